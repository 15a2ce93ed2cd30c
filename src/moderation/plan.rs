//! From revisions to the overlay, and from a wish to the changes that fulfil it.

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use crate::catalog::{FieldChange, FieldPath, Overlay, OverlayRevision, RawCatalog, Target, diff};
use crate::domain::{EntryId, EntryKind};

use super::Revision;
use super::forms::{Applied, slug};

/// A server's revisions as they are laid over the base. A revision and the one that takes exactly
/// it back cancel each other, so that undoing everything gives the base, whatever it is by then.
pub fn overlay(revisions: &[Revision]) -> Overlay {
    let cancelled = cancelled(revisions);
    Overlay {
        revisions: revisions
            .iter()
            .filter(|revision| !cancelled.contains(&revision.number))
            .map(|revision| OverlayRevision {
                number: revision.number,
                changes: revision.changes.clone(),
            })
            .collect(),
    }
}

/// The numbers of revisions that are taken back exactly, and of those that take them back.
pub fn cancelled(revisions: &[Revision]) -> BTreeSet<u64> {
    pairs(revisions)
        .into_iter()
        .flat_map(|(undone, by)| [undone, by])
        .collect()
}

/// Revisions that are taken back exactly, each with the one that does so.
pub fn pairs(revisions: &[Revision]) -> BTreeMap<u64, u64> {
    let mut pairs = BTreeMap::new();
    let mut cancelled = BTreeSet::new();
    for revision in revisions.iter().rev() {
        if cancelled.contains(&revision.number) {
            continue;
        }
        let Some(undone) = revision
            .undoes
            .filter(|number| !cancelled.contains(number))
            .and_then(|number| find(revisions, number))
        else {
            continue;
        };
        if inverse(&undone.changes) == revision.changes {
            cancelled.extend([revision.number, undone.number]);
            pairs.insert(undone.number, revision.number);
        }
    }
    pairs
}

fn find(revisions: &[Revision], number: u64) -> Option<&Revision> {
    revisions.iter().find(|revision| revision.number == number)
}

/// The changes that take these back: last one first.
pub fn inverse(changes: &[FieldChange]) -> Vec<FieldChange> {
    changes.iter().rev().map(FieldChange::inverse).collect()
}

/// Whether two changes meet: the same field, or one inside the other.
fn meet(one: &FieldChange, other: &FieldChange) -> bool {
    one.target == other.target
        && one
            .field
            .keys()
            .iter()
            .zip(other.field.keys())
            .all(|(one, other)| one == other)
}

/// How a revision can be taken back.
#[derive(Debug, Clone, PartialEq)]
pub enum UndoPlan {
    /// There is no such revision.
    Unknown,
    /// This revision has taken it back already.
    Done(u64),
    /// These changes take it back, and nothing else.
    Clear(Vec<FieldChange>),
    /// Later revisions, still in force, changed the same fields.
    Conflict(Vec<u64>),
}

/// Plans to take a revision back.
pub fn undo(revisions: &[Revision], number: u64) -> UndoPlan {
    let Some(target) = find(revisions, number) else {
        return UndoPlan::Unknown;
    };
    if let Some(by) = pairs(revisions).get(&number) {
        return UndoPlan::Done(*by);
    }
    let cancelled = cancelled(revisions);
    let later: Vec<u64> = revisions
        .iter()
        .filter(|later| later.number > number && !cancelled.contains(&later.number))
        .filter(|later| {
            later.changes.iter().any(|later| {
                let ours = target.changes.iter();
                ours.clone().any(|ours| is_fact(ours) && meet(ours, later))
            })
        })
        .map(|later| later.number)
        .collect();
    if later.is_empty() {
        UndoPlan::Clear(inverse(&target.changes))
    } else {
        UndoPlan::Conflict(later)
    }
}

/// Sources are shared: that a later revision uses one is no conflict.
fn is_fact(change: &FieldChange) -> bool {
    matches!(change.target, Target::Entry(..)) || !change.field.keys().is_empty()
}

