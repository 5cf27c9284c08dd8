//! What the three moments of an entry tell: authored, estimated, received. Derived wherever it is asked; nothing of it is
//! stored.

use crate::Millis;

/// How far an entry's corrected moment and its receipt may lie apart before it is flagged (SYNC, "Old clients, clocks,
/// restores").
pub const CLOCK_APART_MS_MAX: Millis = 5 * 60_000;

/// Why the moments of an entry do not agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockFlag {
    /// It arrived long after it was authored: the device was without network.
    Late,
    /// The device's clock is wrong: far from the server's by its own estimate, or in the future.
    WrongClock,
}

/// The flag of an entry, where there is one.
pub fn clock_flag(authored_at_ms: Millis, offset_ms: Millis, received_at_ms: Millis) -> Option<ClockFlag> {
    let lag_ms = received_at_ms.saturating_sub(authored_at_ms.saturating_add(offset_ms));
    if lag_ms.unsigned_abs() <= CLOCK_APART_MS_MAX.unsigned_abs() {
        return None;
    }
    let wrong = lag_ms < 0 || offset_ms.unsigned_abs() > CLOCK_APART_MS_MAX.unsigned_abs();
    Some(if wrong { ClockFlag::WrongClock } else { ClockFlag::Late })
}

#[cfg(test)]
mod tests {
    use super::{ClockFlag::*, *};

    const NOW: Millis = 1_795_395_600_000;
    const MINUTE: Millis = 60_000;

    #[test]
    fn five_minutes_apart_are_no_flag_and_a_moment_more_is() {
        for offset in [0, MINUTE, -MINUTE] {
            for apart in [0, 5 * MINUTE, -5 * MINUTE] {
                assert_eq!(clock_flag(NOW + apart - offset, offset, NOW), None);
            }
            assert_eq!(clock_flag(NOW - 5 * MINUTE - 1 - offset, offset, NOW), Some(Late));
            assert_eq!(clock_flag(NOW + 5 * MINUTE + 1 - offset, offset, NOW), Some(WrongClock));
        }
    }

    #[test]
    fn offline_for_days_is_late_and_a_clock_a_year_off_is_wrong() {
        let day = 24 * 60 * MINUTE;
        assert_eq!(clock_flag(NOW - 3 * day, 0, NOW), Some(Late));
        assert_eq!(clock_flag(NOW - 368 * day, 365 * day, NOW), Some(WrongClock));
        assert_eq!(clock_flag(NOW + 365 * day, 0, NOW), Some(WrongClock));
        // A year off and known to be: the corrected moment agrees.
        assert_eq!(clock_flag(NOW + 365 * day, -365 * day, NOW), None);
        assert_eq!(clock_flag(Millis::MAX, Millis::MAX, NOW), Some(WrongClock));
        assert_eq!(clock_flag(Millis::MIN, Millis::MIN, NOW), Some(WrongClock));
    }
}
