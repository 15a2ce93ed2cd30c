//! Whether one candidate suits one person today, and what speaks for and against it.

use crate::advice::view::{MOST_HOURS_PER_WEEK, Offer, View, demand};
use crate::advice::{BudgetFit, Caution, Cost, NotNow, PickedEntry, Reason, StudyTime, WhyNot};
use crate::domain::{
    Certification, Confidence, CredentialKind, EntryId, FeeAmount, Goal, Resource, State, Topic,
    ValidityPeriod, days_between,
};

use super::person::Person;

/// How a candidate came up, which is its first reason.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) entry: EntryId,
    pub(super) reasons: Vec<Reason>,
}

/// What became of a candidate.
pub(super) enum Verdict {
    /// It suits.
    Take(Box<Assessed>),
    /// It does not; perhaps something does in its place.
    Leave {
        not_now: NotNow,
        instead: Vec<Candidate>,
    },
}

/// A candidate that suits.
pub(super) struct Assessed {
    pub(super) picked: PickedEntry,
    /// What the asker should do before it.
    pub(super) step: Option<EntryId>,
    pub(super) beta: bool,
    pub(super) demand: u8,
    pub(super) on_platform: bool,
    pub(super) leads_to_goal: bool,
}

/// The two lists that every check adds to.
#[derive(Default)]
struct Findings {
    cautions: Vec<Caution>,
    against: Vec<WhyNot>,
    instead: Vec<Candidate>,
    step: Option<EntryId>,
}

pub(super) fn assess(
    view: View<'_>,
    person: &Person<'_>,
    candidate: &Candidate,
) -> Option<Verdict> {
    let offer = view.offer(&candidate.entry)?;
    let pace = person.profile.hours_per_week.into();
    let time = view.time(offer, pace);
    let cost = view.cost(offer, pace, person.budget);
    let mut findings = Findings::default();

    if person.refuses(offer) {
        findings.against.push(WhyNot::Refused);
    }
    if person.profile.held.contains(&candidate.entry) {
        findings.against.push(WhyNot::Held);
    }
    let (beta, level, platform) = match offer {
        Offer::Certification(certification) => {
            check_status(view, certification, time, candidate, &mut findings);
            check_held(view, person, certification, &mut findings);
            check_level(view, person, certification, &mut findings);
            check_code(person, certification, &mut findings);
            check_upkeep(certification, &mut findings);
            let state = certification.status_on(view.today).state;
            (
                state == State::Beta,
                demand(certification.level),
                certification.platform,
            )
        }
        Offer::Resource(resource) => {
            findings.cautions.push(Caution::NotACredential);
            if person.writes_no_code() && needs_code(&resource.topics, &[]) {
                findings.against.push(WhyNot::NeedsCode);
            }
            (false, 0, resource.platform)
        }
    };
    check_budget(person, cost.as_ref(), &mut findings);
    let done_in_time = check_deadline(view, person, time, &mut findings);

    if !findings.against.is_empty() {
        return Some(Verdict::Leave {
            not_now: NotNow {
                entry: candidate.entry.clone(),
                because: findings.against,
            },
            instead: findings.instead,
        });
    }
    let on_platform = person.platform.is_some() && platform == person.platform;
    let leads_to_goal = leads_to_goal(person, offer);
    let mut reasons = candidate.reasons.clone();
    if let Some(platform) = person.platform.filter(|_| on_platform) {
        reasons.push(Reason::PlatformMatch(platform));
    }
    if let Some(goal) = person.profile.goal.filter(|_| leads_to_goal) {
        reasons.push(Reason::GoalMatch(goal));
    }
    if let Some(held) = follows(view, person, &candidate.entry)
        && !reasons
            .iter()
            .any(|reason| matches!(reason, Reason::NextAfter(_)))
    {
        reasons.push(Reason::NextAfter(held));
    }
    reasons.extend(money_reason(person, cost.as_ref()));
    reasons.extend(done_in_time);
    if let Some(background) = person.profile.background
        && findings.step.is_none()
        && level <= person.reach
        && person.reach <= level + 1
    {
        reasons.push(Reason::SuitsBackground(background));
    }
    if matches!(offer, Offer::Certification(certification) if certification.hands_on) {
        reasons.push(Reason::HandsOn);
    }
    check_price(offer, cost.as_ref(), &mut findings);
    Some(Verdict::Take(Box::new(Assessed {
        picked: PickedEntry {
            entry: candidate.entry.clone(),
            reasons,
            cautions: findings.cautions,
            cost: cost.map(Box::new),
            time,
        },
        step: findings.step,
        beta,
        demand: level,
        on_platform,
        leads_to_goal,
    })))
}

