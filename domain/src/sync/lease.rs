//! The lease: how long a device may show what it holds through an office, after the server last answered it (SYNC,
//! "Scopes"). A device that is offline cannot be told that a right has ended.

use crate::{Audience, Millis, calendar::DAY_MS};

/// From the last contact on.
pub const LEASE_MS: Millis = 7 * DAY_MS;

/// What a device knows of the time that has passed since the server last answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lease {
    /// When the server last answered; 0 where it never did.
    pub contact_ms: Millis,
    /// The latest moment seen since. A clock that is set back does not take it back.
    pub seen_ms: Millis,
}

impl Lease {
    /// The server answers: time begins anew, by its clock.
    pub const fn renewed(now_ms: Millis) -> Self {
        Self { contact_ms: now_ms, seen_ms: now_ms }
    }

    /// The same when it is `now_ms`.
    #[must_use]
    pub fn at(self, now_ms: Millis) -> Self {
        Self { seen_ms: self.seen_ms.max(self.contact_ms).max(now_ms), ..self }
    }

    /// Whether it has run out.
    pub const fn is_over(self) -> bool {
        self.seen_ms - self.contact_ms > LEASE_MS
    }
}

/// Whether a scope stays open when the lease has run out: what anyone may see, and what is the person's own.
pub(super) const fn is_open(scope: &Audience) -> bool {
    matches!(scope, Audience::Public | Audience::Person(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Millis = DAY_MS;

    #[test]
    fn seven_days_without_contact_and_not_a_moment_less() {
        let lease = Lease::renewed(10 * DAY);
        assert!(!lease.at(10 * DAY).is_over());
        assert!(!lease.at(17 * DAY).is_over());
        assert!(lease.at(17 * DAY + 1).is_over());
    }

    #[test]
    fn a_clock_set_back_does_not_extend_it() {
        let lease = Lease::renewed(10 * DAY).at(18 * DAY);
        assert!(lease.at(11 * DAY).is_over());
        assert!(Lease::renewed(10 * DAY).at(3 * DAY).at(16 * DAY).at(17 * DAY + 1).is_over());
    }

    #[test]
    fn the_next_contact_ends_it_even_where_the_clock_had_run_ahead() {
        let lost = Lease::renewed(10 * DAY).at(400 * DAY);
        assert!(lost.is_over());
        assert!(!Lease::renewed(11 * DAY).at(12 * DAY).is_over());
    }

    #[test]
    fn offices_are_locked_and_the_persons_own_is_not() {
        let scope = |text: &str| Audience::parse(text).unwrap();
        assert!(["public", "person:p1"].map(scope).iter().all(is_open));
        assert!(!["staff", "place:b5"].map(scope).iter().any(is_open));
    }
}
