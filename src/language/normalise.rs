//! Text as people type it, made comparable: one case, one kind of quote, nothing invisible.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most characters of a message that are read; the rest is cut.
pub(super) const MAX_CHARACTERS: usize = 4_000;

/// Folds case, width, accents and typographic signs; drops what cannot be seen.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(MAX_CHARACTERS * 4));
    for letter in text
        .chars()
        .take(MAX_CHARACTERS)
        .nfkd()
        // Compatibility forms can unfold to 18 letters each; the bound holds for what comes out too.
        .take(MAX_CHARACTERS * 2)
    {
        match letter {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' | '`' | '´' => folded.push('\''),
            '\u{201c}' | '\u{201d}' | '\u{201e}' | '«' | '»' => folded.push('"'),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            _ if is_combining_mark(letter) || is_invisible(letter) => {}
            _ => folded.extend(letter.to_lowercase()),
        }
    }
    folded
}

fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{00ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// Whether a letter belongs to the scripts that English and its neighbours are written in.
pub(super) fn is_latin(letter: char) -> bool {
    matches!(u32::from(letter), 0x41..=0x5a | 0x61..=0x7a | 0xc0..=0x24f | 0x1e00..=0x1eff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_do_not_matter() {
        assert_eq!(fold("Café “Ｇoogle’s”—ML"), "cafe \"google's\"-ml");
        assert_eq!(fold("a\u{200b}w\u{0301}s\u{202e}"), "aws");
    }

    #[test]
    fn length_is_bounded() {
        assert!(fold(&"\u{fdfa}".repeat(100_000)).chars().count() <= MAX_CHARACTERS * 2);
    }
}
