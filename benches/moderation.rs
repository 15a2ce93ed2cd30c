//! What moderation costs: from *Publish* to the next command's answer, and 10,000 servers with 20
//! revisions each. `cargo bench --bench moderation` prints medians and slow cases.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints, and stops where something is wrong"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use certwise::catalog::{FieldChange, load_embedded};
use certwise::command::{Call, OptionValue};
use certwise::domain::{Asker, Place, Snowflake};
use certwise::moderation::{
    ModerationAction, NewDraft, NewRevision, Person, Purpose, RevisionKind,
};
use certwise::reply::{Action, Reply, Row, Target, plain_text};
use certwise::service::{
    Catalogs, Clock, Input, Request, Response, Service, ServiceOptions, Snapshot,
};
use certwise::store::{Publication, SqliteStore, Store};
use time::OffsetDateTime;
use toml::Value;

const SERVERS: u64 = 10_000;
const REVISIONS: u64 = 20;

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let folder = std::env::temp_dir().join(format!("certwise-bench-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        publish(folder.join("publish.sqlite3")).await;
        many_servers(folder.join("servers.sqlite3")).await;
        std::fs::remove_dir_all(&folder).unwrap();
    });
}

fn service(store: Arc<dyn Store>) -> Service {
    let clock = Clock::new(None);
    let base = Snapshot::new(load_embedded().unwrap()).unwrap();
    let catalogs = Catalogs::new(base, Arc::clone(&store), clock.clone(), None);
    Service::new(ServiceOptions {
        catalogs: Arc::new(catalogs),
        store,
        clock,
        direct_messages_per_minute: 30,
        keep_gaps_days: 90,
        home_guild: None,
    })
}

async fn ask(service: &Service, guild: Snowflake, input: Input) -> Response {
    let request = Request {
        id: Snowflake(1),
        asker: Asker {
            user: Snowflake(1),
            name: "Mo".to_owned(),
            manages_server: true,
            roles: Vec::new(),
        },
        place: Place::Server {
            guild,
            channel: Snowflake(2),
            installed: true,
        },
        input,
    };
    service.handle(request).await
}

fn call(path: &str, name: &str, value: &str) -> Input {
    Input::Command(Call {
        path: path.split(' ').map(str::to_owned).collect(),
        options: [(name.to_owned(), OptionValue::Text(value.to_owned()))].into(),
    })
}

fn reply(response: &Response) -> &Reply {
    match response {
        Response::Message { reply, .. } => reply,
        _ => panic!("no message"),
    }
}

fn change(before: i64, after: i64) -> FieldChange {
    FieldChange {
        target: "certification.google-pmle".parse().unwrap(),
        field: "fee.amount".into(),
        before: Some(Value::Integer(before)),
        after: Some(Value::Integer(after)),
    }
}

fn mo() -> Person {
    Person {
        id: Snowflake(1),
        name: "Mo".to_owned(),
    }
}

/// A draft is published, and the next command answers with it.
async fn publish(file: PathBuf) {
    let store: Arc<dyn Store> = Arc::new(SqliteStore::open(&file).unwrap());
    let service = service(Arc::clone(&store));
    let guild = Snowflake(7);
    for previewed in [true, false] {
        let head = store.head(guild).await.unwrap();
        let fees = 201 + i64::try_from(head).unwrap()..301 + i64::try_from(head).unwrap();
        publish_fees(&*store, &service, guild, fees, previewed).await;
    }
    preview(&service, guild).await;
}

