//! What texts of the catalogue may contain: what Discord shows on any device and what pings nobody.

use std::fmt::Write as _;

/// How a text is used, with the most characters that it may have.
#[derive(Debug, Clone, Copy)]
pub(super) enum Text {
    /// A name, a title, an alias: one line.
    Line(usize),
    /// Prose with bold, italics, lists and https links.
    Prose(usize),
}

/// What is wrong with a text: lines below its first, the fault and its remedy.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TextFault {
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) hint: String,
}

/// Everything that is wrong with a text.
pub(super) fn faults(text: &str, kind: Text) -> Vec<TextFault> {
    let mut found = Vec::new();
    let mut add = |line: usize, what: String, hint: &str| {
        found.push(TextFault {
            line,
            what,
            hint: hint.to_owned(),
        });
    };
    if text.trim().is_empty() {
        add(
            0,
            "the text is empty".into(),
            "write something, or leave the key out",
        );
        return found;
    }
    let (Text::Line(most) | Text::Prose(most)) = kind;
    let length = text.chars().count();
    if length > most {
        let what = format!("the text has {length} characters, {most} is the most");
        add(0, what, "shorten it");
    }
    if matches!(kind, Text::Line(_)) && text.contains(['\n', '\r']) {
        add(
            0,
            "a name has one line".into(),
            "take the line break out of it",
        );
    }
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(character) = line.chars().find(|c| is_unseen(*c)) {
            let what = format!(
                "the text contains the unseen character U+{:04X}",
                u32::from(character)
            );
            add(index, what, "delete it; it hides or turns what people read");
        }
        if let Some(mention) = mention(line) {
            let what = format!("the text contains the mention \"{mention}\"");
            add(index, what, "the catalogue pings nobody: leave it out");
        }
        if let Text::Prose(_) = kind
            && let Some((what, hint)) = refused_markdown(line)
        {
            add(index, what, hint);
        }
    }
    found
}

/// Control characters, and those that are invisible or change the direction of writing. The
/// zero-width joiner stays: emoji are made with it.
pub(super) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200c}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

fn mention(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    for name in ["@everyone", "@here"] {
        if let Some(at) = lower.find(name) {
            return line.get(at..at + name.len());
        }
    }
    ["<@", "<#", "</", "<id:"].into_iter().find_map(|opening| {
        let at = line.find(opening)?;
        let length = line.get(at..)?.find('>')?;
        line.get(at..=at + length)
    })
}

fn refused_markdown(line: &str) -> Option<(String, &'static str)> {
    let start = line.trim_start();
    let marker = start.strip_prefix("-#").map_or_else(
        || start.trim_start_matches('#'),
        |rest| rest.trim_start_matches('#'),
    );
    if marker.len() < start.len()
        && marker.starts_with(' ')
        && start.len() - marker.len() <= 3
        && start.starts_with(['#', '-'])
    {
        return Some((
            "the text contains a heading".into(),
            "write it in **bold**; replies set their own headings",
        ));
    }
    if line.contains("```") || line.contains("~~~") {
        return Some((
            "the text contains a code block".into(),
            "code blocks break on phones: write plain lines",
        ));
    }
    if start.starts_with('|') {
        return Some((
            "the text contains a table".into(),
            "Discord shows no tables: write one line per row",
        ));
    }
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        rest = rest.get(at + 2..).unwrap_or_default();
        let target = rest.trim_start_matches('<');
        if !target.starts_with("https://") {
            let shown: String = target.chars().take_while(|c| *c != ')').take(40).collect();
            return Some((
                format!("the link goes to \"{shown}\""),
                "links of the catalogue begin with https://",
            ));
        }
    }
    if line.contains("http://") {
        return Some((
            "the text contains an unprotected link".into(),
            "write https:// in place of http://",
        ));
    }
    None
}

/// What is wrong with a link on its own, and what to do.
pub(super) fn link_fault(url: &str) -> Option<&'static str> {
    let rest = url.strip_prefix("https://");
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let good = host.is_some_and(|host| {
        host.contains('.')
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'))
    }) && url.chars().count() <= 300
        && !url.contains(|c: char| c.is_whitespace() || is_unseen(c) || "<>()[]\"".contains(c));
    (!good).then_some(
        "a link is https://host/path, without spaces or brackets, 300 characters long at most",
    )
}

/// `did you mean "answer"?`, where a known word is near.
pub(super) fn did_you_mean<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let mut best: Option<(f64, &str)> = None;
    for candidate in known {
        let likeness = strsim::jaro_winkler(word, candidate);
        if likeness > 0.75 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| format!("did you mean \"{candidate}\"?"))
}

/// `a, b or c`.
pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<&str> = words.into_iter().collect();
    let mut text = String::new();
    for (index, word) in words.iter().enumerate() {
        let joint = match index {
            0 => "",
            _ if index + 1 == words.len() => " or ",
            _ => ", ",
        };
        let _ = write!(text, "{joint}{word}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn what(text: &str) -> Vec<String> {
        faults(text, Text::Prose(200))
            .into_iter()
            .map(|fault| format!("{}: {}", fault.line, fault.what))
            .collect()
    }

    #[test]
    fn prose_may_be_marked_up_lightly() {
        for good in [
            "**Bold**, *italics* and a [link](https://example.org/a).",
            "Two ways:\n- one\n- two",
            "C# and #1 are no headings, 5 < 6 is no mention, a@b is no ping.",
            "It costs {{ fee(\"google-pmle\") }}.",
        ] {
            assert_eq!(what(good), Vec::<String>::new(), "{good}");
        }
    }

    #[test]
    fn what_pings_hides_or_breaks_is_refused() {
        for bad in [
            "# Heading",
            "fine\n-# small",
            "hello @Everyone",
            "hello @here",
            "<@123> wrote",
            "in <#5>",
            "<@&7>",
            "```\ncode\n```",
            "| a | b |",
            "[here](http://example.org)",
            "[here](javascript:alert)",
            "see http://example.org",
            "right\u{202e}left",
            "zero\u{200b}width",
            "nul\0",
            "   ",
        ] {
            assert_ne!(what(bad), Vec::<String>::new(), "{bad:?}");
        }
        assert_eq!(
            what("fine\n<@1>"),
            vec!["1: the text contains the mention \"<@1>\""]
        );
    }

    #[test]
    fn names_have_one_line() {
        assert!(!faults("two\nlines", Text::Line(40)).is_empty());
        assert!(!faults(&"x".repeat(41), Text::Line(40)).is_empty());
        assert!(faults("C++ & C#", Text::Line(40)).is_empty());
    }
}
