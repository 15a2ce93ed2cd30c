//! What the stand-in answers, held against Discord's own description of its answers.

use std::path::Path;

use certwise::sandbox::{SandboxOptions, seed};
use serde_json::{Value, json};

use super::raw::{bot, text};

/// Discord's description; it lies beside the repository, and in CI it must.
fn description() -> Option<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/discord/openapi.json");
    let text = std::fs::read_to_string(&path);
    assert!(
        text.is_ok() || std::env::var_os("CI").is_none(),
        "{} is missing",
        path.display()
    );
    serde_json::from_str(&text.ok()?).unwrap()
}

fn faults(
    description: &Value,
    method: &str,
    template: &str,
    status: u16,
    body: &Value,
) -> Vec<String> {
    let schema = &description["paths"][template][method.to_lowercase()]["responses"]
        [status.to_string()]["content"]["application/json"]["schema"];
    assert!(
        schema.is_object(),
        "{method} {template} {status} is not described"
    );
    let root = json!({"components": description["components"], "allOf": [schema]});
    let validator = jsonschema::draft202012::new(&root).unwrap();
    validator
        .iter_errors(body)
        .map(|error| format!("{method} {template} at {}: {error}", error.instance_path()))
        .collect()
}

#[tokio::test]
async fn answers_have_the_form_that_discord_describes() {
    let Some(description) = description() else {
        return;
    };
    let (sandbox, rest, mut gateway) = bot(SandboxOptions::default()).await;
    rest.register(json!([{"name": "about", "description": "About"}]))
        .await;
    sandbox
        .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, "about", &[])
        .unwrap();
    let interaction = gateway.event("INTERACTION_CREATE").await;
    let channel = format!("/channels/{}", seed::STUDY_GROUP_GENERAL);
    let card = json!({
        "content": "hi", "embeds": [{"title": "T", "description": "D", "footer": {"text": "F"}, "fields": [{"name": "n", "value": "v"}]}],
        "components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "A", "custom_id": "a"}]}],
    });
    let commands = format!("/applications/{}/commands", seed::APPLICATION);
    let callback = format!(
        "/interactions/{}/{}/callback?with_response=true",
        text(&interaction["id"]),
        text(&interaction["token"])
    );
    let webhook = format!(
        "/webhooks/{}/{}",
        seed::APPLICATION,
        text(&interaction["token"])
    );
    let guild = format!("/guilds/{}", seed::STUDY_GROUP);
    let mut found = Vec::new();
    for (method, path, template, body) in [
        (
            "GET",
            "/gateway/bot".to_owned(),
            "/gateway/bot",
            Value::Null,
        ),
        ("GET", "/users/@me".to_owned(), "/users/@me", Value::Null),
        (
            "GET",
            "/applications/@me".to_owned(),
            "/applications/@me",
            Value::Null,
        ),
        (
            "GET",
            "/oauth2/applications/@me".to_owned(),
            "/oauth2/applications/@me",
            Value::Null,
        ),
        (
            "GET",
            commands,
            "/applications/{application_id}/commands",
            Value::Null,
        ),
        (
            "POST",
            callback,
            "/interactions/{interaction_id}/{interaction_token}/callback",
            json!({"type": 4, "data": card}),
        ),
        (
            "POST",
            webhook.clone(),
            "/webhooks/{webhook_id}/{webhook_token}",
            json!({"content": "x", "flags": 64}),
        ),
        (
            "GET",
            format!("{webhook}/messages/@original"),
            "/webhooks/{webhook_id}/{webhook_token}/messages/@original",
            Value::Null,
        ),
        (
            "POST",
            format!("{channel}/messages"),
            "/channels/{channel_id}/messages",
            card.clone(),
        ),
        (
            "GET",
            channel.clone(),
            "/channels/{channel_id}",
            Value::Null,
        ),
        (
            "POST",
            "/users/@me/channels".to_owned(),
            "/users/@me/channels",
            json!({"recipient_id": seed::MIA}),
        ),
        (
            "GET",
            format!("{guild}/roles"),
            "/guilds/{guild_id}/roles",
            Value::Null,
        ),
        (
            "GET",
            format!("{guild}/members/{}", seed::ADA),
            "/guilds/{guild_id}/members/{user_id}",
            Value::Null,
        ),
        ("GET", guild, "/guilds/{guild_id}", Value::Null),
    ] {
        let (status, answer) = rest.call(method, &path, body).await;
        found.extend(faults(&description, method, template, status, &answer));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
