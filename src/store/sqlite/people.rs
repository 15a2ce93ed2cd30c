//! News for members, servers that were left, and what is deleted when.

use rusqlite::{Connection, Transaction, params};
use time::{Duration, OffsetDateTime};

use super::super::{Deleted, Purged, Retention};
use super::publish::{bits, number};
use super::rows::day;
use super::schema::BY_GUILD;
use crate::domain::Snowflake;
use crate::moderation::{PendingNotice, Suggestion};

pub(super) fn add_notice(
    connection: &Connection,
    guild: Snowflake,
    user: Snowflake,
    text: &str,
    now: OffsetDateTime,
) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("INSERT INTO notice (guild, user, text, at) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![
            bits(guild.0),
            bits(user.0),
            text,
            now.unix_timestamp()
        ])?;
    Ok(number(connection.last_insert_rowid()))
}

pub(super) fn notice_arrived(connection: &Connection, id: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM notice WHERE id = ?1")?
        .execute([bits(id)])
        .map(drop)
}

pub(super) fn notice_failed(connection: &Connection, id: u64) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE notice SET failed = 1 WHERE id = ?1")?
        .execute([bits(id)])
        .map(drop)
}

pub(super) fn notices(
    connection: &Connection,
    user: Snowflake,
    begun: OffsetDateTime,
) -> rusqlite::Result<Vec<PendingNotice>> {
    connection
        .prepare_cached(
            "SELECT id, text FROM notice WHERE user = ?1 AND (failed OR at < ?2) ORDER BY id LIMIT 5",
        )?
        .query_map([bits(user.0), begun.unix_timestamp()], |row| {
            Ok(PendingNotice {
                id: number(row.get(0)?),
                user,
                text: row.get(1)?,
            })
        })?
        .collect()
}

pub(super) fn guild_left(
    connection: &Connection,
    guild: Snowflake,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO guild_left (guild, at) VALUES (?1, ?2)")?
        .execute([bits(guild.0), now.unix_timestamp()])
        .map(drop)
}

pub(super) fn guild_joined(connection: &Connection, guild: Snowflake) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM guild_left WHERE guild = ?1")?
        .execute([bits(guild.0)])
        .map(drop)
}

pub(super) fn delete_user(
    connection: &mut Connection,
    user: Snowflake,
) -> rusqlite::Result<Deleted> {
    let user = bits(user.0);
    let transaction = connection.transaction()?;
    let run = |sql: &str| transaction.execute(sql, [user]);
    let authored =
        run("UPDATE revision SET author_id = NULL, author_name = NULL WHERE author_id = ?1")?;
    let approved =
        run("UPDATE revision SET approver_id = NULL, approver_name = NULL WHERE approver_id = ?1")?;
    let deleted = Deleted {
        suggestions: run("DELETE FROM suggestion WHERE author_id = ?1")?,
        drafts: run("DELETE FROM draft WHERE author_id = ?1")?,
        notices: run("DELETE FROM notice WHERE user = ?1")?,
        revisions: authored + approved,
    };
    transaction.commit()?;
    checkpoint(connection)?;
    Ok(deleted)
}

pub(super) fn purge(
    connection: &mut Connection,
    now: OffsetDateTime,
    retention: Retention,
) -> rusqlite::Result<Purged> {
    let transaction = connection.transaction()?;
    let oldest_gap = (now - Duration::days(i64::from(retention.gap_days))).date();
    let gaps = if retention.gap_days == 0 {
        transaction.execute("DELETE FROM gap", [])?
    } else {
        transaction.execute("DELETE FROM gap WHERE last < ?1", [day(oldest_gap)])?
    };
    let suggestions = transaction.execute(
        "DELETE FROM suggestion WHERE decided < ?1",
        [(now - Suggestion::KEPT).unix_timestamp()],
    )?;
    transaction.execute(
        "DELETE FROM notice WHERE at < ?1",
        [(now - Suggestion::KEPT).unix_timestamp()],
    )?;
    let drafts = transaction.execute(
        "DELETE FROM draft WHERE expires <= ?1",
        [now.unix_timestamp()],
    )?;
    let guilds = purge_guilds(&transaction, now)?;
    transaction.commit()?;
    let purged = Purged {
        drafts,
        gaps,
        suggestions,
        guilds,
    };
    if purged != Purged::default() {
        checkpoint(connection)?;
    }
    Ok(purged)
}

fn purge_guilds(transaction: &Transaction<'_>, now: OffsetDateTime) -> rusqlite::Result<usize> {
    let before = (now - Duration::days(Retention::GUILD_DAYS)).unix_timestamp();
    let left: Vec<i64> = transaction
        .prepare_cached("SELECT guild FROM guild_left WHERE at <= ?1")?
        .query_map([before], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    for guild in &left {
        for table in BY_GUILD {
            transaction.execute(&format!("DELETE FROM {table} WHERE guild = ?1"), [guild])?;
        }
        transaction.execute("DELETE FROM guild_left WHERE guild = ?1", [guild])?;
    }
    Ok(left.len())
}

/// Moves what was deleted out of the write-ahead log, where its old text would otherwise linger.
fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}
