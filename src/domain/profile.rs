//! What is known about the person who asks.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Budget, Date, EntryId, ProviderId};

/// Declares an enum whose values have a word for files, a code for custom ids and a label for people.
macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $slug:literal, $code:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $slug)] $variant,)+
        }

        impl $name {
            /// Every value, in the order in which people are offered them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word used in the catalogue's files and in slash command values.
            pub const fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug,)+ }
            }

            /// Stable single character for custom ids; never reused for another meaning.
            pub const fn code(self) -> char {
                match self { $(Self::$variant => $code,)+ }
            }

            /// What people read.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }

            /// The value with this slug.
            pub fn from_slug(slug: &str) -> Option<Self> {
                match slug { $($slug => Some(Self::$variant),)+ _ => None }
            }

            /// The value with this code.
            pub const fn from_code(code: char) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(super) use vocabulary;

vocabulary! {
    /// Where somebody comes from.
    Background {
        /// Never worked with code or data.
        Beginner = "beginner", 'b', "New to all of this";
        /// In school or at university.
        Student = "student", 's', "Student";
        /// Manages, sells, writes, designs: works beside technology without building it.
        NonTechnical = "non-technical", 'n', "Manager, product, marketing, HR …";
        /// Comes from another trade and wants to move.
        CareerChanger = "career-changer", 'c', "Changing career";
        /// Writes software or runs it.
        Developer = "developer", 'd', "Software developer or DevOps";
        /// Analyst, data engineer, reporting.
        Data = "data", 'a', "Analyst or data engineer";
        /// Data scientist.
        DataScientist = "data-scientist", 'i', "Data scientist";
        /// Machine learning engineer.
        MlEngineer = "ml-engineer", 'm', "ML engineer";
        /// Researcher.
        Researcher = "researcher", 'r', "Researcher";
        /// Leads people or a company.
        Executive = "executive", 'e', "Executive or founder";
    }
}

vocabulary! {
    /// What somebody wants to reach.
    Goal {
        /// A first hands-on step into AI.
        Start = "start", 's', "Get started, hands-on";
        /// Understand and use AI without building it.
        Literacy = "literacy", 'l', "Understand and use AI, no coding";
        /// Build and run machine-learning systems.
        MlEngineering = "ml-engineering", 'm', "ML engineering";
        /// Build with large language models.
        GenerativeAi = "generative-ai", 'g', "Generative AI";
        /// Neural networks in depth.
        DeepLearning = "deep-learning", 'd', "Deep learning";
        /// Machine learning on large data.
        BigData = "big-data", 'b', "Big data and ML";
        /// Run models in production.
        Mlops = "mlops", 'o', "MLOps";
        /// Analyse data with code.
        DataScience = "data-science", 'c', "Data science";
        /// Lead AI products.
        Product = "product", 'p', "AI products";
        /// A name that opens doors: research, leadership.
        Prestige = "prestige", 'u', "Prestige, research or leadership";
        /// Learn without spending.
        Free = "free", 'f', "Spend nothing";
    }
}

vocabulary! {
    /// The platform somebody works on or wants to work on.
    Platform {
        /// Amazon Web Services.
        Aws = "aws", 'a', "AWS";
        /// Microsoft Azure.
        Azure = "azure", 'z', "Azure";
        /// Google Cloud.
        GoogleCloud = "google-cloud", 'g', "Google Cloud";
        /// Databricks.
        Databricks = "databricks", 'd', "Databricks";
        /// NVIDIA GPUs.
        Nvidia = "nvidia", 'n', "NVIDIA";
        /// None in particular.
        Any = "any", 'x', "No particular one";
    }
}

vocabulary! {
    /// A kind of credential that can be turned down as a whole. `Catalog::refuses` says what is of
    /// which kind.
    RefusedKind {
        /// University programmes.
        Universities = "universities", 'u', "universities";
        /// Course programmes, universities' among them.
        Courses = "courses", 'c', "courses";
        /// What ends in a proctored exam.
        Exams = "exams", 'e', "exams";
        /// What is paid by the month.
        Subscriptions = "subscriptions", 's', "subscriptions";
        /// What has to be renewed.
        Renewals = "renewals", 'r', "renewals";
        /// What asks for nothing: a vendor's first exam, a beginner's course.
        Basics = "basics", 'b', "beginner level";
        /// What asks for years of practice.
        Advanced = "advanced", 'a', "expert level";
        /// What takes longer than a few evenings.
        Long = "long", 'l', "anything long";
        /// What comes from a company that sells clouds, chips or AI.
        Vendors = "vendors", 'v', "vendor certificates";
    }
}

