//! Loading, checking, changing and exporting catalogues.

use std::sync::LazyLock;

use certwise::catalog::{
    self, FieldChange, Loaded, Overlay, OverlayRevision, Probes, RawCatalog, SetAsideReason,
    SourceFile, Target,
};
use certwise::domain::{EntryId, EntryKind};
use proptest::prelude::*;
use toml::{Table, Value};

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

/// The change of a field of the small catalogue's certification.
fn change(field: &str, before: Option<&str>, after: Option<&str>) -> FieldChange {
    let value = |text: &str| text.parse::<Value>().unwrap();
    FieldChange {
        target: Target::Entry(EntryKind::Certification, "acme-ai".parse().unwrap()),
        field: field.into(),
        before: before.map(value),
        after: after.map(value),
    }
}

fn overlay(revisions: &[&[FieldChange]]) -> Overlay {
    let numbered = revisions.iter().zip(1..);
    Overlay {
        revisions: numbered
            .map(|(changes, number)| OverlayRevision {
                number,
                changes: changes.to_vec(),
            })
            .collect(),
    }
}

#[test]
fn revisions_answer_until_the_base_changes_under_them() {
    let id: EntryId = "acme-ai".parse().unwrap();
    let fee = |loaded: &Loaded| {
        let found = loaded.catalog.certification(&id).unwrap();
        found
            .fee
            .as_ref()
            .unwrap()
            .amount
            .money()
            .unwrap()
            .to_string()
    };
    let short = |loaded: &Loaded| loaded.catalog.short(&id).to_owned();
    let overlay = overlay(&[
        &[change("fee.amount", Some("120.5"), Some("130"))],
        &[change("short", Some("\"Acme AI\""), Some("\"Acme\""))],
    ]);

    let base = loaded(SMALL).unwrap();
    let folded = overlay.fold(&base, Probes::NONE);
    assert_eq!(
        (fee(&folded.loaded), short(&folded.loaded)),
        ("$130".into(), "Acme".into())
    );
    assert_eq!(folded.set_aside, Vec::new());

    // The operator has another fee by now: the base answers it, the other revision stays.
    let base = loaded(&SMALL.replace("120.5", "99")).unwrap();
    let folded = overlay.fold(&base, Probes::NONE);
    assert_eq!(
        (fee(&folded.loaded), short(&folded.loaded)),
        ("$99".into(), "Acme".into())
    );
    let [aside] = folded.set_aside.as_slice() else {
        panic!("{:?}", folded.set_aside);
    };
    assert_eq!(aside.revision, 1);
    assert_eq!(
        aside.reason.to_string(),
        "fee.amount of certification.acme-ai is 99 now, the change expected 120.5"
    );

    // The operator has made the same change: nothing is left to review.
    let base = loaded(&SMALL.replace("120.5", "130")).unwrap();
    let folded = overlay.fold(&base, Probes::NONE);
    assert_eq!(fee(&folded.loaded), "$130");
    assert_eq!(folded.set_aside, Vec::new());
}

#[test]
fn a_revision_that_breaks_the_catalogue_is_set_aside_alone() {
    let base = loaded(SMALL).unwrap();
    let overlay = overlay(&[
        &[change("fee.amount", Some("120.5"), Some("130"))],
        &[change("aliases", None, Some("[\"acme\", \"@everyone\"]"))],
        &[change(
            "name",
            Some("\"Acme AI Practitioner\""),
            Some("\"Acme\""),
        )],
        &[change("id", Some("\"acme-ai\""), Some("\"acme-bi\""))],
    ]);
    let folded = overlay.fold(&base, Probes::NONE);
    let aside: Vec<u64> = folded
        .set_aside
        .iter()
        .map(|aside| aside.revision)
        .collect();
    assert_eq!(aside, [2, 4]);
    assert!(matches!(
        folded.set_aside[0].reason,
        SetAsideReason::Invalid(_)
    ));
    let entry = folded.loaded.catalog.entries().next().unwrap();
    assert_eq!(entry.name(), "Acme");
}

/// Values that stand in for what moderators might write, right and wrong.
fn value() -> impl Strategy<Value = Option<Value>> {
    prop_oneof![
        Just(None),
        "[a-z\n\"\\\\ ]{0,60}".prop_map(|text| Some(Value::from(text))),
        (-5_i64..5000).prop_map(|number| Some(Value::from(number))),
        (0_u32..1_000_000).prop_map(|cents| Some(Value::from(f64::from(cents) / 100.0))),
        any::<bool>().prop_map(|flag| Some(Value::from(flag))),
        Just(Some("2027-02-03".parse().unwrap())),
        prop::collection::vec("[a-z ]{1,30}", 0..12).prop_map(|items| Some(Value::from(items))),
        Just(Some(
            "{ amount = 5, source = \"article\", checked = 2026-01-09 }"
                .parse()
                .unwrap()
        )),
    ]
}

