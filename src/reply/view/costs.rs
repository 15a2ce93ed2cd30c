//! Costs: one entry in full, and what a budget buys.

use minijinja::Value;

use crate::advice::{BudgetFit, Cost, CostBasis, CostList, NotIncluded, StatusToday};
use crate::domain::EntryId;
use crate::reply::facts::quantity;
use crate::reply::figure::Figure;

use super::{Writer, figure, group, list, maybe};

impl Writer<'_> {
    pub(super) fn costs(
        self,
        cost: &Cost,
        status: Option<&StatusToday>,
        successor: Option<&Cost>,
    ) -> Value {
        let id = &cost.entry;
        let prices = self
            .facts
            .prices(id)
            .map(|(fee, variants)| Self::prices(id, fee, variants))
            .unwrap_or_default();
        let retake = self.context.catalog.certification(id).map(Self::retake);
        let validity = self
            .context
            .catalog
            .certification(id)
            .map(|entry| self.validity(entry));
        group! {
            name: self.named(id),
            total: self.cost_value(Some(cost)),
            is_free: cost.basis == CostBasis::Free,
            is_unpublished: cost.total.is_none(),
            basis: self.basis(cost),
            converted: figure(cost.converted.as_ref().map(|converted| {
                Figure::new(converted.total.to_string(), &converted.provenance)
            })),
            time: self.time_value(id, cost.time.as_ref()),
            renewal: figure(cost.renewal_fee.and_then(|fee| {
                let validity = self.facts.validity_of(id).ok()?;
                let text = if fee.high().cents == 0 { "free".to_owned() } else { fee.to_string() };
                Some(Figure::new(text, &validity.provenance))
            })),
            every: self.every(id),
            validity: maybe(validity),
            retake: maybe(retake),
            retake_fee: figure(cost.retake_fee.and_then(|fee| {
                let retake = self.context.catalog.certification(id)?.retake.as_ref()?;
                let text = if fee.high().cents == 0 { "free".to_owned() } else { fee.to_string() };
                Some(Figure::new(text, &retake.provenance))
            })),
            not_included: list(cost.not_included.iter().map(|part| {
                self.say(not_included(*part), group! {})
            })),
            varies_by_country: cost.varies_by_country,
            fit: self.fit(cost),
            prices: prices,
            article_total: figure(cost.article.and_then(|total| {
                let (fee, _) = self.facts.prices(id).ok()?;
                let article = fee?.article.as_ref()?;
                Some(Figure::new(total.to_string(), &article.provenance))
            })),
            status: self.maybe_status(id, status),
            successor: maybe(successor.map(|cost| group! {
                short: self.short(&cost.entry),
                cost: self.cost_value(Some(cost)),
            })),
        }
    }

    /// How the sum comes about, in a line; absent where the sum says it all.
    fn basis(self, cost: &Cost) -> Value {
        let price = figure(self.facts.fee(&cost.entry).ok());
        match cost.basis {
            CostBasis::Exam => self.say("basis-exam", group! { price: price }),
            CostBasis::OneTime => self.say("basis-one-time", group! { price: price }),
            CostBasis::Courses { courses, .. } => self.say(
                "basis-courses",
                group! { price: price, courses: maybe(courses) },
            ),
            CostBasis::Months { months, .. } => {
                let months = (months.0 as f32, months.1 as f32);
                let preparation = self.time_value(&cost.entry, cost.time.as_ref());
                self.say(
                    "basis-months",
                    group! {
                        price: price,
                        months: quantity(months, "month"),
                        time: preparation,
                    },
                )
            }
            CostBasis::Variants => self.say("basis-variants", group! {}),
            CostBasis::Free | CostBasis::Unpublished => Value::from(()),
        }
    }

    /// How a sum stands to the asker's budget.
    pub(super) fn fit(self, cost: &Cost) -> Value {
        match cost.fit {
            None => Value::from(()),
            Some(BudgetFit::Within) => self.say("fit-within", group! {}),
            Some(BudgetFit::Perhaps { over_at_most }) => {
                self.say("fit-perhaps", group! { over: over_at_most.to_string() })
            }
            Some(BudgetFit::Over { by }) => self.say("fit-over", group! { over: by.to_string() }),
            Some(BudgetFit::Unknown) => self.say("fit-unknown", group! {}),
        }
    }

    pub(super) fn cost_list(self, found: &CostList) -> Value {
        group! {
            budget: maybe(found.budget.map(|budget| budget.to_string())),
            kind: maybe(found.kind.map(|kind| self.say("filter-kind", group! { kind: kind.label() }))),
            is_nothing: found.budget.is_some_and(|budget| budget.is_nothing()),
            within: list(found.within.iter().map(|item| {
                self.cost_line(&item.cost, item.beta)
            })),
            just_over: list(found.just_over.iter().map(|item| group! {
                line: self.cost_line(&item.cost, false),
                over: item.by.to_string(),
            })),
            unpublished: self.shorts(&found.unpublished),
            free: self.shorts(&found.free),
            no_rate: found.no_rate,
        }
    }

    fn cost_line(self, cost: &Cost, beta: bool) -> Value {
        group! {
            short: self.short(&cost.entry),
            cost: self.cost_value(Some(cost)),
            converted: figure(cost.converted.as_ref().map(|converted| {
                Figure::new(converted.total.to_string(), &converted.provenance)
            })),
            perhaps: matches!(cost.fit, Some(BudgetFit::Perhaps { .. })),
            beta: beta,
        }
    }

    /// An entry's cost and time in one line, for lists of picks.
    pub(super) fn price_and_time(
        self,
        id: &EntryId,
        cost: Option<&Cost>,
        time: Option<&crate::advice::StudyTime>,
    ) -> Value {
        group! {
            cost: self.cost_value(cost),
            converted: figure(cost.and_then(|cost| cost.converted.as_ref()).map(|converted| {
                Figure::new(converted.total.to_string(), &converted.provenance)
            })),
            time: self.time_value(id, time),
        }
    }
}

fn not_included(part: NotIncluded) -> &'static str {
    match part {
        NotIncluded::PreparationMaterial => "not-included-material",
        NotIncluded::Exam => "not-included-exam",
        NotIncluded::Retake => "not-included-retake",
        NotIncluded::Renewal => "not-included-renewal",
        NotIncluded::FurtherMonths => "not-included-further-months",
    }
}
