//! Whole conversations as in a direct message, to be read as a person would.

use std::fmt::Write as _;

use proptest::prelude::*;
use serde_json::Value;

use certwise::catalog::load_embedded;
use certwise::domain::parse_date;
use certwise::language::Conversation;
use certwise::reply::plain_text;
use certwise::service::{Snapshot, talk};

fn snapshot() -> Snapshot {
    Snapshot::new(load_embedded().unwrap()).unwrap()
}

#[test]
fn forty_conversations_read_well() {
    let snapshot = snapshot();
    let today = parse_date("2026-11-22").unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conversations.jsonl");
    let mut script = String::new();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let item: Value = serde_json::from_str(line).unwrap();
        let _ = writeln!(script, "=== {} ===", item["title"].as_str().unwrap());
        let mut conversation = Conversation::default();
        for turn in item["turns"].as_array().unwrap() {
            let text = turn.as_str().unwrap();
            let told = talk(
                &snapshot.lexicon,
                &snapshot.context(today),
                text,
                &conversation,
            );
            conversation = told.conversation.clone();
            let _ = writeln!(
                script,
                "> {text}\n[{} {:?}]\n{}\n",
                told.answer.intent().slug(),
                told.answer
                    .entries
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>(),
                plain_text(&told.reply)
            );
        }
    }
    insta::assert_snapshot!(script);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_text_gets_an_answer(turns in proptest::collection::vec("\\PC{0,400}|[a-z $€0-9?.,!'-]{0,400}", 1..4)) {
        static SNAPSHOT: std::sync::LazyLock<Snapshot> = std::sync::LazyLock::new(snapshot);
        let today = parse_date("2026-11-22").unwrap();
        let mut conversation = Conversation::default();
        for turn in &turns {
            let told = talk(&SNAPSHOT.lexicon, &SNAPSHOT.context(today), turn, &conversation);
            prop_assert!((0.0..=1.0).contains(&told.understanding.confidence));
            prop_assert!(told.answer.entries.len() <= Conversation::ENTRIES);
            prop_assert!(!plain_text(&told.reply).trim().is_empty());
            conversation = told.conversation;
            prop_assert!(conversation.entries.len() <= Conversation::ENTRIES);
            prop_assert!(conversation.profile.held.len() <= Conversation::FACTS);
        }
    }
}

#[test]
fn the_longest_text_is_cut_and_answered() {
    let snapshot = snapshot();
    let today = parse_date("2026-11-22").unwrap();
    for text in [
        "aws or not ".repeat(400),
        "\u{fdfa}".repeat(4_000),
        "a".repeat(100_000),
    ] {
        let told = talk(
            &snapshot.lexicon,
            &snapshot.context(today),
            &text,
            &Conversation::default(),
        );
        assert!(!plain_text(&told.reply).is_empty());
    }
}
