//! Everything that understanding needs to know of a catalogue, indexed once.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::domain::{Background, EntryId, Goal, Level, Platform, ProviderId, Topic};

use super::conditions::Condition;
use super::data::Problem;
use super::features::Features;
use super::index::{Examples, Index};
use super::meanings::{MoneyWord, Stance, TimeWord};
use super::patterns::Patterns;
use super::stances::marked;
use super::targets::Target;
use super::training::Schooling;
use super::vocabulary::{Tree, Vocabulary};

/// What a name stands for.
#[derive(Debug, Clone, Default)]
pub(super) struct Named {
    /// Entries that it could mean, likeliest first.
    pub(super) entries: Vec<u32>,
    /// The provider that it names.
    pub(super) provider: Option<ProviderId>,
    /// A credential that the catalogue does not have, and what is near.
    pub(super) outside: Option<Vec<u32>>,
}

/// What is needed of an entry.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: EntryId,
    pub(super) provider: Option<ProviderId>,
    pub(super) platform: Option<Platform>,
    pub(super) level: Option<Level>,
    pub(super) topics: Vec<Topic>,
    /// Certification or resource: something that can be taken or learned from.
    pub(super) takeable: bool,
    pub(super) certification: bool,
    /// How likely it is meant when a name fits several: the article's tiers first.
    pub(super) prior: f32,
}

/// Words that stand for mentions in example questions: `<entry>`, `<provider>` …
#[derive(Debug, Clone, Copy)]
pub(super) struct Placeholders {
    pub(super) entry: u32,
    pub(super) provider: u32,
    pub(super) outside: u32,
    pub(super) number: u32,
}

impl Placeholders {
    const WORDS: [(&'static str, &'static str); 4] = [
        ("<entry>", "qqentry"),
        ("<provider>", "qqprovider"),
        ("<outside>", "qqoutside"),
        ("<number>", "qqnumber"),
    ];

    pub(super) fn learn(vocabulary: &mut Vocabulary) -> Self {
        let [entry, provider, outside, number] =
            Self::WORDS.map(|(_, word)| vocabulary.learn(word).first().copied().unwrap_or(0));
        Self {
            entry,
            provider,
            outside,
            number,
        }
    }

    /// An example question with its placeholders as words that nobody types.
    pub(super) fn fill(phrase: &str) -> Cow<'_, str> {
        if !phrase.contains('<') {
            return Cow::Borrowed(phrase);
        }
        let filled = Self::WORDS
            .iter()
            .fold(phrase.to_owned(), |text, (from, to)| text.replace(from, to));
        Cow::Owned(filled)
    }
}

/// Kinds of words.
#[derive(Debug)]
pub(super) struct Kinds {
    /// Technologies that people use, whose name is also that of a credential.
    pub(super) tools: HashSet<u32>,
    /// "cert", "course", "one": after a provider's name, its credential.
    pub(super) nouns: HashSet<u32>,
    /// "ml", "practitioner": which of a provider's credentials.
    pub(super) descriptors: HashSet<u32>,
    /// "cert", "course": what also stands before a provider ("the ml cert from google").
    pub(super) names: HashSet<u32>,
    /// "voucher", "notes", "slot": who has one for an exam does not hold its credential.
    pub(super) belongings: HashSet<u32>,
    /// "it", "the second one".
    pub(super) pronouns: HashSet<u32>,
    /// Words that add nothing to a short follow-up.
    pub(super) filler: HashSet<u32>,
}

