//! The real bot on the stand-in: what the service promises must also be something that Discord
//! delivers and takes.

mod edits;
mod files;
mod gaps;
mod history;
mod members;
mod review;
mod storage;
mod together;
mod turned_away;

use std::sync::Arc;
use std::time::Duration;

use certwise::discord::{Handler, RunError, RunOptions, run};
use certwise::sandbox::{
    Arg, Message, Modal, Outcome, Pending, Place, Sandbox, SandboxOptions, Snowflake, seed,
};
use certwise::store::{MemoryStore, Store};
use secrecy::SecretString;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::super::discord_support::{PATIENCE, judge};
use super::world::World;

const HERE: Snowflake = seed::STUDY_GROUP_GENERAL;
const THERE: Snowflake = seed::DATA_GUILD_GENERAL;

/// The stand-in with the bot on it.
struct Stage {
    sandbox: Sandbox,
    bot: Bot,
}

struct Bot {
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), RunError>>,
}

impl Bot {
    fn start(sandbox: &Sandbox, world: World) -> Self {
        let handler: Arc<dyn Handler> = Arc::new(world.service);
        let (stop, stopped) = oneshot::channel();
        let options = RunOptions {
            token: SecretString::new(sandbox.token().to_owned()),
            api_url: Some(sandbox.api_url()),
            shards: None,
            watch: None,
        };
        let running = tokio::spawn(run(options, handler, async {
            let _ = stopped.await;
        }));
        Self { stop, running }
    }

    async fn end(self) {
        self.stop.send(()).unwrap();
        let ended = tokio::time::timeout(PATIENCE, self.running).await;
        ended.unwrap().unwrap().unwrap();
    }
}

impl Stage {
    async fn open() -> Self {
        Self::with(World::over(Arc::new(MemoryStore::default()))).await
    }

    async fn over(store: Arc<dyn Store>) -> Self {
        Self::with(World::over(store)).await
    }

    async fn with(world: World) -> Self {
        // Programs built for tests take longer than Discord would wait.
        let options = SandboxOptions {
            answer_within: Duration::from_secs(60),
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
        let bot = Bot::start(&sandbox, world);
        assert!(sandbox.registered(PATIENCE).await, "the bot registers");
        assert!(sandbox.connected(1, PATIENCE).await, "the bot connects");
        Self { sandbox, bot }
    }

    /// The bot ends, and another one begins with what is in the store.
    async fn restart(self, store: Arc<dyn Store>) -> Self {
        self.bot.end().await;
        let (starts, _) = self.sandbox.session_starts();
        let bot = Bot::start(&self.sandbox, World::over(store));
        let ready = async {
            while self.sandbox.session_starts().0 == starts {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            self.sandbox.connected(1, PATIENCE).await
        };
        let ready = tokio::time::timeout(PATIENCE, ready).await;
        assert_eq!(ready, Ok(true), "the bot comes back");
        Self {
            sandbox: self.sandbox,
            bot,
        }
    }

    async fn close(self) {
        self.bot.end().await;
        let requests = self.sandbox.requests();
        self.sandbox.stop().await;
        judge(&requests);
    }

    fn person(&self, who: Snowflake) -> Person<'_> {
        Person {
            stage: self,
            who,
            place: HERE.into(),
        }
    }

    /// A moderator.
    fn ada(&self) -> Person<'_> {
        self.person(seed::ADA)
    }

    /// Another one.
    fn olive(&self) -> Person<'_> {
        self.person(seed::OLIVE)
    }

    /// A member.
    fn mia(&self) -> Person<'_> {
        self.person(seed::MIA)
    }

    /// Another one.
    fn noah(&self) -> Person<'_> {
        self.person(seed::NOAH)
    }
}

/// Somebody somewhere.
#[derive(Clone, Copy)]
struct Person<'a> {
    stage: &'a Stage,
    who: Snowflake,
    place: Place,
}

