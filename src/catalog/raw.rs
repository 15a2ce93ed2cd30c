//! The catalogue as written: plain TOML values that remember where they stood.
//!
//! Overlays and diffs work on this layer. What has been decoded is kept beside each value, so that a
//! catalogue that shares most entries with another shares the work as well.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use toml::{Table, Value};

use super::decode::{self, Decoded, DecodedSection};
use super::problem::{Place, Problem, Section, Step};
use super::spans::Spans;
use crate::domain::{EntryId, EntryKind};

/// A file of the catalogue as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the catalogue's folder, with `/` between its parts.
    pub path: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

impl SourceFile {
    /// A file with this text.
    pub fn new(path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            bytes: text.into(),
        }
    }
}

/// A text file whose lines can be counted.
#[derive(Debug)]
pub(super) struct FileText {
    pub(super) path: String,
    pub(super) text: String,
}

/// Where a value was read.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    pub(super) file: Arc<FileText>,
    pub(super) spans: Arc<Spans>,
}

impl Origin {
    /// A problem with what `path` leads to; `on_key` points at the key instead of the value.
    pub(super) fn problem(&self, flaw: &Flaw) -> Problem {
        let text = &self.file.text;
        let at = if flaw.on_key {
            self.spans.locate(&flaw.path)
        } else {
            self.spans.locate_value(&flaw.path)
        };
        let (mut line, mut column) = line_and_column(text, at);
        if flaw.line > 0 {
            let opening = text.get(at..).unwrap_or_default();
            let starts_below = ["\"\"\"\n", "'''\n", "\"\"\"\r\n", "'''\r\n"]
                .iter()
                .any(|quotes| opening.starts_with(quotes));
            line += flaw.line + usize::from(starts_below);
            column = 1;
        }
        Problem {
            file: self.file.path.clone(),
            line,
            column,
            what: flaw.what.clone(),
            hint: flaw.hint.clone(),
        }
    }
}

/// Line and column, counted from 1, of a byte in a text.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before[start..].chars().count() + 1)
}

/// What is wrong with a value, by its path inside the entry or item.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Flaw {
    pub(super) path: Vec<Step>,
    pub(super) on_key: bool,
    /// Lines below the first line of the text.
    pub(super) line: usize,
    pub(super) what: String,
    pub(super) hint: String,
}

/// The problem that a flaw is, at its position where the value came from a file.
pub(super) fn locate(origin: Option<&Origin>, place: &str, flaw: &Flaw) -> Problem {
    origin.map_or_else(
        || Problem {
            file: place.to_owned(),
            line: 0,
            column: 0,
            what: flaw.what.clone(),
            hint: flaw.hint.clone(),
        },
        |origin| origin.problem(flaw),
    )
}

/// An entry as written.
#[derive(Debug, Clone)]
pub struct RawEntry {
    kind: EntryKind,
    id: EntryId,
    table: Table,
    pub(super) origin: Option<Origin>,
    decoded: OnceLock<Decoded>,
}

impl RawEntry {
    pub(super) fn new(kind: EntryKind, id: EntryId, table: Table, origin: Option<Origin>) -> Self {
        Self {
            kind,
            id,
            table,
            origin,
            decoded: OnceLock::new(),
        }
    }

    /// What kind of entry it is.
    pub fn kind(&self) -> EntryKind {
        self.kind
    }

    /// Its id.
    pub fn id(&self) -> &EntryId {
        &self.id
    }

    /// Its keys and values.
    pub fn table(&self) -> &Table {
        &self.table
    }

    /// The same entry with other keys and values.
    pub(super) fn changed(&self, table: Table) -> Self {
        Self::new(self.kind, self.id.clone(), table, self.origin.clone())
    }

    pub(super) fn decoded(&self) -> &Decoded {
        self.decoded
            .get_or_init(|| decode::entry(self.kind, Some(&self.id), &self.table))
    }
}

/// A key of a section with its value, such as one source.
#[derive(Debug, Clone)]
pub(super) struct RawItem {
    pub(super) value: Value,
    pub(super) origin: Option<Origin>,
}

/// One section. It is decoded on its own, so that a new source does not copy the language.
#[derive(Debug, Default)]
pub(super) struct RawSection {
    items: BTreeMap<String, RawItem>,
    decoded: OnceLock<DecodedSection>,
}

impl Clone for RawSection {
    /// A clone is made to be changed, so it starts undecoded.
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            decoded: OnceLock::new(),
        }
    }
}

/// Everything that is not an entry.
#[derive(Debug, Clone, Default)]
pub(super) struct RawTables {
    sections: BTreeMap<Section, Arc<RawSection>>,
}

impl PartialEq for RawTables {
    fn eq(&self, other: &Self) -> bool {
        Section::ALL.into_iter().all(|section| {
            self.is_shared(other, section)
                || self
                    .section(section)
                    .map(|(key, item)| (key, &item.value))
                    .eq(other.section(section).map(|(key, item)| (key, &item.value)))
        })
    }
}

