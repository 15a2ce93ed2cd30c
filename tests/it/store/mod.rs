//! What every store must do, run on a file and on plain memory.

mod file;

use std::path::PathBuf;
use std::sync::Arc;

use certwise::catalog::FieldChange;
use certwise::domain::{EntryId, Snowflake, parse_date};
use certwise::moderation::{
    Draft, NewDraft, NewGap, NewRevision, NewSuggestion, Person, Purpose, RevisionKind, Settings,
    SuggestionState,
};
use certwise::store::{Deleted, MemoryStore, Publication, Purged, Retention, SqliteStore, Store};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use toml::Value;

const HERE: Snowflake = Snowflake(u64::MAX - 7);
const THERE: Snowflake = Snowflake(2);
const NOON: OffsetDateTime = datetime!(2026-11-22 12:00 UTC);

/// A file that is gone with the test.
pub struct TempFile(pub PathBuf);

impl TempFile {
    pub fn new(name: &str) -> Self {
        static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let folder =
            std::env::temp_dir().join(format!("certwise-{}-{name}-{count}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder.join("store.sqlite3"))
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(self.0.parent().unwrap());
    }
}

fn person(id: u64) -> Person {
    Person {
        id: Snowflake(id),
        name: format!("person {id}"),
    }
}

fn id(text: &str) -> EntryId {
    text.parse().unwrap()
}

fn change(entry: &str, before: i64, after: i64) -> FieldChange {
    super::changes::field(
        entry,
        "fee.amount",
        Value::Integer(before),
        Value::Integer(after),
    )
}

fn revision(guild: Snowflake, key: &str, changes: Vec<FieldChange>) -> NewRevision {
    NewRevision {
        guild,
        at: NOON,
        author: Some(person(1)),
        approver: None,
        kind: RevisionKind::Edit,
        note: Some("the vendor's page says so".to_owned()),
        undoes: None,
        changes,
        key: key.to_owned(),
        draft: None,
        suggestion: None,
        gaps: Vec::new(),
    }
}

fn draft(guild: Snowflake, author: u64) -> NewDraft {
    let mut draft = NewDraft::begin(guild, person(author), Purpose::Edit, 0, NOON);
    draft.entry = Some(id("google-pmle"));
    draft.changes = vec![change("google-pmle", 200, 250)];
    let page = [("amount".to_owned(), "lots".to_owned())].into();
    draft.typed.insert("cost".to_owned(), page);
    draft
}

fn gap(guild: Snowflake, key: &str, day: &str) -> NewGap {
    NewGap {
        guild,
        text: format!("{key}?"),
        key: key.to_owned(),
        day: parse_date(day).unwrap(),
    }
}

fn suggestion(guild: Snowflake, author: u64) -> NewSuggestion {
    NewSuggestion {
        guild,
        author: person(author),
        entry: id("google-pmle"),
        text: "The fee is another one.".to_owned(),
        at: NOON,
    }
}

macro_rules! suite {
    ($($test:ident),+ $(,)?) => {
        mod in_memory {
            $(#[tokio::test]
            async fn $test() {
                super::$test(std::sync::Arc::new(super::MemoryStore::default())).await;
            })+
        }

        mod in_a_file {
            $(#[tokio::test]
            async fn $test() {
                let file = super::TempFile::new(stringify!($test));
                let store = super::SqliteStore::open(&file.0).unwrap();
                super::$test(std::sync::Arc::new(store)).await;
            })+
        }
    };
}

suite!(
    revisions_count_up_in_each_server,
    one_key_publishes_once,
    nobody_publishes_over_what_they_have_not_seen,
    publishing_settles_draft_suggestion_and_gaps,
    history_is_newest_first_in_pages_and_by_entry,
    drafts_keep_what_was_typed_until_they_expire,
    suggestions_wait_for_a_decision,
    news_waits_until_it_arrived,
    gaps_are_counted_and_forgotten,
    settings_are_kept,
    deleting_a_person_leaves_the_revisions,
    a_server_that_was_left_is_forgotten_after_thirty_days,
);

async fn revisions_count_up_in_each_server(store: Arc<dyn Store>) {
    assert_eq!(store.head(HERE).await.unwrap(), 0);
    for (number, guild) in [(1, HERE), (2, HERE), (1, THERE), (3, HERE)] {
        let new = revision(
            guild,
            &format!("k{number}"),
            vec![change("google-pmle", number, 9)],
        );
        let head = store.head(guild).await.unwrap();
        let number = u64::try_from(number).unwrap();
        assert_eq!(head + 1, number);
        let published = store.publish(head, new.clone()).await.unwrap();
        assert_eq!(
            published,
            Publication::Published(new.clone().numbered(number))
        );
        assert_eq!(
            store.revision(guild, number).await.unwrap(),
            Some(new.numbered(number))
        );
    }
    let numbers = |list: Vec<certwise::moderation::Revision>| -> Vec<u64> {
        list.iter().map(|revision| revision.number).collect()
    };
    assert_eq!(numbers(store.revisions(HERE).await.unwrap()), [1, 2, 3]);
    assert_eq!(numbers(store.revisions(THERE).await.unwrap()), [1]);
    assert_eq!(store.revision(THERE, 2).await.unwrap(), None);
}

async fn one_key_publishes_once(store: Arc<dyn Store>) {
    let new = revision(HERE, "d1", vec![change("google-pmle", 200, 250)]);
    let first = store.publish(0, new.clone()).await.unwrap();
    let Publication::Published(first) = first else {
        panic!("{first:?}");
    };
    assert_eq!(
        store.publish(0, new.clone()).await.unwrap(),
        Publication::Already(first.clone())
    );
    assert_eq!(
        store.publish(1, new).await.unwrap(),
        Publication::Already(first)
    );
    assert_eq!(store.head(HERE).await.unwrap(), 1);
}

async fn nobody_publishes_over_what_they_have_not_seen(store: Arc<dyn Store>) {
    let changes = || vec![change("google-pmle", 200, 250)];
    store
        .publish(0, revision(HERE, "d1", changes()))
        .await
        .unwrap();
    let late = store
        .publish(0, revision(HERE, "d2", changes()))
        .await
        .unwrap();
    assert_eq!(late, Publication::Moved { head: 1 });
    assert_eq!(store.revisions(HERE).await.unwrap().len(), 1);
    let many = (0..20).map(|n| {
        let store = Arc::clone(&store);
        let new = revision(THERE, &format!("race {n}"), changes());
        tokio::spawn(async move { store.publish(0, new).await.unwrap() })
    });
    let mut won = 0;
    for task in many.collect::<Vec<_>>() {
        won += usize::from(matches!(task.await.unwrap(), Publication::Published(_)));
    }
    assert_eq!(won, 1);
}

async fn publishing_settles_draft_suggestion_and_gaps(store: Arc<dyn Store>) {
    let held = store.add_draft(draft(HERE, 1)).await.unwrap();
    let asked = store
        .add_suggestion(suggestion(HERE, 5))
        .await
        .unwrap()
        .unwrap();
    store
        .record_gap(gap(HERE, "a", "2026-11-22"))
        .await
        .unwrap();
    store
        .record_gap(gap(HERE, "b", "2026-11-22"))
        .await
        .unwrap();
    let since = parse_date("2026-11-01").unwrap();
    let gaps = store.gaps(HERE, since).await.unwrap();
    let mut new = revision(HERE, "d1", vec![change("google-pmle", 200, 250)]);
    new.draft = Some(held);
    new.suggestion = Some(asked);
    new.gaps = vec![gaps[0].id];
    assert!(matches!(
        store.publish(7, new.clone()).await.unwrap(),
        Publication::Moved { head: 0 }
    ));
    assert!(store.draft(HERE, held, NOON).await.unwrap().is_some());
    store.publish(0, new).await.unwrap();
    assert_eq!(store.draft(HERE, held, NOON).await.unwrap(), None);
    let decided = store.suggestion(HERE, asked).await.unwrap().unwrap();
    assert_eq!(decided.state, SuggestionState::Accepted { revision: 1 });
    assert_eq!(decided.decided, Some(NOON));
    assert_eq!(store.gaps(HERE, since).await.unwrap(), gaps[1..]);
}

async fn history_is_newest_first_in_pages_and_by_entry(store: Arc<dyn Store>) {
    for number in 0..7_u64 {
        let entry = if number % 2 == 0 {
            "google-pmle"
        } else {
            "aws-mls"
        };
        let mut changes = vec![change(entry, 1, 2)];
        changes.extend((number == 3).then(|| change("google-pmle", 1, 2)));
        let new = revision(HERE, &number.to_string(), changes);
        store.publish(number, new).await.unwrap();
    }
    let page = async |entry: Option<&str>, skip, most| -> Vec<u64> {
        let entry = entry.map(id);
        let found = store.history(HERE, entry.as_ref(), skip, most).await;
        found.unwrap().iter().map(|found| found.number).collect()
    };
    assert_eq!(page(None, 0, 3).await, [7, 6, 5]);
    assert_eq!(page(None, 6, 3).await, [1]);
    assert_eq!(page(Some("google-pmle"), 0, 9).await, [7, 5, 4, 3, 1]);
    assert_eq!(page(Some("google-pmle"), 3, 9).await, [3, 1]);
    assert!(page(Some("aws-mla"), 0, 9).await.is_empty());
    assert!(store.history(THERE, None, 0, 9).await.unwrap().is_empty());
}

async fn drafts_keep_what_was_typed_until_they_expire(store: Arc<dyn Store>) {
    let first = store.add_draft(draft(HERE, 1)).await.unwrap();
    let second = store.add_draft(draft(HERE, 2)).await.unwrap();
    assert_ne!(first, second);
    let mut held = store.draft(HERE, first, NOON).await.unwrap().unwrap();
    assert_eq!(held.content, draft(HERE, 1));
    assert_eq!(store.draft(THERE, first, NOON).await.unwrap(), None);
    held.content.waiting = true;
    held.content.note = Some("für später".to_owned());
    held.content.expires = NOON + Duration::days(3);
    assert!(store.save_draft(&held).await.unwrap());
    assert_eq!(
        store.waiting_drafts(HERE, NOON).await.unwrap(),
        vec![held.clone()]
    );
    let foreign = Draft {
        id: first,
        content: draft(THERE, 1),
    };
    assert!(!store.save_draft(&foreign).await.unwrap());
    assert!(!store.drop_draft(THERE, first).await.unwrap());
    let tomorrow = NOON + Duration::hours(25);
    assert_eq!(store.draft(HERE, second, tomorrow).await.unwrap(), None);
    let retention = Retention { gap_days: 90 };
    assert_eq!(store.purge(tomorrow, retention).await.unwrap().drafts, 1);
    assert!(store.drop_draft(HERE, first).await.unwrap());
    assert!(!store.drop_draft(HERE, first).await.unwrap());
    let third = store.add_draft(draft(HERE, 1)).await.unwrap();
    assert!(third > second, "a number is never used twice");
}

async fn suggestions_wait_for_a_decision(store: Arc<dyn Store>) {
    let first = store
        .add_suggestion(suggestion(HERE, 5))
        .await
        .unwrap()
        .unwrap();
    let second = store
        .add_suggestion(suggestion(HERE, 6))
        .await
        .unwrap()
        .unwrap();
    let open = store.open_suggestions(HERE).await.unwrap();
    assert_eq!(
        open.iter().map(|one| one.id).collect::<Vec<_>>(),
        [first, second]
    );
    assert_eq!(open[0].text, "The fee is another one.");
    assert_eq!(open[0].author, person(5));
    assert_eq!(store.suggestion(THERE, first).await.unwrap(), None);
    assert!(
        !store
            .decline_suggestion(THERE, first, "no", NOON)
            .await
            .unwrap()
    );
    assert!(
        store
            .decline_suggestion(HERE, first, "no", NOON)
            .await
            .unwrap()
    );
    assert!(
        !store
            .decline_suggestion(HERE, first, "no!", NOON)
            .await
            .unwrap()
    );
    let declined = store.suggestion(HERE, first).await.unwrap().unwrap();
    let reason = "no".to_owned();
    assert_eq!(declined.state, SuggestionState::Declined { reason });
    assert_eq!(store.open_suggestions(HERE).await.unwrap().len(), 1);
    for _ in 0..19 {
        assert!(
            store
                .add_suggestion(suggestion(HERE, 6))
                .await
                .unwrap()
                .is_some()
        );
    }
    assert_eq!(
        store.add_suggestion(suggestion(HERE, 6)).await.unwrap(),
        None
    );
    assert!(
        store
            .add_suggestion(suggestion(THERE, 6))
            .await
            .unwrap()
            .is_some()
    );
    let retention = Retention { gap_days: 90 };
    let later = NOON + Duration::days(91);
    assert_eq!(store.purge(later, retention).await.unwrap().suggestions, 1);
    assert_eq!(store.suggestion(HERE, first).await.unwrap(), None);
    assert_eq!(store.open_suggestions(HERE).await.unwrap().len(), 20);
}

async fn news_waits_until_it_arrived(store: Arc<dyn Store>) {
    let mia = Snowflake(5);
    let first = store.add_notice(HERE, mia, "accepted", NOON).await.unwrap();
    let second = store.add_notice(HERE, mia, "declined", NOON).await.unwrap();
    store
        .add_notice(HERE, Snowflake(6), "else", NOON)
        .await
        .unwrap();
    assert!(
        store.notices(mia, NOON).await.unwrap().is_empty(),
        "on its way"
    );
    store.notice_arrived(first).await.unwrap();
    store.notice_failed(second).await.unwrap();
    let due = store.notices(mia, NOON).await.unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!((due[0].id, due[0].text.as_str()), (second, "declined"));
    let third = store.add_notice(HERE, mia, "lost", NOON).await.unwrap();
    let due = store
        .notices(mia, NOON + Duration::minutes(1))
        .await
        .unwrap();
    assert_eq!(
        due.iter().map(|one| one.id).collect::<Vec<_>>(),
        [second, third]
    );
}

async fn gaps_are_counted_and_forgotten(store: Arc<dyn Store>) {
    for (key, day) in [
        ("visa", "2026-08-01"),
        ("cobol", "2026-09-01"),
        ("visa", "2026-11-20"),
    ] {
        store.record_gap(gap(HERE, key, day)).await.unwrap();
    }
    store
        .record_gap(gap(THERE, "visa", "2026-11-20"))
        .await
        .unwrap();
    let since = |day: &str| parse_date(day).unwrap();
    let found = store.gaps(HERE, since("2026-01-01")).await.unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].key.as_str(), found[0].count), ("visa", 2));
    assert_eq!(found[0].first, since("2026-08-01"));
    assert_eq!(found[0].last, since("2026-11-20"));
    assert_eq!(
        store.gaps(HERE, since("2026-09-02")).await.unwrap().len(),
        1
    );
    assert_eq!(store.drop_gaps(THERE, &[found[0].id]).await.unwrap(), 0);
    let purged = store.purge(NOON, Retention { gap_days: 60 }).await.unwrap();
    assert_eq!(purged.gaps, 1);
    let all = store.gaps(HERE, since("2026-01-01")).await.unwrap();
    assert_eq!(all, found[..1]);
    assert_eq!(store.drop_gaps(HERE, &[found[0].id]).await.unwrap(), 1);
    let purged = store.purge(NOON, Retention { gap_days: 0 }).await.unwrap();
    assert_eq!(purged.gaps, 1, "0 days keep none");
}

