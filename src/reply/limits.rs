//! Discord's limits, each named once.
//!
//! Discord counts characters; where it is unclear whether an emoji counts once or twice, twice is
//! assumed, so that no reading of the limits refuses a reply.

/// Characters of a message's own text, above the embed.
pub const CONTENT: usize = 2_000;
/// Characters of an embed's title.
pub const TITLE: usize = 256;
/// Characters of an embed's text.
pub const DESCRIPTION: usize = 4_096;
/// Fields of an embed.
pub const FIELDS: usize = 25;
/// Characters of a field's name.
pub const FIELD_NAME: usize = 256;
/// Characters of a field's text.
pub const FIELD_VALUE: usize = 1_024;
/// Characters of an embed's footer.
pub const FOOTER: usize = 2_048;
/// Characters of title, text, fields and footer together.
pub const EMBED_TOTAL: usize = 6_000;
/// Rows of components below a message.
pub const ROWS: usize = 5;
/// Buttons in a row.
pub const BUTTONS_PER_ROW: usize = 5;
/// Characters of a button's label.
pub const BUTTON_LABEL: usize = 80;
/// Characters of a link button's address.
pub const LINK: usize = 512;
/// Options of a select.
pub const OPTIONS: usize = 25;
/// Characters of an option's label, value or description.
pub const OPTION_TEXT: usize = 100;
/// Characters of a select's placeholder.
pub const PLACEHOLDER: usize = 150;
/// Files attached to a message.
pub const FILES: usize = 10;
/// Characters that describe a file.
pub const FILE_DESCRIPTION: usize = 1_024;
/// Characters of a form's title.
pub const FORM_TITLE: usize = 45;
/// Inputs of a form.
pub const FORM_INPUTS: usize = 5;
/// Characters of an input's label.
pub const INPUT_LABEL: usize = 45;
/// Characters of an input's text.
pub const INPUT_VALUE: usize = 4_000;
/// Characters of an input's placeholder.
pub const INPUT_PLACEHOLDER: usize = 100;

/// Characters on the first page of a reply: about one screen of a phone.
pub const FIRST_PAGE: usize = 900;
/// Characters on each page after it: whoever pressed *More* wants to read.
pub const NEXT_PAGE: usize = 1_800;
/// Characters of a question that a reply quotes.
pub const QUOTE: usize = 300;

/// The length of a text as the stricter reading of Discord's limits counts it.
pub fn length(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
