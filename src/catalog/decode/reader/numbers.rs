//! Numbers and days, and the bounds that they keep to.

use toml::Value;

use super::{PathStep, Reader};
use crate::domain::Date;

impl<'a> Reader<'a> {
    /// A day between 1990 and 2100.
    pub(in crate::catalog::decode) fn date(&self, key: &'static str) -> Option<Date> {
        let value = self.get(key)?;
        let wanted = "a day without quotes, such as 2026-03-31";
        let Value::Datetime(datetime) = value else {
            self.wrong_type(key, None, value, wanted);
            return None;
        };
        let date = datetime
            .date
            .filter(|_| datetime.time.is_none() && datetime.offset.is_none())
            .and_then(|date| {
                let month = time::Month::try_from(date.month).ok()?;
                Date::from_calendar_date(i32::from(date.year), month, date.day).ok()
            });
        match date {
            Some(date) if (1990..=2100).contains(&date.year()) => Some(date),
            Some(date) => {
                let what = format!("\"{key}\" lies in the year {}", date.year());
                self.refuse(key, what, "days of the catalogue lie between 1990 and 2100");
                None
            }
            None => {
                self.refuse(
                    key,
                    format!("\"{key}\" is no day"),
                    format!("write {wanted}"),
                );
                None
            }
        }
    }

    /// A day that must be there.
    pub(in crate::catalog::decode) fn required_date(&self, key: &'static str) -> Option<Date> {
        self.need(key, &format!("{key} = 2026-09-20"))?;
        self.date(key)
    }

    fn number_of(
        &self,
        key: &str,
        index: Option<usize>,
        value: &Value,
        range: &Bounds,
    ) -> Option<f64> {
        let number = match value {
            Value::Integer(number)
                if !range.whole || (i64::from(i32::MIN)..=i64::from(i32::MAX)).contains(number) =>
            {
                *number as f64
            }
            Value::Integer(_) => f64::INFINITY,
            Value::Float(number) if !range.whole => *number,
            other => {
                let wanted = if range.whole {
                    "a whole number"
                } else {
                    "a number"
                };
                self.wrong_type(key, index, other, &format!("{wanted} without quotes"));
                return None;
            }
        };
        if range.holds(number) {
            return Some(number);
        }
        let mut steps = vec![PathStep::Key(key)];
        steps.extend(index.map(PathStep::Index));
        let what = format!("\"{key}\" is {value}");
        self.note(&steps, false, 0, what, range.to_string());
        None
    }

    /// A number within bounds.
    pub(in crate::catalog::decode) fn number(
        &self,
        key: &'static str,
        bounds: Bounds,
    ) -> Option<f64> {
        self.number_of(key, None, self.get(key)?, &bounds)
    }

    /// A number that must be there.
    pub(in crate::catalog::decode) fn required_number(
        &self,
        key: &'static str,
        bounds: Bounds,
    ) -> Option<f64> {
        let value = self.need(key, &format!("{key} = {}", bounds.low.max(1.0)))?;
        self.number_of(key, None, value, &bounds)
    }

    /// A list of numbers.
    pub(in crate::catalog::decode) fn numbers(
        &self,
        key: &'static str,
        bounds: Bounds,
        most: usize,
    ) -> Vec<f64> {
        self.list(key, most)
            .iter()
            .enumerate()
            .filter_map(|(index, value)| self.number_of(key, Some(index), value, &bounds))
            .collect()
    }

    /// A number, or a lowest and a highest: `3` or `[2, 4]`.
    pub(in crate::catalog::decode) fn span(
        &self,
        key: &'static str,
        bounds: Bounds,
    ) -> Option<(f64, f64)> {
        let value = self.get(key)?;
        let Value::Array(ends) = value else {
            return self
                .number_of(key, None, value, &bounds)
                .map(|number| (number, number));
        };
        let [low, high] = ends.as_slice() else {
            let what = format!("\"{key}\" has {} numbers", ends.len());
            self.refuse(key, what, format!("write {key} = 3 or {key} = [2, 4]"));
            return None;
        };
        let low = self.number_of(key, Some(0), low, &bounds);
        let high = self.number_of(key, Some(1), high, &bounds);
        let (low, high) = (low?, high?);
        if low > high {
            let what = format!("\"{key}\" begins at {low} and ends at {high}");
            self.refuse(key, what, format!("write [{high}, {low}]"));
            return None;
        }
        Some((low, high))
    }

    /// Years with an optional end: `[0, 2]` or `[8]`.
    pub(in crate::catalog::decode) fn years(&self, key: &'static str) -> Option<(u8, Option<u8>)> {
        let value = self.get(key)?;
        let bounds = Bounds::whole(0, 60);
        let Value::Array(ends) = value else {
            self.wrong_type(key, None, value, "years = [0, 2], or [8] without an end");
            return None;
        };
        let numbers: Vec<u8> = ends
            .iter()
            .enumerate()
            .filter_map(|(index, end)| self.number_of(key, Some(index), end, &bounds))
            .map(|number| number as u8)
            .collect();
        match numbers.as_slice() {
            [from] if ends.len() == 1 => Some((*from, None)),
            [from, to] if ends.len() == 2 && from <= to => Some((*from, Some(*to))),
            _ if numbers.len() < ends.len() => None,
            _ => {
                let hint = format!("write {key} = [0, 2], or {key} = [8] without an end");
                self.refuse(key, format!("\"{key}\" is no span of years"), hint);
                None
            }
        }
    }

    /// The keys of this table with their values, for tables whose keys are free.
    pub(in crate::catalog::decode) fn free_numbers(&self, bounds: Bounds) -> Vec<(&'a str, f64)> {
        self.table
            .iter()
            .filter_map(|(key, value)| {
                Some((key.as_str(), self.number_of(key, None, value, &bounds)?))
            })
            .collect()
    }
}

/// The bounds of a number.
#[derive(Debug, Clone, Copy)]
pub(in crate::catalog::decode) struct Bounds {
    low: f64,
    high: f64,
    above: bool,
    whole: bool,
}

impl Bounds {
    /// A whole number from `low` to `high`.
    pub(in crate::catalog::decode) fn whole(low: u32, high: u32) -> Self {
        Self {
            low: low.into(),
            high: high.into(),
            above: false,
            whole: true,
        }
    }

    /// A number above zero, to `high`.
    pub(in crate::catalog::decode) fn above_zero(high: f64) -> Self {
        Self {
            low: 0.0,
            high,
            above: true,
            whole: false,
        }
    }

    /// A number from zero to `high`.
    pub(in crate::catalog::decode) fn from_zero(high: f64) -> Self {
        Self {
            low: 0.0,
            high,
            above: false,
            whole: false,
        }
    }

    fn holds(&self, number: f64) -> bool {
        number <= self.high && (number > self.low || (!self.above && number >= self.low))
    }
}

impl std::fmt::Display for Bounds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.above {
            write!(
                f,
                "write a number above {}, {} at most",
                self.low, self.high
            )
        } else {
            write!(f, "write a number from {} to {}", self.low, self.high)
        }
    }
}
