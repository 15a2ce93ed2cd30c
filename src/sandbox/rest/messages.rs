//! Messages in channels and direct messages.

use std::time::Instant;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::error::{ApiError, FormErrors};
use super::super::faults::DmRefusal;
use super::super::gateway::intent;
use super::super::limits;
use super::super::payload;
use super::super::record::RecordedFile;
use super::super::seed;
use super::super::snowflake::{Snowflake, from_json};
use super::super::world::{StoredFile, StoredMessage, Whereabouts, World};
use super::channels::readable;
use super::{Answer, Call, Outcome, id};

/// The largest file that a bot may send.
const MAX_FILE: usize = 10 * 1024 * 1024;

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
        let same = world.messages.values().rev().find(|message| {
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

/// What may be mentioned when the bot does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pings {
    /// Everything: ordinary messages.
    All,
    /// Users only: interactions.
    Users,
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

/// Copies what a body says into a message; what it does not name stays.
fn fill(wire: &mut Map<String, Value>, body: &Value) {
    if let Some(content) = body.get("content") {
        wire.insert(
            "content".to_owned(),
            json!(content.as_str().unwrap_or_default().trim()),
        );
    }
    if let Some(embeds) = body.get("embeds") {
        let mut embeds = embeds.as_array().cloned().unwrap_or_default();
        for embed in &mut embeds {
            embed["type"] = json!("rich");
            for (key, text) in [
                ("title", None),
                ("description", None),
                ("footer", Some("text")),
            ] {
                let part = match text {
                    Some(inner) => &mut embed[key][inner],
                    None => &mut embed[key],
                };
                if let Some(trimmed) = part.as_str().map(|text| text.trim().to_owned()) {
                    *part = json!(trimmed);
                }
            }
            for field in embed["fields"].as_array_mut().into_iter().flatten() {
                if field["inline"] != true {
                    field["inline"] = json!(false);
                }
            }
            if let Some(embed) = embed.as_object_mut() {
                embed.retain(|_, value| !value.is_null() && *value != json!({"text": null}));
            }
        }
        wire.insert("embeds".to_owned(), Value::Array(embeds));
    }
    if let Some(components) = body.get("components") {
        let mut components = components.clone();
        let mut next = 1;
        number(&mut components, &mut next);
        wire.insert(
            "components".to_owned(),
            if components.is_array() {
                components
            } else {
                json!([])
            },
        );
    }
    for key in ["tts"] {
        if let Some(value) = body.get(key).filter(|value| value.is_boolean()) {
            wire.insert(key.to_owned(), value.clone());
        }
    }
}

/// Gives every component without an id one, as Discord does.
fn number(value: &mut Value, next: &mut u64) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| number(value, next)),
        Value::Object(map) if map.get("type").is_some_and(Value::is_number) => {
            if map.get("id").and_then(Value::as_u64).unwrap_or(0) == 0 {
                map.insert("id".to_owned(), json!(*next));
                *next += 1;
            }
            for key in ["components", "accessory", "component"] {
                if let Some(inside) = map.get_mut(key) {
                    number(inside, next);
                }
            }
        }
        _ => {}
    }
}

/// Stores uploaded files and lists the attachments that a message then has.
fn attach(
    world: &mut World,
    channel: Snowflake,
    body: &Value,
    files: &[RecordedFile],
    before: &[Value],
    ephemeral: bool,
) -> Result<Vec<Value>, ApiError> {
    if files.iter().any(|file| file.bytes.len() > MAX_FILE) {
        return Err(ApiError::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            40005,
            "Request entity too large",
        ));
    }
    let named = body["attachments"].as_array();
    // A body that lists attachments keeps only those it lists.
    let mut list: Vec<Value> = match named {
        Some(named) => before
            .iter()
            .filter(|old| named.iter().any(|one| one["id"] == old["id"]))
            .cloned()
            .collect(),
        None => before.to_vec(),
    };
    for file in files {
        let index = file.part.trim_start_matches("files[").trim_end_matches(']');
        let described = named.and_then(|named| {
            named.iter().find(|one| match &one["id"] {
                Value::String(id) => id == index,
                Value::Number(id) => id.to_string() == index,
                _ => false,
            })
        });
        let filename: String = described
            .and_then(|one| one["filename"].as_str())
            .unwrap_or(&file.filename)
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') {
                    c
                } else {
                    '_'
                }
            })
            .collect();
        let stored = world.store_file(
            channel,
            &filename,
            file.content_type.as_deref(),
            file.bytes.clone(),
        );
        let mut object = stored;
        if let Some(description) = described
            .map(|one| one["description"].clone())
            .filter(|text| !text.is_null())
        {
            object["description"] = description;
        }
        if ephemeral {
            object["ephemeral"] = json!(true);
        }
        list.push(object);
    }
    if list.len() > 10 {
        let mut errors = FormErrors::default();
        errors.add(
            "attachments",
            "BASE_TYPE_MAX_LENGTH",
            "Must be 10 or fewer in length.",
        );
        errors.into_result("")?;
    }
    Ok(list)
}

