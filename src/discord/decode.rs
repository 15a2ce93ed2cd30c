//! Interactions and messages to requests.

use std::collections::BTreeMap;

use serenity::all::{
    ActionRowComponent, Attachment as DiscordAttachment, AuthorizingIntegrationOwner,
    AuthorizingIntegrationOwners, CommandData, CommandDataOption, CommandDataOptionValue,
    CommandDataResolved, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind,
    GuildId, Interaction, InteractionContext, Member, Message, MessageFlags,
    MessageInteractionMetadata, MessageType, ModalInteraction, User, UserId,
};

use crate::command::{Attachment, Call, OptionValue, command};
use crate::domain::{Asker, Place, Snowflake};
use crate::reply::{Visibility, quoted};
use crate::service::{Input, Request};

/// An interaction that wants an answer.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) id: u64,
    pub(super) application: u64,
    pub(super) channel: u64,
    /// Whoever has it can answer; it never stands in a log.
    pub(super) token: String,
    pub(super) request: Request,
    pub(super) kind: Kind,
    pub(super) uploads: Vec<Upload>,
}

/// What kind of interaction it is, as far as the way of answering goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A command; where it must be deferred, it is expected to be answered so.
    Command(Visibility),
    /// An option being typed.
    Autocomplete,
    /// A component of this message.
    Component {
        message: u64,
        /// Whether the answer may change the message.
        by_asker: bool,
    },
    /// A form.
    Form {
        /// Whether the answer may change the message that it was opened from.
        from_message: bool,
    },
}

/// A file to be fetched for an option.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Upload {
    pub(super) option: String,
    pub(super) url: String,
}

/// Reads an interaction; `None` where it wants no answer. `in_guild` tells whether the bot is a
/// member of a server.
pub(super) fn interaction(
    interaction: Interaction,
    in_guild: impl Fn(u64) -> bool,
) -> Option<Incoming> {
    match interaction {
        Interaction::Command(interaction) => Some(command_call(interaction)),
        Interaction::Autocomplete(interaction) => autocomplete(interaction),
        Interaction::Component(interaction) => Some(component(interaction)),
        Interaction::Modal(interaction) => Some(form(interaction, in_guild)),
        _ => None,
    }
}

fn command_call(interaction: CommandInteraction) -> Incoming {
    let place = place(
        interaction.guild_id,
        interaction.channel_id.get(),
        interaction.context,
        &interaction.authorizing_integration_owners,
    );
    let asker = asker(&interaction.user, interaction.member.as_deref());
    let menu = menu_target(&interaction.data);
    let (call, uploads) = call(&interaction.data);
    let kind = Kind::Command(expected_visibility(&call));
    let input = match menu {
        Some((text, author, message)) => Input::AnswerThis {
            text,
            author,
            message,
        },
        None => Input::Command(call),
    };
    Incoming {
        id: interaction.id.get(),
        application: interaction.application_id.get(),
        channel: interaction.channel_id.get(),
        request: Request {
            id: Snowflake(interaction.id.get()),
            asker,
            place,
            input,
        },
        token: interaction.token,
        kind,
        uploads,
    }
}

fn autocomplete(interaction: CommandInteraction) -> Option<Incoming> {
    let focused = interaction.data.autocomplete()?;
    let (option, typed) = (focused.name.to_owned(), focused.value.to_owned());
    let mut incoming = command_call(interaction);
    let Input::Command(call) = incoming.request.input else {
        return None;
    };
    incoming.request.input = Input::Autocomplete {
        call,
        option,
        typed,
    };
    incoming.kind = Kind::Autocomplete;
    Some(incoming)
}

fn component(interaction: ComponentInteraction) -> Incoming {
    let place = place(
        interaction.guild_id,
        interaction.channel_id.get(),
        interaction.context,
        &interaction.authorizing_integration_owners,
    );
    let by_asker = asked_for(&interaction.message, interaction.user.id, &place);
    let values = match interaction.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values,
        _ => Vec::new(),
    };
    Incoming {
        id: interaction.id.get(),
        application: interaction.application_id.get(),
        channel: interaction.channel_id.get(),
        request: Request {
            id: Snowflake(interaction.id.get()),
            asker: asker(&interaction.user, interaction.member.as_ref()),
            place,
            input: Input::Component {
                custom_id: interaction.data.custom_id,
                values,
                by_asker,
                quote: quoted(&interaction.message.content),
            },
        },
        token: interaction.token,
        kind: Kind::Component {
            message: interaction.message.id.get(),
            by_asker,
        },
        uploads: Vec::new(),
    }
}

fn form(interaction: ModalInteraction, in_guild: impl Fn(u64) -> bool) -> Incoming {
    // serenity drops who authorized a form; a server that the bot is a member of has installed it.
    let channel = Snowflake(interaction.channel_id.get());
    let place = match interaction.guild_id {
        Some(guild) => Place::Server {
            guild: Snowflake(guild.get()),
            channel,
            installed: in_guild(guild.get()),
        },
        None => Place::Direct { channel },
    };
    let from_message = interaction
        .message
        .as_ref()
        .is_some_and(|message| asked_for(message, interaction.user.id, &place));
    let values: BTreeMap<String, String> = interaction
        .data
        .components
        .into_iter()
        .flat_map(|row| row.components)
        .filter_map(|component| match component {
            ActionRowComponent::InputText(input) => {
                Some((input.custom_id, input.value.unwrap_or_default()))
            }
            _ => None,
        })
        .collect();
    Incoming {
        id: interaction.id.get(),
        application: interaction.application_id.get(),
        channel: interaction.channel_id.get(),
        request: Request {
            id: Snowflake(interaction.id.get()),
            asker: asker(&interaction.user, interaction.member.as_ref()),
            place,
            input: Input::Form {
                custom_id: interaction.data.custom_id,
                values,
                from_message,
            },
        },
        token: interaction.token,
        kind: Kind::Form { from_message },
        uploads: Vec::new(),
    }
}

