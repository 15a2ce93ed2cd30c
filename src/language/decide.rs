//! From what a text says to the question that it asks.

use std::cell::OnceCell;

use crate::catalog::Catalog;
use crate::domain::{Date, DeclineKind, EntryId, Intent, Question};

use super::conversation::Conversation;
use super::entities;
use super::follow;
use super::heard::{Heard, PLAIN};
use super::lexicon::Lexicon;
use super::limits::{self, Limit};
use super::profile;
use super::recall;
use super::refer;
use super::related;
use super::signals;
use super::targets::Target;
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
    /// Whether the reasons for the last advice are asked for, rather than the advice.
    pub asks_why: bool,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// How it was understood, in words for people.
    pub explanation: Vec<String>,
    /// The conversation after this turn.
    pub conversation: Conversation,
}

/// A question with how sure it is and what else the text asks.
#[derive(Debug)]
pub(super) struct Decision {
    pub(super) question: Question,
    pub(super) others: Vec<Question>,
    pub(super) sure: f32,
    /// Whether the reasons are asked for.
    pub(super) asks_why: bool,
}

impl Decision {
    pub(super) fn new(question: Question, sure: f32) -> Self {
        Self {
            question,
            others: Vec::new(),
            sure,
            asks_why: false,
        }
    }
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
    let mut reading = entities::read(lexicon, &words);
    refer::resolve(lexicon, &mut reading, conversation);
    let mut told = profile::read(lexicon, &reading, today);
    let signals = signals::read(lexicon, &reading, conversation.question.is_some());
    recall::refine(lexicon, &reading, &signals, conversation, &mut told);
    let profile = conversation.profile.updated_by(&told.profile);
    let heard = Heard {
        lexicon,
        catalog,
        reading: &reading,
        told: &told,
        signals: &signals,
        before: conversation,
        profile: &profile,
        today,
        subjects: OnceCell::new(),
    };
    let decision = limits::unreadable(lexicon, text, &words, &reading)
        .map_or_else(|| heard.decide(), |limit| heard.decline(&limit));
    let says_nothing = matches!(
        decision.question,
        Question::Decline { .. } | Question::Greeting | Question::Help
    );
    let related = if says_nothing {
        Vec::new()
    } else {
        related::beside(&heard, &decision)
    };
    let mut next = conversation.clone();
    if !matches!(decision.question, Question::Decline { .. }) {
        next.profile = profile.clone();
    }
    if !says_nothing {
        next.intent = Some(decision.question.intent());
        next.question = Some(decision.question.clone());
        next.subject = heard.spoken_subject(&decision.question);
    } else if let Some(subject) = heard.subjects().first() {
        // "They want me to do AI-103, thanks boss" is a greeting at most, and "how long?" is about it;
        // "real questions for that exam?" is declined, and "how do I prepare properly then?" is.
        next.question = Some(Question::Card(subject.clone()));
        next.entries = vec![subject.clone()];
        next.recommended = Vec::new();
    }
    next.bound();
    Understanding {
        explanation: explain(&heard, &decision),
        related,
        asks_why: decision.asks_why,
        confidence: decision.sure.clamp(0.0, 1.0),
        question: decision.question,
        others: decision.others,
        conversation: next,
    }
}

fn explain(heard: &Heard<'_>, decision: &Decision) -> Vec<String> {
    let mut lines = Vec::new();
    for (mention, stance) in heard.reading.mentions.iter().zip(&heard.told.stances) {
        if let (Some(entry), None) = (mention.entry(), stance) {
            let id = &heard.lexicon.entry(entry).id;
            let line = format!("“{}” → {}", mention.typed, heard.catalog.short(id));
            if !lines.contains(&line) && lines.len() < 4 {
                lines.push(line);
            }
        }
    }
    lines.extend(heard.told.explanation.iter().take(8).cloned());
    lines.push(format!("asks for: {}", decision.question.intent().label()));
    lines
}

impl Understanding {
    /// What a reply names: the entries that its answer rests on and what stands beside them, and
    /// what it recommends; together at most [`Conversation::ENTRIES`].
    pub fn named(
        &self,
        entries: &[EntryId],
        recommended: &[EntryId],
    ) -> (Vec<EntryId>, Vec<EntryId>) {
        let beside = self.related.iter().filter(|id| !entries.contains(id));
        // Where nothing is known about the asker, how to choose says more than any pick.
        let most = match &self.question {
            Question::Advise(profile) if profile.is_empty() => 2,
            _ => 1,
        };
        let room = beside.clone().count().min(most);
        let mut named: Vec<EntryId> = entries
            .iter()
            .take(Conversation::ENTRIES - room)
            .cloned()
            .collect();
        let recommended: Vec<EntryId> = recommended
            .iter()
            .filter(|id| named.contains(id))
            .cloned()
            .collect();
        for id in beside {
            if named.len() < Conversation::ENTRIES {
                named.push(id.clone());
            }
        }
        (named, recommended)
    }
}

impl Heard<'_> {
    /// What "it" may mean in the next turn though the answer is not about it: "my boss wants me to do
    /// AI-103", answered with general advice.
    fn spoken_subject(&self, question: &Question) -> Option<EntryId> {
        // After advice, "it" is what was recommended.
        if matches!(question, Question::Advise(_)) {
            return None;
        }
        let named = self.subjects().first();
        named.or(self.before.subject.as_ref()).cloned()
    }

    fn decline(&self, limit: &Limit) -> Decision {
        let near = limit.near.iter().map(|entry| self.id(*entry)).collect();
        Decision::new(
            Question::Decline {
                kind: limit.kind,
                near,
            },
            limit.sure,
        )
    }

    fn decide(&self) -> Decision {
        if let Some((entry, like)) = self.signals.phrasing
            && let Some(question) = self.about(&self.id(entry))
            && (like >= 0.999 || self.subjects().is_empty())
        {
            return self.with_others(question, 0.6 + 0.4 * like);
        }
        if let Some(limit) = limits::refused(self) {
            return self.decline(&limit);
        }
        if let Some(decision) = follow::up(self) {
            return decision;
        }
        let decision = self.weighed();
        let lost = matches!(
            decision.question,
            Question::Decline {
                kind: DeclineKind::Unsure,
                ..
            }
        );
        if lost && let Some(decision) = follow::leftover(self) {
            return decision;
        }
        decision
    }

    /// Adds what else is asked: other facts about the same entry, or the same of other entries.
    pub(super) fn with_others(&self, question: Question, sure: f32) -> Decision {
        let mut others = Vec::new();
        let subjects = self.subjects();
        if let Some(entry) = subjects.first() {
            for intent in [
                Intent::Cost,
                Intent::Duration,
                Intent::Renewal,
                Intent::Prerequisites,
            ] {
                if self.signals.cue(Target::Intent(intent)) >= PLAIN
                    && question.intent() != intent
                    && question.intent() != Intent::Plan
                    && let Some(other) = self.fact(intent, entry)
                {
                    others.push(other);
                }
            }
            if let Question::Costs { .. }
            | Question::Duration { .. }
            | Question::Renewal(_)
            | Question::Exam(_) = &question
            {
                for other in subjects.iter().skip(1).take(2) {
                    others.extend(self.fact(question.intent(), other));
                }
            }
        }
        others.truncate(3);
        Decision {
            others,
            ..Decision::new(question, sure)
        }
    }
}
