//! From a question to what is true about it: plain functions over the catalogue, the question and
//! today's date.

mod answer;
mod compare;
mod cost;
mod facts;
mod lists;
mod named;
mod plan;
mod recommend;
mod view;

pub use answer::{
    Answer, BasisOfTime, Body, BudgetFit, Career, Caution, ComparedEntry, Comparison,
    ComparisonRow, Converted, Cost, CostBasis, CostList, CostListItem, CostVariant, Duration,
    FreeOption, FreeOptions, Inventory, Milestone, MilestoneKind, MissingFact, NotIncluded, NotNow,
    OutOfReach, PickedEntry, Plan, PlanWarning, PrerequisiteCheck, Prerequisites, Reason,
    Recommendation, Renewal, SituationToday, StatusToday, StudyTime, WhyNot, Win, Winner,
};

use crate::catalog::Catalog;
use crate::domain::{Date, DeclineKind, Entry, EntryId, EntryKind, Profile, Question, Situation};
use view::{Offer, Pace, View};

/// More ids than this are a dump, not an answer.
const MOST_ENTRIES: usize = 4;

/// Answers a question as of `today`. An id that the catalogue does not have is declined; an id of
/// another kind than the question expects leads to what can be said about it.
pub fn answer(catalog: &Catalog, question: &Question, today: Date) -> Answer {
    let view = View { catalog, today };
    let question = resolve(view, question);
    let body = body(view, &question);
    let (entries, recommended) = named::named(view, &body);
    Answer {
        question,
        body,
        entries,
        recommended,
    }
}

/// The question that can be answered: ids that exist, of a kind that fits.
fn resolve(view: View<'_>, question: &Question) -> Question {
    match question {
        Question::Compare { entries, profile } => return resolve_compare(view, entries, profile),
        Question::Decline { kind, near } => {
            let mut near = known(view, near);
            near.truncate(MOST_ENTRIES);
            return Question::Decline { kind: *kind, near };
        }
        Question::Clarify(readings) => return resolve_readings(view, readings),
        _ => {}
    }
    let Some(single) = question.entry() else {
        return question.clone();
    };
    let Some(entry) = view.catalog.entry(single) else {
        return not_in_catalogue();
    };
    let fits = match question {
        Question::Faq(_) => entry.kind() == EntryKind::Faq,
        Question::Stack(_) => entry.kind() == EntryKind::Stack,
        Question::Guide(_) => entry.kind() == EntryKind::Guide,
        Question::Card(_)
        | Question::Costs { .. }
        | Question::Duration { .. }
        | Question::Free { .. } => {
            matches!(entry.kind(), EntryKind::Certification | EntryKind::Resource)
        }
        Question::Plan { .. } => view
            .standing(single)
            .and_then(|standing| view.offer(&standing))
            .is_some_and(|offer| view.time(offer, Pace::Assumed).is_some()),
        _ => entry.kind() == EntryKind::Certification,
    };
    if fits { question.clone() } else { about(entry) }
}

/// The question that any entry answers by itself.
fn about(entry: &Entry) -> Question {
    let id = entry.id().clone();
    match entry {
        Entry::Certification(_) | Entry::Resource(_) => Question::Card(id),
        Entry::Faq(_) => Question::Faq(Some(id)),
        Entry::Guide(_) => Question::Guide(Some(id)),
        Entry::Stack(_) => Question::Stack(Some(id)),
        Entry::Stage(stage) => Question::Career {
            years: Some(stage.years.0),
        },
        Entry::Situation(situation) => Question::Advise(somebody_in(situation)),
    }
}

/// A profile that a situation is meant for.
fn somebody_in(situation: &Situation) -> Profile {
    let when = &situation.when;
    Profile {
        goal: when.goal.first().copied(),
        background: when.background.first().copied(),
        platform: when.platform.first().copied(),
        years: when.years.map(|(fewest, _)| fewest),
        codes: when.codes,
        budget: when.budget_below.map(|limit| {
            crate::domain::Budget::total(crate::domain::Money::units(
                u64::from(limit.saturating_sub(1)),
                crate::domain::Currency::USD,
            ))
        }),
        ..Profile::default()
    }
}

fn resolve_compare(view: View<'_>, entries: &[EntryId], profile: &Profile) -> Question {
    let mut sides: Vec<EntryId> = Vec::new();
    for id in entries {
        if view.offer(id).is_some() && !sides.contains(id) {
            sides.push(id.clone());
        }
    }
    sides.truncate(3);
    match sides.as_slice() {
        [] => entries
            .iter()
            .find_map(|id| view.catalog.entry(id))
            .map_or_else(not_in_catalogue, about),
        [one] => Question::Card(one.clone()),
        _ => Question::Compare {
            entries: sides,
            profile: profile.clone(),
        },
    }
}

fn resolve_readings(view: View<'_>, readings: &[Question]) -> Question {
    let mut resolved: Vec<Question> = Vec::new();
    for reading in readings {
        let reading = resolve(view, reading);
        if !matches!(reading, Question::Decline { .. }) && !resolved.contains(&reading) {
            resolved.push(reading);
        }
    }
    match resolved.len() {
        0 => Question::Decline {
            kind: DeclineKind::Unsure,
            near: Vec::new(),
        },
        1 => resolved.remove(0),
        _ => Question::Clarify(resolved),
    }
}

