//! A draft as its author sees it: what changes, what the replies will say, and what to do next.

use std::collections::BTreeSet;

use crate::catalog::{FieldChange, Problem};
use crate::domain::{EntryId, EntryKind};
use crate::moderation::forms::pages;
use crate::moderation::{Draft, DraftId, ModerationAction, Purpose, Revision, diff};
use crate::reply::{ButtonStyle, Reply, Row, Tone, escape};

use super::changes::{ChangedPick, Effects, Tried, excerpt};
use super::edit::escape_keeping_code;
use super::look::{
    button, counted, entry_name, field, option, plain, problem, revisions, row, select,
};
use super::{Outcome, Trouble, Work, message, messages};

/// Characters of the diff that are shown before it is cut.
const DIFF: usize = 1_800;
/// Changed replies that are shown in the draft's own message.
const SHOWN: usize = 2;
/// Characters of each.
const EXCERPT: usize = 900;
/// Characters of a message that lists what had no room.
const PAGE: usize = 3_500;
/// Whole replies that *See the replies* sends.
const WHOLE: usize = 4;

impl Work<'_> {
    pub(super) async fn show_draft(&self, id: DraftId) -> Outcome {
        let draft = self.draft(id).await?;
        if !draft.content.waiting {
            self.own_draft(id).await?;
        }
        Ok(message(self.draft_reply(&draft).await?))
    }

    /// The draft with its diff, its preview and its buttons.
    pub(super) async fn draft_reply(&self, draft: &Draft) -> Result<Reply, Trouble> {
        let content = &draft.content;
        if content.changes.is_empty() {
            let mut reply = plain(
                "Nothing changed",
                "Everything in the form is as it is in the catalogue.",
            );
            reply.rows = self.rows(draft, false);
            return Ok(reply);
        }
        let mut text = cut(&diff::render(&content.changes), DIFF);
        if self.settings.second_approver && !content.waiting {
            text.push_str(
                "\n\nIn this server a second moderator approves each change before it shows.",
            );
        }
        let mut reply = plain(&self.title(draft), &text);
        reply.footer = Some(if content.waiting {
            format!("By {}, waiting for a second moderator", content.author.name)
        } else {
            "Only you see this. The draft is kept for 24 hours.".to_owned()
        });
        let since = self.published_since(draft).await?;
        if !since.is_empty() {
            return Ok(self.changed_meanwhile(draft, &since));
        }
        let today = self.desk.clock.today();
        let snapshot = &self.effective.snapshot;
        match self.try_changes(&content.changes) {
            Tried::Good(after) => {
                let effects = Effects::between(snapshot, &after, &touched(&content.changes), today);
                describe(&mut reply, &effects);
                reply.rows = self.rows(draft, true);
            }
            Tried::Invalid(problems) => {
                reply.rows = self.rows(draft, false);
                let lost = if self.form_of(draft).is_some() {
                    "\nNothing is lost: *Edit again* opens the form as you left it."
                } else if content.purpose == Purpose::Import {
                    "\nMend the file and import it again."
                } else {
                    ""
                };
                reply.text = format!(
                    "{}{lost}\n\n{}",
                    invalid(content.entry.as_ref(), &problems),
                    reply.text
                );
                reply.tone = Tone::Problem;
            }
            Tried::Conflict(why) => {
                let why = format!("The catalogue beneath changed meanwhile: {}.", escape(&why));
                reply = self.conflict_reply(draft, &why);
            }
        }
        Ok(reply)
    }

    fn title(&self, draft: &Draft) -> String {
        let content = &draft.content;
        let name = content.entry.as_ref().map_or_else(
            || "catalogue".to_owned(),
            |id| entry_name(&self.effective.snapshot.catalog, id),
        );
        let what = match content.purpose {
            Purpose::Edit => "Change",
            Purpose::Add { .. } => "New entry",
            Purpose::Retire => "Retire",
            Purpose::Remove => "Remove",
            Purpose::Import => "Import",
            Purpose::StillTrue => "Still true",
            Purpose::Undo { .. } => "Take back",
            Purpose::Wording => "Attach a wording",
        };
        format!("{what}: {name}")
    }

    /// The kind of entry whose form this moderator can go on with.
    fn form_of(&self, draft: &Draft) -> Option<EntryKind> {
        let content = &draft.content;
        if content.author.id != self.person.id {
            return None;
        }
        match content.purpose {
            Purpose::Add { kind } => Some(kind),
            Purpose::Edit | Purpose::Retire => {
                let entry = self.raw().entry(content.entry.as_ref()?)?;
                Some(entry.kind())
            }
            _ => None,
        }
    }

    fn rows(&self, draft: &Draft, passes: bool) -> Vec<Row> {
        use ModerationAction as A;
        let id = draft.id;
        let content = &draft.content;
        let mine = content.author.id == self.person.id;
        let kind = self.form_of(draft);
        let mut buttons = Vec::new();
        if passes && content.waiting && !mine {
            let approve = A::Approve(id, content.digest());
            buttons.push(button("Approve", ButtonStyle::Success, &approve));
        } else if passes && mine && !content.waiting {
            buttons.push(button("Publish", ButtonStyle::Success, &A::Publish(id)));
        }
        if let Some(kind) = kind {
            let first = content
                .page
                .or_else(|| pages(kind).first().map(|page| page.key));
            buttons.push(
                first.and_then(|key| {
                    button("Edit again", ButtonStyle::Secondary, &A::Page(id, key))
                }),
            );
        }
        buttons.push(button("Discard", ButtonStyle::Danger, &A::Discard(id)));
        if passes {
            buttons.push(button(
                "See the replies",
                ButtonStyle::Secondary,
                &A::Preview(id),
            ));
        }
        let mut rows: Vec<Row> = row(buttons).into_iter().collect();
        if let Some(kind) = kind {
            let options = pages(kind)
                .iter()
                .map(|page| option(page.key.to_string(), page.title, None))
                .collect();
            rows.extend(select("Change something else …", &A::Pages(id), options));
        }
        rows
    }

    /// What to do about a draft that no longer fits.
    pub(super) fn conflict_reply(&self, draft: &Draft, why: &str) -> Reply {
        use ModerationAction as A;
        let mine = draft.content.author.id == self.person.id;
        let (whose, next) = if mine {
            (
                "Your change".to_owned(),
                "*Carry over* lays your change over what is there now; you see it again before it is published.".to_owned(),
            )
        } else {
            let author = escape(&draft.content.author.name);
            (
                format!("The change of {author}"),
                format!(
                    "{author} finds it under `/catalog suggestions` and can carry it over what is there now."
                ),
            )
        };
        let text = format!(
            "{why}\n\n**{whose}**\n{}\n\n{next}",
            cut(&diff::render(&draft.content.changes), DIFF)
        );
        let mut reply = problem("Somebody was faster", &text);
        reply.tone = Tone::Caution;
        let carry_over = mine
            .then(|| button("Carry over", ButtonStyle::Primary, &A::CarryOver(draft.id)))
            .flatten();
        reply.rows.extend(row([
            carry_over,
            button("Discard", ButtonStyle::Danger, &A::Discard(draft.id)),
        ]));
        reply
    }

    /// Shows what changed meanwhile.
    pub(super) fn changed_meanwhile(&self, draft: &Draft, since: &[Revision]) -> Reply {
        let why = format!(
            "The same was changed since this was begun:\n\n{}",
            revisions(since.iter().rev(), 900)
        );
        self.conflict_reply(draft, &why)
    }

    /// The whole replies as members would see them.
    pub(super) async fn preview(&self, id: DraftId) -> Outcome {
        let draft = self.draft(id).await?;
        if !draft.content.waiting {
            self.own_draft(id).await?;
        }
        let today = self.desk.clock.today();
        let snapshot = &self.effective.snapshot;
        let changes = &draft.content.changes;
        let Tried::Good(after) = self.try_changes(changes) else {
            return Ok(message(self.draft_reply(&draft).await?));
        };
        let effects = Effects::between(snapshot, &after, &touched(changes), today);
        let whole = effects
            .replies
            .into_iter()
            .filter_map(|changed| changed.after)
            .take(WHOLE)
            .map(|mut reply| {
                reply.quote = Some("Preview".to_owned());
                // The buttons would answer from today's catalogue.
                reply.rows.clear();
                reply
            });
        let replies = all_picks(&effects.picks).into_iter().chain(whole);
        Ok(messages(replies.collect()))
    }
}

