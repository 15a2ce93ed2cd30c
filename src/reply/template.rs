//! The wording of replies: templates and phrases from `catalog/replies/`, compiled once per catalogue.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use minijinja::value::{Object, ObjectRepr};
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value, context,
};

use crate::catalog::{Catalog, Finding, Place, Section};
use crate::domain::{EntryId, Provenance};

use super::figure::{Doubt, Figure, Scope};
use super::{functions, markdown};

/// The wording that the program is built with; a catalogue's own files take its place one by one.
static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/catalog/replies");

/// The file of phrases: one line each, `key: text`.
const PHRASES: &str = "phrases.md";
/// Between what is shown at first and what stands behind *More*.
const MORE: &str = "<!-- more -->";
/// Instructions that one template may run; the longest shipped one needs a hundredth of it.
const FUEL: u64 = 200_000;

/// Every template of a catalogue, ready to be rendered.
pub struct Templates {
    environment: Environment<'static>,
    /// For each reply its number of parts.
    parts: HashMap<String, usize>,
    /// Phrases without anything to fill in.
    fixed: HashMap<String, Arc<str>>,
}

impl fmt::Debug for Templates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Templates({} replies)", self.parts.len())
    }
}

impl Templates {
    /// Compiles the wording of a catalogue and every template in its prose. All mistakes at once.
    pub fn new(catalog: &Catalog) -> Result<Self, Vec<Finding>> {
        let mut templates = Self {
            environment: environment(),
            parts: HashMap::new(),
            fixed: HashMap::new(),
        };
        let mut findings = Vec::new();
        for (name, built_in) in built_in() {
            let own = catalog.templates().get(name);
            if name == PHRASES {
                templates.add_phrases(built_in, &mut findings);
                if let Some(own) = own {
                    templates.add_phrases(own, &mut findings);
                }
            } else {
                let text = own.map_or(built_in, String::as_str);
                templates.add_reply(name, text, &mut findings);
            }
        }
        for name in catalog.templates().keys() {
            if built_in().all(|(known, _)| known != name) {
                findings.push(Finding {
                    place: Place::Item(Section::Replies, name.clone()),
                    field: String::new(),
                    line: 0,
                    what: format!("no reply uses a template \"{name}\""),
                    hint: format!("rename it to one of: {}", names().join(", ")),
                });
            }
        }
        super::prose::each(catalog, |prose| {
            if is_template(prose.text) {
                let name = prose_name(prose.entry.as_str(), &prose.field);
                let added = templates
                    .environment
                    .add_template_owned(name, prose.text.to_owned());
                if let Err(error) = added {
                    findings.push(prose.finding(&error));
                }
            }
        });
        if findings.is_empty() {
            Ok(templates)
        } else {
            Err(findings)
        }
    }

    fn add_reply(&mut self, name: &str, text: &str, findings: &mut Vec<Finding>) {
        let text = text.replace("\r\n", "\n");
        let Some((title, body)) = text
            .strip_prefix("# ")
            .and_then(|text| text.split_once('\n'))
        else {
            findings.push(Finding {
                place: Place::Item(Section::Replies, name.to_owned()),
                field: String::new(),
                line: 0,
                what: "a template begins with the reply's title".to_owned(),
                hint: "write \"# \" and the title on its first line".to_owned(),
            });
            return;
        };
        self.add(name, &format!("{name}#title"), title, 0, findings);
        let mut line = 1;
        let mut count = 0;
        for part in body.split(MORE) {
            self.add(name, &format!("{name}#{count}"), part, line, findings);
            line += part.matches('\n').count();
            count += 1;
        }
        self.parts.insert(name.to_owned(), count);
    }

