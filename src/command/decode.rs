//! A call of a command to what it asks for.

use crate::catalog::Catalog;
use crate::domain::{
    Background, BrowseFilter, Date, EntryId, EntryKind, Goal, Level, Platform, Profile, ProviderId,
    Question, Snowflake,
};
use crate::reply::Visibility;

use super::commands::command;
use super::names::{self, Found};
use super::options::{Read, Reader};
use super::table::{ADDABLE, PublicReplies};
use super::{Attachment, Call, OptionValue, UsageProblem};

/// What a command asks for, and who should see the answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// What is asked for.
    pub ask: Ask,
    /// Who sees the answer when nobody says otherwise.
    pub usual: Visibility,
    /// Who sees it, as the asker said with `private:`.
    pub wished: Option<Visibility>,
}

/// What a command asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// A question.
    Question(Question),
    /// A question in the asker's own words.
    Text(String),
    /// A change that a member proposes.
    Suggest {
        /// The entry.
        entry: EntryId,
        /// What should change.
        change: String,
    },
    /// Moderation.
    Catalog(CatalogCall),
}

/// A subcommand of `/catalog`.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "each variant is the subcommand of that name")]
pub enum CatalogCall {
    Edit(EntryId),
    Add(EntryKind),
    Retire {
        entry: EntryId,
        /// Still open on that day.
        last_day: Date,
        successor: Option<EntryId>,
    },
    Remove(EntryId),
    History(Option<EntryId>),
    Undo(u64),
    Review,
    Gaps,
    Suggestions,
    Export,
    Import(Attachment),
    Settings(SettingsCall),
}

/// What `/catalog settings` should change; nothing given: show them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingsCall {
    /// Who holds this role may moderate.
    pub moderator_role: Option<Snowflake>,
    /// Where replies may be public.
    pub public_replies: Option<PublicReplies>,
    /// A channel to put on the list, or to take off it.
    pub public_channel: Option<Snowflake>,
    /// Where news of suggestions is posted.
    pub suggestion_channel: Option<Snowflake>,
    /// Whether another moderator must approve.
    pub second_approver: Option<bool>,
}

impl Decoded {
    /// Who sees the answer.
    pub fn visibility(&self) -> Visibility {
        self.wished.unwrap_or(self.usual)
    }
}

/// Reads a call against the table and the catalogue.
pub fn decode(call: &Call, catalog: &Catalog, today: Date) -> Result<Decoded, UsageProblem> {
    let mut path = call.path.iter().map(String::as_str);
    let name = path.next().unwrap_or_default();
    let unknown = || {
        UsageProblem::new(
            name,
            None,
            "This command is not known any more. `/help` lists those that are.",
        )
    };
    let command = command(name).ok_or_else(unknown)?;
    let reader = Reader {
        call,
        catalog,
        today,
        command,
        subcommand: path.next(),
    };
    let ask = reader.ask()?.ok_or_else(unknown)?;
    let wished = match call.options.get("private") {
        Some(OptionValue::Flag(true)) => Some(Visibility::Private),
        Some(OptionValue::Flag(false)) if command.takes_private => Some(Visibility::Public),
        _ => None,
    };
    Ok(Decoded {
        ask,
        usual: command.visibility,
        wished,
    })
}

