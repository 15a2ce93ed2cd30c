//! What is wrong with how a command was called.

use crate::domain::Question;

/// An option that cannot be used as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageProblem {
    /// The option.
    pub option: String,
    /// What was typed, unescaped; `None` where nothing was.
    pub typed: Option<String>,
    /// What is wrong and what is accepted, as a sentence for the person.
    pub message: String,
    /// What may have been meant, best first: each works when it is asked instead.
    pub near: Vec<Question>,
}

impl UsageProblem {
    /// A problem with one option and no better reading.
    pub(super) fn new(option: &str, typed: Option<&str>, message: impl Into<String>) -> Self {
        Self {
            option: option.to_owned(),
            typed: typed.map(str::to_owned),
            message: message.into(),
            near: Vec::new(),
        }
    }
}
