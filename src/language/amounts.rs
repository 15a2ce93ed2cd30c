//! Money, time and years in a text.

use time::{Duration, Month};

use crate::domain::{Budget, BudgetKind, Currency, Date, Money, days_between};

use super::lexicon::Lexicon;
use super::meanings::{MoneyWord, TimeWord};
use super::patterns::{Hit, Item};
use super::vocabulary::Vocabulary;

/// What a text says in figures.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Amounts {
    pub(super) budget: Option<Budget>,
    /// Somebody else pays, or money does not matter.
    pub(super) unlimited: bool,
    pub(super) hours_per_week: Option<u8>,
    pub(super) deadline: Option<Date>,
    pub(super) start: Option<Date>,
    /// A span such as "in 6 weeks".
    pub(super) within_days: Option<u16>,
    pub(super) years: Option<u8>,
}

impl Amounts {
    /// Whether a pace or a date of some weeks ahead is told.
    pub(super) fn says_when(&self, today: Date) -> bool {
        let later = |day: Date| days_between(today, day) > FEW_DAYS;
        self.hours_per_week.is_some() || self.start.is_some() || self.deadline.is_some_and(later)
    }
}

/// What is due in so many days is due at once.
const FEW_DAYS: i64 = 14;
/// Longest plan that is believed.
const MOST_DAYS: i64 = 3 * 366;

/// A number and the items that it was read from.
struct Number {
    value: f64,
    start: usize,
    end: usize,
}

pub(super) fn read(lexicon: &Lexicon, items: &[Item], today: Date) -> Amounts {
    let money = lexicon.money.find(items);
    let time = lexicon.time.find(items);
    let numbers = numbers(&lexicon.vocabulary, items);
    let mut amounts = Amounts::default();
    for number in &numbers {
        if let Some(budget) = budget(lexicon, items, &money, number) {
            amounts.budget = Some(budget);
        } else {
            spans(items, &time, number, today, &mut amounts);
        }
    }
    if money.iter().any(|hit| hit.value == MoneyWord::None) && amounts.budget.is_none() {
        amounts.budget = Some(Budget::total(Money::units(0, Currency::USD)));
    }
    if money.iter().any(|hit| hit.value == MoneyWord::Unlimited) {
        amounts.unlimited = true;
        amounts.budget = None;
    }
    dates(lexicon, items, &time, today, &mut amounts);
    amounts
}

fn numbers(vocabulary: &Vocabulary, items: &[Item]) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < items.len() {
        let word = vocabulary.name(items[at].id);
        // "in a week" is a span, "10 hours a week" is not.
        let counts = !matches!(word, "a" | "an")
            || at.checked_sub(1).is_some_and(|before| {
                matches!(
                    vocabulary.name(items[before].id),
                    "in" | "within" | "than" | "about" | "half"
                )
            });
        let value = items[at]
            .number
            .or_else(|| number_word(word).filter(|_| counts));
        let Some(mut value) = value else {
            at += 1;
            continue;
        };
        let start = at;
        at += 1;
        let next = items.get(at).map(|item| vocabulary.name(item.id));
        if next == Some("k") || next == Some("thousand") {
            value *= 1_000.0;
            at += 1;
        }
        // "6-8 weeks": the longer one is the safer promise.
        if let (Some("to" | "or"), Some(upper)) = (
            items.get(at).map(|item| vocabulary.name(item.id)),
            items.get(at + 1).and_then(|item| item.number),
        ) && upper > value
        {
            value = upper;
            at += 2;
        } else if items[start].number.is_some()
            && let Some(upper) = items.get(at).and_then(|item| item.number)
            && upper > value
            && upper < value * 4.0
        {
            value = upper;
            at += 1;
        }
        numbers.push(Number {
            value,
            start,
            end: at,
        });
    }
    numbers
}

fn is_time(word: &str) -> bool {
    matches!(
        word,
        "hour" | "day" | "week" | "month" | "year" | "minut" | "%"
    )
}

fn number_word(word: &str) -> Option<f64> {
    Some(match word {
        "one" | "a" | "an" => 1.0,
        "two" | "coupl" => 2.0,
        "three" => 3.0,
        "four" => 4.0,
        "five" => 5.0,
        "six" => 6.0,
        "seven" => 7.0,
        "eight" => 8.0,
        "nine" => 9.0,
        "ten" => 10.0,
        "eleven" => 11.0,
        "twelv" => 12.0,
        "fifteen" => 15.0,
        "twenti" => 20.0,
        "half" => 0.5,
        _ => return None,
    })
}

