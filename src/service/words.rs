//! Whether two catalogues differ in anything that understanding reads. A fee, a date or a source does
//! not: then the index of words, which takes longest to build, serves both.

use crate::catalog::{Catalog, Finding, Probe, Scope};
use crate::domain::{Date, Entry};
use crate::language::Phrasings;

/// Whether texts are understood alike over both.
pub(super) fn same_words(one: &Catalog, other: &Catalog) -> bool {
    let (language, others) = (one.language(), other.language());
    (std::ptr::eq(language, others) || language == others)
        && one.providers().eq(other.providers())
        && one.entries().count() == other.entries().count()
        && one
            .entries()
            .zip(other.entries())
            .all(|(one, other)| std::ptr::eq(one, other) || with_facts_of(one, other) == *other)
}

/// The entry with those facts of another one that understanding never reads. Everything else counts
/// as words, where something stands in its life included.
fn with_facts_of(one: &Entry, other: &Entry) -> Entry {
    let mut one = one.clone();
    match (&mut one, other.clone()) {
        (Entry::Certification(one), Entry::Certification(other)) => {
            one.url = other.url;
            one.fee = other.fee;
            one.exam = other.exam;
            one.preparation = other.preparation;
            one.validity = other.validity;
            one.prerequisites = other.prerequisites;
            one.retake = other.retake;
            one.claims = other.claims;
            one.notes = other.notes;
        }
        (Entry::Resource(one), Entry::Resource(other)) => {
            one.url = other.url;
            one.price = other.price;
            one.fee = other.fee;
            one.preparation = other.preparation;
            one.notes = other.notes;
            one.provenance = other.provenance;
        }
        (Entry::Faq(one), Entry::Faq(other)) => one.provenance = other.provenance,
        (Entry::Guide(one), Entry::Guide(other)) => one.provenance = other.provenance,
        (Entry::Stack(one), Entry::Stack(other)) => one.provenance = other.provenance,
        (Entry::Stage(one), Entry::Stage(other)) => one.provenance = other.provenance,
        (Entry::Situation(one), Entry::Situation(other)) => one.provenance = other.provenance,
        _ => {}
    }
    one
}

/// The check of phrasings over a catalogue that has passed it: made again where words differ.
pub(super) struct PhrasingsAfter<'a>(pub(super) &'a Catalog);

impl Probe for PhrasingsAfter<'_> {
    fn probe(&self, catalog: &Catalog, scope: &Scope, today: Date) -> Vec<Finding> {
        if same_words(self.0, catalog) {
            Vec::new()
        } else {
            Phrasings.probe(catalog, scope, today)
        }
    }
}
