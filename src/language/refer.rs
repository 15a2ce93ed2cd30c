//! What a turn points back to: "it", "the second one", "the llm one", "the microsoft equivalent".

use std::collections::HashSet;

use crate::domain::{EntryId, Intent, ProviderId, Question, State};

use super::conversation::Conversation;
use super::entities::{Meant, Mention, Reading};
use super::heard::Heard;
use super::lexicon::Lexicon;
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

/// "The amazon one", after two were compared, is the one of that maker that was spoken of.
pub(super) fn resolve(lexicon: &Lexicon, reading: &mut Reading, before: &Conversation) {
    for mention in &mut reading.mentions {
        let item = &reading.items[mention.item];
        let names_maker = (mention.generic && mention.is_ambiguous())
            || (mention.tool && lexicon.names_provider(item.id));
        if !(names_maker || mention.is_ambiguous()) {
            continue;
        }
        let Meant::Entries(entries) = &mut mention.meant else {
            continue;
        };
        let spoken = spoken_of(before)
            .filter_map(|id| lexicon.by_id.get(id))
            .find(|known| {
                let of_the_maker = entries
                    .first()
                    .and_then(|entry| lexicon.entry(*entry).provider.as_ref())
                    .is_some_and(|provider| lexicon.family(provider).contains(known));
                entries.contains(known) || (names_maker && of_the_maker)
            });
        if let Some(&spoken) = spoken {
            entries.retain(|entry| *entry != spoken);
            entries.insert(0, spoken);
        }
    }
}

/// What was spoken of last, what was asked about first.
fn spoken_of(before: &Conversation) -> impl Iterator<Item = &EntryId> {
    let asked: &[EntryId] = match &before.question {
        Some(Question::Compare { entries, .. }) => entries,
        _ => &[],
    };
    let question = before.question.as_ref().and_then(Question::entry);
    asked
        .iter()
        .chain(question)
        .chain(&before.recommended)
        .chain(&before.entries)
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
    let bare = bare(heard);
    // "What about harvard?": here the name of a place stands for what it offers.
    let place = heard
        .reading
        .mentions
        .iter()
        .find(|mention| mention.tool)
        .filter(|_| bare)
        .and_then(Mention::entry);
    if let Some(entry) = place {
        return Some(heard.id(entry));
    }
    let noun = items.iter().any(|item| kinds.nouns.contains(&item.id));
    if let Some(provider) = provider {
        let asked = noun || bare || heard.clearly(Target::Intent(Intent::Compare));
        return equivalent(heard, provider).filter(|_| asked && !is_refused(heard, provider));
    }
    let words = descriptions(heard);
    if words.is_empty() {
        return None;
    }
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

/// Words that tell one credential from another, where they stand with the noun that they describe:
/// "the llm one", "the course for data people", and not "onto one cloud".
fn descriptions(heard: &Heard<'_>) -> Vec<u32> {
    let kinds = &heard.lexicon.kinds;
    let items = &heard.reading.items;
    let is = |at: usize, words: &HashSet<u32>| {
        items.get(at).is_some_and(|item| words.contains(&item.id))
    };
    let joins = |at: usize| {
        items.get(at).is_some_and(|item| {
            matches!(
                heard.lexicon.vocabulary.name(item.id),
                "for" | "about" | "on" | "with" | "in"
            )
        })
    };
    let mut found = Vec::new();
    for noun in (0..items.len()).filter(|at| is(*at, &kinds.nouns)) {
        let before = (noun.saturating_sub(DESCRIBES)..noun).rev();
        let after = noun + 2..noun + 2 + DESCRIBES;
        let near = before
            .take_while(|at| is(*at, &kinds.descriptors))
            .chain(after.filter(|_| joins(noun + 1)))
            .chain([noun]);
        found.extend(
            near.filter(|at| is(*at, &kinds.descriptors))
                .map(|at| items[at].id),
        );
    }
    // "The generative ai engineering", with its noun left out.
    for the in (0..items.len()).filter(|at| heard.lexicon.vocabulary.name(items[*at].id) == "the") {
        let run = (the + 1..items.len()).take_while(|at| is(*at, &kinds.descriptors));
        if run.clone().count() >= 2 {
            found.extend(run.map(|at| items[at].id));
        }
    }
    found
}

/// How many words may describe a noun.
const DESCRIBES: usize = 3;

fn is_refused(heard: &Heard<'_>, provider: &ProviderId) -> bool {
    heard.profile.refused.providers.contains(provider)
}

/// What a provider has at the level of what was spoken of.
fn equivalent(heard: &Heard<'_>, provider: &ProviderId) -> Option<EntryId> {
    let family = heard.lexicon.family(provider);
    if let [only] = family {
        return Some(heard.id(*only));
    }
    let is_of_it = |id: &&EntryId| {
        let known = heard.lexicon.by_id.get(*id);
        known.is_some_and(|known| family.contains(known))
    };
    // "Price of the google one", after several: that which was spoken of.
    if let Some(spoken) = spoken_of(heard.before).find(is_of_it) {
        return Some(spoken.clone());
    }
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
    let items = &heard.reading.items;
    let name = |at: usize| heard.lexicon.vocabulary.name(items[at].id);
    // "Not the first, the other."
    let denied = |at: usize| at >= 2 && name(at - 2) == "not" && name(at - 1) == "the";
    (0..items.len()).find_map(|at| match name(at) {
        "first" if !denied(at) => Some(0),
        "second" | "other" if !denied(at) => Some(1),
        "third" => Some(2),
        "last" => Some(listed(heard.before).len().max(1) - 1),
        _ => None,
    })
}

/// The entry that a turn is about though it names none: "how long?", "can anyone take it".
pub(super) fn in_mind(heard: &Heard<'_>) -> Option<EntryId> {
    let follows = heard.before.question.is_some() && heard.reading.items.len() <= SHORT;
    let named = heard
        .reading
        .mentions
        .iter()
        .any(|mention| !mention.is_workplace());
    focus(heard).filter(|_| follows && !named && !is_general(heard))
}

/// Whether the turn says that it is not about one entry.
pub(super) fn is_general(heard: &Heard<'_>) -> bool {
    heard.says(&["general", "all", "every", "most", "average"])
}

/// What "the second one" counts in: what was put side by side as it was named, else the last answer.
pub(super) fn listed(before: &Conversation) -> &[EntryId] {
    match &before.question {
        Some(Question::Compare { entries, .. }) => entries,
        _ if before.recommended.is_empty() => &before.entries,
        _ => &before.recommended,
    }
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
    let list = listed(before);
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
        .or(before.subject.as_ref())
        .or_else(|| before.recommended.iter().find(takeable))
        .or_else(|| before.entries.iter().find(takeable))
        .or_else(|| before.earlier.iter().find(takeable))
        .or_else(|| before.profile.held.iter().next())
        .cloned()
}
