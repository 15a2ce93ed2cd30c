//! The one place where a request is tried again. serenity's `Http` gives up at the first failure.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Duration;

use tokio::time::Instant;

/// The first wait between tries; it doubles from try to try.
const FIRST_WAIT: Duration = Duration::from_millis(100);
const LONGEST_WAIT: Duration = Duration::from_secs(20);
/// Less than this is not worth another try.
const SHORTEST_TRY: Duration = Duration::from_millis(50);

/// Discord's numbers for refusals that mean something here.
pub(super) mod code {
    /// The interaction is unknown: its token has died.
    pub(in crate::discord) const UNKNOWN_INTERACTION: i64 = 10062;
    /// The token of a webhook, which follow-ups use, has died.
    pub(in crate::discord) const UNKNOWN_WEBHOOK: i64 = 10015;
    /// The same, where Discord tells it from the token: with 401, though the bot's own is right.
    pub(in crate::discord) const INVALID_WEBHOOK_TOKEN: i64 = 50027;
    /// The interaction was answered before.
    pub(in crate::discord) const ALREADY_ACKNOWLEDGED: i64 = 40060;
}

/// Why one try failed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum Failure {
    /// Discord refused.
    #[error("{status}, code {code}: {message}")]
    Refused {
        status: u16,
        /// Discord's own number, 0 where it gave none.
        code: i64,
        message: String,
    },
    /// Too many requests; again after so long.
    #[error("too many requests, again in {retry_after:?}")]
    TooMany { retry_after: Duration },
    /// Discord has trouble.
    #[error("server error {0}")]
    Server(u16),
    /// Nothing was sent.
    #[error("no connection")]
    NoConnection,
    /// Sent, but no answer came: nobody knows whether it took effect.
    #[error("the connection broke before the answer")]
    Unclear,
    /// Sent, and no answer within the time of one try.
    #[error("no answer in time")]
    TimedOut,
}

impl Failure {
    /// Whether it may have taken effect all the same.
    fn is_unclear(&self) -> bool {
        matches!(self, Self::Unclear | Self::TimedOut | Self::Server(_))
    }

    /// Whether the bot lacks a permission, or the person wants no messages from it.
    pub(super) fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused { status: 403, .. })
    }

    /// Whether there is no such thing.
    pub(super) fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Whether the interaction's token has died.
    fn is_expiry(&self) -> bool {
        use code::{INVALID_WEBHOOK_TOKEN, UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK};
        [UNKNOWN_INTERACTION, UNKNOWN_WEBHOOK, INVALID_WEBHOOK_TOKEN]
            .into_iter()
            .any(|number| self.is(number))
    }

    fn is(&self, number: i64) -> bool {
        matches!(self, Self::Refused { code, .. } if *code == number)
    }

    /// How long to wait before the next try; `None` where another would fail as well.
    fn wait(&self, tries: u32) -> Option<Duration> {
        match self {
            Self::Refused { .. } => None,
            Self::TooMany { retry_after } => Some(*retry_after),
            Self::Server(_) | Self::NoConnection | Self::Unclear | Self::TimedOut => {
                let backoff = FIRST_WAIT.saturating_mul(1 << tries.min(16));
                Some(jittered(backoff.min(LONGEST_WAIT)))
            }
        }
    }
}

/// Half to all of a wait, so that many who failed together do not come back together.
fn jittered(wait: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish() % 1024;
    wait.mul_f64(0.5 + random as f64 / 2048.0)
}

/// How long to go on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    /// No try begins or lasts beyond this.
    pub(super) until: Instant,
    /// No try lasts longer.
    pub(super) per_try: Duration,
}

/// Why a request was given up.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub(super) enum GaveUp {
    /// The token is wrong: nothing can succeed any more.
    #[error("Discord refuses the bot's token")]
    Unauthorized,
    /// The interaction's token has died; nobody waits for the answer any more.
    #[error("too late: {0}")]
    Expired(Failure),
    /// Discord would refuse every further try as well.
    #[error("{0}")]
    Refused(Failure),
    /// The time was over.
    #[error("given up after {tries} tries: {last}")]
    OutOfTime { tries: u32, last: Failure },
}

