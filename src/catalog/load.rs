//! Files to catalogue: the door that the rest of the program uses.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::LazyLock;

use super::check;
use super::files;
use super::model::Catalog;
use super::parse::{Parsed, parse};
use super::problem::{Finding, Problem, Step};
use super::raw::{Flaw, RawCatalog, SourceFile};
use crate::domain::{Date, EntryId, EntryKind};

/// A catalogue in both forms: as written, for edits and exports, and typed, for answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// As written.
    pub raw: RawCatalog,
    /// Typed and checked.
    pub catalog: Catalog,
}

/// A check of the whole catalogue that lives above this module, such as: does every template render?
pub trait Probe: Send + Sync {
    /// What is wrong with this part of the catalogue on this day.
    fn probe(&self, catalog: &Catalog, scope: &Scope, today: Date) -> Vec<Finding>;
}

/// The part of a catalogue that a [`Probe`] must look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Everything,
    /// These entries; the rest has passed before.
    Entries(BTreeSet<EntryId>),
}

impl Scope {
    /// Whether this entry must be looked at.
    pub fn includes(&self, id: &EntryId) -> bool {
        match self {
            Self::Everything => true,
            Self::Entries(ids) => ids.contains(id),
        }
    }
}

/// Checks from above and the day for them.
#[derive(Clone, Copy, Default)]
pub struct Probes<'a> {
    probes: &'a [&'a dyn Probe],
    today: Option<Date>,
}

impl<'a> Probes<'a> {
    /// No checks but the catalogue's own.
    pub const NONE: Self = Self {
        probes: &[],
        today: None,
    };

    /// These checks, made for this day.
    pub fn new(probes: &'a [&'a dyn Probe], today: Date) -> Self {
        Self {
            probes,
            today: Some(today),
        }
    }

    fn findings(&self, catalog: &Catalog, scope: impl FnOnce() -> Scope) -> Vec<Finding> {
        let Some(today) = self.today.filter(|_| !self.probes.is_empty()) else {
            return Vec::new();
        };
        let scope = scope();
        self.probes
            .iter()
            .flat_map(|probe| probe.probe(catalog, &scope, today))
            .collect()
    }
}

/// Reads files into a catalogue. What a small catalogue lacks of currencies, assumptions, language
/// and replies comes from the binary.
pub fn load(files: &[SourceFile]) -> Result<Loaded, Vec<Problem>> {
    load_with(files, Probes::NONE)
}

/// Reads files into a catalogue, with checks from above.
pub fn load_with(files: &[SourceFile], probes: Probes<'_>) -> Result<Loaded, Vec<Problem>> {
    let Parsed {
        raw,
        mut problems,
        broken,
    } = parse(files);
    let raw = raw.completed_by(&EMBEDDED);
    if raw.entries.is_empty() && problems.is_empty() {
        problems.push(no_entries());
    }
    match build_with(&raw, probes) {
        Ok(catalog) if problems.is_empty() => return Ok(Loaded { raw, catalog }),
        Ok(_) => {}
        Err(more) => {
            problems.extend(more.into_iter().filter(|one| !broken.contains(&one.file)));
        }
    }
    problems.sort();
    problems.dedup();
    Err(problems)
}

/// The catalogue that the binary was built with, as written.
static EMBEDDED: LazyLock<RawCatalog> = LazyLock::new(|| parse(&files::embedded()).raw);

/// The catalogue that the binary was built with.
pub fn load_embedded() -> Result<Loaded, Vec<Problem>> {
    load(&files::embedded())
}

/// Reads one TOML document, such as an export.
pub fn load_document(text: &str) -> Result<Loaded, Vec<Problem>> {
    load(&[SourceFile::new("catalog.toml", text)])
}

/// Reads files without asking what they mean, for an import over `base`: the sections that the files
/// lack come from it. The result is to be checked by [`build_with`].
pub fn read_raw(files: &[SourceFile], base: &RawCatalog) -> Result<RawCatalog, Vec<Problem>> {
    let Parsed { raw, problems, .. } = parse(files);
    if problems.is_empty() {
        Ok(raw.completed_by(base))
    } else {
        Err(problems)
    }
}

/// Reads the catalogue in a folder or a file.
pub fn load_path(path: &Path, probes: Probes<'_>) -> Result<Loaded, Vec<Problem>> {
    match files::read(path) {
        Ok(files) => load_with(&files, probes),
        Err(error) => Err(vec![unreadable(path, &error)]),
    }
}

fn no_entries() -> Problem {
    Problem {
        file: ".".to_owned(),
        line: 0,
        column: 0,
        what: "there is no entry here".to_owned(),
        hint: "a catalogue is a folder of .toml files, or one exported file".to_owned(),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    Problem {
        file: path.display().to_string(),
        line: 0,
        column: 0,
        what: format!("cannot be read: {error}"),
        hint: "name the folder of the catalogue, or an exported file".to_owned(),
    }
}

/// What a check of a catalogue gave.
#[derive(Debug)]
pub struct Report {
    /// Everything that is wrong.
    pub problems: Vec<Problem>,
    /// Entries by kind, where nothing is wrong.
    pub counts: Vec<(EntryKind, usize)>,
}

/// Checks the catalogue in a folder or a file.
pub fn check_path(path: &Path, probes: Probes<'_>) -> Report {
    Report::of(load_path(path, probes))
}

/// Checks the catalogue that the binary was built with.
pub fn check_embedded(probes: Probes<'_>) -> Report {
    Report::of(load_with(&files::embedded(), probes))
}

impl Report {
    fn of(loaded: Result<Loaded, Vec<Problem>>) -> Self {
        match loaded {
            Ok(loaded) => Self {
                problems: Vec::new(),
                counts: EntryKind::ALL
                    .iter()
                    .map(|kind| {
                        let entries = loaded.raw.entries();
                        (*kind, entries.filter(|entry| entry.kind() == *kind).count())
                    })
                    .collect(),
            },
            Err(problems) => Self {
                problems,
                counts: Vec::new(),
            },
        }
    }
}

/// Types and checks a catalogue as written, with checks from above.
pub fn build_with(raw: &RawCatalog, probes: Probes<'_>) -> Result<Catalog, Vec<Problem>> {
    build_scoped(raw, probes, || Scope::Everything)
}

pub(super) fn build_scoped(
    raw: &RawCatalog,
    probes: Probes<'_>,
    scope: impl FnOnce() -> Scope,
) -> Result<Catalog, Vec<Problem>> {
    let catalog = check::build(raw)?;
    let findings = probes.findings(&catalog, scope);
    if findings.is_empty() {
        return Ok(catalog);
    }
    Err(raw.problems(findings))
}

impl RawCatalog {
    /// What checks from above found, with the places in the files.
    pub fn problems(&self, findings: Vec<Finding>) -> Vec<Problem> {
        let mut problems: Vec<Problem> = findings
            .into_iter()
            .map(|finding| {
                let flaw = Flaw {
                    path: Step::path(&finding.field),
                    on_key: false,
                    line: finding.line,
                    what: finding.what,
                    hint: finding.hint,
                };
                self.problem(&finding.place, &flaw)
            })
            .collect();
        problems.sort();
        problems.dedup();
        problems
    }
}
