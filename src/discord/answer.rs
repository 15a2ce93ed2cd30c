//! Exactly one answer to each interaction, in time, whatever happens.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use serenity::http::{LightMethod, Route};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::domain::Snowflake;
use crate::reply::{File, Reply, Visibility};
use crate::service::{Delivery, Response};

use super::decode::{Incoming, Kind};
use super::desk::{Desk, apology, message_budget, private};
use super::rest::{self, Call};
use super::retry::{Budget, GaveUp, persist};
use super::{encode, upload, wire};

/// A handler that takes longer gets more time: the answer is deferred.
const DEFER_AFTER: Duration = Duration::from_millis(1_800);
/// Discord waits three seconds for a first answer; the rest is for the way.
const FIRST_ANSWER_WITHIN: Duration = Duration::from_millis(2_800);
const FIRST_ANSWER_TRY: Duration = Duration::from_millis(900);
/// Choices cannot be deferred: after so long there are none.
const CHOICES_WITHIN: Duration = Duration::from_millis(2_300);
/// The token lives 15 minutes.
const TOKEN_LIVES: Duration = Duration::from_secs(14 * 60 + 30);
const LATER_TRY: Duration = Duration::from_secs(5);

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
            per_try: FIRST_ANSWER_TRY,
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
            per_try: LATER_TRY,
        };
        self.desk.send(route, method, body, files, budget).await
    }

    /// The handler takes its time: says so to Discord, then waits for it.
    async fn answer_later(&self, mut work: JoinHandle<Response>) {
        let promised = match self.kind {
            Kind::Autocomplete => {
                let choices = match tokio::time::timeout_at(
                    self.received + CHOICES_WITHIN,
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
                    per_try: LATER_TRY,
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
        let route = rest::messages(self.channel);
        let posted = self
            .desk
            .send(
                route,
                LightMethod::Post,
                &body,
                &reply.files,
                message_budget(),
            )
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
