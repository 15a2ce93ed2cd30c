//! What a button or select does, as text that fits into a `custom_id`.
//!
//! Everything that is needed to act stands in it, so that a button still works after a restart. The
//! first character is the version, the second the action. Letters are never reused for another
//! meaning; a text that this version does not know is `None`, and gets a polite answer.

use crate::domain::{Background, EntryId, Goal, Platform, Profile, Question, Snowflake};

use super::CustomId;
use super::codec::{self, Cursor};

/// The version that this program writes.
const VERSION: char = '1';
/// The same version, where what the asker holds or refuses was left out: it may be long, and stays in
/// the conversation.
const VERSION_LEFT_OUT: char = '2';

/// What pressing a button or choosing from a select does.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Answers a question, at a page of the answer.
    Show {
        /// The question.
        question: Question,
        /// 0: what is shown at first.
        page: u8,
    },
    /// Says why a question was answered as it was, and how it was understood.
    Why(Question),
    /// Asks about the asker's situation, with what is known so far.
    Guide {
        /// What is known.
        profile: Profile,
        /// Which page of the form.
        page: GuidePage,
    },
    /// Takes one value of a select into the profile and goes on asking.
    Choose {
        /// What the select asks for.
        field: ProfileField,
        /// What was known before.
        profile: Profile,
    },
    /// Shows the entry whose id was chosen from a select.
    Open,
    /// Takes the hours a week from a select and answers the question anew.
    Pace(Question),
    /// Posts a private answer for everybody, under the message that it answers.
    Share {
        /// The question.
        question: Question,
        /// The message.
        under: Option<Snowflake>,
    },
    /// The reply to free text missed the question, which the message quotes.
    NotWhatIAsked,
    /// Something about this entry is out of date.
    ReportOutdated(EntryId),
    /// Asks whether to delete what is kept about the asker; once confirmed, deletes it.
    DeleteMyData {
        /// Whether they said yes.
        confirmed: bool,
    },
    /// Closes a question without doing anything.
    Cancel,
    /// Whatever `moderation` wrote; at most [`Action::MODERATION_LENGTH`] characters.
    Moderation(String),
}

/// The pages of the form that asks about the asker's situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GuidePage {
    /// Background, goal, platform, budget.
    #[default]
    First,
    /// Years and hours a week.
    Second,
}

/// What a select of that form asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProfileField {
    /// Where they come from.
    Background,
    /// What they want.
    Goal,
    /// Where they work.
    Platform,
    /// What they can spend.
    Budget,
    /// Hours a week.
    Hours,
    /// Years of experience.
    Years,
}

impl ProfileField {
    /// Every field.
    pub const ALL: [Self; 6] = [
        Self::Background,
        Self::Goal,
        Self::Platform,
        Self::Budget,
        Self::Hours,
        Self::Years,
    ];

    const fn code(self) -> char {
        match self {
            Self::Background => 'b',
            Self::Goal => 'g',
            Self::Platform => 'p',
            Self::Budget => 'm',
            Self::Hours => 'h',
            Self::Years => 'y',
        }
    }

    /// The page of the form on which it stands.
    pub const fn page(self) -> GuidePage {
        match self {
            Self::Background | Self::Goal | Self::Platform | Self::Budget => GuidePage::First,
            Self::Hours | Self::Years => GuidePage::Second,
        }
    }

    /// The profile with this field set to what a select's value says, or cleared by `-`. `None`
    /// where the value is not one that such a select offers.
    pub fn choose(self, value: &str, profile: &Profile) -> Option<Profile> {
        let mut profile = profile.clone();
        let clear = value == "-";
        let letter = || {
            let mut characters = value.chars();
            characters.next().filter(|_| characters.next().is_none())
        };
        match self {
            _ if clear => match self {
                Self::Background => profile.background = None,
                Self::Goal => profile.goal = None,
                Self::Platform => profile.platform = None,
                Self::Budget => profile.budget = None,
                Self::Hours => profile.hours_per_week = None,
                Self::Years => profile.years = None,
            },
            Self::Background => profile.background = Some(Background::from_code(letter()?)?),
            Self::Goal => profile.goal = Some(Goal::from_code(letter()?)?),
            Self::Platform => profile.platform = Some(Platform::from_code(letter()?)?),
            Self::Budget => profile.budget = Some(codec::budget(&mut Cursor::new(value))?),
            Self::Hours => {
                profile.hours_per_week = Some(value.parse().ok().filter(|h| (1..=80).contains(h))?);
            }
            Self::Years => profile.years = Some(value.parse().ok().filter(|y| *y <= 60)?),
        }
        Some(profile)
    }
}

