//! What something costs in all: exam fee or months of a subscription, with what comes later.

use crate::catalog::Catalog;
use crate::domain::{
    Budget, BudgetKind, Certification, Currency, Fee, FeeAmount, Money, MoneyRange, Provenance,
    Renewal, Resource, ResourcePrice, RetakeFee, ValidityPeriod, Variant,
};

use super::view::{Offer, Pace, View};
use super::{BudgetFit, Converted, Cost, CostBasis, CostVariant, NotIncluded, StudyTime};

impl View<'_> {
    /// The whole cost; `None` where the catalogue has no price for it at all.
    pub(super) fn cost(self, offer: Offer<'_>, pace: Pace, budget: Option<Budget>) -> Option<Cost> {
        let time = self.time(offer, pace);
        let mut cost = match offer {
            Offer::Certification(certification) => certification_cost(certification, time)?,
            Offer::Resource(resource) => resource_cost(resource, time)?,
        };
        if let Some(budget) = budget {
            self.compare_with(&mut cost, budget, time);
        }
        Some(cost)
    }

    fn compare_with(self, cost: &mut Cost, budget: Budget, time: Option<StudyTime>) {
        let currency = budget.amount.currency;
        if let Some(total) = cost.total
            && total.currency() != currency
            && total.high().cents > 0
        {
            cost.converted = convert(self.catalog, total, currency);
        }
        cost.fit = Some(self.fit(cost, budget, time));
    }

    fn fit(self, cost: &Cost, budget: Budget, time: Option<StudyTime>) -> BudgetFit {
        let currency = budget.amount.currency;
        let in_currency = |range: MoneyRange| {
            if range.currency() == currency || range.high().cents == 0 {
                Some(MoneyRange::new(
                    range.low().cents,
                    range.high().cents,
                    currency,
                ))
            } else {
                convert(self.catalog, range, currency).map(|converted| converted.total)
            }
        };
        let (needed, available) = match (budget.kind, cost.monthly) {
            (BudgetKind::Monthly, Some(monthly)) => (Some(monthly), budget.amount.cents),
            (BudgetKind::Monthly, None) => {
                // What is paid once can be saved up for while preparing.
                let months = time.map_or(1, |time| u64::from(time.months.1.max(1)));
                (cost.total, budget.amount.cents.saturating_mul(months))
            }
            (BudgetKind::Total, _) => (cost.total, budget.amount.cents),
        };
        let Some(needed) = needed.and_then(in_currency) else {
            return BudgetFit::Unknown;
        };
        let money = |cents| Money { cents, currency };
        let months_unknown = cost.not_included.contains(&NotIncluded::FurtherMonths)
            && budget.kind == BudgetKind::Total;
        if months_unknown && needed.low().cents <= available {
            return BudgetFit::Unknown;
        }
        if needed.high().cents <= available {
            BudgetFit::Within
        } else if needed.low().cents <= available {
            BudgetFit::Perhaps {
                over_at_most: money(needed.high().cents - available),
            }
        } else {
            BudgetFit::Over {
                by: money(needed.low().cents - available),
            }
        }
    }
}

/// A sum in another currency through both rates to the US dollar, rounded to whole units; `None`
/// without a rate.
pub(super) fn convert(catalog: &Catalog, range: MoneyRange, to: Currency) -> Option<Converted> {
    let from = catalog.currency(range.currency());
    let rate_from = rate(range.currency(), from.and_then(|rate| rate.rate))?;
    let target = catalog.currency(to);
    let rate_to = rate(to, target.and_then(|rate| rate.rate))?;
    let cents = |cents: u64| {
        let units = cents as f64 / 100.0 * rate_from / rate_to;
        (units.round().max(0.0) as u64).saturating_mul(100)
    };
    // The rate that is not one is the one whose source matters.
    let provenance = if to == Currency::USD { from } else { target }?
        .provenance
        .clone();
    Some(Converted {
        total: MoneyRange::new(cents(range.low().cents), cents(range.high().cents), to),
        provenance,
    })
}

fn rate(currency: Currency, known: Option<f64>) -> Option<f64> {
    known
        .filter(|rate| rate.is_finite() && *rate > 0.0)
        .or((currency == Currency::USD).then_some(1.0))
}

/// An amount made whole: months or courses multiplied out, one of either where nobody says how many.
/// `None` where no price is published.
fn whole(amount: &FeeAmount, time: Option<StudyTime>) -> Option<MoneyRange> {
    match *amount {
        FeeAmount::Exam(money) | FeeAmount::OneTime(money) => Some(money),
        FeeAmount::PerCourse { each, courses } => {
            let courses = u64::from(courses.unwrap_or(1));
            Some(each.times(courses, courses))
        }
        FeeAmount::Subscription(monthly) => {
            let months = time.map_or((1, 1), |time| time.months);
            Some(monthly.times(u64::from(months.0), u64::from(months.1)))
        }
        FeeAmount::Free => Some(MoneyRange::zero(Currency::USD)),
        FeeAmount::Unpublished => None,
    }
}

fn basis(amount: &FeeAmount, time: Option<StudyTime>) -> CostBasis {
    match *amount {
        FeeAmount::Exam(_) => CostBasis::Exam,
        FeeAmount::OneTime(_) => CostBasis::OneTime,
        FeeAmount::PerCourse { each, courses } => CostBasis::Courses { each, courses },
        FeeAmount::Subscription(monthly) => CostBasis::Months {
            monthly,
            months: time.map_or((1, 1), |time| time.months),
        },
        FeeAmount::Free => CostBasis::Free,
        FeeAmount::Unpublished => CostBasis::Unpublished,
    }
}

