//! The real bot on the stand-in: an edit from the form to the next member's answer, and who is
//! turned away.

use std::sync::Arc;
use std::time::Duration;

use certwise::discord::{Handler, RunOptions, run};
use certwise::sandbox::{
    Arg, DmRefusal, Message, Outcome, Pending, Place, Sandbox, SandboxOptions, Snowflake, Upload,
    seed,
};
use certwise::store::{MemoryStore, Store};
use secrecy::SecretString;
use tokio::sync::oneshot;

use super::super::discord_support::{PATIENCE, judge};
use super::world::World;

pub(super) const HERE: Snowflake = seed::STUDY_GROUP_GENERAL;
const THERE: Snowflake = seed::DATA_GUILD_GENERAL;

pub(super) struct Stage {
    pub(super) sandbox: Sandbox,
    stop: oneshot::Sender<()>,
    running: tokio::task::JoinHandle<Result<(), certwise::discord::RunError>>,
}

impl Stage {
    pub(super) async fn open() -> Self {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let handler: Arc<dyn Handler> = Arc::new(World::over(store).service);
        // Programs built for tests take longer than Discord would wait.
        let options = SandboxOptions {
            answer_within: Duration::from_secs(60),
            ..SandboxOptions::default()
        };
        let sandbox = Sandbox::start(options).await.unwrap();
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
        assert!(sandbox.connected(1, PATIENCE).await, "the bot connects");
        assert!(sandbox.registered(PATIENCE).await, "the bot registers");
        Self {
            sandbox,
            stop,
            running,
        }
    }

    pub(super) async fn close(self) {
        self.stop.send(()).unwrap();
        let ended = tokio::time::timeout(PATIENCE, self.running).await;
        ended.unwrap().unwrap().unwrap();
        let requests = self.sandbox.requests();
        self.sandbox.stop().await;
        judge(&requests);
    }

    pub(super) fn call(
        &self,
        who: Snowflake,
        place: impl Into<Place>,
        path: &str,
        options: &[(&str, Arg)],
    ) -> Pending {
        self.sandbox.run_command(who, place, path, options).unwrap()
    }

    pub(super) async fn says(
        &self,
        who: Snowflake,
        place: impl Into<Place>,
        path: &str,
        options: &[(&str, Arg)],
    ) -> Message {
        let pending = self.call(who, place, path, options);
        let message = pending.message().await;
        message.unwrap_or_else(|| panic!("{path} gave no message"))
    }

    pub(super) async fn reads(&self, who: Snowflake, place: impl Into<Place>) -> String {
        let options = [("name", text("google-pmle"))];
        self.says(who, place, "cert", &options).await.text()
    }

    pub(super) fn press(&self, who: Snowflake, message: &Message, label: &str) -> Pending {
        let id = message.button(label);
        let id = id
            .unwrap_or_else(|| panic!("no {label} in {:?}\n{}", message.buttons(), message.text()));
        self.sandbox.press(who, message.id(), id).unwrap()
    }

    pub(super) async fn pressed(&self, who: Snowflake, message: &Message, label: &str) -> Message {
        self.press(who, message, label).message().await.unwrap()
    }

    /// Opens a form and sends it. On a busy machine a program built for tests may take so long that
    /// the bot asks for more time, after which Discord takes no form: then one tries again.
    pub(super) async fn fill(
        &self,
        open: impl Fn() -> Pending,
        fields: &[(&str, &str)],
    ) -> Message {
        for _ in 0..10 {
            let form = open();
            if matches!(form.outcome().await, Outcome::Modal(_)) {
                let sent = self.sandbox.submit_modal(&form, fields).unwrap();
                // For the same reason the answer may come after "is thinking…".
                return match sent.outcome().await {
                    // … as a message of its own, or in place of the one it was opened from.
                    Outcome::Acknowledged => match sent.followups(1).await.pop() {
                        Some(message) => message,
                        None => sent.message().await.unwrap(),
                    },
                    _ => sent.message().await.unwrap(),
                };
            }
        }
        panic!("no form was opened");
    }

    /// A draft of another fee, by a moderator.
    pub(super) async fn draft(&self, who: Snowflake, fee: &str) -> Message {
        let edit = || self.call(who, HERE, "catalog edit", &[("entry", text("google-pmle"))]);
        let draft = self.fill(edit, &[]).await;
        let select = draft.selects()[0]["custom_id"].as_str().unwrap().to_owned();
        let cost = || {
            self.sandbox
                .select(who, draft.id(), &select, &["c"])
                .unwrap()
        };
        let fields = [("fee", fee), ("source", "https://vendor.example/fees")];
        self.fill(cost, &fields).await
    }
}

