//! Buttons and selects that lead on from a reply.

use minijinja::Value;

use crate::advice::{Answer, Body};
use crate::domain::{
    Background, Budget, Certification, Currency, DeclineKind, EntryId, Goal, Money, Platform,
    Profile, Question,
};

use super::fit::label;
use super::limits;
use super::markdown::escape;
use super::render::ReplyContext;
use super::view::pairs;
use super::{
    Action, Button, ButtonStyle, GuidePage, ProfileField, Row, Select, SelectOption, Target, codec,
};

/// Budgets that the form offers, in dollars.
const BUDGETS: [u64; 6] = [0, 50, 100, 200, 500, 3_000];
/// Hours a week that forms offer.
const HOURS: [u8; 8] = [2, 4, 6, 8, 10, 15, 20, 40];
/// Years of experience that the form offers.
const YEARS: [u8; 7] = [0, 1, 2, 3, 5, 8, 12];

/// What stands beside an answer: more of it would hide the answer's own buttons.
const MOST_BESIDE: usize = 3;

/// Everything below one page of an answer.
pub(super) fn rows(
    context: &ReplyContext<'_>,
    answer: &Answer,
    text: &str,
    (page, pages): (u8, u8),
) -> Vec<Row> {
    // Nothing here helps somebody in despair, and nothing of what they wrote is to be kept.
    if answer.declined() == Some(DeclineKind::Distress) {
        return Vec::new();
    }
    let maker = Maker { context };
    let mut rows = Vec::new();
    if let Some(select) = maker.select(answer, text) {
        rows.push(Row::Select(select));
    }
    let mut buttons = Vec::new();
    if page > 0 {
        buttons.extend(maker.show("button-back", &answer.question, page - 1));
    }
    if page + 1 < pages {
        buttons.extend(maker.show("button-more", &answer.question, page + 1));
    }
    if page == 0 {
        buttons.extend(maker.leading_on(answer));
        for entry in context.beside.iter().take(MOST_BESIDE) {
            let offered = maker.card(entry).filter(|new| {
                let known = buttons.iter().map(|button| &button.target);
                !known.into_iter().any(|target| *target == new.target)
            });
            buttons.extend(offered);
        }
    }
    if let Some(entry) = reportable(answer) {
        buttons.extend(maker.button("button-report", &Action::ReportOutdated(entry.clone())));
    }
    if context.is_free_text && !matches!(answer.body, Body::Greeting | Body::Clarify(_)) {
        buttons.extend(maker.button("button-not-asked", &Action::NotWhatIAsked));
    }
    if let Body::Guided { .. } = answer.body {
        let profile = match &answer.question {
            Question::Advise(profile) => profile.clone(),
            _ => Profile::default(),
        };
        return maker.form(&profile, GuidePage::First);
    }
    if !buttons.is_empty() {
        rows.push(Row::Buttons(buttons));
    }
    rows
}

/// The form that asks about the asker's situation.
pub(super) fn form(context: &ReplyContext<'_>, profile: &Profile, page: GuidePage) -> Vec<Row> {
    Maker { context }.form(profile, page)
}

/// Below *Why?*: back to the answer, and what would make it better.
pub(super) fn for_why(context: &ReplyContext<'_>, answer: &Answer) -> Vec<Row> {
    let maker = Maker { context };
    let mut buttons = Vec::new();
    buttons.extend(maker.show("button-answer", &answer.question, 0));
    if let Question::Advise(profile) = &answer.question {
        buttons.extend(maker.button(
            "button-change",
            &Action::Guide {
                profile: profile.clone(),
                page: GuidePage::First,
            },
        ));
    }
    vec![Row::Buttons(buttons)]
}

/// Below *Not what I asked*: other ways in.
pub(super) fn for_start(context: &ReplyContext<'_>) -> Vec<Row> {
    let maker = Maker { context };
    let advise = Question::Advise(Profile::default());
    let buttons: Vec<Button> = [
        maker.show("button-advice", &advise, 0),
        maker.show("button-help", &Question::Help, 0),
    ]
    .into_iter()
    .flatten()
    .collect();
    vec![Row::Buttons(buttons)]
}

