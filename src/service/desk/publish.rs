//! From a draft to a revision, and back.

use crate::catalog::FieldChange;
use crate::domain::Snowflake;
use crate::moderation::plan::{self, UndoPlan};
use crate::moderation::{
    Draft, DraftId, ModerationAction, NewDraft, NewRevision, Person, Purpose, Revision,
    SuggestionState, diff,
};
use crate::reply::{ButtonStyle, Reply, escape};
use crate::service::{Notice, NoticeTarget};
use crate::store::Publication;

use super::changes::Tried;
use super::drafts::invalid;
use super::look::{button, entry_name, plain, problem, revision_line, revisions, row};
use super::{Desk, Outcome, Trouble, Work, good, message, replace, with_notices};

/// How often a publication is tried again when others publish at the same moment.
const TRIES: usize = 4;

impl Work<'_> {
    /// *Publish*: by its author; where a second moderator must approve, it is released to them.
    pub(super) async fn publish_draft(&self, id: DraftId) -> Outcome {
        let draft = self.own_draft(id).await?;
        if draft.content.waiting {
            return Err(Trouble::Told(
                "This change waits for a second moderator already.".to_owned(),
            ));
        }
        if self.settings.second_approver {
            self.release(draft).await
        } else {
            self.publish(&draft.content, Some(id), None).await
        }
    }

    /// *Approve*: by another moderator than its author.
    pub(super) async fn approve(&self, id: DraftId, seen: u32) -> Outcome {
        let draft = self.draft(id).await?;
        if !draft.content.waiting {
            return Err(Trouble::Told(
                "This change is being worked on again; its author has to release it first."
                    .to_owned(),
            ));
        }
        if draft.content.author.id == self.person.id {
            return Err(Trouble::Told(
                "Another moderator must approve your change.".to_owned(),
            ));
        }
        if draft.content.digest() != seen {
            let mut reply = self.draft_reply(&draft).await?;
            reply.text = format!(
                "**Its author has changed it since you looked.** This is how it stands now:\n\n{}",
                reply.text
            );
            return Ok(message(reply));
        }
        self.publish(&draft.content, Some(id), Some(self.person.clone()))
            .await
    }

    /// Publishes at once what needs no form, or releases it where a second moderator must approve.
    pub(super) async fn settle(&self, content: NewDraft) -> Outcome {
        if self.settings.second_approver {
            let id = self.desk.store.add_draft(content.clone()).await?;
            self.release(Draft { id, content }).await
        } else {
            self.publish(&content, None, None).await
        }
    }

    async fn release(&self, mut draft: Draft) -> Outcome {
        // What has no chance is told to its author now, not to the other moderator later.
        let tried = self.try_changes(&draft.content.changes);
        if !matches!(tried, Tried::Good(_))
            || draft.content.changes.is_empty()
            || !self.published_since(&draft).await?.is_empty()
        {
            return Ok(message(self.draft_reply(&draft).await?));
        }
        draft.content.waiting = true;
        draft.content.expires = self.desk.now() + NewDraft::KEPT_WAITING;
        self.keep(&draft).await?;
        let text = "Another moderator finds it under `/catalog suggestions` and approves it there. It is kept for 14 days. Until then nothing changes.";
        let response = replace(good(plain("Waiting for a second moderator", text)));
        let news = format!(
            "{} has a change that waits for a second moderator: {}. `/catalog suggestions` shows it.",
            escape(&self.person.name),
            diff::summary(&draft.content.changes),
        );
        let notices = self.to_channel("A change waits", &news);
        Ok(with_notices(response, notices.into_iter().collect()))
    }

    /// News for the channel that the server named.
    pub(super) fn to_channel(&self, title: &str, text: &str) -> Option<Notice> {
        let channel = self.settings.suggestion_channel?;
        Some(Notice {
            key: 0,
            to: NoticeTarget::Channel(channel),
            reply: crate::reply::fit(plain(title, text)),
        })
    }

    /// Revisions since the draft was begun that touch what it touches.
    pub(super) async fn published_since(&self, draft: &Draft) -> Result<Vec<Revision>, Trouble> {
        if draft.content.base == self.effective.head {
            return Ok(Vec::new());
        }
        let revisions = self.desk.store.revisions(self.guild).await?;
        let since = plan::published_since(&revisions, draft.content.base, &draft.content.changes);
        Ok(since.into_iter().cloned().collect())
    }

    async fn publish(
        &self,
        content: &NewDraft,
        id: Option<DraftId>,
        approver: Option<Person>,
    ) -> Outcome {
        if content.changes.is_empty() {
            return Err(Trouble::Told("There is nothing to publish.".to_owned()));
        }
        let mut now = Work {
            effective: self.effective.clone(),
            person: self.person.clone(),
            settings: self.settings.clone(),
            ..*self
        };
        let draft = Draft {
            id: id.unwrap_or(DraftId(0)),
            content: content.clone(),
        };
        for _ in 0..TRIES {
            if id.is_some() {
                let since = now.published_since(&draft).await?;
                if !since.is_empty() {
                    return Ok(message(now.changed_meanwhile(&draft, &since)));
                }
            }
            let gave = match now.try_changes(&content.changes) {
                Tried::Good(gave) => gave,
                // With what can be done about it.
                Tried::Invalid(_) if id.is_some() => {
                    return Ok(message(now.draft_reply(&draft).await?));
                }
                Tried::Invalid(problems) => {
                    let text = invalid(content.entry.as_ref(), &problems);
                    return Ok(message(problem("Not published", &text)));
                }
                Tried::Conflict(why) => {
                    let why = format!("The catalogue changed meanwhile: {}.", escape(&why));
                    return Ok(message(if id.is_some() {
                        now.conflict_reply(&draft, &why)
                    } else {
                        problem("Not published", &why)
                    }));
                }
            };
            let revision = now.revision(content, id, approver.clone()).await?;
            let Desk {
                store, catalogs, ..
            } = self.desk;
            match store.publish(now.effective.head, revision).await? {
                Publication::Published(revision) => {
                    catalogs.published(self.guild, &now.effective, gave, &revision);
                    return self.published(content, &revision).await;
                }
                Publication::Already(revision) => {
                    return Ok(replace(published_reply(&revision)));
                }
                Publication::Moved { .. } => {
                    catalogs.invalidate(self.guild);
                    now.effective = catalogs.effective(self.guild).await?;
                }
            }
        }
        Err(Trouble::Told(
            "Others are publishing at this moment. Press again.".to_owned(),
        ))
    }

    async fn revision(
        &self,
        content: &NewDraft,
        id: Option<DraftId>,
        approver: Option<Person>,
    ) -> Result<NewRevision, Trouble> {
        let head = self.effective.head;
        let undoes = match content.purpose {
            Purpose::Undo { revision } => Some(revision),
            _ => None,
        };
        let key = match (undoes, id) {
            // Taking the same revision back twice is once, until somebody brings it back.
            (Some(number), _) => {
                let revisions = self.desk.store.revisions(self.guild).await?;
                let before = revisions
                    .iter()
                    .filter(|revision| revision.undoes == Some(number))
                    .filter(|revision| revision.number <= head)
                    .count();
                format!("u{number}.{before}")
            }
            (None, Some(id)) => format!("d{}", id.0),
            (None, None) => {
                let entry = content.entry.as_ref().map_or("", |entry| entry.as_str());
                format!("h{head}.{}.{entry}", self.person.id.0)
            }
        };
        Ok(NewRevision {
            guild: self.guild,
            at: self.desk.now(),
            author: Some(content.author.clone()),
            approver,
            kind: content.purpose.kind(),
            note: content.note.clone(),
            undoes,
            changes: content.changes.clone(),
            key,
            draft: id,
            suggestion: content.suggestion,
            gaps: content.gaps.clone(),
        })
    }

    async fn published(&self, content: &NewDraft, revision: &Revision) -> Outcome {
        let response = replace(published_reply(revision));
        let mut notices = Vec::new();
        if let Some(suggestion) = content.suggestion
            && let Some(suggestion) = self.desk.store.suggestion(self.guild, suggestion).await?
            // Not where another moderator was faster with it: then its author was told already.
            && suggestion.state
                == (SuggestionState::Accepted {
                    revision: revision.number,
                })
        {
            let text = format!(
                "What you suggested about **{}** is in the catalogue now. Thank you!",
                entry_name(&self.effective.snapshot.catalog, &suggestion.entry),
            );
            notices.push(self.to_member(suggestion.author.id, &text).await?);
        }
        Ok(with_notices(response, notices))
    }

    /// News for a member: kept until it has reached them.
    pub(super) async fn to_member(&self, user: Snowflake, text: &str) -> Result<Notice, Trouble> {
        let store = &self.desk.store;
        let key = store
            .add_notice(self.guild, user, text, self.desk.now())
            .await?;
        Ok(Notice {
            key,
            to: NoticeTarget::User(user),
            reply: crate::reply::fit(plain("News from the moderators", text)),
        })
    }

    /// *Carry over*: the draft over what is there now, to be looked at again.
    pub(super) async fn carry_over(&self, id: DraftId) -> Outcome {
        let mut draft = self.own_draft(id).await?;
        draft.content.changes = plan::carry_over(self.raw(), &draft.content.changes);
        draft.content.base = self.effective.head;
        draft.content.waiting = false;
        draft.content.expires = self.desk.now() + NewDraft::KEPT;
        self.keep(&draft).await?;
        Ok(replace(self.draft_reply(&draft).await?))
    }

    /// *Undo*: takes a revision back, or shows what stands in the way.
    pub(super) async fn undo(&self, number: u64) -> Outcome {
        let revisions = self.desk.store.revisions(self.guild).await?;
        let changes = match plan::undo(&revisions, number) {
            UndoPlan::Unknown => {
                return Err(Trouble::Told(format!(
                    "There is no revision #{number} in this server. `/catalog history` lists them."
                )));
            }
            UndoPlan::Done(by) => {
                let text = format!(
                    "#{number} was taken back by #{by} already. To bring it back, undo #{by}."
                );
                let mut reply = plain("Nothing was changed", &text);
                reply.rows.extend(row([button(
                    &format!("Undo #{by}"),
                    ButtonStyle::Danger,
                    &ModerationAction::Undo(by),
                )]));
                return Ok(message(reply));
            }
            UndoPlan::Conflict(later) => {
                return Ok(message(undo_conflict(number, &later, &revisions)));
            }
            UndoPlan::Clear(changes) => changes,
        };
        let mut content = self.begin(Purpose::Undo { revision: number });
        content.changes = self.without_shared_sources(changes);
        content.entry = single_entry(&content.changes);
        self.settle(content).await
    }

    /// A source that later revisions cite stays when the revision that brought it goes.
    fn without_shared_sources(&self, changes: Vec<FieldChange>) -> Vec<FieldChange> {
        if !matches!(self.try_changes(&changes), Tried::Invalid(_)) {
            return changes;
        }
        let (sources, rest): (Vec<_>, Vec<_>) = changes
            .iter()
            .cloned()
            .partition(|change| change.entry().is_none() && change.after.is_none());
        if !sources.is_empty() && matches!(self.try_changes(&rest), Tried::Good(_)) {
            return rest;
        }
        changes
    }

    /// Undo although later revisions touch the same fields: as a draft, to be looked at first.
    pub(super) async fn undo_anyway(&self, number: u64) -> Outcome {
        let revision = self.desk.store.revision(self.guild, number).await?;
        let revision = revision.ok_or_else(|| {
            Trouble::Told(format!("There is no revision #{number} in this server."))
        })?;
        let mut content = self.begin(Purpose::Undo { revision: number });
        content.changes = plan::undo_anyway(self.raw(), &revision);
        content.entry = single_entry(&content.changes);
        let id = self.desk.store.add_draft(content.clone()).await?;
        Ok(message(self.draft_reply(&Draft { id, content }).await?))
    }
}

