//! What somebody turned down, held against what the catalogue knows.

use crate::domain::{
    Certification, CredentialKind, Entry, EntryId, FeeAmount, Preparation, ProviderId, Refusals,
    RefusedKind, Resource, ResourcePrice, Topic, ValidityPeriod,
};

use super::Catalog;

/// From this demand on, years of practice are asked for.
const ADVANCED: u8 = 3;

impl Catalog {
    /// Whether somebody turned an entry down: itself, its maker, its platform, its kind, or all that
    /// it leads to. General advice is nothing to turn down.
    pub fn refuses(&self, refused: &Refusals, id: &EntryId) -> bool {
        if refused.is_empty() {
            return false;
        }
        refused.entries.contains(id)
            || match self.entry(id) {
                Some(Entry::Certification(certification)) => {
                    refuses_maker(refused, &certification.provider)
                        || certification
                            .platform
                            .is_some_and(|platform| refused.platforms.contains(&platform))
                        || refused
                            .kinds
                            .iter()
                            .any(|kind| self.is_of_kind(*kind, certification))
                }
                Some(Entry::Resource(resource)) => {
                    refuses_maker(refused, &resource.provider)
                        || (refused.kinds.contains(&RefusedKind::Vendors)
                            && self.sells(&resource.provider))
                        || resource
                            .platform
                            .is_some_and(|platform| refused.platforms.contains(&platform))
                        || self.leads_to_refused(refused, resource)
                }
                _ => false,
            }
    }

    /// What costs something and leads only to what is not wanted is not wanted either.
    fn leads_to_refused(&self, refused: &Refusals, resource: &Resource) -> bool {
        !resource.prepares.is_empty()
            && resource.price != ResourcePrice::Free
            && resource.prepares.iter().all(|id| self.refuses(refused, id))
    }

    fn is_of_kind(&self, kind: RefusedKind, certification: &Certification) -> bool {
        match kind {
            RefusedKind::Universities => certification.kind == CredentialKind::University,
            RefusedKind::Courses => certification.kind != CredentialKind::Exam,
            RefusedKind::Exams => certification.kind == CredentialKind::Exam,
            RefusedKind::Subscriptions => certification
                .fee
                .as_ref()
                .is_some_and(|fee| matches!(fee.amount, FeeAmount::Subscription(_))),
            RefusedKind::Renewals => certification
                .validity
                .as_ref()
                .is_some_and(|validity| matches!(validity.period, ValidityPeriod::Months(_))),
            RefusedKind::Basics => certification.level.demand() == 0,
            RefusedKind::Advanced => certification.level.demand() >= ADVANCED,
            RefusedKind::Long => self.is_long(certification),
            RefusedKind::Vendors => self.sells(&certification.provider),
        }
    }

    /// Whether a provider sells what its credentials are about.
    fn sells(&self, provider: &ProviderId) -> bool {
        self.provider(provider)
            .is_none_or(|provider| !provider.neutral)
    }

    /// Whether it takes longer than a few evenings, as far as sources or our own figures say.
    fn is_long(&self, certification: &Certification) -> bool {
        let assumptions = self.assumptions();
        let range = certification
            .preparation
            .as_ref()
            .map(|Preparation { range, .. }| range);
        let hours = range.and_then(|range| range.hours).map(|(_, most)| most);
        let assumed = || {
            assumptions
                .exam_hours
                .get(certification.level.slug())
                .copied()
        };
        let months = range.is_some_and(|range| range.months.is_some());
        let hours = match certification.kind {
            CredentialKind::University => return true,
            _ if hours.is_none() && months => return true,
            CredentialKind::Exam => hours.or_else(assumed),
            CredentialKind::Course => hours,
        };
        // Of a course whose time nobody tells, only the first steps are sure to be short.
        let first_steps = certification.topics.contains(&Topic::Literacy);
        hours.map_or(!first_steps, |hours| hours > assumptions.short_hours)
    }
}

/// Whoever wants nothing of a platform wants none of what its vendor teaches about it.
fn refuses_maker(refused: &Refusals, maker: &ProviderId) -> bool {
    refused.providers.contains(maker)
        || refused
            .platforms
            .iter()
            .any(|platform| platform.slug() == maker.as_str())
}
