//! The program as scripts use it: arguments, streams and exit codes.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn certwise(arguments: &[&str], input: &str) -> Run {
    let mut child = Command::new(env!("CARGO_BIN_EXE_certwise"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("DISCORD_TOKEN")
        .env_remove("DISCORD_API_URL")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    Run {
        code: status.code(),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// A folder of this test's own, empty.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

#[test]
fn the_shipped_catalogue_has_no_problems() {
    let run = certwise(&["check", "catalog"], "");
    assert_eq!(run.code, Some(0), "{}", run.out);
    assert!(run.out.starts_with("No problems: "), "{}", run.out);
}

#[test]
fn problems_are_listed_with_their_places() {
    let folder = folder("broken");
    std::fs::write(
        folder.join("faq.toml"),
        "[[faq]]\nid = \"faq-x\"\nanser = \"…\"\n",
    )
    .unwrap();
    let run = certwise(&["check", folder.to_str().unwrap()], "");
    assert_eq!(run.code, Some(1));
    assert!(run.out.contains("faq.toml:3:1: "), "{}", run.out);
    assert!(
        run.out.contains("answer"),
        "the hint names the right key: {}",
        run.out
    );
}

#[test]
fn a_conversation_is_read_and_answered_line_by_line() {
    let input = concat!(
        "{\"id\": \"a\", \"text\": \"how much is the google pmle exam\"}\n",
        "\n",
        "{\"id\": 2, \"turns\": [\"tell me about the pmle\", \"and how much is it\"]}\n",
    );
    let run = certwise(&["chat", "--json", "--today", "2026-11-22"], input);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let lines: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["id"], "a");
    assert_eq!(lines[1]["id"], 2);
    for line in &lines {
        assert_eq!(line["entries"][0], "google-pmle", "{line}");
        assert!(line["text"].as_str().unwrap().contains("$200"), "{line}");
        assert!(line["reply"]["embeds"].is_array(), "{line}");
        assert_eq!(line["declined"], Value::Null);
        assert!(line["confidence"].as_f64().unwrap() > 0.0);
    }
    assert_eq!(lines[0]["intent"], "cost");
}

#[test]
fn a_line_that_cannot_be_read_is_told_and_the_others_are_answered() {
    let input =
        "not json\n{\"id\": 1}\n{\"id\": 2, \"turns\": []}\n{\"id\": 3, \"text\": \"hello\"}\n";
    let run = certwise(&["chat", "--json"], input);
    assert_eq!(run.code, Some(1));
    let lines: Vec<Value> = run
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4);
    assert!(
        lines[..3].iter().all(|line| line["error"].is_string()),
        "{}",
        run.out
    );
    assert_eq!(lines[3]["intent"], "greeting");
}

#[test]
fn without_a_token_it_says_how_to_get_one() {
    let run = certwise(&["run"], "");
    assert_eq!(run.code, Some(2));
    assert_eq!(run.out, "");
    for hint in [
        "DISCORD_TOKEN",
        "discord.com/developers",
        "certwise sandbox",
    ] {
        assert!(run.err.contains(hint), "{hint} is missing: {}", run.err);
    }
}

#[test]
fn a_named_configuration_must_be_there() {
    let run = certwise(&["--config", "no-such.toml", "check"], "");
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("no-such.toml"), "{}", run.err);
}

#[test]
fn an_export_is_a_catalogue_again() {
    let document = certwise(&["export"], "");
    assert_eq!(document.code, Some(0), "{}", document.err);

    let one = folder("export-one");
    std::fs::write(one.join("catalog.toml"), &document.out).unwrap();
    let again = certwise(&["export", "--catalog", one.to_str().unwrap()], "");
    assert_eq!(again.out, document.out, "one document");

    let files = folder("export-files");
    let target = files.join("catalog");
    let written = certwise(&["export", "--to", target.to_str().unwrap()], "");
    assert_eq!(written.code, Some(0), "{}", written.err);
    assert!(target.join("certifications/google-pmle.toml").is_file());
    let again = certwise(&["export", "--catalog", target.to_str().unwrap()], "");
    assert_eq!(again.out, document.out, "files");
    let twice = certwise(&["export", "--to", target.to_str().unwrap()], "");
    assert_eq!(twice.code, Some(1), "what is there is not overwritten");
}

#[test]
fn commands_are_printed_as_discord_takes_them() {
    let run = certwise(&["commands", "--json"], "");
    let body: Value = serde_json::from_str(&run.out).unwrap();
    let names: Vec<&str> = body
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|command| command["name"].as_str())
        .collect();
    for name in [
        "advise",
        "cert",
        "costs",
        "catalog",
        "privacy",
        "Answer this",
    ] {
        assert!(names.contains(&name), "{name} is missing");
    }
}

#[test]
fn a_question_is_answered_on_the_terminal() {
    let run = certwise(
        &[
            "ask",
            "is",
            "aws",
            "mls",
            "retired?",
            "--today",
            "2026-11-22",
        ],
        "",
    );
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("31 March 2026"), "{}", run.out);
}
