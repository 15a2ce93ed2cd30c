//! `[language]` of the catalogue, decoded: tables of lists of phrases.

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::domain::{
    Background, Currency, DeclineKind, EntryId, Goal, Intent, Platform, RefusedKind,
};

use super::conditions::{Condition, NOTHING};
use super::stances::unmarked;
use super::targets::is_act;

/// Lists of phrases by key.
pub(super) type Lists = BTreeMap<String, Vec<String>>;

macro_rules! sections {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        /// Everything that `[language]` says.
        #[derive(Debug, Clone, Default)]
        pub(super) struct Data { $($(#[$doc])* pub(super) $name: Lists,)+ }

        impl Data {
            fn section(&mut self, name: &str) -> Option<&mut Lists> {
                match name { $(stringify!($name) => Some(&mut self.$name),)+ _ => None }
            }

            /// The names of all sections.
            pub(super) const SECTIONS: &'static [&'static str] = &[$(stringify!($name),)+];
        }
    };
}

sections! {
    /// A word and what people write for it.
    words;
    /// A name that several entries could mean, and those entries, likeliest first.
    names;
    /// An entry and what people ask to get it.
    phrasings;
    /// An intent (or a reason to decline) and what people ask with it.
    questions;
    /// The same keys or an entry, and texts as people write them; one text may stand under several.
    examples;
    /// The same for what people say after an answer, which makes sense only there.
    turns;
    /// An intent or an entry, and what strongly suggests it.
    cues;
    /// A background and how people tell it.
    background;
    /// A goal and how people tell it.
    goal;
    /// A platform and the services that give it away.
    platform;
    /// Whether somebody writes code (`yes`, `no`), and how they tell it.
    codes;
    /// Words that set the stance towards what follows: `holds`, `refuses`, `wants` …
    stance;
    /// A condition that somebody may set (`no-exams`) and sentences that set it; `nothing` for
    /// sentences that sound alike and set none.
    conditions;
    /// Texts in which what is named is marked with the asker's stance to it:
    /// `{holds:AI-900} done, no {refuses:aws} please, is {names:AI-103} next?`
    stances;
    /// Words that name things: `tools` people use, `nouns` for credentials, `descriptors` of them.
    kinds;
    /// A provider, and the providers whose credentials people mean by its name.
    family;
    /// The letters that exam codes begin with, and what is near to one that the catalogue lacks.
    series;
    /// A credential of our field or next to it that the catalogue does not have, and what is near.
    credentials;
    /// Reasons to decline, and what gives them away.
    outside;
    /// A language, and its commonest words.
    foreign;
    /// A currency, and how it is written.
    money;
    /// Parts of time and pace, and how they are written.
    time;
}

/// What is wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Keys from `language` down to the place, such as `["language", "phrasings", "google-pmle"]`.
    pub path: Vec<String>,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub hint: String,
    /// Whether it names an entry that does not exist.
    dangling: bool,
}

impl Data {
    /// Reads the table as far as it can be read, and says what could not.
    pub(super) fn read(table: &toml::Table, catalog: &Catalog) -> (Self, Vec<Problem>) {
        let mut data = Self::default();
        let mut problems = Vec::new();
        for (name, section) in table {
            let mut wrong = |keys: &[&str], what: String, hint: String, dangling: bool| {
                let mut path = vec!["language".to_owned(), name.clone()];
                path.extend(keys.iter().map(|key| (*key).to_owned()));
                problems.push(Problem {
                    path,
                    what,
                    hint,
                    dangling,
                });
            };
            let Some(section) = section.as_table() else {
                wrong(
                    &[],
                    format!("`{name}` is not a table"),
                    "write it as a table of lists".to_owned(),
                    false,
                );
                continue;
            };
            let Some(lists) = data.section(name) else {
                wrong(
                    &[],
                    format!("`{name}` is not a section of `language`"),
                    format!("the sections are {}", Self::SECTIONS.join(", ")),
                    false,
                );
                continue;
            };
            for (key, value) in section {
                if let Some(hint) = unknown_key(name, key, catalog) {
                    let dangling = key.parse::<EntryId>().is_ok();
                    wrong(
                        &[key],
                        format!("`{key}` means nothing here"),
                        hint,
                        dangling,
                    );
                    continue;
                }
                let list = value.as_array().and_then(|items| {
                    items
                        .iter()
                        .map(|item| item.as_str().map(str::to_owned))
                        .collect::<Option<Vec<String>>>()
                });
                match list {
                    Some(list) => {
                        lists.insert(key.clone(), list);
                    }
                    None => wrong(
                        &[key],
                        format!("`{key}` is not a list of texts"),
                        "write it as [\"…\", \"…\"]".to_owned(),
                        false,
                    ),
                }
            }
        }
        for (name, section) in [
            ("names", &data.names),
            ("credentials", &data.credentials),
            ("series", &data.series),
        ] {
            for (key, ids) in section {
                for id in ids {
                    if !is_entry(id, catalog) {
                        problems.push(Problem {
                            path: vec!["language".to_owned(), name.to_owned(), key.clone()],
                            what: format!("there is no entry `{id}`"),
                            hint: "name an entry of the catalogue".to_owned(),
                            dangling: true,
                        });
                    }
                }
            }
        }
        for (key, texts) in &data.stances {
            for text in texts.iter().filter(|text| !is_marked(text)) {
                problems.push(Problem {
                    path: vec!["language".to_owned(), "stances".to_owned(), key.clone()],
                    what: format!(
                        "\"{text}\" has no name that is marked, or a mark of another kind"
                    ),
                    hint: "mark every name as {holds:…}, {refuses:…} or {names:…}".to_owned(),
                    dangling: false,
                });
            }
        }
        if is_borrowed(&data, catalog) {
            problems.retain(|problem| !problem.dangling);
        }
        (data, problems)
    }

