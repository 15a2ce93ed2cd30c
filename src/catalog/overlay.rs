//! A server's revisions over today's base: what fits and passes the check answers, the rest is set
//! aside and the base answers.

use std::collections::BTreeSet;

use super::change::{Conflict, FieldChange, Target};
use super::load::{Loaded, Probes, Scope, build_scoped};
use super::problem::{Problem, Section};
use super::raw::RawCatalog;
use crate::domain::EntryId;

/// One published revision.
#[derive(Debug, Clone, PartialEq)]
pub struct OverlayRevision {
    /// Its number in the server's history.
    pub number: u64,
    /// What it changes.
    pub changes: Vec<FieldChange>,
}

impl OverlayRevision {
    /// The sources that it brought. They stay where the rest is set aside: later revisions may cite
    /// them, and would have to be set aside as well.
    fn new_sources(&self) -> Vec<FieldChange> {
        self.changes
            .iter()
            .filter(|change| {
                matches!(change.target, Target::Item(Section::Sources, _))
                    && change.before.is_none()
            })
            .cloned()
            .collect()
    }
}

/// All revisions of a server, oldest first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overlay {
    /// The revisions.
    pub revisions: Vec<OverlayRevision>,
}

/// A revision that does not answer.
#[derive(Debug, Clone, PartialEq)]
pub struct SetAside {
    /// Its number.
    pub revision: u64,
    /// Why.
    pub reason: SetAsideReason,
}

/// Why a revision does not answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SetAsideReason {
    /// The base has changed where the revision does.
    #[error("{0}")]
    Conflict(#[from] Conflict),
    /// With it, the catalogue would not pass the check.
    #[error("{}", .0.first().map_or_else(String::new, Problem::to_string))]
    Invalid(Vec<Problem>),
}

/// A server's effective catalogue.
#[derive(Debug, Clone, PartialEq)]
pub struct Folded {
    /// Base and the revisions that fit.
    pub loaded: Loaded,
    /// The revisions that do not.
    pub set_aside: Vec<SetAside>,
}

impl Overlay {
    /// Lays the revisions over a base that is valid. The result is valid as well, whatever the
    /// revisions are.
    pub fn fold(&self, base: &Loaded, probes: Probes<'_>) -> Folded {
        let mut folded = Folded {
            loaded: base.clone(),
            set_aside: Vec::new(),
        };
        if self.revisions.is_empty() {
            return folded;
        }
        // Most overlays fit as they are: one check for all of them.
        let mut raw = base.raw.clone();
        for revision in &self.revisions {
            if let Err(conflict) = raw.apply(&revision.changes) {
                folded.set_aside.push(SetAside {
                    revision: revision.number,
                    reason: conflict.into(),
                });
                // Where another source has its key by now, that one answers.
                let _ = raw.apply(&revision.new_sources());
            }
        }
        if let Ok(catalog) = build_scoped(&raw, probes, || touched(&base.raw, &raw)) {
            folded.loaded = Loaded { raw, catalog };
            return folded;
        }
        // Some revision breaks the catalogue: find it by taking them one by one.
        folded.set_aside.clear();
        for revision in &self.revisions {
            let outcome = folded
                .loaded
                .raw
                .with(&revision.changes)
                .map_err(SetAsideReason::from)
                .and_then(|raw| {
                    let scope = || touched(&folded.loaded.raw, &raw);
                    let catalog =
                        build_scoped(&raw, probes, scope).map_err(SetAsideReason::Invalid)?;
                    Ok(Loaded { raw, catalog })
                });
            match outcome {
                Ok(loaded) => folded.loaded = loaded,
                Err(reason) => {
                    folded.set_aside.push(SetAside {
                        revision: revision.number,
                        reason,
                    });
                    let with_sources = folded.loaded.raw.with(&revision.new_sources());
                    if let Ok(raw) = with_sources
                        && let Ok(catalog) =
                            build_scoped(&raw, probes, || Scope::Entries(BTreeSet::new()))
                    {
                        folded.loaded = Loaded { raw, catalog };
                    }
                }
            }
        }
        folded
    }
}

/// What the checks from above must look at again: the entries that differ, and those that mention
/// them; everything, where a table differs on which every reply rests.
fn touched(before: &RawCatalog, after: &RawCatalog) -> Scope {
    let mut ids: BTreeSet<EntryId> = BTreeSet::new();
    for change in super::change::diff(before, after) {
        match change.target {
            Target::Entry(_, id) => drop(ids.insert(id)),
            Target::Item(Section::Sources | Section::Providers, _) => {}
            Target::Item(..) => return Scope::Everything,
        }
    }
    let mut scope = ids.clone();
    for entry in after.entries() {
        if entry.table().values().any(|value| mentions(value, &ids)) {
            scope.insert(entry.id().clone());
        }
    }
    Scope::Entries(scope)
}

/// Whether one of these ids stands somewhere in a value, as a reference or inside a template.
fn mentions(value: &toml::Value, ids: &BTreeSet<EntryId>) -> bool {
    match value {
        toml::Value::String(text) => text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .any(|word| ids.contains(word)),
        toml::Value::Array(items) => items.iter().any(|item| mentions(item, ids)),
        toml::Value::Table(table) => table.values().any(|value| mentions(value, ids)),
        _ => false,
    }
}
