//! Sees what serenity's gateway only tells its log: close codes after which Discord forbids to
//! reconnect, and how often the bot identifies.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use super::RunError;

/// More IDENTIFYs than this within the window end the bot: Discord resets the token of one that
/// identifies a thousand times a day.
const MOST_IDENTIFIES: usize = 5;
const WINDOW: Duration = Duration::from_secs(5 * 60);
const SHARD: &str = "serenity::gateway::shard";
const SOCKET: &str = "serenity::gateway::ws";

type Reason = fn() -> RunError;

/// What serenity writes, and what it means. Checked against serenity 0.12.5; the end-to-end tests
/// close with each of these codes.
const ENDS: [(&str, Reason); 7] = [
    ("Sent no authentication", || RunError::NotAuthenticated),
    ("Sent invalid authentication", || RunError::TokenRefused),
    ("Sent invalid shard data", || RunError::InvalidShard),
    ("Shard has too many guilds", || RunError::ShardingRequired),
    ("Unknown unclean close 4012", || RunError::ApiVersion),
    ("Invalid gateway intents", || RunError::Intents),
    ("Disallowed gateway intents", || RunError::Intents),
];

/// The end of the watch that [`run`](super::run) takes.
#[derive(Debug)]
pub struct GatewayWatch {
    ends: mpsc::Receiver<RunError>,
    seen: Arc<Mutex<HashMap<String, Vec<Instant>>>>,
}

impl GatewayWatch {
    /// A layer for the subscriber, and its other end.
    pub fn layer<S>() -> (impl Layer<S> + Send + Sync, Self)
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let (sender, ends) = mpsc::channel(1);
        let seen = Arc::default();
        let layer = WatchLayer {
            ends: sender,
            identifies: Arc::clone(&seen),
        };
        let heard = Targets::new()
            .with_target(SHARD, Level::WARN)
            .with_target(SOCKET, Level::DEBUG);
        (layer.with_filter(heard), Self { ends, seen })
    }

    /// Waits for a reason to end the bot.
    pub(super) async fn end(&mut self) -> RunError {
        match self.ends.recv().await {
            Some(reason) => reason,
            // The layer is gone, so nothing will be seen any more.
            None => std::future::pending().await,
        }
    }

    /// Forgets what an earlier run did.
    pub(super) fn begin(&mut self) {
        while self.ends.try_recv().is_ok() {}
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }
}

struct WatchLayer {
    ends: mpsc::Sender<RunError>,
    /// When each shard identified, by what serenity writes about it.
    identifies: Arc<Mutex<HashMap<String, Vec<Instant>>>>,
}

impl WatchLayer {
    fn end(&self, reason: RunError) {
        // Full means that the bot is ending already.
        let _ = self.ends.try_send(reason);
    }

    fn identified(&self, shard: &str) {
        let mut all = self
            .identifies
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let times = all.entry(shard.to_owned()).or_default();
        let now = Instant::now();
        times.retain(|time| now.duration_since(*time) < WINDOW);
        times.push(now);
        if times.len() > MOST_IDENTIFIES {
            self.end(RunError::TooManyIdentifies);
        }
    }
}

impl<S: Subscriber> Layer<S> for WatchLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let target = event.metadata().target();
        if target != SHARD && target != SOCKET {
            return;
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        if target == SOCKET {
            if message.0.ends_with("] Identifying") {
                self.identified(&message.0);
            }
        } else if let Some((_, reason)) = ENDS.iter().find(|(text, _)| message.0.contains(text)) {
            self.end(reason());
        }
    }
}

struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "message" {
            // Writing to a String cannot fail.
            let _ = write!(self.0, "{value:?}");
        }
    }
}
