//! Plain memory: for the terminal, for tests, and as the second opinion on what a store does.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use time::{Date, Duration, OffsetDateTime};

use super::{Deleted, Publication, Purged, Result, Retention, Store};
use crate::domain::{EntryId, Snowflake};
use crate::moderation::{
    Draft, DraftId, Gap, GapId, NewDraft, NewGap, NewRevision, NewSuggestion, PendingNotice,
    Person, Revision, Settings, Suggestion, SuggestionId, SuggestionState,
};

/// A store that ends with the process.
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The last number given to a draft, suggestion, notice or gap.
    last: u64,
    revisions: BTreeMap<Snowflake, Vec<(String, Revision)>>,
    drafts: BTreeMap<DraftId, NewDraft>,
    suggestions: BTreeMap<SuggestionId, Suggestion>,
    notices: BTreeMap<u64, Kept>,
    gaps: BTreeMap<(Snowflake, String), Gap>,
    settings: BTreeMap<Snowflake, Settings>,
    left: BTreeMap<Snowflake, OffsetDateTime>,
}

struct Kept {
    guild: Snowflake,
    notice: PendingNotice,
    at: OffsetDateTime,
    failed: bool,
}

impl State {
    fn next(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    fn of(&self, guild: Snowflake) -> impl DoubleEndedIterator<Item = &Revision> {
        self.revisions
            .get(&guild)
            .into_iter()
            .flatten()
            .map(|(_, revision)| revision)
    }

    fn head(&self, guild: Snowflake) -> u64 {
        self.of(guild).next_back().map_or(0, |last| last.number)
    }

    fn drop_gaps(&mut self, guild: Snowflake, ids: &[GapId]) -> usize {
        let before = self.gaps.len();
        self.gaps
            .retain(|(place, _), gap| *place != guild || !ids.contains(&gap.id));
        before - self.gaps.len()
    }
}

impl MemoryStore {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn touches(revision: &Revision, entry: &EntryId) -> bool {
    revision
        .changes
        .iter()
        .any(|change| change.entry() == Some(entry))
}

#[async_trait]
impl Store for MemoryStore {
    async fn head(&self, guild: Snowflake) -> Result<u64> {
        Ok(self.lock().head(guild))
    }

    async fn revisions(&self, guild: Snowflake) -> Result<Vec<Revision>> {
        Ok(self.lock().of(guild).cloned().collect())
    }

    async fn revision(&self, guild: Snowflake, number: u64) -> Result<Option<Revision>> {
        Ok(self
            .lock()
            .of(guild)
            .find(|revision| revision.number == number)
            .cloned())
    }

    async fn history(
        &self,
        guild: Snowflake,
        entry: Option<&EntryId>,
        skip: usize,
        most: usize,
    ) -> Result<Vec<Revision>> {
        Ok(self
            .lock()
            .of(guild)
            .rev()
            .filter(|revision| entry.is_none_or(|entry| touches(revision, entry)))
            .skip(skip)
            .take(most)
            .cloned()
            .collect())
    }

    async fn publish(&self, head: u64, new: NewRevision) -> Result<Publication> {
        let mut state = self.lock();
        let guild = new.guild;
        let before = state
            .revisions
            .get(&guild)
            .and_then(|list| list.iter().find(|(key, _)| *key == new.key));
        if let Some((_, before)) = before {
            return Ok(Publication::Already(before.clone()));
        }
        let newest = state.head(guild);
        if newest != head {
            return Ok(Publication::Moved { head: newest });
        }
        if let Some(draft) = new.draft
            && state
                .drafts
                .get(&draft)
                .is_some_and(|held| held.guild == guild)
        {
            state.drafts.remove(&draft);
        }
        if let Some(suggestion) = new.suggestion.and_then(|id| state.suggestions.get_mut(&id))
            && suggestion.guild == guild
            && suggestion.state == SuggestionState::Open
        {
            suggestion.state = SuggestionState::Accepted { revision: head + 1 };
            suggestion.decided = Some(new.at);
        }
        state.drop_gaps(guild, &new.gaps);
        let key = new.key.clone();
        let revision = new.numbered(head + 1);
        state
            .revisions
            .entry(guild)
            .or_default()
            .push((key, revision.clone()));
        Ok(Publication::Published(revision))
    }

    async fn add_draft(&self, draft: NewDraft) -> Result<DraftId> {
        let mut state = self.lock();
        let id = DraftId(state.next());
        state.drafts.insert(id, draft);
        Ok(id)
    }

