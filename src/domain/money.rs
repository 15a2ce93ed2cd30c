//! Money as exact amounts in a currency; prices are often ranges.

use std::fmt;

use serde::{Deserialize, Serialize};

/// An ISO 4217 code such as `USD`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of most exam fees.
    pub const USD: Self = Self(*b"USD");
    /// The euro.
    pub const EUR: Self = Self(*b"EUR");
    /// Pound sterling.
    pub const GBP: Self = Self(*b"GBP");
    /// The Indian rupee.
    pub const INR: Self = Self(*b"INR");

    /// Reads a three-letter code in any case.
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes
            .iter()
            .all(u8::is_ascii_alphabetic)
            .then(|| Self(bytes.map(|b| b.to_ascii_uppercase())))
    }

    /// The code in capitals.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("USD")
    }

    /// The sign written before an amount, where one is common and unambiguous.
    pub fn symbol(self) -> Option<&'static str> {
        match &self.0 {
            b"USD" => Some("$"),
            b"EUR" => Some("€"),
            b"GBP" => Some("£"),
            b"INR" => Some("₹"),
            _ => None,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.code().to_owned()
    }
}

impl TryFrom<String> for Currency {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a currency is a three-letter code such as USD")
    }
}

/// An exact amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Hundredths of the currency's unit.
    pub cents: u64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The largest amount that the catalogue or a member may name: ten million units.
    pub const MAX_CENTS: u64 = 1_000_000_000;

    /// An amount of whole units.
    pub const fn units(units: u64, currency: Currency) -> Self {
        Self {
            cents: units.saturating_mul(100),
            currency,
        }
    }
}

impl fmt::Display for Money {
    /// `$1,950`, `€29.99`, `CHF 200`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.currency.symbol() {
            Some(symbol) => f.write_str(symbol)?,
            None => write!(f, "{} ", self.currency)?,
        }
        f.write_str(&amount(self.cents))
    }
}

/// A lowest and a highest amount in one currency; equal for a single price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct MoneyRange {
    low: u64,
    high: u64,
    currency: Currency,
}

impl MoneyRange {
    /// A range in cents; the ends are put in order.
    pub fn new(low: u64, high: u64, currency: Currency) -> Self {
        Self {
            low: low.min(high),
            high: low.max(high),
            currency,
        }
    }

    /// A single price.
    pub fn exactly(money: Money) -> Self {
        Self::new(money.cents, money.cents, money.currency)
    }

    /// Nothing to pay.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, 0, currency)
    }

    /// The lowest amount.
    pub fn low(&self) -> Money {
        Money {
            cents: self.low,
            currency: self.currency,
        }
    }

    /// The highest amount.
    pub fn high(&self) -> Money {
        Money {
            cents: self.high,
            currency: self.currency,
        }
    }

    /// The currency of both ends.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether both ends are the same.
    pub fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// Both ends multiplied, the low one by `low` and the high one by `high`.
    pub fn times(&self, low: u64, high: u64) -> Self {
        Self::new(
            self.low.saturating_mul(low),
            self.high.saturating_mul(high),
            self.currency,
        )
    }

    /// The sum of two ranges of the same currency; `None` where the currencies differ.
    pub fn plus(&self, other: &Self) -> Option<Self> {
        (self.currency == other.currency).then(|| {
            Self::new(
                self.low.saturating_add(other.low),
                self.high.saturating_add(other.high),
                self.currency,
            )
        })
    }
}

impl fmt::Display for MoneyRange {
    /// `$200`, `$117–294`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.low())?;
        if !self.is_exact() {
            write!(f, "–{}", amount(self.high))?;
        }
        Ok(())
    }
}

/// Thousands grouped; cents only where there are some.
fn amount(cents: u64) -> String {
    let units = (cents / 100).to_string();
    let mut text = String::with_capacity(units.len() + 6);
    for (index, digit) in units.chars().enumerate() {
        if index > 0 && (units.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !cents.is_multiple_of(100) {
        text.push_str(&format!(".{:02}", cents % 100));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_people_write_it() {
        assert_eq!(Money::units(1950, Currency::USD).to_string(), "$1,950");
        assert_eq!(
            Money {
                cents: 2999,
                currency: Currency::EUR
            }
            .to_string(),
            "€29.99"
        );
        let francs = Currency::parse("chf").unwrap();
        assert_eq!(Money::units(1_234_567, francs).to_string(), "CHF 1,234,567");
        assert_eq!(
            MoneyRange::new(29400, 11700, Currency::USD).to_string(),
            "$117–294"
        );
        assert_eq!(
            MoneyRange::exactly(Money::units(0, Currency::USD)).to_string(),
            "$0"
        );
    }

    #[test]
    fn sums_keep_to_one_currency() {
        let dollars = MoneyRange::new(100, 200, Currency::USD);
        assert_eq!(
            dollars.plus(&dollars),
            Some(MoneyRange::new(200, 400, Currency::USD))
        );
        assert_eq!(dollars.plus(&MoneyRange::zero(Currency::EUR)), None);
    }
}