impl Reader<'_> {
    fn ask(&self) -> Read<Option<Ask>> {
        let question = match (self.command.name, self.subcommand) {
            ("advise", None) => Question::Advise(Profile {
                background: self.word("background", Background::from_slug)?,
                goal: self.word("goal", Goal::from_slug)?,
                platform: self.word("platform", Platform::from_slug)?,
                budget: self.budget()?,
                hours_per_week: self.number("hours")?,
                years: self.number("years")?,
                ..Profile::default()
            }),
            ("cert", None) => Question::Card(self.entry("name", Question::Card)?),
            ("costs", None) => {
                let profile = Profile {
                    budget: self.budget()?,
                    ..Profile::default()
                };
                let costs = |entry| Question::Costs {
                    entry,
                    profile: profile.clone(),
                };
                match self.optional_entry("name", costs)? {
                    Some(entry) => costs(entry),
                    None => Question::CostList {
                        budget: profile.budget,
                        kind: None,
                    },
                }
            }
            ("compare", None) => self.compare()?,
            ("free", None) => self.free()?,
            ("faq", None) => match self.text("question") {
                None => Question::Faq(None),
                Some(typed) => match self.find(&typed, "question") {
                    Found::One(id) => Question::Faq(Some(id)),
                    // Words that reach no entry are a question like any other.
                    Found::Near(_) => return Ok(Some(Ask::Text(typed))),
                },
            },
            ("stack", None) => {
                Question::Stack(self.optional_entry("path", |id| Question::Stack(Some(id)))?)
            }
            ("career", None) => Question::Career {
                years: self.number("years")?,
            },
            ("guide", None) => {
                Question::Guide(self.optional_entry("topic", |id| Question::Guide(Some(id)))?)
            }
            ("browse", None) => self.browse()?,
            ("plan", None) => self.plan()?,
            ("ask", None) => return Ok(Some(Ask::Text(self.text("question").unwrap_or_default()))),
            ("suggest", None) => {
                return Ok(Some(Ask::Suggest {
                    entry: self.entry("entry", Question::Card)?,
                    change: self.required_text("change")?,
                }));
            }
            ("about", None) => Question::About,
            ("help", None) => Question::Help,
            ("privacy", None) => Question::Privacy,
            ("catalog", Some(subcommand)) => {
                return Ok(self.catalog_call(subcommand)?.map(Ask::Catalog));
            }
            _ => return Ok(None),
        };
        Ok(Some(Ask::Question(question)))
    }

    fn compare(&self) -> Read<Question> {
        let mut entries: Vec<EntryId> = Vec::new();
        let chosen: Vec<&str> = ["first", "second", "third"]
            .into_iter()
            .filter(|option| self.call.options.contains_key(*option))
            .collect();
        for option in &chosen {
            let others = entries.clone();
            let entry = self.entry(option, |id| {
                let mut entries = others.clone();
                entries.push(id);
                Question::Compare {
                    entries,
                    profile: Profile::default(),
                }
            })?;
            if entries.contains(&entry) {
                return Err(UsageProblem::new(
                    option,
                    None,
                    format!(
                        "That is {} twice. Name two or three different ones.",
                        self.catalog.short(&entry)
                    ),
                ));
            }
            entries.push(entry);
        }
        if entries.len() < 2 {
            return Err(UsageProblem::new(
                "second",
                None,
                "Name two or three to compare.",
            ));
        }
        Ok(Question::Compare {
            entries,
            profile: Profile::default(),
        })
    }

    fn free(&self) -> Read<Question> {
        let Some(typed) = self.text("topic") else {
            return Ok(Question::Free {
                entry: None,
                topic: None,
            });
        };
        let lower = typed.trim().to_lowercase();
        let goal = Goal::ALL
            .iter()
            .copied()
            .find(|goal| goal.slug() == lower || goal.label().to_lowercase() == lower);
        if goal.is_some() {
            return Ok(Question::Free {
                entry: None,
                topic: goal,
            });
        }
        let entry = self.optional_entry("topic", |id| Question::Free {
            entry: Some(id),
            topic: None,
        })?;
        Ok(Question::Free { entry, topic: None })
    }

    fn browse(&self) -> Read<Question> {
        let provider = match self.text("provider") {
            None => None,
            Some(typed) => Some(self.provider(&typed)?),
        };
        Ok(Question::Browse(BrowseFilter {
            tier: self.number("tier")?,
            provider,
            level: self.word("level", Level::from_slug)?,
            ..BrowseFilter::default()
        }))
    }

    fn provider(&self, typed: &str) -> Read<ProviderId> {
        names::provider(self.catalog, typed).ok_or_else(|| {
            let known: Vec<&str> = self
                .catalog
                .providers()
                .map(|provider| provider.name.as_str())
                .collect();
            UsageProblem::new(
                "provider",
                Some(typed),
                format!(
                    "The catalogue has nothing by this provider. It knows {}.",
                    known.join(", ")
                ),
            )
        })
    }

    fn plan(&self) -> Read<Question> {
        let hours_per_week = self.number("hours")?;
        let start = self.day("start")?;
        if let Some(day) = start
            && day < self.today
        {
            return Err(UsageProblem::new(
                "start",
                self.text("start").as_deref(),
                format!(
                    "That day has passed. Use today or a later day, such as `{}`.",
                    self.today
                ),
            ));
        }
        let plan = |entry| Question::Plan {
            entry,
            hours_per_week,
            start,
            deadline: None,
        };
        Ok(plan(self.entry("name", plan)?))
    }

    fn catalog_call(&self, subcommand: &str) -> Read<Option<CatalogCall>> {
        let entry = || self.entry("entry", Question::Card);
        Ok(Some(match subcommand {
            "edit" => CatalogCall::Edit(entry()?),
            "add" => {
                let kind = self
                    .word("kind", EntryKind::from_slug)?
                    .filter(|kind| ADDABLE.contains(kind));
                CatalogCall::Add(kind.ok_or_else(|| self.missing("kind"))?)
            }
            "retire" => CatalogCall::Retire {
                entry: self.entry("name", Question::Card)?,
                last_day: self.day("on")?.ok_or_else(|| self.missing("on"))?,
                successor: self.optional_entry("successor", Question::Card)?,
            },
            "remove" => CatalogCall::Remove(entry()?),
            "history" => CatalogCall::History(self.optional_entry("entry", Question::Card)?),
            "undo" => CatalogCall::Undo(
                self.number("revision")?
                    .ok_or_else(|| self.missing("revision"))?,
            ),
            "review" => CatalogCall::Review,
            "gaps" => CatalogCall::Gaps,
            "suggestions" => CatalogCall::Suggestions,
            "export" => CatalogCall::Export,
            "import" => match self.call.options.get("file") {
                Some(OptionValue::Attachment(file)) => CatalogCall::Import(file.clone()),
                _ => return Err(self.missing("file")),
            },
            "settings" => CatalogCall::Settings(SettingsCall {
                moderator_role: self.id("moderator_role"),
                public_replies: self.word("public_replies", PublicReplies::from_slug)?,
                public_channel: self.id("public_channel"),
                suggestion_channel: self.id("suggestion_channel"),
                second_approver: match self.call.options.get("second_approver") {
                    Some(OptionValue::Flag(flag)) => Some(*flag),
                    _ => None,
                },
            }),
            _ => return Ok(None),
        }))
    }
}
