//! What people write, understood: text and conversation to a typed question, with how sure that is
//! and why. Words and phrasings are data (`[language]` of the catalogue); here is only grammar.

mod amounts;
mod conversation;
mod data;
mod decide;
mod entities;
mod index;
mod lexicon;
mod normalise;
mod patterns;
mod profile;
mod signals;
mod tokens;
mod vocabulary;

pub use conversation::Conversation;
pub use data::Problem;
pub use decide::{Understanding, understand};
pub use lexicon::Lexicon;
