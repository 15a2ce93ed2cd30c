//! What the asker's stance is to each thing that a text names: held, refused, wanted, lacked.

use super::context;
use super::entities::{Mention, Reading};
use super::lexicon::{Lexicon, Placeholders};
use super::meanings::Stance;
use super::patterns::{Class, Hit, Item};

/// Words between a stance and what it is about.
const REACH: usize = 5;
const REACH_OF_REFUSAL: usize = 3;

/// What neither holds nor refuses, among the marks of the data.
pub(super) const NAMES: &str = "names";
/// The marks of the data, and what each means.
const MARKS: [(&str, Option<Stance>); 3] = [
    ("holds", Some(Stance::Holds)),
    ("refuses", Some(Stance::Refuses)),
    (NAMES, None),
];
/// How likely what is learned must be to count where no rule speaks …
const LIKELY: f32 = 0.6;
/// … where a pronoun stands for the name …
const BY_PRONOUN: f32 = 0.7;
/// … and where a rule speaks against it.
const CERTAIN: f32 = 0.85;

/// A marked text with a placeholder for each name, and the marks of the names in order.
pub(super) fn unmarked(text: &str) -> (String, Vec<&'static str>) {
    let name = Placeholders::fill("<entry>");
    let mut plain = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        plain.push_str(before);
        let marked = after.split_once('}').and_then(|(inside, rest)| {
            let (mark, _) = inside.split_once(':')?;
            let known = MARKS.iter().find(|(known, _)| *known == mark)?;
            Some((known.0, rest))
        });
        match marked {
            Some((mark, after)) => {
                plain.push_str(&name);
                marks.push(mark);
                rest = after;
            }
            None => rest = after,
        }
    }
    plain.push_str(rest);
    (plain, marks)
}

/// The stances that phrases set, found once and asked for item by item.
pub(super) struct Rules<'a> {
    lexicon: &'a Lexicon,
    items: &'a [Item],
    hits: Vec<Hit<Stance>>,
}

impl<'a> Rules<'a> {
    pub(super) fn read(lexicon: &'a Lexicon, items: &'a [Item]) -> Self {
        let mut hits = lexicon.stance.find(items);
        // What turns down the last answer says nothing of what is named.
        hits.retain(|hit| hit.value != Stance::Rejects);
        Self {
            lexicon,
            items,
            hits,
        }
    }

    /// Whether a wish is told.
    pub(super) fn wants(&self) -> bool {
        self.hits.iter().any(|hit| hit.value == Stance::Wants)
    }

    /// The stance that reaches an item.
    pub(super) fn at(&self, item: usize) -> Option<Stance> {
        governing(self.lexicon, self.items, &self.hits, item)
    }

    /// The stance to each mention: what phrases say, and what is learned where they say nothing.
    pub(super) fn of_mentions(&self, reading: &Reading) -> Vec<Option<Stance>> {
        let mut stances: Vec<Option<Stance>> = reading
            .mentions
            .iter()
            .map(|mention| self.of(mention))
            .collect();
        refused_together(self.lexicon, reading, &mut stances);
        self.told_by_pronouns(reading, &mut stances);
        stances
    }

    /// "AI-900? Passed it in May": what is said of a pronoun is said of what was named before it.
    fn told_by_pronouns(&self, reading: &Reading, stances: &mut [Option<Stance>]) {
        for (at, stance) in self.pronouns() {
            let sentence = self.items[at].sentence;
            let named = reading.mentions.iter().rposition(|mention| {
                mention.item < at && self.items[mention.item].sentence + 1 >= sentence
            });
            if let Some(index) = named
                && !reading.mentions[index].is_workplace()
                && is_open(stances[index])
            {
                stances[index] = Some(stance);
            }
        }
    }

    /// The stance to what was spoken of before this turn, told by a pronoun before anything is named.
    pub(super) fn to_what_was_spoken_of(&self, reading: &Reading) -> Option<Stance> {
        let named = reading
            .mentions
            .first()
            .map_or(usize::MAX, |mention| mention.item);
        let mut pronouns = self.pronouns();
        pronouns.find_map(|(at, stance)| (at < named).then_some(stance))
    }

    /// Pronouns by which something is held or refused.
    fn pronouns(&self) -> impl Iterator<Item = (usize, Stance)> {
        self.items
            .iter()
            .enumerate()
            .filter(|(_, item)| is_pronoun(self.lexicon, item))
            .filter_map(|(at, _)| Some((at, self.learned(at, BY_PRONOUN)?)))
    }

    /// The stance that is learned for such surroundings, where it is at least so likely.
    fn learned(&self, at: usize, enough: f32) -> Option<Stance> {
        let around = context::around(self.lexicon, self.items, at);
        let likely = self.lexicon.stances(&around);
        let (stance, _) = likely.into_iter().find(|(_, likely)| *likely >= enough)?;
        stance
    }

    fn of(&self, mention: &Mention) -> Option<Stance> {
        let of_something_else = is_of_something_else(self.lexicon, self.items, mention.item);
        let ruled = self
            .at(mention.item)
            .filter(|stance| *stance != Stance::Holds || !of_something_else);
        if matches!(ruled, Some(Stance::Holds | Stance::Refuses)) || of_something_else {
            return ruled;
        }
        let enough = if is_open(ruled) { LIKELY } else { CERTAIN };
        self.learned(mention.item, enough).or(ruled)
    }
}

/// Whether a word stands for something that was named or spoken of.
pub(super) fn is_pronoun(lexicon: &Lexicon, item: &Item) -> bool {
    matches!(
        lexicon.vocabulary.name(item.id),
        "it" | "that" | "this" | "those" | "these" | "them"
    )
}

