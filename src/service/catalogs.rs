//! The catalogues that answer: the operator's base, and over it each server's own edits.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};

use arc_swap::ArcSwap;

use crate::catalog::{FieldChange, Overlay, SetAside};
use crate::domain::{Date, Place, Snowflake};
use crate::moderation::Revision;
use crate::moderation::plan::overlay;
use crate::store::{Store, StoreError};

use super::answering::lock;
use super::{Clock, Snapshot};

/// A server's catalogue with the revisions that do not answer.
#[derive(Debug, Clone)]
pub struct Effective {
    /// What answers.
    pub snapshot: Arc<Snapshot>,
    /// Revisions that no longer fit today's base.
    pub set_aside: Arc<[SetAside]>,
    /// The newest revision in it.
    pub head: u64,
    /// The base that it was folded over.
    base: Arc<Snapshot>,
    /// Publications of which the catalogues knew when this was looked up.
    as_of: u64,
}

/// What laying changes over a server's catalogue gave, kept from the preview to the publication.
#[derive(Debug)]
struct TriedChanges {
    over: Arc<Snapshot>,
    changes: Vec<FieldChange>,
    day: Date,
    gave: Arc<Snapshot>,
}

#[derive(Debug)]
struct Cached {
    effective: Effective,
    used: u64,
}

/// The base catalogue and the servers' catalogues, folded when first used.
pub struct Catalogs {
    base: ArcSwap<Snapshot>,
    store: Arc<dyn Store>,
    clock: Clock,
    home_guild: Option<Snowflake>,
    cache: Mutex<Cache>,
}

#[derive(Debug, Default)]
struct Cache {
    folded: HashMap<Snowflake, Cached>,
    /// Servers without any revision: the base answers there, and they take nobody's room.
    unedited: HashSet<Snowflake>,
    /// Counts uses, so that the longest unused is known.
    uses: u64,
    /// Counts publications, so that a fold begun before one is not kept after it.
    publications: u64,
    /// What was tried last, newest at the end.
    tried: VecDeque<TriedChanges>,
}

impl std::fmt::Debug for Catalogs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogs")
            .field("home_guild", &self.home_guild)
            .finish_non_exhaustive()
    }
}

impl Catalogs {
    /// Servers with edits whose folded catalogue is kept at once; the longest unused makes room.
    pub const MOST_FOLDED: usize = 64;
    /// Servers without edits that are known as such at once.
    const MOST_UNEDITED: usize = 65_536;
    /// Catalogues with unpublished changes that are kept at once; the oldest makes room.
    pub const MOST_TRIED: usize = 8;

    /// Catalogues over a base, with the servers' edits from a store.
    pub fn new(
        base: Snapshot,
        store: Arc<dyn Store>,
        clock: Clock,
        home_guild: Option<Snowflake>,
    ) -> Self {
        Self {
            base: ArcSwap::from_pointee(base),
            store,
            clock,
            home_guild,
            cache: Mutex::default(),
        }
    }

    /// The operator's catalogue.
    pub fn base(&self) -> Arc<Snapshot> {
        self.base.load_full()
    }

    /// Puts another base in place. Servers' edits are laid over it when they are next used.
    pub fn replace_base(&self, base: Snapshot) {
        self.base.store(Arc::new(base));
    }

    /// The server whose edits answer in a place; `None`: the base answers.
    pub fn guild_for(&self, place: &Place) -> Option<Snowflake> {
        match place {
            Place::Server {
                guild,
                installed: true,
                ..
            } => Some(*guild),
            Place::Server { .. } | Place::Private { .. } | Place::Terminal => None,
            Place::Direct { .. } => self.home_guild,
        }
    }

    /// What answers in a place. Where the store cannot be read, the base does: an answer without the
    /// server's edits is better than none, and the failure is logged.
    pub async fn answering(&self, place: &Place) -> Arc<Snapshot> {
        let Some(guild) = self.guild_for(place) else {
            return self.base();
        };
        match self.effective(guild).await {
            Ok(effective) => effective.snapshot,
            Err(error) => {
                tracing::error!(guild = guild.0, %error, "a server's edits could not be read");
                self.base()
            }
        }
    }

    /// A server's catalogue, with what was set aside.
    pub async fn effective(&self, guild: Snowflake) -> Result<Effective, StoreError> {
        let base = self.base();
        let as_of = match self.kept(guild, &base) {
            Ok(kept) => return Ok(kept),
            Err(as_of) => as_of,
        };
        let revisions = self.store.revisions(guild).await?;
        let head = revisions.last().map_or(0, |revision| revision.number);
        let (snapshot, set_aside) = self.fold(&base, &overlay(&revisions));
        let effective = Effective {
            snapshot,
            set_aside,
            head,
            base,
            as_of,
        };
        self.keep(guild, effective.clone());
        Ok(effective)
    }

