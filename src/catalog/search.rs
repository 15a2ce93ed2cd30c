//! Ranked, typo-tolerant search over names: what autocomplete offers, and where a typed name leads.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::model::Catalog;
use crate::domain::{Entry, EntryId, EntryKind};

/// As much of what somebody typed as is looked at; the longest name is shorter.
const MAX_TYPED: usize = 200;
/// Words beyond these do not make a name clearer.
const MAX_WORDS: usize = 12;
/// How near a name must be to be offered.
const NEAR: f32 = 0.45;
/// Near names that a person can choose from at a glance.
const MOST_CLOSE: usize = 5;

/// An entry that may be meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// The entry.
    pub id: EntryId,
    /// Its name, cut to the 100 characters of a choice.
    pub label: String,
    /// How well it fits, 0 to 1.
    pub score: f32,
}

/// Where a typed name leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// To this entry.
    Exact(EntryId),
    /// To none for certain; these are near, best first.
    Close(Vec<EntryId>),
    /// Nowhere.
    None,
}

impl Catalog {
    /// The entries of these kinds whose names come nearest to what was typed, best first. Nothing
    /// typed: all of them, the best known first. No kinds: every kind with a card of its own.
    pub fn suggest(&self, typed: &str, kinds: &[EntryKind], limit: usize) -> Vec<Suggestion> {
        let index = self.search.get(self);
        let ranked = index.rank(typed, limit, |kind| fits(kind, kinds));
        let found = ranked.into_iter().filter_map(|(index, score)| {
            let entry = self.entries.get(index)?;
            Some(Suggestion {
                id: entry.id().clone(),
                label: entry.name().chars().take(100).collect(),
                score,
            })
        });
        found.collect()
    }

    /// Finds the entry of these kinds that a typed name means. A slip of the finger is forgiven;
    /// anything less certain is left to the person.
    pub fn resolve(&self, typed: &str, kinds: &[EntryKind]) -> Resolution {
        let index = self.search.get(self);
        if let Some(id) = index.exact(typed, |kind| fits(kind, kinds)) {
            return Resolution::Exact(id);
        }
        if words(typed).is_empty() {
            return Resolution::None;
        }
        let close: Vec<EntryId> = self
            .suggest(typed, kinds, MOST_CLOSE)
            .into_iter()
            .map(|suggestion| suggestion.id)
            .collect();
        if close.is_empty() {
            Resolution::None
        } else {
            Resolution::Close(close)
        }
    }
}

fn fits(kind: EntryKind, kinds: &[EntryKind]) -> bool {
    if kinds.is_empty() {
        kind != EntryKind::Situation
    } else {
        kinds.contains(&kind)
    }
}

/// The index of a catalogue, made when it is first asked for. It follows from the entries, so two
/// catalogues are never unlike because of it.
#[derive(Debug, Clone, Default)]
pub(super) struct LazyIndex(Arc<OnceLock<Index>>);

impl PartialEq for LazyIndex {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl LazyIndex {
    fn get(&self, catalog: &Catalog) -> &Index {
        self.0.get_or_init(|| Index::new(catalog))
    }
}

#[derive(Debug)]
struct Item {
    id: EntryId,
    kind: EntryKind,
    /// Position in the catalogue.
    index: usize,
    /// Lower is better known.
    rank: u8,
}

#[derive(Debug)]
struct Name {
    item: u32,
    text: Box<str>,
    words: u8,
    /// A provider's name is a weaker hint than an entry's own.
    weight: f32,
}

#[derive(Debug)]
struct Word {
    text: Box<str>,
    /// Names that contain the word.
    names: Vec<u32>,
}

#[derive(Debug)]
struct Index {
    items: Vec<Item>,
    names: Vec<Name>,
    /// In alphabetical order.
    words: Vec<Word>,
    /// Which letters occur in each word and its length, so that most need not be looked at.
    outlines: Vec<(u64, u32)>,
    /// Whole names without spaces, for what is typed without them.
    exact: HashMap<Box<str>, Vec<u32>>,
}

impl Index {
    fn new(catalog: &Catalog) -> Self {
        let ranks = ranks(catalog);
        let mut index = Self {
            items: Vec::new(),
            names: Vec::new(),
            words: Vec::new(),
            outlines: Vec::new(),
            exact: HashMap::new(),
        };
        let mut postings: HashMap<String, Vec<u32>> = HashMap::new();
        let provider_names = provider_names(catalog);
        for (position, entry) in catalog.entries().enumerate() {
            let item = index.items.len() as u32;
            index.items.push(Item {
                id: entry.id().clone(),
                kind: entry.kind(),
                index: position,
                rank: ranks.get(entry.id()).copied().unwrap_or(u8::MAX),
            });
            let (own, provider) = names_of(entry);
            let providers = provider.and_then(|id| provider_names.get(id));
            let own = own.into_iter().map(|name| (name, 1.0));
            let providers = providers
                .into_iter()
                .flatten()
                .map(|name| (name.as_str(), 0.6));
            for (name, weight) in own.chain(providers) {
                index.add(item, name, weight, &mut postings);
            }
        }
        index.words = postings
            .into_iter()
            .map(|(text, mut names)| {
                names.dedup();
                Word {
                    text: text.into(),
                    names,
                }
            })
            .collect();
        index
            .words
            .sort_unstable_by(|one, other| one.text.cmp(&other.text));
        index.outlines = index
            .words
            .iter()
            .map(|word| (letters(&word.text), word.text.len() as u32))
            .collect();
        index
    }

