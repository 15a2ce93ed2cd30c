//! Lists: the catalogue, what is free, and how much there is.

use minijinja::Value;

use crate::advice::{FreeOptions, Inventory};
use crate::domain::{BrowseFilter, EntryId, ResourcePrice};

use super::{Writer, date, figure, group, list, maybe, maybe_prose};

impl Writer<'_> {
    pub(super) fn browse(self, filter: &BrowseFilter, found: &[EntryId]) -> Value {
        let catalog = self.context.catalog;
        let rows = found.iter().filter_map(|id| {
            let entry = catalog.certification(id)?;
            let now = entry.status_on(self.context.today);
            Some(group! {
                short: entry.short.as_str(),
                level: entry.level.label(),
                state: figure(self.facts.status(id).ok()),
                is_over: now.is_over(),
                is_plain: now.state == crate::domain::State::Open && now.last_day().is_none(),
                fee: figure(self.facts.fee(id).ok()),
                tier: maybe(entry.article.as_ref().and_then(|article| article.tier)),
            })
        });
        let filters = [
            filter
                .tier
                .map(|tier| self.say("filter-tier", group! { tier: tier })),
            filter
                .provider
                .as_ref()
                .map(|id| Value::from(catalog.provider_name(id))),
            filter
                .level
                .map(|level| self.say("filter-level", group! { level: level.label() })),
            filter
                .topic
                .map(|topic| self.say("filter-topic", group! { topic: topic.label() })),
            filter
                .kind
                .map(|kind| self.say("filter-kind", group! { kind: kind.label() })),
        ];
        let filters = filters.into_iter().flatten();
        group! {
            filters: list(filters),
            count: found.len(),
            rows: list(rows),
        }
    }

    pub(super) fn free(self, found: &FreeOptions) -> Value {
        let catalog = self.context.catalog;
        let options = found.options.iter().filter_map(|option| {
            let resource = catalog.resource(&option.entry)?;
            Some(group! {
                short: resource.short.as_str(),
                price: resource.price.label(),
                is_free: resource.price == ResourcePrice::Free,
                summary: crate::reply::template::sourced_prose(
                    &resource.id,
                    "summary",
                    &resource.summary,
                    &resource.provenance,
                    false,
                ),
                catch: maybe_prose(&resource.id, "catch", resource.catch.as_ref()),
                prepares: self.shorts(option.prepares.iter().take(3)),
                fits: option.fits,
            })
        });
        group! {
            topic: maybe(found.topic.map(crate::domain::Goal::label)),
            entry: maybe(found.entry.as_ref().map(|id| self.named(id))),
            is_free: found.entry_is_free == Some(true),
            cost: self.cost_value(found.cost.as_deref()),
            options: list(options),
        }
    }

    pub(super) fn about(self, found: &Inventory) -> Value {
        let providers = found
            .providers
            .iter()
            .map(|id| Value::from(self.context.catalog.provider_name(id)));
        group! {
            certifications: found.certifications,
            available: found.available,
            resources: found.resources,
            advice: found.advice,
            sources: found.sources,
            newest: date(found.newest_check),
            oldest: date(found.oldest_check),
            providers: list(providers),
            today: crate::domain::format_date(self.context.today),
        }
    }
}
