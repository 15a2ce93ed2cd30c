//! Where moderators and those who help them are served. Each request is checked for permission
//! here, whatever Discord's own settings say.

mod changes;
mod drafts;
mod edit;
mod files;
mod gaps;
mod history;
mod look;
mod publish;
mod settings;
mod suggestions;

use std::collections::BTreeMap;
use std::sync::Arc;

use time::{Duration, OffsetDateTime};

use crate::command::CatalogCall;
use crate::domain::{Asker, EntryId, Place, Snowflake};
use crate::moderation::{self, ModerationAction, Moderator, Person, Refusal, Settings};
use crate::reply::{Reply, Tone, Visibility, fit};
use crate::store::{Store, StoreError};

use super::{Catalogs, Clock, Delivery, Effective, Notice, Response};

pub(super) use gaps::Origin;
use look::{plain, problem};

/// What was pressed or sent to the desk.
#[derive(Clone, Copy)]
pub(super) struct Visitor<'a> {
    /// Who.
    pub(super) asker: &'a Asker,
    /// Where.
    pub(super) place: &'a Place,
}

/// How the desk answers: a message or form, or the sentence that says why not.
type Outcome = Result<Response, Trouble>;

/// Why nothing was done.
#[derive(Debug)]
enum Trouble {
    Refused(Refusal),
    Store(StoreError),
    /// In words for the moderator.
    Told(String),
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// The moderators' desk.
pub(super) struct Desk {
    store: Arc<dyn Store>,
    catalogs: Arc<Catalogs>,
    clock: Clock,
    keep_gaps_days: u16,
    home_guild: Option<Snowflake>,
}

/// A moderator at work, with the catalogue of their server.
struct Work<'a> {
    desk: &'a Desk,
    guild: Snowflake,
    person: Person,
    /// Whether they manage the server, and do not only hold a role that it named.
    manages_server: bool,
    settings: Settings,
    effective: Effective,
}

impl Desk {
    pub(super) fn new(
        store: Arc<dyn Store>,
        catalogs: Arc<Catalogs>,
        clock: Clock,
        keep_gaps_days: u16,
        home_guild: Option<Snowflake>,
    ) -> Self {
        Self {
            store,
            catalogs,
            clock,
            keep_gaps_days,
            home_guild,
        }
    }

    /// Who the visitor is, if they may moderate here.
    async fn moderator(&self, visitor: Visitor<'_>) -> Result<(Moderator, Settings), Trouble> {
        let guild = moderation::server(visitor.place)?;
        let settings = self.store.settings(guild).await?;
        let moderator = moderation::moderator(visitor.asker, visitor.place, &settings)?;
        Ok((moderator, settings))
    }

