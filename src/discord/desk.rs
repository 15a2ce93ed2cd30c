//! Everything that answering needs, and what does not hang on an interaction: direct messages,
//! notices, registration.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use serde::Serialize;
use serde_json::{Value, json};
use serenity::http::{LightMethod, Route};
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;

use crate::domain::Snowflake;
use crate::reply::{File, Reply, Tone, Visibility};
use crate::service::{Notice, NoticeTarget, Request, Response};

use super::handler::Handler;
use super::rest::{self, Call, Rest};
use super::retry::{Budget, GaveUp, persist};
use super::seen::Seen;
use super::{RunError, encode};

/// Nobody waits longer for a message in a channel.
const MESSAGE_WITHIN: Duration = Duration::from_secs(120);
const MESSAGE_TRY: Duration = Duration::from_secs(5);
/// The body is large, and Discord takes its time over it.
const REGISTRATION_WITHIN: Duration = Duration::from_secs(15 * 60);
const REGISTRATION_TRY: Duration = Duration::from_secs(20);
/// Ids of interactions and messages that are remembered.
const SEEN: usize = 10_000;

/// Everything that answering needs.
pub(super) struct Desk {
    pub(super) rest: Rest,
    pub(super) origin: Option<Url>,
    pub(super) handler: Arc<dyn Handler>,
    pub(super) seen: Seen,
    guilds: Mutex<HashSet<u64>>,
    in_hand: watch::Sender<usize>,
    broken: mpsc::Sender<RunError>,
}

/// Counts something in hand until it is dropped.
pub(super) struct InHand<'a>(&'a watch::Sender<usize>);

impl Drop for InHand<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|count| *count -= 1);
    }
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

    pub(super) fn take_in_hand(&self) -> InHand<'_> {
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
    pub(super) async fn message(
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
        let sent = self
            .send(
                route,
                LightMethod::Post,
                &body,
                &reply.files,
                message_budget(),
            )
            .await;
        match sent {
            Ok(_) => true,
            Err(failure) => {
                self.note("a message", &failure).await;
                false
            }
        }
    }

    pub(super) async fn notify(&self, notices: Vec<Notice>) {
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
        let opened = self
            .send(
                Route::UserMeDmChannels,
                LightMethod::Post,
                &body,
                &[],
                message_budget(),
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

    pub(super) async fn send(
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
            until: Instant::now() + REGISTRATION_WITHIN,
            per_try: REGISTRATION_TRY,
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
    pub(super) async fn note(&self, what: &'static str, failure: &GaveUp) {
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

/// As long as somebody waits for a message in a channel.
pub(super) fn message_budget() -> Budget {
    Budget {
        until: Instant::now() + MESSAGE_WITHIN,
        per_try: MESSAGE_TRY,
    }
}

/// What a person gets when something broke down.
pub(super) fn apology() -> Reply {
    Reply {
        tone: Tone::Problem,
        ..private(
            "Something went wrong on my side. It has been noted. Please try again, \
             or ask in other words.",
        )
    }
}

/// A reply that only one person sees.
pub(super) fn private(text: &str) -> Reply {
    Reply {
        text: text.to_owned(),
        visibility: Visibility::Private,
        ..Reply::default()
    }
}
