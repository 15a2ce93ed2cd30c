//! What is kept: revisions, drafts, suggestions, gaps, settings.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::catalog::FieldChange;
use crate::command::PublicReplies;
use crate::domain::{Date, EntryId, EntryKind, Snowflake};

macro_rules! number {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);
    };
}

number! {
    /// A draft's number; never used twice.
    DraftId
}
number! {
    /// A suggestion's number; never used twice.
    SuggestionId
}
number! {
    /// A gap's number; never used twice.
    GapId
}

/// Somebody whose name stands beside what they did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their id.
    pub id: Snowflake,
    /// Their name when they did it; escaped where shown.
    pub name: String,
}

/// What made a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevisionKind {
    /// A form.
    Edit,
    /// A new entry.
    Add,
    /// The end of a certification.
    Retire,
    /// An entry taken away.
    Remove,
    /// A file.
    Import,
    /// An earlier revision taken back.
    Undo,
    /// Somebody looked again, and the facts still hold.
    StillTrue,
    /// A question's wording now leads to an entry.
    Wording,
}

impl RevisionKind {
    /// Every value.
    pub const ALL: [Self; 8] = [
        Self::Edit,
        Self::Add,
        Self::Retire,
        Self::Remove,
        Self::Import,
        Self::Undo,
        Self::StillTrue,
        Self::Wording,
    ];

    /// The word under which it is kept.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Edit => "edit",
            Self::Add => "add",
            Self::Retire => "retire",
            Self::Remove => "remove",
            Self::Import => "import",
            Self::Undo => "undo",
            Self::StillTrue => "still-true",
            Self::Wording => "wording",
        }
    }

    /// What people read in the history.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Edit => "edited",
            Self::Add => "added",
            Self::Retire => "retired",
            Self::Remove => "removed",
            Self::Import => "imported a file",
            Self::Undo => "took back",
            Self::StillTrue => "checked again",
            Self::Wording => "attached a wording",
        }
    }

    /// The value kept under this word.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// One published change of one server's catalogue. Revisions are only ever appended.
#[derive(Debug, Clone, PartialEq)]
pub struct Revision {
    /// The server.
    pub guild: Snowflake,
    /// Counts up from 1 within the server.
    pub number: u64,
    /// When it was published.
    pub at: OffsetDateTime,
    /// Who made it; `None` once they had their data deleted.
    pub author: Option<Person>,
    /// Who approved it, where the server asks for a second moderator.
    pub approver: Option<Person>,
    /// What made it.
    pub kind: RevisionKind,
    /// Why, in the author's words.
    pub note: Option<String>,
    /// The revision that it takes back.
    pub undoes: Option<u64>,
    /// The fields with their values before and after.
    pub changes: Vec<FieldChange>,
}

/// A revision about to be published, and what is settled by it in the same moment.
#[derive(Debug, Clone, PartialEq)]
pub struct NewRevision {
    /// The server.
    pub guild: Snowflake,
    /// When.
    pub at: OffsetDateTime,
    /// Who.
    pub author: Option<Person>,
    /// Who approved it.
    pub approver: Option<Person>,
    /// What made it.
    pub kind: RevisionKind,
    /// Why.
    pub note: Option<String>,
    /// The revision that it takes back.
    pub undoes: Option<u64>,
    /// The fields with their values before and after.
    pub changes: Vec<FieldChange>,
    /// Two publications under one key are one: what makes a double press harmless.
    pub key: String,
    /// The draft that it came from; gone with the publication.
    pub draft: Option<DraftId>,
    /// The suggestion that it accepts.
    pub suggestion: Option<SuggestionId>,
    /// The gaps that it answers; gone with the publication.
    pub gaps: Vec<GapId>,
}

impl NewRevision {
    /// The revision under this number.
    pub fn numbered(self, number: u64) -> Revision {
        Revision {
            guild: self.guild,
            number,
            at: self.at,
            author: self.author,
            approver: self.approver,
            kind: self.kind,
            note: self.note,
            undoes: self.undoes,
            changes: self.changes,
        }
    }
}

/// What a draft is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A form over an entry that exists.
    Edit,
    /// A form for a new entry.
    Add {
        /// Of this kind.
        kind: EntryKind,
    },
    /// The end of a certification.
    Retire,
    /// An entry to take away.
    Remove,
    /// A file.
    Import,
    /// Facts that somebody looked at again.
    StillTrue,
    /// An earlier revision to take back, perhaps although later ones touch the same fields.
    Undo {
        /// The revision.
        revision: u64,
    },
    /// A wording to attach to an entry.
    Wording,
}

impl Purpose {
    /// What the revision will say.
    pub const fn kind(self) -> RevisionKind {
        match self {
            Self::Edit => RevisionKind::Edit,
            Self::Add { .. } => RevisionKind::Add,
            Self::Retire => RevisionKind::Retire,
            Self::Remove => RevisionKind::Remove,
            Self::Import => RevisionKind::Import,
            Self::StillTrue => RevisionKind::StillTrue,
            Self::Undo { .. } => RevisionKind::Undo,
            Self::Wording => RevisionKind::Wording,
        }
    }
}

/// A change that is not published yet. It lives in the store, so that neither a restart nor a
/// reconnect loses what was typed.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// Its number.
    pub id: DraftId,
    /// What it holds.
    pub content: NewDraft,
}

