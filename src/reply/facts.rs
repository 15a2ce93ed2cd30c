//! Facts of the catalogue as figures: formatted for people, with their sources.

use crate::advice::{BasisOfTime, Body, Cost, CostBasis, NotIncluded, StudyTime, answer};
use crate::catalog::Catalog;
use crate::domain::{
    Certification, Date, Entry, EntryId, Fee, FeeAmount, Preparation, Profile, Provenance,
    Question, State, StatusNow, Validity, ValidityPeriod, Variant, format_date,
};

use super::figure::Figure;

/// The catalogue on one day.
#[derive(Clone, Copy)]
pub(super) struct Facts<'a> {
    pub(super) catalog: &'a Catalog,
    pub(super) today: Date,
}

/// Why a fact cannot be told; reads after `file:line:`.
pub(super) type Missing = String;

impl<'a> Facts<'a> {
    pub(super) fn entry(self, id: &EntryId) -> Result<&'a Entry, Missing> {
        self.catalog
            .entry(id)
            .ok_or_else(|| format!("there is no entry \"{id}\""))
    }

    pub(super) fn certification(self, id: &EntryId) -> Result<&'a Certification, Missing> {
        self.catalog
            .certification(id)
            .ok_or_else(|| format!("there is no certification \"{id}\""))
    }

    pub(super) fn prices(self, id: &EntryId) -> Result<(Option<&'a Fee>, &'a [Variant]), Missing> {
        match self.entry(id)? {
            Entry::Certification(entry) => Ok((entry.fee.as_ref(), &entry.variants)),
            Entry::Resource(entry) => Ok((entry.fee.as_ref(), &entry.variants)),
            _ => Err(format!("\"{id}\" is not something that has a price")),
        }
    }

    pub(super) fn preparation_of(self, id: &EntryId) -> Option<&'a Preparation> {
        match self.catalog.entry(id)? {
            Entry::Certification(entry) => entry.preparation.as_ref(),
            Entry::Resource(entry) => entry.preparation.as_ref(),
            _ => None,
        }
    }

    /// The price as it is charged: `$200`, `$49 a month`.
    pub(super) fn fee(self, id: &EntryId) -> Result<Figure, Missing> {
        match self.prices(id)? {
            (Some(fee), _) => Ok(price(fee)),
            (None, [_, ..]) => self.cost(id),
            (None, []) => Err(format!("\"{id}\" has no fee")),
        }
    }

    /// The whole cost at the assumed pace: `$200`, `about $147–294`.
    pub(super) fn cost(self, id: &EntryId) -> Result<Figure, Missing> {
        let question = Question::Costs {
            entry: id.clone(),
            profile: Profile::default(),
        };
        match answer(self.catalog, &question, self.today).body {
            Body::Costs { cost, .. } => Ok(self.cost_figure(&cost)),
            _ => Err(format!("\"{id}\" has no cost that can be worked out")),
        }
    }

    /// A cost that was worked out.
    pub(super) fn cost_figure(self, cost: &Cost) -> Figure {
        let text = match (&cost.basis, cost.total) {
            (CostBasis::Free, _) => "free".to_owned(),
            (CostBasis::Unpublished, _) | (_, None) => "no published price".to_owned(),
            (CostBasis::Months { .. }, Some(total))
                if cost.not_included.contains(&NotIncluded::FurtherMonths) =>
            {
                format!("from {total}")
            }
            (CostBasis::Months { .. }, Some(total)) => format!("about {total}"),
            (CostBasis::Courses { courses: None, .. }, Some(total)) => format!("{total} a course"),
            (_, Some(total)) => total.to_string(),
        };
        let mut sources: Vec<Provenance> = cost.provenance.iter().cloned().collect();
        if cost.basis == CostBasis::Variants {
            sources = self
                .prices(&cost.entry)
                .map(|(_, variants)| variants.iter().map(|v| v.fee.provenance.clone()).collect())
                .unwrap_or(sources);
            // That some variants are disputed is told where each of them is listed.
            if let Some(best) = sources.iter().map(|source| source.confidence).min() {
                sources.retain(|source| source.confidence == best);
            }
        }
        if matches!(cost.basis, CostBasis::Months { .. })
            && let Some(time) = &cost.time
        {
            sources.extend(self.time_sources(&cost.entry, time));
        }
        Figure {
            text,
            sources,
            estimate: false,
        }
    }

    /// `2–4 months`, `4–15 hours`, as the source says.
    pub(super) fn preparation(self, id: &EntryId) -> Result<Figure, Missing> {
        let preparation = self
            .preparation_of(id)
            .ok_or_else(|| format!("\"{id}\" has no preparation"))?;
        let range = &preparation.range;
        let text = match (range.months, range.hours) {
            (Some(months), _) => quantity(months, "month"),
            (None, Some(hours)) => quantity(hours, "hour"),
            (None, None) => return Err(format!("the preparation of \"{id}\" names no time")),
        };
        Ok(Figure::new(text, &preparation.provenance))
    }

    /// The time that something takes at a pace.
    pub(super) fn time_figure(self, id: &EntryId, time: &StudyTime) -> Figure {
        let weeks = (time.weeks.0 as f32, time.weeks.1 as f32);
        let months = (time.months.0 as f32, time.months.1 as f32);
        let hours = (time.hours.0 as f32, time.hours.1 as f32);
        let pace = u32::from(time.hours_per_week.max(1));
        let text = if time.basis == BasisOfTime::Months {
            quantity(months, "month")
        } else if time.hours.1 <= pace * 3 {
            quantity(hours, "hour")
        } else {
            let span = if time.weeks.1 <= 10 {
                quantity(weeks, "week")
            } else {
                quantity(months, "month")
            };
            format!("{span} at {pace} hours a week")
        };
        let text = if time.basis == BasisOfTime::MonthsAtAssumedPace {
            format!("about {text}")
        } else {
            text
        };
        Figure {
            text,
            sources: self.time_sources(id, time),
            estimate: time.basis == BasisOfTime::AssumedForLevel,
        }
    }

    fn time_sources(self, id: &EntryId, time: &StudyTime) -> Vec<Provenance> {
        let mut sources: Vec<Provenance> = self
            .preparation_of(id)
            .filter(|_| time.basis != BasisOfTime::AssumedForLevel)
            .map(|preparation| preparation.provenance.clone())
            .into_iter()
            .collect();
        let assumed = match time.basis {
            BasisOfTime::AssumedForLevel | BasisOfTime::MonthsAtAssumedPace => true,
            BasisOfTime::Hours => {
                !time.pace_said && time.hours.1 > u32::from(time.hours_per_week.max(1)) * 3
            }
            BasisOfTime::Months => false,
        };
        if assumed {
            let mut own = self.catalog.assumptions().provenance.clone();
            if time.basis != BasisOfTime::AssumedForLevel {
                // The text names the pace itself, which says enough.
                own.confidence = crate::domain::Confidence::Stated;
            }
            sources.push(own);
        }
        sources
    }

    pub(super) fn validity_of(self, id: &EntryId) -> Result<&'a Validity, Missing> {
        self.certification(id)?
            .validity
            .as_ref()
            .ok_or_else(|| format!("\"{id}\" has no validity"))
    }

    /// `1 year`, `36 months` as `3 years`.
    pub(super) fn validity(self, id: &EntryId) -> Result<Figure, Missing> {
        let validity = self.validity_of(id)?;
        let text = match validity.period {
            ValidityPeriod::Months(months) => period(months),
            ValidityPeriod::Forever => "no expiry".to_owned(),
            ValidityPeriod::Unknown => "not known".to_owned(),
        };
        let mut figure = Figure::new(text, &validity.provenance);
        if validity.period == ValidityPeriod::Unknown {
            // "not known (unverified)" says the same thing twice.
            for source in &mut figure.sources {
                source.confidence = crate::domain::Confidence::Stated;
            }
        }
        Ok(figure)
    }

    pub(super) fn status_now(self, id: &EntryId) -> Result<StatusNow<'a>, Missing> {
        Ok(self.certification(id)?.status_on(self.today))
    }

    /// `open`, `in beta`, `retired on 31 March 2026`, `open until …`.
    pub(super) fn status(self, id: &EntryId) -> Result<Figure, Missing> {
        let now = self.status_now(id)?;
        let step = now
            .ends
            .or(now.step)
            .ok_or_else(|| format!("\"{id}\" has no status for today"))?;
        let text = match (now.state, now.last_day()) {
            (State::Retired, Some(day)) => format!("retired on {}", format_date(day)),
            (State::Closed, Some(day)) => format!("closed to enrolment on {}", format_date(day)),
            (State::Retired | State::Closed, None) => {
                let since = step
                    .begins()
                    .map(|day| format!(" since {}", format_date(day)));
                format!("{}{}", now.state.label(), since.unwrap_or_default())
            }
            (state, Some(day)) => format!("{} until {}", state.label(), format_date(day)),
            (State::Unverified, None) => "not verified".to_owned(),
            (state, None) => state.label().to_owned(),
        };
        let mut figure = Figure::new(text, &step.provenance);
        if now.state == State::Unverified {
            for source in &mut figure.sources {
                source.confidence = crate::domain::Confidence::Stated;
            }
        }
        Ok(figure)
    }

    /// The last day of something that ends or ended.
    pub(super) fn last_day(self, id: &EntryId) -> Result<Figure, Missing> {
        let now = self.status_now(id)?;
        now.ends
            .or(now.step)
            .and_then(|step| Some(Figure::new(format_date(step.last_day?), &step.provenance)))
            .ok_or_else(|| format!("\"{id}\" has no last day"))
    }

    /// The living credential to take instead.
    pub(super) fn successor(self, id: &EntryId) -> Result<&'a Certification, Missing> {
        let now = self.status_now(id)?;
        now.successors()
            .iter()
            .find_map(|next| self.catalog.living(next, self.today))
            .ok_or_else(|| format!("\"{id}\" has no living successor"))
    }
}