/// The cheapest to the dearest variant; of several exams and courses under one id, the exams.
fn variants_range(variants: &[Variant], time: Option<StudyTime>) -> Option<MoneyRange> {
    let exams: Vec<&Variant> = variants
        .iter()
        .filter(|variant| matches!(variant.fee.amount, FeeAmount::Exam(_)))
        .collect();
    let counted: Vec<&Variant> = if exams.is_empty() {
        variants.iter().collect()
    } else {
        exams
    };
    let mut ranges = counted
        .iter()
        .filter_map(|variant| whole(&variant.fee.amount, time));
    let first = ranges.next()?;
    Some(
        ranges
            .filter(|range| range.currency() == first.currency())
            .fold(first, |sum, range| {
                MoneyRange::new(
                    sum.low().cents.min(range.low().cents),
                    sum.high().cents.max(range.high().cents),
                    sum.currency(),
                )
            }),
    )
}

fn variant_costs(variants: &[Variant], time: Option<StudyTime>) -> Vec<CostVariant> {
    variants
        .iter()
        .enumerate()
        .map(|(index, variant)| CostVariant {
            index,
            total: whole(&variant.fee.amount, time),
        })
        .collect()
}

fn monthly(amount: &FeeAmount) -> Option<MoneyRange> {
    match amount {
        FeeAmount::Subscription(monthly) => Some(*monthly),
        _ => None,
    }
}

fn article_total(fee: &Fee, time: Option<StudyTime>) -> Option<MoneyRange> {
    fee.article
        .as_ref()
        .and_then(|article| whole(&article.amount, time))
}

fn certification_cost(certification: &Certification, time: Option<StudyTime>) -> Option<Cost> {
    let fee = certification.fee.as_ref();
    let variants = &certification.variants;
    let (basis, total, provenance): (CostBasis, Option<MoneyRange>, Provenance) =
        match (fee, variants.first()) {
            (Some(fee), _) => (
                basis(&fee.amount, time),
                whole(&fee.amount, time),
                fee.provenance.clone(),
            ),
            (None, Some(variant)) => (
                CostBasis::Variants,
                variants_range(variants, time),
                variant.fee.provenance.clone(),
            ),
            (None, None) => return None,
        };
    let is_exam = match fee {
        Some(fee) => matches!(fee.amount, FeeAmount::Exam(_)),
        None => variants
            .iter()
            .any(|variant| matches!(variant.fee.amount, FeeAmount::Exam(_))),
    };
    let validity = certification.validity.as_ref();
    let renewal_fee = validity.and_then(|validity| {
        validity.renewal_fee.or(match validity.renewal {
            Renewal::Exam => total,
            Renewal::FreeAssessment => Some(MoneyRange::zero(Currency::USD)),
            Renewal::None | Renewal::Unknown => None,
        })
    });
    let retake_fee = certification
        .retake
        .as_ref()
        .filter(|_| is_exam)
        .and_then(|retake| match retake.fee {
            RetakeFee::Full => total,
            RetakeFee::None => Some(MoneyRange::zero(Currency::USD)),
            RetakeFee::Unknown => None,
        });
    let expires =
        validity.is_some_and(|validity| matches!(validity.period, ValidityPeriod::Months(_)));
    let mut not_included = Vec::new();
    if is_exam {
        not_included.extend([NotIncluded::PreparationMaterial, NotIncluded::Retake]);
    }
    if expires {
        not_included.push(NotIncluded::Renewal);
    }
    if matches!(basis, CostBasis::Months { .. }) && time.is_none() {
        not_included.push(NotIncluded::FurtherMonths);
    }
    Some(Cost {
        entry: certification.id.clone(),
        basis,
        total,
        converted: None,
        monthly: fee.and_then(|fee| monthly(&fee.amount)),
        time,
        renewal_fee,
        validity: validity.map(|validity| validity.period),
        retake_fee,
        not_included,
        variants: variant_costs(variants, time),
        varies_by_country: fee.is_some_and(|fee| fee.varies_by_country)
            || variants.iter().any(|variant| variant.fee.varies_by_country),
        article: fee.and_then(|fee| article_total(fee, time)),
        fit: None,
        provenance: Some(provenance),
    })
}

fn resource_cost(resource: &Resource, time: Option<StudyTime>) -> Option<Cost> {
    let fee = resource.fee.as_ref();
    let (basis, total) = match resource.price {
        // Whoever needs the paid extras pays by the month; nobody has to.
        ResourcePrice::Free | ResourcePrice::Freemium | ResourcePrice::Aid => {
            (CostBasis::Free, Some(MoneyRange::zero(Currency::USD)))
        }
        ResourcePrice::Paid => {
            let fee = fee?;
            (basis(&fee.amount, time), whole(&fee.amount, time))
        }
    };
    let mut not_included = Vec::new();
    if !resource.prepares.is_empty() {
        not_included.push(NotIncluded::Exam);
    }
    Some(Cost {
        entry: resource.id.clone(),
        basis,
        total,
        converted: None,
        monthly: fee
            .filter(|_| resource.price == ResourcePrice::Paid)
            .and_then(|fee| monthly(&fee.amount)),
        time,
        renewal_fee: None,
        validity: None,
        retake_fee: None,
        not_included,
        variants: variant_costs(&resource.variants, time),
        varies_by_country: fee.is_some_and(|fee| fee.varies_by_country),
        article: fee.and_then(|fee| article_total(fee, time)),
        fit: None,
        provenance: Some(
            fee.map_or(&resource.provenance, |fee| &fee.provenance)
                .clone(),
        ),
    })
}
