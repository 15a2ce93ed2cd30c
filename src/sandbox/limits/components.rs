//! Limits of buttons, selects and the rows that hold them.

use std::collections::HashSet;

use serde_json::Value;

use super::super::error::FormErrors;
use super::{list, number, text, url};

/// The most components that a message may hold, nested ones included.
const MAX_COMPONENTS_V2: usize = 40;
/// The most characters over all text displays of a message.
const MAX_TEXT_V2: usize = 4_000;

#[derive(Default)]
struct Seen {
    custom_ids: HashSet<String>,
    count: usize,
    characters: usize,
}

/// Checks the components of a message.
pub(in crate::sandbox) fn components(errors: &mut FormErrors, value: &Value, v2: bool) {
    let mut seen = Seen::default();
    if v2 {
        list(errors, "components", value, 1, MAX_COMPONENTS_V2);
    } else if value.as_array().is_some_and(|rows| !rows.is_empty()) {
        list(errors, "components", value, 1, 5);
    }
    for (index, component) in value.as_array().into_iter().flatten().enumerate() {
        let path = format!("components.{index}");
        if !v2 && component["type"] != 1 {
            errors.add(
                format!("{path}.type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1,).",
            );
            continue;
        }
        one(errors, &path, component, &mut seen);
    }
    if seen.count > MAX_COMPONENTS_V2 {
        errors.add(
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
            format!("The total number of components cannot exceed {MAX_COMPONENTS_V2}"),
        );
    }
    if seen.characters > MAX_TEXT_V2 {
        errors.add(
            "components",
            "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
            format!(
                "The total size of the displayable text exceeds the maximum size of {MAX_TEXT_V2}"
            ),
        );
    }
}

fn one(errors: &mut FormErrors, path: &str, component: &Value, seen: &mut Seen) {
    seen.count += 1;
    match component["type"].as_u64() {
        Some(1) => row(errors, path, component, seen),
        Some(2) => button(errors, path, component, seen),
        Some(3 | 5..=8) => select(errors, path, component, seen),
        Some(9) => {
            list(errors, &format!("{path}.components"), &component["components"], 1, 3);
            children(errors, path, component, seen);
            if component["accessory"].is_null() {
                errors.required(format!("{path}.accessory"));
            } else {
                one(errors, &format!("{path}.accessory"), &component["accessory"], seen);
            }
        }
        Some(10) => {
            text(errors, &format!("{path}.content"), &component["content"], 1, MAX_TEXT_V2, true);
            seen.characters += component["content"].as_str().map_or(0, super::length);
        }
        Some(11..=14) => {}
        Some(17) => children(errors, path, component, seen),
        _ => errors.add(
            format!("{path}.type"),
            "UNION_TYPE_CHOICES",
            "Value of field \"type\" must be one of (1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17).",
        ),
    }
}

fn children(errors: &mut FormErrors, path: &str, component: &Value, seen: &mut Seen) {
    for (index, child) in component["components"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        one(errors, &format!("{path}.components.{index}"), child, seen);
    }
}

fn row(errors: &mut FormErrors, path: &str, row: &Value, seen: &mut Seen) {
    let place = format!("{path}.components");
    if !row["components"].is_array() {
        errors.required(place);
        return;
    }
    list(errors, &place, &row["components"], 1, 5);
    let parts = row["components"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    let selects = parts.iter().filter(|part| part["type"] != 2).count();
    if selects > 0 && parts.len() > 1 {
        errors.add(
            place,
            "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
            "The specified component exceeds the maximum width",
        );
    }
    for (index, part) in parts.iter().enumerate() {
        let path = format!("{path}.components.{index}");
        if !matches!(part["type"].as_u64(), Some(2 | 3 | 5..=8)) {
            errors.add(
                format!("{path}.type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (2, 3, 5, 6, 7, 8).",
            );
            continue;
        }
        one(errors, &path, part, seen);
    }
}

/// Checks a custom id and that it is used once.
pub(super) fn custom_id(
    errors: &mut FormErrors,
    path: &str,
    component: &Value,
    ids: &mut HashSet<String>,
) {
    let path = format!("{path}.custom_id");
    text(errors, &path, &component["custom_id"], 1, 100, true);
    if let Some(id) = component["custom_id"].as_str()
        && !ids.insert(id.to_owned())
    {
        errors.add(
            path,
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        );
    }
}

fn emoji(errors: &mut FormErrors, path: &str, value: &Value) {
    let named = value["name"].as_str().is_some_and(|name| !name.is_empty());
    // Discord knows its emoji; a name made of letters is none of them.
    let plausible = value["name"]
        .as_str()
        .is_none_or(|name| !name.chars().all(|c| c.is_ascii_alphabetic()));
    if !value.is_null() && value["id"].is_null() && !(named && plausible) {
        errors.add(
            format!("{path}.emoji.name"),
            "COMPONENT_INVALID_EMOJI",
            "Invalid emoji",
        );
    }
}

fn button(errors: &mut FormErrors, path: &str, button: &Value, seen: &mut Seen) {
    text(
        errors,
        &format!("{path}.label"),
        &button["label"],
        0,
        80,
        false,
    );
    emoji(errors, path, &button["emoji"]);
    let shown = button["label"]
        .as_str()
        .is_some_and(|label| !label.trim().is_empty())
        || !button["emoji"].is_null();
    match button["style"].as_u64() {
        Some(1..=4) => {
            custom_id(errors, path, button, &mut seen.custom_ids);
            if !button["url"].is_null() {
                errors.add(
                    path,
                    "BUTTON_COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE",
                    "A custom id and url cannot both be specified",
                );
            }
        }
        Some(5) => {
            if button["url"].is_null() {
                errors.required(format!("{path}.url"));
            }
            url(errors, &format!("{path}.url"), &button["url"], &["discord"]);
            if button["url"]
                .as_str()
                .is_some_and(|url| super::length(url) > 512)
            {
                errors.add(
                    format!("{path}.url"),
                    "BASE_TYPE_MAX_LENGTH",
                    "Must be 512 or fewer in length.",
                );
            }
            if !button["custom_id"].is_null() {
                errors.add(
                    path,
                    "BUTTON_COMPONENT_CUSTOM_ID_AND_URL_MUTUALLY_EXCLUSIVE",
                    "A custom id and url cannot both be specified",
                );
            }
        }
        Some(6) => {}
        _ => errors.add(
            format!("{path}.style"),
            "BASE_TYPE_CHOICES",
            "Value must be one of (1, 2, 3, 4, 5, 6).",
        ),
    }
    if !shown && button["style"] != 6 {
        errors.add(
            path,
            "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED",
            "A label or emoji must be specified for a button",
        );
    }
}

fn select(errors: &mut FormErrors, path: &str, select: &Value, seen: &mut Seen) {
    custom_id(errors, path, select, &mut seen.custom_ids);
    options(errors, path, select);
}

/// Checks what selects of messages and of forms have in common.
pub(super) fn options(errors: &mut FormErrors, path: &str, select: &Value) {
    text(
        errors,
        &format!("{path}.placeholder"),
        &select["placeholder"],
        0,
        150,
        false,
    );
    number(
        errors,
        &format!("{path}.min_values"),
        &select["min_values"],
        0,
        25,
    );
    number(
        errors,
        &format!("{path}.max_values"),
        &select["max_values"],
        1,
        25,
    );
    if select["type"] != 3 {
        return;
    }
    let place = format!("{path}.options");
    if !select["options"].is_array() {
        errors.required(place);
        return;
    }
    let count = list(errors, &place, &select["options"], 1, 25);
    let least = select["min_values"].as_u64().unwrap_or(1) as usize;
    let most = select["max_values"].as_u64().unwrap_or(1) as usize;
    if least > count || most > count.max(1) {
        errors.add(
            place,
            "BASE_TYPE_BAD_LENGTH",
            format!("Must be between {} and 25 in length.", least.max(most)),
        );
    }
    let mut values = HashSet::new();
    let mut defaults = 0;
    for (index, option) in select["options"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = |key: &str| format!("{path}.options.{index}.{key}");
        text(errors, &path("label"), &option["label"], 1, 100, true);
        text(errors, &path("value"), &option["value"], 1, 100, true);
        text(
            errors,
            &path("description"),
            &option["description"],
            0,
            100,
            false,
        );
        defaults += usize::from(option["default"] == true);
        if let Some(value) = option["value"].as_str()
            && !values.insert(value)
        {
            errors.add(
                path("value"),
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    }
    if defaults > most {
        errors.add(
            path,
            "SELECT_COMPONENT_TOO_MANY_DEFAULTS",
            "The number of default options exceeds the maximum number of values",
        );
    }
}
