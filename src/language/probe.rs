//! The check of `[language]`: well formed, and every phrasing reaches the entry that claims it.

use std::collections::HashMap;

use crate::catalog::{Catalog, Finding, Place, Probe, Scope, Section};
use crate::domain::{Date, EntryId, Question};

use super::conversation::Conversation;
use super::decide::understand;
use super::lexicon::Lexicon;

/// Understands every phrasing of a catalogue.
#[derive(Debug, Clone, Copy, Default)]
pub struct Phrasings;

impl Probe for Phrasings {
    fn probe(&self, catalog: &Catalog, scope: &Scope, today: Date) -> Vec<Finding> {
        probe(catalog, scope, today)
    }
}

/// What is wrong with the language of a catalogue: shape, phrasings that two entries claim, and
/// phrasings that lead elsewhere.
pub fn probe(catalog: &Catalog, scope: &Scope, today: Date) -> Vec<Finding> {
    let lexicon = Lexicon::build(catalog);
    let mut findings: Vec<Finding> = lexicon
        .problems
        .iter()
        .map(|problem| {
            let [_, section, rest @ ..] = problem.path.as_slice() else {
                return finding("", "", &problem.what, &problem.hint);
            };
            finding(section, &rest.join("."), &problem.what, &problem.hint)
        })
        .collect();
    let mut claimed: HashMap<Vec<u32>, u32> = HashMap::new();
    for (words, phrase, entry) in &lexicon.claims {
        let id = &lexicon.entry(*entry).id;
        let first = *claimed.entry(words.clone()).or_insert(*entry);
        if first != *entry {
            let other = &lexicon.entry(first).id;
            findings.push(finding(
                "phrasings",
                id.as_str(),
                &format!("“{phrase}” is claimed by `{other}` and by `{id}`"),
                "leave it with the entry that answers it best",
            ));
        } else if scope.includes(id)
            && let Some(elsewhere) = leads_elsewhere(&lexicon, catalog, phrase, id, today)
        {
            findings.push(finding(
                "phrasings",
                id.as_str(),
                &format!("“{phrase}” does not reach `{id}`: {elsewhere}"),
                "word it more like a question about this entry, or remove it",
            ));
        }
    }
    findings
}

fn finding(section: &str, field: &str, what: &str, hint: &str) -> Finding {
    Finding {
        place: Place::Item(Section::Language, section.to_owned()),
        field: field.to_owned(),
        line: 0,
        what: what.to_owned(),
        hint: hint.to_owned(),
    }
}

/// What a phrasing leads to instead of its entry.
fn leads_elsewhere(
    lexicon: &Lexicon,
    catalog: &Catalog,
    phrase: &str,
    id: &EntryId,
    today: Date,
) -> Option<String> {
    let understood = understand(lexicon, catalog, phrase, &Conversation::default(), today);
    let reached = match &understood.question {
        Question::Card(entry)
        | Question::Faq(Some(entry))
        | Question::Guide(Some(entry))
        | Question::Stack(Some(entry)) => entry == id,
        Question::Career { years: Some(years) } => catalog.stage(id).is_some_and(|stage| {
            *years >= stage.years.0 && stage.years.1.is_none_or(|last| *years <= last)
        }),
        _ => false,
    };
    (!reached).then(|| format!("it is taken for {}", understood.question.intent().label()))
}
