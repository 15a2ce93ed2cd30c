//! FAQ, guide, stacks and career stages.

use minijinja::Value;

use crate::advice::{Career, SituationToday};
use crate::domain::{EntryId, Stage};
use crate::reply::template::sourced_prose;

use super::{Writer, group, list, maybe, maybe_prose, prose};

impl Writer<'_> {
    pub(super) fn faq(self, id: &EntryId) -> Value {
        let Some(entry) = self.context.catalog.faq(id) else {
            return self.named(id);
        };
        group! {
            question: entry.question.as_str(),
            answer: sourced_prose(id, "answer", &entry.answer, &entry.provenance, false),
            more: maybe(entry.more.as_ref().map(|more| {
                sourced_prose(id, "more", more, &entry.provenance, false)
            })),
        }
    }

    pub(super) fn guide(self, id: &EntryId) -> Value {
        let Some(entry) = self.context.catalog.guide(id) else {
            return self.named(id);
        };
        group! {
            name: entry.name.as_str(),
            text: sourced_prose(id, "text", &entry.text, &entry.provenance, false),
            points: list(entry.points.iter().enumerate().map(|(index, point)| group! {
                title: prose(id, &format!("points.{index}.title"), &point.title),
                text: sourced_prose(
                    id,
                    &format!("points.{index}.text"),
                    &point.text,
                    &entry.provenance,
                    false,
                ),
            })),
            more: maybe(entry.more.as_ref().map(|more| {
                sourced_prose(id, "more", more, &entry.provenance, false)
            })),
        }
    }

    pub(super) fn decision_guide(self, id: &EntryId, situations: &[SituationToday]) -> Value {
        group! {
            guide: self.guide(id),
            situations: self.situations(situations, |situation| situation.guide),
            quick: self.situations(situations, |situation| situation.quick.is_some()),
        }
    }

    pub(super) fn stack(self, id: &EntryId, today: &[Vec<EntryId>]) -> Value {
        let Some(entry) = self.context.catalog.stack(id) else {
            return self.named(id);
        };
        let steps = entry.steps.iter().enumerate().map(|(index, step)| {
            let named = today.get(index).map_or(&[][..], Vec::as_slice);
            group! {
                number: index + 1,
                title: prose(id, &format!("step.{index}.title"), &step.title),
                text: sourced_prose(
                    id,
                    &format!("step.{index}.text"),
                    &step.text,
                    &entry.provenance,
                    false,
                ),
                entries: self.shorts(named),
                optional: step.optional,
            }
        });
        group! {
            name: entry.name.as_str(),
            summary: prose(id, "summary", &entry.summary),
            suits: prose(id, "suits", &entry.suits),
            steps: list(steps),
            more: maybe(entry.more.as_ref().map(|more| {
                sourced_prose(id, "more", more, &entry.provenance, false)
            })),
        }
    }

    pub(super) fn career(self, found: &Career) -> Value {
        let stage = |id: &EntryId| self.context.catalog.stage(id);
        group! {
            years: maybe(found.years),
            stage: maybe(found.stage.as_ref().and_then(stage).map(Self::stage)),
            focus: self.shorts(&found.focus),
            stages: list(found.stages.iter().filter_map(stage).map(Self::stage)),
        }
    }

    fn stage(entry: &Stage) -> Value {
        let years = match entry.years {
            (from, Some(to)) => format!("{from}–{to} years"),
            (from, None) => format!("{from} years and more"),
        };
        group! {
            name: entry.name.as_str(),
            short: entry.short.as_str(),
            years: years,
            summary: sourced_prose(
                &entry.id,
                "summary",
                &entry.summary,
                &entry.provenance,
                false,
            ),
            text: sourced_prose(&entry.id, "text", &entry.text, &entry.provenance, false),
            avoid: maybe_prose(&entry.id, "avoid", entry.avoid.as_ref()),
        }
    }
}
