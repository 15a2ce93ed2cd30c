//! Which certifications of the whole catalogue suit a person best, where no situation decides.

use std::cmp::Reverse;

use crate::advice::facts::tier_of;
use crate::advice::view::{View, can_be_taken};
use crate::domain::{Certification, Goal, State, Topic};

use super::assess::Candidate;
use super::person::Person;

/// Certifications that match the asker's goal or platform, best first; where neither is known, all.
pub(super) fn best(view: View<'_>, person: &Person<'_>) -> Vec<Candidate> {
    let topics = person.topics();
    let mut fitting: Vec<(i32, &Certification)> = view
        .catalog
        .certifications()
        .filter(|certification| can_be_taken(certification.status_on(view.today).state))
        // What asks for something formally is nothing to propose unasked.
        .filter(|certification| {
            certification
                .prerequisites
                .as_ref()
                .is_none_or(|needed| needed.required.is_none())
        })
        .filter(|certification| {
            let on_topic = certification
                .topics
                .iter()
                .any(|topic| topics.contains(topic));
            let on_platform =
                person.platform.is_some() && certification.platform == person.platform;
            (topics.is_empty() && person.platform.is_none()) || on_topic || on_platform
        })
        .map(|certification| (score(view, person, certification), certification))
        .collect();
    fitting.sort_by_key(|(score, _)| Reverse(*score));
    fitting
        .into_iter()
        .map(|(_, certification)| Candidate {
            entry: certification.id.clone(),
            reasons: Vec::new(),
        })
        .collect()
}

/// Points for the platform, the goal, the right level and the article's opinion; points off for
/// another platform, for a beta and for what could not be verified.
pub(super) fn score(view: View<'_>, person: &Person<'_>, certification: &Certification) -> i32 {
    let platform = match (person.platform, certification.platform) {
        (Some(wanted), Some(has)) if wanted == has => 40,
        (Some(_), Some(_)) => -40,
        (None, Some(_)) if person.reach < 2 => -5,
        _ => 0,
    };
    let goal = person
        .topics()
        .iter()
        .position(|topic| certification.topics.contains(topic))
        .map_or(0, |position| if position == 0 { 30 } else { 18 });
    let wanted = wanted_demand(person);
    let has = certification.level.demand();
    // Whoever begins may begin at the very beginning.
    let distance = if has < wanted && person.reach == 0 {
        0
    } else {
        has.abs_diff(wanted)
    };
    let level = -12 * i32::from(distance);
    let tier = tier_of(certification).map_or(0, |tier| 2 * (5 - i32::from(tier.min(5))));
    let state = match certification.status_on(view.today).state {
        State::Beta => -10,
        State::Unverified => -15,
        _ => 0,
    };
    let hands_on = if certification.hands_on && person.reach < 2 {
        6
    } else {
        0
    };
    // Without a goal, machine learning is what most doors open to.
    let breadth =
        if person.topics().is_empty() && certification.topics.contains(&Topic::MachineLearning) {
            8
        } else {
            0
        };
    platform + goal + level + tier + state + hands_on + breadth
}

/// How demanding the best next credential is: what the asker can reach, and a step further for
/// whoever starts hands-on.
fn wanted_demand(person: &Person<'_>) -> u8 {
    match person.profile.goal {
        Some(Goal::Literacy | Goal::Product) => 0,
        Some(Goal::Prestige) => 3,
        _ if person.writes_no_code() => 0,
        _ => person.reach.max(1),
    }
}
