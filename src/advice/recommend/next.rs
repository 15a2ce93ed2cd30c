//! What comes after what somebody holds, and what helps where no credential fits.

use std::cmp::Reverse;

use crate::advice::facts::tier_of;
use crate::advice::view::View;
use crate::advice::{NotNow, Reason, WhyNot};
use crate::domain::{Certification, EntryId, ResourcePrice, State};

use super::assess::Candidate;
use super::person::Person;

/// How something follows what the asker holds, closest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Follows {
    /// It took the place of what they hold and is over.
    Succeeds,
    /// It is more demanding on the same platform.
    SamePlatform,
    /// It is the next step of a path.
    NextStep,
    /// It names what they hold as the step before it.
    BuildsOn,
    /// It is a later step of a path.
    LaterStep,
}

/// What builds on what the asker holds. What suits their platform and goal comes first, then what
/// follows most closely, then what the article ranks best.
pub(super) fn after_held(view: View<'_>, person: &Person<'_>) -> Vec<Candidate> {
    let mut found: Vec<(Follows, &Certification, &EntryId)> = Vec::new();
    for held in &person.profile.held {
        for (follows, next) in followers(view, held) {
            match found.iter_mut().find(|known| known.1.id == next.id) {
                Some(known) if follows < known.0 => *known = (follows, next, held),
                Some(_) => {}
                None => found.push((follows, next, held)),
            }
        }
    }
    found.sort_by_key(|(follows, next, _)| {
        let on_platform = person.platform.is_some() && next.platform == person.platform;
        let on_topic = next
            .topics
            .iter()
            .any(|topic| person.topics().contains(topic));
        (
            person.is_rival(next.platform),
            Reverse((on_platform, on_topic)),
            *follows,
            next.status_on(view.today).state != State::Open,
            tier_of(next).unwrap_or(u8::MAX),
        )
    });
    found
        .into_iter()
        .map(|(_, next, held)| Candidate {
            entry: next.id.clone(),
            reasons: vec![Reason::NextAfter(held.clone())],
        })
        .collect()
}

fn followers<'a>(view: View<'a>, held: &EntryId) -> Vec<(Follows, &'a Certification)> {
    let catalog = view.catalog;
    let mut found = Vec::new();
    if let Some(held) = catalog.certification(held) {
        found.extend(
            view.living_successors(held)
                .iter()
                .filter_map(|id| catalog.certification(id))
                .map(|next| (Follows::Succeeds, next)),
        );
        found.extend(
            catalog
                .certifications()
                .filter(|next| {
                    held.platform.is_some()
                        && held.platform == next.platform
                        && next.level.demand() > held.level.demand()
                })
                .map(|next| (Follows::SamePlatform, next)),
        );
    }
    for stack in catalog.stacks() {
        let later = stack
            .steps
            .iter()
            .skip_while(|step| !step.entries.contains(held))
            .skip(1)
            .enumerate();
        for (distance, step) in later {
            let follows = if distance == 0 {
                Follows::NextStep
            } else {
                Follows::LaterStep
            };
            found.extend(
                step.entries
                    .iter()
                    .filter_map(|id| catalog.living(id, view.today))
                    .map(|next| (follows, next)),
            );
        }
    }
    found.extend(
        catalog
            .certifications()
            .filter(|next| {
                next.prerequisites
                    .as_ref()
                    .is_some_and(|needed| needed.before.contains(held))
            })
            .map(|next| (Follows::BuildsOn, next)),
    );
    found.retain(|(_, next)| !next.status_on(view.today).is_over());
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
            let prepares = left.iter().find(|left| {
                resource.prepares.contains(&left.entry) && !left.because.contains(&WhyNot::Refused)
            });
            let on_platform = person.platform.is_some() && resource.platform == person.platform;
            let on_topic = resource
                .topics
                .iter()
                .any(|topic| person.topics().contains(topic));
            let points = 4 * u8::from(on_platform)
                + 2 * u8::from(on_topic)
                + u8::from(prepares.is_some())
                + 2 * u8::from(!person.is_rival(resource.platform));
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
