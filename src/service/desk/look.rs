//! How the desk's messages look.

use super::drafts::cut;
use crate::domain::{EntryId, format_date};
use crate::moderation::{ModerationAction, Person, Revision, diff};
use crate::reply::{
    Button, ButtonStyle, Field, Reply, Row, Select, SelectOption, Target, Tone, escape, label,
};

/// A title and a text.
pub(super) fn plain(title: &str, text: &str) -> Reply {
    Reply {
        title: Some(title.to_owned()),
        text: text.to_owned(),
        ..Reply::default()
    }
}

/// Something that was not done.
pub(super) fn problem(title: &str, text: &str) -> Reply {
    Reply {
        tone: Tone::Problem,
        ..plain(title, text)
    }
}

pub(super) fn field(name: &str, value: &str) -> Field {
    Field {
        name: name.to_owned(),
        value: value.to_owned(),
    }
}

/// A button; none where its id would be too long, which no action's is.
pub(super) fn button(text: &str, style: ButtonStyle, action: &ModerationAction) -> Option<Button> {
    Some(Button {
        label: label(text, 80),
        style,
        target: Target::Action(action.custom_id()?),
        disabled: false,
    })
}

/// A row of those buttons that could be made.
pub(super) fn row(buttons: impl IntoIterator<Item = Option<Button>>) -> Option<Row> {
    let buttons: Vec<Button> = buttons.into_iter().flatten().collect();
    (!buttons.is_empty()).then_some(Row::Buttons(buttons))
}

/// A select from which one option is chosen.
pub(super) fn select(
    placeholder: &str,
    action: &ModerationAction,
    options: Vec<SelectOption>,
) -> Option<Row> {
    (!options.is_empty()).then_some(())?;
    Some(Row::Select(Select {
        id: action.custom_id()?,
        placeholder: placeholder.to_owned(),
        options: options.into_iter().take(25).collect(),
        choose: (1, 1),
    }))
}

pub(super) fn option(value: String, text: &str, description: Option<String>) -> SelectOption {
    SelectOption {
        label: label(text, 100),
        value,
        description,
        chosen: false,
    }
}

/// *Earlier* and *Later* under a list in pages.
pub(super) fn turn(
    page: u32,
    has_more: bool,
    to: impl Fn(u32) -> ModerationAction,
) -> Vec<Option<Button>> {
    let mut buttons = Vec::new();
    if page > 0 {
        buttons.push(button("◀ Back", ButtonStyle::Secondary, &to(page - 1)));
    }
    if has_more {
        buttons.push(button("More ▶", ButtonStyle::Secondary, &to(page + 1)));
    }
    buttons
}

pub(super) fn name(person: Option<&Person>) -> String {
    person.map_or_else(
        || "a former moderator".to_owned(),
        |person| escape(&person.name),
    )
}

/// `**#12** · 22 Nov 2026 · Mia edited `aws-mls``
pub(super) fn revision_line(revision: &Revision, taken_back_by: Option<u64>) -> String {
    let undoes = revision
        .undoes
        .map_or_else(String::new, |number| format!(" #{number}:"));
    let mut line = format!(
        "**#{}** · {} · {} {}{undoes} {}",
        revision.number,
        format_date(revision.at.date()),
        name(revision.author.as_ref()),
        revision.kind.label(),
        diff::summary(&revision.changes),
    );
    if revision.approver.is_some() {
        line.push_str(&format!(
            " · approved by {}",
            name(revision.approver.as_ref())
        ));
    }
    if let Some(by) = taken_back_by {
        line.push_str(&format!(" · taken back by #{by}"));
    }
    line
}

/// Revisions with what they changed, the newest first: as many as leave room for what follows.
pub(super) fn revisions<'a>(
    all: impl ExactSizeIterator<Item = &'a Revision>,
    most_of_each: usize,
) -> String {
    const SHOWN: usize = 3;
    let more = all.len().saturating_sub(SHOWN);
    let mut parts: Vec<String> = all
        .take(SHOWN)
        .map(|revision| {
            format!(
                "{}\n{}",
                revision_line(revision, None),
                cut(&diff::render(&revision.changes), most_of_each)
            )
        })
        .collect();
    if more > 0 {
        parts.push(format!("and {more} more, see `/catalog history`"));
    }
    parts.join("\n\n")
}

/// Somebody's words as a quotation, each line of them.
pub(super) fn quoted(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!("> {}", escape(line)))
        .collect();
    lines.join("\n")
}

/// A number with its noun.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `Name of the entry` for titles.
pub(super) fn entry_name(catalog: &crate::catalog::Catalog, id: &EntryId) -> String {
    escape(catalog.short(id))
}
