//! certwise: honest, dated advice on AI certifications, as a Discord bot.

pub mod advice;
pub mod catalog;
pub mod cli;
pub mod command;
pub mod config;
pub mod discord;
pub mod domain;
pub mod language;
pub mod moderation;
pub mod ops;
pub mod reply;
pub mod sandbox;
pub mod service;
pub mod store;
