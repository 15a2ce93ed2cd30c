//! Exactly one answer to each interaction and message, in time, whatever happens.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use serde::Serialize;
use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::domain::Snowflake;
use crate::reply::{File, Reply, Tone, Visibility};
use crate::service::{Delivery, Notice, NoticeTarget, Request, Response};

use super::decode::{Incoming, Kind};
use super::handler::Handler;
use super::rest::{self, Call, Rest};
use super::retry::{Budget, GaveUp, persist};
use super::seen::Seen;
use super::{RunError, encode, upload, wire};

/// A handler that takes longer gets more time: the answer is deferred.
const DEFER_AFTER: Duration = Duration::from_millis(1_800);
/// Discord waits three seconds for a first answer; the rest is for the way.
const FIRST_ANSWER_WITHIN: Duration = Duration::from_millis(2_800);
/// The token lives 15 minutes.
const TOKEN_LIVES: Duration = Duration::from_secs(14 * 60 + 30);
/// Nobody waits longer for the answer to a direct message.
const MESSAGE_WITHIN: Duration = Duration::from_secs(120);
const CALLBACK_TRY: Duration = Duration::from_millis(900);
const OTHER_TRY: Duration = Duration::from_secs(5);
/// Ids of interactions and messages that are remembered.
const SEEN: usize = 10_000;

/// Everything that answering needs.
pub(super) struct Desk {
    rest: Rest,
    origin: Option<Url>,
    handler: Arc<dyn Handler>,
    seen: Seen,
    guilds: Mutex<HashSet<u64>>,
    in_hand: watch::Sender<usize>,
    broken: mpsc::Sender<RunError>,
}

/// Counts something in hand until it is dropped.
struct InHand<'a>(&'a watch::Sender<usize>);

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
}

/// How far an interaction's answer has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Promised {
    /// Nothing was sent.
    Nothing,
    /// "is thinking…", seen by everybody or by one.
    Message(Visibility),
    /// The message may be changed.
    Update,
}

impl Desk {
    pub(super) fn new(
        rest: Rest,
        origin: Option<Url>,
        handler: Arc<dyn Handler>,
        broken: mpsc::Sender<RunError>,
    ) -> Self {
        Self {
            rest,
            origin,
            handler,
            seen: Seen::new(SEEN),
            guilds: Mutex::default(),
            in_hand: watch::Sender::new(0),
            broken,
        }
    }

