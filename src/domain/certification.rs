//! A certification as the catalogue knows it: every figure with its source and date.

use serde::Serialize;

use super::profile::vocabulary;
use super::{Currency, Date, EntryId, MoneyRange, Platform, Provenance, ProviderId};

vocabulary! {
    /// What somebody gets.
    CredentialKind {
        /// A proctored exam.
        Exam = "exam", 'e', "exam";
        /// A course programme with a certificate.
        Course = "course", 'c', "course programme";
        /// A university programme.
        University = "university", 'u', "university programme";
    }
}

vocabulary! {
    /// How demanding it is, in the vendors' words.
    Level {
        /// Needs nothing.
        Beginner = "beginner", 'b', "beginner";
        /// A vendor's first exam.
        Foundational = "foundational", 'f', "foundational";
        /// Needs some code or data.
        Intermediate = "intermediate", 'i', "intermediate";
        /// Needs practice in the role.
        Associate = "associate", 'a', "associate";
        /// Deep in one field.
        Specialty = "specialty", 's', "specialty";
        /// Needs years of practice.
        Professional = "professional", 'p', "professional";
        /// University level.
        Graduate = "graduate", 'g', "graduate";
    }
}

impl Level {
    /// How demanding it is, from 0 (nothing needed) to 3 (years of practice).
    pub fn demand(self) -> u8 {
        match self {
            Self::Beginner | Self::Foundational => 0,
            Self::Intermediate => 1,
            Self::Associate => 2,
            Self::Specialty | Self::Professional | Self::Graduate => 3,
        }
    }
}

vocabulary! {
    /// What it is about.
    Topic {
        /// Understanding and using AI.
        Literacy = "literacy", 'l', "AI literacy";
        /// A cloud's basics.
        CloudBasics = "cloud-basics", 'k', "cloud basics";
        /// Machine learning.
        MachineLearning = "machine-learning", 'm', "machine learning";
        /// Deep learning.
        DeepLearning = "deep-learning", 'd', "deep learning";
        /// Generative AI.
        GenerativeAi = "generative-ai", 'g', "generative AI";
        /// Running models.
        Mlops = "mlops", 'o', "MLOps";
        /// Large data.
        BigData = "big-data", 'b', "big data";
        /// Data science.
        DataScience = "data-science", 'c', "data science";
        /// Research.
        Research = "research", 'r', "research";
        /// A name that opens doors.
        Prestige = "prestige", 'u', "prestige";
        /// Products with AI.
        Product = "product", 'p', "AI products";
    }
}

vocabulary! {
    /// Where a certification is in its life.
    State {
        /// Told of, not bookable.
        Announced = "announced", 'a', "announced";
        /// Bookable, but the exam is still being tried out.
        Beta = "beta", 'b', "in beta";
        /// Open.
        Open = "open", 'o', "open";
        /// Cannot be earned any more.
        Retired = "retired", 'r', "retired";
        /// No longer takes people in.
        Closed = "closed", 'c', "closed to enrolment";
        /// Nobody could verify it.
        Unverified = "unverified", 'u', "unverified";
    }
}

/// A certification with all that is known about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the schema documents each key in the README")]
pub struct Certification {
    pub id: EntryId,
    pub name: String,
    pub short: String,
    pub code: Option<String>,
    pub provider: ProviderId,
    pub platform: Option<Platform>,
    pub kind: CredentialKind,
    pub level: Level,
    pub aliases: Vec<String>,
    pub topics: Vec<Topic>,
    pub summary: String,
    pub covers: Vec<String>,
    pub hands_on: bool,
    pub url: Option<String>,
    pub article: Option<ArticleOpinion>,
    pub status: Vec<StatusStep>,
    pub fee: Option<Fee>,
    pub variants: Vec<Variant>,
    pub exam: Option<Exam>,
    pub preparation: Option<Preparation>,
    pub validity: Option<Validity>,
    pub prerequisites: Option<Prerequisites>,
    pub retake: Option<Retake>,
    pub claims: Vec<Claim>,
    pub notes: Vec<Note>,
}

/// The article's opinion, marked as such wherever it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArticleOpinion {
    /// Tier 1 (cloud providers) to 4 (universities).
    pub tier: Option<u8>,
    /// Who it suits.
    pub suits: Option<String>,
    /// Its verdict.
    pub verdict: Option<String>,
    /// How it says to prepare.
    pub prepare: Option<String>,
}

