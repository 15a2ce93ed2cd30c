//! Candidates looked at in order, until enough of them suit.

use std::collections::VecDeque;

use crate::advice::view::View;
use crate::advice::{NotNow, Reason, WhyNot};
use crate::domain::{EntryId, ResourcePrice};

use super::assess::{Assessed, Candidate, Verdict, assess};
use super::person::Person;
use super::{ALTERNATIVES, NOT_NOW};

/// Beside a first pick, one alternative of another rule is enough.
const FILLED: usize = 2;

/// The candidates looked at so far.
pub(super) struct Search<'a> {
    pub(super) view: View<'a>,
    pub(super) person: &'a Person<'a>,
    /// What suits, best first.
    pub(super) taken: Vec<Assessed>,
    /// What was expected and does not suit.
    pub(super) left: Vec<NotNow>,
    /// What was only looked at to fill up and does not suit.
    passed: Vec<NotNow>,
}

impl<'a> Search<'a> {
    pub(super) fn new(view: View<'a>, person: &'a Person<'a>) -> Self {
        Self {
            view,
            person,
            taken: Vec::new(),
            left: Vec::new(),
            passed: Vec::new(),
        }
    }

    /// Looks at candidates that the asker might expect, until there are `enough`.
    pub(super) fn propose(&mut self, candidates: Vec<Candidate>, enough: usize) {
        let left = self.consider(candidates, enough, false);
        self.left.extend(left);
    }

    /// Looks at what else there is: a few where nothing suits yet, else one alternative that stays
    /// close to the asker.
    pub(super) fn fill(&mut self, candidates: Vec<Candidate>) {
        let nothing_yet = self.taken.is_empty();
        let enough = if nothing_yet {
            ALTERNATIVES + 1
        } else {
            FILLED
        };
        let left = self.consider(candidates, enough, !nothing_yet);
        self.passed.extend(left);
    }

    /// What takes the place of a candidate that is left comes right after it.
    fn consider(
        &mut self,
        candidates: Vec<Candidate>,
        enough: usize,
        stay_close: bool,
    ) -> Vec<NotNow> {
        let mut left = Vec::new();
        let mut queue: VecDeque<Candidate> = candidates.into();
        while self.taken.len() < enough
            && let Some(candidate) = queue.pop_front()
        {
            let known = self
                .taken
                .iter()
                .any(|taken| taken.picked.entry == candidate.entry)
                || [&self.left, &self.passed, &left]
                    .iter()
                    .any(|seen| seen.iter().any(|seen| seen.entry == candidate.entry));
            // A step towards something is a first pick or none: beside one it leads elsewhere.
            let leads_elsewhere = !self.taken.is_empty()
                && candidate
                    .reasons
                    .iter()
                    .any(|reason| matches!(reason, Reason::StepBefore(_)));
            if known || leads_elsewhere || self.is_aid_for_nothing(&candidate.entry) {
                continue;
            }
            match assess(self.view, self.person, &candidate) {
                Some(Verdict::Take(assessed))
                    if (stay_close && self.is_far(&assessed)) || self.is_too_light(&assessed) => {}
                Some(Verdict::Take(assessed)) => self.taken.push(*assessed),
                Some(Verdict::Leave { not_now, instead }) => {
                    left.push(not_now);
                    for candidate in instead.into_iter().rev() {
                        queue.push_front(candidate);
                    }
                }
                None => {}
            }
        }
        left
    }

    /// Another cloud than the asker's, or only something to learn from.
    fn is_far(&self, assessed: &Assessed) -> bool {
        self.person.is_rival(assessed.platform) || !assessed.credential
    }

    /// Help with a price where money is no matter and nothing that it pays for is a pick.
    fn is_aid_for_nothing(&self, entry: &EntryId) -> bool {
        self.person.budget.is_none()
            && self.view.catalog.resource(entry).is_some_and(|resource| {
                resource.price == ResourcePrice::Aid
                    && !self
                        .taken
                        .iter()
                        .any(|taken| resource.prepares.contains(&taken.picked.entry))
            })
    }

    /// An entry exam beside a hard one that is open, for somebody who builds for a living; or beside
    /// anything harder, for somebody who writes code and has such a badge already.
    fn is_too_light(&self, assessed: &Assessed) -> bool {
        let light = assessed.demand == 0 && assessed.credential && !assessed.leads_to_goal;
        let profile = self.person.profile;
        let has_one = profile.writes_code() == Some(true) && !profile.held.is_empty();
        light
            && self.taken.first().is_some_and(|first| {
                (self.person.is_seasoned() && first.demand >= 2 && !first.beta)
                    || (has_one && first.demand > 0)
            })
    }

    /// A beta comes first only where nothing open fits as well: as demanding, no further from the
    /// asker's platform and goal, and within their reach.
    pub(super) fn prefer_open(&mut self) {
        let Some(first) = self.taken.first().filter(|first| first.beta) else {
            return;
        };
        let open = self.taken.iter().position(|other| {
            !other.beta
                && other.demand >= first.demand
                && !other.above
                && (other.on_platform || !first.on_platform)
                && (other.leads_to_goal || !first.leads_to_goal)
        });
        if let Some(index) = open {
            let open = self.taken.remove(index);
            self.taken.insert(0, open);
        }
    }

    /// What nothing but the budget speaks against: just out of reach.
    pub(super) fn over_budget(&self, candidates: Vec<Candidate>) -> Vec<NotNow> {
        if self.person.profile.budget.is_none() {
            return Vec::new();
        }
        let mut found: Vec<NotNow> = Vec::new();
        for candidate in candidates {
            let known = [&self.left, &found]
                .iter()
                .any(|seen| seen.iter().any(|seen| seen.entry == candidate.entry));
            let rival = self
                .view
                .catalog
                .certification(&candidate.entry)
                .is_some_and(|certification| self.person.is_rival(certification.platform));
            if known || rival || found.len() == NOT_NOW {
                continue;
            }
            if let Some(Verdict::Leave { not_now, .. }) = assess(self.view, self.person, &candidate)
                && not_now
                    .because
                    .iter()
                    .all(|why| matches!(why, WhyNot::OverBudget { .. }))
            {
                found.push(not_now);
            }
        }
        found
    }

    /// What suits and what does not; what was only looked at counts where nothing suits.
    pub(super) fn results(self) -> (Vec<Assessed>, Vec<NotNow>) {
        let mut left = self.left;
        if self.taken.is_empty() {
            left.extend(self.passed);
        }
        (self.taken, left)
    }
}
