//! Cards: everything about one certification or resource.

use minijinja::Value;

use crate::advice::{Cost, CostBasis, StatusToday, StudyTime};
use crate::domain::{
    Certification, EntryId, Fee, FeeAmount, Note, OtherFee, Renewal, Resource, RetakeFee, Variant,
};
use crate::reply::facts::{amount, price, quantity};
use crate::reply::figure::Figure;
use crate::reply::lookup::waits;
use crate::reply::template;

use super::{Writer, fact_prose, figure, group, list, maybe, maybe_prose, prose};

impl Writer<'_> {
    pub(super) fn card(
        self,
        id: &EntryId,
        status: Option<&StatusToday>,
        cost: Option<&Cost>,
        time: Option<&StudyTime>,
    ) -> (&'static str, Value) {
        let catalog = self.context.catalog;
        if let Some(entry) = catalog.certification(id) {
            ("card.md", self.certification(entry, status, cost, time))
        } else if let Some(entry) = catalog.resource(id) {
            ("resource.md", self.resource(entry, cost, time))
        } else {
            ("card-missing.md", self.named(id))
        }
    }

    fn certification(
        self,
        entry: &Certification,
        status: Option<&StatusToday>,
        cost: Option<&Cost>,
        time: Option<&StudyTime>,
    ) -> Value {
        let id = &entry.id;
        let article = entry.article.as_ref();
        group! {
            name: entry.name.as_str(),
            short: entry.short.as_str(),
            code: maybe(entry.code.as_deref()),
            provider: self.context.catalog.provider_name(&entry.provider),
            summary: prose(id, "summary", &entry.summary),
            level: entry.level.label(),
            kind: entry.kind.label(),
            hands_on: entry.hands_on,
            status: self.maybe_status(id, status),
            cost: self.cost_value(cost),
            fee: figure(self.facts.fee(id).ok()),
            is_free: cost.is_some_and(|cost| cost.basis == CostBasis::Free),
            is_exam_fee: entry
                .fee
                .as_ref()
                .is_some_and(|fee| matches!(fee.amount, FeeAmount::Exam(_))),
            is_subscription: entry
                .fee
                .as_ref()
                .is_some_and(|fee| matches!(fee.amount, FeeAmount::Subscription(_))),
            is_per_course: cost.is_some_and(|cost| matches!(cost.basis, CostBasis::Courses { .. })),
            is_by_variant: cost.is_some_and(|cost| cost.basis == CostBasis::Variants),
            varies_by_country: cost.is_some_and(|cost| cost.varies_by_country),
            time: self.time_value(id, time),
            assumes: self.assumes(id),
            validity: self.validity(entry),
            prerequisites: Self::prerequisites_of(entry),
            tier: maybe(article.and_then(|article| article.tier)),
            suits: maybe_prose(
                id,
                "article.suits",
                article.and_then(|article| article.suits.as_ref()),
            ),
            verdict: maybe_prose(
                id,
                "article.verdict",
                article.and_then(|article| article.verdict.as_ref()),
            ),
            prepare: maybe_prose(
                id,
                "article.prepare",
                article.and_then(|article| article.prepare.as_ref()),
            ),
            covers: list(entry.covers.iter().map(|cover| Value::from(cover.as_str()))),
            exam: self.exam(entry),
            retake: Self::retake(entry),
            prices: Self::prices(id, entry.fee.as_ref(), &entry.variants),
            claims: list(entry.claims.iter().enumerate().map(|(index, claim)| group! {
                text: template::sourced_prose(
                    id,
                    &format!("claim.{index}.text"),
                    &claim.text,
                    &claim.provenance,
                    false,
                ),
                finding: prose(id, &format!("claim.{index}.finding"), &claim.finding),
            })),
            notes: notes(id, &entry.notes),
        }
    }

    fn resource(self, entry: &Resource, cost: Option<&Cost>, time: Option<&StudyTime>) -> Value {
        let id = &entry.id;
        group! {
            name: entry.name.as_str(),
            provider: self.context.catalog.provider_name(&entry.provider),
            summary: prose(id, "summary", &entry.summary),
            text: template::sourced_prose(id, "text", &entry.text, &entry.provenance, false),
            price: entry.price.label(),
            cost: self.cost_value(cost),
            fee: figure(self.facts.fee(id).ok()),
            time: self.time_value(id, time),
            assumes: self.assumes(id),
            suits: maybe_prose(id, "suits", entry.suits.as_ref()),
            catch: maybe_prose(id, "catch", entry.catch.as_ref()),
            prepares: self.shorts(entry.prepares.iter().filter(|id| {
                self.facts.status_now(id).is_ok_and(|now| !now.is_over())
            })),
            prices: Self::prices(id, entry.fee.as_ref(), &entry.variants),
            notes: notes(id, &entry.notes),
        }
    }

    pub(super) fn assumes(self, id: &EntryId) -> Value {
        let assumes = self
            .facts
            .preparation_of(id)
            .and_then(|preparation| preparation.assumes.as_ref());
        maybe_prose(id, "preparation.assumes", assumes)
    }

    pub(super) fn validity(self, entry: &Certification) -> Value {
        let Some(validity) = &entry.validity else {
            return Value::from(());
        };
        let by = match validity.renewal {
            Renewal::Exam => Some("exam"),
            Renewal::FreeAssessment => Some("free-assessment"),
            Renewal::None | Renewal::Unknown => None,
        };
        group! {
            period: figure(self.facts.validity(&entry.id).ok()),
            is_known: !matches!(validity.period, crate::domain::ValidityPeriod::Unknown),
            expires: matches!(validity.period, crate::domain::ValidityPeriod::Months(_)),
            by: maybe(by),
            fee: figure(validity.renewal_fee.map(|fee| {
                Figure::new(fee.to_string(), &validity.provenance)
            })),
            note: fact_prose(
                &entry.id,
                "validity.note",
                validity.note.as_ref(),
                &validity.provenance,
            ),
        }
    }

    pub(super) fn prerequisites_of(entry: &Certification) -> Value {
        let Some(needed) = &entry.prerequisites else {
            return Value::from(());
        };
        let id = &entry.id;
        let source = &needed.provenance;
        group! {
            required: fact_prose(id, "prerequisites.required", needed.required.as_ref(), source),
            recommended: fact_prose(
                id,
                "prerequisites.recommended",
                needed.recommended.as_ref(),
                source,
            ),
            years: maybe(needed.years),
            article: maybe_prose(id, "prerequisites.article", needed.article.as_ref()),
        }
    }

    /// How one certification is examined.
    pub(super) fn exam_reply(self, id: &EntryId, status: &StatusToday) -> (&'static str, Value) {
        let Some(entry) = self.context.catalog.certification(id) else {
            return ("card-missing.md", self.named(id));
        };
        let values = group! {
            name: self.named(id),
            status: self.status(id, status),
            exam: self.exam(entry),
            retake: Self::retake(entry),
            recommended: maybe(entry.prerequisites.as_ref().and_then(|needed| {
                let text = needed.required.as_ref().or(needed.recommended.as_ref())?;
                let field = if needed.required.is_some() { "required" } else { "recommended" };
                Some(template::sourced_prose(
                    id,
                    &format!("prerequisites.{field}"),
                    text,
                    &needed.provenance,
                    true,
                ))
            })),
            variants: Self::prices(id, entry.fee.as_ref(), &entry.variants),
        };
        ("exam.md", values)
    }

    fn exam(self, entry: &Certification) -> Value {
        let Some(exam) = &entry.exam else {
            return Value::from(());
        };
        let id = &entry.id;
        group! {
            minutes: figure(self.facts.fact(id, "exam.minutes").ok()),
            questions: figure(self.facts.fact(id, "exam.questions").ok()),
            scored: figure(self.facts.fact(id, "exam.scored").ok()),
            pass: figure(self.facts.fact(id, "exam.pass").ok()),
            pass_published: exam.pass_published,
            languages: list(exam.languages.iter().map(|name| Value::from(name.as_str()))),
            delivery: maybe_prose(id, "exam.delivery", exam.delivery.as_ref()),
            note: fact_prose(id, "exam.note", exam.note.as_ref(), &exam.provenance),
        }
    }

    pub(super) fn retake(entry: &Certification) -> Value {
        let Some(retake) = &entry.retake else {
            return Value::from(());
        };
        let source = &retake.provenance;
        let months = retake.per_months.map(f32::from);
        group! {
            wait: figure(waits(&retake.wait_days).map(|wait| Figure::new(wait, source))),
            attempts: maybe(retake.max_attempts),
            per: maybe(months.map(|months| quantity((months, months), "month"))),
            is_full_fee: retake.fee == RetakeFee::Full,
            is_free: retake.fee == RetakeFee::None,
            note: fact_prose(&entry.id, "retake.note", retake.note.as_ref(), source),
        }
    }

    /// Every price that the catalogue knows under one id.
    pub(super) fn prices(id: &EntryId, fee: Option<&Fee>, variants: &[Variant]) -> Value {
        let also = fee.into_iter().flat_map(|fee| {
            fee.also
                .iter()
                .enumerate()
                .map(|(index, other)| Self::other_price(id, &format!("fee.also.{index}"), other))
        });
        group! {
            note: maybe(fee.and_then(|fee| {
                let note = fee.note.as_ref()?;
                Some(template::sourced_prose(id, "fee.note", note, &fee.provenance, false))
            })),
            variants: list(variants.iter().enumerate().map(|(index, variant)| group! {
                name: variant.name.as_str(),
                price: price(&variant.fee).into_value(),
                minutes: maybe(variant.minutes),
                note: maybe_prose(
                    id,
                    &format!("variant.{index}.note"),
                    variant.fee.note.as_ref(),
                ),
            })),
            also: list(also),
            article: maybe(fee.and_then(|fee| fee.article.as_ref()).map(|other| {
                Self::other_price(id, "fee.article", other)
            })),
        }
    }

    fn other_price(id: &EntryId, field: &str, other: &OtherFee) -> Value {
        group! {
            price: Figure::new(amount(&other.amount), &other.provenance).into_value(),
            note: maybe_prose(id, &format!("{field}.note"), other.note.as_ref()),
        }
    }
}

fn notes(id: &EntryId, notes: &[Note]) -> Value {
    list(notes.iter().enumerate().map(|(index, note)| {
        template::sourced_prose(
            id,
            &format!("note.{index}.text"),
            &note.text,
            &note.provenance,
            true,
        )
    }))
}
