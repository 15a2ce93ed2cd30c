//! What the buttons, selects and forms of moderation do, as short texts for custom ids.
//!
//! What was typed lives in the draft, so a custom id only names it: buttons work after a restart. A
//! letter is never reused for another meaning.

use crate::domain::EntryId;
use crate::reply::{Action, CustomId};

use super::{DraftId, GapId, SuggestionId};

/// What a component of moderation does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModerationAction {
    /// Opens a page of a draft's form; as a form's id: takes what was typed.
    Page(DraftId, char),
    /// Opens the page that was chosen from a select.
    Pages(DraftId),
    /// Shows a draft as it stands.
    ShowDraft(DraftId),
    /// Shows the whole replies that a draft would change.
    Preview(DraftId),
    /// Publishes a draft, or releases it for a second moderator.
    Publish(DraftId),
    /// Approves what another moderator has released, as it was when it was looked at.
    Approve(DraftId, u32),
    /// Lays a draft over what was published meanwhile.
    CarryOver(DraftId),
    /// Throws a draft away.
    Discard(DraftId),
    /// Takes a revision back.
    Undo(u64),
    /// Takes a revision back although later ones touch the same fields: as a draft.
    UndoAnyway(u64),
    /// Shows what a revision changed.
    Diff(u64),
    /// A page of the history.
    History {
        /// Which; the newest is 0.
        page: u32,
        /// Only of this entry.
        entry: Option<EntryId>,
    },
    /// A page of the review list.
    Review(u32),
    /// The facts of an entry still hold.
    StillTrue(EntryId),
    /// Begins to edit an entry.
    Edit(EntryId),
    /// A page of the gaps.
    Gaps(u32),
    /// Shows one gap and what can be done with it; without an id, the one chosen from a select.
    Gap(Option<GapId>),
    /// Asks for the entry that a gap's wording should lead to; as a form's id: takes it.
    Attach(GapId),
    /// Begins an FAQ entry from a gap.
    AnswerGap(GapId),
    /// Deletes a gap and those like it.
    DismissGap(GapId),
    /// A page of the suggestions.
    Suggestions(u32),
    /// Shows one suggestion; without an id, the one chosen from a select.
    Suggestion(Option<SuggestionId>),
    /// Begins the edit that a suggestion asks for.
    Accept(SuggestionId),
    /// Asks for the reason to decline; as a form's id: takes it.
    Decline(SuggestionId),
    /// As a form's id: takes what a member says is out of date.
    Report(EntryId),
    /// The settings, with every role taken off.
    DropRoles,
}

fn number(id: u64) -> String {
    let mut digits = Vec::new();
    let mut rest = id;
    loop {
        digits.push(char::from_digit((rest % 36) as u32, 36).unwrap_or('0'));
        rest /= 36;
        if rest == 0 {
            break;
        }
    }
    digits.into_iter().rev().collect()
}

fn read_number(text: &str) -> Option<u64> {
    u64::from_str_radix(text, 36).ok()
}

impl ModerationAction {
    fn payload(&self) -> String {
        match self {
            Self::Page(draft, page) => format!("f{page}{}", number(draft.0)),
            Self::Pages(draft) => format!("s{}", number(draft.0)),
            Self::ShowDraft(draft) => format!("b{}", number(draft.0)),
            Self::Preview(draft) => format!("v{}", number(draft.0)),
            Self::Publish(draft) => format!("p{}", number(draft.0)),
            Self::Approve(draft, seen) => {
                format!("a{}/{}", number(draft.0), number(u64::from(*seen)))
            }
            Self::CarryOver(draft) => format!("c{}", number(draft.0)),
            Self::Discard(draft) => format!("d{}", number(draft.0)),
            Self::Undo(revision) => format!("u{}", number(*revision)),
            Self::UndoAnyway(revision) => format!("U{}", number(*revision)),
            Self::Diff(revision) => format!("i{}", number(*revision)),
            Self::History { page, entry } => {
                let entry = entry.as_ref().map_or("", EntryId::as_str);
                format!("h{}/{entry}", number(u64::from(*page)))
            }
            Self::Review(page) => format!("w{}", number(u64::from(*page))),
            Self::StillTrue(entry) => format!("t{entry}"),
            Self::Edit(entry) => format!("e{entry}"),
            Self::Gaps(page) => format!("g{}", number(u64::from(*page))),
            Self::Gap(gap) => format!("G{}", gap.map_or_else(String::new, |gap| number(gap.0))),
            Self::Attach(gap) => format!("A{}", number(gap.0)),
            Self::AnswerGap(gap) => format!("Q{}", number(gap.0)),
            Self::DismissGap(gap) => format!("X{}", number(gap.0)),
            Self::Suggestions(page) => format!("q{}", number(u64::from(*page))),
            Self::Suggestion(id) => {
                format!("S{}", id.map_or_else(String::new, |id| number(id.0)))
            }
            Self::Accept(id) => format!("y{}", number(id.0)),
            Self::Decline(id) => format!("n{}", number(id.0)),
            Self::Report(entry) => format!("o{entry}"),
            Self::DropRoles => "R".to_owned(),
        }
    }

