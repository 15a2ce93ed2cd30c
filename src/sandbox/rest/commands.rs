//! Registration of commands.

use serde_json::{Value, json};

use super::super::error::{ApiError, FormErrors};
use super::super::limits;
use super::super::seed;
use super::super::snowflake::Snowflake;
use super::super::world::World;
use super::{Answer, Call, Outcome, id};

pub(super) fn handle(
    world: &mut World,
    call: &Call,
    guild: Option<Snowflake>,
    rest: &[&str],
) -> Outcome {
    if let Some(guild) = guild
        && !world
            .guilds
            .get(&guild)
            .is_some_and(|guild| guild.bot_installed)
    {
        return Err(ApiError::forbidden(50001, "Missing Access"));
    }
    match (call.method.as_str(), rest) {
        ("GET", []) => Ok(Answer::Json(Value::Array(table(world, guild)))),
        ("GET", [command]) => {
            let wanted = json!(id(command)?);
            let found = table(world, guild)
                .into_iter()
                .find(|command| command["id"] == wanted);
            found.map(Answer::Json).ok_or_else(unknown)
        }
        ("PUT", []) => {
            check(&call.body, guild)?;
            let before = table(world, guild);
            let commands: Vec<_> = call
                .body
                .as_array()
                .into_iter()
                .flatten()
                .map(|command| registered(world, command, guild, &before))
                .collect();
            put(world, guild, commands.clone());
            Ok(Answer::Json(Value::Array(commands)))
        }
        ("POST", []) => {
            let mut commands = table(world, guild);
            let before = commands.clone();
            let same =
                |one: &Value| one["name"] == call.body["name"] && kind(one) == kind(&call.body);
            let existed = commands.iter().any(&same);
            commands.retain(|one| !same(one));
            let command = registered(world, &call.body, guild, &before);
            commands.push(command.clone());
            check(&Value::Array(commands.clone()), guild)?;
            put(world, guild, commands);
            Ok(if existed {
                Answer::Json(command)
            } else {
                Answer::Created(command)
            })
        }
        ("DELETE", [command]) => {
            let wanted = json!(id(command)?);
            let mut commands = table(world, guild);
            let before = commands.len();
            commands.retain(|command| command["id"] != wanted);
            if commands.len() == before {
                return Err(unknown());
            }
            put(world, guild, commands);
            Ok(Answer::Empty)
        }
        _ => Err(ApiError::unknown_route()),
    }
}

fn unknown() -> ApiError {
    ApiError::not_found(10063, "Unknown application command")
}

fn check(table: &Value, guild: Option<Snowflake>) -> Result<(), ApiError> {
    let mut errors = FormErrors::default();
    limits::commands(&mut errors, table, guild.is_some());
    errors.into_result("")
}

fn table(world: &World, guild: Option<Snowflake>) -> Vec<Value> {
    match guild {
        None => world.global_commands.clone(),
        Some(guild) => world
            .guild_commands
            .get(&guild)
            .cloned()
            .unwrap_or_default(),
    }
}

fn put(world: &mut World, guild: Option<Snowflake>, commands: Vec<Value>) {
    match guild {
        None => world.global_commands = commands,
        Some(guild) => {
            world.guild_commands.insert(guild, commands);
        }
    }
}

fn kind(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

/// The command as Discord stores it; one that existed by that name keeps its id.
fn registered(
    world: &mut World,
    command: &Value,
    guild: Option<Snowflake>,
    before: &[Value],
) -> Value {
    let known = before
        .iter()
        .find(|one| one["name"] == command["name"] && kind(one) == kind(command))
        .map(|one| one["id"].clone());
    let id = known.unwrap_or_else(|| json!(world.ids.next()));
    let or = |key: &str, default: Value| {
        if command[key].is_null() {
            default
        } else {
            command[key].clone()
        }
    };
    let mut stored = json!({
        "id": id,
        "application_id": seed::APPLICATION,
        "version": world.ids.next(),
        "type": kind(command),
        "name": command["name"],
        "name_localizations": command["name_localizations"],
        "description": or("description", json!("")),
        "description_localizations": command["description_localizations"],
        "default_member_permissions": command["default_member_permissions"]
            .as_u64()
            .map_or_else(|| command["default_member_permissions"].clone(), |bits| json!(bits.to_string())),
        "dm_permission": or("dm_permission", json!(true)),
        "nsfw": or("nsfw", json!(false)),
        "integration_types": or("integration_types", json!([0])),
        "contexts": command["contexts"],
    });
    if command["options"].is_array() {
        stored["options"] = command["options"].clone();
    }
    if let Some(guild) = guild {
        stored["guild_id"] = json!(guild);
    }
    stored
}
