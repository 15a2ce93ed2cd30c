//! Forms over the entries: Discord's forms have five inputs, so an entry has several pages.

mod apply;
mod citations;
mod pages;
mod source;
mod text;
mod values;

pub use apply::{Applied, FormContext, InputProblem, check_again};
pub use pages::{Page, page, pages};
pub(super) use source::slug;
pub use source::{NamedSource, own_words};
pub(crate) use values::shown;

use std::collections::BTreeMap;

use toml::Table;

use crate::reply::{CustomId, Form, Input, fit_form, limits};

/// What was typed, by the name of the input.
pub type Typed = BTreeMap<String, String>;

/// The form of a page, filled with the entry's values; what was typed before wins over them.
///
/// A value that is longer than Discord takes is left out, and stays as it is: cut short, it would
/// come back as an edit.
pub fn form(id: CustomId, page: &'static Page, entry: &Table, typed: Option<&Typed>) -> Form {
    let inputs: Vec<Input> = page
        .inputs
        .iter()
        .filter_map(|input| {
            let value = typed
                .and_then(|typed| typed.get(input.name))
                .cloned()
                .unwrap_or_else(|| text::text(&input.shape, entry));
            (limits::length(&value) <= limits::INPUT_VALUE).then(|| Input {
                name: input.name.to_owned(),
                label: input.label.to_owned(),
                value,
                placeholder: (!input.hint.is_empty()).then(|| input.hint.to_owned()),
                multiline: input.shape.is_multiline(),
                required: input.required,
                max_length: input.shape.max_length(),
            })
        })
        .collect();
    let title = if inputs.len() == page.inputs.len() {
        page.title.to_owned()
    } else {
        format!("{} (not all fits)", page.title)
    };
    fit_form(Form { id, title, inputs })
}
