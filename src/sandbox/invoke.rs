//! From what a person types or presses to the data of an interaction, with the checks that
//! Discord's own client makes.

use serde_json::{Map, Value, json};

use super::driver::Place;
use super::payload;
use super::snowflake::Snowflake;
use super::view::{Message, Modal};
use super::world::{Whereabouts, World};

/// A file to hand to a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its name.
    pub filename: String,
    /// Its media type; guessed from the name when absent.
    pub content_type: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a person fills into an option.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// Text, or a number being typed.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Bool(bool),
    /// A user, role or channel.
    Id(Snowflake),
    /// A file.
    File(Upload),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<f64> for Arg {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Arg {
    fn from(yes: bool) -> Self {
        Self::Bool(yes)
    }
}

impl From<Snowflake> for Arg {
    fn from(id: Snowflake) -> Self {
        Self::Id(id)
    }
}

impl From<Upload> for Arg {
    fn from(file: Upload) -> Self {
        Self::File(file)
    }
}

/// Why Discord's client would not let a person do this.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DriveError {
    /// No such command is registered, or it is not shown here to this person.
    #[error("there is no command {0:?} here for this person")]
    NoSuchCommand(String),
    /// The command has no such option.
    #[error("the command has no option {0:?}")]
    NoSuchOption(String),
    /// A required option is missing.
    #[error("This option is required: {0}")]
    MissingOption(String),
    /// The value does not fit the option.
    #[error("{option}: {reason}")]
    BadOption {
        /// The option's name.
        option: String,
        /// What is wrong.
        reason: String,
    },
    /// The message is gone, or not this person's to see.
    #[error("there is no such message for this person")]
    NoSuchMessage,
    /// The message has no such button or select, or it is disabled.
    #[error("the message has no enabled component {0:?}")]
    NoSuchComponent(String),
    /// The interaction opened no form.
    #[error("no form is open")]
    NoForm,
    /// A field of the form is not filled as it must be.
    #[error("{field}: {reason}")]
    BadField {
        /// The field's label.
        field: String,
        /// What is wrong.
        reason: String,
    },
}

fn bad(option: &str, reason: impl Into<String>) -> DriveError {
    DriveError::BadOption {
        option: option.to_owned(),
        reason: reason.into(),
    }
}

/// Whether a command is shown to a person at a place.
pub(super) fn offered(world: &World, command: &Value, who: Snowflake, place: Place) -> bool {
    let lists = |key: &str, value: u64| {
        command[key]
            .as_array()
            .is_none_or(|list| list.iter().any(|one| one.as_u64() == Some(value)))
    };
    let context = match place {
        Place::Dm => 1,
        Place::Channel(_) | Place::UserInstalled(_) => 0,
    };
    let installed_for_self = world.users.get(&who).is_some_and(|user| user.installed_bot);
    let installation = match place {
        Place::Channel(channel) => {
            let installed = world
                .channels
                .get(&channel)
                .and_then(super::world::Channel::guild)
                .and_then(|guild| world.guilds.get(&guild))
                .is_some_and(|guild| guild.bot_installed);
            (installed && lists("integration_types", 0))
                || (installed_for_self && lists("integration_types", 1))
        }
        Place::UserInstalled(_) => installed_for_self && lists("integration_types", 1),
        Place::Dm => true,
    };
    lists("contexts", context) && installation && permitted(world, command, who, place)
}

fn permitted(world: &World, command: &Value, who: Snowflake, place: Place) -> bool {
    let Some(bits) = command["default_member_permissions"]
        .as_str()
        .and_then(|bits| bits.parse::<u64>().ok())
    else {
        return true;
    };
    let guild = place
        .channel()
        .and_then(|channel| world.channels.get(&channel))
        .and_then(super::world::Channel::guild);
    let Some(guild) = guild else { return true };
    let name = command["name"].as_str().unwrap_or_default();
    let shown = world.guilds.get(&guild).is_some_and(|one| {
        one.members.get(&who).is_some_and(|roles| {
            roles
                .iter()
                .any(|role| world.shown_to.contains(&(guild, name.to_owned(), *role)))
        })
    });
    shown || world.permissions(guild, who) & bits == bits
}

