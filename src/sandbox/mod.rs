//! A local stand-in for Discord: its REST interface and its gateway, as far as the bot uses them.
//!
//! It behaves as Discord does, refuses what Discord refuses in Discord's own words, and can be
//! told to fail in the ways in which Discord fails. Tests drive it through [`Sandbox`]; the page of
//! `certwise sandbox` drives the same thing. It knows nothing of the bot: the two meet only over
//! the loopback interface.

mod control;
mod driver;
mod error;
mod faults;
mod gateway;
mod invoke;
mod key;
mod limits;
mod net;
mod page;
mod payload;
mod pending;
mod record;
mod rest;
pub mod seed;
mod snowflake;
mod view;
mod world;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::middleware;
use axum::response::Response;
use axum::routing::{any, get};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use net::{Door, Scissors};
use world::World;

pub use driver::Place;
pub use error::ApiError;
pub use faults::{DmRefusal, Fault, GatewayFault, Route};
pub use invoke::{Arg, DriveError, Upload};
pub use pending::Pending;
pub use record::{Recorded, RecordedFile};
pub use snowflake::Snowflake;
pub use view::{Choice, Field, Message, Modal, Outcome};
pub use world::{InteractionKind, StoredFile, permission};

/// The token that the bot must present, unless the options name another.
pub const DEFAULT_TOKEN: &str =
    "MTMyNTQwMzQxOTQ0MzIwMDAwMQ.sandbox.not-a-secret-only-for-the-local-stand-in";

/// How the stand-in behaves.
#[derive(Clone, Debug)]
pub struct SandboxOptions {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// The token that the bot must present.
    pub token: String,
    /// How long the bot has for its first answer.
    pub answer_within: Duration,
    /// How long an interaction's token lives.
    pub token_lifetime: Duration,
    /// How often the bot must send a heartbeat.
    pub heartbeat_interval: Duration,
    /// How often the bot may identify before its token is reset.
    pub session_starts: u64,
    /// Identifies that may happen at once.
    pub max_concurrency: u32,
    /// The shards that `/gateway/bot` recommends.
    pub shards: u32,
    /// Whether a second identify within five seconds is refused, as Discord does.
    pub identify_interval: bool,
    /// The privileged intents that the bot may ask for; none as a rule.
    pub privileged_intents: u64,
    /// Restarts the bot when somebody asks for it on the page.
    pub restart: Option<Restart>,
}

/// What restarts the bot; how is the business of whoever started it.
#[derive(Clone)]
pub struct Restart(Arc<dyn Fn() + Send + Sync>);

impl Restart {
    /// Wraps the action. It must return at once.
    pub fn new(action: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(action))
    }

    fn call(&self) {
        (self.0)();
    }
}

impl std::fmt::Debug for Restart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Restart")
    }
}

impl Default for SandboxOptions {
    fn default() -> Self {
        Self {
            port: 0,
            token: DEFAULT_TOKEN.to_owned(),
            answer_within: Duration::from_secs(3),
            token_lifetime: Duration::from_secs(15 * 60),
            heartbeat_interval: Duration::from_millis(41_250),
            session_starts: 1_000,
            max_concurrency: 1,
            shards: 1,
            identify_interval: false,
            privileged_intents: 0,
            restart: None,
        }
    }
}

/// What all parts of the stand-in share.
struct Shared {
    options: SandboxOptions,
    started: Instant,
    world: Mutex<World>,
    /// Counts changes, so that others can wait for them.
    version: watch::Sender<u64>,
    stopping: watch::Sender<bool>,
    door: watch::Sender<bool>,
}

impl Shared {
    fn world(&self) -> MutexGuard<'_, World> {
        // A test that panicked while it looked on leaves the state as sound as it was.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes everyone who waits for something to happen.
    fn changed(&self) {
        self.version.send_modify(|version| *version += 1);
    }
}

/// A running stand-in. Clones share it.
#[derive(Clone)]
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    server: Arc<Mutex<Option<JoinHandle<()>>>>,
    key: Arc<str>,
}

impl Sandbox {
    /// Starts a stand-in on the loopback interface.
    pub async fn start(options: SandboxOptions) -> io::Result<Self> {
        let (door, door_open) = watch::channel(true);
        let listener = Door::bind(options.port, door_open).await?;
        let address = listener.address();
        let shared = Arc::new(Shared {
            options,
            started: Instant::now(),
            world: Mutex::new(World::new(format!("http://{address}"))),
            version: watch::Sender::new(0),
            stopping: watch::Sender::new(false),
            door,
        });
        let sandbox = Self {
            shared: Arc::clone(&shared),
            address,
            server: Arc::default(),
            key: page::new_key().into(),
        };
        let page = page::Page::new(sandbox.clone(), sandbox.key.to_string());
        let router = Router::new()
            .route("/gateway", any(upgrade))
            .route("/gateway/", any(upgrade))
            .route("/attachments/{*file}", get(rest::download))
            .fallback(rest::handle)
            .with_state(Arc::clone(&shared))
            .merge(page::routes(page))
            .layer(DefaultBodyLimit::max(26 * 1024 * 1024))
            .layer(middleware::from_fn_with_state(
                address.port(),
                page::local_only,
            ));
        let mut stopping = shared.stopping.subscribe();
        let server = axum::serve(
            listener,
            router.into_make_service_with_connect_info::<Scissors>(),
        )
        .with_graceful_shutdown(async move {
            // An error means that the stand-in itself is gone.
            let _ = stopping.wait_for(|stopping| *stopping).await;
        });
        let task = tokio::spawn(async move {
            if let Err(error) = server.await {
                tracing::error!(%error, "the stand-in for Discord stopped");
            }
        });
        *sandbox
            .server
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(task);
        Ok(sandbox)
    }

    /// The address of the page on which people try the bot, with its key.
    pub fn page_url(&self) -> String {
        format!("http://{}/?key={}", self.address, self.key)
    }

    /// What `DISCORD_API_URL` must be for the bot to come here.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The token that the bot must present.
    pub fn token(&self) -> &str {
        &self.shared.options.token
    }

    /// Closes every connection and stops listening.
    pub async fn stop(&self) {
        self.shared.stopping.send_replace(true);
        let task = self
            .server
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(mut task) = task
            && tokio::time::timeout(Duration::from_secs(2), &mut task)
                .await
                .is_err()
        {
            task.abort();
        }
    }
}

#[derive(serde::Deserialize)]
struct GatewayQuery {
    v: Option<String>,
}

async fn upgrade(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<GatewayQuery>,
    upgrade: WebSocketUpgrade,
) -> Response {
    upgrade.on_upgrade(move |socket| gateway::serve(shared, socket, query.v))
}
