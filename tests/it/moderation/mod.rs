//! Moderators keep the catalogue true.

mod crash;
mod edits;
mod entries;
mod files;
mod flows;
mod folding;
mod gaps;
mod kept;
mod people;
mod sandbox;
mod together;
pub mod world;
