//! Names that were typed into an option, and the names to offer.

use crate::catalog::Catalog;
use crate::domain::{Entry, EntryId, EntryKind, ProviderId};

use super::table::ValueKind;

/// What free offers can lead to.
const FREE_TOPICS: &[EntryKind] = &[EntryKind::Certification, EntryKind::Resource];
/// As many names as fit under a message that asks "Did you mean".
const MOST_NEAR: usize = 5;

/// Where a typed name leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// To one entry.
    One(EntryId),
    /// To none for certain; these are near, best first.
    Near(Vec<EntryId>),
}

/// The kinds of entries that an option takes.
pub(super) fn kinds(value: ValueKind) -> &'static [EntryKind] {
    match value {
        ValueKind::Entry(kinds) => kinds,
        ValueKind::FreeTopic => FREE_TOPICS,
        _ => &[],
    }
}

/// Finds the entry that a typed name means.
pub(super) fn find(catalog: &Catalog, typed: &str, kinds: &[EntryKind]) -> Found {
    let near = suggest(catalog, typed, kinds, MOST_NEAR);
    let exact = near.first().filter(|id| {
        let typed = plain(typed);
        catalog.entry(id).is_some_and(|entry| {
            names_of(entry).any(|name| {
                let name = plain(name);
                name == typed || strsim::damerau_levenshtein(&name, &typed) <= typed.len() / 6
            })
        })
    });
    match exact {
        Some(id) => Found::One(id.clone()),
        None => Found::Near(near),
    }
}

/// The entries whose names come nearest to what was typed, best first.
pub(super) fn suggest(
    catalog: &Catalog,
    typed: &str,
    kinds: &[EntryKind],
    most: usize,
) -> Vec<EntryId> {
    let typed = plain(typed);
    let mut ranked: Vec<(usize, usize, &EntryId)> = catalog
        .entries()
        .enumerate()
        .filter(|(_, entry)| kinds.contains(&entry.kind()))
        .filter_map(|(index, entry)| {
            let best = names_of(entry)
                .map(|name| distance(&plain(name), &typed))
                .min()?;
            (best < FAR).then(|| (best, index, entry.id()))
        })
        .collect();
    ranked.sort_unstable_by_key(|&(distance, index, _)| (distance, index));
    ranked
        .into_iter()
        .take(most)
        .map(|(_, _, id)| id.clone())
        .collect()
}

const FAR: usize = usize::MAX;

fn distance(name: &str, typed: &str) -> usize {
    if typed.is_empty() {
        return 0;
    }
    if name == typed {
        0
    } else if name.starts_with(typed) {
        1
    } else if name.contains(typed) {
        2
    } else {
        let edits = strsim::damerau_levenshtein(name, typed);
        if edits <= typed.len() / 3 {
            10 + edits
        } else {
            FAR
        }
    }
}

fn names_of(entry: &Entry) -> impl Iterator<Item = &str> {
    let code = match entry {
        Entry::Certification(certification) => certification.code.as_deref(),
        _ => None,
    };
    [entry.id().as_str(), entry.name(), entry.short()]
        .into_iter()
        .chain(code)
        .chain(entry.aliases().iter().map(String::as_str))
}

/// The provider that a typed name means.
pub(super) fn provider(catalog: &Catalog, typed: &str) -> Option<ProviderId> {
    let typed = plain(typed);
    catalog
        .providers()
        .find(|provider| {
            [provider.id.as_str(), &provider.name]
                .into_iter()
                .chain(provider.aliases.iter().map(String::as_str))
                .any(|name| plain(name) == typed)
        })
        .map(|provider| provider.id.clone())
}

/// Letters and digits in lower case.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
