//! Answers that are lists: what is free, what a budget buys, what the catalogue holds.

use std::cmp::Reverse;

use crate::domain::{
    BrowseFilter, Budget, Certification, CredentialKind, Date, EntryId, FeeAmount, Goal,
    ProviderId, Resource, ResourcePrice, State,
};

use super::facts::{tier_of, topics_of};
use super::view::{Offer, Pace, View, can_be_taken};
use super::{
    BudgetFit, Cost, CostList, CostListItem, FreeOption, FreeOptions, Inventory, NotIncluded,
    OutOfReach,
};

/// How many things just out of reach are worth naming.
const JUST_OVER: usize = 3;

impl View<'_> {
    pub(super) fn free(self, entry: Option<&EntryId>, topic: Option<Goal>) -> FreeOptions {
        let topics = topic.map_or(&[][..], topics_of);
        let fits = |resource: &Resource| match (entry, topic) {
            (Some(entry), _) => resource.id == *entry || resource.prepares.contains(entry),
            (None, Some(_)) => resource.topics.iter().any(|topic| topics.contains(topic)),
            (None, None) => true,
        };
        let mut resources: Vec<&Resource> = self
            .catalog
            .resources()
            .filter(|resource| resource.price != ResourcePrice::Paid || fits(resource))
            .collect();
        resources.sort_by_key(|resource| {
            let topic = topics
                .iter()
                .position(|topic| resource.topics.contains(topic));
            (
                Reverse(fits(resource)),
                resource.price,
                topic.unwrap_or(topics.len()),
                resource.platform.is_some(),
                Reverse(resource.prepares.len()),
            )
        });
        let asked = entry.and_then(|id| self.offer(id));
        let entry_is_free = asked.map(|offer| match offer {
            Offer::Resource(resource) => resource.price == ResourcePrice::Free,
            Offer::Certification(certification) => certification
                .fee
                .as_ref()
                .is_some_and(|fee| matches!(fee.amount, FeeAmount::Free)),
        });
        FreeOptions {
            topic,
            entry: entry.cloned(),
            options: resources
                .into_iter()
                .map(|resource| FreeOption {
                    entry: resource.id.clone(),
                    prepares: resource
                        .prepares
                        .iter()
                        .filter(|id| {
                            self.catalog.certification(id).is_some_and(|certification| {
                                can_be_taken(certification.status_on(self.today).state)
                            })
                        })
                        .cloned()
                        .collect(),
                    fits: fits(resource),
                })
                .collect(),
            cost: asked
                .and_then(|offer| self.cost(offer, Pace::Assumed, None))
                .map(Box::new),
            entry_is_free,
        }
    }

    pub(super) fn cost_list(
        self,
        budget: Option<Budget>,
        kind: Option<CredentialKind>,
    ) -> CostList {
        let mut list = CostList {
            budget,
            kind,
            within: Vec::new(),
            just_over: Vec::new(),
            unpublished: Vec::new(),
            free: self
                .catalog
                .resources()
                .filter(|resource| resource.price != ResourcePrice::Paid)
                .map(|resource| resource.id.clone())
                .collect(),
            no_rate: false,
        };
        for certification in self.catalog.certifications() {
            let state = certification.status_on(self.today).state;
            if !can_be_taken(state) || kind.is_some_and(|kind| certification.kind != kind) {
                continue;
            }
            let offer = Offer::Certification(certification);
            let Some(cost) = self
                .cost(offer, Pace::Assumed, budget)
                .filter(|cost| cost.total.is_some())
            else {
                list.unpublished.push(certification.id.clone());
                continue;
            };
            match cost.fit {
                None | Some(BudgetFit::Within | BudgetFit::Perhaps { .. }) => {
                    list.within.push(CostListItem {
                        cost,
                        beta: state == State::Beta,
                    });
                }
                Some(BudgetFit::Over { by }) => list.just_over.push(OutOfReach { cost, by }),
                Some(BudgetFit::Unknown) => {
                    // A course of unknown length is another matter than an unknown rate.
                    list.no_rate |= !cost.not_included.contains(&NotIncluded::FurtherMonths);
                    list.within.push(CostListItem {
                        cost,
                        beta: state == State::Beta,
                    });
                }
            }
        }
        list.within.sort_by_key(|item| price(&item.cost));
        list.just_over.sort_by_key(|item| item.by.cents);
        list.just_over.truncate(JUST_OVER);
        list
    }

    pub(super) fn browse(self, filter: &BrowseFilter) -> Vec<EntryId> {
        let mut found: Vec<&Certification> = self
            .catalog
            .certifications()
            .filter(|certification| {
                filter
                    .tier
                    .is_none_or(|tier| tier_of(certification) == Some(tier))
                    && filter
                        .provider
                        .as_ref()
                        .is_none_or(|provider| certification.provider == *provider)
                    && filter
                        .level
                        .is_none_or(|level| certification.level == level)
                    && filter.kind.is_none_or(|kind| certification.kind == kind)
                    && filter
                        .topic
                        .is_none_or(|goal| how_central(certification, goal).is_some())
            })
            .collect();
        found.sort_by_key(|certification| {
            (
                certification.status_on(self.today).is_over(),
                filter.topic.map(|goal| how_central(certification, goal)),
                tier_of(certification).unwrap_or(u8::MAX),
            )
        });
        found
            .into_iter()
            .map(|certification| certification.id.clone())
            .collect()
    }

    pub(super) fn inventory(self) -> Inventory {
        let catalog = self.catalog;
        let checks = |certification: &Certification| {
            let fees = certification
                .fee
                .iter()
                .chain(certification.variants.iter().map(|variant| &variant.fee))
                .map(|fee| fee.provenance.checked);
            let status = certification
                .status_on(self.today)
                .step
                .map(|step| step.provenance.checked);
            fees.chain(status).collect::<Vec<Date>>()
        };
        let available: Vec<&Certification> = catalog
            .certifications()
            .filter(|certification| can_be_taken(certification.status_on(self.today).state))
            .collect();
        let mut providers: Vec<ProviderId> = available
            .iter()
            .map(|certification| certification.provider.clone())
            .collect();
        providers.sort();
        providers.dedup();
        Inventory {
            certifications: catalog.certifications().count(),
            available: available.len(),
            resources: catalog.resources().count(),
            advice: catalog.faqs().count()
                + catalog.guides().count()
                + catalog.stacks().count()
                + catalog.stages().count(),
            sources: catalog.sources().count(),
            newest_check: catalog.certifications().flat_map(checks).max(),
            oldest_check: available.into_iter().flat_map(checks).min(),
            providers,
        }
    }
}

/// What to sort by where things are listed by price, across currencies only roughly.
fn price(cost: &Cost) -> (u64, u64) {
    cost.converted
        .as_ref()
        .map(|converted| converted.total)
        .or(cost.total)
        .map_or((u64::MAX, u64::MAX), |total| {
            (total.low().cents, total.high().cents)
        })
}

/// How central what leads to a goal is to a certification: 0 is its main topic.
fn how_central(certification: &Certification, goal: Goal) -> Option<usize> {
    topics_of(goal)
        .iter()
        .filter_map(|topic| certification.topics.iter().position(|own| own == topic))
        .min()
}
