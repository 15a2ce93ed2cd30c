//! What is true about a question, typed. An answer carries only what was worked out: ids, sums,
//! dates and reasons; texts are looked up in the catalogue by whoever writes the reply.

mod comparison;
mod figures;
mod recommendation;
mod single;

pub use comparison::{ComparedEntry, Comparison, ComparisonRow, Win, Winner};
pub use figures::{
    BasisOfTime, BudgetFit, Converted, Cost, CostBasis, CostList, CostListItem, CostVariant,
    NotIncluded, OutOfReach, StatusToday, StudyTime,
};
pub use recommendation::{
    Caution, MissingFact, NotNow, PickedEntry, Reason, Recommendation, SituationToday, WhyNot,
};
pub use single::{
    Career, Duration, FreeOption, FreeOptions, Inventory, Milestone, MilestoneKind, Plan,
    PlanWarning, PrerequisiteCheck, Prerequisites, Renewal,
};

use crate::domain::{BrowseFilter, DeclineKind, EntryId, Intent, Question};

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

    /// Why it declines; `None` where it answers.
    pub fn declined(&self) -> Option<DeclineKind> {
        match self.body {
            Body::Decline { kind, .. } => Some(kind),
            _ => None,
        }
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
    /// How it is examined.
    Exam {
        /// The certification.
        entry: EntryId,
        /// Where it is today.
        status: StatusToday,
    },
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
