//! What is asked, typed. Every entrance makes one of these.

use serde::{Deserialize, Serialize};

use super::profile::vocabulary;
use super::{Budget, CredentialKind, Date, EntryId, Goal, Level, Profile, ProviderId};

vocabulary! {
    /// What kind of thing a question asks for; names are part of the `chat --json` interface.
    Intent {
        /// What should I take?
        Advise = "advise", 'a', "advice";
        /// What is it?
        CertInfo = "cert_info", 'i', "about a certification";
        /// What does it cost?
        Cost = "cost", 'c', "costs";
        /// Which of these?
        Compare = "compare", 'v', "comparison";
        /// How long does it take?
        Duration = "duration", 'd', "time needed";
        /// How do I get there by when?
        Plan = "plan", 'p', "study plan";
        /// What is free?
        Free = "free", 'f', "free options";
        /// A frequently asked question.
        Faq = "faq", 'q', "frequent question";
        /// In which order?
        Stack = "stack", 's', "learning path";
        /// What suits my years?
        CareerStage = "career_stage", 'y', "career stage";
        /// What do employers think?
        Employers = "employers", 'e', "employers";
        /// What goes wrong?
        Mistakes = "mistakes", 'm', "mistakes";
        /// How do I make it count?
        ImpactTips = "impact_tips", 't', "making it count";
        /// University programmes.
        University = "university", 'u', "university programmes";
        /// What do I need before?
        Prerequisites = "prerequisites", 'r', "prerequisites";
        /// How long is it valid?
        Renewal = "renewal", 'n', "validity and renewal";
        /// Is it still there?
        Status = "status", 'l', "status";
        /// What is there?
        Browse = "browse", 'b', "the catalogue";
        /// Hello.
        Greeting = "greeting", 'g', "greeting";
        /// What can you do?
        Help = "help", 'h', "help";
        /// Not answered.
        Unknown = "unknown", 'x', "not understood";
    }
}

vocabulary! {
    /// Why a question is not answered.
    DeclineKind {
        /// Not understood well enough to answer.
        Unsure = "unsure", 'u', "not sure what was asked";
        /// About a credential that the catalogue does not have.
        NotInCatalogue = "not_in_catalogue", 'n', "not in the catalogue";
        /// Another field than AI certifications.
        OtherField = "other_field", 'o', "another field";
        /// Somebody's own sitting, order or account, which only the vendor can look into.
        Booking = "booking", 'b', "a booking, order or account";
        /// What people earn or are offered.
        Pay = "pay", 'p', "pay";
        /// Visas, contracts, medicine: where a wrong answer harms.
        Law = "law", 'w', "law or medicine";
        /// Exam dumps and the like.
        Cheating = "cheating", 'c', "cheating";
        /// Instructions to the bot, or harmful.
        Unsafe = "unsafe", 's', "not a question for this bot";
        /// Somebody is in despair, and needs people rather than a bot.
        Distress = "distress", 'd', "somebody needs help";
        /// A language that certwise does not answer in.
        Language = "language", 'l', "another language";
        /// Nothing was said.
        Empty = "empty", 'e', "nothing was asked";
    }
}

/// Which part of the catalogue to list. Everything given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BrowseFilter {
    /// The article's tier, 1 to 4.
    pub tier: Option<u8>,
    /// The provider.
    pub provider: Option<ProviderId>,
    /// The level.
    pub level: Option<Level>,
    /// What it leads to.
    pub topic: Option<Goal>,
    /// Exams, course programmes or university programmes.
    pub kind: Option<CredentialKind>,
}

