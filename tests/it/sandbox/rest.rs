use std::time::Duration;

use certwise::sandbox::{
    Arg, DmRefusal, DriveError, Fault, Outcome, Place, Route, Sandbox, SandboxOptions, Upload, seed,
};
use serde_json::{Value, json};
use twilight_model::application::interaction::Interaction;
use twilight_model::channel::Message;

use super::raw::{Gateway, INTENTS, Rest, bot, id, text};

fn table() -> Value {
    json!([
        {"name": "cert", "description": "About one certification", "integration_types": [0, 1], "contexts": [0, 1, 2], "options": [
            {"type": 3, "name": "name", "description": "Which", "required": true, "autocomplete": true},
            {"type": 5, "name": "private", "description": "Only for me"},
        ]},
        {"name": "catalog", "description": "For moderators", "default_member_permissions": "32", "contexts": [0], "options": [
            {"type": 1, "name": "edit", "description": "Edit", "options": [{"type": 3, "name": "entry", "description": "Which", "required": true}]},
            {"type": 1, "name": "import", "description": "Import", "options": [{"type": 11, "name": "file", "description": "A file", "required": true}]},
        ]},
        {"type": 3, "name": "Answer this"},
    ])
}

async fn started() -> (Sandbox, Rest, Gateway) {
    let (sandbox, rest, gateway) = bot(SandboxOptions::default()).await;
    rest.register(table()).await;
    (sandbox, rest, gateway)
}

const HERE: certwise::sandbox::Snowflake = seed::STUDY_GROUP_GENERAL;

fn name() -> Vec<(&'static str, Arg)> {
    vec![("name", "pmle".into())]
}

#[tokio::test]
async fn the_bot_learns_who_and_where_it_is() {
    let (sandbox, rest, _) = started().await;
    for path in [
        "/users/@me",
        "/applications/@me",
        "/oauth2/applications/@me",
        "/gateway/bot",
    ] {
        let (status, body) = rest.call("GET", path, Value::Null).await;
        assert_eq!(status, 200, "{path}: {body}");
    }
    let (_, gateway) = rest.call("GET", "/gateway", Value::Null).await;
    assert_eq!(
        gateway["url"],
        format!("ws://{}/gateway", sandbox.address())
    );
    let (status, body) = rest.call("GET", "/voice/regions", Value::Null).await;
    assert_eq!(
        (status, body),
        (404, json!({"message": "404: Not Found", "code": 0}))
    );
    let stranger = reqwest::get(format!("{}/api/v10/users/@me", sandbox.api_url()))
        .await
        .unwrap();
    assert_eq!(stranger.status(), 401);
}

#[tokio::test]
async fn commands_are_checked_kept_and_shown_to_those_who_may() {
    let (sandbox, rest, _) = started().await;
    let path = format!("/applications/{}/commands", seed::APPLICATION);
    let before = sandbox.global_commands();
    let (status, again) = rest.call("PUT", &path, table()).await;
    assert_eq!(status, 200);
    assert_eq!(again[0]["id"], before[0]["id"], "a command keeps its id");
    let (status, refused) = rest
        .call("PUT", &path, json!([{"name": "Cert", "description": "d"}]))
        .await;
    assert_eq!(status, 400);
    assert_eq!(
        refused["errors"]["0"]["name"]["_errors"][0]["code"],
        "APPLICATION_COMMAND_INVALID_NAME"
    );

    let edit = |who| {
        sandbox
            .run_command(who, HERE, "catalog edit", &[("entry", "pmle".into())])
            .map(|_| ())
    };
    assert_eq!(edit(seed::ADA), Ok(()));
    assert_eq!(
        edit(seed::MIA),
        Err(DriveError::NoSuchCommand("catalog".to_owned()))
    );
    assert_eq!(
        edit(seed::BO),
        Err(DriveError::NoSuchCommand("catalog".to_owned()))
    );
    sandbox.show_command(seed::STUDY_GROUP, "catalog", seed::KEEPERS);
    assert_eq!(edit(seed::BO), Ok(()));
    let missing = sandbox
        .run_command(seed::MIA, HERE, "cert", &[])
        .unwrap_err();
    assert_eq!(missing, DriveError::MissingOption("name".to_owned()));
    assert!(
        sandbox
            .run_command(
                seed::ADA,
                Place::Dm,
                "catalog edit",
                &[("entry", "x".into())]
            )
            .is_err()
    );
}