    /// Reads what a component carried. `None`: from another version.
    pub fn decode(payload: &str) -> Option<Self> {
        let mut letters = payload.chars();
        let letter = letters.next()?;
        let rest = letters.as_str();
        let page = |rest| read_number(rest).and_then(|page| u32::try_from(page).ok());
        let draft = || read_number(rest).map(DraftId);
        Some(match letter {
            'f' => {
                let key = letters.next()?;
                Self::Page(read_number(letters.as_str()).map(DraftId)?, key)
            }
            's' => Self::Pages(draft()?),
            'b' => Self::ShowDraft(draft()?),
            'v' => Self::Preview(draft()?),
            'p' => Self::Publish(draft()?),
            'a' => {
                let (draft, seen) = rest.split_once('/')?;
                let draft = read_number(draft).map(DraftId)?;
                Self::Approve(draft, u32::try_from(read_number(seen)?).ok()?)
            }
            'c' => Self::CarryOver(draft()?),
            'd' => Self::Discard(draft()?),
            'u' => Self::Undo(read_number(rest)?),
            'U' => Self::UndoAnyway(read_number(rest)?),
            'i' => Self::Diff(read_number(rest)?),
            'h' => {
                let (number, entry) = rest.split_once('/')?;
                let entry = match entry {
                    "" => None,
                    id => Some(id.parse().ok()?),
                };
                Self::History {
                    page: page(number)?,
                    entry,
                }
            }
            'w' => Self::Review(page(rest)?),
            't' => Self::StillTrue(rest.parse().ok()?),
            'e' => Self::Edit(rest.parse().ok()?),
            'g' => Self::Gaps(page(rest)?),
            'G' if rest.is_empty() => Self::Gap(None),
            'G' => Self::Gap(Some(GapId(read_number(rest)?))),
            'A' => Self::Attach(GapId(read_number(rest)?)),
            'Q' => Self::AnswerGap(GapId(read_number(rest)?)),
            'X' => Self::DismissGap(GapId(read_number(rest)?)),
            'q' => Self::Suggestions(page(rest)?),
            'S' if rest.is_empty() => Self::Suggestion(None),
            'S' => Self::Suggestion(Some(SuggestionId(read_number(rest)?))),
            'y' => Self::Accept(SuggestionId(read_number(rest)?)),
            'n' => Self::Decline(SuggestionId(read_number(rest)?)),
            'o' => Self::Report(rest.parse().ok()?),
            'R' if rest.is_empty() => Self::DropRoles,
            _ => return None,
        })
    }

    /// The custom id of a component; the longest of them is far from Discord's limit.
    pub fn custom_id(&self) -> Option<CustomId> {
        Action::Moderation(self.payload()).encode()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn every(id: u64, page: u32, entry: &EntryId, key: char) -> Vec<ModerationAction> {
        use ModerationAction as A;
        let draft = DraftId(id);
        vec![
            A::Page(draft, key),
            A::Pages(draft),
            A::ShowDraft(draft),
            A::Preview(draft),
            A::Publish(draft),
            A::Approve(draft, page),
            A::CarryOver(draft),
            A::Discard(draft),
            A::Undo(id),
            A::UndoAnyway(id),
            A::Diff(id),
            A::History { page, entry: None },
            A::History {
                page,
                entry: Some(entry.clone()),
            },
            A::Review(page),
            A::StillTrue(entry.clone()),
            A::Edit(entry.clone()),
            A::Gaps(page),
            A::Gap(None),
            A::Gap(Some(GapId(id))),
            A::Attach(GapId(id)),
            A::AnswerGap(GapId(id)),
            A::DismissGap(GapId(id)),
            A::Suggestions(page),
            A::Suggestion(None),
            A::Suggestion(Some(SuggestionId(id))),
            A::Accept(SuggestionId(id)),
            A::Decline(SuggestionId(id)),
            A::Report(entry.clone()),
            A::DropRoles,
        ]
    }

    proptest! {
        #[test]
        fn every_action_comes_back_and_no_two_are_alike(
            id in any::<u64>(), page in any::<u32>(), key in "[a-z]",
            entry in "[a-z][a-z0-9]{1,13}-[a-z0-9]{1,13}",
        ) {
            let entry: EntryId = entry.parse().unwrap();
            let key = key.chars().next().unwrap();
            let mut seen = std::collections::BTreeSet::new();
            for action in every(id, page, &entry, key) {
                let custom_id = action.custom_id().unwrap();
                let Some(Action::Moderation(payload)) = Action::decode(custom_id.as_str()) else {
                    return Err(TestCaseError::fail("no moderation action"));
                };
                prop_assert_eq!(ModerationAction::decode(&payload), Some(action));
                prop_assert!(seen.insert(payload));
            }
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,98}") {
            let _ = ModerationAction::decode(&text);
        }
    }
}
