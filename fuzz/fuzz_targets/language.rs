//! Any text in any conversation: an answer, no panic, bounded state.
//!
//! `cargo fuzz run language --sanitizer none -- -len_control=0 -max_len=6000` (a stable toolchain will
//! do). U+001E stands between turns; at most six are read.

#![no_main]

use std::sync::LazyLock;

use certwise::catalog::{Catalog, load_embedded};
use certwise::domain::{Date, parse_date};
use certwise::language::{Conversation, Lexicon, understand};
use libfuzzer_sys::fuzz_target;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| {
    load_embedded()
        .expect("the shipped catalogue loads")
        .catalog
});
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::build(&CATALOG));
static TODAY: LazyLock<Date> = LazyLock::new(|| parse_date("2026-11-22").expect("a date"));

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let mut conversation = Conversation::default();
    for (at, turn) in text.split('\u{1e}').take(6).enumerate() {
        let understood = understand(&LEXICON, &CATALOG, turn, &conversation, *TODAY);
        assert!((0.0..=1.0).contains(&understood.confidence));
        assert!(understood.related.len() <= Conversation::ENTRIES);
        assert!(understood.others.len() <= 3);
        conversation = understood.conversation;
        assert!(conversation.profile.held.len() <= Conversation::FACTS);
        assert!(conversation.profile.refused.entries.len() <= Conversation::FACTS);
        assert!(conversation.profile.refused.providers.len() <= Conversation::FACTS);
        // Every other answer recommends what it names.
        let recommended = if at % 2 == 0 {
            &[][..]
        } else {
            &understood.related
        };
        conversation.answered(&understood.related, recommended);
        assert!(conversation.entries.len() <= Conversation::ENTRIES);
    }
});
