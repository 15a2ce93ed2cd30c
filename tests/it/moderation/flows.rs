//! Each flow of a moderator once more, with the real bot on the stand-in: what the service promises
//! must also be something that Discord takes.

use certwise::sandbox::{Arg, Message, Snowflake, seed};

use super::sandbox::{HERE, Stage, text};

fn says(message: &Message, parts: &[&str]) {
    for part in parts {
        assert!(
            message.text().contains(part),
            "{part:?} is missing in:\n{}",
            message.text()
        );
    }
    assert!(!message.pings_anyone(), "{}", message.text());
}

impl Stage {
    async fn catalog(&self, what: &str, options: &[(&str, Arg)]) -> Message {
        let message = self
            .says(seed::ADA, HERE, &format!("catalog {what}"), options)
            .await;
        assert!(message.is_private(), "{}", message.text());
        message
    }

    /// Chooses an option from the first select of a message: the first one, or the one with a value.
    async fn chosen(&self, who: Snowflake, message: &Message, value: Option<&str>) -> Message {
        let select = &message.selects()[0];
        let first = select["options"][0]["value"].as_str().unwrap();
        let id = select["custom_id"].as_str().unwrap();
        let value = value.unwrap_or(first);
        let pending = self
            .sandbox
            .select(who, message.id(), id, &[value])
            .unwrap();
        pending.message().await.unwrap()
    }

