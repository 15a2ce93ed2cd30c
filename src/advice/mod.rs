//! From a question to what is true about it: plain functions over the catalogue, the question and
//! today's date.

mod answer;

pub use answer::{
    Alternative, Answer, BasisOfTime, Body, BudgetFit, Career, Caution, ComparedEntry, Comparison,
    ComparisonRow, Converted, Cost, CostBasis, CostList, CostListItem, CostVariant, Duration,
    FreeOption, FreeOptions, Inventory, Milestone, MilestoneKind, MissingFact, NotIncluded, NotNow,
    OutOfReach, PickedEntry, Plan, PlanWarning, PrerequisiteCheck, Prerequisites, Reason,
    Recommendation, Renewal, SituationToday, StatusToday, StudyTime, WhyNot, Win, Winner,
};
