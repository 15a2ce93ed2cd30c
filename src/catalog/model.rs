//! The effective catalogue: typed, checked, ready to be asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::search::LazyIndex;
use crate::domain::{
    Assumptions, Certification, Currency, CurrencyRate, Date, Entry, EntryId, EntryKind, FaqEntry,
    GuideEntry, Platform, ProviderId, Resource, Situation, Source, SourceId, Stack, Stage,
};

/// A provider as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Key.
    pub id: ProviderId,
    /// What people read.
    pub name: String,
    /// Other names that people use.
    pub aliases: Vec<String>,
    /// Whether it sells no cloud, chip or AI product that its credentials could be about.
    pub neutral: bool,
}

/// A checked catalogue. Every id in it that names an entry, a source or a currency exists.
///
/// Entries and tables are shared: a server's catalogue costs only what the server has changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    pub(super) entries: Vec<Arc<Entry>>,
    pub(super) by_id: BTreeMap<EntryId, usize>,
    pub(super) tables: Tables,
    pub(super) search: LazyIndex,
}

/// Everything of a catalogue that is not an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tables {
    pub(super) sources: Arc<BTreeMap<SourceId, Source>>,
    pub(super) providers: Arc<BTreeMap<ProviderId, Provider>>,
    pub(super) currencies: Arc<BTreeMap<Currency, CurrencyRate>>,
    pub(super) assumptions: Arc<Assumptions>,
    pub(super) language: Arc<toml::Table>,
    pub(super) templates: Arc<BTreeMap<String, String>>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $plural:ident, $singular:ident: $variant:ident($type:ty);)+) => {$(
        #[doc = concat!("Every ", stringify!($variant), " in the catalogue's order.")]
        pub fn $plural(&self) -> impl Iterator<Item = &$type> {
            self.entries.iter().filter_map(|entry| match entry.as_ref() {
                Entry::$variant(inner) => Some::<&$type>(inner),
                _ => None,
            })
        }

        #[doc = concat!("The ", stringify!($variant), " with this id.")]
        pub fn $singular(&self, id: &EntryId) -> Option<&$type> {
            match self.entry(id)? {
                Entry::$variant(inner) => Some(inner),
                _ => None,
            }
        }
    )+};
}

impl Catalog {
    pub(super) fn new(
        entries: Vec<Arc<Entry>>,
        by_id: BTreeMap<EntryId, usize>,
        tables: Tables,
    ) -> Self {
        Self {
            entries,
            by_id,
            tables,
            search: LazyIndex::default(),
        }
    }

    kinds! {
        certifications, certification: Certification(Certification);
        resources, resource: Resource(Resource);
        faqs, faq: Faq(FaqEntry);
        guides, guide: Guide(GuideEntry);
        stacks, stack: Stack(Stack);
        stages, stage: Stage(Stage);
    }

    /// The rules of the decision guide in the order in which they are tried.
    pub fn situations(&self) -> impl Iterator<Item = &Situation> {
        let mut found: Vec<&Situation> = self
            .entries
            .iter()
            .filter_map(|entry| match entry.as_ref() {
                Entry::Situation(situation) => Some(situation),
                _ => None,
            })
            .collect();
        found.sort_by_key(|situation| situation.order);
        found.into_iter()
    }

    /// All entries, kind by kind.
    pub fn entries(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.entries.iter().map(Arc::as_ref)
    }

    /// The entry with this id.
    pub fn entry(&self, id: &EntryId) -> Option<&Entry> {
        self.by_id
            .get(id)
            .and_then(|&index| self.entries.get(index))
            .map(Arc::as_ref)
    }

    /// What kind of entry this is.
    pub fn kind(&self, id: &EntryId) -> Option<EntryKind> {
        self.entry(id).map(Entry::kind)
    }

    /// The entry's name in a few words; the id itself where there is no such entry.
    pub fn short<'a>(&'a self, id: &'a EntryId) -> &'a str {
        self.entry(id).map_or(id.as_str(), Entry::short)
    }

    /// A source; the check guarantees it for every provenance of this catalogue.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.tables.sources.get(id)
    }

    /// All sources.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        self.tables.sources.values()
    }

    /// A provider's name; a title-cased slug where the catalogue has none.
    pub fn provider_name(&self, id: &ProviderId) -> String {
        self.tables
            .providers
            .get(id)
            .map_or_else(|| title_case(id.as_str()), |known| known.name.clone())
    }

    /// The provider with this slug.
    pub fn provider(&self, id: &ProviderId) -> Option<&Provider> {
        self.tables.providers.get(id)
    }

    /// All providers that the catalogue names.
    pub fn providers(&self) -> impl Iterator<Item = &Provider> {
        self.tables.providers.values()
    }

    /// What a currency is worth.
    pub fn currency(&self, currency: Currency) -> Option<&CurrencyRate> {
        self.tables.currencies.get(&currency)
    }

    /// Every currency with a table.
    pub fn currencies(&self) -> impl Iterator<Item = &CurrencyRate> {
        self.tables.currencies.values()
    }

    /// Figures of our own.
    pub fn assumptions(&self) -> &Assumptions {
        &self.tables.assumptions
    }

    /// Synonyms and phrasings, for `language` to read.
    pub fn language(&self) -> &toml::Table {
        &self.tables.language
    }

    /// The reply templates, file name to text.
    pub fn templates(&self) -> &BTreeMap<String, String> {
        &self.tables.templates
    }

    /// The living credential to take instead of `id`: itself when it can be earned today, else the
    /// first successor that can, followed through chains. `None` where there is none.
    pub fn living(&self, id: &EntryId, today: Date) -> Option<&Certification> {
        let mut queue = vec![id];
        let mut seen: Vec<&EntryId> = Vec::new();
        while let Some(next) = (!queue.is_empty()).then(|| queue.remove(0)) {
            if seen.contains(&next) {
                continue;
            }
            seen.push(next);
            let Some(certification) = self.certification(next) else {
                continue;
            };
            let now = certification.status_on(today);
            if !now.is_over() {
                return Some(certification);
            }
            if let Some(step) = now.step {
                queue.extend(step.successors.iter());
            }
        }
        None
    }

    /// Certifications of one platform.
    pub fn on_platform(&self, platform: Platform) -> impl Iterator<Item = &Certification> {
        self.certifications()
            .filter(move |certification| certification.platform == Some(platform))
    }
}

fn title_case(slug: &str) -> String {
    slug.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect::<Vec<_>>()
        .join(" ")
}
