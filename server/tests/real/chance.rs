//! What a loop leaves to chance, and how long it goes on.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Numbers that follow from a seed.
pub struct Chance(u64);

impl Chance {
    /// The seed of `JIEFANG_SEED`, or a fresh one; printed either way.
    pub fn new(of: &str) -> Self {
        let given = std::env::var("JIEFANG_SEED").ok().and_then(|seed| seed.parse().ok());
        let fresh =
            || u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() & 0xffff_ffff).unwrap();
        let seed = given.unwrap_or_else(fresh);
        eprintln!("{of}: JIEFANG_SEED={seed}");
        Self(seed)
    }

    /// One of `from..to`.
    pub fn within(&mut self, from: u64, to: u64) -> u64 {
        // SplitMix64
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        from + (z ^ (z >> 31)) % (to - from)
    }

    /// A seed for somebody else.
    pub fn split(&mut self) -> Self {
        Self(self.within(0, u64::MAX))
    }
}

/// When a loop may end.
pub fn until(default_s: u64) -> Instant {
    let given = std::env::var("JIEFANG_LOOP_S").ok().and_then(|s| s.parse().ok());
    Instant::now() + Duration::from_secs(given.unwrap_or(default_s))
}
