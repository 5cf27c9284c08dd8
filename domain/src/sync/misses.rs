//! Wrong tries at a device's own lock: each costs more time than the one before, and after ten the copy goes. What stands
//! in the outbox never does (QUALITY, "Secure": a shared or lost phone).

use crate::{Millis, calendar::MINUTE_MS, tree::map};

/// After so many wrong tries in a row the copy on the device is wiped and the digits no longer open anything.
pub const MISSES_MAX: u32 = 10;
/// So many cost nothing: fingers slip.
const FREE: u32 = 3;

/// Wrong tries in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Misses {
    /// How many.
    pub count: u32,
    /// When the last one was, by the device's clock.
    pub last_ms: Millis,
}

map!(Misses { count, last_ms });

impl Misses {
    /// One more.
    #[must_use]
    pub fn missed(self, now_ms: Millis) -> Self {
        Self { count: self.count.saturating_add(1), last_ms: now_ms }
    }

    /// How long the next try has to wait, in milliseconds. A clock that was put back does not lengthen it.
    pub fn wait_ms(self, now_ms: Millis) -> Millis {
        let wait = match self.count {
            0..FREE => 0,
            FREE => MINUTE_MS / 2,
            4 => MINUTE_MS,
            5 => 5 * MINUTE_MS,
            _ => 15 * MINUTE_MS,
        };
        (self.last_ms + wait - now_ms).clamp(0, wait)
    }

    /// Whether the copy has to go now.
    pub fn is_over(self) -> bool {
        self.count >= MISSES_MAX
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_or_lost_phone_slows_guessing_down_and_wipes_the_copy_after_ten() {
        let mut misses = Misses::default();
        let mut waits = Vec::new();
        while !misses.is_over() {
            misses = misses.missed(1_000);
            waits.push(misses.wait_ms(1_000) / 1_000);
        }
        assert_eq!(waits, [0, 0, 30, 60, 300, 900, 900, 900, 900, 900]);
    }

    #[test]
    fn waiting_ends_and_a_clock_put_back_does_not_lengthen_it() {
        let misses = Misses { count: 4, last_ms: 1_000_000 };
        assert_eq!(misses.wait_ms(1_000_000 + MINUTE_MS), 0);
        assert_eq!(misses.wait_ms(0), MINUTE_MS);
    }
}
