//! Everything that was read from a text, and what can be asked of that.

use std::cell::OnceCell;
use std::collections::HashSet;

use crate::catalog::Catalog;
use crate::domain::{
    Background, Date, EntryId, EntryKind, Goal, Intent, Platform, Profile, ProviderId,
};

use super::conversation::Conversation;
use super::entities::{Meant, Mention, Reading};
use super::lexicon::Lexicon;
use super::meanings::Stance;
use super::profile::Told;
use super::signals::Signals;
use super::targets::Target;

/// A text, read.
pub(super) struct Heard<'a> {
    pub(super) lexicon: &'a Lexicon,
    pub(super) catalog: &'a Catalog,
    pub(super) reading: &'a Reading,
    pub(super) told: &'a Told,
    pub(super) signals: &'a Signals,
    /// What was said before.
    pub(super) before: &'a Conversation,
    /// Everything known about the asker, this text included.
    pub(super) profile: &'a Profile,
    pub(super) today: Date,
    /// What the text asks about, once somebody has asked for that.
    pub(super) subjects: OnceCell<Vec<EntryId>>,
}

/// Intents that are about one entry.
pub(super) const FACTS: [Intent; 8] = [
    Intent::Cost,
    Intent::Duration,
    Intent::Plan,
    Intent::Prerequisites,
    Intent::Renewal,
    Intent::Status,
    Intent::Free,
    Intent::CertInfo,
];

/// From here on a text is clearly about something.
pub(super) const CLEAR: f32 = 0.34;
/// How likely other talk is within a conversation, beside a text that stands alone.
pub(super) const TALKING: f32 = 0.4;
/// How likely a text must describe a certification for that to be offered.
const DESCRIBED: f32 = 0.08;
/// A cue that needs no likelihood beside it.
pub(super) const PLAIN: f32 = 0.9;