    fn take_in_hand(&self) -> InHand<'_> {
        self.in_hand.send_modify(|count| *count += 1);
        InHand(&self.in_hand)
    }

    /// Waits until nothing is in hand.
    pub(super) async fn finished(&self) {
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = self.in_hand.subscribe().wait_for(|count| *count == 0).await;
    }

    /// Whether the bot is a member of this server.
    pub(super) fn is_in(&self, guild: u64) -> bool {
        self.guilds
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .contains(&guild)
    }

    pub(super) async fn joined(&self, guild: u64) {
        let _in_hand = self.take_in_hand();
        self.guilds
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(guild);
        self.handler.guild_joined(Snowflake(guild)).await;
    }

    pub(super) async fn left(&self, guild: u64) {
        let _in_hand = self.take_in_hand();
        self.guilds
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&guild);
        self.handler.guild_left(Snowflake(guild)).await;
    }

    /// Answers an interaction.
    pub(super) async fn interaction(self: &Arc<Self>, incoming: Incoming) {
        if !self.seen.is_first(incoming.id) {
            return;
        }
        let _in_hand = self.take_in_hand();
        let received = Instant::now();
        let Incoming {
            id,
            application,
            channel,
            token,
            request,
            kind,
            uploads,
        } = incoming;
        let desk = Arc::clone(self);
        let mut work = tokio::spawn(async move {
            let mut request = request;
            upload::fetch(
                desk.rest.client(),
                desk.origin.as_ref(),
                &uploads,
                &mut request,
            )
            .await;
            desk.handler.handle(request).await
        });
        let exchange = Exchange {
            desk: self,
            id,
            application,
            channel,
            token: &token,
            kind,
            received,
        };
        match tokio::time::timeout_at(received + DEFER_AFTER, &mut work).await {
            Ok(done) => {
                let response = done.unwrap_or_else(|_| sorry(&kind));
                exchange.answer(response, Promised::Nothing).await;
            }
            Err(_) => exchange.answer_later(work).await,
        }
    }

    /// Answers a direct message.
    pub(super) async fn direct_message(self: &Arc<Self>, request: Request, channel: u64) {
        let id = request.id.0;
        if !self.seen.is_first(id) {
            return;
        }
        let _in_hand = self.take_in_hand();
        let handler = Arc::clone(&self.handler);
        // Its own task, so that a panic ends there.
        let done = tokio::spawn(async move { handler.handle(request).await }).await;
        let Ok(response) = done else {
            self.message(channel, &apology(), id.to_string(), Some(id))
                .await;
            return;
        };
        if let Response::Message {
            reply,
            then,
            notify,
            ..
        } = response
        {
            self.message(channel, &reply, id.to_string(), Some(id))
                .await;
            for (index, reply) in then.iter().enumerate() {
                self.message(channel, reply, format!("{id}-{index}"), None)
                    .await;
            }
            self.notify(notify).await;
        }
    }

    /// Sends a message to a channel; whether it arrived.
    async fn message(
        &self,
        channel: u64,
        reply: &Reply,
        nonce: String,
        under: Option<u64>,
    ) -> bool {
        if channel == 0 {
            return false;
        }
        let body = encode::channel_message(reply, nonce, under);
        let route = rest::messages(channel);
        let budget = Budget {
            until: Instant::now() + MESSAGE_WITHIN,
            per_try: OTHER_TRY,
        };
        let sent = self
            .send(route, LightMethod::Post, &body, &reply.files, budget)
            .await;
        match sent {
            Ok(_) => true,
            Err(failure) => {
                self.note("a message", &failure).await;
                false
            }
        }
    }

    async fn notify(&self, notices: Vec<Notice>) {
        for notice in notices {
            let nonce = format!("n{}", notice.key);
            let channel = match notice.to {
                NoticeTarget::Channel(channel) => Some(channel.0),
                NoticeTarget::User(user) => self.open_direct_messages(user).await,
            };
            let delivered = match channel {
                Some(channel) => self.message(channel, &notice.reply, nonce, None).await,
                None => false,
            };
            self.handler.notice_delivered(notice.key, delivered).await;
        }
    }

    async fn open_direct_messages(&self, user: Snowflake) -> Option<u64> {
        let body = json!({"recipient_id": user.0.to_string()});
        let budget = Budget {
            until: Instant::now() + MESSAGE_WITHIN,
            per_try: OTHER_TRY,
        };
        let opened = self
            .send(
                Route::UserMeDmChannels,
                LightMethod::Post,
                &body,
                &[],
                budget,
            )
            .await;
        match opened {
            Ok(channel) => channel["id"].as_str()?.parse().ok(),
            Err(failure) => {
                self.note("a direct message", &failure).await;
                None
            }
        }
    }

    async fn send(
        &self,
        route: Route<'_>,
        method: LightMethod,
        body: &impl Serialize,
        files: &[File],
        budget: Budget,
    ) -> Result<Value, GaveUp> {
        let call = Call {
            route,
            method,
            // Plain data with text keys always encodes.
            body: serde_json::to_vec(body).unwrap_or_default(),
            files,
        };
        persist(budget, || self.rest.attempt(&call)).await
    }

    /// Registers the commands.
    pub(super) async fn register(&self, application: u64, commands: &Value) -> bool {
        let route = Route::Commands {
            application_id: application.into(),
        };
        let budget = Budget {
            until: Instant::now() + TOKEN_LIVES,
            per_try: Duration::from_secs(20),
        };
        match self
            .send(route, LightMethod::Put, commands, &[], budget)
            .await
        {
            Ok(_) => true,
            Err(failure) => {
                self.note("the registration of the commands", &failure)
                    .await;
                false
            }
        }
    }

    /// Logs a failure once, as loud as it deserves; a refused token ends the bot.
    async fn note(&self, what: &'static str, failure: &GaveUp) {
        match failure {
            GaveUp::Expired(_) => tracing::debug!(what, %failure, "nobody waits any more"),
            GaveUp::Refused(refused) if refused.is_forbidden() => {
                tracing::debug!(what, %failure, "not allowed here");
            }
            GaveUp::Refused(_) => tracing::error!(what, %failure, "Discord refused"),
            GaveUp::OutOfTime { .. } => tracing::warn!(what, %failure, "not delivered"),
            GaveUp::Unauthorized => {
                // Full or closed: the bot is ending already.
                let _ = self.broken.send(RunError::TokenRefused).await;
            }
        }
    }
}

