//! Replies as people read them. After a change of wording or of `catalog/`, look at the new text and
//! accept it: `INSTA_UPDATE=always cargo test --test it reply::`.

use std::sync::Arc;

use certwise::advice::answer;
use certwise::catalog::{Catalog, Place, Scope, Section, SourceFile, load, load_embedded};
use certwise::domain::{
    Background, BrowseFilter, Budget, BudgetKind, CredentialKind, Currency, Date, DeclineKind,
    EntryId, Goal, Level, Money, Platform, Profile, Question, parse_date,
};
use certwise::reply::{
    CommandHelp, Reply, ReplyContext, Row, Target, Templates, Tone, Visibility, probe, render, why,
};
use proptest::prelude::*;

struct Bench {
    catalog: Arc<Catalog>,
    templates: Templates,
    today: Date,
}

impl Bench {
    fn new() -> Self {
        Self::on("2026-11-22")
    }

    fn on(today: &str) -> Self {
        let catalog = load_embedded()
            .expect("the shipped catalogue loads")
            .catalog;
        Self::with(catalog, today)
    }

    fn with(catalog: Catalog, today: &str) -> Self {
        let catalog = Arc::new(catalog);
        let templates = Templates::new(&catalog).expect("the templates compile");
        Self {
            catalog,
            templates,
            today: day(today),
        }
    }

    fn context(&self) -> ReplyContext<'_> {
        ReplyContext::new(&self.catalog, &self.templates, self.today)
    }

    fn reply(&self, question: &Question, page: u8) -> Reply {
        let answer = answer(&self.catalog, question, self.today);
        render(&self.context(), &answer, page)
    }
}

fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

/// A reply as it looks, without Discord.
fn shown(reply: &Reply) -> String {
    let mut lines = Vec::new();
    let tone = match reply.tone {
        Tone::Neutral => "neutral",
        Tone::Good => "good",
        Tone::Caution => "caution",
        Tone::Problem => "problem",
    };
    let seen_by = match reply.visibility {
        Visibility::Public => "everybody",
        Visibility::Private => "the asker",
    };
    lines.push(format!("({tone}, for {seen_by})"));
    lines.extend(reply.quote.iter().map(|quote| format!("> {quote}")));
    lines.extend(reply.title.iter().map(|title| format!("# {title}")));
    lines.push(reply.text.clone());
    for field in &reply.fields {
        lines.push(format!("## {}\n{}", field.name, field.value));
    }
    lines.extend(reply.footer.iter().map(|footer| format!("-- {footer}")));
    for row in &reply.rows {
        lines.push(match row {
            Row::Buttons(buttons) => buttons
                .iter()
                .map(|button| match &button.target {
                    Target::Action(id) => format!("[{}] {}", button.label, id.as_str()),
                    Target::Link(address) => format!("[{}] {address}", button.label),
                })
                .collect::<Vec<_>>()
                .join("\n"),
            Row::Select(select) => format!(
                "<{}> {}\n    {}",
                select.placeholder,
                select.id.as_str(),
                select
                    .options
                    .iter()
                    .map(|option| {
                        let mark = if option.chosen { "*" } else { "" };
                        format!("{mark}{} = {}", option.label, option.value)
                    })
                    .collect::<Vec<_>>()
                    .join(" | ")
            ),
        });
    }
    lines.join("\n")
}

/// All pages of a reply, one after the other.
fn all_pages(bench: &Bench, question: &Question) -> String {
    let mut pages: Vec<String> = Vec::new();
    for page in 0..20 {
        let page = shown(&bench.reply(question, page));
        if pages.last() == Some(&page) {
            break;
        }
        pages.push(page);
    }
    pages.join("\n\n~~~~~~~~ More ~~~~~~~~\n\n")
}

fn java_developer() -> Profile {
    Profile {
        background: Some(Background::Developer),
        platform: Some(Platform::Azure),
        budget: Some(Budget::total(Money::units(200, Currency::USD))),
        deadline: Some(day("2027-01-31")),
        ..Profile::default()
    }
}

