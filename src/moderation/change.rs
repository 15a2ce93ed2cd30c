//! One changed field.

use serde::{Deserialize, Serialize};
use toml::Value;

/// One field of an entry or table with its value before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The entry, or the table and key.
    pub place: String,
    /// The field's path inside it.
    pub field: String,
    /// What stood there; `None`: nothing.
    pub before: Option<Value>,
    /// What stands there now; `None`: nothing.
    pub after: Option<Value>,
}

impl FieldChange {
    /// The entry that it belongs to.
    pub fn entry(&self) -> Option<&str> {
        Some(&self.place)
    }
}
