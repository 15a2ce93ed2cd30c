//! Limits of forms.

use std::collections::HashSet;

use serde_json::Value;

use super::super::error::FormErrors;
use super::components::{custom_id, options};
use super::{list, number, text};

/// Checks the form that a callback opens.
pub(in crate::sandbox) fn modal(errors: &mut FormErrors, data: &Value) {
    text(errors, "title", &data["title"], 1, 45, true);
    text(errors, "custom_id", &data["custom_id"], 1, 100, true);
    if data["components"].is_null() {
        errors.required("components");
        return;
    }
    list(errors, "components", &data["components"], 1, 5);
    let mut ids = HashSet::new();
    for (index, part) in data["components"]
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
    {
        let path = format!("components.{index}");
        match part["type"].as_u64() {
            Some(1) => {
                list(
                    errors,
                    &format!("{path}.components"),
                    &part["components"],
                    1,
                    1,
                );
                let input = &part["components"][0];
                let inner = format!("{path}.components.0");
                if input["type"] == 4 {
                    text(
                        errors,
                        &format!("{inner}.label"),
                        &input["label"],
                        1,
                        45,
                        true,
                    );
                    text_input(errors, &inner, input, &mut ids);
                } else {
                    errors.add(
                        format!("{inner}.type"),
                        "UNION_TYPE_CHOICES",
                        "Value of field \"type\" must be one of (4,).",
                    );
                }
            }
            Some(18) => {
                text(
                    errors,
                    &format!("{path}.label"),
                    &part["label"],
                    1,
                    45,
                    true,
                );
                text(
                    errors,
                    &format!("{path}.description"),
                    &part["description"],
                    0,
                    100,
                    false,
                );
                let inner = format!("{path}.component");
                match part["component"]["type"].as_u64() {
                    Some(4) => text_input(errors, &inner, &part["component"], &mut ids),
                    Some(3 | 5..=8) => {
                        custom_id(errors, &inner, &part["component"], &mut ids);
                        options(errors, &inner, &part["component"]);
                    }
                    Some(19) => custom_id(errors, &inner, &part["component"], &mut ids),
                    _ => errors.required(inner),
                }
            }
            Some(10) => text(
                errors,
                &format!("{path}.content"),
                &part["content"],
                1,
                4_000,
                true,
            ),
            _ => errors.add(
                format!("{path}.type"),
                "UNION_TYPE_CHOICES",
                "Value of field \"type\" must be one of (1, 10, 18).",
            ),
        }
    }
}

fn text_input(errors: &mut FormErrors, path: &str, input: &Value, ids: &mut HashSet<String>) {
    custom_id(errors, path, input, ids);
    if !matches!(input["style"].as_u64(), Some(1 | 2)) {
        errors.add(
            format!("{path}.style"),
            "BASE_TYPE_CHOICES",
            "Value must be one of (1, 2).",
        );
    }
    number(
        errors,
        &format!("{path}.min_length"),
        &input["min_length"],
        0,
        4_000,
    );
    number(
        errors,
        &format!("{path}.max_length"),
        &input["max_length"],
        1,
        4_000,
    );
    let most = input["max_length"].as_u64().unwrap_or(4_000) as usize;
    text(
        errors,
        &format!("{path}.value"),
        &input["value"],
        0,
        most,
        false,
    );
    text(
        errors,
        &format!("{path}.placeholder"),
        &input["placeholder"],
        0,
        100,
        false,
    );
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn codes(data: &Value) -> Vec<(String, &'static str)> {
        let mut errors = FormErrors::default();
        modal(&mut errors, data);
        errors
            .found()
            .iter()
            .map(|error| (error.path.clone(), error.code))
            .collect()
    }

    #[test]
    fn a_form_is_bounded() {
        let input = json!({"type": 1, "components": [{"type": 4, "style": 1, "custom_id": "a", "label": "A", "value": "x".repeat(11), "max_length": 10}]});
        let found =
            codes(&json!({"title": "x".repeat(46), "custom_id": "", "components": vec![input; 6]}));
        for expected in [
            ("title", "BASE_TYPE_BAD_LENGTH"),
            ("custom_id", "BASE_TYPE_REQUIRED"),
            ("components", "BASE_TYPE_BAD_LENGTH"),
            ("components.0.components.0.value", "BASE_TYPE_MAX_LENGTH"),
            (
                "components.1.components.0.custom_id",
                "COMPONENT_CUSTOM_ID_DUPLICATED",
            ),
        ] {
            assert!(
                found.contains(&(expected.0.to_owned(), expected.1)),
                "{expected:?} in {found:?}"
            );
        }
    }

    #[test]
    fn labelled_fields_pass() {
        let data = json!({"title": "Edit", "custom_id": "m", "components": [
            {"type": 18, "label": "Name", "component": {"type": 4, "style": 1, "custom_id": "a"}},
            {"type": 18, "label": "Tier", "component": {"type": 3, "custom_id": "b", "options": [{"label": "One", "value": "1"}]}},
        ]});
        assert_eq!(codes(&data), []);
    }
}