/// Posts a private answer for everybody.
pub(super) fn share(context: &ReplyContext<'_>, share: &Action) -> Option<Button> {
    Maker { context }.button("button-share", share)
}

/// The entry whose facts a reply shows.
fn reportable(answer: &Answer) -> Option<&EntryId> {
    match &answer.body {
        Body::Card { entry, .. }
        | Body::Status { entry, .. }
        | Body::Exam { entry, .. }
        | Body::Faq(entry)
        | Body::Guide(entry) => Some(entry),
        Body::Costs { cost, .. } => Some(&cost.entry),
        Body::Renewal(found) => Some(&found.entry),
        _ => None,
    }
}

/// Makes buttons with labels from the phrases.
struct Maker<'a> {
    context: &'a ReplyContext<'a>,
}

impl Maker<'_> {
    fn text(&self, key: &str, values: Value) -> String {
        self.context
            .templates
            .label(key, values)
            .unwrap_or_else(|_| key.to_owned())
    }

    /// A button; `None` where what it does cannot be carried by one.
    fn button(&self, key: &str, action: &Action) -> Option<Button> {
        Self::labelled(&self.text(key, Value::from(())), action)
    }

    fn labelled(text: &str, action: &Action) -> Option<Button> {
        Some(Button {
            label: label(text, limits::BUTTON_LABEL),
            style: ButtonStyle::Secondary,
            target: Target::Action(action.encode()?),
            disabled: false,
        })
    }

    fn show(&self, key: &str, question: &Question, page: u8) -> Option<Button> {
        self.button(
            key,
            &Action::Show {
                question: question.clone(),
                page,
            },
        )
    }

    /// A button about another entry, with that entry's name on it.
    fn about(&self, key: &str, entry: &EntryId, question: Question) -> Option<Button> {
        let short = self.context.catalog.short(entry);
        let text = self.text(key, pairs([("short", Value::from(short))]));
        Self::labelled(&text, &Action::Show { question, page: 0 })
    }

    fn costs(&self, entry: &EntryId, profile: Profile) -> Option<Button> {
        let entry = entry.clone();
        self.show("button-costs", &Question::Costs { entry, profile }, 0)
    }

    fn plan(&self, entry: &EntryId, profile: &Profile) -> Option<Button> {
        self.show(
            "button-plan",
            &Question::Plan {
                entry: entry.clone(),
                hours_per_week: profile.hours_per_week,
                start: None,
                deadline: profile.deadline,
            },
            0,
        )
    }

    fn card(&self, entry: &EntryId) -> Option<Button> {
        self.about("button-card", entry, Question::Card(entry.clone()))
    }

    fn compare(
        &self,
        entry: &EntryId,
        other: Option<&EntryId>,
        profile: Profile,
    ) -> Option<Button> {
        let other = other?;
        self.about(
            "button-compare",
            other,
            Question::Compare {
                entries: vec![entry.clone(), other.clone()],
                profile,
            },
        )
    }

    fn leading_on(&self, answer: &Answer) -> Vec<Button> {
        let catalog = self.context.catalog;
        let none = Profile::default;
        let mut buttons: Vec<Option<Button>> = Vec::new();
        match &answer.body {
            Body::Recommendation(found) => {
                buttons.push(self.button("button-why", &Action::Why(answer.question.clone())));
                let profile = match &answer.question {
                    Question::Advise(profile) => profile.clone(),
                    _ => none(),
                };
                if let Some(first) = &found.first {
                    buttons.push(self.costs(&first.entry, profile.clone()));
                    let other = found.alternatives.first().map(|other| &other.entry);
                    buttons.push(self.compare(&first.entry, other, profile.clone()));
                    buttons.push(self.plan(&first.entry, &profile));
                }
                buttons.push(self.button(
                    "button-change",
                    &Action::Guide {
                        profile,
                        page: GuidePage::First,
                    },
                ));
            }
            Body::Card { entry, status, .. } => {
                let over = status
                    .as_ref()
                    .is_some_and(crate::advice::StatusToday::is_over);
                let successor = status.as_ref().and_then(|status| status.successors.first());
                if over && let Some(successor) = successor {
                    buttons.push(self.card(successor).map(primary));
                }
                buttons.push(self.costs(entry, none()));
                let nearest = self.nearest(entry);
                buttons.push(self.compare(entry, successor.or(nearest), none()));
                if !over {
                    buttons.push(self.plan(entry, &none()));
                }
            }
            Body::Costs { cost, status, .. } => {
                let successor = status.as_ref().and_then(|status| status.successors.first());
                buttons.push(self.own_card(&cost.entry));
                buttons.push(self.compare(
                    &cost.entry,
                    successor.or(self.nearest(&cost.entry)),
                    none(),
                ));
                if successor.is_none() {
                    buttons.push(self.plan(&cost.entry, &none()));
                }
            }
            Body::Compare(found) => {
                for side in &found.entries {
                    buttons.push(self.card(&side.entry));
                }
            }
            Body::Duration(found) => {
                buttons.push(self.plan(&found.entry, &none()));
                buttons.push(self.costs(&found.entry, none()));
                buttons.push(self.own_card(&found.entry));
            }
            Body::Plan(found) => {
                buttons.push(self.costs(&found.entry, none()));
                buttons.push(self.own_card(&found.entry));
            }
            Body::Prerequisites(found) => {
                buttons.extend(found.before.iter().take(2).map(|before| self.card(before)));
                buttons.push(self.own_card(&found.entry));
            }
            Body::Renewal(found) => {
                buttons.push(self.own_card(&found.entry));
                buttons.push(self.costs(&found.entry, none()));
            }
            Body::Exam { entry, status } => {
                let successor = status.successors.first().filter(|_| status.is_over());
                buttons.push(successor.and_then(|next| self.card(next)).map(primary));
                buttons.push(self.own_card(entry));
                buttons.push(self.costs(entry, none()));
                if !status.is_over() {
                    buttons.push(self.plan(entry, &none()));
                }
            }
            Body::Status { entry, status } => {
                buttons.extend(status.successors.iter().take(2).map(|next| self.card(next)));
                buttons.push(self.own_card(entry));
            }
            Body::Faq(entry) => {
                let related = catalog.faq(entry).map_or(&[][..], |faq| &faq.related);
                buttons.extend(related.iter().take(3).map(|id| self.card(id)));
            }
            Body::Guide(entry) | Body::DecisionGuide { entry, .. } => {
                let related = catalog.guide(entry).map_or(&[][..], |guide| &guide.related);
                buttons.extend(related.iter().take(3).map(|id| self.card(id)));
            }
            Body::Career(_) | Body::Stack { .. } | Body::Help | Body::Greeting => {
                buttons.push(self.button("button-advice", &guide()).map(primary));
            }
            Body::Privacy => buttons
                .push(self.button("button-delete", &Action::DeleteMyData { confirmed: false })),
            Body::Decline { near, .. } => {
                buttons.extend(near.iter().take(3).map(|id| self.card(id)));
                buttons.push(self.button("button-advice", &guide()));
                buttons.push(self.show("button-help", &Question::Help, 0));
            }
            Body::Clarify(readings) => {
                buttons.extend(readings.iter().map(|reading| self.reading(reading)));
            }
            _ => {}
        }
        buttons.into_iter().flatten().collect()
    }

    /// A reading of an unclear question, as a button.
    fn reading(&self, question: &Question) -> Option<Button> {
        let catalog = self.context.catalog;
        let (key, names): (&str, Vec<&EntryId>) = match question {
            Question::Advise(_) => ("choice-advise", Vec::new()),
            Question::Card(entry) => ("choice-card", vec![entry]),
            Question::Costs { entry, .. } => ("choice-costs", vec![entry]),
            Question::CostList { .. } => ("choice-cost-list", Vec::new()),
            Question::Compare { entries, .. } => ("choice-compare", entries.iter().collect()),
            Question::Duration { entry, .. } => ("choice-duration", vec![entry]),
            Question::Plan { entry, .. } => ("choice-plan", vec![entry]),
            Question::Prerequisites { entry, .. } => ("choice-prerequisites", vec![entry]),
            Question::Renewal(entry) => ("choice-renewal", vec![entry]),
            Question::Exam(entry) => ("choice-exam", vec![entry]),
            Question::Status(entry) => ("choice-status", vec![entry]),
            Question::Free { .. } => ("choice-free", Vec::new()),
            Question::Faq(Some(entry))
            | Question::Guide(Some(entry))
            | Question::Stack(Some(entry)) => ("choice-entry", vec![entry]),
            Question::Faq(None) => ("choice-faq-list", Vec::new()),
            Question::Guide(None) => ("choice-guide-list", Vec::new()),
            Question::Stack(None) => ("choice-stack-list", Vec::new()),
            Question::Career { .. } => ("choice-career", Vec::new()),
            Question::Browse(_) => ("choice-browse", Vec::new()),
            _ => ("choice-help", Vec::new()),
        };
        let names: Vec<&str> = names.into_iter().map(|id| catalog.short(id)).collect();
        let text = self.text(key, pairs([("short", Value::from(names.join(" / ")))]));
        Self::labelled(
            &text,
            &Action::Show {
                question: question.clone(),
                page: 0,
            },
        )
    }

    /// The living credential that is most like this one.
    fn nearest(&self, entry: &EntryId) -> Option<&EntryId> {
        let catalog = self.context.catalog;
        let this = catalog.certification(entry)?;
        let likeness = |other: &Certification| {
            let shared = other
                .topics
                .iter()
                .filter(|topic| this.topics.contains(topic))
                .count();
            let same_level = usize::from(other.level == this.level);
            let same_kind = usize::from(other.kind == this.kind);
            // Who asks about one cloud's exam weighs it against another cloud's.
            let both_clouds = usize::from(is_cloud(other) && is_cloud(this));
            shared * 2 + same_level * 3 + same_kind * 3 + both_clouds * 3
        };
        catalog
            .certifications()
            .filter(|other| other.id != this.id)
            .filter(|other| other.status_on(self.context.today).is_available())
            .filter(|other| other.topics.iter().any(|topic| this.topics.contains(topic)))
            .min_by_key(|other| std::cmp::Reverse(likeness(other)))
            .map(|other| &other.id)
    }

    fn own_card(&self, entry: &EntryId) -> Option<Button> {
        self.show("button-own-card", &Question::Card(entry.clone()), 0)
    }

    /// The select below a list, or below an answer that depends on the asker's pace.
    fn select(&self, answer: &Answer, text: &str) -> Option<Select> {
        let entries: Vec<&EntryId> = match &answer.body {
            Body::FaqList(entries) | Body::StackList(entries) | Body::GuideList(entries) => {
                entries.iter().collect()
            }
            Body::Browse { found, .. } => found.iter().collect(),
            Body::CostList(found) => found.within.iter().map(|item| &item.cost.entry).collect(),
            Body::Free(found) => found.options.iter().map(|option| &option.entry).collect(),
            Body::Plan(found) => {
                return self.hours(&answer.question, found.time.hours_per_week);
            }
            Body::Duration(found) => {
                return self.hours(&answer.question, found.time?.hours_per_week);
            }
            _ => return None,
        };
        // A page offers what it names.
        let named = entries.into_iter().filter(|id| {
            self.context.catalog.entry(id).is_some_and(|entry| {
                text.contains(&escape(entry.short())) || text.contains(&escape(entry.name()))
            })
        });
        let options = named.take(limits::OPTIONS).map(|id| SelectOption {
            label: self.context.catalog.short(id).to_owned(),
            value: id.to_string(),
            description: None,
            chosen: false,
        });
        Some(Select {
            id: Action::Open.encode()?,
            placeholder: self.text("select-open", Value::from(())),
            options: options.collect(),
            choose: (1, 1),
        })
    }

    fn hours(&self, question: &Question, now: u8) -> Option<Select> {
        Some(Select {
            id: Action::Pace(question.clone()).encode()?,
            placeholder: self.text("select-hours", Value::from(())),
            options: self.hour_options(Some(now)),
            choose: (1, 1),
        })
    }

    fn hour_options(&self, now: Option<u8>) -> Vec<SelectOption> {
        HOURS
            .iter()
            .map(|hours| SelectOption {
                label: self.text("option-hours", pairs([("hours", Value::from(*hours))])),
                value: hours.to_string(),
                description: None,
                chosen: now == Some(*hours),
            })
            .collect()
    }

    fn form(&self, profile: &Profile, page: GuidePage) -> Vec<Row> {
        let mut rows: Vec<Row> = ProfileField::ALL
            .into_iter()
            .filter(|field| field.page() == page)
            .filter_map(|field| self.field(field, profile))
            .map(Row::Select)
            .collect();
        let advise = Question::Advise(profile.clone());
        let other = match page {
            GuidePage::First => ("button-guide-second", GuidePage::Second),
            GuidePage::Second => ("button-guide-first", GuidePage::First),
        };
        let mut buttons = Vec::new();
        if !profile.is_empty() {
            buttons.extend(self.show("button-show-advice", &advise, 0).map(primary));
        }
        buttons.extend(self.button(
            other.0,
            &Action::Guide {
                profile: profile.clone(),
                page: other.1,
            },
        ));
        let decision_guide = "decision-guide"
            .parse()
            .ok()
            .filter(|id| self.context.catalog.guide(id).is_some());
        if let Some(id) = decision_guide {
            buttons.extend(self.show("button-decision-guide", &Question::Guide(Some(id)), 0));
        }
        rows.push(Row::Buttons(buttons));
        rows
    }

    fn field(&self, field: ProfileField, profile: &Profile) -> Option<Select> {
        let option = |label: &str, value: String, chosen: bool| SelectOption {
            label: label.to_owned(),
            value,
            description: None,
            chosen,
        };
        let (key, options): (&str, Vec<SelectOption>) = match field {
            ProfileField::Background => (
                "select-background",
                Background::ALL
                    .iter()
                    .map(|it| {
                        option(
                            it.label(),
                            it.code().to_string(),
                            profile.background == Some(*it),
                        )
                    })
                    .collect(),
            ),
            ProfileField::Goal => (
                "select-goal",
                Goal::ALL
                    .iter()
                    .map(|it| option(it.label(), it.code().to_string(), profile.goal == Some(*it)))
                    .collect(),
            ),
            ProfileField::Platform => (
                "select-platform",
                Platform::ALL
                    .iter()
                    .map(|it| {
                        option(
                            it.label(),
                            it.code().to_string(),
                            profile.platform == Some(*it),
                        )
                    })
                    .collect(),
            ),
            ProfileField::Budget => ("select-budget", self.budgets(profile)),
            ProfileField::Hours => ("select-hours", self.hour_options(profile.hours_per_week)),
            ProfileField::Years => (
                "select-years",
                YEARS
                    .iter()
                    .map(|years| {
                        let text =
                            self.text("option-years", pairs([("years", Value::from(*years))]));
                        option(&text, years.to_string(), profile.years == Some(*years))
                    })
                    .collect(),
            ),
        };
        Some(Select {
            id: Action::Choose {
                field,
                profile: profile.clone(),
            }
            .encode()?,
            placeholder: self.text(key, Value::from(())),
            options,
            choose: (1, 1),
        })
    }

    fn budgets(&self, profile: &Profile) -> Vec<SelectOption> {
        BUDGETS
            .iter()
            .map(|units| {
                let budget = Budget::total(Money::units(*units, Currency::USD));
                let text = if budget.is_nothing() {
                    self.text("option-nothing", Value::from(()))
                } else {
                    let amount = Value::from(budget.to_string());
                    self.text("option-budget", pairs([("amount", amount)]))
                };
                SelectOption {
                    label: text,
                    value: codec::write_budget(&budget),
                    description: None,
                    chosen: profile.budget == Some(budget),
                }
            })
            .collect()
    }
}

fn is_cloud(certification: &Certification) -> bool {
    matches!(
        certification.platform,
        Some(Platform::Aws | Platform::Azure | Platform::GoogleCloud)
    )
}

fn guide() -> Action {
    Action::Guide {
        profile: Profile::default(),
        page: GuidePage::First,
    }
}

fn primary(mut button: Button) -> Button {
    button.style = ButtonStyle::Primary;
    button
}
