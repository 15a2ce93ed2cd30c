//! Whether one candidate suits one person today, and what speaks for and against it.

use crate::advice::view::{Offer, View};
use crate::advice::{BudgetFit, Caution, Cost, NotNow, PickedEntry, Reason, WhyNot};
use crate::domain::{EntryId, FeeAmount, Goal, Platform, Resource, ResourcePrice, State};

use super::checks::{
    Findings, check_budget, check_code, check_deadline, check_held, check_level, check_price,
    check_status, check_upkeep, needs_code,
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
    /// Whether it is more demanding than what the asker could begin with.
    pub(super) above: bool,
    pub(super) beta: bool,
    pub(super) demand: u8,
    pub(super) on_platform: bool,
    pub(super) leads_to_goal: bool,
    /// The platform that it belongs to.
    pub(super) platform: Option<Platform>,
    /// Whether it is a credential rather than something to learn from.
    pub(super) credential: bool,
}

impl Findings {
    fn leave(self, candidate: &Candidate) -> Verdict {
        Verdict::Leave {
            not_now: NotNow {
                entry: candidate.entry.clone(),
                because: self.against,
            },
            instead: self.instead,
        }
    }
}

/// Holds a candidate against today and the person; `None` for what cannot be taken at all, such as a
/// guide entry.
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

    if view
        .catalog
        .refuses(&person.profile.refused, &candidate.entry)
    {
        findings.against.push(WhyNot::Refused);
    }
    if person.profile.held.contains(&candidate.entry) {
        findings.against.push(WhyNot::Held);
    }
    let (beta, level, platform) = match offer {
        Offer::Certification(certification) => {
            check_status(view, certification, time, candidate, &mut findings);
            if certification.status_on(view.today).is_over() {
                // Nothing else matters about what cannot be had any more.
                return Some(findings.leave(candidate));
            }
            check_held(view, person, certification, &mut findings);
            check_level(view, person, certification, &mut findings);
            check_code(person, certification, &mut findings);
            check_upkeep(certification, &mut findings);
            let state = certification.status_on(view.today).state;
            (
                state == State::Beta,
                certification.level.demand(),
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
    check_budget(person, candidate, offer, cost.as_ref(), &mut findings);
    let done_in_time = check_deadline(view, person, time, &mut findings);

    if !findings.against.is_empty() {
        return Some(findings.leave(candidate));
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
        above: findings.step.is_some() || level > person.reach,
        step: findings.step,
        beta,
        demand: level,
        on_platform,
        leads_to_goal,
        platform,
        credential: matches!(offer, Offer::Certification(_)),
    })))
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
            *price != ResourcePrice::Paid
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