/// Publishes one fee after the other and asks for it. The moderator has seen each draft before; not
/// so after a restart.
async fn publish_fees(
    store: &dyn Store,
    service: &Service,
    guild: Snowflake,
    fees: std::ops::Range<i64>,
    previewed: bool,
) {
    let (mut published, mut answered, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for fee in fees {
        let head = store.head(guild).await.unwrap();
        let now = OffsetDateTime::now_utc();
        let mut draft = NewDraft::begin(guild, mo(), Purpose::Edit, head, now);
        draft.changes = vec![change(fee - 1, fee)];
        let draft = store.add_draft(draft).await.unwrap();
        if previewed {
            let shown = ask(service, guild, press(&ModerationAction::ShowDraft(draft))).await;
            assert!(has_publish(reply(&shown)));
        }
        let begun = Instant::now();
        let response = ask(service, guild, press(&ModerationAction::Publish(draft))).await;
        published.push(begun.elapsed());
        assert!(plain_text(reply(&response)).contains("Published as"));
        let asked = Instant::now();
        let response = ask(service, guild, call("cert", "name", "google-pmle")).await;
        answered.push(asked.elapsed());
        both.push(begun.elapsed());
        assert!(plain_text(reply(&response)).contains(&format!("${fee}")));
    }
    println!(
        "after {}:",
        if previewed {
            "a preview"
        } else {
            "a restart, without one"
        }
    );
    print("  publish: checked, on disk, told", &mut published);
    print("  the next command", &mut answered);
    print("  publish → answered by the next command", &mut both);
}

fn press(action: &ModerationAction) -> Input {
    Input::Component {
        custom_id: action.custom_id().unwrap().as_str().to_owned(),
        values: Vec::new(),
        by_asker: true,
        quote: None,
    }
}

async fn preview(service: &Service, guild: Snowflake) {
    let response = ask(service, guild, call("catalog edit", "entry", "aws-mla")).await;
    let Response::Form(form) = response else {
        panic!("no form")
    };
    let mut previews = Vec::new();
    for turn in 0..20 {
        let mut values: std::collections::BTreeMap<String, String> = form
            .inputs
            .iter()
            .map(|input| (input.name.clone(), input.value.clone()))
            .collect();
        values.insert("summary".to_owned(), format!("Summary number {turn}."));
        let input = Input::Form {
            custom_id: form.id.as_str().to_owned(),
            values,
            from_message: false,
        };
        let begun = Instant::now();
        let response = ask(service, guild, input).await;
        previews.push(begun.elapsed());
        assert!(has_publish(reply(&response)));
    }
    print("a form sent → diff and preview", &mut previews);
}

fn has_publish(reply: &Reply) -> bool {
    reply.rows.iter().any(|row| match row {
        Row::Buttons(buttons) => buttons.iter().any(|button| {
            button.label == "Publish"
                && matches!(&button.target, Target::Action(id)
                    if matches!(Action::decode(id.as_str()), Some(Action::Moderation(_))))
        }),
        Row::Select(_) => false,
    })
}

/// Many servers with edits of their own: how long they take to write and to fold, and what stays
/// in memory.
async fn many_servers(file: PathBuf) {
    let store = Arc::new(SqliteStore::open(&file).unwrap());
    let begun = Instant::now();
    let mut writes = Vec::new();
    for guild in 0..SERVERS {
        for number in 0..REVISIONS {
            let at = 200 + i64::try_from(number).unwrap();
            let revision = NewRevision {
                guild: Snowflake(1000 + guild),
                at: OffsetDateTime::UNIX_EPOCH,
                author: Some(mo()),
                approver: None,
                kind: RevisionKind::Edit,
                note: None,
                undoes: None,
                changes: vec![change(at, at + 1)],
                key: number.to_string(),
                draft: None,
                suggestion: None,
                gaps: Vec::new(),
            };
            let write = Instant::now();
            let done = store.publish(number, revision).await.unwrap();
            writes.push(write.elapsed());
            assert!(matches!(done, Publication::Published(_)));
        }
    }
    println!(
        "{:<46} {:>10.1?}",
        format!("{SERVERS} servers × {REVISIONS} revisions, written one by one"),
        begun.elapsed()
    );
    print("one revision, on disk", &mut writes);
    let size = std::fs::metadata(&file).unwrap().len();
    println!("{:<46} {:>7} MiB", "the file", size >> 20);

    let service = service(store);
    let before = resident();
    let mut folds = Vec::new();
    for guild in 0..SERVERS {
        let asked = Instant::now();
        let input = call("cert", "name", "google-pmle");
        let response = ask(&service, Snowflake(1000 + guild), input).await;
        folds.push(asked.elapsed());
        assert!(plain_text(reply(&response)).contains("$220"));
    }
    print("a server's first command, folded from disk", &mut folds);
    println!(
        "{:<46} {:>7} MiB (before: {} MiB)",
        "memory after all servers have asked",
        resident() >> 10,
        before >> 10
    );
}

/// KiB of memory in use, as Linux counts it; 0 elsewhere.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok())
        .unwrap_or(0)
}

fn print(name: &str, times: &mut [Duration]) {
    times.sort();
    let at = |part: usize| times[(times.len() - 1) * part / 100];
    println!("{name:<46} {:>10.3?}   p99 {:>10.3?}", at(50), at(99));
}
