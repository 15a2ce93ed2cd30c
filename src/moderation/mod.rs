//! Keeping the catalogue true: drafts, revisions, suggestions, gaps and who may touch them.
//!
//! Everything here is a pure state machine over plain data; `store` keeps it, `service` moves it.

mod action;
pub mod diff;
pub mod forms;
pub mod gaps;
mod model;
mod permission;
pub mod plan;
mod review;

pub use action::ModerationAction;
pub use model::{
    Draft, DraftId, Gap, GapId, NewDraft, NewGap, NewRevision, NewSuggestion, PendingNotice,
    Person, Purpose, Revision, RevisionKind, Settings, Suggestion, SuggestionId, SuggestionState,
};
pub use permission::{Moderator, Refusal, moderator, server};
pub use review::{ReviewItem, ReviewReason, review};
