//! What a text can be about.

use std::collections::HashMap;

use crate::domain::{DeclineKind, EntryId, Intent};

/// What a phrase or an example question stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Target {
    /// An entry, by its place in [`Lexicon::entries`].
    Entry(u32),
    /// An intent.
    Intent(Intent),
    /// A reason to decline.
    Decline(DeclineKind),
    /// Something that only makes sense in a conversation, or is said about the bot.
    Act(Act),
}

/// What is said about the conversation rather than about certifications.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Act {
    /// Thanks, bye.
    Thanks,
    /// Why that?
    Why,
    /// Something that takes less time.
    Shorter,
    /// Something that costs less.
    Cheaper,
    /// Something less demanding.
    Easier,
    /// What comes after it?
    Next,
    /// What else?
    Else,
    /// Who are you?
    About,
    /// What do you keep about me?
    Privacy,
    /// Talk that this bot has no part in.
    OffTopic,
    /// The sitting itself is asked about: its length, questions, pass mark, languages, second tries.
    Exam,
}

impl Act {
    const ALL: [(&'static str, Self); 11] = [
        ("else", Self::Else),
        ("thanks", Self::Thanks),
        ("why", Self::Why),
        ("shorter", Self::Shorter),
        ("cheaper", Self::Cheaper),
        ("easier", Self::Easier),
        ("next", Self::Next),
        ("about", Self::About),
        ("privacy", Self::Privacy),
        ("off-topic", Self::OffTopic),
        ("exam", Self::Exam),
    ];
}

/// Whether a key of the data names an [`Act`].
pub(super) fn is_act(key: &str) -> bool {
    pick(&Act::ALL, key).is_some()
}

/// What a key of the data stands for.
pub(super) fn target(key: &str, by_id: &HashMap<EntryId, u32>) -> Option<Target> {
    // `employers` and `mistakes` name an intent and the entry that answers it: the entry wins.
    by_id
        .get(key)
        .map(|index| Target::Entry(*index))
        .or_else(|| Intent::from_slug(key).map(Target::Intent))
        .or_else(|| DeclineKind::from_slug(key).map(Target::Decline))
        .or_else(|| pick(&Act::ALL, key).map(Target::Act))
}

/// The value of a name.
pub(super) fn pick<T: Copy>(all: &[(&str, T)], key: &str) -> Option<T> {
    all.iter()
        .find(|(name, _)| *name == key)
        .map(|(_, value)| *value)
}
