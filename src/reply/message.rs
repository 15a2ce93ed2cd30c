//! A reply as plain data: what Discord, the page and the terminal each show in their own way.

use std::fmt;

/// Who sees a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Visibility {
    /// Everybody in the channel.
    #[default]
    Public,
    /// Only the person who asked.
    Private,
}

/// The tone of a reply, shown as the colour of its bar; never the only sign of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// A plain fact.
    #[default]
    Neutral,
    /// A recommendation, or something that worked.
    Good,
    /// Something to be careful with.
    Caution,
    /// Something that is over or went wrong.
    Problem,
}

/// A message to be sent. Discord's limits hold for every value that `reply` hands out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reply {
    /// The asker's words, quoted above the answer where nobody else would see them. Already escaped.
    pub quote: Option<String>,
    /// Title of the embed.
    pub title: Option<String>,
    /// The answer, in Discord's Markdown.
    pub text: String,
    /// Titled paragraphs after the text, one below the other.
    pub fields: Vec<Field>,
    /// Sources and dates.
    pub footer: Option<String>,
    /// The tone.
    pub tone: Tone,
    /// Buttons and selects below the message, at most five rows.
    pub rows: Vec<Row>,
    /// Attached files.
    pub files: Vec<File>,
    /// Who sees it.
    pub visibility: Visibility,
}

/// A titled paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// A few words.
    pub name: String,
    /// The paragraph.
    pub value: String,
}

/// One row below a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// One to five buttons.
    Buttons(Vec<Button>),
    /// One select.
    Select(Select),
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ButtonStyle {
    /// The one that most people want.
    Primary,
    /// All others.
    #[default]
    Secondary,
    /// Confirms.
    Success,
    /// Takes something away.
    Danger,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Comes back to the bot.
    Action(CustomId),
    /// Opens an https address.
    Link(String),
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// At most 80 characters; a few words read best.
    pub label: String,
    /// How it looks; links have their own look.
    pub style: ButtonStyle,
    /// What it does.
    pub target: Target,
    /// Shown, but cannot be pressed.
    pub disabled: bool,
}

/// A select with up to 25 options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    /// Comes back to the bot with the chosen values.
    pub id: CustomId,
    /// Shown while nothing is chosen, at most 150 characters.
    pub placeholder: String,
    /// The options.
    pub options: Vec<SelectOption>,
    /// How many must and may be chosen.
    pub choose: (u8, u8),
}

/// One option of a select.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// At most 100 characters.
    pub label: String,
    /// A short stable code, at most 100 characters.
    pub value: String,
    /// At most 100 characters.
    pub description: Option<String>,
    /// Chosen already.
    pub chosen: bool,
}

/// An attached file.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    /// Name with ending.
    pub name: String,
    /// What it shows, for those who cannot see it; at most 1,024 characters.
    pub description: Option<String>,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "File({}, {} bytes)", self.name, self.bytes.len())
    }
}

/// A form: one to five text inputs in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Comes back to the bot with what was typed.
    pub id: CustomId,
    /// At most 45 characters.
    pub title: String,
    /// One to five.
    pub inputs: Vec<Input>,
}

/// One text input of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Name of the value within the form.
    pub name: String,
    /// At most 45 characters.
    pub label: String,
    /// What stands in it at first, at most 4,000 characters.
    pub value: String,
    /// Shown while it is empty, at most 100 characters.
    pub placeholder: Option<String>,
    /// Whether it may span lines.
    pub multiline: bool,
    /// Whether something must be typed.
    pub required: bool,
    /// Most characters, 1 to 4,000.
    pub max_length: u16,
}

/// A text of at most 100 characters that comes back when a component is used.
///
/// It carries a version and everything that is needed to act on it, so that a button still works
/// after a restart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CustomId(String);

impl CustomId {
    /// Discord's limit, in characters.
    pub const MAX_LENGTH: usize = 100;

    /// `None` where the text is empty or too long.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        let text = text.into();
        (1..=Self::MAX_LENGTH)
            .contains(&text.chars().count())
            .then_some(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
