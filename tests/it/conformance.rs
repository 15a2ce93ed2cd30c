//! Would Discord take it? Every body that the bot sends in these tests is judged here by Discord's own
//! API description, by an independent library, and by the rules that neither of them knows.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use jsonschema::Validator;
use serde_json::{Value, json};
use twilight_model::application::command::{Command, CommandOption};
use twilight_model::channel::message::{Component, Embed};

/// What kind of body it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Body {
    /// The bulk registration of commands.
    Commands,
    /// The first answer to an interaction.
    Callback,
    /// An edit of the first answer, or of a follow-up.
    Edit,
    /// A follow-up.
    FollowUp,
    /// A message in a channel.
    Message,
}

impl Body {
    fn schema(self) -> Value {
        let named = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        match self {
            Self::Commands => json!({
                "type": "array", "maxItems": 130, "items": named("ApplicationCommandUpdateRequest"),
            }),
            Self::Callback => json!({"anyOf": [
                named("ApplicationCommandAutocompleteCallbackRequest"),
                named("CreateMessageInteractionCallbackRequest"),
                named("ModalInteractionCallbackRequest"),
                named("UpdateMessageInteractionCallbackRequest"),
            ]}),
            Self::Edit => named("IncomingWebhookUpdateRequestPartial"),
            Self::FollowUp => named("IncomingWebhookRequestPartial"),
            Self::Message => named("MessageCreateRequest"),
        }
    }
}

/// Discord's API description, where the checkout lies beside it.
static OPENAPI: LazyLock<Option<Value>> = LazyLock::new(|| {
    let path = std::env::var("DISCORD_OPENAPI").unwrap_or_else(|_| {
        concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../shared/discord/openapi.json"
        )
        .to_owned()
    });
    let text = std::fs::read_to_string(Path::new(&path)).ok()?;
    Some(serde_json::from_str(&text).expect("the API description is JSON"))
});

static VALIDATORS: Mutex<BTreeMap<Body, &'static Validator>> = Mutex::new(BTreeMap::new());

fn validator(body: Body) -> Option<&'static Validator> {
    let openapi = OPENAPI.as_ref()?;
    let mut known = VALIDATORS.lock().unwrap();
    Some(known.entry(body).or_insert_with(|| {
        let mut schema = body.schema();
        schema["components"] = openapi["components"].clone();
        Box::leak(Box::new(
            jsonschema::validator_for(&schema).expect("the API description compiles"),
        ))
    }))
}

/// Everything that speaks against this body.
pub fn complaints(body: Body, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(validator) = validator(body) {
        found.extend(
            validator
                .iter_errors(value)
                .map(|error| format!("{} at {}", error, error.instance_path())),
        );
    }
    match body {
        Body::Commands => commands(value, &mut found),
        Body::Callback => callback(value, &mut found),
        Body::Edit | Body::FollowUp | Body::Message => message(value, &mut found),
    }
    found
}

/// Fails the test with everything that speaks against this body.
#[track_caller]
pub fn assert_conforms(body: Body, value: &Value) {
    let found = complaints(body, value);
    assert!(
        found.is_empty(),
        "Discord would refuse this {body:?}:\n{}\n{value:#}",
        found.join("\n")
    );
}

fn callback(value: &Value, found: &mut Vec<String>) {
    let data = &value["data"];
    match value["type"].as_u64() {
        Some(4 | 7) => message(data, found),
        Some(5 | 6) => {
            if !data.is_null() && data["flags"].as_u64().unwrap_or(0) & !64 != 0 {
                found.push("a deferred answer can only be ephemeral".to_owned());
            }
        }
        Some(8) => choices(&data["choices"], found),
        Some(9) => modal(data, found),
        other => found.push(format!("an unknown callback type {other:?}")),
    }
}

fn choices(choices: &Value, found: &mut Vec<String>) {
    let choices = choices.as_array().cloned().unwrap_or_default();
    if choices.len() > 25 {
        found.push(format!("{} choices", choices.len()));
    }
    for choice in choices {
        let name = choice["name"].as_str().unwrap_or_default();
        if let Err(error) = twilight_validate::command::choice_name(name) {
            found.push(format!("choice {name:?}: {error}"));
        }
        if let Some(value) = choice["value"].as_str()
            && !(1..=100).contains(&value.chars().count())
        {
            found.push(format!("choice value {value:?}"));
        }
    }
}

