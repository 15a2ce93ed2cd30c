//! Behaviour through public doors, in one program so that it links once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test may stop where the program may not"
)]

mod accuracy;
mod advice;
mod calls;
mod catalog;
mod changes;
mod commands;
mod conformance;
mod conversations;
mod discord_answers;
mod discord_commands;
mod discord_faults;
mod discord_gateway;
mod discord_people;
mod discord_process;
mod discord_support;
mod layers;
mod moderation;
mod program;
mod readme;
mod reload;
mod reply;
mod sandbox;
mod service;
mod store;
mod understanding;
