//! What people do: run commands, press, choose, fill in, write.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Sandbox;
use super::gateway::intent;
use super::invoke::{self, Arg, DriveError, Line};
use super::payload;
use super::pending::{Pending, shown, wait_until};
use super::rest::announce;
use super::snowflake::Snowflake;
use super::view::{Message, Modal};
use super::world::{Interaction, InteractionKind, StoredMessage, World};

/// Where a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a server's channel.
    Channel(Snowflake),
    /// In a server's channel, using the bot by one's own installation only.
    UserInstalled(Snowflake),
    /// In direct messages with the bot.
    Dm,
}

impl Place {
    pub(super) fn channel(self) -> Option<Snowflake> {
        match self {
            Self::Channel(channel) | Self::UserInstalled(channel) => Some(channel),
            Self::Dm => None,
        }
    }
}

impl From<Snowflake> for Place {
    fn from(channel: Snowflake) -> Self {
        Self::Channel(channel)
    }
}

/// An interaction about to be sent.
struct Start {
    kind: InteractionKind,
    who: Snowflake,
    channel: Snowflake,
    data: Value,
    source: Option<Snowflake>,
    opened_by: Option<Snowflake>,
    with_message: bool,
    user_install_only: bool,
}

impl Sandbox {
    fn send(&self, world: &mut World, start: Start) -> Pending {
        let id = world.ids.next();
        // As long as Discord's, and not to be guessed from the id.
        let token = format!("aW50ZXJhY3Rpb246{id}:{:032x}", super::key::random());
        let mut payload = payload::interaction_base(
            world,
            id,
            &token,
            start.kind.number(),
            start.channel,
            start.who,
            start.user_install_only,
        );
        payload.insert("data".to_owned(), start.data);
        if start.with_message
            && let Some(message) = start.source.and_then(|source| world.messages.get(&source))
        {
            payload.insert("message".to_owned(), payload::message(world, message));
        }
        let payload = Value::Object(payload);
        world.tokens.insert(token.clone(), id);
        world.interactions.insert(
            id,
            Interaction {
                id,
                token,
                kind: start.kind,
                user: start.who,
                channel: start.channel,
                payload: payload.clone(),
                sent: Instant::now(),
                source: start.source,
                opened_by: start.opened_by,
                callback: None,
                original: None,
                followups: Vec::new(),
                dismissed: false,
                user_install_only: start.user_install_only,
            },
        );
        let guild = world
            .channels
            .get(&start.channel)
            .and_then(super::world::Channel::guild);
        world.dispatch("INTERACTION_CREATE", guild, 0, &payload);
        self.shared.changed();
        Pending {
            shared: Arc::clone(&self.shared),
            id,
        }
    }

    fn typed(&self, line: &Line<'_>, kind: InteractionKind) -> Result<Pending, DriveError> {
        let mut world = self.shared.world();
        let channel = invoke::channel_of(&mut world, line.place, line.who);
        let data = invoke::command_data(&mut world, line, channel)?;
        let user_install_only = by_own_installation(&world, line.place);
        Ok(self.send(
            &mut world,
            Start {
                kind,
                who: line.who,
                channel,
                data,
                source: None,
                opened_by: None,
                with_message: false,
                user_install_only,
            },
        ))
    }

    /// Runs a slash command; `path` is its name and those of its sub-commands.
    pub fn run_command(
        &self,
        who: Snowflake,
        place: impl Into<Place>,
        path: &str,
        options: &[(&str, Arg)],
    ) -> Result<Pending, DriveError> {
        let line = Line {
            who,
            place: place.into(),
            path,
            options,
            focused: None,
        };
        self.typed(&line, InteractionKind::Command)
    }

    /// Asks for choices while the option `focused` is being typed; it is one of `options`.
    pub fn autocomplete(
        &self,
        who: Snowflake,
        place: impl Into<Place>,
        path: &str,
        options: &[(&str, Arg)],
        focused: &str,
    ) -> Result<Pending, DriveError> {
        let line = Line {
            who,
            place: place.into(),
            path,
            options,
            focused: Some(focused),
        };
        self.typed(&line, InteractionKind::Autocomplete)
    }

