//! What the asker's stance is to each thing that a text names: held, refused, wanted, lacked.

use super::entities::Reading;
use super::lexicon::Lexicon;
use super::meanings::Stance;
use super::patterns::{Class, Hit, Item};

/// Words between a stance and what it is about.
const REACH: usize = 5;
const REACH_OF_REFUSAL: usize = 3;
/// The stances that a text takes, found once and asked for item by item.
pub(super) struct Stances<'a> {
    lexicon: &'a Lexicon,
    items: &'a [Item],
    hits: Vec<Hit<Stance>>,
}

impl<'a> Stances<'a> {
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

    /// The stance to each mention.
    pub(super) fn of_mentions(&self, reading: &Reading) -> Vec<Option<Stance>> {
        let mut stances: Vec<Option<Stance>> = reading
            .mentions
            .iter()
            .map(|mention| {
                self.at(mention.item).filter(|stance| {
                    *stance != Stance::Holds
                        || !is_of_something_else(self.lexicon, self.items, mention.item)
                })
            })
            .collect();
        refused_afterwards(self.lexicon, reading, &mut stances);
        refused_as_well(self.lexicon, reading, &mut stances);
        refused_by_pronoun(self.lexicon, reading, &self.hits, &mut stances);
        refused_together(self.lexicon, reading, &mut stances);
        stances
    }
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

/// "We had Azure, it was a mess, never again": refused by what comes after.
fn refused_afterwards(lexicon: &Lexicon, reading: &Reading, stances: &mut [Option<Stance>]) {
    let items = &reading.items;
    let name = |at: usize| {
        items
            .get(at)
            .map_or("", |item| lexicon.vocabulary.name(item.id))
    };
    for at in 0..items.len() {
        if name(at) != "never" || name(at + 1) != "again" {
            continue;
        }
        let last_named = reading.mentions.iter().rposition(|mention| {
            mention.item < at && items[mention.item].sentence == items[at].sentence
        });
        if let Some(stance) = last_named.and_then(|index| stances.get_mut(index)) {
            *stance = Some(Stance::Refuses);
        }
    }
}

/// "Microsoft is banned. Amazon also.": a sentence that only adds a name to what was refused.
fn refused_as_well(lexicon: &Lexicon, reading: &Reading, stances: &mut [Option<Stance>]) {
    let items = &reading.items;
    for at in 1..stances.len() {
        let (before, here) = (
            &items[reading.mentions[at - 1].item],
            &items[reading.mentions[at].item],
        );
        let mut sentence = items.iter().filter(|item| item.sentence == here.sentence);
        let adds = sentence.clone().any(|item| {
            matches!(
                lexicon.vocabulary.name(item.id),
                "also" | "too" | "neither" | "same" | "nor"
            )
        });
        if stances[at - 1] == Some(Stance::Refuses)
            && before.sentence + 1 == here.sentence
            && adds
            && sentence.nth(4).is_none()
        {
            stances[at] = Some(Stance::Refuses);
        }
    }
}

/// "I worked for Amazon, and I'm not giving them another cent": who was named last.
fn refused_by_pronoun(
    lexicon: &Lexicon,
    reading: &Reading,
    hits: &[Hit<Stance>],
    stances: &mut [Option<Stance>],
) {
    let items = &reading.items;
    let lacks = |start: usize| {
        hits.iter()
            .any(|hit| hit.start == start && hit.value == Stance::Lacks)
    };
    for hit in hits {
        if hit.value != Stance::Refuses || lacks(hit.start) {
            continue;
        }
        let after = &items[hit.end..items.len().min(hit.end + REACH_OF_REFUSAL)];
        let pronoun = after
            .iter()
            .take_while(|item| item.class.is_none())
            .any(|item| matches!(lexicon.vocabulary.name(item.id), "them" | "those" | "these"));
        let last_named = reading
            .mentions
            .iter()
            .rposition(|mention| mention.item < hit.start)
            .filter(|index| {
                let mention = &reading.mentions[*index];
                mention.is_workplace()
                    && items[mention.item].sentence + 1 >= items[hit.start].sentence
            });
        if let Some(index) = last_named.filter(|index| pronoun && is_open(stances[*index])) {
            stances[index] = Some(Stance::Refuses);
        }
    }
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
