//! The one place that asks what time it is.

use std::time::Instant;

use time::{OffsetDateTime, UtcOffset};

use crate::domain::Date;

/// Tells today's date and the time since the start.
#[derive(Debug, Clone)]
pub struct Clock {
    today: Option<Date>,
    started: Instant,
}

impl Clock {
    /// The machine's clock; with `today`, that day for ever, for tests and previews.
    pub fn new(today: Option<Date>) -> Self {
        Self {
            today,
            started: Instant::now(),
        }
    }

    /// Today, in UTC: vendors date their exams without an hour.
    pub fn today(&self) -> Date {
        self.today
            .unwrap_or_else(|| OffsetDateTime::now_utc().to_offset(UtcOffset::UTC).date())
    }

    /// The moment, for revisions and for the age of what is kept. With a fixed day, its noon.
    pub fn now(&self) -> OffsetDateTime {
        match self.today {
            Some(day) => day.with_hms(12, 0, 0).map_or(
                OffsetDateTime::UNIX_EPOCH,
                time::PrimitiveDateTime::assume_utc,
            ),
            None => OffsetDateTime::now_utc(),
        }
    }

    /// Seconds since the service began; never runs backwards.
    pub fn seconds(&self) -> u64 {
        self.started.elapsed().as_secs()
    }
}