fn questions() -> Vec<(&'static str, Question)> {
    let none = Profile::default;
    let card = |name: &str| Question::Card(id(name));
    let costs = |name: &str| Question::Costs {
        entry: id(name),
        profile: none(),
    };
    let plan = |name: &str, hours| Question::Plan {
        entry: id(name),
        hours_per_week: hours,
        start: None,
        deadline: None,
    };
    let advise = Question::Advise;
    let decline = |kind, near: &[&str]| Question::Decline {
        kind,
        near: near.iter().map(|name| id(name)).collect(),
    };
    vec![
        ("card-open", card("google-pmle")),
        ("card-beta", card("aws-mla")),
        ("card-retired", card("aws-mls")),
        ("card-course", card("ibm-ai-engineering")),
        ("card-family", card("nvidia-dli")),
        ("card-university", card("stanford-ml")),
        ("card-resource", card("kaggle-learn")),
        ("costs-exam", costs("google-pmle")),
        ("costs-subscription", costs("ibm-ai-engineering")),
        ("costs-retired", costs("azure-ai-102")),
        ("costs-family", costs("nvidia-dli")),
        (
            "costs-budget-in-euro",
            Question::Costs {
                entry: id("google-pmle"),
                profile: Profile {
                    budget: Some(Budget::total(Money::units(150, Currency::EUR))),
                    ..none()
                },
            },
        ),
        (
            "cost-list",
            Question::CostList {
                budget: Some(Budget::total(Money::units(100, Currency::USD))),
                kind: None,
            },
        ),
        (
            "cost-list-exams",
            Question::CostList {
                budget: Some(Budget::total(Money::units(150, Currency::USD))),
                kind: Some(CredentialKind::Exam),
            },
        ),
        (
            "cost-list-all",
            Question::CostList {
                budget: None,
                kind: None,
            },
        ),
        (
            "cost-list-nothing",
            Question::CostList {
                budget: Some(Budget::total(Money::units(0, Currency::USD))),
                kind: None,
            },
        ),
        (
            "compare-two",
            Question::Compare {
                entries: vec![id("google-pmle"), id("aws-genai-dev")],
                profile: none(),
            },
        ),
        (
            "compare-three-one-retired",
            Question::Compare {
                entries: vec![id("google-pmle"), id("aws-mls"), id("azure-ai-103")],
                profile: java_developer(),
            },
        ),
        (
            "duration",
            Question::Duration {
                entry: id("google-pmle"),
                profile: none(),
            },
        ),
        (
            "duration-with-deadline",
            Question::Duration {
                entry: id("ibm-ai-engineering"),
                profile: Profile {
                    hours_per_week: Some(10),
                    deadline: Some(day("2027-02-28")),
                    ..none()
                },
            },
        ),
        ("plan", plan("google-pmle", Some(8))),
        ("plan-successor", plan("aws-mls", None)),
        (
            "prerequisites",
            Question::Prerequisites {
                entry: id("google-pmle"),
                profile: none(),
            },
        ),
        ("renewal", Question::Renewal(id("azure-ai-103"))),
        ("renewal-retired", Question::Renewal(id("aws-mls"))),
        ("exam", Question::Exam(id("google-pmle"))),
        ("exam-family", Question::Exam(id("nvidia-dli"))),
        ("exam-retired", Question::Exam(id("azure-ai-102"))),
        ("status-open", Question::Status(id("google-pmle"))),
        ("status-beta", Question::Status(id("aws-mla"))),
        ("status-retired", Question::Status(id("azure-ai-102"))),
        (
            "free",
            Question::Free {
                entry: None,
                topic: None,
            },
        ),
        (
            "free-entry",
            Question::Free {
                entry: Some(id("google-ai-essentials")),
                topic: None,
            },
        ),
        ("faq", Question::Faq(Some(id("faq-worth-it")))),
        ("faq-list", Question::Faq(None)),
        ("stack", Question::Stack(Some(id("stack-ml-engineer")))),
        ("stack-list", Question::Stack(None)),
        ("career", Question::Career { years: Some(5) }),
        ("career-all", Question::Career { years: None }),
        ("guide", Question::Guide(Some(id("employers")))),
        (
            "decision-guide",
            Question::Guide(Some(id("decision-guide"))),
        ),
        ("guide-list", Question::Guide(None)),
        ("browse", Question::Browse(BrowseFilter::default())),
        (
            "browse-topic",
            Question::Browse(BrowseFilter {
                topic: Some(Goal::GenerativeAi),
                ..BrowseFilter::default()
            }),
        ),
        (
            "browse-universities",
            Question::Browse(BrowseFilter {
                kind: Some(CredentialKind::University),
                ..BrowseFilter::default()
            }),
        ),
        (
            "browse-nothing",
            Question::Browse(BrowseFilter {
                tier: Some(4),
                level: Some(Level::Associate),
                ..BrowseFilter::default()
            }),
        ),
        ("advise-guided", advise(none())),
        ("advise-java-developer", advise(java_developer())),
        (
            "advise-beginner",
            advise(Profile {
                background: Some(Background::Beginner),
                goal: Some(Goal::Start),
                ..none()
            }),
        ),
        (
            "advise-aws-experienced",
            advise(Profile {
                background: Some(Background::Developer),
                platform: Some(Platform::Aws),
                years: Some(4),
                ..none()
            }),
        ),
        (
            "advise-aws",
            advise(Profile {
                background: Some(Background::MlEngineer),
                platform: Some(Platform::Aws),
                years: Some(1),
                hours_per_week: Some(6),
                ..none()
            }),
        ),
        (
            "advise-nothing-to-spend",
            advise(Profile {
                background: Some(Background::Student),
                budget: Some(Budget {
                    amount: Money::units(0, Currency::USD),
                    kind: BudgetKind::Total,
                }),
                ..none()
            }),
        ),
        ("greeting", Question::Greeting),
        ("help", Question::Help),
        ("about", Question::About),
        ("privacy", Question::Privacy),
        (
            "clarify",
            Question::Clarify(vec![
                card("google-pmle"),
                costs("google-genai-leader"),
                Question::Free {
                    entry: None,
                    topic: None,
                },
            ]),
        ),
        (
            "decline-unsure",
            decline(DeclineKind::Unsure, &["google-pmle", "faq-which-first"]),
        ),
        (
            "decline-not-in-catalogue",
            decline(DeclineKind::NotInCatalogue, &["aws-mla"]),
        ),
        (
            "decline-not-in-catalogue-and-nothing-near",
            decline(DeclineKind::NotInCatalogue, &[]),
        ),
        ("decline-other-field", decline(DeclineKind::OtherField, &[])),
        (
            "decline-booking",
            decline(DeclineKind::Booking, &["azure-ai-103"]),
        ),
        (
            "decline-booking-of-nothing-named",
            decline(DeclineKind::Booking, &[]),
        ),
        ("decline-pay", decline(DeclineKind::Pay, &["employers"])),
        ("decline-law", decline(DeclineKind::Law, &[])),
        ("decline-cheating", decline(DeclineKind::Cheating, &[])),
        ("decline-unsafe", decline(DeclineKind::Unsafe, &[])),
        ("decline-distress", decline(DeclineKind::Distress, &[])),
        ("decline-language", decline(DeclineKind::Language, &[])),
        ("decline-empty", decline(DeclineKind::Empty, &[])),
    ]
}

