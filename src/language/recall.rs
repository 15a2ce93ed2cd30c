//! What a turn tells about the asker by pointing at what was said before: "I have that one", "not that
//! one", "something cheaper".

use crate::domain::{Budget, EntryId, Goal, Intent, Money, Question};

use super::conversation::Conversation;
use super::entities::Reading;
use super::heard::{CLEAR, PLAIN};
use super::lexicon::Lexicon;
use super::meanings::Stance;
use super::profile::Told;
use super::signals::Signals;
use super::stances::{Rules, is_pronoun};
use super::targets::{Act, Target};

/// Turns longer than this speak for themselves.
pub(super) const SHORT: usize = 14;
/// Turns up to this long that hold one number ("ok my boss pays, up to 400") are about that number.
const CLAIM: usize = 9;
/// Claims up to this long ("yes I already passed last year") leave what they are about unsaid.
pub(super) const BARE_CLAIM: usize = 6;

/// From here on a wish that is said in so many words is one.
const HINTED: f32 = 0.05;

/// Puts into the profile what a turn says about the recommendation before it.
pub(super) fn refine(
    lexicon: &Lexicon,
    reading: &Reading,
    signals: &Signals,
    before: &Conversation,
    told: &mut Told,
) {
    if before.question.is_none() {
        return;
    }
    let stances = stances(lexicon, reading);
    let spoken = credential(lexicon, before);
    if reading.items.len() <= SHORT * 2 && stances.iter().any(|(hit, _)| *hit == Stance::Rejects) {
        reject(lexicon, reading, before, told);
    }
    if reading.items.len() > SHORT {
        return;
    }
    // "Did both already": everything that was compared.
    let holds = stances.iter().any(|(hit, _)| *hit == Stance::Holds);
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
        && let Some(focus) = spoken
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
    for (hit, pronoun) in stances {
        let Some(focus) = spoken.filter(|_| pronoun) else {
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
    let of_it = Rules::read(lexicon, &reading.items).to_what_was_spoken_of(reading);
    if let (Some(stance), Some(focus)) = (of_it, spoken) {
        match stance {
            Stance::Holds => told.profile.held.insert(focus.clone()),
            _ => told.profile.refused.entries.insert(focus.clone()),
        };
    }
    let timed = told.profile.hours_per_week.is_some() || told.profile.deadline.is_some();
    if told.profile.budget.is_none() && told.profile.years.is_none() && !timed {
        told.profile.budget = other_budget(reading, before);
    }
    let wish = wish(signals);
    if let Some(act) = wish
        && let Some(focus) = spoken
    {
        told.profile.refused.entries.insert(focus.clone());
        if matches!(act, Act::Shorter | Act::Easier) && told.profile.goal.is_none() {
            told.profile.goal = Some(Goal::Literacy);
        }
    }
}

/// The credential that was spoken of last.
fn credential<'a>(lexicon: &Lexicon, before: &'a Conversation) -> Option<&'a EntryId> {
    let asked = before.question.as_ref().and_then(Question::entry);
    before
        .recommended
        .iter()
        .chain(asked)
        .chain(&before.entries)
        .find(|id| {
            lexicon
                .by_id
                .get(*id)
                .is_some_and(|known| lexicon.entry(*known).certification)
        })
}

/// "160 hours? No chance": not what was just spoken of; "neither": none of what was compared.
fn reject(lexicon: &Lexicon, reading: &Reading, before: &Conversation, told: &mut Told) {
    let name = |item: &super::patterns::Item| lexicon.vocabulary.name(item.id);
    let every_one = reading
        .items
        .iter()
        .any(|item| matches!(name(item), "neither" | "none" | "those" | "both"));
    let spoken: Vec<EntryId> = match &before.question {
        Some(Question::Compare { entries, .. }) if every_one => entries.clone(),
        _ if every_one && !before.recommended.is_empty() => before.recommended.clone(),
        _ => credential(lexicon, before).cloned().into_iter().collect(),
    };
    told.profile.refused.entries.extend(spoken);
}

/// Stances of a turn, and whether each is right before a pronoun.
fn stances(lexicon: &Lexicon, reading: &Reading) -> Vec<(Stance, bool)> {
    lexicon
        .stance
        .find(&reading.items)
        .into_iter()
        .map(|hit| {
            let next = reading.items.get(hit.end);
            let pronoun = next.is_some_and(|next| is_pronoun(lexicon, next));
            (hit.value, pronoun)
        })
        .collect()
}

/// What somebody wants to be different about the last recommendation.
pub(super) fn wish(signals: &Signals) -> Option<Act> {
    // "Which is easier to renew?" compares; it does not ask for another pick.
    let compares = [Intent::Compare, Intent::Renewal]
        .into_iter()
        .any(|intent| signals.intent(intent) >= CLEAR);
    if compares {
        return None;
    }
    [Act::Shorter, Act::Easier, Act::Cheaper, Act::Else]
        .into_iter()
        .map(|act| (act, signals.act(act)))
        .filter(|(act, likely)| {
            let said = signals.cue(Target::Act(*act)) >= PLAIN;
            *likely >= CLEAR || (said && *likely >= HINTED)
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(act, _)| act)
}

/// "And with 50?": a bare number where a budget was spoken of is another budget.
fn other_budget(reading: &Reading, before: &Conversation) -> Option<Budget> {
    let known = before.profile.budget?;
    let mut numbers = reading.items.iter().filter_map(|item| item.number);
    let number = numbers.next().filter(|number| *number >= 10.0)?;
    if numbers.next().is_some() || reading.items.len() > CLAIM {
        return None;
    }
    let amount = Money::units(number as u64, known.amount.currency);
    Some(Budget { amount, ..known })
}
