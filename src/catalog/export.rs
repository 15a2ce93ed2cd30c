//! A whole catalogue as one TOML document that people can read, edit and give back.

use std::fmt::Write as _;

use toml::{Table, Value};

use super::problem::Section;
use super::raw::{RawCatalog, SourceFile};
use crate::domain::EntryKind;

/// Keys in the order in which one reads them; others follow by name, and where it comes from is last.
const FIRST: &[&str] = &[
    "id",
    "name",
    "question",
    "title",
    "short",
    "code",
    "publisher",
    "provider",
    "platform",
    "kind",
    "level",
    "order",
    "state",
    "entry",
    "aliases",
    "topics",
    "years",
    "summary",
    "text",
    "suits",
    "answer",
    "more",
    "amount",
    "low",
    "high",
    "currency",
];
const LAST: &[&str] = &["note", "source", "checked", "confidence"];
/// Longer than this does not fit on a line.
const WIDTH: usize = 110;
/// Tables inside tables inside tables read better on one line.
const MAX_HEADER_DEPTH: usize = 4;

const INTRODUCTION: &str = "\
# A certwise catalogue in one file: `certwise check`, `/catalog import` and `catalog/` accept it.
";

/// Writes the catalogue as one document. The same catalogue is always written the same way.
pub fn export(raw: &RawCatalog) -> String {
    let mut writer = Writer {
        text: INTRODUCTION.to_owned(),
    };
    for kind in EntryKind::ALL {
        writer.entries(raw, *kind);
    }
    for section in Section::ALL {
        writer.section(raw, section);
    }
    writer.text
}

/// Writes the catalogue as the files of a folder: one for each certification, for each other kind,
/// for each section and for each reply.
pub fn export_files(raw: &RawCatalog) -> Vec<SourceFile> {
    let mut files = Vec::new();
    for kind in EntryKind::ALL {
        if *kind == EntryKind::Certification {
            for entry in raw.entries().filter(|entry| entry.kind() == *kind) {
                let mut writer = Writer::default();
                writer.body("", entry.table(), 1);
                files.push(SourceFile::new(
                    format!("certifications/{}.toml", entry.id()),
                    writer.text,
                ));
            }
        } else {
            let mut writer = Writer::default();
            writer.entries(raw, *kind);
            files.push(SourceFile::new(
                format!("{}.toml", kind.slug()),
                writer.text,
            ));
        }
    }
    for section in Section::ALL {
        if section == Section::Replies {
            files.extend(raw.items(section).filter_map(|(name, text)| {
                Some(SourceFile::new(format!("replies/{name}"), text.as_str()?))
            }));
        } else {
            let mut writer = Writer::default();
            writer.section(raw, section);
            files.push(SourceFile::new(
                format!("{}.toml", section.key()),
                writer.text,
            ));
        }
    }
    files.retain(|file| !file.bytes.is_empty());
    files
}