#[test]
fn replies_read_well() {
    let bench = Bench::new();
    for (name, question) in questions() {
        insta::assert_snapshot!(name, all_pages(&bench, &question));
    }
}

#[test]
fn why_tells_every_reason() {
    let bench = Bench::new();
    let question = Question::Advise(java_developer());
    let found = answer(&bench.catalog, &question, bench.today);
    let context = ReplyContext {
        understood: Some("'java' → developer; Azure; budget $200"),
        ..bench.context()
    };
    insta::assert_snapshot!("why", shown(&why(&context, &found)));
}

#[test]
fn help_lists_the_commands_it_is_given() {
    let bench = Bench::new();
    let commands = [CommandHelp {
        usage: "/cert name".to_owned(),
        description: "Everything about one certification".to_owned(),
    }];
    let context = ReplyContext {
        commands: &commands,
        is_free_text: true,
        ..bench.context()
    };
    let found = answer(&bench.catalog, &Question::Help, bench.today);
    insta::assert_snapshot!("help-with-commands", shown(&render(&context, &found, 0)));
}

/// The catalogue with one file's text changed.
fn changed(file: &str, from: &str, to: &str) -> Catalog {
    let mut files = certwise::catalog::embedded();
    let found = files
        .iter_mut()
        .find(|known| known.path == file)
        .expect("the file is there");
    let text = String::from_utf8(found.bytes.clone()).unwrap();
    assert!(text.contains(from), "{file} says {from:?}");
    *found = SourceFile::new(file, text.replacen(from, to, 1));
    load(&files).expect("it still loads").catalog
}