async fn settings_are_kept(store: Arc<dyn Store>) {
    assert_eq!(store.settings(HERE).await.unwrap(), Settings::default());
    let settings = Settings {
        moderator_roles: [Snowflake(u64::MAX)].into(),
        public_replies: certwise::command::PublicReplies::Listed,
        public_channels: [Snowflake(3), Snowflake(4)].into(),
        suggestion_channel: Some(Snowflake(9)),
        second_approver: true,
    };
    store.save_settings(HERE, &settings).await.unwrap();
    assert_eq!(store.settings(HERE).await.unwrap(), settings);
    assert_eq!(store.settings(THERE).await.unwrap(), Settings::default());
}

async fn deleting_a_person_leaves_the_revisions(store: Arc<dyn Store>) {
    let mut new = revision(HERE, "d1", vec![change("google-pmle", 200, 250)]);
    store.publish(0, new.clone()).await.unwrap();
    new.author = Some(person(2));
    new.approver = Some(person(1));
    "d2".clone_into(&mut new.key);
    store.publish(1, new).await.unwrap();
    let asked = store
        .add_suggestion(suggestion(HERE, 1))
        .await
        .unwrap()
        .unwrap();
    let others = store
        .add_suggestion(suggestion(HERE, 2))
        .await
        .unwrap()
        .unwrap();
    let held = store.add_draft(draft(THERE, 1)).await.unwrap();
    let news = store
        .add_notice(HERE, Snowflake(1), "news", NOON)
        .await
        .unwrap();
    store.notice_failed(news).await.unwrap();
    let deleted = store.delete_user(Snowflake(1)).await.unwrap();
    assert_eq!(
        deleted,
        Deleted {
            suggestions: 1,
            drafts: 1,
            notices: 1,
            revisions: 2
        }
    );
    let left = store.revisions(HERE).await.unwrap();
    assert_eq!((&left[0].author, &left[0].approver), (&None, &None));
    assert_eq!(
        (&left[1].author, &left[1].approver),
        (&Some(person(2)), &None)
    );
    assert_eq!(left[0].changes, vec![change("google-pmle", 200, 250)]);
    assert_eq!(store.suggestion(HERE, asked).await.unwrap(), None);
    assert!(store.suggestion(HERE, others).await.unwrap().is_some());
    assert_eq!(store.draft(THERE, held, NOON).await.unwrap(), None);
    assert!(store.notices(Snowflake(1), NOON).await.unwrap().is_empty());
    assert_eq!(
        store.delete_user(Snowflake(1)).await.unwrap(),
        Deleted::default()
    );
}

