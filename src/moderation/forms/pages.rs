//! Which inputs stand on which page.

use crate::domain::EntryKind;

use super::values::{FEE_EXAMPLES, PREPARATION_EXAMPLES, VALIDITY_EXAMPLES};

/// One page of an entry's form.
#[derive(Debug, PartialEq)]
pub struct Page {
    /// Its name in custom ids and drafts; never reused for another page.
    pub key: char,
    /// Its title.
    pub title: &'static str,
    pub(super) inputs: &'static [InputSpec],
}

/// One input.
#[derive(Debug, PartialEq)]
pub(super) struct InputSpec {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) required: bool,
    pub(super) shape: Shape,
}

type Path = &'static [&'static str];

/// What an input holds and where it stands in the entry.
#[derive(Debug, PartialEq)]
pub(super) enum Shape {
    /// One line.
    Line(Path, u16),
    /// Text of several lines.
    Prose(Path, u16),
    /// A list with one item a line.
    Lines(Path),
    /// A list parted by commas.
    Words(Path),
    /// A whole number.
    Number(Path),
    /// Entries, by id or name, parted by commas.
    Entries(Path),
    /// A whole fee.
    Fee,
    /// The time to prepare.
    Preparation,
    /// For how long it counts.
    Validity,
    /// The newest step of the status.
    State,
    /// The day on which it begins or, for an end, the last day before it.
    StateDay,
    /// What to take instead.
    Successors,
    /// More about the step.
    StateNote,
    /// Source, date and confidence of a table; of the newest step for `status`; of the entry for "".
    Provenance(&'static str),
    /// Where the facts changed on this page were read.
    Source,
    /// Keys of the entry as TOML; `None`: all that no other such input of the page shows.
    Toml(Option<&'static [&'static str]>),
}

impl Shape {
    pub(super) fn is_multiline(&self) -> bool {
        matches!(
            self,
            Self::Prose(..) | Self::Lines(_) | Self::StateNote | Self::Toml(_)
        )
    }

    pub(super) fn max_length(&self) -> u16 {
        match self {
            Self::Line(_, most) | Self::Prose(_, most) => *most,
            Self::Lines(_) | Self::Toml(_) => 4000,
            Self::Words(_) | Self::Entries(_) | Self::Successors => 1000,
            Self::StateNote => 700,
            Self::Source => 300,
            _ => 200,
        }
    }
}

const fn input(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    shape: Shape,
) -> InputSpec {
    InputSpec {
        name,
        label,
        hint,
        required: false,
        shape,
    }
}

const fn needed(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    shape: Shape,
) -> InputSpec {
    InputSpec {
        required: true,
        ..input(name, label, hint, shape)
    }
}

/// Where a fact was read, when, and how sure it is.
const fn cited(name: &'static str, label: &'static str, fact: &'static str) -> InputSpec {
    input(
        name,
        label,
        "article, 2026-09-20, stated",
        Shape::Provenance(fact),
    )
}

const SOURCE: InputSpec = input(
    "source",
    "Source, if a fact changes",
    "A link, or where you read it; or the key of a known source",
    Shape::Source,
);
const NAME: InputSpec = needed("name", "Name", "", Shape::Line(&["name"], 120));
const SHORT: InputSpec = needed(
    "short",
    "Short name, for lists and buttons",
    "At most 40 characters",
    Shape::Line(&["short"], 40),
);
const ALIASES: InputSpec = input(
    "aliases",
    "Other names that people use, one a line",
    "No two entries may share one",
    Shape::Lines(&["aliases"]),
);
const SUMMARY: InputSpec = needed(
    "summary",
    "What it is, in a sentence or two",
    "",
    Shape::Prose(&["summary"], 700),
);
const URL: InputSpec = input("url", "Link", "https://…", Shape::Line(&["url"], 300));
const MORE: InputSpec = input(
    "more",
    "Behind the More button",
    "",
    Shape::Prose(&["more"], 3500),
);
const RELATED: InputSpec = input(
    "related",
    "Leads on to",
    "Names or ids, parted by commas",
    Shape::Entries(&["related"]),
);
const FEE: InputSpec = input("fee", "Cost", FEE_EXAMPLES, Shape::Fee);
const PROVIDER: InputSpec = needed(
    "provider",
    "Provider",
    "aws, kaggle …",
    Shape::Line(&["provider"], 40),
);
const PLATFORM: InputSpec = input(
    "platform",
    "Platform",
    "aws, azure, google-cloud, databricks, nvidia or nothing",
    Shape::Line(&["platform"], 40),
);
const TOPICS: InputSpec = input(
    "topics",
    "Topics",
    "machine-learning, mlops",
    Shape::Words(&["topics"]),
);
const TEXT: InputSpec = needed("text", "Text", "", Shape::Prose(&["text"], 3500));

