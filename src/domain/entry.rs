//! The other entries of the catalogue, and its small tables.

use serde::Serialize;

use super::profile::vocabulary;
use super::{
    Background, Certification, Currency, Date, EntryId, Fee, Goal, Note, Platform, Preparation,
    Provenance, ProviderId, SourceId, Topic, Variant,
};

vocabulary! {
    /// The kinds of entries, as tables of the catalogue are named.
    EntryKind {
        /// A credential.
        Certification = "certification", 'c', "certification";
        /// Something to learn from.
        Resource = "resource", 'r', "resource";
        /// A question with its answer.
        Faq = "faq", 'f', "FAQ entry";
        /// General advice.
        Guide = "guide", 'g', "guide entry";
        /// An ordered path.
        Stack = "stack", 's', "stack";
        /// A span of career years.
        Stage = "stage", 'y', "career stage";
        /// A rule of the decision guide.
        Situation = "situation", 'w', "situation";
    }
}

vocabulary! {
    /// What a resource costs, in a word.
    ResourcePrice {
        /// Nothing.
        Free = "free", 'f', "free";
        /// Much is free, some is not.
        Freemium = "freemium", 'm', "free, with paid extras";
        /// Paid, with help for those who qualify.
        Aid = "aid", 'a', "financial aid";
        /// Paid.
        Paid = "paid", 'p', "paid";
    }
}

/// Something to learn from.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct Resource {
    pub id: EntryId,
    pub name: String,
    pub short: String,
    pub provider: ProviderId,
    pub platform: Option<Platform>,
    pub aliases: Vec<String>,
    pub topics: Vec<Topic>,
    pub summary: String,
    pub text: String,
    pub url: Option<String>,
    pub price: ResourcePrice,
    pub suits: Option<String>,
    pub prepares: Vec<EntryId>,
    pub catch: Option<String>,
    pub fee: Option<Fee>,
    pub variants: Vec<Variant>,
    pub preparation: Option<Preparation>,
    pub notes: Vec<Note>,
    pub provenance: Provenance,
}

/// A question with its answer; texts are templates.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct FaqEntry {
    pub id: EntryId,
    pub question: String,
    pub short: String,
    pub aliases: Vec<String>,
    pub answer: String,
    pub more: Option<String>,
    pub related: Vec<EntryId>,
    pub provenance: Provenance,
}

/// One point of a guide entry; the text is a template.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuidePoint {
    /// A few words.
    pub title: String,
    /// What it means.
    pub text: String,
}

/// General advice; texts are templates.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct GuideEntry {
    pub id: EntryId,
    pub name: String,
    pub short: String,
    pub aliases: Vec<String>,
    pub summary: String,
    pub text: String,
    pub points: Vec<GuidePoint>,
    pub more: Option<String>,
    pub related: Vec<EntryId>,
    pub provenance: Provenance,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StackStep {
    /// A few words.
    pub title: String,
    /// What to do; a template.
    pub text: String,
    /// Entries that fill the step, best first.
    pub entries: Vec<EntryId>,
    /// Whether it can be left out.
    pub optional: bool,
}

/// An ordered path.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct Stack {
    pub id: EntryId,
    pub name: String,
    pub short: String,
    pub aliases: Vec<String>,
    pub summary: String,
    pub suits: String,
    pub steps: Vec<StackStep>,
    pub more: Option<String>,
    pub related: Vec<EntryId>,
    pub provenance: Provenance,
}

/// A span of career years with its advice.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct Stage {
    pub id: EntryId,
    pub name: String,
    pub short: String,
    pub aliases: Vec<String>,
    /// First year, and last year where there is one.
    pub years: (u8, Option<u8>),
    pub summary: String,
    pub text: String,
    pub focus: Vec<EntryId>,
    pub avoid: Option<String>,
    pub provenance: Provenance,
}

/// A recommended entry and the clause that says why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pick {
    /// The entry.
    pub entry: EntryId,
    /// Why, in one clause.
    pub because: String,
}

/// What a profile must look like. Everything given must hold; a list means any of it.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct When {
    pub goal: Vec<Goal>,
    pub background: Vec<Background>,
    pub platform: Vec<Platform>,
    /// Fewest and most years.
    pub years: Option<(u8, Option<u8>)>,
    pub codes: Option<bool>,
    /// Holds for budgets below so many US dollars in all.
    pub budget_below: Option<u32>,
}