#[tokio::test]
async fn a_slash_command_is_answered_once_and_in_time() {
    let (sandbox, rest, mut gateway) = started().await;
    let ran = sandbox
        .run_command(seed::MIA, HERE, "cert", &name())
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    serde_json::from_value::<Interaction>(interaction.clone()).unwrap();
    assert_eq!(interaction["data"]["options"][0]["value"], "pmle");
    assert_eq!(
        interaction["authorizing_integration_owners"],
        json!({"0": seed::STUDY_GROUP, "1": seed::MIA})
    );
    let reply = json!({"type": 4, "data": {"content": "**PMLE**", "flags": 64}});
    assert_eq!(rest.callback(&interaction, reply.clone()).await.0, 204);
    let (status, body) = rest.callback(&interaction, reply).await;
    assert_eq!((status, &body["code"]), (400, &json!(40060)));

    let message = ran.message().await.unwrap();
    serde_json::from_value::<Message>(message.raw.clone()).unwrap();
    assert!(message.is_private());
    assert_eq!(sandbox.messages(seed::NOAH, HERE), []);

    let (status, followup) = rest
        .webhook("POST", &interaction, "", json!({"content": "more"}))
        .await;
    assert_eq!(status, 200);
    let (_, edited) = rest
        .webhook(
            "PATCH",
            &interaction,
            &format!("/messages/{}", text(&followup["id"])),
            json!({"content": "less"}),
        )
        .await;
    assert_eq!(edited["content"], "less");
    assert_eq!(ran.followups(1).await[0].content(), "less");
    assert_eq!(
        rest.webhook("DELETE", &interaction, "/messages/@original", Value::Null)
            .await
            .0,
        204
    );
    assert_eq!(
        rest.webhook("GET", &interaction, "/messages/@original", Value::Null)
            .await
            .1["code"],
        10008
    );

    sandbox.age_interactions(Duration::from_secs(16 * 60));
    let (status, late) = rest
        .webhook("POST", &interaction, "", json!({"content": "late"}))
        .await;
    assert_eq!((status, &late["code"]), (401, &json!(50027)));
}

