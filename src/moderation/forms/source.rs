//! Where a moderator says that a fact comes from.

use toml::Table;

use crate::catalog::{RawCatalog, Section};
use crate::domain::EntryId;

/// A source that was named, and its table where the catalogue does not have it yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedSource {
    /// Its key.
    pub key: String,
    /// Its table, for a new one.
    pub table: Option<Table>,
}

/// The source of what moderators write in their own words.
pub const OWN_WORDS: &str = "local-moderators";

/// The longest part of a key that is made from a title.
const STEM: usize = 16;

/// Finds what was typed among the sources by key, link or title, or makes a source of it.
pub fn resolve(raw: &RawCatalog, typed: &str) -> NamedSource {
    let typed = typed.trim();
    let lower = typed.to_lowercase();
    let known = raw.items(Section::Sources).find(|(key, value)| {
        let text = |name: &str| value.get(name).and_then(toml::Value::as_str);
        let same =
            |text: &str| text.trim_end_matches('/').to_lowercase() == lower.trim_end_matches('/');
        *key == lower || text("url").is_some_and(same) || text("title").is_some_and(same)
    });
    if let Some((key, _)) = known {
        return NamedSource {
            key: key.to_owned(),
            table: None,
        };
    }
    let link = typed
        .split_whitespace()
        .find(|word| word.starts_with("https://"));
    let words: Vec<&str> = typed
        .split_whitespace()
        .filter(|word| Some(*word) != link)
        .collect();
    let host = link.map(host);
    let title = if words.is_empty() {
        link.map_or_else(
            || typed.to_owned(),
            |link| link.trim_start_matches("https://").to_owned(),
        )
    } else {
        words.join(" ").trim_end_matches([',', ':']).to_owned()
    };
    let publisher = host.unwrap_or(&title);
    let mut table = Table::new();
    table.insert("title".into(), shortened(&title, 120).into());
    table.insert("publisher".into(), shortened(publisher, 40).into());
    if let Some(link) = link {
        table.insert("url".into(), link.into());
    }
    table.insert("kind".into(), "third-party".into());
    NamedSource {
        key: key_of(publisher, typed),
        table: Some(table),
    }
}

/// The source of texts for which nobody named another.
pub fn own_words(raw: &RawCatalog) -> NamedSource {
    let table = raw.item(Section::Sources, OWN_WORDS).is_none().then(|| {
        let mut table = Table::new();
        table.insert("title".into(), "Written by this server's moderators".into());
        table.insert("publisher".into(), "this server's moderators".into());
        table.insert("kind".into(), "third-party".into());
        table
    });
    NamedSource {
        key: OWN_WORDS.to_owned(),
        table,
    }
}

fn host(link: &str) -> &str {
    let rest = link.trim_start_matches("https://");
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.trim_start_matches("www.")
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most - 1).collect();
    short.push('…');
    short
}

/// A key that two moderators who name the same source arrive at as well, and nobody else.
fn key_of(name: &str, typed: &str) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    for byte in typed.bytes() {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    let stem = slug(name, STEM);
    format!("{}{stem}-{:05x}", EntryId::LOCAL_PREFIX, hash & 0xf_ffff)
}

/// A text as a slug of at most so many characters; never empty.
pub(in crate::moderation) fn slug(text: &str, most: usize) -> String {
    let mut slug = String::new();
    for character in text.to_lowercase().chars() {
        if slug.len() >= most {
            break;
        }
        if character.is_ascii_alphanumeric() {
            slug.push(character);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() {
        "entry".to_owned()
    } else {
        slug.to_owned()
    }
}
