//! Everything that understanding needs to know of a catalogue, indexed once.

use std::collections::{HashMap, HashSet};

use crate::catalog::Catalog;
use crate::domain::{
    Background, Currency, DeclineKind, Entry, EntryId, Goal, Intent, Level, Platform, ProviderId,
    Topic,
};

use super::data::{Data, Lists, Problem};
use super::index::{Examples, Index, Lean};
use super::patterns::Patterns;
use super::vocabulary::{Tree, Vocabulary};

/// What a phrase or an example question stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Target {
    /// An entry, by its place in [`Lexicon::entries`].
    Entry(u32),
    /// An intent.
    Intent(Intent),
    /// A reason to decline.
    Decline(DeclineKind),
    /// Something that only makes sense in a conversation, or is said about the bot.
    Act(Act),
}

/// What is said about the conversation rather than about certifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Act {
    /// Thanks, bye.
    Thanks,
    /// Why that?
    Why,
    /// Something that takes less time.
    Shorter,
    /// Something that costs less.
    Cheaper,
    /// Something less demanding.
    Easier,
    /// What comes after it?
    Next,
    /// What else?
    Else,
    /// Who are you?
    About,
    /// What do you keep about me?
    Privacy,
    /// Talk that this bot has no part in.
    OffTopic,
    /// Somebody tells of themselves and looks for advice.
    Seeking,
    /// Our field is being talked about.
    Field,
    /// Certificates, courses and learning are being talked about.
    Learning,
}

impl Act {
    const ALL: [(&'static str, Self); 13] = [
        ("else", Self::Else),
        ("thanks", Self::Thanks),
        ("why", Self::Why),
        ("shorter", Self::Shorter),
        ("cheaper", Self::Cheaper),
        ("easier", Self::Easier),
        ("next", Self::Next),
        ("about", Self::About),
        ("privacy", Self::Privacy),
        ("off-topic", Self::OffTopic),
        ("seeking", Self::Seeking),
        ("field", Self::Field),
        ("learning", Self::Learning),
    ];
}

/// Whether a key of the data names an [`Act`].
pub(super) fn is_act(key: &str) -> bool {
    pick(&Act::ALL, key).is_some()
}

/// What sets the stance towards what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Stance {
    /// "I have", "I passed".
    Holds,
    /// "not", "anything but".
    Refuses,
    /// "become", "move into".
    Wants,
    /// "I am", "I work as".
    Is,
    /// "never used", "no experience with": neither refused nor known.
    Lacks,
    /// "if I had", "anyone who": not a fact about the asker.
    Supposes,
}

impl Stance {
    const ALL: [(&'static str, Self); 6] = [
        ("holds", Self::Holds),
        ("refuses", Self::Refuses),
        ("wants", Self::Wants),
        ("is", Self::Is),
        ("lacks", Self::Lacks),
        ("supposes", Self::Supposes),
    ];
}

/// How money is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum MoneyWord {
    /// A currency.
    Currency(Currency),
    /// "a month".
    Monthly,
    /// "no money".
    None,
    /// "budget is no issue".
    Unlimited,
    /// Pay, debts, bills: not what somebody has for learning.
    Salary,
}

/// How time is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum TimeWord {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
    /// Each day.
    Daily,
    /// Each week.
    Weekly,
    /// Saturday and Sunday.
    Weekend,
    /// "years of experience".
    Experience,
    /// "years old", "I'm 34".
    Age,
    /// "by", "until": a date follows.
    Until,
    /// "from", "starting": a first day follows.
    From,
}

impl TimeWord {
    const ALL: [(&'static str, Self); 12] = [
        ("hour", Self::Hour),
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("year", Self::Year),
        ("daily", Self::Daily),
        ("weekly", Self::Weekly),
        ("weekend", Self::Weekend),
        ("experience", Self::Experience),
        ("age", Self::Age),
        ("until", Self::Until),
        ("from", Self::From),
    ];
}

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

