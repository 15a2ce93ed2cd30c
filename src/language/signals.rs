//! How strongly a text points to each intent, topic and reason to decline.

use std::collections::BTreeMap;

use crate::domain::Intent;

use super::entities::Reading;
use super::lexicon::{Act, Lexicon, Target};
use super::patterns::{Class, Item};

/// Likeness below this is chance.
const CHANCE: f32 = 0.34;
/// How much full likeness counts beside a cue.
const LIKENESS: f32 = 1.9;
/// Longer sentences are read by their cues only: what they are like is anybody's guess.
const LONGEST_EXAMPLE: usize = 40;

/// Strengths by target.
#[derive(Debug, Default)]
pub(super) struct Signals {
    strength: BTreeMap<Target, f32>,
    /// How much the text sounds like questions of ours (above 0) or like other talk (below).
    pub(super) lean: f32,
    /// The phrasing of an entry that the whole text is, or almost is.
    pub(super) phrasing: Option<(u32, f32)>,
}

impl Signals {
    /// How strongly the text points to a target.
    pub(super) fn of(&self, target: Target) -> f32 {
        self.strength.get(&target).copied().unwrap_or(0.0)
    }

    pub(super) fn act(&self, act: Act) -> f32 {
        self.of(Target::Act(act))
    }

    /// All targets, strongest first.
    pub(super) fn ranked(&self) -> Vec<(Target, f32)> {
        let mut all: Vec<(Target, f32)> = self
            .strength
            .iter()
            .map(|(target, strength)| (*target, *strength))
            .collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all
    }
}

/// Reads the signals of a text.
pub(super) fn read(lexicon: &Lexicon, reading: &Reading) -> Signals {
    let mut signals = Signals::default();
    let items = &reading.items;
    let last = items.last().map_or(0, |item| item.sentence);
    // A question mark says where the question is; the rest is the story around it.
    let at_the_ends = if items.iter().any(|item| item.asked) {
        0.75
    } else {
        1.0
    };
    let mut cues: BTreeMap<Target, Vec<f32>> = BTreeMap::new();
    for hit in lexicon.cues.find(items) {
        let (target, weight) = hit.value;
        let item = &items[hit.start];
        let place = if item.asked || target == Target::Intent(Intent::Advise) {
            1.0
        } else if item.sentence == 0 || item.sentence == last {
            at_the_ends
        } else {
            at_the_ends - 0.3
        };
        cues.entry(target).or_default().push(weight * place);
    }
    for (target, mut weights) in cues {
        weights.sort_by(|a, b| b.total_cmp(a));
        // The first cue says it; more of them only make it surer.
        let sum: f32 = weights
            .iter()
            .enumerate()
            .map(|(index, weight)| weight / (1.0 + 2.0 * index as f32))
            .sum();
        *signals.strength.entry(target).or_default() += sum;
    }
    let mut likeness: BTreeMap<Target, f32> = BTreeMap::new();
    let mut note = |words: &[u32]| {
        if words.is_empty() || words.len() > LONGEST_EXAMPLE {
            return;
        }
        for (target, like) in lexicon.examples.like(words) {
            let best = likeness.entry(target).or_default();
            *best = best.max(like);
        }
    };
    for sentence in sentences(items) {
        note(&abstracted(lexicon, sentence));
    }
    note(&reading.words);
    if items.last().is_some_and(|item| item.sentence > 0) {
        note(&abstracted(lexicon, items));
    }
    for (target, like) in &likeness {
        if *like > CHANCE {
            *signals.strength.entry(*target).or_default() +=
                (like - CHANCE) / (1.0 - CHANCE) * LIKENESS;
        }
    }
    signals.lean = lexicon.lean.of(&abstracted(lexicon, items));
    signals.phrasing = phrasing(lexicon, reading, &likeness);
    signals
}

fn phrasing(
    lexicon: &Lexicon,
    reading: &Reading,
    likeness: &BTreeMap<Target, f32>,
) -> Option<(u32, f32)> {
    if let Some(&entry) = lexicon.exact.get(&reading.words) {
        return Some((entry, 1.0));
    }
    likeness
        .iter()
        .filter_map(|(target, like)| match target {
            Target::Entry(entry) if *like > 0.8 => Some((*entry, *like)),
            _ => None,
        })
        .max_by(|a, b| a.1.total_cmp(&b.1))
}

fn sentences(items: &[Item]) -> impl Iterator<Item = &[Item]> {
    items.chunk_by(|a, b| a.sentence == b.sentence)
}

/// The words with each mention replaced by what kind of thing it is.
fn abstracted(lexicon: &Lexicon, items: &[Item]) -> Vec<u32> {
    items
        .iter()
        .map(|item| match item.class {
            Some(Class::Entry) => lexicon.placeholders.entry,
            Some(Class::Provider) => lexicon.placeholders.provider,
            Some(Class::Outside) => lexicon.placeholders.outside,
            Some(Class::Number | Class::Money) => lexicon.placeholders.number,
            None => item.id,
        })
        .collect()
}