impl Action {
    /// Characters that `moderation` has for itself.
    pub const MODERATION_LENGTH: usize = CustomId::MAX_LENGTH - 2;

    /// The text for a component. Where everything does not fit, the least important part of the
    /// asker's profile is left out: date, then years, hours, budget. `None` where even the question
    /// alone does not fit.
    pub fn encode(&self) -> Option<CustomId> {
        codec::Detail::ALL
            .into_iter()
            .find_map(|detail| CustomId::new(self.write(detail)?))
    }

    fn write(&self, detail: codec::Detail) -> Option<String> {
        let question = |question: &Question| codec::write_question(question, detail);
        let body = match self {
            Self::Show { question: q, page } => format!("s{page}/{}", question(q)?),
            Self::Why(q) => format!("w{}", question(q)?),
            Self::Guide { profile, page } => {
                let page = match page {
                    GuidePage::First => '1',
                    GuidePage::Second => '2',
                };
                format!("g{page}{}", codec::write_profile(profile, detail))
            }
            Self::Choose { field, profile } => {
                format!("c{}{}", field.code(), codec::write_profile(profile, detail))
            }
            Self::Open => "o".to_owned(),
            Self::Pace(q) => format!("p{}", question(q)?),
            Self::Share { question: q, under } => format!(
                "h{}/{}",
                under.map_or_else(String::new, |id| codec::base36(id.0)),
                question(q)?
            ),
            Self::NotWhatIAsked => "n".to_owned(),
            Self::ReportOutdated(entry) => format!("r{entry}"),
            Self::DeleteMyData { confirmed } => format!("x{}", u8::from(*confirmed)),
            Self::Cancel => "z".to_owned(),
            Self::Moderation(payload) => format!("m{payload}"),
        };
        let leaves_out = self
            .profile()
            .is_some_and(|profile| !profile.held.is_empty() || !profile.refused.is_empty());
        let version = if leaves_out {
            VERSION_LEFT_OUT
        } else {
            VERSION
        };
        Some(format!("{version}{body}"))
    }

    /// What it knows about the asker.
    fn profile(&self) -> Option<&Profile> {
        match self {
            Self::Show { question, .. }
            | Self::Why(question)
            | Self::Pace(question)
            | Self::Share { question, .. } => question.profile(),
            Self::Guide { profile, .. } | Self::Choose { profile, .. } => Some(profile),
            _ => None,
        }
    }

    /// The same, to be completed.
    pub fn profile_mut(&mut self) -> Option<&mut Profile> {
        match self {
            Self::Show { question, .. }
            | Self::Why(question)
            | Self::Pace(question)
            | Self::Share { question, .. } => question.profile_mut(),
            Self::Guide { profile, .. } | Self::Choose { profile, .. } => Some(profile),
            _ => None,
        }
    }

    /// Whether a component was made with something that the asker holds or refuses, which it does not
    /// carry: it must be put back before anything is recommended.
    pub fn leaves_out(custom_id: &str) -> bool {
        custom_id.starts_with(VERSION_LEFT_OUT)
    }

    /// Reads what a component carried. `None`: from another version, or not ours.
    pub fn decode(custom_id: &str) -> Option<Self> {
        let mut cursor = Cursor::new(custom_id.strip_prefix([VERSION, VERSION_LEFT_OUT])?);
        let action = match cursor.next()? {
            's' => {
                let page = cursor.until('/')?.parse().ok()?;
                Self::Show {
                    question: codec::question(&mut cursor)?,
                    page,
                }
            }
            'w' => Self::Why(codec::question(&mut cursor)?),
            'g' => {
                let page = match cursor.next()? {
                    '1' => GuidePage::First,
                    '2' => GuidePage::Second,
                    _ => return None,
                };
                Self::Guide {
                    page,
                    profile: codec::profile(&mut cursor)?,
                }
            }
            'c' => {
                let code = cursor.next()?;
                Self::Choose {
                    field: ProfileField::ALL.into_iter().find(|f| f.code() == code)?,
                    profile: codec::profile(&mut cursor)?,
                }
            }
            'o' => Self::Open,
            'p' => Self::Pace(codec::question(&mut cursor)?),
            'h' => {
                let under = match cursor.until('/')? {
                    "" => None,
                    id => Some(Snowflake(u64::from_str_radix(id, 36).ok()?)),
                };
                Self::Share {
                    question: codec::question(&mut cursor)?,
                    under,
                }
            }
            'n' => Self::NotWhatIAsked,
            'r' => Self::ReportOutdated(cursor.rest().parse().ok()?),
            'x' => Self::DeleteMyData {
                confirmed: match cursor.next()? {
                    '0' => false,
                    '1' => true,
                    _ => return None,
                },
            },
            'z' => Self::Cancel,
            'm' => Self::Moderation(cursor.rest().to_owned()),
            _ => return None,
        };
        cursor.is_done().then_some(action)
    }
}

