//! Who changed what, and back.

use super::Stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_history_has_pages_diffs_and_entries() {
    let stage = Stage::open().await;
    let (ada, olive) = (stage.ada(), stage.olive());
    let nothing = ["Nothing was changed here yet"];
    ada.says("catalog history", &[], &nothing).await;
    for fee in ["$201", "$202", "$203", "$204", "$205", "$206"] {
        let draft = ada.drafts(fee).await;
        ada.publishes(&draft, &["Published"]).await;
    }
    let words = ["#6", "#2", "Ada edited", "Why: ", "vendor.example"];
    let page = olive.says("catalog history", &[], &words).await;
    assert!(!page.text().contains("**#1**"), "{}", page.text());
    olive
        .presses(&page, "#4", &["By Ada", "~~203~~ → **204**"])
        .await;
    let last = olive.presses(&page, "More ▶", &["**#1**"]).await;
    olive.presses(&last, "◀ Back", &["**#6**"]).await;
    let entry = |entry: &str| [("entry", entry.into())];
    olive
        .says("catalog history", &entry("google-pmle"), &["#6"])
        .await;
    olive
        .says(
            "catalog history",
            &entry("aws-mla"),
            &["Nothing was changed"],
        )
        .await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_revision_is_taken_back_once_a_conflict_was_seen() {
    let stage = Stage::open().await;
    let (ada, olive, mia) = (stage.ada(), stage.olive(), stage.mia());
    for (who, fee) in [(ada, "$250"), (olive, "$260")] {
        let draft = who.drafts(fee).await;
        who.publishes(&draft, &["Published"]).await;
    }
    let revision = |number: i64| [("revision", number.into())];
    let words = [
        "Not taken back",
        "#2",
        "Olive edited",
        "Nothing has changed yet",
    ];
    let refused = ada.says("catalog undo", &revision(1), &words).await;
    mia.sees("$260").await;
    let alone = ada
        .presses(&refused, "See undo of #1 alone", &["~~260~~ → **200**"])
        .await;
    ada.publishes(&alone, &["Ada took back #1"]).await;
    mia.sees("$200").await;
    ada.says("catalog undo", &revision(99), &["no revision #99"])
        .await;
    ada.says("catalog undo", &revision(3), &["took back #3"])
        .await;
    mia.sees("$260").await;
    let done = ada
        .says("catalog undo", &revision(3), &["taken back by #4 already"])
        .await;
    ada.presses(&done, "Undo #4", &["took back #4"]).await;
    mia.sees("$200").await;
    stage.close().await;
}