    async fn work(&self, visitor: Visitor<'_>) -> Result<Work<'_>, Trouble> {
        let (moderator, settings) = self.moderator(visitor).await?;
        let guild = moderator.guild();
        Ok(Work {
            desk: self,
            guild,
            person: person(visitor.asker),
            manages_server: visitor.asker.manages_server,
            settings,
            effective: self.catalogs.effective(guild).await?,
        })
    }

    /// Whether somebody may moderate here, before their options are read against the catalogue.
    pub(super) async fn refuses(&self, visitor: Visitor<'_>) -> Option<Response> {
        self.moderator(visitor)
            .await
            .err()
            .map(|trouble| answer(Err(trouble)))
    }

    /// A subcommand of `/catalog`.
    pub(super) async fn command(&self, visitor: Visitor<'_>, call: CatalogCall) -> Response {
        answer(self.try_command(visitor, call).await)
    }

    async fn try_command(&self, visitor: Visitor<'_>, call: CatalogCall) -> Outcome {
        let work = self.work(visitor).await?;
        match call {
            CatalogCall::Edit(entry) => work.edit(&entry, None).await,
            CatalogCall::Add(kind) => work.add(kind).await,
            CatalogCall::Retire {
                entry,
                last_day,
                successor,
            } => work.retire(&entry, last_day, successor.as_ref()).await,
            CatalogCall::Remove(entry) => work.remove(&entry).await,
            CatalogCall::History(entry) => work.history(0, entry).await,
            CatalogCall::Undo(revision) => work.undo(revision).await,
            CatalogCall::Review => Ok(work.review(0)),
            CatalogCall::Gaps => work.gaps(0).await,
            CatalogCall::Suggestions => work.suggestions(0).await,
            CatalogCall::Export => Ok(work.export()),
            CatalogCall::Import(file) => work.import(&file).await,
            CatalogCall::Settings(call) => work.change_settings(&call).await,
        }
    }

    /// A button or select of moderation.
    pub(super) async fn component(
        &self,
        visitor: Visitor<'_>,
        payload: &str,
        values: &[String],
    ) -> Response {
        answer(self.try_component(visitor, payload, values).await)
    }

    async fn try_component(
        &self,
        visitor: Visitor<'_>,
        payload: &str,
        values: &[String],
    ) -> Outcome {
        use ModerationAction as A;
        let action = ModerationAction::decode(payload).ok_or_else(out_of_date)?;
        let work = self.work(visitor).await?;
        let chosen = values.first().map_or("", String::as_str);
        match action {
            A::Page(draft, page) => work.open_page(draft, page).await,
            A::Pages(draft) => {
                let page = chosen.chars().next().ok_or_else(out_of_date)?;
                work.open_page(draft, page).await
            }
            A::ShowDraft(draft) => work.show_draft(draft).await,
            A::Preview(draft) => work.preview(draft).await,
            A::Publish(draft) => work.publish_draft(draft).await,
            A::Approve(draft, seen) => work.approve(draft, seen).await,
            A::CarryOver(draft) => work.carry_over(draft).await,
            A::Discard(draft) => work.discard(draft).await,
            A::Undo(revision) => work.undo(revision).await,
            A::UndoAnyway(revision) => work.undo_anyway(revision).await,
            A::Diff(revision) => work.diff(revision).await,
            A::History { page, entry } => work.history(page, entry).await,
            A::Review(page) => Ok(work.review(page)),
            A::StillTrue(entry) => work.still_true(&entry).await,
            A::Edit(entry) => work.edit(&entry, None).await,
            A::Gaps(page) => work.gaps(page).await,
            A::Gap(gap) => {
                let gap = gap.or_else(|| chosen.parse().ok().map(moderation::GapId));
                work.gap(gap.ok_or_else(out_of_date)?).await
            }
            A::Attach(gap) => work.ask_where(gap).await,
            A::AnswerGap(gap) => work.answer_gap(gap).await,
            A::DismissGap(gap) => work.dismiss_gap(gap).await,
            A::Suggestions(page) => work.suggestions(page).await,
            A::Suggestion(id) => {
                let id = id.or_else(|| chosen.parse().ok().map(moderation::SuggestionId));
                work.suggestion(id.ok_or_else(out_of_date)?).await
            }
            A::Accept(id) => work.accept(id).await,
            A::Decline(id) => work.ask_why(id).await,
            A::DropRoles => work.drop_roles().await,
            // Only forms carry it.
            A::Report(_) => Err(out_of_date()),
        }
    }

    /// A form of moderation, or the one under *Report outdated*.
    pub(super) async fn form(
        &self,
        visitor: Visitor<'_>,
        payload: &str,
        typed: &BTreeMap<String, String>,
    ) -> Response {
        answer(self.try_form(visitor, payload, typed).await)
    }

    async fn try_form(
        &self,
        visitor: Visitor<'_>,
        payload: &str,
        typed: &BTreeMap<String, String>,
    ) -> Outcome {
        use ModerationAction as A;
        let action = ModerationAction::decode(payload).ok_or_else(out_of_date)?;
        let field = |name: &str| typed.get(name).map_or("", |text| text.trim());
        if let A::Report(entry) = &action {
            return self.suggest(visitor, entry, field("change")).await;
        }
        let work = self.work(visitor).await?;
        match action {
            A::Page(draft, page) => work.take_page(draft, page, typed).await,
            A::Attach(gap) => work.attach(gap, field("entry")).await,
            A::Decline(id) => work.decline(id, field("reason")).await,
            _ => Err(out_of_date()),
        }
    }

    /// *Report outdated*: asks what is wrong.
    pub(super) async fn report(&self, visitor: Visitor<'_>, entry: &EntryId) -> Response {
        let snapshot = self.catalogs.answering(visitor.place).await;
        match moderation::server(visitor.place) {
            Ok(_) => suggestions::report_form(&snapshot, entry),
            Err(_) => suggestions::nobody_here(),
        }
    }

    /// `/suggest`.
    pub(super) async fn take_suggestion(
        &self,
        visitor: Visitor<'_>,
        entry: &EntryId,
        change: &str,
    ) -> Response {
        answer(self.suggest(visitor, entry, change.trim()).await)
    }

    /// News for this person that could not be sent to them, told once.
    pub(super) async fn news(&self, user: Snowflake) -> Vec<Reply> {
        let begun = self.clock.now() - Duration::minutes(2);
        let due = match self.store.notices(user, begun).await {
            Ok(due) => due,
            Err(error) => {
                tracing::error!(%error, "pending news could not be read");
                return Vec::new();
            }
        };
        let mut told = Vec::new();
        for notice in due {
            // Told twice is a nuisance, told never a broken promise: it goes after it was put in.
            told.push(private(plain("News from the moderators", &notice.text)));
            if let Err(error) = self.store.notice_arrived(notice.id).await {
                tracing::error!(%error, "told news could not be marked so");
            }
        }
        told
    }

    /// *Delete my data*.
    pub(super) async fn delete_my_data(&self, user: Snowflake) -> Reply {
        match self.store.delete_user(user).await {
            Ok(deleted) => settings::deleted(&deleted),
            Err(error) => told(Trouble::Store(error)),
        }
    }

    /// Whether a reply in this place may be seen by everybody.
    pub(super) async fn allows_public(&self, place: &Place) -> bool {
        let Place::Server {
            guild,
            channel,
            installed: true,
        } = place
        else {
            return true;
        };
        match self.store.settings(*guild).await {
            Ok(settings) => settings.allows_public(*channel),
            Err(error) => {
                tracing::error!(%error, "a server's settings could not be read");
                false
            }
        }
    }

    fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }
}