fn not_in_catalogue() -> Question {
    Question::Decline {
        kind: DeclineKind::NotInCatalogue,
        near: Vec::new(),
    }
}

fn known(view: View<'_>, ids: &[EntryId]) -> Vec<EntryId> {
    ids.iter()
        .filter(|id| view.catalog.entry(id).is_some())
        .cloned()
        .collect()
}

fn body(view: View<'_>, question: &Question) -> Body {
    let catalog = view.catalog;
    match question {
        Question::Advise(profile) if profile.is_empty() => Body::Guided {
            missing: recommend::FIRST_QUESTIONS.to_vec(),
            situations: view.situations_today(),
        },
        Question::Advise(profile) => {
            Body::Recommendation(Box::new(recommend::recommend(view, profile)))
        }
        Question::Compare { entries, profile } => {
            Body::Compare(Box::new(view.compare(entries, profile)))
        }
        Question::CostList { budget, kind } => {
            Body::CostList(Box::new(view.cost_list(*budget, *kind)))
        }
        Question::Plan {
            entry,
            hours_per_week,
            start,
            deadline,
        } => {
            let wish = plan::Wish {
                entry,
                hours_per_week: *hours_per_week,
                start: *start,
                deadline: *deadline,
            };
            view.plan(&wish)
                .map_or_else(unsure, |plan| Body::Plan(Box::new(plan)))
        }
        Question::Free { entry, topic } => Body::Free(Box::new(view.free(entry.as_ref(), *topic))),
        Question::Faq(Some(id)) => Body::Faq(id.clone()),
        Question::Faq(None) => Body::FaqList(catalog.faqs().map(|faq| faq.id.clone()).collect()),
        Question::Stack(Some(id)) => catalog.stack(id).map_or_else(unsure, |stack| Body::Stack {
            entry: id.clone(),
            steps: view.stack_steps(stack),
        }),
        Question::Stack(None) => {
            Body::StackList(catalog.stacks().map(|stack| stack.id.clone()).collect())
        }
        Question::Career { years } => Body::Career(Box::new(view.career(*years))),
        Question::Guide(Some(id)) if id.as_str() == DECISION_GUIDE => Body::DecisionGuide {
            entry: id.clone(),
            situations: view.situations_today(),
        },
        Question::Guide(Some(id)) => Body::Guide(id.clone()),
        Question::Guide(None) => {
            Body::GuideList(catalog.guides().map(|guide| guide.id.clone()).collect())
        }
        Question::Browse(filter) => Body::Browse {
            filter: filter.clone(),
            found: view.browse(filter),
        },
        Question::Greeting => Body::Greeting,
        Question::Help => Body::Help,
        Question::About => Body::About(view.inventory()),
        Question::Privacy => Body::Privacy,
        Question::Decline { kind, near } => Body::Decline {
            kind: *kind,
            near: near.clone(),
        },
        Question::Clarify(readings) => Body::Clarify(readings.clone()),
        Question::Card(entry)
        | Question::Costs { entry, .. }
        | Question::Duration { entry, .. }
        | Question::Prerequisites { entry, .. }
        | Question::Renewal(entry)
        | Question::Exam(entry)
        | Question::Status(entry) => view
            .offer(entry)
            .map_or_else(unsure, |offer| offer_body(view, question, offer)),
    }
}

const DECISION_GUIDE: &str = "decision-guide";

/// Answers about one certification or resource.
fn offer_body(view: View<'_>, question: &Question, offer: Offer<'_>) -> Body {
    match (question, offer) {
        (Question::Costs { profile, .. }, _) => {
            let pace = profile.hours_per_week.into();
            let status = view.status_of(offer);
            let successor = status
                .as_ref()
                .filter(|status| status.is_over())
                .and_then(|status| view.offer(status.successors.first()?))
                .and_then(|successor| view.cost(successor, pace, profile.budget));
            match view.cost(offer, pace, profile.budget) {
                Some(cost) => Body::Costs {
                    cost: Box::new(cost),
                    status,
                    successor: successor.map(Box::new),
                },
                None => card(view, offer),
            }
        }
        (Question::Duration { profile, .. }, _) => {
            Body::Duration(Box::new(view.duration(offer, profile)))
        }
        (Question::Prerequisites { profile, .. }, Offer::Certification(certification)) => {
            Body::Prerequisites(Box::new(view.prerequisites(certification, profile)))
        }
        (Question::Renewal(_), Offer::Certification(certification)) => {
            Body::Renewal(Box::new(view.renewal(certification)))
        }
        // Where nothing is known of the exam, everything else that is known says more.
        (Question::Exam(entry), Offer::Certification(certification))
            if certification.exam.is_some() || certification.retake.is_some() =>
        {
            Body::Exam {
                entry: entry.clone(),
                status: view.status(certification),
            }
        }
        (Question::Status(entry), Offer::Certification(certification)) => Body::Status {
            entry: entry.clone(),
            status: view.status(certification),
        },
        _ => card(view, offer),
    }
}

fn card(view: View<'_>, offer: Offer<'_>) -> Body {
    Body::Card {
        entry: offer.id().clone(),
        status: view.status_of(offer),
        cost: view.cost(offer, Pace::Assumed, None).map(Box::new),
        time: view.time(offer, Pace::Assumed),
    }
}

fn unsure() -> Body {
    Body::Decline {
        kind: DeclineKind::Unsure,
        near: Vec::new(),
    }
}
