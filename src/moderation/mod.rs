//! Keeping the catalogue true: drafts, revisions, suggestions, gaps and who may touch them.
//!
//! Everything here is a pure state machine over plain data; `store` keeps it, `service` moves it.

mod change;
mod model;

pub use change::FieldChange;
pub use model::{
    Draft, DraftId, Gap, GapId, NewDraft, NewGap, NewRevision, NewSuggestion, PendingNotice,
    Person, Purpose, Revision, RevisionKind, Settings, Suggestion, SuggestionId, SuggestionState,
};
