//! What a turn points back to: "it", "the second one", "the llm one", "the microsoft equivalent".

use crate::domain::{EntryId, Intent, ProviderId, Question, State};

use super::entities::Meant;
use super::heard::Heard;
use super::recall::SHORT;
use super::targets::Target;

/// Whether the turn is about the one entry that was spoken of, not about several.
pub(super) fn points_at_one(heard: &Heard<'_>) -> bool {
    heard.says(&["it", "that", "this"])
}

/// Whether nothing but names, pronouns and filler is said.
pub(super) fn bare(heard: &Heard<'_>) -> bool {
    let items = &heard.reading.items;
    let kinds = &heard.lexicon.kinds;
    items.len() <= SHORT
        && items.iter().all(|item| {
            item.class.is_some()
                || kinds.filler.contains(&item.id)
                || kinds.pronouns.contains(&item.id)
                || kinds.nouns.contains(&item.id)
        })
}

/// "the llm one", "the microsoft equivalent": an entry described by what was spoken of before.
pub(super) fn described(heard: &Heard<'_>) -> Option<EntryId> {
    let kinds = &heard.lexicon.kinds;
    let items = &heard.reading.items;
    let provider = heard
        .reading
        .mentions
        .iter()
        .find_map(|mention| match &mention.meant {
            Meant::Provider(provider) => Some(provider),
            _ => None,
        });
    let noun = items.iter().any(|item| kinds.nouns.contains(&item.id));
    if let Some(provider) = provider {
        let asked = noun || bare(heard) || heard.clearly(Target::Intent(Intent::Compare));
        return equivalent(heard, provider).filter(|_| asked && !is_refused(heard, provider));
    }
    if !noun {
        return None;
    }
    let words: Vec<u32> = items
        .iter()
        .map(|item| item.id)
        .filter(|word| kinds.descriptors.contains(word))
        .collect();
    let before = heard.before;
    let siblings = before
        .entries
        .iter()
        .chain(&before.recommended)
        .filter_map(|id| heard.lexicon.by_id.get(id).copied())
        .flat_map(|entry| {
            let provider = heard.lexicon.entry(entry).provider.as_ref();
            let family = provider.map_or(&[][..], |provider| heard.lexicon.family(provider));
            std::iter::once(entry).chain(family.iter().copied())
        });
    let mut best: Option<(f32, u32)> = None;
    for entry in siblings {
        let score: f32 = words
            .iter()
            .map(|word| heard.lexicon.fields.weight(*word, entry))
            .sum();
        if score > 0.0 && best.is_none_or(|(held, _)| score > held) {
            best = Some((score, entry));
        }
    }
    best.map(|(_, entry)| heard.id(entry))
}

fn is_refused(heard: &Heard<'_>, provider: &ProviderId) -> bool {
    heard.profile.refused.providers.contains(provider)
}

/// What a provider has at the level of what was spoken of.
fn equivalent(heard: &Heard<'_>, provider: &ProviderId) -> Option<EntryId> {
    let focus = *heard.lexicon.by_id.get(&focus(heard)?)?;
    let is_flagship = |provider: &ProviderId| heard.lexicon.flagship(provider) == Some(focus);
    let focus = heard.lexicon.entry(focus);
    if focus.provider.as_ref().is_some_and(is_flagship)
        && let Some(flagship) = heard.lexicon.flagship(provider)
    {
        return Some(heard.id(flagship));
    }
    heard
        .lexicon
        .family(provider)
        .iter()
        .map(|entry| heard.lexicon.entry(*entry))
        .filter(|known| {
            heard
                .catalog
                .certification(&known.id)
                .is_some_and(|held| held.status_on(heard.today).is_available())
        })
        .map(|known| {
            let shared = known
                .topics
                .iter()
                .filter(|topic| focus.topics.contains(topic))
                .count();
            let open = heard
                .catalog
                .certification(&known.id)
                .is_some_and(|held| held.status_on(heard.today).state == State::Open);
            let score =
                usize::from(known.level == focus.level) * 4 + shared + usize::from(open) * 3;
            (if shared > 0 { score } else { 0 }, known)
        })
        .max_by_key(|(likeness, _)| *likeness)
        .filter(|(likeness, _)| *likeness > 0)
        .map(|(_, known)| known.id.clone())
}

/// The place in the last answer that "the second one" means.
pub(super) fn ordinal(heard: &Heard<'_>) -> Option<usize> {
    let before = heard.before;
    heard
        .reading
        .items
        .iter()
        .find_map(|item| match heard.lexicon.vocabulary.name(item.id) {
            "first" => Some(0),
            "second" => Some(1),
            "third" => Some(2),
            "last" => Some(before.recommended.len().max(before.entries.len()).max(1) - 1),
            _ => None,
        })
}

/// The entry that "it" means.
pub(super) fn focus(heard: &Heard<'_>) -> Option<EntryId> {
    let before = heard.before;
    let ordinal = ordinal(heard);
    let takeable = |id: &&EntryId| {
        heard
            .lexicon
            .by_id
            .get(*id)
            .is_some_and(|index| heard.lexicon.entry(*index).takeable)
    };
    let list = if before.recommended.is_empty() {
        &before.entries
    } else {
        &before.recommended
    };
    // What was asked about by name stays in question, whatever was recommended in its place.
    let asked = before.question.as_ref().and_then(Question::entry);
    // "And what does the new one cost?", after one that is over.
    let successor = asked
        .filter(|_| heard.says(&["new", "newer", "newest", "successor", "replac"]))
        .and_then(|id| heard.catalog.certification(id))
        .and_then(|held| held.status_on(heard.today).successors().first().cloned());
    ordinal
        .and_then(|at| list.get(at))
        .or(successor.as_ref())
        .or(asked.filter(takeable))
        .or_else(|| before.recommended.iter().find(takeable))
        .or_else(|| before.entries.iter().find(takeable))
        .or_else(|| before.earlier.iter().find(takeable))
        .or_else(|| before.profile.held.iter().next())
        .cloned()
}