fn modal(data: &Value, found: &mut Vec<String>) {
    bounded("modal title", &data["title"], 1, 45, found);
    bounded("modal custom_id", &data["custom_id"], 1, 100, found);
    let rows = data["components"].as_array().cloned().unwrap_or_default();
    if !(1..=5).contains(&rows.len()) {
        found.push(format!("{} inputs in a modal", rows.len()));
    }
    for row in &rows {
        match serde_json::from_value::<Component>(row.clone()) {
            Ok(Component::ActionRow(row)) => {
                for component in &row.components {
                    let Component::TextInput(input) = component else {
                        found.push("a modal row holds one text input".to_owned());
                        continue;
                    };
                    if let Err(error) = twilight_validate::component::text_input(input, true) {
                        found.push(format!("input {}: {error}", input.custom_id));
                    }
                }
            }
            Ok(_) => found.push("a modal is made of rows".to_owned()),
            Err(error) => found.push(format!("a modal row does not read: {error}")),
        }
    }
    unique_ids(&data["components"], found);
}

fn bounded(what: &str, value: &Value, least: usize, most: usize, found: &mut Vec<String>) {
    let length = value.as_str().map_or(0, |text| text.chars().count());
    if !(least..=most).contains(&length) {
        found.push(format!("{what} has {length} characters"));
    }
}

fn message(data: &Value, found: &mut Vec<String>) {
    if data["allowed_mentions"] != json!({"parse": []}) {
        found.push("a message that may ping".to_owned());
    }
    if let Some(content) = data["content"].as_str()
        && let Err(error) = twilight_validate::message::content(content)
    {
        found.push(format!("content: {error}"));
    }
    let mut sum = 0;
    match serde_json::from_value::<Vec<Embed>>(list(&data["embeds"], "rich")) {
        Ok(embeds) => {
            if embeds.len() > 10 {
                found.push(format!("{} embeds", embeds.len()));
            }
            for embed in &embeds {
                sum += twilight_validate::embed::chars(embed);
                if let Err(error) = twilight_validate::embed::embed(embed) {
                    found.push(format!("embed: {error}"));
                }
            }
        }
        Err(error) => found.push(format!("embeds do not read: {error}")),
    }
    if sum > 6000 {
        found.push(format!("{sum} characters over all embeds"));
    }
    match serde_json::from_value::<Vec<Component>>(or_empty(&data["components"])) {
        Ok(components) => {
            if components.len() > 5 {
                found.push(format!("{} rows", components.len()));
            }
            if let Err(error) = twilight_validate::message::components(&components, false) {
                found.push(format!("components: {error}"));
            }
        }
        Err(error) => found.push(format!("components do not read: {error}")),
    }
    unique_ids(&data["components"], found);
    for attachment in data["attachments"].as_array().into_iter().flatten() {
        if let Some(text) = attachment["description"].as_str()
            && text.chars().count() > 1024
        {
            found.push("an attachment's description is too long".to_owned());
        }
    }
    let nothing = data["content"].as_str().unwrap_or_default().is_empty()
        && data["embeds"].as_array().is_none_or(Vec::is_empty)
        && data["attachments"].as_array().is_none_or(Vec::is_empty);
    if nothing {
        found.push("an empty message".to_owned());
    }
}

fn or_empty(value: &Value) -> Value {
    if value.is_null() {
        json!([])
    } else {
        value.clone()
    }
}

/// The list with the type that the library wants and Discord fills in.
fn list(value: &Value, kind: &str) -> Value {
    let mut list = or_empty(value);
    for item in list.as_array_mut().into_iter().flatten() {
        if item["type"].is_null() {
            item["type"] = json!(kind);
        }
        let fields = item.get_mut("fields").and_then(Value::as_array_mut);
        for field in fields.into_iter().flatten() {
            if field["inline"].is_null() {
                field["inline"] = json!(false);
            }
        }
    }
    list
}

