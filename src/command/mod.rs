//! The one table of commands: registration, decoding, help and documentation come from it.

mod autocomplete;
mod call;
mod commands;
mod decode;
mod docs;
mod names;
mod options;
mod problem;
mod registration;
mod table;
mod values;

pub use autocomplete::autocomplete;
pub use call::{Attachment, Call, Choice, OptionValue};
pub use commands::{ANSWER_THIS, COMMANDS, command};
pub use decode::{Ask, CatalogCall, Decoded, SettingsCall, decode};
pub use docs::{HelpRow, help_rows, markdown_table};
pub use problem::UsageProblem;
pub use registration::registration;
pub use table::{
    ADDABLE, Audience, Command, CommandKind, CommandOption, PRIVATE, PublicReplies, Subcommand,
    ValueKind, Vocabulary,
};
pub use values::{parse_budget, parse_day};
