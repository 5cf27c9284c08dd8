//! Taking back what was just done (QUALITY, "mistakes"): for a moment an act stays on its device before it is sent. Which
//! one that is follows from the outbox and the device's clock, so that nothing has to be kept of it.

use crate::Millis;

/// How much later than it is offered an undo is still taken: the tap comes before the work.
const LATE_MS: Millis = 1_000;
/// How much later than it is offered the act is sent: no push is under way when the last undo is taken.
const SENT_LATER_MS: Millis = 2_000;

/// How long what was just done waits before it is sent. The default sends everything at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pause {
    /// How long undoing is offered; 0 where everything is sent at once.
    pub offered_ms: Millis,
    /// What was done by then waits no longer, by the device's clock.
    pub released_ms: Millis,
    /// The device's clock.
    pub now_ms: Millis,
}

impl Pause {
    fn left_ms(self, authored_at_ms: Millis, later_ms: Millis) -> Option<Millis> {
        let age_ms = self.now_ms - authored_at_ms;
        let left_ms = self.offered_ms + later_ms - age_ms;
        // What a clock that was set back makes younger than now is not held back for hours.
        let held = self.offered_ms > 0 && age_ms >= 0 && left_ms > 0 && authored_at_ms > self.released_ms;
        held.then_some(left_ms)
    }

    /// How much longer what was done then is held back; nothing where it is sent now.
    pub fn held_ms(self, authored_at_ms: Millis) -> Option<Millis> {
        self.left_ms(authored_at_ms, SENT_LATER_MS)
    }

    /// Whether what was done then may still be undone.
    pub fn lets_undo(self, authored_at_ms: Millis) -> bool {
        self.left_ms(authored_at_ms, LATE_MS).is_some()
    }
}
