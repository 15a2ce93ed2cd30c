//! Figures that carry their sources: whoever writes one into a reply cites it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::Value;
use minijinja::value::{Object, ObjectRepr};

use crate::catalog::Catalog;
use crate::domain::{Confidence, Date, Provenance, SourceId, format_date};

use super::limits;
use super::markdown::clean;

/// Publishers that a footer names before it counts the rest.
const PUBLISHERS_NAMED: usize = 3;

/// A value from the catalogue as people read it, with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    pub(super) text: String,
    pub(super) sources: Vec<Provenance>,
    /// Worked out by certwise itself, and named as such.
    pub(super) estimate: bool,
}

impl Figure {
    pub(super) fn new(text: impl Into<String>, source: &Provenance) -> Self {
        Self {
            text: text.into(),
            sources: vec![source.clone()],
            estimate: false,
        }
    }

    /// The doubt that a reader must know of: the gravest among its sources.
    pub(super) fn doubt(&self) -> Option<Doubt> {
        let gravest = self.gravest()?;
        let doubt = match gravest.confidence {
            _ if self.estimate => Doubt::Estimate,
            Confidence::Stated => return None,
            Confidence::Inferred => Doubt::Inferred,
            Confidence::Conflicting => Doubt::Conflicting,
            Confidence::Article => Doubt::Article,
            Confidence::Unverified => Doubt::Unverified,
        };
        Some(doubt)
    }

    fn gravest(&self) -> Option<&Provenance> {
        self.sources.iter().max_by_key(|source| source.confidence)
    }

    pub(super) fn into_value(self) -> Value {
        Value::from_object(self)
    }
}

impl Object for Figure {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Why a figure is not certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    Inferred,
    Conflicting,
    Article,
    Unverified,
    Estimate,
}

impl Doubt {
    /// The phrase that names it.
    pub(super) const fn phrase(self) -> &'static str {
        match self {
            Self::Inferred => "mark-inferred",
            Self::Conflicting => "mark-conflicting",
            Self::Article => "mark-article",
            Self::Unverified => "mark-unverified",
            Self::Estimate => "mark-estimate",
        }
    }
}

/// What one part of a reply is written with: the catalogue, the day, and what has been cited.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) catalog: Arc<Catalog>,
    pub(super) today: Date,
    cited: Mutex<Cited>,
}

#[derive(Debug, Default)]
struct Cited {
    sources: Vec<(SourceId, Date)>,
    /// Doubts told already: the same one about the same source is not repeated.
    doubts: Vec<(Doubt, SourceId)>,
}

impl Object for Scope {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }
}

impl Scope {
    pub(super) fn new(catalog: Arc<Catalog>, today: Date) -> Self {
        Self {
            catalog,
            today,
            cited: Mutex::default(),
        }
    }

    /// Notes a source for the footer.
    pub(super) fn cite(&self, provenance: &Provenance) {
        let mut cited = self.cited.lock().unwrap_or_else(PoisonError::into_inner);
        let source = (provenance.source.clone(), provenance.checked);
        if !cited.sources.contains(&source) {
            cited.sources.push(source);
        }
    }

    /// Notes a figure's sources; its doubt comes back where this reply has not told it yet.
    pub(super) fn cite_figure(&self, figure: &Figure) -> Option<Doubt> {
        for source in &figure.sources {
            self.cite(source);
        }
        let doubt = figure.doubt()?;
        let source = figure.gravest()?.source.clone();
        let mut cited = self.cited.lock().unwrap_or_else(PoisonError::into_inner);
        let told = (doubt, source);
        if cited.doubts.contains(&told) {
            return None;
        }
        cited.doubts.push(told);
        Some(doubt)
    }

    fn sources(&self) -> Vec<(SourceId, Date)> {
        let cited = self.cited.lock().unwrap_or_else(PoisonError::into_inner);
        cited.sources.clone()
    }
}

/// The footer: who says so, and when somebody last looked.
pub(super) fn footer(catalog: &Catalog, scopes: &[&Scope]) -> Option<String> {
    let sources: Vec<(SourceId, Date)> = scopes.iter().flat_map(|scope| scope.sources()).collect();
    let oldest = sources.iter().map(|(_, checked)| *checked).min()?;
    let newest = sources.iter().map(|(_, checked)| *checked).max()?;
    let mut publishers: Vec<String> = Vec::new();
    for (source, _) in &sources {
        let publisher = catalog
            .source(source)
            .map_or_else(|| source.to_string(), |source| clean(&source.publisher));
        if !publishers.contains(&publisher) {
            publishers.push(publisher);
        }
    }
    let word = if publishers.len() == 1 {
        "Source"
    } else {
        "Sources"
    };
    let more = publishers.len().saturating_sub(PUBLISHERS_NAMED);
    publishers.truncate(PUBLISHERS_NAMED);
    let mut named = super::cut::shorten(&publishers.join(", "), limits::FOOTER / 4);
    if more > 0 {
        named.push_str(&format!(" and {more} more"));
    }
    Some(format!(
        "{word}: {named} · checked {}",
        span(oldest, newest)
    ))
}

/// `20 September 2026`, `18 August – 20 September 2026`.
pub(super) fn span(from: Date, to: Date) -> String {
    if from == to {
        return format_date(from);
    }
    let last = format_date(to);
    let first = format_date(from);
    // Of what both dates share at the end, the first one says nothing: `18–21 August 2026`.
    let (Some((day, month)), Some((_, last_month))) = (first.split_once(' '), last.split_once(' '))
    else {
        return format!("{first} – {last}");
    };
    if month == last_month {
        format!("{day}–{last}")
    } else if from.year() == to.year() {
        let name = month.split(' ').next().unwrap_or(month);
        format!("{day} {name} – {last}")
    } else {
        format!("{first} – {last}")
    }
}
