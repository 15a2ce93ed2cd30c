//! Answers about one entry or the asker's years: time, prerequisites, renewal, paths, career.

use crate::domain::{
    Background, Certification, Date, EntryId, Goal, Profile, Stack, State, Topic, ValidityPeriod,
};

use super::view::{Offer, Pace, View};
use super::{
    Career, Duration, PrerequisiteCheck, Prerequisites, Renewal, SituationToday, StatusToday,
};

impl View<'_> {
    pub(super) fn duration(self, offer: Offer<'_>, profile: &Profile) -> Duration {
        let time = self.time(offer, profile.hours_per_week.into());
        Duration {
            entry: offer.id().clone(),
            time,
            done_by: time.map(|time| Self::after_weeks(self.today, time.weeks.1)),
            pace_needed: profile
                .deadline
                .zip(time)
                .map(|(deadline, time)| Self::pace_for(time.hours.1, self.today, deadline)),
            deadline: profile.deadline,
            status: self.status_of(offer),
        }
    }

    pub(super) fn status_of(self, offer: Offer<'_>) -> Option<StatusToday> {
        match offer {
            Offer::Certification(certification) => Some(self.status(certification)),
            Offer::Resource(_) => None,
        }
    }

    pub(super) fn prerequisites(
        self,
        certification: &Certification,
        profile: &Profile,
    ) -> Prerequisites {
        let needed = certification.prerequisites.as_ref();
        let skills = known_skills(profile);
        let mut checks = Vec::new();
        if let Some(years) = needed.and_then(|needed| needed.years) {
            checks.push(PrerequisiteCheck::Years {
                years,
                met: profile.years.map(|has| has >= years),
            });
        }
        for skill in needed.map_or(&[][..], |needed| &needed.skills) {
            let met = match &skills {
                Some(known) => Some(known.contains(&skill.as_str())),
                None if skill == "python" && profile.codes == Some(false) => Some(false),
                None => None,
            };
            checks.push(PrerequisiteCheck::Skill {
                skill: skill.clone(),
                met,
            });
        }
        let verdicts: Vec<Option<bool>> = checks
            .iter()
            .map(|check| match check {
                PrerequisiteCheck::Years { met, .. } | PrerequisiteCheck::Skill { met, .. } => *met,
            })
            .collect();
        let ready = if verdicts.contains(&Some(false)) {
            Some(false)
        } else if verdicts.iter().all(|met| *met == Some(true)) {
            Some(true)
        } else {
            None
        };
        let before = needed
            .map(|needed| {
                needed
                    .before
                    .iter()
                    .filter(|id| !profile.held.contains(*id))
                    .filter_map(|id| self.standing(id))
                    .collect()
            })
            .unwrap_or_default();
        Prerequisites {
            entry: certification.id.clone(),
            formal: needed.is_some_and(|needed| needed.required.is_some()),
            checks,
            before,
            ready,
            status: Some(self.status(certification)),
        }
    }

    pub(super) fn renewal(self, certification: &Certification) -> Renewal {
        let validity = certification.validity.as_ref();
        let fee = self
            .cost(Offer::Certification(certification), Pace::Assumed, None)
            .and_then(|cost| cost.renewal_fee);
        Renewal {
            entry: certification.id.clone(),
            period: validity.map(|validity| validity.period),
            expires_if_earned_today: validity.and_then(|validity| match validity.period {
                ValidityPeriod::Months(months) => Some(months_later(self.today, months)),
                ValidityPeriod::Forever | ValidityPeriod::Unknown => None,
            }),
            fee,
            renews: validity
                .map(|validity| validity.renews.clone())
                .unwrap_or_default(),
            renewed_by: self
                .catalog
                .certifications()
                .filter(|other| {
                    other
                        .validity
                        .as_ref()
                        .is_some_and(|validity| validity.renews.contains(&certification.id))
                })
                .map(|other| other.id.clone())
                .collect(),
            status: Some(self.status(certification)),
        }
    }

    pub(super) fn career(self, years: Option<u8>) -> Career {
        let mut stages: Vec<_> = self.catalog.stages().collect();
        stages.sort_by_key(|stage| stage.years.0);
        let fitting = years.and_then(|years| {
            stages
                .iter()
                .rev()
                .find(|stage| stage.years.0 <= years)
                .or(stages.first())
        });
        let mut focus = Vec::new();
        for id in fitting.map_or(&[][..], |stage| &stage.focus) {
            push_new(&mut focus, self.standing(id));
        }
        Career {
            years,
            stage: fitting.map(|stage| stage.id.clone()),
            focus,
            stages: stages.into_iter().map(|stage| stage.id.clone()).collect(),
        }
    }

    /// The rows of the decision guide with what can be taken today.
    pub(super) fn situations_today(self) -> Vec<SituationToday> {
        self.catalog
            .situations()
            .filter(|situation| situation.guide || situation.quick.is_some())
            .filter_map(|situation| {
                let named = &situation.picks.first()?.entry;
                let pick = situation
                    .picks
                    .iter()
                    .find_map(|pick| self.standing(&pick.entry))?;
                let state = self
                    .catalog
                    .certification(&pick)
                    .map(|certification| certification.status_on(self.today).state);
                Some(SituationToday {
                    situation: situation.id.clone(),
                    instead_of: (pick != *named).then(|| named.clone()),
                    beta: state == Some(State::Beta),
                    pick,
                })
            })
            .collect()
    }

    pub(super) fn stack_steps(self, stack: &Stack) -> Vec<Vec<EntryId>> {
        stack
            .steps
            .iter()
            .map(|step| {
                let mut entries = Vec::new();
                for id in &step.entries {
                    push_new(&mut entries, self.standing(id));
                }
                entries
            })
            .collect()
    }
}

