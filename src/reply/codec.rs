//! Questions and profiles as short texts of stable letters.

use time::Duration;
use time::macros::date;

use crate::domain::{
    Background, BrowseFilter, Budget, BudgetKind, CredentialKind, Currency, Date, DeclineKind,
    EntryId, EntryIdError, Goal, Level, Money, Platform, Profile, Question,
};

/// Dates are written as days since then.
const EPOCH: Date = date!(2020 - 01 - 01);

/// How much of a profile is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Detail {
    None,
    Wishes,
    Budget,
    Hours,
    Years,
    Everything,
}

impl Detail {
    /// Most first.
    pub(super) const ALL: [Self; 6] = [
        Self::Everything,
        Self::Years,
        Self::Hours,
        Self::Budget,
        Self::Wishes,
        Self::None,
    ];
}

/// Reads a text from its beginning.
pub(super) struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self(text)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let character = self.0.chars().next()?;
        self.0 = &self.0[character.len_utf8()..];
        Some(character)
    }

    fn skip(&mut self, character: char) -> bool {
        let rest = self.0.strip_prefix(character);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// What stands before `end`, which is passed over.
    pub(super) fn until(&mut self, end: char) -> Option<&'a str> {
        let (head, rest) = self.0.split_once(end)?;
        self.0 = rest;
        Some(head)
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !keep(c)).unwrap_or(self.0.len());
        let (head, rest) = self.0.split_at(end);
        self.0 = rest;
        head
    }

    pub(super) fn rest(&mut self) -> &'a str {
        std::mem::take(&mut self.0)
    }

    pub(super) fn is_done(&self) -> bool {
        self.0.is_empty()
    }

    fn number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.take_while(|c| c.is_ascii_digit()).parse().ok()
    }

    fn base36(&mut self) -> Option<u64> {
        u64::from_str_radix(self.until('.')?, 36).ok()
    }

    fn entry(&mut self) -> Option<EntryId> {
        self.take_while(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            .parse()
            .ok()
    }
}

/// A number in as few digits and small letters as possible.
pub(super) fn base36(mut number: u64) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % 36).unwrap_or(0);
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits.into_iter().rev().collect()
}

fn write_date(date: Date) -> Option<String> {
    let days = (date - EPOCH).whole_days();
    Some(format!("{}.", base36(u64::try_from(days).ok()?)))
}

fn read_date(cursor: &mut Cursor<'_>) -> Option<Date> {
    let days = i64::try_from(cursor.base36()?).ok()?;
    EPOCH.checked_add(Duration::days(days.min(4_000_000)))
}

/// A budget: hundredths, then the currency where it is not the dollar, then `m` for a month.
pub(super) fn write_budget(budget: &Budget) -> String {
    let currency = budget.amount.currency;
    let code = if currency == Currency::USD {
        ""
    } else {
        currency.code()
    };
    let kind = match budget.kind {
        BudgetKind::Total => "",
        BudgetKind::Monthly => "m",
    };
    format!("{}.{code}{kind}", base36(budget.amount.cents))
}

/// Reads a budget.
pub(super) fn budget(cursor: &mut Cursor<'_>) -> Option<Budget> {
    let cents = cursor.base36().filter(|cents| *cents <= Money::MAX_CENTS)?;
    let currency = match cursor.take_while(|c| c.is_ascii_uppercase()) {
        "" => Currency::USD,
        code => Currency::parse(code)?,
    };
    let kind = if cursor.skip('m') {
        BudgetKind::Monthly
    } else {
        BudgetKind::Total
    };
    Some(Budget {
        amount: Money { cents, currency },
        kind,
    })
}

/// A profile without what is held or refused, which stays in the conversation.
pub(super) fn write_profile(profile: &Profile, detail: Detail) -> String {
    let mut text = String::new();
    if detail >= Detail::Wishes {
        if let Some(background) = profile.background {
            text.extend(['b', background.code()]);
        }
        if let Some(goal) = profile.goal {
            text.extend(['g', goal.code()]);
        }
        if let Some(platform) = profile.platform {
            text.extend(['p', platform.code()]);
        }
        if let Some(codes) = profile.codes {
            text.extend(['c', if codes { '1' } else { '0' }]);
        }
    }
    if detail >= Detail::Budget
        && let Some(budget) = &profile.budget
    {
        text.push('$');
        text.push_str(&write_budget(budget));
    }
    if detail >= Detail::Hours
        && let Some(hours) = profile.hours_per_week
    {
        text.push_str(&format!("h{hours}"));
    }
    if detail >= Detail::Years
        && let Some(years) = profile.years
    {
        text.push_str(&format!("y{years}"));
    }
    if detail >= Detail::Everything
        && let Some(deadline) = profile.deadline.and_then(write_date)
    {
        text.push('d');
        text.push_str(&deadline);
    }
    text
}