    fn component(
        &self,
        who: Snowflake,
        message: Snowflake,
        custom_id: &str,
        values: Option<&[&str]>,
    ) -> Result<Pending, DriveError> {
        let mut world = self.shared.world();
        let stored = world
            .visible_message(message, who)
            .ok_or(DriveError::NoSuchMessage)?;
        let channel = stored.channel;
        let made_by = stored.interaction;
        let seen = Message {
            raw: payload::message(&world, stored),
        };
        let data = invoke::component_data(&seen, custom_id, values)?;
        let place = invoke::place_of(&world, channel);
        let user_install_only = by_own_installation(&world, place)
            || made_by
                .and_then(|id| world.interactions.get(&id))
                .is_some_and(|made_by| made_by.user_install_only);
        Ok(self.send(
            &mut world,
            Start {
                kind: InteractionKind::Component,
                who,
                channel,
                data,
                source: Some(message),
                opened_by: None,
                with_message: true,
                user_install_only,
            },
        ))
    }

    /// Presses a button.
    pub fn press(
        &self,
        who: Snowflake,
        message: Snowflake,
        custom_id: &str,
    ) -> Result<Pending, DriveError> {
        self.component(who, message, custom_id, None)
    }

    /// Chooses in a select.
    pub fn select(
        &self,
        who: Snowflake,
        message: Snowflake,
        custom_id: &str,
        values: &[&str],
    ) -> Result<Pending, DriveError> {
        self.component(who, message, custom_id, Some(values))
    }

    /// Submits the form that an interaction opened; fields are named by their custom id, and those
    /// not named keep what they were filled with.
    pub fn submit_modal(
        &self,
        opened_by: &Pending,
        fields: &[(&str, &str)],
    ) -> Result<Pending, DriveError> {
        let mut world = self.shared.world();
        let opener = world
            .interactions
            .get(&opened_by.id)
            .cloned()
            .ok_or(DriveError::NoForm)?;
        let callback = opener
            .callback
            .filter(|callback| callback.kind == 9)
            .ok_or(DriveError::NoForm)?;
        let data = invoke::modal_data(&Modal::read(&callback.data), fields)?;
        Ok(self.send(
            &mut world,
            Start {
                kind: InteractionKind::ModalSubmit,
                who: opener.user,
                channel: opener.channel,
                data,
                source: opener.source,
                opened_by: Some(opener.id),
                with_message: true,
                user_install_only: opener.user_install_only,
            },
        ))
    }

    /// Chooses an entry of the Apps menu of a message.
    pub fn message_menu(
        &self,
        who: Snowflake,
        message: Snowflake,
        name: &str,
    ) -> Result<Pending, DriveError> {
        let mut world = self.shared.world();
        let stored = world
            .visible_message(message, who)
            .ok_or(DriveError::NoSuchMessage)?;
        if stored.visible_to.is_some() {
            return Err(DriveError::NoSuchMessage);
        }
        let channel = stored.channel;
        let place = invoke::place_of(&world, channel);
        let command = invoke::find(&world, name, 3, who, place)?.clone();
        let data = invoke::menu_data(&world, &command, message)?;
        let user_install_only = by_own_installation(&world, place);
        Ok(self.send(
            &mut world,
            Start {
                kind: InteractionKind::Command,
                who,
                channel,
                data,
                source: None,
                opened_by: None,
                with_message: false,
                user_install_only,
            },
        ))
    }

    /// Writes to the bot in direct messages; the message's id.
    pub fn send_dm(&self, who: Snowflake, text: &str) -> Snowflake {
        self.write(who, Place::Dm, text)
    }

    /// Writes a message; its id.
    pub fn write(&self, who: Snowflake, place: impl Into<Place>, text: &str) -> Snowflake {
        let mut world = self.shared.world();
        let channel = invoke::channel_of(&mut world, place.into(), who);
        let id = world.ids.next();
        let mut wire = payload::blank_message(&world, id, channel, who);
        let mentions: Vec<_> = world
            .users
            .values()
            .filter(|user| text.contains(&format!("<@{}>", user.id)))
            .map(payload::user)
            .collect();
        wire.insert("content".to_owned(), json!(text));
        wire.insert("mentions".to_owned(), json!(mentions));
        world.messages.insert(
            id,
            StoredMessage {
                id,
                channel,
                author: who,
                visible_to: None,
                wire,
                nonce: None,
                interaction: None,
                gone: false,
            },
        );
        announce(&mut world, id, "MESSAGE_CREATE");
        drop(world);
        self.shared.changed();
        id
    }

