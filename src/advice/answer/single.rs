//! Answers about one entry or one question: time, plan, prerequisites, renewal, what is free, career.

use crate::domain::{Date, EntryId, Goal, MoneyRange, ProviderId, State, ValidityPeriod};

use super::{Cost, StatusToday, StudyTime};

/// How long one takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Duration {
    /// The entry.
    pub entry: EntryId,
    /// At the asker's pace; `None` where nothing can be said.
    pub time: Option<StudyTime>,
    /// When it would be done, starting today, at most.
    pub done_by: Option<Date>,
    /// Hours a week that the asker's date would take, where there is a date.
    pub pace_needed: Option<u16>,
    /// The asker's date.
    pub deadline: Option<Date>,
    /// Where a certification is today.
    pub status: Option<StatusToday>,
}

/// A dated plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What it leads to.
    pub entry: EntryId,
    /// What was asked for and is over, where the plan leads to its successor instead.
    pub instead_of: Option<EntryId>,
    /// The time that it rests on; the plan uses the higher end.
    pub time: StudyTime,
    /// First day.
    pub start: Date,
    /// Last day: exam, or end of the course.
    pub finish: Date,
    /// Weeks from start to finish.
    pub weeks: u32,
    /// What to do by when, in order of date.
    pub milestones: Vec<Milestone>,
    /// What speaks against it, gravest first.
    pub warnings: Vec<PlanWarning>,
    /// Free things to learn from on the way.
    pub resources: Vec<EntryId>,
    /// What it costs.
    pub cost: Option<Box<Cost>>,
}

/// One dated step of a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// By this day.
    pub date: Date,
    /// What.
    pub kind: MilestoneKind,
}

/// What a milestone is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MilestoneKind {
    /// Begin.
    Start,
    /// Work through these of the certification's `covers`, by position.
    Cover {
        /// Positions in `covers`.
        topics: Vec<usize>,
        /// Part of the whole that is done by then, in per cent.
        percent: u8,
    },
    /// Part of the way, where the catalogue does not say what is covered.
    Progress {
        /// In per cent.
        percent: u8,
    },
    /// Book the exam.
    BookExam,
    /// Sit practice tests and close gaps.
    Practice,
    /// Build a project of one's own with it.
    Project,
    /// The exam.
    Exam,
    /// The course is done.
    Finish,
}

/// What speaks against a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanWarning {
    /// The date asked for cannot be held at this pace.
    MissesDeadline {
        /// The date asked for.
        deadline: Date,
        /// Hours a week that it would take.
        hours_per_week: u16,
    },
    /// The exam's last day comes before the plan's end, or too close to it.
    EndsBefore {
        /// Its last day.
        last_day: Date,
        /// What to take instead.
        successor: Option<EntryId>,
    },
    /// The vendor has announced a change inside the plan's span.
    PlannedChange {
        /// The state it will have.
        state: State,
        /// From this day.
        from: Date,
    },
    /// It is in beta.
    Beta,
    /// Not open yet.
    NotYetOpen,
    /// More than 40 hours a week.
    Unrealistic,
    /// Longer than three years at this pace: the plan stops there.
    TooLong,
    /// The hours are our own assumption.
    AssumedHours,
    /// Years of practice are recommended, which no plan replaces.
    ExpectsYears(u8),
    /// Whether it can be taken could not be verified.
    Unverified,
}

/// What is needed before, compared with the asker where something is known.
#[derive(Debug, Clone, PartialEq)]
pub struct Prerequisites {
    /// The entry.
    pub entry: EntryId,
    /// Whether something is formally required.
    pub formal: bool,
    /// Each thing that is recommended, and whether the asker has it.
    pub checks: Vec<PrerequisiteCheck>,
    /// The step before, for whoever lacks it.
    pub before: Vec<EntryId>,
    /// Whether the asker could begin now, where enough is known.
    pub ready: Option<bool>,
    /// Where a certification is today.
    pub status: Option<StatusToday>,
}

/// One thing that is recommended before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrerequisiteCheck {
    /// Years of experience.
    Years {
        /// Recommended.
        years: u8,
        /// Whether the asker has them; `None`: not known.
        met: Option<bool>,
    },
    /// A skill, as the catalogue's slug.
    Skill {
        /// The skill.
        skill: String,
        /// Whether the asker has it; `None`: not known.
        met: Option<bool>,
    },
}

/// How long it counts and how it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Renewal {
    /// The entry.
    pub entry: EntryId,
    /// How long; `None` where the catalogue says nothing.
    pub period: Option<ValidityPeriod>,
    /// If earned today: the day on which it would expire.
    pub expires_if_earned_today: Option<Date>,
    /// Each renewal.
    pub fee: Option<MoneyRange>,
    /// What passing it renews as well.
    pub renews: Vec<EntryId>,
    /// What renews it in passing.
    pub renewed_by: Vec<EntryId>,
    /// Where it is today: what is over cannot be renewed by sitting it again.
    pub status: Option<StatusToday>,
}

/// What is free.
#[derive(Debug, Clone, PartialEq)]
pub struct FreeOptions {
    /// What was asked about.
    pub topic: Option<Goal>,
    /// The entry that was asked about.
    pub entry: Option<EntryId>,
    /// Free first, then free in part, then with aid, then cheap; fitting the topic first.
    pub options: Vec<FreeOption>,
    /// Asked about one certification or resource: what it costs itself.
    pub cost: Option<Box<Cost>>,
    /// Whether what was asked about is itself free.
    pub entry_is_free: Option<bool>,
}

/// One free or nearly free option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FreeOption {
    /// The resource.
    pub entry: EntryId,
    /// Certifications that it prepares for and that can be taken today.
    pub prepares: Vec<EntryId>,
    /// Whether it fits the topic or entry asked about.
    pub fits: bool,
}

/// Advice by years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Career {
    /// Years, where named.
    pub years: Option<u8>,
    /// The stage that fits; `None` without years.
    pub stage: Option<EntryId>,
    /// All stages in order.
    pub stages: Vec<EntryId>,
    /// The stage's focus with successors in place of what is over.
    pub focus: Vec<EntryId>,
}

/// How much the catalogue holds and how old it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inventory {
    /// Certifications.
    pub certifications: usize,
    /// Of these, what can be earned today.
    pub available: usize,
    /// Resources.
    pub resources: usize,
    /// Frequent questions, guide topics, paths and stages.
    pub advice: usize,
    /// Sources.
    pub sources: usize,
    /// The day of the newest check of any status or price.
    pub newest_check: Option<Date>,
    /// The day of the oldest check of any status or price of what can be earned today.
    pub oldest_check: Option<Date>,
    /// Providers with something that can be earned today.
    pub providers: Vec<ProviderId>,
}