    /// Lays revisions over a base. One that keeps the catalogue from being answered from is treated
    /// like one that does not fit: the base answers.
    fn fold(&self, base: &Arc<Snapshot>, overlay: &Overlay) -> (Arc<Snapshot>, Arc<[SetAside]>) {
        if overlay.revisions.is_empty() {
            return (base.clone(), Arc::default());
        }
        let (snapshot, set_aside) = base.fold(overlay, self.clock.today());
        let snapshot = match snapshot {
            Ok(snapshot) => Arc::new(snapshot),
            Err(problems) => {
                let first = problems.first().map(ToString::to_string);
                tracing::error!(?first, "a checked catalogue could not be answered from");
                base.clone()
            }
        };
        (snapshot, set_aside.into())
    }

    /// What these changes made of this catalogue when they were tried today, if that is kept.
    pub(super) fn tried(
        &self,
        over: &Arc<Snapshot>,
        changes: &[FieldChange],
    ) -> Option<Arc<Snapshot>> {
        let day = self.clock.today();
        let cache = lock(&self.cache);
        let found = cache.tried.iter().rev().find(|tried| {
            Arc::ptr_eq(&tried.over, over) && tried.day == day && tried.changes == changes
        });
        found.map(|tried| tried.gave.clone())
    }

    /// Keeps what changes make of a catalogue: what was shown in the preview is what is published,
    /// and need not be worked out again.
    pub(super) fn keep_tried(
        &self,
        over: &Arc<Snapshot>,
        changes: &[FieldChange],
        gave: &Arc<Snapshot>,
    ) {
        let mut cache = lock(&self.cache);
        if cache.tried.len() >= Self::MOST_TRIED {
            cache.tried.pop_front();
        }
        cache.tried.push_back(TriedChanges {
            over: over.clone(),
            changes: changes.to_vec(),
            day: self.clock.today(),
            gave: gave.clone(),
        });
    }

    /// A revision was published over `before`, and gave this catalogue. It answers from now on
    /// without being folded again, but where that might differ from what folding gives: another
    /// revision was published meanwhile, an earlier one is set aside and might fit now, or this one
    /// takes another back, so that both cancel each other.
    pub(super) fn published(
        &self,
        guild: Snowflake,
        before: &Effective,
        snapshot: Arc<Snapshot>,
        revision: &Revision,
    ) {
        let mut cache = lock(&self.cache);
        let is_next = cache.publications == before.as_of;
        cache.forget(guild);
        if is_next && before.set_aside.is_empty() && revision.undoes.is_none() {
            let effective = Effective {
                snapshot,
                set_aside: Arc::default(),
                head: revision.number,
                base: before.base.clone(),
                as_of: cache.publications,
            };
            cache.keep(guild, effective);
        }
    }

    /// Forgets a server's folded catalogue: something was published.
    pub fn invalidate(&self, guild: Snowflake) {
        lock(&self.cache).forget(guild);
    }

    /// What is kept of a server, or how many publications there were so far.
    fn kept(&self, guild: Snowflake, base: &Arc<Snapshot>) -> Result<Effective, u64> {
        let mut cache = lock(&self.cache);
        cache.uses += 1;
        let (uses, as_of) = (cache.uses, cache.publications);
        if cache.unedited.contains(&guild) {
            return Ok(Effective {
                snapshot: base.clone(),
                set_aside: Arc::default(),
                head: 0,
                base: base.clone(),
                as_of,
            });
        }
        let cached = cache
            .folded
            .get_mut(&guild)
            .filter(|cached| Arc::ptr_eq(&cached.effective.base, base))
            .ok_or(as_of)?;
        cached.used = uses;
        Ok(Effective {
            as_of,
            ..cached.effective.clone()
        })
    }

    fn keep(&self, guild: Snowflake, effective: Effective) {
        let mut cache = lock(&self.cache);
        if cache.publications == effective.as_of {
            cache.keep(guild, effective);
        }
    }
}

impl Cache {
    fn keep(&mut self, guild: Snowflake, effective: Effective) {
        if effective.head == 0 {
            if self.unedited.len() >= Catalogs::MOST_UNEDITED {
                self.unedited.clear();
            }
            self.unedited.insert(guild);
            return;
        }
        self.uses += 1;
        let used = self.uses;
        self.folded.insert(guild, Cached { effective, used });
        while self.folded.len() > Catalogs::MOST_FOLDED {
            let oldest = self
                .folded
                .iter()
                .min_by_key(|(_, cached)| cached.used)
                .map(|(guild, _)| *guild);
            if let Some(oldest) = oldest {
                self.folded.remove(&oldest);
            }
        }
    }

    /// Something was published in a server.
    fn forget(&mut self, guild: Snowflake) {
        self.publications += 1;
        self.folded.remove(&guild);
        self.unedited.remove(&guild);
    }
}
