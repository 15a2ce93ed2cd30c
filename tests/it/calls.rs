//! What a call of a command asks for, read against the shipped catalogue.

use std::sync::LazyLock;

use certwise::catalog::{Catalog, load_embedded};
use certwise::command::{
    Ask, Call, CatalogCall, Choice, OptionValue, PublicReplies, UsageProblem, autocomplete, decode,
};
use certwise::domain::{
    Background, Date, EntryId, EntryKind, Goal, Level, Platform, Question, Snowflake, parse_date,
};
use certwise::reply::Visibility;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| load_embedded().unwrap().catalog);

fn today() -> Date {
    parse_date("2026-11-22").unwrap()
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

fn text(text: &str) -> OptionValue {
    OptionValue::Text(text.to_owned())
}

fn call(path: &str, options: &[(&str, OptionValue)]) -> Call {
    Call {
        path: path.split(' ').map(str::to_owned).collect(),
        options: options
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect(),
    }
}

fn asked(path: &str, options: &[(&str, OptionValue)]) -> Ask {
    match decode(&call(path, options), &CATALOG, today()) {
        Ok(decoded) => decoded.ask,
        Err(problem) => panic!("{problem:?}"),
    }
}

fn question(path: &str, options: &[(&str, OptionValue)]) -> Question {
    match asked(path, options) {
        Ask::Question(question) => question,
        other => panic!("{other:?}"),
    }
}

fn problem(path: &str, options: &[(&str, OptionValue)]) -> UsageProblem {
    decode(&call(path, options), &CATALOG, today()).unwrap_err()
}

#[test]
fn advise_takes_what_is_known() {
    assert_eq!(
        question("advise", &[]),
        Question::Advise(certwise::domain::Profile::default())
    );
    let Question::Advise(profile) = question(
        "advise",
        &[
            ("background", text("developer")),
            ("goal", text("Generative AI")),
            ("platform", text("azure")),
            ("budget", text("$200")),
            ("hours", OptionValue::Integer(6)),
            ("years", OptionValue::Integer(0)),
        ],
    ) else {
        panic!("not advice")
    };
    assert_eq!(profile.background, Some(Background::Developer));
    assert_eq!(profile.goal, Some(Goal::GenerativeAi));
    assert_eq!(profile.platform, Some(Platform::Azure));
    assert_eq!(profile.budget.unwrap().to_string(), "$200");
    assert_eq!((profile.hours_per_week, profile.years), (Some(6), Some(0)));
}

#[test]
fn names_are_found_by_id_code_alias_and_in_spite_of_a_slip() {
    for typed in ["google-pmle", "PMLE", "Google PMLE", "gogle pmle"] {
        assert_eq!(
            question("cert", &[("name", text(typed))]),
            Question::Card(id("google-pmle")),
            "{typed}"
        );
    }
    assert_eq!(
        question("cert", &[("name", text("AI-901"))]),
        Question::Card(id("azure-ai-901"))
    );
}

#[test]
fn an_unknown_name_gives_the_nearest_as_questions() {
    let typed = "google machine something";
    let problem = problem("cert", &[("name", text(typed))]);
    assert_eq!(problem.option, "name");
    assert_eq!(problem.typed.as_deref(), Some(typed));
    assert!(!problem.near.is_empty(), "{problem:?}");
    let nothing = self::problem("cert", &[("name", text("🦀"))]);
    assert_eq!(nothing.near, []);
    assert!(nothing.message.contains("/browse"));
}

#[test]
fn costs_are_of_one_or_of_all() {
    let Question::Costs { entry, profile } = question(
        "costs",
        &[
            ("name", text("ibm-ai-engineering")),
            ("budget", text("30 eur a month")),
        ],
    ) else {
        panic!("not costs")
    };
    assert_eq!(entry, id("ibm-ai-engineering"));
    assert_eq!(profile.budget.unwrap().to_string(), "€30 a month");
    let listed = question("costs", &[("budget", text("nothing"))]);
    assert!(
        matches!(listed, Question::CostList { budget: Some(budget), kind: None } if budget.is_nothing())
    );
}

#[test]
fn compare_wants_different_ones() {
    let both = [("first", text("google-pmle")), ("second", text("aws-mla"))];
    let Question::Compare { entries, .. } = question("compare", &both) else {
        panic!("not a comparison")
    };
    assert_eq!(entries, [id("google-pmle"), id("aws-mla")]);
    let same = problem(
        "compare",
        &[("first", text("PMLE")), ("second", text("google-pmle"))],
    );
    assert_eq!(same.option, "second");
    assert!(same.message.contains("twice"));
}

#[test]
fn topics_paths_and_words_lead_where_they_should() {
    assert_eq!(
        question("free", &[("topic", text("generative ai"))]),
        Question::Free {
            entry: None,
            topic: Some(Goal::GenerativeAi)
        }
    );
    assert_eq!(
        question("free", &[("topic", text("kaggle-learn"))]),
        Question::Free {
            entry: Some(id("kaggle-learn")),
            topic: None
        }
    );
    assert_eq!(
        question("faq", &[("question", text("faq-degree"))]),
        Question::Faq(Some(id("faq-degree")))
    );
    let words = "my boss wants to know what these papers are good for";
    assert_eq!(
        asked("faq", &[("question", text(words))]),
        Ask::Text(words.to_owned())
    );
    assert_eq!(
        question("stack", &[("path", text("stack-ml-engineer"))]),
        Question::Stack(Some(id("stack-ml-engineer")))
    );
    assert_eq!(
        question("guide", &[("topic", text("employers"))]),
        Question::Guide(Some(id("employers")))
    );
    assert_eq!(
        question("career", &[("years", OptionValue::Integer(4))]),
        Question::Career { years: Some(4) }
    );
    assert_eq!(question("about", &[]), Question::About);
    assert_eq!(question("help", &[]), Question::Help);
    assert_eq!(question("privacy", &[]), Question::Privacy);
}

#[test]
fn browse_filters() {
    let Question::Browse(filter) = question(
        "browse",
        &[
            ("tier", OptionValue::Integer(1)),
            ("provider", text("amazon")),
            ("level", text("associate")),
        ],
    ) else {
        panic!("not a list")
    };
    assert_eq!(filter.tier, Some(1));
    assert_eq!(filter.provider.unwrap().as_str(), "aws");
    assert_eq!(filter.level, Some(Level::Associate));
    let unknown = problem("browse", &[("provider", text("acme"))]);
    assert!(unknown.message.contains("AWS"), "{}", unknown.message);
}

#[test]
fn nonsense_is_told_with_what_is_accepted() {
    let name = ("name", text("azure-ai-901"));
    for (path, options, accepted) in [
        ("costs", vec![("budget", text("-5"))], "$200"),
        ("costs", vec![("budget", text("a lot"))], "$200"),
        (
            "plan",
            vec![name.clone(), ("hours", OptionValue::Integer(0))],
            "1 to 80",
        ),
        (
            "plan",
            vec![name.clone(), ("start", text("2020-01-01"))],
            "2026-11-22",
        ),
        (
            "plan",
            vec![name.clone(), ("start", text("next spring"))],
            "2026-11-22",
        ),
        (
            "career",
            vec![("years", OptionValue::Integer(-1))],
            "0 to 60",
        ),
        ("advise", vec![("platform", text("the moon"))], "`azure`"),
        ("cert", vec![], "name"),
        ("cert", vec![("name", text("   "))], "name"),
    ] {
        let problem = problem(path, &options);
        assert!(
            problem.message.contains(accepted),
            "{path}: {}",
            problem.message
        );
    }
}

#[test]
fn a_plan_starts_when_it_should() {
    let Question::Plan {
        entry,
        hours_per_week,
        start,
        ..
    } = question(
        "plan",
        &[
            ("name", text("AI-901")),
            ("hours", OptionValue::Integer(6)),
            ("start", text("2027-03-01")),
        ],
    )
    else {
        panic!("not a plan")
    };
    assert_eq!(entry, id("azure-ai-901"));
    assert_eq!((hours_per_week, start), (Some(6), parse_date("2027-03-01")));
}

#[test]
fn the_asker_decides_who_sees_the_reply() {
    let visibility = |path: &str, private: Option<bool>| {
        let options: Vec<_> = private
            .map(|private| ("private", OptionValue::Flag(private)))
            .into_iter()
            .collect();
        decode(&call(path, &options), &CATALOG, today())
            .unwrap()
            .visibility()
    };
    assert_eq!(visibility("about", None), Visibility::Public);
    assert_eq!(visibility("about", Some(true)), Visibility::Private);
    assert_eq!(visibility("advise", None), Visibility::Private);
    assert_eq!(visibility("advise", Some(false)), Visibility::Public);
    assert_eq!(
        visibility("catalog review", Some(false)),
        Visibility::Private
    );
}

#[test]
fn moderation_is_read_as_well() {
    let moderation = |path: &str, options: &[(&str, OptionValue)]| match asked(path, options) {
        Ask::Catalog(call) => call,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        moderation("catalog edit", &[("entry", text("AI-901"))]),
        CatalogCall::Edit(id("azure-ai-901"))
    );
    assert_eq!(
        moderation("catalog add", &[("kind", text("faq"))]),
        CatalogCall::Add(EntryKind::Faq)
    );
    assert_eq!(
        moderation(
            "catalog retire",
            &[
                ("name", text("google-pmle")),
                ("on", text("2027-03-31")),
                ("successor", text("google-ai-professional")),
            ]
        ),
        CatalogCall::Retire {
            entry: id("google-pmle"),
            last_day: parse_date("2027-03-31").unwrap(),
            successor: Some(id("google-ai-professional")),
        }
    );
    assert_eq!(
        moderation("catalog undo", &[("revision", OptionValue::Integer(7))]),
        CatalogCall::Undo(7)
    );
    let CatalogCall::Settings(settings) = moderation(
        "catalog settings",
        &[
            ("moderator_role", OptionValue::Id(Snowflake(9))),
            ("public_replies", text("listed")),
        ],
    ) else {
        panic!("not the settings")
    };
    assert_eq!(settings.moderator_role, Some(Snowflake(9)));
    assert_eq!(settings.public_replies, Some(PublicReplies::Listed));
    assert!(problem("catalog import", &[]).message.contains("file"));
    assert!(decode(&call("catalog", &[]), &CATALOG, today()).is_err());
    assert!(decode(&call("gone", &[]), &CATALOG, today()).is_err());
}

fn offered(path: &str, option: &str, typed: &str, others: &[(&str, OptionValue)]) -> Vec<Choice> {
    let choices = autocomplete(&call(path, others), option, typed, &CATALOG, today());
    assert!(choices.len() <= 25);
    for choice in &choices {
        assert!(
            (1..=100).contains(&choice.label.chars().count()),
            "{choice:?}"
        );
        assert!(
            (1..=100).contains(&choice.value.chars().count()),
            "{choice:?}"
        );
    }
    choices
}

#[test]
fn names_are_offered_ranked_and_by_kind() {
    assert_eq!(offered("cert", "name", "pmle", &[])[0].value, "google-pmle");
    assert_eq!(
        offered("cert", "name", "gogle ml", &[])[0].value,
        "google-pmle"
    );
    assert_eq!(
        offered("cert", "name", "AI-901", &[])[0].value,
        "azure-ai-901"
    );
    let empty = offered("cert", "name", "", &[]);
    assert_eq!(empty.len(), 25);
    assert!(!empty[0].label.contains("ended"), "{}", empty[0].label);
    for (path, option, kind) in [
        ("stack", "path", EntryKind::Stack),
        ("guide", "topic", EntryKind::Guide),
        ("faq", "question", EntryKind::Faq),
        ("plan", "name", EntryKind::Certification),
    ] {
        let choices = offered(path, option, "", &[]);
        assert!(!choices.is_empty(), "{path}");
        for choice in choices {
            assert_eq!(CATALOG.kind(&id(&choice.value)), Some(kind), "{path}");
        }
    }
}

#[test]
fn an_ended_exam_is_offered_as_such() {
    let choices = offered("cert", "name", "MLS-C01", &[]);
    assert_eq!(choices[0].value, "aws-mls");
    assert!(choices[0].label.contains("ended"), "{}", choices[0].label);
}

#[test]
fn compare_leaves_out_what_is_chosen() {
    let chosen = [("first", text("google-pmle"))];
    let choices = offered("compare", "second", "google", &chosen);
    assert!(!choices.is_empty());
    assert!(choices.iter().all(|choice| choice.value != "google-pmle"));
}

#[test]
fn everything_offered_is_understood() {
    for (path, option) in [
        ("cert", "name"),
        ("free", "topic"),
        ("faq", "question"),
        ("stack", "path"),
        ("guide", "topic"),
        ("browse", "provider"),
        ("catalog history", "entry"),
    ] {
        for choice in offered(path, option, "", &[]) {
            let asked = asked(path, &[(option, text(&choice.value))]);
            assert!(!matches!(asked, Ask::Text(_)), "{path}: {choice:?}");
        }
    }
    let name = ("name", text("google-pmle"));
    for choice in offered("plan", "start", "", &[]) {
        question("plan", &[name.clone(), ("start", text(&choice.value))]);
    }
}
