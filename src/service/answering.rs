//! What the bot does with each kind of request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::command::{self, Ask, Call, Decoded, UsageProblem};
use crate::domain::{Asker, DeclineKind, Place, Question, Snowflake};
use crate::language::Conversation;
use crate::reply::{self, Action, Keeps, Notice, Reply, ReplyContext, Row, Target, Visibility};
use crate::store::Store;

use super::conversations::{Conversations, Who};
use super::desk::{Desk, Origin, Visitor};
use super::quota::{Allowance, Quota};
use super::{Catalogs, Clock, Delivery, Input, Request, Response, Snapshot, Told, talk, tell};

/// What a service is made of.
pub struct ServiceOptions {
    /// The catalogues that answer.
    pub catalogs: Arc<Catalogs>,
    /// What outlives a restart.
    pub store: Arc<dyn Store>,
    /// The clock.
    pub clock: Clock,
    /// Direct messages a minute that one person gets answers to.
    pub direct_messages_per_minute: u32,
    /// Days for which unanswered questions are kept; 0: not at all.
    pub keep_gaps_days: u16,
    /// The server whose moderators see the gaps of direct messages.
    pub home_guild: Option<Snowflake>,
}

/// What is remembered of a conversation, in memory only.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// What it was about.
    pub(super) conversation: Conversation,
    /// The last text, for *Not what I asked*.
    pub(super) last_text: String,
    /// How that was understood.
    pub(super) explanation: Vec<String>,
}

/// The adviser with its state: catalogues, conversations, quotas and the clock.
pub struct Service {
    catalogs: Arc<Catalogs>,
    pub(super) store: Arc<dyn Store>,
    pub(super) clock: Clock,
    conversations: Mutex<Conversations<Memory>>,
    quota: Mutex<Quota>,
    pub(super) desk: Desk,
    keeps: Keeps,
}

impl Service {
    /// A service that answers from the given catalogue.
    pub fn new(options: ServiceOptions) -> Self {
        let desk = Desk::new(
            Arc::clone(&options.store),
            Arc::clone(&options.catalogs),
            options.clock.clone(),
            options.keep_gaps_days,
            options.home_guild,
        );
        Self {
            desk,
            catalogs: options.catalogs,
            store: options.store,
            clock: options.clock,
            conversations: Mutex::default(),
            quota: Mutex::new(Quota::new(options.direct_messages_per_minute)),
            keeps: Keeps {
                gap_days: options.keep_gaps_days,
                ..Keeps::default()
            },
        }
    }

    /// The catalogues that answer.
    pub fn catalogs(&self) -> &Arc<Catalogs> {
        &self.catalogs
    }

    /// Answers one request. Always answers, but for direct messages over quota.
    pub async fn handle(&self, request: Request) -> Response {
        let response = self.answer(&request).await;
        match request.input {
            Input::Command(_) | Input::Text(_) => self.with_news(&request, response).await,
            _ => response,
        }
    }

    /// Adds the news that could not be sent to this person before. What would take the place of a
    /// message becomes a private one of its own: a command has no message to replace.
    async fn with_news(&self, request: &Request, response: Response) -> Response {
        match response {
            Response::Message {
                mut reply,
                mut delivery,
                mut then,
                notify,
            } => {
                if delivery == Delivery::Replace {
                    delivery = Delivery::New;
                    reply.visibility = Visibility::Private;
                }
                then.extend(self.desk.news(request.asker.user).await);
                Response::Message {
                    reply,
                    delivery,
                    then,
                    notify,
                }
            }
            other => other,
        }
    }

