//! Where what was typed into a form comes from: a changed fact says where it was read.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::Typed;
use super::apply::Work;
use super::pages::{InputSpec, Page, Shape};
use super::source::{NamedSource, own_words, resolve};
use super::text::{fact, newest_step};
use super::values::day_value;
use crate::domain::{Date, EntryKind, parse_date};

impl Work<'_> {
    pub(super) fn provenance(&mut self, input: &InputSpec, typed: &str, key: &'static str) {
        let parts: Vec<&str> = typed.split(',').map(str::trim).collect();
        let (source, day, confidence) = match parts.as_slice() {
            [source, day] => (*source, *day, "stated"),
            [source, day, confidence] => (*source, *day, *confidence),
            _ => {
                let what = "Write the source, the day on which it was checked and how sure it is, such as `article, 2026-09-20, stated`.";
                return self.refuse(input, what);
            }
        };
        let Some(day) = parse_date(day) else {
            return self.refuse(input, format!("\"{day}\" is no date such as 2026-09-20."));
        };
        if day > self.context.today {
            return self.refuse(input, "That day lies in the future.");
        }
        let words = ["stated", "inferred", "conflicting", "article", "unverified"];
        if !words.contains(&confidence) {
            let what = format!("\"{confidence}\" is none of {}.", words.join(", "));
            return self.refuse(input, what);
        }
        let named = resolve(self.context.raw, source);
        self.cite(key, &named, day, confidence);
    }

    /// Writes where a fact comes from.
    fn cite(&mut self, key: &str, named: &NamedSource, day: Date, confidence: &str) {
        if let Some(table) = &named.table
            && !self.sources.iter().any(|(known, _)| *known == named.key)
        {
            self.sources.push((named.key.clone(), table.clone()));
        }
        let index = newest_step(&self.entry);
        let table = match key {
            "" => Some(&mut self.entry),
            "status" => self
                .entry
                .get_mut("status")
                .and_then(Value::as_array_mut)
                .zip(index)
                .and_then(|(steps, index)| steps.get_mut(index)?.as_table_mut()),
            key => self.entry.get_mut(key).and_then(Value::as_table_mut),
        };
        let Some(table) = table else { return };
        table.insert("source".into(), named.key.clone().into());
        table.insert("checked".into(), day_value(day));
        if confidence == "stated" {
            table.remove("confidence");
        } else {
            table.insert("confidence".into(), confidence.into());
        }
    }

    /// A new entry for which nobody has named a source is in the moderators' own words.
    fn own_words_at_first(&mut self, kind: EntryKind) {
        if kind != EntryKind::Certification && !self.entry.contains_key("source") {
            let own = own_words(self.context.raw);
            self.cite("", &own, self.context.today, "stated");
        }
    }

    /// Where facts are written together with their sources, a changed one needs another of them, or
    /// another day.
    fn require_citations(&mut self, page: &Page) {
        let Some(input) = page
            .inputs
            .iter()
            .find(|input| matches!(input.shape, Shape::Toml(_)))
        else {
            return;
        };
        let mut found = Vec::new();
        uncited(self.base, &self.entry, "", &mut found);
        if let Some(name) = found.first() {
            let what = format!(
                "`{name}` has changed: say where you read it. Write the key of a source and today's date as its `source` and `checked`, or change it on its own page."
            );
            self.refuse(input, what);
        }
    }

    pub(super) fn settle_source(&mut self, page: &Page, kind: EntryKind, typed: &Typed) {
        let Some(input) = page
            .inputs
            .iter()
            .find(|input| input.shape == Shape::Source)
        else {
            self.own_words_at_first(kind);
            return self.require_citations(page);
        };
        let named = typed
            .get(input.name)
            .map(|typed| typed.trim())
            .filter(|typed| !typed.is_empty());
        let has_own_source = kind != EntryKind::Certification;
        let mut figures: BTreeSet<&'static str> = page
            .inputs
            .iter()
            .filter_map(|input| input.shape.fact())
            .collect();
        figures.retain(|fact| {
            let now = figures_of(&self.entry, fact);
            !now.is_empty() && now != figures_of(self.base, fact)
        });
        match named {
            Some(named) => {
                let named = resolve(self.context.raw, named);
                let mut facts: BTreeSet<&str> = figures.union(&self.texts).copied().collect();
                if facts.is_empty() && has_own_source {
                    facts.insert("");
                }
                for fact in facts {
                    self.cite(fact, &named, self.context.today, "stated");
                }
            }
            None if has_own_source && self.entry.get("source").is_none() => {
                self.own_words_at_first(kind);
            }
            None => {
                let cited = |entry: &Table, key: &str| {
                    fact(entry, key)
                        .map(|fact| (fact.get("source").cloned(), fact.get("checked").cloned()))
                };
                let lacks_source = |key: &&str| {
                    let now = cited(&self.entry, key);
                    now == cited(self.base, key) || now.is_some_and(|now| now.0.is_none())
                };
                if figures.iter().any(lacks_source) {
                    let what = "A fact has changed: say where you read it. A link, or a name such as \"AWS exam page\".";
                    self.refuse(input, what);
                }
            }
        }
    }
}

/// What stands in a fact beside its figures.
const WORDS: [&str; 8] = [
    "source",
    "checked",
    "confidence",
    "note",
    "assumes",
    "article",
    "required",
    "recommended",
];

/// Facts whose figures differ while they claim the same source and the same day.
fn uncited(before: &Table, now: &Table, name: &str, found: &mut Vec<String>) {
    let figures = |table: &Table| -> Table {
        let own = |(key, value): &(&String, &Value)| {
            !WORDS.contains(&key.as_str()) && !matches!(value, Value::Table(_))
        };
        let kept = table.iter().filter(own);
        kept.map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    };
    let same = |key: &str| before.get(key) == now.get(key);
    let is_fact = !name.is_empty() && now.contains_key("checked");
    if is_fact && same("source") && same("checked") && figures(before) != figures(now) {
        found.push(name.to_owned());
    }
    for (key, value) in now {
        let name = if name.is_empty() {
            key.clone()
        } else {
            format!("{name}.{key}")
        };
        match (before.get(key), value) {
            (Some(Value::Table(before)), Value::Table(now)) => uncited(before, now, &name, found),
            (Some(Value::Array(before)), Value::Array(now)) if before.len() == now.len() => {
                for (before, now) in before.iter().zip(now) {
                    if let (Some(before), Some(now)) = (before.as_table(), now.as_table()) {
                        uncited(before, now, &name, found);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What a fact says, without its source and its words.
fn figures_of(entry: &Table, fact: &str) -> Table {
    let Some(value) = entry.get(fact) else {
        return Table::new();
    };
    let mut value = value.clone();
    let strip = |table: &mut Table| table.retain(|key, _| !WORDS.contains(&key));
    match &mut value {
        Value::Table(table) => strip(table),
        Value::Array(items) => items
            .iter_mut()
            .filter_map(Value::as_table_mut)
            .for_each(strip),
        _ => {}
    }
    if value.as_table().is_some_and(Table::is_empty) {
        return Table::new();
    }
    Table::from_iter([(fact.to_owned(), value)])
}
