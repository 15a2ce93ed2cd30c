//! What certwise does not answer: nothing said, other languages, cheating, other fields …

use crate::domain::{DeclineKind, Intent};

use super::entities::{Meant, Reading};
use super::lexicon::{Act, Lexicon, Stance, Target};
use super::normalise::is_latin;
use super::profile::Told;
use super::signals::Signals;
use super::tokens::Word;

/// A reason to decline, how sure it is, and entries near to what was asked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Limit {
    pub(super) kind: DeclineKind,
    pub(super) sure: f32,
    pub(super) near: Vec<u32>,
}

impl Limit {
    fn new(kind: DeclineKind, sure: f32) -> Self {
        Self {
            kind,
            sure,
            near: Vec::new(),
        }
    }
}

/// How much a cue counts where no certificate or course is spoken of.
const ELSEWHERE: f32 = 0.6;
/// Other talk is heard from here on.
const OFF: f32 = 0.45;

/// Longer texts tell a story, in which a single word is not what they are about.
const STORY: usize = 24;

/// Whether a text is nothing that can be read: empty, noise, or in another language.
pub(super) fn unreadable(
    lexicon: &Lexicon,
    text: &str,
    words: &[Word],
    reading: &Reading,
) -> Option<Limit> {
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    let (latin, other) = letters.fold((0_usize, 0_usize), |(latin, other), letter| {
        if is_latin(letter) {
            (latin + 1, other)
        } else {
            (latin, other + 1)
        }
    });
    if other > latin {
        return Some(Limit::new(DeclineKind::Language, 0.95));
    }
    if latin == 0 {
        return Some(Limit::new(DeclineKind::Empty, 0.95));
    }
    foreign(lexicon, words).or_else(|| {
        let nothing_known = reading
            .items
            .iter()
            .all(|item| item.id == super::vocabulary::UNKNOWN && item.class.is_none());
        (nothing_known && words.len() <= 2).then(|| Limit::new(DeclineKind::Empty, 0.6))
    })
}

/// Another language: more of its commonest words than of English ones.
fn foreign(lexicon: &Lexicon, words: &[Word]) -> Option<Limit> {
    let count = |known: &std::collections::HashSet<String>| {
        words
            .iter()
            .filter(|word| known.contains(&word.text))
            .count()
    };
    let english = lexicon
        .foreign
        .iter()
        .find(|(language, _)| language == "en")
        .map_or(0, |(_, known)| count(known));
    let most = lexicon
        .foreign
        .iter()
        .filter(|(language, _)| language != "en")
        .map(|(_, known)| count(known))
        .max()
        .unwrap_or(0);
    let share = most as f32 / words.len().max(1) as f32;
    (most >= 2 && most > english && share >= 0.28)
        .then(|| Limit::new(DeclineKind::Language, (0.5 + share).min(0.95)))
}

/// Whether the text asks for what certwise must not or cannot answer.
pub(super) fn refused(
    lexicon: &Lexicon,
    reading: &Reading,
    told: &Told,
    signals: &Signals,
) -> Option<Limit> {
    let strength = |kind| signals.of(Target::Decline(kind));
    let story = reading.items.len() > STORY;
    if strength(DeclineKind::Cheating) >= 0.9 {
        return Some(Limit::new(DeclineKind::Cheating, 0.95));
    }
    if strength(DeclineKind::Unsafe) >= 0.9 && !story {
        return Some(Limit::new(DeclineKind::Unsafe, 0.9));
    }
    let named = is_named(reading);
    let field = reading
        .items
        .iter()
        .any(|item| lexicon.kinds.field.contains(&item.id));
    let has = |words: &std::collections::HashSet<u32>| {
        reading.items.iter().any(|item| words.contains(&item.id))
    };
    let ours = has(&lexicon.kinds.core) && has(&lexicon.kinds.names);
    let ours_after_all = named || ours || (field && story);
    if strength(DeclineKind::OtherField) >= 0.6 && !ours_after_all {
        return Some(Limit::new(DeclineKind::OtherField, 0.9));
    }
    let outside = reading
        .mentions
        .iter()
        .zip(&told.stances)
        .find_map(|(mention, stance)| match &mention.meant {
            Meant::Outside(near) if *stance != Some(Stance::Holds) => Some(near.clone()),
            _ => None,
        });
    if let Some(near) = outside
        && !named
        && !(story && told.wants)
        && !seeks_advice(told, signals)
    {
        return Some(Limit {
            kind: DeclineKind::NotInCatalogue,
            sure: 0.9,
            near,
        });
    }
    None
}

/// Talk that is not about certificates or learning, weighed against what speaks for it.
///
/// `personal`: the asker is in conversation or has described themselves.
pub(super) fn off_topic(
    lexicon: &Lexicon,
    reading: &Reading,
    signals: &Signals,
    personal: bool,
) -> Option<Limit> {
    let named = is_named(reading);
    let off = signals.act(Act::OffTopic);
    let learning = reading
        .items
        .iter()
        .filter(|item| lexicon.kinds.learning.contains(&item.id))
        .count();
    let asked = signals
        .ranked()
        .iter()
        .filter(|(target, _)| is_ours(*target))
        .map(|(_, strength)| *strength)
        .fold(0.0, f32::max);
    let lean = signals.lean;
    let of_certificates = reading
        .items
        .iter()
        .any(|item| lexicon.kinds.names.contains(&item.id));
    // Jobs, models and clouds are talked about everywhere; without a certificate or course in
    // question it takes more to be a question of ours.
    let asked = if of_certificates || named || learning > 0 || personal {
        asked
    } else {
        asked * ELSEWHERE
    };
    let off = off + 0.3 * (-lean).max(0.0);
    let on = asked
        + 0.3 * lean.max(0.0)
        + 0.35 * (learning.min(3) as f32)
        + if named { 0.7 } else { 0.0 }
        + if personal { 0.25 } else { 0.0 };
    (off >= OFF && off > on).then(|| Limit::new(DeclineKind::Unsure, (off - on).clamp(0.5, 0.9)))
}

/// Whether somebody tells about themselves and asks what to take: what they mention is their story.
fn seeks_advice(told: &Told, signals: &Signals) -> bool {
    let profile = &told.profile;
    let told = [
        profile.background.is_some(),
        profile.goal.is_some(),
        profile.years.is_some(),
    ];
    signals.of(Target::Intent(Intent::Advise)) >= 0.9 && told.into_iter().any(|fact| fact)
}

fn is_named(reading: &Reading) -> bool {
    reading
        .mentions
        .iter()
        .any(|mention| mention.entry().is_some() && !mention.tool)
}

/// Whether a target is something that certwise answers.
pub(super) fn is_ours(target: Target) -> bool {
    match target {
        Target::Entry(_) => true,
        Target::Intent(intent) => {
            !matches!(intent, Intent::Greeting | Intent::Help | Intent::Unknown)
        }
        Target::Decline(_) | Target::Act(_) => false,
    }
}
