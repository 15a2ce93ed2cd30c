//! Messages in channels and direct messages.

use std::time::Instant;

use serde_json::{Value, json};

use super::super::error::{ApiError, FormErrors};
use super::super::faults::DmRefusal;
use super::super::gateway::intent;
use super::super::limits;
use super::super::payload;
use super::super::record::RecordedFile;
use super::super::seed;
use super::super::snowflake::{Snowflake, from_json};
use super::super::world::{StoredMessage, Whereabouts, World};
use super::channels::readable;
use super::content::{Pings, attach, fill, mentions};
use super::{Answer, Call, Outcome, id};

pub(super) fn handle(world: &mut World, call: &Call, channel: Snowflake, rest: &[&str]) -> Outcome {
    let place = readable(world, channel)?.clone();
    match (call.method.as_str(), rest) {
        ("POST", ["typing"]) => {
            world.typing.insert(channel, Instant::now());
            Ok(Answer::Empty)
        }
        ("GET", ["messages"]) => Ok(Answer::Json(
            world
                .messages
                .values()
                .rev()
                .filter(|message| {
                    message.channel == channel && message.visible_to.is_none() && !message.gone
                })
                .take(50)
                .map(|message| payload::message(world, message))
                .collect(),
        )),
        ("GET", ["messages", message]) => {
            let message = existing(world, channel, id(message)?)?;
            Ok(Answer::Json(payload::message(world, message)))
        }
        ("POST", ["messages"]) => {
            if place.bot_muted {
                return Err(ApiError::forbidden(50013, "Missing Permissions"));
            }
            if let Whereabouts::Dm(person) = place.place {
                match world.dm_refusals.get(&person) {
                    Some(DmRefusal::CannotMessage) => {
                        return Err(ApiError::forbidden(
                            50007,
                            "Cannot send messages to this user",
                        ));
                    }
                    Some(DmRefusal::NoMutualServer) => {
                        return Err(no_mutual_server());
                    }
                    _ if !world.shares_server(person) && !world.users[&person].installed_bot => {
                        return Err(no_mutual_server());
                    }
                    _ => {}
                }
            }
            create(world, call, channel)
        }
        ("PATCH", ["messages", message]) => {
            let message = existing(world, channel, id(message)?)?;
            if message.author != seed::BOT {
                return Err(ApiError::forbidden(
                    50005,
                    "Cannot edit a message authored by another user",
                ));
            }
            let id = message.id;
            edit(world, id, &call.body, &call.files, "")?;
            Ok(Answer::Json(render(world, id)))
        }
        ("DELETE", ["messages", message]) => {
            let message = existing(world, channel, id(message)?)?;
            if message.author != seed::BOT {
                return Err(ApiError::forbidden(50013, "Missing Permissions"));
            }
            let id = message.id;
            delete(world, id);
            Ok(Answer::Empty)
        }
        _ => Err(ApiError::unknown_route()),
    }
}

fn no_mutual_server() -> ApiError {
    ApiError::forbidden(
        50278,
        "Cannot send a message to this user: the recipient and the app do not share a mutual guild",
    )
}

/// A message that is there for everyone in its channel.
fn existing(world: &World, channel: Snowflake, id: Snowflake) -> Result<&StoredMessage, ApiError> {
    world
        .messages
        .get(&id)
        .filter(|message| {
            message.channel == channel && !message.gone && message.visible_to.is_none()
        })
        .ok_or_else(ApiError::unknown_message)
}

