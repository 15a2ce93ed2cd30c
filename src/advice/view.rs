//! The catalogue on one day: statuses, successors and the time that things take.

use crate::catalog::Catalog;
use crate::domain::{
    Certification, CredentialKind, Date, Entry, EntryId, Preparation, Resource, State, days_between,
};

use super::{BasisOfTime, StatusToday, StudyTime};

/// The most hours a week that anybody can study for months on end.
pub(super) const MOST_HOURS_PER_WEEK: u16 = 40;

/// The catalogue on one day.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) today: Date,
}

/// Something that can be taken: has a price, a time, an audience.
#[derive(Clone, Copy)]
pub(super) enum Offer<'a> {
    Certification(&'a Certification),
    Resource(&'a Resource),
}

impl<'a> Offer<'a> {
    pub(super) fn id(self) -> &'a EntryId {
        match self {
            Self::Certification(certification) => &certification.id,
            Self::Resource(resource) => &resource.id,
        }
    }

    pub(super) fn preparation(self) -> Option<&'a Preparation> {
        match self {
            Self::Certification(certification) => certification.preparation.as_ref(),
            Self::Resource(resource) => resource.preparation.as_ref(),
        }
    }
}

/// Hours a week: as the asker said, or left to the sources and our assumption.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    Said(u8),
    Assumed,
}

impl From<Option<u8>> for Pace {
    fn from(hours: Option<u8>) -> Self {
        hours.map_or(Self::Assumed, |hours| Self::Said(hours.max(1)))
    }
}

