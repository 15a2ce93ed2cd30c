//! Discord's Markdown: names and typed text are escaped, and a reply can be read without any.

use unicode_normalization::char::is_combining_mark;

use super::cut::shorten;
use super::limits;
use super::{Reply, Row, Target};

/// Marks above or below one letter that are kept; more only serve to cover other lines.
const COMBINING_MARKS_KEPT: usize = 3;

/// A text on one line without what cannot be seen: controls, direction overrides, zero-width
/// characters, towers of combining marks. For labels, where Discord reads no Markdown.
pub fn clean(text: &str) -> String {
    if is_clean(text) {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut marks = 0;
    let mut previous = ' ';
    for character in text.chars() {
        let character = if character.is_whitespace() || character.is_control() {
            ' '
        } else {
            character
        };
        if character == ' ' && previous == ' ' || is_invisible(character, previous) {
            continue;
        }
        marks = if is_combining_mark(character) {
            marks + 1
        } else {
            0
        };
        if marks > COMBINING_MARKS_KEPT {
            continue;
        }
        cleaned.push(character);
        previous = character;
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// Whether there is nothing to clean: what most names look like.
fn is_clean(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && !text.contains("  ")
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

/// Characters that take no room or turn others around. Joiners stay where they join something
/// outside ASCII: emoji and several scripts need them.
fn is_invisible(character: char, previous: char) -> bool {
    match character {
        '\u{200c}' | '\u{200d}' => previous.is_ascii(),
        '\u{00ad}'
        | '\u{034f}'
        | '\u{061c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => false,
    }
}

/// A name or typed text that Discord shows as it is: no formatting, mention, link, list or heading.
pub fn escape(text: &str) -> String {
    let cleaned = clean(text);
    let mut escaped = String::with_capacity(cleaned.len() + 8);
    let mut only_digits = true;
    for (index, character) in cleaned.char_indices() {
        let rest = &cleaned[index + character.len_utf8()..];
        let special = match character {
            '\\' | '*' | '_' | '~' | '|' | '`' | '[' | ']' | '<' | '>' => true,
            // A list, a heading or small print, where the text happens to begin a line.
            '#' | '-' | '+' | '•' => index == 0,
            '.' | ')' => only_digits && index > 0,
            // Discord makes links of bare addresses.
            ':' => rest.starts_with("//"),
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(character);
        if character == '@' && begins_with_mention(rest) {
            escaped.push('\u{200b}');
        }
        only_digits &= character.is_ascii_digit();
    }
    escaped
}

/// Whether a text after an `@` would address everybody.
fn begins_with_mention(rest: &str) -> bool {
    ["everyone", "here"].iter().any(|word| {
        rest.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    })
}

/// Prose of the catalogue as it is sent: the check has refused headings, mentions and the like, and
/// whatever might have come past it is made harmless here.
pub fn prose(text: &str) -> String {
    let is_harmless = |character: char| {
        !matches!(character, '<' | '>' | '@' | '#' | '`')
            && (character == '\n' || !character.is_control())
            && (character.is_ascii() || !is_invisible(character, 'x'))
    };
    if text.chars().all(is_harmless) {
        return text.trim().to_owned();
    }
    let mut safe = String::with_capacity(text.len());
    for (number, line) in text.trim().lines().enumerate() {
        if number > 0 {
            safe.push('\n');
        }
        let line = line.trim_end();
        let heading = line.trim_start().starts_with(['#', '>']);
        if heading || line.trim_start().starts_with("-#") {
            safe.push('\\');
        }
        let line = if heading { line.trim_start() } else { line };
        for (index, character) in line.char_indices() {
            let rest = &line[index + character.len_utf8()..];
            if is_invisible(character, ' ') && !matches!(character, '\u{200c}' | '\u{200d}')
                || character.is_control()
            {
                continue;
            }
            if character == '<' && rest.starts_with(['@', '#', ':', 't', 'a', '/', 'i'])
                || character == '`'
            {
                safe.push('\\');
            }
            safe.push(character);
            if character == '@' && begins_with_mention(rest) {
                safe.push('\u{200b}');
            }
        }
    }
    safe
}

/// What somebody typed, as a reply quotes it: one line, its first characters, escaped.
pub fn quote(text: &str) -> Option<String> {
    let cleaned = clean(text);
    let short = shorten(&cleaned, limits::QUOTE);
    (!short.is_empty()).then(|| escape(&short))
}

/// The question that a message quotes, from the message's text: the inverse of [`quote`].
pub fn quoted(content: &str) -> Option<String> {
    let line = content.lines().next()?.strip_prefix("> ")?;
    let text = unescape(line);
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// A text without its escapes.
fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.peek() {
                Some(next) if !next.is_alphanumeric() && !next.is_whitespace() => {
                    plain.extend(characters.next());
                }
                _ => plain.push(character),
            },
            '\u{200b}' => {}
            _ => plain.push(character),
        }
    }
    plain
}

/// A text without Markdown: bold and italics fall away, links show their address.
pub fn without_markdown(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    let mut line_start = true;
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        if line_start && let Some(small) = rest.strip_prefix("-# ") {
            rest = small;
            continue;
        }
        line_start = false;
        match character {
            '\\' => {
                let next = after.chars().next();
                match next {
                    Some(next) if !next.is_alphanumeric() && !next.is_whitespace() => {
                        plain.push(next);
                        rest = &after[next.len_utf8()..];
                        continue;
                    }
                    _ => plain.push(character),
                }
            }
            '*' | '\u{200b}' => {}
            '[' => {
                if let Some((label, address, end)) = masked_link(after) {
                    plain.push_str(&without_markdown(label));
                    plain.push_str(" (");
                    plain.push_str(address);
                    plain.push(')');
                    rest = end;
                    continue;
                }
                plain.push(character);
            }
            '\n' => {
                line_start = true;
                plain.push(character);
            }
            _ => plain.push(character),
        }
        rest = after;
    }
    plain
}

/// `label](address)…` after an opening bracket.
fn masked_link(text: &str) -> Option<(&str, &str, &str)> {
    let (label, tail) = text.split_once("](")?;
    let (address, rest) = tail.split_once(')')?;
    (address.starts_with("https://") && !label.contains('\n')).then_some((label, address, rest))
}

/// The whole reply as plain text: for a terminal, and for whoever reads `chat --json`.
pub fn plain_text(reply: &Reply) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(title) = &reply.title {
        parts.push(without_markdown(title));
    }
    if !reply.text.is_empty() {
        parts.push(without_markdown(&reply.text));
    }
    for field in &reply.fields {
        parts.push(format!(
            "{}\n{}",
            without_markdown(&field.name),
            without_markdown(&field.value)
        ));
    }
    let buttons: Vec<String> = reply
        .rows
        .iter()
        .flat_map(|row| match row {
            Row::Buttons(buttons) => buttons
                .iter()
                .map(|button| match &button.target {
                    Target::Action(_) => format!("[{}]", button.label),
                    Target::Link(address) => format!("[{}: {address}]", button.label),
                })
                .collect::<Vec<_>>(),
            Row::Select(select) => vec![format!(
                "[{}: {}]",
                select.placeholder,
                select
                    .options
                    .iter()
                    .map(|option| option.label.as_str())
                    .collect::<Vec<_>>()
                    .join(" / ")
            )],
        })
        .collect();
    if !buttons.is_empty() {
        parts.push(buttons.join(" "));
    }
    if let Some(footer) = &reply.footer {
        parts.push(footer.clone());
    }
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_lose_their_power() {
        assert_eq!(
            escape("**bold** [x](https://y.example)"),
            "\\*\\*bold\\*\\* \\[x\\](https\\://y.example)"
        );
        assert_eq!(escape("# heading"), "\\# heading");
        assert_eq!(escape("-# small"), "\\-# small");
        assert_eq!(escape("1. list"), "1\\. list");
        assert_eq!(
            escape("<@123> @everyone @HERE"),
            "\\<@123\\> @\u{200b}everyone @\u{200b}HERE"
        );
        assert_eq!(escape("C# and x-y v1.2"), "C# and x-y v1.2");
        assert_eq!(escape("a\u{202e}b\u{200b}c\nd"), "abc d");
        assert_eq!(
            escape("e\u{301}\u{301}\u{301}\u{301}\u{301}"),
            "e\u{301}\u{301}\u{301}"
        );
        assert_eq!(clean("👩\u{200d}💻"), "👩\u{200d}💻");
    }

    #[test]
    fn prose_keeps_its_formatting_but_no_mention_or_heading() {
        assert_eq!(
            prose("**a** [b](https://c.example/)\n- d"),
            "**a** [b](https://c.example/)\n- d"
        );
        assert_eq!(prose("# a\n> b\n-# c"), "\\# a\n\\> b\n\\-# c");
        assert_eq!(prose("<@1> `x` @here"), "\\<@1> \\`x\\` @\u{200b}here");
    }

    #[test]
    fn plain_text_shows_addresses() {
        assert_eq!(
            without_markdown("**Cost** · \\$200, see [AWS](https://aws.example/)"),
            "Cost · $200, see AWS (https://aws.example/)"
        );
    }

    proptest! {
        #[test]
        fn a_quote_can_be_read_back(text in "\\PC{0,280}") {
            let cleaned = clean(&text);
            let read = quote(&text).and_then(|quote| quoted(&format!("> {quote}")));
            prop_assert_eq!(read.unwrap_or_default(), shorten(&cleaned, limits::QUOTE));
        }
    }
}
