//! Names that were typed into an option, and the names to offer.

use crate::catalog::{Catalog, Resolution};
use crate::domain::{EntryId, EntryKind, ProviderId};

use super::table::ValueKind;

/// What free offers can lead to.
const FREE_TOPICS: &[EntryKind] = &[EntryKind::Certification, EntryKind::Resource];

const SHORTEST_WORD: usize = 3;
const MOST_WORDS: usize = 12;
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
    match catalog.resolve(typed, kinds) {
        Resolution::Exact(id) => Found::One(id),
        Resolution::Close(near) => Found::Near(near),
        Resolution::None => Found::Near(near_a_word(catalog, typed, kinds)),
    }
}

/// Entries near to a single word of what was typed, the longest word that leads anywhere: better than
/// nothing to choose from.
fn near_a_word(catalog: &Catalog, typed: &str, kinds: &[EntryKind]) -> Vec<EntryId> {
    let mut words: Vec<&str> = typed
        .split_whitespace()
        .filter(|word| word.chars().count() >= SHORTEST_WORD)
        .take(MOST_WORDS)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    words
        .into_iter()
        .map(|word| suggest(catalog, word, kinds, MOST_NEAR))
        .find(|near| !near.is_empty())
        .unwrap_or_default()
}

/// The entries whose names come nearest to what was typed, best first.
pub(super) fn suggest(
    catalog: &Catalog,
    typed: &str,
    kinds: &[EntryKind],
    most: usize,
) -> Vec<EntryId> {
    catalog
        .suggest(typed, kinds, most)
        .into_iter()
        .map(|suggestion| suggestion.id)
        .collect()
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
