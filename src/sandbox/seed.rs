//! The people and servers that every stand-in starts with.

use std::collections::BTreeMap;

use super::snowflake::Snowflake;
use super::world::{Channel, Guild, Role, User, Whereabouts, World, permission};

/// The bot's application.
pub const APPLICATION: Snowflake = Snowflake::new(1_325_403_419_443_200_001);
/// The bot's account.
pub const BOT: Snowflake = Snowflake::new(1_325_403_419_443_200_002);
/// Mia, a member.
pub const MIA: Snowflake = Snowflake::new(1_138_411_280_793_600_001);
/// Noah, another member.
pub const NOAH: Snowflake = Snowflake::new(1_138_411_280_793_600_002);
/// Ada, a moderator with Manage Server in both servers.
pub const ADA: Snowflake = Snowflake::new(945_620_936_294_400_001);
/// Bo, who holds the role `catalogue keepers` in the first server and no special permission.
pub const BO: Snowflake = Snowflake::new(945_620_936_294_400_002);
/// Olive, who owns all servers.
pub const OLIVE: Snowflake = Snowflake::new(945_620_936_294_400_003);

/// The first server with the bot.
pub const STUDY_GROUP: Snowflake = Snowflake::new(1_213_063_181_107_200_001);
/// The first server's channel.
pub const STUDY_GROUP_GENERAL: Snowflake = Snowflake::new(1_213_063_181_107_200_002);
/// The first server's role of moderators.
pub const STUDY_GROUP_MODERATORS: Snowflake = Snowflake::new(1_213_063_181_107_200_003);
/// The first server's role `catalogue keepers`, without special permissions.
pub const KEEPERS: Snowflake = Snowflake::new(1_213_063_181_107_200_004);

/// The second server with the bot.
pub const DATA_GUILD: Snowflake = Snowflake::new(1_302_210_596_044_800_001);
/// The second server's channel.
pub const DATA_GUILD_GENERAL: Snowflake = Snowflake::new(1_302_210_596_044_800_002);
/// The second server's role of moderators.
pub const DATA_GUILD_MODERATORS: Snowflake = Snowflake::new(1_302_210_596_044_800_003);

/// A server without the bot, where Mia uses it by her own installation.
pub const BOOK_CLUB: Snowflake = Snowflake::new(1_371_426_678_374_400_001);
/// The channel of the server without the bot.
pub const BOOK_CLUB_GENERAL: Snowflake = Snowflake::new(1_371_426_678_374_400_002);

/// What everyone may do.
const EVERYONE: u64 = permission::VIEW_CHANNEL
    | permission::SEND_MESSAGES
    | permission::EMBED_LINKS
    | permission::ATTACH_FILES
    | permission::READ_MESSAGE_HISTORY
    | permission::USE_APPLICATION_COMMANDS
    | permission::USE_EXTERNAL_APPS;

pub(super) fn fill(world: &mut World) {
    for (id, username, name, locale, installed) in [
        (MIA, "mia", "Mia", "en-US", true),
        (NOAH, "noah", "Noah", "en-GB", false),
        (ADA, "ada", "Ada", "en-US", false),
        (BO, "bo", "Bo", "de", false),
        (OLIVE, "olive", "Olive", "en-US", false),
    ] {
        world.users.insert(
            id,
            User {
                id,
                username: username.to_owned(),
                global_name: Some(name.to_owned()),
                locale: locale.to_owned(),
                bot: false,
                installed_bot: installed,
            },
        );
    }
    world.users.insert(
        BOT,
        User {
            id: BOT,
            username: "certwise".to_owned(),
            global_name: None,
            locale: "en-US".to_owned(),
            bot: true,
            installed_bot: false,
        },
    );

    let moderators = |id| Role {
        id,
        name: "moderators".to_owned(),
        permissions: permission::MANAGE_GUILD | permission::MANAGE_MESSAGES,
    };
    guild(
        world,
        STUDY_GROUP,
        "ML Study Group",
        STUDY_GROUP_GENERAL,
        true,
    );
    guild(world, DATA_GUILD, "Data Guild", DATA_GUILD_GENERAL, true);
    guild(world, BOOK_CLUB, "Book Club", BOOK_CLUB_GENERAL, false);
    if let Some(study) = world.guilds.get_mut(&STUDY_GROUP) {
        study.roles.push(moderators(STUDY_GROUP_MODERATORS));
        study.roles.push(Role {
            id: KEEPERS,
            name: "catalogue keepers".to_owned(),
            permissions: 0,
        });
        study.members.insert(ADA, vec![STUDY_GROUP_MODERATORS]);
        study.members.insert(BO, vec![KEEPERS]);
    }
    if let Some(data) = world.guilds.get_mut(&DATA_GUILD) {
        data.roles.push(moderators(DATA_GUILD_MODERATORS));
        data.members.insert(ADA, vec![DATA_GUILD_MODERATORS]);
    }
}

fn guild(world: &mut World, id: Snowflake, name: &str, channel: Snowflake, bot_installed: bool) {
    let members: BTreeMap<_, _> = [MIA, NOAH, ADA, BO, OLIVE]
        .map(|member| (member, Vec::new()))
        .into();
    world.guilds.insert(
        id,
        Guild {
            id,
            name: name.to_owned(),
            owner: OLIVE,
            roles: vec![Role {
                id,
                name: "@everyone".to_owned(),
                permissions: EVERYONE,
            }],
            members,
            locale: "en-US".to_owned(),
            bot_installed,
        },
    );
    if bot_installed && let Some(guild) = world.guilds.get_mut(&id) {
        guild.members.insert(BOT, Vec::new());
    }
    world.channels.insert(
        channel,
        Channel {
            id: channel,
            name: "general".to_owned(),
            place: Whereabouts::Guild(id),
            bot_muted: false,
        },
    );
}
