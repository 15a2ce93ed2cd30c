//! `/help` and the README's table, made from the table of commands.

use super::commands::COMMANDS;
use super::table::{Audience, CommandKind, CommandOption};

/// One command as people read about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpRow {
    /// `/plan name [hours] [start]`
    pub usage: String,
    /// What it does.
    pub description: String,
    /// A call that works; empty for subcommands.
    pub example: String,
    /// Who may use it.
    pub audience: Audience,
}

/// Every command and subcommand, in the table's order.
pub fn help_rows() -> Vec<HelpRow> {
    let mut rows = Vec::new();
    for command in COMMANDS {
        if command.subcommands.is_empty() {
            let (usage, description) = match command.kind {
                CommandKind::Slash => (
                    usage(&format!("/{}", command.name), command.options),
                    command.description.to_owned(),
                ),
                CommandKind::MessageMenu => (
                    format!("Message menu: {}", command.name),
                    "Answers a question that somebody wrote; only you see it until you share it"
                        .to_owned(),
                ),
            };
            rows.push(HelpRow {
                usage,
                description,
                example: command.example.to_owned(),
                audience: command.audience,
            });
        }
        for sub in command.subcommands {
            rows.push(HelpRow {
                usage: usage(&format!("/{} {}", command.name, sub.name), sub.options),
                description: sub.description.to_owned(),
                example: String::new(),
                audience: command.audience,
            });
        }
    }
    rows
}

fn usage(name: &str, options: &[CommandOption]) -> String {
    let mut text = name.to_owned();
    for option in options {
        text.push(' ');
        if option.required {
            text.push_str(option.name);
        } else {
            text.push_str(&format!("[{}]", option.name));
        }
    }
    text
}

/// The README's table of commands.
pub fn markdown_table() -> String {
    let mut text = String::new();
    for (title, audience) in [
        ("For members", Audience::Members),
        ("For moderators", Audience::Moderators),
    ] {
        text.push_str(&format!("| {title} | What it does |\n|---|---|\n"));
        for row in help_rows() {
            if row.audience == audience {
                text.push_str(&format!("| `{}` | {} |\n", row.usage, row.description));
            }
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}
