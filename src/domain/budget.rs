//! What somebody can spend.

use serde::{Deserialize, Serialize};

use super::Money;

/// Whether a budget is for everything or for each month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BudgetKind {
    /// In all.
    #[default]
    Total,
    /// A month, for as long as it takes.
    Monthly,
}

/// An amount that should not be exceeded. Zero means: nothing that costs money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Budget {
    /// The amount.
    pub amount: Money,
    /// In all or a month.
    pub kind: BudgetKind,
}

impl Budget {
    /// A budget for everything.
    pub const fn total(amount: Money) -> Self {
        Self {
            amount,
            kind: BudgetKind::Total,
        }
    }

    /// Whether nothing at all may be spent.
    pub fn is_nothing(&self) -> bool {
        self.amount.cents == 0
    }
}

impl std::fmt::Display for Budget {
    /// `$200`, `€30 a month`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.amount)?;
        match self.kind {
            BudgetKind::Total => Ok(()),
            BudgetKind::Monthly => f.write_str(" a month"),
        }
    }
}