pub(super) fn text(text: &str) -> Arg {
    Arg::Text(text.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_edit_reaches_this_servers_members_and_nobody_else() {
    let stage = Stage::open().await;
    assert!(stage.reads(seed::MIA, HERE).await.contains("$200"));
    let draft = stage.draft(seed::ADA, "$250").await;
    assert!(draft.is_private() && !draft.pings_anyone());
    assert!(
        draft.text().contains("~~200~~ → **250**"),
        "{}",
        draft.text()
    );
    let published = stage.pressed(seed::ADA, &draft, "Publish").await;
    assert!(
        published.text().contains("Published as #1"),
        "{}",
        published.text()
    );
    assert!(stage.reads(seed::MIA, HERE).await.contains("$250"));
    assert!(
        stage.reads(seed::MIA, THERE).await.contains("$200"),
        "another server"
    );
    assert!(
        stage.reads(seed::MIA, Place::Dm).await.contains("$200"),
        "direct messages"
    );
    let club = Place::UserInstalled(seed::BOOK_CLUB_GENERAL);
    assert!(
        stage.reads(seed::MIA, club).await.contains("$200"),
        "an app of one's own"
    );
    let undone = stage.pressed(seed::ADA, &published, "Undo").await;
    assert!(undone.text().contains("took back #1"));
    assert!(stage.reads(seed::MIA, HERE).await.contains("$200"));
    let history = stage.says(seed::ADA, HERE, "catalog history", &[]).await;
    assert!(history.text().contains("Ada edited"), "{}", history.text());
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_lets_in_and_files_go_out_and_back() {
    let stage = Stage::open().await;
    // Whatever Discord's own settings show to somebody, the bot looks for itself.
    let role = [("moderator_role", Arg::Id(seed::KEEPERS))];
    let set = stage.says(seed::ADA, HERE, "catalog settings", &role).await;
    assert!(set.text().contains("Integrations"), "{}", set.text());
    assert!(!set.pings_anyone(), "the role is named, not called");
    let exported = stage.says(seed::ADA, HERE, "catalog export", &[]).await;
    assert_eq!(exported.attachments().len(), 1);
    let file = Upload {
        filename: "part.toml".to_owned(),
        content_type: Some("application/toml".to_owned()),
        bytes: b"[[faq]]\nid = \"local-cake\"\nquestion = \"Is there cake?\"\nshort = \"Cake?\"\nanswer = \"Yes.\"\nsource = \"article\"\nchecked = 2026-01-09\n".to_vec(),
    };
    let draft = stage
        .says(
            seed::ADA,
            HERE,
            "catalog import",
            &[("file", Arg::File(file))],
        )
        .await;
    assert!(draft.text().contains("Is there cake?"), "{}", draft.text());
    stage.pressed(seed::ADA, &draft, "Publish").await;
    let asked = [("question", text("Is there cake?"))];
    assert!(
        stage
            .says(seed::MIA, HERE, "faq", &asked)
            .await
            .text()
            .contains("Yes.")
    );
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_suggests_and_is_told_even_with_closed_direct_messages() {
    let stage = Stage::open().await;
    let change = [
        ("entry", text("google-pmle")),
        ("change", text("It is $250 now")),
    ];
    let thanks = stage.says(seed::NOAH, HERE, "suggest", &change).await;
    assert!(thanks.is_private() && thanks.text().contains("Thank you"));
    stage
        .sandbox
        .refuse_dms(seed::NOAH, Some(DmRefusal::CannotMessage));
    let queue = stage
        .says(seed::ADA, HERE, "catalog suggestions", &[])
        .await;
    let select = queue.selects()[0].clone();
    let (id, value) = (&select["custom_id"], &select["options"][0]["value"]);
    let one = stage
        .sandbox
        .select(
            seed::ADA,
            queue.id(),
            id.as_str().unwrap(),
            &[value.as_str().unwrap()],
        )
        .unwrap();
    let one = one.message().await.unwrap();
    let why = || stage.press(seed::ADA, &one, "Decline");
    let declined = stage.fill(why, &[("reason", "It still says $200.")]).await;
    assert!(declined.text().contains("is told your reason"));
    let refused = |one: &certwise::sandbox::Recorded| {
        one.path.ends_with("/messages") && one.status == Some(403)
    };
    assert!(
        stage.sandbox.request(PATIENCE, refused).await.is_some(),
        "it was tried"
    );
    let mut told = Vec::new();
    for _ in 0..20 {
        let next = stage.call(seed::NOAH, HERE, "help", &[]);
        next.message().await.unwrap();
        told = next.followups(0).await;
        if !told.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        told = next.followups(0).await;
        if !told.is_empty() {
            break;
        }
    }
    assert!(told[0].is_private() && told[0].text().contains("It still says $200."));
    stage.close().await;
}