/// The changes that bring the fields of a revision back to what they were before it, whatever
/// stands there now.
pub fn undo_anyway(current: &RawCatalog, revision: &Revision) -> Vec<FieldChange> {
    let mut work = current.clone();
    for change in inverse(&revision.changes) {
        let now = work
            .value(&change.target, &change.field)
            .map(std::borrow::Cow::into_owned);
        let forced = FieldChange {
            before: now,
            ..change
        };
        if let Ok(next) = work.with(std::slice::from_ref(&forced)) {
            work = next;
        }
    }
    diff(current, &work)
}

/// Revisions after `base` that touch what a draft touches.
pub fn published_since<'a>(
    revisions: &'a [Revision],
    base: u64,
    changes: &[FieldChange],
) -> Vec<&'a Revision> {
    let ours: Vec<&FieldChange> = changes.iter().filter(|change| is_fact(change)).collect();
    // An entry reads as a whole; of the shared tables each key is for itself.
    let touches = |theirs: &FieldChange| {
        ours.iter().any(|ours| match ours.target {
            Target::Entry(..) => ours.target == theirs.target,
            Target::Item(..) => meet(ours, theirs),
        })
    };
    let cancelled = cancelled(revisions);
    revisions
        .iter()
        .filter(|revision| revision.number > base && !cancelled.contains(&revision.number))
        .filter(|revision| {
            let mut theirs = revision.changes.iter();
            theirs.any(touches)
        })
        .collect()
}

/// A draft's changes over today's catalogue: what it sets stands, whatever stood there.
pub fn carry_over(current: &RawCatalog, changes: &[FieldChange]) -> Vec<FieldChange> {
    let mut work = current.clone();
    for change in changes {
        let now = work
            .value(&change.target, &change.field)
            .map(std::borrow::Cow::into_owned);
        let forced = FieldChange {
            before: now,
            ..change.clone()
        };
        if let Ok(next) = work.with(std::slice::from_ref(&forced)) {
            work = next;
        }
    }
    diff(current, &work)
}

/// The changes that put an entry, as a form gave it, into the catalogue.
pub fn put_entry(
    current: &RawCatalog,
    kind: EntryKind,
    id: &EntryId,
    applied: &Applied,
) -> Vec<FieldChange> {
    let mut entry = applied.entry.clone();
    entry.insert("id".to_owned(), id.to_string().into());
    let mut changes = vec![set(
        current,
        Target::Entry(kind, id.clone()),
        Some(Value::Table(entry)),
    )];
    for (key, table) in &applied.sources {
        let target = Target::Item(crate::catalog::Section::Sources, key.clone());
        changes.push(set(current, target, Some(Value::Table(table.clone()))));
    }
    match current.with(&changes) {
        Ok(changed) => diff(current, &changed),
        Err(_) => changes,
    }
}

/// The change that sets the whole of something.
pub fn set(current: &RawCatalog, target: Target, after: Option<Value>) -> FieldChange {
    let field = FieldPath::whole();
    let before = current
        .value(&target, &field)
        .map(std::borrow::Cow::into_owned);
    FieldChange {
        target,
        field,
        before,
        after,
    }
}

/// The entries that refer to this one, by id or inside a template.
pub fn referring(raw: &RawCatalog, id: &EntryId) -> Vec<EntryId> {
    raw.entries()
        .filter(|entry| entry.id() != id)
        .filter(|entry| {
            entry
                .table()
                .values()
                .any(|value| refers(value, id.as_str()))
        })
        .map(|entry| entry.id().clone())
        .collect()
}

fn refers(value: &Value, id: &str) -> bool {
    match value {
        Value::String(text) => {
            text == id || text.contains(&format!("\"{id}\"")) || text.contains(&format!("'{id}'"))
        }
        Value::Array(items) => items.iter().any(|item| refers(item, id)),
        Value::Table(table) => table.values().any(|value| refers(value, id)),
        _ => false,
    }
}

/// An id for a new entry of this name that no entry has.
pub fn local_id(raw: &RawCatalog, name: &str) -> Option<EntryId> {
    let room = EntryId::MAX_LENGTH - EntryId::LOCAL_PREFIX.len();
    (1..1000)
        .map(|count: u32| {
            let tail = if count == 1 {
                String::new()
            } else {
                format!("-{count}")
            };
            let stem = slug(name, room - tail.len());
            format!("{}{stem}{tail}", EntryId::LOCAL_PREFIX)
        })
        .find_map(|id| id.parse().ok().filter(|id| raw.entry(id).is_none()))
}
