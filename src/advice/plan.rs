//! Preparation and hours a week made into dated milestones.

use crate::domain::{CredentialKind, Date, EntryId, State, days_between};

use super::view::{MOST_HOURS_PER_WEEK, Offer, Pace, View};
use super::{BasisOfTime, Milestone, MilestoneKind, Plan, PlanWarning, StudyTime};

/// No plan goes further than three years.
const MOST_WEEKS: u32 = 156;

/// What the plan was asked to be.
pub(super) struct Wish<'a> {
    pub(super) entry: &'a EntryId,
    pub(super) hours_per_week: Option<u8>,
    pub(super) start: Option<Date>,
    pub(super) deadline: Option<Date>,
}

impl View<'_> {
    /// A plan that leads to the entry or, where that is over, to its successor; `None` where
    /// nothing is known about the time it takes.
    pub(super) fn plan(self, wish: &Wish<'_>) -> Option<Plan> {
        let standing = self
            .standing(wish.entry)
            .unwrap_or_else(|| wish.entry.clone());
        let offer = self.offer(&standing)?;
        let instead_of = (standing != *wish.entry).then(|| wish.entry.clone());
        let start = wish.start.map_or(self.today, |day| day.max(self.today));
        let pace = self.plan_pace(offer, wish, start)?;
        let time = self.time(offer, Pace::Said(pace)).map(|time| StudyTime {
            pace_said: wish.hours_per_week.is_some(),
            ..time
        })?;
        let too_long = time.weeks.1 > MOST_WEEKS;
        let weeks = time.weeks.1.min(MOST_WEEKS);
        let finish = Self::after_weeks(start, weeks);
        let mut warnings = Vec::new();
        if too_long {
            warnings.push(PlanWarning::TooLong);
        }
        if let Some(deadline) = wish.deadline.filter(|deadline| finish > *deadline) {
            warnings.push(PlanWarning::MissesDeadline {
                deadline,
                hours_per_week: Self::pace_for(time.hours.1, start, deadline),
            });
        }
        if u16::from(pace) > MOST_HOURS_PER_WEEK {
            warnings.push(PlanWarning::Unrealistic);
        }
        if let Offer::Certification(_) = offer {
            warnings.extend(self.status_warnings(offer, start, finish));
        }
        if time.basis == BasisOfTime::AssumedForLevel {
            warnings.push(PlanWarning::AssumedHours);
        }
        Some(Plan {
            cost: self.cost(offer, Pace::Said(pace), None).map(Box::new),
            milestones: milestones(offer, start, weeks),
            resources: self.resources_for(&standing),
            entry: standing,
            instead_of,
            time,
            start,
            finish,
            weeks,
            warnings,
        })
    }

    /// The asker's pace; without one, what it takes to be done by their date; else our assumption.
    fn plan_pace(self, offer: Offer<'_>, wish: &Wish<'_>, start: Date) -> Option<u8> {
        if let Some(hours) = wish.hours_per_week {
            return Some(hours.clamp(1, 80));
        }
        let assumed = self.assumed_pace();
        let hours = self.time(offer, Pace::Said(assumed))?.hours.1;
        let needed = wish
            .deadline
            .map(|deadline| Self::pace_for(hours, start, deadline))
            .filter(|needed| *needed <= MOST_HOURS_PER_WEEK)
            .and_then(|needed| u8::try_from(needed).ok());
        Some(needed.map_or(assumed, |needed| needed.max(assumed)))
    }

    fn status_warnings(self, offer: Offer<'_>, start: Date, finish: Date) -> Vec<PlanWarning> {
        let Offer::Certification(certification) = offer else {
            return Vec::new();
        };
        let mut warnings = Vec::new();
        let status = self.status(certification);
        let buffer = i64::from(self.catalog.assumptions().buffer_days);
        if let Some(last_day) = status
            .last_day
            .filter(|last_day| days_between(finish, *last_day) < buffer)
        {
            warnings.push(PlanWarning::EndsBefore {
                last_day,
                successor: status.successors.first().cloned(),
            });
        }
        match status.state {
            State::Beta => warnings.push(PlanWarning::Beta),
            State::Announced => warnings.push(PlanWarning::NotYetOpen),
            State::Unverified => warnings.push(PlanWarning::Unverified),
            State::Open | State::Retired | State::Closed => {}
        }
        if let (Some(state), Some(from)) = (status.planned, status.planned_from)
            && (start..=finish).contains(&from)
        {
            warnings.push(PlanWarning::PlannedChange { state, from });
        }
        if let Some(years) = certification
            .prerequisites
            .as_ref()
            .and_then(|prerequisites| prerequisites.years)
        {
            warnings.push(PlanWarning::ExpectsYears(years));
        }
        warnings
    }

    /// Resources that prepare for it, free ones first.
    pub(super) fn resources_for(self, entry: &EntryId) -> Vec<EntryId> {
        let mut found: Vec<_> = self
            .catalog
            .resources()
            .filter(|resource| resource.prepares.contains(entry))
            .collect();
        found.sort_by_key(|resource| resource.price);
        found
            .into_iter()
            .map(|resource| resource.id.clone())
            .collect()
    }
}

fn milestones(offer: Offer<'_>, start: Date, weeks: u32) -> Vec<Milestone> {
    let days = i64::from(weeks) * 7;
    let on = |percent: u32| {
        start
            .checked_add(time::Duration::days(days * i64::from(percent) / 100))
            .unwrap_or(Date::MAX)
    };
    let (covers, is_exam, hands_on) = match offer {
        Offer::Certification(certification) => (
            u32::try_from(certification.covers.len()).unwrap_or(0),
            certification.kind == CredentialKind::Exam,
            certification.hands_on,
        ),
        Offer::Resource(_) => (0, false, false),
    };
    let mut steps = vec![Milestone {
        date: start,
        kind: MilestoneKind::Start,
    }];
    // Whoever sits an exam needs the last stretch for practice tests.
    let studied: u32 = if is_exam { 80 } else { 95 };
    let parts = weeks.clamp(1, 4);
    if covers == 0 {
        for part in 1..parts {
            let percent = 100 * part / parts;
            steps.push(Milestone {
                date: on(percent),
                kind: MilestoneKind::Progress {
                    percent: percent as u8,
                },
            });
        }
    } else {
        let parts = parts.min(covers);
        let topic = |part: u32| (covers * part / parts) as usize;
        for part in 0..parts {
            let percent = studied * (part + 1) / parts;
            steps.push(Milestone {
                date: on(percent),
                kind: MilestoneKind::Cover {
                    topics: (topic(part)..topic(part + 1)).collect(),
                    percent: percent as u8,
                },
            });
        }
    }
    if is_exam {
        steps.push(Milestone {
            date: on(60),
            kind: MilestoneKind::BookExam,
        });
        steps.push(Milestone {
            date: on(90),
            kind: MilestoneKind::Practice,
        });
    }
    if !hands_on && weeks >= 4 {
        // An exam leaves nothing to show: a project beside it does.
        steps.push(Milestone {
            date: on(70),
            kind: MilestoneKind::Project,
        });
    }
    steps.push(Milestone {
        date: on(100),
        kind: if is_exam {
            MilestoneKind::Exam
        } else {
            MilestoneKind::Finish
        },
    });
    steps.sort_by_key(|step| step.date);
    steps
}
