//! A text as a classifier sees it: words and pairs of words, with each mention replaced by what kind
//! of thing it is, and how the text is built. Features are numbers that any index of words gives to
//! the same text, so that one classifier serves catalogues that differ in their entries.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::entities::{Mention, Reading};
use super::lexicon::Lexicon;
use super::patterns::{Class, Item};
use super::vocabulary::UNKNOWN;

/// A word, a pair of words or a trait of the text.
pub(super) type Feature = u64;

/// Features with how much each counts.
pub(super) type Features = Vec<(Feature, f32)>;

/// How much a word in the story around a question counts.
const STORY: f32 = 0.6;
/// How much the very thing that is named counts.
const NAMED: f32 = 0.5;
/// How much it counts what kinds of things are named …
const KINDS: f32 = 0.7;
/// … how the text is built …
const BUILD: f32 = 0.5;
/// … and whether it comes after an answer.
const FOLLOWS: f32 = 2.0;

/// The features of a text, said after an answer or by itself.
pub(super) fn of(lexicon: &Lexicon, reading: &Reading, follows: bool) -> Features {
    let items = &reading.items;
    let asks = items.iter().any(|item| item.asked);
    let last = items.last().map_or(0, |item| item.sentence);
    let mut found = Found::default();
    found.add_words(lexicon, items, |item| {
        if item.asked || !asks || last == 0 {
            1.0
        } else {
            STORY
        }
    });
    let mut add = |feature, value| found.add(feature, value);
    for entry in reading.mentions.iter().filter_map(Mention::entry) {
        add(feature(&("entry", lexicon.entry(entry).id.as_str())), NAMED);
    }
    let named = |class: Class| {
        items
            .iter()
            .filter(|item| item.class == Some(class))
            .count()
    };
    add(feature(&("entries", named(Class::Entry).min(3))), KINDS);
    add(feature(&("missing", named(Class::Outside).min(2))), KINDS);
    let length = match items.len() {
        0..=3 => 0,
        4..=8 => 1,
        9..=20 => 2,
        21..=50 => 3,
        _ => 4,
    };
    add(feature(&("length", length)), BUILD);
    add(feature(&("asks", asks)), BUILD);
    add(feature(&("follows", follows)), FOLLOWS);
    found.finish()
}

/// The features of a sentence by itself: nothing but what it says.
pub(super) fn of_sentence(lexicon: &Lexicon, sentence: &[Item]) -> Features {
    let mut found = Found::default();
    found.add_words(lexicon, sentence, |_| 1.0);
    found.finish()
}

/// Features found so far, each with the most that it counted.
#[derive(Default)]
pub(super) struct Found(HashMap<Feature, f32>);

impl Found {
    pub(super) fn add(&mut self, feature: Feature, value: f32) {
        let held = self.0.entry(feature).or_default();
        *held = held.max(value);
    }

    /// Words and pairs of words, each with what it counts.
    fn add_words(&mut self, lexicon: &Lexicon, items: &[Item], counts: impl Fn(&Item) -> f32) {
        let mut before: Option<(u64, u16)> = None;
        for item in items {
            let Some(word) = abstracted(lexicon, item) else {
                before = None;
                continue;
            };
            // A tool's or a vendor's name says more than that something is named.
            if item.class.is_some() && item.id != UNKNOWN {
                self.add(lexicon.vocabulary.key(item.id), NAMED);
            }
            let value = counts(item);
            self.add(word, value);
            if let Some((one, sentence)) = before
                && sentence == item.sentence
            {
                self.add(feature(&(one, word)), value);
            }
            before = Some((word, item.sentence));
        }
    }

    pub(super) fn finish(self) -> Features {
        let mut features: Features = self.0.into_iter().collect();
        features.sort_unstable_by_key(|(feature, _)| *feature);
        features
    }
}

/// The number of a feature.
pub(super) fn feature(of: &impl Hash) -> Feature {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// What stands for an item: the kind of what it mentions, or its word; nothing for a word that
/// nobody knows.
pub(super) fn abstracted(lexicon: &Lexicon, item: &Item) -> Option<u64> {
    let placeholders = &lexicon.placeholders;
    let id = match item.class {
        Some(Class::Entry) => placeholders.entry,
        Some(Class::Provider) => placeholders.provider,
        Some(Class::Outside) => placeholders.outside,
        Some(Class::Number | Class::Money) => placeholders.number,
        None => item.id,
    };
    (id != UNKNOWN).then(|| lexicon.vocabulary.key(id))
}
