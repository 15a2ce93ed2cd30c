//! What the bot sent, kept so that tests can look at it.

use std::time::Duration;

use serde_json::Value;

/// A file of a multipart request.
#[derive(Clone, Debug)]
pub struct RecordedFile {
    /// The name of the form's part, such as `files[0]`.
    pub part: String,
    /// The file's name.
    pub filename: String,
    /// The media type that was sent.
    pub content_type: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// One REST request and its answer.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Time since the stand-in started.
    pub at: Duration,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path without `/api/v10`, beginning with a slash.
    pub path: String,
    /// The query, empty when there is none.
    pub query: String,
    /// Whether the bot's token was sent with it.
    pub authorized: bool,
    /// The media type of the body.
    pub content_type: Option<String>,
    /// The JSON body, or the `payload_json` of a form.
    pub body: Option<Value>,
    /// The files of a form.
    pub files: Vec<RecordedFile>,
    /// The status of the answer; `None` when the connection was cut instead.
    pub status: Option<u16>,
    /// The JSON of the answer, `null` when it had none.
    pub response: Value,
}

impl Recorded {
    /// Whether Discord did what was asked.
    pub fn succeeded(&self) -> bool {
        self.status
            .is_some_and(|status| (200..300).contains(&status))
    }
}
