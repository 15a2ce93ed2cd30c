//! Forms over every entry of the shipped catalogue.

use certwise::catalog::{Loaded, export, load_document, load_embedded};
use certwise::domain::parse_date;
use certwise::moderation::forms::{FormContext, Typed, form, pages};
use certwise::moderation::{DraftId, ModerationAction};
use certwise::reply::{Form, limits};

fn sent(form: &Form) -> Typed {
    let inputs = form.inputs.iter();
    inputs
        .map(|input| (input.name.clone(), input.value.clone()))
        .collect()
}

/// Opens and sends every form of a catalogue; the titles of those that left something out.
fn open_and_send(loaded: &Loaded) -> Vec<String> {
    let context = FormContext {
        raw: &loaded.raw,
        catalog: &loaded.catalog,
        today: parse_date(super::world::TODAY).unwrap(),
    };
    let mut left_out = Vec::new();
    for entry in loaded.raw.entries() {
        for page in pages(entry.kind()) {
            let id = ModerationAction::Page(DraftId(1), page.key).custom_id();
            let shown = form(id.unwrap(), page, entry.table(), None);
            let place = format!("{} of {}", page.title, entry.id());
            assert!((1..=5).contains(&shown.inputs.len()), "{place}");
            for input in &shown.inputs {
                assert!(limits::length(&input.value) <= 4_000, "{place}");
            }
            let applied = page
                .apply(
                    entry.kind(),
                    entry.table(),
                    entry.table(),
                    &sent(&shown),
                    &context,
                )
                .unwrap_or_else(|problems| panic!("{place}: {problems:?}"));
            assert_eq!(&applied.entry, entry.table(), "{place}");
            assert_eq!(applied.sources, [], "{place}");
            if shown.title != page.title {
                left_out.push(format!("{}: {}", entry.id(), shown.title));
            }
        }
    }
    left_out
}

#[test]
fn a_form_that_is_sent_as_it_was_opened_changes_nothing() {
    let left_out = open_and_send(&load_embedded().unwrap());
    assert_eq!(left_out, Vec::<String>::new(), "all of it can be edited");
}

/// Discord takes 4,000 characters. What is longer is not cut and taken for an edit.
#[test]
fn what_is_too_long_for_a_form_stays_as_it_is() {
    let base = export(&load_embedded().unwrap().raw);
    let mut text = format!(
        "{base}\n[[guide]]\nid = \"local-long\"\nname = \"Long\"\nshort = \"Long\"\nsummary = \"Long.\"\ntext = \"Long.\"\nsource = \"article\"\nchecked = 2026-01-09\n"
    );
    for number in 0..10 {
        let words = "word ".repeat(100);
        text.push_str(&format!(
            "[[guide.points]]\ntitle = \"Point {number}\"\ntext = \"{words}end.\"\n"
        ));
    }
    let left_out = open_and_send(&load_document(&text).unwrap());
    let title = "local-long: Everything, as it is written (not all fits)";
    assert_eq!(left_out, [title]);
}
