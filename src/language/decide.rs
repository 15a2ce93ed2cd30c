//! From what a text says to the question that it asks.

use std::collections::HashSet;

use crate::catalog::Catalog;
use crate::domain::{
    Background, BrowseFilter, Date, DeclineKind, EntryId, EntryKind, Goal, Intent, Level, Platform,
    Profile, ProviderId, Question,
};

use super::conversation::Conversation;
use super::entities::{self, Meant, Mention, Reading};
use super::follow;
use super::lexicon::{Act, Lexicon, Stance, Target};
use super::limits::{self, Limit};
use super::patterns::Item;
use super::profile::{self, Told};
use super::related;
use super::signals::{self, Signals};
use super::tokens;

/// What was understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Understanding {
    /// What is asked.
    pub question: Question,
    /// What else is asked in the same text.
    pub others: Vec<Question>,
    /// Entries that the text is also about: offered beside the answer, best first.
    pub related: Vec<EntryId>,
    /// How sure, from 0 to 1.
    pub confidence: f32,
    /// How it was understood, in words for people.
    pub explanation: Vec<String>,
    /// The conversation after this turn.
    pub conversation: Conversation,
}

/// Everything that was read from a text, for deciding what it asks.
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
}

/// A question with how sure it is and what else the text asks.
#[derive(Debug)]
pub(super) struct Decision {
    pub(super) question: Question,
    pub(super) others: Vec<Question>,
    pub(super) sure: f32,
}

impl Decision {
    pub(super) fn new(question: Question, sure: f32) -> Self {
        Self {
            question,
            others: Vec::new(),
            sure,
        }
    }
}

/// A cue alone is enough from here on.
pub(super) const CLEAR: f32 = 0.6;

/// A guess is made only about texts that sound like questions of ours …
const NEAREST_LEAN: f32 = 0.0;
/// Somebody who describes themselves is given advice unless the text sounds like other talk.
const SOUGHT_LEAN: f32 = -1.0;
/// … and share rare words with an entry.
const NEAREST_SCORE: f32 = 3.0;

/// Reads a text in its conversation.
pub fn understand(
    lexicon: &Lexicon,
    catalog: &Catalog,
    text: &str,
    conversation: &Conversation,
    today: Date,
) -> Understanding {
    let words = tokens::split(text);
    let reading = entities::read(lexicon, &words);
    let mut told = profile::read(lexicon, &reading, today);
    let signals = signals::read(lexicon, &reading);
    follow::refine(lexicon, &reading, &signals, conversation, &mut told);
    let profile = conversation.profile.updated_by(&told.profile);
    let heard = Heard {
        lexicon,
        catalog,
        reading: &reading,
        told: &told,
        signals: &signals,
        before: conversation,
        profile: &profile,
        today,
    };
    let decision = limits::unreadable(lexicon, text, &words, &reading)
        .map_or_else(|| heard.decide(), |limit| heard.decline(&limit));
    let related = match decision.question {
        Question::Decline { .. } | Question::Greeting | Question::Help => Vec::new(),
        _ => related::beside(&heard, &decision),
    };
    let mut next = conversation.clone();
    if !matches!(decision.question, Question::Decline { .. }) {
        next.profile = profile.clone();
        if !matches!(decision.question, Question::Greeting | Question::Help) {
            next.intent = Some(decision.question.intent());
            next.question = Some(decision.question.clone());
        }
    }
    next.bound();
    Understanding {
        explanation: explain(&heard, &decision),
        related,
        confidence: decision.sure.clamp(0.0, 1.0),
        question: decision.question,
        others: decision.others,
        conversation: next,
    }
}

fn explain(heard: &Heard<'_>, decision: &Decision) -> Vec<String> {
    let mut lines = Vec::new();
    for (mention, stance) in heard.reading.mentions.iter().zip(&heard.told.stances) {
        if let (Some(entry), None) = (mention.entry(), stance) {
            let id = &heard.lexicon.entry(entry).id;
            let line = format!("“{}” → {}", mention.typed, heard.catalog.short(id));
            if !lines.contains(&line) && lines.len() < 4 {
                lines.push(line);
            }
        }
    }
    lines.extend(heard.told.explanation.iter().take(8).cloned());
    lines.push(format!("asks for: {}", decision.question.intent().label()));
    lines
}