    /// A person starts to write in direct messages.
    pub fn start_typing(&self, who: Snowflake) {
        let mut world = self.shared.world();
        let channel = world.dm_channel(who);
        let data = json!({"channel_id": channel, "user_id": who, "timestamp": world.ids.next().unix_ms() / 1000});
        world.dispatch("TYPING_START", None, intent::DIRECT_MESSAGE_TYPING, &data);
    }

    /// What a person sees at a place, oldest first.
    pub fn messages(&self, who: Snowflake, place: impl Into<Place>) -> Vec<Message> {
        let mut world = self.shared.world();
        let channel = invoke::channel_of(&mut world, place.into(), who);
        world
            .messages
            .values()
            .filter(|message| message.channel == channel)
            .filter_map(|message| world.visible_message(message.id, who))
            .map(|message| Message {
                raw: payload::message(&world, message),
            })
            .collect()
    }

    /// A message, if this person can see it.
    pub fn message(&self, who: Snowflake, id: Snowflake) -> Option<Message> {
        let world = self.shared.world();
        world.visible_message(id, who).map(|message| Message {
            raw: payload::message(&world, message),
        })
    }

    /// The bot's messages after another in the same channel, once there are `count` of them or
    /// `patience` is over.
    pub async fn replies_after(
        &self,
        message: Snowflake,
        count: usize,
        patience: Duration,
    ) -> Vec<Message> {
        let all = |world: &World| -> Vec<Message> {
            let Some(channel) = world.messages.get(&message).map(|message| message.channel) else {
                return Vec::new();
            };
            world
                .messages
                .range(message..)
                .map(|(_, reply)| reply)
                .filter(|reply| reply.channel == channel && reply.author == super::seed::BOT)
                .filter_map(|reply| shown(world, reply.id))
                .collect()
        };
        let enough = |world: &World| Some(all(world)).filter(|all| all.len() >= count);
        let found = wait_until(&self.shared, Instant::now() + patience, enough).await;
        found.unwrap_or_else(|| all(&self.shared.world()))
    }

    /// Hides a private message, as "Dismiss message" does.
    pub fn dismiss(&self, who: Snowflake, id: Snowflake) -> Result<(), DriveError> {
        let mut world = self.shared.world();
        let message = world
            .messages
            .get_mut(&id)
            .filter(|message| message.visible_to == Some(who))
            .ok_or(DriveError::NoSuchMessage)?;
        message.gone = true;
        drop(world);
        self.shared.changed();
        Ok(())
    }

    /// Waits until the bot is connected on `shards` shards; whether it came in time.
    pub async fn connected(&self, shards: usize, patience: Duration) -> bool {
        let look = |world: &World| (world.gateway.connected() >= shards).then_some(());
        wait_until(&self.shared, Instant::now() + patience, look)
            .await
            .is_some()
    }

    /// Waits until commands are registered; whether they came in time.
    pub async fn registered(&self, patience: Duration) -> bool {
        let look = |world: &World| {
            (!world.global_commands.is_empty() || !world.guild_commands.is_empty()).then_some(())
        };
        wait_until(&self.shared, Instant::now() + patience, look)
            .await
            .is_some()
    }

    /// Waits until a request that satisfies `wanted` was answered.
    pub async fn request(
        &self,
        patience: Duration,
        wanted: impl Fn(&super::Recorded) -> bool,
    ) -> Option<super::Recorded> {
        let look = |world: &World| world.recorded.iter().find(|one| wanted(one)).cloned();
        wait_until(&self.shared, Instant::now() + patience, look).await
    }
}

/// Whether the bot is used here only by the person's own installation.
fn by_own_installation(world: &World, place: Place) -> bool {
    match place {
        Place::Dm => false,
        Place::UserInstalled(_) => true,
        Place::Channel(channel) => world
            .channels
            .get(&channel)
            .and_then(super::world::Channel::guild)
            .and_then(|guild| world.guilds.get(&guild))
            .is_none_or(|guild| !guild.bot_installed),
    }
}
