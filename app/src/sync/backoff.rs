//! How long to wait before trying again: growing, and never in step with the neighbours.

use crate::id::random_below;
use std::time::Duration;

/// 1 s, 2 s, 4 s … 60 s, each shortened at random by up to half, so that after an outage not all come at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Backoff {
    failures: u32,
}

impl Backoff {
    /// It worked: the next failure waits shortly again.
    pub fn reset(&mut self) {
        self.failures = 0;
    }

    /// It failed once more; how long to wait now.
    pub fn wait(&mut self) -> Duration {
        let whole = 1_000_u32.saturating_mul(2_u32.saturating_pow(self.failures.min(10))).min(60_000);
        self.failures = self.failures.saturating_add(1);
        Duration::from_millis(u64::from(whole / 2 + random_below(whole / 2 + 1)).max(1_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn waits_grow_from_one_second_to_a_minute_at_most() {
        let mut backoff = Backoff::default();
        let waits: Vec<u128> = (0..12).map(|_| backoff.wait().as_millis()).collect();
        assert!(waits.iter().all(|ms| (1_000..=60_000).contains(ms)), "{waits:?}");
        assert!(waits[9] >= 30_000, "{waits:?}");
        backoff.reset();
        assert_eq!(backoff.wait().as_millis(), 1_000);
    }
}
