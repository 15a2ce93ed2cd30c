//! Loading, checking, changing and exporting catalogues.

mod changes;

use std::sync::LazyLock;

use certwise::catalog::{self, Loaded, SourceFile};
use proptest::prelude::*;

/// Problems as the command line prints them, one a line.
fn printed(problems: &[catalog::Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn shipped() -> &'static Loaded {
    static SHIPPED: LazyLock<Loaded> = LazyLock::new(|| {
        catalog::load_embedded().unwrap_or_else(|problems| panic!("{}", printed(&problems)))
    });
    &SHIPPED
}

fn loaded(text: &str) -> Result<Loaded, String> {
    catalog::load_document(text).map_err(|problems| printed(&problems))
}

/// The smallest catalogue that is complete: one certification and its source.
const SMALL: &str = r#"
[[certification]]
id = "acme-ai"
name = "Acme AI Practitioner"
short = "Acme AI"
provider = "acme"
kind = "exam"
level = "foundational"
summary = "Acme's first exam."

[[certification.status]]
state = "open"
source = "acme-page"
checked = 2026-11-01

[certification.fee]
amount = 120.5
source = "acme-page"
checked = 2026-11-01

[sources.acme-page]
title = "Acme AI Practitioner"
publisher = "Acme"
url = "https://acme.example/ai"
kind = "vendor"
"#;

#[test]
fn the_shipped_catalogue_has_no_problems() {
    let loaded = shipped();
    assert!(loaded.catalog.certifications().count() >= 24);
    assert!(loaded.catalog.situations().count() >= 5);
}

#[test]
fn a_catalogue_of_one_certification_is_complete() {
    let loaded = loaded(SMALL).unwrap();
    assert_eq!(loaded.catalog.entries().len(), 1);
    assert!(loaded.catalog.assumptions().hours_per_week > 0.0);
    assert!(loaded.catalog.currencies().count() > 1);
}

#[test]
fn the_same_catalogue_may_stand_in_one_file_or_many() {
    let (certification, sources) = SMALL.split_once("[sources").unwrap();
    let file = certification
        .replace("[[certification]]\n", "")
        .replace("certification.", "");
    let files = [
        SourceFile::new("certifications/acme-ai.toml", file),
        SourceFile::new("sources.toml", format!("[sources{sources}")),
        SourceFile::new("notes.txt", "not part of it"),
    ];
    let many = catalog::load(&files).unwrap();
    assert_eq!(many, loaded(SMALL).unwrap());
}

/// Loads the small catalogue with replacements and gives its problems.
fn problems(changes: &[(&str, &str)]) -> String {
    let mut text = SMALL.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in the text");
        text = text.replacen(from, to, 1);
    }
    loaded(&text).map_or_else(|problems| problems, |_| "none".to_owned())
}

#[test]
fn three_wrong_fields_in_one_entry_are_three_problems() {
    insta::assert_snapshot!(problems(&[
        ("short = \"Acme AI\"", "short = 5"),
        ("level = \"foundational\"", "level = \"fundational\""),
        ("summary", "sumary"),
    ]));
}

#[test]
fn figures_need_a_source_and_a_day() {
    insta::assert_snapshot!(problems(&[
        (
            "amount = 120.5\nsource = \"acme-page\"\nchecked = 2026-11-01",
            "amount = 120.5"
        ),
        ("source = \"acme-page\"", "source = \"acme-pages\""),
        ("checked = 2026-11-01", "checked = 1926-11-01"),
    ]));
}