/// One step in the life of a certification.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusStep {
    /// The state from then on.
    pub state: State,
    /// First day of the state; `None`: always been so.
    pub from: Option<Date>,
    /// For an end: the last day on which it is still open.
    pub last_day: Option<Date>,
    /// What to take instead, best first.
    pub successors: Vec<EntryId>,
    /// Announced by the vendor: told, never applied by the calendar.
    pub planned: bool,
    /// More about it.
    pub note: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// The status as it is on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusNow<'a> {
    /// The state today.
    pub state: State,
    /// The step that says so; `None` when no step has been reached.
    pub step: Option<&'a StatusStep>,
    /// The end that is dated but not reached yet.
    pub ends: Option<&'a StatusStep>,
    /// What the vendor has announced.
    pub planned: Option<&'a StatusStep>,
}

impl StatusNow<'_> {
    /// Whether it can be earned today.
    pub fn is_available(&self) -> bool {
        matches!(self.state, State::Open | State::Beta)
    }

    /// Whether it is over: never to be recommended.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Retired | State::Closed)
    }

    /// The last day on which it can or could be earned.
    pub fn last_day(&self) -> Option<Date> {
        self.ends
            .or(self.step.filter(|_| self.is_over()))
            .and_then(|step| step.last_day)
    }

    /// What to take instead, best first.
    pub fn successors(&self) -> &[EntryId] {
        self.ends.or(self.step).map_or(&[], |step| &step.successors)
    }
}

impl StatusStep {
    /// The first day on which this state holds; `None`: it always has.
    pub fn begins(&self) -> Option<Date> {
        match (self.last_day, self.from) {
            (Some(last), _) => last.next_day(),
            (None, from) => from,
        }
    }
}

impl Certification {
    /// Where it is in its life today: the last step that has been reached.
    pub fn status_on(&self, today: Date) -> StatusNow<'_> {
        let mut now = StatusNow {
            state: State::Unverified,
            step: None,
            ends: None,
            planned: None,
        };
        for step in &self.status {
            if step.planned {
                now.planned = Some(step);
            } else if step.begins().is_none_or(|day| day <= today) {
                now.state = step.state;
                now.step = Some(step);
                now.ends = None;
            } else if step.last_day.is_some() && now.ends.is_none() {
                now.ends = Some(step);
            }
        }
        now
    }
}

vocabulary! {
    /// How something is paid for.
    FeeKind {
        /// Each try at the exam.
        Exam = "exam", 'e', "exam fee";
        /// Once.
        OneTime = "one-time", 'o', "one-time price";
        /// For each course of the whole.
        PerCourse = "per-course", 'p', "price per course";
        /// Each month.
        Subscription = "subscription", 's', "monthly subscription";
        /// Nothing.
        Free = "free", 'f', "free";
        /// The vendor names no price.
        Unpublished = "unpublished", 'u', "price not published";
    }
}

/// How much, with its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum FeeAmount {
    /// Each try at the exam.
    Exam(MoneyRange),
    /// Once.
    OneTime(MoneyRange),
    /// For each of so many courses.
    PerCourse {
        /// One course.
        each: MoneyRange,
        /// Courses in the whole, where known.
        courses: Option<u8>,
    },
    /// Each month.
    Subscription(MoneyRange),
    /// Nothing.
    Free,
    /// The vendor names no price.
    Unpublished,
}

impl FeeAmount {
    /// The kind without the amount.
    pub fn kind(&self) -> FeeKind {
        match self {
            Self::Exam(_) => FeeKind::Exam,
            Self::OneTime(_) => FeeKind::OneTime,
            Self::PerCourse { .. } => FeeKind::PerCourse,
            Self::Subscription(_) => FeeKind::Subscription,
            Self::Free => FeeKind::Free,
            Self::Unpublished => FeeKind::Unpublished,
        }
    }

    /// The amount as written, where there is one.
    pub fn money(&self) -> Option<MoneyRange> {
        match self {
            Self::Exam(money) | Self::OneTime(money) | Self::Subscription(money) => Some(*money),
            Self::PerCourse { each, .. } => Some(*each),
            Self::Free => Some(MoneyRange::zero(Currency::USD)),
            Self::Unpublished => None,
        }
    }
}