/// A rule of the decision guide: when a profile looks so, recommend this, because.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct Situation {
    pub id: EntryId,
    pub name: String,
    pub short: String,
    /// Lower is tried first.
    pub order: u32,
    pub when: When,
    /// Title of its row in the quick table.
    pub quick: Option<String>,
    /// Whether it is one of the decision guide's situations.
    pub guide: bool,
    pub picks: Vec<Pick>,
    /// The step before the first pick.
    pub first: Vec<Pick>,
    pub because: String,
    /// What the article recommended here, where it differs.
    pub article: Option<String>,
    pub provenance: Provenance,
}

vocabulary! {
    /// How close a source is to the vendor.
    SourceKind {
        /// The vendor itself.
        Vendor = "vendor", 'v', "vendor";
        /// Quotes the vendor's page.
        QuotesVendor = "quotes-vendor", 'q', "quotes the vendor";
        /// Anybody else.
        ThirdParty = "third-party", 't', "third party";
        /// The article that the catalogue was built from.
        Article = "article", 'a', "the article";
    }
}

/// Where facts come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct Source {
    pub id: SourceId,
    pub title: String,
    pub publisher: String,
    pub url: Option<String>,
    pub kind: SourceKind,
    pub date: Option<Date>,
}

/// What a unit of a currency is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CurrencyRate {
    /// The currency.
    pub currency: Currency,
    /// Its name.
    pub name: String,
    /// US dollars for one unit; `None`: not known, prices stay in US dollars.
    pub rate: Option<f64>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Figures of our own, named as such in replies.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct Assumptions {
    pub hours_per_week: f32,
    pub weeks_per_month: f32,
    pub buffer_days: u16,
    pub ends_soon_days: u16,
    pub stale_after_days: u16,
    /// The most hours that somebody with little time can take on.
    pub short_hours: f32,
    /// Hours of preparation by level's slug, where a certification has neither hours nor months.
    pub exam_hours: std::collections::BTreeMap<String, f32>,
    pub provenance: Provenance,
}

/// Any entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "each variant is the entry of that name")]
pub enum Entry {
    Certification(Box<Certification>),
    Resource(Box<Resource>),
    Faq(FaqEntry),
    Guide(GuideEntry),
    Stack(Stack),
    Stage(Stage),
    Situation(Situation),
}

impl Entry {
    /// Its id.
    pub fn id(&self) -> &EntryId {
        match self {
            Self::Certification(entry) => &entry.id,
            Self::Resource(entry) => &entry.id,
            Self::Faq(entry) => &entry.id,
            Self::Guide(entry) => &entry.id,
            Self::Stack(entry) => &entry.id,
            Self::Stage(entry) => &entry.id,
            Self::Situation(entry) => &entry.id,
        }
    }

    /// Its kind.
    pub fn kind(&self) -> EntryKind {
        match self {
            Self::Certification(_) => EntryKind::Certification,
            Self::Resource(_) => EntryKind::Resource,
            Self::Faq(_) => EntryKind::Faq,
            Self::Guide(_) => EntryKind::Guide,
            Self::Stack(_) => EntryKind::Stack,
            Self::Stage(_) => EntryKind::Stage,
            Self::Situation(_) => EntryKind::Situation,
        }
    }

    /// Its full name.
    pub fn name(&self) -> &str {
        match self {
            Self::Certification(entry) => &entry.name,
            Self::Resource(entry) => &entry.name,
            Self::Faq(entry) => &entry.question,
            Self::Guide(entry) => &entry.name,
            Self::Stack(entry) => &entry.name,
            Self::Stage(entry) => &entry.name,
            Self::Situation(entry) => &entry.name,
        }
    }

    /// Its name in a few words, for lists and buttons.
    pub fn short(&self) -> &str {
        match self {
            Self::Certification(entry) => &entry.short,
            Self::Resource(entry) => &entry.short,
            Self::Faq(entry) => &entry.short,
            Self::Guide(entry) => &entry.short,
            Self::Stack(entry) => &entry.short,
            Self::Stage(entry) => &entry.short,
            Self::Situation(entry) => &entry.short,
        }
    }

    /// Other names that people use.
    pub fn aliases(&self) -> &[String] {
        match self {
            Self::Certification(entry) => &entry.aliases,
            Self::Resource(entry) => &entry.aliases,
            Self::Faq(entry) => &entry.aliases,
            Self::Guide(entry) => &entry.aliases,
            Self::Stack(entry) => &entry.aliases,
            Self::Stage(entry) => &entry.aliases,
            Self::Situation(_) => &[],
        }
    }
}
