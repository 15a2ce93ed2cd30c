//! What the classifier learns from: the example questions of a catalogue.
//!
//! Learning takes about a second, and catalogues that share their examples (a server's and the
//! operator's, before and after an edit) share what was learned.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use super::classifier::{Classifier, Examples};
use super::data::Data;
use super::entities;
use super::features;
use super::lexicon::{Lexicon, Placeholders};
use super::tokens;

/// A word that fewer examples have is read as somebody else's would be, typing errors and all.
const COMMON: usize = 6;
/// How many sets of examples are kept: the one in use and the one before a reload.
const KEPT: usize = 2;

/// What was learned from a set of examples.
#[derive(Debug, Default)]
pub(super) struct Schooling {
    pub(super) classifier: Classifier,
    /// Words that several examples have.
    pub(super) common: Vec<String>,
}

static LEARNED: Mutex<Vec<(u64, Arc<Schooling>)>> = Mutex::new(Vec::new());

/// A catalogue's examples, and what was learned from them if somebody has before.
pub(super) struct School<'a> {
    data: &'a Data,
    mark: u64,
    learned: Option<Arc<Schooling>>,
    /// The words that are to be known before anything is read.
    common: Vec<String>,
}

impl<'a> School<'a> {
    pub(super) fn of(data: &'a Data) -> Self {
        let mut hasher = DefaultHasher::new();
        for lists in [&data.examples, &data.turns, &data.questions, &data.words] {
            lists.hash(&mut hasher);
        }
        let mark = hasher.finish();
        let kept = LEARNED.lock().unwrap_or_else(PoisonError::into_inner);
        let learned = kept
            .iter()
            .find(|(known, _)| *known == mark)
            .map(|(_, learned)| Arc::clone(learned));
        drop(kept);
        let common = learned
            .as_ref()
            .map_or_else(|| common_words(data), |learned| learned.common.clone());
        Self {
            data,
            mark,
            learned,
            common,
        }
    }

    /// The words that are to be known before anything is read.
    pub(super) fn common_words(&self) -> &[String] {
        &self.common
    }

    /// What is learned from the examples, read with an index that knows their words.
    pub(super) fn teach(self, lexicon: &Lexicon) -> Arc<Schooling> {
        if let Some(learned) = self.learned {
            return learned;
        }
        let learned = Arc::new(Schooling {
            classifier: Classifier::train(&examples(lexicon, self.data)),
            common: self.common,
        });
        let mut kept = LEARNED.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.insert(0, (self.mark, Arc::clone(&learned)));
        learned
    }
}

fn common_words(data: &Data) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for text in data.examples.values().chain(data.turns.values()).flatten() {
        let words: HashSet<String> = tokens::split(text)
            .into_iter()
            .map(|word| word.text)
            .collect();
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    let mut common: Vec<String> = counts
        .into_iter()
        .filter(|(_, count)| *count >= COMMON)
        .map(|(word, _)| word)
        .collect();
    common.sort();
    common
}

/// Examples, questions and turns, each read once; a text under several keys is about all of them.
fn examples<'a>(lexicon: &Lexicon, data: &'a Data) -> Examples<'a> {
    let mut texts: BTreeMap<(Cow<'a, str>, bool), Vec<&'a str>> = BTreeMap::new();
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
    let mut examples = Examples::default();
    for ((text, follows), kinds) in texts {
        let reading = entities::read(lexicon, &tokens::split(&text));
        let share = 1.0 / kinds.len() as f32;
        let features = features::of(lexicon, &reading, follows);
        examples.add(kinds.into_iter().map(|kind| (kind, share)), features);
    }
    examples
}
