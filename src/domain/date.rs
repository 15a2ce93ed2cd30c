//! Calendar dates: exams open and retire by the day, never by the hour.

use time::macros::format_description;

pub use time::Date;

/// Reads `2026-03-31`.
pub fn parse_date(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

/// Writes `31 March 2026`, which no reader takes for another day wherever they live.
pub fn format_date(date: Date) -> String {
    format!("{} {} {}", date.day(), month_name(date), date.year())
}

/// Writes `March 2026`.
pub fn month_year(date: Date) -> String {
    format!("{} {}", month_name(date), date.year())
}

/// Days from `from` to `to`; negative when `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    (to - from).whole_days()
}

fn month_name(date: Date) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES[usize::from(u8::from(date.month())) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_and_write() {
        let date = parse_date("2026-03-31").unwrap();
        assert_eq!(format_date(date), "31 March 2026");
        assert_eq!(month_year(date), "March 2026");
        assert_eq!(parse_date("2026-02-30"), None);
        assert_eq!(days_between(date, parse_date("2026-04-02").unwrap()), 2);
    }
}
