//! Raw values to typed entries, field by field, with every flaw noted.

mod advice;
mod certification;
mod fee;
mod reader;
mod tables;

use std::sync::Arc;

use toml::Table;

use super::raw::Flaw;
use super::text::Text;
use crate::domain::{
    Background, Confidence, CredentialKind, Entry, EntryId, EntryKind, FeeKind, Goal, Level, Note,
    Platform, Provenance, Renewal, ResourcePrice, RetakeFee, SourceKind, State, Topic,
};
use reader::{Findings, Reader, Word, words};
pub(super) use reader::{Reference, Target};
pub(super) use tables::{DecodedSection, Meaning, section};

words!(
    Background,
    CredentialKind,
    FeeKind,
    Goal,
    Level,
    Platform,
    Renewal,
    ResourcePrice,
    RetakeFee,
    SourceKind,
    State,
    Topic
);

impl Word for Confidence {
    const WORDS: &'static [Self] = &[
        Self::Stated,
        Self::Inferred,
        Self::Conflicting,
        Self::Article,
        Self::Unverified,
    ];

    fn word(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Inferred => "inferred",
            Self::Conflicting => "conflicting",
            Self::Article => "article",
            Self::Unverified => "unverified",
        }
    }
}

/// What people may be told to earn or learn from.
const LEARNABLE: &[EntryKind] = &[EntryKind::Certification, EntryKind::Resource];
/// Credentials only.
const CREDENTIAL: &[EntryKind] = &[EntryKind::Certification];
/// Everything that has a card of its own.
const SHOWN: &[EntryKind] = &[
    EntryKind::Certification,
    EntryKind::Resource,
    EntryKind::Faq,
    EntryKind::Guide,
    EntryKind::Stack,
    EntryKind::Stage,
];

const NAME: Text = Text::Line(120);
const SHORT: Text = Text::Line(40);
const ALIAS: Text = Text::Line(100);
const CODE: Text = Text::Line(30);
const PHRASE: Text = Text::Line(200);
const SENTENCE: Text = Text::Prose(700);
const PROSE: Text = Text::Prose(3500);
/// Names that people use are many, for a popular exam.
const MOST_ALIASES: usize = 60;

/// What reading one entry gave.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    /// The typed entry, where nothing that it needs is missing or wrong.
    pub(super) entry: Option<Arc<Entry>>,
    pub(super) flaws: Vec<Flaw>,
    pub(super) references: Vec<Reference>,
    /// The names that must lead to this entry alone, in lower case.
    pub(super) names: Vec<String>,
}

/// Reads one entry. Without an id it is read for its flaws only.
pub(super) fn entry(kind: EntryKind, id: Option<&EntryId>, table: &Table) -> Decoded {
    let findings = Findings::default();
    let reader = Reader::new(table, &findings);
    reader.has("id");
    let decode = match kind {
        EntryKind::Certification => certification::certification,
        EntryKind::Resource => advice::resource,
        EntryKind::Faq => advice::faq,
        EntryKind::Guide => advice::guide,
        EntryKind::Stack => advice::stack,
        EntryKind::Stage => advice::stage,
        EntryKind::Situation => advice::situation,
    };
    let read = decode(&reader, id.cloned());
    let names = read.as_ref().map_or_else(Vec::new, names);
    Decoded {
        entry: read.map(Arc::new),
        flaws: findings.flaws.into_inner(),
        references: findings.references.into_inner(),
        names,
    }
}

fn names(entry: &Entry) -> Vec<String> {
    if matches!(entry, Entry::Situation(_)) {
        return Vec::new();
    }
    let code = match entry {
        Entry::Certification(certification) => certification.code.as_deref(),
        _ => None,
    };
    let mut names: Vec<String> = [entry.name(), entry.short()]
        .into_iter()
        .chain(code)
        .chain(entry.aliases().iter().map(String::as_str))
        .map(str::to_lowercase)
        .chain([entry.id().to_string()])
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Source, date and confidence, which every table with a figure has.
fn provenance(reader: &Reader<'_>) -> Option<Provenance> {
    let source = reader.source();
    let checked = reader.required_date("checked");
    let confidence = if reader.has("confidence") {
        reader.word("confidence")
    } else {
        Some(Confidence::default())
    };
    Some(Provenance {
        source: source?,
        checked: checked?,
        confidence: confidence?,
    })
}

fn notes(reader: &Reader<'_>) -> Vec<Note> {
    reader
        .tables("note", 12)
        .iter()
        .filter_map(|note| {
            let text = note.text("text", SENTENCE);
            let provenance = provenance(note);
            note.finish();
            Some(Note {
                text: text?,
                provenance: provenance?,
            })
        })
        .collect()
}
