//! What speaks against a candidate for one person today, check by check.

use crate::advice::facts::known_skills;
use crate::advice::view::{MOST_HOURS_PER_WEEK, Offer, View};
use crate::advice::{BudgetFit, Caution, Cost, Reason, StudyTime, WhyNot};
use crate::domain::{
    Certification, Confidence, CredentialKind, EntryId, Goal, State, StatusStep, Topic,
    ValidityPeriod, days_between,
};

use super::assess::Candidate;
use super::person::Person;

/// The two lists that every check adds to.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) cautions: Vec<Caution>,
    pub(super) against: Vec<WhyNot>,
    pub(super) instead: Vec<Candidate>,
    pub(super) step: Option<EntryId>,
}

/// Over, ending, announced, in beta or unverified.
pub(super) fn check_status(
    view: View<'_>,
    certification: &Certification,
    time: Option<StudyTime>,
    candidate: &Candidate,
    findings: &mut Findings,
) {
    let status = view.status(certification);
    let replaced_by = |id: &EntryId| {
        let mut reasons = candidate.reasons.clone();
        reasons.push(Reason::Replaces {
            entry: certification.id.clone(),
            last_day: status.last_day,
        });
        Candidate {
            entry: id.clone(),
            reasons,
        }
    };
    if status.is_over() {
        findings.against.push(WhyNot::Over {
            last_day: status.last_day,
            successor: status.successors.first().cloned(),
        });
        findings
            .instead
            .extend(status.successors.iter().map(replaced_by));
        return;
    }
    if let Some(last_day) = status.last_day {
        let done_by = View::after_weeks(view.today, time.map_or(0, |time| time.weeks.1));
        let buffer = i64::from(view.catalog.assumptions().buffer_days);
        if days_between(done_by, last_day) < buffer {
            findings.against.push(WhyNot::EndsTooSoon {
                last_day,
                successor: status.successors.first().cloned(),
            });
            findings
                .instead
                .extend(status.successors.iter().map(replaced_by));
            return;
        }
        findings.cautions.push(Caution::EndsSoon { last_day });
    }
    match status.state {
        State::Beta => findings.cautions.push(Caution::Beta),
        State::Unverified => findings.cautions.push(Caution::Unverified),
        State::Announced => {
            let from = certification
                .status
                .iter()
                .filter_map(StatusStep::begins)
                .find(|day| *day > view.today);
            findings.against.push(WhyNot::NotYetOpen { from });
        }
        State::Open | State::Retired | State::Closed => {}
    }
    if let Some(state) = status.planned {
        findings.cautions.push(Caution::PlannedChange {
            state,
            from: status.planned_from,
        });
    }
}

pub(super) fn check_held(
    view: View<'_>,
    person: &Person<'_>,
    certification: &Certification,
    findings: &mut Findings,
) {
    if let Some(held) = person.covered_by(view, certification) {
        findings.against.push(WhyNot::CoveredBy(held));
    }
}

/// Nobody is sent to what is far above them; what is a step above comes with the step before it.
pub(super) fn check_level(
    view: View<'_>,
    person: &Person<'_>,
    certification: &Certification,
    findings: &mut Findings,
) {
    let needed = certification.prerequisites.as_ref();
    let years = needed.and_then(|needed| needed.years);
    let has = person.profile.years;
    let mut gap = certification.level.demand().saturating_sub(person.reach);
    // Degree programmes chosen for their name are an investment, not a next exam.
    let for_the_name = certification.kind == CredentialKind::University
        && person.profile.goal == Some(Goal::Prestige);
    let mut short_of_years = false;
    if let Some(years) = years {
        match has {
            // Experience outweighs where somebody comes from, except for whoever does not build.
            Some(has) if has >= years => gap *= u8::from(person.reach == 0),
            Some(has) => {
                findings.cautions.push(Caution::ExpectsYears {
                    years,
                    has: Some(has),
                });
                gap = gap.max(1);
                short_of_years = has == 0 || has * 2 < years;
            }
            None => findings
                .cautions
                .push(Caution::ExpectsYears { years, has: None }),
        }
    }
    let steps = steps_before(view, certification);
    let holds_step = steps.iter().any(|id| person.profile.held.contains(*id));
    if needed.is_some_and(|needed| needed.required.is_some()) {
        findings.cautions.push(Caution::Required);
        // Where the step before is what is required, nobody gets in without it.
        if !steps.is_empty() && !holds_step {
            gap = gap.max(2);
        }
    }
    let skills = missing_skills(person, certification);
    if !skills.is_empty() {
        findings.cautions.push(Caution::NeedsSkills(skills));
    }
    if gap == 0 && !short_of_years {
        return;
    }
    if for_the_name {
        findings
            .cautions
            .push(Caution::Demanding(certification.level));
        return;
    }
    if holds_step && gap <= 1 {
        return;
    }
    let step = steps
        .iter()
        .filter(|id| !person.profile.held.contains(**id))
        .filter_map(|id| view.standing(id))
        .find(|id| !view.catalog.refuses(&person.profile.refused, id));
    match step {
        Some(step) if gap <= 1 && !short_of_years => {
            findings
                .cautions
                .push(Caution::Demanding(certification.level));
            findings.cautions.push(Caution::StepFirst(step.clone()));
            findings.step = Some(step);
        }
        step => {
            findings.against.push(WhyNot::AboveLevel {
                level: certification.level,
                years,
                first: step,
            });
            findings
                .instead
                .extend(steps.into_iter().map(|id| Candidate {
                    entry: id.clone(),
                    reasons: vec![Reason::StepBefore(certification.id.clone())],
                }));
        }
    }
}

