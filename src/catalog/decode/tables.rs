//! The small tables: sources, providers, currencies, assumptions, language and replies.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use toml::{Table, Value};

use super::reader::{Bounds, Findings, Reader, Reference};
use super::{ALIAS, NAME, provenance};
use crate::catalog::model::Provider;
use crate::catalog::problem::{Place, Section, Step};
use crate::catalog::raw::{Flaw, RawItem};
use crate::catalog::text::is_unseen;
use crate::domain::{Assumptions, Currency, CurrencyRate, Level, ProviderId, Source, SourceId};

/// What reading a section gave.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct DecodedSection {
    pub(in crate::catalog) meaning: Meaning,
    pub(in crate::catalog) flaws: Vec<(Place, Flaw)>,
    pub(in crate::catalog) references: Vec<(Place, Reference)>,
}

/// What a section means.
#[derive(Debug, Clone)]
pub(in crate::catalog) enum Meaning {
    Sources(Arc<BTreeMap<SourceId, Source>>),
    Providers(Arc<BTreeMap<ProviderId, Provider>>),
    Currencies(Arc<BTreeMap<Currency, CurrencyRate>>),
    /// `None` where they are missing or wrong.
    Assumptions(Option<Arc<Assumptions>>),
    Language(Arc<Table>),
    Replies(Arc<BTreeMap<String, String>>),
}

type Items = BTreeMap<String, RawItem>;

#[derive(Default)]
struct Gathered {
    flaws: Vec<(Place, Flaw)>,
    references: Vec<(Place, Reference)>,
}

impl Gathered {
    fn refuse(&mut self, place: Place, what: impl Into<String>, hint: impl Into<String>) {
        self.flaws.push((place, whole(what.into(), hint.into())));
    }

