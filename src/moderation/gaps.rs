//! Questions that could not be answered: masked before they are kept, grouped by likeness.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Gap, GapId};

/// The longest question that is kept.
const LONGEST: usize = 300;
/// How alike two questions must be to stand in one group.
const LIKE: f64 = 0.6;

/// The shortest word in which a slip of the finger is forgiven.
const SLIPS_FROM: usize = 5;

/// A question without e-mail addresses, phone numbers, links and mentions. `None` where nothing is
/// left that somebody could answer.
pub fn mask(text: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let masked = mask_word(word);
        if masked.starts_with('[') && words.last().is_some_and(|last| *last == masked) {
            continue;
        }
        words.push(masked);
    }
    let joined = mask_numbers(&words.join(" "));
    let short: String = joined.chars().take(LONGEST).collect();
    let has_words = short
        .split_whitespace()
        .any(|word| !word.starts_with('[') && word.chars().any(char::is_alphabetic));
    has_words.then_some(short)
}

fn mask_word(word: &str) -> String {
    let lower = word.to_lowercase();
    let inner = lower.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '<' | '@' | '>'));
    if lower.contains("://") {
        return "[link]".to_owned();
    }
    if inner.starts_with('<') || inner.contains("<@") || inner.contains("<#") {
        return "[mention]".to_owned();
    }
    if let Some(at) = inner.find('@') {
        let after = &inner[at + 1..];
        return if at > 0 && after.contains('.') {
            "[e-mail]".to_owned()
        } else {
            "[mention]".to_owned()
        };
    }
    if lower.contains("www.") || is_host(inner) {
        return "[link]".to_owned();
    }
    word.to_owned()
}

/// `discord.gg/abc`, `example.com`: a dot between letters, with an ending of letters only, and a
/// path or a well-known ending. `node.js` and `e.g.` are words.
fn is_host(word: &str) -> bool {
    let (host, path) = word.split_once('/').unwrap_or((word, ""));
    let Some((name, ending)) = host.rsplit_once('.') else {
        return false;
    };
    let letters = |text: &str| !text.is_empty() && text.chars().all(char::is_alphabetic);
    let known = [
        "com", "org", "net", "io", "gg", "dev", "me", "co", "edu", "gov", "de", "uk",
    ];
    !name.is_empty() && letters(ending) && (!path.is_empty() || known.contains(&ending))
}

/// Runs of digits that are as long as a phone number, however they are parted.
fn mask_numbers(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut masked = String::with_capacity(text.len());
    let mut index = 0;
    while index < characters.len() {
        let starts = characters[index].is_ascii_digit()
            || matches!(characters[index], '+' | '(')
                && characters.get(index + 1).is_some_and(char::is_ascii_digit);
        if starts {
            let mut end = index;
            let mut last_digit = index;
            let mut digits = 0;
            while end < characters.len()
                && (characters[end].is_ascii_digit()
                    || matches!(characters[end], ' ' | '-' | '.' | '/' | '(' | ')' | '+'))
            {
                if characters[end].is_ascii_digit() {
                    digits += 1;
                    last_digit = end;
                }
                end += 1;
            }
            if digits >= 7 {
                masked.push_str("[number]");
                index = last_digit + 1;
                continue;
            }
        }
        masked.push(characters[index]);
        index += 1;
    }
    masked
}

/// The same for questions that differ in case, punctuation and spaces only.
pub fn key(text: &str) -> String {
    words(text).join(" ")
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Gaps that ask for the same, most frequent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapGroup {
    /// The gaps; the first one was asked most.
    pub gaps: Vec<Gap>,
}

impl GapGroup {
    /// How often they were asked in all.
    pub fn count(&self) -> u32 {
        self.gaps.iter().map(|gap| gap.count).sum()
    }

    /// Their numbers.
    pub fn ids(&self) -> Vec<GapId> {
        self.gaps.iter().map(|gap| gap.id).collect()
    }
}

/// Puts gaps that are alike into groups.
pub fn group(gaps: Vec<Gap>) -> Vec<GapGroup> {
    let mut grouping = Grouping::default();
    for gap in gaps {
        let own = content_words(&gap.text);
        if let Some(index) = grouping.alike(&own) {
            grouping.groups[index].1.gaps.push(gap);
        } else {
            grouping.add(own, gap);
        }
    }
    let mut groups: Vec<GapGroup> = grouping
        .groups
        .into_iter()
        .map(|(_, group)| group)
        .collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.count()));
    groups
}

