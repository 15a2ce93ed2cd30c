//! Moderators keep the catalogue true.

mod crash;
mod edits;
mod entries;
mod files;

mod folding;
mod forms;
mod gaps;
mod kept;
mod people;
mod stage;
mod together;
pub mod world;
