//! Discord's objects, as they go over the wire.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::seed;
use super::snowflake::Snowflake;
use super::world::{
    Channel, Guild, InteractionKind, Role, StoredMessage, User, Whereabouts, World, permission,
};

/// `flags` of a message that only one person sees.
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// `flags` of a message that says "is thinking…".
pub(super) const LOADING: u64 = 1 << 7;
/// `flags` of a message made of components alone.
pub(super) const COMPONENTS_V2: u64 = 1 << 15;

/// The moment in Discord's notation.
pub(super) fn timestamp(unix_ms: u64) -> String {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000)
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .map_or_else(
            || "1970-01-01T00:00:00+00:00".to_owned(),
            |text| text.replace('Z', "+00:00"),
        )
}

pub(super) fn now() -> String {
    let now = OffsetDateTime::now_utc().unix_timestamp_nanos() / 1_000_000;
    timestamp(u64::try_from(now).unwrap_or_default())
}

pub(super) fn user(user: &User) -> Value {
    let mut object = json!({
        "id": user.id,
        "username": user.username,
        "discriminator": if user.bot { "0042" } else { "0" },
        "global_name": user.global_name,
        "avatar": null,
        "avatar_decoration_data": null,
        "banner": null,
        "accent_color": null,
        "primary_guild": null,
        "public_flags": 0,
        "flags": 0,
    });
    if user.bot
        && let Some(map) = object.as_object_mut()
    {
        map.insert("bot".to_owned(), json!(true));
    }
    object
}

fn role(guild: &Guild, index: usize, role: &Role) -> Value {
    json!({
        "id": role.id,
        "name": role.name,
        "description": null,
        "permissions": role.permissions.to_string(),
        "position": if role.id == guild.id { 0 } else { index },
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "hoist": false,
        "managed": false,
        "mentionable": false,
        "icon": null,
        "unicode_emoji": null,
        "flags": 0,
    })
}

pub(super) fn roles(guild: &Guild) -> Value {
    guild
        .roles
        .iter()
        .enumerate()
        .map(|(index, one)| role(guild, index, one))
        .collect()
}

pub(super) fn channel(world: &World, channel: &Channel) -> Value {
    match channel.place {
        Whereabouts::Guild(guild) => json!({
            "id": channel.id,
            "type": 0,
            "guild_id": guild,
            "name": channel.name,
            "position": 0,
            "parent_id": null,
            "topic": null,
            "nsfw": false,
            "rate_limit_per_user": 0,
            "last_message_id": last_message(world, channel.id),
            "permission_overwrites": [],
            "flags": 0,
        }),
        Whereabouts::Dm(person) => json!({
            "id": channel.id,
            "type": 1,
            "last_message_id": last_message(world, channel.id),
            "recipients": world.users.get(&person).map(|person| vec![user(person)]).unwrap_or_default(),
            "flags": 0,
        }),
    }
}

/// How far back one looks for something recent, so that a long run stays as quick as a short one.
pub(super) const RECENT: usize = 1_000;

fn last_message(world: &World, channel: Snowflake) -> Option<Snowflake> {
    world
        .messages
        .values()
        .rev()
        .take(RECENT)
        .find(|message| message.channel == channel && message.visible_to.is_none() && !message.gone)
        .map(|message| message.id)
}

/// The fields of a member without the account, as messages carry them.
pub(super) fn partial_member(guild: &Guild, user: Snowflake) -> Value {
    json!({
        "roles": guild.members.get(&user).cloned().unwrap_or_default(),
        "nick": null,
        "avatar": null,
        "banner": null,
        "joined_at": "2025-01-05T10:00:00.000000+00:00",
        "premium_since": null,
        "communication_disabled_until": null,
        "deaf": false,
        "mute": false,
        "pending": false,
        "flags": 0,
    })
}

pub(super) fn member(world: &World, guild: &Guild, id: Snowflake) -> Value {
    let mut object = partial_member(guild, id);
    if let (Some(map), Some(account)) = (object.as_object_mut(), world.users.get(&id)) {
        map.insert("user".to_owned(), user(account));
    }
    object
}

