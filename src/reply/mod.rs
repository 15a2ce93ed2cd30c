//! Answers to messages: templates over the facts, within Discord's limits.

mod message;

pub use message::{
    Button, ButtonStyle, CustomId, Field, File, Form, Input, Reply, Row, Select, SelectOption,
    Target, Tone, Visibility,
};
