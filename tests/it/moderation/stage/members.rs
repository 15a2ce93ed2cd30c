//! Members who help, and what becomes of it.

use certwise::sandbox::{DmRefusal, Message, Pending, Place, Recorded, seed};

use super::{HERE, PATIENCE, Person, Stage, THERE};

impl Person<'_> {
    async fn suggests(&self, change: &str) {
        let options = [("entry", "google-pmle".into()), ("change", change.into())];
        let thanks = self.says("suggest", &options, &["Thank you"]).await;
        assert!(thanks.is_private());
    }

    /// The first suggestion of the queue, opened.
    async fn queued(&self, words: &[&str]) -> Message {
        let queue = self.says("catalog suggestions", &[], words).await;
        self.chooses(&queue, None, &["Suggestion: "]).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suggestion_is_accepted_through_the_form_and_its_author_told() {
    let stage = Stage::open().await;
    let (ada, noah, mia) = (stage.ada(), stage.noah(), stage.mia());
    let channel = [("suggestion_channel", HERE.into())];
    let words = ["Suggestions are posted in"];
    ada.says("catalog settings", &channel, &words).await;
    noah.suggests("It is $250 now, @everyone").await;
    let posted = mia.finds("A suggestion").await;
    assert!(!posted.is_private());
    // Everybody sees that message; only moderators get further from it.
    mia.presses(&posted, "Look at it", &["for the moderators"])
        .await;
    let one = ada
        .presses(&posted, "Look at it", &["Noah", "It is $250 now"])
        .await;
    assert!(one.is_private());

    let accept = || ada.press(&one, "Accept");
    let draft = ada.fills(accept, &[], &["Nothing changed"]).await;
    let cost = || ada.choose(&draft, Some("c"));
    let typed = [("fee", "$250"), ("source", "https://vendor.example")];
    let draft = ada.fills(cost, &typed, &["**250**", "Will read"]).await;
    ada.publishes(&draft, &["Published as #1"]).await;
    mia.sees("$250").await;
    noah.at(Place::Dm).finds("is in the catalogue now").await;
    ada.presses(&one, "Accept", &["accepted with #1 already"])
        .await;
    ada.presses(&one, "Decline", &["accepted with #1 already"])
        .await;
    ada.says("catalog suggestions", &[], &["No suggestion is waiting"])
        .await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_is_declined_with_a_reason_that_arrives_even_where_messages_are_closed() {
    let stage = Stage::open().await;
    let (ada, olive, noah) = (stage.ada(), stage.olive(), stage.noah());
    let name = [("name", "google-pmle".into())];
    let card = stage.mia().says("cert", &name, &["$200"]).await;
    let report = || noah.press(&card, "Report outdated");
    let thanks = noah
        .fills(
            report,
            &[("change", "The exam was rewritten\nsee its page")],
            &["Thank you"],
        )
        .await;
    assert!(thanks.is_private());
    stage
        .sandbox
        .refuse_dms(seed::NOAH, Some(DmRefusal::CannotMessage));
    let words = ["Noah", "The exam was rewritten"];
    let one = ada.queued(&words).await;
    let text = one.text();
    assert!(text.contains("> The exam was rewritten\n> see"), "{text}");
    let same = olive.queued(&words).await;
    let (late, _) = olive.opens(|| olive.press(&same, "Decline")).await;
    let decline = || ada.press(&one, "Decline");
    let reason = [("reason", "The guide is *unchanged*.")];
    ada.fills(decline, &reason, &["Noah is told your reason"])
        .await;
    olive.sends(&late, &reason, &["declined already"]).await;

    let refused = |one: &Recorded| one.path.ends_with("/messages") && one.status == Some(403);
    let tried = stage.sandbox.request(PATIENCE, refused).await;
    assert!(tried.is_some(), "it was tried");
    let mut told = Vec::new();
    while told.is_empty() {
        // Whether it arrived is noted just after Discord has answered.
        let next: Pending = noah.call("help", &[]);
        noah.reads(&next, &[]).await;
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        told = next.followups(0).await;
    }
    assert!(told[0].is_private());
    let news = told[0].text();
    assert!(news.contains("The guide is \\*unchanged\\*."), "{news}");
    let next = noah.call("help", &[]);
    noah.reads(&next, &[]).await;
    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    assert!(next.followups(0).await.is_empty(), "told once");
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_suggestion_that_two_moderators_accept_is_told_once() {
    let stage = Stage::open().await;
    let (ada, olive, noah) = (stage.ada(), stage.olive(), stage.noah());
    noah.suggests("It is $250 now, and called PMLE").await;
    let mut drafts = Vec::new();
    for (who, short) in [(ada, "PMLE"), (olive, "The PMLE")] {
        let one = who.queued(&["Noah"]).await;
        let accept = || who.press(&one, "Accept");
        let typed = if short == "PMLE" {
            ("short", short)
        } else {
            ("aliases", short)
        };
        drafts.push(who.fills(accept, &[typed], &["Change: "]).await);
    }
    ada.publishes(&drafts[0], &["Published as #1"]).await;
    noah.at(Place::Dm).finds("is in the catalogue now").await;
    let words = ["Somebody was faster"];
    let conflict = olive.publishes(&drafts[1], &words).await;
    let carried = olive.presses(&conflict, "Carry over", &["The PMLE"]).await;
    olive.publishes(&carried, &["Published as #2"]).await;
    // Whoever is told later is told after this.
    noah.suggests("And now something else").await;
    let one = ada.queued(&["something else"]).await;
    let decline = || ada.press(&one, "Decline");
    ada.fills(decline, &[("reason", "No.")], &["is told"]).await;
    let direct = noah.at(Place::Dm);
    direct.finds("did not take over").await;
    let told = stage.sandbox.messages(noah.who, Place::Dm);
    let twice = told
        .iter()
        .filter(|one| one.text().contains("is in the catalogue now"));
    assert_eq!(twice.count(), 1);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn suggestions_need_moderators_and_have_a_bound() {
    let stage = Stage::open().await;
    let mia = stage.mia();
    let change = [
        ("entry", "google-pmle".into()),
        ("change", "It is $250 now".into()),
    ];
    let club = Place::UserInstalled(seed::BOOK_CLUB_GENERAL);
    for elsewhere in [Place::Dm, club] {
        let elsewhere = mia.at(elsewhere);
        elsewhere
            .says("suggest", &change, &["No moderators here"])
            .await;
        let name = [("name", "google-pmle".into())];
        let card = elsewhere.says("cert", &name, &["$200"]).await;
        elsewhere
            .presses(&card, "Report outdated", &["No moderators here"])
            .await;
    }
    let unknown = [
        ("entry", "nothing of that name".into()),
        ("change", "x".into()),
    ];
    mia.says("suggest", &unknown, &["nothing of that name"])
        .await;
    for _ in 0..20 {
        mia.says("suggest", &change, &["Thank you"]).await;
    }
    mia.says("suggest", &change, &["are still undecided"]).await;
    stage.noah().suggests("Mine is another one").await;
    let ada = stage.ada();
    let queue = ada.says("catalog suggestions", &[], &["Mia"]).await;
    ada.presses(&queue, "More ▶", &["Mia"]).await;
    ada.at(THERE)
        .says("catalog suggestions", &[], &["No suggestion is waiting"])
        .await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_about_somebody_goes_when_they_say_so() {
    let stage = Stage::open().await;
    let (ada, olive, mia) = (stage.ada(), stage.olive(), stage.mia());
    let draft = ada.drafts("$250").await;
    ada.publishes(&draft, &["Published as #1"]).await;
    ada.suggests("It is $260 now").await;
    let open = ada.drafts("$270").await;
    let kept = ada.says("privacy", &[], &["90 days"]).await;
    let ask = ada
        .presses(&kept, "Delete my data", &["cannot be undone"])
        .await;
    let words = [
        "1 suggestion",
        "unpublished change",
        "1 change to the catalogue stays",
    ];
    ada.presses(&ask, "Delete my data", &words).await;
    ada.publishes(&open, &["This draft is gone"]).await;
    let words = ["a former moderator edited"];
    let history = olive.says("catalog history", &[], &words).await;
    assert!(!history.text().contains("Ada edited"));
    olive
        .says("catalog suggestions", &[], &["No suggestion is waiting"])
        .await;
    mia.sees("$250").await;
    stage.close().await;
}
