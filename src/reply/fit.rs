//! The last step of every reply: whatever the catalogue or a member put into it, Discord takes it.

use std::collections::HashSet;

use super::cut::shorten;
use super::limits::{self, length};
use super::markdown::clean;
use super::{Button, CustomId, Form, Reply, Row, Select, Target};

/// Shown where nothing is left to show.
const NOTHING: &str = "…";

/// The reply within all of Discord's limits. What is too long is cut at a sentence, what is too many
/// is left out; a reply that was within them comes back unchanged.
pub fn fit(mut reply: Reply) -> Reply {
    reply.quote = reply.quote.take().filter(|quote| !is_blank(quote));
    if let Some(quote) = &mut reply.quote {
        // Two characters go to the mark of a quote.
        shorten_in_place(quote, limits::CONTENT - 2);
    }
    reply.title = reply.title.take().filter(|title| !is_blank(title));
    if let Some(title) = &mut reply.title {
        shorten_in_place(title, limits::TITLE);
    }
    shorten_in_place(&mut reply.text, limits::DESCRIPTION);
    if is_blank(&reply.text) {
        reply.text.clear();
    }
    reply.fields.retain(|field| !is_blank(&field.value));
    reply.fields.truncate(limits::FIELDS);
    for field in &mut reply.fields {
        shorten_in_place(&mut field.name, limits::FIELD_NAME);
        shorten_in_place(&mut field.value, limits::FIELD_VALUE);
        if is_blank(&field.name) {
            NOTHING.clone_into(&mut field.name);
        }
    }
    reply.footer = reply.footer.take().filter(|footer| !is_blank(footer));
    if let Some(footer) = &mut reply.footer {
        shorten_in_place(footer, limits::FOOTER);
    }
    fit_total(&mut reply);
    let nothing_to_read = reply.title.is_none() && reply.text.is_empty() && reply.fields.is_empty();
    if nothing_to_read && reply.files.is_empty() {
        NOTHING.clone_into(&mut reply.text);
    }
    fit_rows(&mut reply.rows);
    reply.files.truncate(limits::FILES);
    for file in &mut reply.files {
        file.description = file.description.take().filter(|text| !is_blank(text));
        if let Some(description) = &mut file.description {
            shorten_in_place(description, limits::FILE_DESCRIPTION);
        }
    }
    reply
}

/// The form within all of Discord's limits.
pub fn fit_form(mut form: Form) -> Form {
    form.title = label(&form.title, limits::FORM_TITLE);
    form.inputs.truncate(limits::FORM_INPUTS);
    for input in &mut form.inputs {
        input.label = label(&input.label, limits::INPUT_LABEL);
        if length(&input.value) > limits::INPUT_VALUE {
            input.value = shorten(&input.value, limits::INPUT_VALUE);
        }
        if let Some(placeholder) = &mut input.placeholder {
            shorten_in_place(placeholder, limits::INPUT_PLACEHOLDER);
        }
        input.max_length = input.max_length.clamp(1, 4_000);
        // Discord refuses a form whose own text is longer than it allows.
        let needed = u16::try_from(length(&input.value)).unwrap_or(4_000);
        input.max_length = input.max_length.max(needed.min(4_000));
    }
    form
}

/// A text for a button, option or form, where Discord reads no Markdown; never empty.
pub fn label(text: &str, limit: usize) -> String {
    let text = shorten(&clean(text), limit);
    if is_blank(&text) {
        NOTHING.to_owned()
    } else {
        text
    }
}

/// Title, text, fields and footer have a limit together. What comes last gives way first.
fn fit_total(reply: &mut Reply) {
    let fixed = reply.title.as_deref().map_or(0, length)
        + reply.footer.as_deref().map_or(0, length)
        + length(&reply.text);
    let mut left = limits::EMBED_TOTAL.saturating_sub(fixed);
    let mut kept = 0;
    for field in &reply.fields {
        let size = length(&field.name) + length(&field.value);
        if size > left {
            break;
        }
        left -= size;
        kept += 1;
    }
    reply.fields.truncate(kept);
    if fixed > limits::EMBED_TOTAL {
        let room = limits::EMBED_TOTAL - (fixed - reply.footer.as_deref().map_or(0, length));
        if let Some(footer) = &mut reply.footer {
            shorten_in_place(footer, room);
        }
    }
}

fn fit_rows(rows: &mut Vec<Row>) {
    let mut seen: HashSet<CustomId> = HashSet::new();
    let mut fitted: Vec<Row> = Vec::new();
    for row in rows.drain(..) {
        match row {
            Row::Buttons(buttons) => {
                let buttons: Vec<Button> = buttons
                    .into_iter()
                    .filter_map(|button| fit_button(button, &mut seen))
                    .collect();
                fitted.extend(
                    buttons
                        .chunks(limits::BUTTONS_PER_ROW)
                        .map(|chunk| Row::Buttons(chunk.to_vec())),
                );
            }
            Row::Select(select) => fitted.extend(fit_select(select, &mut seen).map(Row::Select)),
        }
    }
    fitted.truncate(limits::ROWS);
    *rows = fitted;
}

fn fit_button(mut button: Button, seen: &mut HashSet<CustomId>) -> Option<Button> {
    let usable = match &button.target {
        Target::Action(id) => seen.insert(id.clone()),
        Target::Link(address) => address.starts_with("https://") && length(address) <= limits::LINK,
    };
    button.label = label(&button.label, limits::BUTTON_LABEL);
    usable.then_some(button)
}

fn fit_select(mut select: Select, seen: &mut HashSet<CustomId>) -> Option<Select> {
    let mut values = HashSet::new();
    select.options.retain(|option| {
        (1..=limits::OPTION_TEXT).contains(&length(&option.value))
            && values.insert(option.value.clone())
    });
    select.options.truncate(limits::OPTIONS);
    if select.options.is_empty() || !seen.insert(select.id.clone()) {
        return None;
    }
    let count = u8::try_from(select.options.len()).unwrap_or(u8::MAX);
    let most = select.choose.1.clamp(1, count);
    select.choose = (select.choose.0.min(most), most);
    let mut chosen = 0;
    for option in &mut select.options {
        option.label = label(&option.label, limits::OPTION_TEXT);
        option.description = option.description.take().filter(|text| !is_blank(text));
        if let Some(description) = &mut option.description {
            *description = label(description, limits::OPTION_TEXT);
        }
        option.chosen &= chosen < most;
        chosen += u8::from(option.chosen);
    }
    shorten_in_place(&mut select.placeholder, limits::PLACEHOLDER);
    Some(select)
}

fn shorten_in_place(text: &mut String, limit: usize) {
    if length(text) > limit {
        *text = shorten(text, limit);
    }
}

/// Whether Discord, which trims texts, would find nothing in it.
fn is_blank(text: &str) -> bool {
    text.chars().all(|character| {
        character.is_whitespace()
            || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}