impl Heard<'_> {
    pub(super) fn intent(&self, intent: Intent) -> f32 {
        self.signals.intent(intent)
    }

    /// Whether a text is clearly about something: likely, or said in so many words.
    pub(super) fn clearly(&self, target: Target) -> bool {
        let likely = self.signals.of(target);
        likely >= CLEAR || (likely >= CLEAR / 3.0 && self.signals.cue(target) >= PLAIN)
    }

    pub(super) fn id(&self, entry: u32) -> EntryId {
        self.lexicon.entry(entry).id.clone()
    }

    pub(super) fn known(&self, id: &str) -> Option<EntryId> {
        let index = self.lexicon.by_id.get(id)?;
        Some(self.id(*index))
    }

    pub(super) fn platform(&self) -> Option<Platform> {
        self.profile.platform
    }

    /// Entries that the text asks about: named and not refused; what the asker holds only where
    /// nothing else is named and a fact is asked for.
    pub(super) fn subjects(&self) -> &[EntryId] {
        self.subjects.get_or_init(|| self.find_subjects())
    }

    fn find_subjects(&self) -> Vec<EntryId> {
        let open = |stance: Option<Stance>| {
            !matches!(
                stance,
                Some(Stance::Holds | Stance::Refuses | Stance::Lacks)
            )
        };
        let fact = self.strongest_fact().map_or(0.0, |(_, likely)| likely);
        // "Which Google cert is for beginners?" asks among them, not about the likeliest one.
        let among =
            self.intent(Intent::Advise) > fact && self.intent(Intent::Advise) >= CLEAR / 2.0;
        let clear = self.named(|mention, stance| {
            !mention.tool && open(stance) && !(among && mention.is_ambiguous())
        });
        if clear.len() == 1 && self.intent(Intent::Compare) >= CLEAR {
            // "Tensorflow or the pytorch certificate": a tool's name stands for its credential too.
            let either = self.named(|_, stance| open(stance));
            return if either.len() == 2 { either } else { clear };
        }
        if !clear.is_empty() {
            return clear;
        }
        // "I already did the IBM one" claims it; "my PMLE expires when" asks about it.
        let asks = self.strongest_fact().is_some_and(|(intent, likely)| {
            let plain = self.signals.cue(Target::Intent(intent)) >= PLAIN;
            let asked = self.reading.items.iter().any(|item| item.asked);
            likely >= CLEAR && (plain || asked)
        });
        if asks && fact > self.intent(Intent::Advise) {
            let held = self.named(|mention, stance| !mention.tool && stance == Some(Stance::Holds));
            if !held.is_empty() {
                return held;
            }
        }
        if self.asks_for_credential() {
            let tools = self.named(|mention, stance| mention.tool && open(stance));
            if !tools.is_empty() {
                return tools;
            }
        }
        // "When may I renew at Microsoft?": a provider's best-known one, where a fact is asked for.
        let provider = self
            .provider()
            .filter(|_| fact >= CLEAR && fact > self.intent(Intent::Advise));
        provider
            .and_then(|provider| self.lexicon.flagship(provider))
            .map(|entry| self.id(entry))
            .into_iter()
            .collect()
    }

    /// Subjects of which nobody is only supposed to hold one: "for a newbie who already did it".
    pub(super) fn in_question(&self) -> Vec<EntryId> {
        let supposed =
            self.named(|_, stance| matches!(stance, Some(Stance::Supposes | Stance::Holds)));
        let mut subjects = self.subjects().to_vec();
        subjects.retain(|id| !supposed.contains(id));
        subjects
    }

    /// Whether the talk is likelier about something else than about what was spoken of.
    pub(super) fn is_elsewhere(&self) -> bool {
        let off = self.signals.elsewhere();
        let weighed = off * TALKING;
        weighed / (1.0 - off + weighed) >= 0.5
    }

    /// The only provider that is named and not turned down.
    pub(super) fn provider(&self) -> Option<&ProviderId> {
        let mut providers = self
            .reading
            .mentions
            .iter()
            .zip(&self.told.stances)
            .filter(|(_, stance)| !matches!(stance, Some(Stance::Refuses | Stance::Lacks)))
            .filter_map(|(mention, _)| match &mention.meant {
                Meant::Provider(provider) => Some(provider),
                _ => None,
            });
        let first = providers.next()?;
        providers.all(|other| other == first).then_some(first)
    }

    /// What the provider of somebody's daily tool offers, where it is no platform to build on:
    /// "we're a snowflake house".
    pub(super) fn of_their_tool(&self) -> Option<EntryId> {
        let provider = self.provider()?;
        match self.lexicon.family(provider) {
            [entry] if self.lexicon.entry(*entry).platform.is_none() => Some(self.id(*entry)),
            _ => None,
        }
    }

    fn named(&self, wanted: impl Fn(&Mention, Option<Stance>) -> bool) -> Vec<EntryId> {
        let mut named = Vec::new();
        for (mention, stance) in self.reading.mentions.iter().zip(&self.told.stances) {
            if let Some(entry) = mention.entry()
                && wanted(mention, *stance)
            {
                let id = self.id(entry);
                if !named.contains(&id) {
                    named.push(id);
                }
            }
        }
        named
    }

    /// Whether a tool's name is likely to mean its credential here: a short question about it.
    fn asks_for_credential(&self) -> bool {
        let about_one = FACTS
            .into_iter()
            .chain([Intent::Compare, Intent::University])
            .filter(|intent| !matches!(intent, Intent::Free | Intent::Plan))
            .any(|intent| self.clearly(Target::Intent(intent)));
        let items = &self.reading.items;
        self.says_any(&self.lexicon.kinds.nouns) || about_one || items.len() <= 2
    }

    /// Whether any of these words is said.
    pub(super) fn says_any(&self, words: &HashSet<u32>) -> bool {
        self.reading
            .items
            .iter()
            .any(|item| words.contains(&item.id))
    }

    /// Whether any of these words, as their stems, is said.
    pub(super) fn says(&self, words: &[&str]) -> bool {
        self.reading
            .items
            .iter()
            .any(|item| words.contains(&self.lexicon.vocabulary.name(item.id)))
    }

    pub(super) fn speaks_of_certificates(&self) -> bool {
        self.says(&["cert"])
    }

    /// Whether the turn points back.
    pub(super) fn refers(&self) -> bool {
        self.says_any(&self.lexicon.kinds.pronouns)
    }

    /// Whether something is said to come before "it".
    pub(super) fn says_before_it(&self) -> bool {
        self.reading.items.windows(2).any(|pair| {
            let name = |at: usize| self.lexicon.vocabulary.name(pair[at].id);
            name(0) == "befor" && matches!(name(1), "it" | "that" | "this")
        })
    }

    /// What something is said to come before: "do I need the practitioner before the engineer".
    fn after_before(&self) -> Option<EntryId> {
        let items = &self.reading.items;
        let at = items
            .iter()
            .position(|item| self.lexicon.vocabulary.name(item.id) == "befor")?;
        let mention = self
            .reading
            .mentions
            .iter()
            .find(|mention| mention.item > at)?;
        Some(self.id(mention.entry()?))
    }

    /// What is asked about when it is asked what is needed.
    pub(super) fn in_need(&self) -> Option<EntryId> {
        self.after_before()
            .or_else(|| self.subjects().first().cloned())
    }

    /// Whether something is named that the catalogue lacks, and nothing that it has.
    pub(super) fn names_only_what_is_missing(&self) -> bool {
        let is_outside = |mention: &Mention| matches!(mention.meant, Meant::Outside(_));
        let outside = self
            .reading
            .mentions
            .iter()
            .zip(&self.told.stances)
            .any(|(mention, stance)| is_outside(mention) && *stance != Some(Stance::Holds));
        outside && self.subjects().is_empty()
    }

    /// The likeliest intent that needs an entry.
    pub(super) fn strongest_fact(&self) -> Option<(Intent, f32)> {
        FACTS
            .into_iter()
            .map(|intent| (intent, self.intent(intent)))
            .filter(|(_, likely)| *likely > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Certifications that the text describes without a name, likeliest first: "something on AI law".
    pub(super) fn described(&self) -> Vec<EntryId> {
        self.signals
            .ranked()
            .into_iter()
            .filter(|(_, likely)| *likely >= DESCRIBED)
            .filter_map(|(target, _)| match target {
                Target::Entry(entry) if self.lexicon.entry(entry).certification => {
                    Some(self.id(entry))
                }
                _ => None,
            })
            .filter(|id| !self.profile.held.contains(id))
            .collect()
    }

    /// Topics of general advice with how likely each is meant, likeliest first.
    pub(super) fn topics(&self) -> Vec<(EntryId, f32)> {
        let mut topics: Vec<(EntryId, f32)> = self
            .signals
            .ranked()
            .into_iter()
            .filter_map(|(target, likely)| match target {
                Target::Entry(entry) if !self.lexicon.entry(entry).certification => {
                    Some((self.id(entry), likely))
                }
                _ => None,
            })
            .collect();
        for (intent, chosen) in [
            (Intent::Stack, self.likely_stack(&topics)),
            (Intent::CareerStage, self.likely_stage(&topics)),
        ] {
            let likely = self.intent(intent);
            let Some(chosen) = chosen.filter(|_| likely > 0.0) else {
                continue;
            };
            match topics.iter_mut().find(|(id, _)| *id == chosen) {
                Some((_, own)) => *own += likely,
                None => topics.push((chosen, likely)),
            }
        }
        topics.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        topics
    }

    fn likeliest_of(&self, kind: EntryKind, topics: &[(EntryId, f32)]) -> Option<EntryId> {
        topics
            .iter()
            .find(|(id, likely)| self.catalog.kind(id) == Some(kind) && *likely >= 0.1)
            .map(|(id, _)| id.clone())
    }

    fn likely_stack(&self, topics: &[(EntryId, f32)]) -> Option<EntryId> {
        let by_person = match (self.profile.background, self.profile.goal) {
            (_, Some(Goal::Product))
            | (Some(Background::NonTechnical | Background::Executive), _) => "stack-ai-product",
            (Some(Background::Data), _) | (_, Some(Goal::DataScience)) => "stack-data-to-ai",
            _ => "stack-ml-engineer",
        };
        self.likeliest_of(EntryKind::Stack, topics)
            .or_else(|| self.known(by_person))
    }

    fn likely_stage(&self, topics: &[(EntryId, f32)]) -> Option<EntryId> {
        let own = self.profile.years.and_then(|years| {
            self.catalog
                .stages()
                .find(|stage| {
                    years >= stage.years.0 && stage.years.1.is_none_or(|last| years <= last)
                })
                .map(|stage| stage.id.clone())
        });
        own.or_else(|| self.likeliest_of(EntryKind::Stage, topics))
    }

    /// How much the text tells about the asker.
    pub(super) fn facts_told(&self) -> usize {
        let told = &self.told.profile;
        [
            told.background.is_some(),
            told.goal.is_some(),
            told.platform.is_some(),
            told.budget.is_some(),
            told.years.is_some(),
            told.hours_per_week.is_some(),
            !told.held.is_empty(),
            !told.refused.is_empty(),
        ]
        .into_iter()
        .filter(|fact| *fact)
        .count()
    }
}
