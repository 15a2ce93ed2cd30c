//! From what was typed into a form to the values of an entry.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::Typed;
use super::pages::{InputSpec, Page, Shape, is_among_all_other_keys};
use super::text::{newest_step, step, text};
use super::values::{
    FEE_EXAMPLES, PREPARATION_EXAMPLES, VALIDITY_EXAMPLES, day_value, set_fee, set_preparation,
    set_validity,
};
use crate::catalog::{Catalog, RawCatalog, Resolution};
use crate::domain::{Date, EntryId, EntryKind, State, parse_date};

/// What forms are read with.
#[derive(Clone, Copy)]
pub struct FormContext<'a> {
    /// The server's catalogue as written.
    pub raw: &'a RawCatalog,
    /// The same, typed.
    pub catalog: &'a Catalog,
    /// Today.
    pub today: Date,
}

/// An entry with a page's values in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The entry.
    pub entry: Table,
    /// Sources that it names and that are new.
    pub sources: Vec<(String, Table)>,
}

/// What is wrong with something that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputProblem {
    /// Label of the input.
    pub input: &'static str,
    /// What is wrong, and what would be right.
    pub what: String,
}

/// Tables of an entry that carry a source and a date of their own.
const FACTS: [&str; 8] = [
    "fee",
    "preparation",
    "validity",
    "prerequisites",
    "exam",
    "retake",
    "status",
    "",
];

impl Page {
    /// Reads what was typed over the entry. What still says what the form showed stays untouched.
    /// A fact that then differs from `base`, the published entry, needs a source.
    pub fn apply(
        &self,
        kind: EntryKind,
        base: &Table,
        entry: &Table,
        typed: &Typed,
        context: &FormContext<'_>,
    ) -> Result<Applied, Vec<InputProblem>> {
        let mut work = Work {
            entry: entry.clone(),
            context,
            base,
            texts: BTreeSet::new(),
            problems: Vec::new(),
            sources: Vec::new(),
        };
        for input in self.inputs {
            let Some(typed) = typed.get(input.name) else {
                continue;
            };
            let typed = typed.replace("\r\n", "\n");
            let typed = typed.trim();
            let is_new = typed != text(&input.shape, entry).trim();
            if is_new && !input.shape.is_about_state() {
                work.read(input, typed);
            }
        }
        if self.inputs.iter().any(|input| input.shape == Shape::State) {
            work.status(self, typed);
        }
        work.settle_source(self, kind, typed);
        if work.problems.is_empty() {
            Ok(Applied {
                entry: work.entry,
                sources: work.sources,
            })
        } else {
            Err(work.problems)
        }
    }
}

impl Shape {
    /// The fact that this input is about, where it has a source of its own.
    pub(super) fn fact(&self) -> Option<&'static str> {
        match self {
            Self::Fee => Some("fee"),
            Self::Preparation => Some("preparation"),
            Self::Validity => Some("validity"),
            Self::State | Self::StateDay | Self::Successors => Some("status"),
            Self::Number(path) => fact_of(path),
            _ => None,
        }
    }

    fn is_about_state(&self) -> bool {
        matches!(
            self,
            Self::State | Self::StateDay | Self::Successors | Self::StateNote
        )
    }
}

pub(super) struct Work<'a> {
    pub(super) entry: Table,
    pub(super) context: &'a FormContext<'a>,
    /// The published entry.
    pub(super) base: &'a Table,
    /// Facts of which only words have changed: they take a source where one was typed.
    pub(super) texts: BTreeSet<&'static str>,
    problems: Vec<InputProblem>,
    pub(super) sources: Vec<(String, Table)>,
}

