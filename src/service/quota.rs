//! How many direct messages one person gets answers to.

use std::collections::HashMap;

use crate::domain::Snowflake;

/// What the quota says about one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowance {
    /// Answer it.
    Answer,
    /// Say once that it was too much.
    Warn,
    /// Say nothing until the person has slowed down.
    Silence,
}

#[derive(Debug)]
struct Bucket {
    tokens: f64,
    updated: u64,
    warned: bool,
}

/// A token bucket for each person: full at first, refilled evenly over each minute.
#[derive(Debug)]
pub struct Quota {
    per_minute: f64,
    buckets: HashMap<Snowflake, Bucket>,
}

impl Quota {
    /// People remembered at once; beyond that, those with a full bucket are forgotten first.
    const MOST: usize = 20_000;

    /// So many messages a minute.
    pub fn new(per_minute: u32) -> Self {
        Self {
            per_minute: f64::from(per_minute),
            buckets: HashMap::new(),
        }
    }

    /// Counts one message of `person` at `now` (seconds on a clock that never runs backwards).
    pub fn take(&mut self, person: Snowflake, now: u64) -> Allowance {
        if self.buckets.len() >= Self::MOST && !self.buckets.contains_key(&person) {
            self.forget_idle(now);
        }
        let full = self.per_minute;
        let bucket = self.buckets.entry(person).or_insert(Bucket {
            tokens: full,
            updated: now,
            warned: false,
        });
        let passed = now.saturating_sub(bucket.updated) as f64;
        bucket.tokens = (bucket.tokens + passed * full / 60.0).min(full);
        bucket.updated = now;
        if bucket.tokens >= 1.0 {
            bucket.tokens -= 1.0;
            bucket.warned = false;
            Allowance::Answer
        } else if bucket.warned {
            Allowance::Silence
        } else {
            bucket.warned = true;
            Allowance::Warn
        }
    }

    fn forget_idle(&mut self, now: u64) {
        self.buckets
            .retain(|_, bucket| now.saturating_sub(bucket.updated) < 60);
        if self.buckets.len() >= Self::MOST {
            self.buckets.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_is_told_once_and_then_met_with_silence_until_it_slows_down() {
        let mut quota = Quota::new(2);
        let mia = Snowflake(1);
        let taken: Vec<_> = (0..4).map(|_| quota.take(mia, 0)).collect();
        use Allowance::{Answer, Silence, Warn};
        assert_eq!(taken, [Answer, Answer, Warn, Silence]);
        assert_eq!(
            quota.take(Snowflake(2), 0),
            Answer,
            "others are not affected"
        );
        assert_eq!(
            quota.take(mia, 30),
            Answer,
            "half a minute refills one of two"
        );
        assert_eq!(quota.take(mia, 30), Warn);
    }

    #[test]
    fn memory_is_bounded() {
        let mut quota = Quota::new(5);
        for person in 0..50_000 {
            quota.take(Snowflake(person), 0);
        }
        assert!(quota.buckets.len() <= Quota::MOST);
    }
}
