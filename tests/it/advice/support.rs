//! Short ways to write catalogues, profiles and questions down.

use std::sync::LazyLock;

use certwise::advice::{Answer, Body, Recommendation, answer};
use certwise::catalog::{Catalog, load_document, load_embedded};
use certwise::domain::{
    Background, Budget, BudgetKind, Currency, Date, EntryId, Goal, Money, Platform, Profile,
    Question, parse_date,
};

/// The catalogue that is shipped.
pub(super) static SHIPPED: LazyLock<Catalog> = LazyLock::new(|| {
    load_embedded()
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
        .catalog
});

/// A catalogue written in a test, with the tables that every catalogue needs.
pub(super) fn catalog(entries: &str) -> Catalog {
    let text = format!(
        r#"
        [assumptions]
        hours_per_week = 8
        weeks_per_month = 4
        buffer_days = 14
        ends_soon_days = 180
        stale_after_days = 180
        source = "notes"
        checked = 2026-11-01

        [assumptions.exam_hours]
        foundational = 24
        associate = 80

        [sources.notes]
        title = "Notes"
        publisher = "Notes"
        kind = "third-party"

        [providers.acme]
        name = "Acme"

        [currencies.USD]
        name = "US dollar"
        rate = 1
        source = "notes"
        checked = 2026-11-01

        [currencies.EUR]
        name = "euro"
        rate = 1.25
        source = "notes"
        checked = 2026-11-01

        [currencies.CHF]
        name = "Swiss franc"
        source = "notes"
        checked = 2026-11-01

        {entries}
        "#
    );
    load_document(&text)
        .unwrap_or_else(|problems| panic!("{problems:#?}"))
        .catalog
}

/// A certification with what a test is not about filled in.
pub(super) fn certification(id: &str, kind: &str, level: &str, rest: &str) -> String {
    format!(
        r#"
        [[certification]]
        id = "{id}"
        name = "The {id} certificate"
        short = "{id}"
        provider = "acme"
        kind = "{kind}"
        level = "{level}"
        aliases = []
        topics = ["machine-learning"]
        summary = "A certificate."
        covers = ["one", "two", "three", "four"]
        hands_on = false
        {rest}
        "#
    )
}

pub(super) fn day(text: &str) -> Date {
    parse_date(text).expect("a date")
}

pub(super) fn id(text: &str) -> EntryId {
    text.parse().expect("an id")
}

pub(super) fn dollars(units: u64) -> Money {
    Money::units(units, Currency::USD)
}

/// Reads `is=developer wants=generative-ai on=aws years=3 budget=200 monthly=30-EUR hours=6
/// by=2027-01-31 codes=yes holds=a,b not=aws,@google,some-id`.
pub(super) fn profile(text: &str) -> Profile {
    let mut profile = Profile::default();
    for word in text.split_whitespace() {
        let (key, value) = word.split_once('=').expect("key=value");
        match key {
            "is" => profile.background = Some(Background::from_slug(value).expect(value)),
            "wants" => profile.goal = Some(Goal::from_slug(value).expect(value)),
            "on" => profile.platform = Some(Platform::from_slug(value).expect(value)),
            "years" => profile.years = Some(value.parse().expect(value)),
            "codes" => profile.codes = Some(value == "yes"),
            "hours" => profile.hours_per_week = Some(value.parse().expect(value)),
            "by" => profile.deadline = Some(day(value)),
            "budget" => profile.budget = Some(budget(value, BudgetKind::Total)),
            "monthly" => profile.budget = Some(budget(value, BudgetKind::Monthly)),
            "holds" => profile.held = value.split(',').map(id).collect(),
            "not" => value.split(',').for_each(|what| refuse(&mut profile, what)),
            _ => panic!("{key} is not part of a profile"),
        }
    }
    profile
}

fn budget(value: &str, kind: BudgetKind) -> Budget {
    let (units, code) = value.split_once('-').unwrap_or((value, "USD"));
    let currency = Currency::parse(code).expect(code);
    Budget {
        amount: Money::units(units.parse().expect(units), currency),
        kind,
    }
}

fn refuse(profile: &mut Profile, what: &str) {
    let refused = &mut profile.refused;
    if let Some(platform) = Platform::from_slug(what) {
        refused.platforms.insert(platform);
    } else if let Some(provider) = what.strip_prefix('@') {
        refused.providers.insert(provider.parse().expect(provider));
    } else {
        refused.entries.insert(id(what));
    }
}

/// The recommendation for a profile, as [`profile`] reads it.
pub(super) fn recommend(catalog: &Catalog, text: &str, today: &str) -> (Answer, Recommendation) {
    let answer = answer(catalog, &Question::Advise(profile(text)), day(today));
    let Body::Recommendation(recommendation) = answer.body.clone() else {
        panic!("{text}: no recommendation but {:?}", answer.body);
    };
    (answer, *recommendation)
}
