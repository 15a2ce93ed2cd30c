//! What a text is also about, offered beside the answer.

use crate::domain::{Background, Entry, EntryId, Question};

use super::decide::Decision;
use super::heard::Heard;

/// How likely a text must be about a topic for that to be offered.
const BESIDE: f32 = 0.05;
/// The most that is offered.
const MOST: usize = 3;

/// Entries beside the answer, best first.
pub(super) fn beside(heard: &Heard<'_>, decision: &Decision) -> Vec<EntryId> {
    let mut related: Vec<EntryId> = Vec::new();
    let main = decision.question.entry().cloned();
    let turned_down = |id: &EntryId| heard.catalog.refuses(&heard.profile.refused, id);
    let mut add = |id: Option<EntryId>| {
        if let Some(id) = id
            && Some(&id) != main.as_ref()
            && !related.contains(&id)
            && !turned_down(&id)
        {
            related.push(id);
        }
    };
    let topics: Vec<EntryId> = heard
        .topics()
        .into_iter()
        .filter(|(_, likely)| *likely >= BESIDE)
        .map(|(id, _)| id)
        .collect();
    match &decision.question {
        Question::Advise(profile) if profile.is_empty() => {
            add(heard.of_their_tool());
            for id in heard.described() {
                add(Some(id));
            }
            for id in topics.iter().take(1) {
                add(Some(id.clone()));
            }
            add(heard.known("faq-which-first"));
            add(heard.known("decision-guide"));
        }
        Question::Advise(profile) => {
            add(heard.of_their_tool());
            for id in heard.described() {
                add(Some(id));
            }
            for id in topics.iter().take(2) {
                add(Some(id.clone()));
            }
            if profile.background == Some(Background::Data) {
                add(heard.known("stack-data-to-ai"));
            }
            add(heard.known("decision-guide"));
        }
        Question::Card(_) => {
            for id in topics.iter().take(2) {
                add(Some(id.clone()));
            }
        }
        Question::Faq(Some(id)) if id.as_str() == "faq-best-free" => {
            for id in topics
                .iter()
                .filter(|id| heard.catalog.resource(id).is_some())
            {
                add(Some(id.clone()));
            }
            let platform = heard.platform();
            for resource in heard.catalog.resources() {
                if platform.is_some() && resource.platform == platform {
                    add(Some(resource.id.clone()));
                }
            }
            for id in main.iter().flat_map(|main| relations(heard, main)) {
                add(Some(id.clone()));
            }
        }
        Question::Faq(_) | Question::Guide(_) | Question::Stack(_) | Question::Career { .. } => {
            if heard.refers() {
                add(heard.before.focus().cloned());
            }
            for id in heard.described().into_iter().take(1) {
                add(Some(id));
            }
            for id in topics.iter().take(2) {
                add(Some(id.clone()));
            }
            for id in heard.subjects() {
                add(Some(id.clone()));
            }
            for id in main.iter().flat_map(|main| relations(heard, main)) {
                add(Some(id.clone()));
            }
        }
        _ => {}
    }
    related.truncate(MOST);
    related
}

/// What the catalogue itself relates to an entry.
fn relations<'a>(heard: &Heard<'a>, id: &EntryId) -> &'a [EntryId] {
    match heard.catalog.entry(id) {
        Some(Entry::Faq(faq)) => &faq.related,
        Some(Entry::Guide(guide)) => &guide.related,
        Some(Entry::Stack(stack)) => &stack.related,
        _ => &[],
    }
}
