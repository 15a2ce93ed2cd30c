//! Answers to interactions: callbacks and what follows under the token.

use serde_json::{Value, json};

use super::super::Shared;
use super::super::error::{ApiError, FormErrors};
use super::super::limits;
use super::super::payload::{self, COMPONENTS_V2, EPHEMERAL, LOADING};
use super::super::seed;
use super::super::snowflake::Snowflake;
use super::super::world::{Callback, Interaction, InteractionKind, World};
use super::content::Pings;
use super::messages::{Draft, announce, delete, edit, post, render};
use super::{Answer, Call, Outcome, age, id};

/// Flags that the bot may set on an answer.
const FLAGS: u64 = (1 << 2) | EPHEMERAL | (1 << 12) | COMPONENTS_V2;
/// The most follow-ups where only the person installed the bot.
const USER_INSTALL_FOLLOWUPS: usize = 5;

pub(super) fn callback(
    shared: &Shared,
    world: &mut World,
    call: &Call,
    id: Snowflake,
    token: &str,
) -> Outcome {
    let interaction = world
        .interactions
        .get(&id)
        .filter(|interaction| interaction.token == token)
        .cloned()
        .ok_or_else(ApiError::unknown_interaction)?;
    if interaction.callback.is_some() {
        return Err(ApiError::bad_request(
            40060,
            "Interaction has already been acknowledged.",
        ));
    }
    if age(interaction.sent) > shared.options.answer_within {
        return Err(ApiError::unknown_interaction());
    }
    let kind = check_type(world, &interaction, &call.body["type"])?;
    let data = call.body["data"].clone();
    let mut original = None;
    match kind {
        4 => original = Some(answer(world, &interaction, &data, call)?),
        5 => original = Some(defer(world, &interaction, &data)),
        6 => original = interaction.source,
        7 => {
            let source = interaction.source.ok_or_else(ApiError::unknown_message)?;
            edit(
                world,
                source,
                if data.is_null() { &Value::Null } else { &data },
                &call.files,
                "data",
            )
            .or_else(|error| {
                // An update without data changes nothing and is fine.
                if data.is_null() { Ok(()) } else { Err(error) }
            })?;
            original = Some(source);
        }
        8 => {
            let mut errors = FormErrors::default();
            limits::choices(
                &mut errors,
                &data["choices"],
                focused_type(&interaction.payload),
            );
            errors.into_result("data")?;
        }
        9 => {
            let mut errors = FormErrors::default();
            limits::modal(&mut errors, &data);
            errors.into_result("data")?;
        }
        _ => {}
    }
    if let Some(interaction) = world.interactions.get_mut(&id) {
        interaction.callback = Some(Callback {
            kind,
            data,
            after: age(interaction.sent),
        });
        interaction.original = original;
    }
    if matches!(kind, 4 | 5)
        && let Some(message) = original
    {
        announce(world, message, "MESSAGE_CREATE");
    }
    if call.flag("with_response") {
        return Ok(Answer::Json(with_response(
            world,
            &interaction,
            kind,
            original,
        )));
    }
    Ok(Answer::Empty)
}

fn check_type(world: &World, interaction: &Interaction, value: &Value) -> Result<u64, ApiError> {
    let on_message = interaction
        .source
        .is_some_and(|source| world.messages.contains_key(&source));
    let allowed: &[u64] = match interaction.kind {
        InteractionKind::Command => &[4, 5, 9],
        InteractionKind::Component => &[4, 5, 6, 7, 9],
        InteractionKind::Autocomplete => &[8],
        InteractionKind::ModalSubmit if on_message => &[4, 5, 6, 7],
        InteractionKind::ModalSubmit => &[4, 5],
    };
    let mut errors = FormErrors::default();
    match value.as_u64() {
        Some(kind) if allowed.contains(&kind) => return Ok(kind),
        _ if value.is_null() => errors.required("type"),
        _ => {
            let list: Vec<_> = allowed.iter().map(u64::to_string).collect();
            errors.add(
                "type",
                "UNION_TYPE_CHOICES",
                format!(
                    "Value of field \"type\" must be one of ({}).",
                    list.join(", ")
                ),
            );
        }
    }
    errors.into_result("").map(|()| 0)
}

