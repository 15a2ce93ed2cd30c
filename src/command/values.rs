//! Amounts and days as people type them into an option.

use time::Duration;

use crate::domain::{Budget, BudgetKind, Currency, Date, Money, parse_date};

const PER_MONTH: &[&str] = &[
    "a month",
    "per month",
    "each month",
    "every month",
    "/month",
    "/mo",
    "monthly",
    "p.m.",
];
const NOTHING: &[&str] = &["nothing", "none", "free", "no money", "zero"];
const CURRENCY_WORDS: &[(&str, Currency)] = &[
    ("us$", Currency::USD),
    ("$", Currency::USD),
    ("€", Currency::EUR),
    ("£", Currency::GBP),
    ("₹", Currency::INR),
    ("dollars", Currency::USD),
    ("dollar", Currency::USD),
    ("bucks", Currency::USD),
    ("euros", Currency::EUR),
    ("euro", Currency::EUR),
    ("pounds", Currency::GBP),
    ("pound", Currency::GBP),
    ("rupees", Currency::INR),
    ("rupee", Currency::INR),
];

/// Reads `$200`, `200 usd`, `30 EUR a month`, `1.5k`, `nothing`. Without a currency it is US dollars.
pub fn parse_budget(typed: &str) -> Option<Budget> {
    let mut text = typed.trim().to_lowercase();
    if NOTHING.contains(&text.as_str()) {
        return Some(Budget::total(Money::units(0, Currency::USD)));
    }
    let mut kind = BudgetKind::Total;
    for phrase in PER_MONTH {
        if let Some(rest) = text.strip_suffix(phrase) {
            text = rest.trim_end().to_owned();
            kind = BudgetKind::Monthly;
            break;
        }
    }
    for phrase in ["up to ", "under ", "max ", "about ", "~"] {
        if let Some(rest) = text.strip_prefix(phrase) {
            text = rest.to_owned();
        }
    }
    let (number, currency) = split_currency(text.trim())?;
    let cents = parse_cents(number)?;
    Some(Budget {
        amount: Money { cents, currency },
        kind,
    })
}

fn split_currency(text: &str) -> Option<(&str, Currency)> {
    for (word, currency) in CURRENCY_WORDS {
        if let Some(rest) = text.strip_prefix(word).or_else(|| text.strip_suffix(word)) {
            return Some((rest.trim(), *currency));
        }
    }
    let letters = |part: &str| part.len() == 3 && part.bytes().all(|b| b.is_ascii_alphabetic());
    if let Some((head, tail)) = text.split_at_checked(3)
        && letters(head)
    {
        return Some((tail.trim(), Currency::parse(head)?));
    }
    if let Some((head, tail)) = text
        .len()
        .checked_sub(3)
        .and_then(|at| text.split_at_checked(at))
        && letters(tail)
    {
        return Some((head.trim(), Currency::parse(tail)?));
    }
    Some((text, Currency::USD))
}

/// Reads `200`, `1,950`, `29.99`, `29,99`, `2k` as hundredths.
fn parse_cents(text: &str) -> Option<u64> {
    let (text, times) = match text.strip_suffix('k') {
        Some(rest) => (rest.trim_end(), 1000),
        None => (text, 1),
    };
    // A last separator followed by one or two digits parts the cents, every other one thousands.
    let (units, cents) = match text.rfind(['.', ',']) {
        Some(at) if (1..=2).contains(&(text.len() - at - 1)) => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    let digits: String = units
        .chars()
        .filter(|c| !matches!(c, ',' | '.' | ' ' | '\'' | '_'))
        .collect();
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !all_digits(&digits) || !all_digits(cents) {
        return None;
    }
    let units: u64 = digits.parse().ok()?;
    let cents: u64 = match cents.len() {
        0 => 0,
        1 => cents.parse::<u64>().ok()? * 10,
        _ => cents.parse().ok()?,
    };
    units
        .checked_mul(100)?
        .checked_add(cents)?
        .checked_mul(times)
        .filter(|&cents| cents <= Money::MAX_CENTS)
}

/// Reads `2027-03-01`, `today` and `tomorrow`.
pub fn parse_day(typed: &str, today: Date) -> Option<Date> {
    match typed.trim().to_lowercase().as_str() {
        "today" | "now" => Some(today),
        "tomorrow" => today.next_day(),
        text => parse_date(text),
    }
}

/// Days to offer: today, the next Monday, the first of the next two months.
pub fn offered_days(today: Date) -> Vec<(&'static str, Date)> {
    let to_monday = 7 - i64::from(today.weekday().number_days_from_monday());
    let first_after = |date: Date| {
        let start = date.replace_day(1).ok()?;
        // The first of a month and 32 days lie in the next one.
        (start + Duration::days(32)).replace_day(1).ok()
    };
    let mut days = vec![
        ("Today", today),
        ("Next Monday", today + Duration::days(to_monday)),
    ];
    if let Some(first) = first_after(today) {
        days.push(("First of next month", first));
        if let Some(second) = first_after(first) {
            days.push(("First of the month after", second));
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        parse_budget(text).map(|budget| budget.to_string())
    }

    #[test]
    fn budgets_are_read_as_people_type_them() {
        for (typed, meant) in [
            ("$200", "$200"),
            ("200", "$200"),
            ("200 usd", "$200"),
            ("USD200", "$200"),
            ("200$", "$200"),
            ("200 bucks", "$200"),
            ("€30 a month", "€30 a month"),
            ("30 eur/month", "€30 a month"),
            ("30 euros per month", "€30 a month"),
            ("1,950", "$1,950"),
            ("1.950,50 EUR", "€1,950.50"),
            ("29.99", "$29.99"),
            ("2k", "$2,000"),
            ("under 2k", "$2,000"),
            ("CHF 400", "CHF 400"),
            ("nothing", "$0"),
            ("0", "$0"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for typed in [
            "",
            "-5",
            "$-5",
            "lots",
            "99999999999999999999",
            "1e9",
            "€",
            "12 34 xy",
            "💶",
        ] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }

    #[test]
    fn offered_days_lie_ahead() {
        let today = parse_date("2026-12-31").unwrap();
        let days: Vec<_> = offered_days(today)
            .into_iter()
            .map(|(_, day)| day.to_string())
            .collect();
        assert_eq!(
            days,
            ["2026-12-31", "2027-01-04", "2027-01-01", "2027-02-01"]
        );
    }
}
