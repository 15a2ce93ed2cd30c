//! What people write, understood: text and conversation to a typed question, with how sure that is
//! and why. Words and phrasings are data (`[language]` of the catalogue); here is only grammar.

mod amounts;
mod build;
mod classifier;
mod conditions;
mod context;
mod conversation;
mod data;
mod decide;
mod entities;
mod features;
mod follow;
mod heard;
mod index;
mod lessons;
mod lexicon;
mod limits;
mod meanings;
mod normalise;
mod patterns;
mod probe;
mod profile;
mod readings;
mod recall;
mod refer;
mod related;
mod signals;
mod stances;
mod targets;
mod tokens;
mod training;
mod vocabulary;
mod weigh;

pub use conversation::Conversation;
pub use data::Problem;
pub use decide::{Understanding, understand};
pub use lexicon::Lexicon;
pub use probe::{Phrasings, probe};
