//! Revisions.

use std::collections::BTreeSet;

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension as _, Row, TransactionBehavior, params};
use time::OffsetDateTime;

use super::super::Publication;
use super::rows;
use crate::domain::{EntryId, Snowflake};
use crate::moderation::{NewRevision, Person, Revision, RevisionKind};

const COLUMNS: &str =
    "number, at, author_id, author_name, approver_id, approver_name, kind, note, undoes, changes";

/// Snowflakes and numbers fill 64 bits; SQLite's integers are signed, so the bits are kept.
pub(super) const fn bits(number: u64) -> i64 {
    number.cast_signed()
}

pub(super) const fn number(bits: i64) -> u64 {
    bits.cast_unsigned()
}

pub(super) fn moment(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

pub(super) fn json<T: serde::Serialize>(value: &T) -> rusqlite::Result<String> {
    serde_json::to_string(value)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(
    column: usize,
    text: &str,
) -> rusqlite::Result<T> {
    serde_json::from_str(text).map_err(|error| unreadable(column, error))
}

pub(super) fn unreadable(
    column: usize,
    error: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error))
}

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is not known to this version")]
struct UnknownWord(String);

fn person(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Person>> {
    let id: Option<i64> = row.get(column)?;
    let name: Option<String> = row.get(column + 1)?;
    Ok(id.zip(name).map(|(id, name)| Person {
        id: Snowflake(number(id)),
        name,
    }))
}

fn read(guild: Snowflake, row: &Row<'_>) -> rusqlite::Result<Revision> {
    let kind: String = row.get(6)?;
    let changes: String = row.get(9)?;
    Ok(Revision {
        guild,
        number: number(row.get(0)?),
        at: moment(row.get(1)?),
        author: person(row, 2)?,
        approver: person(row, 4)?,
        kind: RevisionKind::from_slug(&kind).ok_or_else(|| unreadable(6, UnknownWord(kind)))?,
        note: row.get(7)?,
        undoes: row.get::<_, Option<i64>>(8)?.map(number),
        changes: parse(9, &changes)?,
    })
}

pub(super) fn head(connection: &Connection, guild: Snowflake) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT COALESCE(MAX(number), 0) FROM revision WHERE guild = ?1")?
        .query_row([bits(guild.0)], |row| row.get(0).map(number))
}

pub(super) fn revisions(
    connection: &Connection,
    guild: Snowflake,
) -> rusqlite::Result<Vec<Revision>> {
    let sql = format!("SELECT {COLUMNS} FROM revision WHERE guild = ?1 ORDER BY number");
    connection
        .prepare_cached(&sql)?
        .query_map([bits(guild.0)], |row| read(guild, row))?
        .collect()
}

pub(super) fn revision(
    connection: &Connection,
    guild: Snowflake,
    number: u64,
) -> rusqlite::Result<Option<Revision>> {
    let sql = format!("SELECT {COLUMNS} FROM revision WHERE guild = ?1 AND number = ?2");
    connection
        .prepare_cached(&sql)?
        .query_row([bits(guild.0), bits(number)], |row| read(guild, row))
        .optional()
}

pub(super) fn history(
    connection: &Connection,
    guild: Snowflake,
    entry: Option<&EntryId>,
    skip: usize,
    most: usize,
) -> rusqlite::Result<Vec<Revision>> {
    let touching =
        "AND number IN (SELECT number FROM revision_entry WHERE guild = ?1 AND entry = ?4)";
    let filter = if entry.is_some() {
        touching
    } else {
        "AND ?4 IS NULL"
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM revision WHERE guild = ?1 {filter} ORDER BY number DESC LIMIT ?2 OFFSET ?3"
    );
    let limit = i64::try_from(most).unwrap_or(i64::MAX);
    let offset = i64::try_from(skip).unwrap_or(i64::MAX);
    connection
        .prepare_cached(&sql)?
        .query_map(
            params![bits(guild.0), limit, offset, entry.map(EntryId::as_str)],
            |row| read(guild, row),
        )?
        .collect()
}

pub(super) fn publish(
    connection: &mut Connection,
    expected: u64,
    new: NewRevision,
) -> rusqlite::Result<Publication> {
    let guild = new.guild;
    // The write lock is taken first: nobody can publish between the look and the write.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let published_before: Option<i64> = transaction
        .prepare_cached("SELECT number FROM revision WHERE guild = ?1 AND key = ?2")?
        .query_row(params![bits(guild.0), new.key], |row| row.get(0))
        .optional()?;
    if let Some(before) = published_before {
        let revision = revision(&transaction, guild, number(before))?
            .ok_or(rusqlite::Error::QueryReturnedNoRows)?;
        return Ok(Publication::Already(revision));
    }
    let head = head(&transaction, guild)?;
    if head != expected {
        return Ok(Publication::Moved { head });
    }
    let next = head + 1;
    transaction
        .prepare_cached(
            "INSERT INTO revision (guild, number, at, author_id, author_name, approver_id,
                approver_name, kind, note, undoes, key, changes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
        )?
        .execute(params![
            bits(guild.0),
            bits(next),
            new.at.unix_timestamp(),
            new.author.as_ref().map(|person| bits(person.id.0)),
            new.author.as_ref().map(|person| &person.name),
            new.approver.as_ref().map(|person| bits(person.id.0)),
            new.approver.as_ref().map(|person| &person.name),
            new.kind.slug(),
            new.note,
            new.undoes.map(bits),
            new.key,
            json(&new.changes)?,
        ])?;
    let entries: BTreeSet<&str> = new
        .changes
        .iter()
        .filter_map(|change| change.entry().map(EntryId::as_str))
        .collect();
    for entry in entries {
        transaction
            .prepare_cached(
                "INSERT INTO revision_entry (guild, entry, number) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![bits(guild.0), entry, bits(next)])?;
    }
    if let Some(draft) = new.draft {
        rows::delete_draft(&transaction, guild, draft)?;
    }
    if let Some(suggestion) = new.suggestion {
        rows::accept_suggestion(&transaction, guild, suggestion, next, new.at)?;
    }
    rows::drop_gaps(&transaction, guild, &new.gaps)?;
    transaction.commit()?;
    Ok(Publication::Published(new.numbered(next)))
}