/// A question, whatever the entrance: slash command, button, direct message or terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// What should I take?
    Advise(Profile),
    /// What is this certification or resource?
    Card(EntryId),
    /// What does it cost, all in? The profile gives pace, budget and currency.
    Costs {
        /// The entry.
        entry: EntryId,
        /// Pace and budget.
        profile: Profile,
    },
    /// What can I get for this budget?
    CostList {
        /// The budget; without one, everything by price.
        budget: Option<Budget>,
        /// Exams, course programmes or university programmes only.
        kind: Option<CredentialKind>,
    },
    /// Which of these two or three?
    Compare {
        /// Two or three different entries.
        entries: Vec<EntryId>,
        /// What is known about the asker.
        profile: Profile,
    },
    /// How long does it take?
    Duration {
        /// The entry; `None` asks in general.
        entry: EntryId,
        /// Pace.
        profile: Profile,
    },
    /// A dated plan.
    Plan {
        /// The entry.
        entry: EntryId,
        /// Hours a week; the catalogue's assumption when absent.
        hours_per_week: Option<u8>,
        /// First day; today when absent.
        start: Option<Date>,
        /// When it should be done, if the asker said so.
        deadline: Option<Date>,
    },
    /// What is needed before?
    Prerequisites {
        /// The entry.
        entry: EntryId,
        /// What is known about the asker.
        profile: Profile,
    },
    /// How long is it valid and how is it renewed?
    Renewal(EntryId),
    /// How is it examined: time, questions, pass mark, languages, where, second tries?
    Exam(EntryId),
    /// Is it open, ending, retired?
    Status(EntryId),
    /// What is free? With a topic, what is free about it.
    Free {
        /// A resource or certification that it should lead to.
        entry: Option<EntryId>,
        /// The topic, as one of the catalogue's goals.
        topic: Option<super::Goal>,
    },
    /// The list of frequent questions, or one.
    Faq(Option<EntryId>),
    /// The list of paths, or one.
    Stack(Option<EntryId>),
    /// The advice for a number of years, or for all stages.
    Career {
        /// Years of experience.
        years: Option<u8>,
    },
    /// The list of guide topics, or one.
    Guide(Option<EntryId>),
    /// The catalogue, filtered and in pages.
    Browse(BrowseFilter),
    /// Hello, thanks, bye.
    Greeting,
    /// What can you do?
    Help,
    /// Who are you, how fresh is the data?
    About,
    /// What do you keep about me?
    Privacy,
    /// Not answered, and why.
    Decline {
        /// Why.
        kind: DeclineKind,
        /// The nearest thing the catalogue has, best first.
        near: Vec<EntryId>,
    },
    /// Two readings are close: which did you mean?
    Clarify(Vec<Question>),
}

impl DeclineKind {
    /// The kind as `chat --json` names it, whose words are fixed: the finer ones fall under theirs.
    pub fn in_json(self) -> Self {
        match self {
            Self::Distress => Self::Unsafe,
            Self::Booking | Self::Pay | Self::Law => Self::OtherField,
            kind => kind,
        }
    }
}

impl Question {
    /// What it says about the asker, where the answer depends on that.
    pub fn profile(&self) -> Option<&Profile> {
        match self {
            Self::Advise(profile)
            | Self::Costs { profile, .. }
            | Self::Compare { profile, .. }
            | Self::Duration { profile, .. }
            | Self::Prerequisites { profile, .. } => Some(profile),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn profile_mut(&mut self) -> Option<&mut Profile> {
        match self {
            Self::Advise(profile)
            | Self::Costs { profile, .. }
            | Self::Compare { profile, .. }
            | Self::Duration { profile, .. }
            | Self::Prerequisites { profile, .. } => Some(profile),
            _ => None,
        }
    }

    /// The one entry that it is about, where it is about one.
    pub fn entry(&self) -> Option<&EntryId> {
        match self {
            Self::Card(entry)
            | Self::Costs { entry, .. }
            | Self::Duration { entry, .. }
            | Self::Plan { entry, .. }
            | Self::Prerequisites { entry, .. }
            | Self::Renewal(entry)
            | Self::Exam(entry)
            | Self::Status(entry)
            | Self::Free {
                entry: Some(entry), ..
            }
            | Self::Faq(Some(entry))
            | Self::Stack(Some(entry))
            | Self::Guide(Some(entry)) => Some(entry),
            _ => None,
        }
    }

    /// What kind of question it is, as `chat --json` names it.
    pub fn intent(&self) -> Intent {
        match self {
            Self::Advise(_) => Intent::Advise,
            Self::Card(_) | Self::Exam(_) => Intent::CertInfo,
            Self::Costs { .. } | Self::CostList { .. } => Intent::Cost,
            Self::Compare { .. } => Intent::Compare,
            Self::Duration { .. } => Intent::Duration,
            Self::Plan { .. } => Intent::Plan,
            Self::Prerequisites { .. } => Intent::Prerequisites,
            Self::Renewal(_) => Intent::Renewal,
            Self::Status(_) => Intent::Status,
            Self::Free { .. } => Intent::Free,
            Self::Faq(_) => Intent::Faq,
            Self::Stack(_) => Intent::Stack,
            Self::Career { .. } => Intent::CareerStage,
            Self::Guide(Some(id)) => match id.as_str() {
                "employers" => Intent::Employers,
                "mistakes" => Intent::Mistakes,
                "impact-tips" => Intent::ImpactTips,
                "university-programs" => Intent::University,
                "decision-guide" => Intent::Advise,
                _ => Intent::Faq,
            },
            Self::Guide(None) | Self::Browse(_) => Intent::Browse,
            Self::Greeting => Intent::Greeting,
            Self::Help | Self::About | Self::Privacy => Intent::Help,
            Self::Decline { .. } => Intent::Unknown,
            Self::Clarify(readings) => readings.first().map_or(Intent::Unknown, Self::intent),
        }
    }
}
