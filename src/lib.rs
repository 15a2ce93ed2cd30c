//! certwise: honest, dated advice on AI certifications, as a Discord bot.

pub mod catalog;
pub mod command;
pub mod domain;
pub mod reply;
pub mod service;