/// The index of one catalogue. Built once, read by every question.
pub struct Lexicon {
    pub(super) vocabulary: Vocabulary,
    pub(super) entries: Vec<Known>,
    pub(super) by_id: HashMap<EntryId, u32>,
    pub(super) names: Tree,
    pub(super) named: Vec<Named>,
    pub(super) fields: Index,
    pub(super) cues: Patterns<Target>,
    pub(super) phrasings: Examples<u32>,
    pub(super) schooling: Arc<Schooling>,
    /// What each kind of question that was learned is in this catalogue; `None` where it is not.
    pub(super) learned: Vec<Option<Target>>,
    /// Phrasings of entries, word for word, and the entry.
    pub(super) exact: HashMap<Vec<u32>, u32>,
    pub(super) background: Patterns<Background>,
    pub(super) goal: Patterns<Goal>,
    pub(super) platform: Patterns<Platform>,
    pub(super) codes: Patterns<bool>,
    pub(super) stance: Patterns<Stance>,
    pub(super) money: Patterns<MoneyWord>,
    pub(super) time: Patterns<TimeWord>,
    pub(super) foreign: Vec<(String, HashSet<String>)>,
    pub(super) problems: Vec<Problem>,
    /// Phrasings as words and as written, with the entry that claims them.
    pub(super) claims: Vec<Claim>,
    pub(super) placeholders: Placeholders,
    pub(super) kinds: Kinds,
    pub(super) provider_words: HashMap<ProviderId, Vec<u32>>,
    pub(super) families: HashMap<ProviderId, Vec<u32>>,
    pub(super) flagships: HashMap<ProviderId, u32>,
    pub(super) series: HashMap<String, Vec<u32>>,
}

/// A phrasing as words and as written, and the entry that claims it.
pub(super) type Claim = (Vec<u32>, String, u32);

impl Lexicon {
    /// How likely a text with these features is about each target; what the catalogue lacks is left
    /// out.
    pub(super) fn judge(&self, features: &Features) -> Vec<(Target, f32)> {
        let likely = self.schooling.classifier.judge(features);
        self.learned
            .iter()
            .zip(likely)
            .filter_map(|(target, likely)| Some(((*target)?, likely)))
            .collect()
    }

    /// The conditions that a sentence with these features may set, each with how likely it does.
    pub(super) fn conditions(&self, features: &Features) -> Vec<(Condition, f32)> {
        let classifier = &self.schooling.conditions;
        let likely = classifier.judge(features);
        classifier
            .kinds()
            .iter()
            .zip(likely)
            .filter_map(|(kind, likely)| Some((Condition::of(kind)?, likely)))
            .collect()
    }

    /// How likely a name with these features around it is held, refused or neither.
    pub(super) fn stances(&self, features: &Features) -> Vec<(Option<Stance>, f32)> {
        let classifier = &self.schooling.stances;
        let likely = classifier.judge(features);
        let kinds = classifier.kinds().iter().map(|kind| marked(kind));
        kinds.zip(likely).collect()
    }

    /// How much memory what was learned from examples takes, in bytes.
    pub fn learned_size(&self) -> usize {
        let Schooling {
            classifier,
            conditions,
            stances,
            ..
        } = self.schooling.as_ref();
        classifier.size() + conditions.size() + stances.size()
    }

    pub(super) fn entry(&self, index: u32) -> &Known {
        &self.entries[index as usize]
    }

    /// The certifications that people may mean by a provider's name.
    pub(super) fn family(&self, provider: &ProviderId) -> &[u32] {
        self.families.get(provider).map_or(&[], Vec::as_slice)
    }

    /// The single words that name a provider.
    pub(super) fn words_of(&self, provider: &ProviderId) -> &[u32] {
        self.provider_words.get(provider).map_or(&[], Vec::as_slice)
    }

    /// Whether a word alone names a provider.
    pub(super) fn names_provider(&self, word: u32) -> bool {
        self.names
            .longest(&[word])
            .is_some_and(|(value, _)| self.named[value as usize].provider.is_some())
    }

    /// The credential that a provider's name with "cert" stands for, as `names` has it.
    pub(super) fn flagship(&self, provider: &ProviderId) -> Option<u32> {
        self.flagships.get(provider).copied()
    }

    /// What is near to an exam whose code begins with these letters; `None` when none does.
    pub(super) fn codes_prefix(&self, letters: &str) -> Option<Vec<u32>> {
        self.series.get(letters).cloned()
    }
}

impl std::fmt::Debug for Lexicon {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lexicon")
            .field("entries", &self.entries.len())
            .field("words", &self.vocabulary.len())
            .finish_non_exhaustive()
    }
}
