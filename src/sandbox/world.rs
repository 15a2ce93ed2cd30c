//! The state of the stand-in: who and what there is, and what was said.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Instant;

use serde_json::{Map, Value};

use super::faults::{DmRefusal, Faults};
use super::gateway::Gateway;
use super::record::Recorded;
use super::seed;
use super::snowflake::{Snowflake, SnowflakeSource};

/// The bits of Discord's permissions that the stand-in reasons about.
pub mod permission {
    /// Manage Server.
    pub const MANAGE_GUILD: u64 = 1 << 5;
    /// Administrator.
    pub const ADMINISTRATOR: u64 = 1 << 3;
    /// View Channels.
    pub const VIEW_CHANNEL: u64 = 1 << 10;
    /// Send Messages.
    pub const SEND_MESSAGES: u64 = 1 << 11;
    /// Manage Messages.
    pub const MANAGE_MESSAGES: u64 = 1 << 13;
    /// Embed Links.
    pub const EMBED_LINKS: u64 = 1 << 14;
    /// Attach Files.
    pub const ATTACH_FILES: u64 = 1 << 15;
    /// Read Message History.
    pub const READ_MESSAGE_HISTORY: u64 = 1 << 16;
    /// Mention @everyone, @here and all roles.
    pub const MENTION_EVERYONE: u64 = 1 << 17;
    /// Use Application Commands.
    pub const USE_APPLICATION_COMMANDS: u64 = 1 << 31;
    /// Use External Apps.
    pub const USE_EXTERNAL_APPS: u64 = 1 << 50;
    /// Every permission there is.
    pub const ALL: u64 = (1 << 53) - 1;
}

/// A person, or the bot itself.
#[derive(Clone, Debug)]
pub struct User {
    /// The account's id.
    pub id: Snowflake,
    /// The account's unique name.
    pub username: String,
    /// The name shown.
    pub global_name: Option<String>,
    /// The client's language.
    pub locale: String,
    /// Whether this is an application.
    pub bot: bool,
    /// Whether this person installed the bot for themselves.
    pub installed_bot: bool,
}

/// A role of a server.
#[derive(Clone, Debug)]
pub struct Role {
    /// The role's id; that of @everyone is the server's.
    pub id: Snowflake,
    /// The role's name.
    pub name: String,
    /// The permission bits it gives.
    pub permissions: u64,
}

/// A server.
#[derive(Clone, Debug)]
pub struct Guild {
    /// The server's id.
    pub id: Snowflake,
    /// The server's name.
    pub name: String,
    /// Who owns it.
    pub owner: Snowflake,
    /// Its roles, @everyone first.
    pub roles: Vec<Role>,
    /// Its members and the roles they hold.
    pub members: BTreeMap<Snowflake, Vec<Snowflake>>,
    /// Its language.
    pub locale: String,
    /// Whether the bot is a member.
    pub bot_installed: bool,
}

/// Where a channel lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// A text channel of this server.
    Guild(Snowflake),
    /// The direct messages between the bot and this person.
    Dm(Snowflake),
}

/// A channel.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The channel's id.
    pub id: Snowflake,
    /// Its name; empty for direct messages.
    pub name: String,
    /// Where it lies.
    pub place: Whereabouts,
    /// Whether the bot may not write here (50013).
    pub bot_muted: bool,
}

impl Channel {
    pub(super) fn guild(&self) -> Option<Snowflake> {
        match self.place {
            Whereabouts::Guild(guild) => Some(guild),
            Whereabouts::Dm(_) => None,
        }
    }
}

/// A message, as Discord would show it.
#[derive(Clone, Debug)]
pub(super) struct StoredMessage {
    pub(super) id: Snowflake,
    pub(super) channel: Snowflake,
    pub(super) author: Snowflake,
    /// For an ephemeral message, the only person who sees it.
    pub(super) visible_to: Option<Snowflake>,
    /// The message object, without `referenced_message`.
    pub(super) wire: Map<String, Value>,
    pub(super) nonce: Option<String>,
    /// The interaction that made it, if one did.
    pub(super) interaction: Option<Snowflake>,
    /// Set when an ephemeral message was dismissed, or a message deleted.
    pub(super) gone: bool,
}

/// The kinds of interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InteractionKind {
    /// A slash command or an entry of a menu.
    Command,
    /// A button or a select.
    Component,
    /// A request for choices while typing.
    Autocomplete,
    /// A submitted form.
    ModalSubmit,
}

impl InteractionKind {
    pub(super) fn number(self) -> u8 {
        match self {
            Self::Command => 2,
            Self::Component => 3,
            Self::Autocomplete => 4,
            Self::ModalSubmit => 5,
        }
    }
}

/// The first answer of the bot to an interaction.
#[derive(Clone, Debug)]
pub(super) struct Callback {
    pub(super) kind: u64,
    pub(super) data: Value,
    pub(super) after: std::time::Duration,
}

/// An interaction and what became of it.
#[derive(Clone, Debug)]
pub(super) struct Interaction {
    pub(super) id: Snowflake,
    pub(super) token: String,
    pub(super) kind: InteractionKind,
    pub(super) user: Snowflake,
    pub(super) channel: Snowflake,
    /// As sent over the gateway.
    pub(super) payload: Value,
    pub(super) sent: Instant,
    /// The message that the pressed component sits on.
    pub(super) source: Option<Snowflake>,
    /// The interaction that opened the submitted form.
    pub(super) opened_by: Option<Snowflake>,
    pub(super) callback: Option<Callback>,
    /// `@original`.
    pub(super) original: Option<Snowflake>,
    pub(super) followups: Vec<Snowflake>,
    /// Whether the person took the note of its failure away.
    pub(super) dismissed: bool,
    /// Whether only the person's own installation authorized it.
    pub(super) user_install_only: bool,
}

