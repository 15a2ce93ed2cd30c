//! Exactly one answer, in time, whatever goes wrong on the way.

use std::time::Duration;

use certwise::reply::Visibility;
use certwise::sandbox::{Fault, Outcome, Pending, Route, seed};
use certwise::service::{Input, Response};

use super::discord_support::{Bench, PATIENCE, Plan, says, sent, with_button};

async fn answering() -> Bench {
    Bench::start(|_| Plan::Now(Response::message(says("Here you are.")))).await
}

fn about(bench: &Bench) -> Pending {
    bench
        .sandbox
        .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, "about", &[])
        .unwrap()
}

async fn text(pending: &Pending) -> String {
    pending
        .message()
        .await
        .map_or_else(String::new, |message| message.text())
}

#[tokio::test]
async fn a_first_answer_survives_each_fault() {
    let limited = Fault::RateLimited {
        retry_after: 0.2,
        global: false,
    };
    for fault in [
        limited,
        Fault::Status(500),
        Fault::Status(503),
        Fault::CutBefore,
        Fault::CutAfter,
        Fault::Slow(Duration::from_millis(1_200)),
    ] {
        let bench = answering().await;
        bench.sandbox.fail(Route::Callback, fault, 1);
        let ran = about(&bench);
        assert_eq!(text(&ran).await, "Here you are.", "{fault:?}");
        let shown = bench.sandbox.messages(seed::MIA, seed::STUDY_GROUP_GENERAL);
        assert_eq!(shown.len(), 1, "{fault:?}");
        assert_eq!(bench.told.count(), 1);
        bench.finish().await;
    }
}

#[tokio::test]
async fn a_direct_message_is_answered_once_after_each_fault() {
    let limited = Fault::RateLimited {
        retry_after: 0.2,
        global: false,
    };
    for fault in [
        limited,
        Fault::Status(502),
        Fault::CutBefore,
        Fault::CutAfter,
    ] {
        let bench = answering().await;
        bench.sandbox.fail(Route::Messages, fault, 1);
        let said = bench.sandbox.send_dm(seed::NOAH, "hello");
        let replies = bench.sandbox.replies_after(said, 1, PATIENCE).await;
        assert_eq!(replies.len(), 1, "{fault:?}");
        let (stopped, sandbox) = bench.stop().await;
        stopped.unwrap();
        let replies = sandbox.replies_after(said, 2, Duration::ZERO).await;
        assert_eq!(replies.len(), 1, "{fault:?}");
        sandbox.stop().await;
    }
}

#[tokio::test]
async fn a_second_delivery_is_not_answered_again() {
    let bench = answering().await;
    bench.sandbox.duplicate_next(2);
    let ran = about(&bench);
    assert_eq!(text(&ran).await, "Here you are.");
    let said = bench.sandbox.send_dm(seed::NOAH, "hello");
    bench.sandbox.replies_after(said, 1, PATIENCE).await;
    let told = bench.told.clone();
    let requests = bench.finish().await;
    assert_eq!(told.count(), 2);
    assert_eq!(sent(&requests, "/callback").len(), 1);
    assert_eq!(sent(&requests, "/messages").len(), 1);
}

#[tokio::test]
async fn a_second_delivery_of_something_in_hand_is_not_answered_again() {
    let slow = Duration::from_millis(300);
    let bench = Bench::start(move |_| Plan::After(slow, Response::message(says("Done.")))).await;
    bench.sandbox.duplicate_next(1);
    let ran = about(&bench);
    assert_eq!(text(&ran).await, "Done.");
    assert_eq!(bench.told.count(), 1);
    bench.finish().await;
}

#[tokio::test]
async fn a_slow_answer_is_promised_first() {
    let slow = Duration::from_millis(2_200);
    let bench = Bench::start(move |_| Plan::After(slow, Response::message(says("Done.")))).await;
    let ran = about(&bench);
    assert_eq!(ran.outcome().await, Outcome::Deferred);
    assert_eq!(text(&ran).await, "Done.");
    let requests = bench.finish().await;
    assert_eq!(sent(&requests, "/callback").len(), 1);
    assert_eq!(sent(&requests, "/messages/@original").len(), 1);
}

