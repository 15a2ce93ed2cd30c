//! Replies, forms and choices to Discord's bodies.

use serde_json::Value;

use crate::command::Choice;
use crate::reply::{Button, ButtonStyle, Form, Reply, Row, Select, Target, Tone, Visibility};

use super::wire::{self, callback, component};

/// Discord's numbers for styles.
const LINK_STYLE: u8 = 5;
const ONE_LINE: u8 = 1;
const PARAGRAPH: u8 = 2;

/// The reply as Discord's message object, as it would be sent.
pub fn message_object(reply: &Reply) -> Value {
    serde_json::to_value(message(reply)).unwrap_or_default()
}

/// A reply as a message; whoever sends it adds nonce and reference.
pub(super) fn message(reply: &Reply) -> wire::Message<'_> {
    wire::Message {
        content: reply
            .quote
            .as_ref()
            .map(|quote| format!("> {quote}"))
            .unwrap_or_default(),
        embeds: embed(reply).into_iter().collect(),
        components: reply.rows.iter().map(row).collect(),
        attachments: reply
            .files
            .iter()
            .enumerate()
            .map(|(id, file)| wire::Attachment {
                id: id.to_string(),
                filename: &file.name,
                description: file.description.as_deref(),
            })
            .collect(),
        allowed_mentions: wire::AllowedMentions::default(),
        flags: (reply.visibility == Visibility::Private).then_some(wire::EPHEMERAL),
        nonce: None,
        enforce_nonce: None,
        under: None,
    }
}

/// A reply as a message in a channel: the nonce keeps a second try from becoming a second message.
pub(super) fn channel_message(
    reply: &Reply,
    nonce: String,
    under: Option<u64>,
) -> wire::Message<'_> {
    wire::Message {
        flags: None,
        nonce: Some(nonce),
        enforce_nonce: Some(true),
        under: under.map(|id| wire::MessageReference {
            message_id: id.to_string(),
            fail_if_not_exists: false,
        }),
        ..message(reply)
    }
}

/// A reply as an edit of a message; who sees a message cannot be changed any more.
pub(super) fn edit(reply: &Reply) -> wire::Message<'_> {
    wire::Message {
        flags: None,
        ..message(reply)
    }
}

/// The first answer: a new message.
pub(super) fn new_message(reply: &Reply) -> wire::Callback<'_> {
    callback(callback::MESSAGE, message(reply))
}

/// The first answer: a message in place of the one that the component sits on.
pub(super) fn update(reply: &Reply) -> wire::Callback<'_> {
    callback(callback::UPDATE, edit(reply))
}

fn callback(kind: u8, message: wire::Message<'_>) -> wire::Callback<'_> {
    wire::Callback {
        kind,
        data: Some(wire::CallbackData::Message(Box::new(message))),
    }
}

/// The first answer: "is thinking…", seen by everybody or by one.
pub(super) fn deferred_message(visibility: Visibility) -> wire::Callback<'static> {
    wire::Callback {
        kind: callback::DEFERRED_MESSAGE,
        data: (visibility == Visibility::Private).then_some(wire::CallbackData::Flags {
            flags: wire::EPHEMERAL,
        }),
    }
}

/// The first answer: nothing visible; the message may be changed later.
pub(super) fn deferred_update() -> wire::Callback<'static> {
    wire::Callback {
        kind: callback::DEFERRED_UPDATE,
        data: None,
    }
}

/// The first answer: choices for the option being typed.
pub(super) fn choices(choices: &[Choice]) -> wire::Callback<'_> {
    wire::Callback {
        kind: callback::CHOICES,
        data: Some(wire::CallbackData::Choices {
            choices: choices
                .iter()
                .map(|choice| wire::Choice {
                    name: &choice.label,
                    value: &choice.value,
                })
                .collect(),
        }),
    }
}

/// The first answer: a form. Its inputs sit in rows, which Discord would rather see as labels, since
/// serenity loses what is typed into labels.
pub(super) fn modal(form: &Form) -> wire::Callback<'_> {
    let inputs = form.inputs.iter().map(|input| wire::ActionRow {
        kind: component::ROW,
        components: vec![wire::Component::TextInput(wire::TextInput {
            kind: component::TEXT_INPUT,
            custom_id: &input.name,
            label: &input.label,
            style: if input.multiline { PARAGRAPH } else { ONE_LINE },
            required: input.required,
            max_length: input.max_length,
            value: &input.value,
            placeholder: input.placeholder.as_deref(),
        })],
    });
    wire::Callback {
        kind: callback::MODAL,
        data: Some(wire::CallbackData::Modal(wire::Modal {
            custom_id: form.id.as_str(),
            title: &form.title,
            components: inputs.collect(),
        })),
    }
}

fn embed(reply: &Reply) -> Option<wire::Embed<'_>> {
    let empty = reply.title.is_none() && reply.text.is_empty() && reply.fields.is_empty();
    (!empty).then(|| wire::Embed {
        title: reply.title.as_deref(),
        description: &reply.text,
        color: colour(reply.tone),
        fields: reply
            .fields
            .iter()
            .map(|field| wire::EmbedField {
                name: &field.name,
                value: &field.value,
            })
            .collect(),
        footer: reply
            .footer
            .as_deref()
            .map(|text| wire::EmbedFooter { text }),
    })
}

fn colour(tone: Tone) -> u32 {
    match tone {
        Tone::Neutral => 0x004f_6bed,
        Tone::Good => 0x002e_9e5b,
        Tone::Caution => 0x00e0_a82e,
        Tone::Problem => 0x00d1_453b,
    }
}

fn row(row: &Row) -> wire::ActionRow<'_> {
    wire::ActionRow {
        kind: component::ROW,
        components: match row {
            Row::Buttons(buttons) => buttons.iter().map(button).collect(),
            Row::Select(select) => vec![self::select(select)],
        },
    }
}

fn button(button: &Button) -> wire::Component<'_> {
    let (style, custom_id, url) = match &button.target {
        Target::Link(url) => (LINK_STYLE, None, Some(url.as_str())),
        Target::Action(id) => (
            match button.style {
                ButtonStyle::Primary => 1,
                ButtonStyle::Secondary => 2,
                ButtonStyle::Success => 3,
                ButtonStyle::Danger => 4,
            },
            Some(id.as_str()),
            None,
        ),
    };
    wire::Component::Button(wire::Button {
        kind: component::BUTTON,
        style,
        label: &button.label,
        custom_id,
        url,
        disabled: button.disabled,
    })
}

fn select(select: &Select) -> wire::Component<'_> {
    wire::Component::Select(wire::Select {
        kind: component::SELECT,
        custom_id: select.id.as_str(),
        placeholder: &select.placeholder,
        min_values: select.choose.0,
        max_values: select.choose.1,
        options: select
            .options
            .iter()
            .map(|option| wire::SelectOption {
                label: &option.label,
                value: &option.value,
                description: option.description.as_deref(),
                default: option.chosen,
            })
            .collect(),
    })
}
