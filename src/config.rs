//! The one configuration file, parsed at the edge and then trusted.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::Deserialize;

use crate::domain::Snowflake;

/// The file that is read from the working directory when none is named.
pub const DEFAULT_FILE: &str = "config.toml";

/// Environment variable with the bot's token.
pub const TOKEN_VARIABLE: &str = "DISCORD_TOKEN";

/// Environment variable with another origin for Discord's API.
pub const API_URL_VARIABLE: &str = "DISCORD_API_URL";

/// What is wrong with the configuration, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The named file cannot be read.
    #[error(
        "cannot read the configuration {path}: {source}. Name an existing file with --config, or leave the option out to use the defaults"
    )]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is not valid.
    #[error("{path}:{line}:{column}: {message}. config.example.toml shows every key")]
    Parse {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// A value that cannot be used.
    #[error("the configuration's {key} is not usable: {problem}")]
    Value {
        /// The key.
        key: &'static str,
        /// What is wrong, and what would be right.
        problem: String,
    },
}

/// Everything that an operator can set. Each key has a default; see `config.example.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder with the catalogue; without it `./catalog` if present, else the built-in one.
    pub catalog: Option<PathBuf>,
    /// The connection to Discord.
    pub discord: Discord,
    /// Where revisions are kept.
    pub store: Store,
    /// Moderation.
    pub moderation: Moderation,
    /// Limits on what one person may ask for.
    pub limits: Limits,
    /// Logging.
    pub log: Log,
    /// Folder that relative paths count from.
    #[serde(skip)]
    folder: PathBuf,
}

/// The connection to Discord.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Discord {
    /// File with the bot's token, for those who do not want it in the environment.
    pub token_file: Option<PathBuf>,
    /// Another origin without `/api`, such as `http://127.0.0.1:8790`.
    pub api_url: Option<String>,
    /// Shards of this process: first, last (inclusive) and how many there are in all.
    pub shards: Option<Shards>,
}

/// The shards that one process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shards {
    /// The first one.
    pub first: u32,
    /// The last one, inclusive.
    pub last: u32,
    /// All shards of the bot.
    pub total: u32,
}

/// Where revisions are kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Store {
    /// The SQLite file.
    pub path: PathBuf,
}

impl Default for Store {
    fn default() -> Self {
        Self {
            path: PathBuf::from("certwise.sqlite3"),
        }
    }
}

/// Moderation.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Moderation {
    /// The server whose edits answer in direct messages, and whose moderators see their gaps.
    pub home_guild: Option<u64>,
    /// Days after which questions that could not be answered are deleted; 0 keeps none.
    pub keep_gaps_days: u16,
}

impl Default for Moderation {
    fn default() -> Self {
        Self {
            home_guild: None,
            keep_gaps_days: 90,
        }
    }
}

/// Limits on what one person may ask for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Direct messages a minute that one person gets answers to.
    pub direct_messages_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            direct_messages_per_minute: 30,
        }
    }
}

/// Logging, to standard error.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// What is logged, such as `info,serenity=warn`. Modules that would leak tokens or members'
    /// words stay capped at `warn` whatever stands here.
    pub filter: String,
    /// For people or for machines.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            filter: "info,serenity=warn".to_owned(),
            format: LogFormat::Text,
        }
    }
}

/// How a log line looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// Reads `named`, else `./config.toml` if it is there, else the defaults.
    pub fn load(named: Option<&Path>) -> Result<Self, ConfigError> {
        let default = Path::new(DEFAULT_FILE);
        let path = match named {
            Some(path) => path,
            None if default.is_file() => default,
            None => return Ok(Self::default()),
        };
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text, path)
    }

    /// Parses the text of a file that stands at `path`.
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut config: Self = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start).min(text.len());
            let before = text.get(..at).unwrap_or_default();
            ConfigError::Parse {
                path: path.to_owned(),
                line: before.matches('\n').count() + 1,
                column: before
                    .rsplit('\n')
                    .next()
                    .unwrap_or_default()
                    .chars()
                    .count()
                    + 1,
                message: error.message().to_owned(),
            }
        })?;
        config.folder = path.parent().map(Path::to_owned).unwrap_or_default();
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        if let Some(Shards { first, last, total }) = self.discord.shards
            && (first > last || last >= total)
        {
            return Err(ConfigError::Value {
                key: "discord.shards",
                problem: format!("{first}..={last} of {total}: first ≤ last < total must hold"),
            });
        }
        if self.limits.direct_messages_per_minute == 0 {
            return Err(ConfigError::Value {
                key: "limits.direct_messages_per_minute",
                problem: "it must be at least 1, or nobody gets an answer".to_owned(),
            });
        }
        Ok(())
    }

    /// A path of the configuration, counted from the file's folder.
    pub fn resolve(&self, path: &Path) -> PathBuf {
        self.folder.join(path)
    }

    /// The server whose edits answer in direct messages.
    pub fn home_guild(&self) -> Option<Snowflake> {
        self.moderation.home_guild.map(Snowflake)
    }

    /// Another origin for Discord's API: the environment wins over the file.
    pub fn api_url(&self) -> Option<String> {
        std::env::var(API_URL_VARIABLE)
            .ok()
            .or_else(|| self.discord.api_url.clone())
            .map(|url| url.trim().trim_end_matches('/').to_owned())
            .filter(|url| !url.is_empty())
    }

    /// The bot's token from the environment, else from the file; `None` where there is neither.
    pub fn token(&self) -> Result<Option<SecretString>, ConfigError> {
        let usable = |text: &str| {
            let text = text.trim();
            (!text.is_empty()).then(|| SecretString::new(text.to_owned()))
        };
        if let Some(token) = std::env::var(TOKEN_VARIABLE)
            .ok()
            .as_deref()
            .and_then(usable)
        {
            return Ok(Some(token));
        }
        let Some(file) = &self.discord.token_file else {
            return Ok(None);
        };
        let path = self.resolve(file);
        let text =
            std::fs::read_to_string(&path).map_err(|source| ConfigError::Read { path, source })?;
        Ok(usable(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_a_valid_configuration() {
        let text = include_str!("../config.example.toml");
        Config::parse(text, Path::new("config.example.toml")).unwrap();
    }

    #[test]
    fn mistakes_are_told_with_their_place() {
        let error =
            Config::parse("[discord]\ntokn_file = \"x\"\n", Path::new("c.toml")).unwrap_err();
        assert!(
            error.to_string().starts_with("c.toml:2:1: unknown field"),
            "{error}"
        );
        let error = Config::parse(
            "[discord.shards]\nfirst = 2\nlast = 1\ntotal = 4\n",
            Path::new("c"),
        )
        .unwrap_err();
        assert!(
            error.to_string().contains("first ≤ last < total"),
            "{error}"
        );
    }

    #[test]
    fn paths_count_from_the_file() {
        let config = Config::parse("", Path::new("/etc/certwise/config.toml")).unwrap();
        assert_eq!(
            config.resolve(Path::new("data.sqlite3")),
            Path::new("/etc/certwise/data.sqlite3")
        );
        assert_eq!(config.resolve(Path::new("/srv/x")), Path::new("/srv/x"));
    }
}