impl Work<'_> {
    pub(super) fn refuse(&mut self, input: &InputSpec, what: impl Into<String>) {
        self.problems.push(InputProblem {
            input: input.label,
            what: what.into(),
        });
    }

    fn table(&mut self, key: &str) -> Option<&mut Table> {
        self.entry
            .entry(key)
            .or_insert_with(|| Value::Table(Table::new()))
            .as_table_mut()
    }

    fn read(&mut self, input: &InputSpec, typed: &str) {
        match &input.shape {
            Shape::Line(path, _) | Shape::Prose(path, _) => {
                self.set(path, (!typed.is_empty()).then(|| typed.into()));
                self.texts.extend(fact_of(path));
            }
            Shape::Number(path) => match (typed, typed.parse::<i64>()) {
                ("", _) => self.set(path, None),
                (_, Ok(number)) => {
                    self.set(path, Some(number.into()));
                }
                _ => self.refuse(input, format!("\"{typed}\" is no whole number.")),
            },
            Shape::Lines(path) => self.set(path, list(typed, &['\n'])),
            Shape::Words(path) => self.set(path, list(typed, &[',', '\n'])),
            Shape::Entries(path) => {
                if let Some(ids) = self.entries(input, typed) {
                    self.set(path, (!ids.is_empty()).then_some(Value::Array(ids)));
                }
            }
            Shape::Fee => self.whole(input, typed, "fee", set_fee, FEE_EXAMPLES),
            Shape::Preparation => self.whole(
                input,
                typed,
                "preparation",
                set_preparation,
                PREPARATION_EXAMPLES,
            ),
            Shape::Validity => {
                self.whole(input, typed, "validity", set_validity, VALIDITY_EXAMPLES);
            }
            Shape::Provenance(key) => self.provenance(input, typed, key),
            Shape::Toml(keys) => self.toml(input, typed, *keys),
            Shape::Source
            | Shape::State
            | Shape::StateDay
            | Shape::Successors
            | Shape::StateNote => {}
        }
    }

    fn set(&mut self, path: &[&str], value: Option<Value>) {
        let Some((last, tables)) = path.split_last() else {
            return;
        };
        let mut table = &mut self.entry;
        for key in tables {
            let inner = table
                .entry(*key)
                .or_insert_with(|| Value::Table(Table::new()));
            let Some(inner) = inner.as_table_mut() else {
                return;
            };
            table = inner;
        }
        match value {
            Some(value) => table.insert((*last).to_owned(), value),
            None => table.remove(*last),
        };
        // A table that was made for nothing, or whose last value is gone, is gone as well.
        if let [only] = tables
            && self
                .entry
                .get(*only)
                .and_then(Value::as_table)
                .is_some_and(|table| {
                    table
                        .keys()
                        .all(|key| matches!(key.as_str(), "source" | "checked" | "confidence"))
                })
        {
            self.entry.remove(*only);
        }
    }

    fn whole(
        &mut self,
        input: &InputSpec,
        typed: &str,
        key: &'static str,
        set: fn(&mut Table, &str) -> Option<()>,
        examples: &str,
    ) {
        if typed.is_empty() {
            self.entry.remove(key);
            return;
        }
        let understood = self.table(key).and_then(|table| set(table, typed));
        if understood.is_none() {
            let what = format!("\"{typed}\" is not understood. Accepted: {examples}.");
            self.refuse(input, what);
        }
    }

    fn entries(&mut self, input: &InputSpec, typed: &str) -> Option<Vec<Value>> {
        let mut ids = Vec::new();
        for name in typed.split([',', '\n']).map(str::trim) {
            if name.is_empty() {
                continue;
            }
            let known = name
                .parse::<EntryId>()
                .ok()
                .filter(|id| self.context.raw.entry(id).is_some());
            let found =
                known.or_else(
                    || match self.context.catalog.resolve(name, EntryKind::ALL) {
                        Resolution::Exact(id) => Some(id),
                        _ => None,
                    },
                );
            let Some(id) = found else {
                let near = self.context.catalog.suggest(name, EntryKind::ALL, 1);
                let hint = near
                    .first()
                    .map_or_else(String::new, |near| format!(" Did you mean `{}`?", near.id));
                self.refuse(input, format!("There is no entry \"{name}\".{hint}"));
                return None;
            };
            ids.push(Value::String(id.to_string()));
        }
        Some(ids)
    }

    fn toml(&mut self, input: &InputSpec, typed: &str, keys: Option<&'static [&'static str]>) {
        let parsed: Table = match typed.parse() {
            Ok(parsed) => parsed,
            Err(error) => {
                let error: toml::de::Error = error;
                return self.refuse(
                    input,
                    format!("This is not valid TOML: {}.", error.message()),
                );
            }
        };
        let belongs = |key: &str| match keys {
            Some(keys) => keys.contains(&key),
            None => is_among_all_other_keys(key),
        };
        if let Some(stray) = parsed.keys().find(|key| !belongs(key)) {
            return self.refuse(input, format!("`{stray}` does not belong here."));
        }
        self.entry.retain(|key, _| !belongs(key));
        self.entry.extend(parsed);
    }

    fn status(&mut self, page: &Page, typed: &Typed) {
        let shown = self.entry.clone();
        let value = |shape: &Shape| {
            let input = page.inputs.iter().find(|input| input.shape == *shape)?;
            let before = text(shape, &shown);
            let now = typed
                .get(input.name)
                .map_or_else(|| before.clone(), |typed| typed.trim().to_owned());
            Some((input, before, now))
        };
        let (Some(state), Some(day), Some(successors), Some(note)) = (
            value(&Shape::State),
            value(&Shape::StateDay),
            value(&Shape::Successors),
            value(&Shape::StateNote),
        ) else {
            return;
        };
        let figures_changed = [&state, &day, &successors]
            .iter()
            .any(|(_, before, now)| before != now);
        if !figures_changed && note.1 == note.2 {
            return;
        }
        let lower = state.2.to_lowercase();
        let known = State::ALL
            .iter()
            .copied()
            .find(|known| known.slug() == lower || known.label() == lower);
        let Some(new_state) = known else {
            let words: Vec<&str> = State::ALL.iter().map(|state| state.slug()).collect();
            let what = format!("\"{}\" is none of {}.", state.2, words.join(", "));
            return self.refuse(state.0, what);
        };
        let new_day = match (day.2.as_str(), parse_date(&day.2)) {
            ("", _) => None,
            (_, Some(day)) => Some(day),
            _ => {
                let what = format!("\"{}\" is no date such as 2027-03-31.", day.2);
                return self.refuse(day.0, what);
            }
        };
        let Some(ids) = self.entries(successors.0, &successors.2) else {
            return;
        };
        let is_end = matches!(new_state, State::Retired | State::Closed);
        let same_state = state.1 == new_state.slug();
        let mut step = step(&self.entry)
            .filter(|_| same_state)
            .cloned()
            .unwrap_or_default();
        let mut put = |key: &str, value: Option<Value>| match value {
            Some(value) => drop(step.insert(key.to_owned(), value)),
            None => drop(step.remove(key)),
        };
        put("state", Some(new_state.slug().into()));
        put("last_day", new_day.filter(|_| is_end).map(day_value));
        put("from", new_day.filter(|_| !is_end).map(day_value));
        put(
            "successors",
            (is_end && !ids.is_empty()).then_some(Value::Array(ids)),
        );
        // What was said about the state before does not hold for the new one.
        let keeps_note = !note.2.is_empty() && (same_state || note.1 != note.2);
        put("note", keeps_note.then(|| note.2.as_str().into()));
        self.put_step(step, same_state);
        self.texts.insert("status");
    }

    fn put_step(&mut self, step: Table, in_place: bool) {
        let index = newest_step(&self.entry);
        let steps = self
            .entry
            .entry("status")
            .or_insert_with(|| Value::Array(Vec::new()));
        let Some(steps) = steps.as_array_mut() else {
            return;
        };
        match index.filter(|index| *index < steps.len()) {
            Some(index) if in_place => steps[index] = Value::Table(step),
            Some(index) => steps.insert(index + 1, Value::Table(step)),
            None => steps.insert(0, Value::Table(step)),
        }
    }
}

/// The fact to which a path belongs; the entry itself is one where it carries a source.
fn fact_of(path: &[&'static str]) -> Option<&'static str> {
    let [first, _, ..] = path else { return None };
    FACTS.into_iter().find(|fact| fact == first)
}

fn list(typed: &str, joints: &[char]) -> Option<Value> {
    let items: Vec<Value> = typed
        .split(joints)
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(Value::from)
        .collect();
    (!items.is_empty()).then_some(Value::Array(items))
}

/// The entry with a fact checked again today.
pub fn check_again(entry: &Table, today: Date) -> Table {
    let mut entry = entry.clone();
    refresh(&mut entry, today);
    entry
}

fn refresh(table: &mut Table, today: Date) {
    if table.contains_key("checked") {
        table.insert("checked".into(), day_value(today));
    }
    for (_, value) in table.iter_mut() {
        match value {
            Value::Table(inner) => refresh(inner, today),
            Value::Array(items) => {
                for inner in items.iter_mut().filter_map(Value::as_table_mut) {
                    refresh(inner, today);
                }
            }
            _ => {}
        }
    }
}
