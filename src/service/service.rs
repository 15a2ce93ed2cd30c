//! What the bot does with each kind of request.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::command::{self, Ask, Call, Decoded, UsageProblem};
use crate::domain::{Asker, Place, Question, Snowflake};
use crate::language::Conversation;
use crate::reply::{self, Action, CommandHelp, Keeps, Notice, Reply, ReplyContext, Visibility};
use crate::store::Store;

use super::conversations::{Conversations, Who};
use super::quota::{Allowance, Quota};
use super::{Catalogs, Clock, Input, Request, Response, Snapshot, talk, tell};

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
    commands: Vec<CommandHelp>,
    keeps: Keeps,
}

impl Service {
    /// A service that answers from the given catalogue.
    pub fn new(options: ServiceOptions) -> Self {
        Self {
            catalogs: options.catalogs,
            store: options.store,
            clock: options.clock,
            conversations: Mutex::default(),
            quota: Mutex::new(Quota::new(options.direct_messages_per_minute)),
            commands: command_help(),
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
        let snapshot = self.catalogs.answering(&request.place).await;
        match &request.input {
            Input::Command(call) => self.command(&request, call, &snapshot),
            Input::Autocomplete {
                call,
                option,
                typed,
            } => Response::Choices(command::autocomplete(
                call,
                option,
                typed,
                &snapshot.catalog,
                self.clock.today(),
            )),
            Input::Text(text) => self.direct_message(&request, text, &snapshot),
            Input::AnswerThis { text, message, .. } => {
                Response::message(self.answer_this(text, *message, &snapshot))
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
                self.component(&request, custom_id, &press, &snapshot)
            }
            Input::Form { .. } => Response::message(self.out_of_date(&snapshot)),
        }
    }

    /// A notice arrived, or could not be sent: then it is told under the person's next command.
    pub async fn notice_delivered(&self, key: u64, delivered: bool) {
        let done = match delivered {
            true => self.store.notice_arrived(key).await,
            false => self.store.notice_failed(key).await,
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
        if let Err(error) = self.store.guild_left(guild, self.clock.now()).await {
            tracing::error!(guild = guild.0, %error, "leaving a server could not be noted");
        }
    }

    pub(super) fn context<'a>(&'a self, snapshot: &'a Snapshot) -> ReplyContext<'a> {
        ReplyContext {
            commands: &self.commands,
            keeps: self.keeps,
            ..ReplyContext::new(&snapshot.catalog, &snapshot.templates, self.clock.today())
        }
    }

    fn command(&self, request: &Request, call: &Call, snapshot: &Snapshot) -> Response {
        let today = self.clock.today();
        let decoded = match command::decode(call, &snapshot.catalog, today) {
            Ok(decoded) => decoded,
            Err(problem) => return Response::message(self.usage(&problem, snapshot)),
        };
        let mut reply = match &decoded.ask {
            Ask::Question(question) => {
                let question = self.with_memory(request, question.clone());
                tell(snapshot, &question, 0, today).1
            }
            Ask::Text(text) => self.quoted(text, snapshot),
            Ask::Suggest { .. } | Ask::Catalog(_) => self.out_of_date(snapshot),
        };
        reply.visibility = visibility(&decoded, &reply);
        Response::message(reply)
    }

    /// A reply to words that nobody else sees: with the words quoted above it.
    fn quoted(&self, text: &str, snapshot: &Snapshot) -> Reply {
        let told = talk(snapshot, text, &Conversation::default(), self.clock.today());
        let mut reply = told.reply;
        if !matches!(told.understanding.question, Question::Decline { .. }) {
            reply.quote = reply::quote(text);
        }
        reply
    }

    fn answer_this(&self, text: &str, message: Snowflake, snapshot: &Snapshot) -> Reply {
        let told = talk(snapshot, text, &Conversation::default(), self.clock.today());
        let share = Action::Share {
            question: told.understanding.question.clone(),
            under: Some(message),
        };
        let mut reply = reply::with_share(&self.context(snapshot), told.reply, &share);
        reply.quote = reply::quote(text);
        reply.visibility = Visibility::Private;
        reply
    }

    fn direct_message(&self, request: &Request, text: &str, snapshot: &Snapshot) -> Response {
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
        let told = talk(snapshot, text, &memory.conversation, self.clock.today());
        let memory = Memory {
            conversation: told.conversation,
            last_text: text.to_owned(),
            explanation: told.understanding.explanation,
        };
        lock(&self.conversations).remember(who, now, memory);
        Response::message(told.reply)
    }

    pub(super) fn recall(&self, who: Who) -> Option<Memory> {
        lock(&self.conversations).recall(who, self.clock.seconds())
    }

    /// Puts back what custom ids leave out: what the asker holds and refuses.
    pub(super) fn with_memory(&self, request: &Request, mut question: Question) -> Question {
        let Some(memory) = self.recall(who(&request.asker, &request.place)) else {
            return question;
        };
        if let Question::Advise(profile)
        | Question::Compare { profile, .. }
        | Question::Prerequisites { profile, .. } = &mut question
        {
            let remembered = &memory.conversation.profile;
            profile.held.extend(remembered.held.iter().cloned());
            profile
                .refused
                .entries
                .extend(remembered.refused.entries.iter().cloned());
            profile
                .refused
                .platforms
                .extend(remembered.refused.platforms.iter().copied());
            profile
                .refused
                .providers
                .extend(remembered.refused.providers.iter().cloned());
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

fn command_help() -> Vec<CommandHelp> {
    command::help_rows()
        .into_iter()
        .map(|row| CommandHelp {
            usage: row.usage,
            description: row.description.to_owned(),
        })
        .collect()
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
