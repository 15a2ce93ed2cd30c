//! The file's format, and the steps from each older one.

use rusqlite::Connection;

/// One step for each format; the file's `user_version` says how many were taken. Steps that have
/// been released are never changed.
const STEPS: &[&str] = &["
    CREATE TABLE revision (
        guild INTEGER NOT NULL,
        number INTEGER NOT NULL,
        at INTEGER NOT NULL,
        author_id INTEGER,
        author_name TEXT,
        approver_id INTEGER,
        approver_name TEXT,
        kind TEXT NOT NULL,
        note TEXT,
        undoes INTEGER,
        key TEXT NOT NULL,
        changes TEXT NOT NULL,
        PRIMARY KEY (guild, number),
        UNIQUE (guild, key)
    ) WITHOUT ROWID;
    CREATE INDEX revision_by_author ON revision (author_id) WHERE author_id IS NOT NULL;
    CREATE INDEX revision_by_approver ON revision (approver_id) WHERE approver_id IS NOT NULL;

    CREATE TABLE revision_entry (
        guild INTEGER NOT NULL,
        entry TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (guild, entry, number)
    ) WITHOUT ROWID;

    CREATE TABLE draft (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        guild INTEGER NOT NULL,
        author_id INTEGER NOT NULL,
        waiting INTEGER NOT NULL,
        expires INTEGER NOT NULL,
        content TEXT NOT NULL
    );
    CREATE INDEX draft_by_guild ON draft (guild, waiting);

    CREATE TABLE suggestion (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        guild INTEGER NOT NULL,
        author_id INTEGER NOT NULL,
        author_name TEXT NOT NULL,
        entry TEXT NOT NULL,
        text TEXT NOT NULL,
        at INTEGER NOT NULL,
        decided INTEGER,
        revision INTEGER,
        reason TEXT
    );
    CREATE INDEX suggestion_by_guild ON suggestion (guild, decided);
    CREATE INDEX suggestion_by_author ON suggestion (author_id);

    CREATE TABLE notice (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        guild INTEGER NOT NULL,
        user INTEGER NOT NULL,
        text TEXT NOT NULL,
        at INTEGER NOT NULL,
        failed INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX notice_by_user ON notice (user);

    CREATE TABLE gap (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        guild INTEGER NOT NULL,
        key TEXT NOT NULL,
        text TEXT NOT NULL,
        count INTEGER NOT NULL,
        first TEXT NOT NULL,
        last TEXT NOT NULL,
        UNIQUE (guild, key)
    );

    CREATE TABLE settings (
        guild INTEGER PRIMARY KEY,
        content TEXT NOT NULL
    );

    CREATE TABLE guild_left (
        guild INTEGER PRIMARY KEY,
        at INTEGER NOT NULL
    );
"];

/// Tables with rows of one server, for the day on which they go.
pub(super) const BY_GUILD: [&str; 7] = [
    "revision",
    "revision_entry",
    "draft",
    "suggestion",
    "notice",
    "gap",
    "settings",
];

/// What is wrong with the file's format.
pub(super) enum Migration {
    /// It is newer than this program.
    Newer {
        found: i64,
        known: i64,
    },
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Migration {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// The file's format.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// Brings the file to today's format; each step is taken whole or not at all.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), Migration> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found = version(connection)?;
    if found > known {
        return Err(Migration::Newer { found, known });
    }
    let taken = usize::try_from(found).unwrap_or_default();
    for (format, step) in (1_i64..).zip(STEPS).skip(taken) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", format)?;
        transaction.commit()?;
    }
    Ok(())
}
