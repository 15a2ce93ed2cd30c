//! The catalogues that answer: the operator's base, and over it each server's own edits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use arc_swap::ArcSwap;

use crate::catalog::{Overlay, SetAside};
use crate::domain::{Place, Snowflake};
use crate::moderation::plan::overlay;
use crate::store::{Store, StoreError};

use super::answering::lock;
use super::{Clock, Snapshot, probes};

/// A server's catalogue with the revisions that do not answer.
#[derive(Debug, Clone)]
pub struct Effective {
    /// What answers.
    pub snapshot: Arc<Snapshot>,
    /// Revisions that no longer fit today's base.
    pub set_aside: Arc<[SetAside]>,
    /// The newest revision in it.
    pub head: u64,
}

#[derive(Debug)]
struct Cached {
    effective: Effective,
    /// The base that it was folded over.
    base: Arc<Snapshot>,
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
    /// Counts uses, so that the longest unused is known.
    uses: u64,
    /// Counts publications, so that a fold begun before one is not kept after it.
    publications: u64,
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
        let publications = match self.kept(guild, &base) {
            Ok(kept) => return Ok(kept),
            Err(publications) => publications,
        };
        let revisions = self.store.revisions(guild).await?;
        let head = revisions.last().map_or(0, |revision| revision.number);
        let effective = self.fold(&base, &overlay(&revisions), head);
        self.keep(guild, base, effective.clone(), publications);
        Ok(effective)
    }

    /// Lays revisions over a base. One that keeps the catalogue from being answered from is treated
    /// like one that does not fit: the base answers.
    fn fold(&self, base: &Arc<Snapshot>, overlay: &Overlay, head: u64) -> Effective {
        if overlay.revisions.is_empty() {
            return Effective {
                snapshot: base.clone(),
                set_aside: Arc::default(),
                head,
            };
        }
        let folded = overlay.fold(&base.loaded, probes(self.clock.today()));
        let snapshot = match Snapshot::new(folded.loaded) {
            Ok(snapshot) => Arc::new(snapshot),
            Err(problems) => {
                let first = problems.first().map(ToString::to_string);
                tracing::error!(?first, "a checked catalogue could not be answered from");
                base.clone()
            }
        };
        Effective {
            snapshot,
            set_aside: folded.set_aside.into(),
            head,
        }
    }

    /// Forgets a server's folded catalogue: something was published.
    pub fn invalidate(&self, guild: Snowflake) {
        let mut cache = lock(&self.cache);
        cache.publications += 1;
        cache.folded.remove(&guild);
    }

    /// What is kept of a server, or how many publications there were so far.
    fn kept(&self, guild: Snowflake, base: &Arc<Snapshot>) -> Result<Effective, u64> {
        let mut cache = lock(&self.cache);
        cache.uses += 1;
        let (uses, publications) = (cache.uses, cache.publications);
        let cached = cache
            .folded
            .get_mut(&guild)
            .filter(|cached| Arc::ptr_eq(&cached.base, base))
            .ok_or(publications)?;
        cached.used = uses;
        Ok(cached.effective.clone())
    }

    fn keep(&self, guild: Snowflake, base: Arc<Snapshot>, effective: Effective, publications: u64) {
        let mut cache = lock(&self.cache);
        if cache.publications != publications {
            return;
        }
        cache.uses += 1;
        let used = cache.uses;
        cache.folded.insert(
            guild,
            Cached {
                effective,
                base,
                used,
            },
        );
        while cache.folded.len() > Self::MOST_FOLDED {
            let oldest = cache
                .folded
                .iter()
                .min_by_key(|(_, cached)| cached.used)
                .map(|(guild, _)| *guild);
            if let Some(oldest) = oldest {
                cache.folded.remove(&oldest);
            }
        }
    }
}
