//! Figures that several answers share: where something is in its life, the time it takes, what it costs.

use crate::domain::{
    Budget, Confidence, CredentialKind, Date, EntryId, Money, MoneyRange, Provenance, State,
    ValidityPeriod,
};

/// Where a certification is in its life today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusToday {
    /// The state.
    pub state: State,
    /// Since when, where known.
    pub since: Option<Date>,
    /// The last day on which it can or could be earned, where there is one.
    pub last_day: Option<Date>,
    /// It has a last day ahead, and that is near.
    pub ends_soon: bool,
    /// What to take instead of one that is over or ending: all successors that can be taken today.
    pub successors: Vec<EntryId>,
    /// The vendor has announced this state …
    pub planned: Option<State>,
    /// … from this day, where it named one.
    pub planned_from: Option<Date>,
    /// How sure the present state is.
    pub confidence: Confidence,
    /// Where the present state comes from; `None` where the catalogue has no step for today.
    pub provenance: Option<Provenance>,
}

impl StatusToday {
    /// Whether it can be earned today.
    pub fn is_available(&self) -> bool {
        matches!(self.state, State::Open | State::Beta)
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        matches!(self.state, State::Retired | State::Closed)
    }
}

/// What the time rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BasisOfTime {
    /// Hours that a source gives.
    Hours,
    /// Months that a source gives, as they stand.
    Months,
    /// Months that a source gives, converted at the assumed hours a week to another pace.
    MonthsAtAssumedPace,
    /// Our own hours for this level, because no source gives any.
    AssumedForLevel,
}

/// The time that something takes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudyTime {
    /// Fewest and most hours in all.
    pub hours: (u32, u32),
    /// Fewest and most weeks at the pace.
    pub weeks: (u32, u32),
    /// Fewest and most months at the pace, rounded up to whole ones; as a source gives them where
    /// the asker named no pace.
    pub months: (u32, u32),
    /// Hours a week.
    pub hours_per_week: u8,
    /// Whether the asker named the pace; otherwise it is the source's or our own assumption.
    pub pace_said: bool,
    /// What it rests on.
    pub basis: BasisOfTime,
}

/// How a sum comes about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CostBasis {
    /// One try at the exam.
    Exam,
    /// One payment.
    OneTime,
    /// Courses times their price.
    Courses {
        /// One course.
        each: MoneyRange,
        /// Courses in the whole; `None`: not known, the sum is one course.
        courses: Option<u8>,
    },
    /// Months times the subscription.
    Months {
        /// One month.
        monthly: MoneyRange,
        /// Fewest and most months.
        months: (u32, u32),
    },
    /// The cheapest to the dearest of its exams or prices.
    Variants,
    /// Nothing to pay.
    Free,
    /// The vendor names no price.
    Unpublished,
}

/// What something costs in all.
#[derive(Debug, Clone, PartialEq)]
pub struct Cost {
    /// The entry.
    pub entry: EntryId,
    /// How the sum comes about.
    pub basis: CostBasis,
    /// The sum, up to the credential, without renewal and retakes; `None`: not published.
    pub total: Option<MoneyRange>,
    /// The sum in the budget's currency, where that is another one.
    pub converted: Option<Converted>,
    /// What it would cost a month, for budgets by the month; `None`: not paid by the month.
    pub monthly: Option<MoneyRange>,
    /// Time that the months of a subscription rest on.
    pub time: Option<StudyTime>,
    /// Each renewal: how much, where known.
    pub renewal_fee: Option<MoneyRange>,
    /// How long it counts before a renewal is due.
    pub validity: Option<ValidityPeriod>,
    /// A second try: how much, where known.
    pub retake_fee: Option<MoneyRange>,
    /// What the sum does not hold.
    pub not_included: Vec<NotIncluded>,
    /// Other exams or prices under the same id.
    pub variants: Vec<CostVariant>,
    /// The US price; other countries differ.
    pub varies_by_country: bool,
    /// What the article's own figure would come to, where it differs.
    pub article: Option<MoneyRange>,
    /// How it stands to the asker's budget, where there is one.
    pub fit: Option<BudgetFit>,
    /// Where the price comes from.
    pub provenance: Option<Provenance>,
}

/// A sum in another currency, always approximate.
#[derive(Debug, Clone, PartialEq)]
pub struct Converted {
    /// The sum.
    pub total: MoneyRange,
    /// Where the rate comes from.
    pub provenance: Provenance,
}

/// What a sum does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NotIncluded {
    /// Paid courses or practice exams, which nobody has to buy.
    PreparationMaterial,
    /// The exam that a course or free training leads to.
    Exam,
    /// Sitting it again after a failure.
    Retake,
    /// Keeping it alive.
    Renewal,
    /// Months of a subscription after the first: nobody says how many it takes.
    FurtherMonths,
}

/// One of several prices under one id.
#[derive(Debug, Clone, PartialEq)]
pub struct CostVariant {
    /// Position in the entry's `variants`.
    pub index: usize,
    /// What it costs; `None`: not published.
    pub total: Option<MoneyRange>,
}

/// How a sum stands to a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetFit {
    /// Even the highest sum fits.
    Within,
    /// The lowest sum fits, the highest does not.
    Perhaps {
        /// By so much the highest is over.
        over_at_most: Money,
    },
    /// Over by at least this much.
    Over {
        /// By so much.
        by: Money,
    },
    /// No price or no rate: cannot be said.
    Unknown,
}

/// What a budget buys.
#[derive(Debug, Clone, PartialEq)]
pub struct CostList {
    /// The budget.
    pub budget: Option<Budget>,
    /// The only kind that is listed.
    pub kind: Option<CredentialKind>,
    /// What can be taken today and fits, cheapest first.
    pub within: Vec<CostListItem>,
    /// What is just out of reach, nearest first.
    pub just_over: Vec<OutOfReach>,
    /// Certifications without a published price.
    pub unpublished: Vec<EntryId>,
    /// Free or aided resources that help at any budget.
    pub free: Vec<EntryId>,
    /// Whether the budget's currency has no rate, so that prices could not be compared.
    pub no_rate: bool,
}

/// A line of a list of costs.
#[derive(Debug, Clone, PartialEq)]
pub struct CostListItem {
    /// What it costs.
    pub cost: Cost,
    /// Whether it is in beta.
    pub beta: bool,
}

/// Something just over the budget.
#[derive(Debug, Clone, PartialEq)]
pub struct OutOfReach {
    /// What it costs.
    pub cost: Cost,
    /// By how much it is over, in the budget's currency.
    pub by: Money,
}
