//! What must hold for anybody, on any day.

use certwise::advice::{Body, PickedEntry, answer};
use certwise::domain::{
    Background, Budget, BudgetKind, Currency, Date, EntryId, Goal, Money, Platform, Profile,
    Question, Refusals, RefusedKind,
};
use proptest::collection::btree_set;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::support::SHIPPED;

fn entries() -> impl Strategy<Value = EntryId> {
    let ids: Vec<EntryId> = SHIPPED.entries().map(|entry| entry.id().clone()).collect();
    select(ids)
}

fn days() -> impl Strategy<Value = Date> {
    (2026..=2028, 1u16..=365)
        .prop_map(|(year, day)| Date::from_ordinal_date(year, day).expect("a day"))
}

fn budgets() -> impl Strategy<Value = Budget> {
    let currency = select(vec!["USD", "EUR", "GBP", "INR", "JPY", "ZWL"]);
    (0u64..=1_000_000_000, currency, any::<bool>()).prop_map(|(cents, code, monthly)| Budget {
        amount: Money {
            cents,
            currency: Currency::parse(code).expect("a code"),
        },
        kind: if monthly {
            BudgetKind::Monthly
        } else {
            BudgetKind::Total
        },
    })
}

fn refusals() -> impl Strategy<Value = Refusals> {
    let providers: Vec<_> = SHIPPED
        .providers()
        .map(|provider| provider.id.clone())
        .collect();
    (
        btree_set(entries(), 0..4),
        btree_set(select(Platform::ALL), 0..3),
        btree_set(select(providers), 0..3),
        btree_set(select(RefusedKind::ALL), 0..3),
    )
        .prop_map(|(entries, platforms, providers, kinds)| Refusals {
            entries,
            platforms,
            providers,
            kinds,
        })
}

fn profiles() -> impl Strategy<Value = Profile> {
    let person = (
        of(select(Background::ALL)),
        of(select(Goal::ALL)),
        of(select(Platform::ALL)),
        of(budgets()),
        of(0u8..=80),
        of(days()),
    );
    let rest = (
        of(0u8..=60),
        of(any::<bool>()),
        btree_set(entries(), 0..4),
        refusals(),
    );
    (person, rest).prop_map(
        |(
            (background, goal, platform, budget, hours_per_week, deadline),
            (years, codes, held, refused),
        )| Profile {
            background,
            goal,
            platform,
            budget,
            hours_per_week,
            deadline,
            years,
            codes,
            held,
            refused,
        },
    )
}

fn check_pick(picked: &PickedEntry, profile: &Profile, today: Date) -> Result<(), TestCaseError> {
    let id = &picked.entry;
    prop_assert!(!profile.held.contains(id), "{id} is held");
    prop_assert!(!profile.refused.entries.contains(id), "{id} is refused");
    prop_assert!(!SHIPPED.refuses(&profile.refused, id), "{id} is refused");
    let (provider, platform) = if let Some(certification) = SHIPPED.certification(id) {
        let now = certification.status_on(today);
        prop_assert!(!now.is_over(), "{id} is over");
        (&certification.provider, certification.platform)
    } else {
        let resource = SHIPPED.resource(id).expect("something to take");
        (&resource.provider, resource.platform)
    };
    prop_assert!(!profile.refused.providers.contains(provider), "{id}");
    prop_assert!(
        platform.is_none_or(|platform| !profile.refused.platforms.contains(&platform)),
        "{id} is on a refused platform"
    );
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nobody_is_sent_where_they_cannot_or_will_not_go(profile in profiles(), today in days()) {
        let answer = answer(&SHIPPED, &Question::Advise(profile.clone()), today);
        prop_assert!(answer.entries.len() <= 4 && answer.recommended.len() <= 4);
        let mut unique = answer.recommended.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), answer.recommended.len());
        if let Body::Recommendation(advice) = &answer.body {
            prop_assert!(advice.alternatives.len() <= 2);
            prop_assert!(advice.not_now.len() <= 3);
            prop_assert!(advice.not_now.iter().all(|left| !left.because.is_empty()));
            let picks = advice.first.iter().chain(&advice.alternatives).chain(&advice.before);
            let mut seen: Vec<&EntryId> = Vec::new();
            for picked in picks {
                check_pick(picked, &profile, today)?;
                prop_assert!(!seen.contains(&&picked.entry), "{} twice", picked.entry);
                seen.push(&picked.entry);
                prop_assert!(
                    advice.not_now.iter().all(|left| left.entry != picked.entry),
                    "{} is picked and not now", picked.entry
                );
            }
            if advice.first.is_none() {
                prop_assert!(advice.alternatives.is_empty());
            }
        } else {
            prop_assert!(profile.is_empty());
        }
    }

    #[test]
    fn any_question_about_any_entries_gets_an_answer(
        profile in profiles(),
        today in days(),
        chosen in proptest::collection::vec(entries(), 1..5),
    ) {
        let entry = chosen[0].clone();
        let questions = [
            Question::Card(entry.clone()),
            Question::Costs { entry: entry.clone(), profile: profile.clone() },
            Question::CostList { budget: profile.budget, kind: None },
            Question::Compare { entries: chosen, profile: profile.clone() },
            Question::Duration { entry: entry.clone(), profile: profile.clone() },
            Question::Plan {
                entry: entry.clone(),
                hours_per_week: profile.hours_per_week,
                start: profile.deadline,
                deadline: profile.deadline,
            },
            Question::Prerequisites { entry: entry.clone(), profile: profile.clone() },
            Question::Renewal(entry.clone()),
            Question::Exam(entry.clone()),
            Question::Status(entry.clone()),
            Question::Free { entry: Some(entry.clone()), topic: profile.goal },
            Question::Faq(Some(entry.clone())),
            Question::Stack(Some(entry.clone())),
            Question::Guide(Some(entry)),
            Question::Career { years: profile.years },
            Question::About,
        ];
        for question in questions {
            let answer = answer(&SHIPPED, &question, today);
            prop_assert!(answer.entries.len() <= 4, "{question:?}");
            prop_assert!(!matches!(answer.body, Body::Decline { .. }), "{question:?}");
            for id in &answer.recommended {
                prop_assert!(answer.entries.contains(id), "{id} comes from nowhere");
                let over = SHIPPED
                    .certification(id)
                    .is_some_and(|certification| certification.status_on(today).is_over());
                prop_assert!(!over, "{id} is over");
            }
            if let Body::Plan(plan) = &answer.body {
                prop_assert!(plan.weeks <= 156);
                prop_assert!(plan.milestones.iter().map(|step| step.date).is_sorted());
            }
        }
    }
}

#[test]
fn a_comparison_recommends_only_what_it_names() {
    let entries: Vec<EntryId> = ["azure-ai-102", "azure-ai-200", "aws-mls"]
        .map(|id| id.parse().unwrap())
        .into();
    let profile = Profile::default();
    let question = Question::Compare { entries, profile };
    let day = certwise::domain::parse_date("2026-07-01").unwrap();
    let answer = answer(&SHIPPED, &question, day);
    assert!(
        answer
            .recommended
            .iter()
            .all(|id| answer.entries.contains(id)),
        "{answer:#?}"
    );
}
