//! *Why?*: how the asker was understood, and every reason and caution.

use minijinja::Value;

use crate::advice::{Answer, Body};
use crate::domain::{Profile, Question, format_date};
use crate::reply::markdown;

use super::{View, Writer, group, list, maybe, maybe_prose};

impl Writer<'_> {
    /// The long form of an answer's reasons.
    pub(in crate::reply) fn why(self, answer: &Answer) -> View {
        let understood = self.context.understood.map(markdown::clean);
        let profile = match &answer.question {
            Question::Advise(profile)
            | Question::Costs { profile, .. }
            | Question::Compare { profile, .. }
            | Question::Duration { profile, .. }
            | Question::Prerequisites { profile, .. } => self.profile(profile),
            _ => Vec::new(),
        };
        let found = match &answer.body {
            Body::Recommendation(found) => Some(found.as_ref()),
            _ => None,
        };
        let situation = found
            .and_then(|found| found.situation.as_ref())
            .and_then(|id| self.situation(id))
            .map(|situation| {
                group! {
                    name: situation.name.as_str(),
                    because: crate::reply::template::sourced_prose(
                        &situation.id,
                        "because",
                        &situation.because,
                        &situation.provenance,
                        false,
                    ),
                    article: maybe_prose(&situation.id, "article", situation.article.as_ref()),
                }
            });
        let picks = found.into_iter().flat_map(|found| {
            found
                .before
                .iter()
                .chain(&found.first)
                .chain(&found.alternatives)
                .map(|pick| self.pick(pick))
        });
        let values = group! {
            understood: maybe(understood),
            profile: list(profile),
            situation: maybe(situation),
            picks: list(picks),
            not_now: list(
                found
                    .into_iter()
                    .flat_map(|found| found.not_now.iter().map(|item| self.not_now(item))),
            ),
            missing: maybe(found.filter(|found| !found.missing.is_empty()).map(|_| true)),
            rests_on: self.shorts(&answer.entries),
            is_advice: found.is_some(),
        };
        View {
            file: "why.md",
            values,
            is_paged: false,
        }
    }

    /// What is known about the asker, a line each.
    pub(super) fn profile(self, profile: &Profile) -> Vec<Value> {
        let mut lines = Vec::new();
        let mut line = |key: &'static str, value: Value| {
            lines.push(self.say(key, group! { value: value }));
        };
        if let Some(background) = profile.background {
            line("profile-background", background.label().into());
        }
        if let Some(goal) = profile.goal {
            line("profile-goal", goal.label().into());
        }
        if let Some(platform) = profile.platform {
            line("profile-platform", platform.label().into());
        }
        if let Some(years) = profile.years {
            line("profile-years", years.into());
        }
        if let Some(budget) = &profile.budget {
            line("profile-budget", budget.to_string().into());
        }
        if let Some(hours) = profile.hours_per_week {
            line("profile-hours", hours.into());
        }
        if let Some(deadline) = profile.deadline {
            line("profile-deadline", format_date(deadline).into());
        }
        match profile.codes {
            Some(true) => line("profile-codes", ().into()),
            Some(false) => line("profile-no-code", ().into()),
            None => {}
        }
        if !profile.held.is_empty() {
            line("profile-held", self.shorts(&profile.held));
        }
        if !profile.refused.is_empty() {
            let refused = &profile.refused;
            let platforms = refused.platforms.iter().map(|it| Value::from(it.label()));
            let providers = refused
                .providers
                .iter()
                .map(|id| Value::from(self.context.catalog.provider_name(id)));
            let kinds = refused.kinds.iter().map(|kind| Value::from(kind.label()));
            let entries = refused.entries.iter().map(|id| self.short(id));
            line(
                "profile-refused",
                list(platforms.chain(providers).chain(kinds).chain(entries)),
            );
        }
        lines
    }
}