impl Person<'_> {
    fn at(self, place: impl Into<Place>) -> Self {
        Self {
            place: place.into(),
            ..self
        }
    }

    fn call(&self, path: &str, options: &[(&str, Arg)]) -> Pending {
        let sandbox = &self.stage.sandbox;
        sandbox
            .run_command(self.who, self.place, path, options)
            .unwrap()
    }

    /// Whether Discord does not even show the command here.
    fn is_not_offered(&self, path: &str) -> bool {
        let sandbox = &self.stage.sandbox;
        sandbox
            .run_command(self.who, self.place, path, &[])
            .is_err_and(|error| error.to_string().contains("no command"))
    }

    fn press(&self, message: &Message, label: &str) -> Pending {
        let id = message.button(label).unwrap_or_else(|| {
            panic!("no {label} in {:?}:\n{}", message.buttons(), message.text())
        });
        let sandbox = &self.stage.sandbox;
        sandbox.press(self.who, message.id(), id).unwrap()
    }

    /// Chooses from the first select: the first option, or the one with this value.
    fn choose(&self, message: &Message, value: Option<&str>) -> Pending {
        let select = message.selects()[0];
        let first = select["options"][0]["value"].as_str().unwrap();
        let id = select["custom_id"].as_str().unwrap();
        let sandbox = &self.stage.sandbox;
        sandbox
            .select(self.who, message.id(), id, &[value.unwrap_or(first)])
            .unwrap()
    }

    /// Waits for the message that says all of this. On a busy machine the bot asks for more time,
    /// and the message is replaced, or follows, only later.
    async fn reads(&self, pending: &Pending, words: &[&str]) -> Message {
        let holds = |message: &Message| words.iter().all(|word| message.text().contains(word));
        let mut last = String::new();
        for _ in 0..400 {
            match pending.outcome().await {
                Outcome::Modal(form) => panic!("the form {:?} instead of {words:?}", form.title),
                Outcome::NoResponse => panic!("no answer instead of {words:?}"),
                _ => {}
            }
            let mut found = pending.followups(0).await;
            found.extend(pending.message().await);
            last = found.iter().map(Message::text).collect();
            if let Some(message) = found.into_iter().find(holds) {
                assert!(!message.pings_anyone(), "{last}");
                return message;
            }
            if !matches!(pending.outcome().await, Outcome::Acknowledged) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{words:?} is missing in:\n{last}");
    }

    /// Calls a command, and reads what it says.
    async fn says(&self, path: &str, options: &[(&str, Arg)], words: &[&str]) -> Message {
        let message = self.reads(&self.call(path, options), words).await;
        assert!(!path.starts_with("catalog") || message.is_private());
        message
    }

    async fn presses(&self, message: &Message, label: &str, words: &[&str]) -> Message {
        self.reads(&self.press(message, label), words).await
    }

    async fn chooses(&self, message: &Message, value: Option<&str>, words: &[&str]) -> Message {
        self.reads(&self.choose(message, value), words).await
    }

    /// Opens a form. On a busy machine the bot may have asked for more time, after which Discord
    /// takes no form: then one tries again.
    async fn opens(&self, open: impl Fn() -> Pending) -> (Pending, Modal) {
        for _ in 0..10 {
            let pending = open();
            if let Outcome::Modal(form) = pending.outcome().await {
                return (pending, form);
            }
        }
        panic!("no form was opened");
    }

    async fn sends(&self, form: &Pending, fields: &[(&str, &str)], words: &[&str]) -> Message {
        let sent = self.stage.sandbox.submit_modal(form, fields).unwrap();
        self.reads(&sent, words).await
    }

    /// Opens a form, changes these fields, sends it, and reads what comes.
    async fn fills(
        &self,
        open: impl Fn() -> Pending,
        fields: &[(&str, &str)],
        words: &[&str],
    ) -> Message {
        let (form, _) = self.opens(open).await;
        self.sends(&form, fields, words).await
    }

    /// Opens the form over an entry and sends it as it is.
    async fn edits(&self, entry: &str) -> Message {
        let open = || self.call("catalog edit", &[("entry", entry.into())]);
        self.fills(open, &[], &["Nothing changed"]).await
    }

    /// A draft of another fee for the Google exam.
    async fn drafts(&self, fee: &str) -> Message {
        let draft = self.edits("google-pmle").await;
        let fields = [("fee", fee), ("source", "https://vendor.example/fees")];
        let cost = || self.choose(&draft, Some("c"));
        self.fills(cost, &fields, &["fee › amount", "Will read"])
            .await
    }

    async fn publishes(&self, draft: &Message, words: &[&str]) -> Message {
        self.presses(draft, "Publish", words).await
    }

    /// Reads the fee of the Google exam.
    async fn sees(&self, fee: &str) {
        let name = [("name", "google-pmle".into())];
        self.says("cert", &name, &[fee]).await;
    }

    /// Waits for a message that nobody asked for here just now.
    async fn finds(&self, words: &str) -> Message {
        let look = async {
            loop {
                let seen = self.stage.sandbox.messages(self.who, self.place);
                if let Some(found) = seen.into_iter().find(|one| one.text().contains(words)) {
                    return found;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, look).await;
        let found = found.unwrap_or_else(|_| panic!("{words:?} never came"));
        assert!(!found.pings_anyone(), "{}", found.text());
        found
    }

    /// What is offered while the value of an option is typed.
    async fn offered(&self, path: &str, option: &str, typed: &str) -> Vec<String> {
        let options = [(option, typed.into())];
        let sandbox = &self.stage.sandbox;
        let asked = sandbox
            .autocomplete(self.who, self.place, path, &options, option)
            .unwrap();
        match asked.outcome().await {
            Outcome::Choices(choices) => choices.into_iter().map(|choice| choice.name).collect(),
            other => panic!("no choices: {other:?}"),
        }
    }
}
