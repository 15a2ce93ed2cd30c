//! What a text sounds like: a linear classifier, trained on the catalogue's example questions when
//! they are loaded.
//!
//! Rules find what is named; this weighs the rest. It is multinomial logistic regression over words
//! and pairs of words, so a text is judged in microseconds and every judgement can be traced to
//! words. Training visits the examples in a fixed order: the same catalogue gives the same answers.

use std::collections::{BTreeSet, HashMap};

use super::features::{Feature, Features};

/// The length of the first step; later ones are shorter.
const FIRST_STEP: f32 = 3.0;
/// How much slower than weights the starting points are learned, which every example moves.
const SLOWLY: f32 = 0.05;

/// How thoroughly to learn from a set of examples.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effort {
    /// How often training goes over all examples.
    pub(super) rounds: usize,
    /// A feature of fewer examples is chance.
    pub(super) fewest: usize,
    /// How much every weight shrinks in each round, so that rare words do not decide alone.
    pub(super) shrink: f32,
}

/// Examples: what kinds of question each is, all of them together 1, and its features. All of them lie
/// in one piece, which goes back to the system as one once they have been learned from.
#[derive(Default)]
pub(super) struct Examples<'a> {
    kinds: Pieces<(&'a str, f32)>,
    features: Pieces<(Feature, f32)>,
}

impl<'a> Examples<'a> {
    pub(super) fn add(
        &mut self,
        kinds: impl IntoIterator<Item = (&'a str, f32)>,
        features: Features,
    ) {
        self.kinds.add(kinds);
        self.features.add(features);
    }
}

/// Lists, one after the other.
#[derive(Default)]
struct Pieces<T> {
    all: Vec<T>,
    ends: Vec<usize>,
}

impl<T> Pieces<T> {
    fn add(&mut self, list: impl IntoIterator<Item = T>) {
        self.all.extend(list);
        self.ends.push(self.all.len());
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, at: usize) -> &[T] {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.all[start..self.ends[at]]
    }

    fn iter(&self) -> impl Iterator<Item = &[T]> {
        (0..self.len()).map(|at| self.get(at))
    }
}

/// What was learned. Weights are kept in a byte each, which is as good as exact and a quarter the
/// size.
#[derive(Debug, Default)]
pub(super) struct Classifier {
    kinds: Vec<String>,
    rows: Rows,
    /// A row of one weight per kind for each feature, one row after the other …
    weights: Vec<i8>,
    /// … and what one step of a row's weights is worth.
    steps: Vec<f32>,
    /// What each kind starts from.
    start: Vec<f32>,
}

impl Classifier {
    /// Trains on examples.
    pub(super) fn train(examples: &Examples<'_>, effort: Effort) -> Self {
        let kinds: BTreeSet<&str> = examples.kinds.all.iter().map(|(kind, _)| *kind).collect();
        let kinds: Vec<String> = kinds.into_iter().map(str::to_owned).collect();
        let rows = Rows::of(examples, effort.fewest);
        let learned = learn(examples, &kinds, &rows, effort);
        let width = kinds.len().max(1);
        let mut steps = Vec::with_capacity(rows.len());
        let mut weights = Vec::with_capacity(learned.weights.len());
        for row in learned.weights.chunks(width) {
            let most = row
                .iter()
                .fold(0.0_f32, |most, weight| most.max(weight.abs()));
            let step = (most / f32::from(i8::MAX)).max(f32::EPSILON);
            steps.push(step);
            weights.extend(row.iter().map(|weight| (weight / step).round() as i8));
        }
        Self {
            kinds,
            rows,
            weights,
            steps,
            start: learned.start,
        }
    }

    /// The kinds of question that there were examples of.
    pub(super) fn kinds(&self) -> &[String] {
        &self.kinds
    }

    /// How much memory is taken, in bytes.
    pub(super) fn size(&self) -> usize {
        let row = size_of::<u32>() + size_of::<f32>() + self.kinds.len();
        self.rows.len() * row
    }

    /// How likely each of [`Self::kinds`] is; together 1.
    pub(super) fn judge(&self, features: &Features) -> Vec<f32> {
        let width = self.kinds.len();
        let mut sums = self.start.clone();
        for (row, value) in self.rows.known(features) {
            let row = row as usize;
            let value = value * self.steps[row];
            let weights = &self.weights[row * width..(row + 1) * width];
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += f32::from(*weight) * value;
            }
        }
        softmax(&mut sums);
        sums
    }
}

/// A row for every feature that is no chance: in order, so that its place is the row. Half of a
/// feature's bits tell some ten thousand of them apart well enough.
#[derive(Debug, Default)]
struct Rows(Vec<u32>);

impl Rows {
    fn of(examples: &Examples<'_>, fewest: usize) -> Self {
        let mut seen: HashMap<u32, usize> = HashMap::new();
        for (feature, _) in &examples.features.all {
            *seen.entry(Self::key(*feature)).or_default() += 1;
        }
        let mut known: Vec<u32> = seen
            .into_iter()
            .filter(|(_, count)| *count >= fewest)
            .map(|(key, _)| key)
            .collect();
        known.sort_unstable();
        Self(known)
    }

