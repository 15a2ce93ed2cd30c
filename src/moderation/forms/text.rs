//! What the inputs of a form show for an entry.

use toml::{Table, Value};

use super::pages::{Shape, is_among_all_other_keys};
use super::values::{day_of, fee_text, preparation_text, validity_text};

/// What an input shows for an entry.
pub(super) fn text(shape: &Shape, entry: &Table) -> String {
    let string = |value: &Value| match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Datetime(day) => day.to_string(),
        value => value.to_string(),
    };
    let list = |path: &[&str], joint: &str| {
        let items = find(entry, path).and_then(Value::as_array);
        let items: Vec<String> = items.into_iter().flatten().map(string).collect();
        items.join(joint)
    };
    let of = |key: &str, text: fn(&Table) -> String| {
        let table = entry.get(key).and_then(Value::as_table);
        table.map(text).unwrap_or_default()
    };
    match shape {
        Shape::Line(path, _) | Shape::Prose(path, _) | Shape::Number(path) => {
            find(entry, path).map(string).unwrap_or_default()
        }
        Shape::Lines(path) => list(path, "\n"),
        Shape::Words(path) | Shape::Entries(path) => list(path, ", "),
        Shape::Fee => of("fee", fee_text),
        Shape::Preparation => of("preparation", preparation_text),
        Shape::Validity => of("validity", validity_text),
        Shape::State => step_text(entry, &["state"]),
        Shape::StateDay => step_text(entry, &["last_day", "from"]),
        Shape::Successors => step_text(entry, &["successors"]),
        Shape::StateNote => step_text(entry, &["note"]),
        Shape::Provenance(key) => provenance_text(entry, key),
        Shape::Source => String::new(),
        Shape::Toml(keys) => toml_text(entry, *keys),
    }
}

fn find<'a>(entry: &'a Table, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter()
        .try_fold(entry.get(*first)?, |value, key| value.as_table()?.get(*key))
}

/// The newest step of a status that is not only planned.
pub(super) fn newest_step(entry: &Table) -> Option<usize> {
    let steps = entry.get("status")?.as_array()?;
    let is_planned = |step: &Value| step.get("planned").and_then(Value::as_bool) == Some(true);
    steps.iter().rposition(|step| !is_planned(step))
}

pub(super) fn step(entry: &Table) -> Option<&Table> {
    let index = newest_step(entry)?;
    entry.get("status")?.as_array()?.get(index)?.as_table()
}

fn step_text(entry: &Table, keys: &[&str]) -> String {
    let value = step(entry).and_then(|step| keys.iter().find_map(|key| step.get(*key)));
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Array(items)) => {
            let items: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            items.join(", ")
        }
        Some(value) => value.to_string(),
        None => String::new(),
    }
}

pub(super) fn fact<'a>(entry: &'a Table, key: &str) -> Option<&'a Table> {
    match key {
        "" => Some(entry),
        "status" => step(entry),
        key => entry.get(key)?.as_table(),
    }
}

fn provenance_text(entry: &Table, key: &str) -> String {
    let Some(table) = fact(entry, key) else {
        return String::new();
    };
    let source = table.get("source").and_then(Value::as_str);
    let checked = table.get("checked").and_then(day_of);
    let confidence = table.get("confidence").and_then(Value::as_str);
    match (source, checked) {
        (Some(source), Some(checked)) => {
            format!("{source}, {checked}, {}", confidence.unwrap_or("stated"))
        }
        _ => String::new(),
    }
}

fn toml_text(entry: &Table, keys: Option<&[&str]>) -> String {
    let chosen: Table = entry
        .iter()
        .filter(|(key, _)| match keys {
            Some(keys) => keys.contains(&key.as_str()),
            None => is_among_all_other_keys(key),
        })
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    toml::to_string(&chosen)
        .unwrap_or_default()
        .trim()
        .to_owned()
}
