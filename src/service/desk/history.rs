//! History, review, and facts that still hold.

use time::OffsetDateTime;

use crate::catalog::{SetAside, Target, diff as differences};
use crate::domain::{EntryId, format_date};
use crate::moderation::forms::check_again;
use crate::moderation::{ModerationAction, Purpose, diff, plan, review};
use crate::reply::{ButtonStyle, escape};

use super::drafts::cut;
use super::look::{button, entry_name, name, plain, revision_line, row, turn};
use super::{Outcome, Response, Trouble, Work, message, replace};

/// Revisions on a page of the history.
const REVISIONS: u32 = 5;
/// Entries on a page of the review.
const ENTRIES: u32 = 4;

impl Work<'_> {
    /// `/catalog history`: five revisions a page, newest first, the diff a press away.
    pub(super) async fn history(&self, page: u32, entry: Option<EntryId>) -> Outcome {
        let skip = page.saturating_mul(REVISIONS) as usize;
        let most = REVISIONS as usize + 1;
        let store = &self.desk.store;
        let mut found = store
            .history(self.guild, entry.as_ref(), skip, most)
            .await?;
        let has_more = found.len() == most;
        found.truncate(REVISIONS as usize);
        let title = entry.as_ref().map_or_else(
            || "History of this server's catalogue".to_owned(),
            |id| {
                format!(
                    "History: {}",
                    entry_name(&self.effective.snapshot.catalog, id)
                )
            },
        );
        if found.is_empty() {
            let text = if page == 0 {
                "Nothing was changed here yet: the catalogue is as its operator wrote it."
            } else {
                "There is nothing earlier."
            };
            return Ok(message(plain(&title, text)));
        }
        let all = store.revisions(self.guild).await?;
        let taken_back = plan::pairs(&all);
        let lines: Vec<String> = found
            .iter()
            .map(|revision| {
                let mut line = revision_line(revision, taken_back.get(&revision.number).copied());
                if let Some(note) = &revision.note {
                    line.push_str(&format!("\nWhy: {}", escape(&cut(note, 160))));
                }
                if let Some(aside) = self.aside(revision.number) {
                    line.push_str(&format!("\nSet aside: {}", why_aside(aside)));
                }
                line
            })
            .collect();
        let mut reply = plain(&title, &lines.join("\n\n"));
        let diffs = found.iter().map(|revision| {
            button(
                &format!("#{}", revision.number),
                ButtonStyle::Secondary,
                &ModerationAction::Diff(revision.number),
            )
        });
        reply.rows.extend(row(diffs));
        reply.rows.extend(row(turn(page, has_more, |page| {
            ModerationAction::History {
                page,
                entry: entry.clone(),
            }
        })));
        Ok(if page == 0 {
            message(reply)
        } else {
            replace(reply)
        })
    }

    fn aside(&self, number: u64) -> Option<&SetAside> {
        self.effective
            .set_aside
            .iter()
            .find(|aside| aside.revision == number)
    }

    /// What one revision changed.
    pub(super) async fn diff(&self, number: u64) -> Outcome {
        let store = &self.desk.store;
        let revision = store.revision(self.guild, number).await?;
        let revision = revision.ok_or_else(|| {
            Trouble::Told(format!("There is no revision #{number} in this server."))
        })?;
        let all = store.revisions(self.guild).await?;
        let taken_back = plan::pairs(&all).get(&number).copied();
        let mut text = format!(
            "By {} on {}, {}",
            name(revision.author.as_ref()),
            format_date(revision.at.date()),
            clock(revision.at),
        );
        if let Some(note) = &revision.note {
            text.push_str(&format!("\nWhy: {}", escape(note)));
        }
        if let Some(by) = taken_back {
            text.push_str(&format!("\nTaken back by #{by}"));
        }
        text.push_str(&format!(
            "\n\n{}",
            cut(&diff::render(&revision.changes), 3_000)
        ));
        let mut reply = plain(
            &format!(
                "#{number}: {}",
                diff::summary(&revision.changes).replace('`', "")
            ),
            &text,
        );
        if taken_back.is_none() {
            reply.rows.extend(row([button(
                &format!("Undo #{number}"),
                ButtonStyle::Danger,
                &ModerationAction::Undo(number),
            )]));
        }
        Ok(message(reply))
    }

    /// `/catalog review`.
    pub(super) fn review(&self, page: u32) -> Response {
        let today = self.desk.clock.today();
        let items = review(&self.effective.snapshot.loaded, today);
        let from = page.saturating_mul(ENTRIES) as usize;
        let shown: Vec<_> = items.iter().skip(from).take(ENTRIES as usize).collect();
        let mut text = String::new();
        if page == 0 && !self.effective.set_aside.is_empty() {
            text.push_str(
                "**Set aside**, because the catalogue beneath them changed; the operator's text answers instead:\n",
            );
            for aside in self.effective.set_aside.iter().take(6) {
                text.push_str(&format!("- #{}: {}\n", aside.revision, why_aside(aside)));
            }
            text.push('\n');
        }
        let catalog = &self.effective.snapshot.catalog;
        for (index, item) in shown.iter().enumerate() {
            let reasons: Vec<String> = item
                .reasons
                .iter()
                .map(|reason| escape(&reason.text(today)))
                .collect();
            text.push_str(&format!(
                "**{}. {}** (`{}`)\n{}\n",
                from + index + 1,
                entry_name(catalog, &item.entry),
                item.entry,
                reasons.join("; ")
            ));
        }
        if text.is_empty() {
            text.push_str("Everything was checked lately, and nothing is open.");
        }
        let mut reply = plain("What needs another look", &text);
        reply.footer = Some(format!("{} entries in all", items.len()));
        for (index, item) in shown.iter().enumerate() {
            let number = from + index + 1;
            reply.rows.extend(row([
                button(
                    &format!("{number}. Still true"),
                    ButtonStyle::Success,
                    &ModerationAction::StillTrue(item.entry.clone()),
                ),
                button(
                    &format!("{number}. Edit"),
                    ButtonStyle::Secondary,
                    &ModerationAction::Edit(item.entry.clone()),
                ),
            ]));
        }
        let has_more = items.len() > from + ENTRIES as usize;
        reply
            .rows
            .extend(row(turn(page, has_more, ModerationAction::Review)));
        if page == 0 && self.effective.set_aside.is_empty() && shown.is_empty() {
            reply.footer = None;
        }
        if page == 0 {
            message(reply)
        } else {
            replace(reply)
        }
    }

    /// *Still true*: every fact of the entry was looked at again today, by this moderator.
    pub(super) async fn still_true(&self, entry: &EntryId) -> Outcome {
        let raw = self.raw();
        let known = raw
            .entry(entry)
            .ok_or_else(|| Trouble::Told(format!("There is no entry `{entry}` any more.")))?;
        let today = self.desk.clock.today();
        let checked = check_again(known.table(), today);
        let target = Target::Entry(known.kind(), entry.clone());
        let whole = plan::set(raw, target, Some(toml::Value::Table(checked)));
        let mut content = self.begin(Purpose::StillTrue);
        content.entry = Some(entry.clone());
        content.changes = raw
            .with(&[whole])
            .map(|changed| differences(raw, &changed))
            .unwrap_or_default();
        if content.changes.is_empty() {
            return Err(Trouble::Told(
                "Its facts are marked as checked today already.".to_owned(),
            ));
        }
        let response = self.settle(content).await?;
        // The list stays where it is: what was found true is told below it.
        Ok(match response {
            Response::Message { reply, notify, .. } => super::with_notices(message(*reply), notify),
            other => other,
        })
    }
}

fn why_aside(aside: &SetAside) -> String {
    escape(&cut(&aside.reason.to_string(), 200))
}

fn clock(at: OffsetDateTime) -> String {
    format!("{:02}:{:02} UTC", at.hour(), at.minute())
}
