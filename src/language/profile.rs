//! What a text tells about the asker: background, goal, platform, what they hold and refuse.

use crate::domain::{Background, Date, Goal, Platform, Profile, ProviderId};

use super::amounts::{self, Amounts};
use super::conditions;
use super::entities::{Meant, Mention, Reading};
use super::lexicon::Lexicon;
use super::meanings::Stance;
use super::patterns::Item;
use super::stances::Rules;

/// What was told.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The facts.
    pub(super) profile: Profile,
    /// Figures that are not part of a profile as well.
    pub(super) amounts: Amounts,
    /// For each mention: what the asker's stance to it is.
    pub(super) stances: Vec<Option<Stance>>,
    /// Whether a move from one field or role to another is wanted.
    pub(super) wants: bool,
    /// Facts in words.
    pub(super) explanation: Vec<String>,
}

pub(super) fn read(lexicon: &Lexicon, reading: &Reading, today: Date) -> Told {
    let items = &reading.items;
    let rules = Rules::read(lexicon, items);
    let governing = |item: usize| rules.at(item);
    let mut told = Told {
        amounts: amounts::read(lexicon, items, today),
        wants: rules.wants(),
        stances: rules.of_mentions(reading),
        ..Told::default()
    };
    held_as_a_whole(lexicon, reading, &mut told);
    let stances_of_mentions = told.stances.clone();
    for (mention, stance) in reading.mentions.iter().zip(stances_of_mentions) {
        match (stance, &mention.meant) {
            (Some(Stance::Holds), Meant::Entries(entries)) if !mention.tool => {
                if let Some(&entry) = entries
                    .first()
                    .filter(|entry| lexicon.entry(**entry).certification)
                {
                    told.profile.held.insert(lexicon.entry(entry).id.clone());
                    told.explanation
                        .push(format!("you hold “{}”", mention.typed));
                }
            }
            (Some(Stance::Refuses), Meant::Entries(entries)) => {
                // "Not coursera": none of what that place offers, whoever made it.
                let place = mention.tool && entries.len() > 1;
                if place {
                    let all = entries.iter().map(|entry| lexicon.entry(*entry).id.clone());
                    told.profile.refused.entries.extend(all);
                    told.explanation
                        .push(format!("nothing on {}", mention.typed));
                } else if let Some(&entry) = entries.first() {
                    // "Not the aws cert" and "anything but databricks" refuse all of a provider.
                    if (mention.generic || mention.tool)
                        && let Some(provider) = &lexicon.entry(entry).provider
                    {
                        refuse(provider, lexicon, &mut told);
                    }
                    told.profile
                        .refused
                        .entries
                        .insert(lexicon.entry(entry).id.clone());
                    told.explanation.push(format!("not “{}”", mention.typed));
                }
            }
            (Some(Stance::Refuses), Meant::Provider(provider)) => {
                refuse(provider, lexicon, &mut told);
                told.explanation
                    .push(format!("nothing of {}", mention.typed));
            }
            _ => {}
        }
    }
    platform(lexicon, items, &governing, &reading.mentions, &mut told);
    let codes = lexicon.codes.find(items);
    told.profile.codes = codes
        .iter()
        .filter(|hit| {
            !hit.value
                || !matches!(
                    governing(hit.start),
                    Some(Stance::Lacks | Stance::Refuses | Stance::Wants)
                )
        })
        .map(|hit| hit.value)
        .min();
    conditions::read(lexicon, items, &mut told, today);
    roles(lexicon, items, &governing, &mut told);
    told.profile.budget = told.amounts.budget;
    told.profile.hours_per_week = told.amounts.hours_per_week;
    told.profile.deadline = told.amounts.deadline;
    told.profile.years = told.amounts.years;
    told
}

/// "With both of their exams", "I have all the databricks ones": whatever a provider offers is held.
fn held_as_a_whole(lexicon: &Lexicon, reading: &Reading, told: &mut Told) {
    let items = &reading.items;
    let whole = items.windows(3).any(|three| {
        let name = |at: usize| lexicon.vocabulary.name(three[at].id);
        matches!(name(0), "both" | "all") && name(1) == "of" && matches!(name(2), "their" | "its")
    });
    if !whole {
        return;
    }
    let provider = reading.mentions.iter().find_map(|mention| {
        let provider = match &mention.meant {
            Meant::Provider(provider) => Some(provider),
            Meant::Entries(entries) => lexicon.entry(*entries.first()?).provider.as_ref(),
            Meant::Outside(_) => None,
        };
        provider.filter(|_| mention.tool || mention.generic || mention.entry().is_none())
    });
    for &entry in provider.map_or(&[][..], |provider| lexicon.family(provider)) {
        told.profile.held.insert(lexicon.entry(entry).id.clone());
    }
}

fn refuse(provider: &ProviderId, lexicon: &Lexicon, told: &mut Told) {
    let refused = &mut told.profile.refused;
    refused.providers.insert(provider.clone());
    for &entry in lexicon.family(provider) {
        let entry = lexicon.entry(entry);
        refused.providers.extend(entry.provider.clone());
        refused.platforms.extend(entry.platform);
    }
}