macro_rules! page {
    ($key:literal, $title:literal, [$($input:expr),+ $(,)?]) => {
        Page { key: $key, title: $title, inputs: const { &[$($input),+] } }
    };
}

const TOML: Page = page!(
    't',
    "Everything, as it is written",
    [
        input(
            "a",
            "Lists of tables",
            "",
            Shape::Toml(Some(&[
                "status", "variant", "points", "step", "picks", "first"
            ]))
        ),
        input(
            "b",
            "Notes and claims",
            "",
            Shape::Toml(Some(&["note", "claim"]))
        ),
        input(
            "c",
            "Long texts",
            "",
            Shape::Toml(Some(&["text", "answer"]))
        ),
        input("d", "More", "", Shape::Toml(Some(&["more"]))),
        input("e", "All other keys", "", Shape::Toml(None)),
    ]
);

/// Whether a key is shown as TOML by the input that shows what no other does.
pub(super) fn is_among_all_other_keys(key: &str) -> bool {
    let shown =
        |input: &InputSpec| matches!(input.shape, Shape::Toml(Some(keys)) if keys.contains(&key));
    key != "id" && !TOML.inputs.iter().any(shown)
}

const ENTRY_SOURCE: Page = page!(
    'p',
    "Source and date checked",
    [cited("entry", "Source, date checked, confidence", "")]
);

const OTHER_WORDS: Page = page!('r', "Other words for it", [ALIASES, RELATED]);

const COST: Page = page!(
    'c',
    "Cost and time",
    [
        FEE,
        input(
            "fee_note",
            "About the cost",
            "",
            Shape::Prose(&["fee", "note"], 700)
        ),
        input(
            "preparation",
            "Time to prepare",
            PREPARATION_EXAMPLES,
            Shape::Preparation
        ),
        input("validity", "Valid for", VALIDITY_EXAMPLES, Shape::Validity),
        SOURCE,
    ]
);

const CERTIFICATION: &[Page] = &[
    page!('n', "Name and text", [NAME, SHORT, ALIASES, SUMMARY, URL]),
    COST,
    page!(
        's',
        "Status and successors",
        [
            needed(
                "state",
                "State",
                "open, beta, announced, retired, closed, unverified",
                Shape::State
            ),
            input(
                "day",
                "Last day; for other states its first day",
                "2027-03-31",
                Shape::StateDay
            ),
            input(
                "successors",
                "What to take instead, best first",
                "Names or ids, parted by commas",
                Shape::Successors
            ),
            input("state_note", "About the status", "", Shape::StateNote),
            SOURCE,
        ]
    ),
    page!(
        'f',
        "Who it is for",
        [
            input(
                "recommended",
                "Recommended before it",
                "",
                Shape::Prose(&["prerequisites", "recommended"], 700)
            ),
            input(
                "required",
                "Required before it",
                "",
                Shape::Prose(&["prerequisites", "required"], 700)
            ),
            input(
                "years",
                "Years of experience recommended",
                "2",
                Shape::Number(&["prerequisites", "years"])
            ),
            input(
                "covers",
                "What it covers, one a line",
                "",
                Shape::Lines(&["covers"])
            ),
            SOURCE,
        ]
    ),
    page!(
        'o',
        "The article's opinion",
        [
            input(
                "tier",
                "Tier",
                "1 to 4",
                Shape::Number(&["article", "tier"])
            ),
            input(
                "suits",
                "Who it suits",
                "",
                Shape::Prose(&["article", "suits"], 700)
            ),
            input(
                "verdict",
                "Verdict",
                "",
                Shape::Prose(&["article", "verdict"], 700)
            ),
            input(
                "prepare",
                "How to prepare",
                "",
                Shape::Prose(&["article", "prepare"], 700)
            ),
        ]
    ),
    page!(
        'd',
        "Kind and level",
        [
            needed(
                "kind",
                "Kind",
                "exam, course or university",
                Shape::Line(&["kind"], 40)
            ),
            needed(
                "level",
                "Level",
                "beginner, foundational, intermediate, associate, specialty, professional, graduate",
                Shape::Line(&["level"], 40)
            ),
            PROVIDER,
            PLATFORM,
            TOPICS,
        ]
    ),
    page!(
        'p',
        "Source and date checked",
        [
            cited("fee_source", "Cost: source, date, confidence", "fee"),
            cited(
                "status_source",
                "Status: source, date, confidence",
                "status"
            ),
            cited(
                "preparation_source",
                "Preparation: source, date, confidence",
                "preparation"
            ),
            cited(
                "validity_source",
                "Validity: source, date, confidence",
                "validity"
            ),
            cited("exam_source", "Exam: source, date, confidence", "exam"),
        ]
    ),
    TOML,
];

