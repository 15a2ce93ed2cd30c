//! `export`: the effective catalogue, as one document or as files.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, ensure};

use crate::catalog;
use crate::config::Config;
use crate::domain::Snowflake;
use crate::service::{Catalogs, Clock};
use crate::store::SqliteStore;

use super::{Common, load};

/// Writes the catalogue, with the edits of a server where one is named.
pub(super) fn export(
    common: &Common,
    config: &Config,
    clock: &Clock,
    guild: Option<u64>,
    to: Option<&Path>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let base = load::snapshot(common, config, clock)?;
    let raw = match guild {
        None => base.loaded.raw,
        Some(guild) => {
            let store = SqliteStore::open_read_only(&config.resolve(&config.store.path))?;
            let catalogs = Catalogs::new(base, Arc::new(store), clock.clone(), None);
            let runtime = tokio::runtime::Builder::new_current_thread().build()?;
            let effective = runtime.block_on(catalogs.effective(Snowflake(guild)))?;
            effective.snapshot.loaded.raw.clone()
        }
    };
    let Some(folder) = to else {
        return Ok(out.write_all(catalog::export(&raw).as_bytes())?);
    };
    ensure!(
        !folder.exists() || std::fs::read_dir(folder)?.next().is_none(),
        "{} is not empty: name a folder that does not exist yet, so that nothing is mixed up",
        folder.display()
    );
    for file in catalog::export_files(&raw) {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)
                .with_context(|| format!("cannot create {}", parent.display()))?;
        }
        std::fs::write(&path, &file.bytes)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    writeln!(out, "Written to {}.", folder.display())?;
    Ok(())
}