    fn add(
        &mut self,
        item: u32,
        name: &str,
        weight: f32,
        postings: &mut HashMap<String, Vec<u32>>,
    ) {
        let words = words(name);
        if words.is_empty() {
            return;
        }
        let number = self.names.len() as u32;
        let joined = words.concat();
        if weight >= 1.0 {
            let owners = self.exact.entry(joined.as_str().into()).or_default();
            if !owners.contains(&item) {
                owners.push(item);
            }
        }
        self.names.push(Name {
            item,
            text: words.join(" ").into(),
            words: words.len().min(255) as u8,
            weight,
        });
        // Short names are typed with and without their hyphens: `ai102` is `AI-102`.
        if words.len() > 1 && joined.len() <= 16 {
            postings.entry(joined).or_default().push(number);
        }
        for word in words {
            postings.entry(word).or_default().push(number);
        }
    }

    fn exact(&self, typed: &str, fits: impl Fn(EntryKind) -> bool) -> Option<EntryId> {
        let typed = words(typed).concat();
        if typed.is_empty() {
            return None;
        }
        let one = |owners: &mut dyn Iterator<Item = u32>| {
            let mut found = owners
                .filter_map(|item| self.items.get(item as usize))
                .filter(|item| fits(item.kind));
            let first = found.next()?;
            found
                .all(|other| other.id == first.id)
                .then(|| first.id.clone())
        };
        if let Some(owners) = self.exact.get(typed.as_str()) {
            return one(&mut owners.iter().copied());
        }
        let slips = typed.chars().count() / 6;
        if slips == 0 {
            return None;
        }
        let mask = letters(&typed);
        let near = self
            .exact
            .iter()
            .filter(|(name, _)| {
                let name: &str = name;
                name.len().abs_diff(typed.len()) <= slips
                    && unlike(letters(name), mask) <= 2 * slips as u32
                    && digits(name).eq(digits(&typed))
                    && strsim::damerau_levenshtein(name, &typed) <= slips
            })
            .flat_map(|(_, owners)| owners.iter().copied());
        one(&mut near.into_iter())
    }

    /// Positions in the catalogue with their scores, best first.
    fn rank(
        &self,
        typed: &str,
        limit: usize,
        fits: impl Fn(EntryKind) -> bool,
    ) -> Vec<(usize, f32)> {
        let asked = words(typed);
        let mut found: Vec<(f32, &Item)> = if asked.is_empty() {
            self.items.iter().map(|item| (1.0, item)).collect()
        } else {
            let scores = self.scores(&asked);
            self.items
                .iter()
                .zip(scores)
                .filter(|(_, score)| *score >= NEAR)
                .map(|(item, score)| (score, item))
                .collect()
        };
        found.retain(|(_, item)| fits(item.kind));
        let better = |(score, item): &(f32, &Item), (other_score, other): &(f32, &Item)| {
            other_score
                .total_cmp(score)
                .then(item.rank.cmp(&other.rank))
                .then(item.index.cmp(&other.index))
        };
        if limit < found.len() {
            found.select_nth_unstable_by(limit, better);
            found.truncate(limit);
        }
        found.sort_unstable_by(better);
        found
            .into_iter()
            .map(|(score, item)| (item.index, score))
            .collect()
    }

