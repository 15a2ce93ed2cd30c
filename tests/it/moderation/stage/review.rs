//! What needs another look, and what a server sets.

use std::sync::Arc;

use certwise::sandbox::seed;

use super::super::world::{World, move_base};
use super::{HERE, Stage, THERE};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_old_is_listed_renewed_or_edited() {
    let stage = Stage::open().await;
    let ada = stage.ada();
    let words = ["What needs another look", "**1. ", "entries in all"];
    let list = ada.says("catalog review", &[], &words).await;
    let words = ["Published as #1", "Ada checked again"];
    let published = ada.presses(&list, "1. Still true", &words).await;
    ada.presses(&list, "1. Still true", &["checked today already"])
        .await;
    let (form, _) = ada.opens(|| ada.press(&list, "2. Edit")).await;
    ada.sends(&form, &[], &["Nothing changed"]).await;
    let next = ada.presses(&list, "More ▶", &["**5. "]).await;
    ada.presses(&next, "◀ Back", &["**1. "]).await;
    ada.presses(&published, "Undo", &["took back #1"]).await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replies_are_public_where_the_server_wants_them() {
    let stage = Stage::open().await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let name = [("name", "google-pmle".into())];
    let public = async || !mia.says("cert", &name, &["$200"]).await.is_private();
    assert!(public().await);
    let never = [("public_replies", "never".into())];
    let words = ["every reply is private"];
    ada.says("catalog settings", &never, &words).await;
    assert!(!public().await);
    let listed = [("public_replies", "listed".into())];
    ada.says("catalog settings", &listed, &["no channel yet"])
        .await;
    assert!(!public().await);
    let channel = [("public_channel", HERE.into())];
    ada.says("catalog settings", &channel, &["is on the list"])
        .await;
    assert!(public().await);
    ada.says("catalog settings", &channel, &["is off the list"])
        .await;
    assert!(!public().await);
    // The other server has settings of its own.
    let there = mia.at(THERE).says("cert", &name, &["$200"]).await;
    assert!(!there.is_private());
    let role = [("moderator_role", seed::STUDY_GROUP.into())];
    ada.says("catalog settings", &role, &["That is everybody"])
        .await;
    let channel = [("suggestion_channel", HERE.into())];
    ada.says("catalog settings", &channel, &["are posted in"])
        .await;
    ada.says("catalog settings", &channel, &["no longer posted"])
        .await;
    stage.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revision_that_the_operator_has_overtaken_is_listed_not_dropped() {
    let world = World::new();
    let catalogs = Arc::clone(&world.catalogs);
    let stage = Stage::with(world).await;
    let (ada, mia) = (stage.ada(), stage.mia());
    let draft = ada.drafts("$250").await;
    ada.publishes(&draft, &["Published as #1"]).await;
    move_base(&catalogs);
    mia.sees("$222").await;
    let words = ["Set aside", "#1", "operator's text answers"];
    ada.says("catalog review", &[], &words).await;
    let words = ["**#1**", "Set aside"];
    ada.says("catalog history", &[], &words).await;
    stage.close().await;
}
