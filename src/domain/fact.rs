//! Where a figure comes from. Every fact of the catalogue carries this.

use serde::{Deserialize, Serialize};

use super::{Date, SourceId};

/// How sure a fact is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The source says so outright.
    #[default]
    Stated,
    /// Follows from what sources say, but none says it.
    Inferred,
    /// Sources disagree; the value is the one that weighs most.
    Conflicting,
    /// The article says so and nothing newer confirms it.
    Article,
    /// Nobody could verify it; shown as such, never as fact.
    Unverified,
}

/// Source, date and confidence of one fact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Provenance {
    /// Key of the source in `sources.toml`.
    pub source: SourceId,
    /// The day on which somebody last compared the fact with its source.
    pub checked: Date,
    /// How sure the fact is.
    pub confidence: Confidence,
}