    /// Presses a button and waits for these words. On a busy machine the bot asks for more time, and
    /// the message is replaced only later.
    async fn leads_to(
        &self,
        who: Snowflake,
        message: &Message,
        label: &str,
        words: &str,
    ) -> Message {
        let mut now = self.pressed(who, message, label).await;
        for _ in 0..600 {
            if now.text().contains(words) {
                return now;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            now = self.sandbox.message(who, message.id()).unwrap_or(now);
        }
        panic!("{words:?} is missing in:\n{}", now.text());
    }

    async fn published(&self, who: Snowflake, draft: &Message, words: &str) {
        let published = self.leads_to(who, draft, "Publish", words).await;
        says(&published, &[words]);
    }

    async fn filled(&self, message: &Message, label: &str, fields: &[(&str, &str)]) -> Message {
        self.fill(|| self.press(seed::ADA, message, label), fields)
            .await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_is_added_corrected_shown_in_the_history_and_removed() {
    let stage = Stage::open().await;
    let add = || stage.call(seed::ADA, HERE, "catalog add", &[("kind", text("faq"))]);
    let wrong = [
        ("question", "Does our club pay for exams?"),
        ("short", "Does the club pay?"),
        ("answer", "**Yes, once a year.** Ask @everyone first."),
    ];
    let refused = stage.fill(add, &wrong).await;
    says(&refused, &["does not pass the check", "mention"]);
    let draft = stage
        .filled(
            &refused,
            "Edit again",
            &[("answer", "**Yes, once a year.**")],
        )
        .await;
    says(&draft, &["New: FAQ entry", "local-does-our-club-pay"]);
    stage.published(seed::ADA, &draft, "Ada added").await;
    let asked = [("question", text("Does our club pay for exams?"))];
    says(
        &stage.says(seed::MIA, HERE, "faq", &asked).await,
        &["once a year"],
    );

    let entry = [("entry", text("Does the club pay?"))];
    says(&stage.catalog("history", &entry).await, &["Ada added"]);
    let gone = stage.catalog("remove", &entry).await;
    says(&gone, &["Gone: FAQ entry"]);
    stage.published(seed::ADA, &gone, "Ada removed").await;
    let back = stage
        .catalog("undo", &[("revision", Arg::Integer(2))])
        .await;
    let back = match back.button("Publish") {
        Some(_) => stage.pressed(seed::ADA, &back, "Publish").await,
        None => back,
    };
    says(&back, &["took back #2"]);
    says(
        &stage.says(seed::MIA, HERE, "faq", &asked).await,
        &["once a year"],
    );
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_end_is_announced_and_what_others_need_stays() {
    let stage = Stage::open().await;
    let needed = [("entry", text("google-pmle"))];
    let refused = stage.catalog("remove", &needed).await;
    says(&refused, &["Not removed", "refer to"]);
    assert!(refused.buttons().is_empty());
    let options = [
        ("name", text("google-pmle")),
        ("on", text("2026-11-30")),
        ("successor", text("google-ai-professional")),
    ];
    let retire = || stage.call(seed::ADA, HERE, "catalog retire", &options);
    says(&stage.fill(retire, &[]).await, &["say where you read it"]);
    let draft = stage
        .fill(retire, &[("source", "Google's announcement")])
        .await;
    says(&draft, &["30 November 2026", "Recommendations that change"]);
    stage.published(seed::ADA, &draft, "Ada retired").await;
    assert!(
        stage
            .reads(seed::MIA, HERE)
            .await
            .contains("30 November 2026")
    );
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_to_publish_carries_over_and_a_double_press_publishes_once() {
    let stage = Stage::open().await;
    let first = stage.draft(seed::ADA, "$250").await;
    let second = stage.draft(seed::OLIVE, "$260").await;
    let (one, two) = (
        stage.press(seed::ADA, &first, "Publish"),
        stage.press(seed::ADA, &first, "Publish"),
    );
    let both = [one.message().await.unwrap(), two.message().await.unwrap()];
    assert!(
        both.iter()
            .any(|message| message.text().contains("Published as #1"))
    );
    let conflict = stage
        .leads_to(seed::OLIVE, &second, "Publish", "Somebody was faster")
        .await;
    let carried = stage
        .leads_to(seed::OLIVE, &conflict, "Carry over", "~~250~~")
        .await;
    stage
        .published(seed::OLIVE, &carried, "Published as #2")
        .await;
    assert!(stage.reads(seed::MIA, HERE).await.contains("$260"));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gap_is_attached_and_a_discarded_draft_is_gone() {
    let stage = Stage::open().await;
    says(
        &stage.catalog("gaps", &[]).await,
        &["Every question of late was answered"],
    );
    let question = [(
        "question",
        text("terraform associate exam tips, mail mia@example.com"),
    )];
    stage.says(seed::MIA, HERE, "ask", &question).await;
    let list = stage.catalog("gaps", &[]).await;
    says(&list, &["terraform associate"]);
    assert!(!list.text().contains("mia@example.com"));
    let one = stage.chosen(seed::ADA, &list, None).await;
    let missing = stage.filled(
        &one,
        "Attach to an entry",
        &[("entry", "nothing of that name")],
    );
    says(&missing.await, &["No entry is called"]);
    let draft = stage
        .filled(&one, "Attach to an entry", &[("entry", "faq-degree")])
        .await;
    stage
        .published(seed::ADA, &draft, "attached a wording")
        .await;

    let draft = stage.draft(seed::ADA, "$300").await;
    stage.pressed(seed::ADA, &draft, "Discard").await;
    assert!(stage.reads(seed::MIA, HERE).await.contains("$200"));
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_reviewed_reported_and_set_is_answered_privately() {
    let stage = Stage::open().await;
    let review = stage.catalog("review", &[]).await;
    assert!(!review.text().is_empty());
    let card = [("name", text("google-pmle"))];
    let card = stage.says(seed::MIA, HERE, "cert", &card).await;
    let report = || stage.press(seed::NOAH, &card, "Report outdated");
    let thanks = stage
        .fill(report, &[("change", "The exam was rewritten")])
        .await;
    assert!(thanks.is_private(), "{}", thanks.text());
    says(
        &stage.catalog("suggestions", &[]).await,
        &["The exam was rewritten"],
    );
    let never = [("public_replies", text("never"))];
    stage.catalog("settings", &never).await;
    let name = [("name", text("google-pmle"))];
    assert!(
        stage
            .says(seed::MIA, HERE, "cert", &name)
            .await
            .is_private()
    );
    stage.close().await;
}
