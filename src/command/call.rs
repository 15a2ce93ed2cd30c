//! A slash command as it was called, and suggestions for its options.

use std::collections::BTreeMap;

use crate::domain::Snowflake;

/// A value of a slash command's option.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionValue {
    /// Text, typed or chosen.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Flag(bool),
    /// A role, user or channel.
    Id(Snowflake),
    /// An attached file.
    Attachment(Attachment),
}

/// A file that somebody attached; the entrance fetches it when asked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub size: u64,
    /// Its content, as far as the entrance fetched it; `None` where that failed.
    pub bytes: Option<Vec<u8>>,
}

/// A slash command as it was called: `catalog`, `edit` and the options.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Call {
    /// The command and its subcommands.
    pub path: Vec<String>,
    /// Options by name.
    pub options: BTreeMap<String, OptionValue>,
}

/// A suggestion for an option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is shown, 1 to 100 characters.
    pub label: String,
    /// What is sent, at most 100 characters.
    pub value: String,
}