    async fn answer(&self, request: &Request) -> Response {
        let snapshot = self.catalogs.answering(&request.place).await;
        match &request.input {
            Input::Command(call) => self.command(request, call, &snapshot).await,
            Input::Autocomplete {
                call,
                option,
                typed,
            } => {
                if self.refusal(request, call).await.is_some() {
                    return Response::Choices(Vec::new());
                }
                Response::Choices(command::autocomplete(
                    call,
                    option,
                    typed,
                    &snapshot.catalog,
                    self.clock.today(),
                ))
            }
            Input::Text(text) => self.direct_message(request, text, &snapshot).await,
            Input::AnswerThis {
                text,
                author,
                message,
            } => {
                let origin = if *author == request.asker.user {
                    Origin::OwnMessage
                } else {
                    Origin::OthersMessage
                };
                self.answer_this(request, text, origin, *message, &snapshot)
                    .await
            }
            Input::Component {
                custom_id,
                values,
                by_asker,
                quote,
            } => {
                let press = super::components::Press {
                    values,
                    by_asker: *by_asker,
                    quote: quote.as_deref(),
                };
                self.component(request, custom_id, &press, &snapshot).await
            }
            Input::Form {
                custom_id, values, ..
            } => match Action::decode(custom_id) {
                Some(Action::Moderation(payload)) => {
                    self.desk.form(visitor(request), &payload, values).await
                }
                _ => Response::message(self.out_of_date(&snapshot)),
            },
        }
    }

    /// A notice arrived, or could not be sent: then it is told under the person's next command.
    pub async fn notice_delivered(&self, key: u64, delivered: bool) {
        let done = if delivered {
            self.store.notice_arrived(key).await
        } else {
            self.store.notice_failed(key).await
        };
        if let Err(error) = done {
            tracing::error!(%error, "whether a notice arrived could not be kept");
        }
    }

    /// The bot is in this server, newly or again.
    pub async fn guild_joined(&self, guild: Snowflake) {
        if let Err(error) = self.store.guild_joined(guild).await {
            tracing::error!(guild = guild.0, %error, "joining a server could not be noted");
        }
    }

    /// The bot is no longer in this server: what is kept of it goes after some days.
    pub async fn guild_left(&self, guild: Snowflake) {
        self.catalogs.invalidate(guild);
        if let Err(error) = self.store.guild_left(guild, self.clock.now()).await {
            tracing::error!(guild = guild.0, %error, "leaving a server could not be noted");
        }
    }

