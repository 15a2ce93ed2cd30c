//! The one table of commands.

use crate::domain::EntryKind;
use crate::reply::Visibility;

use super::table::{
    Audience, Command, CommandKind, CommandOption, Subcommand, ValueKind, Vocabulary,
};

/// Everything that has a price.
const PRICED: &[EntryKind] = &[EntryKind::Certification, EntryKind::Resource];
const CERTIFICATIONS: &[EntryKind] = &[EntryKind::Certification];
const ANY: &[EntryKind] = &[
    EntryKind::Certification,
    EntryKind::Resource,
    EntryKind::Faq,
    EntryKind::Guide,
    EntryKind::Stack,
    EntryKind::Stage,
];
/// What moderators edit; situations too, since they decide what is recommended.
const EDITABLE: &[EntryKind] = &[
    EntryKind::Certification,
    EntryKind::Resource,
    EntryKind::Faq,
    EntryKind::Guide,
    EntryKind::Stack,
    EntryKind::Stage,
    EntryKind::Situation,
];

/// The message menu's command.
pub const ANSWER_THIS: &str = "Answer this";

const fn optional(
    name: &'static str,
    description: &'static str,
    value: ValueKind,
) -> CommandOption {
    CommandOption {
        name,
        description,
        required: false,
        value,
    }
}

const fn required(
    name: &'static str,
    description: &'static str,
    value: ValueKind,
) -> CommandOption {
    CommandOption {
        name,
        description,
        required: true,
        value,
    }
}

const fn member(
    name: &'static str,
    description: &'static str,
    visibility: Visibility,
    options: &'static [CommandOption],
    example: &'static str,
) -> Command {
    Command {
        name,
        kind: CommandKind::Slash,
        description,
        audience: Audience::Members,
        visibility,
        takes_private: true,
        options,
        subcommands: &[],
        example,
    }
}

const fn sub(
    name: &'static str,
    description: &'static str,
    options: &'static [CommandOption],
) -> Subcommand {
    Subcommand {
        name,
        description,
        options,
    }
}

const BUDGET: CommandOption = optional(
    "budget",
    "What you can spend: $200, 200 EUR, 30 USD a month, nothing",
    ValueKind::Budget,
);
const HOURS: CommandOption = optional(
    "hours",
    "Hours a week that you can study",
    ValueKind::Number(1, 80),
);

/// Every command, in the order in which people meet them.
pub const COMMANDS: &[Command] = &[
    member(
        "advise",
        "Which certification suits you, and why; without options it asks you",
        Visibility::Private,
        &[
            optional(
                "background",
                "Where you come from",
                ValueKind::OneOf(Vocabulary::Background),
            ),
            optional(
                "goal",
                "What you want to reach",
                ValueKind::OneOf(Vocabulary::Goal),
            ),
            optional(
                "platform",
                "The platform that you work on or want to work on",
                ValueKind::OneOf(Vocabulary::Platform),
            ),
            BUDGET,
            HOURS,
            optional(
                "years",
                "Years of relevant experience",
                ValueKind::Number(0, 60),
            ),
        ],
        "/advise background:Software developer or DevOps platform:Azure budget:$200",
    ),
    member(
        "cert",
        "One certification or resource: what it is, who it suits, what it costs, whether it is open",
        Visibility::Public,
        &[required(
            "name",
            "Its name, code or id",
            ValueKind::Entry(PRICED),
        )],
        "/cert name:PMLE",
    ),
    member(
        "costs",
        "The whole cost of one, or everything within a budget",
        Visibility::Public,
        &[
            optional("name", "Its name, code or id", ValueKind::Entry(PRICED)),
            BUDGET,
        ],
        "/costs name:IBM AI Engineering budget:$200",
    ),
    member(
        "compare",
        "Two or three side by side, and for whom each wins",
        Visibility::Public,
        &[
            required("first", "Its name, code or id", ValueKind::Entry(PRICED)),
            required("second", "Its name, code or id", ValueKind::Entry(PRICED)),
            optional("third", "Its name, code or id", ValueKind::Entry(PRICED)),
        ],
        "/compare first:Google PMLE second:AWS ML Associate",
    ),
    member(
        "free",
        "What you can learn or earn without paying",
        Visibility::Public,
        &[optional(
            "topic",
            "What it should lead to",
            ValueKind::FreeTopic,
        )],
        "/free topic:Generative AI",
    ),
    member(
        "faq",
        "Frequent questions and their answers",
        Visibility::Public,
        &[optional(
            "question",
            "The question, or words from it",
            ValueKind::Entry(&[EntryKind::Faq]),
        )],
        "/faq question:Are they worth it?",
    ),
    member(
        "stack",
        "Learning paths: what to take in which order",
        Visibility::Public,
        &[optional(
            "path",
            "The path",
            ValueKind::Entry(&[EntryKind::Stack]),
        )],
        "/stack path:ML engineer",
    ),
    member(
        "career",
        "What pays off at which point of a career",
        Visibility::Public,
        &[optional(
            "years",
            "Years of experience",
            ValueKind::Number(0, 60),
        )],
        "/career years:4",
    ),
    member(
        "guide",
        "General advice: how to decide, employers, mistakes, making it count …",
        Visibility::Public,
        &[optional(
            "topic",
            "The topic",
            ValueKind::Entry(&[EntryKind::Guide]),
        )],
        "/guide topic:Employers",
    ),
    member(
        "browse",
        "The catalogue, filtered",
        Visibility::Public,
        &[
            optional(
                "tier",
                "The article's tier, from 1 (cloud providers) to 4 (universities)",
                ValueKind::Number(1, 4),
            ),
            optional("provider", "Who issues it", ValueKind::Provider),
            optional(
                "level",
                "How demanding it is",
                ValueKind::OneOf(Vocabulary::Level),
            ),
        ],
        "/browse provider:Microsoft",
    ),
    member(
        "plan",
        "A study plan with dates, from today to the exam",
        Visibility::Private,
        &[
            required(
                "name",
                "Its name, code or id",
                ValueKind::Entry(CERTIFICATIONS),
            ),
            HOURS,
            optional(
                "start",
                "First day, such as 2027-03-01; today if you leave it out",
                ValueKind::Day,
            ),
        ],
        "/plan name:AI-901 hours:6",
    ),
    member(
        "ask",
        "Ask in your own words",
        Visibility::Public,
        &[required(
            "question",
            "Your question, as you would ask a person",
            ValueKind::Text(4000),
        )],
        "/ask question:java dev on azure, $200 and two months, what should I take?",
    ),
    Command {
        takes_private: false,
        ..member(
            "suggest",
            "Tell the moderators what is wrong or missing",
            Visibility::Private,
            &[
                required("entry", "What it is about", ValueKind::Entry(ANY)),
                required(
                    "change",
                    "What should change, and where you read it",
                    ValueKind::Text(1500),
                ),
            ],
            "/suggest entry:AI-901 change:The fee is another one in my country",
        )
    },
    member(
        "about",
        "What this bot is, where its facts come from and how old they are",
        Visibility::Public,
        &[],
        "/about",
    ),
    member(
        "help",
        "Every command with an example",
        Visibility::Private,
        &[],
        "/help",
    ),
    member(
        "privacy",
        "What is kept about you, for how long, and how to delete it",
        Visibility::Private,
        &[],
        "/privacy",
    ),
    Command {
        name: ANSWER_THIS,
        kind: CommandKind::MessageMenu,
        description: "",
        audience: Audience::Members,
        visibility: Visibility::Private,
        takes_private: false,
        options: &[],
        subcommands: &[],
        example: "Message menu → Apps → Answer this",
    },
    Command {
        name: "catalog",
        kind: CommandKind::Slash,
        description: "Keep this server's catalogue true",
        audience: Audience::Moderators,
        visibility: Visibility::Private,
        takes_private: false,
        options: &[],
        subcommands: CATALOG,
        example: "/catalog edit entry:AI-901",
    },
];