const RESOURCE: &[Page] = &[
    page!('n', "Name and text", [NAME, SHORT, ALIASES, SUMMARY, TEXT]),
    page!(
        'd',
        "Kind and price",
        [
            needed(
                "price",
                "Price, in a word",
                "free, freemium, aid or paid",
                Shape::Line(&["price"], 40)
            ),
            PROVIDER,
            PLATFORM,
            TOPICS,
            URL,
        ]
    ),
    page!(
        'f',
        "Who it is for",
        [
            input("suits", "Who it suits", "", Shape::Prose(&["suits"], 700)),
            input(
                "prepares",
                "Prepares for",
                "Names or ids, parted by commas",
                Shape::Entries(&["prepares"])
            ),
            input(
                "catch",
                "What is not free about it",
                "",
                Shape::Prose(&["catch"], 700)
            ),
            FEE,
            SOURCE,
        ]
    ),
    ENTRY_SOURCE,
    TOML,
];

const FAQ: &[Page] = &[
    page!(
        'n',
        "Question and answer",
        [
            needed("question", "Question", "", Shape::Line(&["question"], 120)),
            SHORT,
            needed(
                "answer",
                "Answer",
                "The answer first, the reason second",
                Shape::Prose(&["answer"], 3500)
            ),
            MORE,
            SOURCE,
        ]
    ),
    OTHER_WORDS,
    ENTRY_SOURCE,
    TOML,
];

const GUIDE: &[Page] = &[
    page!('n', "Name and text", [NAME, SHORT, SUMMARY, TEXT, SOURCE]),
    page!('r', "More and other words for it", [MORE, ALIASES, RELATED]),
    ENTRY_SOURCE,
    TOML,
];

const STACK: &[Page] = &[
    page!(
        'n',
        "Name and text",
        [
            NAME,
            SHORT,
            SUMMARY,
            needed("suits", "Who it suits", "", Shape::Prose(&["suits"], 700)),
            MORE,
        ]
    ),
    OTHER_WORDS,
    ENTRY_SOURCE,
    TOML,
];

const STAGE: &[Page] = &[
    page!(
        'n',
        "Name and text",
        [
            NAME,
            SHORT,
            SUMMARY,
            TEXT,
            input("avoid", "What to leave", "", Shape::Prose(&["avoid"], 700)),
        ]
    ),
    page!(
        'r',
        "Other words for it",
        [
            ALIASES,
            input(
                "focus",
                "Leads on to",
                "Names or ids, parted by commas",
                Shape::Entries(&["focus"])
            ),
        ]
    ),
    ENTRY_SOURCE,
    TOML,
];

const SITUATION: &[Page] = &[
    page!(
        'n',
        "Name and reason",
        [
            NAME,
            SHORT,
            needed(
                "because",
                "Why it leads there",
                "",
                Shape::Prose(&["because"], 700)
            ),
            input(
                "quick",
                "Title in the quick table",
                "",
                Shape::Line(&["quick"], 120)
            ),
        ]
    ),
    ENTRY_SOURCE,
    TOML,
];

/// The pages of a kind of entry, in the order in which they are offered.
pub const fn pages(kind: EntryKind) -> &'static [Page] {
    match kind {
        EntryKind::Certification => CERTIFICATION,
        EntryKind::Resource => RESOURCE,
        EntryKind::Faq => FAQ,
        EntryKind::Guide => GUIDE,
        EntryKind::Stack => STACK,
        EntryKind::Stage => STAGE,
        EntryKind::Situation => SITUATION,
    }
}

/// The page with this key.
pub fn page(kind: EntryKind, key: char) -> Option<&'static Page> {
    pages(kind).iter().find(|page| page.key == key)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_page_is_a_form_that_discord_takes() {
        for kind in EntryKind::ALL {
            let mut keys = BTreeSet::new();
            assert!(
                pages(*kind).len() <= 25,
                "{kind:?}: a select has 25 options"
            );
            for page in pages(*kind) {
                assert!(keys.insert(page.key), "{kind:?}: {:?} twice", page.key);
                assert!((1..=5).contains(&page.inputs.len()), "{}", page.title);
                assert!(page.title.chars().count() <= 45, "{}", page.title);
                let names: BTreeSet<&str> = page.inputs.iter().map(|input| input.name).collect();
                assert_eq!(names.len(), page.inputs.len(), "{}", page.title);
                for input in page.inputs {
                    assert!(input.label.chars().count() <= 45, "{}", input.label);
                    assert!(input.hint.chars().count() <= 100, "{}", input.hint);
                }
            }
        }
    }
}
