//! Unanswered questions become answers.

use std::sync::Arc;

use certwise::domain;
use certwise::sandbox::{Message, Place, seed};
use certwise::store::{MemoryStore, Store};

use super::super::world::World;
use super::{HERE, Person, Stage, THERE};

const QUESTION: &str = "terraform associate exam tips";
const NONE: &[&str] = &["Every question of late was answered"];

impl Person<'_> {
    async fn asks(&self, question: &str, words: &[&str]) -> Message {
        let question = [("question", question.into())];
        self.says("ask", &question, words).await
    }

    /// The list of unanswered questions.
    async fn gaps(&self, words: &[&str]) -> Message {
        self.says("catalog gaps", &[], words).await
    }

    /// The first of them, opened.
    async fn gap(&self, words: &[&str]) -> Message {
        let list = self.gaps(words).await;
        self.chooses(&list, None, &["Unanswered question"]).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_is_attached_answered_or_dismissed() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    ada.gaps(NONE).await;
    mia.asks("is the hashicorp vault associate hard", &[]).await;
    let one = ada.gap(&["vault"]).await;
    ada.presses(&one, "Dismiss", &["deleted"]).await;
    ada.gaps(NONE).await;

    let masked = format!("{QUESTION}, mail mia@example.com");
    mia.asks(&masked, &[]).await;
    mia.asks(QUESTION, &[]).await;
    let one = ada.gap(&["2×", "terraform", "Who asked is not kept"]).await;
    assert!(!one.text().contains("mia@example.com"), "{}", one.text());
    let attach = || ada.press(&one, "Attach to an entry");
    let unknown = [("entry", "nothing of that name")];
    ada.fills(attach, &unknown, &["No entry is called"]).await;
    let words = ["Will lead to: ", "terraform"];
    let draft = ada.fills(attach, &[("entry", "faq-degree")], &words).await;
    ada.publishes(&draft, &["attached a wording"]).await;
    let degree = [("question", "faq-degree".into())];
    let direct = mia.says("faq", &degree, &[]).await;
    let title = direct.embeds()[0]["title"].as_str().unwrap();
    mia.asks(QUESTION, &[title]).await;
    let elsewhere = mia.at(THERE).asks(QUESTION, &[]).await;
    assert_ne!(elsewhere.embeds()[0]["title"], title, "another server");
    ada.presses(&one, "Dismiss", &["This question is gone"])
        .await;

    mia.asks("cka vs ckad", &[]).await;
    let one = ada.gap(&["ckad"]).await;
    let (form, shown) = ada.opens(|| ada.press(&one, "New FAQ entry")).await;
    assert_eq!(shown.field("Question").unwrap().value, "cka vs ckad");
    let typed = [("short", "CKA or CKAD"), ("answer", "Both are Kubernetes.")];
    let draft = ada.sends(&form, &typed, &["New: FAQ entry"]).await;
    ada.publishes(&draft, &["Published as #2"]).await;
    mia.asks("cka vs ckad", &["Both are Kubernetes."]).await;

    ada.gaps(NONE).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whose_question_is_kept_and_who_sees_it() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let home = domain::Snowflake(seed::DATA_GUILD.get());
    let stage = Stage::with(World::with_home(store, Some(home))).await;
    let (ada, mia, noah) = (stage.ada(), stage.mia(), stage.noah());
    // From a direct message: the home server's moderators, nobody else's.
    let said = stage.sandbox.send_dm(seed::MIA, QUESTION);
    stage.sandbox.replies_after(said, 1, super::PATIENCE).await;
    ada.gaps(NONE).await;
    ada.at(THERE).gaps(&["terraform"]).await;

    // *Answer this* on somebody else's message keeps nothing; on one's own it does.
    let menu = async |who: &Person<'_>| {
        let said = stage.sandbox.write(seed::NOAH, HERE, QUESTION);
        let menu = stage.sandbox.message_menu(who.who, said, "Answer this");
        who.reads(&menu.unwrap(), &[]).await
    };
    let others = menu(&mia).await;
    assert_eq!(others.button("Not what I asked"), None);
    ada.gaps(NONE).await;
    menu(&noah).await;
    ada.gaps(&["terraform"]).await;

    // *Not what I asked* keeps the question that the reply quotes.
    let answer = mia
        .asks("is the ibm one any good, call 0170 1234567", &["IBM"])
        .await;
    noah.presses(&answer, "Not what I asked", &[]).await;
    let list = ada
        .gaps(&["is the ibm one any good, call \\[number\\]"])
        .await;
    assert!(list.is_private());
    assert!(!answer.is_private());
    assert!(mia.at(Place::Dm).is_not_offered("catalog gaps"));
    stage.close().await;
}
