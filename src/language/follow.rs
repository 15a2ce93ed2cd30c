//! Turns that only make sense after the turn before: "and how much is it?", "not aws", "why?".

use crate::domain::{EntryId, Intent, Question};

use super::decide::Decision;
use super::entities::Mention;
use super::heard::{CLEAR, FACTS, Heard, PLAIN};
use super::recall::{BARE_CLAIM, SHORT, wish};
use super::refer::{bare, described, focus, is_general, listed, ordinal, points_at_one};
use super::targets::{Act, Target};

/// Turns up to this long only adjust what was said before.
const AFTERTHOUGHT: usize = 9;

/// A turn with what it follows.
struct Turn<'a> {
    heard: &'a Heard<'a>,
    /// What was asked last.
    last: &'a Question,
    /// What the turn names.
    named: Vec<EntryId>,
    /// What it names, or describes by what was spoken of.
    subjects: Vec<EntryId>,
    /// Whether it is too short to speak for itself.
    short: bool,
    /// Whether nothing but names, pronouns and filler is said.
    bare: bool,
    /// How likely it asks for general advice.
    topic: f32,
}

/// What a turn may do, each only after those before it.
const RULES: [fn(&Turn<'_>) -> Option<Decision>; 14] = [
    asks_why,
    changes_pace,
    sets_limits,
    wishes,
    picks,
    asks_what_is_next,
    sets_beside,
    compares_for_somebody,
    browses_on,
    asks_the_same_of_another,
    asks_the_same_of_all,
    asks_a_fact,
    describes_another,
    tells_more,
];

/// The question that a turn asks together with the turn before it.
pub(super) fn up(heard: &Heard<'_>) -> Option<Decision> {
    let last = heard.before.question.as_ref()?;
    if heard.reading.items.len() > SHORT * 2 {
        return None;
    }
    let elsewhere = heard.is_elsewhere() && heard.told.profile.is_empty() && !heard.refers();
    if elsewhere || heard.names_only_what_is_missing() {
        return None;
    }
    // "azure", after advice, is where somebody works and not its exam.
    let workplace = matches!(last, Question::Advise(_))
        && heard.told.profile.platform.is_some()
        && heard.reading.mentions.iter().all(Mention::is_workplace);
    let named = if workplace {
        Vec::new()
    } else {
        heard.subjects().to_vec()
    };
    let subjects = if workplace {
        Vec::new()
    } else if named.is_empty() {
        described(heard).into_iter().collect()
    } else {
        named.clone()
    };
    // "How long?" and "which is free?" are facts here: the entry in question is known.
    let topic = heard
        .topics()
        .into_iter()
        .find(|(id, _)| !matches!(id.as_str(), "faq-how-long" | "faq-best-free"))
        .map_or(0.0, |(_, likely)| likely);
    let turn = Turn {
        heard,
        last,
        named,
        subjects,
        short: heard.reading.items.len() <= SHORT,
        bare: bare(heard),
        topic,
    };
    RULES.iter().find_map(|rule| rule(&turn))
}

fn asks_why(turn: &Turn<'_>) -> Option<Decision> {
    let why = turn.heard.clearly(Target::Act(Act::Why));
    (turn.short && turn.named.is_empty() && why).then(|| Decision {
        asks_why: matches!(turn.last, Question::Advise(_)),
        ..Decision::new(turn.last.clone(), 0.8)
    })
}

/// "I only have weekends, 5 hours": the same plan at another pace.
fn changes_pace(turn: &Turn<'_>) -> Option<Decision> {
    let told = turn.heard.told;
    let paced = told.profile.hours_per_week.is_some()
        || told.profile.deadline.is_some()
        || told.amounts.start.is_some();
    let Question::Plan { entry, .. } = turn.last else {
        return None;
    };
    let plan = turn.heard.fact(Intent::Plan, entry).filter(|_| paced)?;
    Some(Decision::new(plan, 0.8))
}

/// "I only get 4 hours a weekend, and it has to be done by January": another limit to the advice,
/// unless a plan or a fact is asked for in so many words.
fn sets_limits(turn: &Turn<'_>) -> Option<Decision> {
    let told = &turn.heard.told.profile;
    let limits = told.hours_per_week.is_some() || told.deadline.is_some() || told.budget.is_some();
    let asks = FACTS
        .into_iter()
        .any(|intent| turn.heard.signals.cue(Target::Intent(intent)) >= PLAIN);
    let advised = matches!(turn.last, Question::Advise(_));
    (advised && limits && !asks && turn.subjects.is_empty()).then(|| advice(turn.heard, 0.8))
}

/// "Something cheaper": what is wished is in the profile already.
fn wishes(turn: &Turn<'_>) -> Option<Decision> {
    // "Not that one, the generative AI engineering one" describes what is meant.
    let describes = turn.heard.reading.mentions.is_empty() && !turn.subjects.is_empty();
    let wishes = turn.short && !describes && wish(turn.heard.signals).is_some();
    wishes.then(|| advice(turn.heard, 0.8))
}

/// "The second one, please": the place in what was listed, and nothing asked about it.
fn picks(turn: &Turn<'_>) -> Option<Decision> {
    let heard = turn.heard;
    let asks = heard
        .strongest_fact()
        .is_some_and(|(_, likely)| likely >= CLEAR);
    if !turn.named.is_empty() || heard.reading.items.len() > BARE_CLAIM || asks {
        return None;
    }
    let at = ordinal(heard)?;
    let list = listed(heard.before);
    let noun = heard.says(&["one", "the"]);
    let question = heard.about(list.get(at).filter(|_| noun)?)?;
    Some(Decision::new(question, 0.75))
}

/// What comes after an entry: the advice for somebody who holds it.
fn asks_what_is_next(turn: &Turn<'_>) -> Option<Decision> {
    let next = turn.heard.clearly(Target::Act(Act::Next));
    if !turn.short || !turn.named.is_empty() || !next {
        return None;
    }
    let mut profile = turn.heard.profile.clone();
    profile.held.insert(focus(turn.heard)?);
    Some(Decision::new(Question::Advise(profile), 0.7))
}

/// "vs the tensorflow one?": beside what was spoken of, or the two that were spoken of.
fn sets_beside(turn: &Turn<'_>) -> Option<Decision> {
    let heard = turn.heard;
    if !heard.clearly(Target::Intent(Intent::Compare)) {
        return None;
    }
    if turn.subjects.len() >= 2 {
        return heard
            .comparison(&turn.subjects)
            .map(|question| Decision::new(question, 0.85));
    }
    let before = heard.before;
    let mut entries: Vec<EntryId> = Vec::new();
    let pool = turn
        .last
        .entry()
        .into_iter()
        .chain(&before.recommended)
        .chain(&before.entries)
        .chain(&before.earlier)
        .chain(&turn.subjects);
    let room = if turn.subjects.is_empty() { 2 } else { 1 };
    for id in pool {
        let is_subject = turn.subjects.contains(id);
        if heard.catalog.certification(id).is_some()
            && !entries.contains(id)
            && (is_subject || entries.len() < room)
        {
            entries.push(id.clone());
        }
    }
    entries.truncate(3);
    let question = heard.comparison(&entries).filter(|_| entries.len() >= 2)?;
    Some(Decision::new(question, 0.8))
}

/// "And for somebody who doesn't code?": the same comparison for somebody else.
fn compares_for_somebody(turn: &Turn<'_>) -> Option<Decision> {
    let heard = turn.heard;
    let somebody = heard.clearly(Target::Intent(Intent::Advise)) || !heard.told.profile.is_empty();
    let Question::Compare { entries, .. } = turn.last else {
        return None;
    };
    (turn.short && turn.subjects.is_empty() && somebody).then(|| {
        let question = Question::Compare {
            entries: entries.clone(),
            profile: heard.profile.clone(),
        };
        Decision::new(question, 0.75)
    })
}

fn browses_on(turn: &Turn<'_>) -> Option<Decision> {
    let named = !turn.heard.reading.mentions.is_empty();
    (turn.bare && named && matches!(turn.last, Question::Browse(_)))
        .then(|| Decision::new(turn.heard.browse(), 0.8))
}

/// "what about aws?", "and aif-c01?": the last question about another entry.
fn asks_the_same_of_another(turn: &Turn<'_>) -> Option<Decision> {
    let subject = turn.subjects.first().filter(|_| turn.bare)?;
    let question = again(turn.heard, turn.last, subject)?;
    Some(Decision::new(question, 0.8))
}

/// "What do the two cost?": a fact of everything that was compared.
fn asks_the_same_of_all(turn: &Turn<'_>) -> Option<Decision> {
    let heard = turn.heard;
    let Question::Compare { entries, .. } = turn.last else {
        return None;
    };
    let (intent, _) = heard.strongest_fact()?;
    let plural = heard.says(&[
        "two", "both", "they", "them", "each", "these", "those", "all",
    ]);
    if !turn.named.is_empty() || !plural || !heard.clearly(Target::Intent(intent)) {
        return None;
    }
    let mut questions = entries.iter().filter_map(|id| heard.fact(intent, id));
    let first = questions.next()?;
    Some(Decision {
        others: questions.collect(),
        ..Decision::new(first, 0.8)
    })
}

/// "how much is it", "fee?", "do i need to renew that one"
fn asks_a_fact(turn: &Turn<'_>) -> Option<Decision> {
    let heard = turn.heard;
    let (intent, likely) = heard.strongest_fact()?;
    // "Do I need az-900 before it?" is about it.
    let before_it = intent == Intent::Prerequisites && heard.says_before_it();
    let asks = heard.clearly(Target::Intent(intent))
        && (turn.subjects.is_empty() || before_it)
        && likely >= turn.topic
        && (turn.short || heard.refers())
        && !is_general(heard);
    if !asks || (intent == Intent::Free && !points_at_one(heard)) {
        return None;
    }
    let question = heard.fact(intent, &focus(heard)?)?;
    Some(heard.with_others(question, likely.min(0.9)))
}

/// "the llm one": asked about as the one before it was.
fn describes_another(turn: &Turn<'_>) -> Option<Decision> {
    let subject = turn.subjects.first()?;
    let means_it =
        turn.short && turn.named.is_empty() && turn.topic < CLEAR && !turn.heard.is_elsewhere();
    let question = again(turn.heard, turn.last, subject).filter(|_| means_it)?;
    Some(Decision::new(question, 0.7))
}

/// "not aws", "azure", "i code in python": the profile grows, the advice with it.
fn tells_more(turn: &Turn<'_>) -> Option<Decision> {
    let fresh = !turn.heard.told.profile.is_empty();
    let advised = matches!(turn.last, Question::Advise(_));
    (fresh && turn.topic < CLEAR && (advised || turn.bare) && turn.subjects.is_empty())
        .then(|| advice(turn.heard, 0.8))
}

/// What is left where a turn says nothing clear by itself: a fact hinted at is about the entry in
/// question, and whatever is told about the asker changes the advice.
pub(super) fn leftover(heard: &Heard<'_>) -> Option<Decision> {
    let last = heard.before.question.as_ref()?;
    if heard.reading.items.len() > SHORT * 2
        || (heard.is_elsewhere() && heard.told.profile.is_empty())
        || heard.names_only_what_is_missing()
        || !heard.subjects().is_empty()
    {
        return None;
    }
    let fresh = !heard.told.profile.is_empty();
    if fresh && matches!(last, Question::Advise(_)) {
        return Some(advice(heard, 0.5));
    }
    if let Some((intent, strength)) = heard.strongest_fact()
        && strength >= CLEAR / 2.0
        && intent != Intent::Free
        && let Some(focus) = focus(heard)
        && let Some(question) = heard.fact(intent, &focus)
    {
        return Some(heard.with_others(question, 0.5));
    }
    if fresh {
        return Some(advice(heard, 0.5));
    }
    let near = heard.reading.items.len() <= AFTERTHOUGHT && heard.signals.elsewhere() < CLEAR;
    match last {
        Question::Advise(_) if near => Some(advice(heard, 0.42)),
        _ => None,
    }
}

fn advice(heard: &Heard<'_>, sure: f32) -> Decision {
    heard.with_others(Question::Advise(heard.profile.clone()), sure)
}

fn again(heard: &Heard<'_>, last: &Question, subject: &EntryId) -> Option<Question> {
    match last {
        Question::Advise(_) | Question::Compare { .. } => heard.about(subject),
        _ => heard
            .fact(last.intent(), subject)
            .or_else(|| heard.about(subject)),
    }
}
