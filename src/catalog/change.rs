//! One changed field, as revisions keep it and diffs give it.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use super::problem::Section;
use super::raw::{RawCatalog, RawEntry, RawItem};
use crate::domain::{EntryId, EntryKind};

/// What a change is about: `faq.faq-degree`, `sources.qq-pmle`, `replies.cert.md`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// An entry.
    Entry(EntryKind, EntryId),
    /// One key of a table.
    Item(Section, String),
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(kind, id) => write!(f, "{}.{id}", kind.slug()),
            Self::Item(section, key) => write!(f, "{}.{key}", section.key()),
        }
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("\"{text}\" names no part of a catalogue");
        let (head, rest) = text.split_once('.').ok_or_else(wrong)?;
        if let Some(kind) = EntryKind::from_slug(head) {
            let id = rest.parse().map_err(|error| format!("{text}: {error}"))?;
            return Ok(Self::Entry(kind, id));
        }
        let section = Section::from_key(head).ok_or_else(wrong)?;
        Ok(Self::Item(section, rest.to_owned()))
    }
}

impl TryFrom<String> for Target {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

/// The way to a field: `fee.amount`, `aliases`. Empty for the whole entry. Arrays change as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct FieldPath(Vec<String>);

impl FieldPath {
    /// The whole entry or item.
    pub const fn whole() -> Self {
        Self(Vec::new())
    }

    /// The keys on the way.
    pub fn keys(&self) -> &[String] {
        &self.0
    }

    /// Whether this is the whole entry or item.
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn then(&self, key: &str) -> Self {
        let mut keys = self.0.clone();
        keys.push(key.to_owned());
        Self(keys)
    }
}

impl fmt::Display for FieldPath {
    /// Dots inside a key are written `\.`, an empty key `\e`, so that every path reads back as it was.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, key) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(".")?;
            }
            f.write_str(&key.replace('\\', "\\\\").replace('.', "\\."))?;
            if key.is_empty() {
                f.write_str("\\e")?;
            }
        }
        Ok(())
    }
}

impl From<&str> for FieldPath {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            return Self::whole();
        }
        let mut keys = vec![String::new()];
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' => match letters.peek() {
                    Some('.' | '\\') => push(&mut keys, letters.next()),
                    // An empty key is `\e`.
                    _ => drop(letters.next()),
                },
                '.' => keys.push(String::new()),
                other => push(&mut keys, Some(other)),
            }
        }
        Self(keys)
    }
}

fn push(keys: &mut [String], letter: Option<char>) {
    if let (Some(key), Some(letter)) = (keys.last_mut(), letter) {
        key.push(letter);
    }
}

impl From<String> for FieldPath {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<FieldPath> for String {
    fn from(path: FieldPath) -> Self {
        path.to_string()
    }
}

/// One field with its value before and after. As JSON the values are TOML, so that dates stay dates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// What it is about.
    pub target: Target,
    /// Which field of it; empty for the whole.
    #[serde(default, skip_serializing_if = "FieldPath::is_whole")]
    pub field: FieldPath,
    /// What stood there; `None`: nothing.
    #[serde(default, with = "as_toml", skip_serializing_if = "Option::is_none")]
    pub before: Option<Value>,
    /// What stands there then; `None`: nothing.
    #[serde(default, with = "as_toml", skip_serializing_if = "Option::is_none")]
    pub after: Option<Value>,
}

mod as_toml {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use toml::Value;

    #[allow(clippy::ref_option, reason = "serde names the signature")]
    pub(super) fn serialize<S: Serializer>(
        value: &Option<Value>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        value.as_ref().map(Value::to_string).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Value>, D::Error> {
        let text: Option<String> = Option::deserialize(deserializer)?;
        text.map(|text| text.parse())
            .transpose()
            .map_err(|error: toml::de::Error| D::Error::custom(error.message()))
    }
}

impl FieldChange {
    /// The entry that it changes.
    pub fn entry(&self) -> Option<&EntryId> {
        match &self.target {
            Target::Entry(_, id) => Some(id),
            Target::Item(..) => None,
        }
    }

    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        Self {
            target: self.target.clone(),
            field: self.field.clone(),
            before: self.after.clone(),
            after: self.before.clone(),
        }
    }
}

/// Why a change does not fit a catalogue.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Conflict {
    /// Something else stands there by now.
    #[error("{} is {} now, the change expected {}", label(change), shown(now.as_ref()), shown(change.before.as_ref()))]
    Changed {
        /// The change.
        change: Box<FieldChange>,
        /// What stands there.
        now: Option<Value>,
    },
    /// It cannot be made in any catalogue.
    #[error("{}: {why}", label(change))]
    Impossible {
        /// The change.
        change: Box<FieldChange>,
        /// Why not.
        why: &'static str,
    },
}

