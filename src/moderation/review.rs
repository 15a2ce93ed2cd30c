//! Facts that need another look.

use time::Duration;
use toml::{Table, Value};

use crate::catalog::Loaded;
use crate::domain::{Certification, Date, EntryId, format_date, parse_date};

/// An entry with what speaks for looking at it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewItem {
    /// The entry.
    pub entry: EntryId,
    /// Why, most urgent first.
    pub reasons: Vec<ReviewReason>,
    /// The day on which its oldest fact was checked.
    pub checked: Option<Date>,
}

/// Why an entry should be looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReviewReason {
    /// Its status changes, or has just changed, on this day.
    StatusDate(Date),
    /// Sources disagree about a fact.
    Conflicting(String),
    /// Nobody could verify a fact.
    Unverified(String),
    /// A fact was last checked on this day, which is long ago.
    Stale {
        /// Which.
        fact: String,
        /// When.
        checked: Date,
    },
}

impl ReviewReason {
    /// What a moderator reads.
    pub fn text(&self, today: Date) -> String {
        match self {
            Self::StatusDate(day) if *day < today => {
                format!("its status changed on {}", format_date(*day))
            }
            Self::StatusDate(day) => format!("its status changes on {}", format_date(*day)),
            Self::Conflicting(fact) => format!("sources disagree about its {fact}"),
            Self::Unverified(fact) => format!("nobody could verify its {fact}"),
            Self::Stale { fact, checked } => {
                format!("its {fact} was checked on {}", format_date(*checked))
            }
        }
    }
}

/// Days ahead in which a change of status is near.
const AHEAD: Duration = Duration::days(60);
/// Days after which a change of status is old news.
const BEHIND: Duration = Duration::days(30);

/// The entries that need another look: status dates first, then what is conflicting or unverified,
/// then what was checked longest ago.
pub fn review(loaded: &Loaded, today: Date) -> Vec<ReviewItem> {
    let stale_before =
        today - Duration::days(i64::from(loaded.catalog.assumptions().stale_after_days));
    let mut found: Vec<ReviewItem> = loaded
        .raw
        .entries()
        .filter_map(|entry| {
            let mut facts = Vec::new();
            collect(entry.table(), "", &mut facts);
            let mut reasons: Vec<ReviewReason> = loaded
                .catalog
                .certification(entry.id())
                .into_iter()
                .flat_map(|certification| status_days(certification, today))
                .map(ReviewReason::StatusDate)
                .collect();
            for fact in &facts {
                match fact.confidence.as_deref() {
                    Some("conflicting") => {
                        reasons.push(ReviewReason::Conflicting(fact.name.clone()));
                    }
                    // What is marked as somebody's unconfirmed claim is shown as such.
                    Some("unverified") if fact.name != "claim" => {
                        reasons.push(ReviewReason::Unverified(fact.name.clone()));
                    }
                    _ => {}
                }
            }
            let oldest = facts.iter().min_by_key(|fact| fact.checked);
            if let Some(fact) = oldest.filter(|fact| fact.checked < stale_before) {
                reasons.push(ReviewReason::Stale {
                    fact: fact.name.clone(),
                    checked: fact.checked,
                });
            }
            reasons.sort();
            reasons.dedup();
            (!reasons.is_empty()).then(|| ReviewItem {
                entry: entry.id().clone(),
                reasons,
                checked: oldest.map(|fact| fact.checked),
            })
        })
        .collect();
    found.sort_by(|one, other| {
        let rank = |item: &ReviewItem| match item.reasons.first() {
            Some(ReviewReason::StatusDate(_)) => 0,
            Some(ReviewReason::Conflicting(_) | ReviewReason::Unverified(_)) => 1,
            _ => 2,
        };
        (rank(one), one.checked, &one.entry).cmp(&(rank(other), other.checked, &other.entry))
    });
    found
}

fn status_days(certification: &Certification, today: Date) -> Vec<Date> {
    let near = |day: &Date| *day >= today - BEHIND && *day <= today + AHEAD;
    certification
        .status
        .iter()
        .filter_map(|step| step.last_day.or(step.from))
        .filter(near)
        .collect()
}

struct Fact {
    name: String,
    checked: Date,
    confidence: Option<String>,
}

fn collect(table: &Table, name: &str, facts: &mut Vec<Fact>) {
    if let Some(checked) = table
        .get("checked")
        .and_then(|day| parse_date(&day.to_string()))
    {
        facts.push(Fact {
            name: if name.is_empty() { "text" } else { name }.to_owned(),
            checked,
            confidence: table
                .get("confidence")
                .and_then(Value::as_str)
                .map(str::to_owned),
        });
    }
    for (key, value) in table {
        let name = if name.is_empty() { key } else { name };
        match value {
            Value::Table(inner) => collect(inner, name, facts),
            Value::Array(items) => {
                for inner in items.iter().filter_map(Value::as_table) {
                    collect(inner, name, facts);
                }
            }
            _ => {}
        }
    }
}