fn unique_ids(value: &Value, found: &mut Vec<String>) {
    fn gather<'a>(value: &'a Value, ids: &mut Vec<&'a str>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| gather(item, ids)),
            Value::Object(map) => {
                if let Some(id) = map.get("custom_id").and_then(Value::as_str) {
                    ids.push(id);
                }
                map.values().for_each(|item| gather(item, ids));
            }
            _ => {}
        }
    }
    let mut ids = Vec::new();
    gather(value, &mut ids);
    let mut seen = HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            found.push(format!("two components carry {id:?}"));
        }
        if !(1..=100).contains(&id.chars().count()) {
            found.push(format!("a custom id of {} characters", id.chars().count()));
        }
    }
}

fn commands(value: &Value, found: &mut Vec<String>) {
    let Some(all) = value.as_array() else {
        found.push("commands are a list".to_owned());
        return;
    };
    let mut names = HashSet::new();
    for one in all {
        let mut whole = one.clone();
        // What Discord adds when it stores a command.
        whole["version"] = json!("1");
        if whole["description"].is_null() {
            whole["description"] = json!("");
        }
        if !names.insert((one["type"].clone().to_string(), one["name"].to_string())) {
            found.push(format!("two commands are named {}", one["name"]));
        }
        let command: Command = match serde_json::from_value(whole) {
            Ok(command) => command,
            Err(error) => {
                found.push(format!("{} does not read: {error}", one["name"]));
                continue;
            }
        };
        if let Err(error) = twilight_validate::command::command(&command) {
            found.push(format!("{}: {error}", command.name));
        }
        if let Err(error) = twilight_validate::command::options(&command.options) {
            found.push(format!("{}: {error}", command.name));
        }
        if one["type"] == json!(1) && command.name != command.name.to_lowercase() {
            found.push(format!("{} is not in lower case", command.name));
        }
        options(&command.options, found);
    }
}

fn options(options: &[CommandOption], found: &mut Vec<String>) {
    let mut names = HashSet::new();
    for option in options {
        if option.name != option.name.to_lowercase() {
            found.push(format!("option {} is not in lower case", option.name));
        }
        if !names.insert(&option.name) {
            found.push(format!("two options are named {}", option.name));
        }
        if option.autocomplete == Some(true) && option.choices.is_some() {
            found.push(format!("{} has choices and autocomplete", option.name));
        }
        for choice in option.choices.iter().flatten() {
            if let Err(error) = twilight_validate::command::choice(choice) {
                found.push(format!("choice of {}: {error}", option.name));
            }
        }
        if let Some(inner) = &option.options {
            if let Err(error) = twilight_validate::command::options(inner) {
                found.push(format!("{}: {error}", option.name));
            }
            self::options(inner, found);
        }
    }
}

#[test]
fn the_referees_see_faults() {
    let mut message =
        json!({"embeds": [{"description": "fine"}], "allowed_mentions": {"parse": []}});
    for body in [Body::Message, Body::Edit, Body::FollowUp] {
        assert_conforms(body, &message);
    }
    assert_conforms(Body::Callback, &json!({"type": 4, "data": message}));
    message["embeds"][0]["title"] = json!("x".repeat(257));
    assert!(!complaints(Body::Message, &message).is_empty());
    message["embeds"] =
        json!([{"description": "x".repeat(4000)}, {"description": "x".repeat(2001)}]);
    assert!(!complaints(Body::Message, &message).is_empty());
    let button = json!({"type": 2, "style": 1, "label": "Costs", "custom_id": "1c"});
    message["embeds"] = json!([{"description": "fine"}]);
    message["components"] = json!([{"type": 1, "components": [button.clone(), button]}]);
    assert!(!complaints(Body::Message, &message).is_empty());
    message["components"] = json!([]);
    message["allowed_mentions"] = Value::Null;
    assert!(!complaints(Body::Message, &message).is_empty());
    let upper = json!([{"type": 1, "name": "Ask", "description": "Upper case"}]);
    assert!(!complaints(Body::Commands, &upper).is_empty());
}
