//! The words that certwise knows, what they stand for, and the nearest one to a misspelling.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::tokens::{Stems, Word, split};

/// A word that the vocabulary does not know.
pub(super) const UNKNOWN: u32 = u32::MAX;

/// Shorter words are too close to too many others to be corrected.
const SHORTEST_TYPO: usize = 5;

/// A word or a group of words that stands for one thing.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// What it stands for.
    pub(super) id: u32,
    /// First of the words that it was made of.
    pub(super) start: usize,
    /// One past the last of them.
    pub(super) end: usize,
    /// Its sentence.
    pub(super) sentence: u16,
    /// Its clause.
    pub(super) clause: u16,
    /// Whether its sentence ends with a question mark.
    pub(super) asked: bool,
    /// Its value, if it is a number.
    pub(super) number: Option<f64>,
}

/// Words, their stems and what they stand for.
pub(super) struct Vocabulary {
    stems: Stems,
    names: Vec<String>,
    /// What each name hashes to: the same in every vocabulary.
    keys: Vec<u64>,
    ids: HashMap<String, u32>,
    /// Every form seen while building, and the id that it stands for.
    forms: HashMap<String, u32>,
    /// Groups of words that stand for one: transitions of a tree, and what its nodes stand for.
    groups: Tree,
    /// Hashes of each long form with at most one letter left out, and the form, in order: a map of
    /// them took three times all the rest. Half a hash may fit another word too, which its distance
    /// then tells.
    near: Vec<(u32, u32)>,
    long_forms: Vec<(String, u32)>,
}

impl Vocabulary {
    /// A vocabulary in which each variant stands for its word.
    pub(super) fn new<'a>(words: impl Iterator<Item = (&'a String, &'a Vec<String>)>) -> Self {
        let mut vocabulary = Self {
            stems: Stems::english(),
            names: Vec::new(),
            keys: Vec::new(),
            ids: HashMap::new(),
            forms: HashMap::new(),
            groups: Tree::default(),
            near: Vec::new(),
            long_forms: Vec::new(),
        };
        let mut groups = Vec::new();
        for (word, variants) in words {
            let id = vocabulary.intern(word);
            vocabulary.forms.insert(word.clone(), id);
            for variant in variants {
                let parts = split(variant);
                match parts.as_slice() {
                    [] => {}
                    [single] => {
                        vocabulary.forms.insert(single.text.clone(), id);
                        let stem = vocabulary.stems.of(&single.text);
                        vocabulary.ids.entry(stem).or_insert(id);
                    }
                    _ => groups.push((parts, id)),
                }
            }
        }
        for (parts, id) in groups {
            let path: Vec<u32> = parts
                .iter()
                .map(|part| vocabulary.learn_word(part))
                .collect();
            vocabulary.groups.insert(&path, id);
        }
        vocabulary
    }

    /// The name of an id, for explanations and placeholders.
    pub(super) fn name(&self, id: u32) -> &str {
        self.names.get(id as usize).map_or("", String::as_str)
    }

    /// A number for an id that other vocabularies have for the same name.
    pub(super) fn key(&self, id: u32) -> u64 {
        self.keys.get(id as usize).copied().unwrap_or(0)
    }

    /// How many ids there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// The id of a word that has been learned, without correction.
    pub(super) fn id(&self, word: &str) -> u32 {
        self.known(word).unwrap_or(UNKNOWN)
    }

    fn intern(&mut self, stem: &str) -> u32 {
        if let Some(&id) = self.ids.get(stem) {
            return id;
        }
        let id = self.names.len() as u32;
        self.names.push(stem.to_owned());
        self.keys.push(hash(stem.as_bytes(), &[]));
        self.ids.insert(stem.to_owned(), id);
        id
    }

    fn learn_word(&mut self, word: &Word) -> u32 {
        if let Some(&id) = self.forms.get(&word.text) {
            return id;
        }
        let stem = self.stems.of(&word.text);
        let id = self.intern(&stem);
        self.forms.insert(word.text.clone(), id);
        id
    }

    /// Reads a phrase of the catalogue and learns its words.
    pub(super) fn learn(&mut self, phrase: &str) -> Vec<u32> {
        let words = split(phrase);
        let ids: Vec<u32> = words.iter().map(|word| self.learn_word(word)).collect();
        self.group(&words, &ids)
            .into_iter()
            .map(|token| token.id)
            .collect()
    }

    /// Prepares the search for misspelt words; call once, when everything is learned.
    pub(super) fn finish(&mut self) {
        let mut forms: Vec<(&String, &u32)> = self
            .forms
            .iter()
            .filter(|(form, _)| {
                form.len() >= SHORTEST_TYPO && form.bytes().all(|byte| byte.is_ascii_lowercase())
            })
            .collect();
        forms.sort();
        self.long_forms = forms
            .into_iter()
            .map(|(form, id)| (form.clone(), *id))
            .collect();
        for (index, (form, _)) in self.long_forms.iter().enumerate() {
            for hash in with_one_left_out(form) {
                self.near.push((hash as u32, index as u32));
            }
        }
        self.near.sort_unstable();
        self.near.dedup();
        self.near.shrink_to_fit();
    }

    /// Reads what somebody typed.
    pub(super) fn read(&self, words: &[Word]) -> Vec<Token> {
        let ids: Vec<u32> = words
            .iter()
            .map(|word| {
                self.known(&word.text)
                    .or_else(|| self.nearest(&word.text))
                    .unwrap_or(UNKNOWN)
            })
            .collect();
        self.group(words, &ids)
    }

    fn known(&self, word: &str) -> Option<u32> {
        self.forms
            .get(word)
            .or_else(|| self.ids.get(&self.stems.of(word)))
            .copied()
    }

    /// The known word that a typing error turned into this one.
    fn nearest(&self, word: &str) -> Option<u32> {
        let length = word.len();
        if !(SHORTEST_TYPO..=24).contains(&length)
            || !word.bytes().all(|byte| byte.is_ascii_lowercase())
        {
            return None;
        }
        let allowed = if length >= 8 { 2 } else { 1 };
        let mut best: Option<(usize, usize, u32)> = None;
        for hash in with_one_left_out(word) {
            let hash = hash as u32;
            let first = self.near.partition_point(|(known, _)| *known < hash);
            let candidates = self.near[first..]
                .iter()
                .take_while(|(known, _)| *known == hash);
            for &(_, index) in candidates {
                let (form, id) = &self.long_forms[index as usize];
                if form.as_bytes().first() != word.as_bytes().first() {
                    continue;
                }
                let distance = strsim::osa_distance(word, form);
                let rank = (distance, index as usize, *id);
                if distance <= allowed && best.is_none_or(|best| rank < best) {
                    best = Some(rank);
                }
            }
        }
        best.map(|(_, _, id)| id)
    }

    /// Puts words together that stand for one thing, longest first.
    fn group(&self, words: &[Word], ids: &[u32]) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(ids.len());
        let mut at = 0;
        while at < ids.len() {
            let same_sentence = |index: usize| words[index].sentence == words[at].sentence;
            let (id, length) = self
                .groups
                .longest(&ids[at..])
                .filter(|(_, length)| same_sentence(at + length - 1))
                .unwrap_or((ids[at], 1));
            let word = &words[at];
            tokens.push(Token {
                id,
                start: at,
                end: at + length,
                sentence: word.sentence,
                clause: word.clause,
                asked: word.asked,
                number: if length == 1 { word.number() } else { None },
            });
            at += length;
        }
        tokens
    }
}