/// The entries that changes are about.
pub(super) fn touched(changes: &[FieldChange]) -> BTreeSet<EntryId> {
    changes
        .iter()
        .filter_map(|change| change.entry().cloned())
        .collect()
}

/// What does not pass the check, in the moderator's words.
pub(super) fn invalid(entry: Option<&EntryId>, problems: &[Problem]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for problem in problems {
        let hint = if problem.hint.is_empty() {
            String::new()
        } else {
            format!(" ({})", problem.hint)
        };
        let own = entry.is_none_or(|entry| problem.file.contains(entry.as_str()));
        let place = if own {
            String::new()
        } else {
            format!("`{}`: ", problem.file.trim_end_matches(".toml"))
        };
        let line = format!(
            "- {place}{}",
            escape_keeping_code(&format!("{}{hint}", problem.what))
        );
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let more = lines.len().saturating_sub(8);
    lines.truncate(8);
    if more > 0 {
        lines.push(format!("- and {more} more"));
    }
    format!("**It does not pass the check yet:**\n{}", lines.join("\n"))
}

fn describe(reply: &mut Reply, effects: &Effects) {
    if !effects.picks.is_empty() {
        let lines: Vec<String> = effects.picks.iter().map(pick_line).collect();
        let (first, more) = pack(&lines, EXCERPT);
        let mut text = first;
        if more > 0 {
            text.push_str(&format!("\nand {more} more under *See the replies*"));
        }
        let name = format!("Recommendations that change: {}", lines.len());
        reply.fields.push(field(&name, &text));
    }
    for changed in effects.replies.iter().take(SHOWN) {
        let text = changed.after.as_ref().map_or_else(
            || "No longer answered.".to_owned(),
            |reply| cut(&excerpt(reply), EXCERPT),
        );
        let name = format!("Will read · {}", escape(&changed.name));
        reply.fields.push(field(&name, &text));
    }
    let others: Vec<String> = effects
        .replies
        .iter()
        .skip(SHOWN)
        .map(|changed| escape(&changed.name))
        .collect();
    if !others.is_empty() {
        let count = counted(others.len(), "more reply changes", "more replies change");
        let text = cut(&others.join(", "), EXCERPT);
        reply.fields.push(field(&count, &text));
    }
    if effects.replies.is_empty() && effects.picks.is_empty() {
        reply
            .fields
            .push(field("Replies", "No reply reads differently by this."));
    }
}

/// As many lines as fit into so many characters, and how many are left; one at least.
fn pack(lines: &[String], most: usize) -> (String, usize) {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            if text.chars().count() + 1 + line.chars().count() > most {
                return (text, lines.len() - index);
            }
            text.push('\n');
        }
        text.push_str(line);
    }
    (text, 0)
}

/// Every recommendation that changes, where the draft's own message had no room for all.
fn all_picks(picks: &[ChangedPick]) -> Vec<Reply> {
    let lines: Vec<String> = picks.iter().map(pick_line).collect();
    let (_, mut left) = pack(&lines, EXCERPT);
    let mut replies = Vec::new();
    while left > 0 {
        let (text, more) = pack(&lines[lines.len() - left..], PAGE);
        replies.push(plain("More recommendations that change", &text));
        left = more;
    }
    replies
}

fn pick_line(changed: &ChangedPick) -> String {
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| escape(name)).collect();
        if names.is_empty() {
            "nothing".to_owned()
        } else {
            names.join(", ")
        }
    };
    format!(
        "- *{}*: {} → {}",
        escape(&changed.situation),
        list(&changed.before),
        list(&changed.after)
    )
}

/// At most so many characters, cut at the end of a line.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 0;
    for line in text.lines() {
        used += line.chars().count() + 1;
        if used > most {
            break;
        }
        kept.push_str(line);
        kept.push('\n');
    }
    if kept.is_empty() {
        kept = text.chars().take(most).collect();
    }
    format!("{}\n…", kept.trim_end())
}