/// Groups with the words of their first gap. Thousands of questions are compared with thousands, so
/// only those are looked at closely that share enough words at first sight.
#[derive(Default)]
struct Grouping {
    groups: Vec<(Vec<String>, GapGroup)>,
    /// Each key with the group and the word of the group that it stands for.
    by_key: HashMap<String, Vec<(usize, usize)>>,
}

impl Grouping {
    /// The first group that is alike.
    fn alike(&self, own: &[String]) -> Option<usize> {
        if own.is_empty() {
            return self.groups.iter().position(|(words, _)| words.is_empty());
        }
        let near: HashSet<(usize, usize)> = own
            .iter()
            .flat_map(|word| keys(word))
            .filter_map(|key| self.by_key.get(&key))
            .flatten()
            .copied()
            .collect();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, _) in near {
            *shared.entry(index).or_default() += 1;
        }
        shared
            .into_iter()
            .filter(|(index, shared)| alike(*shared, self.groups[*index].0.len(), own.len()))
            .map(|(index, _)| index)
            .find(|index| likeness(&self.groups[*index].0, own) >= LIKE)
    }

    fn add(&mut self, words: Vec<String>, gap: Gap) {
        let index = self.groups.len();
        for (at, word) in words.iter().enumerate() {
            for key in keys(word) {
                self.by_key.entry(key).or_default().push((index, at));
            }
        }
        self.groups.push((words, GapGroup { gaps: vec![gap] }));
    }
}

/// Whether so many shared words would make two questions alike.
fn alike(shared: usize, one: usize, other: usize) -> bool {
    shared as f64 >= LIKE * (one + other - shared.min(one + other)) as f64
}

/// A word and, where a slip of the finger counts, the word without each of its letters: two words
/// that are one slip apart have one of these in common.
fn keys(word: &str) -> Vec<String> {
    let mut keys = vec![word.to_owned()];
    if word.len() >= SLIPS_FROM {
        for (at, letter) in word.char_indices() {
            keys.push(format!(
                "{}{}",
                &word[..at],
                &word[at + letter.len_utf8()..]
            ));
        }
    }
    keys
}

