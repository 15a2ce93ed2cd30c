//! The options of one call, each read as what it should be.

use crate::catalog::Catalog;
use crate::domain::{Budget, Date, EntryId, Question, Snowflake};

use super::names::{self, Found};
use super::table::{Command, ValueKind};
use super::values::{parse_budget, parse_day};
use super::{Call, OptionValue, UsageProblem};

/// One call, with what it is read against.
pub(super) struct Reader<'a> {
    pub(super) call: &'a Call,
    pub(super) catalog: &'a Catalog,
    pub(super) today: Date,
    pub(super) command: &'static Command,
    pub(super) subcommand: Option<&'a str>,
}

pub(super) type Read<T> = Result<T, UsageProblem>;

impl Reader<'_> {
    /// What was typed; an option left blank counts as left out.
    pub(super) fn text(&self, option: &str) -> Option<String> {
        match self.call.options.get(option)? {
            OptionValue::Text(text) => (!text.trim().is_empty()).then(|| text.clone()),
            OptionValue::Integer(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub(super) fn required_text(&self, option: &str) -> Read<String> {
        self.text(option).ok_or_else(|| self.missing(option))
    }

    pub(super) fn missing(&self, option: &str) -> UsageProblem {
        let description = self
            .command
            .option(self.subcommand, option)
            .map_or("", |option| option.description);
        UsageProblem::new(
            option,
            None,
            format!("`{option}` is needed: {description}."),
        )
    }

    pub(super) fn id(&self, option: &str) -> Option<Snowflake> {
        match self.call.options.get(option)? {
            OptionValue::Id(id) => Some(*id),
            _ => None,
        }
    }

    /// A value of a fixed list.
    pub(super) fn word<T>(
        &self,
        option: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Read<Option<T>> {
        let Some(typed) = self.text(option) else {
            return Ok(None);
        };
        if let Some(value) = read(&typed.trim().to_lowercase()) {
            return Ok(Some(value));
        }
        let choices = match self.command.option(self.subcommand, option) {
            Some(found) => match found.value {
                ValueKind::OneOf(vocabulary) => vocabulary.choices(),
                _ => Vec::new(),
            },
            None => Vec::new(),
        };
        // Somebody who types the label instead of choosing it means the same.
        if let Some(value) = choices
            .iter()
            .find(|choice| choice.label.eq_ignore_ascii_case(typed.trim()))
            .and_then(|choice| read(&choice.value))
        {
            return Ok(Some(value));
        }
        let known: Vec<String> = choices
            .iter()
            .map(|choice| format!("`{}`", choice.value))
            .collect();
        Err(UsageProblem::new(
            option,
            Some(&typed),
            format!("`{option}` is one of {}.", known.join(", ")),
        ))
    }

    /// A whole number within the option's bounds.
    pub(super) fn number<T: TryFrom<i64>>(&self, option: &str) -> Read<Option<T>> {
        let Some(given) = self.call.options.get(option) else {
            return Ok(None);
        };
        let bounds = self.command.option(self.subcommand, option);
        let (least, most) = match bounds.map(|option| option.value) {
            Some(ValueKind::Number(least, most)) => (least, most),
            _ => (0, i64::MAX),
        };
        let number = match given {
            OptionValue::Integer(number) => Some(*number),
            OptionValue::Text(text) => text.trim().parse().ok(),
            _ => None,
        };
        number
            .filter(|number| (least..=most).contains(number))
            .and_then(|number| T::try_from(number).ok())
            .map(Some)
            .ok_or_else(|| {
                UsageProblem::new(
                    option,
                    self.text(option).as_deref(),
                    format!("`{option}` is a whole number from {least} to {most}."),
                )
            })
    }

    pub(super) fn budget(&self) -> Read<Option<Budget>> {
        let Some(typed) = self.text("budget") else {
            return Ok(None);
        };
        parse_budget(&typed).map(Some).ok_or_else(|| {
            UsageProblem::new(
                "budget",
                Some(&typed),
                "A budget is an amount of zero or more, such as `$200`, `200 EUR`, \
                 `30 USD a month` or `nothing`.",
            )
        })
    }

    pub(super) fn day(&self, option: &str) -> Read<Option<Date>> {
        let Some(typed) = self.text(option) else {
            return Ok(None);
        };
        parse_day(&typed, self.today).map(Some).ok_or_else(|| {
            UsageProblem::new(
                option,
                Some(&typed),
                format!(
                    "A day is written as year-month-day, such as `{}`.",
                    self.today
                ),
            )
        })
    }

    pub(super) fn find(&self, typed: &str, option: &str) -> Found {
        let kinds = match self.command.option(self.subcommand, option) {
            Some(found) => names::kinds(found.value),
            None => &[],
        };
        names::find(self.catalog, typed, kinds)
    }

    pub(super) fn entry(&self, option: &str, ask: impl Fn(EntryId) -> Question) -> Read<EntryId> {
        self.optional_entry(option, ask)?
            .ok_or_else(|| self.missing(option))
    }

    pub(super) fn optional_entry(
        &self,
        option: &str,
        ask: impl Fn(EntryId) -> Question,
    ) -> Read<Option<EntryId>> {
        let Some(typed) = self.text(option) else {
            return Ok(None);
        };
        match self.find(&typed, option) {
            Found::One(id) => Ok(Some(id)),
            Found::Near(near) => {
                let message = if near.is_empty() {
                    "The catalogue has nothing by this name. `/browse` lists what it has."
                } else {
                    "The catalogue has nothing by exactly this name. Did you mean one of these?"
                };
                let mut problem = UsageProblem::new(option, Some(&typed), message);
                problem.near = near.into_iter().map(ask).collect();
                Err(problem)
            }
        }
    }
}
