//! What Discord refuses, and how it says so.

mod commands;
mod components;
mod embeds;
mod modal;

use serde_json::Value;

use super::error::FormErrors;

pub(super) use commands::commands;
pub(super) use modal::modal;

/// Discord counts characters, not bytes.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

/// Checks a text whose length must lie within bounds; `required` decides whether it may be absent.
fn text(
    errors: &mut FormErrors,
    path: &str,
    value: &Value,
    min: usize,
    max: usize,
    required: bool,
) {
    match value {
        Value::Null if required => errors.required(path),
        Value::Null => {}
        Value::String(text) => {
            let found = length(text.trim());
            if found == 0 && min > 0 && required && text.is_empty() {
                errors.required(path);
            } else if found > max && min == 0 {
                errors.add(
                    path,
                    "BASE_TYPE_MAX_LENGTH",
                    format!("Must be {max} or fewer in length."),
                );
            } else if found > max || found < min {
                errors.add(
                    path,
                    "BASE_TYPE_BAD_LENGTH",
                    format!("Must be between {min} and {max} in length."),
                );
            }
        }
        _ => errors.add(
            path,
            "STRING_TYPE_CONVERT",
            "Could not interpret value as string.",
        ),
    }
}

/// Checks a whole number within bounds.
fn number(errors: &mut FormErrors, path: &str, value: &Value, min: i64, max: i64) {
    match value {
        Value::Null => {}
        value => match value.as_i64() {
            None => errors.add(
                path,
                "NUMBER_TYPE_COERCE",
                format!("Value \"{value}\" is not int."),
            ),
            Some(number) if number < min => errors.add(
                path,
                "NUMBER_TYPE_MIN",
                format!("int value should be greater than or equal to {min}."),
            ),
            Some(number) if number > max => {
                errors.add(
                    path,
                    "NUMBER_TYPE_MAX",
                    format!("int value should be less than or equal to {max}."),
                );
            }
            Some(_) => {}
        },
    }
}

/// Checks a web address; `others` lists further schemes that are welcome.
fn url(errors: &mut FormErrors, path: &str, value: &Value, others: &[&str]) {
    let Some(text) = value.as_str() else {
        if !value.is_null() {
            errors.add(
                path,
                "STRING_TYPE_CONVERT",
                "Could not interpret value as string.",
            );
        }
        return;
    };
    let Some((scheme, rest)) = text.split_once("://") else {
        errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
        return;
    };
    if !matches!(scheme, "http" | "https") && !others.contains(&scheme) {
        errors.add(
            path,
            "URL_TYPE_INVALID_SCHEME",
            format!(
                "Scheme \"{scheme}\" is not supported. Scheme must be one of ('http', 'https')."
            ),
        );
    } else if rest.is_empty() || rest.starts_with('/') || text.contains(char::is_whitespace) {
        errors.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.");
    } else if length(text) > 2_048 {
        errors.add(
            path,
            "BASE_TYPE_MAX_LENGTH",
            "Must be 2048 or fewer in length.",
        );
    }
}

/// Checks a list's length.
fn list(errors: &mut FormErrors, path: &str, value: &Value, min: usize, max: usize) -> usize {
    match value {
        Value::Null => 0,
        Value::Array(list) => {
            if list.len() > max || list.len() < min {
                let message = if min == 0 {
                    format!("Must be {max} or fewer in length.")
                } else {
                    format!("Must be between {min} and {max} in length.")
                };
                let code = if min == 0 {
                    "BASE_TYPE_MAX_LENGTH"
                } else {
                    "BASE_TYPE_BAD_LENGTH"
                };
                errors.add(path, code, message);
            }
            list.len()
        }
        _ => {
            errors.add(
                path,
                "LIST_TYPE_CONVERT",
                "Only iterables may be used in a ListType",
            );
            0
        }
    }
}

