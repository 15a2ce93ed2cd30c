//! What outlives a restart, behind one trait: SQLite in a file, or plain memory for tests.
//!
//! Everything is kept per server. Whatever implements [`Store`] must pass the suite in
//! `tests/it/store.rs`.

mod memory;
mod sqlite;

use async_trait::async_trait;
use time::{Date, OffsetDateTime};

use crate::domain::{EntryId, Snowflake};
use crate::moderation::{
    Draft, DraftId, Gap, GapId, NewDraft, NewGap, NewRevision, NewSuggestion, PendingNotice,
    Revision, Settings, Suggestion, SuggestionId,
};

pub use memory::MemoryStore;
pub use sqlite::SqliteStore;

/// Why nothing was kept. Each message says so to the moderator who pressed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// No room is left.
    #[error("the disk of the bot is full. Nothing was changed; ask its operator to make room")]
    Full,
    /// The file may not be written.
    #[error(
        "the bot may not write its file. Nothing was changed; ask its operator to check the file's permissions"
    )]
    ReadOnly,
    /// Another process holds the file for too long.
    #[error("another process is using the bot's file. Nothing was changed; try again in a moment")]
    Busy,
    /// A newer version of the program wrote the file.
    #[error(
        "the file {path} was written by a newer version of certwise (format {found}, this one knows {known}). Run that version, or name another file under [store] path"
    )]
    Newer {
        /// The file.
        path: String,
        /// Its format.
        found: i64,
        /// The newest format that this version knows.
        known: i64,
    },
    /// The file cannot be opened or is no database.
    #[error("the file {path} cannot be used: {why}. Check [store] path and its permissions")]
    Unusable {
        /// The file.
        path: String,
        /// Why.
        why: String,
    },
    /// Anything else.
    #[error("the bot's file gave an error: {0}. Nothing was changed")]
    Other(String),
}

/// The result of everything that a store does.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What became of a publication.
#[derive(Debug, Clone, PartialEq)]
pub enum Publication {
    /// It is on disk.
    Published(Revision),
    /// It was on disk before: the second press of a button.
    Already(Revision),
    /// Somebody else published since; nothing was changed.
    Moved {
        /// The server's newest revision.
        head: u64,
    },
}

/// What was deleted for somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deleted {
    /// Suggestions that are gone.
    pub suggestions: usize,
    /// Drafts that are gone.
    pub drafts: usize,
    /// News that will not be told any more.
    pub notices: usize,
    /// Revisions and approvals that are now a former moderator's.
    pub revisions: usize,
}

/// What was deleted because its time was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Purged {
    /// Drafts.
    pub drafts: usize,
    /// Gaps.
    pub gaps: usize,
    /// Decided suggestions.
    pub suggestions: usize,
    /// Servers that the bot left.
    pub guilds: usize,
}

/// How long each kind of thing is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Days that gaps are kept; 0: none are.
    pub gap_days: u16,
}

impl Retention {
    /// Days that a server's data stays after the bot left it.
    pub const GUILD_DAYS: i64 = 30;
}

/// What outlives a restart.
#[async_trait]
pub trait Store: Send + Sync {
    /// The number of a server's newest revision; 0 where there is none.
    async fn head(&self, guild: Snowflake) -> Result<u64>;

    /// All revisions of a server, oldest first.
    async fn revisions(&self, guild: Snowflake) -> Result<Vec<Revision>>;

    /// One revision.
    async fn revision(&self, guild: Snowflake, number: u64) -> Result<Option<Revision>>;

    /// Revisions of a server, newest first, from the `skip`th on; with an entry, those that touch it.
    async fn history(
        &self,
        guild: Snowflake,
        entry: Option<&EntryId>,
        skip: usize,
        most: usize,
    ) -> Result<Vec<Revision>>;

    /// Appends a revision if the server's newest one is still `head`, and settles its draft,
    /// suggestion and gaps in the same transaction. Once it returns, the revision survives a crash.
    async fn publish(&self, head: u64, revision: NewRevision) -> Result<Publication>;

    /// Keeps a new draft.
    async fn add_draft(&self, draft: NewDraft) -> Result<DraftId>;

    /// Replaces what a draft holds. `false` where it is gone.
    async fn save_draft(&self, draft: &Draft) -> Result<bool>;

    /// A draft of this server that has not expired.
    async fn draft(
        &self,
        guild: Snowflake,
        id: DraftId,
        now: OffsetDateTime,
    ) -> Result<Option<Draft>>;

    /// Drafts of this server that wait for a second moderator, oldest first.
    async fn waiting_drafts(&self, guild: Snowflake, now: OffsetDateTime) -> Result<Vec<Draft>>;

    /// Throws a draft away. `false` where it was gone already.
    async fn drop_draft(&self, guild: Snowflake, id: DraftId) -> Result<bool>;

    /// Keeps a suggestion. `None` where the member has too many undecided ones here.
    async fn add_suggestion(&self, suggestion: NewSuggestion) -> Result<Option<SuggestionId>>;

    /// One suggestion of this server.
    async fn suggestion(&self, guild: Snowflake, id: SuggestionId) -> Result<Option<Suggestion>>;

    /// Undecided suggestions of this server, oldest first.
    async fn open_suggestions(&self, guild: Snowflake) -> Result<Vec<Suggestion>>;

    /// Declines a suggestion that is still open. `false` where it is not.
    async fn decline_suggestion(
        &self,
        guild: Snowflake,
        id: SuggestionId,
        reason: &str,
        now: OffsetDateTime,
    ) -> Result<bool>;

    /// Keeps news for a member until it has reached them.
    async fn add_notice(
        &self,
        guild: Snowflake,
        user: Snowflake,
        text: &str,
        now: OffsetDateTime,
    ) -> Result<u64>;

    /// The news has reached its member.
    async fn notice_arrived(&self, id: u64) -> Result<()>;

    /// The news could not be sent: it is told under the member's next command.
    async fn notice_failed(&self, id: u64) -> Result<()>;

    /// News for this member that could not be sent, or whose sending was begun before `begun` and
    /// never heard of again.
    async fn notices(&self, user: Snowflake, begun: OffsetDateTime) -> Result<Vec<PendingNotice>>;

    /// Counts a gap, or keeps it.
    async fn record_gap(&self, gap: NewGap) -> Result<()>;

    /// Gaps of this server that were asked on `since` or later, most frequent first.
    async fn gaps(&self, guild: Snowflake, since: Date) -> Result<Vec<Gap>>;

    /// Deletes gaps; says how many there were.
    async fn drop_gaps(&self, guild: Snowflake, ids: &[GapId]) -> Result<usize>;

    /// What a server has set.
    async fn settings(&self, guild: Snowflake) -> Result<Settings>;

    /// Sets it.
    async fn save_settings(&self, guild: Snowflake, settings: &Settings) -> Result<()>;

    /// The bot is no longer in this server: its data goes after [`Retention::GUILD_DAYS`].
    async fn guild_left(&self, guild: Snowflake, now: OffsetDateTime) -> Result<()>;

    /// The bot is in this server (again).
    async fn guild_joined(&self, guild: Snowflake) -> Result<()>;

    /// Deletes what is kept about somebody; their revisions become a former moderator's.
    async fn delete_user(&self, user: Snowflake) -> Result<Deleted>;

    /// Deletes everything whose time is over.
    async fn purge(&self, now: OffsetDateTime, retention: Retention) -> Result<Purged>;
}
