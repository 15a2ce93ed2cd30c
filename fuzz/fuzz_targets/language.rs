//! Any text in any conversation: an answer, no panic, bounded state.
//!
//! `cargo fuzz run language --sanitizer none` (a stable toolchain will do); lines are turns.

#![no_main]

use std::sync::LazyLock;

use certwise::catalog::{Catalog, load_embedded};
use certwise::domain::{Date, parse_date};
use certwise::language::{Conversation, Lexicon, understand};
use libfuzzer_sys::fuzz_target;

static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| load_embedded().expect("the shipped catalogue loads").catalog);
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::build(&CATALOG));
static TODAY: LazyLock<Date> = LazyLock::new(|| parse_date("2026-11-22").expect("a date"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut conversation = Conversation::default();
    for turn in text.split('\u{1e}').take(6) {
        let understood = understand(&LEXICON, &CATALOG, turn, &conversation, *TODAY);
        assert!((0.0..=1.0).contains(&understood.confidence));
        assert!(understood.related.len() <= Conversation::ENTRIES);
        assert!(understood.others.len() <= 3);
        conversation = understood.conversation;
        assert!(conversation.profile.held.len() <= Conversation::FACTS);
        assert!(conversation.profile.refused.entries.len() <= Conversation::FACTS);
        conversation.answered(&understood.related, &[]);
    }
});