/// Checks a message, sent or edited; `v2` tells whether it is made of components alone.
pub(super) fn message(errors: &mut FormErrors, body: &Value, files: usize, v2: bool) {
    if !body.is_object() {
        errors.add(
            "",
            "DICT_TYPE_CONVERT",
            "Only dictionaries may be used in a DictType",
        );
        return;
    }
    text(errors, "content", &body["content"], 0, 2_000, false);
    embeds::embeds(errors, &body["embeds"]);
    components::components(errors, &body["components"], v2);
    if v2 {
        for (key, filled) in [
            (
                "content",
                body["content"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty()),
            ),
            (
                "embeds",
                body["embeds"]
                    .as_array()
                    .is_some_and(|list| !list.is_empty()),
            ),
        ] {
            if filled {
                errors.add(
                    key,
                    "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                    format!(
                        "The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                    ),
                );
            }
        }
    }
    if let Some(nonce) = body["nonce"].as_str()
        && length(nonce) > 25
    {
        errors.add(
            "nonce",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 25 or fewer in length.",
        );
    }
    allowed_mentions(errors, &body["allowed_mentions"]);
    list(errors, "attachments", &body["attachments"], 0, 10);
    if files > 10 {
        errors.add(
            "attachments",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 10 or fewer in length.",
        );
    }
    for (index, attachment) in body["attachments"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        text(
            errors,
            &format!("attachments.{index}.description"),
            &attachment["description"],
            0,
            1_024,
            false,
        );
    }
}

fn allowed_mentions(errors: &mut FormErrors, value: &Value) {
    for (index, kind) in value["parse"].as_array().into_iter().flatten().enumerate() {
        if !matches!(kind.as_str(), Some("roles" | "users" | "everyone")) {
            errors.add(
                format!("allowed_mentions.parse.{index}"),
                "BASE_TYPE_CHOICES",
                "Value must be one of {'roles', 'users', 'everyone'}.",
            );
        }
    }
    for kind in ["users", "roles"] {
        list(
            errors,
            &format!("allowed_mentions.{kind}"),
            &value[kind],
            0,
            100,
        );
        let parsed = value["parse"]
            .as_array()
            .is_some_and(|parse| parse.iter().any(|one| one == kind));
        if parsed && value[kind].as_array().is_some_and(|ids| !ids.is_empty()) {
            errors.add(
                "allowed_mentions",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                format!("parse:[\"{kind}\"] and {kind}: [ids...] are mutually exclusive."),
            );
        }
    }
}

/// Whether a message has anything to show.
pub(super) fn is_empty(message: &Value) -> bool {
    let no_text = message["content"]
        .as_str()
        .is_none_or(|text| text.trim().is_empty());
    let none = |key: &str| message[key].as_array().is_none_or(Vec::is_empty);
    no_text
        && none("embeds")
        && none("components")
        && none("attachments")
        && message["poll"].is_null()
}

