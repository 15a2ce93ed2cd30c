//! Misfortunes that a test, or the page, can switch on.

use std::time::Duration;

/// What goes wrong with a REST request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// 429, with the time after which to try again.
    RateLimited {
        /// Seconds to wait.
        retry_after: f64,
        /// Whether the limit is the bot's global one.
        global: bool,
    },
    /// A server error such as 500, 502 or 503, before anything was done.
    Status(u16),
    /// The answer comes late, but as usual.
    Slow(Duration),
    /// The connection is cut before the request took effect.
    CutBefore,
    /// The request takes effect, then the connection is cut: the bot cannot know.
    CutAfter,
}

/// Which requests a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// Every REST request.
    Any,
    /// The first answer to an interaction.
    Callback,
    /// Follow-ups and edits under an interaction's token.
    Webhook,
    /// Messages in channels and direct messages.
    Messages,
    /// The registration of commands.
    Commands,
    /// Opening a direct message.
    DirectMessage,
    /// `/gateway` and `/gateway/bot`.
    Gateway,
}

impl Route {
    pub(super) fn matches(self, segments: &[&str]) -> bool {
        match self {
            Self::Any => true,
            Self::Callback => matches!(segments, ["interactions", _, _, "callback"]),
            Self::Webhook => matches!(segments, ["webhooks", ..]),
            Self::Messages => matches!(segments, ["channels", _, "messages", ..]),
            Self::Commands => {
                matches!(
                    segments,
                    ["applications", _, "commands", ..]
                        | ["applications", _, "guilds", _, "commands", ..]
                )
            }
            Self::DirectMessage => matches!(segments, ["users", "@me", "channels"]),
            Self::Gateway => matches!(segments, ["gateway", ..]),
        }
    }
}

/// A fault in force.
#[derive(Clone, Debug)]
struct Rule {
    route: Route,
    fault: Fault,
    /// `None`: until switched off.
    left: Option<u32>,
}

/// The faults in force for REST, oldest first.
#[derive(Debug, Default)]
pub(super) struct Faults {
    rules: Vec<Rule>,
}

impl Faults {
    pub(super) fn add(&mut self, route: Route, fault: Fault, times: Option<u32>) {
        if times != Some(0) {
            self.rules.push(Rule {
                route,
                fault,
                left: times,
            });
        }
    }

    pub(super) fn clear(&mut self) {
        self.rules.clear();
    }

    /// The faults in force, in words.
    pub(super) fn described(&self) -> Vec<String> {
        self.rules
            .iter()
            .map(|rule| {
                let what = match rule.fault {
                    Fault::RateLimited { retry_after, .. } => {
                        format!("429, try again after {retry_after} s")
                    }
                    Fault::Status(status) => format!("error {status}"),
                    Fault::Slow(delay) => format!("{} s late", delay.as_secs_f32()),
                    Fault::CutBefore => "connection lost before it arrives".to_owned(),
                    Fault::CutAfter => "connection lost after it arrived".to_owned(),
                };
                match rule.left {
                    Some(left) => format!("{what}, {left} more"),
                    None => what,
                }
            })
            .collect()
    }

    /// The fault for this request, used up by one if it counts.
    pub(super) fn take(&mut self, segments: &[&str]) -> Option<Fault> {
        let at = self
            .rules
            .iter()
            .position(|rule| rule.route.matches(segments))?;
        let rule = &mut self.rules[at];
        let fault = rule.fault;
        if let Some(left) = &mut rule.left {
            *left -= 1;
            if *left == 0 {
                self.rules.remove(at);
            }
        }
        Some(fault)
    }
}

/// What goes wrong with the gateway connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayFault {
    /// The connection is cut without a word.
    Cut,
    /// Discord closes with a code such as 4000 or 4004.
    Close(u16),
    /// Discord asks to reconnect and resume.
    Reconnect,
    /// Discord says that the session is no longer valid.
    InvalidSession {
        /// Whether it may be resumed all the same.
        resumable: bool,
    },
    /// Heartbeats are no longer acknowledged on the connections that are open now.
    NoHeartbeatAck,
}

/// Why a direct message is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DmRefusal {
    /// 50007: the person does not accept direct messages from this bot.
    CannotMessage,
    /// 50278: no server in common.
    NoMutualServer,
    /// 40003: direct messages are opened too fast.
    TooFast,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_fault_ends_and_others_pass() {
        let mut faults = Faults::default();
        faults.add(Route::Callback, Fault::Status(500), Some(2));
        let callback = ["interactions", "1", "token", "callback"];
        assert_eq!(faults.take(&["gateway"]), None);
        assert_eq!(faults.take(&callback), Some(Fault::Status(500)));
        assert_eq!(faults.take(&callback), Some(Fault::Status(500)));
        assert_eq!(faults.take(&callback), None);
    }
}