/// A price as it is charged.
pub(super) fn price(fee: &Fee) -> Figure {
    Figure::new(amount(&fee.amount), &fee.provenance)
}

/// An amount as it is charged.
pub(super) fn amount(amount: &FeeAmount) -> String {
    match amount {
        FeeAmount::Exam(money) | FeeAmount::OneTime(money) => money.to_string(),
        FeeAmount::PerCourse { each, .. } => format!("{each} a course"),
        FeeAmount::Subscription(money) => format!("{money} a month"),
        FeeAmount::Free => "free".to_owned(),
        FeeAmount::Unpublished => "no published price".to_owned(),
    }
}

/// `2–4 months`, `1 hour`, `1.5 months`.
pub(super) fn quantity((low, high): (f32, f32), unit: &str) -> String {
    let plural = if high > 1.0 { "s" } else { "" };
    if (high - low).abs() < 0.05 {
        format!("{} {unit}{plural}", number(high))
    } else {
        format!("{}–{} {unit}{plural}", number(low), number(high))
    }
}

/// A number without needless decimals.
pub(super) fn number(value: f32) -> String {
    if (value - value.round()).abs() < 0.05 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

/// Months as people say them: `2 years`, `18 months`.
pub(super) fn period(months: u16) -> String {
    if months >= 12 && months.is_multiple_of(12) {
        let years = months / 12;
        format!("{years} year{}", if years == 1 { "" } else { "s" })
    } else {
        format!("{months} month{}", if months == 1 { "" } else { "s" })
    }
}
