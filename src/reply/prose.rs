//! Every text of the catalogue that a reply shows as prose, with its place.

use crate::catalog::{Catalog, Finding, Place};
use crate::domain::{
    Certification, Entry, EntryId, Fee, Note, Preparation, Resource, Situation, Stack, Variant,
};

use super::template;

/// One text and where it stands.
pub(super) struct Prose<'a> {
    pub(super) entry: &'a EntryId,
    pub(super) field: String,
    pub(super) text: &'a str,
}

impl Prose<'_> {
    /// A mistake in it.
    pub(super) fn finding(&self, error: &minijinja::Error) -> Finding {
        template::finding(Place::Entry(self.entry.clone()), &self.field, error)
    }
}

/// Calls `visit` with every text.
pub(super) fn each<'a>(catalog: &'a Catalog, mut visit: impl FnMut(Prose<'a>)) {
    for entry in catalog.entries() {
        of_entry(entry, &mut |field, text| {
            visit(Prose {
                entry: entry.id(),
                field,
                text,
            });
        });
    }
}

type Visit<'v, 'a> = &'v mut dyn FnMut(String, &'a str);

fn of_entry<'a>(entry: &'a Entry, visit: Visit<'_, 'a>) {
    match entry {
        Entry::Certification(entry) => certification(entry, visit),
        Entry::Resource(entry) => resource(entry, visit),
        Entry::Faq(entry) => {
            visit("answer".into(), &entry.answer);
            maybe("more", entry.more.as_ref(), visit);
        }
        Entry::Guide(entry) => {
            visit("summary".into(), &entry.summary);
            visit("text".into(), &entry.text);
            for (index, point) in entry.points.iter().enumerate() {
                visit(format!("points.{index}.title"), &point.title);
                visit(format!("points.{index}.text"), &point.text);
            }
            maybe("more", entry.more.as_ref(), visit);
        }
        Entry::Stack(entry) => stack(entry, visit),
        Entry::Stage(entry) => {
            visit("summary".into(), &entry.summary);
            visit("text".into(), &entry.text);
            maybe("avoid", entry.avoid.as_ref(), visit);
        }
        Entry::Situation(entry) => situation(entry, visit),
    }
}

fn maybe<'a>(field: &str, text: Option<&'a String>, visit: Visit<'_, 'a>) {
    if let Some(text) = text {
        visit(field.to_owned(), text);
    }
}

fn certification<'a>(entry: &'a Certification, visit: Visit<'_, 'a>) {
    visit("summary".into(), &entry.summary);
    if let Some(article) = &entry.article {
        maybe("article.suits", article.suits.as_ref(), visit);
        maybe("article.verdict", article.verdict.as_ref(), visit);
        maybe("article.prepare", article.prepare.as_ref(), visit);
    }
    for (index, step) in entry.status.iter().enumerate() {
        maybe(&format!("status.{index}.note"), step.note.as_ref(), visit);
    }
    prices(entry.fee.as_ref(), &entry.variants, visit);
    if let Some(exam) = &entry.exam {
        maybe("exam.note", exam.note.as_ref(), visit);
        maybe("exam.delivery", exam.delivery.as_ref(), visit);
    }
    preparation(entry.preparation.as_ref(), visit);
    if let Some(validity) = &entry.validity {
        maybe("validity.note", validity.note.as_ref(), visit);
    }
    if let Some(needed) = &entry.prerequisites {
        maybe("prerequisites.required", needed.required.as_ref(), visit);
        maybe(
            "prerequisites.recommended",
            needed.recommended.as_ref(),
            visit,
        );
        maybe("prerequisites.article", needed.article.as_ref(), visit);
    }
    if let Some(retake) = &entry.retake {
        maybe("retake.note", retake.note.as_ref(), visit);
    }
    for (index, claim) in entry.claims.iter().enumerate() {
        visit(format!("claim.{index}.text"), &claim.text);
        visit(format!("claim.{index}.finding"), &claim.finding);
    }
    notes(&entry.notes, visit);
}

fn resource<'a>(entry: &'a Resource, visit: Visit<'_, 'a>) {
    visit("summary".into(), &entry.summary);
    visit("text".into(), &entry.text);
    maybe("suits", entry.suits.as_ref(), visit);
    maybe("catch", entry.catch.as_ref(), visit);
    prices(entry.fee.as_ref(), &entry.variants, visit);
    preparation(entry.preparation.as_ref(), visit);
    notes(&entry.notes, visit);
}

fn stack<'a>(entry: &'a Stack, visit: Visit<'_, 'a>) {
    visit("summary".into(), &entry.summary);
    visit("suits".into(), &entry.suits);
    for (index, step) in entry.steps.iter().enumerate() {
        visit(format!("step.{index}.title"), &step.title);
        visit(format!("step.{index}.text"), &step.text);
    }
    maybe("more", entry.more.as_ref(), visit);
}

fn situation<'a>(entry: &'a Situation, visit: Visit<'_, 'a>) {
    visit("because".into(), &entry.because);
    maybe("article", entry.article.as_ref(), visit);
    for (list, picks) in [("picks", &entry.picks), ("first", &entry.first)] {
        for (index, pick) in picks.iter().enumerate() {
            visit(format!("{list}.{index}.because"), &pick.because);
        }
    }
}

fn prices<'a>(fee: Option<&'a Fee>, variants: &'a [Variant], visit: Visit<'_, 'a>) {
    if let Some(fee) = fee {
        fee_notes("fee", fee, visit);
    }
    for (index, variant) in variants.iter().enumerate() {
        fee_notes(&format!("variant.{index}"), &variant.fee, visit);
    }
}

fn fee_notes<'a>(field: &str, fee: &'a Fee, visit: Visit<'_, 'a>) {
    maybe(&format!("{field}.note"), fee.note.as_ref(), visit);
    for (index, other) in fee.also.iter().enumerate() {
        maybe(
            &format!("{field}.also.{index}.note"),
            other.note.as_ref(),
            visit,
        );
    }
    if let Some(article) = &fee.article {
        maybe(
            &format!("{field}.article.note"),
            article.note.as_ref(),
            visit,
        );
    }
}

fn preparation<'a>(preparation: Option<&'a Preparation>, visit: Visit<'_, 'a>) {
    let Some(preparation) = preparation else {
        return;
    };
    maybe("preparation.note", preparation.range.note.as_ref(), visit);
    maybe("preparation.assumes", preparation.assumes.as_ref(), visit);
    if let Some(article) = &preparation.article {
        maybe("preparation.article.note", article.note.as_ref(), visit);
    }
}

fn notes<'a>(notes: &'a [Note], visit: Visit<'_, 'a>) {
    for (index, note) in notes.iter().enumerate() {
        visit(format!("note.{index}.text"), &note.text);
    }
}
