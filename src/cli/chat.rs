//! `ask`, `chat` and `chat --json`: the adviser on the terminal.

use std::io::{BufRead, Write};

use anyhow::Context;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::discord;
use crate::domain::{Date, DeclineKind, EntryId, Intent};
use crate::language::Conversation;
use crate::reply::plain_text;
use crate::service::{Snapshot, converse, talk};

/// One conversation, as a line of standard input.
#[derive(Debug, Deserialize)]
struct Line {
    id: Value,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    turns: Option<Vec<String>>,
}

/// The answer to its last turn, as a line of standard output.
#[derive(Debug, Serialize)]
struct LineAnswer<'a> {
    id: &'a Value,
    intent: Intent,
    intents: Vec<Intent>,
    entries: &'a [EntryId],
    recommended: &'a [EntryId],
    confidence: f32,
    declined: Option<DeclineKind>,
    explanation: &'a [String],
    text: String,
    reply: Value,
}

/// Answers one question.
pub(super) fn ask(
    snapshot: &Snapshot,
    text: &str,
    today: Date,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let told = talk(
        &snapshot.lexicon,
        &snapshot.context(today),
        text,
        &Conversation::default(),
    );
    writeln!(out, "{}", plain_text(&told.reply))?;
    Ok(())
}

/// Holds a conversation until the input ends or somebody says goodbye.
pub(super) fn chat(
    snapshot: &Snapshot,
    today: Date,
    input: impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    writeln!(
        out,
        "Ask about AI certifications in your own words. An empty line or Ctrl-D ends.\n"
    )?;
    let mut conversation = Conversation::default();
    for line in input.lines() {
        let line = line.context("reading the terminal")?;
        if line.trim().is_empty() {
            break;
        }
        let told = talk(
            &snapshot.lexicon,
            &snapshot.context(today),
            &line,
            &conversation,
        );
        writeln!(out, "\n{}\n", plain_text(&told.reply))?;
        conversation = told.conversation;
    }
    Ok(())
}

/// Answers conversations line by line; whether every line could be read.
pub(super) fn chat_json(
    snapshot: &Snapshot,
    today: Date,
    input: impl BufRead,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let mut all_read = true;
    for bytes in input.split(b'\n') {
        let bytes = bytes.context("reading standard input")?;
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answered = match conversation_of(&bytes) {
            Ok((id, turns)) => answer_line(snapshot, &id, &turns, today),
            Err(problem) => {
                all_read = false;
                problem
            }
        };
        writeln!(out, "{answered}")?;
    }
    Ok(all_read)
}

fn conversation_of(bytes: &[u8]) -> Result<(Value, Vec<String>), Value> {
    let line: Line =
        serde_json::from_slice(bytes).map_err(|error| json!({ "error": error.to_string() }))?;
    let turns = match (line.text, line.turns) {
        (Some(text), None) => vec![text],
        (None, Some(turns)) if !turns.is_empty() => turns,
        _ => {
            let error = "a line has either \"text\" or \"turns\" with at least one text";
            return Err(json!({ "id": line.id, "error": error }));
        }
    };
    Ok((line.id, turns))
}

fn answer_line(snapshot: &Snapshot, id: &Value, turns: &[String], today: Date) -> Value {
    let Some(told) = converse(snapshot, turns, today) else {
        return json!({ "id": id, "error": "no turn" });
    };
    let answer = LineAnswer {
        id,
        intent: told.answer.intent(),
        intents: told.intents(),
        entries: &told.answer.entries,
        recommended: &told.answer.recommended,
        confidence: told.understanding.confidence,
        declined: told.answer.declined().map(DeclineKind::in_json),
        explanation: &told.understanding.explanation,
        text: plain_text(&told.reply),
        reply: discord::message_object(&told.reply),
    };
    serde_json::to_value(answer)
        .unwrap_or_else(|error| json!({ "id": id, "error": error.to_string() }))
}
