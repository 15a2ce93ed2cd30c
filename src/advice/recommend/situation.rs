//! Which rules of the decision guide fit a profile.

use crate::domain::{Platform, Profile, When};

use super::person::Person;

/// Whether everything that the rule asks for holds. What it leaves open fits anybody.
pub(super) fn fits(when: &When, person: &Person<'_>) -> bool {
    let profile = person.profile;
    any_of(&when.goal, profile.goal)
        && any_of(&when.background, profile.background)
        && platform_fits(&when.platform, person)
        && when.years.is_none_or(|(fewest, most)| {
            profile
                .years
                .is_some_and(|years| years >= fewest && most.is_none_or(|most| years <= most))
        })
        && when
            .codes
            .is_none_or(|codes| profile.writes_code() == Some(codes))
        && when.budget_below.is_none_or(|limit| below(person, limit))
}

fn any_of<T: PartialEq>(wanted: &[T], has: Option<T>) -> bool {
    wanted.is_empty() || has.is_some_and(|has| wanted.contains(&has))
}

/// `any` in a rule fits whoever has no platform in particular.
fn platform_fits(wanted: &[Platform], person: &Person<'_>) -> bool {
    wanted.is_empty()
        || match person.platform {
            Some(platform) => wanted.contains(&platform),
            None => wanted.contains(&Platform::Any),
        }
}

/// A monthly budget counts as it is: whoever has little a month has little.
fn below(person: &Person<'_>, limit: u32) -> bool {
    person
        .budget_in_dollars
        .is_some_and(|cents| cents < u64::from(limit) * 100)
}

/// Whether anything is known that tells one kind of person from another.
pub(super) fn says_who(profile: &Profile) -> bool {
    profile.background.is_some()
        || profile.goal.is_some()
        || profile
            .platform
            .is_some_and(|platform| platform != Platform::Any)
        || profile.years.is_some()
        || profile.codes.is_some()
}