const ENTRY: CommandOption = required("entry", "The entry", ValueKind::Entry(EDITABLE));

const CATALOG: &[Subcommand] = &[
    sub("edit", "Change an entry, with a preview", &[ENTRY]),
    sub(
        "add",
        "Add an entry",
        &[required(
            "kind",
            "What to add",
            ValueKind::OneOf(Vocabulary::NewEntry),
        )],
    ),
    sub(
        "retire",
        "Say when a certification ends, and what to take instead",
        &[
            required(
                "name",
                "The certification",
                ValueKind::Entry(CERTIFICATIONS),
            ),
            required("on", "Its last day, such as 2027-03-31", ValueKind::Day),
            optional(
                "successor",
                "What to take instead",
                ValueKind::Entry(CERTIFICATIONS),
            ),
        ],
    ),
    sub("remove", "Remove an entry that nothing refers to", &[ENTRY]),
    sub(
        "history",
        "Who changed what, when and why",
        &[optional(
            "entry",
            "Only this entry",
            ValueKind::Entry(EDITABLE),
        )],
    ),
    sub(
        "undo",
        "Take a revision back",
        &[required(
            "revision",
            "Its number, as the history shows it",
            ValueKind::Number(1, 1_000_000_000),
        )],
    ),
    sub("review", "Facts that need another look", &[]),
    sub("gaps", "Questions that could not be answered", &[]),
    sub("suggestions", "What members want changed", &[]),
    sub("export", "The catalogue of this server as a file", &[]),
    sub(
        "import",
        "Take over a file, with a preview",
        &[required(
            "file",
            "A TOML file as the export writes it",
            ValueKind::File,
        )],
    ),
    sub(
        "settings",
        "Who may edit, where replies are public, where suggestions go",
        &[
            optional(
                "moderator_role",
                "Who holds this role may use these commands",
                ValueKind::Role,
            ),
            optional(
                "public_replies",
                "Where replies may be seen by everybody",
                ValueKind::OneOf(Vocabulary::PublicReplies),
            ),
            optional(
                "public_channel",
                "Adds this channel to the list, or takes it off",
                ValueKind::Channel,
            ),
            optional(
                "suggestion_channel",
                "Where news of suggestions is posted",
                ValueKind::Channel,
            ),
            optional(
                "second_approver",
                "Whether another moderator must approve each change",
                ValueKind::Flag,
            ),
        ],
    ),
];

/// The command with this name.
pub fn command(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}