fn label(change: &FieldChange) -> String {
    if change.field.is_whole() {
        change.target.to_string()
    } else {
        format!("{} of {}", change.field, change.target)
    }
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(
        || "absent".to_owned(),
        |value| {
            let text = value.to_string();
            if text.chars().count() > 60 {
                text.chars().take(59).chain(['…']).collect()
            } else {
                text
            }
        },
    )
}

impl RawCatalog {
    /// What stands in a field.
    pub fn value(&self, target: &Target, field: &FieldPath) -> Option<Cow<'_, Value>> {
        match target {
            Target::Entry(kind, id) => {
                let entry = self.entries.get(&(*kind, id.clone()))?;
                match field.keys() {
                    [] => Some(Cow::Owned(Value::Table(entry.table().clone()))),
                    [first, rest @ ..] => find(entry.table().get(first)?, rest).map(Cow::Borrowed),
                }
            }
            Target::Item(section, key) => {
                find(self.item(*section, key)?, field.keys()).map(Cow::Borrowed)
            }
        }
    }

    /// The target of an entry that exists.
    pub fn target(&self, id: &EntryId) -> Option<Target> {
        let entry = self.entry(id)?;
        Some(Target::Entry(entry.kind(), id.clone()))
    }

    /// This catalogue with all of these changes made in order, or the first that does not fit.
    /// A change that is made already fits. The result is not checked yet.
    pub fn with(&self, changes: &[FieldChange]) -> Result<Self, Conflict> {
        let mut changed = self.clone();
        changed.apply(changes)?;
        Ok(changed)
    }

    /// Makes all of the changes in place, or none.
    pub(super) fn apply(&mut self, changes: &[FieldChange]) -> Result<(), Conflict> {
        let mut made: Vec<&FieldChange> = Vec::with_capacity(changes.len());
        for change in changes {
            match self.make(change) {
                Ok(true) => made.push(change),
                Ok(false) => {}
                Err(conflict) => {
                    for change in made.into_iter().rev() {
                        self.make(&change.inverse())?;
                    }
                    return Err(conflict);
                }
            }
        }
        Ok(())
    }

    /// Makes one change; `false` where it was made already.
    fn make(&mut self, change: &FieldChange) -> Result<bool, Conflict> {
        let now = self.value(&change.target, &change.field);
        if now.as_deref() == change.after.as_ref() {
            return Ok(false);
        }
        if now.as_deref() != change.before.as_ref() {
            return Err(Conflict::Changed {
                change: Box::new(change.clone()),
                now: now.map(Cow::into_owned),
            });
        }
        self.put(change).map_err(|why| Conflict::Impossible {
            change: Box::new(change.clone()),
            why,
        })?;
        Ok(true)
    }

    fn put(&mut self, change: &FieldChange) -> Result<(), &'static str> {
        let keys = change.field.keys();
        match &change.target {
            Target::Entry(kind, id) => {
                let place = (*kind, id.clone());
                let known = self.entries.get(&place);
                let entry = match (keys, &change.after, known) {
                    ([], None, _) => {
                        self.entries.remove(&place);
                        return Ok(());
                    }
                    ([], Some(after), known) => {
                        let table = after.as_table().ok_or("an entry is a table")?;
                        if table.get("id").and_then(Value::as_str) != Some(id.as_str()) {
                            return Err("the entry has another id");
                        }
                        match known {
                            Some(known) => known.changed(table.clone()),
                            None if self.entry(id).is_some() => {
                                return Err("another kind of entry has this id");
                            }
                            None => RawEntry::new(*kind, id.clone(), table.clone(), None),
                        }
                    }
                    ([only], _, _) if only == "id" => return Err("an id never changes"),
                    (keys, after, Some(known)) => {
                        let mut table = known.table().clone();
                        put_in(&mut table, keys, after.as_ref())?;
                        known.changed(table)
                    }
                    (_, _, None) => return Err("there is no such entry"),
                };
                self.entries.insert(place, Arc::new(entry));
            }
            Target::Item(section, key) => {
                let known = self.tables.get(*section, key);
                let value = match (keys, &change.after, known) {
                    ([], after, _) => after.clone(),
                    (keys, after, Some(known)) => {
                        let mut value = known.value.clone();
                        let table = value.as_table_mut().ok_or("it is no table")?;
                        put_in(table, keys, after.as_ref())?;
                        Some(value)
                    }
                    (_, _, None) => return Err("there is no such table"),
                };
                let origin = known.and_then(|known| known.origin.clone());
                let item = value.map(|value| RawItem { value, origin });
                self.tables.set(*section, key, item);
            }
        }
        Ok(())
    }
}

