//! Any sequence of edits, undos and imports, over any base.

use std::sync::LazyLock;

use certwise::catalog::{
    FieldChange, Loaded, Probes, RawCatalog, build_with, diff, export, load_document,
};
use certwise::domain::{EntryId, Snowflake};
use certwise::moderation::plan::{self, UndoPlan, overlay};
use certwise::moderation::{Revision, RevisionKind};
use proptest::prelude::*;
use time::OffsetDateTime;
use toml::Value;

const SMALL: &str = r#"
[sources.one]
title = "One"
publisher = "one"
kind = "vendor"

[[certification]]
id = "aa-one"
name = "First"
short = "First"
provider = "acme"
kind = "exam"
level = "associate"
aliases = ["first one"]
topics = ["mlops"]
summary = "The first."
covers = ["this", "that"]
[[certification.status]]
state = "open"
source = "one"
checked = 2026-01-01
[certification.fee]
amount = 100
source = "one"
checked = 2026-01-01
[certification.exam]
minutes = 90
source = "one"
checked = 2026-01-01

[[certification]]
id = "bb-two"
name = "Second"
short = "Second"
provider = "acme"
kind = "exam"
level = "associate"
topics = ["mlops"]
summary = "The second."
covers = ["this", "that"]
[[certification.status]]
state = "open"
source = "one"
checked = 2026-01-01
[certification.fee]
amount = 200
source = "one"
checked = 2026-01-01

[[faq]]
id = "faq-cc"
question = "Why?"
short = "Why?"
answer = "Because of {{ fee(\"aa-one\") }}."
related = ["bb-two"]
source = "one"
checked = 2026-01-01
"#;

static BASE: LazyLock<Loaded> = LazyLock::new(|| load_document(SMALL).unwrap());

/// What a moderator does.
#[derive(Debug, Clone)]
enum Deed {
    /// Sets a field of an entry.
    Set(usize, usize, u16),
    /// Adds an entry of the server's own.
    Add(u8),
    /// Removes one.
    Remove(usize),
    /// Takes a revision back.
    Undo(usize),
    /// Imports an export in which a fee is another one.
    Import(u16),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0_usize..3, 0_usize..4, 1_u16..400).prop_map(|(entry, field, value)| Deed::Set(entry, field, value)),
        1 => (0_u8..3).prop_map(Deed::Add),
        1 => (0_usize..6).prop_map(Deed::Remove),
        3 => (0_usize..12).prop_map(Deed::Undo),
        1 => (1_u16..400).prop_map(Deed::Import),
    ]
}

fn fold(base: &Loaded, revisions: &[Revision]) -> RawCatalog {
    overlay(revisions).fold(base, Probes::NONE).loaded.raw
}