/// What is said where a server wants no public replies.
pub(super) fn keeps_replies_private() -> Reply {
    private(plain(
        "Private here",
        "This server's moderators keep the bot's replies private in this channel.",
    ))
}

fn person(asker: &Asker) -> Person {
    Person {
        id: asker.user,
        name: asker.name.clone(),
    }
}

fn out_of_date() -> Trouble {
    Trouble::Told(
        "This button comes from an older version of the bot and does nothing any more. Call the command again."
            .to_owned(),
    )
}

/// What the desk says when it does nothing.
fn told(trouble: Trouble) -> Reply {
    match trouble {
        Trouble::Refused(refusal) => problem("Not here", refusal.message()),
        Trouble::Store(error) => {
            tracing::error!(%error, "the store refused");
            let message = error.to_string();
            let mut letters = message.chars();
            let first = letters.next().map(|c| c.to_uppercase().to_string());
            let message = format!("{}{}.", first.unwrap_or_default(), letters.as_str());
            problem("Nothing was changed", &message)
        }
        Trouble::Told(message) => problem("Nothing was changed", &message),
    }
}

fn answer(outcome: Outcome) -> Response {
    outcome.unwrap_or_else(|trouble| message(told(trouble)))
}

fn private(mut reply: Reply) -> Reply {
    reply.visibility = Visibility::Private;
    fit(reply)
}

/// A private message.
fn message(reply: Reply) -> Response {
    Response::message(private(reply))
}

/// A private message in place of the one that was pressed.
fn replace(reply: Reply) -> Response {
    Response::replace(private(reply))
}

/// The same with direct messages to others.
fn with_notices(response: Response, notices: Vec<Notice>) -> Response {
    match response {
        Response::Message {
            reply,
            delivery,
            then,
            ..
        } => Response::Message {
            reply,
            delivery,
            then,
            notify: notices,
        },
        other => other,
    }
}

/// Several private messages, one after the other.
fn messages(mut replies: Vec<Reply>) -> Response {
    if replies.is_empty() {
        return message(plain("Nothing to show", "No reply changes."));
    }
    let first = replies.remove(0);
    Response::Message {
        reply: Box::new(private(first)),
        delivery: Delivery::New,
        then: replies.into_iter().map(private).collect(),
        notify: Vec::new(),
    }
}

fn good(mut reply: Reply) -> Reply {
    reply.tone = Tone::Good;
    reply
}
