//! Folded catalogues that are kept: always what the store would give, and no longer than needed.

use std::sync::Arc;

use certwise::catalog::load_document;
use certwise::domain::Snowflake;
use certwise::service::{Catalogs, Clock, Effective, Snapshot};

use super::files::import;
use super::world::{Got, HERE, World, ada, mia, mo};

impl World {
    async fn effective(&self, guild: Snowflake) -> Effective {
        self.catalogs.effective(guild).await.unwrap()
    }

    /// What answers is what somebody would get who begins from the store.
    async fn as_in_the_store(&self) {
        let kept = self.effective(HERE).await;
        let base = Snapshot::new(self.catalogs.base().loaded.clone()).unwrap();
        let clock = Clock::new(certwise::domain::parse_date(super::world::TODAY));
        let fresh = Catalogs::new(base, Arc::clone(&self.store), clock, None);
        let fresh = fresh.effective(HERE).await.unwrap();
        assert_eq!(kept.head, fresh.head);
        assert_eq!(kept.snapshot.loaded, fresh.snapshot.loaded);
        assert_eq!(kept.set_aside, fresh.set_aside);
    }

    async fn published(&self, draft: &Got) {
        self.press(&mo(), draft, "Publish")
            .await
            .says(&["Published as"]);
        self.as_in_the_store().await;
    }
}

#[tokio::test]
async fn what_answers_after_each_publication_is_what_the_store_gives() {
    let world = World::new();
    let draft = world.draft_fee(&mo(), "google-pmle", "$250").await;
    world.published(&draft).await;
    let text = b"[[faq]]\nid = \"local-x\"\nquestion = \"Is there cake?\"\nshort = \"Cake?\"\nanswer = \"Yes.\"\nsource = \"article\"\nchecked = 2026-01-09\n";
    let draft = import(&world, &mo(), text).await;
    world.published(&draft).await;
    world
        .call(&ada(), "catalog undo", &[("revision", "1")])
        .await
        .says(&["Published as #3"]);
    world.as_in_the_store().await;
    // Somebody else's draft, begun before all this, about something else.
    let first = world.draft_fee(&mo(), "aws-mla", "$160").await;
    let second = world.draft_fee(&ada(), "azure-ai-103", "$170").await;
    world.published(&first).await;
    world
        .press(&ada(), &second, "Publish")
        .await
        .says(&["Published as #5"]);
    world.as_in_the_store().await;
    let gone = world
        .call(&mo(), "catalog remove", &[("entry", "local-x")])
        .await;
    world.published(&gone).await;
}

#[tokio::test]
async fn publications_at_the_same_moment_leave_what_the_store_gives() {
    let world = World::new();
    let mut drafts = Vec::new();
    for (entry, fee) in [
        ("google-pmle", "$250"),
        ("aws-mla", "$160"),
        ("azure-ai-103", "$170"),
        ("nvidia-nca-genl", "$140"),
    ] {
        drafts.push(world.draft_fee(&mo(), entry, fee).await);
    }
    let mo = mo();
    let presses = drafts
        .iter()
        .map(|draft| world.press(&mo, draft, "Publish"));
    futures_util::future::join_all(presses).await;
    assert_eq!(world.store.head(HERE).await.unwrap(), 4);
    world.as_in_the_store().await;
}

#[tokio::test]
async fn a_base_that_changes_between_preview_and_publication_counts() {
    let world = World::new();
    world.publish_fee(&mo(), "google-pmle", "$250").await;
    let draft = world.draft_fee(&mo(), "aws-mla", "$160").await;
    let text = certwise::catalog::export(&world.catalogs.base().loaded.raw);
    let start = text.find("id = \"google-pmle\"").unwrap();
    let (head, tail) = text.split_at(start);
    let moved = format!("{head}{}", tail.replacen("amount = 200", "amount = 222", 1));
    let base = Snapshot::new(load_document(&moved).unwrap()).unwrap();
    world.catalogs.replace_base(base);
    world.published(&draft).await;
    assert_eq!(world.effective(HERE).await.set_aside.len(), 1);
    let card = world.reads(&mia(), "google-pmle").await;
    assert!(card.contains("$222"), "{card}");
}

#[tokio::test]
async fn servers_without_edits_do_not_crowd_out_those_with_edits() {
    let world = World::new();
    world.publish_fee(&mo(), "google-pmle", "$250").await;
    let kept = world.effective(HERE).await.snapshot;
    for guild in 0..2 * Catalogs::MOST_FOLDED as u64 {
        world.effective(Snowflake(10_000 + guild)).await;
    }
    let now = world.effective(HERE).await.snapshot;
    assert!(Arc::ptr_eq(&kept, &now), "it was folded again");
}

#[tokio::test]
async fn a_server_that_was_left_is_not_kept_in_memory() {
    let world = World::new();
    world.publish_fee(&mo(), "google-pmle", "$250").await;
    let kept = world.effective(HERE).await.snapshot;
    world.service.guild_left(HERE).await;
    world.service.guild_joined(HERE).await;
    let now = world.effective(HERE).await.snapshot;
    assert!(!Arc::ptr_eq(&kept, &now));
    world.as_in_the_store().await;
}
