//! Prices, and the time that preparation takes.

use super::reader::{Bounds, Reader};
use super::{CODE, NAME, SENTENCE, provenance};
use crate::domain::{
    Confidence, Fee, FeeAmount, FeeKind, Money, MoneyRange, OtherFee, Preparation,
    PreparationRange, Provenance, SourceId, Variant,
};

/// The `[fee]` of an entry.
pub(super) fn fee(reader: &Reader<'_>) -> Option<Fee> {
    let table = reader.table("fee")?;
    let fee = price(&table);
    table.finish();
    fee
}

/// The `[[variant]]` tables of an entry.
pub(super) fn variants(reader: &Reader<'_>) -> Vec<Variant> {
    reader
        .tables("variant", 12)
        .iter()
        .filter_map(|table| {
            let name = table.text("name", NAME);
            let code = table.optional_text("code", CODE);
            let minutes = table
                .number("minutes", Bounds::whole(1, 1000))
                .map(|minutes| minutes as u16);
            let fee = price(table);
            table.finish();
            Some(Variant {
                name: name?,
                code,
                minutes,
                fee: fee?,
            })
        })
        .collect()
}

fn price(table: &Reader<'_>) -> Option<Fee> {
    let kind = kind(table, FeeKind::Exam);
    let amount = kind.and_then(|kind| amount(table, kind));
    let varies_by_country = table.boolean("varies_by_country").unwrap_or(false);
    let note = table.optional_text("note", SENTENCE);
    let provenance = provenance(table);
    let default_kind = kind.unwrap_or(FeeKind::Exam);
    let also = table
        .tables("also", 6)
        .iter()
        .filter_map(|other| {
            let provenance = super::provenance(other);
            let other = other_price(other, default_kind);
            let (amount, note) = other?;
            Some(OtherFee {
                amount,
                note,
                provenance: provenance?,
            })
        })
        .collect();
    let article = table.table("article").and_then(|article| {
        let (amount, note) = other_price(&article, default_kind)?;
        Some(OtherFee {
            amount,
            note,
            provenance: of_the_article(provenance.as_ref()?)?,
        })
    });
    Some(Fee {
        amount: amount?,
        varies_by_country,
        note,
        also,
        article,
        provenance: provenance?,
    })
}

/// What the article said needs no source of its own; it was read again when the fact was checked.
fn of_the_article(checked: &Provenance) -> Option<Provenance> {
    Some(Provenance {
        source: "article".parse::<SourceId>().ok()?,
        checked: checked.checked,
        confidence: Confidence::Article,
    })
}

fn other_price(table: &Reader<'_>, default_kind: FeeKind) -> Option<(FeeAmount, Option<String>)> {
    let amount = kind(table, default_kind).and_then(|kind| amount(table, kind));
    let note = table.optional_text("note", SENTENCE);
    table.finish();
    Some((amount?, note))
}

fn kind(table: &Reader<'_>, default: FeeKind) -> Option<FeeKind> {
    if table.has("kind") {
        table.word("kind")
    } else {
        Some(default)
    }
}

fn amount(table: &Reader<'_>, kind: FeeKind) -> Option<FeeAmount> {
    let currency = table.currency("currency");
    let courses = table
        .number("courses", Bounds::whole(1, 100))
        .map(|courses| courses as u8);
    if courses.is_some() && kind != FeeKind::PerCourse {
        let hint = "leave \"courses\" out, or write kind = \"per-course\"";
        table.refuse("courses", "only a price per course has \"courses\"", hint);
    }
    let exact = cents(table, "amount");
    let low = cents(table, "low");
    let high = cents(table, "high");
    let given = table.has("amount") || table.has("low") || table.has("high");
    if matches!(kind, FeeKind::Free | FeeKind::Unpublished) {
        if given {
            let what = format!("a fee of kind \"{}\" has no amount", kind.slug());
            table.refuse_table(what, "leave the amount out, or write another kind");
            return None;
        }
        return Some(if kind == FeeKind::Free {
            FeeAmount::Free
        } else {
            FeeAmount::Unpublished
        });
    }
    let range = match (exact, low, high) {
        (Some(exact), None, None) => (exact, exact),
        (None, Some(low), Some(high)) if low <= high => (low, high),
        (None, Some(_), Some(_)) => {
            table.refuse("low", "\"low\" is above \"high\"", "put them in order");
            return None;
        }
        _ => {
            let complete = table.has("amount") != (table.has("low") && table.has("high"));
            if !complete || !given {
                let hint = "add amount = 200, or low = 150 and high = 300; \
                            kind = \"free\" or \"unpublished\" where there is none";
                table.refuse_table("a price is \"amount\", or \"low\" and \"high\"", hint);
            }
            return None;
        }
    };
    let money = MoneyRange::new(range.0, range.1, currency?);
    Some(match kind {
        FeeKind::OneTime => FeeAmount::OneTime(money),
        FeeKind::PerCourse => FeeAmount::PerCourse {
            each: money,
            courses,
        },
        FeeKind::Subscription => FeeAmount::Subscription(money),
        _ => FeeAmount::Exam(money),
    })
}

/// An amount of money in hundredths, exact to the cent.
fn cents(table: &Reader<'_>, key: &'static str) -> Option<u64> {
    let most = (Money::MAX_CENTS / 100) as f64;
    let cents = table.number(key, Bounds::from_zero(most))? * 100.0;
    if (cents - cents.round()).abs() > 1e-4 {
        let hint = "write an amount with two decimals at most, such as 29.99";
        table.refuse(key, format!("\"{key}\" has parts of a cent"), hint);
        return None;
    }
    Some(cents.round() as u64)
}

/// A single price in US dollars or the currency that `currency_key` names.
pub(super) fn money(
    table: &Reader<'_>,
    key: &'static str,
    currency_key: &'static str,
) -> Option<MoneyRange> {
    let currency = table.currency(currency_key);
    let cents = cents(table, key)?;
    Some(MoneyRange::new(cents, cents, currency?))
}

/// The `[preparation]` of an entry.
pub(super) fn preparation(reader: &Reader<'_>) -> Option<Preparation> {
    let table = reader.table("preparation")?;
    let range = range(&table);
    let hours_per_week = table
        .span("hours_per_week", Bounds::above_zero(80.0))
        .map(narrow);
    let assumes = table.optional_text("assumes", SENTENCE);
    let article = table.table("article").map(|article| {
        let mut said = self::range(&article);
        said.note = article.optional_text("note", SENTENCE);
        article.finish();
        said
    });
    let range = PreparationRange {
        note: table.optional_text("note", SENTENCE),
        ..range
    };
    let provenance = provenance(&table);
    table.finish();
    Some(Preparation {
        range,
        hours_per_week,
        assumes,
        article,
        provenance: provenance?,
    })
}

fn range(table: &Reader<'_>) -> PreparationRange {
    let months = table.span("months", Bounds::above_zero(120.0)).map(narrow);
    let hours = table
        .span("hours", Bounds::above_zero(10_000.0))
        .map(narrow);
    if !table.has("months") && !table.has("hours") {
        let hint = "add months = [2, 4] or hours = 160, or leave the table out";
        table.refuse_table("preparation has neither \"months\" nor \"hours\"", hint);
    }
    PreparationRange {
        months,
        hours,
        note: None,
    }
}

fn narrow((low, high): (f64, f64)) -> (f32, f32) {
    (low as f32, high as f32)
}
