//! What an interaction costs: from the gateway to the answer over the loopback interface, beside a
//! bot of the same edge that always sends the same embed. `cargo bench --bench interactions` prints
//! the median and the slowest hundredth at a calm and at a fast pace, and what the bot's process
//! takes of the processor and of memory.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a measurement prints, and stops where something is wrong"
)]

use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use certwise::discord::{Handler, RunOptions, run};
use certwise::domain::Snowflake;
use certwise::reply::Reply;
use certwise::sandbox::{Arg, Outcome, Sandbox, SandboxOptions, seed};
use certwise::service::{Request, Response};
use secrecy::SecretString;

/// Tells this program to be the bot with the fixed embed.
const FIXED: &str = "CERTWISE_BENCH_FIXED_BOT";
const PATIENCE: Duration = Duration::from_secs(10);
/// Ticks of `/proc/PID/stat` a second, as Linux has them everywhere.
const TICKS: f64 = 100.0;

struct FixedEmbed;

#[async_trait]
impl Handler for FixedEmbed {
    async fn handle(&self, _: Request) -> Response {
        Response::message(Reply {
            title: Some("A fixed embed".to_owned()),
            text: "It says the same to everybody.".to_owned(),
            ..Reply::default()
        })
    }

    async fn notice_delivered(&self, _: u64, _: bool) {}
    async fn guild_joined(&self, _: Snowflake) {}
    async fn guild_left(&self, _: Snowflake) {}
}

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    if let Ok(api_url) = std::env::var(FIXED) {
        let options = RunOptions {
            token: SecretString::new(std::env::var("DISCORD_TOKEN").unwrap()),
            api_url: Some(api_url),
            shards: None,
            watch: None,
        };
        let never = std::future::pending();
        runtime
            .block_on(run(options, Arc::new(FixedEmbed), never))
            .unwrap();
        return;
    }
    runtime.block_on(measure());
    runtime.shutdown_background();
}

/// A bot in a process of its own.
struct Bot(Child);

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Bot {
    async fn start(sandbox: &Sandbox, fixed: bool) -> Self {
        let begun = Instant::now();
        let mut command = if fixed {
            let mut command = Command::new(std::env::current_exe().unwrap());
            command.env(FIXED, sandbox.api_url());
            command
        } else {
            let mut command = Command::new(env!("CARGO_BIN_EXE_certwise"));
            command
                .arg("run")
                .env("DISCORD_API_URL", sandbox.api_url())
                .current_dir(std::env::temp_dir());
            command
        };
        let child = command
            .env("DISCORD_TOKEN", sandbox.token())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let bot = Self(child);
        assert!(sandbox.connected(1, PATIENCE).await);
        println!("start to connected: {:.0?}", begun.elapsed());
        assert!(sandbox.registered(PATIENCE).await);
        tokio::time::sleep(Duration::from_millis(500)).await;
        println!("idle: {} MiB", bot.resident_kib() / 1024);
        bot
    }

    fn proc(&self, file: &str) -> String {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.0.id())).unwrap_or_default()
    }

    fn resident_kib(&self) -> u64 {
        self.proc("status")
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok())
            .unwrap_or(0)
    }

    /// Time of the processor so far.
    fn cpu(&self) -> Duration {
        let stat = self.proc("stat");
        // After the name in brackets: utime and stime are the 12th and 13th.
        let after = stat.rsplit(')').next().unwrap_or_default();
        let ticks: u64 = after
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|field| field.parse::<u64>().ok())
            .sum();
        Duration::from_secs_f64(ticks as f64 / TICKS)
    }
}

async fn measure() {
    for (name, fixed) in [("a fixed embed", true), ("certwise", false)] {
        println!("\n{name}");
        let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
        let bot = Bot::start(&sandbox, fixed).await;
        let commands: &[(&str, &[(&str, &str)])] = if fixed {
            &[("about", &[])]
        } else {
            &[
                ("about", &[]),
                ("cert", &[("name", "google-pmle")]),
                (
                    "compare",
                    &[("first", "google-pmle"), ("second", "aws-mla")],
                ),
                ("advise", &[("platform", "azure"), ("budget", "$200")]),
                ("ask", &[("question", "how much is the gogle ml exam")]),
            ]
        };
        for (command, options) in commands {
            pace(&sandbox, &bot, command, options, 200, 1_000).await;
        }
        let (command, options) = commands[commands.len().min(2) - 1];
        pace(&sandbox, &bot, command, options, 100_000, 5_000).await;
        println!("after it: {} MiB", bot.resident_kib() / 1024);
        drop(bot);
        sandbox.stop().await;
    }
}

/// Runs a command so many times, at most so often a second and at most 64 at once.
async fn pace(
    sandbox: &Sandbox,
    bot: &Bot,
    command: &str,
    options: &[(&str, &str)],
    per_second: u32,
    count: u32,
) {
    let options: Vec<(&str, Arg)> = options
        .iter()
        .map(|&(name, value)| (name, value.into()))
        .collect();
    let at_once = Arc::new(tokio::sync::Semaphore::new(64));
    let cpu = bot.cpu();
    let begun = Instant::now();
    let mut running = Vec::new();
    for index in 0..count {
        let due = begun + Duration::from_secs(1) * index / per_second;
        tokio::time::sleep_until(due.into()).await;
        let permit = Arc::clone(&at_once).acquire_owned().await.unwrap();
        let ran = sandbox
            .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, command, &options)
            .unwrap();
        running.push(tokio::spawn(async move {
            let outcome = ran.outcome().await;
            drop(permit);
            assert!(matches!(outcome, Outcome::Message(_)), "{outcome:?}");
            ran.answered_after().unwrap()
        }));
    }
    let mut times = Vec::new();
    for one in running {
        times.push(one.await.unwrap());
    }
    let took = begun.elapsed();
    times.sort_unstable();
    println!(
        "{command:<8} {:>7.0}/s  p50 {:>8.0?}  p99 {:>8.0?}  {:>5.0} µs of the processor each",
        f64::from(count) / took.as_secs_f64(),
        times[times.len() / 2],
        times[times.len() * 99 / 100],
        bot.cpu().saturating_sub(cpu).as_secs_f64() * 1e6 / f64::from(count),
    );
}
