//! Answers as values for the templates: what is written is in `catalog/replies/`, not here.

mod advice;
mod card;
mod compare;
mod costs;
mod entry;
mod lists;
mod plan;
mod why;

use std::collections::BTreeMap;

use minijinja::Value;

use crate::advice::{Answer, Body, Cost, StatusToday, StudyTime};
use crate::domain::{
    Date, DeclineKind, Entry, EntryId, Provenance, Question, Situation, State, format_date,
};

use super::facts::Facts;
use super::figure::Figure;
use super::render::ReplyContext;
use super::template::{self, prose};

/// A reply's file in `catalog/replies/` and what is filled in.
pub(super) struct View {
    pub(super) file: &'static str,
    pub(super) values: Value,
    /// Whether it is cut to a screen, with the rest behind *More*.
    pub(super) is_paged: bool,
}

/// Makes values of answers.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) context: &'a ReplyContext<'a>,
    pub(super) facts: Facts<'a>,
}

/// Names with values.
macro_rules! group {
    ($($name:ident: $value:expr),* $(,)?) => {
        $crate::reply::view::pairs([$((stringify!($name), minijinja::Value::from($value))),*])
    };
}
use group;

/// A group of values by name.
pub(super) fn pairs<const N: usize>(pairs: [(&'static str, Value); N]) -> Value {
    Value::from(pairs.into_iter().collect::<BTreeMap<_, _>>())
}

/// A value, or the absence of one, which a template asks for with `{% if … %}`.
fn maybe(value: Option<impl Into<Value>>) -> Value {
    value.map_or_else(|| Value::from(()), Into::into)
}

fn figure(figure: Option<Figure>) -> Value {
    maybe(figure.map(Figure::into_value))
}

fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::from(values.into_iter().collect::<Vec<_>>())
}

impl<'a> Writer<'a> {
    pub(super) fn new(context: &'a ReplyContext<'a>) -> Self {
        Self {
            context,
            facts: Facts {
                catalog: context.catalog,
                today: context.today,
            },
        }
    }

    /// The template and values for an answer.
    pub(super) fn view(self, answer: &Answer) -> View {
        let (file, values) = match &answer.body {
            Body::Recommendation(found) => self.recommendation(found, &answer.question),
            Body::Guided { situations, .. } => ("guided.md", self.guided(situations)),
            Body::Card {
                entry,
                status,
                cost,
                time,
            } => self.card(entry, status.as_ref(), cost.as_deref(), time.as_ref()),
            Body::Costs {
                cost,
                status,
                successor,
            } => (
                "costs.md",
                self.costs(cost, status.as_ref(), successor.as_deref()),
            ),
            Body::CostList(found) => ("cost-list.md", self.cost_list(found)),
            Body::Compare(found) => {
                let is_personal = matches!(
                    &answer.question,
                    Question::Compare { profile, .. } if !profile.is_empty()
                );
                ("compare.md", self.comparison(found, is_personal))
            }
            Body::Duration(found) => ("duration.md", self.duration(found)),
            Body::Plan(found) => ("plan.md", self.plan(found)),
            Body::Prerequisites(found) => ("prerequisites.md", self.prerequisites(found)),
            Body::Renewal(found) => ("renewal.md", self.renewal(found)),
            Body::Exam { entry, status } => self.exam_reply(entry, status),
            Body::Status { entry, status } => ("status.md", self.status_reply(entry, status)),
            Body::Free(found) => ("free.md", self.free(found)),
            Body::Faq(entry) => ("faq.md", self.faq(entry)),
            Body::FaqList(entries) => ("faq-list.md", self.named_list(entries)),
            Body::Stack { entry, steps } => ("stack.md", self.stack(entry, steps)),
            Body::StackList(entries) => ("stack-list.md", self.named_list(entries)),
            Body::Career(found) => ("career.md", self.career(found)),
            Body::Guide(entry) => ("guide.md", self.guide(entry)),
            Body::DecisionGuide { entry, situations } => {
                ("decision-guide.md", self.decision_guide(entry, situations))
            }
            Body::GuideList(entries) => ("guide-list.md", self.named_list(entries)),
            Body::Browse { filter, found } => ("browse.md", self.browse(filter, found)),
            Body::Greeting => ("greeting.md", group! {}),
            Body::Help => ("help.md", self.help()),
            Body::About(found) => ("about.md", self.about(found)),
            Body::Privacy => ("privacy.md", self.privacy()),
            Body::Decline { kind, near } => (decline_file(*kind), self.named_list(near)),
            Body::Clarify(_) => ("clarify.md", group! {}),
        };
        View {
            file,
            values,
            is_paged: true,
        }
    }

    fn say(self, key: &'static str, values: Value) -> Value {
        self.context.templates.phrase(key, values)
    }

    fn short(self, id: &EntryId) -> Value {
        Value::from(self.context.catalog.short(id))
    }

    fn shorts<'i>(self, ids: impl IntoIterator<Item = &'i EntryId>) -> Value {
        list(ids.into_iter().map(|id| self.short(id)))
    }

    fn situation(self, id: &EntryId) -> Option<&'a Situation> {
        match self.context.catalog.entry(id)? {
            Entry::Situation(situation) => Some(situation),
            _ => None,
        }
    }

    /// An entry by its names.
    fn named(self, id: &EntryId) -> Value {
        let name = self
            .context
            .catalog
            .entry(id)
            .map_or(id.as_str(), |entry| entry.name());
        group! { name: name, short: self.short(id) }
    }

    fn named_list(self, ids: &[EntryId]) -> Value {
        group! {
            entries: list(ids.iter().map(|id| self.named(id))),
            shorts: self.shorts(ids),
        }
    }

    /// Where something is today.
    fn status(self, id: &EntryId, status: &StatusToday) -> Value {
        let step_note = self.facts.status_now(id).ok().and_then(|now| {
            let step = now.step?;
            let index = self
                .context
                .catalog
                .certification(id)?
                .status
                .iter()
                .position(|known| std::ptr::eq(known, step))?;
            let note = step.note.as_ref()?;
            let field = format!("status.{index}.note");
            Some(template::sourced_prose(
                id,
                &field,
                note,
                &step.provenance,
                false,
            ))
        });
        group! {
            state: figure(self.facts.status(id).ok()),
            is_over: status.is_over(),
            is_beta: status.state == State::Beta,
            is_open: status.is_available(),
            is_announced: status.state == State::Announced,
            is_unverified: status.state == State::Unverified,
            ends_soon: status.ends_soon,
            last_day: maybe(status.last_day.map(format_date)),
            successors: self.shorts(status.successors.iter().take(2)),
            planned: self.planned(id, status),
            note: maybe(step_note),
        }
    }

    /// What the vendor has announced.
    fn planned(self, id: &EntryId, status: &StatusToday) -> Value {
        let Some(state) = status.planned else {
            return Value::from(());
        };
        let Ok(now) = self.facts.status_now(id) else {
            return Value::from(());
        };
        let what = match status.planned_from {
            Some(day) => format!("{} from {}", state.label(), format_date(day)),
            None => state.label().to_owned(),
        };
        figure(now.planned.map(|step| Figure::new(what, &step.provenance)))
    }

    fn maybe_status(self, id: &EntryId, status: Option<&StatusToday>) -> Value {
        maybe(status.map(|status| self.status(id, status)))
    }

    /// How often it has to be renewed, to stand after "every".
    fn every(self, id: &EntryId) -> Value {
        figure(self.facts.validity(id).ok().map(|mut period| {
            if let Some(unit) = period.text.strip_prefix("1 ") {
                period.text = unit.to_owned();
            }
            period
        }))
    }

    fn cost_value(self, cost: Option<&Cost>) -> Value {
        figure(cost.map(|cost| self.facts.cost_figure(cost)))
    }

    fn time_value(self, id: &EntryId, time: Option<&StudyTime>) -> Value {
        figure(time.map(|time| self.facts.time_figure(id, time)))
    }

    fn privacy(self) -> Value {
        group! {
            conversation_minutes: self.context.keeps.conversation_minutes,
            gap_days: self.context.keeps.gap_days,
            quote_characters: super::limits::QUOTE,
        }
    }

    fn help(self) -> Value {
        group! {
            commands: list(self.context.commands.iter().map(|command| group! {
                usage: command.usage.as_str(),
                description: command.description.as_str(),
            })),
        }
    }
}

fn decline_file(kind: DeclineKind) -> &'static str {
    match kind {
        DeclineKind::Unsure => "decline-unsure.md",
        DeclineKind::NotInCatalogue => "decline-not-in-catalogue.md",
        DeclineKind::OtherField => "decline-other-field.md",
        DeclineKind::Booking => "decline-booking.md",
        DeclineKind::Pay => "decline-pay.md",
        DeclineKind::Law => "decline-law.md",
        DeclineKind::Cheating => "decline-cheating.md",
        DeclineKind::Unsafe => "decline-unsafe.md",
        DeclineKind::Distress => "decline-distress.md",
        DeclineKind::Language => "decline-language.md",
        DeclineKind::Empty => "decline-empty.md",
    }
}

fn date(day: Option<Date>) -> Value {
    maybe(day.map(format_date))
}

/// Prose of an entry where there is some.
fn maybe_prose(id: &EntryId, field: &str, text: Option<&String>) -> Value {
    maybe(text.map(|text| prose(id, field, text)))
}

/// Prose that is a fact: its source is noted, and its doubt told.
fn fact_prose(id: &EntryId, field: &str, text: Option<&String>, source: &Provenance) -> Value {
    maybe(text.map(|text| template::sourced_prose(id, field, text, source, true)))
}
