//! Changes as a moderator reads them on a phone: one field a line, short ones side by side.

use toml::{Table, Value};

use crate::catalog::{FieldChange, Target};
use crate::reply::escape;

use super::forms::shown;

/// The keys of a table that a reader looks for first.
const FIRST: [&str; 10] = [
    "state",
    "last_day",
    "from",
    "successors",
    "title",
    "name",
    "entry",
    "amount",
    "text",
    "because",
];
/// Values that fit beside each other on one line.
const SHORT: usize = 40;
/// Characters of a long value that are shown around what differs.
const AROUND: usize = 24;
/// The longest piece of a value that is shown.
const LONGEST: usize = 220;

/// Every change, in Discord's Markdown.
pub fn render(changes: &[FieldChange]) -> String {
    let mut text = String::new();
    let mut target: Option<&Target> = None;
    for change in changes {
        if target != Some(&change.target) {
            if target.is_some() {
                text.push('\n');
            }
            text.push_str(&format!("**{}**\n", heading(change)));
            target = Some(&change.target);
        }
        text.push_str(&lines(change));
    }
    text.trim_end().to_owned()
}

/// One line for a revision in a list: what it touches.
pub fn summary(changes: &[FieldChange]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut more = 0;
    for change in changes {
        let part = match &change.target {
            Target::Entry(_, id) => format!("`{id}`"),
            Target::Item(..) => continue,
        };
        if parts.contains(&part) {
            continue;
        }
        if parts.len() < 3 {
            parts.push(part);
        } else {
            more += 1;
        }
    }
    match (parts.is_empty(), more) {
        (true, _) => "shared tables".to_owned(),
        (false, 0) => parts.join(", "),
        (false, more) => format!("{} and {more} more", parts.join(", ")),
    }
}

fn heading(change: &FieldChange) -> String {
    let name = match &change.target {
        Target::Entry(kind, id) => format!("{} `{id}`", kind.label()),
        Target::Item(section, key) => format!("{} `{}`", section.key(), escape(key)),
    };
    let verb = match (change.field.is_whole(), &change.before, &change.after) {
        (true, None, Some(_)) => "New: ",
        (true, Some(_), None) => "Gone: ",
        _ => "",
    };
    let mut heading = format!("{verb}{name}");
    if let Some(first) = heading.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    heading
}

fn lines(change: &FieldChange) -> String {
    if change.field.is_whole() {
        return match (&change.before, &change.after) {
            (None, Some(Value::Table(table))) => whole(table),
            (Some(Value::Table(_)), None) => String::new(),
            (before, after) => sides("text", before.as_ref(), after.as_ref()),
        };
    }
    let name = label(change.field.keys());
    match (&change.before, &change.after) {
        (Some(Value::Array(before)), Some(Value::Array(after)))
            if before.iter().chain(after).any(Value::is_table) =>
        {
            items(&name, before, after)
        }
        (before, after) => sides(&name, before.as_ref(), after.as_ref()),
    }
}

/// `fee.amount` as `fee › amount`.
fn label(keys: &[String]) -> String {
    let keys: Vec<String> = keys.iter().map(|key| key.replace('_', " ")).collect();
    escape(&keys.join(" › "))
}

fn sides(name: &str, before: Option<&Value>, after: Option<&Value>) -> String {
    let text = |value: Option<&Value>| value.map(shown).unwrap_or_default();
    let (before, after) = (text(before), text(after));
    let length = |text: &str| text.chars().count();
    if length(&before) <= SHORT && length(&after) <= SHORT {
        return match (before.is_empty(), after.is_empty()) {
            (true, _) => format!("{name}: **{}** (new)\n", escape(&after)),
            (_, true) => format!("{name}: ~~{}~~ (gone)\n", escape(&before)),
            _ => format!("{name}: ~~{}~~ → **{}**\n", escape(&before), escape(&after)),
        };
    }
    let (before, after) = difference(&before, &after);
    let mut text = format!("{name}\n");
    if !before.is_empty() {
        text.push_str(&format!("Before: {}\n", escape(&before)));
    }
    if !after.is_empty() {
        text.push_str(&format!("Now: {}\n", escape(&after)));
    }
    text
}