    fn key(feature: Feature) -> u32 {
        feature as u32
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn row(&self, feature: Feature) -> Option<u32> {
        let row = self.0.binary_search(&Self::key(feature)).ok()?;
        Some(row as u32)
    }

    /// The features of a text that have a row, each with its value; all of them together of length
    /// 1, so that long texts weigh no more than short ones.
    fn known(&self, features: &[(Feature, f32)]) -> Vec<(u32, f32)> {
        let mut known: Vec<(u32, f32)> = features
            .iter()
            .filter_map(|(feature, value)| Some((self.row(*feature)?, *value)))
            .collect();
        let length: f32 = known.iter().map(|(_, value)| value * value).sum();
        let length = length.sqrt().max(f32::EPSILON);
        for (_, value) in &mut known {
            *value /= length;
        }
        known
    }
}

/// Weights while they are learned.
struct Learned {
    weights: Vec<f32>,
    start: Vec<f32>,
}

fn learn(examples: &Examples<'_>, kinds: &[String], rows: &Rows, effort: Effort) -> Learned {
    let width = kinds.len();
    let mut learned = Learned {
        weights: vec![0.0; rows.len() * width],
        start: vec![0.0; width],
    };
    // Rows of each example's features, and the kinds that it should be.
    let mut features: Pieces<(u32, f32)> = Pieces::default();
    let mut wanted: Pieces<(usize, f32)> = Pieces::default();
    for (own, list) in examples.features.iter().zip(examples.kinds.iter()) {
        features.add(rows.known(own));
        wanted.add(list.iter().filter_map(|(kind, share)| {
            let at = kinds.binary_search_by(|known| known.as_str().cmp(kind));
            Some((at.ok()?, *share))
        }));
    }
    let all = (features.len() * effort.rounds).max(1) as f32;
    let mut done = 0.0;
    let mut error = vec![0.0; width];
    for round in 0..effort.rounds {
        for at in order(features.len(), round) {
            error.copy_from_slice(&learned.start);
            let place = |row: u32| row as usize * width..(row as usize + 1) * width;
            for (row, value) in features.get(at) {
                let weights = &learned.weights[place(*row)];
                for (sum, weight) in error.iter_mut().zip(weights) {
                    *sum += weight * value;
                }
            }
            softmax(&mut error);
            let step = FIRST_STEP * (1.0 - done / all);
            for (kind, share) in wanted.get(at) {
                error[*kind] -= share;
            }
            for error in &mut error {
                *error *= step;
            }
            for (row, value) in features.get(at) {
                let weights = &mut learned.weights[place(*row)];
                for (weight, error) in weights.iter_mut().zip(&error) {
                    *weight -= error * value;
                }
            }
            for (start, error) in learned.start.iter_mut().zip(&error) {
                *start -= error * SLOWLY;
            }
            done += 1.0;
        }
        for weight in &mut learned.weights {
            *weight *= 1.0 - effort.shrink;
        }
    }
    learned
}

/// All places below `count`, in another order each round.
fn order(count: usize, round: usize) -> impl Iterator<Item = usize> {
    // A stride that shares no divisor with the count visits every place once.
    let mut stride = (count as f64 * 0.618) as usize + round * 2 + 1;
    while count > 0 && gcd(stride, count) != 1 {
        stride += 1;
    }
    (0..count).map(move |at| (at * stride + round) % count)
}

fn gcd(one: usize, other: usize) -> usize {
    if other == 0 {
        one
    } else {
        gcd(other, one % other)
    }
}

fn softmax(sums: &mut [f32]) {
    let most = sums.iter().copied().fold(f32::MIN, f32::max);
    let mut all = 0.0;
    for sum in sums.iter_mut() {
        *sum = (*sum - most).exp();
        all += *sum;
    }
    for sum in sums {
        *sum /= all;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EFFORT: Effort = Effort {
        rounds: 8,
        fewest: 6,
        shrink: 0.03,
    };

    fn examples<'a>(shown: &[(&'a str, [Feature; 2])]) -> Examples<'a> {
        let mut examples = Examples::default();
        // Each of them often enough to be no chance.
        for (kind, features) in shown.iter().cycle().take(shown.len() * EFFORT.fewest) {
            let features = features.iter().map(|feature| (*feature, 1.0)).collect();
            examples.add([(*kind, 1.0)], features);
        }
        examples
    }

    #[test]
    fn what_was_shown_is_learned_and_nothing_shown_is_nothing() {
        let taught = Classifier::train(
            &examples(&[
                ("cost", [1, 2]),
                ("cost", [1, 3]),
                ("time", [4, 2]),
                ("time", [4, 3]),
            ]),
            EFFORT,
        );
        assert_eq!(taught.kinds(), ["cost", "time"]);
        let likely = taught.judge(&vec![(1, 1.0), (2, 1.0)]);
        assert!(likely[0] > 0.8, "{likely:?}");
        let likely = taught.judge(&vec![(4, 1.0), (99, 1.0)]);
        assert!(likely[1] > 0.8, "{likely:?}");
        let untaught = Classifier::train(&Examples::default(), EFFORT);
        assert!(untaught.judge(&vec![(1, 1.0)]).is_empty());
    }

    #[test]
    fn every_example_is_visited_in_every_round() {
        for count in [1, 2, 7, 100, 4_096] {
            for round in 0..4 {
                let mut seen: Vec<usize> = order(count, round).collect();
                seen.sort_unstable();
                assert!(seen.into_iter().eq(0..count), "{count} in round {round}");
            }
        }
    }
}
