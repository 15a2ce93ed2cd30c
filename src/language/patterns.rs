//! Phrases with gaps and alternatives, found in one pass over a text.
//!
//! `how much|long * <entry>`: alternatives with `|`, up to four words of one sentence for `*`, and
//! classes such as `<entry>`, `<provider>`, `<money>`, `<number>`. `^` and `$` tie a phrase to the
//! beginning and the end of a sentence. An underscore keeps the words of one alternative together.

use std::collections::HashMap;

use super::vocabulary::{UNKNOWN, Vocabulary};

/// The most words that `*` stands for.
const GAP: usize = 4;

/// What an item is besides its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// An entry of the catalogue that can be taken or learned from.
    Entry,
    /// A provider or platform.
    Provider,
    /// An amount of money.
    Money,
    /// A number.
    Number,
    /// A credential that the catalogue does not have.
    Outside,
}

impl Class {
    fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "<entry>" => Self::Entry,
            "<provider>" => Self::Provider,
            "<money>" => Self::Money,
            "<number>" => Self::Number,
            "<outside>" => Self::Outside,
            _ => return None,
        })
    }
}

/// A text as patterns see it: one item for each word or mention.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// What it stands for.
    pub(super) id: u32,
    /// What it is.
    pub(super) class: Option<Class>,
    /// Its sentence.
    pub(super) sentence: u16,
    /// Its clause.
    pub(super) clause: u16,
    /// Whether its sentence is a question.
    pub(super) asked: bool,
    /// Its value, if it is a number.
    pub(super) number: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
enum Element {
    Word(u32),
    AnyOf(Vec<Vec<u32>>),
    Class(Class),
    Gap,
    Start,
    End,
}

impl Element {
    fn fits(&self, item: &Item) -> bool {
        match self {
            Self::Word(id) => item.id == *id && item.id != UNKNOWN,
            Self::Class(class) => item.class == Some(*class),
            Self::AnyOf(_) | Self::Gap | Self::Start | Self::End => false,
        }
    }
}

/// A found pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit<V> {
    /// What the pattern stands for.
    pub(super) value: V,
    /// First item.
    pub(super) start: usize,
    /// One past the last item.
    pub(super) end: usize,
}

/// Many patterns, each standing for a value.
#[derive(Debug)]
pub(super) struct Patterns<V> {
    all: Vec<(Vec<Element>, V)>,
    by_word: HashMap<u32, Vec<u32>>,
    by_class: HashMap<Class, Vec<u32>>,
}

impl<V: Copy> Default for Patterns<V> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            by_word: HashMap::new(),
            by_class: HashMap::new(),
        }
    }
}

impl<V: Copy> Patterns<V> {
    /// Adds a pattern; `false` when there is no word or class in it to find it by.
    pub(super) fn add(&mut self, pattern: &str, value: V, vocabulary: &mut Vocabulary) -> bool {
        let elements = parse(pattern, vocabulary);
        let index = self.all.len() as u32;
        let anchored = matches!(elements.first(), Some(Element::Start));
        let mut found = true;
        match elements.get(usize::from(anchored)) {
            Some(Element::Word(id)) => self.by_word.entry(*id).or_default().push(index),
            Some(Element::AnyOf(ids)) => {
                let mut firsts: Vec<u32> =
                    ids.iter().filter_map(|ids| ids.first()).copied().collect();
                firsts.sort_unstable();
                firsts.dedup();
                for id in firsts {
                    self.by_word.entry(id).or_default().push(index);
                }
            }
            Some(Element::Class(class)) => self.by_class.entry(*class).or_default().push(index),
            _ => found = false,
        }
        self.all.push((elements, value));
        found
    }

    /// Every place where a pattern fits; of each pattern and place the shortest fit.
    pub(super) fn find(&self, items: &[Item]) -> Vec<Hit<V>> {
        let mut hits = Vec::new();
        for (start, item) in items.iter().enumerate() {
            let by_word = self.by_word.get(&item.id);
            let by_class = item.class.and_then(|class| self.by_class.get(&class));
            for &index in by_word.into_iter().chain(by_class).flatten() {
                let (elements, value) = &self.all[index as usize];
                if let Some(end) = fit(elements, items, start) {
                    hits.push(Hit {
                        value: *value,
                        start,
                        end,
                    });
                }
            }
        }
        hits
    }
}

fn parse(pattern: &str, vocabulary: &mut Vocabulary) -> Vec<Element> {
    let mut elements = Vec::new();
    let mut plain: Vec<&str> = Vec::new();
    for part in pattern.split_whitespace() {
        let special = match part {
            "*" => Some(Element::Gap),
            "^" => Some(Element::Start),
            "$" => Some(Element::End),
            _ if part.contains('|') => Some(Element::AnyOf(
                part.split('|')
                    .map(|words| vocabulary.learn(&words.replace('_', " ")))
                    .filter(|words| !words.is_empty())
                    .collect(),
            )),
            _ => Class::parse(part).map(Element::Class),
        };
        match special {
            Some(element) => {
                flush(&mut plain, &mut elements, vocabulary);
                elements.push(element);
            }
            None => plain.push(part),
        }
    }
    flush(&mut plain, &mut elements, vocabulary);
    elements
}

fn flush(plain: &mut Vec<&str>, elements: &mut Vec<Element>, vocabulary: &mut Vocabulary) {
    if !plain.is_empty() {
        let ids = vocabulary.learn(&plain.join(" "));
        elements.extend(ids.into_iter().map(Element::Word));
        plain.clear();
    }
}

fn fit(elements: &[Element], items: &[Item], start: usize) -> Option<usize> {
    let sentence = items.get(start)?.sentence;
    let here = |at: usize| items.get(at).filter(|item| item.sentence == sentence);
    match elements.split_first() {
        None => Some(start),
        Some((Element::Start, rest)) => {
            let first = start == 0 || items[start - 1].sentence != sentence;
            if first {
                fit_rest(rest, &here, start)
            } else {
                None
            }
        }
        Some(_) => fit_rest(elements, &here, start),
    }
}

fn fit_rest<'a>(
    elements: &[Element],
    here: &dyn Fn(usize) -> Option<&'a Item>,
    at: usize,
) -> Option<usize> {
    match elements.split_first() {
        None => Some(at),
        Some((Element::End, _)) => here(at).is_none().then_some(at),
        Some((Element::Gap, rest)) => (at..=at + GAP).find_map(|next| {
            (next == at || here(next - 1).is_some())
                .then(|| fit_rest(rest, here, next))
                .flatten()
        }),
        Some((Element::AnyOf(choices), rest)) => choices.iter().find_map(|words| {
            words
                .iter()
                .enumerate()
                .all(|(offset, word)| here(at + offset).is_some_and(|item| item.id == *word))
                .then(|| fit_rest(rest, here, at + words.len()))
                .flatten()
        }),
        Some((element, rest)) => here(at)
            .filter(|item| element.fits(item))
            .and_then(|_| fit_rest(rest, here, at + 1)),
    }
}
