//! A restore stands in the log of every book it concerns: what was rewound is told, not hidden.

use crate::{
    Id, Refusal,
    rule::{Case, Changes, Guards, Verdict, short},
    tree::map,
};

/// Longest reason for a restore, in characters.
pub const REASON_CHARS_MAX: usize = 500;

/// The book was put back from a backup. It changes no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// How far the book had come before: the head of the database that was replaced, or else the backup's.
    pub old_head: u64,
    /// The epoch that ended with it.
    pub old_epoch: Id,
    /// Why, in the words of whoever did it.
    pub reason: String,
}

map!(Restored { old_head, old_epoch, reason });

/// Only the server itself says so.
pub fn restored(c: &Restored, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.check(case.actor.system, Refusal::NotYours);
    guards.check(!c.reason.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(&c.reason, REASON_CHARS_MAX), Refusal::TextTooLong);
    guards.verdict(Changes::default)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        command::Command,
        testing::{Yard, id},
    };

    #[test]
    fn only_the_server_says_so_with_a_reason_and_no_row_changes() {
        let said =
            |reason: &str| Command::Restored(Restored { old_head: 7, old_epoch: id("before"), reason: reason.into() });
        let mut yard = Yard::new();
        let settled = yard.clock(said("磁盘坏了"));
        assert!(settled.rows.is_empty() && settled.cells.is_empty() && settled.transfers.is_empty());
        assert_eq!(yard.act("worker", said("磁盘坏了")), Err(Refusal::NotYours));
        let system = crate::identity::Actor::system();
        assert_eq!(yard.decide(&system, &said(" ")), Err(Refusal::TextMissing));
        assert_eq!(yard.decide(&system, &said(&"长".repeat(501))), Err(Refusal::TextTooLong));
    }
}
