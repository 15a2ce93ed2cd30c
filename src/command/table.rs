//! The shapes of the command table.

use crate::domain::{Background, EntryKind, Goal, Level, Platform};
use crate::reply::Visibility;

use super::Choice;

/// How a command is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandKind {
    /// Typed after a slash.
    Slash,
    /// In the menu of a message.
    MessageMenu,
}

/// Who may use a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody, everywhere.
    Members,
    /// Those who may change the catalogue of a server, in servers that installed the bot.
    Moderators,
}

/// One command: everything that registration, decoding, help and documentation need.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// How it is called.
    pub kind: CommandKind,
    /// What it does, at most 100 characters.
    pub description: &'static str,
    /// Who may use it.
    pub audience: Audience,
    /// Whether its reply is seen by everybody when the asker does not say.
    pub visibility: Visibility,
    /// Whether the asker can say so, with the option `private`.
    pub takes_private: bool,
    /// Its options; required ones first.
    pub options: &'static [CommandOption],
    /// Its subcommands; a command has either these or options.
    pub subcommands: &'static [Subcommand],
    /// A call that works.
    pub example: &'static str,
}

/// One subcommand.
#[derive(Debug, Clone, Copy)]
pub struct Subcommand {
    /// Its name.
    pub name: &'static str,
    /// What it does, at most 100 characters.
    pub description: &'static str,
    /// Its options; required ones first.
    pub options: &'static [CommandOption],
}

/// One option.
#[derive(Debug, Clone, Copy)]
pub struct CommandOption {
    /// Its name.
    pub name: &'static str,
    /// What it is, at most 100 characters.
    pub description: &'static str,
    /// Whether it must be given.
    pub required: bool,
    /// What it takes.
    pub value: ValueKind,
}

/// What an option takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    /// Text of at most so many characters.
    Text(u16),
    /// The name of an entry of one of these kinds, offered while typing.
    Entry(&'static [EntryKind]),
    /// The name of a provider, offered while typing.
    Provider,
    /// Something that free offers lead to: a goal or an entry, offered while typing.
    FreeTopic,
    /// A day, offered while typing.
    Day,
    /// An amount of money.
    Budget,
    /// One of a fixed list.
    OneOf(Vocabulary),
    /// A whole number within these bounds.
    Number(i64, i64),
    /// Yes or no.
    Flag,
    /// A role of the server.
    Role,
    /// A text channel of the server.
    Channel,
    /// A file.
    File,
}

impl ValueKind {
    /// Whether choices are offered while it is typed.
    pub fn is_autocompleted(self) -> bool {
        matches!(
            self,
            Self::Entry(_) | Self::Provider | Self::FreeTopic | Self::Day
        )
    }
}

/// The fixed lists; they are words of the field, never names from the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// Where somebody comes from.
    Background,
    /// What somebody wants.
    Goal,
    /// Where somebody works.
    Platform,
    /// How demanding a certification is.
    Level,
    /// What a moderator can add.
    NewEntry,
    /// Where replies may be public.
    PublicReplies,
}

/// Where a server wants replies that everybody sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicReplies {
    /// In every channel.
    Everywhere,
    /// In listed channels.
    Listed,
    /// In none.
    Never,
}

impl PublicReplies {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Everywhere, Self::Listed, Self::Never];

    /// The word in slash command values.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Everywhere => "everywhere",
            Self::Listed => "listed",
            Self::Never => "never",
        }
    }

    /// What people read.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Everywhere => "Everywhere",
            Self::Listed => "In listed channels only",
            Self::Never => "Never: every reply is private",
        }
    }

    /// The value with this slug.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.slug() == slug)
    }
}

/// The kinds of entries that a moderator can add.
pub const ADDABLE: [EntryKind; 4] = [
    EntryKind::Certification,
    EntryKind::Resource,
    EntryKind::Faq,
    EntryKind::Guide,
];

impl Vocabulary {
    /// The list.
    pub fn choices(self) -> Vec<Choice> {
        macro_rules! all {
            ($values:expr) => {
                $values
                    .iter()
                    .map(|value| Choice {
                        label: capitalised(value.label()),
                        value: value.slug().to_owned(),
                    })
                    .collect()
            };
        }
        match self {
            Self::Background => all!(Background::ALL),
            Self::Goal => all!(Goal::ALL),
            Self::Platform => all!(Platform::ALL),
            Self::Level => all!(Level::ALL),
            Self::NewEntry => all!(ADDABLE),
            Self::PublicReplies => all!(PublicReplies::ALL),
        }
    }
}

fn capitalised(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The option that every reply command takes.
pub const PRIVATE: CommandOption = CommandOption {
    name: "private",
    description: "Yes: only you see the reply. No: everybody in the channel does.",
    required: false,
    value: ValueKind::Flag,
};

impl Command {
    /// Its options, with `private` where it is taken.
    pub fn all_options(&self) -> impl Iterator<Item = CommandOption> + use<> {
        self.options
            .iter()
            .copied()
            .chain(self.takes_private.then_some(PRIVATE))
    }

    /// The option with this name, of the subcommand where there is one.
    pub fn option(&self, subcommand: Option<&str>, name: &str) -> Option<CommandOption> {
        match subcommand {
            None => self.all_options().find(|option| option.name == name),
            Some(subcommand) => self
                .subcommand(subcommand)?
                .options
                .iter()
                .copied()
                .find(|option| option.name == name),
        }
    }

    /// The subcommand with this name.
    pub fn subcommand(&self, name: &str) -> Option<&'static Subcommand> {
        self.subcommands.iter().find(|sub| sub.name == name)
    }
}
