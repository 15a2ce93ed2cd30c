//! The one table of commands: registration, decoding, help and documentation come from it.

mod call;

pub use call::{Attachment, Call, Choice, OptionValue};