#[cfg(test)]
mod tests {
    use proptest::option;
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::domain::{
        BrowseFilter, Budget, BudgetKind, CredentialKind, Currency, DeclineKind, Level, Money,
        parse_date,
    };

    fn entry() -> impl Strategy<Value = EntryId> {
        "[a-z][a-z0-9]{1,13}(-[a-z0-9]{1,12})?".prop_filter_map("an id", |id| id.parse().ok())
    }

    fn budget() -> impl Strategy<Value = Budget> {
        (
            0..=Money::MAX_CENTS,
            select(vec![Currency::USD, Currency::EUR, Currency::INR]),
            any::<bool>(),
        )
            .prop_map(|(cents, currency, monthly)| Budget {
                amount: Money { cents, currency },
                kind: if monthly {
                    BudgetKind::Monthly
                } else {
                    BudgetKind::Total
                },
            })
    }

    fn day() -> impl Strategy<Value = crate::domain::Date> {
        (0_i64..20_000)
            .prop_map(|days| parse_date("2020-01-01").unwrap() + time::Duration::days(days))
    }

    fn profile() -> impl Strategy<Value = Profile> {
        (
            option::of(select(Background::ALL)),
            option::of(select(Goal::ALL)),
            option::of(select(Platform::ALL)),
            option::of(budget()),
            option::of(1_u8..=80),
            option::of(day()),
            option::of(0_u8..=60),
            option::of(any::<bool>()),
        )
            .prop_map(
                |(background, goal, platform, budget, hours_per_week, deadline, years, codes)| {
                    Profile {
                        background,
                        goal,
                        platform,
                        budget,
                        hours_per_week,
                        deadline,
                        years,
                        codes,
                        ..Profile::default()
                    }
                },
            )
    }

    fn question() -> impl Strategy<Value = Question> {
        let pair = || (entry(), profile());
        prop_oneof![
            profile().prop_map(Question::Advise),
            entry().prop_map(Question::Card),
            pair().prop_map(|(entry, profile)| Question::Costs { entry, profile }),
            (
                option::of(budget()),
                option::of(select(CredentialKind::ALL))
            )
                .prop_map(|(budget, kind)| Question::CostList { budget, kind }),
            (prop::collection::vec(entry(), 2..=3), profile())
                .prop_map(|(entries, profile)| Question::Compare { entries, profile }),
            pair().prop_map(|(entry, profile)| Question::Duration { entry, profile }),
            pair().prop_map(|(entry, profile)| Question::Prerequisites { entry, profile }),
            (
                entry(),
                option::of(1_u8..=80),
                option::of(day()),
                option::of(day())
            )
                .prop_map(|(entry, hours_per_week, start, deadline)| Question::Plan {
                    entry,
                    hours_per_week,
                    start,
                    deadline
                }),
            entry().prop_map(Question::Renewal),
            entry().prop_map(Question::Exam),
            entry().prop_map(Question::Status),
            (option::of(entry()), option::of(select(Goal::ALL)))
                .prop_map(|(entry, topic)| Question::Free { entry, topic }),
            option::of(entry()).prop_map(Question::Faq),
            option::of(entry()).prop_map(Question::Stack),
            option::of(0_u8..=60).prop_map(|years| Question::Career { years }),
            option::of(entry()).prop_map(Question::Guide),
            (
                option::of(1_u8..=4),
                option::of(entry()),
                option::of(select(Level::ALL)),
                option::of(select(Goal::ALL)),
                option::of(select(CredentialKind::ALL))
            )
                .prop_map(|(tier, provider, level, topic, kind)| {
                    Question::Browse(BrowseFilter {
                        tier,
                        provider: provider.and_then(|id| id.as_str().parse().ok()),
                        level,
                        topic,
                        kind,
                    })
                }),
            select(vec![
                Question::Help,
                Question::About,
                Question::Privacy,
                Question::Greeting
            ]),
            (
                select(DeclineKind::ALL),
                prop::collection::vec(entry(), 0..=3)
            )
                .prop_map(|(kind, near)| Question::Decline { kind, near }),
        ]
    }

