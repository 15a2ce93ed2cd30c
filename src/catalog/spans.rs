//! Where each value stood in its file, so that a problem can name line and column.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::problem::Step;

/// The positions of a value and of everything inside it, as byte offsets.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans {
    /// Of the value; for a table in an array, of its header.
    at: usize,
    keys: BTreeMap<String, (usize, Spans)>,
    items: Vec<Spans>,
}

impl Spans {
    /// The position of what `path` leads to, or of the nearest thing around it.
    pub(super) fn locate(&self, path: &[Step]) -> usize {
        let mut here = self;
        let mut at = self.at;
        for step in path {
            let next = match step {
                Step::Key(key) => here.keys.get(key).map(|(key, spans)| (*key, spans)),
                Step::Index(index) => here.items.get(*index).map(|spans| (spans.at, spans)),
            };
            let Some((position, spans)) = next else {
                return at;
            };
            at = position;
            here = spans;
        }
        at
    }

    /// The position of the value itself where `path` leads to one, rather than of its key.
    pub(super) fn locate_value(&self, path: &[Step]) -> usize {
        let mut here = self;
        for step in path {
            let next = match step {
                Step::Key(key) => here.keys.get(key).map(|(_, spans)| spans),
                Step::Index(index) => here.items.get(*index),
            };
            let Some(spans) = next else { break };
            here = spans;
        }
        here.at
    }
}

/// What TOML accepts as a value and the catalogue does not.
pub(super) struct OddValue {
    pub(super) at: usize,
    pub(super) what: &'static str,
    pub(super) hint: &'static str,
}

/// Splits a table into its plain values and their positions.
pub(super) fn split_table(
    at: usize,
    table: DeTable<'_>,
    odd: &mut Vec<OddValue>,
) -> (Table, Spans) {
    let mut plain = Table::new();
    let mut spans = Spans {
        at,
        ..Spans::default()
    };
    for (key, value) in table {
        let key_at = key.span().start;
        let key = key.into_inner().into_owned();
        if let Some((value, inner)) = split_value(value, odd) {
            spans.keys.insert(key.clone(), (key_at, inner));
            plain.insert(key, value);
        }
    }
    (plain, spans)
}

/// Splits a value; `None` where it is one that the catalogue cannot hold.
pub(super) fn split_value(
    value: Spanned<DeValue<'_>>,
    odd: &mut Vec<OddValue>,
) -> Option<(Value, Spans)> {
    let at = value.span().start;
    let leaf = Spans {
        at,
        ..Spans::default()
    };
    let mut refuse = |what, hint| {
        odd.push(OddValue { at, what, hint });
        None
    };
    let plain = match value.into_inner() {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Boolean(flag) => Value::Boolean(flag),
        DeValue::Datetime(datetime) => Value::Datetime(datetime),
        DeValue::Integer(digits) => match i64::from_str_radix(digits.as_str(), digits.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => return refuse("this number is too large", "write a smaller number"),
        },
        DeValue::Float(digits) => match digits.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Value::Float(number),
            _ => {
                return refuse(
                    "inf and nan are no amounts",
                    "write a number such as 29.99, or leave the key out",
                );
            }
        },
        DeValue::Array(array) => {
            let mut values = Vec::with_capacity(array.len());
            let mut items = Vec::with_capacity(array.len());
            for item in array {
                if let Some((value, inner)) = split_value(item, odd) {
                    values.push(value);
                    items.push(inner);
                }
            }
            let spans = Spans {
                items,
                ..leaf.clone()
            };
            return Some((Value::Array(values), spans));
        }
        DeValue::Table(table) => {
            let (table, spans) = split_table(at, table, odd);
            return Some((Value::Table(table), spans));
        }
    };
    Some((plain, leaf))
}
