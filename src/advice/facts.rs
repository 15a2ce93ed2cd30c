//! Answers about one entry: time, prerequisites, renewal, career stage, what is free.

use std::cmp::Reverse;

use crate::domain::{
    Background, BrowseFilter, Budget, Certification, Date, EntryId, Goal, Profile, ProviderId,
    Resource, ResourcePrice, Topic, ValidityPeriod,
};

use super::view::{Offer, Pace, View, can_be_taken};
use super::{
    BudgetFit, Career, CostList, CostListItem, Duration, FreeOption, FreeOptions, Inventory,
    OutOfReach, PrerequisiteCheck, Prerequisites, Renewal, SituationToday,
};

/// How many things just out of reach are worth naming.
const JUST_OVER: usize = 3;

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

    pub(super) fn status_of(self, offer: Offer<'_>) -> Option<super::StatusToday> {
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
                    beta: state == Some(crate::domain::State::Beta),
                    pick,
                })
            })
            .collect()
    }

    pub(super) fn stack_steps(self, stack: &crate::domain::Stack) -> Vec<Vec<EntryId>> {
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

    pub(super) fn free(self, entry: Option<&EntryId>, topic: Option<Goal>) -> FreeOptions {
        let topics = topic.map_or(&[][..], topics_of);
        let fits = |resource: &Resource| match (entry, topic) {
            (Some(entry), _) => resource.id == *entry || resource.prepares.contains(entry),
            (None, Some(_)) => resource.topics.iter().any(|topic| topics.contains(topic)),
            (None, None) => true,
        };
        let mut resources: Vec<&Resource> = self
            .catalog
            .resources()
            .filter(|resource| resource.price != ResourcePrice::Paid || fits(resource))
            .collect();
        resources.sort_by_key(|resource| (Reverse(fits(resource)), resource.price));
        let asked = entry.and_then(|id| self.offer(id));
        let entry_is_free = asked.map(|offer| match offer {
            Offer::Resource(resource) => resource.price == ResourcePrice::Free,
            Offer::Certification(certification) => certification
                .fee
                .as_ref()
                .is_some_and(|fee| matches!(fee.amount, crate::domain::FeeAmount::Free)),
        });
        FreeOptions {
            topic,
            entry: entry.cloned(),
            options: resources
                .into_iter()
                .map(|resource| FreeOption {
                    entry: resource.id.clone(),
                    prepares: resource
                        .prepares
                        .iter()
                        .filter(|id| {
                            self.catalog.certification(id).is_some_and(|certification| {
                                can_be_taken(certification.status_on(self.today).state)
                            })
                        })
                        .cloned()
                        .collect(),
                    fits: fits(resource),
                })
                .collect(),
            cost: asked
                .and_then(|offer| self.cost(offer, Pace::Assumed, None))
                .map(Box::new),
            entry_is_free,
        }
    }

    pub(super) fn cost_list(self, budget: Option<Budget>) -> CostList {
        let mut list = CostList {
            budget,
            within: Vec::new(),
            just_over: Vec::new(),
            unpublished: Vec::new(),
            free: self
                .catalog
                .resources()
                .filter(|resource| resource.price != ResourcePrice::Paid)
                .map(|resource| resource.id.clone())
                .collect(),
            no_rate: false,
        };
        for certification in self.catalog.certifications() {
            let state = certification.status_on(self.today).state;
            if !can_be_taken(state) {
                continue;
            }
            let offer = Offer::Certification(certification);
            let Some(cost) = self
                .cost(offer, Pace::Assumed, budget)
                .filter(|cost| cost.total.is_some())
            else {
                list.unpublished.push(certification.id.clone());
                continue;
            };
            match cost.fit {
                None | Some(BudgetFit::Within | BudgetFit::Perhaps { .. }) => {
                    list.within.push(CostListItem {
                        cost,
                        beta: state == crate::domain::State::Beta,
                    });
                }
                Some(BudgetFit::Over { by }) => list.just_over.push(OutOfReach { cost, by }),
                Some(BudgetFit::Unknown) => {
                    list.no_rate = true;
                    list.within.push(CostListItem {
                        cost,
                        beta: state == crate::domain::State::Beta,
                    });
                }
            }
        }
        list.within.sort_by_key(|item| price(&item.cost));
        list.just_over.sort_by_key(|item| item.by.cents);
        list.just_over.truncate(JUST_OVER);
        list
    }

    pub(super) fn browse(self, filter: &BrowseFilter) -> Vec<EntryId> {
        let mut found: Vec<&Certification> = self
            .catalog
            .certifications()
            .filter(|certification| {
                filter
                    .tier
                    .is_none_or(|tier| tier_of(certification) == Some(tier))
                    && filter
                        .provider
                        .as_ref()
                        .is_none_or(|provider| certification.provider == *provider)
                    && filter
                        .level
                        .is_none_or(|level| certification.level == level)
            })
            .collect();
        found.sort_by_key(|certification| {
            (
                certification.status_on(self.today).is_over(),
                tier_of(certification).unwrap_or(u8::MAX),
            )
        });
        found
            .into_iter()
            .map(|certification| certification.id.clone())
            .collect()
    }

    pub(super) fn inventory(self) -> Inventory {
        let catalog = self.catalog;
        let checks = |certification: &Certification| {
            let fees = certification
                .fee
                .iter()
                .chain(certification.variants.iter().map(|variant| &variant.fee))
                .map(|fee| fee.provenance.checked);
            let status = certification
                .status_on(self.today)
                .step
                .map(|step| step.provenance.checked);
            fees.chain(status).collect::<Vec<Date>>()
        };
        let available: Vec<&Certification> = catalog
            .certifications()
            .filter(|certification| can_be_taken(certification.status_on(self.today).state))
            .collect();
        let mut providers: Vec<ProviderId> = available
            .iter()
            .map(|certification| certification.provider.clone())
            .collect();
        providers.sort();
        providers.dedup();
        Inventory {
            certifications: catalog.certifications().count(),
            available: available.len(),
            resources: catalog.resources().count(),
            advice: catalog.faqs().count()
                + catalog.guides().count()
                + catalog.stacks().count()
                + catalog.stages().count(),
            sources: catalog.sources().count(),
            newest_check: catalog.certifications().flat_map(checks).max(),
            oldest_check: available.into_iter().flat_map(checks).min(),
            providers,
        }
    }
}

/// The article's tier, where it has one.
pub(super) fn tier_of(certification: &Certification) -> Option<u8> {
    certification.article.as_ref()?.tier
}

/// What to sort by where things are listed by price, across currencies only roughly.
fn price(cost: &super::Cost) -> (u64, u64) {
    cost.converted
        .as_ref()
        .map(|converted| converted.total)
        .or(cost.total)
        .map_or((u64::MAX, u64::MAX), |total| {
            (total.low().cents, total.high().cents)
        })
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
            if profile.codes.is_none() {
                return None;
            }
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
    if profile.years.is_some_and(|years| years > 0) && profile.platform.is_some() {
        skills.push("cloud");
    }
    Some(skills)
}
