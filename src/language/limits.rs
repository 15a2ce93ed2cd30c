//! What certwise does not answer: nothing said, other languages, cheating, other fields …

use crate::domain::DeclineKind;

use super::entities::Reading;
use super::heard::{Heard, PLAIN};
use super::lexicon::Lexicon;
use super::normalise::is_latin;
use super::targets::Target;
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

/// What examples of its kind make likely is refused …
const LIKELY: f32 = 0.5;
/// … and what is said in so many words, unless the examples speak against it.
const DOUBTFUL: f32 = 0.15;

/// Words of despair count wherever in a text they stand …
const SAID: f32 = 0.4;
/// … where the rest of the text does not speak against them.
const MEANT: f32 = 0.1;

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
    // "$$?" asks for the price.
    let money = words.iter().any(Word::is_currency);
    if latin == 0 && !money {
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

/// Whether the text asks for what certwise must not answer, whatever else it asks.
pub(super) fn refused(heard: &Heard<'_>) -> Option<Limit> {
    let plainly = |kind| {
        let target = Target::Decline(kind);
        heard.signals.cue(target) >= PLAIN && heard.signals.of(target) >= DOUBTFUL
    };
    let likely = |kind| heard.signals.decline(kind) >= LIKELY;
    // This comes before everything else, and "I'd die of boredom" is not it.
    let despair = Target::Decline(DeclineKind::Distress);
    let said = heard.signals.cue(despair) >= SAID && heard.signals.of(despair) >= MEANT;
    if said || likely(DeclineKind::Distress) {
        return Some(Limit::new(DeclineKind::Distress, 0.95));
    }
    if plainly(DeclineKind::Cheating) || likely(DeclineKind::Cheating) {
        return Some(Limit::new(DeclineKind::Cheating, 0.95));
    }
    let story = heard.reading.items.len() > STORY;
    [DeclineKind::Unsafe, DeclineKind::Law]
        .into_iter()
        .find(|kind| (plainly(*kind) && !story) || likely(*kind))
        .map(|kind| Limit::new(kind, 0.9))
}
