//! Turns that only make sense after the turn before: "and how much is it?", "not aws", "why?".

use crate::domain::{Budget, EntryId, Goal, Intent, Money, ProviderId, Question, State};

use super::conversation::Conversation;
use super::decide::{CLEAR, Decision, Heard};
use super::entities::{Meant, Reading};
use super::lexicon::{Act, Lexicon, Stance, Target};
use super::profile::Told;
use super::signals::Signals;

/// Turns longer than this speak for themselves.
const SHORT: usize = 14;
/// Turns up to this long only adjust what was said before.
const AFTERTHOUGHT: usize = 9;
/// Claims up to this long ("yes I already passed last year") leave what they are about unsaid.
const BARE_CLAIM: usize = 6;

/// Puts into the profile what a turn says about the recommendation before it.
pub(super) fn refine(
    lexicon: &Lexicon,
    reading: &Reading,
    signals: &Signals,
    before: &Conversation,
    told: &mut Told,
) {
    if before.question.is_none() || reading.items.len() > SHORT {
        return;
    }
    // "Did both already": everything that was compared.
    let holds = stances(lexicon, reading)
        .iter()
        .any(|(hit, _)| *hit == Stance::Holds);
    let both = reading
        .items
        .iter()
        .any(|item| matches!(lexicon.vocabulary.name(item.id), "both" | "all"));
    if holds && both {
        told.profile.held.extend(before.entries.iter().cloned());
    }
    // "Passed already": nothing but what was recommended can be meant.
    let nothing_named = reading.mentions.is_empty() && told.profile.is_empty();
    if holds
        && nothing_named
        && reading.items.len() <= BARE_CLAIM
        && let Some(focus) = before.focus()
    {
        told.profile.held.insert(focus.clone());
    }
    // "I already have the ai practitioner I mean": names what was said to be held.
    let explains = reading
        .items
        .iter()
        .any(|item| matches!(lexicon.vocabulary.name(item.id), "mean" | "meant"));
    let held_before =
        !before.profile.held.is_empty() && matches!(before.question, Some(Question::Advise(_)));
    if explains && held_before {
        let named = reading.mentions.iter().zip(&mut told.stances);
        for (mention, stance) in named {
            if let (Some(entry), None) = (mention.entry(), &stance) {
                told.profile.held.insert(lexicon.entry(entry).id.clone());
                *stance = Some(Stance::Holds);
            }
        }
    }
    // "I already have that one", "not that one": about what was recommended.
    for (hit, pronoun) in stances(lexicon, reading) {
        let Some(focus) = before.focus().filter(|_| pronoun) else {
            continue;
        };
        match hit {
            Stance::Holds => {
                told.profile.held.insert(focus.clone());
            }
            Stance::Refuses => {
                told.profile.refused.entries.insert(focus.clone());
            }
            _ => {}
        }
    }
    if told.profile.budget.is_none() {
        told.profile.budget = other_budget(reading, before);
    }
    let wish = wish(signals);
    if let Some(act) = wish
        && let Some(focus) = before.focus()
    {
        told.profile.refused.entries.insert(focus.clone());
        if matches!(act, Act::Shorter | Act::Easier) && told.profile.goal.is_none() {
            told.profile.goal = Some(Goal::Literacy);
        }
        if act == Act::Cheaper && told.profile.goal.is_none() && told.profile.budget.is_none() {
            told.profile.goal = None;
        }
    }
}

/// Stances of a turn, and whether each is right before a pronoun.
fn stances(lexicon: &Lexicon, reading: &Reading) -> Vec<(Stance, bool)> {
    lexicon
        .stance
        .find(&reading.items)
        .into_iter()
        .map(|hit| {
            let pronoun = reading.items.get(hit.end).is_some_and(|next| {
                matches!(
                    lexicon.vocabulary.name(next.id),
                    "it" | "that" | "this" | "those" | "these" | "them"
                )
            });
            (hit.value, pronoun)
        })
        .collect()
}

/// What somebody wants to be different about the last recommendation.
fn wish(signals: &Signals) -> Option<Act> {
    // "Which is easier to renew?" compares; it does not ask for another pick.
    let compares = [Intent::Compare, Intent::Renewal]
        .into_iter()
        .any(|intent| signals.of(Target::Intent(intent)) >= CLEAR);
    if compares {
        return None;
    }
    [Act::Shorter, Act::Easier, Act::Cheaper, Act::Else]
        .into_iter()
        .map(|act| (act, signals.act(act)))
        .filter(|(_, strength)| *strength >= CLEAR)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(act, _)| act)
}