fn valid(raw: &RawCatalog) -> bool {
    build_with(raw, Probes::NONE).is_ok()
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

/// The changes of a deed over a catalogue; none where the check would refuse it.
fn plan_of(
    deed: &Deed,
    current: &RawCatalog,
    revisions: &[Revision],
) -> Option<(Vec<FieldChange>, Option<u64>)> {
    let edited = |entry: &EntryId, change: &dyn Fn(&mut toml::Table)| -> Option<Vec<FieldChange>> {
        let known = current.entry(entry)?;
        let mut table = known.table().clone();
        change(&mut table);
        let whole = plan::set(current, current.target(entry)?, Some(Value::Table(table)));
        Some(diff(current, &current.with(&[whole]).ok()?))
    };
    match deed {
        Deed::Set(entry, field, value) => {
            let entry = id(["aa-one", "bb-two", "local-0"][*entry]);
            let changes = edited(&entry, &|table| match field {
                0 => {
                    if let Some(Value::Table(fee)) = table.get_mut("fee") {
                        fee.insert("amount".into(), Value::Integer(i64::from(*value)));
                    }
                }
                1 => drop(table.insert("summary".into(), format!("About {value}.").into())),
                2 => drop(table.insert(
                    "aliases".into(),
                    Value::Array(vec![format!("alias {value}").into()]),
                )),
                _ => drop(table.remove("exam")),
            })?;
            Some((changes, None))
        }
        Deed::Add(number) => {
            let entry = id(&format!("local-{number}"));
            if current.entry(&entry).is_some() {
                return None;
            }
            let table: toml::Table = format!(
                "id = \"{entry}\"\nname = \"Own {number}\"\nshort = \"Own {number}\"\nprovider = \"own\"\nkind = \"exam\"\nlevel = \"associate\"\ntopics = [\"mlops\"]\nsummary = \"Own.\"\ncovers = [\"a\", \"b\"]\n[[status]]\nstate = \"open\"\nsource = \"one\"\nchecked = 2026-01-01\n[fee]\namount = 5\nsource = \"one\"\nchecked = 2026-01-01\n"
            )
            .parse()
            .unwrap();
            let target = format!("certification.{entry}").parse().unwrap();
            Some((
                vec![plan::set(current, target, Some(Value::Table(table)))],
                None,
            ))
        }
        Deed::Remove(entry) => {
            let entry = id([
                "aa-one", "bb-two", "faq-cc", "local-0", "local-1", "local-2",
            ][*entry]);
            let target = current.target(&entry)?;
            plan::referring(current, &entry)
                .is_empty()
                .then(|| (vec![plan::set(current, target, None)], None))
        }
        Deed::Undo(index) => {
            let number = revisions.get(*index)?.number;
            match plan::undo(revisions, number) {
                UndoPlan::Clear(changes) => Some((changes, Some(number))),
                UndoPlan::Conflict(_) => {
                    let revision = &revisions[*index];
                    Some((plan::undo_anyway(current, revision), Some(number)))
                }
                UndoPlan::Done(_) | UndoPlan::Unknown => None,
            }
        }
        Deed::Import(value) => {
            let text = export(current).replacen("amount = 200", &format!("amount = {value}"), 1);
            let imported = load_document(&text).ok()?;
            Some((diff(current, &imported.raw), None))
        }
    }
}

fn act(deeds: &[Deed]) -> Vec<Revision> {
    let mut revisions: Vec<Revision> = Vec::new();
    for deed in deeds {
        let current = fold(&BASE, &revisions);
        let Some((changes, undoes)) = plan_of(deed, &current, &revisions) else {
            continue;
        };
        let passes = current.with(&changes).is_ok_and(|changed| valid(&changed));
        if changes.is_empty() || !passes {
            continue;
        }
        revisions.push(Revision {
            guild: Snowflake(1),
            number: revisions.len() as u64 + 1,
            at: OffsetDateTime::UNIX_EPOCH,
            author: None,
            approver: None,
            kind: RevisionKind::Edit,
            note: None,
            undoes,
            changes,
        });
    }
    revisions
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_was_published_is_what_answers(deeds in prop::collection::vec(deed(), 1..14)) {
        let revisions = act(&deeds);
        let folded = overlay(&revisions).fold(&BASE, Probes::NONE);
        prop_assert!(folded.set_aside.is_empty(), "{:?}", folded.set_aside);
        // One after the other, without anything cancelled, gives the same.
        let mut step = BASE.raw.clone();
        for revision in &revisions {
            step = step.with(&revision.changes).unwrap();
        }
        prop_assert_eq!(&folded.loaded.raw, &step);
    }

    #[test]
    fn the_same_replayed_from_an_export_is_the_same(deeds in prop::collection::vec(deed(), 1..14)) {
        let revisions = act(&deeds);
        let folded = fold(&BASE, &revisions);
        let again = load_document(&export(&folded)).unwrap();
        prop_assert_eq!(&again.raw, &folded);
        let base = load_document(&export(&BASE.raw)).unwrap();
        let replayed: Vec<Revision> = revisions
            .into_iter()
            .map(|revision| {
                let text = serde_json::to_string(&revision.changes).unwrap();
                let changes = serde_json::from_str(&text).unwrap();
                Revision { changes, ..revision }
            })
            .collect();
        prop_assert_eq!(&fold(&base, &replayed), &folded);
    }

    #[test]
    fn undoing_everything_gives_the_base_back(deeds in prop::collection::vec(deed(), 1..10)) {
        let mut revisions = act(&deeds);
        // From the newest to the oldest, whatever is still in force.
        for number in (1..=revisions.len() as u64).rev() {
            let UndoPlan::Clear(changes) = plan::undo(&revisions, number) else {
                continue;
            };
            let current = fold(&BASE, &revisions);
            prop_assert!(current.with(&changes).is_ok());
            revisions.push(Revision {
                number: revisions.len() as u64 + 1,
                undoes: Some(number),
                changes,
                ..revisions[0].clone()
            });
        }
        prop_assert_eq!(&fold(&BASE, &revisions), &BASE.raw);
    }

    #[test]
    fn a_base_that_changes_never_yields_an_invalid_catalogue(
        deeds in prop::collection::vec(deed(), 1..10),
        base_deeds in prop::collection::vec(deed(), 0..6),
    ) {
        let revisions = act(&deeds);
        let moved = fold(&BASE, &act(&base_deeds));
        let base = load_document(&export(&moved)).unwrap();
        let folded = overlay(&revisions).fold(&base, Probes::NONE);
        prop_assert!(valid(&folded.loaded.raw));
        let laid: Vec<u64> = overlay(&revisions).revisions.iter().map(|revision| revision.number).collect();
        for aside in &folded.set_aside {
            prop_assert!(laid.contains(&aside.revision));
        }
    }
}
