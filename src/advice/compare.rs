//! Two or three side by side, and for whom each wins.

use crate::domain::{
    Background, EntryId, Level, Platform, Profile, Renewal, Topic, ValidityPeriod,
};

use super::facts::{tier_of, topics_of};
use super::recommend::suitability;
use super::view::{Offer, View, can_be_taken};
use super::{BudgetFit, ComparedEntry, Comparison, ComparisonRow, Win, Winner};

/// Wins that are worth a line each.
const MOST_WINS: usize = 4;

/// What the sides are measured by.
struct Side<'a> {
    offer: Offer<'a>,
    compared: ComparedEntry,
    open: bool,
}

impl View<'_> {
    /// Compares what exists among `entries`, certifications and resources only.
    pub(super) fn compare(self, entries: &[EntryId], profile: &Profile) -> Comparison {
        let sides: Vec<Side<'_>> = entries
            .iter()
            .filter_map(|id| self.offer(id))
            .map(|offer| self.side(offer, profile))
            .collect();
        let best = sides
            .iter()
            .filter_map(|side| {
                let entry = offer_id(side);
                suitability(self, profile, entry).map(|score| (score, entry))
            })
            // The first of equals stays, so that the order asked decides.
            .fold(None, |best: Option<(i32, &EntryId)>, next| match best {
                Some(best) if best.0 >= next.0 => Some(best),
                _ => Some(next),
            })
            .map(|(_, entry)| entry.clone());
        Comparison {
            rows: rows(&sides),
            winners: winners(&sides, profile),
            best,
            entries: sides.into_iter().map(|side| side.compared).collect(),
        }
    }

    fn side<'a>(self, offer: Offer<'a>, profile: &Profile) -> Side<'a> {
        let pace = profile.hours_per_week.into();
        let status = self.status_of(offer);
        let successor = status
            .as_ref()
            .filter(|status| status.is_over())
            .and_then(|status| status.successors.first().cloned());
        Side {
            open: status
                .as_ref()
                .is_none_or(|status| can_be_taken(status.state)),
            compared: ComparedEntry {
                entry: offer.id().clone(),
                cost: self.cost(offer, pace, profile.budget).map(Box::new),
                time: self.time(offer, pace),
                status,
                successor,
            },
            offer,
        }
    }
}

fn offer_id<'a>(side: &Side<'a>) -> &'a EntryId {
    side.offer.id()
}

