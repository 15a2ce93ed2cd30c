//! The service answers what arrives from Discord.

use async_trait::async_trait;

use crate::domain::Snowflake;
use crate::service::{Request, Response, Service};

use super::Handler;

#[async_trait]
impl Handler for Service {
    async fn handle(&self, request: Request) -> Response {
        Self::handle(self, request).await
    }

    async fn notice_delivered(&self, key: u64, delivered: bool) {
        Self::notice_delivered(self, key, delivered).await;
    }

    async fn guild_joined(&self, guild: Snowflake) {
        Self::guild_joined(self, guild).await;
    }

    async fn guild_left(&self, guild: Snowflake) {
        Self::guild_left(self, guild).await;
    }
}