    /// The phrases under a key; none where the catalogue has none.
    pub(super) fn list<'a>(lists: &'a Lists, key: &str) -> &'a [String] {
        lists.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Whether the language belongs to another catalogue: a small one without words of its own is read
/// with those that the program ships, which name entries it does not have.
fn is_borrowed(data: &Data, catalog: &Catalog) -> bool {
    let named = data.names.values().flatten();
    let (known, unknown): (Vec<&String>, Vec<&String>) =
        named.partition(|id| is_entry(id, catalog));
    unknown.len() > known.len()
}

fn is_entry(id: &str, catalog: &Catalog) -> bool {
    id.parse::<EntryId>()
        .is_ok_and(|id| catalog.entry(&id).is_some())
}

/// Whether every bracket of a text marks a name, and at least one does.
fn is_marked(text: &str) -> bool {
    let (_, marks) = unmarked(text);
    !marks.is_empty() && marks.len() == text.matches('{').count()
}

/// Why a key is not allowed in a section, as a hint; `None` when it is.
fn unknown_key(section: &str, key: &str, catalog: &Catalog) -> Option<String> {
    let slugs = |all: Vec<&str>| format!("use one of {}", all.join(", "));
    match section {
        "phrasings" => {
            (!is_entry(key, catalog)).then(|| "use the id of an entry of the catalogue".to_owned())
        }
        "cues" => (Intent::from_slug(key).is_none() && !is_act(key) && !is_entry(key, catalog))
            .then(|| {
                "use an intent such as `cost`, or the id of an entry of the catalogue".to_owned()
            }),
        "examples" | "turns" => (Intent::from_slug(key).is_none()
            && DeclineKind::from_slug(key).is_none()
            && !is_act(key)
            && !is_entry(key, catalog))
        .then(|| {
            "use an intent, an entry, a reason to decline or a turn of talk such as `why`"
                .to_owned()
        }),
        "questions" | "outside" => (Intent::from_slug(key).is_none()
            && DeclineKind::from_slug(key).is_none()
            && !is_act(key))
        .then(|| "use an intent, a reason to decline or a turn of talk such as `why`".to_owned()),
        "conditions" => (key != NOTHING && Condition::of(key).is_none()).then(|| {
            let kinds = RefusedKind::ALL.iter().map(|kind| kind.slug());
            let all: Vec<&str> = kinds.chain(["clouds", "code", "money"]).collect();
            format!("use `nothing`, or `no-` and one of {}", all.join(", "))
        }),
        "stances" => (key != "marked").then(|| "use `marked`".to_owned()),
        "background" => Background::from_slug(key)
            .is_none()
            .then(|| slugs(Background::ALL.iter().map(|value| value.slug()).collect())),
        "goal" => Goal::from_slug(key)
            .is_none()
            .then(|| slugs(Goal::ALL.iter().map(|value| value.slug()).collect())),
        "platform" => Platform::from_slug(key)
            .is_none()
            .then(|| slugs(Platform::ALL.iter().map(|value| value.slug()).collect())),
        "money" => (key != "monthly"
            && key != "none"
            && key != "unlimited"
            && key != "salary"
            && Currency::parse(key).is_none())
        .then(|| "use a currency's three letters".to_owned()),
        _ => None,
    }
}