fn around<V: Copy + PartialEq>(
    hits: &[Hit<V>],
    start: usize,
    end: usize,
) -> impl Iterator<Item = (V, bool)> {
    hits.iter().filter_map(move |hit| {
        if hit.start == end {
            Some((hit.value, true))
        } else if hit.end == start {
            Some((hit.value, false))
        } else {
            None
        }
    })
}

fn budget(
    lexicon: &Lexicon,
    items: &[Item],
    money: &[Hit<MoneyWord>],
    number: &Number,
) -> Option<Budget> {
    let sentence = items[number.start].sentence;
    let currency = around(money, number.start, number.end).find_map(|(word, _)| match word {
        MoneyWord::Currency(currency) => Some(currency),
        _ => None,
    });
    let near = |word: MoneyWord, reach: usize| {
        money.iter().any(|hit| {
            hit.value == word
                && items[hit.start].sentence == sentence
                && hit.start <= number.end + reach
                && hit.end + reach >= number.start
        })
    };
    let limiting = |back: usize| {
        number.start.checked_sub(back).is_some_and(|at| {
            ["under", "below", "max", "budget", "spend", "afford", "most"]
                .contains(&lexicon.vocabulary.name(items[at].id))
        })
    };
    let most = is_most(lexicon, items, number, currency.is_some());
    let followed_by_unit = items
        .get(number.end)
        .is_some_and(|item| is_time(lexicon.vocabulary.name(item.id)));
    let limited = (limiting(1) || limiting(2) || most) && number.value >= 20.0 && !followed_by_unit;
    if currency.is_none() && !limited {
        return None;
    }
    if near(MoneyWord::Salary, 6) && !most {
        return None;
    }
    let cents = (number.value * 100.0).round();
    if !(0.0..=Money::MAX_CENTS as f64).contains(&cents) {
        return None;
    }
    Some(Budget {
        amount: Money {
            cents: cents as u64,
            currency: currency.unwrap_or(Currency::USD),
        },
        kind: if near(MoneyWord::Monthly, 3) {
            BudgetKind::Monthly
        } else {
            BudgetKind::Total
        },
    })
}

/// "Up to 200", "not pay over 150", "gives me 100 a year", with nothing counted after it.
fn is_most(lexicon: &Lexicon, items: &[Item], number: &Number, of_money: bool) -> bool {
    let name = |item: &Item| lexicon.vocabulary.name(item.id);
    let sentence = items[number.start].sentence;
    let clause = items[number.start].clause;
    let before: Vec<&str> = items[..number.start]
        .iter()
        .rev()
        .take_while(|item| item.sentence == sentence)
        .map(name)
        .filter(|word| !matches!(*word, "like" | "about" | "around" | "roughli" | "say"))
        .take(6)
        .collect();
    let denied = before
        .iter()
        .any(|word| matches!(*word, "not" | "no" | "dont" | "cant" | "wont" | "never"));
    let most = match before.as_slice() {
        ["to", "up", ..] | ["me" | "us", "give", ..] => true,
        ["over" | "abov", ..] | ["than", "more", ..] => denied,
        _ => false,
    };
    let counts_nothing = items.get(number.end).is_none_or(|next| {
        next.clause != clause || matches!(name(next), "a" | "per" | "for" | "all" | "in" | "from")
    });
    most && (of_money || counts_nothing)
}

