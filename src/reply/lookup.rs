//! `fact("aws-mla", "variant.0.amount")`: any figure of the catalogue by its place in the file.

use crate::domain::{
    Date, EntryId, Exam, Fee, OtherFee, Preparation, PreparationRange, Provenance, Retake, Variant,
    format_date,
};

use super::facts::{Facts, Missing, amount, number, quantity};
use super::figure::Figure;

impl Facts<'_> {
    /// The figure at a dotted path such as `exam.minutes`, as `catalog/` names its keys.
    pub(super) fn fact(self, id: &EntryId, path: &str) -> Result<Figure, Missing> {
        let parts: Vec<&str> = path.split('.').collect();
        let found = match parts.as_slice() {
            ["fee", rest @ ..] => self.prices(id)?.0.and_then(|fee| fee_fact(fee, rest)),
            ["variant", index, rest @ ..] => {
                item(self.prices(id)?.1, index).and_then(|variant| variant_fact(variant, rest))
            }
            ["preparation", rest @ ..] => self
                .preparation_of(id)
                .and_then(|preparation| preparation_fact(preparation, rest)),
            _ => self.certification_fact(id, &parts)?,
        };
        found.ok_or_else(|| format!("\"{id}\" has no fact \"{path}\""))
    }

    fn certification_fact(self, id: &EntryId, parts: &[&str]) -> Result<Option<Figure>, Missing> {
        let certification = self.certification(id)?;
        Ok(match parts {
            ["exam", key] => certification
                .exam
                .as_ref()
                .and_then(|exam| exam_fact(exam, key)),
            ["retake", key] => certification
                .retake
                .as_ref()
                .and_then(|retake| retake_fact(retake, key)),
            ["validity", "months"] => Some(self.validity(id)?),
            ["validity", "renewal_fee"] => certification.validity.as_ref().and_then(|validity| {
                Some(Figure::new(
                    validity.renewal_fee?.to_string(),
                    &validity.provenance,
                ))
            }),
            ["prerequisites", "years"] => certification.prerequisites.as_ref().and_then(|needed| {
                let years = f32::from(needed.years?);
                Some(Figure::new(
                    quantity((years, years), "year"),
                    &needed.provenance,
                ))
            }),
            ["status", index, key] => item(&certification.status, index).and_then(|step| {
                let day = match *key {
                    "from" => step.from,
                    "last_day" => step.last_day,
                    _ => None,
                };
                date(day, &step.provenance)
            }),
            ["claim", index, key] => item(&certification.claims, index).and_then(|claim| {
                let text = match *key {
                    "text" => &claim.text,
                    "finding" => &claim.finding,
                    _ => return None,
                };
                Some(Figure::new(text.clone(), &claim.provenance))
            }),
            _ => None,
        })
    }
}

fn item<'a, T>(items: &'a [T], index: &str) -> Option<&'a T> {
    items.get(index.parse::<usize>().ok()?)
}

fn date(day: Option<Date>, provenance: &Provenance) -> Option<Figure> {
    Some(Figure::new(format_date(day?), provenance))
}

fn fee_fact(fee: &Fee, path: &[&str]) -> Option<Figure> {
    match path {
        ["also", index, "amount"] => item(&fee.also, index).map(other_fee),
        ["article", "amount"] => fee.article.as_ref().map(other_fee),
        ["amount"] => Some(Figure::new(amount(&fee.amount), &fee.provenance)),
        ["courses"] => match fee.amount {
            crate::domain::FeeAmount::PerCourse {
                courses: Some(courses),
                ..
            } => Some(Figure::new(courses.to_string(), &fee.provenance)),
            _ => None,
        },
        _ => None,
    }
}

fn other_fee(other: &OtherFee) -> Figure {
    Figure::new(amount(&other.amount), &other.provenance)
}

fn variant_fact(variant: &Variant, path: &[&str]) -> Option<Figure> {
    match path {
        ["minutes"] => variant
            .minutes
            .map(|minutes| Figure::new(format!("{minutes} minutes"), &variant.fee.provenance)),
        ["name"] => Some(Figure::new(variant.name.clone(), &variant.fee.provenance)),
        _ => fee_fact(&variant.fee, path),
    }
}

fn preparation_fact(preparation: &Preparation, path: &[&str]) -> Option<Figure> {
    let source = &preparation.provenance;
    match path {
        ["hours_per_week"] => {
            let hours = preparation.hours_per_week?;
            Some(Figure::new(quantity(hours, "hour") + " a week", source))
        }
        ["article", key] => range_fact(preparation.article.as_ref()?, key, source),
        [key] => range_fact(&preparation.range, key, source),
        _ => None,
    }
}

fn range_fact(range: &PreparationRange, key: &str, source: &Provenance) -> Option<Figure> {
    match key {
        "months" => Some(Figure::new(quantity(range.months?, "month"), source)),
        "hours" => Some(Figure::new(quantity(range.hours?, "hour"), source)),
        _ => None,
    }
}

fn exam_fact(exam: &Exam, key: &str) -> Option<Figure> {
    let text = match key {
        "minutes" => format!("{} minutes", exam.minutes?),
        "questions" => {
            let (low, high) = exam.questions?;
            quantity((f32::from(low), f32::from(high)), "question")
        }
        "scored" => exam.scored?.to_string(),
        "pass" => exam.pass?.to_string(),
        _ => return None,
    };
    Some(Figure::new(text, &exam.provenance))
}

fn retake_fact(retake: &Retake, key: &str) -> Option<Figure> {
    let text = match key {
        "wait_days" => waits(&retake.wait_days)?,
        "max_attempts" => retake.max_attempts?.to_string(),
        "per_months" => {
            let months = f32::from(retake.per_months?);
            quantity((months, months), "month")
        }
        _ => return None,
    };
    Some(Figure::new(text, &retake.provenance))
}

/// `14 days`, `14 days, then 60, then 365`.
pub(super) fn waits(days: &[u16]) -> Option<String> {
    let (first, rest) = days.split_first()?;
    let first = f32::from(*first);
    let mut text = quantity((first, first), "day");
    for days in rest {
        text.push_str(&format!(", then {}", number(f32::from(*days))));
    }
    Some(text)
}
