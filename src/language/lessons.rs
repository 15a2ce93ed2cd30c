//! What the classifiers learn from: a catalogue's example texts, each read once.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::domain::Intent;

use super::classifier::Examples;
use super::conditions;
use super::context::{self, is_name};
use super::data::Data;
use super::entities::{self, Reading};
use super::features;
use super::heard::FACTS;
use super::lexicon::{Lexicon, Placeholders};
use super::meanings::Stance;
use super::patterns::{Class, Item};
use super::stances::{self, Rules, is_pronoun};
use super::tokens;

/// Of the texts that set no condition, every so-manieth is enough.
const UNCONDITIONAL: usize = 4;
/// Of the texts that ask for no fact, every so-manieth shows well enough how vendors are only named.
const UNMARKED: usize = 3;

/// Examples for each classifier.
#[derive(Default)]
pub(super) struct Lessons<'a> {
    /// What a text asks.
    pub(super) questions: Examples<'a>,
    /// What a sentence sets as a condition.
    pub(super) conditions: Examples<'a>,
    /// How the asker stands to what is named.
    pub(super) stances: Examples<'a>,
}

/// A text as it is learned from, and whether it follows an answer.
type Text<'a> = (Cow<'a, str>, bool);

impl<'a> Lessons<'a> {
    pub(super) fn read(lexicon: &Lexicon, data: &'a Data) -> Self {
        let mut lessons = Self::default();
        for (number, ((text, follows), kinds)) in texts(data).into_iter().enumerate() {
            let reading = entities::read(lexicon, &tokens::split(&text));
            if number % UNCONDITIONAL == 0 {
                lessons.add_sentences(lexicon, conditions::NOTHING, &reading.items);
            }
            let names_only = kinds.iter().all(|kind| asks_about_names(kind));
            if names_only || number % UNMARKED == 0 {
                lessons.add_unmarked(lexicon, &reading, names_only);
            }
            let share = 1.0 / kinds.len() as f32;
            let features = features::of(lexicon, &reading, follows);
            let kinds = kinds.into_iter().map(|kind| (kind, share));
            lessons.questions.add(kinds, features);
        }
        for (condition, sentences) in &data.conditions {
            for sentence in sentences {
                let reading = entities::read(lexicon, &tokens::split(sentence));
                lessons.add_sentences(lexicon, condition, &reading.items);
            }
        }
        for text in data.stances.values().flatten() {
            lessons.add_marked(lexicon, text);
        }
        lessons
    }

    fn add_sentences(&mut self, lexicon: &Lexicon, condition: &'a str, items: &[Item]) {
        for sentence in items.chunk_by(|one, other| one.sentence == other.sentence) {
            let features = features::of_sentence(lexicon, sentence);
            self.conditions.add([(condition, 1.0)], features);
        }
    }

    /// A text whose names are marked with the stance to them.
    fn add_marked(&mut self, lexicon: &Lexicon, text: &'a str) {
        let (plain, marks) = stances::unmarked(text);
        let reading = entities::read(lexicon, &tokens::split(&plain));
        let names = reading.items.iter().enumerate();
        let marked = names.filter(|(_, item)| item.id == lexicon.placeholders.entry);
        for ((at, _), stance) in marked.zip(marks) {
            let features = context::around(lexicon, &reading.items, at);
            self.stances.add([(stance, 1.0)], features);
        }
    }

    /// What no rule reads as held or refused is only named: anything in a question about facts, "it"
    /// as well; elsewhere vendors and platforms, which are mostly where somebody works.
    fn add_unmarked(&mut self, lexicon: &Lexicon, reading: &Reading, names_only: bool) {
        let rules = Rules::read(lexicon, &reading.items);
        for (at, item) in reading.items.iter().enumerate() {
            let named = if names_only {
                is_name(lexicon, item) || is_pronoun(lexicon, item)
            } else {
                item.class == Some(Class::Provider)
            };
            if named && !matches!(rules.at(at), Some(Stance::Holds | Stance::Refuses)) {
                let features = context::around(lexicon, &reading.items, at);
                self.stances.add([(stances::NAMES, 1.0)], features);
            }
        }
    }
}

/// Examples, questions and turns; a text under several keys is about all of them.
fn texts(data: &Data) -> BTreeMap<Text<'_>, Vec<&str>> {
    let mut texts: BTreeMap<Text<'_>, Vec<&str>> = BTreeMap::new();
    for (lists, follows) in [
        (&data.examples, false),
        (&data.questions, false),
        (&data.turns, true),
    ] {
        for (key, list) in lists {
            for text in list {
                let kinds = texts
                    .entry((Placeholders::fill(text), follows))
                    .or_default();
                if !kinds.contains(&key.as_str()) {
                    kinds.push(key);
                }
            }
        }
    }
    texts
}

/// Whether texts under this key name things to ask about them, rather than to tell of themselves.
fn asks_about_names(key: &str) -> bool {
    Intent::from_slug(key)
        .is_some_and(|intent| FACTS.contains(&intent) || intent == Intent::Compare)
}
