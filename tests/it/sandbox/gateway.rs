use std::time::{Duration, Instant};

use certwise::sandbox::{GatewayFault, Sandbox, SandboxOptions, seed};
use serde_json::{Value, json};
use twilight_model::gateway::payload::incoming::{GuildCreate, Ready};

use super::raw::{Gateway, INTENTS, bot};

async fn sandbox() -> Sandbox {
    Sandbox::start(SandboxOptions::default()).await.unwrap()
}

#[tokio::test]
async fn a_session_begins_as_discord_begins_it() {
    let sandbox = sandbox().await;
    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.identify(sandbox.token(), INTENTS).await;
    let ready = gateway.next().await.unwrap();
    assert_eq!(
        (&ready["op"], &ready["s"], &ready["t"]),
        (&json!(0), &json!(1), &json!("READY"))
    );
    serde_json::from_value::<Ready>(ready["d"].clone()).unwrap();
    let mut names = Vec::new();
    for _ in 0..2 {
        let payload = gateway.next().await.unwrap();
        assert_eq!(payload["t"], "GUILD_CREATE");
        serde_json::from_value::<GuildCreate>(payload["d"].clone()).unwrap();
        names.push(payload["d"]["name"].clone());
    }
    assert_eq!(names, ["ML Study Group", "Data Guild"]);
    gateway.send(json!({"op": 1, "d": 3})).await;
    assert_eq!(gateway.next().await.unwrap()["op"], 11);
}

#[tokio::test]
async fn what_discord_closes_is_closed_with_its_code() {
    let sandbox = sandbox().await;
    let identify = |token: &str, extra: Value| {
        let mut data = json!({"token": token, "intents": INTENTS, "properties": {}});
        for (key, value) in extra.as_object().unwrap() {
            data[key] = value.clone();
        }
        json!({"op": 2, "d": data})
    };
    let token = sandbox.token();
    for (payload, code) in [
        (identify("wrong", json!({})), 4004),
        (identify(token, json!({"intents": 1_u64 << 40})), 4013),
        (identify(token, json!({"intents": 1 << 15})), 4014),
        (identify(token, json!({"shard": [3, 2]})), 4010),
        (identify(token, json!({"padding": "x".repeat(5_000)})), 4002),
        (json!({"op": 3, "d": {}}), 4003),
        (json!({"op": 99, "d": {}}), 4001),
    ] {
        let mut gateway = Gateway::connect(&sandbox).await;
        gateway.send(payload.clone()).await;
        assert_eq!(gateway.next().await, Err(code), "{code}");
    }
    let (mut gateway, _) = Gateway::ready(&sandbox, INTENTS).await;
    gateway.identify(token, INTENTS).await;
    assert_eq!(gateway.next().await, Err(4005));
}

#[tokio::test]
async fn too_many_payloads_in_a_minute_are_too_many() {
    let (_sandbox, _, mut gateway) = bot(SandboxOptions::default()).await;
    for _ in 0..119 {
        gateway.send(json!({"op": 1, "d": 1})).await;
    }
    gateway.send(json!({"op": 1, "d": 1})).await;
    let end = loop {
        if let Err(code) = gateway.next().await {
            break code;
        }
    };
    assert_eq!(end, 4008);
}

#[tokio::test]
async fn a_cut_session_resumes_with_what_it_missed() {
    let sandbox = sandbox().await;
    let (mut gateway, ready) = Gateway::ready(&sandbox, INTENTS).await;
    sandbox.strike_gateway(GatewayFault::Cut);
    assert_eq!(gateway.next().await, Err(0));
    sandbox.send_dm(seed::MIA, "are you there?");

    let mut gateway = Gateway::connect(&sandbox).await;
    let resume = |session: &Value, seq: u64| json!({"op": 6, "d": {"token": sandbox.token(), "session_id": session, "seq": seq}});
    gateway.send(resume(&ready["d"]["session_id"], 3)).await;
    let missed = gateway.next().await.unwrap();
    assert_eq!(
        (&missed["t"], &missed["d"]["content"]),
        (&json!("MESSAGE_CREATE"), &json!("are you there?"))
    );
    assert_eq!(gateway.next().await.unwrap()["t"], "RESUMED");

    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.send(resume(&json!("no such session"), 3)).await;
    let refused = gateway.next().await.unwrap();
    assert_eq!((&refused["op"], &refused["d"]), (&json!(9), &json!(false)));

    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.send(resume(&ready["d"]["session_id"], 999)).await;
    assert_eq!(gateway.next().await, Err(4007));
    assert_eq!(sandbox.session_starts(), (1, 3));
}

