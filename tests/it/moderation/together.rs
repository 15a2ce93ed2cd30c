//! Several moderators at once: conflicts, second approver, history.

use std::sync::Arc;

use certwise::command::{Call, OptionValue};
use certwise::moderation::{ModerationAction, NewRevision, RevisionKind};
use certwise::reply::Visibility;
use certwise::service::{Delivery, Input, Response};
use certwise::store::SqliteStore;

use time::OffsetDateTime;

use super::super::changes::field;
use super::super::store::TempFile;
use super::world::{HERE, World, ada, mia, mo, otto};

#[tokio::test]
async fn the_second_to_publish_sees_what_changed_and_carries_over() {
    let world = World::new();
    let first = world.draft_fee(&mo(), "google-pmle", "$250").await;
    let second = world.draft_fee(&ada(), "google-pmle", "$260").await;
    world
        .press(&mo(), &first, "Publish")
        .await
        .says(&["Published as #1"]);
    let conflict = world.press(&ada(), &second, "Publish").await;
    conflict.says(&[
        "Somebody was faster",
        "Mo edited",
        "→ 250",
        "Your change",
        "→ 260",
    ]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$250"));
    let carried = world.press(&ada(), &conflict, "Carry over").await;
    carried.says(&["~~250~~ → 260"]);
    world
        .press(&ada(), &carried, "Publish")
        .await
        .says(&["Published as #2"]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$260"));
}

#[tokio::test]
async fn edits_of_other_entries_are_in_nobodys_way() {
    let world = World::new();
    let first = world.draft_fee(&mo(), "google-pmle", "$250").await;
    let second = world.draft_fee(&ada(), "aws-mla", "$160").await;
    world
        .press(&mo(), &first, "Publish")
        .await
        .says(&["Published as #1"]);
    world
        .press(&ada(), &second, "Publish")
        .await
        .says(&["Published as #2"]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$250"));
    assert!(world.reads(&mia(), "aws-mla").await.contains("$160"));
}

#[tokio::test]
async fn a_double_press_publishes_once() {
    let world = World::new();
    let draft = world.draft_fee(&mo(), "google-pmle", "$250").await;
    let (mo, publish) = (mo(), draft.button("Publish"));
    let presses =
        futures_util::future::join_all((0..4).map(|_| world.press_id(&mo, &publish, &[]))).await;
    assert!(
        presses
            .iter()
            .any(|got| got.text().contains("Published as #1"))
    );
    assert_eq!(world.store.revisions(HERE).await.unwrap().len(), 1);
    let late = world.press_id(&mo, &publish, &[]).await;
    late.says(&["This draft is gone"]);
    assert_eq!(world.store.head(HERE).await.unwrap(), 1);
}

#[tokio::test]
async fn a_draft_outlives_a_restart_between_form_and_publish() {
    let file = TempFile::new("restart");
    let open = || Arc::new(SqliteStore::open(&file.0).unwrap());
    let world = World::over(open());
    let opened = world
        .call(&mo(), "catalog edit", &[("entry", "google-pmle")])
        .await;
    drop(world);
    let world = World::over(open());
    let draft = world
        .fill(&mo(), &opened.form(), &[("short", "PMLE, renamed")])
        .await;
    drop(world);
    let world = World::over(open());
    world
        .press(&mo(), &draft, "Publish")
        .await
        .says(&["Published as #1"]);
    drop(world);
    let world = World::over(open());
    let history = world.call(&mo(), "catalog history", &[]).await;
    history.says(&["#1", "Mo edited", "google-pmle"]);
    assert!(world.reads(&mia(), "PMLE, renamed").await.contains("$200"));
}

#[tokio::test]
async fn a_second_moderator_approves_where_the_server_wants_it() {
    let world = World::new();
    let wish = [("second_approver", "true"), ("suggestion_channel", "777")];
    world
        .call(&mo(), "catalog settings", &wish)
        .await
        .says(&["A second moderator approves"]);
    let draft = world.draft_fee(&mo(), "google-pmle", "$250").await;
    let waiting = world.press(&mo(), &draft, "Publish").await;
    waiting.says(&["Waiting for a second moderator"]);
    assert_eq!(waiting.notify().len(), 1, "the channel is told");
    assert!(world.reads(&mia(), "google-pmle").await.contains("$200"));
    let own = world.call(&mo(), "catalog suggestions", &[]).await;
    let look = world.press(&mo(), &own, "Look at change 1").await;
    assert!(
        !look.labels().contains(&"Approve".to_owned()),
        "not one's own"
    );
    let queue = world.call(&ada(), "catalog suggestions", &[]).await;
    let look = world.press(&ada(), &queue, "Look at change 1").await;
    let approve = look.button("Approve");
    world
        .press_id(&mo(), &approve, &[])
        .await
        .says(&["Another moderator must approve"]);
    world
        .press_id(&mia(), &approve, &[])
        .await
        .says(&["for the moderators"]);
    world
        .press_id(&otto(), &approve, &[])
        .await
        .says(&["This draft is gone"]);
    let published = world.press_id(&ada(), &approve, &[]).await;
    published.says(&["Published as #1", "Mo edited", "approved by Ada"]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$250"));
}

#[tokio::test]
async fn history_tells_who_when_what_and_why_in_pages() {
    let world = World::new();
    world
        .call(&mo(), "catalog history", &[])
        .await
        .says(&["Nothing was changed here yet"]);
    for (index, fee) in ["$201", "$202", "$203", "$204", "$205", "$206"]
        .iter()
        .enumerate()
    {
        let who = if index % 2 == 0 { mo() } else { ada() };
        world
            .publish_fee(&who, "google-pmle", fee)
            .await
            .says(&["Published"]);
    }
    world
        .publish_fee(&mo(), "aws-mla", "$151")
        .await
        .says(&["#7"]);
    let page = world.call(&ada(), "catalog history", &[]).await;
    page.says(&["#7", "#3", "22 November 2026", "Why: https"]);
    assert!(!page.text().contains("#2 "));
    world
        .press(&ada(), &page, "More ▶")
        .await
        .says(&["#2", "#1"]);
    let diff = world.press(&ada(), &page, "#4").await;
    diff.says(&["By Ada on 22 November 2026", "~~203~~ → 204"]);
    let only = world
        .call(&mo(), "catalog history", &[("entry", "aws-mla")])
        .await;
    assert!(only.text().contains("#7") && !only.text().contains("#6"));
}

#[tokio::test]
async fn an_early_revision_is_taken_back_once_the_conflict_was_seen() {
    let world = World::new();
    world.publish_fee(&mo(), "google-pmle", "$250").await;
    world.publish_fee(&ada(), "google-pmle", "$260").await;
    let refused = world
        .call(&mo(), "catalog undo", &[("revision", "1")])
        .await;
    refused.says(&[
        "Not taken back",
        "#2",
        "Ada edited",
        "Nothing has changed yet",
    ]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$260"));
    let look = world.press(&mo(), &refused, "See undo of #1 alone").await;
    look.says(&["~~260~~ → 200"]);
    world
        .press(&mo(), &look, "Publish")
        .await
        .says(&["Mo took back #1"]);
    assert!(world.reads(&mia(), "google-pmle").await.contains("$200"));
    world
        .call(&mo(), "catalog undo", &[("revision", "99")])
        .await
        .says(&["There is no revision #99"]);
}

#[tokio::test]
async fn a_file_that_may_not_be_written_changes_nothing() {
    let file = TempFile::new("read-only");
    drop(SqliteStore::open(&file.0).unwrap());
    let world = World::over(Arc::new(SqliteStore::open_read_only(&file.0).unwrap()));
    let path = ["catalog", "edit"].map(str::to_owned).to_vec();
    let entry = OptionValue::Text("google-pmle".to_owned());
    let options = [("entry".to_owned(), entry)].into();
    let got = world
        .send(&mo(), Input::Command(Call { path, options }))
        .await;
    got.says(&["Nothing was changed", "may not write its file"]);
    assert!(
        world.reads(&mia(), "google-pmle").await.contains("$200"),
        "members are served"
    );
}

#[tokio::test]
async fn a_full_disk_is_told_and_changes_nothing() {
    let file = TempFile::new("full-desk");
    let store = Arc::new(SqliteStore::open(&file.0).unwrap());
    let world = World::over(Arc::clone(&store) as Arc<dyn certwise::store::Store>);
    let draft = world.draft_fee(&mo(), "google-pmle", "$250").await;
    store.cap(0).unwrap();
    let mut last = world.press(&mo(), &draft, "Publish").await;
    // The last free page may still take it: fill up until nothing fits.
    for fee in 300..400 {
        if last.text().contains("the disk of the bot is full")
            || last.text().contains("disk of the bot is full")
        {
            break;
        }
        let opened = world
            .call(&mo(), "catalog edit", &[("entry", "google-pmle")])
            .await;
        if matches!(opened.0, certwise::service::Response::Message { .. }) {
            last = opened;
            break;
        }
        let long = format!("{fee} {}", "long ".repeat(130));
        last = world
            .fill(&mo(), &opened.form(), &[("summary", &long)])
            .await;
    }
    last.says(&["Nothing was changed", "disk of the bot is full"]);
    let head = store.as_ref();
    let revisions = certwise::store::Store::revisions(head, HERE).await.unwrap();
    assert!(revisions.len() <= 1);
}

#[tokio::test]
async fn an_undo_by_command_is_a_message_of_its_own() {
    let world = World::new();
    world.publish_fee(&mo(), "google-pmle", "$250").await;
    let got = world
        .call(&mo(), "catalog undo", &[("revision", "1")])
        .await;
    got.says(&["Published as #2"]);
    let Response::Message {
        reply, delivery, ..
    } = &got.0
    else {
        panic!("no message")
    };
    assert_eq!(
        *delivery,
        Delivery::New,
        "a command has no message to replace"
    );
    assert_eq!(reply.visibility, Visibility::Private);
}

#[tokio::test]
async fn a_long_conflict_leaves_room_for_what_can_be_done() {
    let world = World::new();
    for fee in 201..209 {
        world
            .publish_fee(&mo(), "google-pmle", &format!("${fee}"))
            .await
            .says(&["Published"]);
    }
    let undo = [("revision", "1")];
    let refused = world.call(&mo(), "catalog undo", &undo).await;
    refused.says(&["#8", "#6", "and 4 more", "Nothing has changed yet"]);
    assert!(!refused.text().contains("#5"), "{}", refused.text());
}

#[tokio::test]
async fn a_thousand_revisions_are_folded_paged_and_taken_back() {
    let world = World::new();
    for number in 0..1_000 {
        let (before, after) = (200 + number, 201 + number);
        let change = field("google-pmle", "fee.amount", before.into(), after.into());
        let revision = NewRevision {
            guild: HERE,
            at: OffsetDateTime::UNIX_EPOCH,
            author: None,
            approver: None,
            kind: RevisionKind::Edit,
            note: None,
            undoes: None,
            changes: vec![change],
            key: number.to_string(),
            draft: None,
            suggestion: None,
            gaps: Vec::new(),
        };
        let head = u64::try_from(number).unwrap();
        world.store.publish(head, revision).await.unwrap();
    }
    assert!(world.reads(&mia(), "google-pmle").await.contains("$1,200"));
    let first = world.call(&mo(), "catalog history", &[]).await;
    first.says(&["#1000", "#996"]);
    let page = |page| ModerationAction::History { page, entry: None };
    let press = async |number| {
        let id = page(number).custom_id().unwrap();
        world.press_id(&mo(), id.as_str(), &[]).await
    };
    let last = press(199).await;
    last.says(&["#5 ", "#1 "]);
    assert!(!last.labels().contains(&"More ▶".to_owned()));
    press(200).await.says(&["There is nothing earlier"]);
    press(u32::MAX).await.says(&["There is nothing earlier"]);
    let undo = [("revision", "1")];
    let refused = world.call(&mo(), "catalog undo", &undo).await;
    refused.says(&["#1000", "and 996 more", "Nothing has changed yet"]);
    let alone = world.press(&mo(), &refused, "See undo of #1 alone").await;
    alone.says(&["~~1200~~ → 200"]);
    world
        .press(&mo(), &alone, "Publish")
        .await
        .says(&["Published as #1001", "Mo took back #1"]);
}