impl World {
    /// Keeps a file and returns its attachment object.
    pub(in crate::sandbox) fn store_file(
        &mut self,
        channel: Snowflake,
        filename: &str,
        content_type: Option<&str>,
        bytes: Vec<u8>,
    ) -> Value {
        let id = self.ids.next();
        let content_type = content_type
            .filter(|kind| *kind != "application/octet-stream")
            .unwrap_or_else(|| media_type(filename))
            .to_owned();
        let url = format!("{}/attachments/{channel}/{id}/{filename}", self.origin);
        let mut object = json!({
            "id": id,
            "filename": filename,
            "size": bytes.len(),
            "url": url,
            "proxy_url": url,
            "content_type": content_type,
        });
        if let Some((width, height)) = png_size(&bytes) {
            object["width"] = json!(width);
            object["height"] = json!(height);
        }
        self.files.insert(
            id,
            StoredFile {
                filename: filename.to_owned(),
                content_type,
                bytes,
            },
        );
        object
    }
}

fn media_type(filename: &str) -> &'static str {
    match filename.rsplit_once('.').map(|(_, extension)| extension) {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("json") => "application/json; charset=utf-8",
        Some("txt" | "toml" | "md" | "csv") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn png_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let header = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(8..16)?;
    let (width, height) = header.split_at(4);
    Some((
        u32::from_be_bytes(width.try_into().ok()?),
        u32::from_be_bytes(height.try_into().ok()?),
    ))
}

/// Works out whom a message pings, under `allowed_mentions`.
fn mentions(
    world: &World,
    wire: &mut Map<String, Value>,
    body: &Value,
    default: Pings,
    channel: Snowflake,
) {
    let content = wire
        .get("content")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    let allowed = &body["allowed_mentions"];
    let may = |kind: &str, list: &str, id: Option<Snowflake>| {
        if allowed.is_null() {
            return default == Pings::All || kind == "users";
        }
        allowed["parse"]
            .as_array()
            .is_some_and(|parse| parse.iter().any(|one| one == kind))
            || allowed[list]
                .as_array()
                .is_some_and(|ids| ids.iter().any(|one| from_json(one) == id))
    };
    let mut users = Vec::new();
    let mut roles = Vec::new();
    for (at, _) in content.match_indices("<@") {
        let inside = content[at + 2..]
            .split_once('>')
            .map(|(inside, _)| inside)
            .unwrap_or_default();
        if let Some(role) = inside
            .strip_prefix('&')
            .and_then(|role| role.parse::<Snowflake>().ok())
        {
            if may("roles", "roles", Some(role)) && !roles.contains(&role) {
                roles.push(role);
            }
        } else if let Ok(user) = inside.trim_start_matches('!').parse::<Snowflake>()
            && may("users", "users", Some(user))
            && !users.contains(&user)
        {
            users.push(user);
        }
    }
    let everyone = (content.contains("@everyone") || content.contains("@here"))
        && may("everyone", "everyone", None);
    let in_guild = world
        .channels
        .get(&channel)
        .and_then(super::super::world::Channel::guild)
        .is_some();
    let users: Vec<_> = users
        .iter()
        .filter_map(|user| world.users.get(user))
        .map(payload::user)
        .collect();
    wire.insert("mentions".to_owned(), Value::Array(users));
    wire.insert("mention_roles".to_owned(), json!(roles));
    wire.insert("mention_everyone".to_owned(), json!(everyone && in_guild));
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