fn draft(interaction: &Interaction, private: bool, prefix: &'static str) -> Draft {
    Draft {
        channel: interaction.channel,
        author: seed::BOT,
        visible_to: private.then_some(interaction.user),
        interaction: Some(interaction.id),
        default_pings: Pings::Users,
        prefix,
        allowed_flags: FLAGS,
    }
}

fn answer(
    world: &mut World,
    interaction: &Interaction,
    data: &Value,
    call: &Call,
) -> Result<Snowflake, ApiError> {
    if data.is_null() {
        let mut errors = FormErrors::default();
        errors.required("data");
        errors.into_result("")?;
    }
    let private = data["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0;
    let id = post(
        world,
        &draft(interaction, private, "data"),
        data,
        &call.files,
    )?;
    finish(world, interaction, id);
    Ok(id)
}

/// Gives a message the type, and the reference, of an answer to its kind of interaction.
fn finish(world: &mut World, interaction: &Interaction, id: Snowflake) {
    let guild = world
        .channels
        .get(&interaction.channel)
        .and_then(super::super::world::Channel::guild);
    let Some(message) = world.messages.get_mut(&id) else {
        return;
    };
    let menu = interaction.payload["data"]["target_id"].is_string();
    let kind = match interaction.kind {
        InteractionKind::Command if menu => 23,
        InteractionKind::Command => 20,
        _ => 19,
    };
    message.wire.insert("type".to_owned(), json!(kind));
    if kind == 19 || menu {
        let target = match interaction.source {
            Some(source) => json!(source),
            None => interaction.payload["data"]["target_id"].clone(),
        };
        if target.is_null() {
            message.wire.insert("type".to_owned(), json!(0));
            return;
        }
        let mut reference =
            json!({"type": 0, "channel_id": interaction.channel, "message_id": target});
        if let Some(guild) = guild {
            reference["guild_id"] = json!(guild);
        }
        message
            .wire
            .insert("message_reference".to_owned(), reference);
    }
}

fn defer(world: &mut World, interaction: &Interaction, data: &Value) -> Snowflake {
    let private = data["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0;
    let id = world.ids.next();
    let mut wire = payload::blank_message(world, id, interaction.channel, seed::BOT);
    let flags = LOADING | if private { EPHEMERAL } else { 0 };
    wire.insert("flags".to_owned(), json!(flags));
    wire.insert("application_id".to_owned(), json!(seed::APPLICATION));
    wire.insert("webhook_id".to_owned(), json!(seed::APPLICATION));
    wire.insert(
        "interaction_metadata".to_owned(),
        payload::interaction_metadata(world, interaction.id),
    );
    world.messages.insert(
        id,
        super::super::world::StoredMessage {
            id,
            channel: interaction.channel,
            author: seed::BOT,
            visible_to: private.then_some(interaction.user),
            wire,
            nonce: None,
            interaction: Some(interaction.id),
            gone: false,
        },
    );
    finish(world, interaction, id);
    id
}

/// The type of the option that is being filled.
fn focused_type(payload: &Value) -> Option<u64> {
    fn find(options: &Value) -> Option<u64> {
        options.as_array()?.iter().find_map(|option| {
            if option["focused"] == true {
                option["type"].as_u64()
            } else {
                find(&option["options"])
            }
        })
    }
    find(&payload["data"]["options"])
}

fn with_response(
    world: &World,
    interaction: &Interaction,
    kind: u64,
    original: Option<Snowflake>,
) -> Value {
    let mut object = json!({"id": interaction.id, "type": interaction.kind.number()});
    let mut response = json!({});
    if let Some(id) = original {
        let message = render(world, id);
        let flags = message["flags"].as_u64().unwrap_or(0);
        object["response_message_id"] = json!(id);
        object["response_message_loading"] = json!(flags & LOADING != 0);
        object["response_message_ephemeral"] = json!(flags & EPHEMERAL != 0);
        response["resource"] = json!({"type": kind, "message": message});
    }
    response["interaction"] = object;
    response
}

pub(super) fn webhook(
    shared: &Shared,
    world: &mut World,
    call: &Call,
    application: &str,
    token: &str,
    rest: &[&str],
) -> Outcome {
    let unknown = || ApiError::not_found(10015, "Unknown Webhook");
    if id(application)? != seed::APPLICATION {
        return Err(unknown());
    }
    let interaction = world
        .tokens
        .get(token)
        .and_then(|id| world.interactions.get(id))
        .cloned()
        .ok_or_else(|| {
            ApiError::new(
                axum::http::StatusCode::UNAUTHORIZED,
                50027,
                "Invalid Webhook Token",
            )
        })?;
    if age(interaction.sent) > shared.options.token_lifetime {
        return Err(ApiError::new(
            axum::http::StatusCode::UNAUTHORIZED,
            50027,
            "Invalid Webhook Token",
        ));
    }
    let Some(first) = &interaction.callback else {
        return Err(unknown());
    };
    let first = first.kind;
    match (call.method.as_str(), rest) {
        ("POST", []) => follow_up(world, call, &interaction, first),
        (method, ["messages", target]) => {
            let target = under_token(world, &interaction, target)?;
            match method {
                "GET" => Ok(Answer::Json(render(world, target))),
                "PATCH" => {
                    edit(world, target, &call.body, &call.files, "")?;
                    Ok(Answer::Json(render(world, target)))
                }
                "DELETE" => {
                    delete(world, target);
                    Ok(Answer::Empty)
                }
                _ => Err(ApiError::unknown_route()),
            }
        }
        _ => Err(ApiError::unknown_route()),
    }
}

/// A message that the token gives power over.
fn under_token(
    world: &World,
    interaction: &Interaction,
    target: &str,
) -> Result<Snowflake, ApiError> {
    let found = if target == "@original" {
        interaction.original
    } else {
        let target = id(target)?;
        let own = interaction.followups.contains(&target) || interaction.original == Some(target);
        own.then_some(target)
    };
    found
        .filter(|id| world.messages.get(id).is_some_and(|message| !message.gone))
        .ok_or_else(ApiError::unknown_message)
}

fn follow_up(world: &mut World, call: &Call, interaction: &Interaction, first: u64) -> Outcome {
    // The first follow-up to a deferred answer is that answer.
    if first == 5
        && let Some(original) = interaction.original
        && world.messages.get(&original).is_some_and(|message| {
            !message.gone
                && message
                    .wire
                    .get("flags")
                    .and_then(Value::as_u64)
                    .unwrap_or(0)
                    & LOADING
                    != 0
        })
    {
        edit(world, original, &call.body, &call.files, "")?;
        return Ok(Answer::Json(render(world, original)));
    }
    if interaction.user_install_only && interaction.followups.len() >= USER_INSTALL_FOLLOWUPS {
        return Err(ApiError::bad_request(
            40094,
            "This interaction has reached the maximum number of follow-up messages",
        ));
    }
    let private = call.body["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0;
    let id = post(
        world,
        &draft(interaction, private, ""),
        &call.body,
        &call.files,
    )?;
    if let Some(original) = interaction.original
        && let Some(message) = world.messages.get_mut(&id)
    {
        message.wire.insert("type".to_owned(), json!(19));
        message.wire.insert(
            "message_reference".to_owned(),
            json!({"type": 0, "channel_id": interaction.channel, "message_id": original}),
        );
    }
    if let Some(interaction) = world.interactions.get_mut(&interaction.id) {
        interaction.followups.push(id);
    }
    announce(world, id, "MESSAGE_CREATE");
    Ok(Answer::Json(render(world, id)))
}
