//! Drafts, suggestions, gaps and settings.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use time::{Date, OffsetDateTime};

use super::publish::{bits, json, moment, number, parse, unreadable};
use crate::domain::{EntryIdError, Snowflake, parse_date};
use crate::moderation::{
    Draft, DraftId, Gap, GapId, NewDraft, NewGap, NewSuggestion, Person, Settings, Suggestion,
    SuggestionId, SuggestionState,
};

fn inserted(connection: &Connection) -> u64 {
    number(connection.last_insert_rowid())
}

pub(super) fn add_draft(connection: &Connection, draft: &NewDraft) -> rusqlite::Result<DraftId> {
    connection
        .prepare_cached(
            "INSERT INTO draft (guild, author_id, waiting, expires, content) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![
            bits(draft.guild.0),
            bits(draft.author.id.0),
            draft.waiting,
            draft.expires.unix_timestamp(),
            json(draft)?,
        ])?;
    Ok(DraftId(inserted(connection)))
}

pub(super) fn save_draft(connection: &Connection, draft: &Draft) -> rusqlite::Result<bool> {
    let content = &draft.content;
    let changed = connection
        .prepare_cached(
            "UPDATE draft SET waiting = ?3, expires = ?4, content = ?5 WHERE guild = ?1 AND id = ?2",
        )?
        .execute(params![
            bits(content.guild.0),
            bits(draft.id.0),
            content.waiting,
            content.expires.unix_timestamp(),
            json(content)?,
        ])?;
    Ok(changed > 0)
}

fn read_draft(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let content: String = row.get(1)?;
    Ok(Draft {
        id: DraftId(number(row.get(0)?)),
        content: parse(1, &content)?,
    })
}

pub(super) fn draft(
    connection: &Connection,
    guild: Snowflake,
    id: DraftId,
    now: OffsetDateTime,
) -> rusqlite::Result<Option<Draft>> {
    connection
        .prepare_cached(
            "SELECT id, content FROM draft WHERE guild = ?1 AND id = ?2 AND expires > ?3",
        )?
        .query_row(
            params![bits(guild.0), bits(id.0), now.unix_timestamp()],
            read_draft,
        )
        .optional()
}

pub(super) fn waiting_drafts(
    connection: &Connection,
    guild: Snowflake,
    now: OffsetDateTime,
) -> rusqlite::Result<Vec<Draft>> {
    connection
        .prepare_cached(
            "SELECT id, content FROM draft WHERE guild = ?1 AND waiting AND expires > ?2 ORDER BY id",
        )?
        .query_map(params![bits(guild.0), now.unix_timestamp()], read_draft)?
        .collect()
}

pub(super) fn delete_draft(
    connection: &Connection,
    guild: Snowflake,
    id: DraftId,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached("DELETE FROM draft WHERE guild = ?1 AND id = ?2")?
        .execute(params![bits(guild.0), bits(id.0)])
        .map(|gone| gone > 0)
}

pub(super) fn drop_draft(
    connection: &Connection,
    guild: Snowflake,
    id: DraftId,
) -> rusqlite::Result<bool> {
    delete_draft(connection, guild, id)
}

pub(super) fn add_suggestion(
    connection: &Connection,
    new: &NewSuggestion,
) -> rusqlite::Result<Option<SuggestionId>> {
    let most = i64::try_from(Suggestion::MOST_OPEN).unwrap_or(i64::MAX);
    let added = connection
        .prepare_cached(
            "INSERT INTO suggestion (guild, author_id, author_name, entry, text, at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6
             WHERE (SELECT COUNT(*) FROM suggestion
                    WHERE guild = ?1 AND author_id = ?2 AND decided IS NULL) < ?7",
        )?
        .execute(params![
            bits(new.guild.0),
            bits(new.author.id.0),
            new.author.name,
            new.entry.as_str(),
            new.text,
            new.at.unix_timestamp(),
            most,
        ])?;
    Ok((added > 0).then(|| SuggestionId(inserted(connection))))
}

fn read_suggestion(guild: Snowflake, row: &Row<'_>) -> rusqlite::Result<Suggestion> {
    let entry: String = row.get(3)?;
    let decided: Option<i64> = row.get(6)?;
    let revision: Option<i64> = row.get(7)?;
    let reason: Option<String> = row.get(8)?;
    Ok(Suggestion {
        id: SuggestionId(number(row.get(0)?)),
        guild,
        author: Person {
            id: Snowflake(number(row.get(1)?)),
            name: row.get(2)?,
        },
        entry: entry
            .parse()
            .map_err(|error: EntryIdError| unreadable(3, error))?,
        text: row.get(4)?,
        at: moment(row.get(5)?),
        state: match (decided, revision) {
            (None, _) => SuggestionState::Open,
            (Some(_), Some(revision)) => SuggestionState::Accepted {
                revision: number(revision),
            },
            (Some(_), None) => SuggestionState::Declined {
                reason: reason.unwrap_or_default(),
            },
        },
        decided: decided.map(moment),
    })
}

const SUGGESTION: &str =
    "SELECT id, author_id, author_name, entry, text, at, decided, revision, reason FROM suggestion";