#[tokio::test]
async fn a_slow_answer_that_turns_out_private_stays_private() {
    let slow = Duration::from_millis(2_200);
    let bench = Bench::start(move |_| {
        let mut reply = says("Between us.");
        reply.visibility = Visibility::Private;
        Plan::After(slow, Response::message(reply))
    })
    .await;
    let ran = about(&bench);
    assert_eq!(ran.outcome().await, Outcome::Deferred);
    let found = ran.followups(1).await;
    assert_eq!(found[0].text(), "Between us.");
    assert!(found[0].is_private());
    let seen = bench
        .sandbox
        .messages(seed::NOAH, seed::STUDY_GROUP_GENERAL);
    assert_eq!(seen, []);
    bench.finish().await;
}

#[tokio::test]
async fn a_late_edit_survives_a_server_error() {
    let slow = Duration::from_secs(2);
    let bench = Bench::start(move |_| Plan::After(slow, Response::message(says("Done.")))).await;
    bench.sandbox.fail(Route::Webhook, Fault::Status(500), 2);
    let ran = about(&bench);
    assert_eq!(text(&ran).await, "Done.");
    bench.finish().await;
}

#[tokio::test]
async fn a_handler_that_breaks_down_still_answers() {
    let bench = Bench::start(|_| Plan::Panic).await;
    let ran = about(&bench);
    let message = ran.message().await.unwrap();
    assert!(message.text().contains("went wrong"), "{}", message.text());
    assert!(message.is_private());
    let said = bench.sandbox.send_dm(seed::NOAH, "hello");
    let replies = bench.sandbox.replies_after(said, 1, PATIENCE).await;
    assert!(replies[0].text().contains("went wrong"));
    let choices = bench
        .sandbox
        .autocomplete(
            seed::MIA,
            seed::STUDY_GROUP_GENERAL,
            "cert",
            &[("name", "x".into())],
            "name",
        )
        .unwrap();
    assert_eq!(choices.outcome().await, Outcome::Choices(Vec::new()));
    bench.finish().await;
}

#[tokio::test]
async fn a_reply_that_discord_refuses_becomes_an_apology() {
    let bench = Bench::start(|_| Plan::Now(Response::message(says(&"x".repeat(5_000))))).await;
    let ran = about(&bench);
    assert!(text(&ran).await.contains("went wrong"));
    let (stopped, sandbox) = bench.stop().await;
    stopped.unwrap();
    sandbox.stop().await;
}

#[tokio::test]
async fn stopping_finishes_what_is_in_hand() {
    let slow = Duration::from_millis(700);
    let bench = Bench::start(move |_| Plan::After(slow, Response::message(says("Done.")))).await;
    let ran = about(&bench);
    bench
        .until("the handler is at work", |told| told.count() == 1)
        .await;
    let (stopped, sandbox) = bench.stop().await;
    stopped.unwrap();
    assert_eq!(text(&ran).await, "Done.");
    sandbox.stop().await;
}

#[tokio::test]
async fn a_component_that_takes_long_changes_its_message_later() {
    let bench = Bench::start(|request| match request.input {
        Input::Command(_) => Plan::Now(Response::message(with_button("Press.", "1x"))),
        _ => Plan::After(Duration::from_secs(2), Response::replace(says("Changed."))),
    })
    .await;
    let message = about(&bench).message().await.unwrap();
    let pressed = bench.sandbox.press(seed::MIA, message.id(), "1x").unwrap();
    assert_eq!(pressed.outcome().await, Outcome::Acknowledged);
    let look = async {
        loop {
            let now = bench.sandbox.message(seed::MIA, message.id()).unwrap();
            if now.text() == "Changed." {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(PATIENCE, look).await.unwrap();
    bench.finish().await;
}