fn rows(sides: &[Side<'_>]) -> Vec<ComparisonRow> {
    let any = |has: &dyn Fn(&Side<'_>) -> bool| sides.iter().any(has);
    let certification = |has: &dyn Fn(&crate::domain::Certification) -> bool| {
        sides.iter().any(|side| match side.offer {
            Offer::Certification(certification) => has(certification),
            Offer::Resource(_) => false,
        })
    };
    let mut rows = Vec::new();
    let mut add = |row, wanted: bool| {
        if wanted {
            rows.push(row);
        }
    };
    add(
        ComparisonRow::Status,
        any(&|side| side.compared.status.is_some()),
    );
    add(ComparisonRow::Kind, !sides.is_empty());
    add(ComparisonRow::Level, certification(&|_| true));
    add(
        ComparisonRow::Cost,
        any(&|side| side.compared.cost.is_some()),
    );
    add(
        ComparisonRow::Time,
        any(&|side| side.compared.time.is_some()),
    );
    add(
        ComparisonRow::Validity,
        certification(&|entry| entry.validity.is_some()),
    );
    add(
        ComparisonRow::Prerequisites,
        certification(&|entry| entry.prerequisites.is_some()),
    );
    add(
        ComparisonRow::HandsOn,
        certification(&|entry| entry.hands_on),
    );
    add(
        ComparisonRow::Tier,
        certification(&|entry| tier_of(entry).is_some()),
    );
    rows
}

fn winners(sides: &[Side<'_>], profile: &Profile) -> Vec<Winner> {
    let open: Vec<&Side<'_>> = sides.iter().filter(|side| side.open).collect();
    sides
        .iter()
        .filter(|side| side.open)
        .filter_map(|side| {
            let mut wins = personal_wins(side, &open, profile);
            wins.extend(plain_wins(side, &open, sides.len()));
            wins.truncate(MOST_WINS);
            (!wins.is_empty()).then(|| Winner {
                entry: side.compared.entry.clone(),
                wins,
            })
        })
        .collect()
}

/// Whether this side has something and the others do not.
fn alone<'a>(side: &Side<'a>, all: &[&Side<'a>], has: impl Fn(&Side<'a>) -> bool) -> bool {
    has(side)
        && all
            .iter()
            .filter(|other| other.compared.entry != side.compared.entry)
            .all(|other| !has(other))
        && all.len() > 1
}

/// Whether this side's value is lower than every other's; sides without one do not compete.
fn lowest<'a, T: PartialOrd>(
    side: &Side<'a>,
    all: &[&Side<'a>],
    value: impl Fn(&Side<'a>) -> Option<T>,
) -> bool {
    let Some(own) = value(side) else {
        return false;
    };
    let others: Vec<T> = all
        .iter()
        .filter(|other| other.compared.entry != side.compared.entry)
        .filter_map(|other| value(other))
        .collect();
    !others.is_empty() && others.iter().all(|other| own < *other)
}

fn personal_wins(side: &Side<'_>, all: &[&Side<'_>], profile: &Profile) -> Vec<Win> {
    let mut wins = Vec::new();
    if let Some(platform) = profile
        .platform
        .filter(|platform| *platform != Platform::Any)
        && alone(side, all, |side| platform_of(side) == Some(platform))
    {
        wins.push(Win::YourPlatform(platform));
    }
    if let Some(goal) = profile.goal
        && alone(side, all, |side| {
            topics(side)
                .iter()
                .any(|topic| topics_of(goal).contains(topic))
        })
    {
        wins.push(Win::YourGoal(goal));
    }
    if let Some(budget) = profile.budget
        && alone(side, all, |side| {
            let fit = side.compared.cost.as_ref().and_then(|cost| cost.fit);
            matches!(fit, Some(BudgetFit::Within | BudgetFit::Perhaps { .. }))
        })
    {
        wins.push(Win::WithinBudget(budget));
    }
    if let Some(background) = profile.background {
        let suits = |side: &Side<'_>| {
            level(side).is_some_and(|level| {
                level.demand()
                    == match background {
                        Background::Beginner
                        | Background::NonTechnical
                        | Background::Executive
                        | Background::CareerChanger => 0,
                        Background::Student => 1,
                        Background::Developer | Background::Data => 2,
                        Background::DataScientist
                        | Background::MlEngineer
                        | Background::Researcher => 3,
                    }
            })
        };
        if alone(side, all, suits) {
            wins.push(Win::YourBackground(background));
        }
    }
    wins
}

fn plain_wins(side: &Side<'_>, open: &[&Side<'_>], asked: usize) -> Vec<Win> {
    let mut wins = Vec::new();
    if open.len() == 1 && asked > 1 {
        return vec![Win::OnlyOpen];
    }
    if let Some(platform) = platform_of(side)
        && alone(side, open, |other| platform_of(other) == Some(platform))
    {
        wins.push(Win::ForPlatform(platform));
    }
    let total = |side: &Side<'_>| {
        let total = side.compared.cost.as_ref()?.total?;
        Some((total.high().cents, total.low().cents))
    };
    if alone(side, open, |side| {
        total(side).is_some_and(|total| total.0 == 0)
    }) {
        wins.push(Win::Free);
    } else if same_currency(open) && lowest(side, open, total) {
        wins.push(Win::Cheapest);
    }
    if lowest(side, open, |side| {
        side.compared.time.map(|time| (time.hours.1, time.hours.0))
    }) {
        wins.push(Win::Shortest);
    }
    if lowest(side, open, |side| level(side).map(Level::demand)) {
        wins.push(Win::EasiestStart);
    }
    if lowest(side, open, |side| {
        level(side).map(|level| 9 - level.demand())
    }) {
        wins.push(Win::MostDemanding);
    }
    if alone(
        side,
        open,
        |side| matches!(side.offer, Offer::Certification(entry) if entry.hands_on),
    ) {
        wins.push(Win::HandsOn);
    }
    if alone(side, open, |side| topics(side).contains(&Topic::Prestige)) {
        wins.push(Win::Prestige);
    }
    if lowest(side, open, |side| match side.offer {
        Offer::Certification(entry) => tier_of(entry),
        Offer::Resource(_) => None,
    }) && let Offer::Certification(entry) = side.offer
        && let Some(tier) = tier_of(entry)
    {
        wins.push(Win::BetterTier(tier));
    }
    if alone(side, open, renews_for_nothing) {
        wins.push(Win::FreeRenewal);
    }
    if lowest(side, open, |side| {
        valid_months(side).map(|months| u16::MAX - months)
    }) {
        wins.push(Win::LongestValid);
    }
    wins
}

fn same_currency(sides: &[&Side<'_>]) -> bool {
    let mut currencies = sides
        .iter()
        .filter_map(|side| side.compared.cost.as_ref()?.total)
        .map(|total| total.currency());
    let first = currencies.next();
    currencies.all(|currency| Some(currency) == first)
}

fn renews_for_nothing(side: &Side<'_>) -> bool {
    match side.offer {
        Offer::Certification(entry) => entry
            .validity
            .as_ref()
            .is_some_and(|validity| validity.renewal == Renewal::FreeAssessment),
        Offer::Resource(_) => false,
    }
}

fn valid_months(side: &Side<'_>) -> Option<u16> {
    match side.offer {
        Offer::Certification(entry) => match entry.validity.as_ref()?.period {
            ValidityPeriod::Months(months) => Some(months),
            ValidityPeriod::Forever => Some(u16::MAX),
            ValidityPeriod::Unknown => None,
        },
        Offer::Resource(_) => None,
    }
}

fn platform_of(side: &Side<'_>) -> Option<Platform> {
    match side.offer {
        Offer::Certification(entry) => entry.platform,
        Offer::Resource(entry) => entry.platform,
    }
}

fn topics<'a>(side: &Side<'a>) -> &'a [Topic] {
    match side.offer {
        Offer::Certification(entry) => &entry.topics,
        Offer::Resource(entry) => &entry.topics,
    }
}

fn level(side: &Side<'_>) -> Option<Level> {
    match side.offer {
        Offer::Certification(entry) => Some(entry.level),
        Offer::Resource(_) => None,
    }
}
