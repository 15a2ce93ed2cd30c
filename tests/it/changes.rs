//! Field changes, written short.

use certwise::catalog::FieldChange;
use toml::Value;

/// A field of a certification with both its values.
pub fn field(entry: &str, path: &str, before: Value, after: Value) -> FieldChange {
    FieldChange {
        target: format!("certification.{entry}").parse().unwrap(),
        field: path.into(),
        before: Some(before),
        after: Some(after),
    }
}