    async fn save_draft(&self, draft: &Draft) -> Result<bool> {
        let mut state = self.lock();
        match state.drafts.get_mut(&draft.id) {
            Some(held) if held.guild == draft.content.guild => {
                *held = draft.content.clone();
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn draft(
        &self,
        guild: Snowflake,
        id: DraftId,
        now: OffsetDateTime,
    ) -> Result<Option<Draft>> {
        let state = self.lock();
        let held = state.drafts.get(&id);
        Ok(held
            .filter(|draft| draft.guild == guild && draft.expires > now)
            .map(|content| Draft {
                id,
                content: content.clone(),
            }))
    }

    async fn waiting_drafts(&self, guild: Snowflake, now: OffsetDateTime) -> Result<Vec<Draft>> {
        let state = self.lock();
        Ok(state
            .drafts
            .iter()
            .filter(|(_, draft)| draft.guild == guild && draft.waiting && draft.expires > now)
            .map(|(id, content)| Draft {
                id: *id,
                content: content.clone(),
            })
            .collect())
    }

    async fn drop_draft(&self, guild: Snowflake, id: DraftId) -> Result<bool> {
        let mut state = self.lock();
        let ours = state
            .drafts
            .get(&id)
            .is_some_and(|draft| draft.guild == guild);
        Ok(ours && state.drafts.remove(&id).is_some())
    }

    async fn add_suggestion(&self, new: NewSuggestion) -> Result<Option<SuggestionId>> {
        let mut state = self.lock();
        let open = state
            .suggestions
            .values()
            .filter(|held| {
                held.guild == new.guild
                    && held.author.id == new.author.id
                    && held.state == SuggestionState::Open
            })
            .count();
        if open >= Suggestion::MOST_OPEN {
            return Ok(None);
        }
        let id = SuggestionId(state.next());
        let suggestion = Suggestion {
            id,
            guild: new.guild,
            author: new.author,
            entry: new.entry,
            text: new.text,
            at: new.at,
            state: SuggestionState::Open,
            decided: None,
        };
        state.suggestions.insert(id, suggestion);
        Ok(Some(id))
    }

    async fn suggestion(&self, guild: Snowflake, id: SuggestionId) -> Result<Option<Suggestion>> {
        let state = self.lock();
        let held = state.suggestions.get(&id);
        Ok(held.filter(|held| held.guild == guild).cloned())
    }

    async fn open_suggestions(&self, guild: Snowflake) -> Result<Vec<Suggestion>> {
        Ok(self
            .lock()
            .suggestions
            .values()
            .filter(|held| held.guild == guild && held.state == SuggestionState::Open)
            .cloned()
            .collect())
    }

    async fn decline_suggestion(
        &self,
        guild: Snowflake,
        id: SuggestionId,
        reason: &str,
        now: OffsetDateTime,
    ) -> Result<bool> {
        let mut state = self.lock();
        match state.suggestions.get_mut(&id) {
            Some(held) if held.guild == guild && held.state == SuggestionState::Open => {
                held.state = SuggestionState::Declined {
                    reason: reason.to_owned(),
                };
                held.decided = Some(now);
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    async fn add_notice(
        &self,
        guild: Snowflake,
        user: Snowflake,
        text: &str,
        now: OffsetDateTime,
    ) -> Result<u64> {
        let mut state = self.lock();
        let id = state.next();
        let notice = PendingNotice {
            id,
            user,
            text: text.to_owned(),
        };
        let kept = Kept {
            guild,
            notice,
            at: now,
            failed: false,
        };
        state.notices.insert(id, kept);
        Ok(id)
    }

    async fn notice_arrived(&self, id: u64) -> Result<()> {
        self.lock().notices.remove(&id);
        Ok(())
    }

    async fn notice_failed(&self, id: u64) -> Result<()> {
        if let Some(kept) = self.lock().notices.get_mut(&id) {
            kept.failed = true;
        }
        Ok(())
    }

    async fn notices(&self, user: Snowflake, begun: OffsetDateTime) -> Result<Vec<PendingNotice>> {
        Ok(self
            .lock()
            .notices
            .values()
            .filter(|kept| kept.notice.user == user && (kept.failed || kept.at < begun))
            .map(|kept| kept.notice.clone())
            .take(5)
            .collect())
    }

    async fn record_gap(&self, new: NewGap) -> Result<()> {
        let mut state = self.lock();
        let place = (new.guild, new.key.clone());
        if let Some(gap) = state.gaps.get_mut(&place) {
            gap.text = new.text;
            gap.count += 1;
            gap.last = new.day;
            return Ok(());
        }
        let gap = Gap {
            id: GapId(state.next()),
            text: new.text,
            key: new.key,
            count: 1,
            first: new.day,
            last: new.day,
        };
        state.gaps.insert(place, gap);
        let ours = state
            .gaps
            .iter()
            .filter(|((guild, _), _)| *guild == new.guild);
        if ours.clone().count() > Gap::MOST
            && let Some(oldest) = ours
                .min_by_key(|(_, gap)| (gap.last, gap.id))
                .map(|(place, _)| place.clone())
        {
            state.gaps.remove(&oldest);
        }
        Ok(())
    }

    async fn gaps(&self, guild: Snowflake, since: Date) -> Result<Vec<Gap>> {
        let mut found: Vec<Gap> = self
            .lock()
            .gaps
            .iter()
            .filter(|((place, _), gap)| *place == guild && gap.last >= since)
            .map(|(_, gap)| gap.clone())
            .collect();
        found.sort_by_key(|gap| (std::cmp::Reverse((gap.count, gap.last)), gap.id));
        Ok(found)
    }

    async fn drop_gaps(&self, guild: Snowflake, ids: &[GapId]) -> Result<usize> {
        Ok(self.lock().drop_gaps(guild, ids))
    }

    async fn settings(&self, guild: Snowflake) -> Result<Settings> {
        let state = self.lock();
        Ok(state.settings.get(&guild).cloned().unwrap_or_default())
    }

    async fn save_settings(&self, guild: Snowflake, settings: &Settings) -> Result<()> {
        self.lock().settings.insert(guild, settings.clone());
        Ok(())
    }

    async fn guild_left(&self, guild: Snowflake, now: OffsetDateTime) -> Result<()> {
        self.lock().left.entry(guild).or_insert(now);
        Ok(())
    }

    async fn guild_joined(&self, guild: Snowflake) -> Result<()> {
        self.lock().left.remove(&guild);
        Ok(())
    }

    async fn delete_user(&self, user: Snowflake) -> Result<Deleted> {
        let mut state = self.lock();
        let mut deleted = Deleted::default();
        for (_, revision) in state.revisions.values_mut().flatten() {
            for person in [&mut revision.author, &mut revision.approver] {
                let theirs = |person: &Person| person.id == user;
                if person.as_ref().is_some_and(theirs) {
                    *person = None;
                    deleted.revisions += 1;
                }
            }
        }
        let before = state.suggestions.len();
        state.suggestions.retain(|_, held| held.author.id != user);
        deleted.suggestions = before - state.suggestions.len();
        let before = state.drafts.len();
        state.drafts.retain(|_, held| held.author.id != user);
        deleted.drafts = before - state.drafts.len();
        let before = state.notices.len();
        state.notices.retain(|_, kept| kept.notice.user != user);
        deleted.notices = before - state.notices.len();
        Ok(deleted)
    }

    async fn purge(&self, now: OffsetDateTime, retention: Retention) -> Result<Purged> {
        let mut state = self.lock();
        let mut purged = Purged::default();
        let oldest = (now - Duration::days(i64::from(retention.gap_days))).date();
        let before = state.gaps.len();
        state
            .gaps
            .retain(|_, gap| retention.gap_days > 0 && gap.last >= oldest);
        purged.gaps = before - state.gaps.len();
        let before = state.suggestions.len();
        state.suggestions.retain(|_, held| {
            held.decided
                .is_none_or(|decided| decided >= now - Suggestion::KEPT)
        });
        purged.suggestions = before - state.suggestions.len();
        state
            .notices
            .retain(|_, kept| kept.at >= now - Suggestion::KEPT);
        let before = state.drafts.len();
        state.drafts.retain(|_, draft| draft.expires > now);
        purged.drafts = before - state.drafts.len();
        let left: Vec<Snowflake> = state
            .left
            .iter()
            .filter(|(_, at)| **at <= now - Duration::days(Retention::GUILD_DAYS))
            .map(|(guild, _)| *guild)
            .collect();
        for guild in &left {
            state.left.remove(guild);
            state.revisions.remove(guild);
            state.settings.remove(guild);
            state.drafts.retain(|_, draft| draft.guild != *guild);
            state.suggestions.retain(|_, held| held.guild != *guild);
            state.notices.retain(|_, kept| kept.guild != *guild);
            state.gaps.retain(|(place, _), _| place != guild);
        }
        purged.guilds = left.len();
        Ok(purged)
    }
}
