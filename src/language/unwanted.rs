//! Kinds of credentials that somebody turns down as a whole: "no subscriptions", "not interested in
//! cloud exams", "one that never expires".

use crate::domain::{Platform, RefusedKind};

use super::lexicon::Lexicon;
use super::meanings::Stance;
use super::patterns::Item;
use super::profile::Told;

/// What can be turned down as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unwanted {
    /// What the large clouds offer.
    Clouds,
    /// A kind of credential.
    Kind(RefusedKind),
}

/// What a phrase says of a kind: that it is spoken of, or in itself that it is not wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said {
    kind: Unwanted,
    outright: bool,
}

/// The meaning of a key under `unwanted`: `courses` holds words for them, `no-courses` phrases that
/// turn them down.
pub(super) fn said(key: &str) -> Option<Said> {
    let outright = key.strip_prefix("no-");
    let kind = match outright.unwrap_or(key) {
        "clouds" => Unwanted::Clouds,
        kind => Unwanted::Kind(RefusedKind::from_slug(kind)?),
    };
    Some(Said {
        kind,
        outright: outright.is_some(),
    })
}

/// Refuses every certification of the kinds that a text turns down.
pub(super) fn refuse(
    lexicon: &Lexicon,
    items: &[Item],
    governing: &dyn Fn(usize) -> Option<Stance>,
    told: &mut Told,
) {
    let refused = |at: usize| governing(at) == Some(Stance::Refuses);
    let name = |at: usize| lexicon.vocabulary.name(items[at].id);
    // "They look like cloud vendor marketing. I don't want one of those."
    let pointed_at = |from: usize| {
        let last = items[from].sentence + 1;
        (from..items.len())
            .take_while(|at| items[*at].sentence <= last)
            .any(|at| matches!(name(at), "those" | "these" | "them") && refused(at))
    };
    let mut unwanted: Vec<Unwanted> = Vec::new();
    for hit in lexicon.unwanted.find(items) {
        let Said { kind, outright } = hit.value;
        if !unwanted.contains(&kind) && (outright || refused(hit.start) || pointed_at(hit.start)) {
            unwanted.push(kind);
        }
    }
    for kind in unwanted {
        match kind {
            Unwanted::Clouds => {
                let clouds = [Platform::Aws, Platform::Azure, Platform::GoogleCloud];
                told.profile.refused.platforms.extend(clouds);
                told.explanation.push("nothing of a cloud".to_owned());
            }
            Unwanted::Kind(kind) => {
                told.profile.refused.kinds.insert(kind);
                told.explanation.push(format!("no {}", kind.label()));
            }
        }
    }
}
