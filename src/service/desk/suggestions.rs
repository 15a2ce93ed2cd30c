//! What members want changed, and what became of it.

use crate::domain::{EntryId, format_date};
use crate::moderation::{
    self, ModerationAction, NewSuggestion, Suggestion, SuggestionId, SuggestionState, diff,
};
use crate::reply::{ButtonStyle, Form, Input, escape, fit, fit_form};
use crate::service::{Notice, NoticeTarget, Snapshot};

use super::drafts::cut;
use super::look::{button, entry_name, field, option, plain, problem, quoted, row, select, turn};
use super::{
    Desk, Outcome, Response, Trouble, Visitor, Work, good, message, out_of_date, person, replace,
    with_notices,
};

/// Suggestions on a page.
const PAGE: u32 = 5;
/// The longest suggestion and the longest reason.
const LONGEST: u16 = 1_500;

/// The form under *Report outdated*.
pub(super) fn report_form(snapshot: &Snapshot, entry: &EntryId) -> Response {
    let Some(id) = ModerationAction::Report(entry.clone()).custom_id() else {
        return nobody_here();
    };
    let name = snapshot.catalog.short(entry);
    Response::Form(fit_form(Form {
        id,
        title: format!("Outdated: {name}"),
        inputs: vec![Input {
            name: "change".to_owned(),
            label: "What is wrong, and where did you read it?".to_owned(),
            value: String::new(),
            placeholder: Some("The fee is $250 now: https://…".to_owned()),
            multiline: true,
            required: true,
            max_length: LONGEST,
        }],
    }))
}

/// Where there are no moderators to tell.
pub(super) fn nobody_here() -> Response {
    message(problem(
        "No moderators here",
        "Suggestions go to the moderators of a server. Send this one from a server in which the bot is installed.",
    ))
}

impl Desk {
    pub(super) async fn suggest(
        &self,
        visitor: Visitor<'_>,
        entry: &EntryId,
        change: &str,
    ) -> Outcome {
        let Ok(guild) = moderation::server(visitor.place) else {
            return Ok(nobody_here());
        };
        let effective = self.catalogs.effective(guild).await?;
        let catalog = &effective.snapshot.catalog;
        if catalog.entry(entry).is_none() {
            return Err(Trouble::Told(
                "This entry is not in the catalogue any more.".to_owned(),
            ));
        }
        if change.is_empty() {
            return Err(Trouble::Told(
                "Say what should change, and where you read it.".to_owned(),
            ));
        }
        let text: String = change.chars().take(usize::from(LONGEST)).collect();
        let new = NewSuggestion {
            guild,
            author: person(visitor.asker),
            entry: entry.clone(),
            text: text.clone(),
            at: self.now(),
        };
        let Some(id) = self.store.add_suggestion(new).await? else {
            return Err(Trouble::Told(format!(
                "{} of your suggestions here are still undecided. Once the moderators have looked at them, you can send more.",
                Suggestion::MOST_OPEN
            )));
        };
        let name = entry_name(catalog, entry);
        let thanks = format!(
            "The moderators of this server see your suggestion about **{name}** and decide. You will be told.\n\nYour name and these words are kept until 90 days after that; `/privacy` deletes them earlier."
        );
        let response = message(good(plain("Thank you", &thanks)));
        let settings = self.store.settings(guild).await?;
        let notices = settings.suggestion_channel.map(|channel| {
            let news = format!(
                "{} about **{name}** (`{entry}`):\n{}\n\nModerators: `/catalog suggestions`",
                escape(&visitor.asker.name),
                quoted(&text),
            );
            let mut reply = plain("A suggestion", &news);
            reply.rows.extend(row([button(
                "Look at it",
                ButtonStyle::Primary,
                &ModerationAction::Suggestion(Some(id)),
            )]));
            Notice {
                key: 0,
                to: NoticeTarget::Channel(channel),
                reply: fit(reply),
            }
        });
        Ok(with_notices(response, notices.into_iter().collect()))
    }
}

