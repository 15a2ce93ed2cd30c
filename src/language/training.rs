//! The classifiers of a catalogue, taught once for each set of examples.
//!
//! Learning takes about a second, and catalogues that share their examples (a server's and the
//! operator's, before and after an edit) share what was learned.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::classifier::{Classifier, Effort};
use super::data::Data;
use super::lessons::Lessons;
use super::lexicon::Lexicon;
use super::tokens;

/// Of what a question sounds like there are many examples …
const QUESTIONS: Effort = Effort {
    rounds: 8,
    fewest: 6,
    shrink: 0.03,
};
/// … of conditions and stances few.
const MARKED: Effort = Effort {
    rounds: 12,
    fewest: 4,
    shrink: 0.008,
};
/// A word that fewer examples have is read as somebody else's would be, typing errors and all.
const COMMON: usize = 6;
/// How many sets of examples are kept: the one in use and the one before a reload.
const KEPT: usize = 2;

/// What was learned from a set of examples.
#[derive(Debug, Default)]
pub(super) struct Schooling {
    pub(super) classifier: Classifier,
    /// What a sentence sets as a condition.
    pub(super) conditions: Classifier,
    /// How the asker stands to what is named.
    pub(super) stances: Classifier,
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
        for lists in [
            &data.examples,
            &data.turns,
            &data.questions,
            &data.words,
            &data.conditions,
            &data.stances,
            &data.stance,
        ] {
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
        let lessons = Lessons::read(lexicon, self.data);
        // What questions sound like takes as long as the rest together.
        let (classifier, (conditions, stances)) = side_by_side(
            || Classifier::train(&lessons.questions, QUESTIONS),
            || {
                let conditions = Classifier::train(&lessons.conditions, MARKED);
                (conditions, Classifier::train(&lessons.stances, MARKED))
            },
        );
        let learned = Arc::new(Schooling {
            classifier,
            conditions,
            stances,
            common: self.common,
        });
        let mut kept = LEARNED.lock().unwrap_or_else(PoisonError::into_inner);
        kept.truncate(KEPT - 1);
        kept.insert(0, (self.mark, Arc::clone(&learned)));
        learned
    }
}

/// Two things done at the same time.
fn side_by_side<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join().unwrap_or_else(|panic| resume_unwind(panic));
        (one, other)
    })
}

fn common_words(data: &Data) -> Vec<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    let texts = [&data.examples, &data.turns, &data.conditions, &data.stances];
    for text in texts.into_iter().flat_map(|lists| lists.values().flatten()) {
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