/// Reads a profile to the end of the text.
pub(super) fn profile(cursor: &mut Cursor<'_>) -> Option<Profile> {
    let mut profile = Profile::default();
    while let Some(tag) = cursor.next() {
        match tag {
            'b' => profile.background = Some(Background::from_code(cursor.next()?)?),
            'g' => profile.goal = Some(Goal::from_code(cursor.next()?)?),
            'p' => profile.platform = Some(Platform::from_code(cursor.next()?)?),
            'c' => {
                profile.codes = Some(match cursor.next()? {
                    '0' => false,
                    '1' => true,
                    _ => return None,
                });
            }
            '$' => profile.budget = Some(budget(cursor)?),
            'h' => profile.hours_per_week = Some(cursor.number()?),
            'y' => profile.years = Some(cursor.number()?),
            'd' => profile.deadline = Some(read_date(cursor)?),
            _ => return None,
        }
    }
    Some(profile)
}

/// A question; `None` for those that a button cannot carry.
pub(super) fn write_question(question: &Question, detail: Detail) -> Option<String> {
    let with = |letter: char, entry: &EntryId, profile: &Profile| {
        format!("{letter}{entry}/{}", write_profile(profile, detail))
    };
    let maybe = |letter: char, entry: &Option<EntryId>| {
        format!("{letter}{}", entry.as_ref().map_or("", EntryId::as_str))
    };
    Some(match question {
        Question::Advise(profile) => format!("a{}", write_profile(profile, detail)),
        Question::Card(entry) => format!("i{entry}"),
        Question::Costs { entry, profile } => with('c', entry, profile),
        Question::CostList { budget, kind } => {
            let budget = budget.as_ref().map_or_else(String::new, write_budget);
            let kind = kind.map_or_else(String::new, |kind| format!("/{}", kind.code()));
            format!("C{budget}{kind}")
        }
        Question::Compare { entries, profile } => {
            let ids: Vec<&str> = entries.iter().map(EntryId::as_str).collect();
            format!("v{}/{}", ids.join(","), write_profile(profile, detail))
        }
        Question::Duration { entry, profile } => with('d', entry, profile),
        Question::Plan {
            entry,
            hours_per_week,
            start,
            deadline,
        } => {
            let mut text = format!("p{entry}/");
            if let Some(hours) = hours_per_week {
                text.push_str(&format!("h{hours}"));
            }
            if let Some(start) = start {
                text.push_str(&format!("s{}", write_date(*start)?));
            }
            if let Some(deadline) = deadline {
                text.push_str(&format!("d{}", write_date(*deadline)?));
            }
            text
        }
        Question::Prerequisites { entry, profile } => with('r', entry, profile),
        Question::Renewal(entry) => format!("n{entry}"),
        Question::Exam(entry) => format!("e{entry}"),
        Question::Status(entry) => format!("l{entry}"),
        Question::Free { entry, topic } => {
            let topic = topic.map_or_else(String::new, |goal| goal.code().to_string());
            format!("{}/{topic}", maybe('f', entry))
        }
        Question::Faq(entry) => maybe('q', entry),
        Question::Stack(entry) => maybe('s', entry),
        Question::Career { years } => {
            format!(
                "y{}",
                years.map_or_else(String::new, |years| years.to_string())
            )
        }
        Question::Guide(entry) => maybe('u', entry),
        Question::Browse(filter) => {
            let further = match (filter.topic, filter.kind) {
                (None, None) => String::new(),
                (topic, kind) => format!(
                    "/{}{}",
                    topic.map_or('-', Goal::code),
                    kind.map_or('-', CredentialKind::code)
                ),
            };
            format!(
                "b{}{}/{}{further}",
                filter.tier.map_or('-', |tier| char::from(b'0' + tier % 10)),
                filter.level.map_or('-', Level::code),
                filter.provider.as_ref().map_or("", |id| id.as_str()),
            )
        }
        Question::Greeting => "G".to_owned(),
        Question::Help => "H".to_owned(),
        Question::About => "A".to_owned(),
        Question::Privacy => "P".to_owned(),
        Question::Decline { kind, near } => {
            let near: Vec<&str> = near.iter().take(3).map(EntryId::as_str).collect();
            format!("x{}{}", kind.code(), near.join(","))
        }
        Question::Clarify(_) => return None,
    })
}

