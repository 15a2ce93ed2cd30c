//! What was said before, per person and channel, for half an hour, in memory only.

use std::collections::{HashMap, VecDeque};

use crate::domain::Snowflake;

/// A person in a channel.
pub type Who = (Snowflake, Snowflake);

/// Conversations that end by themselves.
#[derive(Debug)]
struct Kept<T> {
    turn: u64,
    conversation: T,
}

/// Conversations that end by themselves.
#[derive(Debug)]
pub struct Conversations<T> {
    kept: HashMap<Who, Kept<T>>,
    /// Second, turn and person in the order of turns; rows of earlier turns are outdated.
    order: VecDeque<(u64, u64, Who)>,
    turns: u64,
}

impl<T> Default for Conversations<T> {
    fn default() -> Self {
        Self {
            kept: HashMap::new(),
            order: VecDeque::new(),
            turns: 0,
        }
    }
}

impl<T: Clone> Conversations<T> {
    /// A conversation is remembered for so many seconds after its last turn.
    pub const SECONDS: u64 = 30 * 60;
    /// Conversations kept at once; the longest silent one makes room.
    pub const MOST: usize = 10_000;

    /// What was said before, if it was said within the last half hour.
    pub fn recall(&mut self, who: Who, now: u64) -> Option<T> {
        self.forget_old(now);
        self.kept.get(&who).map(|kept| kept.conversation.clone())
    }

    /// Keeps the conversation as it stands now.
    pub fn remember(&mut self, who: Who, now: u64, conversation: T) {
        self.turns += 1;
        self.kept.insert(
            who,
            Kept {
                turn: self.turns,
                conversation,
            },
        );
        self.order.push_back((now, self.turns, who));
        while self.kept.len() > Self::MOST || self.order.len() > 2 * Self::MOST {
            self.drop_oldest();
        }
        self.forget_old(now);
    }

    /// Forgets what one person said, wherever they said it.
    pub fn forget(&mut self, person: Snowflake) {
        self.kept.retain(|(user, _), _| *user != person);
    }

    fn forget_old(&mut self, now: u64) {
        while self
            .order
            .front()
            .is_some_and(|(at, ..)| now.saturating_sub(*at) >= Self::SECONDS)
        {
            self.drop_oldest();
        }
    }

    fn drop_oldest(&mut self) {
        if let Some((_, turn, who)) = self.order.pop_front()
            && self.kept.get(&who).is_some_and(|kept| kept.turn == turn)
        {
            self.kept.remove(&who);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIA: Who = (Snowflake(1), Snowflake(10));

    #[test]
    fn half_an_hour_of_silence_ends_a_conversation() {
        let mut kept = Conversations::default();
        kept.remember(MIA, 0, "azure");
        kept.remember(MIA, 1000, "azure, cheap");
        assert_eq!(kept.recall(MIA, 2799), Some("azure, cheap"));
        assert_eq!(kept.recall(MIA, 2800), None);
        assert!(kept.kept.is_empty(), "what has ended is not kept");
    }

    #[test]
    fn another_channel_is_another_conversation() {
        let mut kept = Conversations::default();
        kept.remember(MIA, 0, "azure");
        assert_eq!(kept.recall((MIA.0, Snowflake(11)), 0), None);
        kept.forget(MIA.0);
        assert_eq!(kept.recall(MIA, 0), None);
    }

    #[test]
    fn memory_is_bounded() {
        let mut kept = Conversations::default();
        for person in 0..30_000 {
            kept.remember((Snowflake(person), Snowflake(1)), 5, 0_u8);
            kept.remember((Snowflake(person), Snowflake(1)), 5, 1_u8);
        }
        assert!(kept.kept.len() <= Conversations::<u8>::MOST);
        assert_eq!(kept.recall((Snowflake(29_999), Snowflake(1)), 5), Some(1));
    }
}
