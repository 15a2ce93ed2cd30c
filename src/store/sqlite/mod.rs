//! One SQLite file. Each revision is on disk before anybody reads "published".

mod people;
mod publish;
mod rows;
mod schema;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use time::{Date, OffsetDateTime};

use super::{Deleted, Publication, Purged, Result, Retention, Store, StoreError};
use crate::domain::{EntryId, Snowflake};
use crate::moderation::{
    Draft, DraftId, Gap, GapId, NewDraft, NewGap, NewRevision, NewSuggestion, PendingNotice,
    Revision, Settings, Suggestion, SuggestionId,
};
use schema::Migration;

/// How long a statement waits for another process that holds the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// A store in one SQLite file.
#[derive(Clone)]
pub struct SqliteStore {
    connection: Arc<Mutex<Connection>>,
}

impl SqliteStore {
    /// Opens the file, creates it where it is missing (readable by its owner alone) and brings it to
    /// today's format.
    pub fn open(path: &Path) -> Result<Self> {
        create_private(path).map_err(|error| unusable(path, &error.to_string()))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| refused(path, &error))?;
        Self::prepare(connection, path)
    }

    /// Opens an existing file without ever writing to it.
    pub fn open_read_only(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection =
            Connection::open_with_flags(path, flags).map_err(|error| refused(path, &error))?;
        connection
            .busy_timeout(PATIENCE)
            .map_err(|error| refused(path, &error))?;
        schema::version(&connection).map_err(|error| refused(path, &error))?;
        Ok(Self::new(connection))
    }

    /// A store that ends with the process.
    pub fn in_memory() -> Result<Self> {
        let path = Path::new(":memory:");
        let connection = Connection::open_in_memory().map_err(|error| refused(path, &error))?;
        Self::prepare(connection, path)
    }

    /// Lets the file grow to so many more pages of 4 KiB at most, as a full disk would.
    pub fn cap(&self, more_pages: u32) -> Result<()> {
        let connection = self.lock();
        let pages: u32 = connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .map_err(|error| failed(&error))?;
        connection
            .query_row(
                &format!("PRAGMA max_page_count = {}", pages + more_pages),
                [],
                |_| Ok(()),
            )
            .map_err(|error| failed(&error))
    }

    fn prepare(mut connection: Connection, path: &Path) -> Result<Self> {
        let result = (|| -> std::result::Result<(), Migration> {
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "journal_mode", "WAL")?;
            // A confirmed revision survives a power cut.
            connection.pragma_update(None, "synchronous", "FULL")?;
            // What was promised to be deleted is overwritten, not only unlinked.
            connection.pragma_update(None, "secure_delete", "ON")?;
            schema::migrate(&mut connection)
        })();
        result.map_err(|error| match error {
            Migration::Newer { found, known } => StoreError::Newer {
                path: path.display().to_string(),
                found,
                known,
            },
            Migration::Sqlite(error) => refused(path, &error),
        })?;
        Ok(Self::new(connection))
    }

    fn new(connection: Connection) -> Self {
        connection.set_prepared_statement_cache_capacity(64);
        Self {
            connection: Arc::new(Mutex::new(connection)),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A transaction of a thread that panicked was rolled back when it was dropped.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs on a thread where waiting for the disk holds nobody up.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let store = self.clone();
        tokio::task::spawn_blocking(move || work(&mut store.lock()).map_err(|error| failed(&error)))
            .await
            .map_err(|error| StoreError::Other(error.to_string()))?
    }
}

#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};

    let file = std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .mode(0o600)
        .open(path)?;
    let mut permissions = file.metadata()?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(0o600);
        file.set_permissions(permissions)?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn create_private(path: &Path) -> std::io::Result<()> {
    std::fs::OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map(drop)
}

fn unusable(path: &Path, why: &str) -> StoreError {
    StoreError::Unusable {
        path: path.display().to_string(),
        why: why.to_owned(),
    }
}

/// The error of opening a file.
fn refused(path: &Path, error: &rusqlite::Error) -> StoreError {
    match failed(error) {
        StoreError::Other(why) => unusable(path, &why),
        StoreError::ReadOnly => unusable(path, "it may not be written"),
        known => known,
    }
}

