//! What a person does on the page.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;

use super::super::faults::{Fault, GatewayFault, Route};
use super::super::snowflake::{Snowflake, from_json};
use super::super::view::Outcome;
use super::super::{Arg, DriveError, Pending, Sandbox, seed};
use super::Page;
use super::state::{View, without_token};

/// Does what was asked, and tells of it under the number of the request.
pub(super) fn perform(
    page: &Arc<Page>,
    view: &View,
    request: Value,
    answers: UnboundedSender<Value>,
) {
    let number = request["id"].clone();
    let sandbox = page.sandbox.clone();
    let reply = move |value: Value| {
        // The page may be closed by now.
        let _ = answers.send(json!({"answer": number, "value": value}));
    };
    match begin(page, view, &request) {
        Ok(Begun::Done(value)) => reply(value),
        Ok(Begun::Interaction(pending)) => {
            tokio::spawn(async move {
                let outcome = pending.outcome().await;
                sandbox.shared.changed();
                reply(described(&pending, outcome));
            });
        }
        Err(error) => reply(json!({"error": error.to_string()})),
    }
}

enum Begun {
    Done(Value),
    Interaction(Pending),
}

fn described(pending: &Pending, outcome: Outcome) -> Value {
    let id = pending.id;
    match outcome {
        Outcome::NoResponse => json!({"outcome": "none", "interaction": id}),
        Outcome::Choices(choices) => {
            let choices: Vec<_> = choices
                .into_iter()
                .map(|choice| json!({"name": choice.name, "value": choice.value}))
                .collect();
            json!({"outcome": "choices", "choices": choices})
        }
        Outcome::Modal(modal) => json!({"outcome": "modal", "interaction": id, "modal": modal.raw}),
        Outcome::Message(_) | Outcome::Deferred | Outcome::Acknowledged | Outcome::Updated(_) => {
            json!({"outcome": "answered", "interaction": id})
        }
    }
}

