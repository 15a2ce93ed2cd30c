//! Two or three side by side, one line per row.

use minijinja::Value;

use crate::advice::{ComparedEntry, Comparison, ComparisonRow, Win};
use crate::domain::CredentialKind;
use crate::reply::facts::Facts;
use crate::reply::figure::Figure;

use super::{Writer, figure, group, list, maybe};

impl Writer<'_> {
    pub(super) fn comparison(self, found: &Comparison, is_personal: bool) -> Value {
        let briefs = self.briefs(found);
        let rows = found.rows.iter().map(|row| {
            let cells: Vec<Value> = found
                .entries
                .iter()
                .map(|side| self.cell(side, *row))
                .collect();
            let same = same(&cells);
            group! {
                label: self.say(row_key(*row), group! {}),
                same: maybe(same),
                cells: list(briefs.iter().zip(cells).map(|(brief, value)| group! {
                    brief: brief.as_str(),
                    value: value,
                })),
            }
        });
        group! {
            entries: list(found.entries.iter().map(|side| group! {
                name: self.named(&side.entry),
                status: self.maybe_status(&side.entry, side.status.as_ref()),
                successor: maybe(side.successor.as_ref().map(|id| self.short(id))),
            })),
            shorts: self.shorts(found.entries.iter().map(|side| &side.entry)),
            rows: list(rows),
            winners: list(found.winners.iter().map(|winner| group! {
                short: self.short(&winner.entry),
                wins: list(told(&winner.wins).map(|win| self.win(*win))),
            })),
            best: maybe(found.best.as_ref().map(|id| self.short(id))),
            is_personal: is_personal,
        }
    }

    /// A word or two for each side, so that a row fits on a phone: the platform or provider where
    /// these differ, else the exam code, else the short name.
    fn briefs(self, found: &Comparison) -> Vec<String> {
        let catalog = self.context.catalog;
        let platform = |side: &ComparedEntry| {
            let entry = catalog.certification(&side.entry)?;
            Some(match entry.platform {
                Some(platform) => platform.label().to_owned(),
                None => catalog.provider_name(&entry.provider),
            })
        };
        let code = |side: &ComparedEntry| catalog.certification(&side.entry)?.code.clone();
        let all = |brief: &dyn Fn(&ComparedEntry) -> Option<String>| {
            let briefs: Vec<String> = found.entries.iter().filter_map(brief).collect();
            let mut different = briefs.clone();
            different.sort();
            different.dedup();
            (different.len() == found.entries.len()).then_some(briefs)
        };
        all(&platform).or_else(|| all(&code)).unwrap_or_else(|| {
            found
                .entries
                .iter()
                .map(|side| catalog.short(&side.entry).to_owned())
                .collect()
        })
    }

    fn cell(self, side: &ComparedEntry, row: ComparisonRow) -> Value {
        let id = &side.entry;
        let entry = self.context.catalog.certification(id);
        match row {
            ComparisonRow::Status => figure(self.facts.status(id).ok()),
            ComparisonRow::Kind => match entry {
                Some(entry) => entry.kind.label().into(),
                None => self.say("kind-resource", group! {}),
            },
            ComparisonRow::Level => maybe(entry.map(|entry| entry.level.label())),
            ComparisonRow::Cost => self.cost_value(side.cost.as_deref()),
            ComparisonRow::Time => self.time_value(id, side.time.as_ref()),
            ComparisonRow::Validity => figure(self.facts.validity(id).ok()),
            ComparisonRow::Prerequisites => self.needed(self.facts, side),
            ComparisonRow::HandsOn => maybe(entry.map(|entry| {
                let key = match (entry.hands_on, entry.kind) {
                    (true, _) => "hands-on-yes",
                    (false, CredentialKind::Exam) => "hands-on-exam",
                    (false, _) => "hands-on-no",
                };
                self.say(key, group! {})
            })),
            ComparisonRow::Tier => maybe(
                entry
                    .and_then(|entry| entry.article.as_ref())
                    .and_then(|article| article.tier),
            ),
        }
    }

    fn needed(self, facts: Facts<'_>, side: &ComparedEntry) -> Value {
        let Some(needed) = facts
            .certification(&side.entry)
            .ok()
            .and_then(|entry| entry.prerequisites.as_ref())
        else {
            return Value::from(());
        };
        let source = &needed.provenance;
        if let Some(years) = needed.years {
            let plural = if years == 1 { "" } else { "s" };
            Figure::new(format!("{years} year{plural} of practice"), source).into_value()
        } else if needed.skills.is_empty() {
            self.say("needs-nothing", group! {})
        } else {
            let skills: Vec<String> = needed
                .skills
                .iter()
                .map(|skill| super::advice::skill_name(skill))
                .collect();
            Figure::new(skills.join(", "), source).into_value()
        }
    }

    fn win(self, win: Win) -> Value {
        let plain = |key| self.say(key, group! {});
        match win {
            Win::OnlyOpen => plain("win-only-open"),
            Win::YourPlatform(platform) => {
                self.say("win-your-platform", group! { platform: platform.label() })
            }
            Win::ForPlatform(platform) => {
                self.say("win-for-platform", group! { platform: platform.label() })
            }
            Win::YourGoal(goal) => self.say(
                "win-your-goal",
                group! { goal: super::advice::inline(goal.label()) },
            ),
            Win::WithinBudget(budget) => {
                self.say("win-budget", group! { budget: budget.to_string() })
            }
            Win::YourBackground(_) => plain("win-your-background"),
            Win::Free => plain("win-free"),
            Win::Cheapest => plain("win-cheapest"),
            Win::Shortest => plain("win-shortest"),
            Win::EasiestStart => plain("win-easiest"),
            Win::MostDemanding => plain("win-demanding"),
            Win::HandsOn => plain("win-hands-on"),
            Win::LongestValid => plain("win-longest"),
            Win::FreeRenewal => plain("win-free-renewal"),
            Win::BetterTier(tier) => self.say("win-tier", group! { tier: tier }),
            Win::Prestige => plain("win-prestige"),
        }
    }
}

/// What all cells say, with all their sources, where they say the same with the same certainty.
fn same(cells: &[Value]) -> Option<Value> {
    let (first, rest) = cells.split_first()?;
    let Some(figure) = first.downcast_object_ref::<Figure>() else {
        let text = first.as_str()?;
        return rest
            .iter()
            .all(|cell| cell.as_str() == Some(text))
            .then(|| first.clone());
    };
    let mut shared = figure.clone();
    for cell in rest {
        let other = cell.downcast_object_ref::<Figure>()?;
        if other.text != figure.text || other.doubt() != figure.doubt() {
            return None;
        }
        shared.sources.extend(other.sources.iter().cloned());
    }
    Some(shared.into_value())
}

/// The strongest wins, none told twice.
fn told(wins: &[Win]) -> impl Iterator<Item = &Win> {
    wins.iter()
        .filter(|win| match win {
            Win::ForPlatform(platform) => !wins.contains(&Win::YourPlatform(*platform)),
            _ => true,
        })
        .take(3)
}

fn row_key(row: ComparisonRow) -> &'static str {
    match row {
        ComparisonRow::Status => "row-status",
        ComparisonRow::Kind => "row-kind",
        ComparisonRow::Level => "row-level",
        ComparisonRow::Cost => "row-cost",
        ComparisonRow::Time => "row-time",
        ComparisonRow::Validity => "row-validity",
        ComparisonRow::Prerequisites => "row-prerequisites",
        ComparisonRow::HandsOn => "row-hands-on",
        ComparisonRow::Tier => "row-tier",
    }
}
