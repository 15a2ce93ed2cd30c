//! Changed files answer without a restart, as a whole or not at all.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use certwise::catalog::{export_files, load_embedded};
use certwise::domain::parse_date;
use certwise::ops::watch_catalog;
use certwise::service::{Catalogs, Clock, Snapshot};
use certwise::store::MemoryStore;

/// Waits until the catalogue says this of the exam's fee.
async fn fee_becomes(catalogs: &Catalogs, cents: u64) {
    let id = "google-pmle".parse().unwrap();
    for _ in 0..400 {
        let base = catalogs.base();
        let fee = base
            .catalog
            .certification(&id)
            .unwrap()
            .fee
            .clone()
            .unwrap();
        if fee.amount.money().unwrap().high().cents == cents {
            return;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the fee never became {cents} cents");
}

#[tokio::test]
async fn a_changed_file_answers_and_a_broken_one_does_not() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reload");
    let _ = std::fs::remove_dir_all(&folder);
    for file in export_files(&load_embedded().unwrap().raw) {
        let path = folder.join(&file.path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.bytes).unwrap();
    }
    let clock = Clock::new(parse_date("2026-11-22"));
    let base = Snapshot::new(load_embedded().unwrap()).unwrap();
    let store = Arc::new(MemoryStore::default());
    let catalogs = Arc::new(Catalogs::new(base, store, clock.clone(), None));
    let every = Duration::from_millis(20);
    let watch = watch_catalog(Arc::clone(&catalogs), folder.clone(), clock, every);
    let watching = tokio::spawn(watch);
    tokio::time::sleep(every * 5).await;

    let file = folder.join("certifications/google-pmle.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    let changed = text.replace("amount = 200", "amount = 205");
    assert_ne!(changed, text);
    std::fs::write(&file, &changed).unwrap();
    fee_becomes(&catalogs, 20_500).await;

    let before = catalogs.base();
    std::fs::write(
        &file,
        changed.replace("amount = 205", "amount = 207\nsorce = 1"),
    )
    .unwrap();
    tokio::time::sleep(every * 30).await;
    assert!(
        Arc::ptr_eq(&before, &catalogs.base()),
        "what is broken never answers"
    );

    std::fs::write(&file, changed.replace("amount = 205", "amount = 210")).unwrap();
    fee_becomes(&catalogs, 21_000).await;
    watching.abort();
}
