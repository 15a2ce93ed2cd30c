//! What the profile says about a person, worked out once for all candidates.

use crate::advice::cost::convert;
use crate::advice::facts::topics_of;
use crate::advice::view::View;
use crate::domain::{
    Background, Budget, Certification, Currency, EntryId, Goal, Money, MoneyRange, Platform,
    Profile, Topic,
};

/// The asker as the advice sees them.
pub(super) struct Person<'a> {
    pub(super) profile: &'a Profile,
    /// The platform, unless it is none in particular or refused.
    pub(super) platform: Option<Platform>,
    /// The budget; nothing for whoever wants only what is free.
    pub(super) budget: Option<Budget>,
    /// The same in cents of a US dollar, where a rate is known.
    pub(super) budget_in_dollars: Option<u64>,
    /// How demanding a credential may be for them to begin with it, on the scale of `demand`.
    pub(super) reach: u8,
}

impl<'a> Person<'a> {
    pub(super) fn new(view: View<'_>, profile: &'a Profile) -> Self {
        let platform = profile.platform.filter(|platform| {
            *platform != Platform::Any && !profile.refused.platforms.contains(platform)
        });
        let nothing = Budget::total(Money::units(0, Currency::USD));
        let budget = profile
            .budget
            .or((profile.goal == Some(Goal::Free)).then_some(nothing));
        Self {
            profile,
            platform,
            budget,
            budget_in_dollars: budget.and_then(|budget| {
                let amount = MoneyRange::exactly(budget.amount);
                if amount.currency() == Currency::USD || budget.is_nothing() {
                    return Some(budget.amount.cents);
                }
                convert(view.catalog, amount, Currency::USD)
                    .map(|converted| converted.total.low().cents)
            }),
            reach: reach(view, profile),
        }
    }

    /// Whether they write no code and do not mean to. Whoever wants to build means to learn it,
    /// wherever they come from.
    pub(super) fn writes_no_code(&self) -> bool {
        let wants_to_build = matches!(
            self.profile.goal,
            Some(
                Goal::Start
                    | Goal::MlEngineering
                    | Goal::DeepLearning
                    | Goal::BigData
                    | Goal::Mlops
                    | Goal::DataScience
            )
        );
        match self.profile.codes {
            Some(codes) => !codes,
            None => self.profile.writes_code() == Some(false) && !wants_to_build,
        }
    }

    /// Whether it belongs to a rival of the asker's cloud. Databricks and NVIDIA run on any.
    pub(super) fn is_rival(&self, platform: Option<Platform>) -> bool {
        let cloud = |platform: &Platform| {
            matches!(
                platform,
                Platform::Aws | Platform::Azure | Platform::GoogleCloud
            )
        };
        match (self.platform, platform) {
            (Some(own), Some(other)) => own != other && cloud(&own) && cloud(&other),
            _ => false,
        }
    }

    /// Whether they build systems and have done so for long: entry exams are behind them.
    pub(super) fn is_seasoned(&self) -> bool {
        self.reach >= 3
            && matches!(
                self.profile.background,
                Some(
                    Background::Developer
                        | Background::Data
                        | Background::DataScientist
                        | Background::MlEngineer
                        | Background::Researcher
                )
            )
    }

    /// The topics of their goal, most fitting first.
    pub(super) fn topics(&self) -> &'static [Topic] {
        self.profile.goal.map_or(&[], topics_of)
    }

    /// What they hold that makes this pointless: more demanding and about the same things, on the
    /// same platform where there is one, or renewing it in passing.
    pub(super) fn covered_by(&self, view: View<'_>, candidate: &Certification) -> Option<EntryId> {
        self.profile
            .held
            .iter()
            .filter_map(|id| view.catalog.certification(id))
            .find(|held| {
                let deeper = held.level.demand() > candidate.level.demand();
                let shares_topic = held
                    .topics
                    .iter()
                    .any(|topic| candidate.topics.contains(topic));
                let same_field = match candidate.platform {
                    Some(_) => {
                        held.platform == candidate.platform
                            && (shares_topic || candidate.level.demand() == 0)
                    }
                    None => shares_topic,
                };
                let renews = held
                    .validity
                    .as_ref()
                    .is_some_and(|validity| validity.renews.contains(&candidate.id));
                deeper && (same_field || renews)
            })
            .map(|held| held.id.clone())
    }
}

fn reach(view: View<'_>, profile: &Profile) -> u8 {
    let years = profile.years;
    let from_held = profile
        .held
        .iter()
        .filter_map(|id| view.catalog.certification(id))
        .map(|held| held.level.demand())
        .max();
    let from_background = match profile.background {
        Some(
            Background::Beginner
            | Background::NonTechnical
            | Background::Executive
            | Background::CareerChanger
            | Background::Student,
        ) => 0,
        Some(Background::Developer | Background::Data) => {
            if years.is_some_and(|years| years >= 3) {
                3
            } else {
                2
            }
        }
        Some(Background::DataScientist | Background::MlEngineer | Background::Researcher) => 3,
        None => match (years, profile.goal) {
            (Some(0), _) | (None, Some(Goal::Start | Goal::Literacy | Goal::Product)) => 0,
            (Some(1 | 2), _) => 2,
            (Some(_), _) => 3,
            // Whoever holds something can take the next step after it.
            (None, _) if from_held.is_some() => from_held.map_or(0, |held| (held + 1).min(3)),
            // Nothing is known: what an associate exam asks for is the middle of the road.
            (None, _) => 2,
        },
    };
    let from_code = u8::from(profile.codes == Some(true));
    from_background.max(from_code).max(from_held.unwrap_or(0))
}
