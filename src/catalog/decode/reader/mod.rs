//! Reads a table field by field and notes everything that is wrong with it, not only the first.

mod numbers;

use std::cell::RefCell;

use toml::{Table, Value};

use crate::catalog::problem::Step;
use crate::catalog::raw::Flaw;
use crate::catalog::text::{Text, did_you_mean, faults, link_fault, one_of};
use crate::domain::{Currency, EntryId, EntryKind, SourceId};

pub(super) use numbers::Bounds;

/// A mention of something that must exist elsewhere in the catalogue.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::catalog) struct Reference {
    pub(in crate::catalog) path: Vec<Step>,
    pub(in crate::catalog) to: Target,
}

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::catalog) enum Target {
    /// An entry of one of these kinds.
    Entry(EntryId, &'static [EntryKind]),
    /// A source.
    Source(SourceId),
    /// A currency.
    Currency(Currency),
}

/// Where readers leave what they find.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) flaws: RefCell<Vec<Flaw>>,
    pub(super) references: RefCell<Vec<Reference>>,
}

/// A word of a fixed list.
pub(super) trait Word: Copy + 'static {
    /// Every value.
    const WORDS: &'static [Self];
    /// The value as written.
    fn word(self) -> &'static str;
}

macro_rules! words {
    ($($type:ty),+) => {$(
        impl Word for $type {
            const WORDS: &'static [Self] = Self::ALL;
            fn word(self) -> &'static str {
                self.slug()
            }
        }
    )+};
}
pub(super) use words;

/// One table on the way through its keys.
pub(super) struct Reader<'a> {
    table: &'a Table,
    path: Vec<PathStep<'a>>,
    findings: &'a Findings,
    asked: RefCell<Vec<&'static str>>,
}