/// The question that a turn asks together with the turn before it.
pub(super) fn up(heard: &Heard<'_>) -> Option<Decision> {
    let last = heard.before.question.as_ref()?;
    if heard.reading.items.len() > SHORT * 2 {
        return None;
    }
    let elsewhere = heard.signals.act(Act::OffTopic) >= CLEAR && heard.told.profile.is_empty();
    if elsewhere && (heard.signals.lean < 0.0 || !refers(heard)) {
        return None;
    }
    let subjects = heard.subjects();
    let short = heard.reading.items.len() <= SHORT;
    let advised = matches!(last, Question::Advise(_));
    let bare = bare(heard);
    // "How long?" and "which is free?" are facts here: the entry in question is known.
    let topic = heard
        .topics()
        .into_iter()
        .find(|(id, _)| !matches!(id.as_str(), "faq-how-long" | "faq-best-free"))
        .map_or(0.0, |(_, strength)| strength);
    if short && subjects.is_empty() && heard.signals.act(Act::Why) >= 0.9 {
        return Some(Decision::new(last.clone(), 0.8));
    }
    if short && wish(heard.signals).is_some() {
        return Some(advice(heard, 0.8));
    }
    if subjects.is_empty()
        && let Some(decision) = picked(heard)
    {
        return Some(decision);
    }
    if short && heard.signals.act(Act::Next) >= CLEAR && subjects.is_empty() {
        return next(heard);
    }
    let subjects = if subjects.is_empty() {
        described(heard).into_iter().collect()
    } else {
        subjects
    };
    let compares = heard.intent(Intent::Compare);
    if compares >= CLEAR
        && subjects.len() < 2
        && let Some(question) = comparison(heard, &subjects)
    {
        return Some(Decision::new(question, 0.8));
    }
    if short
        && subjects.is_empty()
        && heard.intent(Intent::Advise) >= CLEAR
        && let Question::Compare { entries, .. } = last
    {
        return Some(Decision::new(
            Question::Compare {
                entries: entries.clone(),
                profile: heard.profile.clone(),
            },
            0.75,
        ));
    }
    if bare && matches!(last, Question::Browse(_)) && !heard.reading.mentions.is_empty() {
        return Some(Decision::new(heard.browse(), 0.8));
    }
    // "what about aws?", "and aif-c01?": the last question about another entry.
    if bare && let Some(subject) = subjects.first() {
        return again(heard, last, subject).map(|question| Decision::new(question, 0.8));
    }
    // "how much is it", "fee?", "do i need to renew that one"
    if let Some((intent, strength)) = heard.strongest_fact()
        && subjects.is_empty()
        && strength >= CLEAR
        && strength + 0.3 >= topic
        && (short || refers(heard))
        && !is_general(heard)
    {
        let focus = focus(heard)?;
        if intent == Intent::Free && !points_at_one(heard) {
            return None;
        }
        return heard
            .fact(intent, &focus)
            .map(|question| heard.with_others(question, strength.min(0.9)));
    }
    // "I only have weekends, 5 hours": the same plan at another pace.
    let paced = heard.told.profile.hours_per_week.is_some()
        || heard.told.profile.deadline.is_some()
        || heard.told.amounts.start.is_some();
    if paced
        && let Question::Plan { entry, .. } = last
        && let Some(question) = heard.fact(Intent::Plan, entry)
    {
        return Some(Decision::new(question, 0.8));
    }
    if short
        && heard.subjects().is_empty()
        && topic < CLEAR
        && let Some(subject) = subjects.first()
    {
        return again(heard, last, subject).map(|question| Decision::new(question, 0.7));
    }
    // "not aws", "azure", "i code in python": the profile grows, the advice with it.
    let fresh = !heard.told.profile.is_empty();
    if fresh && topic < 0.9 && (advised || bare) && subjects.is_empty() {
        return Some(advice(heard, 0.8));
    }
    None
}

/// What is left where a turn says nothing clear by itself: a fact hinted at is about the entry in
/// question, and whatever is told about the asker changes the advice.
pub(super) fn leftover(heard: &Heard<'_>) -> Option<Decision> {
    heard.before.question.as_ref()?;
    if heard.reading.items.len() > SHORT * 2
        || heard.signals.act(Act::OffTopic) >= CLEAR
        || !heard.subjects().is_empty()
    {
        return None;
    }
    let fresh = !heard.told.profile.is_empty();
    let last = heard.before.question.as_ref()?;
    if fresh && matches!(last, Question::Advise(_)) {
        return Some(advice(heard, 0.5));
    }
    if let Some((intent, strength)) = heard.strongest_fact()
        && strength >= 0.35
        && intent != Intent::Free
        && let Some(focus) = focus(heard)
        && let Some(question) = heard.fact(intent, &focus)
    {
        return Some(heard.with_others(question, 0.5));
    }
    if fresh {
        return Some(advice(heard, 0.5));
    }
    let near = heard.reading.items.len() <= AFTERTHOUGHT
        && heard.signals.act(Act::OffTopic) < 0.35
        && heard.signals.lean > -1.0;
    match last {
        Question::Advise(_) if near => Some(advice(heard, 0.42)),
        _ => None,
    }
}