    /// How well each item fits, 0 to 1.
    fn scores(&self, asked: &[String]) -> Vec<f32> {
        let mut by_name = vec![0.0_f32; self.names.len()];
        let mut by_item = vec![0.0_f32; self.items.len()];
        let mut all = 0.0;
        let last = asked.len() - 1;
        let mut best_name = vec![0.0_f32; self.names.len()];
        let mut best_item = vec![0.0_f32; self.items.len()];
        for (position, word) in asked.iter().enumerate() {
            best_name.fill(0.0);
            best_item.fill(0.0);
            let mut owners = 0_usize;
            for (found, quality) in self.matches(word, position == last) {
                for &name in &found.names {
                    let Some(known) = self.names.get(name as usize) else {
                        continue;
                    };
                    let quality = quality * known.weight;
                    raise(&mut best_name, name, quality);
                    if raise(&mut best_item, known.item, quality) {
                        owners += 1;
                    }
                }
            }
            // A word that every entry has says little, one that none has says: not this.
            let telling = (1.0 + self.items.len() as f32 / (1.0 + owners as f32)).ln();
            all += telling;
            for (sum, best) in by_name.iter_mut().zip(&best_name) {
                *sum += telling * best;
            }
            for (sum, best) in by_item.iter_mut().zip(&best_item) {
                *sum += telling * best;
            }
        }
        let whole = asked.join(" ");
        // Words found in different names of an entry fit less well than those of one name.
        let mut scores: Vec<f32> = by_item.iter().map(|sum| 0.75 * sum / all).collect();
        for (name, sum) in self.names.iter().zip(&by_name) {
            if *sum == 0.0 {
                continue;
            }
            let mut score = 0.85 * sum / all;
            if *name.text == *whole {
                score = name.weight;
            } else if name.text.starts_with(&whole) {
                score += 0.1 * name.weight;
            }
            // Of two names with the asked words, the shorter says less besides.
            let surplus = f32::from(name.words).max(1.0) - asked.len() as f32;
            score -= 0.004 * surplus.clamp(0.0, 10.0);
            raise(&mut scores, name.item, score.min(1.0));
        }
        scores
    }

    /// Known words that a typed word may stand for, with how likely that is.
    fn matches<'a>(
        &'a self,
        word: &'a str,
        is_last: bool,
    ) -> impl Iterator<Item = (&'a Word, f32)> {
        let length = word.chars().count();
        let slips = match length {
            0..=2 => 0,
            3..=6 => 1,
            _ => 2,
        };
        let mask = letters(word);
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        // Words that begin so stand together.
        let from = self.words.partition_point(|known| *known.text < *word);
        let beginning = self.words.get(from..).unwrap_or_default();
        let count = beginning.partition_point(|known| known.text.starts_with(word));
        let beginning = beginning.iter().take(count).map(move |known| {
            // The last word may still be on its way.
            let share = word.len() as f32 / known.text.len() as f32;
            let base = if is_last { 0.8 } else { 0.7 };
            let quality = if *known.text == *word {
                1.0
            } else {
                base + 0.15 * share
            };
            (known, quality)
        });
        let looked_at = if length < 3 { 0 } else { self.words.len() };
        let others = self.outlines.iter().take(looked_at).zip(&self.words);
        let others = others.filter_map(move |((known_letters, known_length), known)| {
            let text: &str = &known.text;
            if mask & !known_letters == 0 && text.contains(word) {
                return (!text.starts_with(word)).then_some((known, 0.6));
            }
            let too_unlike = slips == 0
                || is_number
                || unlike(mask, *known_letters) > 2 * slips
                || known_length.abs_diff(word.len() as u32) > 2 * slips;
            if too_unlike || text.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let distance = strsim::damerau_levenshtein(text, word);
            (distance <= slips as usize)
                .then(|| (known, 0.85 - 0.9 * distance as f32 / length as f32))
        });
        beginning.chain(others)
    }
}

/// Raises a value; whether it was zero before.
fn raise(values: &mut [f32], at: u32, to: f32) -> bool {
    match values.get_mut(at as usize) {
        Some(value) if to > *value => {
            let first = *value == 0.0;
            *value = to;
            first
        }
        _ => false,
    }
}

/// The words of a text: lower case, without accents and punctuation.
pub(super) fn words(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .take(MAX_TYPED)
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect();
    plain
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_WORDS)
        .map(str::to_owned)
        .collect()
}

fn letters(word: &str) -> u64 {
    word.chars()
        .fold(0, |mask, c| mask | 1 << (u32::from(c) % 64))
}

