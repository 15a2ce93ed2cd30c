//! A recommendation: picks, what is not now, and why.

use crate::domain::{Background, Budget, Date, EntryId, Goal, Level, Money, Platform, State};

use super::{Cost, StudyTime};

/// What to take, what else, what not now.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// The rule of the decision guide that fits the profile.
    pub situation: Option<EntryId>,
    /// The step before the first pick, for somebody below its level.
    pub before: Vec<PickedEntry>,
    /// The first pick; `None` where everything that fits is refused, held or out of reach.
    pub first: Option<PickedEntry>,
    /// At most two.
    pub alternatives: Vec<PickedEntry>,
    /// At most three that somebody might expect, each with the reason against it.
    pub not_now: Vec<NotNow>,
    /// What would change the advice most if it were known, most useful first.
    pub missing: Vec<MissingFact>,
}

/// A recommended entry.
#[derive(Debug, Clone, PartialEq)]
pub struct PickedEntry {
    /// The entry.
    pub entry: EntryId,
    /// What speaks for it, strongest first.
    pub reasons: Vec<Reason>,
    /// What to be careful with, gravest first.
    pub cautions: Vec<Caution>,
    /// What it costs in all, where that is known.
    pub cost: Option<Box<Cost>>,
    /// The time it takes at the asker's pace.
    pub time: Option<StudyTime>,
}

/// What speaks for a pick.
#[derive(Debug, Clone, PartialEq)]
pub enum Reason {
    /// The situation's own clause for this pick: `situation.picks` (or `first`) names `pick`.
    Because {
        /// The situation.
        situation: EntryId,
        /// The pick that it names; another id than the recommended one where that took its place.
        pick: EntryId,
    },
    /// It is on the asker's platform.
    PlatformMatch(Platform),
    /// It leads to the asker's goal.
    GoalMatch(Goal),
    /// It suits where the asker comes from.
    SuitsBackground(Background),
    /// All in, it stays within the budget.
    WithinBudget(Budget),
    /// It costs nothing.
    Free,
    /// It can be done by the date.
    FitsDeadline {
        /// The asker's date.
        deadline: Date,
        /// When it can be done at the asker's pace.
        done_by: Date,
    },
    /// It comes after what the asker holds.
    NextAfter(EntryId),
    /// It took the place of one that is over.
    Replaces {
        /// What it replaces.
        entry: EntryId,
        /// That one's last day, where known.
        last_day: Option<Date>,
    },
    /// It is the step before this.
    StepBefore(EntryId),
    /// It prepares for this.
    PreparesFor(EntryId),
    /// It has projects or labs, so that something is left to show.
    HandsOn,
}

/// What to be careful with.
#[derive(Debug, Clone, PartialEq)]
pub enum Caution {
    /// The exam is still being tried out and may change.
    Beta,
    /// It ends soon; there is time at the asker's pace.
    EndsSoon {
        /// Its last day.
        last_day: Date,
    },
    /// The vendor has announced a change.
    PlannedChange {
        /// The state it will have.
        state: State,
        /// From when, where known.
        from: Option<Date>,
    },
    /// Years of experience are recommended.
    ExpectsYears {
        /// Recommended.
        years: u8,
        /// What the asker has, where known.
        has: Option<u8>,
    },
    /// It builds on skills that the asker may lack, as slugs of the catalogue.
    NeedsSkills(Vec<String>),
    /// Something is formally required; the catalogue's `prerequisites.required` says what.
    Required,
    /// It is rated above where somebody with this background begins.
    Demanding(Level),
    /// This comes first for the asker.
    StepFirst(EntryId),
    /// More than the budget.
    OverBudget {
        /// By so much, in the budget's currency.
        by: Money,
        /// The budget.
        budget: Budget,
    },
    /// It fits the date only at this pace.
    PaceNeeded {
        /// Hours a week.
        hours_per_week: u16,
        /// The asker's date.
        deadline: Date,
    },
    /// It renews every so many months.
    Expires {
        /// Months.
        months: u16,
    },
    /// The vendor names no price.
    PriceUnknown,
    /// The price differs by country.
    VariesByCountry,
    /// Sources disagree about its price.
    Conflicting,
    /// Whether it can be booked could not be verified.
    Unverified,
    /// It needs code, and the asker said that they write none or did not say.
    NeedsCode,
    /// It is a course to learn from, not a credential.
    NotACredential,
}

/// Something that is not for now.
#[derive(Debug, Clone, PartialEq)]
pub struct NotNow {
    /// The entry.
    pub entry: EntryId,
    /// Why not, gravest first; never empty.
    pub because: Vec<WhyNot>,
}

/// Why something is not for now.
#[derive(Debug, Clone, PartialEq)]
pub enum WhyNot {
    /// It is over.
    Over {
        /// Its last day, where known.
        last_day: Option<Date>,
        /// What to take instead, where there is something.
        successor: Option<EntryId>,
    },
    /// It ends before the asker could be ready.
    EndsTooSoon {
        /// Its last day.
        last_day: Date,
        /// What to take instead.
        successor: Option<EntryId>,
    },
    /// It is not open yet.
    NotYetOpen {
        /// From when, where known.
        from: Option<Date>,
    },
    /// The asker holds it.
    Held,
    /// Something that the asker holds goes further.
    CoveredBy(EntryId),
    /// The asker does not want it.
    Refused,
    /// Too high for now; this comes first, where the catalogue knows a step.
    AboveLevel {
        /// Its level.
        level: Level,
        /// Years recommended, where a figure exists.
        years: Option<u8>,
        /// The step before.
        first: Option<EntryId>,
    },
    /// It needs code, and the asker writes none.
    NeedsCode,
    /// More than the budget.
    OverBudget {
        /// By so much, in the budget's currency.
        by: Money,
        /// The budget.
        budget: Budget,
    },
    /// It cannot be done in time.
    MissesDeadline {
        /// Hours a week that it would take.
        hours_per_week: u16,
        /// The asker's date.
        deadline: Date,
    },
    /// The vendor names no price, and the asker has a budget.
    PriceUnknown,
}

/// Something about the asker that would change the advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MissingFact {
    /// Where they come from.
    Background,
    /// What they want.
    Goal,
    /// Where they work.
    Platform,
    /// Years of experience.
    Years,
    /// What they can spend.
    Budget,
    /// Hours a week.
    Hours,
}

/// A row of the decision guide, resolved for today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SituationToday {
    /// The situation.
    pub situation: EntryId,
    /// Its first pick that can be taken today.
    pub pick: EntryId,
    /// What stood there and is over, where that is so.
    pub instead_of: Option<EntryId>,
    /// Whether the pick is in beta.
    pub beta: bool,
}
