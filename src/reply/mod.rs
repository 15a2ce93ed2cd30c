//! Answers to messages: templates over the facts, within Discord's limits.

mod action;
mod codec;
mod cut;
mod fit;
pub mod limits;
mod markdown;
mod message;

pub use action::{Action, GuidePage, ProfileField};
pub use fit::{fit, fit_form, label};
pub use markdown::{clean, escape, plain_text, prose, quote, quoted, without_markdown};
pub use message::{
    Button, ButtonStyle, CustomId, Field, File, Form, Input, Reply, Row, Select, SelectOption,
    Target, Tone, Visibility,
};