fn create(world: &mut World, call: &Call, channel: Snowflake) -> Outcome {
    let nonce = match &call.body["nonce"] {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    if call.body["enforce_nonce"] == true
        && let Some(nonce) = &nonce
    {
        let same = world
            .messages
            .values()
            .rev()
            .take(payload::RECENT)
            .find(|message| {
                message.author == seed::BOT
                    && message.channel == channel
                    && message.nonce.as_ref() == Some(nonce)
            });
        if let Some(same) = same {
            return Ok(Answer::Json(payload::message(world, same)));
        }
    }
    let reference = reference(world, &call.body, channel)?;
    let draft = Draft {
        channel,
        author: seed::BOT,
        visible_to: None,
        interaction: None,
        default_pings: Pings::All,
        prefix: "",
        allowed_flags: (1 << 2) | (1 << 12) | payload::COMPONENTS_V2,
    };
    let id = post(world, &draft, &call.body, &call.files)?;
    if let Some(message) = world.messages.get_mut(&id) {
        if let Some(reference) = reference {
            message.wire.insert("type".to_owned(), json!(19));
            message
                .wire
                .insert("message_reference".to_owned(), reference);
        }
        if let Some(nonce) = &nonce {
            message.wire.insert("nonce".to_owned(), json!(nonce));
        }
        message.nonce = nonce;
    }
    announce(world, id, "MESSAGE_CREATE");
    Ok(Answer::Json(render(world, id)))
}

fn reference(world: &World, body: &Value, channel: Snowflake) -> Result<Option<Value>, ApiError> {
    let reference = &body["message_reference"];
    if reference.is_null() {
        return Ok(None);
    }
    let target = from_json(&reference["message_id"]);
    let known = target.is_some_and(|target| existing(world, channel, target).is_ok());
    if known {
        let guild = world
            .channels
            .get(&channel)
            .and_then(super::super::world::Channel::guild);
        let mut object = json!({"type": 0, "channel_id": channel, "message_id": target});
        if let Some(guild) = guild {
            object["guild_id"] = json!(guild);
        }
        return Ok(Some(object));
    }
    if reference["fail_if_not_exists"] == false {
        return Ok(None);
    }
    let mut errors = FormErrors::default();
    errors.add(
        "message_reference",
        "REPLIES_UNKNOWN_MESSAGE",
        "Unknown message",
    );
    errors.into_result("").map(|()| None)
}

/// Where a new message goes.
pub(super) struct Draft {
    pub(super) channel: Snowflake,
    pub(super) author: Snowflake,
    pub(super) visible_to: Option<Snowflake>,
    pub(super) interaction: Option<Snowflake>,
    pub(super) default_pings: Pings,
    pub(super) prefix: &'static str,
    pub(super) allowed_flags: u64,
}

/// Checks and stores a new message.
pub(super) fn post(
    world: &mut World,
    draft: &Draft,
    body: &Value,
    files: &[RecordedFile],
) -> Result<Snowflake, ApiError> {
    let flags = body["flags"].as_u64().unwrap_or(0) & draft.allowed_flags;
    let v2 = flags & payload::COMPONENTS_V2 != 0;
    let mut errors = FormErrors::default();
    limits::message(&mut errors, body, files.len(), v2);
    errors.into_result(draft.prefix)?;
    let id = world.ids.next();
    let mut wire = payload::blank_message(world, id, draft.channel, draft.author);
    let attachments = attach(
        world,
        draft.channel,
        body,
        files,
        &[],
        draft.visible_to.is_some(),
    )?;
    fill(&mut wire, body);
    wire.insert("attachments".to_owned(), Value::Array(attachments));
    wire.insert("flags".to_owned(), json!(flags));
    if limits::is_empty(&Value::Object(wire.clone())) {
        return Err(ApiError::bad_request(50006, "Cannot send an empty message"));
    }
    mentions(world, &mut wire, body, draft.default_pings, draft.channel);
    if let Some(interaction) = draft.interaction {
        wire.insert("application_id".to_owned(), json!(seed::APPLICATION));
        wire.insert("webhook_id".to_owned(), json!(seed::APPLICATION));
        wire.insert(
            "interaction_metadata".to_owned(),
            payload::interaction_metadata(world, interaction),
        );
    }
    world.messages.insert(
        id,
        StoredMessage {
            id,
            channel: draft.channel,
            author: draft.author,
            visible_to: draft.visible_to,
            wire,
            nonce: None,
            interaction: draft.interaction,
            gone: false,
        },
    );
    Ok(id)
}

/// Applies an edit to a message.
pub(super) fn edit(
    world: &mut World,
    id: Snowflake,
    body: &Value,
    files: &[RecordedFile],
    prefix: &str,
) -> Result<(), ApiError> {
    let Some(stored) = world
        .messages
        .get(&id)
        .filter(|message| !message.gone)
        .cloned()
    else {
        return Err(ApiError::unknown_message());
    };
    let mut wire = stored.wire;
    let mut flags = wire.get("flags").and_then(Value::as_u64).unwrap_or(0);
    // Components alone can be chosen by an edit, but not given up again.
    flags |= body["flags"].as_u64().unwrap_or(0) & payload::COMPONENTS_V2;
    let mut errors = FormErrors::default();
    limits::message(
        &mut errors,
        body,
        files.len(),
        flags & payload::COMPONENTS_V2 != 0,
    );
    errors.into_result(prefix)?;
    let before = wire
        .get("attachments")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let attachments = attach(
        world,
        stored.channel,
        body,
        files,
        &before,
        stored.visible_to.is_some(),
    )?;
    fill(&mut wire, body);
    wire.insert("attachments".to_owned(), Value::Array(attachments));
    if limits::is_empty(&Value::Object(wire.clone())) {
        return Err(ApiError::bad_request(50006, "Cannot send an empty message"));
    }
    let was_loading = flags & payload::LOADING != 0;
    flags &= !payload::LOADING;
    wire.insert("flags".to_owned(), json!(flags));
    if !was_loading {
        wire.insert("edited_timestamp".to_owned(), json!(payload::now()));
    }
    mentions(world, &mut wire, body, Pings::Users, stored.channel);
    if let Some(message) = world.messages.get_mut(&id) {
        message.wire = wire;
    }
    announce(world, id, "MESSAGE_UPDATE");
    Ok(())
}

pub(super) fn delete(world: &mut World, id: Snowflake) {
    let Some(message) = world.messages.get_mut(&id) else {
        return;
    };
    message.gone = true;
    let (channel, private) = (message.channel, message.visible_to.is_some());
    if private {
        return;
    }
    let guild = world
        .channels
        .get(&channel)
        .and_then(super::super::world::Channel::guild);
    let mut data = json!({"id": id, "channel_id": channel});
    if let Some(guild) = guild {
        data["guild_id"] = json!(guild);
    }
    world.dispatch("MESSAGE_DELETE", guild, message_intent(guild), &data);
}

fn message_intent(guild: Option<Snowflake>) -> u64 {
    if guild.is_some() {
        intent::GUILD_MESSAGES
    } else {
        intent::DIRECT_MESSAGES
    }
}

/// Tells the gateway about a message that everyone in its channel sees.
pub(in crate::sandbox) fn announce(world: &mut World, id: Snowflake, event: &str) {
    let Some(message) = world.messages.get(&id) else {
        return;
    };
    if message.visible_to.is_some() {
        return;
    }
    let mut data = payload::message(world, message);
    let (channel, author) = (message.channel, message.author);
    let guild = world
        .channels
        .get(&channel)
        .and_then(super::super::world::Channel::guild);
    if let Some(guild) = guild {
        data["guild_id"] = json!(guild);
        if let Some(guild) = world.guilds.get(&guild) {
            data["member"] = payload::partial_member(guild, author);
        }
        if !world
            .guilds
            .get(&guild)
            .is_some_and(|guild| guild.bot_installed)
        {
            return;
        }
    } else {
        data["channel_type"] = json!(1);
    }
    world.dispatch(event, guild, message_intent(guild), &data);
}

/// The message object of a message that is known to exist.
pub(super) fn render(world: &World, id: Snowflake) -> Value {
    world
        .messages
        .get(&id)
        .map(|message| payload::message(world, message))
        .unwrap_or_default()
}