fn published_reply(revision: &Revision) -> Reply {
    let text = format!(
        "{}\n\nMembers of this server see it from now on.",
        revision_line(revision, None)
    );
    let mut reply = good(plain(&format!("Published as #{}", revision.number), &text));
    reply.rows.extend(row([
        button(
            "Undo",
            ButtonStyle::Danger,
            &ModerationAction::Undo(revision.number),
        ),
        button(
            "What changed",
            ButtonStyle::Secondary,
            &ModerationAction::Diff(revision.number),
        ),
    ]));
    reply
}

fn single_entry(changes: &[FieldChange]) -> Option<crate::domain::EntryId> {
    let mut entries = changes.iter().filter_map(FieldChange::entry);
    let first = entries.next()?;
    entries.all(|entry| entry == first).then(|| first.clone())
}

fn undo_conflict(number: u64, later: &[u64], all: &[Revision]) -> Reply {
    let shown: Vec<&Revision> = all
        .iter()
        .rev()
        .filter(|revision| later.contains(&revision.number))
        .collect();
    let text = format!(
        "Later revisions changed the same fields as #{number}:\n\n{}\n\nNothing has changed yet. Take those back first, or look at what undoing #{number} alone would do.",
        revisions(shown.into_iter(), 600)
    );
    let mut reply = problem("Not taken back", &text);
    let mut buttons = vec![button(
        &format!("See undo of #{number} alone"),
        ButtonStyle::Primary,
        &ModerationAction::UndoAnyway(number),
    )];
    buttons.extend(later.iter().rev().take(3).map(|later| {
        button(
            &format!("Undo #{later}"),
            ButtonStyle::Danger,
            &ModerationAction::Undo(*later),
        )
    }));
    reply.rows.extend(row(buttons));
    reply
}
