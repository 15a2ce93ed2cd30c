//! The entries that an answer rests on, and those that it recommends.

use crate::domain::{EntryId, Question, When};

use super::view::View;
use super::{Body, DECISION_GUIDE, MOST_ENTRIES, SituationToday, StatusToday};

/// Entries that the answer rests on and entries that it recommends, both best first and short.
pub(super) fn named(view: View<'_>, body: &Body) -> (Vec<EntryId>, Vec<EntryId>) {
    let (mut entries, mut recommended) = collect(view, body);
    for list in [&mut entries, &mut recommended] {
        let mut seen = Vec::new();
        list.retain(|id| {
            let new = !seen.contains(id);
            seen.push(id.clone());
            new
        });
        list.truncate(MOST_ENTRIES);
    }
    // What did not find room among the entries is not told, so it is not recommended either.
    recommended.retain(|id| entries.contains(id));
    (entries, recommended)
}

fn collect(view: View<'_>, body: &Body) -> (Vec<EntryId>, Vec<EntryId>) {
    match body {
        Body::Recommendation(recommendation) => {
            let picks: Vec<EntryId> = recommendation
                .first
                .iter()
                .chain(&recommendation.alternatives)
                .chain(&recommendation.before)
                .map(|picked| picked.entry.clone())
                .collect();
            (picks.clone(), picks)
        }
        Body::Guided { situations, .. } => {
            let picks = general_picks(view, situations);
            let mut entries = picks.clone();
            entries.extend(
                DECISION_GUIDE
                    .parse()
                    .ok()
                    .filter(|id| view.catalog.entry(id).is_some()),
            );
            (entries, picks)
        }
        Body::DecisionGuide { entry, situations } => {
            let picks = general_picks(view, situations);
            let mut entries = vec![entry.clone()];
            entries.extend(picks.iter().cloned());
            (entries, picks)
        }
        Body::Card { entry, status, .. } => with_successor(entry, status.as_ref()),
        Body::Costs { cost, status, .. } => with_successor(&cost.entry, status.as_ref()),
        Body::Duration(duration) => with_successor(&duration.entry, duration.status.as_ref()),
        Body::Renewal(renewal) => with_successor(&renewal.entry, renewal.status.as_ref()),
        Body::Status { entry, status } | Body::Exam { entry, status } => {
            with_successor(entry, Some(status))
        }
        Body::Prerequisites(needed) => {
            let (mut entries, mut recommended) =
                with_successor(&needed.entry, needed.status.as_ref());
            if needed.ready == Some(false) {
                entries.extend(needed.before.first().cloned());
                recommended.extend(needed.before.first().cloned());
            }
            (entries, recommended)
        }
        Body::Compare(comparison) => {
            let mut entries: Vec<EntryId> = comparison
                .entries
                .iter()
                .map(|side| side.entry.clone())
                .collect();
            let successors: Vec<EntryId> = comparison
                .entries
                .iter()
                .filter_map(|side| side.successor.clone())
                .collect();
            entries.extend(successors.iter().cloned());
            let recommended = comparison.best.iter().cloned().chain(successors).collect();
            (entries, recommended)
        }
        Body::Plan(plan) => {
            let instead = plan.instead_of.as_ref();
            (
                std::iter::once(&plan.entry)
                    .chain(instead)
                    .cloned()
                    .collect(),
                instead.map(|_| plan.entry.clone()).into_iter().collect(),
            )
        }
        Body::CostList(list) => {
            let fitting = list.within.iter().map(|item| item.cost.entry.clone());
            let over = list.just_over.iter().map(|item| item.cost.entry.clone());
            (fitting.chain(over).collect(), Vec::new())
        }
        Body::Free(free) => {
            let fitting = free
                .options
                .iter()
                .filter(|option| option.fits)
                .map(|option| option.entry.clone());
            (
                free.entry.iter().cloned().chain(fitting).collect(),
                Vec::new(),
            )
        }
        Body::Career(career) => (
            match &career.stage {
                Some(stage) => vec![stage.clone()],
                None => career.stages.clone(),
            },
            Vec::new(),
        ),
        Body::Stack { entry, .. } | Body::Faq(entry) | Body::Guide(entry) => {
            (vec![entry.clone()], Vec::new())
        }
        Body::StackList(ids)
        | Body::Browse { found: ids, .. }
        | Body::Decline { near: ids, .. } => (ids.clone(), Vec::new()),
        Body::Clarify(readings) => (
            readings.iter().flat_map(entries_of).cloned().collect(),
            Vec::new(),
        ),
        // Lists of everything rest on nothing in particular.
        Body::FaqList(_)
        | Body::GuideList(_)
        | Body::Greeting
        | Body::Help
        | Body::About(_)
        | Body::Privacy => (Vec::new(), Vec::new()),
    }
}

/// What suits most people: the picks of the rule that fits anybody, else what the guide's first rows
/// lead to.
fn general_picks(view: View<'_>, situations: &[SituationToday]) -> Vec<EntryId> {
    let for_anybody = view
        .catalog
        .situations()
        .find(|situation| situation.when == When::default());
    let mut picks: Vec<EntryId> = match for_anybody {
        Some(situation) => situation
            .picks
            .iter()
            .filter_map(|pick| view.standing(&pick.entry))
            .collect(),
        None => situations
            .iter()
            .map(|situation| situation.pick.clone())
            .collect(),
    };
    picks.truncate(MOST_ENTRIES - 1);
    picks
}

/// The entry; after one that is over, what to take instead, which alone is recommended.
fn with_successor(entry: &EntryId, status: Option<&StatusToday>) -> (Vec<EntryId>, Vec<EntryId>) {
    let successor = status
        .filter(|status| status.is_over())
        .and_then(|status| status.successors.first());
    (
        std::iter::once(entry).chain(successor).cloned().collect(),
        successor.into_iter().cloned().collect(),
    )
}

/// The entries that a question names.
fn entries_of(question: &Question) -> &[EntryId] {
    match question {
        Question::Compare { entries, .. } => entries,
        _ => question.entry().map_or(&[], std::slice::from_ref),
    }
}
