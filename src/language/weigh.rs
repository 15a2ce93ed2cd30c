//! Which of the questions that a text may be it is, and whether to answer at all.
//!
//! The classifier says how likely each target is for such words; here the situation weighs in: what is
//! named, what is told, what was said before. Then the likeliest question is answered, the likeliest
//! few are offered, or none is.

use crate::domain::{DeclineKind, Intent, Question};

use super::decide::Decision;
use super::heard::{CLEAR, Heard};
use super::targets::{Act, Target};

/// A text is declined where everything that is not answered is together likelier than this.
const DECLINING: f32 = 0.5;
/// A vague text is answered only where one question is at least so likely …
const LIKELY_ENOUGH: f32 = 0.2;
/// … or where hardly anything speaks for declining.
const HARDLY: f32 = 0.25;
/// Below this, a vague text is asked back about …
const UNCLEAR: f32 = 0.3;
/// … where other questions come as near as this to the likeliest.
const CLOSE: f32 = 0.6;
/// Somebody who tells who they are is advised rather than sent to general advice, where that is at
/// least so likely beside it; the general advice is offered below.
const SERVES_AS_WELL: f32 = 0.15;
/// A text of so few words only begins a conversation …
const BEGINNING: usize = 2;
/// … unless it sounds too much like other talk.
const MOST_DOUBT: f32 = 0.8;
/// More choices than a person takes in at a glance help nobody.
const CHOICES: usize = 3;

/// The questions that a text may be, likeliest first, and the reasons to decline.
#[derive(Default)]
struct Candidates {
    answers: Vec<(Question, f32)>,
    declines: Vec<(Question, f32)>,
}

impl Candidates {
    fn add(&mut self, question: Question, likely: f32) {
        let list = if matches!(question, Question::Decline { .. }) {
            &mut self.declines
        } else {
            &mut self.answers
        };
        match list.iter_mut().find(|(known, _)| *known == question) {
            Some((_, sum)) => *sum += likely,
            None => list.push((question, likely)),
        }
    }

    /// Sorted, and all of them together 1.
    fn finish(mut self) -> Self {
        let all: f32 = self
            .answers
            .iter()
            .chain(&self.declines)
            .map(|(_, likely)| likely)
            .sum();
        for list in [&mut self.answers, &mut self.declines] {
            for (_, likely) in list.iter_mut() {
                *likely /= all.max(f32::EPSILON);
            }
            list.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
        self
    }

    fn declining(&self) -> f32 {
        self.declines.iter().map(|(_, likely)| likely).sum()
    }

    /// The likeliest reason not to answer.
    fn decline(self) -> Decision {
        let sure = self.declining();
        let unsure = Question::Decline {
            kind: DeclineKind::Unsure,
            near: Vec::new(),
        };
        let likeliest = self.declines.into_iter().next();
        Decision::new(likeliest.map_or(unsure, |(question, _)| question), sure)
    }

    /// Questions that are about as likely as this.
    fn close_to(&self, likely: f32) -> Vec<Question> {
        self.answers
            .iter()
            .filter(|(question, other)| *other >= CLOSE * likely && is_choice(question))
            .take(CHOICES)
            .map(|(question, _)| question.clone())
            .collect()
    }
}

impl Heard<'_> {
    /// The question that everything together speaks for.
    pub(super) fn weighed(&self) -> Decision {
        let mut candidates = Candidates::default();
        for (target, likely) in self.signals.ranked() {
            if let Some(question) = self.as_about(target) {
                candidates.add(question, likely * self.odds(target));
            }
        }
        let candidates = candidates.finish();
        let Some((best, likely)) = self.best(&candidates) else {
            if self.is_a_beginning() {
                return Decision::new(Question::Advise(self.profile.clone()), LIKELY_ENOUGH);
            }
            return candidates.decline();
        };
        if self.is_vague() && likely < UNCLEAR {
            let close = candidates.close_to(likely);
            if close.len() >= 2 {
                return Decision::new(Question::Clarify(close), likely);
            }
        }
        let question = self.side_by_side(best).unwrap_or_else(|| best.clone());
        self.with_others(question, likely)
    }

