//! What is remembered of a conversation: plain data, bounded, without a word of what was typed.

use crate::domain::{EntryId, Intent, Profile, Question};

/// The state of a conversation. The service keeps it per person and channel for 30 minutes.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Conversation {
    /// What the asker has told about themselves.
    pub profile: Profile,
    /// What was asked last.
    pub question: Option<Question>,
    /// What kind of thing was asked last, declines left out.
    pub intent: Option<Intent>,
    /// What the last answer rested on, best first.
    pub entries: Vec<EntryId>,
    /// What the last recommendation recommended, best first.
    pub recommended: Vec<EntryId>,
    /// What somebody named last, where the answer was about something more general.
    pub subject: Option<EntryId>,
    /// What was asked about before that, so that "compared to the first one" can be understood.
    pub earlier: Vec<EntryId>,
}

impl Conversation {
    /// How many entries are remembered of an answer.
    pub const ENTRIES: usize = 4;
    /// How many held or refused things are remembered.
    pub const FACTS: usize = 32;

    /// Notes what was answered, so that "how much is it?" is about it. The service calls this once
    /// the answer to the question that [`super::understand`] gave is known.
    pub fn answered(&mut self, entries: &[EntryId], recommended: &[EntryId]) {
        if entries.is_empty() && recommended.is_empty() {
            return;
        }
        self.earlier = std::mem::take(&mut self.entries);
        self.entries = entries.iter().take(Self::ENTRIES).cloned().collect();
        self.recommended = recommended.iter().take(Self::ENTRIES).cloned().collect();
    }

    /// The entry that "it" means.
    pub(super) fn focus(&self) -> Option<&EntryId> {
        self.recommended.first().or_else(|| self.entries.first())
    }

    pub(super) fn bound(&mut self) {
        while self.profile.held.len() > Self::FACTS {
            self.profile.held.pop_last();
        }
        while self.profile.refused.entries.len() > Self::FACTS {
            self.profile.refused.entries.pop_last();
        }
        while self.profile.refused.providers.len() > Self::FACTS {
            self.profile.refused.providers.pop_last();
        }
    }
}
