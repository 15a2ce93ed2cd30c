//! A catalogue's language and entries, indexed.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::catalog::Catalog;
use crate::domain::{Background, Entry, EntryId, Goal, Platform, ProviderId};

use super::data::{Data, Lists};
use super::index::{Examples, Index};
use super::lexicon::{Claim, Kinds, Known, Lexicon, Named, Placeholders};
use super::meanings::{Stance, TimeWord, money_word};
use super::patterns::Patterns;
use super::targets::{Target, pick, target};
use super::training::School;
use super::vocabulary::{Tree, Vocabulary};

impl Lexicon {
    /// Reads and indexes a catalogue.
    pub fn build(catalog: &Catalog) -> Self {
        let (data, problems) = Data::read(catalog.language(), catalog);
        let mut vocabulary = Vocabulary::new(data.words.iter());
        let entries: Vec<Known> = catalog.entries().map(known).collect();
        let by_id: HashMap<EntryId, u32> = entries
            .iter()
            .enumerate()
            .map(|(index, entry)| (entry.id.clone(), index as u32))
            .collect();
        let mut build = Build {
            vocabulary: &mut vocabulary,
            by_id: &by_id,
            names: Tree::default(),
            named: Vec::new(),
        };
        build.names_of(catalog, &data);
        let (names, named) = (build.names, build.named);
        let documents: Vec<Vec<(u32, f32)>> = catalog
            .entries()
            .map(|entry| document(entry, &mut vocabulary))
            .collect();
        let Phrasings { all, exact, claims } = phrasings(catalog, &data, &by_id, &mut vocabulary);
        let cues = cues(&data, &by_id, &mut vocabulary);
        let background = patterns(&data.background, Background::from_slug, &mut vocabulary);
        let goal = patterns(&data.goal, Goal::from_slug, &mut vocabulary);
        let platform = patterns(&data.platform, Platform::from_slug, &mut vocabulary);
        let codes = patterns(&data.codes, |key| Some(key == "yes"), &mut vocabulary);
        let stance = patterns(&data.stance, |key| pick(&Stance::ALL, key), &mut vocabulary);
        let money = patterns(&data.money, money_word, &mut vocabulary);
        let time = patterns(&data.time, |key| pick(&TimeWord::ALL, key), &mut vocabulary);
        let foreign = data
            .foreign
            .iter()
            .map(|(language, words)| (language.clone(), words.iter().cloned().collect()))
            .collect();
        let mut kind = |key: &str| -> HashSet<u32> {
            Data::list(&data.kinds, key)
                .iter()
                .filter_map(|word| vocabulary.learn(word).first().copied())
                .collect()
        };
        let kinds = Kinds {
            tools: kind("tools"),
            nouns: kind("nouns"),
            descriptors: kind("descriptors"),
            names: kind("names"),
            belongings: kind("belongings"),
            pronouns: kind("pronouns"),
            filler: kind("filler"),
        };
        let families = families(&entries, &data.family);
        let series = data
            .series
            .iter()
            .map(|(letters, ids)| (letters.clone(), indices(ids, &by_id)))
            .collect();
        let provider_words = provider_words(catalog, &mut vocabulary);
        let flagships = flagships(catalog, &data.names, &mut vocabulary, &by_id);
        let placeholders = Placeholders::learn(&mut vocabulary);
        let school = School::of(&data);
        for word in school.common_words() {
            vocabulary.learn(word);
        }
        vocabulary.finish();
        let mut lexicon = Self {
            vocabulary,
            entries,
            by_id,
            names,
            named,
            fields: Index::build(&documents),
            cues,
            phrasings: Examples::build(&all),
            schooling: Arc::default(),
            learned: Vec::new(),
            exact,
            background,
            goal,
            platform,
            codes,
            stance,
            money,
            time,
            foreign,
            problems,
            claims,
            placeholders,
            kinds,
            provider_words,
            families,
            flagships,
            series,
        };
        let schooling = school.teach(&lexicon);
        lexicon.learned = schooling
            .classifier
            .kinds()
            .iter()
            .map(|kind| target(kind, &lexicon.by_id))
            .collect();
        lexicon.schooling = schooling;
        lexicon
    }
}

/// Phrases that give away what is asked, or that it is not for certwise.
fn cues(
    data: &Data,
    by_id: &HashMap<EntryId, u32>,
    vocabulary: &mut Vocabulary,
) -> Patterns<Target> {
    let mut cues = Patterns::default();
    for (key, phrases) in data.cues.iter().chain(&data.outside) {
        if let Some(target) = target(key, by_id) {
            for phrase in phrases {
                cues.add(phrase, target, vocabulary);
            }
        }
    }
    cues
}

fn patterns<T: Copy>(
    lists: &Lists,
    read: impl Fn(&str) -> Option<T>,
    vocabulary: &mut Vocabulary,
) -> Patterns<T> {
    let mut patterns = Patterns::default();
    for (key, phrases) in lists {
        if let Some(value) = read(key) {
            for phrase in phrases {
                patterns.add(phrase, value, vocabulary);
            }
        }
    }
    patterns
}

