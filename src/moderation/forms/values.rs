//! Facts as a moderator reads and types them: `$49 a month`, `2–4 months`, `3 years`.

use toml::{Table, Value};

use crate::command::parse_budget;
use crate::domain::{BudgetKind, Currency, Date, FeeKind, Money, format_date, parse_date};

/// What a fee looks like in a form; empty where there is none.
pub(super) fn fee_text(fee: &Table) -> String {
    let kind = fee
        .get("kind")
        .and_then(Value::as_str)
        .and_then(FeeKind::from_slug)
        .unwrap_or(FeeKind::Exam);
    let currency = fee
        .get("currency")
        .and_then(Value::as_str)
        .and_then(Currency::parse)
        .unwrap_or(Currency::USD);
    let money = |key: &str| {
        let cents = (number(fee.get(key)?)? * 100.0).round() as u64;
        Some(Money { cents, currency }.to_string())
    };
    let amount = money("amount").or_else(|| {
        let (low, high) = (money("low")?, money("high")?);
        Some(format!("{low} – {high}"))
    });
    let amount = amount.unwrap_or_default();
    match kind {
        FeeKind::Free => "free".to_owned(),
        FeeKind::Unpublished => "not published".to_owned(),
        FeeKind::Exam => amount,
        FeeKind::OneTime => format!("{amount} once"),
        FeeKind::Subscription => format!("{amount} a month"),
        FeeKind::PerCourse => match fee.get("courses").and_then(number) {
            Some(courses) => format!("{amount} per course, {courses} courses"),
            None => format!("{amount} per course"),
        },
    }
}

/// What is accepted for a fee.
pub(super) const FEE_EXAMPLES: &str =
    "$300, $150 – $300, $49 a month, $99 once, $90 per course, 3 courses, free, not published";

/// Writes a typed fee into its table. `None` where it cannot be read.
pub(super) fn set_fee(fee: &mut Table, typed: &str) -> Option<()> {
    let text = typed.trim().to_lowercase();
    let clear = |fee: &mut Table| {
        for key in ["amount", "low", "high", "kind", "currency", "courses"] {
            fee.remove(key);
        }
    };
    let word = match text.as_str() {
        "free" => Some(FeeKind::Free),
        "not published" | "unpublished" => Some(FeeKind::Unpublished),
        _ => None,
    };
    if let Some(kind) = word {
        clear(fee);
        fee.insert("kind".into(), kind.slug().into());
        return Some(());
    }
    let (kind, courses, amounts) = split_kind(&text)?;
    let (low, high) = range(&amounts, |part| {
        let budget = parse_budget(part)?;
        (budget.kind == BudgetKind::Total && budget.amount.cents > 0).then_some(budget.amount)
    })?;
    // "€150 – 300" names its currency once; a number alone reads as dollars.
    let (currency, other) = if low.currency == Currency::USD {
        (high.currency, low.currency)
    } else {
        (low.currency, high.currency)
    };
    let says_dollars = amounts.contains('$') || amounts.contains("usd");
    let two_currencies = currency != other && (other != Currency::USD || says_dollars);
    if two_currencies || low.cents > high.cents {
        return None;
    }
    clear(fee);
    let write = |money: Money| {
        let whole = i64::try_from(money.cents / 100).unwrap_or(i64::MAX);
        if money.cents.is_multiple_of(100) {
            Value::Integer(whole)
        } else {
            Value::Float(money.cents as f64 / 100.0)
        }
    };
    if low.cents == high.cents {
        fee.insert("amount".into(), write(low));
    } else {
        fee.insert("low".into(), write(low));
        fee.insert("high".into(), write(high));
    }
    if kind != FeeKind::Exam {
        fee.insert("kind".into(), kind.slug().into());
    }
    if currency != Currency::USD {
        fee.insert("currency".into(), currency.code().into());
    }
    if let Some(courses) = courses {
        fee.insert("courses".into(), Value::Integer(courses));
    }
    Some(())
}