impl<'a> View<'a> {
    /// The certification or resource with this id.
    pub(super) fn offer(self, id: &EntryId) -> Option<Offer<'a>> {
        match self.catalog.entry(id)? {
            Entry::Certification(certification) => Some(Offer::Certification(certification)),
            Entry::Resource(resource) => Some(Offer::Resource(resource)),
            _ => None,
        }
    }

    /// Where a certification is today.
    pub(super) fn status(self, certification: &Certification) -> StatusToday {
        let now = certification.status_on(self.today);
        let last_day = now.last_day();
        let over = now.is_over();
        let ends_soon = !over
            && last_day.is_some_and(|day| {
                days_between(self.today, day)
                    <= i64::from(self.catalog.assumptions().ends_soon_days)
            });
        let successors = if over || now.ends.is_some() {
            self.living_successors(certification)
        } else {
            Vec::new()
        };
        StatusToday {
            state: now.state,
            since: now.step.and_then(crate::domain::StatusStep::begins),
            last_day,
            ends_soon,
            successors,
            planned: now.planned.map(|step| step.state),
            planned_from: now.planned.and_then(|step| step.from),
            confidence: now
                .step
                .map(|step| step.provenance.confidence)
                .unwrap_or_default(),
            provenance: now.step.map(|step| step.provenance.clone()),
        }
    }

    /// What can be taken today in place of a certification that is over or ending, best first.
    pub(super) fn living_successors(self, certification: &Certification) -> Vec<EntryId> {
        let mut found: Vec<EntryId> = Vec::new();
        for successor in certification.status_on(self.today).successors() {
            if let Some(living) = self.catalog.living(successor, self.today)
                && living.id != certification.id
                && !found.contains(&living.id)
            {
                found.push(living.id.clone());
            }
        }
        found
    }

    /// The id itself while it can be taken, else its first living successor; other entries as they
    /// are. `None` for what is over without a successor, and for what does not exist.
    pub(super) fn standing(self, id: &EntryId) -> Option<EntryId> {
        match self.catalog.entry(id)? {
            Entry::Certification(_) => self
                .catalog
                .living(id, self.today)
                .map(|living| living.id.clone()),
            _ => Some(id.clone()),
        }
    }

    /// The time that something takes at a pace; `None` where nothing can be said.
    pub(super) fn time(self, offer: Offer<'_>, pace: Pace) -> Option<StudyTime> {
        let assumptions = self.catalog.assumptions();
        let weeks_per_month = assumptions.weeks_per_month;
        let assumed_pace = assumptions.hours_per_week;
        let preparation = offer.preparation();
        let months = preparation.and_then(|preparation| preparation.range.months);
        let hours = preparation.and_then(|preparation| preparation.range.hours);
        let (hours, basis) = match (hours, months) {
            (Some(hours), _) => (hours, BasisOfTime::Hours),
            (None, Some(months)) => {
                let at = preparation
                    .and_then(|preparation| preparation.hours_per_week)
                    .unwrap_or((assumed_pace, assumed_pace));
                // A source that gives both means: the fewer months, the more hours a week.
                let (quick, slow) = (months.0 * at.1, months.1 * at.0);
                let hours = (
                    quick.min(slow) * weeks_per_month,
                    quick.max(slow) * weeks_per_month,
                );
                (hours, BasisOfTime::MonthsAtAssumedPace)
            }
            (None, None) => {
                let hours = self.assumed_hours(offer)?;
                ((hours, hours), BasisOfTime::AssumedForLevel)
            }
        };
        let total = (whole(hours.0), whole(hours.1));
        if let (Pace::Assumed, Some(months)) = (pace, months) {
            let weeks = (
                whole(months.0 * weeks_per_month),
                whole(months.1 * weeks_per_month),
            );
            return Some(StudyTime {
                hours: total,
                weeks,
                months: (whole(months.0), whole(months.1)),
                hours_per_week: small(hours.1 / (months.1 * weeks_per_month).max(1.0)),
                pace_said: false,
                basis: BasisOfTime::Months,
            });
        }
        let (per_week, pace_said) = match pace {
            Pace::Said(hours) => (f32::from(hours), true),
            Pace::Assumed => (assumed_pace, false),
        };
        let weeks = (whole(hours.0 / per_week), whole(hours.1 / per_week));
        Some(StudyTime {
            hours: total,
            weeks,
            months: (
                whole(hours.0 / (per_week * weeks_per_month)),
                whole(hours.1 / (per_week * weeks_per_month)),
            ),
            hours_per_week: small(per_week),
            pace_said,
            basis,
        })
    }

    /// Our own hours for an exam of this level, where sources give neither hours nor months. Courses
    /// are too different for a guess.
    fn assumed_hours(self, offer: Offer<'_>) -> Option<f32> {
        let Offer::Certification(certification) = offer else {
            return None;
        };
        if certification.kind != CredentialKind::Exam {
            return None;
        }
        self.catalog
            .assumptions()
            .exam_hours
            .get(certification.level.slug())
            .copied()
    }

    /// The pace that certwise assumes where nobody named one.
    pub(super) fn assumed_pace(self) -> u8 {
        small(self.catalog.assumptions().hours_per_week)
    }

    /// The day on which something is done that begins on `start` and takes so many weeks.
    pub(super) fn after_weeks(start: Date, weeks: u32) -> Date {
        start
            .checked_add(time::Duration::weeks(i64::from(weeks)))
            .unwrap_or(Date::MAX)
    }

    /// Hours a week that it takes to do so many hours from `start` to `deadline`; at least one week
    /// is counted, so that yesterday's date gives an honest, large number.
    pub(super) fn pace_for(hours: u32, start: Date, deadline: Date) -> u16 {
        let days = days_between(start, deadline).max(7);
        let per_week = (i64::from(hours) * 7 + days - 1) / days;
        u16::try_from(per_week.max(1)).unwrap_or(u16::MAX)
    }
}

/// Whether it can be taken, or at least nobody knows that it cannot.
pub(super) fn can_be_taken(state: State) -> bool {
    matches!(state, State::Open | State::Beta | State::Unverified)
}

fn whole(value: f32) -> u32 {
    // The small tolerance keeps 12.000001 from becoming 13.
    (value - 0.001).ceil().max(1.0) as u32
}

fn small(value: f32) -> u8 {
    value.round().clamp(1.0, 80.0) as u8
}
