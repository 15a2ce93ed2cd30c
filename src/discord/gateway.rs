//! The connection: starting, events, stopping.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use reqwest::Url;
use secrecy::SecretString;
use serde_json::Value;
use serenity::all::{
    ClientBuilder, Context, EventHandler, GatewayIntents, Guild, Interaction, Message, Permissions,
    Ready, UnavailableGuild,
};
use serenity::gateway::{GatewayError, ShardManager};
use serenity::http::{LightMethod, Route};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::command::registration;
use crate::config::Shards;

use super::desk::Desk;
use super::rest::{Call, GatewayInfo, Rest};
use super::retry::{Budget, GaveUp, persist};
use super::{GatewayWatch, Handler, RunError, decode};

/// Slash commands need no intent. Servers: to learn of a server that the bot left. Direct messages:
/// to answer them; their text comes without a privileged intent.
const INTENTS: GatewayIntents = GatewayIntents::GUILDS.union(GatewayIntents::DIRECT_MESSAGES);
/// Answers to commands need no permission. Sharing posts an answer under a question, and a server
/// may want news of suggestions in a channel.
const PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY);
/// How long an unreachable Discord is tried before the start is given up.
const REACH_WITHIN: Duration = Duration::from_secs(60);
/// Discord refuses a shard with more servers than this…
const GUILDS_PER_SHARD: u32 = 2_500;
/// … and recommends a shard for each of so many.
const GUILDS_PER_RECOMMENDED_SHARD: u32 = 1_000;
/// Everything in hand must be done by then.
const STOP_WITHIN: Duration = Duration::from_millis(4_500);

/// What a run needs.
pub struct RunOptions {
    /// The bot's token.
    pub token: SecretString,
    /// Another origin than Discord's, without `/api`.
    pub api_url: Option<String>,
    /// The shards of this process; without them all that Discord recommends.
    pub shards: Option<Shards>,
    /// Sees what serenity only tells its log.
    pub watch: Option<GatewayWatch>,
}

/// The address that invites the bot to a server, with exactly what it needs.
pub fn invite_link(application: u64) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}&scope=bot%20applications.commands&permissions={}",
        PERMISSIONS.bits()
    )
}

/// Connects and answers until `shutdown` is ready or Discord says that it cannot go on.
pub async fn run(
    options: RunOptions,
    handler: Arc<dyn Handler>,
    shutdown: impl Future<Output = ()> + Send,
) -> Result<(), RunError> {
    let origin = options.api_url.as_deref().map(parse_origin).transpose()?;
    let rest = Rest::new(&options.token, origin.as_ref()).map_err(RunError::Client)?;
    tokio::pin!(shutdown);
    let info = tokio::select! {
        info = gateway_info(&rest) => info?,
        () = &mut shutdown => return Ok(()),
    };
    let shards = check_shards(&info, options.shards)?;
    let for_gateway = rest.for_gateway();
    let (broken, mut breaks) = mpsc::channel(1);
    let desk = Arc::new(Desk::new(rest, origin, handler, broken));
    let events = Events {
        desk: Arc::clone(&desk),
        registered: AtomicBool::new(false),
    };
    let mut client = ClientBuilder::new_with_http(for_gateway, INTENTS)
        .event_handler(events)
        .await
        .map_err(from_serenity)?;
    // serenity asks again, and goes to discord.com when it gets no answer.
    info.url.clone_into(&mut *client.ws_url.lock().await);
    let manager = Arc::clone(&client.shard_manager);
    let mut watch = options.watch;
    if let Some(watch) = &mut watch {
        watch.begin();
    }
    let watched = async {
        match &mut watch {
            Some(watch) => watch.end().await,
            None => std::future::pending().await,
        }
    };
    let result = tokio::select! {
        ended = client.start_shard_range(shards.first..shards.last, shards.total) => {
            ended.map_err(from_serenity)
        }
        reason = watched => Err(reason),
        Some(reason) = breaks.recv() => Err(reason),
        () = &mut shutdown => {
            stop(&manager, &desk).await;
            Ok(())
        }
    };
    if result.is_err() {
        // What is in hand may still find its way; the gateway is lost.
        let _ = tokio::time::timeout(Duration::from_secs(1), desk.finished()).await;
    }
    result
}

/// Takes nothing new, finishes what is in hand, and leaves.
async fn stop(manager: &Arc<ShardManager>, desk: &Desk) {
    tracing::info!("stopping: finishing what is in hand");
    let leave = async {
        // What arrives until the connection is closed is answered as well.
        let _ = tokio::time::timeout(STOP_WITHIN / 2, manager.shutdown_all()).await;
        desk.finished().await;
    };
    if tokio::time::timeout(STOP_WITHIN, leave).await.is_err() {
        tracing::warn!("stopped before everything in hand was done");
    }
}

fn parse_origin(text: &str) -> Result<Url, RunError> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| RunError::Origin(text.to_owned()))
}

