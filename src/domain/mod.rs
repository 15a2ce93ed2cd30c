//! The words of the field as types, without input or output.
//!
//! Everything here is plain data: parse at the edge, then trust. Nothing below this module knows of
//! Discord, files or the clock; `today` is always an argument.

mod asker;
mod budget;
mod certification;
mod date;
mod entry;
mod fact;
mod ids;
mod money;
mod profile;
mod question;

pub use asker::{Asker, Place, Snowflake};
pub use budget::{Budget, BudgetKind};
pub use certification::{
    ArticleOpinion, Certification, Claim, CredentialKind, Exam, Fee, FeeAmount, FeeKind, Level,
    Note, OtherFee, Preparation, PreparationRange, Prerequisites, Renewal, Retake, RetakeFee,
    State, StatusNow, StatusStep, Topic, Validity, ValidityPeriod, Variant,
};
pub use date::{Date, days_between, format_date, month_year, parse_date};
pub use entry::{
    Assumptions, CurrencyRate, Entry, EntryKind, FaqEntry, GuideEntry, GuidePoint, Pick, Resource,
    ResourcePrice, Situation, Source, SourceKind, Stack, StackStep, Stage, When,
};
pub use fact::{Confidence, Provenance};
pub use ids::{EntryId, EntryIdError, ProviderId, SourceId};
pub use money::{Currency, Money, MoneyRange};
pub use profile::{Background, Goal, Platform, Profile, Refusals, RefusedKind};
pub use question::{BrowseFilter, DeclineKind, Intent, Question};
