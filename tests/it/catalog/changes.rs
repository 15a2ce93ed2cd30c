//! Changes, overlays and exports.

use certwise::catalog::{
    self, FieldChange, Loaded, Overlay, OverlayRevision, Probes, RawCatalog, SetAsideReason,
    SourceFile, Target,
};
use certwise::domain::{EntryId, EntryKind};
use proptest::prelude::*;
use toml::{Table, Value};

use super::{SMALL, loaded, shipped};

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
