//! Picks up changes of the catalogue's files without a restart.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::catalog::{self, Fingerprint, Problem, SourceFile};
use crate::service::{Catalogs, Clock, Snapshot, probes};

/// How often the files are looked at as a rule: an editor's save answers after two looks.
pub const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Watches a catalogue's folder for as long as it is polled, and swaps each valid change in as a
/// whole. What is not valid is logged with its places, and the last good catalogue goes on
/// answering.
pub async fn watch_catalog(catalogs: Arc<Catalogs>, path: PathBuf, clock: Clock, every: Duration) {
    let mut seen = look(&path).await.map(|(fingerprint, _)| fingerprint);
    let mut pending: Option<Fingerprint> = None;
    loop {
        tokio::time::sleep(every).await;
        // In the middle of a replacement the folder may be gone for a moment.
        let Some((now, files)) = look(&path).await.filter(|(now, _)| Some(*now) != seen) else {
            pending = None;
            continue;
        };
        // Somebody may still be copying: wait until two looks agree.
        if pending != Some(now) {
            pending = Some(now);
            continue;
        }
        seen = pending.take();
        reload(&catalogs, files, &path, &clock).await;
    }
}

async fn look(path: &Path) -> Option<(Fingerprint, Vec<SourceFile>)> {
    let path = path.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let files = catalog::read(&path).ok()?;
        Some((Fingerprint::of(&files), files))
    });
    read.await.ok()?
}

async fn reload(catalogs: &Catalogs, files: Vec<SourceFile>, path: &Path, clock: &Clock) {
    let today = clock.today();
    let loaded = tokio::task::spawn_blocking(move || {
        catalog::load_with(&files, probes(today)).and_then(Snapshot::new)
    });
    match loaded.await {
        Ok(Ok(snapshot)) => {
            let entries = snapshot.catalog.entries().count();
            catalogs.replace_base(snapshot);
            tracing::info!(entries, "the catalogue was reloaded");
        }
        Ok(Err(problems)) => tell(path, &problems),
        Err(error) => tracing::error!(
            %error,
            "reloading the catalogue stopped half-way; the last good one answers"
        ),
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
