//! What only a file does: it is private, it lasts, it can be full, and it forgets for good.

use certwise::domain::Snowflake;
use certwise::store::{Publication, Retention, SqliteStore, Store, StoreError};
use toml::Value;

use super::{HERE, NOON, TempFile, change, gap, revision, suggestion};

#[tokio::test]
async fn a_file_is_private_and_keeps_everything() {
    let file = TempFile::new("private");
    let store = SqliteStore::open(&file.0).unwrap();
    let new = revision(HERE, "d1", vec![change("google-pmle", 200, 250)]);
    store.publish(0, new.clone()).await.unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for ending in ["", "-wal", "-shm"] {
            let path = format!("{}{ending}", file.0.display());
            let mode = std::fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{path}");
        }
    }
    drop(store);
    let store = SqliteStore::open(&file.0).unwrap();
    assert_eq!(
        store.revisions(HERE).await.unwrap(),
        vec![new.clone().numbered(1)]
    );
    drop(store);
    let store = SqliteStore::open_read_only(&file.0).unwrap();
    assert_eq!(store.head(HERE).await.unwrap(), 1);
    let refused = store.publish(1, revision(HERE, "d2", Vec::new())).await;
    assert_eq!(refused, Err(StoreError::ReadOnly));
    let message = StoreError::ReadOnly.to_string();
    assert!(message.contains("Nothing was changed"), "{message}");
    assert_eq!(store.head(HERE).await.unwrap(), 1);
}

#[tokio::test]
async fn a_full_disk_changes_nothing() {
    let file = TempFile::new("full");
    let store = SqliteStore::open(&file.0).unwrap();
    let long = |n: u64| {
        let text = Value::String("x".repeat(3000));
        let change = crate::changes::field("google-pmle", "summary", text.clone(), text);
        revision(HERE, &format!("d{n}"), vec![change])
    };
    store.publish(0, long(0)).await.unwrap();
    store.cap(8).unwrap();
    let mut confirmed = 1;
    let error = loop {
        match store.publish(confirmed, long(confirmed)).await {
            Ok(Publication::Published(_)) => confirmed += 1,
            Ok(other) => panic!("{other:?}"),
            Err(error) => break error,
        }
        assert!(confirmed < 1000);
    };
    assert_eq!(error, StoreError::Full);
    assert!(error.to_string().contains("Nothing was changed"), "{error}");
    assert_eq!(store.revisions(HERE).await.unwrap().len() as u64, confirmed);
    drop(store);
    let store = SqliteStore::open(&file.0).unwrap();
    assert_eq!(store.head(HERE).await.unwrap(), confirmed);
    let next = store.publish(confirmed, long(confirmed)).await.unwrap();
    assert!(matches!(next, Publication::Published(_)), "with room again");
}

#[tokio::test]
async fn a_file_that_cannot_be_used_says_why() {
    let file = TempFile::new("unusable");
    std::fs::write(&file.0, "this is no database, whatever its name says").unwrap();
    let message = SqliteStore::open(&file.0).err().unwrap().to_string();
    assert!(message.contains("[store] path"), "{message}");
    let missing = file.0.join("below-a-file");
    assert!(SqliteStore::open(&missing).is_err());
    let other = TempFile::new("newer");
    drop(SqliteStore::open(&other.0).unwrap());
    let connection = rusqlite::Connection::open(&other.0).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let message = SqliteStore::open(&other.0).err().unwrap().to_string();
    assert!(message.contains("newer version of certwise"), "{message}");
}

#[tokio::test]
async fn what_was_deleted_is_not_left_in_the_file() {
    let file = TempFile::new("erased");
    let store = SqliteStore::open(&file.0).unwrap();
    let mut secret = gap(HERE, "k", "2026-01-01");
    secret.text = "a question that nobody else would phrase so".to_owned();
    store.record_gap(secret.clone()).await.unwrap();
    let mut asked = suggestion(HERE, 1);
    asked.text.clone_from(&secret.text);
    store.add_suggestion(asked).await.unwrap();
    store.purge(NOON, Retention { gap_days: 90 }).await.unwrap();
    store.delete_user(Snowflake(1)).await.unwrap();
    for ending in ["", "-wal"] {
        let bytes = std::fs::read(format!("{}{ending}", file.0.display())).unwrap_or_default();
        let needle = secret.text.as_bytes();
        assert!(
            !bytes.windows(needle.len()).any(|window| window == needle),
            "the text is still in the file{ending}"
        );
    }
}
