//! What one person sees, as the page's data.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::driver::Place;
use super::super::snowflake::{Snowflake, from_json};
use super::super::world::{InteractionKind, StoredMessage, Whereabouts, World};
use super::super::{Sandbox, invoke, payload, seed};

/// Messages shown at most.
const SHOWN: usize = 200;

/// Who looks, and where.
#[derive(Clone, Copy)]
pub(super) struct View {
    pub(super) who: Snowflake,
    pub(super) place: Place,
}

impl Default for View {
    fn default() -> Self {
        Self {
            who: seed::MIA,
            place: Place::Channel(seed::STUDY_GROUP_GENERAL),
        }
    }
}

/// The people whom one can be.
const PEOPLE: [(Snowflake, &str); 4] = [
    (seed::MIA, "member"),
    (seed::NOAH, "second member"),
    (seed::ADA, "moderator"),
    (seed::BO, "member with the role “catalogue keepers”"),
];

impl View {
    pub(super) fn read(sandbox: &Sandbox, request: &Value) -> Self {
        let world = sandbox.shared.world();
        let fallback = Self::default();
        let who =
            from_json(&request["who"]).filter(|who| PEOPLE.iter().any(|(person, _)| person == who));
        let place = match from_json(&request["place"]) {
            Some(channel)
                if world
                    .channels
                    .get(&channel)
                    .is_some_and(|channel| channel.guild().is_some()) =>
            {
                Place::Channel(channel)
            }
            None if request["place"] == "dm" => Place::Dm,
            _ => fallback.place,
        };
        Self {
            who: who.unwrap_or(fallback.who),
            place,
        }
    }

    /// Everything to show, by topic, so that only what changed is sent.
    pub(super) fn topics(&self, sandbox: &Sandbox) -> [(&'static str, Value); 4] {
        let mut world = sandbox.shared.world();
        let channel = invoke::channel_of(&mut world, self.place, self.who);
        let deadline = sandbox.shared.options.answer_within;
        [
            ("around", self.around(&mut world, sandbox)),
            ("commands", self.commands(&world)),
            ("messages", self.messages(&world, channel, deadline)),
            ("refused", refused(&world)),
        ]
    }

    fn place_id(&self) -> Value {
        match self.place {
            Place::Dm => json!("dm"),
            Place::Channel(channel) | Place::UserInstalled(channel) => json!(channel),
        }
    }

    fn around(&self, world: &mut World, sandbox: &Sandbox) -> Value {
        let dm = world.dm_channel(self.who);
        let people: Vec<_> = PEOPLE
            .iter()
            .filter_map(|(id, note)| {
                let user = world.users.get(id)?;
                Some(json!({"id": id, "name": user.global_name, "note": note}))
            })
            .collect();
        let servers: Vec<_> = world
            .guilds
            .values()
            .filter(|guild| guild.id != seed::BOOK_CLUB || guild.bot_installed)
            .map(|guild| {
                let channels: Vec<_> = world
                    .channels
                    .values()
                    .filter(|channel| channel.guild() == Some(guild.id))
                    .map(|channel| json!({"id": channel.id, "name": channel.name, "last": self.last(world, channel.id)}))
                    .collect();
                let roles: Vec<_> = guild.roles.iter().map(|role| json!({"id": role.id, "name": role.name})).collect();
                json!({"id": guild.id, "name": guild.name, "channels": channels, "roles": roles})
            })
            .collect();
        let typing = world
            .typing
            .iter()
            .filter(|(_, since)| since.elapsed() < Duration::from_secs(10))
            .map(|(channel, _)| *channel)
            .collect::<Vec<_>>();
        let users: Vec<_> = world
            .users
            .values()
            .map(|user| json!({"id": user.id, "name": user.global_name.as_ref().unwrap_or(&user.username)}))
            .collect();
        json!({
            "who": self.who,
            "place": self.place_id(),
            "people": people,
            "users": users,
            "servers": servers,
            "dm": {"id": dm, "last": self.last(world, dm)},
            "bot": {"id": seed::BOT, "name": "certwise", "online": world.gateway.connected() > 0, "starts": world.gateway.identifies, "resumes": world.gateway.resumes, "typing": typing},
            "can_restart": sandbox.shared.options.restart.is_some(),
            "faults": world.faults.described(),
            "keepers_see_catalog": world.shown_to.contains(&(seed::STUDY_GROUP, "catalog".to_owned(), seed::KEEPERS)),
        })
    }

    fn last(&self, world: &World, channel: Snowflake) -> Option<Snowflake> {
        world
            .messages
            .values()
            .rev()
            .find(|message| {
                message.channel == channel && world.visible_message(message.id, self.who).is_some()
            })
            .map(|message| message.id)
    }

    fn commands(&self, world: &World) -> Value {
        let guild = self
            .place
            .channel()
            .and_then(|channel| world.channels.get(&channel))
            .and_then(super::super::world::Channel::guild);
        world
            .commands_for(guild)
            .filter(|command| invoke::offered(world, command, self.who, self.place))
            .cloned()
            .collect()
    }

    fn messages(&self, world: &World, channel: Snowflake, deadline: Duration) -> Value {
        let visible: Vec<&StoredMessage> = world
            .messages
            .values()
            .filter(|message| {
                message.channel == channel && world.visible_message(message.id, self.who).is_some()
            })
            .collect();
        let shown: Vec<_> = visible[visible.len().saturating_sub(SHOWN)..]
            .iter()
            .map(|message| payload::message(world, message))
            .collect();
        // Commands that got no answer, or none yet, are seen by the one who ran them.
        let waiting: Vec<_> = world
            .interactions
            .values()
            .filter(|one| one.user == self.who && one.channel == channel && one.callback.is_none())
            .filter(|one| one.kind != InteractionKind::Autocomplete && !one.dismissed)
            .map(|one| {
                json!({
                    "id": one.id,
                    "kind": one.kind.number(),
                    "name": payload::full_name(&one.payload["data"]),
                    "menu": one.payload["data"]["target_id"],
                    "source": one.source,
                    "custom_id": one.payload["data"]["custom_id"],
                    "failed": one.sent.elapsed() > deadline,
                })
            })
            .collect();
        let private = matches!(
            world.channels.get(&channel).map(|one| one.place),
            Some(Whereabouts::Dm(_))
        );
        json!({"channel": channel, "messages": shown, "waiting": waiting, "dm": private})
    }
}

/// The requests of the bot that were refused, newest last.
fn refused(world: &World) -> Value {
    let refused: Vec<_> = world
        .recorded
        .iter()
        .enumerate()
        .filter(|(_, one)| one.status.is_none_or(|status| status >= 400))
        .map(|(number, one)| {
            json!({
                "number": number,
                "method": one.method,
                "path": without_token(&one.path),
                "status": one.status,
                "response": one.response,
            })
        })
        .collect();
    json!(refused[refused.len().saturating_sub(20)..])
}

/// A path without the interaction's token, which would fill the line.
pub(super) fn without_token(path: &str) -> String {
    path.split('/')
        .map(|part| if part.len() > 40 { "…" } else { part })
        .collect::<Vec<_>>()
        .join("/")
}