fn indices(ids: &[String], by_id: &HashMap<EntryId, u32>) -> Vec<u32> {
    ids.iter()
        .filter_map(|id| by_id.get(id.as_str()).copied())
        .collect()
}

fn provider_words(catalog: &Catalog, vocabulary: &mut Vocabulary) -> HashMap<ProviderId, Vec<u32>> {
    catalog
        .providers()
        .map(|provider| {
            let names = provider.aliases.iter().chain([&provider.name]);
            let words = names
                .filter_map(|name| match vocabulary.learn(name).as_slice() {
                    [word] => Some(*word),
                    _ => None,
                })
                .collect();
            (provider.id.clone(), words)
        })
        .collect()
}

/// For each provider the first entry under the name "PROVIDER cert".
fn flagships(
    catalog: &Catalog,
    names: &Lists,
    vocabulary: &mut Vocabulary,
    by_id: &HashMap<EntryId, u32>,
) -> HashMap<ProviderId, u32> {
    let named: HashMap<Vec<u32>, u32> = names
        .iter()
        .filter_map(|(name, ids)| {
            Some((vocabulary.learn(name), *by_id.get(ids.first()?.as_str())?))
        })
        .collect();
    catalog
        .providers()
        .filter_map(|provider| {
            let slug = provider.id.as_str().replace('-', " ");
            let entry = provider
                .aliases
                .iter()
                .chain([&provider.name, &slug])
                .find_map(|name| named.get(&vocabulary.learn(&format!("{name} cert"))))?;
            Some((provider.id.clone(), *entry))
        })
        .collect()
}

fn families(entries: &[Known], related: &Lists) -> HashMap<ProviderId, Vec<u32>> {
    let mut families: HashMap<ProviderId, Vec<u32>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Some(provider) = entry.provider.as_ref().filter(|_| entry.certification) {
            families
                .entry(provider.clone())
                .or_default()
                .push(index as u32);
        }
    }
    let own = families.clone();
    for (provider, others) in related {
        let Ok(provider) = provider.parse::<ProviderId>() else {
            continue;
        };
        let family = families.entry(provider.clone()).or_default();
        for other in others {
            if other != provider.as_str() {
                family.extend(own.get(other.as_str()).into_iter().flatten());
            }
        }
    }
    families
}

fn known(entry: &Entry) -> Known {
    let mut known = Known {
        id: entry.id().clone(),
        provider: None,
        platform: None,
        level: None,
        topics: Vec::new(),
        takeable: false,
        certification: false,
        prior: 0.0,
    };
    match entry {
        Entry::Certification(certification) => {
            known.provider = Some(certification.provider.clone());
            known.platform = certification.platform;
            known.level = Some(certification.level);
            known.topics.clone_from(&certification.topics);
            known.takeable = true;
            known.certification = true;
            known.prior = certification
                .article
                .as_ref()
                .and_then(|article| article.tier)
                .map_or(0.1, |tier| 0.5 - 0.1 * f32::from(tier));
        }
        Entry::Resource(resource) => {
            known.provider = Some(resource.provider.clone());
            known.platform = resource.platform;
            known.topics.clone_from(&resource.topics);
            known.takeable = true;
        }
        _ => {}
    }
    known
}

/// The words of an entry, each with the weight of its field.
fn document(entry: &Entry, vocabulary: &mut Vocabulary) -> Vec<(u32, f32)> {
    let mut words = Vec::new();
    let mut add = |text: &str, weight: f32| {
        words.extend(
            vocabulary
                .learn(text)
                .into_iter()
                .map(|word| (word, weight)),
        );
    };
    add(entry.name(), 3.0);
    add(entry.short(), 2.0);
    for alias in entry.aliases() {
        add(alias, 1.5);
    }
    match entry {
        Entry::Certification(certification) => {
            add(&certification.summary, 0.5);
            for covered in &certification.covers {
                add(covered, 0.7);
            }
            add(certification.level.label(), 1.0);
            for topic in &certification.topics {
                add(topic.label(), 1.5);
            }
            for variant in &certification.variants {
                add(&variant.name, 0.7);
            }
        }
        Entry::Resource(resource) => {
            add(&resource.summary, 0.7);
            for topic in &resource.topics {
                add(topic.label(), 1.0);
            }
        }
        Entry::Guide(guide) => {
            add(&guide.summary, 0.7);
            add(&guide.text, 0.3);
            for point in &guide.points {
                add(&point.title, 0.7);
                add(&point.text, 0.3);
            }
        }
        Entry::Stack(stack) => {
            add(&stack.summary, 0.7);
            add(&stack.suits, 0.5);
        }
        Entry::Stage(stage) => {
            add(&stage.summary, 0.7);
            add(&stage.text, 0.3);
        }
        Entry::Faq(faq) => add(&faq.answer, 0.3),
        Entry::Situation(_) => {}
    }
    words
}

