//! Deletes what has been kept for as long as was promised.

use std::sync::Arc;
use std::time::Duration;

use crate::service::Clock;
use crate::store::{Purged, Retention, Store};

/// Promises are in days: an hour more or less keeps them.
const EVERY: Duration = Duration::from_secs(60 * 60);

/// Purges the store at once and then every hour, for as long as it is polled.
pub async fn keep_house(store: Arc<dyn Store>, clock: Clock, retention: Retention) {
    loop {
        match store.purge(clock.now(), retention).await {
            Ok(purged) if purged == Purged::default() => {}
            Ok(purged) => tracing::info!(?purged, "deleted what had been kept long enough"),
            Err(error) => tracing::error!(%error, "could not delete what has had its time"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