fn split_kind(text: &str) -> Option<(FeeKind, Option<i64>, String)> {
    const KINDS: [(&str, FeeKind); 9] = [
        ("a month", FeeKind::Subscription),
        ("per month", FeeKind::Subscription),
        ("/month", FeeKind::Subscription),
        ("monthly", FeeKind::Subscription),
        ("once", FeeKind::OneTime),
        ("one-time", FeeKind::OneTime),
        ("per course", FeeKind::PerCourse),
        ("a course", FeeKind::PerCourse),
        ("per exam", FeeKind::Exam),
    ];
    let (text, courses) = match text.rsplit_once(',') {
        Some((head, tail)) if tail.trim().ends_with("courses") => {
            let count = tail.trim().trim_end_matches("courses").trim();
            (head.trim(), Some(count.parse().ok()?))
        }
        _ => (text, None),
    };
    for (words, kind) in KINDS {
        if let Some(amounts) = text.strip_suffix(words) {
            return Some((kind, courses, amounts.trim().to_owned()));
        }
    }
    courses
        .is_none()
        .then(|| (FeeKind::Exam, None, text.to_owned()))
}

/// Two ends joined by a dash or `to`, or one value for both.
fn range<T: Copy>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<(T, T)> {
    for joint in ["–", "—", " to ", "-"] {
        if let Some((low, high)) = text.split_once(joint) {
            return Some((read(low.trim())?, read(high.trim())?));
        }
    }
    let only = read(text.trim())?;
    Some((only, only))
}

/// A number, whole or not.
pub(super) fn number(value: &Value) -> Option<f64> {
    value
        .as_integer()
        .map(|whole| whole as f64)
        .or_else(|| value.as_float())
}

fn number_value(number: f64) -> Value {
    if number.fract().abs() < 1e-9 {
        Value::Integer(number as i64)
    } else {
        Value::Float(number)
    }
}

/// The spans of a preparation, in the order in which they are shown.
const SPANS: [(&str, &str); 3] = [
    ("months", "months"),
    ("hours", "hours"),
    ("hours_per_week", "hours a week"),
];

/// What a preparation looks like in a form; empty where there is none.
pub(super) fn preparation_text(preparation: &Table) -> String {
    let mut parts = Vec::new();
    for (key, unit) in SPANS {
        let Some(value) = preparation.get(key) else {
            continue;
        };
        let numbers: Vec<f64> = match value {
            Value::Array(items) => items.iter().filter_map(number).collect(),
            value => number(value).into_iter().collect(),
        };
        match numbers.as_slice() {
            [only] => parts.push(format!("{only} {unit}")),
            [low, high] => parts.push(format!("{low}–{high} {unit}")),
            _ => {}
        }
    }
    parts.join(", ")
}

/// What is accepted for a preparation.
pub(super) const PREPARATION_EXAMPLES: &str = "2–4 months, 160 hours, 6–10 hours a week";

/// Writes a typed preparation into its table. `None` where it cannot be read.
pub(super) fn set_preparation(preparation: &mut Table, typed: &str) -> Option<()> {
    let mut read: Vec<(&str, Value)> = Vec::new();
    for part in typed.to_lowercase().split(',') {
        let part = part.trim();
        let (key, numbers) = [
            ("hours_per_week", "hours a week"),
            ("hours_per_week", "hours per week"),
            ("hours_per_week", "h/week"),
            ("months", "months"),
            ("months", "month"),
            ("hours", "hours"),
            ("hours", "hour"),
        ]
        .into_iter()
        .find_map(|(key, unit)| Some((key, part.strip_suffix(unit)?.trim())))?;
        let (low, high) = range(numbers, |text| {
            let number: f64 = text.replace(',', ".").parse().ok()?;
            (number.is_finite() && number > 0.0).then_some(number)
        })?;
        if read.iter().any(|(before, _)| *before == key) || low > high {
            return None;
        }
        let value = if (low - high).abs() < f64::EPSILON {
            number_value(low)
        } else {
            Value::Array(vec![number_value(low), number_value(high)])
        };
        read.push((key, value));
    }
    for (key, _) in SPANS {
        preparation.remove(key);
    }
    for (key, value) in read {
        preparation.insert(key.to_owned(), value);
    }
    Some(())
}

/// What a validity looks like in a form; empty where there is none.
pub(super) fn validity_text(validity: &Table) -> String {
    let flag = |key: &str| validity.get(key).and_then(Value::as_bool).unwrap_or(false);
    if flag("never_expires") {
        return "never expires".to_owned();
    }
    if flag("unknown") {
        return "not known".to_owned();
    }
    match validity.get("months").and_then(Value::as_integer) {
        Some(12) => "1 year".to_owned(),
        Some(months) if months % 12 == 0 => format!("{} years", months / 12),
        Some(months) => format!("{months} months"),
        None => String::new(),
    }
}

