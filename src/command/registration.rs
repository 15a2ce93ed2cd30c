//! The body that registers the commands with Discord, made from the table.

use serde_json::{Value, json};

use super::commands::COMMANDS;
use super::table::{Audience, Command, CommandKind, CommandOption, Subcommand, ValueKind};

/// The permission Manage Server. A number, as Discord's API description wants it in this body, though
/// Discord answers with text.
const MANAGE_GUILD: u64 = 1 << 5;
/// `contexts`: servers, direct messages with the bot, other private channels.
const EVERYWHERE: [u8; 3] = [0, 1, 2];
const SERVERS: [u8; 1] = [0];
/// `integration_types`: installed for a server, installed by a user.
const ANY_INSTALL: [u8; 2] = [0, 1];
const SERVER_INSTALL: [u8; 1] = [0];
const TEXT_CHANNEL: u8 = 0;
const ANNOUNCEMENT_CHANNEL: u8 = 5;
/// Entries are found by names of at most this length; longer ones were not typed by hand.
const LONGEST_NAME: u16 = 100;
const LONGEST_AMOUNT: u16 = 40;

/// The body of the bulk PUT.
pub fn registration() -> Value {
    Value::Array(COMMANDS.iter().map(command).collect())
}

fn command(command: &Command) -> Value {
    let (contexts, integration_types): (&[u8], &[u8]) = match command.audience {
        Audience::Members => (&EVERYWHERE, &ANY_INSTALL),
        Audience::Moderators => (&SERVERS, &SERVER_INSTALL),
    };
    let mut body = json!({
        "name": command.name,
        "contexts": contexts,
        "integration_types": integration_types,
    });
    match command.kind {
        CommandKind::MessageMenu => body["type"] = json!(3),
        CommandKind::Slash => {
            body["type"] = json!(1);
            body["description"] = json!(command.description);
            let options: Vec<Value> = command
                .subcommands
                .iter()
                .map(subcommand)
                .chain(command.all_options().map(option))
                .collect();
            if !options.is_empty() {
                body["options"] = Value::Array(options);
            }
        }
    }
    if command.audience == Audience::Moderators {
        body["default_member_permissions"] = json!(MANAGE_GUILD);
    }
    body
}

fn subcommand(subcommand: &Subcommand) -> Value {
    json!({
        "type": 1,
        "name": subcommand.name,
        "description": subcommand.description,
        "options": subcommand.options.iter().copied().map(option).collect::<Vec<_>>(),
    })
}

fn option(option: CommandOption) -> Value {
    let mut body = json!({
        "type": option_type(option.value),
        "name": option.name,
        "description": option.description,
        "required": option.required,
    });
    match option.value {
        ValueKind::Text(longest) => {
            body["min_length"] = json!(1);
            body["max_length"] = json!(longest);
        }
        ValueKind::Entry(_) | ValueKind::Provider | ValueKind::FreeTopic | ValueKind::Day => {
            body["max_length"] = json!(LONGEST_NAME);
            body["autocomplete"] = json!(true);
        }
        ValueKind::Budget => body["max_length"] = json!(LONGEST_AMOUNT),
        ValueKind::OneOf(vocabulary) => {
            body["choices"] = vocabulary
                .choices()
                .into_iter()
                .map(|choice| json!({"name": choice.label, "value": choice.value}))
                .collect();
        }
        ValueKind::Number(least, most) => {
            body["min_value"] = json!(least);
            body["max_value"] = json!(most);
        }
        ValueKind::Channel => {
            body["channel_types"] = json!([TEXT_CHANNEL, ANNOUNCEMENT_CHANNEL]);
        }
        ValueKind::Flag | ValueKind::Role | ValueKind::File => {}
    }
    body
}

fn option_type(value: ValueKind) -> u8 {
    match value {
        ValueKind::Text(_)
        | ValueKind::Entry(_)
        | ValueKind::Provider
        | ValueKind::FreeTopic
        | ValueKind::Day
        | ValueKind::Budget
        | ValueKind::OneOf(_) => 3,
        ValueKind::Number(..) => 4,
        ValueKind::Flag => 5,
        ValueKind::Channel => 7,
        ValueKind::Role => 8,
        ValueKind::File => 11,
    }
}
