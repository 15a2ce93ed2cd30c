//! Field changes, written short.

use certwise::moderation::FieldChange;
use toml::Value;

/// A field of an entry with both its values.
pub fn field(entry: &str, path: &str, before: Value, after: Value) -> FieldChange {
    FieldChange {
        place: entry.to_owned(),
        field: path.to_owned(),
        before: Some(before),
        after: Some(after),
    }
}