/// Asks Discord where to connect: a wrong token shows here, before the first IDENTIFY.
async fn gateway_info(rest: &Rest) -> Result<GatewayInfo, RunError> {
    let told = match ask(rest, Route::GatewayBot).await {
        // Proxies know the address at least.
        Err(GaveUp::Refused(refused)) if refused.is_not_found() => ask(rest, Route::Gateway).await,
        told => told,
    };
    let told = told.map_err(|failure| match failure {
        GaveUp::Unauthorized => RunError::TokenRefused,
        other => RunError::Unreachable(other.to_string()),
    })?;
    serde_json::from_value(told)
        .map_err(|error| RunError::Unreachable(format!("the answer is not Discord's: {error}")))
}

async fn ask(rest: &Rest, route: Route<'static>) -> Result<Value, GaveUp> {
    let call = Call {
        route,
        method: LightMethod::Get,
        body: Vec::new(),
        files: &[],
    };
    let budget = Budget {
        until: Instant::now() + REACH_WITHIN,
        per_try: Duration::from_secs(10),
    };
    persist(budget, || rest.attempt(&call)).await
}

/// Discord's advice on shards against what the operator set.
fn check_shards(info: &GatewayInfo, set: Option<Shards>) -> Result<Shards, RunError> {
    let recommended = info.shards.max(1);
    let shards = set.unwrap_or(Shards {
        first: 0,
        last: recommended - 1,
        total: recommended,
    });
    // Discord recommends one for each thousand servers begun, so this many there are at least.
    let guilds = (recommended - 1).saturating_mul(GUILDS_PER_RECOMMENDED_SHARD);
    if shards.total.saturating_mul(GUILDS_PER_SHARD) < guilds {
        return Err(RunError::ShardingRequired);
    }
    if shards.total < recommended {
        tracing::warn!(
            total = shards.total,
            recommended,
            "Discord recommends more shards"
        );
    }
    let needed = u64::from(shards.last - shards.first) + 1;
    match &info.session_start_limit {
        Some(limit) if limit.remaining < needed => Err(RunError::NoSessionStarts {
            minutes: limit.reset_after.div_ceil(60_000),
        }),
        _ => Ok(shards),
    }
}

fn from_serenity(error: serenity::Error) -> RunError {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => RunError::TokenRefused,
        serenity::Error::Gateway(
            GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents,
        ) => RunError::Intents,
        other => RunError::Gateway(Box::new(other)),
    }
}

struct Events {
    desk: Arc<Desk>,
    registered: AtomicBool,
}

#[async_trait]
impl EventHandler for Events {
    async fn ready(&self, _: Context, ready: Ready) {
        let shard = ready.shard.map_or(0, |shard| shard.id.0);
        tracing::info!(shard, servers = ready.guilds.len(), "connected to Discord");
        if shard != 0 || self.registered.swap(true, Ordering::SeqCst) {
            return;
        }
        let application = ready.application.id.get();
        tracing::info!(link = %invite_link(application), "invite the bot with this link");
        let commands = registration();
        if self.desk.register(application, &commands).await {
            let count = commands.as_array().map_or(0, Vec::len);
            tracing::info!(count, "commands registered");
        } else {
            self.registered.store(false, Ordering::SeqCst);
        }
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let read = decode::interaction(interaction, |guild| self.desk.is_in(guild));
        if let Some(incoming) = read {
            self.desk.interaction(incoming).await;
        }
    }

    async fn message(&self, _: Context, message: Message) {
        if let Some(request) = decode::direct_message(&message) {
            let channel = message.channel_id.get();
            self.desk.direct_message(request, channel).await;
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        self.desk.joined(guild.id.get()).await;
    }

    async fn guild_delete(&self, _: Context, guild: UnavailableGuild, _: Option<Guild>) {
        // Unavailable means that Discord has trouble; otherwise the bot was sent away.
        if !guild.unavailable {
            self.desk.left(guild.id.get()).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::rest::SessionStartLimit;
    use super::*;

    fn info(shards: u32) -> GatewayInfo {
        GatewayInfo {
            shards,
            session_start_limit: Some(SessionStartLimit {
                remaining: 10,
                reset_after: 61_000,
            }),
            ..GatewayInfo::default()
        }
    }

    const ONE: Option<Shards> = Some(Shards {
        first: 0,
        last: 0,
        total: 1,
    });

    #[test]
    fn shards_follow_discord_unless_set() {
        assert_eq!(check_shards(&info(1), None).unwrap().total, 1);
        let many = check_shards(&info(3), None).unwrap();
        assert_eq!((many.first, many.last, many.total), (0, 2, 3));
        assert_eq!(check_shards(&info(2), ONE).unwrap().total, 1);
    }

    #[test]
    fn a_start_that_discord_would_refuse_is_refused_here() {
        assert!(matches!(
            check_shards(&info(6), ONE),
            Err(RunError::ShardingRequired)
        ));
        assert!(matches!(
            check_shards(&info(11), None),
            Err(RunError::NoSessionStarts { minutes: 2 })
        ));
    }

    #[test]
    fn the_invitation_asks_for_no_more_than_needed() {
        let link = invite_link(42);
        assert!(link.contains("client_id=42&scope=bot%20applications.commands"));
        assert!(!PERMISSIONS.administrator() && !PERMISSIONS.manage_guild());
        assert!(link.ends_with(&format!("permissions={}", PERMISSIONS.bits())));
    }
}
