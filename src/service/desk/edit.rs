//! Forms over entries: edit, add, retire, remove.

use std::collections::BTreeMap;

use toml::Table;

use crate::catalog::{FieldChange, FieldPath, Loaded, RawCatalog, Section, Target};
use crate::domain::{Date, EntryId, EntryKind};
use crate::moderation::forms::{self, FormContext, InputProblem, Typed, page, pages};
use crate::moderation::plan;
use crate::moderation::{Draft, DraftId, GapId, ModerationAction, NewDraft, Purpose, Suggestion};
use crate::reply::{ButtonStyle, escape};

use super::look::{button, counted, plain, problem, row};
use super::{Outcome, Response, Trouble, Work, message, out_of_date};

/// The page under which the status of a certification stands.
const STATUS_PAGE: char = 's';
/// The page of an FAQ entry with its other names.
const WORDINGS_PAGE: char = 'r';
/// The catalogue's limits for names and questions.
const LONGEST_NAME: usize = 100;
const LONGEST_QUESTION: usize = 120;
/// Entries that are listed as referring to another.
const MOST_REFERRING: usize = 25;
/// What of a typed page is kept once it has been taken.
const KEPT: &str = "source";

impl Work<'_> {
    pub(super) fn begin(&self, purpose: Purpose) -> NewDraft {
        NewDraft::begin(
            self.guild,
            self.person.clone(),
            purpose,
            self.effective.head,
            self.desk.now(),
        )
    }

    pub(super) fn raw(&self) -> &RawCatalog {
        &self.effective.snapshot.loaded.raw
    }

    fn exists(&self, entry: &EntryId) -> Result<EntryKind, Trouble> {
        self.raw()
            .entry(entry)
            .map(crate::catalog::RawEntry::kind)
            .ok_or_else(|| {
                Trouble::Told(format!(
                    "There is no entry `{entry}` in this server's catalogue any more."
                ))
            })
    }

    /// `/catalog edit`: opens the first page.
    pub(super) async fn edit(&self, entry: &EntryId, asked: Option<&Suggestion>) -> Outcome {
        let kind = self.exists(entry)?;
        let mut content = self.begin(Purpose::Edit);
        content.entry = Some(entry.clone());
        content.suggestion = asked.map(|suggestion| suggestion.id);
        // The member's words stay in the suggestion alone, so that they can have them deleted.
        content.note = asked.map(|_| "a member suggested it".to_owned());
        let id = self.desk.store.add_draft(content.clone()).await?;
        let first = pages(kind).first().ok_or_else(out_of_date)?;
        self.open(&Draft { id, content }, first.key).await
    }

    /// `/catalog add`: opens the first page over nothing.
    pub(super) async fn add(&self, kind: EntryKind) -> Outcome {
        self.begin_entry(kind, BTreeMap::new(), Vec::new()).await
    }

    /// An FAQ entry that answers what was asked, with the wordings as its other names.
    pub(super) async fn add_answering(
        &self,
        question: &str,
        wordings: &[String],
        gaps: Vec<GapId>,
    ) -> Outcome {
        let names: Vec<&str> = wordings
            .iter()
            .map(String::as_str)
            .filter(|wording| wording.chars().count() <= LONGEST_NAME && !wording.contains('['))
            .collect();
        let field = |name: &str, text: String| Typed::from([(name.to_owned(), text)]);
        let question = question.chars().take(LONGEST_QUESTION).collect();
        let typed = BTreeMap::from([
            ("n".to_owned(), field("question", question)),
            (
                WORDINGS_PAGE.to_string(),
                field("aliases", names.join("\n")),
            ),
        ]);
        self.begin_entry(EntryKind::Faq, typed, gaps).await
    }

    async fn begin_entry(
        &self,
        kind: EntryKind,
        typed: BTreeMap<String, Typed>,
        gaps: Vec<GapId>,
    ) -> Outcome {
        let first = pages(kind).first().ok_or_else(out_of_date)?;
        let content = NewDraft {
            typed,
            gaps,
            ..self.begin(Purpose::Add { kind })
        };
        let id = self.desk.store.add_draft(content.clone()).await?;
        self.open(&Draft { id, content }, first.key).await
    }

    /// `/catalog retire`: the status page with the end filled in; it asks for the source.
    pub(super) async fn retire(
        &self,
        entry: &EntryId,
        last_day: Date,
        successor: Option<&EntryId>,
    ) -> Outcome {
        let kind = self.exists(entry)?;
        if kind != EntryKind::Certification {
            return Err(Trouble::Told(
                "Only certifications retire. To take another entry away, use `/catalog remove`."
                    .to_owned(),
            ));
        }
        if successor == Some(entry) {
            return Err(Trouble::Told(
                "A certification cannot be its own successor.".to_owned(),
            ));
        }
        let mut content = self.begin(Purpose::Retire);
        content.entry = Some(entry.clone());
        let mut typed: Typed = [
            ("state".to_owned(), "retired".to_owned()),
            ("day".to_owned(), last_day.to_string()),
        ]
        .into();
        if let Some(successor) = successor {
            typed.insert("successors".to_owned(), successor.to_string());
        }
        content.typed.insert(STATUS_PAGE.to_string(), typed);
        let id = self.desk.store.add_draft(content.clone()).await?;
        self.open(&Draft { id, content }, STATUS_PAGE).await
    }

    /// `/catalog remove`: refuses while others refer to the entry.
    pub(super) async fn remove(&self, entry: &EntryId) -> Outcome {
        let kind = self.exists(entry)?;
        let referring = plan::referring(self.raw(), entry);
        if !referring.is_empty() {
            let catalog = &self.effective.snapshot.catalog;
            let mut lines: Vec<String> = referring
                .iter()
                .take(MOST_REFERRING)
                .map(|id| format!("- {} (`{id}`)", escape(catalog.short(id))))
                .collect();
            let more = referring.len() - lines.len();
            if more > 0 {
                lines.push(format!("- and {more} more"));
            }
            let text = format!(
                "{} to **{}**, so it cannot go:\n{}\n\nChange {} first. A certification that has ended is better retired than removed: whoever holds it still asks about it.",
                counted(referring.len(), "other entry refers", "other entries refer"),
                escape(catalog.short(entry)),
                lines.join("\n"),
                if referring.len() == 1 { "it" } else { "those" },
            );
            return Ok(message(problem("Not removed", &text)));
        }
        let mut content = self.begin(Purpose::Remove);
        content.entry = Some(entry.clone());
        content.changes = vec![plan::set(
            self.raw(),
            Target::Entry(kind, entry.clone()),
            None,
        )];
        content.changes.extend(self.wordings_of(entry));
        let id = self.desk.store.add_draft(content.clone()).await?;
        Ok(message(self.draft_reply(&Draft { id, content }).await?))
    }

    /// The change that takes an entry's wordings away with it.
    fn wordings_of(&self, entry: &EntryId) -> Option<FieldChange> {
        let target = Target::Item(Section::Language, "phrasings".to_owned());
        let field = FieldPath::from(entry.as_str());
        let before = self.raw().value(&target, &field)?.into_owned();
        Some(FieldChange {
            target,
            field,
            before: Some(before),
            after: None,
        })
    }

    /// The draft, if it is this moderator's own.
    pub(super) async fn own_draft(&self, id: DraftId) -> Result<Draft, Trouble> {
        let draft = self.draft(id).await?;
        if draft.content.author.id != self.person.id {
            return Err(Trouble::Told(
                "This draft belongs to another moderator. Begin your own with `/catalog edit`."
                    .to_owned(),
            ));
        }
        Ok(draft)
    }

    pub(super) async fn draft(&self, id: DraftId) -> Result<Draft, Trouble> {
        let now = self.desk.now();
        self.desk
            .store
            .draft(self.guild, id, now)
            .await?
            .ok_or_else(|| {
                Trouble::Told(
                    "This draft is gone: it was published or thrown away, or it is older than a day. `/catalog history` shows what was published."
                        .to_owned(),
                )
            })
    }

    /// The server's catalogue when the draft was begun.
    pub(super) async fn begun_at(&self, content: &NewDraft) -> Result<Loaded, Trouble> {
        if content.base == self.effective.head {
            return Ok(self.effective.snapshot.loaded.clone());
        }
        let mut revisions = self.desk.store.revisions(self.guild).await?;
        revisions.retain(|revision| revision.number <= content.base);
        let base = self.desk.catalogs.base();
        let probes = super::super::probes(self.desk.clock.today());
        Ok(plan::overlay(&revisions).fold(&base.loaded, probes).loaded)
    }

    pub(super) async fn open_page(&self, id: DraftId, key: char) -> Outcome {
        let draft = self.own_draft(id).await?;
        self.open(&draft, key).await
    }

    async fn open(&self, draft: &Draft, key: char) -> Outcome {
        let loaded = self.begun_at(&draft.content).await?;
        let (kind, _, entry) = entry_of(&loaded, &draft.content)?;
        let page = page(kind, key).ok_or_else(out_of_date)?;
        let id = ModerationAction::Page(draft.id, key)
            .custom_id()
            .ok_or_else(out_of_date)?;
        let typed = draft.content.typed.get(&key.to_string());
        Ok(Response::Form(forms::form(id, page, &entry, typed)))
    }

    /// A page was sent: what was typed is kept whatever becomes of it.
    pub(super) async fn take_page(
        &self,
        id: DraftId,
        key: char,
        typed: &BTreeMap<String, String>,
    ) -> Outcome {
        let mut draft = self.own_draft(id).await?;
        let content = &mut draft.content;
        content.expires = self.desk.now() + NewDraft::KEPT;
        content.waiting = false;
        content.page = Some(key);
        let loaded = self.begun_at(content).await?;
        let (kind, base, entry) = entry_of(&loaded, content)?;
        let page = page(kind, key).ok_or_else(out_of_date)?;
        let context = FormContext {
            raw: &loaded.raw,
            catalog: &loaded.catalog,
            today: self.desk.clock.today(),
        };
        match page.apply(kind, &base, &entry, typed, &context) {
            Err(problems) => {
                content.typed.insert(key.to_string(), typed.clone());
                self.keep(&draft).await?;
                Ok(message(typed_wrong(&draft, key, &problems)))
            }
            Ok(mut applied) => {
                // A new entry takes over what was filled in beforehand on its other pages.
                let filled = content.typed.get(&WORDINGS_PAGE.to_string());
                if let (None, Some(filled), Some(wordings)) =
                    (&content.entry, filled, forms::page(kind, WORDINGS_PAGE))
                    && let Ok(with) = wordings.apply(kind, &base, &applied.entry, filled, &context)
                {
                    applied.entry = with.entry;
                }
                let id = if let Some(id) = &content.entry {
                    id.clone()
                } else {
                    let name = ["name", "question"]
                        .iter()
                        .find_map(|key| applied.entry.get(*key).and_then(toml::Value::as_str));
                    plan::local_id(&loaded.raw, name.unwrap_or_default()).ok_or_else(out_of_date)?
                };
                let earlier = loaded.raw.with(&content.changes);
                let raw = earlier.as_ref().unwrap_or(&loaded.raw);
                let more = plan::put_entry(raw, kind, &id, &applied);
                content.changes = raw
                    .with(&more)
                    .map_or(more, |changed| crate::catalog::diff(&loaded.raw, &changed));
                content.entry = Some(id);
                let mut kept = typed.clone();
                kept.retain(|name, text| name == KEPT && !text.trim().is_empty());
                if let Some(source) = kept.get(KEPT)
                    && content.suggestion.is_none()
                {
                    content.note = Some(source.trim().to_owned());
                }
                content.typed.insert(key.to_string(), kept);
                self.keep(&draft).await?;
                Ok(message(self.draft_reply(&draft).await?))
            }
        }
    }

    pub(super) async fn keep(&self, draft: &Draft) -> Result<(), Trouble> {
        if self.desk.store.save_draft(draft).await? {
            Ok(())
        } else {
            Err(Trouble::Told(
                "This draft was published or thrown away meanwhile.".to_owned(),
            ))
        }
    }

    pub(super) async fn discard(&self, id: DraftId) -> Outcome {
        let draft = self.draft(id).await?;
        if draft.content.author.id != self.person.id && !draft.content.waiting {
            self.own_draft(id).await?;
        }
        self.desk.store.drop_draft(self.guild, id).await?;
        let text = "Nothing was changed. The draft is gone.";
        Ok(super::replace(plain("Thrown away", text)))
    }
}

