//! A whole catalogue as a file: out, and back in.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::catalog::{FieldChange, RawCatalog, Section, Target, diff, export};
use crate::command::Attachment;
use crate::domain::{EntryId, EntryKind};
use crate::moderation::plan;
use crate::moderation::{Draft, Purpose};
use crate::reply::{File, escape};

use super::edit::escape_keeping_code;
use super::look::{plain, problem};
use super::{Outcome, Response, Trouble, Work, message};

/// The largest file that is taken.
const LARGEST: u64 = 4 * 1024 * 1024;

impl Work<'_> {
    /// `/catalog export`.
    pub(super) fn export(&self) -> Response {
        let text = export(self.raw());
        let mut reply = plain(
            "The catalogue of this server",
            "This is everything, with this server's edits in it. `/catalog import` takes the file back: unchanged it changes nothing, and a part of it is enough.",
        );
        reply.files.push(File {
            name: "catalog.toml".to_owned(),
            description: Some("The catalogue of this server as TOML".to_owned()),
            bytes: text.into_bytes(),
        });
        message(reply)
    }

    /// `/catalog import`: the entries of the file over those of the server, as a draft.
    pub(super) async fn import(&self, file: &Attachment) -> Outcome {
        if file.size > LARGEST {
            return Err(Trouble::Told(format!(
                "The file has {} KiB; 4,096 KiB is the most. Leave out what you don't change: a part of an export is enough.",
                file.size / 1024
            )));
        }
        let bytes = file.bytes.as_ref().ok_or_else(|| {
            Trouble::Told("Discord did not hand the file over. Try again in a moment.".to_owned())
        })?;
        let text = std::str::from_utf8(bytes).map_err(|_| {
            Trouble::Told("The file is not UTF-8 text. Save it as UTF-8 and try again.".to_owned())
        })?;
        let document: Table = text.parse().map_err(|error: toml::de::Error| {
            let line = error.span().map_or(1, |span| {
                text.get(..span.start)
                    .unwrap_or_default()
                    .matches('\n')
                    .count()
                    + 1
            });
            Trouble::Told(format!(
                "Line {line} is not valid TOML: {}.",
                escape(error.message())
            ))
        })?;
        let base = self.desk.catalogs.base();
        let changes = match read(&document, self.raw(), &base.loaded.raw) {
            Ok(changes) => changes,
            Err(problems) => {
                let text = format!(
                    "{}\n\nMend the file and import it again.",
                    problems
                        .iter()
                        .take(12)
                        .map(|problem| format!("- {}", escape_keeping_code(problem)))
                        .collect::<Vec<_>>()
                        .join("\n")
                );
                return Ok(message(problem("Not imported", &text)));
            }
        };
        if changes.is_empty() {
            return Ok(message(plain(
                "Nothing to import",
                "Everything in the file is in this server's catalogue already.",
            )));
        }
        let mut content = self.begin(Purpose::Import);
        content.changes = changes;
        content.note = Some(format!("file {}", file.name));
        let id = self.desk.store.add_draft(content.clone()).await?;
        Ok(message(self.draft_reply(&Draft { id, content }).await?))
    }
}

/// The changes that bring what stands in a document into a catalogue. What the document leaves out
/// stays as it is.
fn read(
    document: &Table,
    current: &RawCatalog,
    base: &RawCatalog,
) -> Result<Vec<FieldChange>, Vec<String>> {
    let mut problems = Vec::new();
    let mut wanted: Vec<FieldChange> = Vec::new();
    let mut seen: BTreeSet<EntryId> = BTreeSet::new();
    let mut entry = |kind: EntryKind, table: &Table, problems: &mut Vec<String>| {
        let id = table.get("id").and_then(Value::as_str).unwrap_or_default();
        let Ok(id) = id.parse::<EntryId>() else {
            problems.push(format!("\"{id}\" is no id for a {}.", kind.label()));
            return;
        };
        if !seen.insert(id.clone()) {
            problems.push(format!("`{id}` stands in the file twice."));
            return;
        }
        match current.entry(&id).or_else(|| base.entry(&id)) {
            Some(known) if known.kind() != kind => {
                problems.push(format!("`{id}` is a {} here.", known.kind().label()));
            }
            None if !id.is_local() => problems.push(format!(
                "`{id}` is new here: ids made in a server begin with `local-`, so call it `local-{id}`."
            )),
            _ => {
                let target = Target::Entry(kind, id);
                wanted.push(plan::set(current, target, Some(Value::Table(table.clone()))));
            }
        }
    };
    let mut items: Vec<(Section, String, Value)> = Vec::new();
    if document.contains_key("id") {
        entry(EntryKind::Certification, document, &mut problems);
    } else {
        for (key, value) in document {
            if let Some(kind) = EntryKind::from_slug(key) {
                let tables = value
                    .as_array()
                    .map(|items| items.iter().map(Value::as_table));
                match tables.and_then(Iterator::collect::<Option<Vec<&Table>>>) {
                    Some(tables) => {
                        for table in tables {
                            entry(kind, table, &mut problems);
                        }
                    }
                    None => problems.push(format!("`{key}` should be written [[{key}]].")),
                }
            } else if let (Some(section), Some(table)) = (Section::from_key(key), value.as_table())
            {
                let all = table.iter();
                items.extend(all.map(|(name, value)| (section, name.clone(), value.clone())));
            } else {
                problems.push(format!("`{key}` is no part of a catalogue."));
            }
        }
    }
    for (section, key, value) in items {
        let target = Target::Item(section, key);
        wanted.push(plan::set(current, target, Some(value)));
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    current
        .with(&wanted)
        .map(|changed| diff(current, &changed))
        .map_err(|conflict| vec![conflict.to_string()])
}
