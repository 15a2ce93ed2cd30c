//! Who asks, and where.

use serde::{Deserialize, Serialize};

/// A Discord id: 64 bits, part of it a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Snowflake(pub u64);

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    /// Their id.
    pub user: Snowflake,
    /// The name to show to moderators; escaped where shown.
    pub name: String,
    /// Whether they have the permission Manage Server here.
    pub manages_server: bool,
    /// Their roles in this server.
    pub roles: Vec<Snowflake>,
}

/// Where something was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// In a server.
    Server {
        /// The server.
        guild: Snowflake,
        /// The channel.
        channel: Snowflake,
        /// Whether the bot was installed for this server, not only by the asker for themselves:
        /// `authorizing_integration_owners` names this server. Otherwise only the base catalogue
        /// answers, and nothing can be moderated.
        installed: bool,
    },
    /// In a direct message with the bot.
    Direct {
        /// The channel.
        channel: Snowflake,
    },
    /// In a conversation between people, by an app that the asker installed.
    Private {
        /// The channel.
        channel: Snowflake,
    },
    /// On a terminal.
    Terminal,
}
