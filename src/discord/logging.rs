//! The log, on standard error: what the operator wants to see, and never what must stay secret.

use std::io;

use tracing::Level;
use tracing_subscriber::filter::{FilterExt, Targets, filter_fn};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Registry, fmt};

use crate::config::{Log, LogFormat};

use super::GatewayWatch;

/// Crates whose finer messages carry the token, interaction tokens or what members wrote: the
/// websocket prints IDENTIFY, and serenity's spans carry events and bodies.
const CAPPED: [&str; 9] = [
    "h2",
    "hyper",
    "hyper_util",
    "reqwest",
    "rustls",
    "serenity",
    "tokio_tungstenite",
    "tungstenite",
    "want",
];
/// Here even a warning tells too much: serenity prints a payload that it cannot read.
const SILENT: &str = "serenity::gateway::ws";

/// The filter cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the configuration's log.filter is not usable: {0}. Write it as `info,certwise=debug`")]
pub struct FilterError(String);

/// Starts the log; call it once. The watch goes to [`run`](super::run).
pub fn init(settings: &Log) -> Result<GatewayWatch, FilterError> {
    let wanted: Targets = settings
        .filter
        .parse()
        .map_err(|error: tracing_subscriber::filter::ParseError| FilterError(error.to_string()))?;
    let (watch, end) = GatewayWatch::layer();
    let harmless = filter_fn(|metadata| *metadata.level() <= cap(metadata.target()));
    let filter = wanted.and(harmless);
    let format = match settings.format {
        LogFormat::Text => fmt::layer()
            .with_writer(io::stderr)
            .with_ansi(false)
            .with_filter(filter)
            .boxed(),
        LogFormat::Json => fmt::layer()
            .json()
            .with_writer(io::stderr)
            .with_filter(filter)
            .boxed(),
    };
    // A second start, in a test, keeps the first log.
    let _ = Registry::default().with(format).with(watch).try_init();
    report_panics();
    Ok(end)
}

fn cap(target: &str) -> Level {
    let within = |module: &str| {
        target
            .strip_prefix(module)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    if within(SILENT) {
        Level::ERROR
    } else if CAPPED.iter().any(|module| within(module)) {
        Level::WARN
    } else {
        Level::TRACE
    }
}

/// A panic's message may quote what a member wrote, so only its place is logged.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(
            place = place.as_deref().unwrap_or("unknown"),
            "a part of the program broke down; this is a mistake in certwise"
        );
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caps_hold_for_modules_and_what_is_below_them() {
        assert_eq!(cap("tungstenite::protocol"), Level::WARN);
        assert_eq!(cap("serenity::http::client"), Level::WARN);
        assert_eq!(cap("serenity::gateway::shard"), Level::WARN);
        assert_eq!(cap("serenity::gateway::ws"), Level::ERROR);
        assert_eq!(cap("hyperspace"), Level::TRACE);
        assert_eq!(cap("certwise::service"), Level::TRACE);
    }
}
