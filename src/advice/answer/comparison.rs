//! Two or three side by side.

use crate::domain::{Background, Budget, EntryId, Goal, Platform};

use super::{Cost, StatusToday, StudyTime};

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
