//! The seam between Discord and the service.

use async_trait::async_trait;

use crate::domain::Snowflake;
use crate::service::{Request, Response};

/// Whoever answers requests. The service does; a test may.
#[async_trait]
pub trait Handler: Send + Sync + 'static {
    /// Answers a request.
    async fn handle(&self, request: Request) -> Response;

    /// A notice was delivered, or could not be.
    async fn notice_delivered(&self, key: u64, delivered: bool);

    /// The bot is in this server, newly or again.
    async fn guild_joined(&self, guild: Snowflake);

    /// The bot is no longer in this server.
    async fn guild_left(&self, guild: Snowflake);
}
