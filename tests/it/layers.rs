//! The dependency arrow points one way: rooms below never name rooms above.

use std::path::{Path, PathBuf};

/// Higher rooms may name lower ones, and their neighbours of the same height.
fn rank(room: &str) -> Option<u8> {
    Some(match room {
        "domain" => 1,
        "catalog" => 2,
        "language" | "advice" | "reply" | "moderation" | "command" | "store" => 3,
        "service" => 4,
        "discord" | "sandbox" | "cli" | "ops" | "config" => 5,
        "main" => 6,
        _ => return None,
    })
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// The room that a file belongs to: its folder below `src`, or its own name there.
fn room(root: &Path, file: &Path) -> String {
    let inside = file.strip_prefix(root).unwrap();
    let first = inside
        .components()
        .next()
        .unwrap()
        .as_os_str()
        .to_string_lossy()
        .into_owned();
    first.trim_end_matches(".rs").to_owned()
}

/// The rooms that a file names as `crate::room` or `certwise::room`.
fn named(text: &str) -> Vec<String> {
    ["crate::", "certwise::"]
        .iter()
        .flat_map(|prefix| text.split(prefix).skip(1))
        .flat_map(|rest| {
            let list = rest.strip_prefix('{').map_or_else(
                || vec![rest],
                |inner| {
                    inner
                        .split('}')
                        .next()
                        .unwrap_or_default()
                        .split(',')
                        .collect()
                },
            );
            list.into_iter().map(|name| {
                name.trim()
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect::<String>()
            })
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn no_room_names_a_room_above_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(
        files.len() > 10,
        "the sources were not found below {}",
        root.display()
    );
    let mut wrong = Vec::new();
    for file in files {
        let own = room(&root, &file);
        if own == "lib" {
            continue;
        }
        let own_rank =
            rank(&own).unwrap_or_else(|| panic!("give the room {own} a height in this test"));
        let text = std::fs::read_to_string(&file).unwrap();
        for other in named(&text) {
            if rank(&other).is_some_and(|height| height > own_rank) {
                wrong.push(format!("{} names {other}", file.display()));
            }
        }
        if own != "discord" && text.contains("serenity::") {
            wrong.push(format!("{} names serenity", file.display()));
        }
    }
    assert!(
        wrong.is_empty(),
        "the arrow points down only:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn names_are_found_alone_and_in_lists() {
    assert_eq!(named("use crate::service::Request;"), ["service"]);
    assert_eq!(
        named("use crate::{catalog::Catalog, domain};"),
        ["catalog", "domain"]
    );
}
