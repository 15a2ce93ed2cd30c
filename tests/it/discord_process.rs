//! The program itself against the stand-in: how it ends, and what it leaves in the log.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use certwise::sandbox::{Fault, GatewayFault, Outcome, Route, Sandbox, SandboxOptions, seed};

use super::discord_support::PATIENCE;

/// `certwise run` in a folder of its own.
struct Program {
    child: Child,
    folder: PathBuf,
}

impl Program {
    fn start(name: &str, sandbox: &Sandbox, token: &str, config: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("certwise-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("config.toml"), config).unwrap();
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_certwise"))
            .args(["run", "--config"])
            .arg(folder.join("config.toml"))
            .current_dir(&folder)
            .env("DISCORD_TOKEN", token)
            .env("DISCORD_API_URL", sandbox.api_url())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        Self { child, folder }
    }

    /// Waits for the end; the exit code.
    async fn ended(&mut self) -> Option<i32> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the program goes on:\n{}", self.log());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap()
    }

    fn output(&mut self) -> String {
        let mut text = String::new();
        if let Some(mut out) = self.child.stdout.take() {
            out.read_to_string(&mut text).unwrap();
        }
        text
    }

    fn terminate(&self) {
        let sent = Command::new("kill")
            .arg(self.child.id().to_string())
            .status()
            .unwrap();
        assert!(sent.success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn ready(sandbox: &Sandbox) {
    assert!(sandbox.connected(1, PATIENCE).await, "the bot connects");
    assert!(sandbox.registered(PATIENCE).await, "the bot registers");
}

#[tokio::test]
async fn a_close_code_that_forbids_to_come_back_ends_the_program_with_one_sentence() {
    for (code, told, exit) in [
        (4003, "start the bot again", 1),
        (4004, "token", 2),
        (4010, "shard", 2),
        (4011, "shards", 2),
        (4012, "update certwise", 2),
        (4013, "intents", 2),
        (4014, "intents", 2),
    ] {
        for at_identify in [true, false] {
            let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
            if at_identify {
                sandbox.close_on_identify(code);
            }
            let name = format!("close-{code}-{at_identify}");
            let mut program = Program::start(&name, &sandbox, sandbox.token(), "");
            if !at_identify {
                ready(&sandbox).await;
                sandbox.strike_gateway(GatewayFault::Close(code));
            }
            assert_eq!(program.ended().await, Some(exit), "{code}");
            let log = program.log();
            let said: Vec<&str> = log
                .lines()
                .filter(|line| line.starts_with("certwise: "))
                .collect();
            assert!(
                matches!(said[..], [one] if one.contains(told)),
                "{code}: {log}"
            );
            assert!(!log.contains("stack backtrace"), "{log}");
            assert_eq!(program.output(), "", "standard output carries results only");
            sandbox.stop().await;
        }
    }
}

#[tokio::test]
async fn a_wrong_token_ends_the_program_before_it_identifies() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let mut program = Program::start("token", &sandbox, "not.the.token", "");
    assert_eq!(program.ended().await, Some(2));
    assert!(program.log().contains("token"), "{}", program.log());
    assert_eq!(sandbox.session_starts().0, 0);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_loop_of_identifies_ends_the_program() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    sandbox.invalidate_on_identify(100);
    let mut program = Program::start("identify", &sandbox, sandbox.token(), "");
    let until = Instant::now() + Duration::from_secs(120);
    while program.child.try_wait().unwrap().is_none() {
        assert!(Instant::now() < until, "{}", program.log());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(program.ended().await, Some(2));
    assert!(program.log().contains("five times"), "{}", program.log());
    assert_eq!(sandbox.session_starts().0, 6);
    sandbox.stop().await;
}

#[tokio::test]
async fn a_signal_ends_the_program_in_time() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let mut program = Program::start("signal", &sandbox, sandbox.token(), "");
    ready(&sandbox).await;
    let log = program.log();
    assert!(
        log.contains("https://discord.com/oauth2/authorize?client_id="),
        "{log}"
    );
    let asked = Instant::now();
    program.terminate();
    assert_eq!(program.ended().await, Some(0));
    assert!(asked.elapsed() < Duration::from_secs(5));
    assert!(
        !sandbox.connected(1, Duration::ZERO).await,
        "it said goodbye"
    );
    sandbox.stop().await;
}

/// The ways in which a secret could stand in a log.
fn disguises(secret: &str) -> [String; 4] {
    let join = |separator: &str, byte: &dyn Fn(u8) -> String| {
        let bytes: Vec<String> = secret.bytes().map(byte).collect();
        bytes.join(separator)
    };
    [
        secret.to_owned(),
        join("", &|byte| format!("{byte:02x}")),
        join(", ", &|byte| byte.to_string()),
        join(", ", &|byte| format!("{byte:#x}")),
    ]
}

#[tokio::test]
async fn the_finest_log_holds_no_secret() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let config = "[log]\nfilter = \"trace\"\n";
    let mut program = Program::start("trace", &sandbox, sandbox.token(), config);
    ready(&sandbox).await;
    sandbox.fail(Route::Callback, Fault::Status(500), 1);
    let ran = sandbox
        .run_command(
            seed::MIA,
            seed::STUDY_GROUP_GENERAL,
            "ask",
            &[(
                "question",
                "shall the walrus in my cellar get certified".into(),
            )],
        )
        .unwrap();
    assert_ne!(
        ran.outcome().await,
        Outcome::NoResponse,
        "{}",
        program.log()
    );
    let said = sandbox.send_dm(seed::NOAH, "my aardvark wants a raise");
    sandbox.replies_after(said, 1, PATIENCE).await;
    sandbox.strike_gateway(GatewayFault::Close(4000));
    let said = sandbox.send_dm(seed::NOAH, "my aardvark is back");
    sandbox.replies_after(said, 1, PATIENCE).await;
    // Something that serenity cannot read, which it would print.
    sandbox.dispatch(
        "MESSAGE_CREATE",
        None,
        &serde_json::json!({"content": "the aardvark again", "id": "nonsense"}),
    );
    tokio::time::sleep(Duration::from_millis(200)).await;
    let interaction_token = ran.payload()["token"].as_str().unwrap().to_owned();
    program.terminate();
    assert_eq!(program.ended().await, Some(0));
    let log = program.log().to_lowercase();
    assert!(log.contains("debug"), "the log is finer than usual: {log}");
    let token = sandbox.token().to_owned();
    for secret in [
        token.as_str(),
        &interaction_token,
        "walrus in my cellar",
        "aardvark",
    ] {
        for disguise in disguises(secret) {
            let at = log.find(&disguise.to_lowercase());
            let line = at.map(|at| {
                let start = log[..at].rfind('\n').map_or(0, |start| start + 1);
                log[start..].chars().take(200).collect::<String>()
            });
            assert_eq!(line, None, "{secret} stands in the log");
        }
    }
    sandbox.stop().await;
}
