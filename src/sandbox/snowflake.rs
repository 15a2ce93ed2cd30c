//! Discord's ids: 64 bits, ordered by time, written as decimal strings.

use std::fmt;
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Serialize, Serializer};
use serde_json::Value;

/// Milliseconds between the Unix epoch and Discord's (2015-01-01).
const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// One id of a user, server, channel, message, interaction or file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snowflake(u64);

impl Snowflake {
    /// Wraps a number that is known to be an id.
    pub const fn new(id: u64) -> Self {
        Self(id)
    }

    /// The number itself.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The shard, of `shards`, that receives the events of the server with this id.
    pub(super) fn shard(self, shards: u32) -> u32 {
        ((self.0 >> 22) % u64::from(shards.max(1))) as u32
    }

    /// Milliseconds since the Unix epoch at which this id was made.
    pub(super) fn unix_ms(self) -> u64 {
        (self.0 >> 22) + DISCORD_EPOCH_MS
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Snowflake({})", self.0)
    }
}

impl FromStr for Snowflake {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl Serialize for Snowflake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads an id that Discord accepts as a string or as a number.
pub(super) fn from_json(value: &Value) -> Option<Snowflake> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.as_u64().map(Snowflake),
        _ => None,
    }
}

/// Makes ids that never repeat and always grow, even within one millisecond.
#[derive(Debug, Default)]
pub(super) struct SnowflakeSource {
    last: u64,
}

impl SnowflakeSource {
    pub(super) fn next(&mut self) -> Snowflake {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(DISCORD_EPOCH_MS, |since| since.as_millis() as u64);
        let stamped = now.saturating_sub(DISCORD_EPOCH_MS) << 22;
        self.last = stamped.max(self.last + 1);
        Snowflake(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_and_carry_their_time() {
        let mut source = SnowflakeSource::default();
        let first = source.next();
        let second = source.next();
        assert!(second > first);
        assert!(first.unix_ms() > 1_700_000_000_000);
    }

    #[test]
    fn servers_fall_on_the_shard_that_discord_names() {
        assert_eq!(Snowflake::new(197_038_439_483_310_086).shard(1), 0);
        assert_eq!(Snowflake::new(5 << 22).shard(4), 1);
    }
}