/// "And with 50?": a bare number where a budget was spoken of is another budget.
fn other_budget(reading: &Reading, before: &Conversation) -> Option<Budget> {
    let known = before.profile.budget?;
    let mut numbers = reading.items.iter().filter_map(|item| item.number);
    let number = numbers.next().filter(|number| *number >= 10.0)?;
    if numbers.next().is_some() || reading.items.len() > BARE_CLAIM {
        return None;
    }
    let amount = Money::units(number as u64, known.amount.currency);
    Some(Budget { amount, ..known })
}

/// "The second one, please": the place in what was listed, and nothing asked about it.
fn picked(heard: &Heard<'_>) -> Option<Decision> {
    if heard.reading.items.len() > BARE_CLAIM
        || heard.strongest_fact().is_some_and(|(_, s)| s >= 0.9)
    {
        return None;
    }
    let at = ordinal(heard)?;
    let list = if heard.before.recommended.is_empty() {
        &heard.before.entries
    } else {
        &heard.before.recommended
    };
    let noun = heard
        .reading
        .items
        .iter()
        .any(|item| matches!(heard.lexicon.vocabulary.name(item.id), "one" | "the"));
    let question = heard.about(list.get(at).filter(|_| noun)?)?;
    Some(Decision::new(question, 0.75))
}

/// Whether nothing but names, pronouns and filler is said.
fn bare(heard: &Heard<'_>) -> bool {
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

/// Whether the turn points back.
pub(super) fn refers(heard: &Heard<'_>) -> bool {
    heard
        .reading
        .items
        .iter()
        .any(|item| heard.lexicon.kinds.pronouns.contains(&item.id))
}

/// Whether the turn is about the one entry that was spoken of, not about several.
fn points_at_one(heard: &Heard<'_>) -> bool {
    heard.reading.items.iter().any(|item| {
        matches!(
            heard.lexicon.vocabulary.name(item.id),
            "it" | "that" | "this"
        )
    })
}

/// "the llm one", "the microsoft equivalent": an entry described by what was spoken of before.
fn described(heard: &Heard<'_>) -> Option<EntryId> {
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
        let asked = noun || bare(heard) || heard.intent(Intent::Compare) >= CLEAR;
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

/// Whether the turn says that it is not about one entry.
fn is_general(heard: &Heard<'_>) -> bool {
    let general = ["general", "all", "any", "every", "most", "average"];
    heard
        .reading
        .items
        .iter()
        .any(|item| general.contains(&heard.lexicon.vocabulary.name(item.id)))
}

fn advice(heard: &Heard<'_>, sure: f32) -> Decision {
    heard.with_others(Question::Advise(heard.profile.clone()), sure)
}

/// The place in the last answer that "the second one" means.
fn ordinal(heard: &Heard<'_>) -> Option<usize> {
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

fn focus(heard: &Heard<'_>) -> Option<EntryId> {
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
    ordinal
        .and_then(|at| list.get(at))
        .or_else(|| before.recommended.iter().find(takeable))
        .or_else(|| before.entries.iter().find(takeable))
        .or_else(|| before.earlier.iter().find(takeable))
        .or_else(|| before.profile.held.iter().next())
        .cloned()
}

fn again(heard: &Heard<'_>, last: &Question, subject: &EntryId) -> Option<Question> {
    match last {
        Question::Advise(_) | Question::Compare { .. } => heard.about(subject),
        _ => heard
            .fact(last.intent(), subject)
            .or_else(|| heard.about(subject)),
    }
}

fn comparison(heard: &Heard<'_>, subjects: &[EntryId]) -> Option<Question> {
    let before = heard.before;
    let mut entries: Vec<EntryId> = Vec::new();
    let pool = before
        .recommended
        .iter()
        .chain(&before.entries)
        .chain(&before.earlier)
        .chain(subjects);
    let room = if subjects.is_empty() { 2 } else { 1 };
    for id in pool {
        let is_subject = subjects.contains(id);
        if heard.catalog.certification(id).is_some()
            && !entries.contains(id)
            && (is_subject || entries.len() < room)
        {
            entries.push(id.clone());
        }
    }
    entries.truncate(3);
    (entries.len() >= 2).then(|| Question::Compare {
        entries,
        profile: heard.profile.clone(),
    })
}

/// What comes after an entry: the advice for somebody who holds it.
fn next(heard: &Heard<'_>) -> Option<Decision> {
    let mut profile = heard.profile.clone();
    let focus = focus(heard)?;
    profile.held.insert(focus);
    Some(Decision::new(Question::Advise(profile), 0.7))
}
