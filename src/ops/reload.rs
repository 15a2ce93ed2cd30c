//! Picks up changes of the catalogue's files without a restart.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::catalog::{self, Problem};
use crate::service::{Catalogs, Clock, Snapshot, probes};

/// How often the files are looked at: an editor's save is answered from within two looks.
const EVERY: Duration = Duration::from_secs(2);

/// Name, time and size of each file: enough to see that something was saved.
type Fingerprint = Vec<(PathBuf, SystemTime, u64)>;

/// Watches a catalogue's folder for as long as it is polled, and swaps each valid change in as a
/// whole. What is not valid is logged with its places, and the last good catalogue goes on
/// answering.
pub async fn watch_catalog(catalogs: Arc<Catalogs>, path: PathBuf, clock: Clock) {
    let mut seen = look(&path).await;
    let mut pending: Option<Fingerprint> = None;
    loop {
        tokio::time::sleep(EVERY).await;
        let now = look(&path).await;
        if now.is_none() || now == seen {
            pending = None;
            continue;
        }
        // Somebody may still be copying: wait until two looks agree.
        if pending != now {
            pending = now;
            continue;
        }
        seen = pending.take();
        reload(&catalogs, &path, &clock).await;
    }
}

async fn reload(catalogs: &Catalogs, path: &Path, clock: &Clock) {
    let (owned, today) = (path.to_owned(), clock.today());
    let loaded = tokio::task::spawn_blocking(move || {
        catalog::load_path(&owned, probes(today)).and_then(Snapshot::new)
    })
    .await;
    match loaded {
        Ok(Ok(snapshot)) => {
            let entries = snapshot.catalog.entries().count();
            catalogs.replace_base(snapshot);
            tracing::info!(entries, "the catalogue was reloaded");
        }
        Ok(Err(problems)) => tell(path, &problems),
        Err(error) => {
            tracing::error!(%error, "reloading the catalogue stopped half-way; the last good one answers")
        }
    }
}

fn tell(path: &Path, problems: &[Problem]) {
    tracing::error!(
        problems = problems.len(),
        "the changed catalogue has problems; the last good one answers. `certwise check {}` lists them",
        path.display()
    );
    for problem in problems.iter().take(5) {
        tracing::error!("{problem}");
    }
}

async fn look(path: &Path) -> Option<Fingerprint> {
    let path = path.to_owned();
    let fingerprint = tokio::task::spawn_blocking(move || {
        let mut found = Vec::new();
        collect(&path, &mut found).map(|()| {
            found.sort();
            found
        })
    });
    match fingerprint.await {
        Ok(Ok(found)) => Some(found),
        // In the middle of a replacement the folder may be gone for a moment.
        _ => None,
    }
}

fn collect(path: &Path, found: &mut Fingerprint) -> io::Result<()> {
    let about = std::fs::metadata(path)?;
    if about.is_dir() {
        for entry in std::fs::read_dir(path)? {
            collect(&entry?.path(), found)?;
        }
    } else {
        found.push((path.to_owned(), about.modified()?, about.len()));
    }
    Ok(())
}
