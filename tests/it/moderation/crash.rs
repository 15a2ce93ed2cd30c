//! A process that is killed at any moment of publishing loses nothing that it has confirmed.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use certwise::domain::{EntryId, Snowflake};
use certwise::moderation::{DraftId, NewDraft, NewRevision, Person, Purpose, RevisionKind};
use certwise::store::{Publication, SqliteStore, Store};
use time::OffsetDateTime;
use toml::Value;

use super::super::changes::field;
use super::super::store::TempFile;

const GUILD: Snowflake = Snowflake(1);
const FILE: &str = "CERTWISE_TEST_STORE";
/// Kills in all, as the issue asks for.
const KILLS: usize = 100;

fn person() -> Person {
    Person {
        id: Snowflake(5),
        name: "Mo".to_owned(),
    }
}

fn changes(number: u64) -> Vec<certwise::catalog::FieldChange> {
    let before = i64::try_from(number).unwrap() - 1;
    // Some revisions span several pages of the file.
    let long = "x".repeat(usize::try_from(number % 7).unwrap() * 2000);
    vec![
        field(
            "google-pmle",
            "fee.amount",
            Value::Integer(before),
            Value::Integer(before + 1),
        ),
        field(
            "google-pmle",
            "summary",
            Value::String(long.clone()),
            Value::String(long),
        ),
    ]
}

fn revision(number: u64, draft: DraftId) -> NewRevision {
    NewRevision {
        guild: GUILD,
        at: OffsetDateTime::UNIX_EPOCH,
        author: Some(person()),
        approver: None,
        kind: RevisionKind::Edit,
        note: Some(format!("draft {}", draft.0)),
        undoes: None,
        changes: changes(number),
        key: format!("d{}", draft.0),
        draft: Some(draft),
        suggestion: None,
        gaps: Vec::new(),
    }
}

/// Publishes until it is killed, and says so each time once it is confirmed.
#[tokio::test]
#[ignore = "runs for ever: the test below starts it in a process of its own and kills it"]
async fn publisher() {
    let store = SqliteStore::open(std::env::var(FILE).unwrap().as_ref()).unwrap();
    let mut out = std::io::stdout();
    for _ in 0..100_000 {
        let head = store.head(GUILD).await.unwrap();
        let far = OffsetDateTime::UNIX_EPOCH + time::Duration::days(40_000);
        let mut draft = NewDraft::begin(GUILD, person(), Purpose::Edit, head, far);
        draft.changes = changes(head + 1);
        let draft = store.add_draft(draft).await.unwrap();
        let published = store
            .publish(head, revision(head + 1, draft))
            .await
            .unwrap();
        assert!(matches!(published, Publication::Published(_)));
        writeln!(out, "confirmed {}", head + 1).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn a_killed_process_keeps_every_confirmed_revision_and_no_half_one() {
    let file = TempFile::new("killed");
    drop(SqliteStore::open(&file.0).unwrap());
    let mut noise = 0x9e37_79b9_7f4a_7c15_u64 ^ u64::from(std::process::id());
    let mut confirmed = 0;
    for _ in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "moderation::crash::publisher",
                "--ignored",
                "--nocapture",
            ])
            .env(FILE, &file.0)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (send, lines) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let number = line
                    .rsplit("confirmed ")
                    .next()
                    .and_then(|text| text.parse().ok());
                if let Some(number) = number.filter(|_| line.contains("confirmed ")) {
                    let _ = send.send(number);
                }
            }
        });
        let mut latest: u64 = lines
            .recv_timeout(Duration::from_secs(60))
            .expect("the publisher publishes");
        noise ^= noise << 13;
        noise ^= noise >> 7;
        noise ^= noise << 17;
        std::thread::sleep(Duration::from_micros(noise % 12_000));
        child.kill().unwrap();
        child.wait().unwrap();
        reader.join().unwrap();
        latest = lines.try_iter().last().unwrap_or(latest);
        assert!(latest > confirmed);
        confirmed = latest;
        look(&file, confirmed);
    }
}

/// What is in the file after a kill.
fn look(file: &TempFile, confirmed: u64) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let store = SqliteStore::open(&file.0).unwrap();
        let revisions = store.revisions(GUILD).await.unwrap();
        let head = revisions.len() as u64;
        assert!(
            head >= confirmed,
            "{confirmed} was confirmed, {head} is there"
        );
        let entry: EntryId = "google-pmle".parse().unwrap();
        let touching = store
            .history(GUILD, Some(&entry), 0, usize::MAX / 4)
            .await
            .unwrap();
        assert_eq!(touching.len() as u64, head, "each is found by its entry");
        for (revision, number) in revisions.iter().zip(1..) {
            assert_eq!(revision.number, number);
            assert_eq!(revision.changes, changes(number), "whole");
            let draft = revision
                .note
                .as_deref()
                .and_then(|note| note.strip_prefix("draft "));
            let draft = DraftId(draft.unwrap().parse().unwrap());
            let now = OffsetDateTime::UNIX_EPOCH;
            let held = store.draft(GUILD, draft, now).await.unwrap();
            assert_eq!(held, None, "published and still a draft");
        }
    });
}