#[tokio::test]
async fn an_answer_after_three_seconds_comes_too_late() {
    let (sandbox, rest, mut gateway) = started().await;
    sandbox
        .run_command(seed::MIA, HERE, "cert", &name())
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    sandbox.age_interactions(Duration::from_secs(4));
    let (status, body) = rest
        .callback(&interaction, json!({"type": 4, "data": {"content": "x"}}))
        .await;
    assert_eq!((status, &body["code"]), (404, &json!(10062)));
    let (status, _) = rest
        .webhook("POST", &interaction, "", json!({"content": "x"}))
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn a_deferred_answer_is_thinking_until_it_is_edited() {
    let (sandbox, rest, mut gateway) = started().await;
    let ran = sandbox
        .run_command(seed::MIA, HERE, "cert", &name())
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    rest.callback(&interaction, json!({"type": 5, "data": {"flags": 64}}))
        .await;
    assert_eq!(ran.outcome().await, Outcome::Deferred);
    assert!(sandbox.messages(seed::MIA, HERE)[0].is_loading());
    rest.webhook(
        "PATCH",
        &interaction,
        "/messages/@original",
        json!({"content": "done"}),
    )
    .await;
    let message = ran.message().await.unwrap();
    assert_eq!(message.content(), "done");
    assert!(message.is_private());
    assert!(!message.is_loading());
}

#[tokio::test]
async fn refusals_name_the_place() {
    let (sandbox, rest, mut gateway) = started().await;
    for (data, place, code) in [
        (
            json!({"embeds": [{"title": "x".repeat(257)}]}),
            "/data/embeds/0/title",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (
            json!({"content": "x".repeat(2001)}),
            "/data/content",
            "BASE_TYPE_MAX_LENGTH",
        ),
    ] {
        sandbox
            .run_command(seed::MIA, HERE, "cert", &name())
            .unwrap();
        let interaction = gateway.event("INTERACTION_CREATE").await;
        let (status, body) = rest
            .callback(&interaction, json!({"type": 4, "data": data}))
            .await;
        assert_eq!((status, &body["code"]), (400, &json!(50035)));
        assert_eq!(
            body["errors"].pointer(place).unwrap()["_errors"][0]["code"],
            code
        );
        // A refused answer can be put right within the time.
        assert_eq!(
            rest.callback(&interaction, json!({"type": 4, "data": {"content": "x"}}))
                .await
                .0,
            204
        );
    }
    let (status, body) = rest
        .call(
            "POST",
            &format!("/channels/{HERE}/messages"),
            json!({"content": " "}),
        )
        .await;
    assert_eq!((status, &body["code"]), (400, &json!(50006)));
}

#[tokio::test]
async fn buttons_selects_and_forms_carry_what_discord_sends() {
    let (sandbox, rest, mut gateway) = started().await;
    let ran = sandbox
        .run_command(seed::MIA, HERE, "cert", &name())
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    let components = json!([
        {"type": 1, "components": [{"type": 2, "style": 1, "label": "Costs", "custom_id": "v1:costs"}]},
        {"type": 1, "components": [{"type": 3, "custom_id": "v1:pick", "options": [{"label": "A", "value": "a"}, {"label": "B", "value": "b"}]}]},
    ]);
    rest.callback(
        &interaction,
        json!({"type": 4, "data": {"content": "card", "components": components}}),
    )
    .await;
    let card = ran.message().await.unwrap();
    assert_eq!(card.button("Costs"), Some("v1:costs"));

    let pressed = sandbox.press(seed::NOAH, card.id(), "v1:costs").unwrap();
    let press = gateway.event("INTERACTION_CREATE").await;
    serde_json::from_value::<Interaction>(press.clone()).unwrap();
    assert_eq!(
        press["message"]["interaction_metadata"]["user"]["id"],
        json!(seed::MIA)
    );
    assert_eq!(press["member"]["user"]["id"], json!(seed::NOAH));
    let (status, body) = rest
        .callback(&press, json!({"type": 8, "data": {"choices": []}}))
        .await;
    assert_eq!((status, &body["code"]), (400, &json!(50035)));
    let form = json!({"type": 9, "data": {"title": "Edit", "custom_id": "v1:form", "components": [
        {"type": 1, "components": [{"type": 4, "custom_id": "a", "label": "Name", "style": 1, "value": "old"}]},
        {"type": 1, "components": [{"type": 4, "custom_id": "b", "label": "Why", "style": 2, "required": false}]},
    ]}});
    assert_eq!(rest.callback(&press, form.clone()).await.0, 204);
    let modal = pressed.outcome().await;
    assert_eq!(modal.modal().unwrap().field("Name").unwrap().value, "old");

    assert!(sandbox.submit_modal(&pressed, &[("a", "")]).is_err());
    let submitted = sandbox.submit_modal(&pressed, &[("b", "because")]).unwrap();
    let submit = gateway.event("INTERACTION_CREATE").await;
    serde_json::from_value::<Interaction>(submit.clone()).unwrap();
    assert_eq!(
        submit["data"]["components"][0]["components"][0]["value"],
        "old"
    );
    assert_eq!(submit["message"]["id"], json!(card.id()));
    assert_eq!(
        rest.callback(&submit, form).await.0,
        400,
        "no form after a form"
    );
    rest.callback(&submit, json!({"type": 7, "data": {"content": "edited"}}))
        .await;
    assert!(
        matches!(submitted.outcome().await, Outcome::Updated(message) if message.content() == "edited")
    );

    sandbox
        .select(seed::MIA, card.id(), "v1:pick", &["b"])
        .unwrap();
    let select = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(select["data"]["values"], json!(["b"]));
    assert!(
        sandbox
            .select(seed::MIA, card.id(), "v1:pick", &["c"])
            .is_err()
    );
    assert!(sandbox.press(seed::MIA, card.id(), "v1:gone").is_err());
}

#[tokio::test]
async fn choices_come_while_typing() {
    let (sandbox, rest, mut gateway) = started().await;
    let typing = sandbox
        .autocomplete(seed::MIA, HERE, "cert", &[("name", "gogle".into())], "name")
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(
        (
            &interaction["type"],
            &interaction["data"]["options"][0]["focused"]
        ),
        (&json!(4), &json!(true))
    );
    let many: Vec<_> = (0..26)
        .map(|n| json!({"name": n.to_string(), "value": n.to_string()}))
        .collect();
    assert_eq!(
        rest.callback(&interaction, json!({"type": 8, "data": {"choices": many}}))
            .await
            .0,
        400
    );
    rest.callback(
        &interaction,
        json!({"type": 8, "data": {"choices": [{"name": "Google PMLE", "value": "google-pmle"}]}}),
    )
    .await;
    assert_eq!(
        typing.outcome().await.choices().unwrap()[0].name,
        "Google PMLE"
    );
}

#[tokio::test]
async fn the_message_menu_hands_over_the_message() {
    let (sandbox, _rest, mut gateway) = started().await;
    let asked = sandbox.write(seed::NOAH, HERE, "which one should I take?");
    sandbox
        .message_menu(seed::MIA, asked, "Answer this")
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    serde_json::from_value::<Interaction>(interaction.clone()).unwrap();
    let target = &interaction["data"]["resolved"]["messages"][asked.to_string()];
    assert_eq!(target["content"], "which one should I take?");
    assert_eq!(target["author"]["id"], json!(seed::NOAH));
}

#[tokio::test]
async fn a_nonce_is_used_once_and_nobody_is_pinged_unless_allowed() {
    let (sandbox, rest, mut gateway) = started().await;
    let asked = sandbox.send_dm(seed::MIA, "hi");
    let message = gateway.event("MESSAGE_CREATE").await;
    let path = format!("/channels/{}/messages", text(&message["channel_id"]));
    let reply = json!({
        "content": format!("hello <@{}> @everyone", seed::MIA), "nonce": asked, "enforce_nonce": true,
        "message_reference": {"message_id": asked}, "allowed_mentions": {"parse": []},
    });
    let (_, first) = rest.call("POST", &path, reply.clone()).await;
    let (_, second) = rest.call("POST", &path, reply).await;
    assert_eq!(first["id"], second["id"]);
    assert_eq!(first["referenced_message"]["content"], "hi");
    let replies = sandbox
        .replies_after(asked, 1, Duration::from_secs(5))
        .await;
    assert_eq!(replies.len(), 1);
    assert!(!replies[0].pings_anyone());
    let (_, loud) = rest
        .call(
            "POST",
            &path,
            json!({"content": format!("hello <@{}>", seed::MIA)}),
        )
        .await;
    assert_eq!(loud["mentions"][0]["id"], json!(seed::MIA));
    let (status, _) = rest
        .call(
            "POST",
            &path,
            json!({"content": "x", "message_reference": {"message_id": "1"}}),
        )
        .await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn direct_messages_can_be_closed() {
    let (sandbox, rest, _) = started().await;
    let open = json!({"recipient_id": seed::NOAH});
    sandbox.refuse_dms(seed::NOAH, Some(DmRefusal::TooFast));
    assert_eq!(
        rest.call("POST", "/users/@me/channels", open.clone())
            .await
            .1["code"],
        40003
    );
    sandbox.refuse_dms(seed::NOAH, None);
    let (_, channel) = rest.call("POST", "/users/@me/channels", open).await;
    let path = format!("/channels/{}/messages", text(&channel["id"]));
    for (refusal, code) in [
        (DmRefusal::CannotMessage, 50007),
        (DmRefusal::NoMutualServer, 50278),
    ] {
        sandbox.refuse_dms(seed::NOAH, Some(refusal));
        let (status, body) = rest.call("POST", &path, json!({"content": "psst"})).await;
        assert_eq!((status, &body["code"]), (403, &json!(code)));
    }
    sandbox.clear_faults();
    assert_eq!(
        rest.call("POST", &path, json!({"content": "psst"})).await.0,
        200
    );
}

#[tokio::test]
async fn files_go_both_ways() {
    let (sandbox, rest, mut gateway) = started().await;
    let file = Upload {
        filename: "catalogue.toml".to_owned(),
        content_type: None,
        bytes: b"id = \"x\"".to_vec(),
    };
    sandbox
        .run_command(seed::ADA, HERE, "catalog import", &[("file", file.into())])
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    serde_json::from_value::<Interaction>(interaction.clone()).unwrap();
    let attachments = interaction["data"]["resolved"]["attachments"]
        .as_object()
        .unwrap();
    let attachment = attachments.values().next().unwrap();
    let bytes = reqwest::get(text(&attachment["url"]))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    assert_eq!(bytes, "id = \"x\"");

    let path = format!(
        "/interactions/{}/{}/callback",
        text(&interaction["id"]),
        text(&interaction["token"])
    );
    let payload = json!({"type": 4, "data": {"content": "here", "attachments": [{"id": 0, "description": "The catalogue"}]}});
    let (status, _) = rest.upload(&path, &payload, "out.toml", "id = \"y\"").await;
    assert_eq!(status, 204);
    let shown = &sandbox.messages(seed::ADA, HERE)[0];
    assert_eq!(shown.attachments()[0]["description"], "The catalogue");
    let stored = sandbox.file(id(&shown.attachments()[0]["id"])).unwrap();
    assert_eq!(stored.bytes, b"id = \"y\"");
    assert_eq!(
        sandbox.requests().last().unwrap().files[0].filename,
        "out.toml"
    );
}

#[tokio::test]
async fn an_own_installation_has_five_follow_ups() {
    let (sandbox, rest, mut gateway) = started().await;
    let here = seed::BOOK_CLUB_GENERAL;
    assert!(
        sandbox
            .run_command(seed::NOAH, here, "cert", &name())
            .is_err(),
        "Noah did not install it"
    );
    sandbox
        .run_command(seed::MIA, here, "cert", &name())
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    assert_eq!(
        interaction["authorizing_integration_owners"],
        json!({"1": seed::MIA})
    );
    rest.callback(&interaction, json!({"type": 4, "data": {"content": "x"}}))
        .await;
    for _ in 0..5 {
        assert_eq!(
            rest.webhook("POST", &interaction, "", json!({"content": "x"}))
                .await
                .0,
            200
        );
    }
    let (_, sixth) = rest
        .webhook("POST", &interaction, "", json!({"content": "x"}))
        .await;
    assert_eq!(sixth["code"], 40094);
}

#[tokio::test]
async fn faults_strike_where_and_as_often_as_told() {
    let (sandbox, rest, _) = started().await;
    let path = format!("/channels/{HERE}/messages");
    sandbox.fail(
        Route::Messages,
        Fault::RateLimited {
            retry_after: 0.25,
            global: false,
        },
        1,
    );
    let limited = rest
        .try_call("POST", &path, &json!({"content": "x"}))
        .await
        .unwrap();
    assert_eq!(limited.status(), 429);
    assert_eq!(limited.headers()["retry-after"], "1");
    let body: Value = serde_json::from_str(&limited.text().await.unwrap()).unwrap();
    assert_eq!(body["retry_after"], 0.25);

    sandbox.fail(Route::Any, Fault::Status(503), 1);
    assert_eq!(
        rest.call("POST", &path, json!({"content": "x"})).await.0,
        503
    );
    assert_eq!(sandbox.messages(seed::MIA, HERE), []);

    sandbox.fail(Route::Messages, Fault::CutBefore, 1);
    assert!(
        rest.try_call("POST", &path, &json!({"content": "lost"}))
            .await
            .is_err()
    );
    assert_eq!(sandbox.messages(seed::MIA, HERE), []);
    sandbox.fail(Route::Messages, Fault::CutAfter, 1);
    assert!(
        rest.try_call("POST", &path, &json!({"content": "arrived"}))
            .await
            .is_err()
    );
    assert_eq!(sandbox.messages(seed::MIA, HERE)[0].content(), "arrived");

    sandbox.refuse_connections(Duration::from_millis(150));
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(
        reqwest::get(format!("{}/api/v10/gateway", sandbox.api_url()))
            .await
            .is_err()
    );
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(
        reqwest::get(format!("{}/api/v10/gateway", sandbox.api_url()))
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_conversation_outlives_the_bot() {
    let (sandbox, rest, gateway) = started().await;
    let path = format!("/channels/{HERE}/messages");
    rest.call("POST", &path, json!({"content": "card", "components": [
        {"type": 1, "components": [{"type": 2, "style": 2, "label": "More", "custom_id": "v1:more"}]}]})).await;
    drop(gateway);
    let (mut gateway, _) = Gateway::ready(&sandbox, INTENTS).await;
    let card = sandbox.messages(seed::MIA, HERE).remove(0);
    sandbox
        .press(seed::MIA, card.id(), card.button("More").unwrap())
        .unwrap();
    assert_eq!(
        gateway.event("INTERACTION_CREATE").await["data"]["custom_id"],
        "v1:more"
    );
}
