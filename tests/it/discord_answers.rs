//! What people do on Discord reaches the handler, and what it answers reaches people.

use certwise::domain::Place;
use certwise::reply::Visibility;
use certwise::sandbox::{Outcome, seed};
use certwise::service::{Input, Response};

use super::discord_support::{Bench, PATIENCE, Plan, says, sent};

#[tokio::test]
async fn a_command_is_answered_in_the_channel() {
    let bench = Bench::start(|_| Plan::Now(Response::message(says("Here you are.")))).await;
    let ran = bench
        .sandbox
        .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, "about", &[])
        .unwrap();
    let Outcome::Message(message) = ran.outcome().await else {
        panic!("no message")
    };
    assert_eq!(message.text(), "Here you are.");
    assert!(!message.is_private() && !message.pings_anyone());
    let request = bench.told.last();
    assert_eq!(request.asker.name, "Mia");
    assert!(matches!(
        request.place,
        Place::Server {
            installed: true,
            ..
        }
    ));
    let Input::Command(call) = request.input else {
        panic!("not a command")
    };
    assert_eq!(call.path, ["about"]);
    let requests = bench.finish().await;
    assert_eq!(sent(&requests, "/callback").len(), 1);
    assert_eq!(sent(&requests, "/commands").len(), 1);
}

#[tokio::test]
async fn a_direct_message_is_answered_below_it() {
    let bench = Bench::start(|_| Plan::Now(Response::message(says("Good day.")))).await;
    let said = bench.sandbox.send_dm(seed::NOAH, "hello");
    let replies = bench.sandbox.replies_after(said, 1, PATIENCE).await;
    assert_eq!(replies[0].text(), "Good day.");
    let request = bench.told.last();
    assert_eq!(request.input, Input::Text("hello".to_owned()));
    assert_eq!(request.id.0.to_string(), said.to_string());
    let requests = bench.finish().await;
    let messages = sent(&requests, "/messages");
    assert_eq!(messages.len(), 1);
    let body = messages[0].body.as_ref().unwrap();
    assert_eq!(body["nonce"], said.to_string());
    assert_eq!(body["message_reference"]["message_id"], said.to_string());
}

#[tokio::test]
async fn a_private_reply_is_seen_by_one() {
    let bench = Bench::start(|_| {
        let mut reply = says("Between us.");
        reply.visibility = Visibility::Private;
        Plan::Now(Response::message(reply))
    })
    .await;
    let ran = bench
        .sandbox
        .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, "advise", &[])
        .unwrap();
    assert!(ran.message().await.unwrap().is_private());
    assert_eq!(
        bench
            .sandbox
            .messages(seed::NOAH, seed::STUDY_GROUP_GENERAL),
        []
    );
    bench.finish().await;
}
