//! What can only be seen over the whole catalogue: dangling ids, doubled names, circles.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::decode::{Meaning, Reference, Target};
use super::model::{Catalog, Tables};
use super::problem::{Place, Problem, Section, Step};
use super::raw::{Flaw, RawCatalog};
use super::text::did_you_mean;
use crate::domain::{Certification, Currency, Entry, EntryId, EntryKind, Situation};

/// Decodes what has not been decoded yet, checks the whole, and gives the typed catalogue, or all
/// problems.
pub(super) fn build(raw: &RawCatalog) -> Result<Catalog, Vec<Problem>> {
    let flaws = flaws(raw);
    if !flaws.is_empty() {
        let mut problems: Vec<Problem> = flaws
            .iter()
            .map(|(place, flaw)| raw.problem(place, flaw))
            .collect();
        problems.sort();
        problems.dedup();
        return Err(problems);
    }
    let entries: Vec<Arc<Entry>> = raw
        .entries
        .values()
        .filter_map(|entry| entry.decoded().entry.clone())
        .collect();
    let by_id = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.id().clone(), index))
        .collect();
    match tables(raw) {
        Some(tables) => Ok(Catalog::new(entries, by_id, tables)),
        // Without flaws there are tables; an empty list of problems would say "no problem".
        None => Err(vec![Problem {
            file: "assumptions.toml".to_owned(),
            line: 0,
            column: 0,
            what: "the catalogue has no assumptions".to_owned(),
            hint: "add [assumptions]".to_owned(),
        }]),
    }
}

fn tables(raw: &RawCatalog) -> Option<Tables> {
    let meaning = |section| raw.tables.decoded(section).into_owned().meaning;
    Some(Tables {
        sources: match meaning(Section::Sources) {
            Meaning::Sources(sources) => sources,
            _ => return None,
        },
        providers: match meaning(Section::Providers) {
            Meaning::Providers(providers) => providers,
            _ => return None,
        },
        currencies: match meaning(Section::Currencies) {
            Meaning::Currencies(currencies) => currencies,
            _ => return None,
        },
        assumptions: match meaning(Section::Assumptions) {
            Meaning::Assumptions(assumptions) => assumptions?,
            _ => return None,
        },
        language: match meaning(Section::Language) {
            Meaning::Language(language) => language,
            _ => return None,
        },
        templates: match meaning(Section::Replies) {
            Meaning::Replies(templates) => templates,
            _ => return None,
        },
    })
}

/// Everything that is wrong with a catalogue, by place.
pub(super) fn flaws(raw: &RawCatalog) -> Vec<(Place, Flaw)> {
    let mut flaws = Vec::new();
    for entry in raw.entries() {
        for flaw in &entry.decoded().flaws {
            flaws.push((Place::Entry(entry.id().clone()), flaw.clone()));
        }
    }
    for section in Section::ALL {
        flaws.extend(raw.tables.decoded(section).flaws.iter().cloned());
    }
    references(raw, &mut flaws);
    names(raw, &mut flaws);
    lives(raw, &mut flaws);
    flaws
}

fn references(raw: &RawCatalog, flaws: &mut Vec<(Place, Flaw)>) {
    let kinds: HashMap<&str, EntryKind> = raw
        .entries
        .keys()
        .map(|(kind, id)| (id.as_str(), *kind))
        .collect();
    let mut check = |place: &dyn Fn() -> Place, reference: &Reference, own: Option<&EntryId>| {
        let fault = match &reference.to {
            Target::Entry(id, wanted) => match kinds.get(id.as_str()) {
                _ if own == Some(id) => {
                    Some((format!("\"{id}\" refers to itself"), "delete it".to_owned()))
                }
                None => {
                    let hint = did_you_mean(id.as_str(), kinds.keys().copied())
                        .unwrap_or_else(|| "add that entry, or delete the reference".to_owned());
                    Some((format!("there is no entry \"{id}\""), hint))
                }
                Some(kind) if !wanted.contains(kind) => {
                    let allowed = super::text::one_of(wanted.iter().map(|kind| kind.label()));
                    Some((
                        format!("\"{id}\" is a {}", kind.label()),
                        format!("name a {allowed} here"),
                    ))
                }
                Some(_) => None,
            },
            Target::Source(id) => {
                let known = raw.item(Section::Sources, id.as_str()).is_some();
                (!known).then(|| {
                    let keys = raw.items(Section::Sources).map(|(key, _)| key);
                    let hint = did_you_mean(id.as_str(), keys)
                        .unwrap_or_else(|| format!("add [sources.{id}] to sources.toml"));
                    (format!("there is no source \"{id}\""), hint)
                })
            }
            Target::Currency(currency) => {
                let known = *currency == Currency::USD
                    || raw.item(Section::Currencies, currency.code()).is_some();
                (!known).then(|| {
                    (
                        format!("there is no currency \"{currency}\""),
                        format!("add [currencies.{currency}] to currencies.toml"),
                    )
                })
            }
        };
        if let Some((what, hint)) = fault {
            let path = reference.path.clone();
            flaws.push((place(), flaw(path, what, hint)));
        }
    };
    for entry in raw.entries() {
        for reference in &entry.decoded().references {
            let place = || Place::Entry(entry.id().clone());
            check(&place, reference, Some(entry.id()));
        }
    }
    for section in Section::ALL {
        for (place, reference) in &raw.tables.decoded(section).references {
            check(&|| place.clone(), reference, None);
        }
    }
}

