//! What is true about a question, typed. An answer carries only what was worked out: ids, sums,
//! dates and reasons; texts are looked up in the catalogue by whoever writes the reply.

use crate::domain::{
    Background, BrowseFilter, Budget, Confidence, Date, DeclineKind, EntryId, Goal, Intent, Level,
    Money, MoneyRange, Platform, Provenance, ProviderId, Question, State, ValidityPeriod,
};

/// A question with what is true about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The question as it was answered: an id of another kind leads to the question that fits it.
    pub question: Question,
    /// What is true about it.
    pub body: Body,
    /// The entries that the answer rests on, best first, at most four.
    pub entries: Vec<EntryId>,
    /// What it recommends, best first; empty where it recommends nothing.
    pub recommended: Vec<EntryId>,
}

impl Answer {
    /// What kind of question it answers, as `chat --json` names it.
    pub fn intent(&self) -> Intent {
        self.question.intent()
    }
}

/// One variant for each kind of answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// A first pick, alternatives and what is not now.
    Recommendation(Box<Recommendation>),
    /// Nothing is known about the asker yet: what to ask, and what holds for most people.
    Guided {
        /// What would change the advice most, most useful first.
        missing: Vec<MissingFact>,
        /// The decision guide's situations, resolved for today.
        situations: Vec<SituationToday>,
    },
    /// A certification or a resource.
    Card {
        /// The entry.
        entry: EntryId,
        /// Where a certification is today; `None` for a resource.
        status: Option<StatusToday>,
        /// What it costs; `None` where the catalogue has no price for it.
        cost: Option<Box<Cost>>,
        /// The time it takes; `None` where nothing is known.
        time: Option<StudyTime>,
    },
    /// What one entry costs, all in.
    Costs {
        /// The sum with its parts.
        cost: Box<Cost>,
        /// Where a certification is today.
        status: Option<StatusToday>,
        /// For what is over: what the living successor costs.
        successor: Option<Box<Cost>>,
    },
    /// What a budget buys.
    CostList(Box<CostList>),
    /// Two or three side by side.
    Compare(Box<Comparison>),
    /// How long one takes.
    Duration(Box<Duration>),
    /// A dated plan.
    Plan(Box<Plan>),
    /// What is needed before.
    Prerequisites(Box<Prerequisites>),
    /// How long it counts.
    Renewal(Box<Renewal>),
    /// Where it is in its life.
    Status {
        /// The certification.
        entry: EntryId,
        /// Where it is today.
        status: StatusToday,
    },
    /// What is free.
    Free(Box<FreeOptions>),
    /// One frequent question.
    Faq(EntryId),
    /// The frequent questions.
    FaqList(Vec<EntryId>),
    /// One path; for every step what can be taken today.
    Stack {
        /// The path.
        entry: EntryId,
        /// For each step, in order: its entries today, successors in place of what is over.
        steps: Vec<Vec<EntryId>>,
    },
    /// The paths.
    StackList(Vec<EntryId>),
    /// Advice by years of experience.
    Career(Box<Career>),
    /// One guide topic.
    Guide(EntryId),
    /// The decision guide with its situations, resolved for today.
    DecisionGuide {
        /// The guide entry.
        entry: EntryId,
        /// Its situations in order.
        situations: Vec<SituationToday>,
    },
    /// The guide topics.
    GuideList(Vec<EntryId>),
    /// The catalogue, filtered; whoever writes the reply makes pages of it.
    Browse {
        /// What was asked for.
        filter: BrowseFilter,
        /// What fits: what can be earned today first, what is over last.
        found: Vec<EntryId>,
    },
    /// Hello.
    Greeting,
    /// What can you do?
    Help,
    /// Who are you?
    About(Inventory),
    /// What do you keep?
    Privacy,
    /// Not answered.
    Decline {
        /// Why.
        kind: DeclineKind,
        /// The nearest thing in the catalogue.
        near: Vec<EntryId>,
    },
    /// Which did you mean?
    Clarify(Vec<Question>),
}

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
    /// Announced, but not open yet.
    NotYetOpen {
        /// From when, where known.
        from: Option<Date>,
    },
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
    /// Another one was the usual advice here and is over.
    Retired {
        /// What is over.
        entry: EntryId,
        /// Its last day, where known.
        last_day: Option<Date>,
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
    /// It cannot be done by the date even at 40 hours a week.
    MissesDeadline {
        /// The asker's date.
        deadline: Date,
        /// When it would be done at the asker's pace.
        done_by: Date,
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
    /// It is in beta, and something open fits.
    Beta,
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
    /// Whether it can be taken could not be verified.
    Unverified,
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

/// Two or three side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What is compared, in the order asked, without repetition.
    pub entries: Vec<ComparedEntry>,
    /// Rows on which at least one entry has something to say.
    pub rows: Vec<ComparisonRow>,
    /// For whom each wins.
    pub winners: Vec<Winner>,
    /// The one that suits the asker best, where that can be said.
    pub best: Option<EntryId>,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedEntry {
    /// The entry.
    pub entry: EntryId,
    /// Where it is today; `None` for a resource.
    pub status: Option<StatusToday>,
    /// What it costs.
    pub cost: Option<Box<Cost>>,
    /// How long it takes.
    pub time: Option<StudyTime>,
    /// For what is over: what to take instead.
    pub successor: Option<EntryId>,
}

/// The rows of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComparisonRow {
    /// Open, in beta, over.
    Status,
    /// Exam, course, university.
    Kind,
    /// How demanding.
    Level,
    /// What it costs in all.
    Cost,
    /// How long it takes.
    Time,
    /// How long it counts.
    Validity,
    /// What is needed before.
    Prerequisites,
    /// Projects or labs.
    HandsOn,
    /// The article's tier.
    Tier,
}

/// For whom one side of a comparison wins.
#[derive(Debug, Clone, PartialEq)]
pub struct Winner {
    /// The entry.
    pub entry: EntryId,
    /// In what, strongest first; never empty.
    pub wins: Vec<Win>,
}

/// In what one side of a comparison wins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Win {
    /// The only one that can be taken today.
    OnlyOpen,
    /// It is on the asker's platform.
    YourPlatform(Platform),
    /// For whoever works on this platform.
    ForPlatform(Platform),
    /// It leads to the asker's goal.
    YourGoal(Goal),
    /// The only one within the budget.
    WithinBudget(Budget),
    /// It suits where the asker comes from.
    YourBackground(Background),
    /// It costs nothing.
    Free,
    /// It costs least.
    Cheapest,
    /// It takes least time.
    Shortest,
    /// It asks for least before.
    EasiestStart,
    /// It goes deepest.
    MostDemanding,
    /// Projects are left to show.
    HandsOn,
    /// It counts longest.
    LongestValid,
    /// Keeping it alive costs nothing.
    FreeRenewal,
    /// The article ranks it in a better tier.
    BetterTier(u8),
    /// A university's name.
    Prestige,
}

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
