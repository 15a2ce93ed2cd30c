//! A bot with no knowledge, which does on command whatever a bot can do, so that the page can be
//! tested apart from certwise.

use std::time::Duration;

use certwise::sandbox::Sandbox;
use serde_json::{Value, json};
use serenity::all::{
    CommandDataOptionValue, CommandInteraction, Context, CreateAttachment,
    CreateInteractionResponse, CreateInteractionResponseMessage, EventHandler, GatewayIntents,
    HttpBuilder, Interaction, InteractionId, Message, Ready,
};
use serenity::client::ClientBuilder;

struct Puppet;

/// A red rectangle.
const PNG: &[u8] = include_bytes!("square.png");

fn table() -> Value {
    let text = |name: &str, required: bool, autocomplete: bool| json!({"type": 3, "name": name, "description": format!("The {name}"), "required": required, "autocomplete": autocomplete});
    json!([
        {"name": "cert", "description": "Everything about one certification", "contexts": [0, 1], "options": [
            text("name", true, true),
            {"type": 5, "name": "private", "description": "Only you see the answer"},
            {"type": 4, "name": "hours", "description": "Hours a week", "min_value": 1},
        ]},
        {"name": "pick", "description": "Choose from a list"},
        {"name": "form", "description": "Fill in a form"},
        {"name": "think", "description": "Take a moment"},
        {"name": "silent", "description": "Never answer"},
        {"name": "wrong", "description": "Answer with what Discord refuses"},
        {"name": "files", "description": "Send a picture and a file"},
        {"name": "styles", "description": "Show Markdown"},
        {"type": 3, "name": "Answer this"},
    ])
}

pub const STYLES: &str = "# Heading\n**bold** *italic* __under__ ~~gone~~ `code` ||secret||\n> quoted\n- one\n  - inner\n- two\n1. first\n2. second\n-# small print\n[a link](https://example.com/) <t:1767916800:D> <@1138411280793600001> \\*not italic\\* snake_case_name\n```rust\nfn main() {}\n```\n<img src=x onerror=alert(1)>";

fn card(name: &str) -> Value {
    json!({"embeds": [{
        "title": format!("{name}"), "description": "**Answer first.** Then the reason.", "color": 0x57_F287,
        "fields": [{"name": "Cost", "value": "$200", "inline": true}, {"name": "Time", "value": "2–3 months", "inline": true}],
        "footer": {"text": "vendor · checked 18 Aug 2026"},
    }], "components": [{"type": 1, "components": [
        {"type": 2, "style": 1, "label": "Costs", "custom_id": "costs"},
        {"type": 2, "style": 2, "label": "Break", "custom_id": "break"},
        {"type": 2, "style": 5, "label": "Source", "url": "https://example.com/"},
    ]}], "allowed_mentions": {"parse": []}})
}

async fn answer(context: &Context, id: InteractionId, token: &str, body: Value) {
    // Refusals are part of the play.
    let _ = context
        .http
        .create_interaction_response(id, token, &body, Vec::new())
        .await;
}

