//! Channels, servers, people.

use serde_json::{Value, json};

use super::super::error::{ApiError, FormErrors};
use super::super::faults::DmRefusal;
use super::super::payload;
use super::super::seed;
use super::super::snowflake::{Snowflake, from_json};
use super::super::world::{Guild, World};
use super::{Answer, Call, Outcome, id};

pub(super) fn channel(world: &World, call: &Call, channel: Snowflake) -> Outcome {
    if call.method != "GET" {
        return Err(ApiError::unknown_route());
    }
    let channel = readable(world, channel)?;
    Ok(Answer::Json(payload::channel(world, channel)))
}

/// A channel that the bot may see.
pub(super) fn readable(
    world: &World,
    id: Snowflake,
) -> Result<&super::super::world::Channel, ApiError> {
    let channel = world
        .channels
        .get(&id)
        .ok_or_else(|| ApiError::not_found(10003, "Unknown Channel"))?;
    if world.can_read(id, seed::BOT) {
        Ok(channel)
    } else {
        Err(ApiError::forbidden(50001, "Missing Access"))
    }
}

pub(super) fn handle(world: &mut World, call: &Call, segments: &[&str]) -> Outcome {
    match (call.method.as_str(), segments) {
        ("POST", ["users", "@me", "channels"]) => open_dm(world, call),
        ("GET", ["users", "@me", "guilds"]) => Ok(Answer::Json(
            world
                .guilds
                .values()
                .filter(|guild| guild.bot_installed)
                .map(|guild| {
                    json!({
                        "id": guild.id, "name": guild.name, "icon": null, "banner": null, "owner": false,
                        "permissions": world.permissions(guild.id, seed::BOT).to_string(), "features": [],
                    })
                })
                .collect(),
        )),
        ("DELETE", ["users", "@me", "guilds", guild]) => {
            let guild = installed(world, id(guild)?)?.id;
            world.remove_bot(guild);
            Ok(Answer::Empty)
        }
        ("GET", ["users", user]) => {
            let user = world.users.get(&id(user)?).ok_or_else(|| ApiError::not_found(10013, "Unknown User"))?;
            Ok(Answer::Json(payload::user(user)))
        }
        ("GET", ["guilds", guild, rest @ ..]) => {
            let guild = installed(world, id(guild)?)?;
            match rest {
                [] => Ok(Answer::Json(payload::guild(guild))),
                ["roles"] => Ok(Answer::Json(payload::roles(guild))),
                ["channels"] => Ok(Answer::Json(
                    world
                        .channels
                        .values()
                        .filter(|channel| channel.guild() == Some(guild.id))
                        .map(|channel| payload::channel(world, channel))
                        .collect(),
                )),
                ["members", member] => {
                    let member = id(member)?;
                    if !guild.members.contains_key(&member) {
                        return Err(ApiError::not_found(10007, "Unknown Member"));
                    }
                    Ok(Answer::Json(payload::member(world, guild, member)))
                }
                _ => Err(ApiError::unknown_route()),
            }
        }
        _ => Err(ApiError::unknown_route()),
    }
}

fn installed(world: &World, guild: Snowflake) -> Result<&Guild, ApiError> {
    match world.guilds.get(&guild) {
        Some(guild) if guild.bot_installed => Ok(guild),
        _ => Err(ApiError::not_found(10004, "Unknown Guild")),
    }
}

fn open_dm(world: &mut World, call: &Call) -> Outcome {
    let recipient = &call.body["recipient_id"];
    let person =
        from_json(recipient).filter(|id| world.users.get(id).is_some_and(|user| !user.bot));
    let Some(person) = person else {
        let mut errors = FormErrors::default();
        if recipient.is_null() {
            errors.required("recipient_id");
            errors.into_result("")?;
        }
        return Err(ApiError::bad_request(50033, "Invalid Recipient(s)"));
    };
    if world.dm_refusals.get(&person) == Some(&DmRefusal::TooFast) {
        return Err(ApiError::bad_request(
            40003,
            "You are opening direct messages too fast",
        ));
    }
    let channel = world.dm_channel(person);
    let object = world
        .channels
        .get(&channel)
        .map(|channel| payload::channel(world, channel));
    Ok(Answer::Json(object.unwrap_or(Value::Null)))
}
