//! One command before the rulebook, the same for the writer and for `verify`.

use super::group::named_by_clock;
use jiefang_domain::{
    Id, Millis, Refusal, Row,
    command::Command,
    decide::decide,
    identity::Actor,
    rule::{Case, Verdict, View},
    settle::{Settled, settle},
    sync::OP_BYTES_MAX,
};
use serde::Deserialize;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It holds, with everything that follows from it.
    Applied(Box<Settled>),
    /// It does not.
    Refused(Refusal),
    /// Something is not loaded; with everything loaded, an error of the server.
    Unsure,
}

/// An arrived act, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// A command this server knows.
    Known(Box<Command>),
    /// Refused before any rule was asked, with its kind where it has a known one.
    Bad(Refusal, &'static str),
}

#[derive(Deserialize)]
struct Head {
    kind: String,
}

impl Sheet {
    /// Reads the text of an act.
    pub fn read(act: &str) -> Self {
        if act.len() > OP_BYTES_MAX {
            return Self::Bad(Refusal::EntryTooLarge, "");
        }
        let Ok(Head { kind }) = serde_json::from_str(act) else { return Self::Bad(Refusal::Malformed, "") };
        let Some(kind) = Command::KINDS.iter().find(|known| **known == kind) else {
            return Self::Bad(Refusal::UnknownKind, "");
        };
        serde_json::from_str(act).map_or(Self::Bad(Refusal::Malformed, kind), |command| Self::Known(Box::new(command)))
    }
}

/// The moment a command is decided for: the authored time corrected by the estimated offset, never later than receipt,
/// and never before 1970 however a clock was set.
pub fn moment(authored_at_ms: Millis, offset_ms: Millis, received_at_ms: Millis) -> Millis {
    authored_at_ms.saturating_add(offset_ms).min(received_at_ms).max(0)
}

/// Lets a command ask `view` for what it needs, without settling what follows where that asks for nothing of its own;
/// whether it may ask for more once it has been answered.
pub fn ask_act(command: &Command, actor: &Actor, now: Millis, book: &Id, view: &dyn View) -> bool {
    let case = Case { actor, now, book, view };
    let asked = catch_unwind(AssertUnwindSafe(|| match decide(command, &case) {
        Verdict::Allowed(changes) if changes.transfers.is_empty() => {
            for row in &changes.rows {
                view.row(&row.key());
            }
            false
        }
        Verdict::Allowed(changes) => {
            settle(changes, book, view);
            false
        }
        Verdict::Refused(_) => false,
        Verdict::Unsure(_) => true,
    }));
    asked.unwrap_or(false)
}

/// Decides, and settles what follows. A rule that panics is an error of this server, never of the queue.
pub fn decide_act(command: &Command, actor: &Actor, now: Millis, book: &Id, view: &dyn View) -> Decided {
    let case = Case { actor, now, book, view };
    let decided = catch_unwind(AssertUnwindSafe(|| match decide(command, &case) {
        Verdict::Allowed(changes) => Decided::Applied(Box::new(settle(changes, book, view))),
        Verdict::Refused(refusal) => Decided::Refused(refusal),
        Verdict::Unsure(_) => Decided::Unsure,
    }));
    match decided {
        // Ids are composed (`m~<person>`): one that grew too long could be written but never read again.
        Ok(Decided::Applied(settled)) if !readable(&settled) => Decided::Refused(Refusal::Malformed),
        Ok(decided) => decided,
        Err(_) => Decided::Unsure,
    }
}

fn readable(settled: &Settled) -> bool {
    let sound = |id: &Id| Id::parse(id.as_str()).is_some();
    // A deadline's operation is named after its row.
    let op_sound = |row: &Row| row.deadline().is_none_or(|(_, op_id, _)| sound(&named_by_clock(&op_id)));
    settled.rows.iter().all(|(_, row)| sound(row.id()) && op_sound(row))
        && settled.transfers.iter().all(|t| [&t.id, &t.resolves, &t.debit, &t.credit].into_iter().all(sound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_refused_with_the_right_code() {
        let bad = |act: &str| match Sheet::read(act) {
            Sheet::Bad(refusal, _) => refusal.code(),
            Sheet::Known(_) => "known",
        };
        assert_eq!(bad(r#"{"kind":"hazard.clear@1","body":{"hazard":"h"}}"#), "known");
        assert_eq!(bad(r#"{"kind":"hazard.clear@1","body":{"hazard":"h","more":1}}"#), "malformed");
        assert_eq!(bad(r#"{"kind":"hazard.clear@1","body":{"hazard":"h h"}}"#), "malformed");
        assert_eq!(bad(r#"{"kind":"hazard.clear@1"}"#), "malformed");
        assert_eq!(bad(r#"{"kind":7}"#), "malformed");
        assert_eq!(bad("[]"), "malformed");
        assert_eq!(bad(r#"{"kind":"hazard.burn@9","body":{}}"#), "unknown_kind");
        assert_eq!(bad(&format!("\"{}\"", "x".repeat(OP_BYTES_MAX))), "entry_too_large");
    }

    #[test]
    fn the_moment_is_never_later_than_receipt_nor_before_1970() {
        assert_eq!(moment(100, 20, 1_000), 120);
        assert_eq!(moment(5_000, 20, 1_000), 1_000);
        assert_eq!(moment(Millis::MAX, Millis::MAX, 1_000), 1_000);
        assert_eq!(moment(Millis::MIN, Millis::MIN, 1_000), 0);
    }
}