fn spans(
    items: &[Item],
    time: &[Hit<TimeWord>],
    number: &Number,
    today: Date,
    amounts: &mut Amounts,
) {
    let sentence = items[number.start].sentence;
    let unit = time
        .iter()
        .filter(|hit| {
            items[hit.start].sentence == sentence
                && (number.end..=number.end + 1).contains(&hit.start)
        })
        .map(|hit| (hit.value, hit.end))
        .find(|(word, _)| {
            matches!(
                word,
                TimeWord::Hour
                    | TimeWord::Day
                    | TimeWord::Week
                    | TimeWord::Month
                    | TimeWord::Year
                    | TimeWord::Experience
            )
        });
    let after = |from: usize, word: TimeWord, reach: usize| {
        time.iter().any(|hit| {
            hit.value == word
                && items[hit.start].sentence == sentence
                && hit.start >= from
                && hit.start <= from + reach
        })
    };
    let near = |word: TimeWord, reach: usize| {
        time.iter().any(|hit| {
            hit.value == word
                && items[hit.start].sentence == sentence
                && hit.start <= number.end + reach
                && hit.end + reach >= number.start
        })
    };
    match unit {
        Some((TimeWord::Hour, end)) => {
            let weekly = if near(TimeWord::Daily, 4) {
                number.value * 7.0
            } else if after(end, TimeWord::Week, 2)
                || near(TimeWord::Weekly, 4)
                || near(TimeWord::Weekend, 6)
            {
                number.value
            } else if after(end, TimeWord::Day, 2) {
                number.value * 7.0
            } else {
                return;
            };
            if (0.5..=80.0).contains(&weekly) {
                amounts.hours_per_week = Some((weekly.round() as u8).max(1));
            }
        }
        Some((TimeWord::Experience, _)) => set_years(number.value, amounts),
        Some((TimeWord::Year, end)) => {
            let for_so_long = near(TimeWord::Experience, 8) || !after(end, TimeWord::Age, 1);
            if for_so_long && number.value >= 1.0 && number.value <= 45.0 {
                set_years(number.value, amounts);
            }
        }
        Some((word @ (TimeWord::Day | TimeWord::Week | TimeWord::Month), _)) => {
            let each = match word {
                TimeWord::Day => 1.0,
                TimeWord::Week => 7.0,
                _ => 30.4,
            };
            let days = (number.value * each).round() as i64;
            if (1..=MOST_DAYS).contains(&days) {
                amounts.within_days = u16::try_from(days).ok();
                amounts.deadline = today.checked_add(Duration::days(days));
            }
        }
        _ => {}
    }
}

fn set_years(value: f64, amounts: &mut Amounts) {
    if (0.0..=60.0).contains(&value) {
        amounts.years = Some(value.round() as u8);
    }
}

fn dates(
    lexicon: &Lexicon,
    items: &[Item],
    time: &[Hit<TimeWord>],
    today: Date,
    amounts: &mut Amounts,
) {
    for (at, item) in items.iter().enumerate() {
        let Some(month) = month(lexicon.vocabulary.name(item.id)) else {
            continue;
        };
        let before = |word: TimeWord| {
            time.iter().any(|hit| {
                hit.value == word
                    && hit.end <= at
                    && hit.end + 3 >= at
                    && items[hit.start].sentence == item.sentence
            })
        };
        let day = items
            .get(at + 1)
            .into_iter()
            .chain(at.checked_sub(1).and_then(|before| items.get(before)))
            .filter(|near| near.sentence == item.sentence)
            .find_map(|near| near.number.filter(|day| (1.0..=31.0).contains(day)));
        let Some(first) = next_month(today, month) else {
            continue;
        };
        let last = last_of_month(first);
        let date = day
            .and_then(|day| first.replace_day(day as u8).ok())
            .unwrap_or(if before(TimeWord::From) { first } else { last });
        if before(TimeWord::From) {
            amounts.start = Some(date);
        } else if before(TimeWord::Until) {
            amounts.deadline = Some(date);
        }
    }
}

fn month(word: &str) -> Option<Month> {
    Some(match word {
        "januari" | "jan" => Month::January,
        "februari" | "feb" => Month::February,
        "march" => Month::March,
        "april" | "apr" => Month::April,
        "june" | "jun" => Month::June,
        "juli" | "jul" => Month::July,
        "august" | "aug" => Month::August,
        "septemb" | "sep" | "sept" => Month::September,
        "octob" | "oct" => Month::October,
        "novemb" | "nov" => Month::November,
        "decemb" | "dec" => Month::December,
        _ => return None,
    })
}

fn next_month(today: Date, month: Month) -> Option<Date> {
    let year = if u8::from(month) < u8::from(today.month()) {
        today.year() + 1
    } else {
        today.year()
    };
    Date::from_calendar_date(year, month, 1).ok()
}

fn last_of_month(first: Date) -> Date {
    let length = first.month().length(first.year());
    first.replace_day(length).unwrap_or(first)
}