/// Over, ending, announced, in beta or unverified.
fn check_status(
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
                .filter_map(crate::domain::StatusStep::begins)
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

fn check_held(
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
fn check_level(
    view: View<'_>,
    person: &Person<'_>,
    certification: &Certification,
    findings: &mut Findings,
) {
    let needed = certification.prerequisites.as_ref();
    let years = needed.and_then(|needed| needed.years);
    let has = person.profile.years;
    let mut gap = demand(certification.level).saturating_sub(person.reach);
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
    if needed.is_some_and(|needed| needed.required.is_some()) {
        findings.cautions.push(Caution::Required);
    }
    // What formally asks for another credential first is not for whoever lacks it.
    let gate = needed.filter(|needed| {
        needed.required.is_some()
            && !needed.before.is_empty()
            && !needed
                .before
                .iter()
                .any(|id| person.profile.held.contains(id))
    });
    if let Some(gate) = gate {
        findings.against.push(WhyNot::AboveLevel {
            level: certification.level,
            years,
            first: gate.before.iter().find_map(|id| view.standing(id)),
        });
        return;
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
    let steps = steps_before(view, certification);
    if steps.iter().any(|id| person.profile.held.contains(*id)) && gap <= 2 {
        return;
    }
    let step = steps
        .iter()
        .filter_map(|id| view.standing(id))
        .find(|id| view.offer(id).is_some_and(|offer| !person.refuses(offer)));
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
    let Some(known) = crate::advice::facts::known_skills(person.profile) else {
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

fn check_code(person: &Person<'_>, certification: &Certification, findings: &mut Findings) {
    let skills = certification
        .prerequisites
        .as_ref()
        .map_or(&[][..], |needed| &needed.skills);
    if !person.writes_no_code() || !needs_code(&certification.topics, skills) {
        return;
    }
    if certification.kind == CredentialKind::University
        && person.profile.goal == Some(Goal::Prestige)
    {
        findings.cautions.push(Caution::NeedsCode);
    } else {
        findings.against.push(WhyNot::NeedsCode);
    }
}

/// What is about understanding, clouds or products can be learnt without code.
fn needs_code(topics: &[Topic], skills: &[String]) -> bool {
    skills
        .iter()
        .any(|skill| matches!(skill.as_str(), "python" | "sql" | "spark"))
        || !topics
            .iter()
            .any(|topic| matches!(topic, Topic::Literacy | Topic::CloudBasics | Topic::Product))
}

fn check_upkeep(certification: &Certification, findings: &mut Findings) {
    if let Some(ValidityPeriod::Months(months)) = certification
        .validity
        .as_ref()
        .map(|validity| validity.period)
        && months <= 12
    {
        findings.cautions.push(Caution::Expires { months });
    }
}

fn check_budget(person: &Person<'_>, cost: Option<&Cost>, findings: &mut Findings) {
    let Some(budget) = person.budget else {
        return;
    };
    match cost.and_then(|cost| cost.fit) {
        Some(BudgetFit::Within) => {}
        Some(BudgetFit::Perhaps { over_at_most }) => findings.cautions.push(Caution::OverBudget {
            by: over_at_most,
            budget,
        }),
        Some(BudgetFit::Over { by }) => {
            findings.against.push(WhyNot::OverBudget { by, budget });
        }
        // A price that could not be compared is told, not held against it …
        Some(BudgetFit::Unknown) if cost.is_some_and(|cost| cost.total.is_some()) => {}
        // … one that nobody publishes is.
        Some(BudgetFit::Unknown) | None => findings.against.push(WhyNot::PriceUnknown),
    }
}

/// The reason that it can be done in time, or what it would take.
fn check_deadline(
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

fn check_price(offer: Offer<'_>, cost: Option<&Cost>, findings: &mut Findings) {
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

fn money_reason(person: &Person<'_>, cost: Option<&Cost>) -> Option<Reason> {
    let cost = cost?;
    if cost.total.is_some_and(|total| total.high().cents == 0) {
        return Some(Reason::Free);
    }
    match cost.fit? {
        BudgetFit::Within => person.budget.map(Reason::WithinBudget),
        _ => None,
    }
}

fn leads_to_goal(person: &Person<'_>, offer: Offer<'_>) -> bool {
    match (person.profile.goal, offer) {
        (Some(Goal::Free), Offer::Certification(certification)) => certification
            .fee
            .as_ref()
            .is_some_and(|fee| matches!(fee.amount, FeeAmount::Free)),
        (Some(Goal::Free), Offer::Resource(Resource { price, .. })) => {
            *price != crate::domain::ResourcePrice::Paid
        }
        (_, Offer::Certification(certification)) => certification
            .topics
            .iter()
            .any(|topic| person.topics().contains(topic)),
        (_, Offer::Resource(resource)) => resource
            .topics
            .iter()
            .any(|topic| person.topics().contains(topic)),
    }
}

/// What the asker holds that this comes after.
fn follows(view: View<'_>, person: &Person<'_>, entry: &EntryId) -> Option<EntryId> {
    let certification = view.catalog.certification(entry)?;
    certification
        .prerequisites
        .as_ref()?
        .before
        .iter()
        .find(|id| person.profile.held.contains(*id))
        .cloned()
}