fn platform(
    lexicon: &Lexicon,
    items: &[Item],
    governing: &dyn Fn(usize) -> Option<Stance>,
    mentions: &[Mention],
    told: &mut Told,
) {
    let mut found: Vec<(Platform, Option<Stance>)> = Vec::new();
    for hit in lexicon.platform.find(items) {
        let stance = governing(hit.start);
        match stance {
            Some(Stance::Refuses) => {
                if hit.value != Platform::Any {
                    told.profile.refused.platforms.insert(hit.value);
                }
            }
            Some(Stance::Lacks | Stance::Supposes) => {}
            _ => {
                if !found.iter().any(|(platform, _)| *platform == hit.value) {
                    found.push((hit.value, stance));
                }
            }
        }
    }
    found.retain(|(platform, _)| !told.profile.refused.platforms.contains(platform));
    // "Which cloud cert, I've been on AWS": one that is named is not any.
    if found.iter().any(|(platform, _)| *platform != Platform::Any) {
        found.retain(|(platform, _)| *platform != Platform::Any);
    }
    // Tools are used on a cloud: "mlflow on azure".
    let cloud = |platform: Platform| {
        matches!(
            platform,
            Platform::Aws | Platform::Azure | Platform::GoogleCloud
        )
    };
    if found
        .iter()
        .filter(|(platform, _)| cloud(*platform))
        .count()
        == 1
    {
        found.retain(|(platform, _)| cloud(*platform));
    }
    let wanted = found
        .iter()
        .rev()
        .find(|(_, stance)| *stance == Some(Stance::Wants));
    told.profile.platform = match (wanted, found.as_slice()) {
        (Some((platform, _)), _) | (None, [(platform, _)]) => Some(*platform),
        (None, []) => platform_of_mentions(lexicon, told, mentions),
        _ => None,
    };
}

/// The platform of the only credential spoken of: "the azure ai cert", "I passed cloud practitioner".
fn platform_of_mentions(lexicon: &Lexicon, told: &Told, mentions: &[Mention]) -> Option<Platform> {
    let mut platforms = mentions
        .iter()
        .zip(&told.stances)
        .filter_map(|(mention, stance)| {
            if matches!(stance, Some(Stance::Refuses | Stance::Lacks)) {
                return None;
            }
            let entry = match &mention.meant {
                Meant::Entries(entries) => entries.first(),
                Meant::Outside(near) => near.first(),
                Meant::Provider(_) => None,
            };
            lexicon.entry(*entry?).platform
        });
    let first = platforms.next()?;
    let refused = &told.profile.refused.platforms;
    (platforms.all(|other| other == first) && !refused.contains(&first)).then_some(first)
}

fn roles(
    lexicon: &Lexicon,
    items: &[Item],
    governing: &dyn Fn(usize) -> Option<Stance>,
    told: &mut Told,
) {
    let mut own: Vec<(bool, Background)> = Vec::new();
    let mut roles: Vec<(usize, usize)> = Vec::new();
    for hit in lexicon.background.find(items) {
        roles.push((hit.start, hit.end));
        // "My manager says" is not about a manager.
        let of_somebody = hit.start.checked_sub(1).is_some_and(|before| {
            matches!(
                lexicon.vocabulary.name(items[before].id),
                "my" | "our" | "his" | "her" | "their" | "your"
            )
        });
        if of_somebody
            && matches!(
                hit.value,
                Background::NonTechnical | Background::Executive | Background::CareerChanger
            )
        {
            continue;
        }
        let stance = governing(hit.start);
        if matches!(
            stance,
            Some(Stance::Wants | Stance::Lacks | Stance::Refuses)
        ) {
            continue;
        }
        own.push((stance == Some(Stance::Is), hit.value));
    }
    told.profile.background = background(&own, told.profile.codes);
    let mut goals: Vec<(u8, Goal)> = Vec::new();
    for hit in lexicon.goal.find(items) {
        let stance = governing(hit.start);
        let is_role = roles
            .iter()
            .any(|(start, end)| *start < hit.end && hit.start < *end);
        let rank = match stance {
            Some(Stance::Refuses | Stance::Lacks | Stance::Holds) => continue,
            Some(Stance::Wants) => 2,
            _ if is_role => continue,
            _ => 1,
        };
        goals.push((rank, hit.value));
    }
    let builds = told.profile.writes_code() != Some(false);
    told.profile.goal = goals
        .into_iter()
        .max_by_key(|(rank, goal)| (importance(*goal, builds), *rank))
        .map(|(_, goal)| goal);
}

/// The background that fits what was told best: said outright before implied, and nobody who writes
/// code is taken for somebody who does not.
fn background(found: &[(bool, Background)], codes: Option<bool>) -> Option<Background> {
    let fits = |background: Background| {
        codes != Some(true)
            || !matches!(background, Background::NonTechnical | Background::Beginner)
    };
    found
        .iter()
        .find(|(said, background)| *said && fits(*background))
        .or_else(|| found.iter().find(|(_, background)| fits(*background)))
        .map(|(_, background)| *background)
        .or_else(|| (!found.is_empty()).then_some(Background::Developer))
}

/// Which of several goals counts: the rarer and more telling one; understanding before building for
/// those who build nothing.
fn importance(goal: Goal, builds: bool) -> u8 {
    match goal {
        Goal::Prestige => 9,
        Goal::Literacy if !builds => 8,
        Goal::Product => 7,
        Goal::DeepLearning => 6,
        Goal::GenerativeAi | Goal::BigData | Goal::Mlops => 5,
        Goal::MlEngineering => 4,
        Goal::DataScience => 3,
        Goal::Literacy => 2,
        Goal::Start => 1,
        Goal::Free => 0,
    }
}