impl Understanding {
    /// What a reply names: the entries that its answer rests on and what stands beside them, and
    /// what it recommends; together at most [`Conversation::ENTRIES`].
    pub fn named(
        &self,
        entries: &[EntryId],
        recommended: &[EntryId],
    ) -> (Vec<EntryId>, Vec<EntryId>) {
        let beside = self.related.iter().filter(|id| !entries.contains(id));
        // Where nothing is known about the asker, how to choose says more than any pick.
        let most = match &self.question {
            Question::Advise(profile) if profile.is_empty() => 2,
            _ => 1,
        };
        let room = beside.clone().count().min(most);
        let mut named: Vec<EntryId> = entries
            .iter()
            .take(Conversation::ENTRIES - room)
            .cloned()
            .collect();
        let recommended: Vec<EntryId> = recommended
            .iter()
            .filter(|id| named.contains(id))
            .cloned()
            .collect();
        for id in beside {
            if named.len() < Conversation::ENTRIES {
                named.push(id.clone());
            }
        }
        (named, recommended)
    }
}

impl Heard<'_> {
    pub(super) fn intent(&self, intent: Intent) -> f32 {
        self.signals.of(Target::Intent(intent))
    }

    pub(super) fn id(&self, entry: u32) -> EntryId {
        self.lexicon.entry(entry).id.clone()
    }

    fn decline(&self, limit: &Limit) -> Decision {
        let near = limit.near.iter().map(|entry| self.id(*entry)).collect();
        Decision::new(
            Question::Decline {
                kind: limit.kind,
                near,
            },
            limit.sure,
        )
    }

    /// Entries that the text asks about: named and not refused; what the asker holds only where
    /// nothing else is named and a fact is asked for.
    pub(super) fn subjects(&self) -> Vec<EntryId> {
        let named = |wanted: &dyn Fn(&Mention, Option<Stance>) -> bool| {
            let mut subjects = Vec::new();
            for (mention, stance) in self.reading.mentions.iter().zip(&self.told.stances) {
                if let Some(entry) = mention.entry()
                    && wanted(mention, *stance)
                {
                    let id = self.id(entry);
                    if !subjects.contains(&id) {
                        subjects.push(id);
                    }
                }
            }
            subjects
        };
        let open = |stance: Option<Stance>| {
            !matches!(
                stance,
                Some(Stance::Holds | Stance::Refuses | Stance::Lacks)
            )
        };
        // "Which Google cert is for beginners?" asks among them, not about the likeliest one.
        let among = self.intent(Intent::Advise) >= CLEAR
            && self
                .strongest_fact()
                .is_none_or(|(_, strength)| strength < 0.9);
        let clear = named(&|mention, stance| {
            !mention.tool && open(stance) && !(among && mention.is_ambiguous())
        });
        if !clear.is_empty() {
            return clear;
        }
        if self
            .strongest_fact()
            .is_some_and(|(_, strength)| strength >= 0.9)
            && self.intent(Intent::Advise) < 1.2
        {
            let held = named(&|mention, stance| !mention.tool && stance == Some(Stance::Holds));
            if !held.is_empty() {
                return held;
            }
        }
        if self.asks_for_credential() {
            return named(&|mention, stance| mention.tool && open(stance));
        }
        Vec::new()
    }

    /// Whether a tool's name is likely to mean its credential here: a short question about it.
    fn asks_for_credential(&self) -> bool {
        let items = &self.reading.items;
        let noun = items
            .iter()
            .any(|item| self.lexicon.kinds.nouns.contains(&item.id));
        let fact = [
            Intent::Cost,
            Intent::Duration,
            Intent::Renewal,
            Intent::Prerequisites,
            Intent::Compare,
            Intent::CertInfo,
            Intent::Status,
            Intent::University,
        ]
        .into_iter()
        .any(|intent| self.intent(intent) >= CLEAR);
        noun || fact || items.len() <= 2
    }

    pub(super) fn decide(&self) -> Decision {
        if let Some((entry, like)) = self.signals.phrasing
            && let Some(question) = self.about(&self.id(entry))
            && (like >= 0.999 || self.subjects().is_empty())
        {
            return self.with_others(question, 0.6 + 0.4 * like);
        }
        if let Some(limit) = limits::refused(self.lexicon, self.reading, self.told, self.signals) {
            return self.decline(&limit);
        }
        if let Some(decision) = self.small_talk() {
            return decision;
        }
        if let Some(decision) = follow::up(self) {
            return decision;
        }
        if let Some(limit) = limits::off_topic(
            self.lexicon,
            self.reading,
            self.signals,
            self.before.question.is_some() || self.facts_told() >= 2,
        ) {
            return self.decline(&limit);
        }
        self.asked()
            .or_else(|| follow::leftover(self))
            .or_else(|| self.sought())
            .or_else(|| self.nearest())
            .unwrap_or_else(|| {
                self.decline(&Limit {
                    kind: DeclineKind::Unsure,
                    sure: 0.4,
                    near: Vec::new(),
                })
            })
    }

    /// Advice for somebody who describes themselves, where no other question is heard.
    fn sought(&self) -> Option<Decision> {
        let facts = self.facts_told();
        let kinds = &self.lexicon.kinds;
        let learning = self
            .reading
            .items
            .iter()
            .any(|item| kinds.learning.contains(&item.id));
        let seeking = self.signals.act(Act::Seeking) >= 0.3
            || self.intent(Intent::Advise) >= 0.25
            || self.told.wants;
        let off = self.signals.act(Act::OffTopic) >= 0.5 || self.signals.lean < SOUGHT_LEAN;
        let enough = match (learning, seeking) {
            (true, true) => facts >= 1,
            (false, true) | (true, false) => facts >= 2,
            (false, false) => facts >= 3,
        };
        (enough && !off).then(|| self.with_others(Question::Advise(self.profile.clone()), 0.5))
    }

    /// What comes nearest where nothing points anywhere clearly, but the talk is of our field.
    fn nearest(&self) -> Option<Decision> {
        let kinds = &self.lexicon.kinds;
        let items = &self.reading.items;
        let count =
            |words: &HashSet<u32>| items.iter().filter(|item| words.contains(&item.id)).count();
        let ours = count(&kinds.learning) * 2 + count(&kinds.field);
        if ours < 2 || self.signals.lean < NEAREST_LEAN {
            return None;
        }
        if let Some((id, strength)) = self.strongest_topic()
            && strength >= 0.25
        {
            return Some(Decision::new(self.about(&id)?, 0.45));
        }
        let words: Vec<u32> = items.iter().map(|item| item.id).collect();
        let (entry, score) = self
            .lexicon
            .fields
            .scores(&words)
            .into_iter()
            .filter(|(entry, _)| !self.lexicon.entry(*entry).takeable)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        if score < NEAREST_SCORE {
            return None;
        }
        Some(Decision::new(self.about(&self.id(entry))?, 0.42))
    }

    fn small_talk(&self) -> Option<Decision> {
        let short = self.reading.items.len() <= 9;
        let strongest = self
            .signals
            .ranked()
            .into_iter()
            .find(|(target, _)| limits::is_ours(*target))
            .map_or(0.0, |(_, strength)| strength);
        let empty = self.signals.of(Target::Decline(DeclineKind::Empty));
        let talk = [
            (self.intent(Intent::Greeting), Some(Question::Greeting)),
            (self.intent(Intent::Help), Some(Question::Help)),
            (self.signals.act(Act::About), Some(Question::About)),
            (self.signals.act(Act::Privacy), Some(Question::Privacy)),
            (self.signals.act(Act::Thanks), Some(Question::Greeting)),
            (empty, None),
        ];
        let (strength, question) = talk.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))?;
        if !short || strength < CLEAR || strength < strongest || !self.subjects().is_empty() {
            return None;
        }
        Some(match question {
            Some(question) => Decision::new(question, strength.min(0.98)),
            None => Decision::new(
                Question::Decline {
                    kind: DeclineKind::Empty,
                    near: Vec::new(),
                },
                0.8,
            ),
        })
    }

    /// What a text asks by itself.
    fn asked(&self) -> Option<Decision> {
        let subjects = self.subjects();
        if let Some(question) = self.comparison(&subjects) {
            return Some(self.with_others(question, 0.9));
        }
        let fact = self.strongest_fact();
        if let (Some((intent, strength)), Some(entry)) = (fact, subjects.first())
            && strength >= 0.45
        {
            let topic = self.strongest_topic();
            let outweighed = topic
                .as_ref()
                .is_some_and(|(_, topic)| *topic > strength + 0.5)
                && intent == Intent::CertInfo;
            if !outweighed && let Some(question) = self.fact(intent, entry) {
                return Some(self.with_others(question, strength.min(0.97)));
            }
        }
        self.topic_or_advice(&subjects, fact)
    }

    /// The strongest intent that needs an entry.
    pub(super) fn strongest_fact(&self) -> Option<(Intent, f32)> {
        [
            Intent::Cost,
            Intent::Duration,
            Intent::Plan,
            Intent::Prerequisites,
            Intent::Renewal,
            Intent::Status,
            Intent::Free,
            Intent::CertInfo,
        ]
        .into_iter()
        .map(|intent| (intent, self.intent(intent)))
        .filter(|(_, strength)| *strength > 0.0)
        .max_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// The strongest topic of general advice.
    pub(super) fn strongest_topic(&self) -> Option<(EntryId, f32)> {
        self.topics().into_iter().next()
    }

    /// Topics of general advice with their strength, strongest first.
    pub(super) fn topics(&self) -> Vec<(EntryId, f32)> {
        let mut topics: Vec<(EntryId, f32)> = self
            .signals
            .ranked()
            .into_iter()
            .filter_map(|(target, strength)| match target {
                Target::Entry(entry) if !self.lexicon.entry(entry).certification => {
                    Some((self.id(entry), strength))
                }
                _ => None,
            })
            .collect();
        self.support(
            Intent::Stack,
            EntryKind::Stack,
            self.likely_stack(),
            &mut topics,
        );
        self.support(
            Intent::CareerStage,
            EntryKind::Stage,
            self.own_stage(),
            &mut topics,
        );
        topics.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        topics
    }

    /// Lets an intent that several entries answer speak for the likeliest of them.
    fn support(
        &self,
        intent: Intent,
        kind: EntryKind,
        likely: Option<EntryId>,
        topics: &mut Vec<(EntryId, f32)>,
    ) {
        let strength = self.intent(intent);
        if strength <= 0.0 {
            return;
        }
        let best = topics
            .iter()
            .find(|(id, strength)| self.catalog.kind(id) == Some(kind) && *strength >= 0.4)
            .map(|(id, _)| id.clone());
        let chosen = if kind == EntryKind::Stage {
            likely.or(best)
        } else {
            best.or(likely)
        };
        let Some(chosen) = chosen else {
            return;
        };
        match topics.iter_mut().find(|(id, _)| *id == chosen) {
            Some((_, own)) => *own += strength,
            None => topics.push((chosen, strength)),
        }
    }

    fn likely_stack(&self) -> Option<EntryId> {
        let id = match (self.profile.background, self.profile.goal) {
            (_, Some(Goal::Product))
            | (Some(Background::NonTechnical | Background::Executive), _) => "stack-ai-product",
            (Some(Background::Data), _) | (_, Some(Goal::DataScience)) => "stack-data-to-ai",
            _ => "stack-ml-engineer",
        };
        self.known(id)
    }

    fn own_stage(&self) -> Option<EntryId> {
        let years = self.profile.years?;
        self.catalog
            .stages()
            .find(|stage| years >= stage.years.0 && stage.years.1.is_none_or(|last| years <= last))
            .map(|stage| stage.id.clone())
    }

    /// A question about one entry.
    pub(super) fn fact(&self, intent: Intent, entry: &EntryId) -> Option<Question> {
        let entry = entry.clone();
        let profile = self.profile.clone();
        Some(match intent {
            Intent::Cost => Question::Costs { entry, profile },
            Intent::Duration => Question::Duration { entry, profile },
            Intent::Plan => Question::Plan {
                entry,
                hours_per_week: profile.hours_per_week,
                start: self.told.amounts.start,
                deadline: profile.deadline,
            },
            Intent::Prerequisites => Question::Prerequisites { entry, profile },
            Intent::Renewal => Question::Renewal(entry),
            Intent::Status => Question::Status(entry),
            Intent::CertInfo => Question::Card(entry),
            Intent::Free => match self.catalog.kind(&entry) {
                Some(EntryKind::Resource) => Question::Card(entry),
                _ => Question::Free {
                    entry: Some(entry),
                    topic: None,
                },
            },
            _ => return None,
        })
    }

    /// Two or three entries side by side.
    fn comparison(&self, subjects: &[EntryId]) -> Option<Question> {
        let strength = self.intent(Intent::Compare);
        let fact = self
            .strongest_fact()
            .filter(|(intent, _)| *intent != Intent::CertInfo)
            .map_or(0.0, |(_, strength)| strength);
        let mut entries: Vec<EntryId> = subjects
            .iter()
            .filter(|id| self.catalog.certification(id).is_some())
            .take(3)
            .cloned()
            .collect();
        if entries.len() < 2 && strength >= CLEAR {
            for mention in &self.reading.mentions {
                if let Meant::Provider(provider) = &mention.meant
                    && let Some(entry) = self.flagship(provider)
                    && !entries.contains(&entry)
                {
                    entries.push(entry);
                }
            }
            entries.truncate(3);
            if entries.len() >= 2 && self.intent(Intent::Advise) > strength {
                return None;
            }
        }
        let side_by_side = strength >= 0.5 || (fact < CLEAR && self.intent(Intent::Advise) < 1.0);
        (entries.len() >= 2 && side_by_side && strength + 0.2 >= fact.min(0.6)).then(|| {
            Question::Compare {
                entries,
                profile: self.profile.clone(),
            }
        })
    }

    /// The credential that a provider stands for when nothing more is said, as the catalogue's
    /// names have it.
    fn flagship(&self, provider: &ProviderId) -> Option<EntryId> {
        let entry = self.lexicon.flagship(provider)?;
        Some(self.id(entry))
    }

    fn topic_or_advice(
        &self,
        subjects: &[EntryId],
        fact: Option<(Intent, f32)>,
    ) -> Option<Decision> {
        let advise = self.advice_strength();
        let browse = self.intent(Intent::Browse);
        let topic = self.strongest_topic();
        let topic_strength = topic.as_ref().map_or(0.0, |(_, strength)| *strength);
        if browse >= CLEAR && browse > advise && browse > topic_strength {
            return Some(Decision::new(self.browse(), browse.min(0.95)));
        }
        // A job and a wish are as telling as two facts.
        let personal = self.facts_told() >= 2
            || (self.told.profile.background.is_some() && self.intent(Intent::Advise) >= CLEAR);
        if let Some((intent, strength)) = fact
            && subjects.is_empty()
            && strength >= CLEAR
            && strength >= topic_strength - 0.2
            && strength >= if personal { advise + 0.2 } else { advise - 0.2 }
            && !(personal && matches!(intent, Intent::Duration | Intent::Plan))
            && let Some(question) = self.general(intent)
        {
            return Some(self.with_others(question, strength.min(0.9)));
        }
        let advice = || self.with_others(Question::Advise(self.profile.clone()), advise.min(0.95));
        let Some((id, strength)) = topic.filter(|(_, strength)| *strength >= 0.5) else {
            return match subjects.first() {
                Some(entry) if advise < 1.2 => {
                    Some(Decision::new(Question::Card(entry.clone()), 0.6))
                }
                _ => (advise >= 0.5).then(advice),
            };
        };
        // Where somebody tells about themselves, general advice stands beside a recommendation;
        // where a topic is asked for outright, it is the answer.
        let beside_advice = is_first_step(&id);
        let lead = match (beside_advice, personal) {
            (true, true) => 0.6,
            (true, false) => 0.2,
            (false, true) => 0.0,
            (false, false) => -0.6,
        };
        if advise >= 0.5 && advise + lead >= strength && (subjects.is_empty() || personal) {
            return Some(advice());
        }
        if let Some(entry) = subjects.first().filter(|_| strength < 0.9) {
            return Some(Decision::new(Question::Card(entry.clone()), 0.6));
        }
        let question = self.about(&id)?;
        Some(self.with_others(question, strength.min(0.95)))
    }

    /// How strongly the text asks for advice: by its words, and by telling about the asker.
    fn advice_strength(&self) -> f32 {
        let facts = self.facts_told();
        let telling = 0.25 * (facts.min(4) as f32);
        let asking = self.intent(Intent::Advise);
        let seeking = if self.told.wants && self.told.profile.goal.is_some() {
            0.3
        } else {
            0.0
        };
        let refusing = if self.told.profile.refused.is_empty() {
            0.0
        } else {
            0.3
        };
        let told = &self.told.profile;
        let kinds = &self.lexicon.kinds;
        let learning = self
            .reading
            .items
            .iter()
            .any(|item| kinds.learning.contains(&item.id));
        let in_conversation = self.before.question.is_some()
            && self.reading.items.len() <= 20
            && self.signals.act(Act::OffTopic) < CLEAR;
        let about_career = learning || self.told.wants || told.goal.is_some() || in_conversation;
        // A platform or a job alone is talk about work; a credential must be in question, or a
        // person must have been described.
        let stated = !told.held.is_empty() || (self.told.wants && told.platform.is_some());
        let brief = self.reading.items.len() <= 3 && self.speaks_of_certificates();
        let opening = if stated || brief { 0.35 } else { 0.0 };
        let asks_plainly = asking >= 1.0 && self.signals.act(Act::OffTopic) < 0.1;
        if !about_career
            && opening == 0.0
            && (told.background.is_none() || (facts < 2 && !asks_plainly))
            && refusing == 0.0
        {
            return asking.min(0.45);
        }
        asking + telling.min(if asking > 0.3 { 1.0 } else { 0.75 }) + seeking + refusing + opening
    }

    /// How much the text tells about the asker.
    fn facts_told(&self) -> usize {
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

    /// A fact asked for without naming an entry.
    fn general(&self, intent: Intent) -> Option<Question> {
        Some(match intent {
            Intent::Cost => self.costs_in_general(),
            Intent::Duration | Intent::Plan => Question::Faq(Some(self.known("faq-how-long")?)),
            Intent::Free => Question::Faq(Some(self.known("faq-best-free")?)),
            Intent::Renewal => Question::Guide(Some(self.known("impact-tips")?)),
            Intent::Status if self.speaks_of_certificates() => {
                let over: Vec<Question> = self
                    .catalog
                    .certifications()
                    .filter(|held| held.status_on(self.today).is_over())
                    .map(|held| Question::Status(held.id.clone()))
                    .take(4)
                    .collect();
                match over.len() {
                    0 => return None,
                    1 => over.into_iter().next()?,
                    _ => Question::Clarify(over),
                }
            }
            _ => return None,
        })
    }

    /// What a budget buys; without one, what the best-known exams cost side by side.
    fn costs_in_general(&self) -> Question {
        if let Some(budget) = self
            .told
            .amounts
            .budget
            .filter(|budget| !budget.is_nothing())
        {
            return Question::CostList {
                budget: Some(budget),
            };
        }
        let mut entries: Vec<EntryId> = Vec::new();
        for provider in self.catalog.providers() {
            if let Some(entry) = self.flagship(&provider.id)
                && !entries.contains(&entry)
                && self.catalog.certification(&entry).is_some_and(|held| {
                    matches!(
                        held.platform,
                        Some(Platform::Aws | Platform::Azure | Platform::GoogleCloud)
                    )
                })
            {
                entries.push(entry);
            }
        }
        entries.truncate(3);
        if entries.len() < 2 {
            return Question::CostList { budget: None };
        }
        Question::Compare {
            entries,
            profile: self.profile.clone(),
        }
    }

    pub(super) fn known(&self, id: &str) -> Option<EntryId> {
        let index = self.lexicon.by_id.get(id)?;
        Some(self.id(*index))
    }

    pub(super) fn browse(&self) -> Question {
        let provider = self
            .reading
            .mentions
            .iter()
            .find_map(|mention| match &mention.meant {
                Meant::Provider(provider) => Some(provider.clone()),
                Meant::Entries(entries) => entries
                    .first()
                    .and_then(|entry| self.lexicon.entry(*entry).provider.clone()),
                Meant::Outside(_) => None,
            });
        let items = &self.reading.items;
        let name = |item: &Item| self.lexicon.vocabulary.name(item.id);
        let tier = items.windows(2).find_map(|pair| {
            let number = pair[1]
                .number
                .filter(|number| (1.0..=4.0).contains(number))?;
            (name(&pair[0]) == "tier").then_some(number as u8)
        });
        let level = items.iter().find_map(|item| Level::from_slug(name(item)));
        Question::Browse(BrowseFilter {
            tier,
            provider,
            level,
        })
    }

    /// The question that an entry answers by itself.
    pub(super) fn about(&self, id: &EntryId) -> Option<Question> {
        let id = id.clone();
        Some(match self.catalog.kind(&id)? {
            EntryKind::Certification | EntryKind::Resource => Question::Card(id),
            EntryKind::Faq => Question::Faq(Some(id)),
            EntryKind::Guide => Question::Guide(Some(id)),
            EntryKind::Stack => Question::Stack(Some(id)),
            EntryKind::Stage => {
                let stage = self.catalog.stage(&id)?;
                let own = self.profile.years.filter(|years| {
                    *years >= stage.years.0 && stage.years.1.is_none_or(|last| *years <= last)
                });
                Question::Career {
                    years: own.or(Some(stage.years.0)),
                }
            }
            EntryKind::Situation => return None,
        })
    }

    /// Adds what else is asked: other facts about the same entry, or the same of other entries.
    pub(super) fn with_others(&self, question: Question, sure: f32) -> Decision {
        let mut others = Vec::new();
        let subjects = self.subjects();
        if let Some(entry) = subjects.first() {
            for intent in [
                Intent::Cost,
                Intent::Duration,
                Intent::Renewal,
                Intent::Prerequisites,
            ] {
                if self.intent(intent) >= 0.9
                    && question.intent() != intent
                    && question.intent() != Intent::Plan
                    && let Some(other) = self.fact(intent, entry)
                {
                    others.push(other);
                }
            }
            if let Question::Costs { .. } | Question::Duration { .. } | Question::Renewal(_) =
                &question
            {
                for other in subjects.iter().skip(1).take(2) {
                    others.extend(self.fact(question.intent(), other));
                }
            }
        }
        others.truncate(3);
        Decision {
            question,
            others,
            sure,
        }
    }

    fn speaks_of_certificates(&self) -> bool {
        let cert = self.lexicon.vocabulary.id("cert");
        self.reading.items.iter().any(|item| item.id == cert)
    }

    pub(super) fn platform(&self) -> Option<Platform> {
        self.profile.platform
    }
}

/// Topics that stand well beside a recommendation: where to start, in which order.
fn is_first_step(id: &EntryId) -> bool {
    let id = id.as_str();
    id == "faq-which-first"
        || id == "decision-guide"
        || id.starts_with("stack-")
        || id.starts_with("career-")
}