/// Tries until it succeeds, cannot succeed, or the time is over. An answer that Discord has already
/// is a success.
pub(super) async fn persist<T, F>(
    budget: Budget,
    mut attempt: impl FnMut() -> F,
) -> Result<T, GaveUp>
where
    T: Default,
    F: Future<Output = Result<T, Failure>>,
{
    let mut tries = 0;
    let mut unclear = false;
    loop {
        let left = budget.until.saturating_duration_since(Instant::now());
        let result = match tokio::time::timeout(budget.per_try.min(left), attempt()).await {
            Ok(result) => result,
            Err(_) => Err(Failure::TimedOut),
        };
        tries += 1;
        let failure = match result {
            Ok(done) => return Ok(done),
            Err(failure) => failure,
        };
        if failure.is(code::ALREADY_ACKNOWLEDGED) && unclear {
            // An earlier try, whose answer was lost, arrived.
            return Ok(T::default());
        }
        if failure.is_expiry() {
            return Err(GaveUp::Expired(failure));
        }
        if let Failure::Refused { status: 401, .. } = failure {
            return Err(GaveUp::Unauthorized);
        }
        unclear |= failure.is_unclear();
        let Some(wait) = failure.wait(tries - 1) else {
            return Err(GaveUp::Refused(failure));
        };
        let left = budget.until.saturating_duration_since(Instant::now());
        if wait + SHORTEST_TRY > left {
            return Err(GaveUp::OutOfTime {
                tries,
                last: failure,
            });
        }
        tracing::debug!(%failure, tries, "trying again");
        tokio::time::sleep(wait).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, code: i64) -> Failure {
        Failure::Refused {
            status,
            code,
            message: String::new(),
        }
    }

    async fn outcome(failures: &[Failure]) -> (Result<u8, GaveUp>, usize) {
        let budget = Budget {
            until: Instant::now() + Duration::from_secs(1),
            per_try: Duration::from_millis(500),
        };
        let mut tries = 0;
        let result = persist(budget, || {
            tries += 1;
            let failure = failures.get(tries - 1).cloned();
            async { failure.map_or(Ok(7), Err) }
        })
        .await;
        (result, tries)
    }

    #[tokio::test]
    async fn what_may_pass_is_tried_again() {
        let limited = Failure::TooMany {
            retry_after: Duration::from_millis(10),
        };
        for failure in [
            limited,
            Failure::Server(503),
            Failure::NoConnection,
            Failure::Unclear,
        ] {
            assert_eq!(outcome(&[failure]).await, (Ok(7), 2));
        }
    }

    #[tokio::test]
    async fn what_cannot_pass_is_not() {
        for failure in [refused(400, 50035), refused(403, 50001), refused(404, 0)] {
            let given_up = Err(GaveUp::Refused(failure.clone()));
            assert_eq!(outcome(&[failure]).await, (given_up, 1));
        }
        assert_eq!(
            outcome(&[refused(401, 0)]).await,
            (Err(GaveUp::Unauthorized), 1)
        );
        for late in [
            refused(404, code::UNKNOWN_INTERACTION),
            refused(401, code::INVALID_WEBHOOK_TOKEN),
        ] {
            assert_eq!(
                outcome(std::slice::from_ref(&late)).await,
                (Err(GaveUp::Expired(late)), 1)
            );
        }
        let slow_limit = Failure::TooMany {
            retry_after: Duration::from_secs(5),
        };
        let (result, tries) = outcome(&[slow_limit]).await;
        assert!(matches!(result, Err(GaveUp::OutOfTime { .. })));
        assert_eq!(tries, 1);
    }

    #[tokio::test]
    async fn an_answer_that_arrived_unseen_counts() {
        let twice = refused(400, code::ALREADY_ACKNOWLEDGED);
        assert_eq!(
            outcome(&[Failure::Unclear, twice.clone()]).await,
            (Ok(0), 2)
        );
        let (result, _) = outcome(&[twice]).await;
        assert!(
            matches!(result, Err(GaveUp::Refused(_))),
            "somebody else answered"
        );
    }
}
