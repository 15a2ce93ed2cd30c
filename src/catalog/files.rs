//! The one place that reads the catalogue's files from disk, or from the binary.

use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::raw::SourceFile;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/catalog");

/// Folders in folders in folders: more than this is a loop.
const MAX_DEPTH: usize = 8;
/// More files than any catalogue has.
const MAX_FILES: usize = 50_000;

/// The catalogue that the binary was built with.
pub fn embedded() -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        files.extend(folder.files().filter_map(|file| {
            let path = file.path().to_str()?.replace('\\', "/");
            belongs(&path).then(|| SourceFile::new(path, file.contents()))
        }));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Reads the catalogue's files below a folder, or a catalogue of one file.
pub fn read(path: &Path) -> io::Result<Vec<SourceFile>> {
    if path.is_file() {
        let name = path.file_name().unwrap_or(path.as_os_str());
        let bytes = fs::read(path)?;
        return Ok(vec![SourceFile::new(name.to_string_lossy(), bytes)]);
    }
    let mut files = Vec::new();
    read_folder(path, "", 0, &mut files)?;
    files.sort_by(|a: &SourceFile, b| a.path.cmp(&b.path));
    Ok(files)
}

fn read_folder(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Vec<SourceFile>,
) -> io::Result<()> {
    if depth > MAX_DEPTH || files.len() > MAX_FILES {
        let what = format!("{} holds too many folders or files", folder.display());
        return Err(io::Error::other(what));
    }
    for item in fs::read_dir(folder)? {
        let item = item?;
        let name = item.file_name().to_string_lossy().into_owned();
        // Editors leave hidden files behind.
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        if item.path().is_dir() {
            read_folder(&item.path(), &format!("{path}/"), depth + 1, files)?;
        } else if belongs(&path) {
            files.push(SourceFile::new(path, fs::read(item.path())?));
        }
    }
    Ok(())
}

/// Whether a file with this path is one of a catalogue's files.
pub(super) fn belongs(path: &str) -> bool {
    has_ending(path, "toml") || (has_ending(path, "md") && path.starts_with("replies/"))
}

/// Whether the file's name ends so.
pub(super) fn has_ending(path: &str, wanted: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|ending| ending == wanted)
}
