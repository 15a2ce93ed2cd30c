//! Two moderators at once.

use certwise::sandbox::DriveError;

use super::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_second_to_publish_sees_what_changed_and_carries_over() {
    let stage = Stage::open().await;
    let (ada, olive, mia) = (stage.ada(), stage.olive(), stage.mia());
    let first = ada.drafts("$250").await;
    let second = olive.drafts("$260").await;
    ada.publishes(&first, &["Published as #1"]).await;
    let words = [
        "Somebody was faster",
        "Ada edited",
        "**250**",
        "Your change",
        "**260**",
    ];
    let conflict = olive.publishes(&second, &words).await;
    mia.sees("$250").await;
    let carried = olive
        .presses(&conflict, "Carry over", &["~~250~~ → **260**"])
        .await;
    olive.publishes(&carried, &["Published as #2"]).await;
    mia.sees("$260").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_press_and_a_double_delivery_publish_once() {
    let stage = Stage::open().await;
    let ada = stage.ada();
    let draft = ada.drafts("$250").await;
    let presses = [ada.press(&draft, "Publish"), ada.press(&draft, "Publish")];
    let mut published = 0;
    for press in &presses {
        let message = press.message().await.unwrap();
        published += usize::from(message.text().contains("Published as #1"));
    }
    assert!(published > 0);
    let draft = ada.drafts("$260").await;
    stage.sandbox.duplicate_next(1);
    ada.publishes(&draft, &["Published as #2"]).await;
    let history = ada.says("catalog history", &[], &["#2", "#1"]).await;
    assert!(!history.text().contains("#3"), "{}", history.text());
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_is_nobody_elses_and_gone_when_discarded() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let draft = ada.drafts("$300").await;
    let publish = draft.button("Publish").unwrap();
    let stolen = stage
        .sandbox
        .press(certwise::sandbox::seed::OLIVE, draft.id(), publish);
    assert_eq!(stolen.unwrap_err(), DriveError::NoSuchMessage);
    ada.presses(&draft, "Discard", &["The draft is gone"]).await;
    mia.sees("$200").await;
    ada.says("catalog history", &[], &["Nothing was changed here yet"])
        .await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_moderator_approves_where_the_server_wants_it() {
    let stage = Stage::open().await;
    let (ada, olive, mia) = (stage.ada(), stage.olive(), stage.mia());
    let wish = [
        ("second_approver", true.into()),
        ("suggestion_channel", super::HERE.into()),
    ];
    ada.says("catalog settings", &wish, &["A second moderator approves"])
        .await;
    let draft = ada.drafts("$250").await;
    assert!(
        draft
            .text()
            .contains("a second moderator approves each change")
    );
    ada.publishes(&draft, &["Waiting for a second moderator"])
        .await;
    mia.sees("$200").await;
    assert!(!mia.finds("A change waits").await.is_private());

    let words = ["Waiting for a second moderator", "Ada"];
    let own = ada.says("catalog suggestions", &[], &words).await;
    let look = ada.presses(&own, "Look at change 1", &["By Ada"]).await;
    assert_eq!(look.button("Approve"), None, "not one's own");
    let queue = olive.says("catalog suggestions", &[], &words).await;
    let look = olive
        .presses(&queue, "Look at change 1", &["~~200~~ → **250**", "By Ada"])
        .await;
    let words = ["Published as #1", "Ada edited", "approved by Olive"];
    olive.presses(&look, "Approve", &words).await;
    mia.sees("$250").await;

    // What needs no form waits as well: an undo, and a fact that still holds.
    let undo = [("revision", 1.into())];
    ada.says("catalog undo", &undo, &["Waiting for a second moderator"])
        .await;
    mia.sees("$250").await;
    let queue = olive.says("catalog suggestions", &[], &["Ada"]).await;
    let look = olive
        .presses(&queue, "Look at change 1", &["Take back"])
        .await;
    olive.presses(&look, "Approve", &["took back #1"]).await;
    mia.sees("$200").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_waits_and_no_longer_fits_goes_back_to_its_author() {
    let stage = Stage::open().await;
    let (ada, olive, mia) = (stage.ada(), stage.olive(), stage.mia());
    let second = async |yes: bool| {
        let wish = [("second_approver", yes.into())];
        ada.says("catalog settings", &wish, &[]).await;
    };
    let first = ada.drafts("$250").await;
    let faster = olive.drafts("$260").await;
    second(true).await;
    ada.publishes(&first, &["Waiting for a second moderator"])
        .await;
    second(false).await;
    olive.publishes(&faster, &["Published as #1"]).await;

    let queue = olive.says("catalog suggestions", &[], &["Ada"]).await;
    let words = ["Somebody was faster", "The change of Ada", "Ada finds it"];
    let look = olive.presses(&queue, "Look at change 1", &words).await;
    assert_eq!(look.buttons(), ["Discard"]);
    let queue = ada.says("catalog suggestions", &[], &["Ada"]).await;
    let look = ada
        .presses(&queue, "Look at change 1", &["Your change"])
        .await;
    let words = ["~~260~~ → **250**"];
    let carried = ada.presses(&look, "Carry over", &words).await;
    ada.publishes(&carried, &["Published as #2"]).await;
    mia.sees("$250").await;

    // What cannot be published is not even released to another moderator.
    let (late, faster) = (ada.drafts("$270").await, olive.drafts("$280").await);
    olive.publishes(&faster, &["Published as #3"]).await;
    second(true).await;
    ada.publishes(&late, &["Somebody was faster", "Carry over"])
        .await;
    ada.says("catalog suggestions", &[], &["No suggestion is waiting"])
        .await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_approved_is_what_was_seen() {
    let stage = Stage::open().await;
    let (ada, olive, mia) = (stage.ada(), stage.olive(), stage.mia());
    let wish = [("second_approver", true.into())];
    ada.says("catalog settings", &wish, &[]).await;
    let draft = ada.drafts("$250").await;
    let waits = ["Waiting for a second moderator"];
    ada.publishes(&draft, &waits).await;
    let queue = olive.says("catalog suggestions", &[], &["Ada"]).await;
    let seen = olive
        .presses(&queue, "Look at change 1", &["**250**"])
        .await;

    let queue = ada.says("catalog suggestions", &[], &["Ada"]).await;
    let own = ada.presses(&queue, "Look at change 1", &["**250**"]).await;
    let again = || ada.press(&own, "Edit again");
    let typed = [("fee", "$2500"), ("source", "https://vendor.example/fees")];
    let draft = ada.fills(again, &typed, &["**2500**"]).await;
    olive
        .presses(&seen, "Approve", &["has to release it first"])
        .await;
    ada.publishes(&draft, &waits).await;
    let words = ["has changed it since you looked", "**2500**"];
    let anew = olive.presses(&seen, "Approve", &words).await;
    mia.sees("$200").await;
    olive.presses(&anew, "Approve", &["Published as #1"]).await;
    mia.sees("2,500").await;
    stage.close().await;
}
