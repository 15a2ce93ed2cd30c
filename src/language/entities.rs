//! Entries, providers and foreign credentials in a text: by name, alias, code, misspelling, or by a
//! provider with a description ("google's ml cert", "the ibm one").

use crate::domain::ProviderId;

use super::lexicon::Lexicon;
use super::patterns::{Class, Item};
use super::tokens::Word;
use super::vocabulary::{Token, UNKNOWN};

/// What a mention names.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Meant {
    /// Entries, likeliest first; several when the name fits several.
    Entries(Vec<u32>),
    /// A provider, with no credential of it.
    Provider(ProviderId),
    /// A credential that the catalogue does not have, and what is near.
    Outside(Vec<u32>),
}

/// Something named in a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mention {
    /// What.
    pub(super) meant: Meant,
    /// The item that stands for it.
    pub(super) item: usize,
    /// As it was typed.
    pub(super) typed: String,
    /// A bare technology such as "pytorch" or "databricks": a tool unless a credential is asked for.
    pub(super) tool: bool,
    /// A provider with a noun, such as "the aws cert": any of its credentials.
    pub(super) generic: bool,
}

impl Mention {
    /// Whether it is a name for whatever a provider offers, such as "the aws cert".
    pub(super) fn is_ambiguous(&self) -> bool {
        matches!(&self.meant, Meant::Entries(entries) if entries.len() > 1)
    }

    /// Whether it names a tool or a vendor rather than a credential.
    pub(super) fn is_workplace(&self) -> bool {
        self.tool || matches!(self.meant, Meant::Provider(_))
    }

    /// The likeliest entry.
    pub(super) fn entry(&self) -> Option<u32> {
        match &self.meant {
            Meant::Entries(entries) => entries.first().copied(),
            _ => None,
        }
    }
}

/// A text as items, with what they name.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// Words and mentions in order.
    pub(super) items: Vec<Item>,
    /// Mentions in order.
    pub(super) mentions: Vec<Mention>,
    /// Ids of the single words, mentions not put together.
    pub(super) words: Vec<u32>,
}

/// How far from a provider its description may stand.
const WINDOW: usize = 7;

/// Finds everything that a text names.
pub(super) fn read(lexicon: &Lexicon, words: &[Word]) -> Reading {
    let tokens = lexicon.vocabulary.read(words);
    let ids: Vec<u32> = tokens.iter().map(|token| token.id).collect();
    let mut reading = Reading {
        words: ids.clone(),
        ..Reading::default()
    };
    let mut at = 0;
    while at < tokens.len() {
        let (length, meant) = match named(lexicon, &tokens, &ids, words, at) {
            found @ (_, Some(Meant::Entries(_))) => found,
            other => left_out(lexicon, &reading, &tokens, &ids, at).unwrap_or(other),
        };
        let token = &tokens[at];
        let class = match &meant {
            Some(Meant::Entries(_)) => Some(Class::Entry),
            Some(Meant::Provider(_)) => Some(Class::Provider),
            Some(Meant::Outside(_)) => Some(Class::Outside),
            None => token.number.map(|_| Class::Number),
        };
        if let Some(meant) = meant {
            let last = &tokens[at + length - 1];
            let typed: Vec<&str> = words[token.start..last.end]
                .iter()
                .map(|word| word.text.as_str())
                .collect();
            let noun = ids[at..at + length]
                .iter()
                .any(|id| lexicon.kinds.names.contains(id));
            let provider = ids[at..at + length]
                .iter()
                .any(|id| lexicon.names_provider(*id));
            reading.mentions.push(Mention {
                generic: noun && provider,
                tool: length == 1 && is_tool(lexicon, ids[at]),
                meant,
                item: reading.items.len(),
                typed: typed.join(" "),
            });
        }
        reading.items.push(Item {
            // A mention of several words is no longer any of them.
            id: if length == 1 { token.id } else { UNKNOWN },
            class,
            sentence: token.sentence,
            clause: token.clause,
            asked: token.asked,
            number: token.number,
        });
        at += length;
    }
    describe(lexicon, &mut reading);
    reading
}

/// One past the last token of the sentence that a token stands in.
fn end_of(tokens: &[Token], at: usize) -> usize {
    let sentence = tokens[at].sentence;
    tokens[at..]
        .iter()
        .position(|token| token.sentence != sentence)
        .map_or(tokens.len(), |offset| at + offset)
}

/// How far behind a mention its provider is still meant: "AWS AI Practitioner or the ML Engineer".
const CARRIED: usize = 2;

/// A name whose provider was said right before: "databricks ml pro or genai associate".
fn left_out(
    lexicon: &Lexicon,
    reading: &Reading,
    tokens: &[Token],
    ids: &[u32],
    at: usize,
) -> Option<(usize, Option<Meant>)> {
    let mention = reading.mentions.last()?;
    let provider = match &mention.meant {
        Meant::Provider(provider) => provider,
        _ => lexicon.entry(mention.entry()?).provider.as_ref()?,
    };
    let between = &reading.items[mention.item + 1..];
    let joins = |item: &Item| {
        matches!(
            lexicon.vocabulary.name(item.id),
            "or" | "vs" | "versus" | "and" | "against" | "than" | "the" | "&"
        )
    };
    let same_sentence = reading.items[mention.item].sentence == tokens[at].sentence;
    let beside = !between.is_empty()
        && between.len() <= CARRIED
        && between.iter().all(joins)
        && same_sentence
        && mention.entry().is_some();
    let rest = &ids[at..end_of(tokens, at)];
    // "The AWS trio. Practitioner done, …": what is done has a name that was left short.
    let is_done = |word: &u32| matches!(lexicon.vocabulary.name(*word), "done" | "pass");
    if !beside && !rest.iter().any(is_done) {
        return None;
    }
    lexicon
        .words_of(provider)
        .iter()
        .filter_map(|word| {
            let whole: Vec<u32> = std::iter::once(*word).chain(rest.iter().copied()).collect();
            let (value, length) = lexicon.names.longest(&whole)?;
            let entries = &lexicon.named[value as usize].entries;
            let describes = whole[1..length]
                .iter()
                .any(|word| lexicon.kinds.descriptors.contains(word));
            let done = rest.get(length - 1).is_some_and(is_done);
            (describes && (beside || done) && !entries.is_empty())
                .then(|| (length - 1, Some(Meant::Entries(entries.clone()))))
        })
        .max_by_key(|(length, _)| *length)
}

