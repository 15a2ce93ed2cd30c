//! From an answer to a reply: the template filled in, cut into pages, with its buttons and footer.

use std::sync::Arc;

use minijinja::{Error, Value, context};

use crate::advice::{Answer, Body, answer};
use crate::catalog::Catalog;
use crate::domain::{Date, EntryId, Profile, Question, State};

use super::buttons;
use super::cut;
use super::figure::{self, Scope};
use super::fit::fit;
use super::limits;
use super::template::Templates;
use super::view::{View, Writer};
use super::{GuidePage, Reply, Tone, Visibility};

/// A command as the help names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandHelp {
    /// `/plan name [hours] [start]`.
    pub usage: String,
    /// What it does.
    pub description: String,
}

/// What is kept about people, as the reply to `/privacy` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keeps {
    /// Minutes for which a conversation is remembered.
    pub conversation_minutes: u16,
    /// Days for which unanswered questions are kept; 0: not at all.
    pub gap_days: u16,
}

impl Default for Keeps {
    fn default() -> Self {
        Self {
            conversation_minutes: 30,
            gap_days: 90,
        }
    }
}

/// What a reply is written with.
#[derive(Debug, Clone, Copy)]
pub struct ReplyContext<'a> {
    /// The effective catalogue.
    pub catalog: &'a Arc<Catalog>,
    /// Its templates.
    pub templates: &'a Templates,
    /// The day.
    pub today: Date,
    /// The commands that `/help` lists.
    pub commands: &'a [CommandHelp],
    /// What is kept about people.
    pub keeps: Keeps,
    /// Whether the question was typed as text, so that it may have been misunderstood.
    pub is_free_text: bool,
    /// How that text was understood, for *Why?*.
    pub understood: Option<&'a str>,
    /// Entries that the text is also about, to be offered below the answer.
    pub beside: &'a [EntryId],
}

impl<'a> ReplyContext<'a> {
    /// A context for slash commands and buttons.
    pub fn new(catalog: &'a Arc<Catalog>, templates: &'a Templates, today: Date) -> Self {
        Self {
            catalog,
            templates,
            today,
            commands: &[],
            keeps: Keeps::default(),
            is_free_text: false,
            understood: None,
            beside: &[],
        }
    }
}

/// The reply to an answer, at a page: 0 is shown at first, the others stand behind *More*.
///
/// A template that fails, which the check refuses, gives a reply that says so: never silence.
pub fn render(context: &ReplyContext<'_>, answer: &Answer, page: u8) -> Reply {
    let writer = Writer::new(context);
    let mut reply = match write(context, &writer.view(answer), page) {
        Ok(written) => written.into_reply(context, answer),
        Err(error) => broken(&error),
    };
    reply.tone = tone(answer);
    reply.visibility = visibility(answer);
    fit(reply)
}

/// Why the question was answered so: how it was understood, every reason and caution.
pub fn why(context: &ReplyContext<'_>, answer: &Answer) -> Reply {
    let writer = Writer::new(context);
    let mut reply = match write(context, &writer.why(answer), 0) {
        Ok(written) => {
            let mut reply = written.reply();
            reply.rows = buttons::for_why(context, answer);
            reply
        }
        Err(error) => broken(&error),
    };
    reply.visibility = Visibility::Private;
    fit(reply)
}

/// One page of a reply.
struct Written {
    title: String,
    text: String,
    footer: Option<String>,
    page: u8,
    pages: u8,
}

impl Written {
    fn reply(self) -> Reply {
        Reply {
            title: Some(self.title),
            text: self.text,
            footer: self.footer,
            ..Reply::default()
        }
    }

    fn into_reply(self, context: &ReplyContext<'_>, answer: &Answer) -> Reply {
        let rows = buttons::rows(context, answer, &self.text, (self.page, self.pages));
        Reply {
            rows,
            ..self.reply()
        }
    }
}

