//! Random numbers from the operating system.

use std::hash::{BuildHasher, Hasher, RandomState};

/// 128 random bits.
pub(super) fn random() -> u128 {
    // Each state is keyed from the system's random source; a hash under it gives the key away to
    // nobody.
    let half = || u128::from(RandomState::new().build_hasher().finish());
    (half() << 64) | half()
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_two_keys_are_alike() {
        assert_ne!(super::random(), super::random());
    }
}
