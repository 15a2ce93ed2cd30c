//! What comes after what somebody holds, and what helps where no credential fits.

use std::cmp::Reverse;

use crate::advice::view::{View, demand};
use crate::advice::{NotNow, Reason};
use crate::domain::{EntryId, ResourcePrice};

use super::assess::Candidate;
use super::person::Person;

/// What builds on what the asker holds: the successor of what is over, what names it as the step
/// before, the next step of a path, and what is more demanding on the same platform.
pub(super) fn after_held(view: View<'_>, person: &Person<'_>) -> Vec<Candidate> {
    let catalog = view.catalog;
    let mut found: Vec<Candidate> = Vec::new();
    for held in &person.profile.held {
        let mut add = |entry: &EntryId| {
            if !found.iter().any(|candidate| candidate.entry == *entry) {
                found.push(Candidate {
                    entry: entry.clone(),
                    reasons: vec![Reason::NextAfter(held.clone())],
                });
            }
        };
        let certification = catalog.certification(held);
        if let Some(certification) = certification {
            view.living_successors(certification)
                .iter()
                .for_each(&mut add);
        }
        for other in catalog.certifications() {
            let builds_on = other
                .prerequisites
                .as_ref()
                .is_some_and(|needed| needed.before.contains(held));
            let same_platform = certification.is_some_and(|held| {
                held.platform.is_some()
                    && held.platform == other.platform
                    && demand(other.level) > demand(held.level)
            });
            if (builds_on && (other.platform.is_none() || same_platform)) || same_platform {
                add(&other.id);
            }
        }
        for stack in catalog.stacks() {
            let here = stack
                .steps
                .iter()
                .position(|step| step.entries.contains(held));
            for step in here.into_iter().flat_map(|here| &stack.steps[here + 1..]) {
                step.entries.iter().for_each(&mut add);
            }
        }
        for other in catalog.certifications() {
            if other
                .prerequisites
                .as_ref()
                .is_some_and(|needed| needed.before.contains(held))
            {
                add(&other.id);
            }
        }
    }
    // What suits the asker's platform and goal comes first; otherwise the order above holds.
    found.sort_by_key(|candidate| {
        catalog
            .certification(&candidate.entry)
            .map_or(Reverse(0), |certification| {
                let on_platform =
                    person.platform.is_some() && certification.platform == person.platform;
                let on_topic = certification
                    .topics
                    .iter()
                    .any(|topic| person.topics().contains(topic));
                Reverse(u8::from(on_platform) * 2 + u8::from(on_topic))
            })
    });
    found
}

/// Free and aided resources, those first that suit the goal and platform or prepare for what was
/// out of reach.
pub(super) fn resources(view: View<'_>, person: &Person<'_>, left: &[NotNow]) -> Vec<Candidate> {
    let mut found: Vec<(Reverse<u8>, ResourcePrice, Candidate)> = view
        .catalog
        .resources()
        .filter(|resource| resource.price != ResourcePrice::Paid)
        .map(|resource| {
            let prepares = left
                .iter()
                .find(|left| resource.prepares.contains(&left.entry));
            let on_platform = person.platform.is_some() && resource.platform == person.platform;
            let on_topic = resource
                .topics
                .iter()
                .any(|topic| person.topics().contains(topic));
            let other_platform = person.platform.is_some()
                && resource.platform.is_some()
                && resource.platform != person.platform;
            let points = 4 * u8::from(on_platform)
                + 2 * u8::from(on_topic)
                + u8::from(prepares.is_some())
                + 2 * u8::from(!other_platform);
            let reasons = prepares
                .map(|left| Reason::PreparesFor(left.entry.clone()))
                .into_iter()
                .collect();
            (
                Reverse(points),
                resource.price,
                Candidate {
                    entry: resource.id.clone(),
                    reasons,
                },
            )
        })
        .collect();
    found.sort_by_key(|(points, price, _)| (*points, *price));
    found
        .into_iter()
        .map(|(_, _, candidate)| candidate)
        .collect()
}