#[test]
fn one_changed_fee_is_told_everywhere() {
    let file = "certifications/google-pmle.toml";
    let before = Bench::new();
    let after = Bench::with(changed(file, "amount = 200", "amount = 277"), "2026-11-22");
    let pmle = || id("google-pmle");
    let none = Profile::default;
    for question in [
        Question::Card(pmle()),
        Question::Costs {
            entry: pmle(),
            profile: none(),
        },
        Question::CostList {
            budget: None,
            kind: None,
        },
        Question::Compare {
            entries: vec![pmle(), id("azure-ai-103")],
            profile: none(),
        },
        Question::Plan {
            entry: pmle(),
            hours_per_week: None,
            start: None,
            deadline: None,
        },
        Question::Faq(Some(id("faq-worth-it"))),
        Question::Stack(Some(id("stack-ml-engineer"))),
        Question::Browse(BrowseFilter::default()),
        Question::Advise(Profile {
            background: Some(Background::MlEngineer),
            platform: Some(Platform::GoogleCloud),
            years: Some(4),
            ..none()
        }),
    ] {
        let old = all_pages(&before, &question);
        let new = all_pages(&after, &question);
        assert!(!old.contains("$277"), "{question:?}");
        assert!(new.contains("$277"), "{question:?} still says\n{new}");
    }
}

#[test]
fn a_status_follows_the_calendar_without_an_edit() {
    let card = Question::Card(id("aws-mls"));
    let last = all_pages(&Bench::on("2026-03-31"), &card);
    let after = all_pages(&Bench::on("2026-04-01"), &card);
    assert!(last.contains("Open until 31 March 2026"), "{last}");
    assert!(after.contains("Retired on 31 March 2026"), "{after}");
}

#[test]
fn a_member_is_never_echoed_in_a_decline() {
    let bench = Bench::new();
    for kind in DeclineKind::ALL {
        let question = Question::Decline {
            kind: *kind,
            near: Vec::new(),
        };
        let reply = bench.reply(&question, 0);
        assert!(reply.quote.is_none());
        // Nothing here is of use to somebody in despair.
        let leads = *kind != DeclineKind::Distress;
        assert_eq!(!reply.rows.is_empty(), leads, "{kind:?}");
    }
}

