//! An interaction on its way, and what comes of it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::Shared;
use super::payload;
use super::snowflake::Snowflake;
use super::view::{Choice, Message, Modal, Outcome, PATIENCE};
use super::world::World;

/// An interaction that the bot was told of.
#[derive(Clone)]
pub struct Pending {
    pub(super) shared: Arc<Shared>,
    /// The interaction's id.
    pub id: Snowflake,
}

impl std::fmt::Debug for Pending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pending")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Waits until `look` finds something, or the time is over.
pub(super) async fn wait_until<T>(
    shared: &Shared,
    deadline: Instant,
    look: impl Fn(&World) -> Option<T>,
) -> Option<T> {
    let mut version = shared.version.subscribe();
    loop {
        version.borrow_and_update();
        if let Some(found) = look(&shared.world()) {
            return Some(found);
        }
        tokio::select! {
            changed = version.changed() => changed.ok()?,
            () = tokio::time::sleep_until(deadline.into()) => return look(&shared.world()),
        }
    }
}

impl Pending {
    /// The first answer, or [`Outcome::NoResponse`] when none came in time.
    pub async fn outcome(&self) -> Outcome {
        let Some(sent) = self
            .shared
            .world()
            .interactions
            .get(&self.id)
            .map(|one| one.sent)
        else {
            return Outcome::NoResponse;
        };
        let deadline = sent + self.shared.options.answer_within;
        wait_until(&self.shared, deadline, |world| outcome(world, self.id))
            .await
            .unwrap_or(Outcome::NoResponse)
    }

    /// The bot's message, once it is more than "is thinking…"; `None` when nothing came.
    pub async fn message(&self) -> Option<Message> {
        match self.outcome().await {
            Outcome::NoResponse | Outcome::Choices(_) | Outcome::Modal(_) => None,
            Outcome::Message(message) | Outcome::Updated(message) => Some(message),
            Outcome::Deferred | Outcome::Acknowledged => {
                let look = |world: &World| {
                    let original = world.interactions.get(&self.id)?.original?;
                    let message = shown(world, original)?;
                    (!message.is_loading()).then_some(message)
                };
                wait_until(&self.shared, Instant::now() + PATIENCE, look).await
            }
        }
    }

    /// The messages sent under the interaction's token, once there are `count` of them.
    pub async fn followups(&self, count: usize) -> Vec<Message> {
        let all = |world: &World| -> Vec<Message> {
            let ids = world
                .interactions
                .get(&self.id)
                .map(|one| one.followups.clone());
            ids.unwrap_or_default()
                .into_iter()
                .filter_map(|id| shown(world, id))
                .collect()
        };
        let enough = |world: &World| Some(all(world)).filter(|all| all.len() >= count);
        let found = wait_until(&self.shared, Instant::now() + PATIENCE, enough).await;
        found.unwrap_or_else(|| all(&self.shared.world()))
    }

    /// How long the first answer took.
    pub fn answered_after(&self) -> Option<Duration> {
        let world = self.shared.world();
        let callback = world.interactions.get(&self.id)?.callback.as_ref()?;
        Some(callback.after)
    }

    /// The type and the data of the first answer, as the bot sent them.
    pub fn raw_answer(&self) -> Option<(u64, Value)> {
        let world = self.shared.world();
        let callback = world.interactions.get(&self.id)?.callback.as_ref()?;
        Some((callback.kind, callback.data.clone()))
    }

    /// The interaction as it went over the gateway.
    pub fn payload(&self) -> Value {
        let world = self.shared.world();
        world
            .interactions
            .get(&self.id)
            .map(|one| one.payload.clone())
            .unwrap_or_default()
    }
}

pub(super) fn outcome(world: &World, id: Snowflake) -> Option<Outcome> {
    let interaction = world.interactions.get(&id)?;
    let callback = interaction.callback.as_ref()?;
    let message = || interaction.original.and_then(|id| shown(world, id));
    Some(match callback.kind {
        4 => message().map_or(Outcome::Acknowledged, Outcome::Message),
        5 => Outcome::Deferred,
        7 => message().map_or(Outcome::Acknowledged, Outcome::Updated),
        8 => Outcome::Choices(
            callback.data["choices"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|choice| Choice {
                    name: choice["name"].as_str().unwrap_or_default().to_owned(),
                    value: choice["value"].clone(),
                })
                .collect(),
        ),
        9 => Outcome::Modal(Modal::read(&callback.data)),
        _ => Outcome::Acknowledged,
    })
}

pub(super) fn shown(world: &World, id: Snowflake) -> Option<Message> {
    let message = world.messages.get(&id).filter(|message| !message.gone)?;
    Some(Message {
        raw: payload::message(world, message),
    })
}
