//! Ranked search: words over the fields of entries (BM25F), and likeness to example questions.

use std::collections::HashMap;

/// Saturation of repeated words, as in BM25.
const SATURATION: f32 = 1.2;

/// Which entries hold a word, and how much that says about them.
#[derive(Debug, Default)]
pub(super) struct Index {
    postings: HashMap<u32, Vec<(u32, f32)>>,
}

impl Index {
    /// Builds the index from each document's words with the weight of the field they stand in.
    pub(super) fn build(documents: &[Vec<(u32, f32)>]) -> Self {
        let mut postings: HashMap<u32, Vec<(u32, f32)>> = HashMap::new();
        for (document, words) in documents.iter().enumerate() {
            let mut sums: HashMap<u32, f32> = HashMap::new();
            for (word, weight) in words {
                *sums.entry(*word).or_default() += weight;
            }
            for (word, sum) in sums {
                let saturated = sum * (SATURATION + 1.0) / (sum + SATURATION);
                postings
                    .entry(word)
                    .or_default()
                    .push((document as u32, saturated));
            }
        }
        for list in postings.values_mut() {
            let rarity = rarity(documents.len(), list.len());
            for (_, weight) in list {
                *weight *= rarity;
            }
        }
        Self { postings }
    }

    /// How much one word says about one document.
    pub(super) fn weight(&self, word: u32, document: u32) -> f32 {
        self.postings
            .get(&word)
            .and_then(|list| {
                let at = list
                    .binary_search_by_key(&document, |(held, _)| *held)
                    .ok()?;
                Some(list[at].1)
            })
            .unwrap_or(0.0)
    }
}

fn rarity(documents: usize, holding: usize) -> f32 {
    let (all, holding) = (documents as f32, holding as f32);
    ((all - holding + 0.5) / (holding + 0.5) + 1.0).ln()
}

/// Example questions, found by likeness: the cosine of their words and pairs of words.
#[derive(Debug)]
pub(super) struct Examples<V> {
    values: Vec<V>,
    norms: Vec<f32>,
    postings: HashMap<(u32, u32), Vec<(u32, f32)>>,
    rarity: HashMap<(u32, u32), f32>,
    unseen: f32,
}

/// The second half of a feature that is a single word.
const ALONE: u32 = u32::MAX - 1;

impl<V: Copy> Examples<V> {
    /// Builds the index from examples, each a value with its words.
    pub(super) fn build(examples: &[(V, Vec<u32>)]) -> Self {
        let featured: Vec<HashMap<(u32, u32), f32>> =
            examples.iter().map(|(_, words)| features(words)).collect();
        let mut holding: HashMap<(u32, u32), usize> = HashMap::new();
        for features in &featured {
            for feature in features.keys() {
                *holding.entry(*feature).or_default() += 1;
            }
        }
        let rarity: HashMap<(u32, u32), f32> = holding
            .into_iter()
            .map(|(feature, count)| (feature, rarity(featured.len(), count)))
            .collect();
        let mut built = Self {
            values: examples.iter().map(|(value, _)| *value).collect(),
            norms: Vec::with_capacity(featured.len()),
            postings: HashMap::new(),
            unseen: crate::language::index::rarity(featured.len(), 0),
            rarity,
        };
        for (index, features) in featured.into_iter().enumerate() {
            let mut square = 0.0;
            for (feature, count) in features {
                let weight = count * built.rarity[&feature];
                square += weight * weight;
                built
                    .postings
                    .entry(feature)
                    .or_default()
                    .push((index as u32, weight));
            }
            built.norms.push(square.sqrt());
        }
        built
    }

    /// Every example that shares anything with the words, and how like it is, 0 to 1.
    pub(super) fn like(&self, words: &[u32]) -> Vec<(V, f32)> {
        let mut dots: HashMap<u32, f32> = HashMap::new();
        let mut square = 0.0;
        for (feature, count) in features(words) {
            let weight = count
                * self.rarity.get(&feature).copied().unwrap_or({
                    // A pair nobody has written yet says little; a word nobody has, much.
                    if feature.1 == ALONE {
                        self.unseen
                    } else {
                        self.unseen * 0.2
                    }
                });
            square += weight * weight;
            for (example, other) in self.postings.get(&feature).into_iter().flatten() {
                *dots.entry(*example).or_default() += weight * other;
            }
        }
        let norm = square.sqrt();
        dots.into_iter()
            .map(|(example, dot)| {
                let example = example as usize;
                let length = norm * self.norms[example];
                (
                    self.values[example],
                    if length > 0.0 { dot / length } else { 0.0 },
                )
            })
            .collect()
    }
}

fn features(words: &[u32]) -> HashMap<(u32, u32), f32> {
    let mut features = HashMap::new();
    for &word in words {
        features.insert((word, ALONE), 1.0);
    }
    for pair in words.windows(2) {
        features.insert((pair[0], pair[1]), 0.5);
    }
    features
}