fn named(
    lexicon: &Lexicon,
    tokens: &[Token],
    ids: &[u32],
    words: &[Word],
    at: usize,
) -> (usize, Option<Meant>) {
    let Some((value, length)) = lexicon.names.longest(&ids[at..end_of(tokens, at)]) else {
        return code(lexicon, tokens, words, at)
            .map_or((1, None), |(length, meant)| (length, Some(meant)));
    };
    let named = &lexicon.named[value as usize];
    let meant = if !named.entries.is_empty() {
        Meant::Entries(named.entries.clone())
    } else if let Some(provider) = &named.provider {
        Meant::Provider(provider.clone())
    } else if let Some(near) = &named.outside {
        Meant::Outside(near.clone())
    } else {
        return (1, None);
    };
    (length, Some(meant))
}

/// Letters and digits in the form of an exam code, such as `dp-600`, which nobody has named.
fn code(lexicon: &Lexicon, tokens: &[Token], words: &[Word], at: usize) -> Option<(usize, Meant)> {
    let letters = &words[tokens[at].start];
    let digits = words.get(tokens[at].end)?;
    let prefixes = lexicon.codes_prefix(&letters.text)?;
    let fits = digits.text.len() == 3
        && digits.number().is_some()
        && digits.sentence == letters.sentence
        && tokens.get(at + 1)?.start == tokens[at].end;
    fits.then_some((2, Meant::Outside(prefixes)))
}

/// Whether a name of one word is a technology that people use rather than an exam that they sit.
fn is_tool(lexicon: &Lexicon, word: u32) -> bool {
    lexicon.kinds.tools.contains(&word)
}

/// Gives providers that stand beside a description the credential that fits it best: "the ml cert
/// from google", "microsoft cert for mlops people".
fn describe(lexicon: &Lexicon, reading: &mut Reading) {
    for index in 0..reading.mentions.len() {
        let mention = &reading.mentions[index];
        let provider = match &mention.meant {
            Meant::Provider(provider) => Some(provider),
            Meant::Entries(entries) if mention.generic && mention.is_ambiguous() => entries
                .first()
                .and_then(|entry| lexicon.entry(*entry).provider.as_ref()),
            _ => None,
        };
        let Some(provider) = provider.cloned() else {
            continue;
        };
        let has_noun = mention.generic;
        let item = reading.mentions[index].item;
        let (after, mut before) = surroundings(reading, item);
        // "the ml cert from google" describes; "data engineer on azure" does not.
        if !before.iter().any(|word| lexicon.kinds.names.contains(word)) {
            before.clear();
        }
        let noun = has_noun
            || !before.is_empty()
            || after.iter().any(|word| lexicon.kinds.nouns.contains(word));
        let around: Vec<u32> = after.into_iter().chain(before).collect();
        let family = lexicon.family(&provider);
        let mut best: Option<(f32, f32, u32)> = None;
        for &entry in family {
            let score: f32 = around
                .iter()
                .filter(|word| lexicon.kinds.descriptors.contains(word))
                .map(|word| lexicon.fields.weight(*word, entry))
                .sum();
            let rank = (score, lexicon.entry(entry).prior, entry);
            if score > 0.0 && best.is_none_or(|best| (rank.0, rank.1) > (best.0, best.1)) {
                best = Some(rank);
            }
        }
        if let Some((_, _, entry)) = best.filter(|_| noun) {
            let mention = &mut reading.mentions[index];
            mention.meant = Meant::Entries(vec![entry]);
            mention.tool = false;
            mention.generic = true;
            reading.items[item].class = Some(Class::Entry);
        }
    }
}

/// The words around an item, within its clause and up to the next mention.
fn surroundings(reading: &Reading, item: usize) -> (Vec<u32>, Vec<u32>) {
    let here = &reading.items[item];
    // What follows in brackets or after a comma right away still describes.
    let clause = reading
        .items
        .get(item + 1)
        .map_or(here.clause, |next| next.clause);
    let near = |other: &&Item| {
        other.sentence == here.sentence
            && (other.clause == here.clause || other.clause == clause)
            && is_plain(other)
    };
    let after = reading.items[item + 1..]
        .iter()
        .take(WINDOW)
        .take_while(near)
        .map(|other| other.id);
    let before = reading.items[..item]
        .iter()
        .rev()
        .take(WINDOW)
        .take_while(near)
        .map(|other| other.id);
    (after.collect(), before.collect())
}

fn is_plain(item: &Item) -> bool {
    !matches!(
        item.class,
        Some(Class::Entry | Class::Provider | Class::Outside)
    )
}