/// What the catalogue names as the step before, else what prepares for it.
fn steps_before<'a>(view: View<'a>, certification: &'a Certification) -> Vec<&'a EntryId> {
    let named = certification
        .prerequisites
        .as_ref()
        .map_or(&[][..], |needed| &needed.before);
    if !named.is_empty() {
        return named.iter().collect();
    }
    view.catalog
        .resources()
        .filter(|resource| resource.prepares.contains(&certification.id))
        .map(|resource| &resource.id)
        .collect()
}

fn missing_skills(person: &Person<'_>, certification: &Certification) -> Vec<String> {
    let Some(known) = known_skills(person.profile) else {
        return Vec::new();
    };
    certification
        .prerequisites
        .as_ref()
        .map(|needed| {
            needed
                .skills
                .iter()
                .filter(|skill| !known.contains(&skill.as_str()))
                .cloned()
                .collect()
        })
        .unwrap_or_default()
}

pub(super) fn check_code(
    person: &Person<'_>,
    certification: &Certification,
    findings: &mut Findings,
) {
    let skills = certification
        .prerequisites
        .as_ref()
        .map_or(&[][..], |needed| &needed.skills);
    if !person.writes_no_code() || !needs_code(&certification.topics, skills) {
        return;
    }
    // Whoever says so outright is believed; a name alone is worth a try for the others.
    if certification.kind == CredentialKind::University
        && person.profile.goal == Some(Goal::Prestige)
        && person.profile.codes.is_none()
    {
        findings.cautions.push(Caution::NeedsCode);
    } else {
        findings.against.push(WhyNot::NeedsCode);
    }
}

/// What is about understanding, clouds or products can be learnt without code.
pub(super) fn needs_code(topics: &[Topic], skills: &[String]) -> bool {
    skills
        .iter()
        .any(|skill| matches!(skill.as_str(), "python" | "sql" | "spark"))
        || !topics
            .iter()
            .any(|topic| matches!(topic, Topic::Literacy | Topic::CloudBasics | Topic::Product))
}

pub(super) fn check_upkeep(certification: &Certification, findings: &mut Findings) {
    if let Some(ValidityPeriod::Months(months)) = certification
        .validity
        .as_ref()
        .map(|validity| validity.period)
        && months <= 12
    {
        findings.cautions.push(Caution::Expires { months });
    }
}

pub(super) fn check_budget(
    person: &Person<'_>,
    candidate: &Candidate,
    offer: Offer<'_>,
    cost: Option<&Cost>,
    findings: &mut Findings,
) {
    let Some(budget) = person.budget else {
        return;
    };
    // A resource that a situation for small budgets names is there for what of it is free.
    let named = matches!(offer, Offer::Resource(_))
        && candidate
            .reasons
            .iter()
            .any(|reason| matches!(reason, Reason::Because { .. }));
    match cost.and_then(|cost| cost.fit) {
        Some(BudgetFit::Perhaps { over_at_most }) => findings.cautions.push(Caution::OverBudget {
            by: over_at_most,
            budget,
        }),
        Some(BudgetFit::Over { by }) if named => {
            findings.cautions.push(Caution::OverBudget { by, budget });
        }
        Some(BudgetFit::Over { by }) => {
            findings.against.push(WhyNot::OverBudget { by, budget });
        }
        // A price that could not be compared is told, not held against it …
        Some(BudgetFit::Unknown) if cost.is_some_and(|cost| cost.total.is_some()) => {}
        // … one that nobody publishes is.
        Some(BudgetFit::Unknown) | None if matches!(offer, Offer::Certification(_)) => {
            findings.against.push(WhyNot::PriceUnknown);
        }
        Some(BudgetFit::Within | BudgetFit::Unknown) | None => {}
    }
}

/// The reason that it can be done in time, or what it would take.
pub(super) fn check_deadline(
    view: View<'_>,
    person: &Person<'_>,
    time: Option<StudyTime>,
    findings: &mut Findings,
) -> Option<Reason> {
    let deadline = person.profile.deadline?;
    let time = time?;
    let done_by = View::after_weeks(view.today, time.weeks.1);
    if done_by <= deadline {
        return Some(Reason::FitsDeadline { deadline, done_by });
    }
    // Hours come from a source or our assumption; the higher figure is the honest one.
    let hours_per_week = View::pace_for(time.hours.1, view.today, deadline);
    let far_beyond = time.pace_said && hours_per_week > 3 * u16::from(time.hours_per_week);
    if hours_per_week > MOST_HOURS_PER_WEEK || far_beyond {
        findings.against.push(WhyNot::MissesDeadline {
            hours_per_week,
            deadline,
        });
    } else {
        findings.cautions.push(Caution::PaceNeeded {
            hours_per_week,
            deadline,
        });
    }
    None
}

pub(super) fn check_price(offer: Offer<'_>, cost: Option<&Cost>, findings: &mut Findings) {
    match cost {
        Some(cost) if cost.total.is_some() => {
            if cost.varies_by_country {
                findings.cautions.push(Caution::VariesByCountry);
            }
            let unsure = cost
                .provenance
                .as_ref()
                .is_some_and(|provenance| provenance.confidence == Confidence::Conflicting);
            if unsure {
                findings.cautions.push(Caution::Conflicting);
            }
        }
        _ if matches!(offer, Offer::Certification(_)) => {
            findings.cautions.push(Caution::PriceUnknown);
        }
        _ => {}
    }
}
