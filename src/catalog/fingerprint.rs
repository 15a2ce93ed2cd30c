//! Whether the catalogue's files have changed since they were last read.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::raw::SourceFile;

/// Stands for the contents of all files of a catalogue. It lives within one run of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fingerprint(u64);

impl Fingerprint {
    /// The fingerprint of these files, in whatever order they come.
    pub fn of(files: &[SourceFile]) -> Self {
        let sum = files.iter().fold(files.len() as u64, |sum, file| {
            let mut hasher = DefaultHasher::new();
            file.path.hash(&mut hasher);
            file.bytes.hash(&mut hasher);
            sum.wrapping_add(hasher.finish())
        });
        Self(sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_moved_or_missing_file_is_noticed() {
        let one = SourceFile::new("a.toml", "x = 1");
        let two = SourceFile::new("b.toml", "x = 2");
        let both = Fingerprint::of(&[one.clone(), two.clone()]);
        assert_eq!(both, Fingerprint::of(&[two.clone(), one.clone()]));
        assert_ne!(both, Fingerprint::of(std::slice::from_ref(&one)));
        assert_ne!(
            both,
            Fingerprint::of(&[one, SourceFile::new("b.toml", "x = 3")])
        );
        assert_ne!(
            both,
            Fingerprint::of(&[two, SourceFile::new("c.toml", "x = 1")])
        );
    }
}
