//! The small tables: sources, providers, currencies, assumptions, language and replies.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use toml::{Table, Value};

use super::reader::{Bounds, Findings, Reader, Reference};
use super::{ALIAS, NAME, provenance};
use crate::catalog::model::{Provider, Tables};
use crate::catalog::problem::{Place, Section, Step};
use crate::catalog::raw::{Flaw, RawTables};
use crate::catalog::text::is_unseen;
use crate::domain::{Assumptions, Currency, CurrencyRate, Level, ProviderId, Source, SourceId};

/// What reading the small tables gave.
#[derive(Debug)]
pub(in crate::catalog) struct DecodedTables {
    /// The typed tables; `None` where the assumptions are missing or wrong.
    pub(in crate::catalog) tables: Option<Arc<Tables>>,
    pub(in crate::catalog) flaws: Vec<(Place, Flaw)>,
    pub(in crate::catalog) references: Vec<(Place, Reference)>,
    /// The providers' names, in lower case.
    pub(in crate::catalog) names: Vec<(String, String)>,
}

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

/// Reads every section.
pub(in crate::catalog) fn tables(raw: &RawTables) -> DecodedTables {
    let mut gathered = Gathered::default();
    let sources = keyed(raw, &mut gathered, Section::Sources, source);
    let providers: BTreeMap<ProviderId, Provider> =
        keyed(raw, &mut gathered, Section::Providers, provider);
    let currencies = currencies(raw, &mut gathered);
    let assumptions = assumptions(raw, &mut gathered);
    let language = raw
        .section(Section::Language)
        .map(|(key, item)| (key.to_owned(), item.value.clone()))
        .collect();
    let templates = templates(raw, &mut gathered);
    let names = providers
        .values()
        .flat_map(|provider| {
            provider
                .aliases
                .iter()
                .chain([&provider.name])
                .map(|name| (name.to_lowercase(), provider.id.to_string()))
        })
        .collect();
    DecodedTables {
        tables: assumptions.map(|assumptions| {
            Arc::new(Tables {
                sources,
                providers,
                currencies,
                assumptions,
                language,
                templates,
            })
        }),
        flaws: gathered.flaws,
        references: gathered.references,
        names,
    }
}

/// A section whose keys are ids and whose values are tables.
fn keyed<K, T>(
    raw: &RawTables,
    gathered: &mut Gathered,
    section: Section,
    read: impl Fn(&Reader<'_>, K) -> Option<T>,
) -> BTreeMap<K, T>
where
    K: FromStr<Err = crate::domain::EntryIdError> + Ord + Clone,
{
    let mut found = BTreeMap::new();
    for (key, item) in raw.section(section) {
        let place = Place::Item(section, key.to_owned());
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
    Some(Provider {
        id,
        name: name?,
        aliases,
    })
}

fn currencies(raw: &RawTables, gathered: &mut Gathered) -> BTreeMap<Currency, CurrencyRate> {
    let mut found = BTreeMap::new();
    for (key, item) in raw.section(Section::Currencies) {
        let place = Place::Item(Section::Currencies, key.to_owned());
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

fn assumptions(raw: &RawTables, gathered: &mut Gathered) -> Option<Assumptions> {
    let table: Table = raw
        .section(Section::Assumptions)
        .map(|(key, item)| (key.to_owned(), item.value.clone()))
        .collect();
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
        exam_hours,
        provenance: provenance?,
    })
}

fn templates(raw: &RawTables, gathered: &mut Gathered) -> BTreeMap<String, String> {
    /// A template is a page of text; more is a mistake.
    const MOST: usize = 20_000;
    let mut found = BTreeMap::new();
    for (key, item) in raw.section(Section::Replies) {
        let place = Place::Item(Section::Replies, key.to_owned());
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
        found.insert(key.to_owned(), text.clone());
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
