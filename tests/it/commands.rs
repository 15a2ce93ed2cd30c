//! The table of commands, as Discord and as people read it.

use certwise::command::{
    Audience, COMMANDS, CommandKind, command, help_rows, markdown_table, registration,
};
use serde_json::{Value, json};

use super::conformance::{Body, assert_conforms};

#[test]
fn discord_takes_the_registration() {
    assert_conforms(Body::Commands, &registration());
}

#[test]
fn every_command_of_the_design_is_there() {
    let names: Vec<&str> = COMMANDS.iter().map(|command| command.name).collect();
    assert_eq!(
        names,
        [
            "advise",
            "cert",
            "costs",
            "compare",
            "free",
            "faq",
            "stack",
            "career",
            "guide",
            "browse",
            "plan",
            "ask",
            "suggest",
            "about",
            "help",
            "privacy",
            "Answer this",
            "catalog",
        ]
    );
    let moderation: Vec<&str> = command("catalog")
        .unwrap()
        .subcommands
        .iter()
        .map(|sub| sub.name)
        .collect();
    assert_eq!(
        moderation,
        [
            "edit",
            "add",
            "retire",
            "remove",
            "history",
            "undo",
            "review",
            "gaps",
            "suggestions",
            "export",
            "import",
            "settings",
        ]
    );
}

#[test]
fn moderation_is_for_servers_and_members_are_served_everywhere() {
    for body in registration().as_array().unwrap() {
        if body["name"] == "catalog" {
            assert_eq!(body["contexts"], json!([0]));
            assert_eq!(body["integration_types"], json!([0]));
            assert_eq!(body["default_member_permissions"], json!(32));
        } else {
            assert_eq!(body["contexts"], json!([0, 1, 2]));
            assert_eq!(body["integration_types"], json!([0, 1]));
            assert_eq!(body["default_member_permissions"], Value::Null);
        }
    }
}

#[test]
fn every_reply_command_takes_private() {
    for command in COMMANDS {
        let replies = command.kind == CommandKind::Slash
            && command.audience == Audience::Members
            && command.name != "suggest";
        let takes = command
            .all_options()
            .any(|option| option.name == "private" && !option.required);
        assert_eq!(takes, replies, "{}", command.name);
    }
}

#[test]
fn names_from_the_catalogue_are_never_fixed_choices() {
    let text = registration().to_string();
    for id in [
        "google-pmle",
        "kaggle-learn",
        "stack-ml-engineer",
        "faq-degree",
    ] {
        assert!(!text.contains(id), "{id} is part of the registration");
    }
}

#[test]
fn help_shows_required_options_bare_and_others_in_brackets() {
    let rows = help_rows();
    let usage: Vec<&str> = rows.iter().map(|row| row.usage.as_str()).collect();
    assert!(usage.contains(&"/plan name [hours] [start]"), "{usage:?}");
    assert!(usage.contains(&"/catalog retire name on [successor]"));
    assert!(usage.contains(&"Message menu: Answer this"));
    let table = markdown_table();
    for row in rows {
        assert!(table.contains(&row.usage), "{} is missing", row.usage);
    }
}
