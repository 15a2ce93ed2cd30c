//! From a profile to a first pick, alternatives and what is not now.
//!
//! The situations of the catalogue propose, in order; each proposal is then held against today and
//! this person. Where nothing of theirs is left, whatever fits best of the whole catalogue proposes.

mod assess;
mod checks;
mod missing;
mod next;
mod person;
mod score;
mod search;
mod situation;

use crate::advice::view::View;
use crate::domain::{EntryId, Pick, Profile, Situation, When};

use super::{Caution, NotNow, PickedEntry, Reason, Recommendation, WhyNot};
use assess::{Assessed, Candidate, Verdict, assess};
use person::Person;
use search::Search;

pub(super) use missing::FIRST_QUESTIONS;

/// More than two alternatives help nobody to decide.
const ALTERNATIVES: usize = 2;
/// Reasons against more than three things hide the reasons for one.
const NOT_NOW: usize = 3;

/// How well an entry suits a person, for comparisons; `None` where it is not for them now.
pub(super) fn suitability(view: View<'_>, profile: &Profile, entry: &EntryId) -> Option<i32> {
    let person = Person::new(view, profile);
    let candidate = Candidate {
        entry: entry.clone(),
        reasons: Vec::new(),
    };
    match assess(view, &person, &candidate)? {
        Verdict::Take(_) => view
            .catalog
            .certification(entry)
            .map(|certification| score::score(view, &person, certification)),
        Verdict::Leave { .. } => None,
    }
}

/// What to take, what else and what not now.
pub(super) fn recommend(view: View<'_>, profile: &Profile) -> Recommendation {
    let person = Person::new(view, profile);
    let mut search = Search::new(view, &person);
    let fitting: Vec<&Situation> = view
        .catalog
        .situations()
        .filter(|situation| situation::fits(&situation.when, &person))
        .collect();
    if !situation::says_who(profile) {
        // Somebody who says only what they hold asks what comes next.
        search.propose(next::after_held(view, &person), ALTERNATIVES + 1);
    }
    let asks_what_is_next = !search.taken.is_empty();
    let primary = fitting.first().copied().filter(|_| !asks_what_is_next);
    if let Some(situation) = primary {
        let held_first = situation
            .picks
            .first()
            .is_some_and(|pick| profile.held.contains(&pick.entry));
        search.propose(candidates(situation, &situation.picks), usize::MAX);
        if held_first || search.taken.is_empty() {
            search.propose(next::after_held(view, &person), ALTERNATIVES + 1);
        }
    }
    search.prefer_open();
    // A rule that fits anybody proposes only where no other does.
    let specific = fitting
        .iter()
        .skip(1)
        .filter(|situation| situation.when != When::default());
    for situation in specific {
        search.fill(candidates(situation, &situation.picks));
    }
    search.fill(score::best(view, &person));
    if search.taken.is_empty() {
        let resources = next::resources(view, &person, &search.left);
        search.fill(resources);
    }
    let out_of_reach = fitting
        .iter()
        .flat_map(|situation| candidates(situation, &situation.picks))
        .collect();
    finish(search, primary, out_of_reach)
}

fn candidates(situation: &Situation, picks: &[Pick]) -> Vec<Candidate> {
    picks
        .iter()
        .map(|pick| Candidate {
            entry: pick.entry.clone(),
            reasons: vec![Reason::Because {
                situation: situation.id.clone(),
                pick: pick.entry.clone(),
            }],
        })
        .collect()
}

fn finish(
    search: Search<'_>,
    primary: Option<&Situation>,
    out_of_reach: Vec<Candidate>,
) -> Recommendation {
    let (view, person) = (search.view, search.person);
    let over_budget = search.over_budget(out_of_reach);
    let (mut taken, mut left) = search.results();
    left.extend(over_budget);
    let first = (!taken.is_empty()).then(|| taken.remove(0));
    let before = before(view, person, primary, first.as_ref());
    let first = first.map(|first| {
        let mut picked = first.picked;
        if !before.is_empty() {
            // The step is told by itself.
            picked
                .cautions
                .retain(|caution| !matches!(caution, Caution::StepFirst(_)));
        }
        picked
    });
    let mut alternatives: Vec<PickedEntry> = taken
        .into_iter()
        .map(|assessed| assessed.picked)
        .filter(|picked| !before.iter().any(|step| step.entry == picked.entry))
        .collect();
    alternatives.truncate(ALTERNATIVES);
    Recommendation {
        situation: primary.map(|situation| situation.id.clone()),
        missing: missing::missing(person, first.as_ref()),
        not_now: not_now(view, person, first.as_ref(), left),
        before,
        first,
        alternatives,
    }
}

/// The step before the first pick: the situation's own where it names one for this pick, else what
/// the asker's level asks for.
fn before(
    view: View<'_>,
    person: &Person<'_>,
    situation: Option<&Situation>,
    first: Option<&Assessed>,
) -> Vec<PickedEntry> {
    let Some(first) = first else {
        return Vec::new();
    };
    let step = first.step.clone();
    let step_before = |id: &EntryId| Candidate {
        entry: id.clone(),
        reasons: vec![Reason::StepBefore(first.picked.entry.clone())],
    };
    // The situation's step is meant for whoever is new to it.
    let new_to_it = person.reach <= 1 || step.is_some() || person.profile.years == Some(0);
    let from_situation = situation
        .filter(|_| new_to_it)
        .filter(|situation| {
            situation
                .picks
                .first()
                .is_some_and(|pick| pick.entry == first.picked.entry)
        })
        .map(|situation| {
            let mut steps = candidates(situation, &situation.first);
            for step in &mut steps {
                step.reasons
                    .push(Reason::StepBefore(first.picked.entry.clone()));
            }
            steps
        })
        .unwrap_or_default();
    let wanted: Vec<Candidate> = if from_situation.is_empty() {
        step.iter().map(step_before).collect()
    } else {
        from_situation
    };
    wanted
        .iter()
        .filter(|candidate| candidate.entry != first.picked.entry)
        .filter_map(|candidate| match assess(view, person, candidate)? {
            Verdict::Take(assessed) => Some(assessed.picked),
            Verdict::Leave { .. } => None,
        })
        .collect()
}

/// What somebody might have expected, with the reason against it. What they hold or refuse they
/// know themselves: it is told only where nothing else is.
fn not_now(
    view: View<'_>,
    person: &Person<'_>,
    first: Option<&PickedEntry>,
    left: Vec<NotNow>,
) -> Vec<NotNow> {
    let (mut known, mut told): (Vec<NotNow>, Vec<NotNow>) = left.into_iter().partition(|left| {
        left.because
            .iter()
            .any(|why| matches!(why, WhyNot::Held | WhyNot::Refused | WhyNot::CoveredBy(_)))
    });
    if let Some(first) = first {
        told.extend(predecessor(view, &first.entry).filter(|over| {
            !told.iter().any(|told| told.entry == over.entry)
                && !person.profile.held.contains(&over.entry)
        }));
    } else {
        told.append(&mut known);
    }
    told.truncate(NOT_NOW);
    told
}

/// What the article recommended and is over, where the pick has taken its place: whoever read the
/// article expects it.
fn predecessor(view: View<'_>, pick: &EntryId) -> Option<NotNow> {
    view.catalog
        .certifications()
        .filter(|certification| certification.article.is_some())
        .find_map(|certification| {
            let status = view.status(certification);
            (status.is_over() && status.successors.contains(pick)).then(|| NotNow {
                entry: certification.id.clone(),
                because: vec![WhyNot::Over {
                    last_day: status.last_day,
                    successor: Some(pick.clone()),
                }],
            })
        })
}
