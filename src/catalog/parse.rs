//! Bytes to raw entries: everything that can be wrong with a file before its meaning is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::check::MAX_PROBLEMS;
use super::decode::{self, Decoded};
use super::files::{belongs, has_ending};
use super::problem::{Problem, Section, Step};
use super::raw::{
    FileText, Flaw, Origin, RawCatalog, RawEntry, RawItem, RawTables, SourceFile, line_and_column,
    locate,
};
use super::spans::{OddValue, Spans, split_table, split_value};
use super::text::did_you_mean;
use crate::domain::{EntryId, EntryKind};

/// Larger than any catalogue; what is above it is a mistake, not a file.
const MAX_FILE_BYTES: usize = 64 << 20;
/// A broken file breaks often; the first few problems are the useful ones.
const MAX_SYNTAX_PROBLEMS: usize = 10;

/// What reading the files gave: all that could be read, and all that could not.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub(super) raw: RawCatalog,
    pub(super) problems: Vec<Problem>,
    /// Files that are no TOML: what else is wrong with them follows from that.
    pub(super) broken: BTreeSet<String>,
}

/// Reads all files. Entries with a broken or doubled id are decoded for their problems only.
pub(super) fn parse(files: &[SourceFile]) -> Parsed {
    let mut parser = Parser::default();
    let mut files: Vec<&SourceFile> = files.iter().collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    for file in files {
        parser.file(file);
    }
    Parsed {
        raw: RawCatalog {
            entries: parser.entries,
            tables: parser.tables,
        },
        problems: parser.problems,
        broken: parser.broken,
    }
}

#[derive(Default)]
struct Parser {
    entries: BTreeMap<(EntryKind, EntryId), Arc<RawEntry>>,
    seen: BTreeMap<EntryId, Arc<RawEntry>>,
    tables: RawTables,
    problems: Vec<Problem>,
    broken: BTreeSet<String>,
}

impl Parser {
    fn file(&mut self, file: &SourceFile) {
        if !belongs(&file.path) {
            return;
        }
        let template = file
            .path
            .strip_prefix("replies/")
            .filter(|_| !has_ending(&file.path, "toml"));
        let Some(text) = self.text(file) else { return };
        let file = Arc::new(FileText {
            path: file.path.clone(),
            text,
        });
        match template {
            Some(name) => {
                let value = Value::String(file.text.clone());
                self.item(&file, Section::Replies, name, value, Spans::default());
            }
            None => self.document(&file),
        }
    }