fn with_one_left_out(word: &str) -> impl Iterator<Item = u64> + '_ {
    let whole = std::iter::once(hash(word.as_bytes(), &[]));
    let bytes = word.as_bytes();
    whole.chain((0..bytes.len()).map(move |gap| hash(&bytes[..gap], &bytes[gap + 1..])))
}

fn hash(head: &[u8], tail: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for byte in head.iter().chain(tail) {
        byte.hash(&mut hasher);
    }
    hasher.finish()
}

/// Sequences of ids with a value at the end of each.
#[derive(Debug, Default, Clone)]
pub(super) struct Tree {
    steps: HashMap<(u32, u32), u32>,
    values: HashMap<u32, u32>,
    nodes: u32,
}

impl Tree {
    /// Adds a sequence; the value that was there before, if it is another, stays and is returned.
    pub(super) fn insert(&mut self, path: &[u32], value: u32) -> Option<u32> {
        if path.is_empty() {
            return None;
        }
        let mut node = 0;
        for &id in path {
            let next = self.nodes + 1;
            node = *self.steps.entry((node, id)).or_insert(next);
            self.nodes = self.nodes.max(node);
        }
        let held = *self.values.entry(node).or_insert(value);
        (held != value).then_some(held)
    }

    /// The longest sequence at the beginning of `ids`, with its length.
    pub(super) fn longest(&self, ids: &[u32]) -> Option<(u32, usize)> {
        let mut node = 0;
        let mut found = None;
        for (index, &id) in ids.iter().enumerate() {
            let Some(&next) = self.steps.get(&(node, id)) else {
                break;
            };
            node = next;
            if let Some(&value) = self.values.get(&node) {
                found = Some((value, index + 1));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vocabulary() -> Vocabulary {
        let words = std::collections::BTreeMap::from([
            (
                "cert".to_owned(),
                vec!["certification".to_owned(), "badge".to_owned()],
            ),
            ("ml".to_owned(), vec!["machine learning".to_owned()]),
        ]);
        let mut vocabulary = Vocabulary::new(words.iter());
        vocabulary.learn("google engineer");
        vocabulary.finish();
        vocabulary
    }

    fn read(text: &str) -> Vec<String> {
        let vocabulary = vocabulary();
        vocabulary
            .read(&split(text))
            .iter()
            .map(|token| vocabulary.name(token.id).to_owned())
            .collect()
    }

    #[test]
    fn variants_and_groups_stand_for_one_word() {
        assert_eq!(read("Machine Learning certifications"), ["ml", "cert"]);
    }

    #[test]
    fn misspelt_words_are_found() {
        assert_eq!(
            read("gogle enginer certifcation"),
            ["googl", "engin", "cert"]
        );
        assert_eq!(
            read("goggles eagle"),
            ["", ""],
            "other words are left alone"
        );
    }
}
