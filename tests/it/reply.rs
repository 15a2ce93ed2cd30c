//! Replies as people read them. After a change of wording or of `catalog/`, look at the new text and
//! accept it: `INSTA_UPDATE=always cargo test --test it reply::`.

use std::sync::Arc;

use certwise::advice::answer;
use certwise::catalog::{Catalog, load_embedded};
use certwise::domain::{
    Background, BrowseFilter, Budget, BudgetKind, Currency, Date, DeclineKind, EntryId, Goal,
    Level, Money, Platform, Profile, Question, parse_date,
};
use certwise::reply::{
    CommandHelp, Reply, ReplyContext, Row, Target, Templates, Tone, Visibility, render, why,
};

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
            },
        ),
        ("cost-list-all", Question::CostList { budget: None }),
        (
            "cost-list-nothing",
            Question::CostList {
                budget: Some(Budget::total(Money::units(0, Currency::USD))),
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
        ("decline-cheating", decline(DeclineKind::Cheating, &[])),
        ("decline-unsafe", decline(DeclineKind::Unsafe, &[])),
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