impl Work<'_> {
    /// `/catalog suggestions`: first what waits for a second moderator, then the queue.
    pub(super) async fn suggestions(&self, page: u32) -> Outcome {
        let store = &self.desk.store;
        let open = store.open_suggestions(self.guild).await?;
        let waiting = store.waiting_drafts(self.guild, self.desk.now()).await?;
        let catalog = &self.effective.snapshot.catalog;
        let mut reply = plain("Suggestions", "");
        if page == 0 && !waiting.is_empty() {
            let lines: Vec<String> = waiting
                .iter()
                .take(5)
                .map(|draft| {
                    format!(
                        "- {}: {}",
                        escape(&draft.content.author.name),
                        diff::summary(&draft.content.changes)
                    )
                })
                .collect();
            reply
                .fields
                .push(field("Waiting for a second moderator", &lines.join("\n")));
            let buttons = waiting.iter().take(5).enumerate().map(|(index, draft)| {
                button(
                    &format!("Look at change {}", index + 1),
                    ButtonStyle::Primary,
                    &ModerationAction::ShowDraft(draft.id),
                )
            });
            reply.rows.extend(row(buttons));
        }
        let from = page.saturating_mul(PAGE) as usize;
        let shown: Vec<&Suggestion> = open.iter().skip(from).take(PAGE as usize).collect();
        let lines: Vec<String> = shown
            .iter()
            .map(|one| {
                format!(
                    "**{}** · {} · {}\n{}",
                    entry_name(catalog, &one.entry),
                    escape(&one.author.name),
                    format_date(one.at.date()),
                    escape(&cut(&one.text, 300)),
                )
            })
            .collect();
        reply.text = if lines.is_empty() {
            "No suggestion is waiting. Members send them with `/suggest`, or with *Report outdated* under a card.".to_owned()
        } else {
            lines.join("\n\n")
        };
        let options = shown
            .iter()
            .map(|one| {
                let label = format!("{}: {}", catalog.short(&one.entry), one.text);
                option(one.id.0.to_string(), &label, None)
            })
            .collect();
        reply.rows.extend(select(
            "Decide about …",
            &ModerationAction::Suggestion(None),
            options,
        ));
        let has_more = open.len() > from + PAGE as usize;
        reply
            .rows
            .extend(row(turn(page, has_more, ModerationAction::Suggestions)));
        Ok(if page == 0 {
            message(reply)
        } else {
            replace(reply)
        })
    }

    async fn open_suggestion(&self, id: SuggestionId) -> Result<Suggestion, Trouble> {
        let found = self.desk.store.suggestion(self.guild, id).await?;
        let found = found.ok_or_else(|| {
            Trouble::Told(
                "This suggestion is gone: its author took it back, or it was decided long ago."
                    .to_owned(),
            )
        })?;
        match &found.state {
            SuggestionState::Open => Ok(found),
            SuggestionState::Accepted { revision } => Err(Trouble::Told(format!(
                "This suggestion was accepted with #{revision} already."
            ))),
            SuggestionState::Declined { .. } => Err(Trouble::Told(
                "This suggestion was declined already.".to_owned(),
            )),
        }
    }

    /// One suggestion with what can be done about it.
    pub(super) async fn suggestion(&self, id: SuggestionId) -> Outcome {
        let one = self.open_suggestion(id).await?;
        let catalog = &self.effective.snapshot.catalog;
        let text = format!(
            "{} on {}:\n{}\n\n*Accept* opens the form of the entry; what you publish from it is what the member is told about.",
            escape(&one.author.name),
            format_date(one.at.date()),
            quoted(&one.text),
        );
        let mut reply = plain(
            &format!("Suggestion: {}", entry_name(catalog, &one.entry)),
            &text,
        );
        reply.rows.extend(row([
            button(
                "Accept",
                ButtonStyle::Success,
                &ModerationAction::Accept(id),
            ),
            button(
                "Decline",
                ButtonStyle::Danger,
                &ModerationAction::Decline(id),
            ),
        ]));
        Ok(message(reply))
    }

    /// *Accept*: the form of the entry, with the suggestion beside it.
    pub(super) async fn accept(&self, id: SuggestionId) -> Outcome {
        let one = self.open_suggestion(id).await?;
        self.edit(&one.entry, Some(&one)).await
    }

    /// *Decline*: asks for the reason.
    pub(super) async fn ask_why(&self, id: SuggestionId) -> Outcome {
        self.open_suggestion(id).await?;
        let id = ModerationAction::Decline(id)
            .custom_id()
            .ok_or_else(out_of_date)?;
        Ok(Response::Form(fit_form(Form {
            id,
            title: "Decline the suggestion".to_owned(),
            inputs: vec![Input {
                name: "reason".to_owned(),
                label: "Why? The member reads this".to_owned(),
                value: String::new(),
                placeholder: Some("The vendor's page still says $200.".to_owned()),
                multiline: true,
                required: true,
                max_length: LONGEST,
            }],
        })))
    }

    /// Declines with a reason, and tells the member.
    pub(super) async fn decline(&self, id: SuggestionId, reason: &str) -> Outcome {
        if reason.is_empty() {
            return Err(Trouble::Told("Say why: the member is told.".to_owned()));
        }
        let one = self.open_suggestion(id).await?;
        let store = &self.desk.store;
        let now = self.desk.now();
        if !store
            .decline_suggestion(self.guild, id, reason, now)
            .await?
        {
            self.open_suggestion(id).await?;
        }
        let text = format!(
            "The moderators did not take over what you suggested about **{}**:\n{}",
            entry_name(&self.effective.snapshot.catalog, &one.entry),
            quoted(reason),
        );
        let notice = self.to_member(one.author.id, &text).await?;
        let response = replace(plain(
            "Declined",
            &format!("{} is told your reason.", escape(&one.author.name)),
        ));
        Ok(with_notices(response, vec![notice]))
    }
}
