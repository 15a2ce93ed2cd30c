//! What people write, understood: text and conversation to a typed question, with how sure that is
//! and why. Words and phrasings are data (`[language]` of the catalogue); here is only grammar.

mod amounts;
mod conversation;
mod data;
mod decide;
mod entities;
mod follow;
mod index;
mod lexicon;
mod limits;
mod normalise;
mod patterns;
mod probe;
mod profile;
mod related;
mod signals;
mod tokens;
mod vocabulary;

pub use conversation::Conversation;
pub use data::Problem;
pub use decide::{Understanding, understand};
pub use lexicon::Lexicon;
pub use probe::{Phrasings, probe};