/// The article's tier, where it has one.
pub(super) fn tier_of(certification: &Certification) -> Option<u8> {
    certification.article.as_ref()?.tier
}

fn push_new(list: &mut Vec<EntryId>, id: Option<EntryId>) {
    if let Some(id) = id
        && !list.contains(&id)
    {
        list.push(id);
    }
}

fn months_later(date: Date, months: u16) -> Date {
    let ahead = i32::from(date.month() as u8) - 1 + i32::from(months);
    let year = date.year() + ahead / 12;
    let month = time::Month::try_from((ahead % 12 + 1) as u8).unwrap_or(time::Month::January);
    let day = date.day().min(month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(Date::MAX)
}

/// The topics that lead to a goal, most fitting first.
pub(super) fn topics_of(goal: Goal) -> &'static [Topic] {
    match goal {
        Goal::Start => &[
            Topic::MachineLearning,
            Topic::DataScience,
            Topic::CloudBasics,
        ],
        Goal::Literacy => &[Topic::Literacy],
        Goal::MlEngineering => &[Topic::MachineLearning, Topic::Mlops],
        Goal::GenerativeAi => &[Topic::GenerativeAi],
        Goal::DeepLearning => &[Topic::DeepLearning],
        Goal::BigData => &[Topic::BigData],
        Goal::Mlops => &[Topic::Mlops],
        Goal::DataScience => &[Topic::DataScience, Topic::MachineLearning],
        Goal::Product => &[Topic::Product, Topic::Literacy],
        Goal::Prestige => &[Topic::Prestige, Topic::Research],
        Goal::Free => &[],
    }
}

/// The skills that somebody with this background can be taken to have, as the catalogue's slugs;
/// `None` where the background says nothing about them.
pub(super) fn known_skills(profile: &Profile) -> Option<Vec<&'static str>> {
    let mut skills: Vec<&'static str> = match profile.background? {
        Background::Beginner | Background::NonTechnical | Background::Executive => Vec::new(),
        Background::Student | Background::CareerChanger => {
            profile.codes?;
            Vec::new()
        }
        Background::Developer => vec!["python", "sql"],
        Background::Data => vec!["python", "sql", "spark"],
        Background::DataScientist | Background::Researcher => {
            vec!["python", "sql", "machine-learning"]
        }
        Background::MlEngineer => vec!["python", "sql", "machine-learning", "cloud"],
    };
    if profile.codes == Some(true) {
        skills.push("python");
    }
    // Whoever names a platform knows it, unless they say that it is new to them.
    if profile.platform.is_some() && profile.years != Some(0) {
        skills.push("cloud");
    }
    Some(skills)
}