/// An uploaded file.
#[derive(Clone, Debug)]
pub struct StoredFile {
    /// Its name.
    pub filename: String,
    /// Its media type.
    pub content_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Everything the stand-in knows.
pub(super) struct World {
    pub(super) ids: SnowflakeSource,
    pub(super) users: BTreeMap<Snowflake, User>,
    pub(super) guilds: BTreeMap<Snowflake, Guild>,
    pub(super) channels: BTreeMap<Snowflake, Channel>,
    pub(super) messages: BTreeMap<Snowflake, StoredMessage>,
    pub(super) interactions: BTreeMap<Snowflake, Interaction>,
    pub(super) tokens: HashMap<String, Snowflake>,
    pub(super) global_commands: Vec<Value>,
    pub(super) guild_commands: BTreeMap<Snowflake, Vec<Value>>,
    pub(super) files: BTreeMap<Snowflake, StoredFile>,
    pub(super) recorded: Vec<Recorded>,
    pub(super) faults: Faults,
    pub(super) dm_refusals: BTreeMap<Snowflake, DmRefusal>,
    /// Commands shown to a role by a server's settings.
    pub(super) shown_to: BTreeSet<(Snowflake, String, Snowflake)>,
    pub(super) gateway: Gateway,
    /// Who was seen typing where, and when: the bot's typing indicator.
    pub(super) typing: BTreeMap<Snowflake, Instant>,
    /// Where files are downloaded from.
    pub(super) origin: String,
}

impl World {
    pub(super) fn new(origin: String) -> Self {
        let mut world = Self {
            ids: SnowflakeSource::default(),
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            interactions: BTreeMap::new(),
            tokens: HashMap::new(),
            global_commands: Vec::new(),
            guild_commands: BTreeMap::new(),
            files: BTreeMap::new(),
            recorded: Vec::new(),
            faults: Faults::default(),
            dm_refusals: BTreeMap::new(),
            shown_to: BTreeSet::new(),
            gateway: Gateway::default(),
            typing: BTreeMap::new(),
            origin,
        };
        seed::fill(&mut world);
        world
    }

    /// The direct messages between the bot and a person, opened when first needed.
    pub(super) fn dm_channel(&mut self, user: Snowflake) -> Snowflake {
        let open = self
            .channels
            .values()
            .find(|channel| channel.place == Whereabouts::Dm(user))
            .map(|channel| channel.id);
        open.unwrap_or_else(|| {
            let id = self.ids.next();
            self.channels.insert(
                id,
                Channel {
                    id,
                    name: String::new(),
                    place: Whereabouts::Dm(user),
                    bot_muted: false,
                },
            );
            id
        })
    }

    /// What a member may do in a server.
    pub(super) fn permissions(&self, guild: Snowflake, user: Snowflake) -> u64 {
        let Some(guild) = self.guilds.get(&guild) else {
            return 0;
        };
        if guild.owner == user {
            return permission::ALL;
        }
        let Some(held) = guild.members.get(&user) else {
            return 0;
        };
        let bits = guild
            .roles
            .iter()
            .filter(|role| role.id == guild.id || held.contains(&role.id))
            .fold(0, |bits, role| bits | role.permissions);
        if bits & permission::ADMINISTRATOR == 0 {
            bits
        } else {
            permission::ALL
        }
    }

    /// Whether a person can read a channel.
    pub(super) fn can_read(&self, channel: Snowflake, user: Snowflake) -> bool {
        match self.channels.get(&channel).map(|channel| channel.place) {
            Some(Whereabouts::Dm(owner)) => owner == user || user == seed::BOT,
            Some(Whereabouts::Guild(guild)) => self.guilds.get(&guild).is_some_and(|guild| {
                guild.members.contains_key(&user) || (user == seed::BOT && guild.bot_installed)
            }),
            None => false,
        }
    }

    /// A message that this person can see.
    pub(super) fn visible_message(&self, id: Snowflake, user: Snowflake) -> Option<&StoredMessage> {
        self.messages.get(&id).filter(|message| {
            !message.gone
                && self.can_read(message.channel, user)
                && message
                    .visible_to
                    .is_none_or(|only| only == user || user == seed::BOT)
        })
    }

    /// The commands on offer in a server (or in direct messages), the server's own after the
    /// global ones.
    pub(super) fn commands_for(&self, guild: Option<Snowflake>) -> impl Iterator<Item = &Value> {
        let own = guild.and_then(|guild| self.guild_commands.get(&guild));
        self.global_commands.iter().chain(own.into_iter().flatten())
    }

    /// Whether the bot and this person share a server.
    pub(super) fn shares_server(&self, user: Snowflake) -> bool {
        self.guilds
            .values()
            .any(|guild| guild.bot_installed && guild.members.contains_key(&user))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moderators_differ_by_permission_and_by_role() {
        let world = World::new(String::new());
        let manages =
            |user| world.permissions(seed::STUDY_GROUP, user) & permission::MANAGE_GUILD != 0;
        assert!(manages(seed::ADA));
        assert!(!manages(seed::BO));
        assert!(!manages(seed::MIA));
        assert!(world.guilds[&seed::STUDY_GROUP].members[&seed::BO].contains(&seed::KEEPERS));
    }
}