pub(super) fn suggestion(
    connection: &Connection,
    guild: Snowflake,
    id: SuggestionId,
) -> rusqlite::Result<Option<Suggestion>> {
    connection
        .prepare_cached(&format!("{SUGGESTION} WHERE guild = ?1 AND id = ?2"))?
        .query_row([bits(guild.0), bits(id.0)], |row| {
            read_suggestion(guild, row)
        })
        .optional()
}

pub(super) fn open_suggestions(
    connection: &Connection,
    guild: Snowflake,
) -> rusqlite::Result<Vec<Suggestion>> {
    connection
        .prepare_cached(&format!(
            "{SUGGESTION} WHERE guild = ?1 AND decided IS NULL ORDER BY id"
        ))?
        .query_map([bits(guild.0)], |row| read_suggestion(guild, row))?
        .collect()
}

pub(super) fn accept_suggestion(
    connection: &Connection,
    guild: Snowflake,
    id: SuggestionId,
    revision: u64,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE suggestion SET decided = ?3, revision = ?4
             WHERE guild = ?1 AND id = ?2 AND decided IS NULL",
        )?
        .execute(params![
            bits(guild.0),
            bits(id.0),
            now.unix_timestamp(),
            bits(revision)
        ])
        .map(drop)
}

pub(super) fn decline_suggestion(
    connection: &Connection,
    guild: Snowflake,
    id: SuggestionId,
    reason: &str,
    now: OffsetDateTime,
) -> rusqlite::Result<bool> {
    connection
        .prepare_cached(
            "UPDATE suggestion SET decided = ?3, reason = ?4
             WHERE guild = ?1 AND id = ?2 AND decided IS NULL",
        )?
        .execute(params![
            bits(guild.0),
            bits(id.0),
            now.unix_timestamp(),
            reason
        ])
        .map(|changed| changed > 0)
}

/// How dates are kept: texts that sort as the days do.
pub(super) fn day(date: Date) -> String {
    date.to_string()
}

#[derive(Debug, thiserror::Error)]
#[error("\"{0}\" is no date")]
struct NoDate(String);

fn read_day(row: &Row<'_>, column: usize) -> rusqlite::Result<Date> {
    let text: String = row.get(column)?;
    parse_date(&text).ok_or_else(|| unreadable(column, NoDate(text)))
}

pub(super) fn record_gap(connection: &mut Connection, gap: &NewGap) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction
        .prepare_cached(
            "INSERT INTO gap (guild, key, text, count, first, last) VALUES (?1, ?2, ?3, 1, ?4, ?4)
             ON CONFLICT (guild, key) DO UPDATE SET
                 text = excluded.text, count = count + 1, last = excluded.last",
        )?
        .execute(params![bits(gap.guild.0), gap.key, gap.text, day(gap.day)])?;
    let most = i64::try_from(Gap::MOST).unwrap_or(i64::MAX);
    transaction
        .prepare_cached(
            "DELETE FROM gap WHERE id IN (
                 SELECT id FROM gap WHERE guild = ?1 ORDER BY last DESC, id DESC LIMIT -1 OFFSET ?2)",
        )?
        .execute([bits(gap.guild.0), most])?;
    transaction.commit()
}

pub(super) fn gaps(
    connection: &Connection,
    guild: Snowflake,
    since: Date,
) -> rusqlite::Result<Vec<Gap>> {
    connection
        .prepare_cached(
            "SELECT id, text, key, count, first, last FROM gap
             WHERE guild = ?1 AND last >= ?2 ORDER BY count DESC, last DESC, id",
        )?
        .query_map(params![bits(guild.0), day(since)], |row| {
            Ok(Gap {
                id: GapId(number(row.get(0)?)),
                text: row.get(1)?,
                key: row.get(2)?,
                count: row.get(3)?,
                first: read_day(row, 4)?,
                last: read_day(row, 5)?,
            })
        })?
        .collect()
}

pub(super) fn drop_gaps(
    connection: &Connection,
    guild: Snowflake,
    ids: &[GapId],
) -> rusqlite::Result<usize> {
    let mut statement =
        connection.prepare_cached("DELETE FROM gap WHERE guild = ?1 AND id = ?2")?;
    let mut dropped = 0;
    for id in ids {
        dropped += statement.execute([bits(guild.0), bits(id.0)])?;
    }
    Ok(dropped)
}

pub(super) fn settings(connection: &Connection, guild: Snowflake) -> rusqlite::Result<Settings> {
    let content: Option<String> = connection
        .prepare_cached("SELECT content FROM settings WHERE guild = ?1")?
        .query_row([bits(guild.0)], |row| row.get(0))
        .optional()?;
    content.map_or_else(|| Ok(Settings::default()), |content| parse(0, &content))
}

pub(super) fn save_settings(
    connection: &Connection,
    guild: Snowflake,
    settings: &Settings,
) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO settings (guild, content) VALUES (?1, ?2)
             ON CONFLICT (guild) DO UPDATE SET content = excluded.content",
        )?
        .execute(params![bits(guild.0), json(settings)?])
        .map(drop)
}
