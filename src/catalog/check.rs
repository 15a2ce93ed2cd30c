//! What can only be seen over the whole catalogue: dangling ids, doubled names, circles.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::decode::{Meaning, Reference, Target};
use super::model::{Catalog, Tables};
use super::problem::{Place, Problem, Section, Step};
use super::raw::{Flaw, RawCatalog};
use super::text::did_you_mean;
use crate::domain::{Certification, Currency, Entry, EntryId, EntryKind, Situation};

/// Nobody reads more at once, and finding the line of each takes time.
pub(super) const MAX_PROBLEMS: usize = 500;

/// Decodes what has not been decoded yet, checks the whole, and gives the typed catalogue, or all
/// problems.
pub(super) fn build(raw: &RawCatalog) -> Result<Catalog, Vec<Problem>> {
    let flaws = flaws(raw);
    if !flaws.is_empty() {
        let mut problems: Vec<Problem> = flaws
            .iter()
            .take(MAX_PROBLEMS)
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
        if flaws.len() >= MAX_PROBLEMS {
            return;
        }
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
    for id in circles(&certifications) {
        let steps = certifications.get(id).map(|found| found.status.as_slice());
        let index = steps
            .unwrap_or_default()
            .iter()
            .position(|step| !step.successors.is_empty())
            .unwrap_or_default();
        let path = Step::path(&format!("status.{index}.successors"));
        let what = format!("the successors of \"{id}\" lead back to it");
        let hint = "a successor is what one takes instead: break the circle".to_owned();
        if let Ok(id) = id.parse() {
            flaws.push((Place::Entry(id), flaw(path, what, hint)));
        }
    }
    let followed = followed(&certifications);
    for entry in raw.entries() {
        if let Some(Entry::Situation(situation)) = entry.decoded().entry.as_deref() {
            picks(&certifications, &followed, situation, flaws);
        }
    }
}

fn successors(certification: &Certification) -> impl Iterator<Item = &str> {
    certification
        .status
        .iter()
        .flat_map(|step| step.successors.iter().map(EntryId::as_str))
}

/// Certifications whose successors lead in a circle: what is left without all that leads to an end,
/// and then without all that nothing left leads to.
fn circles<'a>(certifications: &HashMap<&'a str, &'a Certification>) -> Vec<&'a str> {
    let edges = certifications
        .iter()
        .map(|(id, found)| (*id, successors(found).collect()))
        .collect();
    let backwards = without_ends(&edges);
    without_ends(&backwards).into_keys().collect()
}

type Edges<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// The graph without what leads to an end, turned round.
fn without_ends<'a>(edges: &Edges<'a>) -> Edges<'a> {
    let mut backwards: Edges<'a> = edges.keys().map(|id| (*id, Vec::new())).collect();
    let mut ways_on: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, next) in edges {
        let ways = ways_on.entry(id).or_default();
        for next in next {
            if let Some(before) = backwards.get_mut(next) {
                before.push(id);
                *ways += 1;
            }
        }
    }
    let mut ends: Vec<&str> = ways_on
        .iter()
        .filter(|(_, ways)| **ways == 0)
        .map(|(id, _)| *id)
        .collect();
    while let Some(end) = ends.pop() {
        for before in backwards.remove(end).unwrap_or_default() {
            let ways = ways_on.entry(before).or_default();
            *ways = ways.saturating_sub(1);
            if *ways == 0 {
                ends.push(before);
            }
        }
    }
    let left: BTreeSet<&str> = backwards.keys().copied().collect();
    for before in backwards.values_mut() {
        before.retain(|id| left.contains(id));
    }
    backwards
}

/// Certifications that can be earned, or whose successors lead to one.
fn followed<'a>(certifications: &HashMap<&'a str, &'a Certification>) -> HashSet<&'a str> {
    let mut follows: HashMap<&str, Vec<&'a str>> = HashMap::new();
    let mut queue: Vec<&'a str> = Vec::new();
    for (id, certification) in certifications {
        for successor in successors(certification) {
            follows.entry(successor).or_default().push(id);
        }
        if !is_over(certification) {
            queue.push(id);
        }
    }
    let mut followed = HashSet::new();
    while let Some(id) = queue.pop() {
        if followed.insert(id) {
            queue.extend(follows.get(id).into_iter().flatten());
        }
    }
    followed
}

/// Whether it was over already on the day on which its end was checked. The check takes no `today`:
/// a catalogue that is right must not turn wrong overnight.
fn is_over(certification: &Certification) -> bool {
    let last = certification.status.iter().rfind(|step| !step.planned);
    last.is_some_and(|step| certification.status_on(step.provenance.checked).is_over())
}

/// What has ended is answered with its living successor; without one, a situation has nothing to
/// recommend.
fn picks(
    certifications: &HashMap<&str, &Certification>,
    followed: &HashSet<&str>,
    situation: &Situation,
    flaws: &mut Vec<(Place, Flaw)>,
) {
    let lists = [("picks", &situation.picks), ("first", &situation.first)];
    for (key, picks) in lists {
        for (index, pick) in picks.iter().enumerate() {
            let id = pick.entry.as_str();
            if certifications.contains_key(id) && !followed.contains(id) {
                let what = format!("\"{id}\" is over and has no successor");
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