/// What is accepted for a validity.
pub(super) const VALIDITY_EXAMPLES: &str = "3 years, 18 months, never expires, not known";

/// Writes a typed validity into its table. `None` where it cannot be read.
pub(super) fn set_validity(validity: &mut Table, typed: &str) -> Option<()> {
    let text = typed.trim().to_lowercase();
    let (key, value) = match text.as_str() {
        "never expires" | "never" | "forever" => ("never_expires", Value::Boolean(true)),
        "not known" | "unknown" => ("unknown", Value::Boolean(true)),
        text => {
            let (count, unit) = text.split_once(' ')?;
            let count: i64 = count
                .parse()
                .ok()
                .filter(|count| (1..=240).contains(count))?;
            let months = match unit.trim() {
                "year" | "years" => count * 12,
                "month" | "months" => count,
                _ => return None,
            };
            ("months", Value::Integer(months))
        }
    };
    for key in ["months", "never_expires", "unknown"] {
        validity.remove(key);
    }
    validity.insert(key.to_owned(), value);
    Some(())
}

/// A day as TOML writes it.
pub(super) fn day_value(day: Date) -> Value {
    day.to_string()
        .parse()
        .map_or_else(|_| Value::String(day.to_string()), Value::Datetime)
}

/// The day of a TOML value.
pub(super) fn day_of(value: &Value) -> Option<Date> {
    match value {
        Value::Datetime(day) => parse_date(&day.to_string()),
        _ => None,
    }
}

/// A TOML value as a reader of a diff sees it, on one line.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().replace('\n', " ⏎ "),
        Value::Datetime(_) => day_of(value).map_or_else(|| value.to_string(), format_date),
        Value::Array(items) if items.iter().all(|item| !item.is_table()) => {
            let items: Vec<String> = items.iter().map(shown).collect();
            items.join(", ")
        }
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        value => value.to_string().replace('\n', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(typed: &str) -> Option<String> {
        let mut table = Table::new();
        set_fee(&mut table, typed)?;
        Some(fee_text(&table))
    }

    #[test]
    fn fees_come_back_as_they_were_typed() {
        for typed in [
            "$300",
            "$150 – $300",
            "€29.99 a month",
            "CHF 400",
            "$1,950 once",
            "$90 per course, 3 courses",
            "$90 per course",
            "free",
            "not published",
        ] {
            assert_eq!(fee(typed).as_deref(), Some(typed));
        }
        assert_eq!(fee("150-300 usd").as_deref(), Some("$150 – $300"));
        assert_eq!(fee("49 monthly").as_deref(), Some("$49 a month"));
        assert_eq!(fee("€150 – 300").as_deref(), Some("€150 – €300"));
        let unreadable = [
            "",
            "lots",
            "-5",
            "$0",
            "$300 – $150",
            "3 courses",
            "$150 – €300",
            "€150 – CHF 300",
        ];
        for typed in unreadable {
            assert_eq!(fee(typed), None, "{typed}");
        }
    }

    #[test]
    fn a_fee_keeps_its_other_keys() {
        let mut table: Table =
            "amount = 300\nkind = \"subscription\"\nnote = \"x\"\nsource = \"a\""
                .parse()
                .unwrap();
        set_fee(&mut table, "$200").unwrap();
        assert_eq!(
            table,
            "amount = 200\nnote = \"x\"\nsource = \"a\""
                .parse()
                .unwrap()
        );
    }

    #[test]
    fn times_come_back_as_they_were_typed() {
        for typed in [
            "2–4 months",
            "160 hours",
            "2 months, 60–80 hours, 6–10 hours a week",
        ] {
            let mut table = Table::new();
            set_preparation(&mut table, typed).unwrap();
            assert_eq!(preparation_text(&table), typed);
        }
        for typed in [
            "",
            "soon",
            "4–2 months",
            "2 months, 3 months",
            "0 hours",
            "-1 hours",
        ] {
            assert_eq!(set_preparation(&mut Table::new(), typed), None, "{typed}");
        }
        for typed in [
            "1 year",
            "3 years",
            "18 months",
            "never expires",
            "not known",
        ] {
            let mut table = Table::new();
            set_validity(&mut table, typed).unwrap();
            assert_eq!(validity_text(&table), typed);
        }
        for typed in ["", "0 years", "long", "3"] {
            assert_eq!(set_validity(&mut Table::new(), typed), None, "{typed}");
        }
    }
}