    fn add_phrases(&mut self, text: &str, findings: &mut Vec<Finding>) {
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') || line.starts_with("<!--") {
                continue;
            }
            match line.split_once(": ") {
                Some((key, phrase)) if !key.contains(' ') => {
                    self.add(PHRASES, &phrase_name(key), phrase, number, findings);
                    if is_template(phrase) {
                        self.fixed.remove(key);
                    } else {
                        self.fixed.insert(key.to_owned(), Arc::from(phrase));
                    }
                }
                _ => findings.push(Finding {
                    place: Place::Item(Section::Replies, PHRASES.to_owned()),
                    field: String::new(),
                    line: number,
                    what: "this line is not a phrase".to_owned(),
                    hint: "write \"key: text\" on one line".to_owned(),
                }),
            }
        }
    }

    fn add(
        &mut self,
        file: &str,
        name: &str,
        text: &str,
        lines_before: usize,
        findings: &mut Vec<Finding>,
    ) {
        // Empty lines keep the numbers of the lines as they are in the file.
        let text = "\n".repeat(lines_before) + &without_control_lines(text);
        if let Err(error) = self.environment.add_template_owned(name.to_owned(), text) {
            findings.push(finding(
                Place::Item(Section::Replies, file.to_owned()),
                "",
                &error,
            ));
        }
    }

    /// How many parts a reply has: what is shown at first, and what stands behind *More*.
    pub(super) fn parts(&self, reply: &str) -> usize {
        self.parts.get(reply).copied().unwrap_or(0)
    }

    /// Renders one part of a reply, or its title where `part` is `title`.
    pub(super) fn render(&self, reply: &str, part: &str, values: &Value) -> Result<String, Error> {
        let template = self.environment.get_template(&format!("{reply}#{part}"))?;
        Ok(tidy(&template.render(values.clone())?))
    }

    /// Renders prose of an entry, for the check.
    pub(super) fn prose(
        &self,
        entry: &EntryId,
        field: &str,
        text: &str,
        scope: &Value,
    ) -> Result<String, Error> {
        if !is_template(text) {
            return Ok(markdown::prose(text));
        }
        let name = prose_name(entry.as_str(), field);
        let template = self.environment.get_template(&name)?;
        let rendered = template.render(context! { scope => scope.clone() })?;
        Ok(markdown::prose(&rendered))
    }

    /// A phrase that is written where a template puts it.
    pub(super) fn phrase(&self, key: &'static str, values: Value) -> Value {
        match self.fixed.get(key) {
            Some(text) => Value::from_safe_string(text.to_string()),
            None => Value::from_object(Written {
                text: Text::Phrase(key),
                values,
                sources: Vec::new(),
                is_marked: false,
            }),
        }
    }

    /// A phrase as plain text, for labels, where Discord reads no Markdown.
    pub(super) fn label(&self, key: &str, values: Value) -> Result<String, Error> {
        if let Some(text) = self.fixed.get(key) {
            return Ok(text.to_string());
        }
        let template = self.environment.get_template(&phrase_name(key))?;
        Ok(markdown::without_markdown(template.render(values)?.trim()))
    }
}

/// Prose that is written where a template puts it: an entry's text at `field`.
pub(super) fn prose(entry: &EntryId, field: &str, text: &str) -> Value {
    if is_template(text) {
        Written::of_prose(entry, field, text, None, false)
    } else {
        Value::from_safe_string(markdown::prose(text))
    }
}

/// Prose with a source of its own, noted for the footer where it is written. `is_marked`: its doubt
/// is told behind it.
pub(super) fn sourced_prose(
    entry: &EntryId,
    field: &str,
    text: &str,
    source: &Provenance,
    is_marked: bool,
) -> Value {
    Written::of_prose(entry, field, text, Some(source), is_marked)
}

/// A text that is written late, so that what it cites is cited by the part of the reply it is in.
#[derive(Debug)]
struct Written {
    text: Text,
    values: Value,
    sources: Vec<Provenance>,
    is_marked: bool,
}

#[derive(Debug)]
enum Text {
    Phrase(&'static str),
    ProseTemplate(String),
    Prose(String),
}

impl Written {
    fn of_prose(
        entry: &EntryId,
        field: &str,
        text: &str,
        source: Option<&Provenance>,
        is_marked: bool,
    ) -> Value {
        let text = if is_template(text) {
            Text::ProseTemplate(prose_name(entry.as_str(), field))
        } else {
            Text::Prose(markdown::prose(text))
        };
        Value::from_object(Self {
            text,
            values: Value::from(()),
            sources: source.into_iter().cloned().collect(),
            is_marked,
        })
    }

    fn write(&self, out: &mut Output, state: &State) -> Result<(), Error> {
        let scope_value = state.lookup("scope");
        let render = |name: &str, values: Value| state.env().get_template(name)?.render(values);
        let text = match &self.text {
            Text::Prose(text) => text.clone(),
            Text::ProseTemplate(name) => {
                markdown::prose(&render(name, context! { scope => scope_value })?)
            }
            Text::Phrase(key) => {
                let values = context! { scope => scope_value, ..self.values.clone() };
                render(&phrase_name(key), values)?.trim().to_owned()
            }
        };
        out.write_str(&text)?;
        if self.sources.is_empty() {
            return Ok(());
        }
        let figure = Figure {
            text,
            sources: self.sources.clone(),
            estimate: false,
        };
        let doubt = scope(state)?.cite_figure(&figure);
        if let Some(doubt) = doubt.filter(|_| self.is_marked) {
            write_doubt(out, state, doubt)?;
        }
        Ok(())
    }
}

impl Object for Written {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

/// The built-in files.
fn built_in() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUILT_IN
        .files()
        .filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)))
}

fn names() -> Vec<&'static str> {
    built_in().map(|(name, _)| name).collect()
}

fn phrase_name(key: &str) -> String {
    format!("{PHRASES}#{key}")
}

fn prose_name(entry: &str, field: &str) -> String {
    format!("{entry}/{field}")
}

fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("{%") || text.contains("{#")
}