/// The words that carry the meaning, each once.
fn content_words(text: &str) -> Vec<String> {
    const EMPTY: [&str; 34] = [
        "a", "an", "the", "is", "are", "do", "does", "i", "my", "me", "you", "it", "of", "to",
        "in", "on", "for", "and", "or", "what", "which", "how", "can", "should", "any", "there",
        "with", "be", "if", "at", "that", "this", "have", "about",
    ];
    let mut found: Vec<String> = words(text)
        .into_iter()
        .filter(|word| !EMPTY.contains(&word.as_str()))
        .map(|word| word.trim_end_matches('s').to_owned())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Shared words over all words; a word with a slip of the finger counts as shared.
fn likeness(one: &[String], other: &[String]) -> f64 {
    if one.is_empty() || other.is_empty() {
        return if one == other { 1.0 } else { 0.0 };
    }
    let near = |word: &String| {
        other.iter().any(|other| {
            word == other || word.len() >= SLIPS_FROM && strsim::osa_distance(word, other) <= 1
        })
    };
    let shared = one.iter().filter(|word| near(word)).count();
    shared as f64 / (one.len() + other.len() - shared) as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::parse_date;

    #[test]
    fn what_names_a_person_is_masked() {
        for (typed, kept) in [
            (
                "mail me at mia.k+x@example.co.uk pls",
                "mail me at [e-mail] pls",
            ),
            (
                "call +49 (170) 123-4567 or 0301234567",
                "call [number] or [number]",
            ),
            (
                "<@123> and @mia and @everyone ask",
                "[mention] and [mention] and [mention] ask",
            ),
            (
                "see https://x.example/a?b and discord.gg/abc now",
                "see [link] and [link] now",
            ),
            (
                "is AZ-900 or 70-764 fine, 2027 or $1,950?",
                "is AZ-900 or 70-764 fine, 2027 or $1,950?",
            ),
            ("node.js, e.g. v2.0", "node.js, e.g. v2.0"),
        ] {
            assert_eq!(mask(typed).as_deref(), Some(kept));
        }
        assert_eq!(mask("https://x.example <@1>"), None);
        assert_eq!(mask(" 😀 "), None);
    }

    #[test]
    fn likeness_puts_questions_together() {
        let day = parse_date("2026-11-22").unwrap();
        let gap = |id, text: &str, count| Gap {
            id: GapId(id),
            text: text.to_owned(),
            key: key(text),
            count,
            first: day,
            last: day,
        };
        let groups = group(vec![
            gap(1, "Is there a COBOL certification?", 2),
            gap(2, "do you have some juggling course", 4),
            gap(3, "any cobol certifications", 1),
            gap(4, "a certificaton for COBOL", 2),
        ]);
        let ids: Vec<Vec<u64>> = groups
            .iter()
            .map(|group| group.ids().iter().map(|id| id.0).collect())
            .collect();
        assert_eq!(ids, vec![vec![1, 3, 4], vec![2]]);
        assert_eq!(groups[0].count(), 5);
    }

    fn gaps(texts: &[String]) -> Vec<Gap> {
        let day = parse_date("2026-11-22").unwrap();
        let numbered = texts.iter().zip(1..);
        numbered
            .map(|(text, id)| Gap {
                id: GapId(id),
                text: text.clone(),
                key: key(text),
                count: 1,
                first: day,
                last: day,
            })
            .collect()
    }

    /// Each compared with each.
    fn slowly(gaps: &[Gap]) -> Vec<Vec<GapId>> {
        let mut groups: Vec<(Vec<String>, Vec<GapId>)> = Vec::new();
        for gap in gaps {
            let own = content_words(&gap.text);
            let mut all = groups.iter_mut();
            match all.find(|(words, _)| likeness(words, &own) >= LIKE) {
                Some((_, ids)) => ids.push(gap.id),
                None => groups.push((own, vec![gap.id])),
            }
        }
        groups.into_iter().map(|(_, ids)| ids).collect()
    }

    #[test]
    fn as_many_as_are_kept_are_grouped() {
        let words = ["exam", "prompt", "engineer", "terraform", "credential"];
        let texts: Vec<String> = (0..Gap::MOST)
            .map(|number| {
                let mut text = format!("question{number} topic{}", number * 7);
                for (bit, word) in words.iter().enumerate() {
                    if number >> bit & 1 == 1 {
                        text.push_str(&format!(" {word}"));
                    }
                }
                text
            })
            .collect();
        let groups = group(gaps(&texts));
        assert_eq!(
            groups.iter().map(|group| group.gaps.len()).sum::<usize>(),
            Gap::MOST
        );
        assert!(groups.len() > 100, "{}", groups.len());
    }

    proptest! {
        #[test]
        fn looking_closely_at_few_finds_what_looking_at_all_does(
            texts in prop::collection::vec("((exam|exams|exma|terraform|teraform|is|it|x) ?){0,5}", 0..24),
        ) {
            let gaps = gaps(&texts);
            let mut wanted = slowly(&gaps);
            let mut found: Vec<Vec<GapId>> = group(gaps).iter().map(GapGroup::ids).collect();
            wanted.sort();
            found.sort();
            prop_assert_eq!(found, wanted);
        }

        #[test]
        fn no_address_or_number_comes_through(
            before in "[a-z ]{0,20}", name in "[a-z]{1,8}", digits in "[0-9]{7,14}", after in "[a-z ]{0,20}",
        ) {
            let text = format!("{before} {name}@{name}.com {after} {digits} <@{digits}> https://{name}.org/{digits}");
            let masked = mask(&text).unwrap_or_default();
            prop_assert!(!masked.contains('@'), "{}", masked);
            prop_assert!(!masked.contains(&digits), "{}", masked);
            prop_assert!(!masked.contains("://"), "{}", masked);
            prop_assert_eq!(mask(&masked).unwrap_or_default(), masked);
        }

        #[test]
        fn any_text_is_masked_within_its_length(text in "\\PC{0,500}") {
            let masked = mask(&text).unwrap_or_default();
            prop_assert!(masked.chars().count() <= LONGEST);
        }
    }
}