    /// The question to answer and how likely it is; `None` where none is to be.
    fn best<'a>(&self, candidates: &'a Candidates) -> Option<(&'a Question, f32)> {
        let declining = candidates.declining();
        let (best, likely) = candidates.answers.first()?;
        let enough = !self.is_vague() || *likely >= LIKELY_ENOUGH || declining < HARDLY;
        if declining >= DECLINING || !enough {
            return None;
        }
        let advice = candidates.answers.iter().find(|(question, other)| {
            matches!(question, Question::Advise(_))
                && self.facts_told() >= 2
                && *other >= SERVES_AS_WELL * likely
                && goes_with_advice(best)
        });
        let (best, likely) = advice.map_or((best, likely), |(question, other)| (question, other));
        Some((best, *likely))
    }

    /// Whether nothing is named, told or spoken of that a text could be held against.
    fn is_vague(&self) -> bool {
        self.before.question.is_none() && self.subjects().is_empty() && self.facts_told() < 2
    }

    /// The comparison of what is named, where that is meant rather than `best`.
    fn side_by_side(&self, best: &Question) -> Option<Question> {
        let subjects = self.subjects();
        // "I have these three and still can't build a thing" tells of them.
        let told = is_general(best) && self.intent(Intent::Compare) < CLEAR;
        let meant = subjects.len() >= 2
            && self.is_side_by_side()
            && !told
            && !matches!(best, Question::Advise(_));
        self.comparison(subjects).filter(|_| meant)
    }

    /// "Certs", "developer", "azure": too little to answer, enough to go on from.
    fn is_a_beginning(&self) -> bool {
        let of_ours = self.speaks_of_certificates() || !self.told.profile.is_empty();
        of_ours
            && self.reading.items.len() <= BEGINNING
            && self.signals.elsewhere() < MOST_DOUBT
            && !self.names_only_what_is_missing()
    }

    /// How the situation speaks for or against a target: above 1 for it, below 1 against it. The
    /// figures were found on the tuned questions; within a factor of two they hardly matter.
    fn odds(&self, target: Target) -> f32 {
        let named = !self.subjects().is_empty() || !self.told.profile.held.is_empty();
        let missing = self.names_only_what_is_missing();
        let personal = self.facts_told() >= 2;
        let when = |condition: bool, odds: f32| if condition { odds } else { 1.0 };
        match target {
            // What is said in passing is short.
            Target::Intent(Intent::Greeting | Intent::Help)
            | Target::Act(Act::Thanks | Act::About | Act::Privacy)
            | Target::Decline(DeclineKind::Empty) => {
                when(named || self.reading.items.len() > 9, 0.1)
            }
            Target::Intent(Intent::Advise) => {
                when(personal, 2.0) * when(missing && !personal, 0.4) * when(self.told.wants, 1.2)
            }
            Target::Intent(Intent::Browse) | Target::Entry(_) => 1.0,
            Target::Intent(_) if named => 1.0,
            Target::Intent(_) => 0.5 * when(missing, 0.2),
            Target::Act(Act::OffTopic) => when(named, 0.35) * when(personal, 0.85),
            Target::Act(_) => 0.5,
            Target::Decline(DeclineKind::NotInCatalogue) => match (named, missing) {
                (_, true) => 10.0,
                (true, false) => 0.5,
                (false, false) => 0.8,
            },
            Target::Decline(DeclineKind::OtherField) => when(named, 0.3),
            Target::Decline(_) => 1.0,
        }
    }
}

/// Whether a question can be offered as one of several.
fn is_choice(question: &Question) -> bool {
    !matches!(
        question,
        Question::Greeting
            | Question::Help
            | Question::About
            | Question::Privacy
            | Question::Clarify(_)
    )
}

/// Whether a question is about general advice rather than about a certification.
fn is_general(question: &Question) -> bool {
    matches!(
        question,
        Question::Faq(_) | Question::Guide(_) | Question::Stack(_) | Question::Career { .. }
    )
}

/// Whether advice for somebody who tells who they are answers this as well, with the topic offered
/// beside it.
fn goes_with_advice(question: &Question) -> bool {
    match question {
        Question::Stack(_) | Question::Career { .. } => true,
        Question::Faq(Some(id)) => id.as_str() == "faq-which-first",
        Question::Guide(Some(id)) => id.as_str() == "decision-guide",
        _ => false,
    }
}