#[test]
fn impossible_figures_are_refused() {
    insta::assert_snapshot!(problems(&[(
        "[sources.acme-page]",
        r#"[certification.preparation]
months = [4, 2]
hours = -3
hours_per_week = 200
source = "acme-page"
checked = "2026-11-01"

[certification.validity]
months = 0
never_expires = true
source = "acme-page"
checked = 2026-11-01

[[certification.variant]]
name = "A"
low = 300
high = 200
source = "acme-page"
checked = 2026-11-01

[[certification.variant]]
name = "B"
amount = 99999999
currency = "usd"
source = "acme-page"
checked = 2026-11-01

[[certification.variant]]
name = "C"
kind = "free"
amount = 12.345
source = "acme-page"
checked = 2026-11-01

[[certification.variant]]
name = "D"
amount = inf
currency = "XTS"
source = "acme-page"
checked = 2026-11-01

[sources.acme-page]"#
    )]));
}

#[test]
fn lives_are_in_order_and_lead_somewhere() {
    let second = SMALL
        .split("[[certification]]")
        .nth(1)
        .and_then(|rest| rest.split("[sources").next())
        .unwrap()
        .replace("acme-ai", "acme-old")
        .replace("Acme AI", "Acme Old");
    insta::assert_snapshot!(problems(&[
        (
            "state = \"open\"",
            "state = \"open\"\nfrom = 2026-05-01\nlast_day = 2026-06-01",
        ),
        (
            "[certification.fee]",
            r#"[[certification.status]]
state = "retired"
last_day = 2026-03-31
successors = ["acme-old", "acme-new", "acme-ai"]
source = "acme-page"
checked = 2026-11-01

[certification.fee]"#,
        ),
        (
            "[sources.acme-page]",
            &format!(
                "[[certification]]{}\n[sources.acme-page]",
                second.replace(
                    "state = \"open\"",
                    "state = \"retired\"\nsuccessors = [\"acme-ai\"]"
                )
            ),
        ),
    ]));
}

#[test]
fn texts_that_ping_or_mislead_are_refused() {
    insta::assert_snapshot!(problems(&[
        ("name = \"Acme AI Practitioner\"", "name = \"Acme\\nAI\""),
        (
            "summary = \"Acme's first exam.\"",
            "summary = \"\"\"\nFine.\nHello @everyone.\n# Big\n[x](http://a.b)\"\"\""
        ),
        (
            "short = \"Acme AI\"",
            "short = \"Acme AI, the exam for people who have much time\""
        ),
        (
            "url = \"https://acme.example/ai\"",
            "url = \"http://acme.example/ai\""
        ),
        ("publisher = \"Acme\"", "publisher = \"Ac\\u202Eme\""),
    ]));
}

#[test]
fn names_and_ids_lead_to_one_entry() {
    let twice = SMALL
        .split("[[certification]]")
        .nth(1)
        .and_then(|rest| rest.split("[sources").next())
        .unwrap()
        .to_owned();
    insta::assert_snapshot!(problems(&[(
        "[sources.acme-page]",
        &format!(
            "[[certification]]{twice}\n[[certification]]{}\n[[certification]]{}\n[sources.acme-page]",
            twice
                .replace("acme-ai", "acme-two")
                .replace(
                    "\"Acme AI Practitioner\"",
                    "\"Acme Two\"\naliases = [\"acme ai\", \"ACME AI\", \"a\\nb\"]"
                )
                .replace("short = \"Acme AI\"", "short = \"Acme 2\""),
            twice.replace("acme-ai", "Acme_AI"),
        ),
    )]));
}

#[test]
fn situations_pick_what_exists_and_can_be_earned() {
    insta::assert_snapshot!(problems(&[
        (
            "state = \"open\"",
            "state = \"retired\"\nlast_day = 2026-03-31",
        ),
        (
            "[sources.acme-page]",
            r#"[[situation]]
id = "acme"
name = "You like Acme"
short = "Acme"
order = -1
when = { goal = ["start", "fly"], years = [5, 2], platfrom = ["aws"] }
picks = [{ entry = "acme-ai", because = "it is there" }, { entry = "acme-bi" }]
because = "There is nothing else."
source = "acme-page"
checked = 2026-11-01

[sources.acme-page]"#,
        ),
    ]));
}

