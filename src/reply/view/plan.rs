//! Plans, time, prerequisites, renewal and status of one entry.

use minijinja::Value;

use crate::advice::{
    BasisOfTime, Duration, Milestone, MilestoneKind, Plan, PlanWarning, PrerequisiteCheck,
    Prerequisites, Renewal, StatusToday,
};
use crate::domain::{EntryId, format_date};
use crate::reply::facts::quantity;
use crate::reply::figure::Figure;
use crate::reply::template;

use super::{Writer, date, figure, group, list, maybe, maybe_prose};

impl Writer<'_> {
    pub(super) fn plan(self, found: &Plan) -> Value {
        group! {
            name: self.named(&found.entry),
            instead_of: maybe(found.instead_of.as_ref().map(|id| group! {
                short: self.short(id),
                state: figure(self.facts.status(id).ok()),
            })),
            span: figure(self.facts.preparation(&found.entry).ok()),
            is_estimate: found.time.basis == BasisOfTime::AssumedForLevel,
            hours: figure(Some(self.hours(found.time.hours))),
            hours_per_week: found.time.hours_per_week,
            pace_said: found.time.pace_said,
            start: format_date(found.start),
            finish: format_date(found.finish),
            weeks: found.weeks,
            milestones: list(found.milestones.iter().map(|step| group! {
                date: format_date(step.date),
                what: self.milestone(&found.entry, step),
            })),
            // The template says itself that the hours are an estimate.
            warnings: list(
                found
                    .warnings
                    .iter()
                    .filter(|warning| **warning != PlanWarning::AssumedHours)
                    .map(|warning| self.warning(&found.entry, warning)),
            ),
            resources: self.shorts(&found.resources),
            cost: self.cost_value(found.cost.as_deref()),
        }
    }

    /// Hours of our own reckoning.
    fn hours(self, (low, high): (u32, u32)) -> Figure {
        let mut own = self.context.catalog.assumptions().provenance.clone();
        own.confidence = crate::domain::Confidence::Stated;
        Figure::new(quantity((low as f32, high as f32), "hour"), &own)
    }

    fn milestone(self, entry: &EntryId, step: &Milestone) -> Value {
        let plain = |key| self.say(key, group! {});
        match &step.kind {
            MilestoneKind::Start => plain("milestone-start"),
            MilestoneKind::Cover { topics, percent } => {
                let covers = self
                    .context
                    .catalog
                    .certification(entry)
                    .map_or(&[][..], |entry| &entry.covers);
                let topics = topics
                    .iter()
                    .filter_map(|index| covers.get(*index))
                    .map(|topic| Value::from(topic.as_str()));
                self.say(
                    "milestone-cover",
                    group! { topics: list(topics), percent: *percent },
                )
            }
            MilestoneKind::Progress { percent } => {
                self.say("milestone-progress", group! { percent: *percent })
            }
            MilestoneKind::BookExam => plain("milestone-book"),
            MilestoneKind::Practice => plain("milestone-practice"),
            MilestoneKind::Project => plain("milestone-project"),
            MilestoneKind::Exam => plain("milestone-exam"),
            MilestoneKind::Finish => plain("milestone-finish"),
        }
    }

    fn warning(self, entry: &EntryId, warning: &PlanWarning) -> Value {
        let plain = |key| self.say(key, group! {});
        match warning {
            PlanWarning::MissesDeadline {
                deadline,
                hours_per_week,
            } => self.say(
                "warning-misses-deadline",
                group! { deadline: format_date(*deadline), hours: *hours_per_week },
            ),
            PlanWarning::EndsBefore { successor, .. } => self.say(
                "warning-ends-before",
                group! {
                    last_day: figure(self.facts.last_day(entry).ok()),
                    successor: maybe(successor.as_ref().map(|id| self.short(id))),
                },
            ),
            PlanWarning::PlannedChange { state, from } => self.say(
                "warning-planned",
                group! { state: state.label(), from: format_date(*from) },
            ),
            PlanWarning::Beta => plain("caution-beta"),
            PlanWarning::NotYetOpen => plain("warning-not-yet-open"),
            PlanWarning::Unrealistic => plain("warning-unrealistic"),
            PlanWarning::TooLong => plain("warning-too-long"),
            PlanWarning::AssumedHours => plain("warning-assumed-hours"),
            PlanWarning::ExpectsYears(years) => {
                self.say("caution-years", group! { years: *years, has: () })
            }
            PlanWarning::Unverified => plain("caution-unverified"),
        }
    }

    pub(super) fn duration(self, found: &Duration) -> Value {
        let id = &found.entry;
        group! {
            name: self.named(id),
            time: self.time_value(id, found.time.as_ref()),
            hours: figure(found.time.map(|time| self.hours(time.hours))),
            hours_per_week: maybe(found.time.map(|time| time.hours_per_week)),
            pace_said: found.time.is_some_and(|time| time.pace_said),
            is_estimate: found.time.is_some_and(|time| time.basis == BasisOfTime::AssumedForLevel),
            done_by: date(found.done_by),
            deadline: date(found.deadline),
            pace_needed: maybe(found.pace_needed),
            assumes: self.assumes(id),
            article: self.article_preparation(id),
            status: self.maybe_status(id, found.status.as_ref()),
        }
    }

    /// What the article said about the time, where that differs.
    fn article_preparation(self, id: &EntryId) -> Value {
        let Some(preparation) = self.facts.preparation_of(id) else {
            return Value::from(());
        };
        let Some(article) = &preparation.article else {
            return Value::from(());
        };
        let time = self
            .facts
            .fact(id, "preparation.article.months")
            .or_else(|_| self.facts.fact(id, "preparation.article.hours"));
        group! {
            time: figure(time.ok().map(|figure| Figure::new(figure.text, &preparation.provenance))),
            note: maybe_prose(id, "preparation.article.note", article.note.as_ref()),
        }
    }

    pub(super) fn prerequisites(self, found: &Prerequisites) -> Value {
        let entry = self.context.catalog.certification(&found.entry);
        let checks = found.checks.iter().map(|check| {
            let (what, met) = match check {
                PrerequisiteCheck::Years { years, met } => {
                    (self.say("needs-years", group! { years: *years }), *met)
                }
                PrerequisiteCheck::Skill { skill, met } => {
                    (Value::from(super::advice::skill_name(skill)), *met)
                }
            };
            group! { what: what, met: met == Some(true), lacking: met == Some(false) }
        });
        group! {
            name: self.named(&found.entry),
            level: maybe(entry.map(|entry| entry.level.label())),
            formal: found.formal,
            prerequisites: maybe(entry.map(Self::prerequisites_of)),
            checks: list(checks),
            before: self.shorts(&found.before),
            ready: maybe(found.ready),
            status: self.maybe_status(&found.entry, found.status.as_ref()),
        }
    }

    pub(super) fn renewal(self, found: &Renewal) -> Value {
        let entry = self.context.catalog.certification(&found.entry);
        let fee = found.fee.and_then(|fee| {
            let validity = entry?.validity.as_ref()?;
            let text = if fee.high().cents == 0 {
                "free".to_owned()
            } else {
                fee.to_string()
            };
            Some(Figure::new(text, &validity.provenance))
        });
        group! {
            name: self.named(&found.entry),
            validity: maybe(entry.map(|entry| self.validity(entry))),
            expires: date(found.expires_if_earned_today),
            fee: figure(fee),
            renews: self.shorts(&found.renews),
            renewed_by: self.shorts(&found.renewed_by),
            status: self.maybe_status(&found.entry, found.status.as_ref()),
        }
    }

    pub(super) fn status_reply(self, id: &EntryId, status: &StatusToday) -> Value {
        let entry = self.context.catalog.certification(id);
        let step_notes = entry.into_iter().flat_map(|entry| {
            entry.status.iter().enumerate().filter_map(|(index, step)| {
                let note = step.note.as_ref()?;
                let planned = step.planned;
                planned.then(|| {
                    let field = format!("status.{index}.note");
                    template::sourced_prose(id, &field, note, &step.provenance, true)
                })
            })
        });
        group! {
            name: self.named(id),
            status: self.status(id, status),
            since: date(status.since),
            planned_notes: list(step_notes),
        }
    }
}
