//! Cutting text where a reader would: between paragraphs, lines, sentences, words.

use super::limits::length;

/// The longest beginning of `text` with at most `limit` characters, cut where it reads best, and the
/// rest. Bold text and links are not cut in two.
pub(super) fn split_at_most(text: &str, limit: usize) -> (&str, &str) {
    let text = text.trim_end();
    if length(text) <= limit {
        return (text, "");
    }
    let mut used = 0;
    let mut end = 0;
    let mut marks = Marks::default();
    let mut best: Option<(u8, usize)> = None;
    let mut previous = '\n';
    for (index, character) in text.char_indices() {
        // Later is better among equals; a better kind of place wins only in the last two thirds,
        // so that a page is never nearly empty for the sake of a paragraph's end.
        if let Some(rank) = marks.place_for_cut(previous, character) {
            let wins = best.is_none_or(|(held, at)| rank >= held || at < limit / 3);
            if wins {
                best = Some((rank, index));
            }
        }
        used += character.len_utf16();
        if used > limit {
            break;
        }
        marks.pass(previous, character);
        previous = character;
        end = index + character.len_utf8();
    }
    let at = best.map_or(end, |(_, at)| at);
    let at = if at == 0 { end } else { at };
    let (head, rest) = text.split_at(at);
    (head.trim_end(), rest.trim_start())
}

/// `text` with at most `limit` characters, with `…` where something was left out.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    let text = text.trim();
    if length(text) <= limit {
        return text.to_owned();
    }
    let (head, _) = split_at_most(text, limit.saturating_sub(1));
    format!("{}…", head.trim_end_matches([',', ';', ':', ' ']))
}

/// The first page of a text, and the rest. A rest of a line or two is worse than a page that is a
/// little longer.
pub(super) fn first_page(text: &str, limit: usize) -> (&str, &str) {
    if length(text.trim_end()) <= limit + limit / 6 {
        (text.trim_end(), "")
    } else {
        split_at_most(text, limit)
    }
}

/// Pages of a text.
pub(super) fn pages(text: &str, limit: usize) -> Vec<String> {
    let mut pages = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (page, tail) = first_page(rest, limit);
        pages.push(page.to_owned());
        rest = tail;
    }
    pages
}

/// What is open at a place of a text.
#[derive(Default)]
struct Marks {
    bold: bool,
    stars: u8,
    escaped: bool,
    brackets: u8,
    parenthesis: bool,
}

impl Marks {
    /// How good it is to cut between these two characters; `None` where it would break something.
    fn place_for_cut(&self, previous: char, next: char) -> Option<u8> {
        if self.bold || self.brackets > 0 || self.parenthesis || self.escaped {
            return None;
        }
        match (previous, next) {
            ('\n', '\n') => Some(4),
            (_, '\n') => Some(3),
            ('.' | '!' | '?' | '…', ' ') => Some(2),
            (_, ' ') => Some(1),
            _ => None,
        }
    }

    fn pass(&mut self, previous: char, character: char) {
        if self.escaped {
            self.escaped = false;
            self.stars = 0;
            return;
        }
        self.stars = if character == '*' { self.stars + 1 } else { 0 };
        if self.stars == 2 {
            self.bold = !self.bold;
            self.stars = 0;
        }
        match character {
            '\\' => self.escaped = true,
            '[' => self.brackets = self.brackets.saturating_add(1),
            ']' => self.brackets = self.brackets.saturating_sub(1),
            '(' if previous == ']' => self.parenthesis = true,
            ')' => self.parenthesis = false,
            '\n' => *self = Self::default(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_cut_at_the_best_place() {
        assert_eq!(split_at_most("One. Two three.", 9), ("One.", "Two three."));
        assert_eq!(split_at_most("first\nsecond", 9), ("first", "second"));
        assert_eq!(split_at_most("**bold text** end", 10).0, "**bold tex");
        assert_eq!(
            split_at_most("see [a page](https://x.example/) now", 34),
            ("see [a page](https://x.example/)", "now")
        );
        assert_eq!(shorten("a long name, here", 13), "a long name…");
        assert_eq!(shorten("short", 12), "short");
    }

    proptest! {
        #[test]
        fn every_part_keeps_to_its_limit_and_nothing_is_lost(text in "\\PC{0,400}(\n\\PC{0,80}){0,4}", limit in 8_usize..200) {
            let (head, rest) = split_at_most(&text, limit);
            prop_assert!(length(head) <= limit);
            let kept = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(kept(head) + &kept(rest), kept(&text));
            prop_assert!(length(&shorten(&text, limit)) <= limit);
        }
    }
}