/// The part that REST and the gateway share.
pub(super) fn guild(guild: &Guild) -> Value {
    json!({
        "id": guild.id,
        "name": guild.name,
        "icon": null,
        "icon_hash": null,
        "splash": null,
        "discovery_splash": null,
        "owner_id": guild.owner,
        "afk_channel_id": null,
        "afk_timeout": 300,
        "widget_enabled": false,
        "widget_channel_id": null,
        "verification_level": 1,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "roles": roles(guild),
        "emojis": [],
        "features": [],
        "mfa_level": 0,
        "application_id": null,
        "system_channel_id": null,
        "system_channel_flags": 0,
        "rules_channel_id": null,
        "max_presences": null,
        "max_members": 500_000,
        "vanity_url_code": null,
        "description": null,
        "banner": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "public_updates_channel_id": null,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "nsfw": false,
        "nsfw_level": 0,
        "stickers": [],
        "premium_progress_bar_enabled": false,
        "home_header": null,
        "region": "deprecated",
        "safety_alerts_channel_id": null,
        "incidents_data": null,
    })
}

/// The data of GUILD_CREATE.
pub(super) fn guild_create(world: &World, one: &Guild) -> Value {
    let mut object = guild(one);
    let channels: Vec<_> = world
        .channels
        .values()
        .filter(|channel| channel.guild() == Some(one.id))
        .map(|one| channel(world, one))
        .collect();
    // Without GUILD_MEMBERS Discord sends the bot's own member only.
    let members = vec![member(world, one, seed::BOT)];
    if let Some(map) = object.as_object_mut() {
        map.extend(
            [
                ("joined_at", json!("2025-01-05T10:00:00.000000+00:00")),
                ("large", json!(false)),
                ("unavailable", json!(false)),
                ("member_count", json!(one.members.len())),
                ("voice_states", json!([])),
                ("members", json!(members)),
                ("channels", json!(channels)),
                ("threads", json!([])),
                ("presences", json!([])),
                ("stage_instances", json!([])),
                ("guild_scheduled_events", json!([])),
                ("soundboard_sounds", json!([])),
            ]
            .map(|(key, value)| (key.to_owned(), value)),
        );
    }
    object
}

/// A message with the message that it answers.
pub(super) fn message(world: &World, stored: &StoredMessage) -> Value {
    let mut wire = stored.wire.clone();
    let referenced = wire
        .get("message_reference")
        .and_then(|reference| reference.get("message_id"))
        .and_then(super::snowflake::from_json);
    if let Some(id) = referenced {
        let target = world.messages.get(&id).filter(|target| !target.gone);
        wire.insert(
            "referenced_message".to_owned(),
            target.map_or(Value::Null, |target| Value::Object(target.wire.clone())),
        );
    }
    Value::Object(wire)
}