/// What differs between two long texts, with a little of what surrounds it.
fn difference(before: &str, after: &str) -> (String, String) {
    let (one, other): (Vec<char>, Vec<char>) = (before.chars().collect(), after.chars().collect());
    let most = one.len().min(other.len());
    let start = (0..most).take_while(|&at| one[at] == other[at]).count();
    let end = (0..most - start)
        .take_while(|&at| one[one.len() - 1 - at] == other[other.len() - 1 - at])
        .count();
    let cut = |text: &[char]| {
        let from = start.saturating_sub(AROUND);
        let to = (text.len() - end + AROUND).min(text.len());
        let mut piece: String = text[from..to].iter().take(LONGEST).collect();
        if from > 0 {
            piece.insert(0, '…');
        }
        if to < text.len() || to - from > LONGEST {
            piece.push('…');
        }
        piece
    };
    (cut(&one), cut(&other))
}

/// A list of tables: the ones that are new and the ones that are gone.
fn items(name: &str, before: &[Value], after: &[Value]) -> String {
    let mut text = String::new();
    for gone in before.iter().filter(|item| !after.contains(item)) {
        text.push_str(&format!("{name}, before: {}\n", compact(gone)));
    }
    for new in after.iter().filter(|item| !before.contains(item)) {
        text.push_str(&format!("{name}, now: {}\n", compact(new)));
    }
    if text.is_empty() {
        text = format!("{name}: in another order\n");
    }
    text
}

/// A table on one line.
fn compact(value: &Value) -> String {
    let Value::Table(table) = value else {
        return escape(&shortened(&shown(value)));
    };
    let mut fields: Vec<(&String, &Value)> = table.iter().collect();
    // What it says comes before where that was read.
    fields.sort_by_key(|(key, _)| {
        FIRST
            .iter()
            .position(|first| first == key)
            .unwrap_or(FIRST.len())
    });
    let parts: Vec<String> = fields
        .into_iter()
        .map(|(key, value)| format!("{} {}", key.replace('_', " "), shown(value)))
        .collect();
    escape(&shortened(&parts.join(" · ")))
}

fn whole(table: &Table) -> String {
    let mut text = String::new();
    for (key, value) in table {
        if key == "id" {
            continue;
        }
        let value = match value {
            Value::Array(items) if items.iter().any(Value::is_table) => {
                let items: Vec<String> = items.iter().map(compact).collect();
                items.join(" / ")
            }
            Value::Table(_) => compact(value),
            value => escape(&shortened(&shown(value))),
        };
        text.push_str(&format!("{}: {value}\n", escape(&key.replace('_', " "))));
    }
    text
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(field: &str, before: Option<&str>, after: Option<&str>) -> FieldChange {
        let value = |text: &str| -> Value { text.parse().unwrap() };
        FieldChange {
            target: "certification.google-pmle".parse().unwrap(),
            field: field.into(),
            before: before.map(value),
            after: after.map(value),
        }
    }

    #[test]
    fn changes_read_one_field_a_line() {
        let changes = [
            change("fee.amount", Some("200"), Some("250")),
            change("fee.checked", Some("2026-01-09"), Some("2026-11-22")),
            change("aliases", Some("[\"a\", \"b\"]"), None),
            change("url", None, Some("\"https://x.example\"")),
            change(
                "status",
                Some("[{ state = \"open\" }]"),
                Some("[{ state = \"open\" }, { last_day = 2027-03-31, state = \"retired\" }]"),
            ),
        ];
        assert_eq!(
            render(&changes),
            "**Certification `google-pmle`**\n\
             fee › amount: ~~200~~ → **250**\n\
             fee › checked: ~~9 January 2026~~ → **22 November 2026**\n\
             aliases: ~~a, b~~ (gone)\n\
             url: **https\\://x.example** (new)\n\
             status, now: state retired · last day 31 March 2027"
        );
    }

    #[test]
    fn long_texts_show_what_differs() {
        let long =
            |middle: &str| format!("\"{} {middle} {}\"", "start ".repeat(20), "end ".repeat(20));
        let text = render(&[change("summary", Some(&long("one")), Some(&long("two")))]);
        assert!(text.contains("Before: …"), "{text}");
        assert!(text.contains(" one ") && text.contains(" two "), "{text}");
        assert!(text.chars().count() < 200, "{text}");
    }

    #[test]
    fn what_was_typed_pings_and_formats_nothing() {
        let text = render(&[change(
            "name",
            Some("\"x\""),
            Some("\"**@everyone** <@1>\""),
        )]);
        assert!(
            !text.contains("@everyone") && !text.contains(" <@1>"),
            "{text}"
        );
    }
}
