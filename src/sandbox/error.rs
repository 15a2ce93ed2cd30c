//! Refusals in Discord's own shape.

use std::fmt;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// What Discord answers when it refuses a request.
#[derive(Clone, Debug)]
pub struct ApiError {
    /// The HTTP status.
    pub status: StatusCode,
    /// Discord's own number for the reason, 0 where it has none.
    pub code: u32,
    /// The sentence beside it.
    pub message: String,
    /// Where in the body the fault lies, for 50035.
    pub errors: Option<Value>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: u32, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            errors: None,
        }
    }

    pub(super) fn bad_request(code: u32, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, message)
    }

    pub(super) fn forbidden(code: u32, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    pub(super) fn not_found(code: u32, message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, message)
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, 0, "401: Unauthorized")
    }

    pub(super) fn unknown_route() -> Self {
        Self::not_found(0, "404: Not Found")
    }

    pub(super) fn unknown_message() -> Self {
        Self::not_found(10008, "Unknown Message")
    }

    pub(super) fn unknown_interaction() -> Self {
        Self::not_found(10062, "Unknown interaction")
    }

    /// The body as Discord writes it.
    pub fn body(&self) -> Value {
        let mut body = json!({"message": self.message, "code": self.code});
        if let (Some(errors), Some(map)) = (&self.errors, body.as_object_mut()) {
            map.insert("errors".to_owned(), errors.clone());
        }
        body
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: {}",
            self.status.as_u16(),
            self.code,
            self.message
        )?;
        match &self.errors {
            Some(errors) => write!(f, " {errors}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for ApiError {}

/// One thing wrong with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FormError {
    /// Dotted path, such as `embeds.0.title`.
    pub(super) path: String,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// Everything wrong with one body, gathered before it is refused.
#[derive(Debug, Default)]
pub(super) struct FormErrors {
    found: Vec<FormError>,
}

impl FormErrors {
    pub(super) fn add(
        &mut self,
        path: impl Into<String>,
        code: &'static str,
        message: impl Into<String>,
    ) {
        self.found.push(FormError {
            path: path.into(),
            code,
            message: message.into(),
        });
    }

    pub(super) fn required(&mut self, path: impl Into<String>) {
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required");
    }

    #[cfg(test)]
    pub(super) fn found(&self) -> &[FormError] {
        &self.found
    }

    /// Refuses with 50035 if anything was found; `prefix` names the part of the body that was
    /// looked at (`data` for a callback).
    pub(super) fn into_result(self, prefix: &str) -> Result<(), ApiError> {
        if self.found.is_empty() {
            return Ok(());
        }
        let mut root = Map::new();
        for error in self.found {
            let path = if prefix.is_empty() {
                error.path
            } else if error.path.is_empty() {
                prefix.to_owned()
            } else {
                format!("{prefix}.{}", error.path)
            };
            let segments: Vec<&str> = path
                .split('.')
                .filter(|segment| !segment.is_empty())
                .collect();
            insert(
                &mut root,
                &segments,
                &json!({"code": error.code, "message": error.message}),
            );
        }
        Err(ApiError {
            status: StatusCode::BAD_REQUEST,
            code: 50035,
            message: "Invalid Form Body".to_owned(),
            errors: Some(Value::Object(root)),
        })
    }
}

/// Puts one error at its place in the tree.
fn insert(node: &mut Map<String, Value>, path: &[&str], error: &Value) {
    match path {
        [] => {
            let list = node.entry("_errors").or_insert_with(|| json!([]));
            if let Value::Array(list) = list {
                list.push(error.clone());
            }
        }
        [first, rest @ ..] => {
            if let Value::Object(child) = node.entry(*first).or_insert_with(|| json!({})) {
                insert(child, rest, error);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_names_the_place_as_discord_does() {
        let mut errors = FormErrors::default();
        errors.add(
            "embeds.0.title",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 256 or fewer in length.",
        );
        let refused = errors.into_result("data").unwrap_err();
        assert_eq!(
            refused.body(),
            json!({"code": 50035, "message": "Invalid Form Body", "errors": {"data": {"embeds": {"0": {"title": {
                "_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 256 or fewer in length."}]
            }}}}}})
        );
    }
}