/// What a draft holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewDraft {
    /// The server.
    pub guild: Snowflake,
    /// Who writes it.
    pub author: Person,
    /// What it is for.
    pub purpose: Purpose,
    /// The entry that it is about; an import is about none in particular.
    pub entry: Option<EntryId>,
    /// The fields that it changes, against the catalogue of the server at `base`.
    pub changes: Vec<FieldChange>,
    /// What was typed into a form that could not be read or did not pass the check, by page and
    /// input: the form opens again with it.
    #[serde(default)]
    pub typed: BTreeMap<String, BTreeMap<String, String>>,
    /// The page that was sent last, which *Edit again* opens.
    #[serde(default)]
    pub page: Option<char>,
    /// Why, in the author's words.
    #[serde(default)]
    pub note: Option<String>,
    /// The server's newest revision when the draft was begun or last brought up to date.
    pub base: u64,
    /// Whether its author has released it and a second moderator must approve.
    #[serde(default)]
    pub waiting: bool,
    /// The suggestion that it would accept.
    #[serde(default)]
    pub suggestion: Option<SuggestionId>,
    /// The gaps that it would answer.
    #[serde(default)]
    pub gaps: Vec<GapId>,
    /// When it is thrown away.
    #[serde(with = "time::serde::timestamp")]
    pub expires: OffsetDateTime,
}

impl NewDraft {
    /// How long a draft is kept after it was last touched.
    pub const KEPT: Duration = Duration::hours(24);
    /// How long one is kept that waits for a second moderator.
    pub const KEPT_WAITING: Duration = Duration::days(14);

    /// Stands for what it changes: another one once that differs.
    pub fn digest(&self) -> u32 {
        let text = serde_json::to_string(&self.changes).unwrap_or_default();
        text.bytes().fold(0x811c_9dc5, |hash: u32, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
    }

    /// An empty draft, begun now.
    pub fn begin(
        guild: Snowflake,
        author: Person,
        purpose: Purpose,
        base: u64,
        now: OffsetDateTime,
    ) -> Self {
        Self {
            guild,
            author,
            purpose,
            entry: None,
            changes: Vec::new(),
            typed: BTreeMap::new(),
            page: None,
            note: None,
            base,
            waiting: false,
            suggestion: None,
            gaps: Vec::new(),
            expires: now + Self::KEPT,
        }
    }
}

/// What became of a suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SuggestionState {
    /// Nobody has decided.
    Open,
    /// It is in the catalogue.
    Accepted {
        /// With this revision.
        revision: u64,
    },
    /// It is not going to be.
    Declined {
        /// Why.
        reason: String,
    },
}

/// A change that a member proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Its number.
    pub id: SuggestionId,
    /// The server.
    pub guild: Snowflake,
    /// Who proposes it.
    pub author: Person,
    /// What it is about.
    pub entry: EntryId,
    /// In the member's words.
    pub text: String,
    /// When.
    pub at: OffsetDateTime,
    /// What became of it.
    pub state: SuggestionState,
    /// When that was decided.
    pub decided: Option<OffsetDateTime>,
}

/// A suggestion about to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSuggestion {
    /// The server.
    pub guild: Snowflake,
    /// Who.
    pub author: Person,
    /// About what.
    pub entry: EntryId,
    /// In their words.
    pub text: String,
    /// When.
    pub at: OffsetDateTime,
}

impl Suggestion {
    /// Undecided suggestions that one member may have in one server.
    pub const MOST_OPEN: usize = 20;
    /// How long a suggestion is kept once it has been decided.
    pub const KEPT: Duration = Duration::days(90);
}

/// A question that could not be answered. Who asked is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Its number.
    pub id: GapId,
    /// The newest wording, masked.
    pub text: String,
    /// The same for questions that differ in punctuation and case only.
    pub key: String,
    /// How often it was asked.
    pub count: u32,
    /// The day on which it was first asked.
    pub first: Date,
    /// The day on which it was last asked; it is deleted so many days after.
    pub last: Date,
}

/// A gap about to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGap {
    /// The server whose moderators see it.
    pub guild: Snowflake,
    /// The wording, masked.
    pub text: String,
    /// The same for questions that differ in punctuation and case only.
    pub key: String,
    /// Today.
    pub day: Date,
}

impl Gap {
    /// Gaps that are kept for one server; those asked longest ago make room.
    pub const MOST: usize = 2_000;
}

/// What a server has set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Roles whose holders may moderate, besides those with the permission Manage Server.
    pub moderator_roles: BTreeSet<Snowflake>,
    /// Where replies may be seen by everybody.
    #[serde(with = "public_replies")]
    pub public_replies: PublicReplies,
    /// The channels in which they may, where that is limited.
    pub public_channels: BTreeSet<Snowflake>,
    /// Where news of suggestions is posted.
    pub suggestion_channel: Option<Snowflake>,
    /// Whether another moderator must approve each change.
    pub second_approver: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            moderator_roles: BTreeSet::new(),
            public_replies: PublicReplies::Everywhere,
            public_channels: BTreeSet::new(),
            suggestion_channel: None,
            second_approver: false,
        }
    }
}

impl Settings {
    /// Whether a reply in this channel may be seen by everybody.
    pub fn allows_public(&self, channel: Snowflake) -> bool {
        match self.public_replies {
            PublicReplies::Everywhere => true,
            PublicReplies::Listed => self.public_channels.contains(&channel),
            PublicReplies::Never => false,
        }
    }
}

mod public_replies {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::PublicReplies;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde names the signature"
    )]
    pub(super) fn serialize<S: Serializer>(
        value: &PublicReplies,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.slug())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<PublicReplies, D::Error> {
        let slug = String::deserialize(deserializer)?;
        // A word from a newer version: the careful reading is the private one.
        Ok(PublicReplies::from_slug(&slug).unwrap_or(PublicReplies::Never))
    }
}

/// News for a member that has not reached them yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingNotice {
    /// Its number.
    pub id: u64,
    /// For whom.
    pub user: Snowflake,
    /// What it says, in Discord's Markdown.
    pub text: String,
}