/// Reads a direct message of a person; `None` for everything else.
pub(super) fn direct_message(message: &Message) -> Option<Request> {
    let said_by_person = !message.author.bot
        && message.webhook_id.is_none()
        && matches!(
            message.kind,
            MessageType::Regular | MessageType::InlineReply
        );
    (said_by_person && message.guild_id.is_none()).then(|| Request {
        id: Snowflake(message.id.get()),
        asker: asker(&message.author, None),
        place: Place::Direct {
            channel: Snowflake(message.channel_id.get()),
        },
        input: Input::Text(message.content.clone()),
    })
}

fn asker(user: &User, member: Option<&Member>) -> Asker {
    let manages = |member: &Member| {
        member
            .permissions
            .is_some_and(|permissions| permissions.manage_guild() || permissions.administrator())
    };
    Asker {
        user: Snowflake(user.id.get()),
        name: user
            .global_name
            .clone()
            .unwrap_or_else(|| user.name.clone()),
        manages_server: member.is_some_and(manages),
        roles: member
            .into_iter()
            .flat_map(|member| &member.roles)
            .map(|role| Snowflake(role.get()))
            .collect(),
    }
}

fn place(
    guild: Option<GuildId>,
    channel: u64,
    context: Option<InteractionContext>,
    owners: &AuthorizingIntegrationOwners,
) -> Place {
    let channel = Snowflake(channel);
    match (guild, context) {
        (Some(guild), _) => Place::Server {
            guild: Snowflake(guild.get()),
            channel,
            installed: owners.0.iter().any(|owner| {
                matches!(owner, AuthorizingIntegrationOwner::GuildInstall(Some(id)) if *id == guild)
            }),
        },
        (None, Some(InteractionContext::PrivateChannel)) => Place::Private { channel },
        (None, _) => Place::Direct { channel },
    }
}

/// Whether this person asked for this message: then pressing may change it.
fn asked_for(message: &Message, user: UserId, place: &Place) -> bool {
    let by_interaction = match message.interaction_metadata.as_deref() {
        Some(MessageInteractionMetadata::Command(asked)) => Some(asked.user.id),
        Some(MessageInteractionMetadata::Component(asked)) => Some(asked.user.id),
        Some(MessageInteractionMetadata::ModalSubmit(asked)) => Some(asked.user.id),
        _ => None,
    };
    let private = message
        .flags
        .is_some_and(|flags| flags.contains(MessageFlags::EPHEMERAL));
    private || by_interaction == Some(user) || matches!(place, Place::Direct { .. })
}

/// The message that a message command was called on.
fn menu_target(data: &CommandData) -> Option<(String, Snowflake, Snowflake)> {
    let target = data.target_id?.to_message_id();
    let message = data.resolved.messages.get(&target)?;
    Some((
        message.content.clone(),
        Snowflake(message.author.id.get()),
        Snowflake(message.id.get()),
    ))
}

fn expected_visibility(call: &Call) -> Visibility {
    match call.options.get("private") {
        Some(OptionValue::Flag(true)) => Visibility::Private,
        Some(OptionValue::Flag(false)) => Visibility::Public,
        _ => call
            .path
            .first()
            .and_then(|name| command(name))
            .map_or(Visibility::Private, |command| command.visibility),
    }
}

fn call(data: &CommandData) -> (Call, Vec<Upload>) {
    let mut call = Call {
        path: vec![data.name.clone()],
        options: BTreeMap::new(),
    };
    let mut uploads = Vec::new();
    options(&data.options, &data.resolved, &mut call, &mut uploads);
    (call, uploads)
}

fn options(
    given: &[CommandDataOption],
    resolved: &CommandDataResolved,
    call: &mut Call,
    uploads: &mut Vec<Upload>,
) {
    for option in given {
        let value = match &option.value {
            CommandDataOptionValue::SubCommand(inner)
            | CommandDataOptionValue::SubCommandGroup(inner) => {
                call.path.push(option.name.clone());
                options(inner, resolved, call, uploads);
                continue;
            }
            CommandDataOptionValue::String(text) => OptionValue::Text(text.clone()),
            CommandDataOptionValue::Integer(number) => OptionValue::Integer(*number),
            CommandDataOptionValue::Boolean(flag) => OptionValue::Flag(*flag),
            CommandDataOptionValue::Role(id) => OptionValue::Id(Snowflake(id.get())),
            CommandDataOptionValue::Channel(id) => OptionValue::Id(Snowflake(id.get())),
            CommandDataOptionValue::User(id) => OptionValue::Id(Snowflake(id.get())),
            CommandDataOptionValue::Attachment(id) => match resolved.attachments.get(id) {
                Some(file) => {
                    uploads.push(Upload {
                        option: option.name.clone(),
                        url: file.url.clone(),
                    });
                    OptionValue::Attachment(attachment(file))
                }
                None => continue,
            },
            // The focused option is handed over apart from the others.
            _ => continue,
        };
        call.options.insert(option.name.clone(), value);
    }
}

fn attachment(file: &DiscordAttachment) -> Attachment {
    Attachment {
        name: file.filename.clone(),
        size: u64::from(file.size),
        bytes: None,
    }
}
