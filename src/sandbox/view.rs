//! What a person sees of the bot's answers.

use std::time::Duration;

use serde_json::Value;

use super::payload;
use super::snowflake::{Snowflake, from_json};

/// A message, as Discord's own object.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The message object.
    pub raw: Value,
}

impl Message {
    /// The message's id.
    pub fn id(&self) -> Snowflake {
        from_json(&self.raw["id"]).unwrap_or(Snowflake::new(0))
    }

    /// The text above the embeds.
    pub fn content(&self) -> &str {
        self.raw["content"].as_str().unwrap_or_default()
    }

    /// Whether only one person sees it.
    pub fn is_private(&self) -> bool {
        self.flags() & payload::EPHEMERAL != 0
    }

    /// Whether it says "is thinking…".
    pub fn is_loading(&self) -> bool {
        self.flags() & payload::LOADING != 0
    }

    fn flags(&self) -> u64 {
        self.raw["flags"].as_u64().unwrap_or(0)
    }

    /// The embeds.
    pub fn embeds(&self) -> &[Value] {
        self.raw["embeds"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// The attachments.
    pub fn attachments(&self) -> &[Value] {
        self.raw["attachments"]
            .as_array()
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Whom it pings: users, roles, or everyone.
    pub fn pings_anyone(&self) -> bool {
        let any = |key: &str| {
            self.raw[key]
                .as_array()
                .is_some_and(|list| !list.is_empty())
        };
        any("mentions") || any("mention_roles") || self.raw["mention_everyone"] == true
    }

    /// Everything that can be read in it, line by line.
    pub fn text(&self) -> String {
        let mut lines = vec![self.content().to_owned()];
        for embed in self.embeds() {
            let mut add = |value: &Value| lines.extend(value.as_str().map(str::to_owned));
            add(&embed["author"]["name"]);
            add(&embed["title"]);
            add(&embed["description"]);
            for field in embed["fields"].as_array().into_iter().flatten() {
                add(&field["name"]);
                add(&field["value"]);
            }
            add(&embed["footer"]["text"]);
        }
        lines.retain(|line| !line.is_empty());
        lines.join("\n")
    }

    /// All buttons and selects, in order.
    pub fn components(&self) -> Vec<&Value> {
        let mut found = Vec::new();
        collect(&self.raw["components"], &mut found);
        found
    }

    /// The labels of all buttons, in order.
    pub fn buttons(&self) -> Vec<&str> {
        self.components()
            .into_iter()
            .filter(|component| component["type"] == 2)
            .filter_map(|component| component["label"].as_str())
            .collect()
    }

    /// The custom id of the button with this label.
    pub fn button(&self, label: &str) -> Option<&str> {
        self.components()
            .into_iter()
            .find(|component| component["type"] == 2 && component["label"] == label)
            .and_then(|component| component["custom_id"].as_str())
    }

    /// The selects, in order.
    pub fn selects(&self) -> Vec<&Value> {
        self.components()
            .into_iter()
            .filter(|component| component["type"] != 2)
            .collect()
    }
}

fn collect<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    for component in value.as_array().into_iter().flatten() {
        if matches!(component["type"].as_u64(), Some(2 | 3 | 5..=8)) {
            found.push(component);
        }
        collect(&component["components"], found);
        if component["accessory"]["type"] == 2 {
            found.push(&component["accessory"]);
        }
    }
}

/// One suggestion of an autocomplete.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What is shown.
    pub name: String,
    /// What is sent.
    pub value: Value,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What it is called.
    pub label: String,
    /// The name under which it is sent.
    pub custom_id: String,
    /// What it is filled with; empty when nothing is.
    pub value: String,
    /// Whether it may be left empty.
    pub required: bool,
    /// The fewest characters.
    pub min_length: usize,
    /// The most characters.
    pub max_length: usize,
    /// The input itself, as the bot described it.
    pub raw: Value,
    /// The kind of the container: 1 for a row, 18 for a label.
    pub(super) container: u64,
}

/// A form that the bot opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Modal {
    /// The form's title.
    pub title: String,
    /// The name under which it is sent.
    pub custom_id: String,
    /// Its fields, in order.
    pub fields: Vec<Field>,
    /// The form as the bot described it.
    pub raw: Value,
}

impl Modal {
    pub(super) fn read(data: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut fields = Vec::new();
        for part in data["components"].as_array().into_iter().flatten() {
            let container = part["type"].as_u64().unwrap_or(1);
            let (input, label) = if container == 18 {
                (&part["component"], &part["label"])
            } else {
                (&part["components"][0], &part["components"][0]["label"])
            };
            if input.is_null() {
                continue;
            }
            let preset = match input["type"].as_u64() {
                Some(3) => text(
                    input["options"]
                        .as_array()
                        .and_then(|options| options.iter().find(|option| option["default"] == true))
                        .map_or(&Value::Null, |option| &option["value"]),
                ),
                _ => text(&input["value"]),
            };
            fields.push(Field {
                label: text(label),
                custom_id: text(&input["custom_id"]),
                value: preset,
                required: input["required"] != false,
                min_length: input["min_length"].as_u64().unwrap_or(0) as usize,
                max_length: input["max_length"].as_u64().unwrap_or(4_000) as usize,
                raw: input.clone(),
                container,
            });
        }
        Self {
            title: text(&data["title"]),
            custom_id: text(&data["custom_id"]),
            fields,
            raw: data.clone(),
        }
    }

    /// The field with this label.
    pub fn field(&self, label: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.label == label)
    }
}

/// What came of an interaction within the time that Discord gives.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// A message (callback type 4).
    Message(Message),
    /// "certwise is thinking…" (type 5); [`super::Pending::message`] waits for the rest.
    Deferred,
    /// The pressed component was acknowledged, without a change so far (type 6).
    Acknowledged,
    /// The message under the pressed component was changed (type 7).
    Updated(Message),
    /// Choices for the option being filled (type 8).
    Choices(Vec<Choice>),
    /// A form (type 9).
    Modal(Modal),
    /// "The application did not respond".
    NoResponse,
}

impl Outcome {
    /// The message, whether new or changed.
    pub fn message(&self) -> Option<&Message> {
        match self {
            Self::Message(message) | Self::Updated(message) => Some(message),
            _ => None,
        }
    }

    /// The form, if that is what came.
    pub fn modal(&self) -> Option<&Modal> {
        match self {
            Self::Modal(modal) => Some(modal),
            _ => None,
        }
    }

    /// The choices, if that is what came.
    pub fn choices(&self) -> Option<&[Choice]> {
        match self {
            Self::Choices(choices) => Some(choices),
            _ => None,
        }
    }
}

/// How long one waits for what must come.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