#[tokio::test]
async fn each_fault_of_the_gateway_can_be_switched_on() {
    let (sandbox, _, mut gateway) = bot(SandboxOptions::default()).await;
    sandbox.strike_gateway(GatewayFault::Reconnect);
    assert_eq!(gateway.next().await.unwrap()["op"], 7);
    sandbox.strike_gateway(GatewayFault::InvalidSession { resumable: true });
    assert_eq!(gateway.next().await.unwrap()["d"], true);
    sandbox.strike_gateway(GatewayFault::NoHeartbeatAck);
    gateway.send(json!({"op": 1, "d": 1})).await;
    sandbox.duplicate_next(1);
    sandbox.send_dm(seed::MIA, "once");
    let first = gateway.next().await.unwrap();
    let second = gateway.next().await.unwrap();
    assert_eq!(first["t"], "MESSAGE_CREATE");
    assert_eq!(first["d"], second["d"]);
    assert_ne!(first["s"], second["s"]);
    sandbox.strike_gateway(GatewayFault::Close(4000));
    assert_eq!(gateway.next().await, Err(4000));

    sandbox.close_on_identify(4011);
    let mut gateway = Gateway::connect(&sandbox).await;
    gateway.identify(sandbox.token(), INTENTS).await;
    assert_eq!(gateway.next().await, Err(4011));

    let before = Instant::now();
    sandbox.delay_hello(Duration::from_millis(80));
    Gateway::connect(&sandbox).await;
    assert!(before.elapsed() >= Duration::from_millis(80));
}

#[tokio::test]
async fn direct_messages_need_their_intent_and_channels_hide_their_text() {
    let sandbox = sandbox().await;
    let (mut plain, _) = Gateway::ready(&sandbox, 1 | (1 << 9)).await;
    sandbox.send_dm(seed::MIA, "private");
    sandbox.write(seed::MIA, seed::STUDY_GROUP_GENERAL, "in the open");
    sandbox.write(
        seed::MIA,
        seed::STUDY_GROUP_GENERAL,
        &format!("<@{}> hello", seed::BOT),
    );
    let hidden = plain.event("MESSAGE_CREATE").await;
    assert_eq!(
        (&hidden["content"], &hidden["guild_id"]),
        (&json!(""), &json!(seed::STUDY_GROUP))
    );
    let mention = plain.event("MESSAGE_CREATE").await;
    assert_eq!(mention["content"], format!("<@{}> hello", seed::BOT));
}

#[tokio::test]
async fn shards_share_the_servers_and_the_first_has_the_direct_messages() {
    let sandbox = sandbox().await;
    let mut sizes = Vec::new();
    let mut gateways = Vec::new();
    for shard in 0..2 {
        let mut gateway = Gateway::connect(&sandbox).await;
        gateway
            .send(json!({"op": 2, "d": {"token": sandbox.token(), "intents": INTENTS, "properties": {}, "shard": [shard, 2]}}))
            .await;
        let ready = gateway.next().await.unwrap();
        sizes.push(ready["d"]["guilds"].as_array().unwrap().len());
        gateways.push(gateway);
    }
    assert_eq!(sizes.iter().sum::<usize>(), 2);
    sandbox.send_dm(seed::MIA, "hello");
    gateways[0].event("MESSAGE_CREATE").await;
}

#[tokio::test]
async fn joining_and_leaving_a_server_are_told() {
    let (sandbox, rest, mut gateway) = bot(SandboxOptions::default()).await;
    sandbox.add_bot(seed::BOOK_CLUB);
    assert_eq!(gateway.event("GUILD_CREATE").await["name"], "Book Club");
    sandbox.guild_outage(seed::DATA_GUILD);
    assert_eq!(gateway.event("GUILD_DELETE").await["unavailable"], true);
    let (status, _) = rest
        .call(
            "DELETE",
            &format!("/users/@me/guilds/{}", seed::BOOK_CLUB),
            Value::Null,
        )
        .await;
    assert_eq!(status, 204);
    assert_eq!(
        gateway.event("GUILD_DELETE").await,
        json!({"id": seed::BOOK_CLUB})
    );
    assert!(!sandbox.bot_is_in(seed::BOOK_CLUB));
}

#[tokio::test]
async fn a_second_identify_waits_its_five_seconds_where_that_is_kept() {
    let options = SandboxOptions {
        identify_interval: true,
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let (_gateway, _) = Gateway::ready(&sandbox, INTENTS).await;
    let mut second = Gateway::connect(&sandbox).await;
    second.identify(sandbox.token(), INTENTS).await;
    assert_eq!(second.next().await.unwrap()["op"], 9);
}