/// Checks the choices of an autocomplete; `option` is the type of the option being filled.
pub(super) fn choices(errors: &mut FormErrors, value: &Value, option: Option<u64>) {
    if value.is_null() {
        errors.required("choices");
        return;
    }
    list(errors, "choices", value, 0, 25);
    for (index, choice) in value.as_array().into_iter().flatten().enumerate() {
        let path = |key: &str| format!("choices.{index}.{key}");
        text(errors, &path("name"), &choice["name"], 1, 100, true);
        match option {
            Some(3) => text(errors, &path("value"), &choice["value"], 1, 100, true),
            Some(4) if !choice["value"].is_i64() && !choice["value"].is_u64() => {
                errors.add(path("value"), "NUMBER_TYPE_COERCE", "Value is not int.");
            }
            Some(10) if !choice["value"].is_number() => {
                errors.add(path("value"), "NUMBER_TYPE_COERCE", "Value is not float.");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn codes(body: &Value) -> Vec<(String, &'static str)> {
        let mut errors = FormErrors::default();
        let v2 = body["flags"].as_u64().unwrap_or(0) & super::super::payload::COMPONENTS_V2 != 0;
        message(&mut errors, body, 0, v2);
        errors
            .found()
            .iter()
            .map(|error| (error.path.clone(), error.code))
            .collect()
    }

    #[test]
    fn every_limit_of_a_message_is_kept() {
        let field = json!({"name": "n", "value": "v"});
        let button = json!({"type": 2, "style": 1, "label": "Go", "custom_id": "a"});
        let row = |parts: Vec<Value>| json!({"type": 1, "components": parts});
        let numbered =
            |n: usize| json!({"type": 2, "style": 1, "label": "Go", "custom_id": format!("b{n}")});
        for (body, path, code) in [
            (
                json!({"content": "x".repeat(2001)}),
                "content",
                "BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"embeds": vec![json!({"title": "t"}); 11]}),
                "embeds",
                "BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"embeds": [{"title": "x".repeat(257)}]}),
                "embeds.0.title",
                "BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"embeds": [{"description": "x".repeat(4097)}]}),
                "embeds.0.description",
                "BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"embeds": [{"fields": vec![field; 26]}]}),
                "embeds.0.fields",
                "BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"embeds": [{"fields": [{"name": "n", "value": "x".repeat(1025)}]}]}),
                "embeds.0.fields.0.value",
                "BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"embeds": [{"fields": [{"name": "n"}]}]}),
                "embeds.0.fields.0.value",
                "BASE_TYPE_REQUIRED",
            ),
            (
                json!({"embeds": [{"description": "x".repeat(3500)}, {"description": "y".repeat(2501)}]}),
                "embeds",
                "MAX_EMBED_SIZE_EXCEEDED",
            ),
            (
                json!({"embeds": [{"title": "t", "url": "nowhere"}]}),
                "embeds.0.url",
                "URL_TYPE_INVALID_URL",
            ),
            (
                json!({"components": (0..6).map(|n| row(vec![numbered(n)])).collect::<Vec<_>>()}),
                "components",
                "BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"components": [row((0..6).map(numbered).collect())]}),
                "components.0.components",
                "BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"components": [row(vec![button.clone(), button.clone()])]}),
                "components.0.components.1.custom_id",
                "COMPONENT_CUSTOM_ID_DUPLICATED",
            ),
            (
                json!({"components": [row(vec![json!({"type": 2, "style": 1, "label": "x", "custom_id": "x".repeat(101)})])]}),
                "components.0.components.0.custom_id",
                "BASE_TYPE_BAD_LENGTH",
            ),
            (
                json!({"components": [row(vec![json!({"type": 2, "style": 1, "label": "x".repeat(81), "custom_id": "x"})])]}),
                "components.0.components.0.label",
                "BASE_TYPE_MAX_LENGTH",
            ),
            (
                json!({"flags": 1 << 15, "content": "x", "components": [{"type": 10, "content": "x"}]}),
                "content",
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
            ),
        ] {
            assert!(
                codes(&body).contains(&(path.to_owned(), code)),
                "{path} {code}: {:?}",
                codes(&body)
            );
        }
    }

    #[test]
    fn an_ordinary_message_passes() {
        let body = json!({
            "content": "x".repeat(2000),
            "embeds": [{"title": "t", "description": "d", "color": 1, "url": "https://example.com/", "fields": [{"name": "n", "value": "v"}], "footer": {"text": "f"}}],
            "components": [
                {"type": 1, "components": [{"type": 2, "style": 1, "label": "A", "custom_id": "a"}, {"type": 2, "style": 5, "label": "B", "url": "https://example.com"}]},
                {"type": 1, "components": [{"type": 3, "custom_id": "s", "options": [{"label": "L", "value": "v"}]}]},
            ],
            "allowed_mentions": {"parse": []},
        });
        assert_eq!(codes(&body), []);
    }

    #[test]
    fn nothing_to_show_is_noticed() {
        assert!(is_empty(&json!({"content": "  ", "embeds": []})));
        assert!(!is_empty(&json!({"embeds": [{"title": "t"}]})));
    }

    #[test]
    fn choices_are_bounded() {
        let mut errors = FormErrors::default();
        choices(
            &mut errors,
            &json!(vec![json!({"name": "n", "value": "v"}); 26]),
            Some(3),
        );
        choices(&mut errors, &json!([{"name": "", "value": 1}]), Some(3));
        let codes: Vec<_> = errors.found().iter().map(|error| error.code).collect();
        assert_eq!(
            codes,
            [
                "BASE_TYPE_MAX_LENGTH",
                "BASE_TYPE_REQUIRED",
                "STRING_TYPE_CONVERT"
            ]
        );
    }
}
