//! Questions that could not be answered, on their way to an answer.

use time::Duration;
use toml::Value;

use crate::catalog::{FieldPath, Resolution, Section, Target, diff};
use crate::domain::{Date, EntryKind, Place, Snowflake, format_date};
use crate::moderation::gaps::{GapGroup, group, key, mask};
use crate::moderation::{Draft, DraftId};
use crate::moderation::{GapId, ModerationAction, NewGap, Purpose, plan};
use crate::reply::{ButtonStyle, Form, Input, escape, fit_form};

use super::look::{button, entry_name, option, plain, row, select, turn};
use super::{Desk, Outcome, Response, Trouble, Work, message, out_of_date, replace};

/// Groups on a page.
const PAGE: u32 = 6;
/// Phrasings that one entry may gather.
const MOST_PHRASINGS: usize = 60;

/// Where an unanswered question comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A command or a direct message of whoever asked.
    OwnWords,
    /// *Answer this* on a message, pressed by its author.
    OwnMessage,
    /// *Answer this* on somebody else's message: their words are not ours to keep.
    OthersMessage,
}

impl Desk {
    /// Keeps an unanswered question, masked and without who asked. Never fails loudly: whoever
    /// asked gets an answer whatever becomes of it.
    pub(in super::super) async fn record_gap(&self, place: &Place, origin: Origin, text: &str) {
        if self.keep_gaps_days == 0 || origin == Origin::OthersMessage {
            return;
        }
        let Some(guild) = self.who_sees(place) else {
            return;
        };
        let Some(text) = mask(text) else { return };
        let gap = NewGap {
            guild,
            key: key(&text),
            text,
            day: self.clock.today(),
        };
        if let Err(error) = self.store.record_gap(gap).await {
            tracing::error!(%error, "an unanswered question could not be kept");
        }
    }

    /// The server whose moderators see the gaps of a place.
    fn who_sees(&self, place: &Place) -> Option<Snowflake> {
        match place {
            Place::Server {
                guild,
                installed: true,
                ..
            } => Some(*guild),
            Place::Direct { .. } => self.home_guild,
            _ => None,
        }
    }
}

