//! What the catalogue costs: loading, searching, folding a server's edits; as shipped, and with
//! many more certifications. `cargo bench --bench catalog` prints medians and slow cases.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints, and stops where something is wrong"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use certwise::catalog::{
    self, FieldChange, FieldPath, Loaded, Overlay, OverlayRevision, Probes, SourceFile, Target,
};
use certwise::domain::EntryKind;

fn main() {
    let files = catalog::embedded();
    let shipped = catalog::load(&files).unwrap();
    measure("load and check, as shipped", 200, || catalog::load(&files));
    for (name, typed) in [
        ("nothing", ""),
        ("a prefix", "goo"),
        ("slips", "gogle ml enginer"),
        ("a code", "ai102"),
    ] {
        measure(&format!("suggest, as shipped: {name}"), 2000, || {
            shipped.catalog.suggest(typed, &[], 25)
        });
    }
    measure("resolve, as shipped", 2000, || {
        shipped.catalog.resolve("gogle-pmle", &[])
    });
    fold("as shipped", &shipped, 200);
    measure("export, as shipped", 200, || catalog::export(&shipped.raw));
    measure("diff with itself reloaded, as shipped", 200, {
        let again = catalog::load(&files).unwrap();
        let raw = shipped.raw.clone();
        move || catalog::diff(&raw, &again.raw)
    });

    for count in [1_000, 10_000] {
        let text = synthetic(count);
        let files = [SourceFile::new("many.toml", text)];
        measure(&format!("load and check, {count}"), 5, || {
            catalog::load(&files)
        });
        let many = catalog::load(&files).unwrap();
        let begun = Instant::now();
        black_box(many.catalog.suggest("x", &[], 25));
        println!(
            "{:<46} {:>10.3?}",
            format!("index and first search, {count}"),
            begun.elapsed()
        );
        for (name, typed) in [
            ("nothing", ""),
            ("a letter", "c"),
            ("a prefix", "cloud"),
            ("slips", "clowd enginer 77"),
        ] {
            measure(&format!("suggest, {count}: {name}"), 200, || {
                many.catalog.suggest(typed, &[], 25)
            });
        }
        measure(&format!("resolve, {count}"), 200, || {
            many.catalog.resolve("Cloud Enginer 77", &[])
        });
        fold(&count.to_string(), &many, 20);
    }
}

/// A server with twenty revisions: summaries of certifications, one field each.
fn fold(name: &str, base: &Loaded, times: usize) {
    let certifications = base
        .raw
        .entries()
        .filter(|entry| entry.kind() == EntryKind::Certification);
    let field: FieldPath = "summary".into();
    let revisions = certifications.take(20).zip(1..).map(|(entry, number)| {
        let target = Target::Entry(entry.kind(), entry.id().clone());
        let before = base
            .raw
            .value(&target, &field)
            .map(std::borrow::Cow::into_owned);
        OverlayRevision {
            number,
            changes: vec![FieldChange {
                target,
                field: field.clone(),
                before,
                after: Some("A server's own words.".into()),
            }],
        }
    });
    let overlay = Overlay {
        revisions: revisions.collect(),
    };
    measure(&format!("fold 20 revisions, {name}"), times, || {
        overlay.fold(base, Probes::NONE)
    });
}

/// A catalogue of this many certifications.
fn synthetic(count: usize) -> String {
    const FIELDS: [&str; 8] = [
        "Cloud",
        "Data",
        "Vision",
        "Language",
        "Robotics",
        "Security",
        "Platform",
        "Analytics",
    ];
    const ROLES: [&str; 6] = [
        "Engineer",
        "Architect",
        "Practitioner",
        "Developer",
        "Scientist",
        "Operator",
    ];
    let mut text = String::from(
        "[sources.made-up]\ntitle = \"Made up\"\npublisher = \"a benchmark\"\nkind = \"third-party\"\n",
    );
    for number in 0..count {
        let field = FIELDS[number % FIELDS.len()];
        let role = ROLES[number / FIELDS.len() % ROLES.len()];
        let source = "source = \"made-up\"\nchecked = 2026-11-01\n";
        text.push_str(&format!(
            "\n[[certification]]\nid = \"exam-{number}\"\nname = \"Certified {field} {role} {number}\"\n\
             short = \"{field} {role} {number}\"\ncode = \"{}-{number:05}\"\nprovider = \"vendor-{}\"\n\
             kind = \"exam\"\nlevel = \"associate\"\naliases = [\"{field}{role}{number}\", \"the {number} exam\"]\n\
             topics = [\"machine-learning\"]\nsummary = \"An exam about {field} for the {role}.\"\n\
             covers = [\"one\", \"two\", \"three\"]\n\n\
             [[certification.status]]\nstate = \"open\"\n{source}\n\
             [certification.fee]\namount = {}\n{source}\n\
             [certification.preparation]\nmonths = [2, 4]\n{source}\n\
             [certification.validity]\nmonths = 24\nrenewal = \"exam\"\n{source}",
            &field[..2].to_uppercase(),
            number % 50,
            100 + number % 300,
        ));
    }
    text
}

fn measure<T>(name: &str, times: usize, mut run: impl FnMut() -> T) {
    black_box(run());
    let mut taken: Vec<Duration> = (0..times)
        .map(|_| {
            let begun = Instant::now();
            black_box(run());
            begun.elapsed()
        })
        .collect();
    taken.sort_unstable();
    let at = |share: usize| taken[(taken.len() * share / 100).min(taken.len() - 1)];
    println!("{name:<46} {:>10.3?}   p99 {:>10.3?}", at(50), at(99));
}
