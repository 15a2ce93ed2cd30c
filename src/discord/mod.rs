//! The edge to Discord. Nothing outside of this folder names serenity.
//!
//! Events come in over serenity's gateway client, become a [`Request`](crate::service::Request), and
//! the [`Handler`]'s response goes out as raw bodies through one retrying REST layer.

mod answer;
mod decode;
mod desk;
mod encode;
mod gateway;
mod handler;
pub mod logging;
mod rest;
mod retry;
mod seen;
mod service;
mod upload;
mod watch;
mod wire;

pub use encode::message_object;
pub use gateway::{RunOptions, invite_link, run};
pub use handler::Handler;
pub use watch::GatewayWatch;

/// Why the bot ended other than by being told to.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// 401, or close code 4004.
    #[error(
        "Discord refuses the bot's token: copy it anew from the developer portal (Bot → Reset Token)"
    )]
    TokenRefused,
    /// Close code 4003: Discord lets a bot come back after it, serenity does not.
    #[error("Discord lost track of who is connected (close code 4003): start the bot again")]
    NotAuthenticated,
    /// Close code 4010.
    #[error("Discord refuses the shard: check [discord] shards in the configuration")]
    InvalidShard,
    /// Close code 4011, or so many servers that it would come.
    #[error(
        "the bot is in too many servers for its shards: raise `total` of [discord] shards, or leave the key out"
    )]
    ShardingRequired,
    /// Close code 4012.
    #[error("Discord no longer speaks this version of its gateway: update certwise")]
    ApiVersion,
    /// Close codes 4013 and 4014.
    #[error(
        "Discord refuses the bot's intents: it asks for none that is privileged, so update certwise"
    )]
    Intents,
    /// A loop of IDENTIFYs.
    #[error(
        "the bot had to identify more than five times in five minutes: stopped before Discord resets its token; look for a second process with the same token, and start again later"
    )]
    TooManyIdentifies,
    /// The day's IDENTIFYs are used up.
    #[error("the bot has identified too often today: start it again in {minutes} minutes")]
    NoSessionStarts {
        /// Until the count starts anew.
        minutes: u64,
    },
    /// The address of the API is none.
    #[error("{0:?} is not an origin: write it as http://127.0.0.1:8790, without /api")]
    Origin(String),
    /// No answer from Discord at the start.
    #[error("Discord cannot be reached: {0}. Check the network, then start again")]
    Unreachable(String),
    /// The HTTP client could not be made.
    #[error("the HTTP client could not be made: {0}")]
    Client(reqwest::Error),
    /// Something else about the gateway.
    #[error("the connection to Discord ended: {0}")]
    Gateway(Box<serenity::Error>),
}

impl RunError {
    /// The program's exit code: 2 where starting again as it is would end the same way.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NotAuthenticated | Self::Unreachable(_) | Self::Client(_) | Self::Gateway(_) => 1,
            _ => 2,
        }
    }
}
