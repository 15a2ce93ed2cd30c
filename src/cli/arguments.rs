//! The program's arguments. The names are fixed: acceptance checks and scripts rely on them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::domain::{Date, parse_date};

/// Honest, dated advice on AI certifications, as a Discord bot.
#[derive(Debug, Parser)]
#[command(name = "certwise", version, about, max_term_width = 100)]
pub struct Arguments {
    /// Options of every subcommand.
    #[command(flatten)]
    pub common: Common,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every subcommand.
#[derive(Debug, Args)]
pub struct Common {
    /// The configuration; without it ./config.toml if it is there, else the defaults
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The catalogue's folder; without it the configuration's, ./catalog, or the built-in one
    #[arg(long, global = true, value_name = "DIR")]
    pub catalog: Option<PathBuf>,
    /// Answer as on this day, for tests and previews
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = date)]
    pub today: Option<Date>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the bot; the token comes from DISCORD_TOKEN or a file named in the configuration
    Run,
    /// Try the bot without Discord: a local stand-in and a page to use it on
    Sandbox {
        /// The page's port; 0 picks a free one
        #[arg(long, value_name = "N", default_value_t = 8790)]
        port: u16,
    },
    /// Answer one question on the terminal
    Ask {
        /// The question, in your own words
        #[arg(required = true, value_name = "TEXT")]
        text: Vec<String>,
    },
    /// Hold a conversation on the terminal, as in a direct message
    Chat {
        /// Read one conversation per line as JSON and write one answer per line
        #[arg(long)]
        json: bool,
    },
    /// Check a catalogue and list its problems
    Check {
        /// The catalogue's folder, or one exported file; without it, the one that run would use
        #[arg(value_name = "DIR")]
        path: Option<PathBuf>,
    },
    /// List the slash commands
    Commands {
        /// Print the request body that registers them
        #[arg(long)]
        json: bool,
    },
    /// Write the effective catalogue as one TOML document, or as files
    Export {
        /// With the edits of this server
        #[arg(long, value_name = "ID")]
        guild: Option<u64>,
        /// Write files to this folder instead of one document to standard output
        #[arg(long, value_name = "DIR")]
        to: Option<PathBuf>,
    },
}

fn date(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "a day is written like 2026-11-22".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn common_options_stand_before_or_after_the_subcommand() {
        for line in [
            "certwise --today 2026-11-22 chat --json",
            "certwise chat --json --today 2026-11-22",
        ] {
            let arguments = Arguments::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(arguments.common.today, parse_date("2026-11-22"));
            assert!(matches!(arguments.command, Command::Chat { json: true }));
        }
        assert!(Arguments::try_parse_from(["certwise", "run", "--today", "22.11.2026"]).is_err());
    }
}