/// The error of a statement.
fn failed(error: &rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        _ => StoreError::Other(error.to_string()),
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn head(&self, guild: Snowflake) -> Result<u64> {
        self.run(move |connection| publish::head(connection, guild))
            .await
    }

    async fn revisions(&self, guild: Snowflake) -> Result<Vec<Revision>> {
        self.run(move |connection| publish::revisions(connection, guild))
            .await
    }

    async fn revision(&self, guild: Snowflake, number: u64) -> Result<Option<Revision>> {
        self.run(move |connection| publish::revision(connection, guild, number))
            .await
    }

    async fn history(
        &self,
        guild: Snowflake,
        entry: Option<&EntryId>,
        skip: usize,
        most: usize,
    ) -> Result<Vec<Revision>> {
        let entry = entry.cloned();
        self.run(move |connection| publish::history(connection, guild, entry.as_ref(), skip, most))
            .await
    }

    async fn publish(&self, head: u64, revision: NewRevision) -> Result<Publication> {
        self.run(move |connection| publish::publish(connection, head, revision))
            .await
    }

    async fn add_draft(&self, draft: NewDraft) -> Result<DraftId> {
        self.run(move |connection| rows::add_draft(connection, &draft))
            .await
    }

    async fn save_draft(&self, draft: &Draft) -> Result<bool> {
        let draft = draft.clone();
        self.run(move |connection| rows::save_draft(connection, &draft))
            .await
    }

    async fn draft(
        &self,
        guild: Snowflake,
        id: DraftId,
        now: OffsetDateTime,
    ) -> Result<Option<Draft>> {
        self.run(move |connection| rows::draft(connection, guild, id, now))
            .await
    }

    async fn waiting_drafts(&self, guild: Snowflake, now: OffsetDateTime) -> Result<Vec<Draft>> {
        self.run(move |connection| rows::waiting_drafts(connection, guild, now))
            .await
    }

    async fn drop_draft(&self, guild: Snowflake, id: DraftId) -> Result<bool> {
        self.run(move |connection| rows::drop_draft(connection, guild, id))
            .await
    }

    async fn add_suggestion(&self, suggestion: NewSuggestion) -> Result<Option<SuggestionId>> {
        self.run(move |connection| rows::add_suggestion(connection, &suggestion))
            .await
    }

    async fn suggestion(&self, guild: Snowflake, id: SuggestionId) -> Result<Option<Suggestion>> {
        self.run(move |connection| rows::suggestion(connection, guild, id))
            .await
    }

    async fn open_suggestions(&self, guild: Snowflake) -> Result<Vec<Suggestion>> {
        self.run(move |connection| rows::open_suggestions(connection, guild))
            .await
    }

    async fn decline_suggestion(
        &self,
        guild: Snowflake,
        id: SuggestionId,
        reason: &str,
        now: OffsetDateTime,
    ) -> Result<bool> {
        let reason = reason.to_owned();
        self.run(move |connection| rows::decline_suggestion(connection, guild, id, &reason, now))
            .await
    }

    async fn add_notice(
        &self,
        guild: Snowflake,
        user: Snowflake,
        text: &str,
        now: OffsetDateTime,
    ) -> Result<u64> {
        let text = text.to_owned();
        self.run(move |connection| people::add_notice(connection, guild, user, &text, now))
            .await
    }

    async fn notice_arrived(&self, id: u64) -> Result<()> {
        self.run(move |connection| people::notice_arrived(connection, id))
            .await
    }

    async fn notice_failed(&self, id: u64) -> Result<()> {
        self.run(move |connection| people::notice_failed(connection, id))
            .await
    }

    async fn notices(&self, user: Snowflake, begun: OffsetDateTime) -> Result<Vec<PendingNotice>> {
        self.run(move |connection| people::notices(connection, user, begun))
            .await
    }

    async fn record_gap(&self, gap: NewGap) -> Result<()> {
        self.run(move |connection| rows::record_gap(connection, &gap))
            .await
    }

    async fn gaps(&self, guild: Snowflake, since: Date) -> Result<Vec<Gap>> {
        self.run(move |connection| rows::gaps(connection, guild, since))
            .await
    }

    async fn drop_gaps(&self, guild: Snowflake, ids: &[GapId]) -> Result<usize> {
        let ids = ids.to_vec();
        self.run(move |connection| {
            let transaction = connection.transaction()?;
            let dropped = rows::drop_gaps(&transaction, guild, &ids)?;
            transaction.commit()?;
            Ok(dropped)
        })
        .await
    }

    async fn settings(&self, guild: Snowflake) -> Result<Settings> {
        self.run(move |connection| rows::settings(connection, guild))
            .await
    }

    async fn save_settings(&self, guild: Snowflake, settings: &Settings) -> Result<()> {
        let settings = settings.clone();
        self.run(move |connection| rows::save_settings(connection, guild, &settings))
            .await
    }

    async fn guild_left(&self, guild: Snowflake, now: OffsetDateTime) -> Result<()> {
        self.run(move |connection| people::guild_left(connection, guild, now))
            .await
    }

    async fn guild_joined(&self, guild: Snowflake) -> Result<()> {
        self.run(move |connection| people::guild_joined(connection, guild))
            .await
    }

    async fn delete_user(&self, user: Snowflake) -> Result<Deleted> {
        self.run(move |connection| people::delete_user(connection, user))
            .await
    }

    async fn purge(&self, now: OffsetDateTime, retention: Retention) -> Result<Purged> {
        self.run(move |connection| people::purge(connection, now, retention))
            .await
    }
}
