//! From what a text says to the question that it asks.

use crate::catalog::Catalog;
use crate::domain::{Date, DeclineKind, EntryId, EntryKind, Intent, Question};

use super::conversation::Conversation;
use super::entities::{self, Reading};
use super::lexicon::{Lexicon, Target};
use super::profile::{self, Told};
use super::signals::{self, Signals};
use super::tokens;

/// What was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Understanding {
    /// What is asked.
    pub question: Question,
    /// What else is asked in the same text.
    pub others: Vec<Question>,
    /// Entries that the text is also about: offered beside the answer, best first.
    pub related: Vec<EntryId>,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// How it was understood, in words for people.
    pub explanation: Vec<String>,
    /// The conversation after this turn.
    pub conversation: Conversation,
}

/// Reads a text in its conversation.
pub fn understand(
    lexicon: &Lexicon,
    catalog: &Catalog,
    text: &str,
    conversation: &Conversation,
    today: Date,
) -> Understanding {
    let words = tokens::split(text);
    let reading = entities::read(lexicon, &words);
    let told = profile::read(lexicon, &reading, today);
    let signals = signals::read(lexicon, &reading);
    let mut next = conversation.clone();
    next.profile = conversation.profile.updated_by(&told.profile);
    next.bound();
    let (question, confidence) = decide(lexicon, catalog, &reading, &told, &signals, &next);
    if !matches!(question, Question::Decline { .. }) {
        next.intent = Some(question.intent());
        next.question = Some(question.clone());
    }
    Understanding {
        question,
        others: Vec::new(),
        related: Vec::new(),
        confidence,
        explanation: told.explanation,
        conversation: next,
    }
}

fn decide(
    lexicon: &Lexicon,
    catalog: &Catalog,
    reading: &Reading,
    _told: &Told,
    signals: &Signals,
    conversation: &Conversation,
) -> (Question, f32) {
    let profile = conversation.profile.clone();
    let entry = reading
        .mentions
        .iter()
        .find_map(entities::Mention::entry)
        .map(|entry| lexicon.entry(entry).id.clone())
        .or_else(|| conversation.focus().cloned());
    for (target, strength) in signals.ranked() {
        if strength < 0.5 {
            break;
        }
        let question = match (target, &entry) {
            (Target::Decline(kind), _) => Some(Question::Decline {
                kind,
                near: Vec::new(),
            }),
            (Target::Entry(index), _) => about(catalog, &lexicon.entry(index).id),
            (Target::Intent(Intent::Cost), Some(entry)) => Some(Question::Costs {
                entry: entry.clone(),
                profile: profile.clone(),
            }),
            (Target::Intent(Intent::Advise), _) => Some(Question::Advise(profile.clone())),
            (Target::Intent(Intent::Greeting), _) => Some(Question::Greeting),
            (Target::Intent(Intent::Help), _) => Some(Question::Help),
            _ => None,
        };
        if let Some(question) = question {
            return (question, strength.min(1.0));
        }
    }
    match entry {
        Some(entry) => (Question::Card(entry), 0.5),
        None => (
            Question::Decline {
                kind: DeclineKind::Unsure,
                near: Vec::new(),
            },
            0.3,
        ),
    }
}

fn about(catalog: &Catalog, id: &EntryId) -> Option<Question> {
    let id = id.clone();
    Some(match catalog.kind(&id)? {
        EntryKind::Certification | EntryKind::Resource => Question::Card(id),
        EntryKind::Faq => Question::Faq(Some(id)),
        EntryKind::Guide => Question::Guide(Some(id)),
        EntryKind::Stack => Question::Stack(Some(id)),
        EntryKind::Stage => Question::Career {
            years: catalog.stage(&id).map(|stage| stage.years.0),
        },
        EntryKind::Situation => return None,
    })
}