fn find<'a>(value: &'a Value, keys: &[String]) -> Option<&'a Value> {
    keys.iter()
        .try_fold(value, |value, key| value.as_table()?.get(key))
}

fn put_in(table: &mut Table, keys: &[String], value: Option<&Value>) -> Result<(), &'static str> {
    match keys {
        [] => Err("a field has a name"),
        [last] => {
            match value {
                Some(value) => table.insert(last.clone(), value.clone()),
                None => table.remove(last),
            };
            Ok(())
        }
        [first, rest @ ..] => {
            let inner = table.get_mut(first).ok_or("the table around it is gone")?;
            let inner = inner.as_table_mut().ok_or("it is in no table")?;
            put_in(inner, rest, value)
        }
    }
}

/// Every field in which two catalogues differ, in a fixed order. Making the changes in `before`
/// gives `after`.
pub fn diff(before: &RawCatalog, after: &RawCatalog) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    let keys = before.entries.keys().chain(
        after
            .entries
            .keys()
            .filter(|key| !before.entries.contains_key(key)),
    );
    for key in keys {
        let (one, other) = (before.entries.get(key), after.entries.get(key));
        if let (Some(one), Some(other)) = (one, other)
            && (Arc::ptr_eq(one, other) || one.table() == other.table())
        {
            continue;
        }
        let target = Target::Entry(key.0, key.1.clone());
        match (one, other) {
            (Some(one), Some(other)) => {
                let whole = FieldPath::whole();
                tables(&target, &whole, one.table(), other.table(), &mut changes);
            }
            (one, other) => changes.push(FieldChange {
                target,
                field: FieldPath::whole(),
                before: one.map(|entry| Value::Table(entry.table().clone())),
                after: other.map(|entry| Value::Table(entry.table().clone())),
            }),
        }
    }
    for section in Section::ALL {
        if !before.tables.is_shared(&after.tables, section) {
            items(section, before, after, &mut changes);
        }
    }
    // An id that moves from one kind of entry to another leaves its old place first.
    changes.sort_by_key(|change| !(change.field.is_whole() && change.after.is_none()));
    changes
}

fn items(
    section: Section,
    before: &RawCatalog,
    after: &RawCatalog,
    changes: &mut Vec<FieldChange>,
) {
    let added = after
        .items(section)
        .filter(|(key, _)| before.item(section, key).is_none());
    for (key, value) in before.items(section).chain(added) {
        let one = before.item(section, key).map(|_| value);
        let other = after.item(section, key);
        let target = Target::Item(section, key.to_owned());
        values(&target, &FieldPath::whole(), one, other, changes);
    }
}

fn values(
    target: &Target,
    field: &FieldPath,
    before: Option<&Value>,
    after: Option<&Value>,
    changes: &mut Vec<FieldChange>,
) {
    match (before, after) {
        (Some(Value::Table(before)), Some(Value::Table(after))) => {
            tables(target, field, before, after, changes);
        }
        (before, after) if before == after => {}
        (before, after) => changes.push(FieldChange {
            target: target.clone(),
            field: field.clone(),
            before: before.cloned(),
            after: after.cloned(),
        }),
    }
}

fn tables(
    target: &Target,
    field: &FieldPath,
    before: &Table,
    after: &Table,
    changes: &mut Vec<FieldChange>,
) {
    let added = after.keys().filter(|key| !before.contains_key(*key));
    for key in before.keys().chain(added) {
        let (one, other) = (before.get(key), after.get(key));
        values(target, &field.then(key), one, other, changes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_keeps_its_values_through_json() {
        let change = FieldChange {
            target: "certification.aws-mls".parse().unwrap(),
            field: "status".into(),
            before: None,
            after: Some("[{ last_day = 2026-03-31, fee = 29.99 }]".parse().unwrap()),
        };
        let text = serde_json::to_string(&change).unwrap();
        assert_eq!(
            text,
            r#"{"target":"certification.aws-mls","field":"status","after":"[{ fee = 29.99, last_day = 2026-03-31 }]"}"#
        );
        let back: FieldChange = serde_json::from_str(&text).unwrap();
        assert_eq!(back, change);
    }

    #[test]
    fn paths_read_back_whatever_the_keys_are() {
        for keys in [
            vec!["fee", "amount"],
            vec!["a.b", "c\\d"],
            vec![""],
            vec!["", "", "x"],
            vec!["x", ""],
            vec![],
        ] {
            let path = FieldPath(keys.into_iter().map(str::to_owned).collect());
            assert_eq!(FieldPath::from(path.to_string()), path, "{path}");
        }
    }
}
