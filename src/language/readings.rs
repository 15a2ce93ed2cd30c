//! What a text would ask if it were about this or that: each target as a question.

use crate::catalog::Catalog;
use crate::domain::{
    BrowseFilter, CredentialKind, DeclineKind, EntryId, EntryKind, Goal, Intent, Level, Platform,
    ProviderId, Question,
};

use super::entities::Meant;
use super::heard::{CLEAR, Heard};
use super::patterns::Item;
use super::refer::{in_mind, points_at_one};
use super::targets::{Act, Target};

/// From here on a topic is what a general comparison is about.
const HINTED: f32 = 0.02;

impl Heard<'_> {
    /// The question that the text is, if it is about `target`; `None` where that makes no sense
    /// here.
    pub(super) fn as_about(&self, target: Target) -> Option<Question> {
        match target {
            Target::Entry(entry) => self.about(&self.id(entry)),
            Target::Intent(intent) => self.as_asking(intent),
            Target::Decline(kind) => Some(self.declined(kind)),
            Target::Act(act) => match act {
                Act::OffTopic => Some(self.declined(DeclineKind::Unsure)),
                Act::Thanks => Some(Question::Greeting),
                Act::About => Some(Question::About),
                Act::Privacy => Some(Question::Privacy),
                Act::Shorter | Act::Cheaper | Act::Easier | Act::Else | Act::Next => {
                    Some(Question::Advise(self.profile.clone()))
                }
                Act::Why | Act::Exam => None,
            },
        }
    }

    fn declined(&self, kind: DeclineKind) -> Question {
        let near = match kind {
            DeclineKind::NotInCatalogue => self.near_what_is_missing(),
            DeclineKind::Booking => self.subjects().iter().take(1).cloned().collect(),
            DeclineKind::Pay => self.known("employers").into_iter().collect(),
            _ => Vec::new(),
        };
        Question::Decline { kind, near }
    }

    /// What the catalogue has near to something that it lacks.
    pub(super) fn near_what_is_missing(&self) -> Vec<EntryId> {
        let near = self
            .reading
            .mentions
            .iter()
            .find_map(|mention| match &mention.meant {
                Meant::Outside(near) => Some(near.as_slice()),
                _ => None,
            });
        near.unwrap_or_default()
            .iter()
            .map(|entry| self.id(*entry))
            .collect()
    }

    fn as_asking(&self, intent: Intent) -> Option<Question> {
        let subjects = self.subjects();
        match intent {
            Intent::Advise => Some(match self.in_question().first() {
                // "Is it right for me?" is about it, unless somebody tells who they are.
                Some(entry) if self.facts_told() < 2 => Question::Card(entry.clone()),
                _ => Question::Advise(self.profile.clone()),
            }),
            // "I've done this and that: which one fills the gap?" weighs neither of them.
            Intent::Compare if self.all_held(subjects) => {
                Some(Question::Advise(self.profile.clone()))
            }
            Intent::Compare => self
                .comparison(subjects)
                .or_else(|| match subjects.first() {
                    Some(entry) => self.fact(Intent::CertInfo, entry),
                    None => self.compared_in_general(),
                }),
            Intent::Browse => Some(self.browse()),
            Intent::Greeting => Some(Question::Greeting),
            Intent::Help => Some(Question::Help),
            Intent::Stack | Intent::CareerStage => {
                let kind = match intent {
                    Intent::Stack => EntryKind::Stack,
                    _ => EntryKind::Stage,
                };
                let topics = self.topics();
                let (id, _) = topics
                    .iter()
                    .find(|(id, _)| self.catalog.kind(id) == Some(kind))?;
                self.about(id)
            }
            Intent::University => self.about(&self.known("university-programs")?),
            Intent::Employers => self.about(&self.known("employers")?),
            Intent::Mistakes => self.about(&self.known("mistakes")?),
            Intent::ImpactTips => self.about(&self.known("impact-tips")?),
            Intent::Faq | Intent::Unknown => None,
            Intent::Prerequisites => match self.in_need().or_else(|| in_mind(self)) {
                Some(entry) => self.fact(intent, &entry),
                None => self.general(intent),
            },
            Intent::Cost
            | Intent::Duration
            | Intent::Plan
            | Intent::Renewal
            | Intent::Status
            | Intent::Free
            | Intent::CertInfo => {
                let one = intent != Intent::Free || points_at_one(self);
                let spoken_of = || in_mind(self).filter(|_| one);
                match subjects.first().cloned().or_else(spoken_of) {
                    Some(entry) => self.fact(intent, &entry),
                    None => self.general(intent),
                }
            }
        }
    }

    /// A question about one entry.
    pub(super) fn fact(&self, intent: Intent, entry: &EntryId) -> Option<Question> {
        let entry = entry.clone();
        let profile = self.profile.clone();
        Some(match intent {
            Intent::Cost => Question::Costs { entry, profile },
            Intent::Duration | Intent::CertInfo if self.asks_about_the_exam() => {
                Question::Exam(entry)
            }
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

    /// Whether the sitting itself is asked about: its length, its questions, the pass mark, the
    /// languages, a second try.
    fn asks_about_the_exam(&self) -> bool {
        self.signals.cue(Target::Act(Act::Exam)) >= 0.7
    }

    /// "A course or an exam?", "a nice github or a cert?": the topic that the text is about, else how
    /// to choose.
    fn compared_in_general(&self) -> Option<Question> {
        let topic = self
            .topics()
            .into_iter()
            .find(|(_, likely)| *likely >= HINTED)
            .map(|(id, _)| id);
        self.about(&topic.or_else(|| self.known("decision-guide"))?)
    }

    /// Two or three entries side by side.
    pub(super) fn comparison(&self, subjects: &[EntryId]) -> Option<Question> {
        let mut entries: Vec<EntryId> = subjects
            .iter()
            .filter(|id| self.catalog.certification(id).is_some())
            .take(3)
            .cloned()
            .collect();
        if entries.len() < 2 {
            for mention in &self.reading.mentions {
                if let Meant::Provider(provider) = &mention.meant
                    && let Some(entry) = self.flagship(provider)
                    && !entries.contains(&entry)
                {
                    entries.push(entry);
                }
            }
            entries.truncate(3);
        }
        (entries.len() >= 2).then(|| Question::Compare {
            entries,
            profile: self.profile.clone(),
        })
    }

    fn all_held(&self, entries: &[EntryId]) -> bool {
        let held = &self.told.profile.held;
        !held.is_empty() && entries.iter().all(|id| held.contains(id))
    }

    /// The credential that a provider stands for when nothing more is said, as the catalogue's
    /// names have it.
    fn flagship(&self, provider: &ProviderId) -> Option<EntryId> {
        let entry = self.lexicon.flagship(provider)?;
        Some(self.id(entry))
    }

    /// A fact asked for without naming an entry.
    pub(super) fn general(&self, intent: Intent) -> Option<Question> {
        Some(match intent {
            Intent::Cost => self.costs_in_general(),
            Intent::Plan => Question::Guide(Some(self.known("building-skills")?)),
            Intent::Duration => Question::Faq(Some(self.known("faq-how-long")?)),
            Intent::Free => Question::Faq(Some(self.known("faq-best-free")?)),
            Intent::Renewal => Question::Guide(Some(self.known("impact-tips")?)),
            Intent::Status if self.speaks_of_certificates() => self.what_is_over()?,
            _ => return None,
        })
    }

    fn what_is_over(&self) -> Option<Question> {
        let over: Vec<Question> = over(self.catalog, self.today)
            .map(Question::Status)
            .take(4)
            .collect();
        match over.len() {
            0 => None,
            1 => over.into_iter().next(),
            _ => Some(Question::Clarify(over)),
        }
    }

    /// What a budget buys; without one, what the best-known exams cost side by side.
    fn costs_in_general(&self) -> Question {
        let budget = self
            .told
            .amounts
            .budget
            .filter(|budget| !budget.is_nothing());
        let by_price = self.says(&["cheap", "cheaper", "cheapest", "afford"]);
        if budget.is_some() || by_price || self.kind_asked_for().is_some() {
            return Question::CostList {
                budget,
                kind: self.kind_asked_for(),
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
            return Question::CostList {
                budget: None,
                kind: None,
            };
        }
        Question::Compare {
            entries,
            profile: self.profile.clone(),
        }
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
        // One filter is enough to find something by; two easily leave nothing.
        let topic = self
            .told
            .profile
            .goal
            .filter(|goal| provider.is_none() && !matches!(goal, Goal::Start | Goal::Free));
        let kind = self.kind_asked_for().filter(|_| provider.is_none());
        Question::Browse(BrowseFilter {
            tier,
            provider,
            level,
            topic: topic.filter(|_| kind.is_none()),
            kind,
        })
    }

    /// "Proctored ones", "from a university": only of that kind.
    fn kind_asked_for(&self) -> Option<CredentialKind> {
        if self.says(&["proctor"]) {
            return Some(CredentialKind::Exam);
        }
        self.says(&["univers", "uni"])
            .then_some(CredentialKind::University)
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
                Question::Career {
                    years: self.profile.years.or(Some(stage.years.0)),
                }
            }
            EntryKind::Situation => return None,
        })
    }

    /// Whether a comparison is what is asked where two or three are named, rather than the same
    /// fact of each.
    pub(super) fn is_side_by_side(&self) -> bool {
        let fact = self
            .strongest_fact()
            .filter(|(intent, _)| *intent != Intent::CertInfo)
            .map_or(0.0, |(_, likely)| likely);
        let compare = self.intent(Intent::Compare);
        compare >= CLEAR || compare >= fact || (fact < CLEAR && self.facts_told() < 2)
    }
}

fn over(catalog: &Catalog, today: crate::domain::Date) -> impl Iterator<Item = EntryId> + use<'_> {
    catalog
        .certifications()
        .filter(move |held| held.status_on(today).is_over())
        .map(|held| held.id.clone())
}