#[test]
fn what_is_over_without_a_successor_is_no_pick() {
    let situation = r#"[[situation]]
id = "when-acme"
name = "You like Acme"
short = "Acme"
order = 1
picks = [{ entry = "acme-ai", because = "it is there" }]
because = "There is nothing else."
source = "acme-page"
checked = 2026-11-01

[sources.acme-page]"#;
    let ends = |last_day: &str| {
        let state = format!("state = \"retired\"\nlast_day = {last_day}");
        problems(&[
            ("state = \"open\"", &state),
            ("[sources.acme-page]", situation),
        ])
    };
    // It was over when it was checked, on 1 November.
    assert_eq!(
        ends("2026-03-31"),
        "catalog.toml:27:20: \"acme-ai\" is over and has no successor \
         (pick something that can be earned, or name its successor)"
    );
    // What ends later is the advice's business: a right catalogue does not turn wrong overnight.
    assert_eq!(ends("2027-03-31"), "none");
}

#[test]
fn broken_files_are_told_and_nothing_that_follows_from_them() {
    let files = [
        SourceFile::new("faq.toml", "[[faq]]\nid = \"faq-x\nquestion = 3\n"),
        SourceFile::new("guide.toml", b"[[guide]]\nid = \"\xff\"".to_vec()),
        SourceFile::new("other.toml", "[[certificaton]]\nid = 1\n[faq]\n"),
        SourceFile::new("acme.toml", SMALL),
        SourceFile::new("nul.toml", "a = \"\0\""),
        SourceFile::new("again.toml", "[sources.acme-page]\ntitle = \"Again\"\n"),
        SourceFile::new("replies/cert.md", "one\ntwo \u{202e}"),
    ];
    insta::assert_snapshot!(printed(&catalog::load(&files).unwrap_err()));
}

#[test]
fn depth_and_size_end_in_problems_not_in_a_crash() {
    let brackets = "[".repeat(200_000);
    let deep = format!("a = {brackets}");
    let dotted = format!("{} = 1", vec!["a"; 50_000].join("."));
    let inline = format!("a = {}", "{ a = ".repeat(50_000));
    let entries = "[[faq]]\nx = 1\n".repeat(20_000);
    let circle: String = (0..300)
        .map(|number| {
            let next = (number + 1) % 300;
            let one = SMALL.split("[sources").next().unwrap_or_default();
            one.replace("acme-ai", &format!("acme-{number}"))
                .replace("Acme AI", &format!("Acme {number}"))
                .replace(
                    "state = \"open\"",
                    &format!("state = \"retired\"\nsuccessors = [\"acme-{next}\"]"),
                )
        })
        .collect();
    for text in [deep, dotted, inline, entries, circle] {
        let problems = catalog::load_document(&text).unwrap_err();
        assert!((1..=1500).contains(&problems.len()));
    }
}

#[test]
fn an_empty_folder_is_no_catalogue() {
    insta::assert_snapshot!(printed(&catalog::load(&[]).unwrap_err()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_give_a_catalogue_or_problems(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let files = [
            SourceFile::new("a.toml", bytes.clone()),
            SourceFile::new("replies/cert.md", bytes),
        ];
        if let Err(problems) = catalog::load(&files) {
            prop_assert!(!problems.is_empty());
        }
    }

    #[test]
    fn any_damage_to_a_document_gives_a_catalogue_or_problems(
        at in any::<prop::sample::Index>(),
        length in 0_usize..40,
        with in "[\\PC\n\\[\\]={}\".#0-9]{0,12}",
    ) {
        let mut text: Vec<char> = SMALL.chars().collect();
        let from = at.index(text.len());
        let to = (from + length).min(text.len());
        text.splice(from..to, with.chars());
        let text: String = text.into_iter().collect();
        if let Err(problems) = catalog::load_document(&text) {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(problem.line > 0 && problem.column > 0, "{problem}");
                prop_assert!(!problem.what.is_empty() && !problem.hint.is_empty(), "{problem}");
            }
        }
    }
}
