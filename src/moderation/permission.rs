//! Who may moderate, and where. Discord's own settings are never trusted for it.

use crate::domain::{Asker, Place, Snowflake};

use super::Settings;

/// Proof that somebody may change the catalogue of this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moderator {
    guild: Snowflake,
}

impl Moderator {
    /// The server.
    pub const fn guild(self) -> Snowflake {
        self.guild
    }
}

/// Why somebody may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Only servers have moderators.
    NoServer,
    /// The bot was not installed for this server, only by the asker for themselves.
    NotInstalled,
    /// They have neither the permission nor a role that the server named.
    NoPermission,
}

impl Refusal {
    /// What they read.
    pub const fn message(self) -> &'static str {
        match self {
            Self::NoServer => {
                "Catalogues belong to servers: use this in the server whose catalogue you keep."
            }
            Self::NotInstalled => {
                "The bot is not installed in this server, only in your own account. Somebody who manages the server can add it; until then there is nothing to moderate here."
            }
            Self::NoPermission => {
                "This is for the moderators of this server: whoever has the permission *Manage Server*, or a role that the server has named. To tell them what is wrong, use `/suggest`."
            }
        }
    }
}

/// The server of a place, where its overlay answers.
pub const fn server(place: &Place) -> Result<Snowflake, Refusal> {
    match place {
        Place::Server {
            guild,
            installed: true,
            ..
        } => Ok(*guild),
        Place::Server { .. } => Err(Refusal::NotInstalled),
        _ => Err(Refusal::NoServer),
    }
}

/// Whether somebody may moderate in a place.
pub fn moderator(asker: &Asker, place: &Place, settings: &Settings) -> Result<Moderator, Refusal> {
    let guild = server(place)?;
    let has_role = || {
        asker
            .roles
            .iter()
            .any(|role| settings.moderator_roles.contains(role))
    };
    if asker.manages_server || has_role() {
        Ok(Moderator { guild })
    } else {
        Err(Refusal::NoPermission)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asker(manages_server: bool, roles: &[u64]) -> Asker {
        Asker {
            user: Snowflake(1),
            name: "Mia".to_owned(),
            manages_server,
            roles: roles.iter().copied().map(Snowflake).collect(),
        }
    }

    const fn place(installed: bool) -> Place {
        Place::Server {
            guild: Snowflake(7),
            channel: Snowflake(8),
            installed,
        }
    }

    #[test]
    fn only_moderators_of_servers_that_installed_the_bot() {
        let settings = Settings {
            moderator_roles: [Snowflake(5)].into(),
            ..Settings::default()
        };
        let channel = Snowflake(8);
        let may = |asker: &Asker, place: &Place| moderator(asker, place, &settings);
        assert!(may(&asker(true, &[]), &place(true)).is_ok());
        assert!(may(&asker(false, &[4, 5]), &place(true)).is_ok());
        assert_eq!(
            may(&asker(false, &[4]), &place(true)),
            Err(Refusal::NoPermission)
        );
        for elsewhere in [
            place(false),
            Place::Direct { channel },
            Place::Private { channel },
            Place::Terminal,
        ] {
            assert!(
                may(&asker(true, &[5]), &elsewhere).is_err(),
                "{elsewhere:?}"
            );
        }
    }
}
