//! Answers to messages: templates over the facts, within Discord's limits.

mod action;
mod buttons;
mod codec;
mod cut;
mod facts;
mod figure;
mod fit;
mod functions;
pub mod limits;
mod lookup;
mod markdown;
mod message;
mod notice;
mod probe;
mod prose;
mod render;
mod template;
mod view;

pub use action::{Action, GuidePage, ProfileField};
pub use fit::{fit, fit_form, label};
pub use markdown::{clean, escape, plain_text, prose, quote, quoted, without_markdown};
pub use message::{
    Button, ButtonStyle, CustomId, Field, File, Form, Input, Reply, Row, Select, SelectOption,
    Target, Tone, Visibility,
};
pub use notice::{Notice, notice, usage, with_share};
pub use probe::{Wording, probe};
pub use render::{CommandHelp, Keeps, ReplyContext, guide_form, render, why};
pub use template::Templates;
