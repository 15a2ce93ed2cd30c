//! Discord delivers at least once: what was seen before is not answered again.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

/// Ids of recent interactions and messages, the oldest forgotten first.
#[derive(Debug)]
pub(super) struct Seen {
    ids: Mutex<(HashSet<u64>, VecDeque<u64>)>,
    most: usize,
}

impl Seen {
    /// Remembers at most so many ids.
    pub(super) fn new(most: usize) -> Self {
        Self {
            ids: Mutex::default(),
            most,
        }
    }

    /// Whether this id comes for the first time; from now on it does not.
    pub(super) fn is_first(&self, id: u64) -> bool {
        let mut ids = self.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let (known, order) = &mut *ids;
        if !known.insert(id) {
            return false;
        }
        order.push_back(id);
        if order.len() > self.most
            && let Some(oldest) = order.pop_front()
        {
            known.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_first_once_until_it_is_forgotten() {
        let seen = Seen::new(2);
        assert!(seen.is_first(1));
        assert!(!seen.is_first(1));
        assert!(seen.is_first(2));
        assert!(seen.is_first(3));
        assert!(seen.is_first(1), "the oldest is forgotten");
        assert!(!seen.is_first(3));
    }
}
