//! What is wrong with a catalogue, where, and what to do about it.

use std::fmt;

use crate::domain::EntryId;

/// One thing that is wrong, at a place that an editor can open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, relative to the catalogue's folder.
    pub file: String,
    /// Line, counted from 1; 0 where the value was not read from a file.
    pub line: usize,
    /// Column in characters, counted from 1; 0 where the value was not read from a file.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}

impl fmt::Display for Problem {
    /// `faq.toml:12:3: unknown key "anser" (did you mean "answer"?)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if self.line > 0 {
            write!(f, ":{}:{}", self.line, self.column)?;
        }
        write!(f, ": {}", self.what)?;
        if !self.hint.is_empty() {
            write!(f, " ({})", self.hint)?;
        }
        Ok(())
    }
}

/// A table of the catalogue that is not a list of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// Where facts come from.
    Sources,
    /// Who offers them.
    Providers,
    /// What currencies are worth.
    Currencies,
    /// Figures of our own.
    Assumptions,
    /// Synonyms and phrasings.
    Language,
    /// Reply templates.
    Replies,
}

impl Section {
    /// Every section, in the order of an export.
    pub const ALL: [Self; 6] = [
        Self::Sources,
        Self::Providers,
        Self::Currencies,
        Self::Assumptions,
        Self::Language,
        Self::Replies,
    ];

    /// The table's name in a file.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Sources => "sources",
            Self::Providers => "providers",
            Self::Currencies => "currencies",
            Self::Assumptions => "assumptions",
            Self::Language => "language",
            Self::Replies => "replies",
        }
    }

    /// The section with this name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.key() == key)
    }
}

/// A part of the catalogue that can be right or wrong on its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// An entry.
    Entry(EntryId),
    /// One key of a table, such as `replies."cert.md"`.
    Item(Section, String),
}

/// One step on the way to a value: `status`, then `0`, then `last_day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key of a table.
    Key(String),
    /// A position in an array.
    Index(usize),
}

impl Step {
    /// Reads `points.0.text`; parts that are numbers are positions.
    pub fn path(text: &str) -> Vec<Self> {
        text.split('.')
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse()
                    .map_or_else(|_| Self::Key(part.to_owned()), Self::Index)
            })
            .collect()
    }
}

/// What a check outside this module found, before its position is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which part of the catalogue.
    pub place: Place,
    /// Which field of it, as in `points.0.text`; empty for the whole.
    pub field: String,
    /// Lines below the first line of that field's text, for templates.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: String,
}
