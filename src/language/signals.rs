//! How likely a text is about each intent, topic and reason to decline.

use std::collections::BTreeMap;

use crate::domain::{DeclineKind, Intent};

use super::entities::Reading;
use super::features;
use super::lexicon::Lexicon;
use super::targets::{Act, Target};

/// More cues than one and a half make nothing surer.
const MOST_CUES: f32 = 1.5;
/// What a text without examples of its kind starts from, beside those that have some.
const UNHEARD_OF: f32 = 0.002;

/// What a text points to.
#[derive(Debug, Default)]
pub(super) struct Signals {
    likely: BTreeMap<Target, f32>,
    cues: BTreeMap<Target, f32>,
    /// The phrasing of an entry that the whole text is, or almost is, and how much so.
    pub(super) phrasing: Option<(u32, f32)>,
}

impl Signals {
    /// How likely the text is about a target, from 0 to 1; all targets together are 1.
    pub(super) fn of(&self, target: Target) -> f32 {
        self.likely.get(&target).copied().unwrap_or(0.0)
    }

    pub(super) fn intent(&self, intent: Intent) -> f32 {
        self.of(Target::Intent(intent))
    }

    pub(super) fn act(&self, act: Act) -> f32 {
        self.of(Target::Act(act))
    }

    pub(super) fn decline(&self, kind: DeclineKind) -> f32 {
        self.of(Target::Decline(kind))
    }

    /// How likely the talk is about something that certwise has no part in.
    pub(super) fn elsewhere(&self) -> f32 {
        let declined = [DeclineKind::Booking, DeclineKind::Pay, DeclineKind::Law];
        let declined: f32 = declined.into_iter().map(|kind| self.decline(kind)).sum();
        self.act(Act::OffTopic) + declined
    }

    /// How plainly words of the text give a target away: 1 is a cue, less is a hint.
    pub(super) fn cue(&self, target: Target) -> f32 {
        self.cues.get(&target).copied().unwrap_or(0.0)
    }

    /// All targets, likeliest first.
    pub(super) fn ranked(&self) -> Vec<(Target, f32)> {
        let mut all: Vec<(Target, f32)> = self
            .likely
            .iter()
            .map(|(target, likely)| (*target, *likely))
            .collect();
        all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all
    }
}

/// Reads the signals of a text, said after an answer or by itself.
pub(super) fn read(lexicon: &Lexicon, reading: &Reading, follows: bool) -> Signals {
    let cues = cues(lexicon, reading);
    let heard = lexicon.judge(&features::of(lexicon, reading, follows));
    let mut likely: BTreeMap<Target, f32> = heard.into_iter().collect();
    for (target, cue) in &cues {
        let odds = cue.min(MOST_CUES).exp();
        *likely.entry(*target).or_insert(UNHEARD_OF) *= odds;
    }
    let all: f32 = likely.values().sum();
    for share in likely.values_mut() {
        *share /= all.max(f32::EPSILON);
    }
    Signals {
        likely,
        cues,
        phrasing: phrasing(lexicon, reading),
    }
}

/// The cues of a text by target. A question mark says where the question is; what stands elsewhere
/// is the story around it.
fn cues(lexicon: &Lexicon, reading: &Reading) -> BTreeMap<Target, f32> {
    let items = &reading.items;
    let last = items.last().map_or(0, |item| item.sentence);
    let at_the_ends = if items.iter().any(|item| item.asked) {
        0.75
    } else {
        1.0
    };
    let mut found: BTreeMap<Target, Vec<f32>> = BTreeMap::new();
    for hit in lexicon.cues.find(items) {
        let target = hit.value;
        let item = &items[hit.start];
        let place = if item.asked || target == Target::Intent(Intent::Advise) {
            1.0
        } else if item.sentence == 0 || item.sentence == last {
            at_the_ends
        } else {
            at_the_ends - 0.3
        };
        found.entry(target).or_default().push(place);
    }
    found
        .into_iter()
        .map(|(target, mut weights)| {
            weights.sort_by(|a, b| b.total_cmp(a));
            // The first cue says it; more of them only make it surer.
            let sum = weights
                .iter()
                .enumerate()
                .map(|(index, weight)| weight / (1.0 + 2.0 * index as f32))
                .sum();
            (target, sum)
        })
        .collect()
}

/// What the whole text almost is, word for word.
const ALMOST: f32 = 0.8;

fn phrasing(lexicon: &Lexicon, reading: &Reading) -> Option<(u32, f32)> {
    if let Some(&entry) = lexicon.exact.get(&reading.words) {
        return Some((entry, 1.0));
    }
    lexicon
        .phrasings
        .like(&reading.words)
        .into_iter()
        .filter(|(_, like)| *like > ALMOST)
        .max_by(|a, b| a.1.total_cmp(&b.1))
}
