//! What words mean beside what they name: stances, money and time.

use crate::domain::Currency;

/// What sets the stance towards what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Stance {
    /// "I have", "I passed".
    Holds,
    /// "not", "anything but".
    Refuses,
    /// "become", "move into".
    Wants,
    /// "I am", "I work as".
    Is,
    /// "never used", "no experience with": neither refused nor known.
    Lacks,
    /// "if I had", "anyone who": not a fact about the asker.
    Supposes,
    /// "no way", "neither", "too long": turns down what was just spoken of.
    Rejects,
}

impl Stance {
    pub(super) const ALL: [(&'static str, Self); 7] = [
        ("holds", Self::Holds),
        ("refuses", Self::Refuses),
        ("wants", Self::Wants),
        ("is", Self::Is),
        ("lacks", Self::Lacks),
        ("supposes", Self::Supposes),
        ("rejects", Self::Rejects),
    ];
}

/// How money is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum MoneyWord {
    /// A currency.
    Currency(Currency),
    /// "a month".
    Monthly,
    /// "no money".
    None,
    /// "budget is no issue".
    Unlimited,
    /// Pay, debts, bills: not what somebody has for learning.
    Salary,
}

/// How time is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum TimeWord {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
    /// Each day.
    Daily,
    /// Each week.
    Weekly,
    /// Saturday and Sunday.
    Weekend,
    /// "years of experience".
    Experience,
    /// "years old", "I'm 34".
    Age,
    /// "by", "until": a date follows.
    Until,
    /// "from", "starting": a first day follows.
    From,
}

impl TimeWord {
    pub(super) const ALL: [(&'static str, Self); 12] = [
        ("hour", Self::Hour),
        ("day", Self::Day),
        ("week", Self::Week),
        ("month", Self::Month),
        ("year", Self::Year),
        ("daily", Self::Daily),
        ("weekly", Self::Weekly),
        ("weekend", Self::Weekend),
        ("experience", Self::Experience),
        ("age", Self::Age),
        ("until", Self::Until),
        ("from", Self::From),
    ];
}

/// The meaning of a key under `money`.
pub(super) fn money_word(key: &str) -> Option<MoneyWord> {
    Some(match key {
        "monthly" => MoneyWord::Monthly,
        "none" => MoneyWord::None,
        "unlimited" => MoneyWord::Unlimited,
        "salary" => MoneyWord::Salary,
        code => MoneyWord::Currency(Currency::parse(code)?),
    })
}
