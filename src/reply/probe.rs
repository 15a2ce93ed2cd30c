//! The check of all wording: every template compiles, every reply renders and keeps to the limits.

use std::sync::Arc;

use minijinja::Value;

use crate::advice::{Answer, answer};
use crate::catalog::{Catalog, Finding, Place, Probe, Scope};
use crate::domain::{
    BrowseFilter, Date, DeclineKind, Entry, EntryId, EntryKind, Profile, Question,
};

use super::figure::Scope as WritingScope;
use super::render::{ReplyContext, try_render};
use super::template::{self, Templates};
use super::{limits, prose};

/// Where a short name should end, so that lists and buttons stay on one line of a phone.
const SHORT: usize = 40;

/// Renders every template and text of a catalogue, for every entry that it could be about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wording;

impl Probe for Wording {
    fn probe(&self, catalog: &Catalog, scope: &Scope, today: Date) -> Vec<Finding> {
        probe(catalog, scope, today)
    }
}

/// What is wrong with the wording of a catalogue. Every text that reads figures is tried, since it
/// may read them from an entry that has changed; replies only for the entries in `part`.
pub fn probe(catalog: &Catalog, part: &Scope, today: Date) -> Vec<Finding> {
    let templates = match Templates::new(catalog) {
        Ok(templates) => templates,
        Err(findings) => return findings,
    };
    let catalog = Arc::new(catalog.clone());
    let mut findings = long_names(&catalog, part);
    prose::each(&catalog, |prose| {
        let scope = Value::from_object(WritingScope::new(Arc::clone(&catalog), today));
        if let Err(error) = templates.prose(prose.entry, &prose.field, prose.text, &scope) {
            findings.push(prose.finding(&error));
        }
    });
    // A reply repeats what its prose has wrong; one report is enough.
    if findings.is_empty() {
        let context = ReplyContext::new(&catalog, &templates, today);
        for question in questions(&catalog, part) {
            let answer = answer(&catalog, &question, today);
            findings.extend(try_reply(&context, &answer));
        }
    }
    findings.sort_by(|a, b| (&a.place, a.line, &a.what).cmp(&(&b.place, b.line, &b.what)));
    findings.dedup();
    findings
}

/// A question of every kind about every entry.
fn questions(catalog: &Catalog, part: &Scope) -> Vec<Question> {
    let mut questions = vec![
        Question::Advise(Profile::default()),
        Question::CostList {
            budget: None,
            kind: None,
        },
        Question::Free {
            entry: None,
            topic: None,
        },
        Question::Faq(None),
        Question::Stack(None),
        Question::Guide(None),
        Question::Career { years: None },
        Question::Browse(BrowseFilter::default()),
        Question::Greeting,
        Question::Help,
        Question::About,
        Question::Privacy,
        Question::Clarify(vec![Question::Help, Question::About]),
    ];
    for kind in DeclineKind::ALL {
        let near = catalog.entries().take(1).map(|entry| entry.id().clone());
        questions.push(Question::Decline {
            kind: *kind,
            near: near.collect(),
        });
    }
    for entry in catalog.entries().filter(|entry| part.includes(entry.id())) {
        about(entry.id(), entry, &mut questions);
    }
    questions
}

fn about(id: &EntryId, entry: &Entry, questions: &mut Vec<Question>) {
    let profile = Profile::default;
    match entry.kind() {
        EntryKind::Certification | EntryKind::Resource => {
            questions.push(Question::Card(id.clone()));
            questions.push(Question::Costs {
                entry: id.clone(),
                profile: profile(),
            });
            questions.push(Question::Duration {
                entry: id.clone(),
                profile: profile(),
            });
            questions.push(Question::Plan {
                entry: id.clone(),
                hours_per_week: None,
                start: None,
                deadline: None,
            });
            questions.push(Question::Prerequisites {
                entry: id.clone(),
                profile: profile(),
            });
            questions.push(Question::Renewal(id.clone()));
            questions.push(Question::Exam(id.clone()));
            questions.push(Question::Status(id.clone()));
        }
        EntryKind::Faq => questions.push(Question::Faq(Some(id.clone()))),
        EntryKind::Guide => questions.push(Question::Guide(Some(id.clone()))),
        EntryKind::Stack => questions.push(Question::Stack(Some(id.clone()))),
        EntryKind::Stage => {
            if let Entry::Stage(stage) = entry {
                questions.push(Question::Career {
                    years: Some(stage.years.0),
                });
            }
        }
        EntryKind::Situation => {
            if let Entry::Situation(situation) = entry {
                questions.push(Question::Advise(fitting(situation)));
            }
        }
    }
}

/// A profile for which a situation holds.
fn fitting(situation: &crate::domain::Situation) -> Profile {
    let when = &situation.when;
    Profile {
        goal: when.goal.first().copied(),
        background: when.background.first().copied(),
        platform: when.platform.first().copied(),
        years: when.years.map(|(from, _)| from),
        codes: when.codes,
        ..Profile::default()
    }
}

fn try_reply(context: &ReplyContext<'_>, answer: &Answer) -> Option<Finding> {
    let (file, error) = try_render(context, answer).err()?;
    let place = Place::Item(crate::catalog::Section::Replies, file.to_owned());
    Some(template::finding(place, "", &error))
}

fn long_names(catalog: &Catalog, part: &Scope) -> Vec<Finding> {
    let finding = |id: &EntryId, field: &str, limit: usize| Finding {
        place: Place::Entry(id.clone()),
        field: field.to_owned(),
        line: 0,
        what: format!("\"{field}\" is longer than {limit} characters"),
        hint: "it would be cut off in a reply: shorten it".to_owned(),
    };
    let mut findings = Vec::new();
    for entry in catalog.entries().filter(|entry| part.includes(entry.id())) {
        if limits::length(entry.short()) > SHORT {
            findings.push(finding(entry.id(), "short", SHORT));
        }
        if limits::length(entry.name()) > limits::TITLE - 40 {
            let field = if entry.kind() == EntryKind::Faq {
                "question"
            } else {
                "name"
            };
            findings.push(finding(entry.id(), field, limits::TITLE - 40));
        }
    }
    findings
}