async fn command(context: &Context, command: &CommandInteraction) {
    let options = &command.data.options;
    let (id, token) = (command.id, command.token.as_str());
    let message = |data: Value| json!({"type": 4, "data": data});
    match command.data.name.as_str() {
        "cert" => {
            let name = options
                .first()
                .and_then(|option| option.value.as_str())
                .unwrap_or_default();
            let private = options
                .iter()
                .any(|option| option.value == CommandDataOptionValue::Boolean(true));
            let mut data = card(name);
            if private {
                data["flags"] = json!(64);
            }
            answer(context, id, token, message(data)).await;
        }
        "pick" => {
            let options: Vec<_> = ["Python", "Excel", "None yet"]
                .iter()
                .map(|one| json!({"label": one, "value": one, "description": format!("I know {one}")}))
                .collect();
            let select = json!({"type": 3, "custom_id": "background", "placeholder": "What do you know?", "options": options});
            answer(context, id, token, message(json!({"content": "Tell me.", "flags": 64, "components": [{"type": 1, "components": [select]}]}))).await;
        }
        "form" => {
            let fields = json!([
                {"type": 1, "components": [{"type": 4, "custom_id": "name", "label": "Name", "style": 1, "value": "PMLE", "max_length": 20}]},
                {"type": 1, "components": [{"type": 4, "custom_id": "why", "label": "Why", "style": 2, "placeholder": "In a sentence"}]},
            ]);
            answer(context, id, token, json!({"type": 9, "data": {"title": "Edit the entry", "custom_id": "edit", "components": fields}})).await;
        }
        "think" => {
            answer(context, id, token, json!({"type": 5})).await;
            tokio::time::sleep(Duration::from_millis(900)).await;
            let edit = json!({"content": "I thought about it."});
            context
                .http
                .edit_original_interaction_response(token, &edit, Vec::new())
                .await
                .unwrap();
        }
        "wrong" => {
            answer(
                context,
                id,
                token,
                message(json!({"embeds": [{"title": "x".repeat(257)}]})),
            )
            .await;
        }
        "files" => {
            let mut data = CreateInteractionResponseMessage::new().content("Here.");
            data =
                data.add_file(CreateAttachment::bytes(PNG, "plot.png").description("A red square"));
            data = data.add_file(CreateAttachment::bytes("id = 1\n", "catalogue.toml"));
            command
                .create_response(context, CreateInteractionResponse::Message(data))
                .await
                .unwrap();
        }
        "styles" => {
            answer(
                context,
                id,
                token,
                message(json!({"content": STYLES, "allowed_mentions": {"parse": []}})),
            )
            .await;
        }
        "Answer this" => {
            let asked = command
                .data
                .resolved
                .messages
                .values()
                .next()
                .map(|one| one.content.clone())
                .unwrap_or_default();
            answer(
                context,
                id,
                token,
                message(json!({"content": format!("You asked about: {asked}"), "flags": 64})),
            )
            .await;
        }
        _ => {}
    }
}

#[serenity::async_trait]
impl EventHandler for Puppet {
    async fn ready(&self, context: Context, _: Ready) {
        context.http.create_global_commands(&table()).await.unwrap();
    }

    async fn message(&self, context: Context, message: Message) {
        if message.author.bot {
            return;
        }
        let reply = json!({"content": format!("You said: {}", message.content), "message_reference": {"message_id": message.id}});
        context
            .http
            .send_message(message.channel_id, Vec::new(), &reply)
            .await
            .unwrap();
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        match interaction {
            Interaction::Command(one) => command(&context, &one).await,
            Interaction::Autocomplete(one) => {
                let typed = one
                    .data
                    .autocomplete()
                    .map(|option| option.value.to_lowercase())
                    .unwrap_or_default();
                let choices: Vec<_> = [
                    ("Google PMLE", "google-pmle"),
                    ("AWS ML Specialty", "aws-mls"),
                    ("IBM AI Engineering", "ibm-ai-engineering"),
                ]
                .iter()
                .filter(|(name, _)| name.to_lowercase().contains(&typed))
                .map(|(name, value)| json!({"name": name, "value": value}))
                .collect();
                answer(
                    &context,
                    one.id,
                    &one.token,
                    json!({"type": 8, "data": {"choices": choices}}),
                )
                .await;
            }
            Interaction::Component(one) => {
                let body = match one.data.custom_id.as_str() {
                    "costs" => {
                        json!({"type": 7, "data": {"content": format!("It costs $200, {}.", one.user.display_name())}})
                    }
                    "background" => {
                        json!({"type": 7, "data": {"content": "Noted.", "components": []}})
                    }
                    _ => return,
                };
                answer(&context, one.id, &one.token, body).await;
            }
            Interaction::Modal(one) => {
                let data = serde_json::to_value(&one.data.components).unwrap();
                let why = &data[1]["components"][0]["value"];
                answer(&context, one.id, &one.token, json!({"type": 4, "data": {"content": format!("Saved: {}", why.as_str().unwrap()), "flags": 64}})).await;
            }
            _ => {}
        }
    }
}

/// Connects the puppet.
pub async fn connect(sandbox: &Sandbox) {
    let http = HttpBuilder::new(sandbox.token())
        .proxy(sandbox.api_url())
        .ratelimiter_disabled(true)
        .build();
    let mut client = ClientBuilder::new_with_http(
        http,
        GatewayIntents::GUILDS | GatewayIntents::DIRECT_MESSAGES,
    )
    .event_handler(Puppet)
    .await
    .unwrap();
    tokio::spawn(async move { client.start().await });
    assert!(sandbox.connected(1, Duration::from_secs(10)).await);
    assert!(sandbox.registered(Duration::from_secs(10)).await);
}
