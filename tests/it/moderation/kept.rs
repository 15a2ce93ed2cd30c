//! Folded catalogues that are kept: always what the store would give, and no longer than needed.

use std::sync::Arc;

use certwise::catalog::{FieldChange, RawCatalog, diff};
use certwise::domain::Snowflake;
use certwise::language::{Conversation, Lexicon, understand};
use certwise::moderation::{ModerationAction, NewDraft, Person, Purpose, plan};
use certwise::service::{Catalogs, Clock, Effective, Snapshot};
use time::OffsetDateTime;
use toml::Value;

use super::files::import;
use super::world::{Got, HERE, World, ada, mia, mo, move_base};

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
    move_base(&world.catalogs);
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

/// Every certification with another price, another exam and another validity.
fn other_facts(raw: &RawCatalog) -> Vec<FieldChange> {
    let mut changes = Vec::new();
    for entry in raw.entries() {
        let mut table = entry.table().clone();
        for (fact, figure) in [
            ("fee", "amount"),
            ("exam", "minutes"),
            ("validity", "months"),
        ] {
            let Some(Value::Table(fact)) = table.get_mut(fact) else {
                continue;
            };
            fact.insert("checked".into(), "2026-11-22".parse::<Value>().unwrap());
            if let Some(Value::Integer(figure)) = fact.get_mut(figure) {
                *figure += 7;
            }
        }
        let target = raw.target(entry.id()).unwrap();
        changes.push(plan::set(raw, target, Some(Value::Table(table))));
    }
    diff(raw, &raw.with(&changes).unwrap())
}

/// The index of words is shared where only facts differ. Should understanding begin to read one of
/// them, this fails: then it must count as words.
#[tokio::test]
async fn facts_alone_change_nothing_about_what_is_understood() {
    let world = World::new();
    let base = world.catalogs.base();
    let changes = other_facts(&base.loaded.raw);
    assert!(changes.len() > 20, "{}", changes.len());
    let person = Person {
        id: mo().asker.user,
        name: "Mo".to_owned(),
    };
    let mut draft = NewDraft::begin(HERE, person, Purpose::Edit, 0, OffsetDateTime::now_utc());
    draft.changes = changes;
    let draft = world.store.add_draft(draft).await.unwrap();
    let publish = ModerationAction::Publish(draft).custom_id().unwrap();
    world
        .press_id(&mo(), publish.as_str(), &[])
        .await
        .says(&["Published as #1"]);
    let snapshot = world.effective(HERE).await.snapshot;
    assert!(Arc::ptr_eq(&snapshot.lexicon, &base.lexicon), "not shared");
    let anew = Lexicon::build(&snapshot.catalog);
    let today = certwise::domain::parse_date(super::world::TODAY).unwrap();
    let phrasings = snapshot.catalog.language()["phrasings"].as_table().unwrap();
    let texts = phrasings
        .values()
        .filter_map(Value::as_array)
        .flatten()
        .filter_map(Value::as_str)
        .step_by(3);
    let mut count = 0;
    for text in texts.chain([
        "java dev on azure, $200 and two months",
        "cheaper than PMLE?",
    ]) {
        let by = |lexicon: &Lexicon| {
            let nothing = Conversation::default();
            let heard = understand(lexicon, &snapshot.catalog, text, &nothing, today);
            format!("{heard:?}")
        };
        assert_eq!(by(&snapshot.lexicon), by(&anew), "{text}");
        count += 1;
    }
    assert!(count > 50, "{count}");
}

#[tokio::test]
async fn another_name_is_understood_at_once() {
    let world = World::new();
    let open = [("entry", "google-pmle")];
    let form = world.call(&mo(), "catalog edit", &open).await.form();
    let typed = [("aliases", "the big blue badge")];
    let draft = world.fill(&mo(), &form, &typed).await;
    world.published(&draft).await;
    let question = [("question", "how much is the big blue badge?")];
    let answer = world.call(&mia(), "ask", &question).await;
    answer.says(&["$200"]);
}