/// A template error as `check` reports it.
pub(super) fn finding(place: Place, field: &str, error: &Error) -> Finding {
    let what = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    let hint = match error.kind() {
        ErrorKind::SyntaxError => {
            "templates are written as {{ fee(\"google-pmle\") }} or {% if … %}"
        }
        ErrorKind::UnknownFunction | ErrorKind::UnknownFilter | ErrorKind::UnknownTest => {
            "README, \"Prose\", lists what there is"
        }
        ErrorKind::UndefinedError => "this reply has no value of that name",
        ErrorKind::OutOfFuel => "the template runs too long: shorten its loops",
        _ => "mend the template",
    };
    Finding {
        place,
        field: field.to_owned(),
        line: error.line().map_or(0, |line| line.saturating_sub(1)),
        what,
        hint: hint.to_owned(),
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    // Makes what a macro returns or a block sets trusted text, which the formatter leaves alone.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("discord".into()));
    environment.set_formatter(write_value);
    // Nothing that comes from a name may be declared safe by a template.
    environment.remove_filter("safe");
    environment.add_filter("join", joined);
    environment.add_filter("either", either);
    environment.add_filter("sentence", sentence);
    functions::add(&mut environment);
    environment
}

/// Writes a value: prose as it is, figures with their source noted, everything else escaped.
fn write_value(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    if let Some(text) = value.as_str() {
        if value.is_safe() {
            out.write_str(text)?;
        } else {
            out.write_str(&markdown::escape(text))?;
        }
        return Ok(());
    }
    if let Some(figure) = value.downcast_object_ref::<Figure>() {
        out.write_str(&markdown::escape(&figure.text))?;
        if let Some(doubt) = scope(state)?.cite_figure(figure) {
            write_doubt(out, state, doubt)?;
        }
        return Ok(());
    }
    if let Some(written) = value.downcast_object_ref::<Written>() {
        return written.write(out, state);
    }
    if value.is_none() {
        return Err(Error::new(
            ErrorKind::UndefinedError,
            "nothing is known here: ask with {% if … %} before writing it",
        ));
    }
    if value.is_number() || value.kind() == minijinja::value::ValueKind::Bool {
        write!(out, "{value}")?;
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::InvalidOperation,
        "this is a list or a group of values: write its parts",
    ))
}

fn write_doubt(out: &mut Output, state: &State, doubt: Doubt) -> Result<(), Error> {
    let text = state
        .env()
        .get_template(&phrase_name(doubt.phrase()))?
        .render(())?;
    write!(out, " ({})", text.trim())?;
    Ok(())
}

/// What the reply is being written with.
pub(super) fn scope(state: &State) -> Result<Arc<Scope>, Error> {
    state
        .lookup("scope")
        .and_then(|value| value.downcast_object::<Scope>())
        .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "\"scope\" must not be set"))
}

/// `{{ list | join(", ") }}`, each item written as it would be on its own.
fn joined(state: &mut State, list: Value, separator: Option<String>) -> Result<Value, Error> {
    let separator = separator.unwrap_or_default();
    let mut text = String::new();
    for (index, item) in list.try_iter()?.enumerate() {
        if index > 0 {
            text.push_str(&separator);
        }
        text.push_str(&state.format(item)?);
    }
    Ok(Value::from_safe_string(text))
}

/// `{{ names | either("**") }}`: `**A**, **B** or **C**`.
fn either(state: &mut State, list: Value, mark: Option<String>) -> Result<Value, Error> {
    let mark = mark.unwrap_or_default();
    let items: Vec<Value> = list.try_iter()?.collect();
    let count = items.len();
    let mut text = String::new();
    for (index, item) in items.into_iter().enumerate() {
        if index > 0 {
            text.push_str(if index + 1 == count { " or " } else { ", " });
        }
        text.push_str(&mark);
        text.push_str(&state.format(item)?);
        text.push_str(&mark);
    }
    Ok(Value::from_safe_string(text))
}

/// `{{ text | sentence }}`: begins with a capital.
fn sentence(state: &mut State, text: Value) -> Result<Value, Error> {
    let text = state.format(text)?;
    let mut characters = text.chars();
    let capitalized = characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    });
    Ok(Value::from_safe_string(capitalized))
}

/// Moves the end of each line that holds nothing but `{% … %}` into the tag: the line leaves nothing
/// in the reply, and lines keep their numbers.
fn without_control_lines(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let tag = [("{%", "%}"), ("{#", "#}")]
            .into_iter()
            .find(|(start, end)| trimmed.starts_with(start) && trimmed.ends_with(end));
        match tag {
            Some((start, end)) if line.ends_with('\n') && is_all_tags(trimmed, start, end) => {
                let end_at = trimmed.len() - end.len();
                let head = &trimmed[..end_at];
                let (head, dash) = head
                    .strip_suffix('-')
                    .map_or((head, ""), |head| (head, "-"));
                kept.push_str(head);
                kept.push('\n');
                kept.push_str(dash);
                kept.push_str(end);
            }
            _ => kept.push_str(line),
        }
    }
    kept
}

/// Whether a line consists of tags alone.
fn is_all_tags(line: &str, start: &str, end: &str) -> bool {
    let mut rest = line;
    while !rest.is_empty() {
        let Some((_, after)) = rest
            .strip_prefix(start)
            .and_then(|inner| inner.split_once(end))
        else {
            return false;
        };
        rest = after.trim_start();
    }
    true
}

/// Without the empty lines that conditions leave behind: at most one between paragraphs.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !tidied.is_empty() {
            tidied.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        tidied.push_str(line);
    }
    tidied
}
