//! The arithmetic of costs, over small catalogues with round figures.

use certwise::advice::{Body, BudgetFit, Cost, CostBasis, answer};
use certwise::catalog::Catalog;
use certwise::domain::{Currency, Money, MoneyRange, Question};

use super::support::{SHIPPED, catalog, certification, day, dollars, id, profile};

const OPEN: &str = r#"
    [[certification.status]]
    state = "open"
    source = "notes"
    checked = 2026-11-01
"#;

fn with(fee: &str, rest: &str) -> Catalog {
    catalog(&certification(
        "thing",
        "course",
        "beginner",
        &format!(
            "{OPEN}\n[certification.fee]\n{fee}\nsource = \"notes\"\nchecked = 2026-11-01\n{rest}"
        ),
    ))
}

const HOURS: &str = r#"
    [certification.preparation]
    hours = 120
    months = [3, 6]
    source = "notes"
    checked = 2026-11-01
"#;

fn cost(catalog: &Catalog, entry: &str, about: &str) -> Cost {
    let question = Question::Costs {
        entry: id(entry),
        profile: profile(about),
    };
    match answer(catalog, &question, day("2026-11-22")).body {
        Body::Costs { cost, .. } => *cost,
        other => panic!("no costs but {other:?}"),
    }
}

fn range(low: u64, high: u64) -> MoneyRange {
    MoneyRange::new(low * 100, high * 100, Currency::USD)
}

#[test]
fn a_subscription_costs_the_months_that_the_source_gives() {
    let catalog = with("kind = \"subscription\"\namount = 50", HOURS);
    let cost = cost(&catalog, "thing", "");
    assert_eq!(cost.total, Some(range(150, 300)));
    assert!(matches!(
        cost.basis,
        CostBasis::Months { months: (3, 6), .. }
    ));
}

#[test]
fn a_subscription_costs_the_months_of_the_askers_own_pace() {
    let catalog = with("kind = \"subscription\"\namount = 50", HOURS);
    // 120 hours at 10 a week are 12 weeks, which are 3 months of 4 weeks.
    assert_eq!(
        cost(&catalog, "thing", "hours=10").total,
        Some(range(150, 150))
    );
    // At 9 a week they are 13⅓ weeks: a fourth month begins.
    assert_eq!(
        cost(&catalog, "thing", "hours=9").total,
        Some(range(200, 200))
    );
    assert_eq!(
        cost(&catalog, "thing", "hours=40").total,
        Some(range(50, 50))
    );
}

#[test]
fn nobody_guesses_the_months_of_a_course_of_unknown_length() {
    let catalog = with("kind = \"subscription\"\namount = 50", "");
    let cost = cost(&catalog, "thing", "budget=60");
    assert_eq!(cost.total, Some(range(50, 50)));
    assert!(
        cost.not_included
            .contains(&certwise::advice::NotIncluded::FurtherMonths)
    );
    assert_eq!(cost.fit, Some(BudgetFit::Unknown));
}

#[test]
fn courses_are_multiplied_out() {
    let catalog = with("kind = \"per-course\"\namount = 500\ncourses = 3", "");
    assert_eq!(cost(&catalog, "thing", "").total, Some(range(1500, 1500)));
}

#[test]
fn what_is_free_or_unpublished_says_so() {
    assert_eq!(
        cost(&with("kind = \"free\"", ""), "thing", "").total,
        Some(range(0, 0))
    );
    let unpublished = cost(&with("kind = \"unpublished\"", ""), "thing", "budget=100");
    assert_eq!(unpublished.total, None);
    assert_eq!(unpublished.fit, Some(BudgetFit::Unknown));
}

#[test]
fn a_budget_in_another_currency_is_compared_by_rate() {
    let catalog = with("kind = \"one-time\"\namount = 250", "");
    // One euro is 1.25 dollars here: 250 dollars are 200 euros.
    let fits = cost(&catalog, "thing", "budget=200-EUR");
    assert_eq!(fits.fit, Some(BudgetFit::Within));
    assert_eq!(
        fits.converted.unwrap().total,
        MoneyRange::exactly(Money::units(200, Currency::EUR))
    );
    assert_eq!(
        cost(&catalog, "thing", "budget=150-EUR").fit,
        Some(BudgetFit::Over {
            by: Money::units(50, Currency::EUR)
        })
    );
}

#[test]
fn without_a_rate_nothing_is_claimed() {
    let catalog = with("kind = \"one-time\"\namount = 250", "");
    let cost = cost(&catalog, "thing", "budget=500-CHF");
    assert_eq!(cost.fit, Some(BudgetFit::Unknown));
    assert_eq!(cost.converted, None);
}

#[test]
fn a_monthly_budget_pays_subscriptions_by_the_month_and_saves_up_for_the_rest() {
    let subscription = with("kind = \"subscription\"\namount = 50", HOURS);
    assert_eq!(
        cost(&subscription, "thing", "monthly=50").fit,
        Some(BudgetFit::Within)
    );
    assert_eq!(
        cost(&subscription, "thing", "monthly=40").fit,
        Some(BudgetFit::Over { by: dollars(10) })
    );
    let once = with("kind = \"one-time\"\namount = 250", HOURS);
    // Six months of 50 are enough for 250, six of 40 are 10 short.
    assert_eq!(
        cost(&once, "thing", "monthly=50").fit,
        Some(BudgetFit::Within)
    );
    assert_eq!(
        cost(&once, "thing", "monthly=40").fit,
        Some(BudgetFit::Over { by: dollars(10) })
    );
}

#[test]
fn an_exam_names_renewal_and_retake_beside_the_fee() {
    let cost = cost(&SHIPPED, "aws-genai-dev", "budget=200");
    assert_eq!(cost.basis, CostBasis::Exam);
    assert_eq!(cost.renewal_fee, Some(range(150, 150)));
    assert_eq!(cost.retake_fee, cost.total);
    assert_eq!(cost.fit, Some(BudgetFit::Over { by: dollars(100) }));
}

#[test]
fn several_exams_under_one_id_span_a_range() {
    let cost = cost(&SHIPPED, "nvidia-dli", "");
    assert_eq!(cost.basis, CostBasis::Variants);
    let total = cost.total.unwrap();
    assert!(total.low() == dollars(125) && total.high() == dollars(500));
    assert!(cost.variants.len() > 2);
}

#[test]
fn a_list_of_costs_is_sorted_and_says_what_is_just_out_of_reach() {
    let question = Question::CostList {
        budget: profile("budget=150").budget,
        kind: None,
    };
    let Body::CostList(list) = answer(&SHIPPED, &question, day("2026-11-22")).body else {
        panic!("no list");
    };
    let prices: Vec<u64> = list
        .within
        .iter()
        .filter_map(|item| item.cost.total)
        .map(|total| total.low().cents)
        .collect();
    assert!(prices.is_sorted() && prices.iter().all(|price| *price <= 15_000));
    assert!(!list.just_over.is_empty());
    assert!(list.just_over.iter().all(|item| item.by.cents > 0));
    for over in ["aws-mls", "azure-ai-102"] {
        assert!(
            list.within
                .iter()
                .all(|item| item.cost.entry.as_str() != over)
        );
    }
}
