//! From a profile to a first pick, alternatives and what is not now.
//!
//! The situations of the catalogue propose, in order; each proposal is then held against today and
//! this person. Where nothing of theirs is left, whatever fits best of the whole catalogue proposes.

mod assess;
mod missing;
mod next;
mod person;
mod score;
mod situation;

use std::collections::VecDeque;

use crate::advice::view::View;
use crate::domain::{EntryId, Pick, Profile, Situation};

use super::{NotNow, PickedEntry, Reason, Recommendation, WhyNot};
use assess::{Assessed, Candidate, Verdict, assess};
use person::Person;

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
    let mut search = Search {
        view,
        person: &person,
        taken: Vec::new(),
        left: Vec::new(),
    };
    let fitting: Vec<&Situation> = view
        .catalog
        .situations()
        .filter(|situation| situation::fits(&situation.when, &person))
        .collect();
    let knows_who = situation::says_who(profile);
    if !knows_who {
        // Somebody who says only what they hold asks what comes next.
        search.consider(next::after_held(view, &person), ALTERNATIVES + 1);
    }
    let primary = fitting.first().copied().filter(|_| knows_who);
    if let Some(situation) = primary {
        let held_first = situation
            .picks
            .first()
            .is_some_and(|pick| profile.held.contains(&pick.entry));
        search.consider(candidates(situation, &situation.picks), usize::MAX);
        if held_first || search.taken.is_empty() {
            search.consider(next::after_held(view, &person), ALTERNATIVES + 1);
        }
    }
    search.prefer_open();
    for situation in fitting.iter().skip(1).filter(|_| knows_who) {
        search.consider(candidates(situation, &situation.picks), ALTERNATIVES + 1);
    }
    let wanted = if search.taken.is_empty() {
        ALTERNATIVES + 1
    } else {
        2
    };
    search.consider(score::best(view, &person), wanted);
    if search.taken.is_empty() {
        search.consider(
            next::resources(view, &person, &search.left),
            ALTERNATIVES + 1,
        );
    }
    search.finish(primary)
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

/// The candidates looked at so far.
struct Search<'a> {
    view: View<'a>,
    person: &'a Person<'a>,
    taken: Vec<Assessed>,
    left: Vec<NotNow>,
}

impl Search<'_> {
    /// Looks at candidates in order until there are `enough`; what takes the place of one that is
    /// left comes right after it.
    fn consider(&mut self, candidates: Vec<Candidate>, enough: usize) {
        let mut queue: VecDeque<Candidate> = candidates.into();
        while self.taken.len() < enough
            && let Some(candidate) = queue.pop_front()
        {
            if self.knows(&candidate.entry) {
                continue;
            }
            match assess(self.view, self.person, &candidate) {
                Some(Verdict::Take(assessed)) => self.taken.push(*assessed),
                Some(Verdict::Leave { not_now, instead }) => {
                    self.left.push(not_now);
                    for candidate in instead.into_iter().rev() {
                        queue.push_front(candidate);
                    }
                }
                None => {}
            }
        }
    }

    fn knows(&self, entry: &EntryId) -> bool {
        self.taken.iter().any(|taken| taken.picked.entry == *entry)
            || self.left.iter().any(|left| left.entry == *entry)
    }

    /// A beta comes first only where nothing open fits as well: as demanding, no further from the
    /// asker's platform and goal, and without another step before it.
    fn prefer_open(&mut self) {
        let Some(first) = self.taken.first().filter(|first| first.beta) else {
            return;
        };
        let open = self.taken.iter().position(|other| {
            !other.beta
                && other.demand >= first.demand
                && other.step.is_none()
                && (other.on_platform || !first.on_platform)
                && (other.leads_to_goal || !first.leads_to_goal)
        });
        if let Some(index) = open {
            let open = self.taken.remove(index);
            self.taken.insert(0, open);
        }
    }

    fn finish(mut self, primary: Option<&Situation>) -> Recommendation {
        self.taken.truncate(ALTERNATIVES + 1);
        let mut taken = self.taken.into_iter();
        let first = taken.next();
        let step = first.as_ref().and_then(|first| first.step.clone());
        let before = before(self.view, self.person, primary, first.as_ref(), step);
        let first = first.map(|first| first.picked);
        let not_now = not_now(self.view, first.as_ref(), self.left);
        Recommendation {
            situation: primary.map(|situation| situation.id.clone()),
            alternatives: taken
                .map(|assessed| assessed.picked)
                .filter(|picked| !before.iter().any(|step| step.entry == picked.entry))
                .collect(),
            missing: missing::missing(self.person, first.as_ref()),
            before,
            first,
            not_now,
        }
    }
}

/// The step before the first pick: the situation's own where it names one for this pick, else what
/// the asker's level asks for.
fn before(
    view: View<'_>,
    person: &Person<'_>,
    situation: Option<&Situation>,
    first: Option<&Assessed>,
    step: Option<EntryId>,
) -> Vec<PickedEntry> {
    let Some(first) = first else {
        return Vec::new();
    };
    let step_before = |id: &EntryId| Candidate {
        entry: id.clone(),
        reasons: vec![Reason::StepBefore(first.picked.entry.clone())],
    };
    let from_situation = situation
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
fn not_now(view: View<'_>, first: Option<&PickedEntry>, left: Vec<NotNow>) -> Vec<NotNow> {
    let (mut known, mut told): (Vec<NotNow>, Vec<NotNow>) = left.into_iter().partition(|left| {
        left.because
            .iter()
            .any(|why| matches!(why, WhyNot::Held | WhyNot::Refused | WhyNot::CoveredBy(_)))
    });
    if let Some(first) = first {
        told.extend(predecessor(view, &first.entry).filter(|over| {
            !told.iter().any(|told| told.entry == over.entry)
                && !known.iter().any(|known| known.entry == over.entry)
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