/// A new message object with nothing in it yet.
pub(super) fn blank_message(
    world: &World,
    id: Snowflake,
    channel: Snowflake,
    author: Snowflake,
) -> Map<String, Value> {
    let object = json!({
        "id": id,
        "type": 0,
        "channel_id": channel,
        "author": world.users.get(&author).map(user),
        "content": "",
        "timestamp": timestamp(id.unix_ms()),
        "edited_timestamp": null,
        "tts": false,
        "mention_everyone": false,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": false,
        "flags": 0,
    });
    match object {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// What the bot may do where an interaction happens.
pub(super) fn app_permissions(world: &World, channel: &Channel) -> u64 {
    match channel.place {
        Whereabouts::Guild(guild)
            if world
                .guilds
                .get(&guild)
                .is_some_and(|guild| guild.bot_installed) =>
        {
            let bits = world.permissions(guild, seed::BOT);
            if channel.bot_muted {
                bits & !permission::SEND_MESSAGES
            } else {
                bits
            }
        }
        Whereabouts::Guild(_) => {
            permission::EMBED_LINKS | permission::ATTACH_FILES | permission::MENTION_EVERYONE
        }
        Whereabouts::Dm(_) => {
            permission::VIEW_CHANNEL
                | permission::SEND_MESSAGES
                | permission::EMBED_LINKS
                | permission::ATTACH_FILES
                | permission::READ_MESSAGE_HISTORY
                | permission::MENTION_EVERYONE
        }
    }
}

/// The fields that every interaction carries, whatever its kind.
pub(super) fn interaction_base(
    world: &World,
    id: Snowflake,
    token: &str,
    kind: u8,
    channel_id: Snowflake,
    person: Snowflake,
    user_install_only: bool,
) -> Map<String, Value> {
    let mut map = Map::new();
    let mut put = |key: &str, value: Value| {
        map.insert(key.to_owned(), value);
    };
    put("id", json!(id));
    put("application_id", json!(seed::APPLICATION));
    put("type", json!(kind));
    put("token", json!(token));
    put("version", json!(1));
    put("channel_id", json!(channel_id));
    put("entitlements", json!([]));
    put("attachment_size_limit", json!(10 * 1024 * 1024));
    let (Some(place), Some(account)) = (world.channels.get(&channel_id), world.users.get(&person))
    else {
        return map;
    };
    let mut channel_object = channel(world, place);
    put(
        "app_permissions",
        json!(app_permissions(world, place).to_string()),
    );
    put("locale", json!(account.locale));
    let mut owners = Map::new();
    match place.place {
        Whereabouts::Guild(guild_id) => {
            if let Some(guild) = world.guilds.get(&guild_id) {
                let permissions = world.permissions(guild_id, person).to_string();
                let mut member_object = member(world, guild, person);
                member_object["permissions"] = json!(permissions);
                channel_object["permissions"] = json!(permissions);
                put("member", member_object);
                put("guild_id", json!(guild_id));
                put("guild_locale", json!(guild.locale));
                put(
                    "guild",
                    json!({"id": guild_id, "locale": guild.locale, "features": []}),
                );
                if guild.bot_installed && !user_install_only {
                    owners.insert("0".to_owned(), json!(guild_id));
                }
            }
            put("context", json!(0));
        }
        Whereabouts::Dm(_) => {
            put("user", user(account));
            put("context", json!(1));
            if !user_install_only {
                owners.insert("0".to_owned(), json!("0"));
            }
        }
    }
    if account.installed_bot || user_install_only {
        owners.insert("1".to_owned(), json!(person));
    }
    put("authorizing_integration_owners", Value::Object(owners));
    put("channel", channel_object);
    map
}

/// What a message says about the interaction that made it.
pub(super) fn interaction_metadata(world: &World, id: Snowflake) -> Value {
    let Some(interaction) = world.interactions.get(&id) else {
        return Value::Null;
    };
    let mut metadata = json!({
        "id": id,
        "type": interaction.kind.number(),
        "user": world.users.get(&interaction.user).map(user),
        "authorizing_integration_owners": interaction.payload["authorizing_integration_owners"],
    });
    if interaction.kind == InteractionKind::Command {
        metadata["name"] = json!(full_name(&interaction.payload["data"]));
        metadata["command_type"] = interaction.payload["data"]["type"].clone();
    }
    if let (Some(source), InteractionKind::Component) = (interaction.source, interaction.kind) {
        metadata["interacted_message_id"] = json!(source);
    }
    if let Some(opener) = interaction.opened_by {
        metadata["triggering_interaction_metadata"] = interaction_metadata(world, opener);
    }
    metadata
}

/// A command's name with those of its sub-commands.
pub(super) fn full_name(data: &Value) -> String {
    let mut name = data["name"].as_str().unwrap_or_default().to_owned();
    let mut options = &data["options"];
    while matches!(options[0]["type"].as_u64(), Some(1 | 2)) {
        name.push(' ');
        name.push_str(options[0]["name"].as_str().unwrap_or_default());
        options = &options[0]["options"];
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_as_discord_writes_it() {
        assert_eq!(timestamp(1_767_916_800_000), "2026-01-09T00:00:00+00:00");
    }
}
