//! From words or a question to a reply: the way that every entrance shares, without state.

use crate::advice::{Answer, answer};
use crate::domain::{Date, EntryId, Intent, Question};
use crate::language::{Conversation, Lexicon, Understanding, understand};
use crate::reply::{self, Field, Reply, ReplyContext};

use super::snapshot::Snapshot;

/// Entries that an answer names as what it rests on.
const MOST_ENTRIES: usize = 4;
/// Further questions of the same text that are answered along with the first.
const MOST_OTHERS: usize = 2;

/// A text with how it was understood, what is true about it and the reply.
#[derive(Debug, Clone)]
pub struct Told {
    /// How it was understood.
    pub understanding: Understanding,
    /// The answer to its main question.
    pub answer: Answer,
    /// The reply.
    pub reply: Reply,
    /// The conversation after this turn.
    pub conversation: Conversation,
}

impl Told {
    /// Everything that was asked, the answered question first.
    pub fn intents(&self) -> Vec<Intent> {
        let mut intents = vec![self.answer.intent()];
        for other in &self.understanding.others {
            if !intents.contains(&other.intent()) {
                intents.push(other.intent());
            }
        }
        intents
    }
}

/// Answers a question and renders a page of the answer.
pub fn tell(context: &ReplyContext<'_>, question: &Question, page: u8) -> (Answer, Reply) {
    let answer = answer(context.catalog, question, context.today);
    let reply = reply::render(context, &answer, page);
    (answer, reply)
}

/// Holds a conversation turn by turn; the last of its answers, if anything was said.
pub fn converse(snapshot: &Snapshot, turns: &[impl AsRef<str>], today: Date) -> Option<Told> {
    let context = snapshot.context(today);
    turns.iter().fold(None, |before: Option<Told>, turn| {
        let conversation = before.map(|told| told.conversation).unwrap_or_default();
        Some(talk(
            &snapshot.lexicon,
            &context,
            turn.as_ref(),
            &conversation,
        ))
    })
}

/// Understands a text in its conversation and answers it.
pub fn talk(
    lexicon: &Lexicon,
    context: &ReplyContext<'_>,
    text: &str,
    conversation: &Conversation,
) -> Told {
    let (catalog, today) = (context.catalog, context.today);
    let understanding = understand(lexicon, catalog, text, conversation, today);
    let mut answer = answer(catalog, &understanding.question, today);
    let named = understanding.named(&answer.entries, &answer.recommended);
    (answer.entries, answer.recommended) = named;
    // A comparison may find that what somebody holds is the better one; that is no advice to take it.
    let profile = &understanding.conversation.profile;
    answer
        .recommended
        .retain(|id| !profile.held.contains(id) && !catalog.refuses(&profile.refused, id));
    let beside: Vec<EntryId> = understanding
        .related
        .iter()
        .filter(|id| answer.entries.contains(id))
        .cloned()
        .collect();
    let free_text = ReplyContext {
        is_free_text: true,
        beside: &beside,
        ..*context
    };
    let mut reply = if understanding.asks_why {
        reply::why(&free_text, &answer)
    } else {
        reply::render(&free_text, &answer, 0)
    };
    for question in understanding.others.iter().take(MOST_OTHERS) {
        let (other, also) = tell(context, question, 0);
        add_related(&mut answer.entries, &other.entries);
        reply.fields.push(Field {
            name: also.title.unwrap_or_default(),
            value: also.text,
        });
    }
    let reply = reply::fit(reply);
    let mut conversation = understanding.conversation.clone();
    conversation.answered(&answer.entries, &answer.recommended);
    Told {
        understanding,
        answer,
        reply,
        conversation,
    }
}

fn add_related(entries: &mut Vec<EntryId>, more: &[EntryId]) {
    for entry in more {
        if entries.len() < MOST_ENTRIES && !entries.contains(entry) {
            entries.push(entry.clone());
        }
    }
}
