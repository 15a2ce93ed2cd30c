//! What a message is made of: its text, embeds, components, files, and whom it pings.

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::error::{ApiError, FormErrors};
use super::super::payload;
use super::super::record::RecordedFile;
use super::super::snowflake::{Snowflake, from_json};
use super::super::world::{StoredFile, World};

/// The largest file that a bot may send.
const MAX_FILE: usize = 10 * 1024 * 1024;

/// What may be mentioned when the bot does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pings {
    /// Everything: ordinary messages.
    All,
    /// Users only: interactions.
    Users,
}

/// Copies what a body says into a message; what it does not name stays.
pub(super) fn fill(wire: &mut Map<String, Value>, body: &Value) {
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
pub(super) fn attach(
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
pub(super) fn mentions(
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
