//! What stands around a name, as a classifier sees it: whether somebody holds the thing, turns it
//! down, or only names it.
//!
//! The words before and after count by themselves, in pairs and by distance; in a list ("CLF, AIF
//! and MLA, all done") what stands around the list counts for each name in it.

use super::features::{self, Feature, Features, Found};
use super::lexicon::Lexicon;
use super::patterns::{Class, Item};

/// So many words on each side are looked at.
const WINDOW: usize = 6;
/// Words further away than this count less …
const NEAR: usize = 3;
/// … namely so much.
const FAR: f32 = 0.6;
/// From this distance on it does not matter how far a word is.
const FARTHEST: usize = 4;
/// More names than this are many.
const MANY: usize = 4;
/// How much a word counts for standing in the same sentence …
const SAME: f32 = 0.5;
/// … in the one after …
const AFTER: f32 = 0.4;
/// … or in the one before.
const BEFORE: f32 = 0.3;

/// What a word is to a name.
#[derive(Debug, Clone, Copy, Hash)]
enum Place {
    Left,
    Right,
    LeftOfList,
    RightOfList,
}

impl Place {
    /// The item so far away from another on this side.
    fn step(self, item: usize, distance: usize) -> Option<usize> {
        match self {
            Self::Left | Self::LeftOfList => item.checked_sub(distance),
            Self::Right | Self::RightOfList => item.checked_add(distance),
        }
    }
}

/// Whether something is named here.
pub(super) fn is_name(lexicon: &Lexicon, item: &Item) -> bool {
    matches!(
        item.class,
        Some(Class::Entry | Class::Provider | Class::Outside)
    ) || item.id == lexicon.placeholders.entry
}

/// The features of the name at an item.
pub(super) fn around(lexicon: &Lexicon, items: &[Item], at: usize) -> Features {
    let mut found = Found::default();
    let (first, last) = list(lexicon, items, at);
    for (from, place) in [
        (at, Place::Left),
        (at, Place::Right),
        (first, Place::LeftOfList),
        (last, Place::RightOfList),
    ] {
        walk(lexicon, items, from, place, &mut found);
    }
    let sentence = items[at].sentence;
    let mut names = 0_usize;
    for item in items {
        let (counts, part) = match i32::from(item.sentence) - i32::from(sentence) {
            0 => (SAME, "same"),
            1 => (AFTER, "after"),
            -1 => (BEFORE, "before"),
            _ => continue,
        };
        names += usize::from(part == "same" && is_name(lexicon, item));
        if let Some(word) = word(lexicon, item) {
            found.add(features::feature(&(part, word)), counts);
        }
    }
    found.add(features::feature(&("names", names.min(MANY))), 1.0);
    found.finish()
}

/// The first and the last name of the list that a name stands in.
fn list(lexicon: &Lexicon, items: &[Item], at: usize) -> (usize, usize) {
    let sentence = items[at].sentence;
    let belongs = |item: &Item| {
        item.sentence == sentence
            && (is_name(lexicon, item)
                || matches!(
                    lexicon.vocabulary.name(item.id),
                    "and"
                        | "or"
                        | "nor"
                        | "the"
                        | "&"
                        | "+"
                        | "a"
                        | "plus"
                        | "both"
                        | "also"
                        | "then"
                        | "s"
                ))
    };
    let before = items[..at]
        .iter()
        .rev()
        .take_while(|item| belongs(item))
        .count();
    let after = items[at + 1..]
        .iter()
        .take_while(|item| belongs(item))
        .count();
    (at - before, at + after)
}

/// The words on one side, to the end of the sentence or of the window.
fn walk(lexicon: &Lexicon, items: &[Item], from: usize, place: Place, found: &mut Found) {
    let here = &items[from];
    let mut before = NAME;
    for distance in 1..=WINDOW {
        let next = place
            .step(from, distance)
            .and_then(|at| items.get(at))
            .filter(|item| item.sentence == here.sentence);
        let Some(item) = next else {
            let end = ("end", place, distance.min(NEAR));
            found.add(features::feature(&end), 1.0);
            return;
        };
        let Some(word) = word(lexicon, item) else {
            before = NAME;
            continue;
        };
        let counts = if distance <= NEAR { 1.0 } else { FAR };
        let same_clause = item.clause == here.clause;
        let exactly = (place, word, distance.min(FARTHEST), same_clause);
        found.add(features::feature(&(place, word)), counts);
        found.add(features::feature(&exactly), 1.0);
        found.add(features::feature(&(place, before, word)), 1.0);
        before = word;
    }
}

/// What stands for any name.
const NAME: Feature = 1;

/// What stands for a word: the same for every name; nothing for what nobody knows.
fn word(lexicon: &Lexicon, item: &Item) -> Option<Feature> {
    if is_name(lexicon, item) {
        return Some(NAME);
    }
    features::abstracted(lexicon, item)
}