    pub(super) fn context<'a>(&self, snapshot: &'a Snapshot) -> ReplyContext<'a> {
        ReplyContext {
            keeps: self.keeps,
            ..snapshot.context(self.clock.today())
        }
    }

    pub(super) fn talk(&self, snapshot: &Snapshot, text: &str, before: &Conversation) -> Told {
        talk(&snapshot.lexicon, &self.context(snapshot), text, before)
    }

    /// Why somebody may not call this command of the moderators.
    async fn refusal(&self, request: &Request, call: &Call) -> Option<Response> {
        let is_theirs = call.path.first().is_some_and(|name| name == "catalog");
        if is_theirs {
            self.desk.refuses(visitor(request)).await
        } else {
            None
        }
    }

    async fn command(&self, request: &Request, call: &Call, snapshot: &Snapshot) -> Response {
        let today = self.clock.today();
        // Whoever may not moderate learns nothing from how their options would be read.
        if let Some(refusal) = self.refusal(request, call).await {
            return refusal;
        }
        let decoded = match command::decode(call, &snapshot.catalog, today) {
            Ok(decoded) => decoded,
            Err(problem) => return Response::message(self.usage(&problem, snapshot)),
        };
        let mut reply = match decoded.ask.clone() {
            Ask::Question(question) => {
                let question = self.with_memory(request, question);
                tell(&self.context(snapshot), &question, 0).1
            }
            Ask::Text(text) => self.quoted(request, &text, snapshot).await,
            Ask::Suggest { entry, change } => {
                let visitor = visitor(request);
                return self.desk.take_suggestion(visitor, &entry, &change).await;
            }
            Ask::Catalog(call) => return self.desk.command(visitor(request), call).await,
        };
        reply.visibility = visibility(&decoded, &reply);
        if reply.visibility == Visibility::Public && !self.desk.allows_public(&request.place).await
        {
            reply.visibility = Visibility::Private;
        }
        Response::message(reply)
    }

    /// A reply to words that nobody else sees: with the words quoted above it.
    async fn quoted(&self, request: &Request, text: &str, snapshot: &Snapshot) -> Reply {
        let told = self.talk(snapshot, text, &Conversation::default());
        self.note_gap(request, Origin::OwnWords, text, &told).await;
        let mut reply = told.reply;
        if !matches!(told.understanding.question, Question::Decline { .. }) {
            reply.quote = reply::quote(text);
        }
        reply
    }

    /// Keeps what could not be answered, for the moderators.
    async fn note_gap(&self, request: &Request, origin: Origin, text: &str, told: &Told) {
        let is_gap = matches!(
            told.understanding.question,
            Question::Decline {
                kind: DeclineKind::Unsure | DeclineKind::NotInCatalogue,
                ..
            }
        );
        if is_gap {
            self.desk.record_gap(&request.place, origin, text).await;
        }
    }

    async fn answer_this(
        &self,
        request: &Request,
        text: &str,
        origin: Origin,
        message: Snowflake,
        snapshot: &Snapshot,
    ) -> Response {
        let told = self.talk(snapshot, text, &Conversation::default());
        self.note_gap(request, origin, text, &told).await;
        let share = Action::Share {
            question: told.understanding.question.clone(),
            under: Some(message),
        };
        let mut reply = reply::with_share(&self.context(snapshot), told.reply, &share);
        if origin == Origin::OthersMessage {
            // Somebody else's words are never kept, whatever is pressed under them.
            without(&mut reply, &Action::NotWhatIAsked);
        }
        reply.quote = reply::quote(text);
        reply.visibility = Visibility::Private;
        Response::message(reply)
    }

    async fn direct_message(&self, request: &Request, text: &str, snapshot: &Snapshot) -> Response {
        let now = self.clock.seconds();
        match lock(&self.quota).take(request.asker.user, now) {
            Allowance::Answer => {}
            Allowance::Warn => {
                return Response::message(reply::notice(&self.context(snapshot), Notice::SlowDown));
            }
            Allowance::Silence => return Response::Silence,
        }
        let who = who(&request.asker, &request.place);
        let memory = self.recall(who).unwrap_or_default();
        let told = self.talk(snapshot, text, &memory.conversation);
        self.note_gap(request, Origin::OwnWords, text, &told).await;
        let memory = Memory {
            conversation: told.conversation,
            last_text: text.to_owned(),
            explanation: told.understanding.explanation,
        };
        lock(&self.conversations).remember(who, now, memory);
        Response::message(told.reply)
    }

    pub(super) fn forget(&self, person: Snowflake) {
        lock(&self.conversations).forget(person);
    }

    pub(super) fn recall(&self, who: Who) -> Option<Memory> {
        lock(&self.conversations).recall(who, self.clock.seconds())
    }

    /// Puts back what the asker said in this conversation that they hold or refuse.
    fn with_memory(&self, request: &Request, mut question: Question) -> Question {
        if let Some(profile) = question.profile_mut()
            && let Some(memory) = self.recall(who(&request.asker, &request.place))
        {
            profile.recall(&memory.conversation.profile);
        }
        question
    }

    fn usage(&self, problem: &UsageProblem, snapshot: &Snapshot) -> Reply {
        reply::usage(
            &self.context(snapshot),
            &problem.message,
            problem.typed.as_deref(),
            &problem.near,
        )
    }

    /// For buttons and forms of another version.
    pub(super) fn out_of_date(&self, snapshot: &Snapshot) -> Reply {
        reply::notice(&self.context(snapshot), Notice::OutOfDate)
    }
}

/// Takes a button off a reply.
fn without(reply: &mut Reply, action: &Action) {
    let Some(id) = action.encode() else { return };
    for row in &mut reply.rows {
        if let Row::Buttons(buttons) = row {
            buttons.retain(|button| button.target != Target::Action(id.clone()));
        }
    }
    reply
        .rows
        .retain(|row| !matches!(row, Row::Buttons(buttons) if buttons.is_empty()));
}

pub(super) fn visitor(request: &Request) -> Visitor<'_> {
    Visitor {
        asker: &request.asker,
        place: &request.place,
    }
}

/// Where a conversation belongs: a person in a channel.
pub(super) fn who(asker: &Asker, place: &Place) -> Who {
    let channel = match place {
        Place::Server { channel, .. } | Place::Direct { channel } | Place::Private { channel } => {
            *channel
        }
        Place::Terminal => Snowflake(0),
    };
    (asker.user, channel)
}

fn visibility(decoded: &Decoded, reply: &Reply) -> Visibility {
    decoded
        .wished
        .unwrap_or(match (decoded.usual, reply.visibility) {
            (Visibility::Public, Visibility::Public) => Visibility::Public,
            _ => Visibility::Private,
        })
}

/// A poisoned lock holds plain data that is complete between calls: go on with it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