/// Finds a command by its first word, and its kind (1 slash, 3 message menu).
pub(super) fn find<'a>(
    world: &'a World,
    name: &str,
    kind: u64,
    who: Snowflake,
    place: Place,
) -> Result<&'a Value, DriveError> {
    let guild = place
        .channel()
        .and_then(|channel| world.channels.get(&channel))
        .and_then(super::world::Channel::guild);
    world
        .commands_for(guild)
        .find(|command| {
            command["type"] == kind
                && command["name"] == name
                && offered(world, command, who, place)
        })
        .ok_or_else(|| DriveError::NoSuchCommand(name.to_owned()))
}

/// What is being filled in.
pub(super) struct Line<'a> {
    pub(super) who: Snowflake,
    pub(super) place: Place,
    /// Words of the command, such as `catalog edit`.
    pub(super) path: &'a str,
    pub(super) options: &'a [(&'a str, Arg)],
    /// The option being typed, for autocomplete.
    pub(super) focused: Option<&'a str>,
}

/// The `data` of a slash command or of its autocomplete.
pub(super) fn command_data(
    world: &mut World,
    line: &Line<'_>,
    channel: Snowflake,
) -> Result<Value, DriveError> {
    let mut words = line.path.split_whitespace();
    let name = words.next().unwrap_or_default();
    let command = find(world, name, 1, line.who, line.place)?.clone();
    let mut level = command["options"].clone();
    let mut route = Vec::new();
    for word in words {
        let inner = level
            .as_array()
            .into_iter()
            .flatten()
            .find(|option| option["name"] == word && matches!(option["type"].as_u64(), Some(1 | 2)))
            .cloned()
            .ok_or_else(|| DriveError::NoSuchCommand(line.path.to_owned()))?;
        level = inner["options"].clone();
        route.push(inner);
    }
    let declared = level.as_array().cloned().unwrap_or_default();
    if declared
        .iter()
        .any(|option| matches!(option["type"].as_u64(), Some(1 | 2)))
    {
        return Err(DriveError::NoSuchCommand(line.path.to_owned()));
    }
    let mut resolved = Map::new();
    let mut options = Vec::new();
    for (name, value) in line.options {
        let option = declared
            .iter()
            .find(|option| option["name"] == *name)
            .ok_or_else(|| DriveError::NoSuchOption((*name).to_owned()))?;
        let focused = line.focused == Some(*name);
        let mut wire = json!({"name": name, "type": option["type"]});
        wire["value"] = if focused {
            // While typing, everything is text.
            match value {
                Arg::Text(text) => json!(text),
                Arg::Integer(number) => json!(number.to_string()),
                Arg::Number(number) => json!(number.to_string()),
                _ => return Err(bad(name, "cannot be completed")),
            }
        } else {
            filled(world, option, name, value, channel, &mut resolved)?
        };
        if focused {
            if option["autocomplete"] != true {
                return Err(bad(name, "has no autocomplete"));
            }
            wire["focused"] = json!(true);
        }
        options.push(wire);
    }
    if line.focused.is_none() {
        let missing = declared.iter().find(|option| {
            option["required"] == true
                && !line.options.iter().any(|(name, _)| option["name"] == *name)
        });
        if let Some(missing) = missing {
            return Err(DriveError::MissingOption(
                missing["name"].as_str().unwrap_or_default().to_owned(),
            ));
        }
    }
    let mut data = json!({"id": command["id"], "name": command["name"], "type": 1});
    if let Some(guild) = command["guild_id"].as_str() {
        data["guild_id"] = json!(guild);
    }
    let mut options = json!(options);
    for step in route.iter().rev() {
        options = json!([{"name": step["name"], "type": step["type"], "options": options}]);
    }
    if options
        .as_array()
        .is_some_and(|options| !options.is_empty())
    {
        data["options"] = options;
    }
    if !resolved.is_empty() {
        data["resolved"] = Value::Object(resolved);
    }
    Ok(data)
}