fn unlike(one: u64, other: u64) -> u32 {
    (one ^ other).count_ones()
}

/// `AI-102` and `AI-103` are one slip apart and two exams.
fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(char::is_ascii_digit)
}

fn names_of(entry: &Entry) -> (Vec<&str>, Option<&str>) {
    let mut names = vec![entry.id().as_str(), entry.name(), entry.short()];
    names.extend(entry.aliases().iter().map(String::as_str));
    let provider = match entry {
        Entry::Certification(found) => {
            names.extend(found.code.as_deref());
            for variant in &found.variants {
                names.push(&variant.name);
                names.extend(variant.code.as_deref());
            }
            Some(found.provider.as_str())
        }
        Entry::Resource(found) => Some(found.provider.as_str()),
        _ => None,
    };
    (names, provider)
}

fn provider_names(catalog: &Catalog) -> HashMap<&str, Vec<String>> {
    catalog
        .providers()
        .map(|provider| {
            let mut names = provider.aliases.clone();
            names.push(provider.name.clone());
            names.push(provider.id.to_string());
            (provider.id.as_str(), names)
        })
        .collect()
}

/// How well known each entry is: a credential by its tier, or by that of the one that it follows.
fn ranks(catalog: &Catalog) -> HashMap<EntryId, u8> {
    let mut ranks: HashMap<EntryId, u8> = HashMap::new();
    let mut lower = |id: &EntryId, rank: u8| {
        let known = ranks.entry(id.clone()).or_insert(rank);
        *known = rank.min(*known);
    };
    for certification in catalog.certifications() {
        let tier = certification.article.as_ref().and_then(|found| found.tier);
        let Some(tier) = tier else { continue };
        lower(&certification.id, tier);
        for successor in certification
            .status
            .iter()
            .flat_map(|step| &step.successors)
        {
            lower(successor, tier);
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::load_embedded;

    fn first(typed: &str) -> String {
        let catalog = load_embedded().unwrap().catalog;
        let found = catalog.suggest(typed, &[EntryKind::Certification, EntryKind::Resource], 5);
        found
            .first()
            .map_or_else(String::new, |found| found.id.to_string())
    }

    #[test]
    fn what_people_type_finds_what_they_mean() {
        for (typed, meant) in [
            ("pmle", "google-pmle"),
            ("pmel", "google-pmle"),
            ("gogle ml enginer", "google-pmle"),
            ("ai102", "azure-ai-102"),
            ("AI-102", "azure-ai-102"),
            ("ai 103", "azure-ai-103"),
            ("ibm ai", "ibm-ai-engineering"),
            ("tensorflow", "dlai-tensorflow"),
            ("mls-c01", "aws-mls"),
            ("Databricks Mashine Learning", "databricks-ml-pro"),
            ("kagle", "kaggle-learn"),
            ("stanf", "stanford-ml"),
        ] {
            assert_eq!(first(typed), meant, "{typed}");
        }
    }

    #[test]
    fn nothing_typed_offers_the_best_known_first() {
        let catalog = load_embedded().unwrap().catalog;
        let found = catalog.suggest(" ", &[EntryKind::Certification], 25);
        assert_eq!(found.len(), catalog.certifications().count().min(25));
        let place = |id: &str| found.iter().position(|found| found.id.as_str() == id);
        assert!(place("google-pmle").is_some());
        assert!(place("google-pmle") < place("ibm-ai-engineering"));
    }

    #[test]
    fn a_name_resolves_and_a_guess_stays_a_guess() {
        let catalog = load_embedded().unwrap().catalog;
        let exact = |typed: &str| match catalog.resolve(typed, &[]) {
            Resolution::Exact(id) => id.to_string(),
            other => format!("{other:?}"),
        };
        assert_eq!(exact("google-pmle"), "google-pmle");
        assert_eq!(exact("Ai 102"), "azure-ai-102");
        assert_eq!(exact("kaggle lern"), "kaggle-learn");
        assert!(matches!(
            catalog.resolve("google", &[EntryKind::Certification]),
            Resolution::Close(near) if !near.is_empty()
        ));
        // One digit off is another exam, not a slip.
        assert!(!matches!(
            catalog.resolve("AI-109", &[]),
            Resolution::Exact(_)
        ));
        assert_eq!(catalog.resolve("", &[]), Resolution::None);
        assert_eq!(catalog.resolve("🦀🦀", &[]), Resolution::None);
    }
}