    /// Reads one table under its place.
    fn read<T>(
        &mut self,
        place: &Place,
        table: &Table,
        read: impl FnOnce(&Reader<'_>) -> Option<T>,
    ) -> Option<T> {
        let findings = Findings::default();
        let reader = Reader::new(table, &findings);
        let found = read(&reader);
        reader.finish();
        self.flaws.extend(
            findings
                .flaws
                .into_inner()
                .into_iter()
                .map(|flaw| (place.clone(), flaw)),
        );
        self.references.extend(
            findings
                .references
                .into_inner()
                .into_iter()
                .map(|reference| (place.clone(), reference)),
        );
        found
    }
}

/// Reads one section.
pub(in crate::catalog) fn section(section: Section, items: &Items) -> DecodedSection {
    let mut gathered = Gathered::default();
    let meaning = match section {
        Section::Sources => {
            Meaning::Sources(Arc::new(keyed(items, &mut gathered, section, source)))
        }
        Section::Providers => {
            let providers: BTreeMap<ProviderId, Provider> =
                keyed(items, &mut gathered, section, provider);
            names(&providers, &mut gathered);
            Meaning::Providers(Arc::new(providers))
        }
        Section::Currencies => Meaning::Currencies(Arc::new(currencies(items, &mut gathered))),
        Section::Assumptions => {
            Meaning::Assumptions(assumptions(items, &mut gathered).map(Arc::new))
        }
        Section::Language => Meaning::Language(Arc::new(plain(items))),
        Section::Replies => Meaning::Replies(Arc::new(templates(items, &mut gathered))),
    };
    DecodedSection {
        meaning,
        flaws: gathered.flaws,
        references: gathered.references,
    }
}

fn plain(items: &Items) -> Table {
    items
        .iter()
        .map(|(key, item)| (key.clone(), item.value.clone()))
        .collect()
}

/// Notes a name that leads to two providers.
fn names(providers: &BTreeMap<ProviderId, Provider>, gathered: &mut Gathered) {
    let mut owners: BTreeMap<String, &ProviderId> = BTreeMap::new();
    for provider in providers.values() {
        for (index, name) in provider.aliases.iter().enumerate() {
            let first = owners.insert(name.to_lowercase(), &provider.id);
            if let Some(first) = first.filter(|first| **first != provider.id) {
                let what = format!("\"{name}\" is a name of the provider \"{first}\" already");
                let place = Place::Item(Section::Providers, provider.id.to_string());
                let path = vec![Step::Key("aliases".to_owned()), Step::Index(index)];
                let hint = "delete it from one of the two".to_owned();
                let flaw = Flaw {
                    path,
                    ..whole(what, hint)
                };
                gathered.flaws.push((place, flaw));
            }
        }
    }
}

/// A section whose keys are ids and whose values are tables.
fn keyed<K, T>(
    items: &Items,
    gathered: &mut Gathered,
    section: Section,
    read: impl Fn(&Reader<'_>, K) -> Option<T>,
) -> BTreeMap<K, T>
where
    K: FromStr<Err = crate::domain::EntryIdError> + Ord + Clone,
{
    let mut found = BTreeMap::new();
    for (key, item) in items {
        let place = Place::Item(section, key.clone());
        let id = match key.parse::<K>() {
            Ok(id) => Some(id),
            Err(error) => {
                let what = format!("\"{key}\" cannot be a key of {}", section.key());
                gathered.refuse(place.clone(), what, error.to_string());
                None
            }
        };
        let Value::Table(table) = &item.value else {
            let what = format!("\"{}.{key}\" should be a table", section.key());
            gathered.refuse(place, what, format!("write [{}.{key}]", section.key()));
            continue;
        };
        let Some(id) = id else { continue };
        let value = gathered.read(&place, table, |reader| read(reader, id.clone()));
        found.extend(value.map(|value| (id, value)));
    }
    found
}

fn source(reader: &Reader<'_>, id: SourceId) -> Option<Source> {
    let title = reader.text("title", super::PHRASE);
    let publisher = reader.text("publisher", super::Text::Line(80));
    let url = reader.link("url");
    let kind = reader.word("kind");
    let date = reader.date("date");
    Some(Source {
        id,
        title: title?,
        publisher: publisher?,
        url,
        kind: kind?,
        date,
    })
}

fn provider(reader: &Reader<'_>, id: ProviderId) -> Option<Provider> {
    let name = reader.text("name", NAME);
    let aliases = reader.texts("aliases", ALIAS, super::MOST_ALIASES);
    let neutral = reader.boolean("neutral").unwrap_or(false);
    Some(Provider {
        id,
        name: name?,
        aliases,
        neutral,
    })
}

fn currencies(items: &Items, gathered: &mut Gathered) -> BTreeMap<Currency, CurrencyRate> {
    let mut found = BTreeMap::new();
    for (key, item) in items {
        let place = Place::Item(Section::Currencies, key.clone());
        let currency = Currency::parse(key).filter(|currency| currency.code() == key);
        if currency.is_none() {
            let what = format!("\"{key}\" is no currency");
            gathered.refuse(
                place.clone(),
                what,
                "write three capitals such as [currencies.EUR]",
            );
        }
        let Value::Table(table) = &item.value else {
            let what = format!("\"currencies.{key}\" should be a table");
            gathered.refuse(place, what, format!("write [currencies.{key}]"));
            continue;
        };
        let rate = gathered.read(&place, table, |reader| {
            reader.optional_text("symbol", super::Text::Line(4));
            let name = reader.text("name", NAME);
            let rate = reader.number("rate", Bounds::above_zero(1_000_000.0));
            let provenance = provenance(reader);
            Some(CurrencyRate {
                currency: currency?,
                name: name?,
                rate,
                provenance: provenance?,
            })
        });
        found.extend(rate.map(|rate| (rate.currency, rate)));
    }
    found
}

/// Hours that count as short where a catalogue does not say: exports made before it was asked have
/// no such figure.
const SHORT_HOURS: f32 = 30.0;

fn assumptions(items: &Items, gathered: &mut Gathered) -> Option<Assumptions> {
    let table = plain(items);
    let Some(first) = table.keys().next().cloned() else {
        let place = Place::Item(Section::Assumptions, "hours_per_week".to_owned());
        let hint = "add [assumptions] with hours_per_week and the other figures of our own";
        gathered.refuse(place, "the catalogue has no assumptions", hint);
        return None;
    };
    let findings = Findings::default();
    let reader = Reader::new(&table, &findings);
    let hours_per_week = reader.required_number("hours_per_week", Bounds::above_zero(80.0));
    let weeks_per_month = reader.required_number("weeks_per_month", Bounds::above_zero(5.0));
    let days = |key| reader.required_number(key, Bounds::whole(0, 3650));
    let buffer_days = days("buffer_days");
    let ends_soon_days = days("ends_soon_days");
    let stale_after_days = days("stale_after_days");
    let short_hours = reader.number("short_hours", Bounds::above_zero(1_000.0));
    let exam_hours = reader
        .table("exam_hours")
        .map_or_else(BTreeMap::new, |hours| {
            hours
                .free_numbers(Bounds::above_zero(10_000.0))
                .into_iter()
                .filter_map(|(level, number)| {
                    if Level::from_slug(level).is_none() {
                        let levels = Level::ALL.iter().map(|level| level.slug());
                        let hint = format!("write one of {}", crate::catalog::text::one_of(levels));
                        hours.refuse(level, format!("\"{level}\" is no level"), hint);
                        return None;
                    }
                    Some((level.to_owned(), number as f32))
                })
                .collect()
        });
    let provenance = provenance(&reader);
    reader.finish();
    // Each key of the table is an item of its own: the first step of a path names it.
    let split = |mut path: Vec<Step>| match path.first() {
        Some(Step::Key(key)) => {
            let key = key.clone();
            path.remove(0);
            (Place::Item(Section::Assumptions, key), path)
        }
        _ => (Place::Item(Section::Assumptions, first.clone()), path),
    };
    for flaw in findings.flaws.into_inner() {
        let (place, path) = split(flaw.path.clone());
        gathered.flaws.push((place, Flaw { path, ..flaw }));
    }
    for reference in findings.references.into_inner() {
        let (place, path) = split(reference.path.clone());
        gathered
            .references
            .push((place, Reference { path, ..reference }));
    }
    Some(Assumptions {
        hours_per_week: hours_per_week? as f32,
        weeks_per_month: weeks_per_month? as f32,
        buffer_days: buffer_days? as u16,
        ends_soon_days: ends_soon_days? as u16,
        stale_after_days: stale_after_days? as u16,
        short_hours: short_hours.map_or(SHORT_HOURS, |hours| hours as f32),
        exam_hours,
        provenance: provenance?,
    })
}

fn templates(items: &Items, gathered: &mut Gathered) -> BTreeMap<String, String> {
    /// A template is a page of text; more is a mistake.
    const MOST: usize = 20_000;
    let mut found = BTreeMap::new();
    for (key, item) in items {
        let place = Place::Item(Section::Replies, key.clone());
        let Value::String(text) = &item.value else {
            gathered.refuse(
                place,
                "a template is a text",
                "write \"cert.md\" = \"\"\"…\"\"\"",
            );
            continue;
        };
        if text.len() > MOST {
            let what = format!("the template has {} bytes", text.len());
            gathered.refuse(place.clone(), what, format!("{MOST} is the most"));
        }
        for (line, content) in text.lines().enumerate() {
            if let Some(unseen) = content.chars().find(|c| is_unseen(*c) && *c != '\t') {
                let what = format!(
                    "the template contains the unseen character U+{:04X}",
                    u32::from(unseen)
                );
                let flaw = Flaw {
                    line,
                    ..whole(what, "delete it".to_owned())
                };
                gathered.flaws.push((place.clone(), flaw));
            }
        }
        found.insert(key.clone(), text.clone());
    }
    found
}

fn whole(what: String, hint: String) -> Flaw {
    Flaw {
        path: Vec::new(),
        on_key: false,
        line: 0,
        what,
        hint,
    }
}