/// Renders a reply and finds the page asked for; one beyond the last gives the last.
fn write(context: &ReplyContext<'_>, view: &View, page: u8) -> Result<Written, Error> {
    let first_page = if view.is_paged {
        limits::FIRST_PAGE
    } else {
        limits::DESCRIPTION
    };
    let (title, _) = write_part(context, view, "title")?;
    let (text, scope) = write_part(context, view, "0")?;
    let (first, rest) = cut::first_page(&text, first_page);
    let mut rest = rest.to_owned();
    let mut more_scopes = Vec::new();
    for part in 1..context.templates.parts(view.file) {
        let (text, scope) = write_part(context, view, &part.to_string())?;
        if !text.is_empty() {
            if !rest.is_empty() {
                rest.push_str("\n\n");
            }
            rest.push_str(&text);
            more_scopes.push(scope);
        }
    }
    let more = cut::pages(&rest, limits::NEXT_PAGE);
    let pages = u8::try_from(more.len() + 1).unwrap_or(u8::MAX);
    let page = page.min(pages - 1);
    let scopes = std::iter::once(&scope).chain(&more_scopes);
    let (text, scopes): (&str, Vec<&Value>) = match page.checked_sub(1) {
        None => (first, vec![&scope]),
        // What is left of the first part cites what that part cites.
        Some(index) if first.len() < text.trim_end().len() => (
            more.get(usize::from(index)).map_or("", String::as_str),
            scopes.collect(),
        ),
        Some(index) => (
            more.get(usize::from(index)).map_or("", String::as_str),
            more_scopes.iter().collect(),
        ),
    };
    let scopes: Vec<&Scope> = scopes
        .into_iter()
        .filter_map(|scope| scope.downcast_object_ref::<Scope>())
        .collect();
    Ok(Written {
        title,
        text: text.to_owned(),
        footer: figure::footer(context.catalog, &scopes),
        page,
        pages,
    })
}

fn write_part(
    context: &ReplyContext<'_>,
    view: &View,
    part: &str,
) -> Result<(String, Value), Error> {
    let scope = Value::from_object(Scope::new(Arc::clone(context.catalog), context.today));
    let values = context! { scope => scope.clone(), ..view.values.clone() };
    let text = context.templates.render(view.file, part, &values)?;
    Ok((text, scope))
}

/// Renders every part of an answer; the template's file and its error where one does not render.
pub(super) fn try_render(
    context: &ReplyContext<'_>,
    answer: &Answer,
) -> Result<(), (&'static str, Error)> {
    let writer = Writer::new(context);
    for view in [writer.view(answer), writer.why(answer)] {
        write(context, &view, 0).map_err(|error| (view.file, error))?;
    }
    Ok(())
}

/// The form that asks about the asker's situation: what is known so far is chosen already.
pub fn guide_form(context: &ReplyContext<'_>, profile: &Profile, page: GuidePage) -> Reply {
    let question = Question::Advise(Profile::default());
    let answer = answer(context.catalog, &question, context.today);
    let mut reply = match write(context, &Writer::new(context).view(&answer), 0) {
        Ok(written) => written.reply(),
        Err(error) => broken(&error),
    };
    reply.rows = buttons::form(context, profile, page);
    reply.visibility = Visibility::Private;
    fit(reply)
}

pub(super) fn broken(error: &Error) -> Reply {
    let place = match (error.name(), error.line()) {
        (Some(name), Some(line)) => format!("{name}, line {line}"),
        (Some(name), None) => name.to_owned(),
        _ => "a template".to_owned(),
    };
    let place = super::markdown::escape(&place);
    Reply {
        title: Some("I could not write this answer".to_owned()),
        text: format!(
            "The wording of this reply has a mistake ({place}). Please tell a moderator: \
             `certwise check` names it. Other questions still work."
        ),
        tone: Tone::Problem,
        ..Reply::default()
    }
}

fn visibility(answer: &Answer) -> Visibility {
    match answer.body {
        Body::Recommendation(_) | Body::Guided { .. } | Body::Plan(_) | Body::Privacy => {
            Visibility::Private
        }
        _ => Visibility::Public,
    }
}

fn tone(answer: &Answer) -> Tone {
    let status = match &answer.body {
        Body::Recommendation(found) if found.first.is_some() => return Tone::Good,
        Body::Recommendation(_) => return Tone::Caution,
        Body::Card { status, .. } | Body::Costs { status, .. } => status.as_ref(),
        Body::Status { status, .. } | Body::Exam { status, .. } => Some(status),
        Body::Duration(found) => found.status.as_ref(),
        Body::Prerequisites(found) => found.status.as_ref(),
        Body::Renewal(found) => found.status.as_ref(),
        Body::Plan(found) if !found.warnings.is_empty() => return Tone::Caution,
        _ => None,
    };
    match status {
        Some(status) if status.is_over() => Tone::Problem,
        Some(status) if status.ends_soon || status.state != State::Open => Tone::Caution,
        _ => Tone::Neutral,
    }
}