/// A price with all that is known about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fee {
    /// How much.
    pub amount: FeeAmount,
    /// US list price; other countries differ.
    pub varies_by_country: bool,
    /// More about it.
    pub note: Option<String>,
    /// Other values that sources give.
    pub also: Vec<OtherFee>,
    /// What the article had, where it differs.
    pub article: Option<OtherFee>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Another value for a price.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OtherFee {
    /// How much.
    pub amount: FeeAmount,
    /// What it is for, or why it is not the answer.
    pub note: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// One of several exams or prices under one id.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variant {
    /// Its name.
    pub name: String,
    /// Its exam code.
    pub code: Option<String>,
    /// Exam time.
    pub minutes: Option<u16>,
    /// What it costs.
    pub fee: Fee,
}

/// The exam itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Exam {
    /// Time in minutes.
    pub minutes: Option<u16>,
    /// Fewest and most questions.
    pub questions: Option<(u16, u16)>,
    /// How many of them count.
    pub scored: Option<u16>,
    /// Points needed.
    pub pass: Option<u16>,
    /// Whether the vendor publishes the pass mark.
    pub pass_published: bool,
    /// Languages it can be sat in.
    pub languages: Vec<String>,
    /// Where it is sat.
    pub delivery: Option<String>,
    /// More about it.
    pub note: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Months and hours of preparation, as a source gives them.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct PreparationRange {
    /// Fewest and most months.
    pub months: Option<(f32, f32)>,
    /// Fewest and most hours in all.
    pub hours: Option<(f32, f32)>,
    /// More about it.
    pub note: Option<String>,
}

/// How long it takes to prepare.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Preparation {
    /// The range that answers.
    pub range: PreparationRange,
    /// Fewest and most hours a week that the range assumes.
    pub hours_per_week: Option<(f32, f32)>,
    /// What the range assumes about the learner.
    pub assumes: Option<String>,
    /// What the article had, where it differs.
    pub article: Option<PreparationRange>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// For how long it counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ValidityPeriod {
    /// So many months.
    Months(u16),
    /// It never expires.
    Forever,
    /// Nobody could find out.
    Unknown,
}

vocabulary! {
    /// How it is kept alive.
    Renewal {
        /// By sitting the current exam again.
        Exam = "exam", 'e', "sit the current exam again";
        /// By a free assessment online.
        FreeAssessment = "free-assessment", 'f', "free online assessment";
        /// It needs none.
        None = "none", 'n', "no renewal needed";
        /// Nobody could find out.
        Unknown = "unknown", 'u', "not known";
    }
}

/// Validity and renewal.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Validity {
    /// For how long.
    pub period: ValidityPeriod,
    /// How it is renewed.
    pub renewal: Renewal,
    /// What renewing costs.
    pub renewal_fee: Option<MoneyRange>,
    /// What passing it renews as well.
    pub renews: Vec<EntryId>,
    /// More about it.
    pub note: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// What is needed before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prerequisites {
    /// What is formally required; `None`: nothing.
    pub required: Option<String>,
    /// What the vendor recommends.
    pub recommended: Option<String>,
    /// Years of relevant experience recommended.
    pub years: Option<u8>,
    /// Skills it builds on.
    pub skills: Vec<String>,
    /// The step before, for somebody below its level.
    pub before: Vec<EntryId>,
    /// What the article says, where it differs.
    pub article: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
}

vocabulary! {
    /// What a second try costs.
    RetakeFee {
        /// The full fee again.
        Full = "full", 'f', "the full fee again";
        /// Nothing.
        None = "none", 'n', "nothing";
        /// Nobody could find out.
        Unknown = "unknown", 'u', "not known";
    }
}

/// Rules for trying again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Retake {
    /// Days to wait after the first, second, third failure; the last repeats.
    pub wait_days: Vec<u16>,
    /// Tries allowed.
    pub max_attempts: Option<u8>,
    /// … within so many months.
    pub per_months: Option<u8>,
    /// What it costs.
    pub fee: RetakeFee,
    /// More about it.
    pub note: Option<String>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// What somebody claims and nobody could confirm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claim {
    /// The claim.
    pub text: String,
    /// What checking it gave.
    pub finding: String,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Anything else worth telling, dated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// The note.
    pub text: String,
    /// Where this comes from.
    pub provenance: Provenance,
}