#[derive(Debug, Clone)]
struct Edit {
    entry: prop::sample::Index,
    field: prop::sample::Index,
    deep: prop::sample::Index,
    value: Option<Value>,
}

fn edit() -> impl Strategy<Value = Edit> {
    (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        value(),
    )
        .prop_map(|(entry, field, deep, value)| Edit {
            entry,
            field,
            deep,
            value,
        })
}

/// One change to the text of a catalogue: a field of an entry or of a table inside it, or the whole.
fn edited(document: &mut Table, edit: &Edit) {
    let kinds: Vec<String> = document
        .iter()
        .filter(|(_, value)| value.is_array())
        .map(|(key, _)| key.clone())
        .collect();
    if kinds.is_empty() {
        return;
    }
    let kind = edit.entry.get(&kinds);
    let Some(entries) = document.get_mut(kind).and_then(Value::as_array_mut) else {
        return;
    };
    if entries.is_empty() {
        return;
    }
    let index = edit.deep.index(entries.len());
    let Some(mut table) = entries.get_mut(index).and_then(Value::as_table_mut) else {
        return;
    };
    let mut keys: Vec<String> = table.keys().filter(|key| *key != "id").cloned().collect();
    keys.push("brand-new key.".to_owned());
    let mut key = edit.field.get(&keys).clone();
    if table.get(&key).is_some_and(Value::is_table) {
        table = table.get_mut(&key).and_then(Value::as_table_mut).unwrap();
        let inner: Vec<String> = table.keys().cloned().collect();
        if inner.is_empty() {
            return;
        }
        key.clone_from(edit.deep.get(&inner));
    }
    match &edit.value {
        Some(value) => drop(table.insert(key, value.clone())),
        None => drop(table.remove(&key)),
    }
}

/// The catalogue as written after some edits, valid or not.
fn raw_after(edits: &[Edit]) -> RawCatalog {
    let mut document: Table = catalog::export(&shipped().raw).parse().unwrap();
    for edit in edits {
        edited(&mut document, edit);
    }
    raw(&document)
}

fn raw(document: &Table) -> RawCatalog {
    let files = [SourceFile::new("all.toml", document.to_string())];
    catalog::read_raw(&files, &shipped().raw).unwrap()
}

#[test]
fn an_export_is_the_same_catalogue() {
    let before = shipped();
    let text = catalog::export(&before.raw);
    let after = loaded(&text).unwrap();
    assert_eq!(*before, after);
    assert_eq!(catalog::diff(&before.raw, &after.raw), Vec::new());
    assert_eq!(catalog::export(&after.raw), text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exports_and_diffs_lose_nothing(edits in prop::collection::vec(edit(), 0..8)) {
        let before = shipped().raw.clone();
        let after = raw_after(&edits);
        let text = catalog::export(&after);
        let files = [SourceFile::new("again.toml", text)];
        let again = catalog::read_raw(&files, &before).unwrap();
        prop_assert_eq!(&again, &after);
        let changes = catalog::diff(&before, &after);
        prop_assert_eq!(&before.with(&changes).unwrap(), &after);
        let back: Vec<_> = changes.iter().rev().map(catalog::FieldChange::inverse).collect();
        prop_assert_eq!(&after.with(&back).unwrap(), &before);
        let stored = serde_json::to_string(&changes).unwrap();
        let kept: Vec<catalog::FieldChange> = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(kept, changes);
    }

    #[test]
    fn a_base_that_changes_under_an_overlay_never_yields_a_broken_catalogue(
        revisions in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..5),
        base_edits in prop::collection::vec(edit(), 0..4),
    ) {
        let shipped = shipped();
        let mut now = shipped.raw.clone();
        let mut overlay = Overlay::default();
        for (number, edits) in revisions.iter().enumerate() {
            let mut document: Table = catalog::export(&now).parse().unwrap();
            for edit in edits {
                edited(&mut document, edit);
            }
            let next = raw(&document);
            overlay.revisions.push(OverlayRevision {
                number: number as u64,
                changes: catalog::diff(&now, &next),
            });
            now = next;
        }
        let base_raw = raw_after(&base_edits);
        let base = match catalog::build_with(&base_raw, Probes::NONE) {
            Ok(catalog) => Loaded { raw: base_raw, catalog },
            Err(_) => shipped.clone(),
        };
        let folded = overlay.fold(&base, Probes::NONE);
        // What answers is what a fresh load of its export would be: valid, and nothing left over.
        let fresh = loaded(&catalog::export(&folded.loaded.raw));
        prop_assert_eq!(fresh.map(|fresh| fresh.catalog), Ok(folded.loaded.catalog));
        prop_assert!(folded.set_aside.len() <= overlay.revisions.len());
        if folded.set_aside.len() == overlay.revisions.len() {
            prop_assert_eq!(folded.loaded.raw, base.raw);
        }
    }
}
