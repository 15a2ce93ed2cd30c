//! Conditions that somebody sets, learned from sentences: "two evenings, max", "a webcam watching me?
//! hard pass", "not an insult to my seniors".
//!
//! There are too many ways of saying such a thing for phrases, and a sentence says it by itself,
//! however long the story around it. The sentences to learn from are in the catalogue.

use crate::domain::{Budget, Currency, Date, Money, Platform, RefusedKind};

use super::features;
use super::lexicon::Lexicon;
use super::patterns::Item;
use super::profile::Told;

/// What sets no condition, among the keys of the data.
pub(super) const NOTHING: &str = "nothing";
/// How likely a sentence must set a condition for that to count. A condition that nobody set takes
/// away good answers, so doubt speaks against it.
const LIKELY: f32 = 0.5;
/// A clause of fewer words says nothing by itself.
const SAYS_SOMETHING: usize = 3;

/// What somebody will not have or do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    /// A kind of credential is out.
    Refuses(RefusedKind),
    /// What the large clouds offer is out.
    NoClouds,
    /// They write no code and will not.
    NoCode,
    /// They spend nothing.
    NoMoney,
}

impl Condition {
    /// The condition of a key under `conditions`: `no-exams`.
    pub(super) fn of(key: &str) -> Option<Self> {
        Some(match key.strip_prefix("no-")? {
            "clouds" => Self::NoClouds,
            "code" => Self::NoCode,
            "money" => Self::NoMoney,
            kind => Self::Refuses(RefusedKind::from_slug(kind)?),
        })
    }
}

/// Takes down the conditions that each sentence sets.
pub(super) fn read(lexicon: &Lexicon, items: &[Item], told: &mut Told, today: Date) {
    let mut set: Vec<Condition> = Vec::new();
    let sentences = items.chunk_by(|one, other| one.sentence == other.sentence);
    // "…, something that's not an insult; we run Databricks": a clause says it, or the whole.
    let clauses = sentences.clone().flat_map(|sentence| {
        let clauses = sentence.chunk_by(|one, other| one.clause == other.clause);
        clauses.filter(|clause| clause.len() >= SAYS_SOMETHING && clause.len() < sentence.len())
    });
    for part in sentences.chain(clauses) {
        for (condition, likely) in lexicon.conditions(&features::of_sentence(lexicon, part)) {
            if likely >= LIKELY && !set.contains(&condition) {
                set.push(condition);
            }
        }
    }
    for condition in set {
        match condition {
            // Figures say more than an impression.
            Condition::Refuses(RefusedKind::Long) if told.amounts.says_when(today) => {}
            Condition::Refuses(kind) => {
                if told.profile.refused.kinds.insert(kind) {
                    told.explanation.push(format!("no {}", kind.label()));
                }
            }
            Condition::NoClouds => {
                let clouds = [Platform::Aws, Platform::Azure, Platform::GoogleCloud];
                told.profile.refused.platforms.extend(clouds);
                told.explanation.push("nothing of a cloud".to_owned());
            }
            Condition::NoCode => {
                told.profile.codes.get_or_insert(false);
            }
            Condition::NoMoney => {
                let nothing = Budget::total(Money::units(0, Currency::USD));
                told.amounts.budget.get_or_insert(nothing);
            }
        }
    }
}