#[derive(Clone, Copy)]
enum PathStep<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Reader<'a> {
    pub(super) fn new(table: &'a Table, findings: &'a Findings) -> Self {
        Self {
            table,
            path: Vec::new(),
            findings,
            asked: RefCell::default(),
        }
    }

    fn inner(&self, table: &'a Table, steps: &[PathStep<'a>]) -> Self {
        let mut path = Vec::with_capacity(self.path.len() + steps.len());
        path.extend_from_slice(&self.path);
        path.extend_from_slice(steps);
        Self {
            table,
            path,
            findings: self.findings,
            asked: RefCell::default(),
        }
    }

    fn steps(&self, more: &[PathStep<'_>]) -> Vec<Step> {
        self.path
            .iter()
            .chain(more)
            .map(|step| match step {
                PathStep::Key(key) => Step::Key((*key).to_owned()),
                PathStep::Index(index) => Step::Index(*index),
            })
            .collect()
    }

    fn note(&self, steps: &[PathStep<'_>], on_key: bool, line: usize, what: String, hint: String) {
        self.findings.flaws.borrow_mut().push(Flaw {
            path: self.steps(steps),
            on_key,
            line,
            what,
            hint,
        });
    }

    /// Notes a fault of the value of `key`.
    pub(super) fn refuse(&self, key: &str, what: impl Into<String>, hint: impl Into<String>) {
        self.note(&[PathStep::Key(key)], false, 0, what.into(), hint.into());
    }

    /// Notes a fault of the table as a whole.
    pub(super) fn refuse_table(&self, what: impl Into<String>, hint: impl Into<String>) {
        self.note(&[], true, 0, what.into(), hint.into());
    }

    /// Notes every key that nobody asked for.
    pub(super) fn finish(&self) {
        let asked = self.asked.borrow();
        for key in self.table.keys() {
            if !asked.contains(&key.as_str()) {
                let hint = did_you_mean(key, asked.iter().copied()).unwrap_or_else(|| {
                    let mut known = asked.clone();
                    known.sort_unstable();
                    known.dedup();
                    format!("known here: {}", known.join(", "))
                });
                let what = format!("unknown key \"{key}\"");
                self.note(&[PathStep::Key(key)], true, 0, what, hint);
            }
        }
    }

    pub(super) fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    fn get(&self, key: &'static str) -> Option<&'a Value> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// The value, or a note that it is missing.
    fn need(&self, key: &'static str, example: &str) -> Option<&'a Value> {
        let value = self.get(key);
        if value.is_none() {
            self.refuse_table(format!("\"{key}\" is missing"), format!("add {example}"));
        }
        value
    }

    fn wrong_type(&self, key: &str, index: Option<usize>, value: &Value, wanted: &str) {
        let what = format!("\"{key}\" is {}", article(value));
        let mut steps = vec![PathStep::Key(key)];
        steps.extend(index.map(PathStep::Index));
        self.note(&steps, false, 0, what, format!("write {wanted}"));
    }

    fn text_of(
        &self,
        key: &str,
        index: Option<usize>,
        value: &Value,
        kind: Text,
    ) -> Option<String> {
        let Value::String(text) = value else {
            self.wrong_type(key, index, value, "a text in quotes");
            return None;
        };
        let faults = faults(text, kind);
        if faults.is_empty() {
            return Some(text.clone());
        }
        let mut steps = vec![PathStep::Key(key)];
        steps.extend(index.map(PathStep::Index));
        for fault in faults {
            let what = format!("\"{key}\": {}", fault.what);
            self.note(&steps, false, fault.line, what, fault.hint);
        }
        None
    }

    /// A text that must be there.
    pub(super) fn text(&self, key: &'static str, kind: Text) -> Option<String> {
        let value = self.need(key, &format!("{key} = \"…\""))?;
        self.text_of(key, None, value, kind)
    }

    /// A text that may be absent.
    pub(super) fn optional_text(&self, key: &'static str, kind: Text) -> Option<String> {
        self.text_of(key, None, self.get(key)?, kind)
    }

    /// A list of texts; absent is empty.
    pub(super) fn texts(&self, key: &'static str, kind: Text, most: usize) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for (index, value) in self.list(key, most).iter().enumerate() {
            let Some(text) = self.text_of(key, Some(index), value, kind) else {
                continue;
            };
            let doubled = found
                .iter()
                .any(|other| other.to_lowercase() == text.to_lowercase());
            if doubled {
                let steps = [PathStep::Key(key), PathStep::Index(index)];
                let what = format!("\"{text}\" stands in \"{key}\" twice");
                self.note(&steps, false, 0, what, "delete one of them".into());
            } else {
                found.push(text);
            }
        }
        found
    }

    fn list(&self, key: &'static str, most: usize) -> &'a [Value] {
        match self.get(key) {
            None => &[],
            Some(Value::Array(items)) => {
                if items.len() > most {
                    let what = format!("\"{key}\" has {} items", items.len());
                    self.refuse(key, what, format!("{most} is the most"));
                }
                items
            }
            Some(other) => {
                self.wrong_type(key, None, other, &format!("a list: {key} = [\"…\"]"));
                &[]
            }
        }
    }

    /// An address.
    pub(super) fn link(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        let Value::String(url) = value else {
            self.wrong_type(key, None, value, "a text in quotes");
            return None;
        };
        if let Some(hint) = link_fault(url) {
            self.refuse(key, format!("\"{key}\" is no https link"), hint);
            return None;
        }
        Some(url.clone())
    }

    fn word_of<T: Word>(&self, key: &str, index: Option<usize>, value: &Value) -> Option<T> {
        let words = || T::WORDS.iter().map(|word| word.word());
        let Value::String(text) = value else {
            self.wrong_type(key, index, value, &format!("one of {}", one_of(words())));
            return None;
        };
        let found = T::WORDS.iter().find(|word| word.word() == text).copied();
        if found.is_none() {
            let mut steps = vec![PathStep::Key(key)];
            steps.extend(index.map(PathStep::Index));
            let what = format!("\"{key}\" cannot be \"{}\"", shortened(text));
            let hint = did_you_mean(text, words())
                .unwrap_or_else(|| format!("write one of {}", one_of(words())));
            self.note(&steps, false, 0, what, hint);
        }
        found
    }

    /// A word of a fixed list that must be there.
    pub(super) fn word<T: Word>(&self, key: &'static str) -> Option<T> {
        let first = T::WORDS.first().map_or("…", |word| word.word());
        let value = self.need(key, &format!("{key} = \"{first}\""))?;
        self.word_of(key, None, value)
    }

    /// A word of a fixed list that may be absent.
    pub(super) fn optional_word<T: Word>(&self, key: &'static str) -> Option<T> {
        self.word_of(key, None, self.get(key)?)
    }

    /// Words of a fixed list.
    pub(super) fn words<T: Word>(&self, key: &'static str) -> Vec<T> {
        self.list(key, 20)
            .iter()
            .enumerate()
            .filter_map(|(index, value)| self.word_of(key, Some(index), value))
            .collect()
    }

    fn slug_of<T>(&self, key: &str, index: Option<usize>, value: &Value) -> Option<T>
    where
        T: std::str::FromStr<Err = crate::domain::EntryIdError>,
    {
        let Value::String(text) = value else {
            self.wrong_type(key, index, value, "an id in quotes");
            return None;
        };
        text.parse()
            .map_err(|error| {
                let mut steps = vec![PathStep::Key(key)];
                steps.extend(index.map(PathStep::Index));
                let what = format!("\"{key}\" is no id: \"{}\"", shortened(text));
                self.note(
                    &steps,
                    false,
                    0,
                    what,
                    crate::domain::EntryIdError::to_string(&error),
                );
            })
            .ok()
    }

    /// An id that names no other part of the catalogue.
    pub(super) fn slug<T>(&self, key: &'static str, example: &str) -> Option<T>
    where
        T: std::str::FromStr<Err = crate::domain::EntryIdError>,
    {
        let value = self.need(key, &format!("{key} = \"{example}\""))?;
        self.slug_of(key, None, value)
    }

    fn refer(&self, steps: &[PathStep<'_>], to: Target) {
        self.findings.references.borrow_mut().push(Reference {
            path: self.steps(steps),
            to,
        });
    }

    /// The id of another entry.
    pub(super) fn entry(&self, key: &'static str, kinds: &'static [EntryKind]) -> Option<EntryId> {
        let value = self.need(key, &format!("{key} = \"the-id-of-an-entry\""))?;
        let id: EntryId = self.slug_of(key, None, value)?;
        self.refer(&[PathStep::Key(key)], Target::Entry(id.clone(), kinds));
        Some(id)
    }

    /// Ids of other entries, each once.
    pub(super) fn entries(&self, key: &'static str, kinds: &'static [EntryKind]) -> Vec<EntryId> {
        let mut found: Vec<EntryId> = Vec::new();
        for (index, value) in self.list(key, 25).iter().enumerate() {
            let Some(id) = self.slug_of::<EntryId>(key, Some(index), value) else {
                continue;
            };
            let steps = [PathStep::Key(key), PathStep::Index(index)];
            if found.contains(&id) {
                let what = format!("\"{id}\" stands in \"{key}\" twice");
                self.note(&steps, false, 0, what, "delete one of them".into());
                continue;
            }
            self.refer(&steps, Target::Entry(id.clone(), kinds));
            found.push(id);
        }
        found
    }

    /// The key of a source.
    pub(super) fn source(&self) -> Option<SourceId> {
        let id: SourceId = self.slug("source", "key-of-a-source")?;
        self.refer(&[PathStep::Key("source")], Target::Source(id.clone()));
        Some(id)
    }

    /// The code of a currency; absent is US dollars.
    pub(super) fn currency(&self, key: &'static str) -> Option<Currency> {
        let Some(value) = self.get(key) else {
            return Some(Currency::USD);
        };
        let found = value.as_str().and_then(Currency::parse);
        match found {
            Some(currency) if value.as_str() == Some(currency.code()) => {
                self.refer(&[PathStep::Key(key)], Target::Currency(currency));
                Some(currency)
            }
            _ => {
                let what = format!("\"{key}\" is no currency");
                self.refuse(key, what, "write three capitals such as \"USD\"");
                None
            }
        }
    }

    /// `true` or `false`.
    pub(super) fn boolean(&self, key: &'static str) -> Option<bool> {
        match self.get(key)? {
            Value::Boolean(flag) => Some(*flag),
            other => {
                self.wrong_type(key, None, other, "true or false, without quotes");
                None
            }
        }
    }

    /// A table under `key`; absent is `None`.
    pub(super) fn table(&self, key: &'static str) -> Option<Reader<'a>> {
        match self.get(key)? {
            Value::Table(table) => Some(self.inner(table, &[PathStep::Key(key)])),
            other => {
                self.wrong_type(key, None, other, &format!("a table: [{key}]"));
                None
            }
        }
    }

    /// The tables of a list under `key`.
    pub(super) fn tables(&self, key: &'static str, most: usize) -> Vec<Reader<'a>> {
        self.list(key, most)
            .iter()
            .enumerate()
            .filter_map(|(index, value)| match value {
                Value::Table(table) => {
                    Some(self.inner(table, &[PathStep::Key(key), PathStep::Index(index)]))
                }
                other => {
                    self.wrong_type(key, Some(index), other, &format!("a table: [[{key}]]"));
                    None
                }
            })
            .collect()
    }
}

fn article(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "a text",
        Value::Integer(_) | Value::Float(_) => "a number",
        Value::Boolean(_) => "true or false",
        Value::Datetime(_) => "a date",
        Value::Array(_) => "a list",
        Value::Table(_) => "a table",
    }
}

fn shortened(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}
