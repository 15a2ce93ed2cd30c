//! Which catalogue the program answers from.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::catalog::{self, Problem, Report};
use crate::config::Config;
use crate::service::{Clock, Snapshot, probes};

use super::Common;

/// The folder that is used when nothing is named and it is there.
const DEFAULT_FOLDER: &str = "catalog";
/// Problems listed before the rest is only counted.
const MOST_PROBLEMS: usize = 20;

/// The catalogue's folder; `None`: the one built into the program.
pub(super) fn folder(common: &Common, config: &Config) -> Option<PathBuf> {
    common
        .catalog
        .clone()
        .or_else(|| config.catalog.as_ref().map(|folder| config.resolve(folder)))
        .or_else(|| Some(PathBuf::from(DEFAULT_FOLDER)).filter(|folder| folder.is_dir()))
}

/// Loads the catalogue that the program answers from.
pub(super) fn snapshot(
    common: &Common,
    config: &Config,
    clock: &Clock,
) -> anyhow::Result<Snapshot> {
    let folder = folder(common, config);
    snapshot_of(folder.as_deref(), clock).map_err(|problems| {
        let named = folder.map_or("the built-in catalogue".to_owned(), |path| {
            path.display().to_string()
        });
        anyhow::anyhow!("{named} cannot be used:\n{}", list(&problems))
    })
}

/// Loads the catalogue in a folder, or the one built into the program.
pub(super) fn snapshot_of(folder: Option<&Path>, clock: &Clock) -> Result<Snapshot, Vec<Problem>> {
    let loaded = match folder {
        Some(folder) => catalog::load_path(folder, probes(clock.today())),
        None => catalog::load_embedded(),
    };
    Snapshot::new(loaded?)
}

/// Checks the catalogue at a path, or the one built into the program.
pub(super) fn check(path: Option<&Path>, clock: &Clock) -> Report {
    match path {
        Some(path) => catalog::check_path(path, probes(clock.today())),
        None => catalog::check_embedded(probes(clock.today())),
    }
}

fn list(problems: &[Problem]) -> String {
    let mut text = String::new();
    for problem in problems.iter().take(MOST_PROBLEMS) {
        let _ = writeln!(text, "  {problem}");
    }
    if problems.len() > MOST_PROBLEMS {
        let _ = writeln!(
            text,
            "  … and {} more; `certwise check` lists them all",
            problems.len() - MOST_PROBLEMS
        );
    }
    text
}
