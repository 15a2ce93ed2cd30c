//! Kinds of credentials that somebody turns down as a whole: "no subscriptions", "not interested in
//! cloud exams", "one that never expires".

use crate::domain::{Certification, CredentialKind, FeeAmount, Platform, ValidityPeriod};

use super::lexicon::Lexicon;
use super::meanings::Stance;
use super::patterns::Item;
use super::profile::Told;
use super::targets::pick;

/// A kind of credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unwanted {
    /// What the large clouds offer.
    Clouds,
    /// University programmes.
    Universities,
    /// Course programmes, universities' among them.
    Courses,
    /// What ends in a proctored exam.
    Exams,
    /// What is paid by the month.
    Subscriptions,
    /// What has to be renewed.
    Renewals,
}

impl Unwanted {
    const ALL: [(&'static str, Self); 6] = [
        ("clouds", Self::Clouds),
        ("universities", Self::Universities),
        ("courses", Self::Courses),
        ("exams", Self::Exams),
        ("subscriptions", Self::Subscriptions),
        ("renewals", Self::Renewals),
    ];

    fn name(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether a certification is of this kind.
    fn covers(self, certification: &Certification) -> bool {
        match self {
            Self::Clouds => matches!(
                certification.platform,
                Some(Platform::Aws | Platform::Azure | Platform::GoogleCloud)
            ),
            Self::Universities => certification.kind == CredentialKind::University,
            Self::Courses => certification.kind != CredentialKind::Exam,
            Self::Exams => certification.kind == CredentialKind::Exam,
            Self::Subscriptions => certification
                .fee
                .as_ref()
                .is_some_and(|fee| matches!(fee.amount, FeeAmount::Subscription(_))),
            Self::Renewals => certification
                .validity
                .as_ref()
                .is_some_and(|validity| matches!(validity.period, ValidityPeriod::Months(_))),
        }
    }
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
    let kind = key.strip_prefix("no-");
    Some(Said {
        kind: pick(&Unwanted::ALL, kind.unwrap_or(key))?,
        outright: kind.is_some(),
    })
}

/// The kinds that a certification belongs to.
pub(super) fn kinds_of(certification: &Certification) -> Vec<Unwanted> {
    Unwanted::ALL
        .iter()
        .map(|(_, kind)| *kind)
        .filter(|kind| kind.covers(certification))
        .collect()
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
        let all = lexicon
            .entries
            .iter()
            .filter(|entry| entry.kinds.contains(&kind))
            .map(|entry| entry.id.clone());
        told.profile.refused.entries.extend(all);
        told.explanation.push(format!("no {}", kind.name()));
    }
}