fn begin(page: &Arc<Page>, view: &View, request: &Value) -> Result<Begun, DriveError> {
    let sandbox = &page.sandbox;
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    let message = || from_json(&request["message"]).unwrap_or(Snowflake::new(0));
    let done = || Ok(Begun::Done(json!({})));
    match text("do") {
        "run" | "autocomplete" => {
            let options = arguments(page, request)?;
            let options: Vec<(&str, Arg)> = options
                .iter()
                .map(|(name, arg)| (name.as_str(), arg.clone()))
                .collect();
            let pending = if text("do") == "run" {
                sandbox.run_command(view.who, view.place, text("path"), &options)?
            } else {
                sandbox.autocomplete(
                    view.who,
                    view.place,
                    text("path"),
                    &options,
                    text("focused"),
                )?
            };
            Ok(Begun::Interaction(pending))
        }
        "press" => Ok(Begun::Interaction(sandbox.press(
            view.who,
            message(),
            text("custom_id"),
        )?)),
        "select" => {
            let values: Vec<&str> = request["values"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            Ok(Begun::Interaction(sandbox.select(
                view.who,
                message(),
                text("custom_id"),
                &values,
            )?))
        }
        "submit" => {
            let opened = from_json(&request["interaction"]).ok_or(DriveError::NoForm)?;
            let pending = Pending {
                shared: Arc::clone(&sandbox.shared),
                id: opened,
            };
            let fields: Vec<(&str, &str)> = request["fields"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
                .collect();
            Ok(Begun::Interaction(sandbox.submit_modal(&pending, &fields)?))
        }
        "menu" => Ok(Begun::Interaction(sandbox.message_menu(
            view.who,
            message(),
            text("name"),
        )?)),
        "write" => {
            let written = text("text").trim();
            if !written.is_empty() {
                sandbox.write(view.who, view.place, written);
            }
            done()
        }
        "dismiss" => {
            sandbox.dismiss(view.who, message())?;
            done()
        }
        "forget" => {
            forget(sandbox, view, request);
            done()
        }
        "raw" => Ok(Begun::Done(raw(sandbox, view, message()))),
        "fault" => {
            fault(sandbox, request);
            done()
        }
        "restart" => {
            if let Some(restart) = &sandbox.shared.options.restart {
                restart.call();
            }
            done()
        }
        "show_catalog" => {
            sandbox.show_command(seed::STUDY_GROUP, "catalog", seed::KEEPERS);
            done()
        }
        other => Err(DriveError::NoSuchCommand(other.to_owned())),
    }
}

/// The options of a command, as the page sends them: each with its type.
fn arguments(page: &Page, request: &Value) -> Result<Vec<(String, Arg)>, DriveError> {
    let mut arguments = Vec::new();
    for option in request["options"].as_array().into_iter().flatten() {
        let name = option["name"].as_str().unwrap_or_default().to_owned();
        let value = &option["value"];
        let focused = request["focused"] == name;
        let refuse = |reason: &str| DriveError::BadOption {
            option: name.clone(),
            reason: reason.to_owned(),
        };
        let typed = value.as_str().unwrap_or_default();
        let argument = match option["type"].as_u64() {
            _ if focused => Arg::Text(typed.to_owned()),
            Some(4) => Arg::Integer(
                typed
                    .trim()
                    .parse()
                    .map_err(|_| refuse("Enter a whole number"))?,
            ),
            Some(10) => Arg::Number(typed.trim().parse().map_err(|_| refuse("Enter a number"))?),
            Some(5) => Arg::Bool(match typed.to_lowercase().as_str() {
                "true" => true,
                "false" => false,
                _ => return Err(refuse("Enter True or False")),
            }),
            Some(6..=9) => Arg::Id(
                typed
                    .parse()
                    .map_err(|_| refuse("Choose one of the list"))?,
            ),
            Some(11) => page.taken(typed).ok_or_else(|| refuse("Choose a file"))?,
            _ => Arg::Text(typed.to_owned()),
        };
        arguments.push((name, argument));
    }
    Ok(arguments)
}

/// Takes away the note that an interaction got no answer.
fn forget(sandbox: &Sandbox, view: &View, request: &Value) {
    let mut world = sandbox.shared.world();
    if let Some(id) = from_json(&request["interaction"])
        && let Some(one) = world.interactions.get_mut(&id)
        && one.user == view.who
    {
        one.dismissed = true;
    }
    drop(world);
    sandbox.shared.changed();
}

/// What went over the wire for one message: the event and the requests.
fn raw(sandbox: &Sandbox, view: &View, message: Snowflake) -> Value {
    let world = sandbox.shared.world();
    let Some(stored) = world.visible_message(message, view.who) else {
        return json!({});
    };
    let interaction = stored
        .interaction
        .and_then(|id| world.interactions.get(&id));
    let wanted = json!(message);
    let requests: Vec<_> = world
        .recorded
        .iter()
        .filter(|one| {
            let by_token = interaction.is_some_and(|one_interaction| one.path.contains(&one_interaction.token));
            by_token || one.response["id"] == wanted
        })
        .map(|one| {
            let files: Vec<_> = one.files.iter().map(|file| json!({"name": file.filename, "bytes": file.bytes.len()})).collect();
            json!({
                "method": one.method, "path": without_token(&one.path), "body": one.body, "files": files,
                "status": one.status, "response": one.response,
            })
        })
        .collect();
    json!({
        "message": super::super::payload::message(&world, stored),
        "interaction": interaction.map(|one| one.payload.clone()),
        "after_us": interaction
            .and_then(|one| one.callback.as_ref())
            .map(|callback| callback.after.as_micros() as u64),
        "requests": requests,
    })
}

/// Switches a fault on, or all off.
fn fault(sandbox: &Sandbox, request: &Value) {
    let times = request["times"]
        .as_u64()
        .map_or(1, |times| times.clamp(1, 100) as u32);
    let rest = |fault| sandbox.fail(Route::Any, fault, times);
    match request["fault"].as_str().unwrap_or_default() {
        "slow" => rest(Fault::Slow(Duration::from_secs(2))),
        "too_slow" => rest(Fault::Slow(Duration::from_secs(4))),
        "429" => rest(Fault::RateLimited {
            retry_after: 0.5,
            global: false,
        }),
        "500" => rest(Fault::Status(500)),
        "503" => rest(Fault::Status(503)),
        "cut_before" => rest(Fault::CutBefore),
        "cut_after" => rest(Fault::CutAfter),
        "duplicate" => sandbox.duplicate_next(times),
        "gateway_cut" => sandbox.strike_gateway(GatewayFault::Cut),
        "reconnect" => sandbox.strike_gateway(GatewayFault::Reconnect),
        "invalid_session" => {
            sandbox.strike_gateway(GatewayFault::InvalidSession { resumable: false });
        }
        _ => sandbox.clear_faults(),
    }
}