#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn entries(&mut self, raw: &RawCatalog, kind: EntryKind) {
        for entry in raw.entries().filter(|entry| entry.kind() == kind) {
            let path = kind.slug();
            let _ = write!(self.text, "\n[[{path}]]\n");
            self.body(path, entry.table(), 1);
        }
    }

    fn section(&mut self, raw: &RawCatalog, section: Section) {
        let table: Table = raw
            .items(section)
            .map(|(key, value)| (key.to_owned(), value.clone()))
            .collect();
        let has_scalars = table.values().any(|value| !is_headed(value, 0));
        if has_scalars {
            let _ = write!(self.text, "\n[{}]\n", section.key());
        }
        self.body(section.key(), &table, 0);
    }

    /// Plain values first, as TOML demands, then what has a header of its own.
    fn body(&mut self, path: &str, table: &Table, depth: usize) {
        let mut keys: Vec<&String> = table.keys().collect();
        keys.sort_by_key(|key| (rank(key), *key));
        let (headed, plain): (Vec<&String>, Vec<&String>) = keys
            .into_iter()
            .partition(|key| table.get(*key).is_some_and(|value| is_headed(value, depth)));
        for key in plain {
            if let Some(value) = table.get(key) {
                let _ = writeln!(self.text, "{} = {}", bare(key), block(value));
            }
        }
        for key in headed {
            let path = match path {
                "" => bare(key),
                path => format!("{path}.{}", bare(key)),
            };
            match table.get(key) {
                Some(Value::Table(inner)) => {
                    let _ = write!(self.text, "\n[{path}]\n");
                    self.body(&path, inner, depth + 1);
                }
                Some(Value::Array(items)) => {
                    for inner in items.iter().filter_map(Value::as_table) {
                        let _ = write!(self.text, "\n[[{path}]]\n");
                        self.body(&path, inner, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether a value stands under a header: tables near the top, and longer ones further down.
fn is_headed(value: &Value, depth: usize) -> bool {
    if depth >= MAX_HEADER_DEPTH {
        return false;
    }
    match value {
        Value::Table(_) => depth < 2 || !is_short(value),
        Value::Array(items) => {
            !items.is_empty() && items.iter().all(Value::is_table) && !items.iter().all(is_short)
        }
        _ => false,
    }
}

fn is_short(value: &Value) -> bool {
    let text = inline(value);
    text.chars().count() <= WIDTH && !text.contains('\n')
}

fn rank(key: &str) -> usize {
    let position = |list: &[&str]| list.iter().position(|known| *known == key);
    match (position(FIRST), position(LAST)) {
        (Some(position), _) => position,
        (None, None) => FIRST.len(),
        (None, Some(position)) => FIRST.len() + 1 + position,
    }
}

/// A value where it may take several lines.
fn block(value: &Value) -> String {
    match value {
        Value::String(text) if text.contains('\n') => lines(text),
        Value::Array(items) if !is_short(value) => {
            let mut text = String::from("[\n");
            let mut line = String::new();
            for item in items {
                let item = inline(item);
                let length = line.chars().count() + item.chars().count();
                if !line.is_empty() && length + 6 > WIDTH {
                    let _ = writeln!(text, "    {}", line.trim_end());
                    line.clear();
                }
                let _ = write!(line, "{item}, ");
            }
            if !line.is_empty() {
                let _ = writeln!(text, "    {}", line.trim_end());
            }
            text.push(']');
            text
        }
        other => inline(other),
    }
}

/// A value on one line.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Table(table) if table.is_empty() => "{}".to_owned(),
        Value::Table(table) => {
            let mut keys: Vec<&String> = table.keys().collect();
            keys.sort_by_key(|key| (rank(key), *key));
            let pairs: Vec<String> = keys
                .into_iter()
                .filter_map(|key| Some(format!("{} = {}", bare(key), inline(table.get(key)?))))
                .collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        scalar => scalar.to_string(),
    }
}

fn bare(key: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(plain) {
        key.to_owned()
    } else {
        quoted(key)
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '\n' => quoted.push_str("\\n"),
            '"' => quoted.push_str("\\\""),
            other => escaped(&mut quoted, other),
        }
    }
    quoted.push('"');
    quoted
}

/// A text of several lines, between triple quotes.
fn lines(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 8);
    written.push_str("\"\"\"\n");
    let mut quotes = 0;
    for character in text.chars() {
        // Three quotes in a row would end the text, and so would one at its end.
        quotes = if character == '"' { quotes + 1 } else { 0 };
        match character {
            '\n' => written.push('\n'),
            '"' if quotes < 3 => written.push('"'),
            '"' => {
                written.push_str("\\\"");
                quotes = 0;
            }
            other => escaped(&mut written, other),
        }
    }
    if written.ends_with('"') && text.ends_with('"') && !written.ends_with("\\\"") {
        written.pop();
        written.push_str("\\\"");
    }
    written.push_str("\"\"\"");
    written
}

fn escaped(text: &mut String, character: char) {
    match character {
        '\\' => text.push_str("\\\\"),
        '\t' => text.push_str("\\t"),
        '\r' => text.push_str("\\r"),
        other if other.is_control() => {
            let _ = write!(text, "\\u{:04X}", u32::from(other));
        }
        other => text.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_read_back_as_they_were() {
        for text in [
            "one line",
            "two\nlines",
            "\n",
            "ends with a quote\n\"",
            "\"\"\"\n\"\"\"\"\"",
            "back\\slash\n\\",
            "tab\tand\r\nreturn",
            "\u{1}\n\u{7f}",
            " spaces \n  kept \\\n  here ",
        ] {
            let document = format!("a = {}\n{} = 1\n", block(&Value::from(text)), quoted(text));
            let table: Table = document.parse().unwrap_or_else(|error| {
                panic!("{document}\n{error}");
            });
            assert_eq!(table.get("a").and_then(Value::as_str), Some(text));
            assert!(table.contains_key(text));
        }
    }
}
