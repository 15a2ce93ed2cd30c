//! What changes would do: whether they pass the check, and which replies they change.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::advice::answer;
use crate::catalog::{Catalog, FieldChange, Overlay, OverlayRevision, Problem, SetAsideReason};
use crate::domain::{Date, Entry, EntryId, Profile, Question, Situation};
use crate::reply::{Reply, ReplyContext, render, without_markdown};

use super::super::Snapshot;
use super::Work;

/// What became of laying changes over a catalogue.
pub(super) enum Tried {
    /// They pass; this is the catalogue with them.
    Good(Arc<Snapshot>),
    /// They do not pass the check.
    Invalid(Vec<Problem>),
    /// Something else stands there by now.
    Conflict(String),
}

impl Work<'_> {
    /// Lays changes over this server's catalogue. What they gave in the preview is not worked out
    /// again for the publication.
    pub(super) fn try_changes(&self, changes: &[FieldChange]) -> Tried {
        let over = &self.effective.snapshot;
        let catalogs = &self.desk.catalogs;
        if let Some(known) = catalogs.tried(over, changes) {
            return Tried::Good(known);
        }
        let tried = try_changes(over, changes, self.desk.clock.today());
        if let Tried::Good(gave) = &tried {
            catalogs.keep_tried(over, changes, gave);
        }
        tried
    }
}

fn try_changes(snapshot: &Snapshot, changes: &[FieldChange], today: Date) -> Tried {
    let overlay = Overlay {
        revisions: vec![OverlayRevision {
            number: 0,
            changes: changes.to_vec(),
        }],
    };
    let (folded, set_aside) = snapshot.fold(&overlay, today);
    match set_aside.into_iter().next().map(|aside| aside.reason) {
        None => match folded {
            Ok(snapshot) => Tried::Good(Arc::new(snapshot)),
            Err(problems) => Tried::Invalid(problems),
        },
        Some(SetAsideReason::Invalid(problems)) => Tried::Invalid(problems),
        Some(SetAsideReason::Conflict(conflict)) => Tried::Conflict(conflict.to_string()),
    }
}

/// A reply that changes.
pub(super) struct ChangedReply {
    /// What is asked.
    pub(super) name: String,
    /// What it says then; `None`: it is no longer answered.
    pub(super) after: Option<Reply>,
}

/// A recommendation that changes.
pub(super) struct ChangedPick {
    /// In which situation.
    pub(super) situation: String,
    /// The picks before.
    pub(super) before: Vec<String>,
    /// The picks after.
    pub(super) after: Vec<String>,
}

/// Which replies and recommendations differ between two catalogues.
#[derive(Default)]
pub(super) struct Effects {
    pub(super) replies: Vec<ChangedReply>,
    pub(super) picks: Vec<ChangedPick>,
}

impl Effects {
    /// Compares what both say. Replies about `touched` come first, and in full.
    pub(super) fn between(
        before: &Snapshot,
        after: &Snapshot,
        touched: &BTreeSet<EntryId>,
        today: Date,
    ) -> Self {
        let mut effects = Self::default();
        let first = touched.iter();
        let ids = after
            .catalog
            .entries()
            .map(Entry::id)
            .filter(|id| !touched.contains(*id));
        for id in first.chain(ids) {
            let (Some(entry), name) = (after.catalog.entry(id), after.catalog.short(id)) else {
                if before.catalog.entry(id).is_some() {
                    effects.replies.push(ChangedReply {
                        name: before.catalog.short(id).to_owned(),
                        after: None,
                    });
                }
                continue;
            };
            for (what, question) in questions(entry, touched.contains(id)) {
                let now = say(after, &question, today);
                let was = before
                    .catalog
                    .entry(id)
                    .map(|_| say(before, &question, today));
                if was.as_ref() != Some(&now) {
                    effects.replies.push(ChangedReply {
                        name: if what.is_empty() {
                            name.to_owned()
                        } else {
                            format!("{name}: {what}")
                        },
                        after: Some(now),
                    });
                }
            }
        }
        for situation in after.catalog.situations() {
            let profile = profile_of(situation);
            let was = picks(&before.catalog, &profile, today);
            let now = picks(&after.catalog, &profile, today);
            if was != now {
                effects.picks.push(ChangedPick {
                    situation: situation.name.clone(),
                    before: was,
                    after: now,
                });
            }
        }
        effects
    }
}

fn say(snapshot: &Snapshot, question: &Question, today: Date) -> Reply {
    let answer = answer(&snapshot.catalog, question, today);
    let context = ReplyContext::new(&snapshot.catalog, &snapshot.templates, today);
    render(&context, &answer, 0)
}

/// The questions that an entry answers; for an entry that was itself changed, more of them.
fn questions(entry: &Entry, thorough: bool) -> Vec<(&'static str, Question)> {
    let id = entry.id().clone();
    match entry {
        Entry::Certification(_) => {
            let mut questions = vec![("", Question::Card(id.clone()))];
            if thorough {
                let profile = Profile::default();
                questions.push((
                    "costs",
                    Question::Costs {
                        entry: id.clone(),
                        profile: profile.clone(),
                    },
                ));
                questions.push((
                    "how long",
                    Question::Duration {
                        entry: id.clone(),
                        profile,
                    },
                ));
                questions.push(("renewal", Question::Renewal(id.clone())));
                questions.push(("the exam", Question::Exam(id.clone())));
                questions.push(("status", Question::Status(id)));
            }
            questions
        }
        Entry::Resource(_) => vec![("", Question::Card(id))],
        Entry::Faq(_) => vec![("", Question::Faq(Some(id)))],
        Entry::Guide(_) => vec![("", Question::Guide(Some(id)))],
        Entry::Stack(_) => vec![("", Question::Stack(Some(id)))],
        Entry::Stage(stage) => vec![(
            "",
            Question::Career {
                years: Some(stage.years.0),
            },
        )],
        Entry::Situation(_) => Vec::new(),
    }
}

/// Somebody whom a situation is about.
fn profile_of(situation: &Situation) -> Profile {
    let when = &situation.when;
    Profile {
        background: when.background.first().copied(),
        goal: when.goal.first().copied(),
        platform: when.platform.first().copied(),
        years: when.years.map(|(fewest, _)| fewest),
        codes: when.codes,
        ..Profile::default()
    }
}

fn picks(catalog: &Catalog, profile: &Profile, today: Date) -> Vec<String> {
    let answer = answer(catalog, &Question::Advise(profile.clone()), today);
    answer
        .recommended
        .iter()
        .map(|id| catalog.short(id).to_owned())
        .collect()
}

/// A reply as a paragraph of a preview.
pub(super) fn excerpt(reply: &Reply) -> String {
    let mut text = reply.text.clone();
    for field in &reply.fields {
        text.push_str(&format!("\n**{}**\n{}", field.name, field.value));
    }
    if let Some(footer) = &reply.footer {
        text.push_str(&format!("\n-# {}", without_markdown(footer)));
    }
    text
}
