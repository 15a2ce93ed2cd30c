//! Discord's bodies as this bot sends them. serenity's builders lack parts of them, and check little.

use serde::Serialize;

/// `flags` of a message that only one person sees.
pub(super) const EPHEMERAL: u64 = 1 << 6;

/// The first answer to an interaction.
#[derive(Debug, Serialize)]
pub(super) struct Callback<'a> {
    #[serde(rename = "type")]
    pub(super) kind: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<CallbackData<'a>>,
}

/// What the first answer carries.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum CallbackData<'a> {
    Message(Box<Message<'a>>),
    Flags { flags: u64 },
    Choices { choices: Vec<Choice<'a>> },
    Modal(Modal<'a>),
}

/// Types of first answers.
pub(super) mod callback {
    pub(in crate::discord) const MESSAGE: u8 = 4;
    pub(in crate::discord) const DEFERRED_MESSAGE: u8 = 5;
    pub(in crate::discord) const DEFERRED_UPDATE: u8 = 6;
    pub(in crate::discord) const UPDATE: u8 = 7;
    pub(in crate::discord) const CHOICES: u8 = 8;
    pub(in crate::discord) const MODAL: u8 = 9;
}

/// A message, new or in place of another: every part is named, so that nothing of an older one stays.
#[derive(Debug, Serialize)]
pub(super) struct Message<'a> {
    pub(super) content: String,
    pub(super) embeds: Vec<Embed<'a>>,
    pub(super) components: Vec<ActionRow<'a>>,
    pub(super) attachments: Vec<Attachment<'a>>,
    pub(super) allowed_mentions: AllowedMentions,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) flags: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) nonce: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) enforce_nonce: Option<bool>,
    #[serde(rename = "message_reference", skip_serializing_if = "Option::is_none")]
    pub(super) under: Option<MessageReference>,
}

/// Nobody is ever pinged.
#[derive(Debug, Default, Serialize)]
pub(super) struct AllowedMentions {
    parse: [(); 0],
}

#[derive(Debug, Serialize)]
pub(super) struct MessageReference {
    pub(super) message_id: String,
    /// A question that was deleted meanwhile still gets its answer.
    pub(super) fail_if_not_exists: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Embed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) title: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) color: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fields: Vec<EmbedField<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) footer: Option<EmbedFooter<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct EmbedField<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct EmbedFooter<'a> {
    pub(super) text: &'a str,
}

#[derive(Debug, Serialize)]
pub(super) struct Attachment<'a> {
    pub(super) id: String,
    pub(super) filename: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct ActionRow<'a> {
    #[serde(rename = "type")]
    pub(super) kind: u8,
    pub(super) components: Vec<Component<'a>>,
}

/// Types of components.
pub(super) mod component {
    pub(in crate::discord) const ROW: u8 = 1;
    pub(in crate::discord) const BUTTON: u8 = 2;
    pub(in crate::discord) const SELECT: u8 = 3;
    pub(in crate::discord) const TEXT_INPUT: u8 = 4;
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Component<'a> {
    Button(Button<'a>),
    Select(Select<'a>),
    TextInput(TextInput<'a>),
}

#[derive(Debug, Serialize)]
pub(super) struct Button<'a> {
    #[serde(rename = "type")]
    pub(super) kind: u8,
    pub(super) style: u8,
    pub(super) label: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) custom_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) disabled: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Select<'a> {
    #[serde(rename = "type")]
    pub(super) kind: u8,
    pub(super) custom_id: &'a str,
    pub(super) placeholder: &'a str,
    pub(super) min_values: u8,
    pub(super) max_values: u8,
    pub(super) options: Vec<SelectOption<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct SelectOption<'a> {
    pub(super) label: &'a str,
    pub(super) value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) default: bool,
}

#[derive(Debug, Serialize)]
pub(super) struct Modal<'a> {
    pub(super) custom_id: &'a str,
    pub(super) title: &'a str,
    pub(super) components: Vec<ActionRow<'a>>,
}

#[derive(Debug, Serialize)]
pub(super) struct TextInput<'a> {
    #[serde(rename = "type")]
    pub(super) kind: u8,
    pub(super) custom_id: &'a str,
    pub(super) label: &'a str,
    pub(super) style: u8,
    pub(super) required: bool,
    pub(super) max_length: u16,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) placeholder: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct Choice<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
}