struct Build<'a> {
    vocabulary: &'a mut Vocabulary,
    by_id: &'a HashMap<EntryId, u32>,
    names: Tree,
    named: Vec<Named>,
}

impl Build<'_> {
    fn slot(&mut self, path: &[u32]) -> Option<&mut Named> {
        if path.is_empty() {
            return None;
        }
        let fresh = self.named.len() as u32;
        let index = if let Some(held) = self.names.insert(path, fresh) {
            held
        } else {
            self.named.push(Named::default());
            fresh
        };
        self.named.get_mut(index as usize)
    }

    fn names_of(&mut self, catalog: &Catalog, data: &Data) {
        for (name, ids) in &data.names {
            let entries = indices(ids, self.by_id);
            let path = self.vocabulary.learn(name);
            if let Some(named) = self.slot(&path) {
                named.entries = entries;
            }
        }
        for entry in catalog.entries() {
            let Some(&index) = self.by_id.get(entry.id()) else {
                continue;
            };
            let mut texts: Vec<&str> = Vec::new();
            match entry {
                Entry::Certification(certification) => {
                    texts.extend(certification.code.as_deref());
                    texts.extend(
                        certification
                            .variants
                            .iter()
                            .filter_map(|variant| variant.code.as_deref()),
                    );
                }
                Entry::Resource(_) => {}
                _ => continue,
            }
            texts.push(entry.name());
            texts.push(entry.short());
            texts.extend(entry.aliases().iter().map(String::as_str));
            let slug = entry.id().as_str().replace('-', " ");
            texts.push(&slug);
            for text in texts {
                let path = self.vocabulary.learn(text);
                self.add(&path, index);
                // "AWS Certified AI Practitioner" is also called "AWS AI Practitioner".
                let cert = self.vocabulary.id("cert");
                let bare: Vec<u32> = path.iter().copied().filter(|word| *word != cert).collect();
                if bare.len() > 1 && bare.len() < path.len() && path.last() != Some(&cert) {
                    self.add(&bare, index);
                }
            }
        }
        for provider in catalog.providers() {
            let slug = provider.id.as_str().replace('-', " ");
            for text in provider
                .aliases
                .iter()
                .map(String::as_str)
                .chain([provider.name.as_str(), slug.as_str()])
            {
                let path = self.vocabulary.learn(text);
                if let Some(named) = self.slot(&path) {
                    named.provider.get_or_insert_with(|| provider.id.clone());
                }
            }
        }
        for (name, ids) in &data.credentials {
            let near = indices(ids, self.by_id);
            let path = self.vocabulary.learn(name);
            if let Some(named) = self.slot(&path)
                && named.entries.is_empty()
            {
                named.outside = Some(near);
            }
        }
    }

    fn add(&mut self, path: &[u32], index: u32) {
        if let Some(named) = self.slot(path)
            && !named.entries.contains(&index)
        {
            named.entries.push(index);
        }
    }
}

/// Phrasings and names of entries that answer questions, word for word.
struct Phrasings {
    all: Vec<(u32, Vec<u32>)>,
    exact: HashMap<Vec<u32>, u32>,
    claims: Vec<Claim>,
}

fn phrasings(
    catalog: &Catalog,
    data: &Data,
    by_id: &HashMap<EntryId, u32>,
    vocabulary: &mut Vocabulary,
) -> Phrasings {
    let mut found = Phrasings {
        all: Vec::new(),
        exact: HashMap::new(),
        claims: Vec::new(),
    };
    for (key, phrases) in &data.phrasings {
        let Some(&index) = by_id.get(key.as_str()) else {
            continue;
        };
        for phrase in phrases {
            let words = vocabulary.learn(&Placeholders::fill(phrase));
            found.exact.entry(words.clone()).or_insert(index);
            found.claims.push((words.clone(), phrase.clone(), index));
            found.all.push((index, words));
        }
    }
    for (entry, text) in names_of_answers(catalog) {
        if let Some(&index) = by_id.get(entry) {
            let words = vocabulary.learn(text);
            found.exact.entry(words.clone()).or_insert(index);
            found.all.push((index, words));
        }
    }
    found
}

/// Every name of the entries that answer questions of their own.
fn names_of_answers(catalog: &Catalog) -> impl Iterator<Item = (&EntryId, &str)> {
    catalog
        .entries()
        .filter(|entry| {
            matches!(
                entry,
                Entry::Faq(_) | Entry::Guide(_) | Entry::Stack(_) | Entry::Stage(_)
            )
        })
        .flat_map(|entry| {
            let aliases = entry.aliases().iter().map(String::as_str);
            aliases
                .chain([entry.name(), entry.short()])
                .map(|text| (entry.id(), text))
        })
}