    fn text(&mut self, file: &SourceFile) -> Option<String> {
        if file.bytes.len() > MAX_FILE_BYTES {
            self.problems.push(Problem {
                file: file.path.clone(),
                line: 1,
                column: 1,
                what: format!("the file has {} bytes", file.bytes.len()),
                hint: format!("a file of the catalogue has at most {MAX_FILE_BYTES}"),
            });
            return None;
        }
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => Some(text.trim_start_matches('\u{feff}').to_owned()),
            Err(error) => {
                let good = file.bytes.get(..error.valid_up_to()).unwrap_or_default();
                let good = String::from_utf8_lossy(good);
                let (line, column) = line_and_column(&good, good.len());
                self.problems.push(Problem {
                    file: file.path.clone(),
                    line,
                    column,
                    what: "this is not UTF-8 text".to_owned(),
                    hint: "save the file as UTF-8".to_owned(),
                });
                None
            }
        }
    }

    fn document(&mut self, file: &Arc<FileText>) {
        let (document, errors) = DeTable::parse_recoverable(&file.text);
        for error in errors.iter().take(MAX_SYNTAX_PROBLEMS) {
            let at = error.span().map_or(0, |span| span.start);
            let (line, column) = line_and_column(&file.text, at);
            self.problems.push(Problem {
                file: file.path.clone(),
                line,
                column,
                what: error.message().replace('\n', ", "),
                hint: "this is not valid TOML; mend this line first".to_owned(),
            });
        }
        let known = self.problems.len();
        let at = document.span().start;
        let document = document.into_inner();
        if document.iter().any(|(key, _)| key.get_ref() == "id") {
            let mut odd = Vec::new();
            let (table, spans) = split_table(at, document, &mut odd);
            self.odd_values(file, odd);
            self.entry(file, EntryKind::Certification, table, spans);
        } else {
            for (key, value) in document {
                self.top_level(file, key, value);
            }
        }
        if !errors.is_empty() {
            self.problems.truncate(known);
            self.broken.insert(file.path.clone());
        }
    }

    fn top_level(
        &mut self,
        file: &Arc<FileText>,
        key: Spanned<std::borrow::Cow<'_, str>>,
        value: Spanned<DeValue<'_>>,
    ) {
        let at = key.span().start;
        let key = key.into_inner();
        let mut odd = Vec::new();
        if let Some(kind) = EntryKind::from_slug(&key) {
            let DeValue::Array(items) = value.into_inner() else {
                let what = format!("\"{key}\" should be a list of entries");
                return self.refuse(file, at, what, format!("write [[{key}]]"));
            };
            for item in items {
                let at = item.span().start;
                let DeValue::Table(table) = item.into_inner() else {
                    let what = format!("an entry of \"{key}\" should be a table");
                    self.refuse(file, at, what, format!("write [[{key}]]"));
                    continue;
                };
                let (table, spans) = split_table(at, table, &mut odd);
                self.entry(file, kind, table, spans);
            }
        } else if let Some(section) = Section::from_key(&key) {
            let DeValue::Table(table) = value.into_inner() else {
                let what = format!("\"{key}\" should be a table");
                return self.refuse(file, at, what, format!("write [{key}]"));
            };
            for (name, value) in table {
                if let Some((value, spans)) = split_value(value, &mut odd) {
                    self.item(file, section, name.get_ref(), value, spans);
                }
            }
        } else {
            let known = EntryKind::ALL
                .iter()
                .map(|kind| kind.slug())
                .chain(Section::ALL.iter().map(|section| section.key()));
            let hint = did_you_mean(&key, known)
                .unwrap_or_else(|| "a certification's own file needs an id".to_owned());
            self.refuse(file, at, format!("unknown key \"{key}\""), hint);
        }
        self.odd_values(file, odd);
    }

    fn entry(&mut self, file: &Arc<FileText>, kind: EntryKind, table: Table, spans: Spans) {
        let origin = Origin {
            file: Arc::clone(file),
            spans: Arc::new(spans),
        };
        let id = match table
            .get("id")
            .map(|id| id.as_str().map(str::parse::<EntryId>))
        {
            Some(Some(Ok(id))) => id,
            Some(Some(Err(error))) => {
                let hint = "an id such as google-pmle".to_owned();
                return self.stray(kind, &table, &origin, "id", error.to_string(), hint);
            }
            Some(None) => {
                let hint = "write id = \"google-pmle\"".to_owned();
                return self.stray(
                    kind,
                    &table,
                    &origin,
                    "id",
                    "the id is no text".into(),
                    hint,
                );
            }
            None => {
                let hint = "write id = \"…\"; ids are how entries refer to each other".to_owned();
                let what = format!("this {} has no id", kind.label());
                return self.stray(kind, &table, &origin, "", what, hint);
            }
        };
        if let Some(first) = self.seen.get(&id) {
            let place = first.origin.as_ref().map_or_else(String::new, |first| {
                let flaw = flaw("id", String::new(), String::new());
                let problem = first.problem(&flaw);
                format!(" at {}:{}", problem.file, problem.line)
            });
            let what = format!("the id \"{id}\" is used already{place}");
            let hint = "each entry has an id of its own".to_owned();
            return self.stray(kind, &table, &origin, "id", what, hint);
        }
        let entry = Arc::new(RawEntry::new(kind, id.clone(), table, Some(origin)));
        self.seen.insert(id.clone(), Arc::clone(&entry));
        self.entries.insert((kind, id), entry);
    }

    /// An entry that cannot be kept; what else is wrong with it is told all the same.
    fn stray(
        &mut self,
        kind: EntryKind,
        table: &Table,
        origin: &Origin,
        key: &str,
        what: String,
        hint: String,
    ) {
        if self.problems.len() >= MAX_PROBLEMS {
            return;
        }
        self.problems.push(origin.problem(&flaw(key, what, hint)));
        let Decoded { flaws, .. } = decode::entry(kind, None, table);
        self.problems
            .extend(flaws.iter().map(|flaw| origin.problem(flaw)));
    }

    fn item(
        &mut self,
        file: &Arc<FileText>,
        section: Section,
        key: &str,
        value: Value,
        spans: Spans,
    ) {
        let origin = Origin {
            file: Arc::clone(file),
            spans: Arc::new(spans),
        };
        if let Some(first) = self.tables.get(section, key) {
            if self.problems.len() >= MAX_PROBLEMS {
                return;
            }
            let elsewhere = first
                .origin
                .as_ref()
                .map_or("", |first| first.file.path.as_str());
            let what = format!("\"{}.{key}\" stands in {elsewhere} already", section.key());
            let hint = "keep one of the two".to_owned();
            self.problems
                .push(locate(Some(&origin), "", &flaw("", what, hint)));
            return;
        }
        let origin = Some(origin);
        self.tables
            .set(section, key, Some(RawItem { value, origin }));
    }

    fn odd_values(&mut self, file: &Arc<FileText>, odd: Vec<OddValue>) {
        for OddValue { at, what, hint } in odd {
            self.refuse(file, at, what.to_owned(), hint.to_owned());
        }
    }

    fn refuse(&mut self, file: &FileText, at: usize, what: String, hint: String) {
        if self.problems.len() >= MAX_PROBLEMS {
            return;
        }
        let (line, column) = line_and_column(&file.text, at);
        self.problems.push(Problem {
            file: file.path.clone(),
            line,
            column,
            what,
            hint,
        });
    }
}

fn flaw(key: &str, what: String, hint: String) -> Flaw {
    Flaw {
        path: Step::path(key),
        on_key: false,
        line: 0,
        what,
        hint,
    }
}