/// Kind of the draft's entry, the entry as it was when the draft was begun, and as it is in it.
fn entry_of(loaded: &Loaded, content: &NewDraft) -> Result<(EntryKind, Table, Table), Trouble> {
    let Some(id) = &content.entry else {
        return match content.purpose {
            Purpose::Add { kind } => Ok((kind, Table::new(), Table::new())),
            _ => Err(out_of_date()),
        };
    };
    let changed = loaded.raw.with(&content.changes);
    let now = changed.as_ref().unwrap_or(&loaded.raw).entry(id);
    let before = loaded.raw.entry(id);
    let kind = match (now.or(before), content.purpose) {
        (Some(entry), _) => entry.kind(),
        (None, Purpose::Add { kind }) => kind,
        (None, _) => return Err(out_of_date()),
    };
    let table = |entry: Option<&crate::catalog::RawEntry>| {
        entry.map_or_else(Table::new, |entry| entry.table().clone())
    };
    Ok((kind, table(before), table(now)))
}

fn typed_wrong(draft: &Draft, key: char, problems: &[InputProblem]) -> crate::reply::Reply {
    let lines: Vec<String> = problems
        .iter()
        .map(|problem| {
            format!(
                "**{}**\n{}",
                problem.input,
                escape_keeping_code(&problem.what)
            )
        })
        .collect();
    let text = format!(
        "{}\n\nNothing is lost: *Edit again* opens the form with what you typed.",
        lines.join("\n")
    );
    let mut reply = problem("Not understood yet", &text);
    reply.rows.extend(row([
        button(
            "Edit again",
            ButtonStyle::Primary,
            &ModerationAction::Page(draft.id, key),
        ),
        button(
            "Discard",
            ButtonStyle::Danger,
            &ModerationAction::Discard(draft.id),
        ),
    ]));
    reply
}

/// Messages of the desk quote what was typed, and name ids in code.
pub(super) fn escape_keeping_code(text: &str) -> String {
    text.split('`')
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 1 {
                format!("`{part}`")
            } else {
                let lead = &part[..part.len() - part.trim_start().len()];
                let tail = &part[part.trim_end().len()..];
                format!("{}{}{}", blank(lead), escape(part), blank(tail))
            }
        })
        .collect()
}

fn blank(space: &str) -> &'static str {
    if space.is_empty() { "" } else { " " }
}
