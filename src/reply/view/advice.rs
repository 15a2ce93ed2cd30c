//! Recommendations: the first pick, what else, what not now, each with its reason.

use minijinja::Value;

use crate::advice::{
    Caution, MissingFact, NotNow, PickedEntry, Reason, Recommendation, SituationToday, WhyNot,
};
use crate::domain::{Date, EntryId, Question, Situation, format_date};
use crate::reply::template;

use super::{Writer, group, list, maybe, maybe_prose, prose};

/// Reasons and cautions told at once; *Why?* tells all.
const REASONS_AT_ONCE: usize = 2;
const CAUTIONS_AT_ONCE: usize = 2;

impl Writer<'_> {
    pub(super) fn recommendation(
        self,
        found: &Recommendation,
        question: &Question,
    ) -> (&'static str, Value) {
        let file = if found.first.is_some() {
            "recommendation.md"
        } else {
            "no-pick.md"
        };
        let missing = found
            .missing
            .first()
            .map(|missing| self.say(missing_key(*missing), group! {}));
        let nothing_known = matches!(question, Question::Advise(profile) if profile.is_empty());
        let values = group! {
            first: maybe(found.first.as_ref().map(|pick| self.brief_pick(pick, &found.before))),
            before: list(found.before.iter().map(|pick| self.brief_pick(pick, &[]))),
            alternatives: list(found.alternatives.iter().map(|pick| self.alternative(pick))),
            not_now: list(found.not_now.iter().map(|item| self.not_now(item))),
            missing: maybe(missing),
            nothing_known: nothing_known,
        };
        (file, values)
    }

    /// A pick with everything that speaks for it and everything to be careful with.
    pub(super) fn pick(self, pick: &PickedEntry) -> Value {
        self.told(pick, pick.reasons.iter(), pick.cautions.iter())
    }

    /// A pick with what matters most, without what the steps before it say already.
    fn brief_pick(self, pick: &PickedEntry, before: &[PickedEntry]) -> Value {
        let has_because = matches!(pick.reasons.first(), Some(Reason::Because { .. }));
        // The situation's own clause says why; that something is free stands in its price.
        let reasons = pick
            .reasons
            .iter()
            .filter(|reason| !(has_because && **reason == Reason::Free))
            .take(REASONS_AT_ONCE);
        let cautions = pick
            .cautions
            .iter()
            .filter(|caution| match caution {
                Caution::StepFirst(step) => before.iter().all(|pick| pick.entry != *step),
                _ => true,
            })
            .take(CAUTIONS_AT_ONCE);
        self.told(pick, reasons, cautions)
    }

    /// An alternative, in one line: only a caution that could rule it out.
    fn alternative(self, pick: &PickedEntry) -> Value {
        let cautions = pick.cautions.iter().filter(|caution| {
            !matches!(
                caution,
                Caution::NotACredential
                    | Caution::VariesByCountry
                    | Caution::Expires { .. }
                    | Caution::NeedsSkills(_)
            )
        });
        self.told(pick, pick.reasons.iter().take(1), cautions.take(1))
    }

    fn told<'p>(
        self,
        pick: &PickedEntry,
        reasons: impl Iterator<Item = &'p Reason>,
        cautions: impl Iterator<Item = &'p Caution>,
    ) -> Value {
        group! {
            name: self.named(&pick.entry),
            reasons: list(reasons.map(|reason| self.reason(&pick.entry, reason))),
            cautions: list(cautions.map(|caution| self.caution(&pick.entry, caution))),
            price: self.price_and_time(&pick.entry, pick.cost.as_deref(), pick.time.as_ref()),
        }
    }

    fn reason(self, entry: &EntryId, reason: &Reason) -> Value {
        match reason {
            Reason::Because { situation, pick } => self.because(situation, pick),
            Reason::PlatformMatch(platform) => {
                self.say("reason-platform", group! { platform: platform.label() })
            }
            Reason::GoalMatch(goal) => {
                self.say("reason-goal", group! { goal: inline(goal.label()) })
            }
            Reason::SuitsBackground(background) => self.say(
                "reason-background",
                group! { background: inline(background.label()) },
            ),
            Reason::WithinBudget(budget) => {
                self.say("reason-budget", group! { budget: budget.to_string() })
            }
            Reason::Free => self.say("reason-free", group! {}),
            Reason::FitsDeadline { deadline, done_by } => self.say(
                "reason-deadline",
                group! { deadline: format_date(*deadline), done_by: format_date(*done_by) },
            ),
            Reason::NextAfter(held) => {
                self.say("reason-next-after", group! { held: self.short(held) })
            }
            Reason::Replaces {
                entry: replaced, ..
            } => self.say(
                "reason-replaces",
                group! {
                    entry: self.short(replaced),
                    state: super::figure(self.facts.status(replaced).ok()),
                },
            ),
            Reason::StepBefore(next) => {
                self.say("reason-step-before", group! { next: self.short(next) })
            }
            Reason::PreparesFor(next) => {
                self.say("reason-prepares-for", group! { next: self.short(next) })
            }
            Reason::HandsOn => {
                let provider = self.context.catalog.short(entry);
                self.say("reason-hands-on", group! { short: provider })
            }
        }
    }

    /// The situation's own clause for a pick.
    pub(super) fn because(self, situation: &EntryId, pick: &EntryId) -> Value {
        let found = self.situation(situation);
        let clause = found.and_then(|situation| {
            [("picks", &situation.picks), ("first", &situation.first)]
                .into_iter()
                .find_map(|(list, picks)| {
                    let index = picks.iter().position(|named| named.entry == *pick)?;
                    let text = &picks.get(index)?.because;
                    Some(prose(
                        &situation.id,
                        &format!("{list}.{index}.because"),
                        text,
                    ))
                })
        });
        clause.unwrap_or_else(|| self.say("reason-fits", group! {}))
    }

    fn caution(self, entry: &EntryId, caution: &Caution) -> Value {
        let day = |day: &Option<Date>| super::date(*day);
        match caution {
            Caution::Beta => self.say("caution-beta", group! {}),
            Caution::EndsSoon { .. } => self.say(
                "caution-ends-soon",
                group! { last_day: super::figure(self.facts.last_day(entry).ok()) },
            ),
            Caution::PlannedChange { state, from } => self.say(
                "caution-planned",
                group! { state: state.label(), from: day(from) },
            ),
            Caution::ExpectsYears { years, has } => {
                self.say("caution-years", group! { years: *years, has: maybe(*has) })
            }
            Caution::NeedsSkills(skills) => self.say(
                "caution-skills",
                group! { skills: list(skills.iter().map(|skill| Value::from(skill_name(skill)))) },
            ),
            Caution::Required => {
                let required = self
                    .context
                    .catalog
                    .certification(entry)
                    .map(Self::prerequisites_of)
                    .unwrap_or_default();
                self.say("caution-required", group! { prerequisites: required })
            }
            Caution::Demanding(level) => {
                self.say("caution-demanding", group! { level: level.label() })
            }
            Caution::StepFirst(step) => {
                self.say("caution-step-first", group! { step: self.short(step) })
            }
            Caution::OverBudget { by, budget } => self.say(
                "caution-over-budget",
                group! { by: by.to_string(), budget: budget.to_string() },
            ),
            Caution::PaceNeeded {
                hours_per_week,
                deadline,
            } => self.say(
                "caution-pace",
                group! { hours: *hours_per_week, deadline: format_date(*deadline) },
            ),
            Caution::Expires { .. } => {
                self.say("caution-expires", group! { period: self.every(entry) })
            }
            Caution::PriceUnknown => self.say("caution-price-unknown", group! {}),
            Caution::VariesByCountry => self.say("caution-varies", group! {}),
            Caution::Conflicting => self.say("caution-conflicting", group! {}),
            Caution::Unverified => self.say("caution-unverified", group! {}),
            Caution::NeedsCode => self.say("caution-needs-code", group! {}),
            Caution::NotACredential => self.say("caution-not-a-credential", group! {}),
        }
    }

    pub(super) fn not_now(self, item: &NotNow) -> Value {
        group! {
            short: self.short(&item.entry),
            because: list(item.because.iter().take(1).map(|why| self.why_not(&item.entry, why))),
        }
    }

    fn why_not(self, entry: &EntryId, why: &WhyNot) -> Value {
        let successor = |id: &Option<EntryId>| maybe(id.as_ref().map(|id| self.short(id)));
        match why {
            WhyNot::Over {
                successor: next, ..
            } => self.say(
                "not-now-over",
                group! {
                    state: super::figure(self.facts.status(entry).ok()),
                    successor: successor(next),
                },
            ),
            WhyNot::EndsTooSoon {
                successor: next, ..
            } => self.say(
                "not-now-ends",
                group! {
                    last_day: super::figure(self.facts.last_day(entry).ok()),
                    successor: successor(next),
                },
            ),
            WhyNot::NotYetOpen { from } => {
                self.say("not-now-not-yet-open", group! { from: super::date(*from) })
            }
            WhyNot::Held => self.say("not-now-held", group! {}),
            WhyNot::CoveredBy(held) => {
                self.say("not-now-covered", group! { held: self.short(held) })
            }
            WhyNot::Refused => self.say("not-now-refused", group! {}),
            WhyNot::AboveLevel {
                level,
                years,
                first,
            } => self.say(
                "not-now-above-level",
                group! {
                    level: level.label(),
                    years: maybe(*years),
                    first: successor(first),
                },
            ),
            WhyNot::NeedsCode => self.say("not-now-needs-code", group! {}),
            WhyNot::OverBudget { by, budget } => self.say(
                "not-now-over-budget",
                group! { by: by.to_string(), budget: budget.to_string() },
            ),
            WhyNot::MissesDeadline {
                hours_per_week,
                deadline,
            } => self.say(
                "not-now-misses-deadline",
                group! { hours: *hours_per_week, deadline: format_date(*deadline) },
            ),
            WhyNot::PriceUnknown => self.say("not-now-price-unknown", group! {}),
        }
    }

    /// The pick of a situation; where it leaves the cloud open, one for each cloud.
    fn picks_today(self, situation: &Situation, first: &EntryId) -> Value {
        let catalog = self.context.catalog;
        let platform = |id: &EntryId| catalog.certification(id).and_then(|entry| entry.platform);
        let mut picks: Vec<&EntryId> = vec![first];
        if situation.when.platform.is_empty() && platform(first).is_some() {
            for pick in &situation.picks {
                let Some(living) = catalog.living(&pick.entry, self.context.today) else {
                    continue;
                };
                let is_new = living.platform.is_some()
                    && picks.iter().all(|known| platform(known) != living.platform);
                if is_new && picks.len() < 3 {
                    picks.push(&living.id);
                }
            }
        }
        self.shorts(picks)
    }

    pub(super) fn guided(self, situations: &[SituationToday]) -> Value {
        group! { situations: self.situations(situations, |situation| situation.guide) }
    }

    /// Rows of the decision guide.
    pub(super) fn situations(
        self,
        situations: &[SituationToday],
        keep: impl Fn(&Situation) -> bool,
    ) -> Value {
        let rows = situations.iter().filter_map(|row| {
            let situation = self
                .situation(&row.situation)
                .filter(|situation| keep(situation))?;
            Some(group! {
                name: situation.name.as_str(),
                quick: maybe(situation.quick.as_deref()),
                is_guide: situation.guide,
                picks: self.picks_today(situation, &row.pick),
                instead_of: maybe(row.instead_of.as_ref().map(|id| group! {
                    short: self.short(id),
                    state: super::figure(self.facts.status(id).ok()),
                })),
                is_beta: row.beta,
                because: template::sourced_prose(
                    &situation.id,
                    "because",
                    &situation.because,
                    &situation.provenance,
                    false,
                ),
                article: maybe_prose(&situation.id, "article", situation.article.as_ref()),
            })
        });
        list(rows)
    }
}

fn missing_key(missing: MissingFact) -> &'static str {
    match missing {
        MissingFact::Background => "missing-background",
        MissingFact::Goal => "missing-goal",
        MissingFact::Platform => "missing-platform",
        MissingFact::Years => "missing-years",
        MissingFact::Budget => "missing-budget",
        MissingFact::Hours => "missing-hours",
    }
}

/// A skill's slug as people write it.
pub(super) fn skill_name(slug: &str) -> String {
    match slug {
        "python" => "Python".to_owned(),
        "sql" => "SQL".to_owned(),
        "spark" => "Spark".to_owned(),
        "mlops" => "MLOps".to_owned(),
        "r" => "R".to_owned(),
        "cloud" => "cloud basics".to_owned(),
        other => other.replace('-', " "),
    }
}

/// A label inside a sentence: `Deep learning` becomes `deep learning`, `MLOps` stays.
pub(super) fn inline(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() || second == ' ' => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => label.to_owned(),
    }
}
