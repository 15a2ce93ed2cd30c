//! What comes in and what goes out, whatever the entrance.

use std::collections::BTreeMap;

use crate::command::{Call, Choice};
use crate::domain::{Asker, Place, Snowflake};
use crate::reply::{Form, Reply};

/// What was done.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A slash command.
    Command(Call),
    /// A slash command is being typed: the option in focus wants suggestions.
    Autocomplete {
        /// The command so far; the focused option is not among its options.
        call: Call,
        /// Name of the option in focus.
        option: String,
        /// What was typed.
        typed: String,
    },
    /// A button was pressed or a select used.
    Component {
        /// What the component carries.
        custom_id: String,
        /// What was chosen in a select.
        values: Vec<String>,
        /// Whether whoever pressed is who asked for the message.
        by_asker: bool,
        /// The question that the message quotes, where it quotes one.
        quote: Option<String>,
    },
    /// A form was sent.
    Form {
        /// What the form carries.
        custom_id: String,
        /// What was typed, by the name of the input.
        values: BTreeMap<String, String>,
        /// Whether it was opened from a message that can be replaced.
        from_message: bool,
    },
    /// A direct message, or a line on the terminal.
    Text(String),
    /// The message menu's *Answer this*.
    AnswerThis {
        /// The message's text.
        text: String,
        /// The message's author.
        author: Snowflake,
        /// The message.
        message: Snowflake,
    },
}

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Id of the interaction or message: a second delivery carries the same.
    pub id: Snowflake,
    /// Who.
    pub asker: Asker,
    /// Where.
    pub place: Place,
    /// What.
    pub input: Input,
}

/// How a reply is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Delivery {
    /// As a new message.
    #[default]
    New,
    /// In place of the message that the component sits on.
    Replace,
    /// As a public reply under the message with this id, in the same channel.
    Under(Snowflake),
}

/// What is sent back.
#[derive(Debug, Clone, PartialEq)]
pub enum Response {
    /// A message, and any that follow it privately (a notice that could not be sent by DM).
    Message {
        /// The message.
        reply: Box<Reply>,
        /// How it is delivered.
        delivery: Delivery,
        /// More messages after it, in order.
        then: Vec<Reply>,
        /// Direct messages to others, such as the news that a suggestion was accepted.
        notify: Vec<Notice>,
    },
    /// A form.
    Form(Form),
    /// Suggestions, at most 25.
    Choices(Vec<Choice>),
    /// Nothing: direct messages over quota.
    Silence,
}

/// A message to somebody who did not ask just now.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Key under which the service is told whether it arrived.
    pub key: u64,
    /// To whom.
    pub to: NoticeTarget,
    /// The message.
    pub reply: Reply,
}

/// Where a notice goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeTarget {
    /// A person's direct messages.
    User(Snowflake),
    /// A channel of the server.
    Channel(Snowflake),
}

impl Response {
    /// A new message.
    pub fn message(reply: Reply) -> Self {
        Self::Message {
            reply: Box::new(reply),
            delivery: Delivery::New,
            then: Vec::new(),
            notify: Vec::new(),
        }
    }

    /// A message in place of the one that the component sits on.
    pub fn replace(reply: Reply) -> Self {
        Self::Message {
            reply: Box::new(reply),
            delivery: Delivery::Replace,
            then: Vec::new(),
            notify: Vec::new(),
        }
    }
}