/// Reads a question to the end of the text.
pub(super) fn question(cursor: &mut Cursor<'_>) -> Option<Question> {
    let entry_and_profile = |cursor: &mut Cursor<'_>| {
        let entry = cursor.until('/')?.parse().ok()?;
        Some((entry, profile(cursor)?))
    };
    let all = |text: &str| {
        text.split(',')
            .filter(|id| !id.is_empty())
            .map(|id| id.parse().ok())
            .collect::<Option<Vec<EntryId>>>()
    };
    Some(match cursor.next()? {
        'a' => Question::Advise(profile(cursor)?),
        'i' => Question::Card(cursor.entry()?),
        'c' => {
            let (entry, profile) = entry_and_profile(cursor)?;
            Question::Costs { entry, profile }
        }
        'C' => {
            let unlimited = cursor.is_done() || cursor.0.starts_with('/');
            let budget = if unlimited {
                None
            } else {
                Some(budget(cursor)?)
            };
            let kind = match cursor.skip('/').then(|| cursor.next()) {
                None => None,
                Some(code) => Some(CredentialKind::from_code(code?)?),
            };
            Question::CostList { budget, kind }
        }
        'v' => {
            let entries = all(cursor.until('/')?).filter(|ids| (2..=3).contains(&ids.len()))?;
            Question::Compare {
                entries,
                profile: profile(cursor)?,
            }
        }
        'd' => {
            let (entry, profile) = entry_and_profile(cursor)?;
            Question::Duration { entry, profile }
        }
        'p' => plan(cursor)?,
        'r' => {
            let (entry, profile) = entry_and_profile(cursor)?;
            Question::Prerequisites { entry, profile }
        }
        'n' => Question::Renewal(cursor.entry()?),
        'e' => Question::Exam(cursor.entry()?),
        'l' => Question::Status(cursor.entry()?),
        'f' => Question::Free {
            entry: optional(cursor.until('/')?).ok()?,
            topic: match cursor.next() {
                None => None,
                Some(code) => Some(Goal::from_code(code)?),
            },
        },
        'q' => Question::Faq(optional(cursor.rest()).ok()?),
        's' => Question::Stack(optional(cursor.rest()).ok()?),
        'y' => Question::Career {
            years: match cursor.rest() {
                "" => None,
                years => Some(years.parse().ok()?),
            },
        },
        'u' => Question::Guide(optional(cursor.rest()).ok()?),
        'b' => {
            let tier = match cursor.next()? {
                '-' => None,
                digit => Some(u8::try_from(digit.to_digit(10)?).ok()?),
            };
            let level = match cursor.next()? {
                '-' => None,
                code => Some(Level::from_code(code)?),
            };
            cursor.skip('/').then_some(())?;
            let provider = match cursor.take_while(|c| c != '/') {
                "" => None,
                id => Some(id.parse().ok()?),
            };
            let (mut topic, mut kind) = (None, None);
            if cursor.skip('/') {
                topic = match cursor.next()? {
                    '-' => None,
                    code => Some(Goal::from_code(code)?),
                };
                kind = match cursor.next()? {
                    '-' => None,
                    code => Some(CredentialKind::from_code(code)?),
                };
            }
            Question::Browse(BrowseFilter {
                tier,
                provider,
                level,
                topic,
                kind,
            })
        }
        'G' => Question::Greeting,
        'H' => Question::Help,
        'A' => Question::About,
        'P' => Question::Privacy,
        'x' => Question::Decline {
            kind: DeclineKind::from_code(cursor.next()?)?,
            near: all(cursor.rest())?,
        },
        _ => return None,
    })
}

fn optional(text: &str) -> Result<Option<EntryId>, EntryIdError> {
    if text.is_empty() {
        Ok(None)
    } else {
        text.parse().map(Some)
    }
}

fn plan(cursor: &mut Cursor<'_>) -> Option<Question> {
    let entry = cursor.until('/')?.parse().ok()?;
    let (mut hours_per_week, mut start, mut deadline) = (None, None, None);
    while let Some(tag) = cursor.next() {
        match tag {
            'h' => hours_per_week = Some(cursor.number()?),
            's' => start = Some(read_date(cursor)?),
            'd' => deadline = Some(read_date(cursor)?),
            _ => return None,
        }
    }
    Some(Question::Plan {
        entry,
        hours_per_week,
        start,
        deadline,
    })
}