#[test]
fn the_shipped_wording_has_no_mistake() {
    let bench = Bench::new();
    let findings = probe(&bench.catalog, &Scope::Everything, bench.today);
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn mistakes_in_wording_are_found_where_they_stand() {
    let found = |file: &str, from: &str, to: &str| {
        let catalog = changed(file, from, to);
        let findings = probe(&catalog, &Scope::Everything, day("2026-11-22"));
        findings
            .into_iter()
            .map(|finding| (finding.place, finding.field, finding.line, finding.what))
            .next()
            .expect("a finding")
    };
    let reply = |name: &str| Place::Item(Section::Replies, name.to_owned());
    let (place, _, line, what) = found(
        "replies/greeting.md",
        "Ask me in your own words, for example:",
        "Ask me in your own words, {{ nobody }}:",
    );
    assert_eq!((place, line), (reply("greeting.md"), 3), "{what}");
    let (place, _, line, what) = found("replies/card.md", "{{ summary }}", "{{ summary");
    assert_eq!(place, reply("card.md"), "{what}");
    assert!(line > 0, "{what}");
    let (place, field, _, what) = found(
        "faq.toml",
        "{{ fee(\"azure-ai-103\") }}",
        "{{ fee(\"azure-ai-999\") }}",
    );
    assert_eq!(place, Place::Entry(id("faq-worth-it")), "{what}");
    assert_eq!(field, "more");
    assert!(what.contains("azure-ai-999"), "{what}");
}

/// What Discord would refuse, or what a reply must never do.
fn faults(reply: &Reply) -> Vec<String> {
    let length = |text: &str| text.encode_utf16().count();
    let mut faults = Vec::new();
    let mut check = |what: &str, text: &str, most: usize| {
        if text.trim().is_empty() || length(text) > most {
            faults.push(format!("{what} has {} characters", length(text)));
        }
    };
    if let Some(title) = &reply.title {
        check("title", title, 256);
    }
    if !reply.text.is_empty() || reply.title.is_none() {
        check("text", &reply.text, 4_096);
    }
    if let Some(footer) = &reply.footer {
        check("footer", footer, 2_048);
    }
    let total = [
        reply.title.as_deref(),
        Some(&reply.text),
        reply.footer.as_deref(),
    ]
    .into_iter()
    .flatten()
    .map(length)
    .sum::<usize>();
    if total > 6_000 || reply.rows.len() > 5 {
        faults.push(format!("{total} characters, {} rows", reply.rows.len()));
    }
    let mut ids = std::collections::BTreeSet::new();
    let mut label = |text: &str, most: usize| {
        if text.trim().is_empty() || length(text) > most {
            faults.push(format!("label {text:?}"));
        }
    };
    let mut repeated = Vec::new();
    for row in &reply.rows {
        match row {
            Row::Buttons(buttons) => {
                if buttons.is_empty() || buttons.len() > 5 {
                    repeated.push(format!("{} buttons", buttons.len()));
                }
                for button in buttons {
                    label(&button.label, 80);
                    if let Target::Action(id) = &button.target
                        && !ids.insert(id.as_str().to_owned())
                    {
                        repeated.push(format!("{} twice", id.as_str()));
                    }
                }
            }
            Row::Select(select) => {
                label(&select.placeholder, 150);
                if select.options.is_empty() || select.options.len() > 25 {
                    repeated.push(format!("{} options", select.options.len()));
                }
                for option in &select.options {
                    label(&option.label, 100);
                    label(&option.value, 100);
                }
                if !ids.insert(select.id.as_str().to_owned()) {
                    repeated.push(format!("{} twice", select.id.as_str()));
                }
            }
        }
    }
    faults.extend(repeated);
    let written = [reply.title.as_deref(), Some(&reply.text)];
    for text in written.into_iter().flatten() {
        for mention in ["@everyone", "@here", "<@1", "<#1", "<:x:1", "</x:1", "<t:1"] {
            let mut rest = text;
            while let Some(at) = rest.find(mention) {
                if !rest[..at].ends_with('\\') {
                    faults.push(format!("{mention} stands in {text:?}"));
                }
                rest = &rest[at + mention.len()..];
            }
        }
        for forbidden in ['\u{202e}', '\u{2066}', '\u{200f}', '\u{feff}'] {
            if text.contains(forbidden) {
                faults.push(format!("{forbidden:?} stands in it"));
            }
        }
        for line in text.lines() {
            if line.starts_with('#') || line.starts_with("-# ") || line.starts_with('>') {
                faults.push(format!("a heading or quote: {line:?}"));
            }
        }
    }
    faults
}

/// As odd as the check lets a name be: it refuses mentions and what cannot be seen.
const ODD: &str =
    "# **x** _y_ ||z|| [l](https://evil.example) <:x:1> <t:1> https://evil.example > - 1.";

/// The shipped catalogue with other texts for one certification; `None` where the check refuses them.
fn with_texts(name: &str, short: &str, summary: &str) -> Option<Catalog> {
    let mut files = certwise::catalog::embedded();
    let file = files
        .iter_mut()
        .find(|known| known.path == "certifications/google-pmle.toml")?;
    let text = String::from_utf8(file.bytes.clone()).ok()?;
    let text: Vec<String> = text
        .lines()
        .map(|line| {
            let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
            match line.split_once(" = ") {
                Some(("name", _)) => format!("name = {}", quoted(name)),
                Some(("short", _)) => format!("short = {}", quoted(short)),
                Some(("summary", _)) => format!("summary = {}", quoted(summary)),
                _ => line.to_owned(),
            }
        })
        .collect();
    file.bytes = text.join("\n").into_bytes();
    Some(load(&files).ok()?.catalog)
}

#[test]
fn names_have_no_power() {
    let catalog = with_texts(ODD, "*x* <:x:1> [l](https://evil.example)", "Plain.")
        .expect("odd names are names");
    let bench = Bench::with(catalog, "2026-11-22");
    for (name, question) in questions() {
        for page in 0..4 {
            let reply = bench.reply(&question, page);
            let faults = faults(&reply);
            assert!(faults.is_empty(), "{name}: {faults:#?}");
            let links = reply.text.matches("https://evil").count();
            assert_eq!(links, 0, "{name} links to what a name says");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_reply_keeps_to_the_limits(
        name in "\\PC{1,300}",
        short in "\\PC{1,60}",
        summary in "(\\PC{1,60} ?){1,120}",
        is_free_text in any::<bool>(),
    ) {
        let Some(catalog) = with_texts(&name, &short, &summary) else {
            return Ok(());
        };
        // A text that begins a template and does not end it is refused as well.
        prop_assume!(Templates::new(&catalog).is_ok());
        let bench = Bench::with(catalog, "2026-11-22");
        let context = ReplyContext { is_free_text, ..bench.context() };
        for (name, question) in questions() {
            let answer = answer(&bench.catalog, &question, bench.today);
            for page in 0..3 {
                let faults = faults(&render(&context, &answer, page));
                prop_assert!(faults.is_empty(), "{}: {:#?}", name, faults);
            }
            let faults = faults(&why(&context, &answer));
            prop_assert!(faults.is_empty(), "why {}: {:#?}", name, faults);
        }
    }
}
