//! The connection breaks and comes back; nothing is answered twice, and nothing is lost that
//! Discord kept.

use std::time::Duration;

use certwise::sandbox::{Fault, GatewayFault, Route, Sandbox, SandboxOptions, seed};
use certwise::service::Response;

use super::discord_support::{Bench, PATIENCE, Plan, says};

async fn answering() -> Bench {
    Bench::start(|_| Plan::Now(Response::message(says("Here you are.")))).await
}

async fn answers(bench: &Bench) {
    let said = bench.sandbox.send_dm(seed::NOAH, "are you there?");
    let replies = bench.sandbox.replies_after(said, 1, PATIENCE).await;
    assert_eq!(replies.len(), 1);
}

#[tokio::test]
async fn a_lost_connection_is_resumed_without_a_second_identify() {
    for fault in [
        GatewayFault::Cut,
        GatewayFault::Close(4000),
        GatewayFault::Reconnect,
        GatewayFault::InvalidSession { resumable: true },
    ] {
        let bench = answering().await;
        answers(&bench).await;
        bench.sandbox.strike_gateway(fault);
        // Kept by Discord for the time without a connection, or delivered on the old one.
        let said = bench.sandbox.send_dm(seed::NOAH, "meanwhile");
        let replies = bench.sandbox.replies_after(said, 1, PATIENCE).await;
        assert_eq!(replies.len(), 1, "{fault:?}");
        answers(&bench).await;
        let (identified, resumed) = bench.sandbox.session_starts();
        assert_eq!((identified, resumed), (1, 1), "{fault:?}");
        assert_eq!(bench.told.count(), 3, "{fault:?}");
        bench.finish().await;
    }
}

#[tokio::test]
async fn a_lost_session_is_begun_anew_and_registers_only_once() {
    let bench = answering().await;
    bench
        .sandbox
        .strike_gateway(GatewayFault::InvalidSession { resumable: false });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(bench.sandbox.connected(1, PATIENCE).await);
    answers(&bench).await;
    let requests = bench.finish().await;
    let registrations = requests
        .iter()
        .filter(|request| request.method == "PUT")
        .count();
    assert_eq!(registrations, 1);
}

#[tokio::test]
async fn the_start_waits_for_a_discord_in_trouble() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    sandbox.fail(Route::Gateway, Fault::Status(503), 2);
    sandbox.fail(Route::Commands, Fault::Status(500), 2);
    let bench = Bench::join(sandbox, |_| {
        Plan::Now(Response::message(says("Here you are.")))
    })
    .await;
    answers(&bench).await;
    bench.finish().await;
}

#[tokio::test]
async fn every_recommended_shard_is_started() {
    let options = SandboxOptions {
        shards: 2,
        ..SandboxOptions::default()
    };
    let bench = Bench::start_with(options, |_| {
        Plan::Now(Response::message(says("Here you are.")))
    })
    .await;
    assert!(bench.sandbox.connected(2, PATIENCE).await);
    answers(&bench).await;
    let requests = bench.finish().await;
    let registrations = requests
        .iter()
        .filter(|request| request.method == "PUT")
        .count();
    assert_eq!(registrations, 1, "by the first shard only");
}

/// Each of these needs seconds, which serenity waits: all at once.
#[tokio::test]
async fn after_every_other_close_code_the_bot_comes_back() {
    let codes = [1000, 1001, 4001, 4002, 4005, 4007, 4008, 4009];
    let comebacks = codes.map(|code| {
        tokio::spawn(async move {
            let bench = answering().await;
            bench.sandbox.strike_gateway(GatewayFault::Close(code));
            tokio::time::sleep(Duration::from_millis(100)).await;
            assert!(bench.sandbox.connected(1, PATIENCE).await, "{code}");
            answers(&bench).await;
            bench.finish().await;
        })
    });
    for comeback in comebacks {
        comeback.await.unwrap();
    }
}

#[tokio::test]
async fn a_connection_without_heartbeats_is_given_up() {
    let options = SandboxOptions {
        heartbeat_interval: Duration::from_millis(600),
        ..SandboxOptions::default()
    };
    let bench = Bench::start_with(options, |_| {
        Plan::Now(Response::message(says("Here you are.")))
    })
    .await;
    bench.sandbox.strike_gateway(GatewayFault::NoHeartbeatAck);
    let until = std::time::Instant::now() + PATIENCE;
    while bench.sandbox.session_starts() == (1, 0) {
        assert!(std::time::Instant::now() < until, "it stays on a dead line");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(bench.sandbox.connected(1, PATIENCE).await);
    answers(&bench).await;
    bench.finish().await;
}