    fn learn(vocabulary: &mut Vocabulary) -> Self {
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
    fn fill(phrase: &str) -> String {
        Self::WORDS
            .iter()
            .fold(phrase.to_owned(), |text, (from, to)| text.replace(from, to))
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
    /// Words that only our field uses.
    pub(super) core: HashSet<u32>,
    /// Words of our field.
    pub(super) field: HashSet<u32>,
    /// Words about certificates and learning.
    pub(super) learning: HashSet<u32>,
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
    pub(super) cues: Patterns<(Target, f32)>,
    pub(super) examples: Examples<Target>,
    pub(super) lean: Lean,
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
    families: HashMap<ProviderId, Vec<u32>>,
    flagships: HashMap<ProviderId, u32>,
    series: HashMap<String, Vec<u32>>,
}

/// How much a phrase under `cues` and under `hints` counts.
const CUE: f32 = 1.0;
const HINT: f32 = 0.4;

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
        let (all, exact, claims) = examples(catalog, &data, &by_id, &mut vocabulary);
        let target = |key: &str| target(key, &by_id);
        let mut cues = Patterns::default();
        for (lists, weight) in [(&data.cues, CUE), (&data.hints, HINT)] {
            for (key, phrases) in lists {
                if let Some(target) = target(key) {
                    for phrase in phrases {
                        cues.add(phrase, (target, weight), &mut vocabulary);
                    }
                }
            }
        }
        for (key, phrases) in &data.outside {
            if let Some(target) = target(key) {
                for phrase in phrases {
                    cues.add(phrase, (target, CUE), &mut vocabulary);
                }
            }
        }
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
            core: kind("core"),
            field: kind("field"),
            learning: kind("learning"),
            pronouns: kind("pronouns"),
            filler: kind("filler"),
        };
        let families = families(&entries, &data.family);
        let series = data
            .series
            .iter()
            .map(|(letters, ids)| (letters.clone(), indices(ids, &by_id)))
            .collect();
        let flagships = flagships(catalog, &data.names, &mut vocabulary, &by_id);
        let placeholders = Placeholders::learn(&mut vocabulary);
        vocabulary.finish();
        Self {
            vocabulary,
            entries,
            by_id,
            names,
            named,
            fields: Index::build(&documents),
            cues,
            examples: Examples::build(&all),
            lean: lean(&all),
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
            families,
            flagships,
            series,
        }
    }

    pub(super) fn entry(&self, index: u32) -> &Known {
        &self.entries[index as usize]
    }

    /// The certifications that people may mean by a provider's name.
    pub(super) fn family(&self, provider: &ProviderId) -> &[u32] {
        self.families.get(provider).map_or(&[], Vec::as_slice)
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

fn pick<T: Copy>(all: &[(&str, T)], key: &str) -> Option<T> {
    all.iter()
        .find(|(name, _)| *name == key)
        .map(|(_, value)| *value)
}

fn money_word(key: &str) -> Option<MoneyWord> {
    Some(match key {
        "monthly" => MoneyWord::Monthly,
        "none" => MoneyWord::None,
        "unlimited" => MoneyWord::Unlimited,
        "salary" => MoneyWord::Salary,
        code => MoneyWord::Currency(Currency::parse(code)?),
    })
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

/// What a key of the data stands for.
pub(super) fn target(key: &str, by_id: &HashMap<EntryId, u32>) -> Option<Target> {
    // `employers` and `mistakes` name an intent and the entry that answers it: the entry wins.
    by_id
        .get(key)
        .map(|index| Target::Entry(*index))
        .or_else(|| Intent::from_slug(key).map(Target::Intent))
        .or_else(|| DeclineKind::from_slug(key).map(Target::Decline))
        .or_else(|| pick(&Act::ALL, key).map(Target::Act))
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

/// Questions of ours against other talk.
fn lean(examples: &[(Target, Vec<u32>)]) -> Lean {
    Lean::build(examples.iter().filter_map(|(target, words)| match target {
        Target::Act(Act::OffTopic) => Some((false, words.as_slice())),
        Target::Entry(_) => Some((true, words.as_slice())),
        Target::Intent(intent) if !matches!(intent, Intent::Greeting | Intent::Help) => {
            Some((true, words.as_slice()))
        }
        _ => None,
    }))
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

type Claim = (Vec<u32>, String, u32);

type Indexed = (Vec<(Target, Vec<u32>)>, HashMap<Vec<u32>, u32>, Vec<Claim>);

fn examples(
    catalog: &Catalog,
    data: &Data,
    by_id: &HashMap<EntryId, u32>,
    vocabulary: &mut Vocabulary,
) -> Indexed {
    let mut all = Vec::new();
    let mut exact = HashMap::new();
    let mut claims = Vec::new();
    for (key, phrases) in &data.phrasings {
        let Some(index) = key
            .parse::<EntryId>()
            .ok()
            .and_then(|id| by_id.get(&id).copied())
        else {
            continue;
        };
        for phrase in phrases {
            let words = vocabulary.learn(&Placeholders::fill(phrase));
            exact.entry(words.clone()).or_insert(index);
            claims.push((words.clone(), phrase.clone(), index));
            all.push((Target::Entry(index), words));
        }
    }
    for entry in catalog.entries() {
        if matches!(
            entry,
            Entry::Certification(_) | Entry::Resource(_) | Entry::Situation(_)
        ) {
            continue;
        }
        let Some(&index) = by_id.get(entry.id()) else {
            continue;
        };
        for text in entry
            .aliases()
            .iter()
            .map(String::as_str)
            .chain([entry.name(), entry.short()])
        {
            let words = vocabulary.learn(text);
            exact.entry(words.clone()).or_insert(index);
            all.push((Target::Entry(index), words));
        }
    }
    for (key, phrases) in &data.questions {
        if let Some(target) = target(key, by_id) {
            for phrase in phrases {
                all.push((target, vocabulary.learn(&Placeholders::fill(phrase))));
            }
        }
    }
    (all, exact, claims)
}