fn put(resolved: &mut Map<String, Value>, kind: &str, id: Snowflake, object: Value) {
    let entry = resolved.entry(kind.to_owned()).or_insert_with(|| json!({}));
    entry[id.to_string()] = object;
}

/// A value that fits its option, as the client sends it.
fn filled(
    world: &mut World,
    option: &Value,
    name: &str,
    value: &Arg,
    channel: Snowflake,
    resolved: &mut Map<String, Value>,
) -> Result<Value, DriveError> {
    let wire = match (option["type"].as_u64(), value) {
        (Some(3), Arg::Text(text)) => {
            let length = super::limits::length(text);
            let least = option["min_length"].as_u64().unwrap_or(0) as usize;
            let most = option["max_length"].as_u64().unwrap_or(6_000) as usize;
            if length < least || length > most || length == 0 {
                return Err(bad(
                    name,
                    format!("must be between {} and {most} characters", least.max(1)),
                ));
            }
            json!(text)
        }
        (Some(4 | 10), Arg::Integer(number)) => {
            bounded(option, name, *number as f64)?;
            json!(number)
        }
        (Some(10), Arg::Number(number)) => {
            bounded(option, name, *number)?;
            json!(number)
        }
        (Some(5), Arg::Bool(yes)) => json!(yes),
        (Some(6 | 9), Arg::Id(id)) if world.users.contains_key(id) => {
            if let Some(user) = world.users.get(id) {
                put(resolved, "users", *id, payload::user(user));
            }
            let guild = world
                .channels
                .get(&channel)
                .and_then(super::world::Channel::guild)
                .and_then(|guild| world.guilds.get(&guild));
            if let Some(guild) = guild.filter(|guild| guild.members.contains_key(id)) {
                let mut member = payload::partial_member(guild, *id);
                member["permissions"] = json!(world.permissions(guild.id, *id).to_string());
                put(resolved, "members", *id, member);
            }
            json!(id)
        }
        (Some(7), Arg::Id(id)) => {
            let object = world
                .channels
                .get(id)
                .map(|one| payload::channel(world, one))
                .ok_or_else(|| bad(name, "no such channel"))?;
            put(resolved, "channels", *id, object);
            json!(id)
        }
        (Some(8 | 9), Arg::Id(id)) => {
            let object = world
                .guilds
                .values()
                .find_map(|guild| {
                    let roles = payload::roles(guild);
                    roles
                        .as_array()?
                        .iter()
                        .find(|role| role["id"] == json!(id))
                        .cloned()
                })
                .ok_or_else(|| bad(name, "no such role"))?;
            put(resolved, "roles", *id, object);
            json!(id)
        }
        (Some(11), Arg::File(file)) => {
            let mut object = world.store_file(
                channel,
                &file.filename,
                file.content_type.as_deref(),
                file.bytes.clone(),
            );
            object["ephemeral"] = json!(true);
            let id = super::snowflake::from_json(&object["id"]).unwrap_or(Snowflake::new(0));
            put(resolved, "attachments", id, object);
            json!(id)
        }
        _ => return Err(bad(name, "is of another type")),
    };
    let choices = option["choices"]
        .as_array()
        .filter(|choices| !choices.is_empty());
    if choices.is_some_and(|choices| !choices.iter().any(|choice| choice["value"] == wire)) {
        return Err(bad(name, "must be one of the choices"));
    }
    Ok(wire)
}

fn bounded(option: &Value, name: &str, number: f64) -> Result<(), DriveError> {
    if option["min_value"]
        .as_f64()
        .is_some_and(|least| number < least)
    {
        return Err(bad(
            name,
            format!("must be at least {}", option["min_value"]),
        ));
    }
    if option["max_value"]
        .as_f64()
        .is_some_and(|most| number > most)
    {
        return Err(bad(
            name,
            format!("must be at most {}", option["max_value"]),
        ));
    }
    Ok(())
}