async fn a_server_that_was_left_is_forgotten_after_thirty_days(store: Arc<dyn Store>) {
    for guild in [HERE, THERE] {
        let new = revision(guild, "d1", vec![change("google-pmle", 200, 250)]);
        store.publish(0, new).await.unwrap();
        store.add_suggestion(suggestion(guild, 1)).await.unwrap();
        store
            .record_gap(gap(guild, "visa", "2026-11-22"))
            .await
            .unwrap();
        store
            .save_settings(guild, &Settings::default())
            .await
            .unwrap();
        store.guild_left(guild, NOON).await.unwrap();
    }
    let retention = Retention { gap_days: 90 };
    store
        .guild_left(HERE, NOON + Duration::days(20))
        .await
        .unwrap();
    let day_29 = NOON + Duration::days(29);
    assert_eq!(
        store.purge(day_29, retention).await.unwrap(),
        Purged::default()
    );
    store.guild_joined(THERE).await.unwrap();
    let day_30 = NOON + Duration::days(30);
    assert_eq!(store.purge(day_30, retention).await.unwrap().guilds, 1);
    let since = parse_date("2026-01-01").unwrap();
    assert_eq!(store.head(HERE).await.unwrap(), 0);
    assert!(
        store
            .history(HERE, Some(&id("google-pmle")), 0, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(store.open_suggestions(HERE).await.unwrap().is_empty());
    assert!(store.gaps(HERE, since).await.unwrap().is_empty());
    assert_eq!(store.head(THERE).await.unwrap(), 1, "it came back in time");
    assert_eq!(store.open_suggestions(THERE).await.unwrap().len(), 1);
}
