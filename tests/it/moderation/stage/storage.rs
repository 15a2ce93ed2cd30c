//! What outlives a restart, and what is said where nothing can be kept.

use std::sync::Arc;

use certwise::domain;
use certwise::sandbox::{GatewayFault, seed};
use certwise::store::{MemoryStore, Retention, SqliteStore, Store};
use time::Duration;
use time::macros::datetime;

use super::super::super::store::TempFile;
use super::{PATIENCE, Stage};

fn open(file: &TempFile) -> Arc<SqliteStore> {
    Arc::new(SqliteStore::open(&file.0).unwrap())
}

async fn revisions(store: &Arc<SqliteStore>) -> usize {
    let guild = domain::Snowflake(seed::STUDY_GROUP.get());
    store.revisions(guild).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn neither_a_restart_nor_a_reconnect_between_form_and_publish_loses_anything() {
    let file = TempFile::new("stage-restart");
    let stage = Stage::over(open(&file)).await;
    let entry = [("entry", "google-pmle".into())];
    let ada = stage.ada();
    let (form, _) = ada.opens(|| ada.call("catalog edit", &entry)).await;

    // While the form is open …
    let stage = stage.restart(open(&file)).await;
    let ada = stage.ada();
    let refused = [("short", "PMLE"), ("summary", "Ask @everyone.")];
    let words = ["does not pass the check", "Nothing is lost"];
    let refused = ada.sends(&form, &refused, &words).await;

    // … while the draft is mended, over another connection …
    let (_, resumed) = stage.sandbox.session_starts();
    stage.sandbox.strike_gateway(GatewayFault::Cut);
    let back = async {
        while stage.sandbox.session_starts().1 == resumed {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, back).await.is_ok());
    let (form, shown) = ada.opens(|| ada.press(&refused, "Edit again")).await;
    let summary = shown
        .fields
        .iter()
        .find(|field| field.custom_id == "summary");
    assert_eq!(summary.unwrap().value, "Ask @everyone.");
    let mended = [("summary", "Google's exam for engineers.")];
    let draft = ada.sends(&form, &mended, &["Will read"]).await;

    // … and before it is published.
    let stage = stage.restart(open(&file)).await;
    let ada = stage.ada();
    ada.publishes(&draft, &["Published as #1"]).await;
    let stage = stage.restart(open(&file)).await;
    let name = [("name", "PMLE".into())];
    stage
        .mia()
        .says("cert", &name, &["Google's exam for engineers."])
        .await;
    let words = ["#1", "Ada edited"];
    stage.ada().says("catalog history", &[], &words).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_changes_nothing() {
    let file = TempFile::new("stage-full");
    let store = open(&file);
    let stage = Stage::over(store.clone()).await;
    let (ada, mia) = (stage.ada(), stage.mia());
    // Long enough for pages of its own in the file.
    let long = "Bring the **receipt** to the desk. ".repeat(90);
    let file = |answer: &str| {
        format!(
            "[[faq]]\nid = \"local-refund\"\nquestion = \"Who refunds?\"\nshort = \"Refund\"\nanswer = \"{answer}\"\nsource = \"article\"\nchecked = 2026-01-09\n"
        )
    };
    let draft = ada.imports(file(&long).as_bytes());
    let draft = ada.reads(&draft, &["Who refunds?"]).await;
    ada.publishes(&draft, &["Published as #1"]).await;

    store.cap(0).unwrap();
    let words = ["Nothing was changed", "disk of the bot is full"];
    let undo = [("revision", 1.into())];
    ada.says("catalog undo", &undo, &words).await;
    let other = file(&long.replace("receipt", "invoice"));
    ada.reads(&ada.imports(other.as_bytes()), &words).await;
    let asked = [("question", "Who refunds?".into())];
    mia.says("faq", &asked, &["receipt"]).await;
    assert_eq!(revisions(&store).await, 1);

    // With room again, the same command does what it said.
    store.cap(1000).unwrap();
    ada.says("catalog undo", &undo, &["took back #1"]).await;
    assert_eq!(revisions(&store).await, 2);
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_may_not_be_written_is_told_and_members_are_served() {
    let file = TempFile::new("stage-read-only");
    let stage = Stage::over(open(&file)).await;
    let draft = stage.ada().drafts("$250").await;
    let read_only = Arc::new(SqliteStore::open_read_only(&file.0).unwrap());
    let stage = stage.restart(read_only).await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let words = ["Nothing was changed", "may not write its file"];
    ada.publishes(&draft, &words).await;
    let entry = [("entry", "google-pmle".into())];
    ada.says("catalog edit", &entry, &words).await;
    let settings = [("second_approver", true.into())];
    ada.says("catalog settings", &settings, &words).await;
    let change = [
        ("entry", "google-pmle".into()),
        ("change", "It is $250 now".into()),
    ];
    mia.says("suggest", &change, &words).await;
    mia.sees("$200").await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_the_bot_left_is_forgotten_a_month_later() {
    let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
    let stage = Stage::over(Arc::clone(&store)).await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let draft = ada.drafts("$250").await;
    ada.publishes(&draft, &["Published as #1"]).await;
    stage.sandbox.remove_bot(seed::STUDY_GROUP);
    let later = datetime!(2026-11-22 23:59 UTC) + Duration::days(31);
    let purged = async {
        while store
            .purge(later, Retention { gap_days: 90 })
            .await
            .unwrap()
            .guilds
            == 0
        {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, purged).await.is_ok());
    stage.sandbox.add_bot(seed::STUDY_GROUP);
    mia.sees("$200").await;
    ada.says("catalog history", &[], &["Nothing was changed here yet"])
        .await;
    stage.close().await;
}
