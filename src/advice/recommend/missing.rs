//! What would change the advice most if it were known.

use crate::advice::{MissingFact, PickedEntry};
use crate::domain::{Goal, Platform};

use super::person::Person;

/// Nobody answers more than three questions to get an answer.
const MOST: usize = 3;

/// What to ask whom nothing is known of.
pub(in crate::advice) const FIRST_QUESTIONS: [MissingFact; 6] = [
    MissingFact::Background,
    MissingFact::Goal,
    MissingFact::Platform,
    MissingFact::Budget,
    MissingFact::Hours,
    MissingFact::Years,
];

/// What is not known yet and would change this advice, most useful first.
pub(super) fn missing(person: &Person<'_>, first: Option<&PickedEntry>) -> Vec<MissingFact> {
    let profile = person.profile;
    let builds = person.reach >= 2 || (profile.background.is_none() && !person.writes_no_code());
    let for_engineers = !matches!(
        profile.goal,
        Some(Goal::Literacy | Goal::Product | Goal::Prestige | Goal::Free)
    );
    let costs = first
        .and_then(|first| first.cost.as_ref())
        .and_then(|cost| cost.total)
        .is_none_or(|total| total.high().cents > 0);
    let mut missing = Vec::new();
    if profile.background.is_none() && profile.codes.is_none() {
        missing.push(MissingFact::Background);
    }
    if profile.goal.is_none() && person.platform.is_none() {
        missing.push(MissingFact::Goal);
    }
    if profile
        .platform
        .is_none_or(|platform| platform != Platform::Any)
        && person.platform.is_none()
        && builds
        && for_engineers
    {
        missing.push(MissingFact::Platform);
    }
    if profile.years.is_none() && person.platform.is_some() && builds {
        missing.push(MissingFact::Years);
    }
    if person.budget.is_none() && costs {
        missing.push(MissingFact::Budget);
    }
    if profile.hours_per_week.is_none() && profile.deadline.is_some() {
        missing.push(MissingFact::Hours);
    }
    missing.truncate(MOST);
    missing
}
