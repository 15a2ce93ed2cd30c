//! Identifiers: short lower-case slugs that stand in files, custom ids and addresses.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What is wrong with a text that should be an [`EntryId`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryIdError {
    /// Too short or too long.
    #[error("an id has {min} to {max} characters, this one has {0}", min = EntryId::MIN_LENGTH, max = EntryId::MAX_LENGTH)]
    Length(usize),
    /// A character outside `a-z`, `0-9` and `-`, or a hyphen at an end or doubled.
    #[error("an id is made of lower-case letters and digits, joined by single hyphens")]
    Shape,
}

macro_rules! slug {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().to_owned()
            }
        }

        impl TryFrom<String> for $name {
            type Error = EntryIdError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl std::str::FromStr for $name {
            type Err = EntryIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                check_slug(text)?;
                Ok(Self(Arc::from(text)))
            }
        }
    };
}

slug! {
    /// The name of an entry of the catalogue, such as `google-pmle`.
    ///
    /// At most [`EntryId::MAX_LENGTH`] characters, so that three of them and what surrounds them fit
    /// into the 100 characters of a Discord `custom_id`.
    EntryId
}

slug! {
    /// The name of a source in `sources.toml`, such as `qq-pmle`.
    SourceId
}

slug! {
    /// The name of a provider, such as `aws`.
    ProviderId
}

impl EntryId {
    /// The fewest characters of an id.
    pub const MIN_LENGTH: usize = 2;
    /// The most characters of an id.
    pub const MAX_LENGTH: usize = 28;
    /// What every id begins with that was created inside a server.
    pub const LOCAL_PREFIX: &'static str = "local-";

    /// Whether this entry was created inside a server.
    pub fn is_local(&self) -> bool {
        self.0.starts_with(Self::LOCAL_PREFIX)
    }
}

fn check_slug(text: &str) -> Result<(), EntryIdError> {
    let length = text.chars().count();
    if !(EntryId::MIN_LENGTH..=EntryId::MAX_LENGTH).contains(&length) {
        return Err(EntryIdError::Length(length));
    }
    let well_formed = text.split('-').all(|part| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    });
    if well_formed {
        Ok(())
    } else {
        Err(EntryIdError::Shape)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_lower_case_slugs() {
        assert!("google-pmle".parse::<EntryId>().is_ok());
        for wrong in [
            "",
            "a",
            "Google",
            "google_pmle",
            "-x",
            "x-",
            "a--b",
            "a b",
            "ä-b",
        ] {
            assert!(
                wrong.parse::<EntryId>().is_err(),
                "{wrong:?} should be refused"
            );
        }
        assert_eq!(
            "a".repeat(29).parse::<EntryId>(),
            Err(EntryIdError::Length(29))
        );
    }
}