/// The meaning of a mark.
pub(super) fn marked(mark: &str) -> Option<Stance> {
    MARKS
        .iter()
        .find(|(known, _)| *known == mark)
        .and_then(|(_, stance)| *stance)
}

/// Whether a voucher, notes or a date for the exam is what somebody has: "my AI-103 voucher", "I got a
/// slot for AI-103".
fn is_of_something_else(lexicon: &Lexicon, items: &[Item], at: usize) -> bool {
    let belongs = |at: usize| {
        items
            .get(at)
            .is_some_and(|item| lexicon.kinds.belongings.contains(&item.id))
    };
    let for_it = at.checked_sub(2).is_some_and(|before| {
        matches!(
            lexicon.vocabulary.name(items[at - 1].id),
            "for" | "of" | "on" | "the"
        ) && (belongs(before) || before.checked_sub(1).is_some_and(belongs))
    });
    belongs(at + 1) || for_it
}

/// Whether a stance says neither for nor against what is named.
fn is_open(stance: Option<Stance>) -> bool {
    matches!(stance, None | Some(Stance::Is | Stance::Wants))
}

/// "Anything amazon or google is banned": what is said of the last is said of all in its list.
fn refused_together(lexicon: &Lexicon, reading: &Reading, stances: &mut [Option<Stance>]) {
    let items = &reading.items;
    for at in (1..stances.len()).rev() {
        let (before, here) = (&reading.mentions[at - 1], &reading.mentions[at]);
        let between = &items[before.item + 1..here.item];
        let joined = items[before.item].sentence == items[here.item].sentence
            && between.len() <= 2
            && between.iter().all(|item| {
                matches!(
                    lexicon.vocabulary.name(item.id),
                    "or" | "and" | "&" | "nor" | "s"
                )
            });
        let refused = stances[at] == Some(Stance::Refuses) && is_open(stances[at - 1]);
        if joined && refused {
            stances[at - 1] = Some(Stance::Refuses);
        }
    }
}

/// Which stance gives way where phrases for two end at the same word: the higher.
fn weakness(stance: Stance) -> u8 {
    match stance {
        Stance::Refuses | Stance::Lacks | Stance::Supposes | Stance::Rejects => 0,
        Stance::Holds => 1,
        Stance::Wants => 2,
        Stance::Is => 3,
    }
}

/// "I've got the …" is no "I've been at the …".
fn holds_within(stances: &[Hit<Stance>], is: &Hit<Stance>) -> bool {
    stances.iter().any(|hit| {
        hit.value == Stance::Holds
            && is.start <= hit.start
            && hit.end > is.start + 1
            && hit.end <= is.end
    })
}

/// The stance that reaches an item: the nearest one before it in its sentence, with little between.
fn governing(
    lexicon: &Lexicon,
    items: &[Item],
    stances: &[Hit<Stance>],
    item: usize,
) -> Option<Stance> {
    if let Some(around) = stances
        .iter()
        .filter(|hit| !matches!(hit.value, Stance::Is | Stance::Wants))
        .filter(|hit| hit.start <= item && item < hit.end)
        .min_by_key(|hit| weakness(hit.value))
    {
        // "I want AI-103 done by May": not done yet.
        let still_wanted = around.value == Stance::Holds
            && stances
                .iter()
                .any(|hit| hit.end == item && hit.value == Stance::Wants);
        return (!still_wanted).then_some(around.value);
    }
    let sentence = items[item].sentence;
    let named = |item: &Item| {
        matches!(
            item.class,
            Some(Class::Entry | Class::Provider | Class::Outside)
        )
    };
    let mut at = item;
    let mut between = 0;
    let mut list = named(&items[item]);
    loop {
        let mut ending: Vec<&Hit<Stance>> = stances
            .iter()
            .filter(|hit| hit.end == at && items[hit.start].sentence == sentence)
            .filter(|hit| hit.value != Stance::Is || !holds_within(stances, hit))
            .collect();
        // "I don't want" is no wish, and "I've done this and the …" is no job.
        ending.sort_by_key(|hit| (weakness(hit.value), hit.start));
        for hit in ending {
            let denies = matches!(hit.value, Stance::Refuses | Stance::Lacks);
            let reach = if denies { REACH_OF_REFUSAL } else { REACH };
            // "Not aws, which genai cert?" denies AWS, and nothing after the comma but more names.
            let reaches = list || !denies || items[hit.start].clause == items[item].clause;
            if between <= reach && reaches {
                return Some(hit.value);
            }
        }
        at = at.checked_sub(1)?;
        let passed = &items[at];
        let word = lexicon.vocabulary.name(passed.id);
        if passed.sentence != sentence || word == "but" || (named(passed) && !named(&items[item])) {
            return None;
        }
        let joins = matches!(word, "or" | "nor" | "and" | "&") || named(passed);
        list &= joins || passed.clause == items[item].clause;
        between += usize::from(!joins);
        if passed.clause != items[item].clause && !joins {
            between += 2;
        }
        if between > REACH + 1 {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_and_told_in_order() {
        let (plain, marks) =
            unmarked("{holds:AI-900} done, no {refuses:aws}, is {names:AI-103} next?");
        assert_eq!(marks, ["holds", "refuses", "names"]);
        let name = Placeholders::fill("<entry>");
        assert_eq!(plain, format!("{name} done, no {name}, is {name} next?"));
        assert_eq!(marked("holds"), Some(Stance::Holds));
        assert_eq!(marked("names"), None);
    }

    #[test]
    fn what_is_no_mark_is_left_as_it_is_said() {
        for text in ["{likes:aws} a lot", "an open { bracket", "nothing marked"] {
            assert!(unmarked(text).1.is_empty(), "{text}");
        }
    }
}
