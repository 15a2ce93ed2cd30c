//! What the bot says about itself rather than about certifications. The wording is in
//! `catalog/replies/notice-*.md`.

use minijinja::{Value, context};

use crate::advice::answer;
use crate::domain::Question;

use super::buttons;
use super::fit::fit;
use super::render::{ReplyContext, broken, render};
use super::{Action, Reply, Row, Tone, Visibility, limits};

/// Something that the bot says about itself. Always private.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// Too many messages in a short time.
    SlowDown,
    /// A button or form of another version.
    OutOfDate,
    /// What the asker holds or refuses has been forgotten, and must be said again.
    Forgotten,
    /// Nothing was done, as asked.
    Cancelled,
    /// What to do when an answer missed the question.
    NotWhatIAsked,
    /// Something went wrong inside.
    Failed,
}

impl Notice {
    fn file(self) -> &'static str {
        match self {
            Self::SlowDown => "notice-slow-down.md",
            Self::OutOfDate => "notice-out-of-date.md",
            Self::Forgotten => "notice-forgotten.md",
            Self::Cancelled => "notice-cancelled.md",
            Self::NotWhatIAsked => "notice-not-what-i-asked.md",
            Self::Failed => "notice-failed.md",
        }
    }
}

/// The reply that says it.
pub fn notice(context: &ReplyContext<'_>, notice: Notice) -> Reply {
    let values = context! {};
    let mut reply = written(context, notice.file(), &values);
    reply.tone = match notice {
        Notice::SlowDown | Notice::OutOfDate | Notice::Forgotten => Tone::Caution,
        Notice::Failed => Tone::Problem,
        Notice::Cancelled | Notice::NotWhatIAsked => Tone::Neutral,
    };
    if matches!(notice, Notice::NotWhatIAsked | Notice::Forgotten) {
        reply.rows = buttons::for_start(context);
    }
    fit(reply)
}

/// Says what is wrong with how a command was called, and offers what may have been meant: each of
/// `near` works when it is pressed.
pub fn usage(
    context: &ReplyContext<'_>,
    message: &str,
    typed: Option<&str>,
    near: &[Question],
) -> Reply {
    let message = Value::from_safe_string(super::markdown::prose(message));
    let values = context! { message, typed };
    let mut reply = written(context, "usage.md", &values);
    if !near.is_empty() {
        let choices = Question::Clarify(near.to_vec());
        reply.rows = render(
            context,
            &answer(context.catalog, &choices, context.today),
            0,
        )
        .rows;
    }
    reply.tone = Tone::Caution;
    fit(reply)
}

/// Puts *Share* under a private reply.
pub fn with_share(context: &ReplyContext<'_>, mut reply: Reply, share: &Action) -> Reply {
    if let Some(button) = buttons::share(context, share) {
        match reply.rows.last_mut() {
            Some(Row::Buttons(buttons)) if buttons.len() < limits::BUTTONS_PER_ROW => {
                buttons.push(button);
            }
            _ => reply.rows.push(Row::Buttons(vec![button])),
        }
    }
    fit(reply)
}

fn written(context: &ReplyContext<'_>, file: &str, values: &Value) -> Reply {
    let part = |part: &str| context.templates.render(file, part, values);
    let mut reply = match part("title").and_then(|title| Ok((title, part("0")?))) {
        Ok((title, text)) => Reply {
            title: Some(title),
            text,
            ..Reply::default()
        },
        Err(error) => broken(&error),
    };
    reply.visibility = Visibility::Private;
    reply
}