/// The `data` of a press or a selection on a message.
pub(super) fn component_data(
    message: &Message,
    custom_id: &str,
    values: Option<&[&str]>,
) -> Result<Value, DriveError> {
    let missing = || DriveError::NoSuchComponent(custom_id.to_owned());
    let components = message.components();
    let component = components
        .into_iter()
        .find(|component| component["custom_id"] == custom_id && component["disabled"] != true)
        .ok_or_else(missing)?;
    let mut data = json!({
        "component_type": component["type"],
        "custom_id": custom_id,
        "id": component["id"],
    });
    match (component["type"].as_u64(), values) {
        (Some(2), None) => {}
        (Some(3), Some(values)) => {
            let least = component["min_values"].as_u64().unwrap_or(1) as usize;
            let most = component["max_values"].as_u64().unwrap_or(1) as usize;
            let options = component["options"]
                .as_array()
                .map(Vec::as_slice)
                .unwrap_or_default();
            let known = values
                .iter()
                .all(|value| options.iter().any(|option| option["value"] == *value));
            if !known || values.len() < least || values.len() > most {
                return Err(missing());
            }
            data["values"] = json!(values);
        }
        (Some(5..=8), Some(values)) => {
            data["values"] = json!(values);
            data["resolved"] = json!({});
        }
        _ => return Err(missing()),
    }
    Ok(data)
}

/// The `data` of a submitted form; a field that is not named keeps what it was filled with.
pub(super) fn modal_data(modal: &Modal, values: &[(&str, &str)]) -> Result<Value, DriveError> {
    if let Some((unknown, _)) = values
        .iter()
        .find(|(id, _)| !modal.fields.iter().any(|field| field.custom_id == *id))
    {
        return Err(DriveError::BadField {
            field: (*unknown).to_owned(),
            reason: "the form has no such field".to_owned(),
        });
    }
    let mut components = Vec::new();
    for (index, field) in modal.fields.iter().enumerate() {
        let value = values
            .iter()
            .find(|(id, _)| *id == field.custom_id)
            .map_or(field.value.as_str(), |(_, value)| value);
        let length = super::limits::length(value);
        let refuse = |reason: String| DriveError::BadField {
            field: field.label.clone(),
            reason,
        };
        if length == 0 && field.required {
            return Err(refuse("This field is required".to_owned()));
        }
        if length > field.max_length || (length > 0 && length < field.min_length) {
            return Err(refuse(format!(
                "must be between {} and {} characters",
                field.min_length, field.max_length
            )));
        }
        let id = index * 2 + 1;
        let mut input =
            json!({"type": field.raw["type"], "custom_id": field.custom_id, "id": id + 1});
        if field.raw["type"] == 4 {
            input["value"] = json!(value);
        } else {
            let chosen: Vec<&str> = value.split(',').filter(|value| !value.is_empty()).collect();
            input["values"] = json!(chosen);
        }
        components.push(if field.container == 18 {
            json!({"type": 18, "id": id, "component": input})
        } else {
            json!({"type": 1, "id": id, "components": [input]})
        });
    }
    Ok(json!({"custom_id": modal.custom_id, "components": components}))
}

/// The `data` of an entry of a message's menu.
pub(super) fn menu_data(
    world: &World,
    command: &Value,
    target: Snowflake,
) -> Result<Value, DriveError> {
    let message = world
        .messages
        .get(&target)
        .ok_or(DriveError::NoSuchMessage)?;
    let mut data = json!({
        "id": command["id"],
        "name": command["name"],
        "type": 3,
        "target_id": target,
        "resolved": {"messages": {}},
    });
    data["resolved"]["messages"][target.to_string()] = payload::message(world, message);
    Ok(data)
}

/// Where a place is.
pub(super) fn channel_of(world: &mut World, place: Place, who: Snowflake) -> Snowflake {
    match place {
        Place::Channel(channel) | Place::UserInstalled(channel) => channel,
        Place::Dm => world.dm_channel(who),
    }
}

/// The place of a message, for what is pressed on it.
pub(super) fn place_of(world: &World, channel: Snowflake) -> Place {
    match world.channels.get(&channel).map(|channel| channel.place) {
        Some(Whereabouts::Dm(_)) => Place::Dm,
        _ => Place::Channel(channel),
    }
}
