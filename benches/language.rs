//! How long a question takes at the shipped catalogue and at 10,000 entries, and what the index holds.
//!
//! `cargo bench --bench language`

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark prints what it measured"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

use certwise::catalog::{Catalog, load_document, load_embedded};
use certwise::domain::parse_date;
use certwise::language::{Conversation, Lexicon, understand};

fn main() {
    let shipped = load_embedded().unwrap().catalog;
    report("shipped", &shipped);
    report("10,000 entries", &large(10_000));
}

/// Further indexes that are built to see what one takes.
const MORE: u32 = 16;

fn report(name: &str, catalog: &Catalog) {
    let today = parse_date("2026-11-22").unwrap();
    let start = Instant::now();
    let lexicon = Lexicon::build(catalog);
    let first = start.elapsed();
    // Some fill the room that learning has left behind; several more show what one holds.
    let filling: Vec<Lexicon> = (0..MORE).map(|_| Lexicon::build(catalog)).collect();
    let before = resident();
    let start = Instant::now();
    let more: Vec<Lexicon> = (0..MORE).map(|_| Lexicon::build(catalog)).collect();
    println!(
        "{name}: {} entries, first index in {first:.1?}, another in {:.1?}; words and names {} KiB, \
         learned from examples {} KiB",
        catalog.entries().len(),
        start.elapsed() / MORE,
        resident().saturating_sub(before) / MORE as usize,
        lexicon.learned_size() / 1024
    );
    drop((filling, more));
    let questions: Vec<String> = questions();
    let mut times: Vec<f64> = Vec::new();
    for _ in 0..20 {
        for question in &questions {
            let start = Instant::now();
            black_box(understand(
                &lexicon,
                catalog,
                question,
                &Conversation::default(),
                today,
            ));
            times.push(start.elapsed().as_secs_f64() * 1e6);
        }
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!(
        "  {} questions: median {:.0} µs, p95 {:.0} µs, worst {:.0} µs",
        questions.len(),
        at(0.5),
        at(0.95),
        at(1.0)
    );
}

fn questions() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/accuracy/tune.jsonl");
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .filter_map(|line| {
            let item: serde_json::Value = serde_json::from_str(line).unwrap();
            item["text"].as_str().map(str::to_owned)
        })
        .collect()
}

/// Memory of this process in KiB, where the system tells.
fn resident() -> usize {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
            line.split_whitespace().nth(1)?.parse().ok()
        })
        .unwrap_or(0)
}

/// As many certifications, with names that differ.
fn large(count: usize) -> Catalog {
    const FIELDS: [&str; 8] = [
        "Vision",
        "Speech",
        "Forecasting",
        "Robotics",
        "Search",
        "Safety",
        "Pipelines",
        "Agents",
    ];
    let mut text = String::from(
        "[sources.made]\ntitle = \"Made up\"\npublisher = \"bench\"\nkind = \"third-party\"\n",
    );
    for number in 0..count {
        let field = FIELDS[number % FIELDS.len()];
        let _ = write!(
            text,
            "[[certification]]\nid = \"made-{number}\"\nname = \"Certified {field} Engineer {number}\"\n\
             short = \"{field} {number}\"\nprovider = \"maker-{}\"\nkind = \"exam\"\nlevel = \"associate\"\n\
             aliases = [\"{field} exam {number}\"]\ntopics = [\"machine-learning\"]\nsummary = \"An exam about {field}.\"\n\
             covers = [\"{field}\", \"practice\"]\nhands_on = true\n\
             [[certification.status]]\nstate = \"open\"\nsource = \"made\"\nchecked = 2026-09-20\n\
             [certification.fee]\namount = 100\nsource = \"made\"\nchecked = 2026-09-20\n",
            number % 200
        );
    }
    load_document(&text)
        .unwrap_or_else(|problems| panic!("{}", problems[0]))
        .catalog
}