/// One interaction on its way to an answer.
struct Exchange<'a> {
    desk: &'a Arc<Desk>,
    id: u64,
    application: u64,
    channel: u64,
    token: &'a str,
    kind: Kind,
    received: Instant,
}

impl Exchange<'_> {
    async fn callback(&self, body: &wire::Callback<'_>, files: &[File]) -> Result<(), GaveUp> {
        let budget = Budget {
            until: self.received + FIRST_ANSWER_WITHIN,
            per_try: CALLBACK_TRY,
        };
        let route = rest::callback(self.id, self.token);
        self.desk
            .send(route, LightMethod::Post, body, files, budget)
            .await
            .map(drop)
    }

    async fn webhook(
        &self,
        route: Route<'_>,
        method: LightMethod,
        body: &wire::Message<'_>,
        files: &[File],
    ) -> Result<Value, GaveUp> {
        let budget = Budget {
            until: self.received + TOKEN_LIVES,
            per_try: OTHER_TRY,
        };
        self.desk.send(route, method, body, files, budget).await
    }

    /// The handler takes its time: says so to Discord, then waits for it.
    async fn answer_later(&self, mut work: JoinHandle<Response>) {
        let promised = match self.kind {
            Kind::Autocomplete => {
                let choices = match tokio::time::timeout_at(
                    self.received + FIRST_ANSWER_WITHIN - CALLBACK_TRY / 2,
                    &mut work,
                )
                .await
                {
                    Ok(Ok(response)) => response,
                    _ => Response::Choices(Vec::new()),
                };
                self.answer(choices, Promised::Nothing).await;
                return;
            }
            Kind::Command(visibility) => Promised::Message(visibility),
            Kind::Component { by_asker: true, .. } | Kind::Form { from_message: true } => {
                Promised::Update
            }
            Kind::Component { .. } | Kind::Form { .. } => Promised::Message(Visibility::Private),
        };
        let body = match promised {
            Promised::Message(visibility) => encode::deferred_message(visibility),
            Promised::Update | Promised::Nothing => encode::deferred_update(),
        };
        if let Err(failure) = self.callback(&body, &[]).await {
            self.desk.note("a deferral", &failure).await;
            return;
        }
        let response = match tokio::time::timeout_at(self.received + TOKEN_LIVES, work).await {
            Ok(Ok(response)) => response,
            _ => sorry(&self.kind),
        };
        self.answer(response, promised).await;
    }

    async fn answer(&self, response: Response, promised: Promised) {
        match response {
            Response::Choices(choices) => {
                self.note_failure(self.callback(&encode::choices(&choices), &[]).await)
                    .await;
            }
            Response::Form(form) if promised == Promised::Nothing => {
                self.note_failure(self.callback(&encode::modal(&form), &[]).await)
                    .await;
            }
            Response::Form(_) => {
                // A form can only be a first answer.
                let reply = private("That took too long to open. Please try once more.");
                self.show(&reply, Delivery::New, promised).await;
            }
            Response::Silence => {
                let reply = private("That was a lot at once. Please wait a moment.");
                self.show(&reply, Delivery::New, promised).await;
            }
            Response::Message {
                reply,
                delivery,
                then,
                notify,
            } => {
                self.show(&reply, delivery, promised).await;
                for reply in &then {
                    self.follow_up(reply).await;
                }
                self.desk.notify(notify).await;
            }
        }
    }

    async fn note_failure(&self, result: Result<(), GaveUp>) {
        if let Err(failure) = result {
            self.desk.note("an answer", &failure).await;
        }
    }

    /// Shows the reply, or where Discord refuses it says so instead of nothing.
    async fn show(&self, reply: &Reply, delivery: Delivery, promised: Promised) {
        if let Delivery::Under(question) = delivery {
            self.share(reply, question, promised).await;
            return;
        }
        let result = self.deliver(reply, delivery, promised).await;
        let Err(failure) = result else { return };
        self.desk.note("an answer", &failure).await;
        if matches!(failure, GaveUp::Refused(_)) {
            let delivered = self.deliver(&apology(), Delivery::New, promised).await;
            self.note_failure(delivered).await;
        }
    }

    async fn deliver(
        &self,
        reply: &Reply,
        delivery: Delivery,
        promised: Promised,
    ) -> Result<(), GaveUp> {
        match (promised, delivery) {
            (Promised::Nothing, Delivery::Replace) => {
                self.callback(&encode::update(reply), &reply.files).await
            }
            (Promised::Nothing, _) => {
                self.callback(&encode::new_message(reply), &reply.files)
                    .await
            }
            (Promised::Update, Delivery::Replace) => self.edit_original(reply).await,
            (Promised::Update, _) => self.post_follow_up(reply).await,
            (Promised::Message(Visibility::Public), _)
                if reply.visibility == Visibility::Private =>
            {
                // What was promised to everybody turned out to be private.
                let delete = Call {
                    route: rest::original(self.application, self.token),
                    method: LightMethod::Delete,
                    body: Vec::new(),
                    files: &[],
                };
                let budget = Budget {
                    until: self.received + TOKEN_LIVES,
                    per_try: OTHER_TRY,
                };
                persist(budget, || self.desk.rest.attempt(&delete)).await?;
                self.post_follow_up(reply).await
            }
            (Promised::Message(_), _) => self.edit_original(reply).await,
        }
    }

    async fn edit_original(&self, reply: &Reply) -> Result<(), GaveUp> {
        let route = rest::original(self.application, self.token);
        self.webhook(
            route,
            LightMethod::Patch,
            &encode::edit(reply),
            &reply.files,
        )
        .await
        .map(drop)
    }

    async fn post_follow_up(&self, reply: &Reply) -> Result<(), GaveUp> {
        let route = rest::follow_ups(self.application, self.token);
        self.webhook(
            route,
            LightMethod::Post,
            &encode::message(reply),
            &reply.files,
        )
        .await
        .map(drop)
    }

    async fn follow_up(&self, reply: &Reply) {
        let posted = self.post_follow_up(reply).await;
        self.note_failure(posted).await;
    }

    /// Posts a private answer for everybody, under the question. Where the bot may not write, it
    /// goes out as an answer to the press.
    async fn share(&self, reply: &Reply, question: Snowflake, promised: Promised) {
        if promised == Promised::Nothing
            && let Err(failure) = self.callback(&encode::deferred_update(), &[]).await
        {
            self.desk.note("an answer", &failure).await;
            return;
        }
        // A second press on the same message does not post twice.
        let nonce = match self.kind {
            Kind::Component { message, .. } => format!("s{message}"),
            _ => self.id.to_string(),
        };
        let body = encode::channel_message(reply, nonce, Some(question.0));
        let budget = Budget {
            until: self.received + MESSAGE_WITHIN,
            per_try: OTHER_TRY,
        };
        let route = rest::messages(self.channel);
        let posted = self
            .desk
            .send(route, LightMethod::Post, &body, &reply.files, budget)
            .await;
        if let Err(failure) = posted {
            tracing::debug!(%failure, "shared as a follow-up instead");
            self.follow_up(reply).await;
        }
    }
}

/// What a person gets when the handler broke down.
fn sorry(kind: &Kind) -> Response {
    match kind {
        Kind::Autocomplete => Response::Choices(Vec::new()),
        _ => Response::message(apology()),
    }
}

fn apology() -> Reply {
    Reply {
        tone: Tone::Problem,
        ..private(
            "Something went wrong on my side. It has been noted. Please try again, \
             or ask in other words.",
        )
    }
}

fn private(text: &str) -> Reply {
    Reply {
        text: text.to_owned(),
        visibility: Visibility::Private,
        ..Reply::default()
    }
}
