//! What an operator, or fate, does to the stand-in.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::Sandbox;
use super::faults::{DmRefusal, Fault, GatewayFault, Route};
use super::gateway::intent;
use super::payload;
use super::record::Recorded;
use super::seed;
use super::snowflake::Snowflake;
use super::world::{Role, StoredFile, World};

impl World {
    /// The bot leaves a server, or is thrown out of it.
    pub(super) fn remove_bot(&mut self, guild: Snowflake) {
        if let Some(one) = self.guilds.get_mut(&guild) {
            one.bot_installed = false;
            one.members.remove(&seed::BOT);
        }
        self.dispatch(
            "GUILD_DELETE",
            Some(guild),
            intent::GUILDS,
            &json!({"id": guild}),
        );
    }

    fn add_bot(&mut self, guild: Snowflake) {
        if let Some(one) = self.guilds.get_mut(&guild) {
            one.bot_installed = true;
            one.members.insert(seed::BOT, Vec::new());
        }
        if let Some(data) = self
            .guilds
            .get(&guild)
            .map(|one| payload::guild_create(self, one))
        {
            self.dispatch("GUILD_CREATE", Some(guild), intent::GUILDS, &data);
        }
    }
}

impl Sandbox {
    fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.shared.world());
        self.shared.changed();
        result
    }

    /// Makes the next `times` requests of a kind fail.
    pub fn fail(&self, route: Route, fault: Fault, times: u32) {
        self.change(|world| world.faults.add(route, fault, Some(times)));
    }

    /// Makes all requests of a kind fail until [`Sandbox::clear_faults`].
    pub fn fail_always(&self, route: Route, fault: Fault) {
        self.change(|world| world.faults.add(route, fault, None));
    }

    /// Ends all faults, those of direct messages and of the gateway included.
    pub fn clear_faults(&self) {
        self.change(|world| {
            world.faults.clear();
            world.dm_refusals.clear();
            world.gateway.hello_delay = None;
            world.gateway.close_on_identify = None;
            world.gateway.invalidate_on_identify = 0;
            world.gateway.duplicate_next = 0;
        });
    }

    /// Makes something go wrong on the gateway connections that are open.
    pub fn strike_gateway(&self, fault: GatewayFault) {
        self.change(|world| world.gateway.strike(fault));
    }

    /// The next connection waits this long for its HELLO.
    pub fn delay_hello(&self, delay: Duration) {
        self.change(|world| world.gateway.hello_delay = Some(delay));
    }

    /// The next IDENTIFY is answered by closing with this code.
    pub fn close_on_identify(&self, code: u16) {
        self.change(|world| world.gateway.close_on_identify = Some(code));
    }

    /// The next `times` IDENTIFYs are answered with INVALID_SESSION.
    pub fn invalidate_on_identify(&self, times: u32) {
        self.change(|world| world.gateway.invalidate_on_identify = times);
    }

    /// The next `times` interactions and messages of people are delivered twice.
    pub fn duplicate_next(&self, times: u32) {
        self.change(|world| world.gateway.duplicate_next = times);
    }

    /// Refuses all new connections for a while; those that are open stay.
    pub fn refuse_connections(&self, time: Duration) {
        self.shared.door.send_replace(false);
        let shared = Arc::clone(&self.shared);
        tokio::spawn(async move {
            tokio::time::sleep(time).await;
            shared.door.send_replace(true);
        });
    }

    /// Refuses direct messages to a person, or accepts them again.
    pub fn refuse_dms(&self, user: Snowflake, refusal: Option<DmRefusal>) {
        self.change(|world| match refusal {
            Some(refusal) => {
                world.dm_refusals.insert(user, refusal);
            }
            None => {
                world.dm_refusals.remove(&user);
            }
        });
    }

    /// Takes the bot's right to write in a channel (50013), or gives it back.
    pub fn mute_bot(&self, channel: Snowflake, muted: bool) {
        self.change(|world| {
            if let Some(channel) = world.channels.get_mut(&channel) {
                channel.bot_muted = muted;
            }
        });
    }

    /// Gives a member a role.
    pub fn grant_role(&self, guild: Snowflake, user: Snowflake, role: Snowflake) {
        self.change(|world| {
            if let Some(held) = world
                .guilds
                .get_mut(&guild)
                .and_then(|guild| guild.members.get_mut(&user))
                && !held.contains(&role)
            {
                held.push(role);
            }
        });
    }

    /// Takes a role from a member.
    pub fn revoke_role(&self, guild: Snowflake, user: Snowflake, role: Snowflake) {
        self.change(|world| {
            if let Some(held) = world
                .guilds
                .get_mut(&guild)
                .and_then(|guild| guild.members.get_mut(&user))
            {
                held.retain(|one| *one != role);
            }
        });
    }

    /// Adds a role to a server; its id.
    pub fn add_role(&self, guild: Snowflake, name: &str, permissions: u64) -> Snowflake {
        self.change(|world| {
            let id = world.ids.next();
            if let Some(guild) = world.guilds.get_mut(&guild) {
                guild.roles.push(Role {
                    id,
                    name: name.to_owned(),
                    permissions,
                });
            }
            id
        })
    }

    /// Shows a command to a role whatever its default permissions are, as a server's
    /// *Integrations* settings do.
    pub fn show_command(&self, guild: Snowflake, command: &str, role: Snowflake) {
        self.change(|world| world.shown_to.insert((guild, command.to_owned(), role)));
    }

    /// Adds the bot to a server.
    pub fn add_bot(&self, guild: Snowflake) {
        self.change(|world| world.add_bot(guild));
    }

    /// Removes the bot from a server.
    pub fn remove_bot(&self, guild: Snowflake) {
        self.change(|world| world.remove_bot(guild));
    }

    /// Whether the bot is a member of a server.
    pub fn bot_is_in(&self, guild: Snowflake) -> bool {
        self.shared
            .world()
            .guilds
            .get(&guild)
            .is_some_and(|guild| guild.bot_installed)
    }

    /// A server becomes unavailable, as in an outage; the bot stays a member.
    pub fn guild_outage(&self, guild: Snowflake) {
        let data = json!({"id": guild, "unavailable": true});
        self.change(|world| world.dispatch("GUILD_DELETE", Some(guild), intent::GUILDS, &data));
    }

    /// Sends any event to the bot, for those that the stand-in has no name for.
    pub fn dispatch(&self, event: &str, guild: Option<Snowflake>, data: &Value) {
        self.change(|world| world.dispatch(event, guild, 0, data));
    }

    /// All requests of the bot so far.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.world().recorded.clone()
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        self.shared.world().recorded.clear();
    }

    /// The commands that the bot registered for everyone.
    pub fn global_commands(&self) -> Vec<Value> {
        self.shared.world().global_commands.clone()
    }

    /// The commands that the bot registered for one server.
    pub fn guild_commands(&self, guild: Snowflake) -> Vec<Value> {
        self.shared
            .world()
            .guild_commands
            .get(&guild)
            .cloned()
            .unwrap_or_default()
    }

    /// How often the bot identified and resumed.
    pub fn session_starts(&self) -> (u64, u64) {
        let world = self.shared.world();
        (world.gateway.identifies, world.gateway.resumes)
    }

    /// A file by the id of its attachment.
    pub fn file(&self, id: Snowflake) -> Option<StoredFile> {
        self.shared.world().files.get(&id).cloned()
    }

    /// Lets all interactions so far age, so that their tokens expire.
    pub fn age_interactions(&self, by: Duration) {
        self.change(|world| {
            for interaction in world.interactions.values_mut() {
                if let Some(earlier) = interaction.sent.checked_sub(by) {
                    interaction.sent = earlier;
                }
            }
        });
    }
}