impl RawTables {
    pub(super) fn section(&self, section: Section) -> impl Iterator<Item = (&str, &RawItem)> {
        self.sections
            .get(&section)
            .into_iter()
            .flat_map(|found| found.items.iter())
            .map(|(key, item)| (key.as_str(), item))
    }

    pub(super) fn get(&self, section: Section, key: &str) -> Option<&RawItem> {
        self.sections.get(&section)?.items.get(key)
    }

    /// Puts an item in its place, or takes it away.
    pub(super) fn set(&mut self, section: Section, key: &str, item: Option<RawItem>) {
        let items = &mut Arc::make_mut(self.sections.entry(section).or_default()).items;
        match item {
            Some(item) => drop(items.insert(key.to_owned(), item)),
            None => drop(items.remove(key)),
        }
    }

    /// Whether both catalogues have the very same section.
    pub(super) fn is_shared(&self, other: &Self, section: Section) -> bool {
        match (self.sections.get(&section), other.sections.get(&section)) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        }
    }

    /// What the section means; decoded when it is first asked for.
    pub(super) fn decoded(&self, section: Section) -> Cow<'_, DecodedSection> {
        match self.sections.get(&section) {
            Some(found) => Cow::Borrowed(
                found
                    .decoded
                    .get_or_init(|| decode::section(section, &found.items)),
            ),
            None => Cow::Owned(decode::section(section, &BTreeMap::new())),
        }
    }
}

/// A whole catalogue as written. Order in files has no meaning: entries stand by kind and id.
#[derive(Debug, Clone, Default)]
pub struct RawCatalog {
    pub(super) entries: BTreeMap<(EntryKind, EntryId), Arc<RawEntry>>,
    pub(super) tables: RawTables,
}

impl PartialEq for RawCatalog {
    /// The same values, wherever they were written.
    fn eq(&self, other: &Self) -> bool {
        self.entries.len() == other.entries.len()
            && self.entries.iter().zip(&other.entries).all(
                |((key, entry), (other_key, other_entry))| {
                    key == other_key
                        && (Arc::ptr_eq(entry, other_entry) || entry.table == other_entry.table)
                },
            )
            && self.tables == other.tables
    }
}

impl RawCatalog {
    /// The entry with this id.
    pub fn entry(&self, id: &EntryId) -> Option<&RawEntry> {
        self.shared(id).map(Arc::as_ref)
    }

    pub(super) fn shared(&self, id: &EntryId) -> Option<&Arc<RawEntry>> {
        EntryKind::ALL
            .iter()
            .find_map(|kind| self.entries.get(&(*kind, id.clone())))
    }

    /// Every entry, by kind and id.
    pub fn entries(&self) -> impl Iterator<Item = &RawEntry> {
        self.entries.values().map(Arc::as_ref)
    }

    /// A key of a section, such as one source.
    pub fn item(&self, section: Section, key: &str) -> Option<&Value> {
        self.tables.get(section, key).map(|item| &item.value)
    }

    /// Every key of a section with its value.
    pub fn items(&self, section: Section) -> impl Iterator<Item = (&str, &Value)> {
        self.tables
            .section(section)
            .map(|(key, item)| (key, &item.value))
    }

    /// The problem that a flaw in this place is.
    pub(super) fn problem(&self, place: &Place, flaw: &Flaw) -> Problem {
        let (origin, name) = match place {
            Place::Entry(id) => (
                self.entry(id).and_then(|entry| entry.origin.as_ref()),
                id.to_string(),
            ),
            Place::Item(section, key) => (
                self.tables
                    .get(*section, key)
                    .and_then(|item| item.origin.as_ref()),
                format!("{}.{key}", section.key()),
            ),
        };
        locate(origin, &name, flaw)
    }

    /// This catalogue with the sections that it lacks taken from another, and the sources that those
    /// name. A catalogue of one certification need not bring currencies and replies.
    #[must_use]
    pub fn completed_by(mut self, other: &Self) -> Self {
        let missing: Vec<Section> = [
            Section::Assumptions,
            Section::Currencies,
            Section::Language,
            Section::Replies,
        ]
        .into_iter()
        .filter(|section| self.tables.section(*section).next().is_none())
        .collect();
        for section in missing {
            for (key, item) in other.tables.section(section) {
                let cited = match &item.value {
                    Value::Table(table) => table.get("source").and_then(Value::as_str),
                    Value::String(text) if key == "source" => Some(text.as_str()),
                    _ => None,
                };
                if let Some(source) = cited
                    && self.tables.get(Section::Sources, source).is_none()
                {
                    let found = other.tables.get(Section::Sources, source).cloned();
                    self.tables.set(Section::Sources, source, found);
                }
            }
            if let Some(found) = other.tables.sections.get(&section) {
                self.tables.sections.insert(section, Arc::clone(found));
            }
        }
        self
    }
}