    /// A question without what was left out for want of room.
    fn without_profile(question: &Question) -> Question {
        let mut question = question.clone();
        match &mut question {
            Question::Advise(profile)
            | Question::Costs { profile, .. }
            | Question::Compare { profile, .. }
            | Question::Duration { profile, .. }
            | Question::Prerequisites { profile, .. } => *profile = Profile::default(),
            _ => {}
        }
        question
    }

    proptest! {
        #[test]
        fn every_action_comes_back_as_it_was(question in question(), page in 0_u8..20, id in any::<u64>()) {
            for action in [
                Action::Show { question: question.clone(), page },
                Action::Why(question.clone()),
                Action::Pace(question.clone()),
                Action::Share { question: question.clone(), under: Some(Snowflake(id)) },
            ] {
                // Three long ids leave no room for a message's id besides; nothing else is refused.
                let Some(custom_id) = action.encode() else {
                    let is_share = matches!(action, Action::Share { .. });
                    prop_assert!(is_share, "{:?}", action);
                    continue;
                };
                let decoded = Action::decode(custom_id.as_str());
                prop_assert!(decoded.is_some(), "{}", custom_id.as_str());
                let (Action::Show { question: came_back, .. }
                | Action::Why(came_back)
                | Action::Pace(came_back)
                | Action::Share { question: came_back, .. }) = decoded.clone().unwrap() else {
                    return Err(TestCaseError::fail("another action came back"));
                };
                if action.write(codec::Detail::Everything).is_some_and(|text| text.len() <= 100) {
                    prop_assert_eq!(decoded, Some(action));
                }
                prop_assert_eq!(without_profile(&came_back), without_profile(&question));
            }
        }

        #[test]
        fn what_the_form_knows_comes_back(profile in profile()) {
            let action = Action::Guide { profile: profile.clone(), page: GuidePage::Second };
            prop_assert_eq!(Action::decode(action.encode().unwrap().as_str()), Some(action));
            for field in ProfileField::ALL {
                let action = Action::Choose { field, profile: profile.clone() };
                prop_assert_eq!(Action::decode(action.encode().unwrap().as_str()), Some(action));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,100}", tail in "1[a-z]\\PC{0,60}") {
            let _ = Action::decode(&text);
            let _ = Action::decode(&tail);
        }
    }

    #[test]
    fn buttons_from_before_lists_had_kinds_and_topics_are_still_read() {
        for (custom_id, question) in [
            (
                "1s0/C",
                Question::CostList {
                    budget: None,
                    kind: None,
                },
            ),
            (
                "1s1/b1-/amazon",
                Question::Browse(BrowseFilter {
                    tier: Some(1),
                    provider: Some("amazon".parse().unwrap()),
                    ..BrowseFilter::default()
                }),
            ),
        ] {
            let Some(Action::Show { question: read, .. }) = Action::decode(custom_id) else {
                panic!("{custom_id} is not read");
            };
            assert_eq!(read, question, "{custom_id}");
        }
    }

    #[test]
    fn choices_are_read_by_their_code() {
        let empty = Profile::default();
        let chosen = ProfileField::Platform.choose("a", &empty).unwrap();
        assert_eq!(chosen.platform, Some(Platform::Aws));
        assert_eq!(
            ProfileField::Platform.choose("-", &chosen),
            Some(empty.clone())
        );
        for wrong in ["", "ab", "?", "81"] {
            assert_eq!(ProfileField::Hours.choose(wrong, &empty), None);
            assert_eq!(ProfileField::Goal.choose(wrong, &empty), None);
        }
        let other_version = Action::NotWhatIAsked
            .encode()
            .unwrap()
            .as_str()
            .replacen('1', "0", 1);
        assert_eq!(Action::decode(&other_version), None);
    }
}