/// What somebody does not want to be recommended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Refusals {
    /// Single entries.
    pub entries: BTreeSet<EntryId>,
    /// Everything of these platforms.
    pub platforms: BTreeSet<Platform>,
    /// Everything of these providers.
    pub providers: BTreeSet<ProviderId>,
    /// Everything of these kinds.
    pub kinds: BTreeSet<RefusedKind>,
}

impl Refusals {
    /// Whether nothing is refused.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
            && self.platforms.is_empty()
            && self.providers.is_empty()
            && self.kinds.is_empty()
    }
}

/// What is known about the asker. Everything may be unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Where they come from.
    pub background: Option<Background>,
    /// What they want.
    pub goal: Option<Goal>,
    /// Where they work or want to work.
    pub platform: Option<Platform>,
    /// What they can spend.
    pub budget: Option<Budget>,
    /// Hours a week they can study, 1 to 80.
    pub hours_per_week: Option<u8>,
    /// When they want to be done.
    pub deadline: Option<Date>,
    /// Years of relevant experience; with a platform, years on that platform.
    pub years: Option<u8>,
    /// Whether they write code or will; `None` follows from the background.
    pub codes: Option<bool>,
    /// What they hold already.
    pub held: BTreeSet<EntryId>,
    /// What they refuse.
    pub refused: Refusals,
}

impl Profile {
    /// Whether nothing is known yet.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Everything that `newer` says wins; what it leaves open is kept.
    #[must_use]
    pub fn updated_by(&self, newer: &Self) -> Self {
        let mut merged = self.clone();
        merged.background = newer.background.or(self.background);
        merged.goal = newer.goal.or(self.goal);
        merged.platform = newer.platform.or(self.platform);
        merged.budget = newer.budget.or(self.budget);
        merged.hours_per_week = newer.hours_per_week.or(self.hours_per_week);
        merged.deadline = newer.deadline.or(self.deadline);
        merged.years = newer.years.or(self.years);
        merged.codes = newer.codes.or(self.codes);
        merged.held.extend(newer.held.iter().cloned());
        merged
            .refused
            .entries
            .extend(newer.refused.entries.iter().cloned());
        merged
            .refused
            .platforms
            .extend(newer.refused.platforms.iter().copied());
        merged
            .refused
            .providers
            .extend(newer.refused.providers.iter().cloned());
        merged.refused.kinds.extend(&newer.refused.kinds);
        if merged
            .platform
            .is_some_and(|platform| merged.refused.platforms.contains(&platform))
        {
            merged.platform = newer
                .platform
                .filter(|platform| !newer.refused.platforms.contains(platform));
        }
        merged
    }

    /// Puts back what somebody said before that they hold or refuse.
    pub fn recall(&mut self, said_before: &Self) {
        self.held.extend(said_before.held.iter().cloned());
        let Refusals {
            entries,
            platforms,
            providers,
            kinds,
        } = &said_before.refused;
        self.refused.entries.extend(entries.iter().cloned());
        self.refused.platforms.extend(platforms.iter().copied());
        self.refused.providers.extend(providers.iter().cloned());
        self.refused.kinds.extend(kinds);
    }

    /// Whether they write code, as said or as their background suggests.
    pub fn writes_code(&self) -> Option<bool> {
        // What was said counts, whether or not the background is known.
        if self.codes.is_some() {
            return self.codes;
        }
        match self.background? {
            Background::Developer
            | Background::Data
            | Background::DataScientist
            | Background::MlEngineer
            | Background::Researcher => Some(true),
            Background::NonTechnical | Background::Executive => Some(false),
            Background::Beginner | Background::Student | Background::CareerChanger => None,
        }
    }
}