fn names(raw: &RawCatalog, flaws: &mut Vec<(Place, Flaw)>) {
    let mut owners: HashMap<&str, &EntryId> = HashMap::new();
    for entry in raw.entries() {
        for name in &entry.decoded().names {
            let Some(first) = owners.insert(name, entry.id()) else {
                continue;
            };
            let what = format!("\"{name}\" leads to \"{first}\" already");
            let hint = "a name leads to one entry: delete it from one of the two".to_owned();
            let path = path_of_name(entry.table(), name);
            flaws.push((Place::Entry(entry.id().clone()), flaw(path, what, hint)));
        }
    }
}

fn path_of_name(table: &toml::Table, name: &str) -> Vec<Step> {
    let aliases = table.get("aliases").and_then(toml::Value::as_array);
    let position = aliases.and_then(|aliases| {
        aliases.iter().position(|alias| {
            alias
                .as_str()
                .is_some_and(|alias| alias.to_lowercase() == name)
        })
    });
    if let Some(index) = position {
        return vec![Step::Key("aliases".to_owned()), Step::Index(index)];
    }
    let key = ["name", "question", "short", "code"]
        .into_iter()
        .find(|key| {
            let value = table.get(*key).and_then(toml::Value::as_str);
            value.is_some_and(|value| value.to_lowercase() == name)
        })
        .unwrap_or("id");
    Step::path(key)
}

/// Successors that lead in a circle, and picks that nobody can earn any more.
fn lives(raw: &RawCatalog, flaws: &mut Vec<(Place, Flaw)>) {
    let certifications: HashMap<&str, &Certification> = raw
        .entries()
        .filter_map(|entry| match entry.decoded().entry.as_deref() {
            Some(Entry::Certification(found)) => Some((found.id.as_str(), found.as_ref())),
            _ => None,
        })
        .collect();
    for entry in raw.entries() {
        match entry.decoded().entry.as_deref() {
            Some(Entry::Certification(certification))
                if leads_to(&certifications, certification, &certification.id) =>
            {
                let index = certification
                    .status
                    .iter()
                    .position(|step| !step.successors.is_empty())
                    .unwrap_or_default();
                let path = Step::path(&format!("status.{index}.successors"));
                let what = format!("the successors of \"{}\" lead back to it", entry.id());
                let hint = "a successor is what one takes instead: break the circle".to_owned();
                flaws.push((Place::Entry(entry.id().clone()), flaw(path, what, hint)));
            }
            Some(Entry::Situation(situation)) => picks(&certifications, situation, flaws),
            _ => {}
        }
    }
}

fn successors(certification: &Certification) -> impl Iterator<Item = &EntryId> {
    certification
        .status
        .iter()
        .flat_map(|step| step.successors.iter())
}

fn leads_to(
    certifications: &HashMap<&str, &Certification>,
    from: &Certification,
    to: &EntryId,
) -> bool {
    let mut queue: Vec<&EntryId> = successors(from).collect();
    let mut seen: BTreeSet<&EntryId> = BTreeSet::new();
    while let Some(next) = queue.pop() {
        if next == to {
            return true;
        }
        if seen.insert(next) {
            let next = certifications.get(next.as_str());
            queue.extend(next.into_iter().flat_map(|next| successors(next)));
        }
    }
    false
}

/// Whether it was over already on the day on which its end was checked. The check takes no `today`:
/// a catalogue that is right must not turn wrong overnight.
fn is_over(certification: &Certification) -> bool {
    let last = certification.status.iter().rfind(|step| !step.planned);
    last.is_some_and(|step| certification.status_on(step.provenance.checked).is_over())
}

fn picks(
    certifications: &HashMap<&str, &Certification>,
    situation: &Situation,
    flaws: &mut Vec<(Place, Flaw)>,
) {
    let lists = [("picks", &situation.picks), ("first", &situation.first)];
    for (key, picks) in lists {
        for (index, pick) in picks.iter().enumerate() {
            let Some(picked) = certifications.get(pick.entry.as_str()) else {
                continue;
            };
            // What has ended is answered with its living successor; only without one is the
            // situation left with nothing to recommend.
            let has_heir = || {
                certifications
                    .values()
                    .any(|heir| !is_over(heir) && leads_to(certifications, picked, &heir.id))
            };
            if is_over(picked) && !has_heir() {
                let what = format!("\"{}\" is over and has no successor", pick.entry);
                let hint = "pick something that can be earned, or name its successor".to_owned();
                let path = Step::path(&format!("{key}.{index}.entry"));
                let place = Place::Entry(situation.id.clone());
                flaws.push((place, flaw(path, what, hint)));
            }
        }
    }
}

pub(super) fn flaw(path: Vec<Step>, what: String, hint: String) -> Flaw {
    Flaw {
        path,
        on_key: false,
        line: 0,
        what,
        hint,
    }
}
