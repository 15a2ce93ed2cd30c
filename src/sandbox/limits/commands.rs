//! Limits of the table of commands.

use std::collections::HashSet;

use serde_json::Value;

use super::super::error::FormErrors;
use super::{length, list, number, text};

/// The most characters over all names, descriptions and values of one command.
const MAX_SIZE: usize = 8_000;

/// Checks a whole table; `guild` tells whether it belongs to one server.
pub(in crate::sandbox) fn commands(errors: &mut FormErrors, table: &Value, guild: bool) {
    let Some(table) = table.as_array() else {
        errors.add(
            "",
            "LIST_TYPE_CONVERT",
            "Only iterables may be used in a ListType",
        );
        return;
    };
    let mut names = HashSet::new();
    for (kind, most) in [(1, 100), (2, 15), (3, 15)] {
        if table
            .iter()
            .filter(|command| kind_of(command) == kind)
            .count()
            > most
        {
            errors.add(
                "",
                "APPLICATION_COMMANDS_EXCEEDED",
                format!("Maximum number of application commands reached ({most})"),
            );
        }
    }
    for (index, command) in table.iter().enumerate() {
        let path = index.to_string();
        one(errors, &path, command, guild);
        if !names.insert((
            kind_of(command),
            command["name"].as_str().unwrap_or_default(),
        )) {
            errors.add(
                path,
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
    }
}

fn kind_of(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

fn one(errors: &mut FormErrors, path: &str, command: &Value, guild: bool) {
    let at = |key: &str| format!("{path}.{key}");
    match kind_of(command) {
        1 => {
            name(errors, &at("name"), &command["name"]);
            text(
                errors,
                &at("description"),
                &command["description"],
                1,
                100,
                true,
            );
            options(errors, path, &command["options"], 0);
        }
        2 | 3 => {
            text(errors, &at("name"), &command["name"], 1, 32, true);
            if command["description"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
            {
                errors.add(
                    at("description"),
                    "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED",
                    "Context menu commands cannot have description",
                );
            }
            if command["options"]
                .as_array()
                .is_some_and(|options| !options.is_empty())
            {
                errors.add(
                    at("options"),
                    "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED",
                    "Context menu commands cannot have options",
                );
            }
        }
        _ => errors.add(
            at("type"),
            "BASE_TYPE_CHOICES",
            "Value must be one of (1, 2, 3, 4).",
        ),
    }
    localizations(errors, path, command);
    for (key, most) in [("contexts", 2), ("integration_types", 1)] {
        for (index, value) in command[key].as_array().into_iter().flatten().enumerate() {
            if value.as_u64().is_none_or(|value| value > most) {
                errors.add(
                    format!("{path}.{key}.{index}"),
                    "BASE_TYPE_CHOICES",
                    "Value must be a known type.",
                );
            }
        }
    }
    if guild
        && command["contexts"]
            .as_array()
            .is_some_and(|contexts| contexts.iter().any(|one| one != 0))
    {
        errors.add(
            at("contexts"),
            "APPLICATION_COMMAND_CONTEXTS_NOT_ALLOWED_IN_GUILD",
            "Guild commands can only be used in the guild context",
        );
    }
    let permissions = &command["default_member_permissions"];
    // Discord takes a number, as its API description says, and text, as its documentation says.
    let bits = permissions
        .as_u64()
        .or_else(|| permissions.as_str()?.parse().ok());
    if !permissions.is_null() && bits.is_none() {
        errors.add(
            at("default_member_permissions"),
            "NUMBER_TYPE_COERCE",
            format!("Value {permissions} is not snowflake."),
        );
    }
    if size(command) > MAX_SIZE {
        errors.add(
            path,
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({MAX_SIZE})"),
        );
    }
}

/// A name of a slash command or option: letters, digits, `-`, `_`, `'`, no upper case.
fn name(errors: &mut FormErrors, path: &str, value: &Value) {
    text(errors, path, value, 1, 32, true);
    let Some(name) = value.as_str() else { return };
    let legal = name
        .chars()
        .all(|c| (c.is_alphanumeric() || matches!(c, '-' | '_' | '\'')) && !c.is_whitespace());
    if !legal || name.to_lowercase() != name {
        errors.add(
            path,
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
}

fn localizations(errors: &mut FormErrors, path: &str, object: &Value) {
    for (key, most) in [
        ("name_localizations", 32),
        ("description_localizations", 100),
    ] {
        for (locale, value) in object[key].as_object().into_iter().flatten() {
            text(
                errors,
                &format!("{path}.{key}.{locale}"),
                value,
                1,
                most,
                true,
            );
        }
    }
}

fn options(errors: &mut FormErrors, path: &str, value: &Value, depth: usize) {
    let place = format!("{path}.options");
    list(errors, &place, value, 0, 25);
    let mut names = HashSet::new();
    let mut optional_seen = false;
    let options = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let subcommands = options
        .iter()
        .filter(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
        .count();
    if subcommands > 0 && subcommands < options.len() {
        errors.add(
            place.clone(),
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        );
    }
    for (index, option) in options.iter().enumerate() {
        let path = format!("{place}.{index}");
        let at = |key: &str| format!("{path}.{key}");
        name(errors, &at("name"), &option["name"]);
        text(
            errors,
            &at("description"),
            &option["description"],
            1,
            100,
            true,
        );
        localizations(errors, &path, option);
        if !names.insert(option["name"].as_str().unwrap_or_default()) {
            errors.add(
                at("name"),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            );
        }
        match option["type"].as_u64() {
            Some(kind @ (1 | 2)) => {
                if depth >= 2 || (kind == 2 && depth > 0) {
                    errors.add(
                        at("type"),
                        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                        "Sub-commands cannot be nested so deep",
                    );
                }
                options_inside(errors, &path, option, depth);
            }
            Some(3..=11) => {
                if option["required"] == true {
                    if optional_seen {
                        errors.add(
                            path.clone(),
                            "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                            "Required options must be placed before non-required options",
                        );
                    }
                } else {
                    optional_seen = true;
                }
                choices(errors, &path, option);
            }
            _ => errors.add(
                at("type"),
                "BASE_TYPE_CHOICES",
                "Value must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).",
            ),
        }
    }
}

fn options_inside(errors: &mut FormErrors, path: &str, option: &Value, depth: usize) {
    options(errors, path, &option["options"], depth + 1);
}

fn choices(errors: &mut FormErrors, path: &str, option: &Value) {
    let place = format!("{path}.choices");
    list(errors, &place, &option["choices"], 0, 25);
    let any = option["choices"]
        .as_array()
        .is_some_and(|choices| !choices.is_empty());
    if option["autocomplete"] == true {
        if any {
            errors.add(
                path,
                "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_INVALID",
                "Autocomplete cannot be used together with choices",
            );
        }
        if !matches!(option["type"].as_u64(), Some(3 | 4 | 10)) {
            errors.add(
                path,
                "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_INVALID_TYPE",
                "Autocomplete is not allowed for this option type",
            );
        }
    }
    for (index, choice) in option["choices"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let at = |key: &str| format!("{place}.{index}.{key}");
        text(errors, &at("name"), &choice["name"], 1, 100, true);
        if option["type"] == 3 {
            text(errors, &at("value"), &choice["value"], 1, 100, true);
        } else if !choice["value"].is_number() {
            errors.add(at("value"), "NUMBER_TYPE_COERCE", "Value is not a number.");
        }
    }
    number(
        errors,
        &format!("{path}.min_length"),
        &option["min_length"],
        0,
        6_000,
    );
    number(
        errors,
        &format!("{path}.max_length"),
        &option["max_length"],
        1,
        6_000,
    );
}

/// Characters of names, descriptions and values, through all options and choices.
fn size(object: &Value) -> usize {
    let own: usize = ["name", "description", "value"]
        .iter()
        .filter_map(|key| object[*key].as_str())
        .map(length)
        .sum();
    let inside: usize = ["options", "choices"]
        .iter()
        .filter_map(|key| object[*key].as_array())
        .flatten()
        .map(size)
        .sum();
    own + inside
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn codes(table: &Value) -> Vec<&'static str> {
        let mut errors = FormErrors::default();
        commands(&mut errors, table, false);
        errors.found().iter().map(|error| error.code).collect()
    }

    #[test]
    fn a_table_is_refused_for_what_discord_refuses() {
        let command = |extra: Value| {
            let mut command = json!({"name": "cert", "description": "d"});
            for (key, value) in extra.as_object().unwrap() {
                command[key] = value.clone();
            }
            json!([command])
        };
        let text = |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
        for (table, code) in [
            (
                command(json!({"name": "Cert"})),
                "APPLICATION_COMMAND_INVALID_NAME",
            ),
            (
                command(json!({"name": "two words"})),
                "APPLICATION_COMMAND_INVALID_NAME",
            ),
            (
                command(json!({"description": "x".repeat(101)})),
                "BASE_TYPE_BAD_LENGTH",
            ),
            (command(json!({"description": ""})), "BASE_TYPE_REQUIRED"),
            (
                command(json!({"options": [text("a", false), text("b", true)]})),
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
            ),
            (
                command(json!({"options": [text("a", false), text("a", false)]})),
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
            ),
            (
                json!([{"name": "a", "description": "d"}, {"name": "a", "description": "d"}]),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
            ),
            (
                command(json!({"options": (0..25).map(|n| json!({
                    "type": 3, "name": format!("o{n}"), "description": "x".repeat(100),
                    "choices": (0..3).map(|c| json!({"name": "n".repeat(100), "value": format!("{c}")})).collect::<Vec<_>>()
                })).collect::<Vec<_>>()})),
                "APPLICATION_COMMAND_TOO_LARGE",
            ),
        ] {
            assert!(
                codes(&table).contains(&code),
                "{code} in {:?}",
                codes(&table)
            );
        }
        assert_eq!(codes(&json!([{"type": 3, "name": "Answer this"}])), [""; 0]);
    }
}
