//! What is offered while an option is being typed.

use crate::catalog::Catalog;
use crate::domain::{Date, EntryId, EntryKind, Goal, format_date};

use super::commands::command;
use super::names::{self, Found, plain};
use super::table::{Command, ValueKind};
use super::values::{offered_days, parse_day};
use super::{Call, Choice, OptionValue};

/// Discord's limits.
const MOST_CHOICES: usize = 25;
const LONGEST_LABEL: usize = 100;

/// The choices for an option, ranked, at most 25.
pub fn autocomplete(
    call: &Call,
    option: &str,
    typed: &str,
    catalog: &Catalog,
    today: Date,
) -> Vec<Choice> {
    let mut path = call.path.iter().map(String::as_str);
    let Some(command) = path.next().and_then(command) else {
        return Vec::new();
    };
    let Some(found) = command.option(path.next(), option) else {
        return Vec::new();
    };
    let mut choices = match found.value {
        ValueKind::Entry(kinds) => {
            let taken = taken(command, call, option, kinds, catalog);
            entries(catalog, typed, kinds, &taken, today)
        }
        ValueKind::Provider => providers(catalog, typed),
        ValueKind::FreeTopic => {
            let mut choices = goals(typed);
            let kinds = names::kinds(found.value);
            choices.extend(entries(catalog, typed, kinds, &[], today));
            choices
        }
        ValueKind::Day => days(typed, today),
        _ => Vec::new(),
    };
    choices.truncate(MOST_CHOICES);
    choices
}

/// What the command's other options name already: comparing something with itself helps nobody.
fn taken(
    command: &Command,
    call: &Call,
    option: &str,
    kinds: &[EntryKind],
    catalog: &Catalog,
) -> Vec<EntryId> {
    if !matches!(command.name, "compare" | "catalog") {
        return Vec::new();
    }
    call.options
        .iter()
        .filter(|(name, _)| name.as_str() != option)
        .filter_map(|(_, value)| match value {
            OptionValue::Text(text) => match names::find(catalog, text, kinds) {
                Found::One(id) => Some(id),
                Found::Near(_) => None,
            },
            _ => None,
        })
        .collect()
}

fn entries(
    catalog: &Catalog,
    typed: &str,
    kinds: &[EntryKind],
    taken: &[EntryId],
    today: Date,
) -> Vec<Choice> {
    let mut ids = names::suggest(catalog, typed, kinds, MOST_CHOICES + taken.len());
    ids.retain(|id| !taken.contains(id));
    if typed.trim().is_empty() {
        // Nothing typed: what can be earned today comes before what is over.
        ids.sort_by_key(|id| is_over(catalog, id, today));
    }
    ids.into_iter()
        .map(|id| Choice {
            label: entry_label(catalog, &id, today),
            value: id.as_str().to_owned(),
        })
        .collect()
}

fn is_over(catalog: &Catalog, id: &EntryId, today: Date) -> bool {
    catalog
        .certification(id)
        .is_some_and(|certification| certification.status_on(today).is_over())
}

fn entry_label(catalog: &Catalog, id: &EntryId, today: Date) -> String {
    let Some(entry) = catalog.entry(id) else {
        return id.as_str().to_owned();
    };
    let mut suffix = String::new();
    if let Some(certification) = catalog.certification(id) {
        if let Some(code) = &certification.code
            && !entry.name().contains(code.as_str())
        {
            suffix.push_str(&format!(" ({code})"));
        }
        if certification.status_on(today).is_over() {
            suffix.push_str(" · ended");
        }
    }
    let room = LONGEST_LABEL.saturating_sub(suffix.chars().count());
    cut(entry.name(), room) + &suffix
}

fn providers(catalog: &Catalog, typed: &str) -> Vec<Choice> {
    let typed = plain(typed);
    catalog
        .providers()
        .filter(|provider| {
            [provider.id.as_str(), &provider.name]
                .into_iter()
                .chain(provider.aliases.iter().map(String::as_str))
                .any(|name| plain(name).contains(&typed))
        })
        .map(|provider| Choice {
            label: cut(&provider.name, LONGEST_LABEL),
            value: provider.id.as_str().to_owned(),
        })
        .collect()
}

fn goals(typed: &str) -> Vec<Choice> {
    let typed = plain(typed);
    Goal::ALL
        .iter()
        .filter(|goal| plain(goal.label()).contains(&typed) || plain(goal.slug()).contains(&typed))
        .map(|goal| Choice {
            label: goal.label().to_owned(),
            value: goal.slug().to_owned(),
        })
        .collect()
}

fn days(typed: &str, today: Date) -> Vec<Choice> {
    if let Some(day) = parse_day(typed, today) {
        return vec![Choice {
            label: format_date(day),
            value: day.to_string(),
        }];
    }
    let wanted = plain(typed);
    offered_days(today)
        .into_iter()
        .map(|(label, day)| Choice {
            label: format!("{label}: {}", format_date(day)),
            value: day.to_string(),
        })
        .filter(|choice| plain(&choice.label).contains(&wanted) || choice.value.starts_with(typed))
        .collect()
}

/// Shortened to so many characters, with an ellipsis where something was left out.
fn cut(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(longest.saturating_sub(1)).collect();
    short.push('…');
    short
}
