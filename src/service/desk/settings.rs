//! What a server sets, and what somebody has deleted.

use crate::command::{PublicReplies, SettingsCall};
use crate::moderation::{ModerationAction, Settings};
use crate::reply::{ButtonStyle, Reply, Tone};
use crate::store::Deleted;

use super::look::{button, counted, field, plain, row};
use super::{Outcome, Work, good, message, replace};

/// What to do in Discord so that a role sees the commands.
const INTEGRATIONS: &str = "Discord shows `/catalog` to whoever has *Manage Server*. To show it to this role as well, somebody who manages the server does this once:\n1. *Server Settings* → *Integrations* → certwise → *Manage*\n2. Under *Commands*, choose `/catalog`\n3. *Add Roles or Members*, choose the role, and allow it";

impl Work<'_> {
    /// `/catalog settings`: changes what was given, and shows all.
    pub(super) async fn change_settings(&self, call: &SettingsCall) -> Outcome {
        if call.moderator_role.is_some() || call.second_approver.is_some() {
            self.needs_manage_server()?;
        }
        let mut settings = self.settings.clone();
        let mut done: Vec<String> = Vec::new();
        if let Some(role) = call.moderator_role {
            // Every member has the role with the server's own id.
            if role == self.guild {
                return Err(super::Trouble::Told(
                    "That is everybody. Choose a role that only moderators hold.".to_owned(),
                ));
            }
            settings.moderator_roles.insert(role);
            done.push(format!("<@&{}> may moderate now.", role.0));
        }
        if let Some(public) = call.public_replies {
            settings.public_replies = public;
            done.push("Where replies are public has changed.".to_owned());
        }
        if let Some(channel) = call.public_channel {
            if settings.public_channels.remove(&channel) {
                done.push(format!("<#{}> is off the list.", channel.0));
            } else {
                settings.public_channels.insert(channel);
                done.push(format!("<#{}> is on the list.", channel.0));
            }
        }
        if let Some(channel) = call.suggestion_channel {
            // Naming the same channel again takes it off.
            let same = settings.suggestion_channel == Some(channel);
            settings.suggestion_channel = (!same).then_some(channel);
            done.push(if same {
                "Suggestions are no longer posted.".to_owned()
            } else {
                format!("Suggestions are posted in <#{}>.", channel.0)
            });
        }
        if let Some(second) = call.second_approver {
            settings.second_approver = second;
            done.push(if second {
                "A second moderator approves each change.".to_owned()
            } else {
                "Changes show as soon as they are published.".to_owned()
            });
        }
        if !done.is_empty() {
            let store = &self.desk.store;
            store.save_settings(self.guild, &settings).await?;
        }
        let mut reply = self.shown(&settings, &done);
        if call.moderator_role.is_some() {
            reply
                .fields
                .push(field("One step in Discord", INTEGRATIONS));
        }
        Ok(message(reply))
    }

    /// Who moderates and whether two must agree is the server's to say: a moderator who could switch
    /// the second one off would need none.
    fn needs_manage_server(&self) -> Result<(), super::Trouble> {
        if self.manages_server {
            return Ok(());
        }
        Err(super::Trouble::Told(
            "Who moderates, and whether a second moderator approves, is set by whoever has *Manage Server*."
                .to_owned(),
        ))
    }

    /// Takes every role off the list: only those with *Manage Server* moderate then.
    pub(super) async fn drop_roles(&self) -> Outcome {
        self.needs_manage_server()?;
        let mut settings = self.settings.clone();
        settings.moderator_roles.clear();
        self.desk.store.save_settings(self.guild, &settings).await?;
        let done = vec!["Only those with *Manage Server* moderate now.".to_owned()];
        Ok(replace(self.shown(&settings, &done)))
    }

    fn shown(&self, settings: &Settings, done: &[String]) -> Reply {
        let list = |ids: Vec<String>, none: &str| {
            if ids.is_empty() {
                none.to_owned()
            } else {
                ids.join(", ")
            }
        };
        let roles = settings
            .moderator_roles
            .iter()
            .map(|role| format!("<@&{}>", role.0));
        let channels = settings
            .public_channels
            .iter()
            .map(|channel| format!("<#{}>", channel.0));
        let public = match settings.public_replies {
            PublicReplies::Everywhere => "everywhere".to_owned(),
            PublicReplies::Listed => {
                format!("only in {}", list(channels.collect(), "no channel yet"))
            }
            PublicReplies::Never => "nowhere: every reply is private".to_owned(),
        };
        let suggestions = settings.suggestion_channel.map_or_else(
            || "nowhere; `/catalog suggestions` lists them".to_owned(),
            |channel| format!("in <#{}>", channel.0),
        );
        let approver = if settings.second_approver {
            "yes"
        } else {
            "no"
        };
        let mut text = String::new();
        for line in done {
            text.push_str(&format!("{line}\n"));
        }
        if !done.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!(
            "**Moderators:** *Manage Server*, and {}\n**Public replies:** {public}\n**Suggestions are posted:** {suggestions}\n**A second moderator approves:** {approver}",
            list(roles.collect(), "no role"),
        ));
        let mut reply = plain("Settings of this server", &text);
        if !done.is_empty() {
            reply = good(reply);
        }
        if self.manages_server && !settings.moderator_roles.is_empty() {
            reply.rows.extend(row([button(
                "Take the roles off",
                ButtonStyle::Danger,
                &ModerationAction::DropRoles,
            )]));
        }
        reply
    }
}

/// What was deleted about somebody.
pub(super) fn deleted(deleted: &Deleted) -> Reply {
    let count = |count: usize, one: &str, many: &str| {
        (count > 0).then(|| format!("- {}", counted(count, one, many)))
    };
    let lines: Vec<String> = [
        count(deleted.suggestions, "suggestion", "suggestions"),
        count(deleted.drafts, "unpublished change", "unpublished changes"),
        count(
            deleted.notices,
            "message that had not reached you",
            "messages that had not reached you",
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    let mut text = if lines.is_empty() {
        "Nothing was kept about you beyond our conversation, which is forgotten now.".to_owned()
    } else {
        format!("Deleted:\n{}\n- our conversation", lines.join("\n"))
    };
    if deleted.revisions > 0 {
        text.push_str(&format!(
            "\n\n{}: a former moderator's now, without your name.",
            counted(
                deleted.revisions,
                "change to the catalogue stays",
                "changes to the catalogue stay"
            )
        ));
    }
    let mut reply = plain("Your data is deleted", &text);
    reply.tone = Tone::Good;
    super::private(reply)
}
