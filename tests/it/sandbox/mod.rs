//! The stand-in for Discord, driven by serenity itself and by bare requests.

mod gateway;
mod openapi;
mod raw;
mod rest;

use std::sync::Arc;
use std::time::Duration;

use certwise::sandbox::{Outcome, Place, Sandbox, SandboxOptions, seed};
use serde_json::json;
use serenity::all::{
    Command, CommandInteraction, Context, CreateCommand, CreateInteractionResponse,
    CreateInteractionResponseMessage, EventHandler, GatewayIntents, HttpBuilder, Interaction,
    Message, Ready,
};
use serenity::gateway::ShardManager;

const PATIENCE: Duration = Duration::from_secs(10);

struct Echo;

async fn answer(context: &Context, command: &CommandInteraction) {
    let reply = CreateInteractionResponseMessage::new()
        .content(format!("you ran {}", command.data.name))
        .ephemeral(true);
    command
        .create_response(context, CreateInteractionResponse::Message(reply))
        .await
        .unwrap();
}

#[serenity::async_trait]
impl EventHandler for Echo {
    async fn ready(&self, context: Context, _: Ready) {
        let commands = vec![CreateCommand::new("about").description("About this bot")];
        Command::set_global_commands(&context, commands)
            .await
            .unwrap();
    }

    async fn message(&self, context: Context, message: Message) {
        if !message.author.bot {
            message
                .channel_id
                .say(&context, format!("you said {}", message.content))
                .await
                .unwrap();
        }
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        if let Interaction::Command(command) = interaction {
            answer(&context, &command).await;
        }
    }
}

/// serenity's own client, connected to the stand-in.
async fn serenity(sandbox: &Sandbox) -> Arc<ShardManager> {
    let http = HttpBuilder::new(sandbox.token())
        .proxy(sandbox.api_url())
        .ratelimiter_disabled(true)
        .build();
    let mut client = serenity::client::ClientBuilder::new_with_http(
        http,
        GatewayIntents::GUILDS | GatewayIntents::DIRECT_MESSAGES,
    )
    .event_handler(Echo)
    .await
    .unwrap();
    let shards = Arc::clone(&client.shard_manager);
    tokio::spawn(async move { client.start().await });
    assert!(sandbox.connected(1, PATIENCE).await);
    assert!(sandbox.registered(PATIENCE).await);
    shards
}

#[tokio::test]
async fn serenity_connects_answers_and_says_goodbye() {
    let sandbox = Sandbox::start(SandboxOptions::default()).await.unwrap();
    let shards = serenity(&sandbox).await;

    let ran = sandbox
        .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, "about", &[])
        .unwrap();
    let Outcome::Message(message) = ran.outcome().await else {
        panic!("no message")
    };
    assert_eq!(message.content(), "you ran about");
    assert!(message.is_private());
    assert_eq!(sandbox.messages(seed::NOAH, seed::STUDY_GROUP_GENERAL), []);

    let said = sandbox.send_dm(seed::NOAH, "hello");
    let replies = sandbox.replies_after(said, 1, PATIENCE).await;
    assert_eq!(replies[0].content(), "you said hello");
    assert_eq!(sandbox.messages(seed::NOAH, Place::Dm).len(), 2);

    shards.shutdown_all().await;
    sandbox.stop().await;
}

#[tokio::test]
async fn a_silent_bot_did_not_respond() {
    let options = SandboxOptions {
        answer_within: Duration::from_millis(50),
        ..SandboxOptions::default()
    };
    let sandbox = Sandbox::start(options).await.unwrap();
    let put = reqwest::Client::new()
        .put(format!(
            "{}/api/v10/applications/{}/commands",
            sandbox.api_url(),
            seed::APPLICATION
        ))
        .header("authorization", format!("Bot {}", sandbox.token()))
        .body(json!([{"name": "about", "description": "d"}]).to_string())
        .send()
        .await
        .unwrap();
    assert_eq!(put.status(), 200);
    let ran = sandbox
        .run_command(seed::MIA, seed::STUDY_GROUP_GENERAL, "about", &[])
        .unwrap();
    assert_eq!(ran.outcome().await, Outcome::NoResponse);
}