impl Work<'_> {
    fn since(&self) -> Date {
        let days = i64::from(self.desk.keep_gaps_days);
        self.desk.clock.today() - Duration::days(days)
    }

    async fn groups(&self) -> Result<Vec<GapGroup>, Trouble> {
        if self.desk.keep_gaps_days == 0 {
            return Ok(Vec::new());
        }
        let gaps = self.desk.store.gaps(self.guild, self.since()).await?;
        Ok(group(gaps))
    }

    async fn group_of(&self, id: GapId) -> Result<GapGroup, Trouble> {
        let groups = self.groups().await?;
        groups
            .into_iter()
            .find(|group| group.gaps.iter().any(|gap| gap.id == id))
            .ok_or_else(|| {
                Trouble::Told(
                    "This question is gone: it was answered, dismissed, or has had its time."
                        .to_owned(),
                )
            })
    }

    /// `/catalog gaps`.
    pub(super) async fn gaps(&self, page: u32) -> Outcome {
        let groups = self.groups().await?;
        let from = page.saturating_mul(PAGE) as usize;
        let shown: Vec<&GapGroup> = groups.iter().skip(from).take(PAGE as usize).collect();
        if shown.is_empty() {
            let text = if self.desk.keep_gaps_days == 0 {
                "The operator keeps no unanswered questions."
            } else {
                "Every question of late was answered."
            };
            return Ok(message(plain("Unanswered questions", text)));
        }
        let lines: Vec<String> = shown
            .iter()
            .filter_map(|group| {
                let first = group.gaps.first()?;
                let last = group.gaps.iter().map(|gap| gap.last).max()?;
                let alike = match group.gaps.len() {
                    1 => String::new(),
                    count => format!(", in {count} wordings"),
                };
                Some(format!(
                    "**{}×** {}\nLast on {}{alike}",
                    group.count(),
                    escape(&first.text),
                    format_date(last),
                ))
            })
            .collect();
        let mut reply = plain("Unanswered questions", &lines.join("\n\n"));
        reply.footer = Some(format!(
            "Who asked is not kept. Deleted {} days after they were last asked.",
            self.desk.keep_gaps_days
        ));
        let options = shown
            .iter()
            .filter_map(|group| {
                let first = group.gaps.first()?;
                Some(option(first.id.0.to_string(), &first.text, None))
            })
            .collect();
        reply.rows.extend(select(
            "Answer one of them …",
            &ModerationAction::Gap(None),
            options,
        ));
        let has_more = groups.len() > from + PAGE as usize;
        reply
            .rows
            .extend(row(turn(page, has_more, ModerationAction::Gaps)));
        Ok(if page == 0 {
            message(reply)
        } else {
            replace(reply)
        })
    }

    /// One question with what can be done about it.
    pub(super) async fn gap(&self, id: GapId) -> Outcome {
        let group = self.group_of(id).await?;
        let lines: Vec<String> = group
            .gaps
            .iter()
            .take(10)
            .map(|gap| format!("- {}× {}", gap.count, escape(&gap.text)))
            .collect();
        let text = format!(
            "{}\n\n*Attach* leads this wording to an entry that answers it already. *New FAQ entry* lets you write the answer. *Dismiss* deletes the question.",
            lines.join("\n")
        );
        let mut reply = plain("Unanswered question", &text);
        use ModerationAction as A;
        reply.rows.extend(row([
            button("Attach to an entry", ButtonStyle::Primary, &A::Attach(id)),
            button("New FAQ entry", ButtonStyle::Secondary, &A::AnswerGap(id)),
            button("Dismiss", ButtonStyle::Danger, &A::DismissGap(id)),
        ]));
        Ok(message(reply))
    }

    /// Asks which entry answers it.
    pub(super) async fn ask_where(&self, id: GapId) -> Outcome {
        self.group_of(id).await?;
        let form = ModerationAction::Attach(id)
            .custom_id()
            .ok_or_else(out_of_date)?;
        Ok(Response::Form(fit_form(Form {
            id: form,
            title: "Attach to an entry".to_owned(),
            inputs: vec![Input {
                name: "entry".to_owned(),
                label: "Which entry answers it?".to_owned(),
                value: String::new(),
                placeholder: Some("A name, a code or an id".to_owned()),
                multiline: false,
                required: true,
                max_length: 120,
            }],
        })))
    }

    /// Attaches the wordings of a group to an entry: they lead there from then on.
    pub(super) async fn attach(&self, id: GapId, typed: &str) -> Outcome {
        let group = self.group_of(id).await?;
        let catalog = &self.effective.snapshot.catalog;
        let entry = match catalog.resolve(typed, EntryKind::ALL) {
            Resolution::Exact(entry) => entry,
            Resolution::Close(near) => {
                let near: Vec<String> = near.iter().map(|id| format!("`{id}`")).collect();
                return Err(Trouble::Told(format!(
                    "No entry is called \"{}\". Did you mean {}?",
                    escape(typed),
                    near.join(", ")
                )));
            }
            Resolution::None => {
                return Err(Trouble::Told(format!(
                    "No entry is called \"{}\".",
                    escape(typed)
                )));
            }
        };
        let raw = self.raw();
        let target = Target::Item(Section::Language, "phrasings".to_owned());
        let before = raw.value(&target, &FieldPath::whole()).map_or_else(
            || Value::Table(toml::Table::new()),
            std::borrow::Cow::into_owned,
        );
        let mut after = before.clone();
        let Some(phrasings) = after.as_table_mut() else {
            return Err(out_of_date());
        };
        let list = phrasings
            .entry(entry.as_str())
            .or_insert_with(|| Value::Array(Vec::new()));
        let Some(list) = list.as_array_mut() else {
            return Err(out_of_date());
        };
        for gap in &group.gaps {
            let phrasing = Value::String(gap.text.clone());
            if !list.contains(&phrasing) {
                list.push(phrasing);
            }
        }
        if list.len() > MOST_PHRASINGS {
            return Err(Trouble::Told(format!(
                "`{entry}` has {MOST_PHRASINGS} wordings already. Write an FAQ entry instead."
            )));
        }
        let whole = plan::set(raw, target, Some(after));
        let mut content = self.begin(Purpose::Wording);
        content.changes = raw
            .with(&[whole])
            .map(|changed| diff(raw, &changed))
            .unwrap_or_default();
        content.entry = Some(entry.clone());
        content.gaps = group.ids();
        content.note = Some(format!(
            "asked {}, leads to {} now",
            match group.count() {
                1 => "once".to_owned(),
                count => format!("{count} times"),
            },
            catalog.short(&entry)
        ));
        let id: DraftId = self.desk.store.add_draft(content.clone()).await?;
        let mut reply = self.draft_reply(&Draft { id, content }).await?;
        reply.title = Some(format!("Will lead to: {}", entry_name(catalog, &entry)));
        Ok(message(reply))
    }

    /// Begins an FAQ entry that answers it.
    pub(super) async fn answer_gap(&self, id: GapId) -> Outcome {
        let group = self.group_of(id).await?;
        let wordings: Vec<String> = group.gaps.iter().map(|gap| gap.text.clone()).collect();
        let question = wordings.first().map_or("", String::as_str);
        self.add_answering(question, &wordings, group.ids()).await
    }

    /// Deletes a question and those like it.
    pub(super) async fn dismiss_gap(&self, id: GapId) -> Outcome {
        let group = self.group_of(id).await?;
        let dropped = self.desk.store.drop_gaps(self.guild, &group.ids()).await?;
        let text = match dropped {
            1 => "The question is deleted.".to_owned(),
            count => format!("{count} wordings of it are deleted."),
        };
        Ok(replace(plain("Dismissed", &text)))
    }
}
