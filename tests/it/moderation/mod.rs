//! Moderators keep the catalogue true.

mod edits;
pub mod world;
