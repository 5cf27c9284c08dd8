//! The faults, each counted when it had its effect.

use std::fmt::Write;

macro_rules! faults {
    ($( $(#[$meta:meta])* $name:ident = $text:literal; )*) => {
        /// What can go wrong (SYNC, "Faults to inject").
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Fault { $( $(#[$meta])* $name, )* }

        impl Fault {
            /// Every one.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// Its name in the report.
            pub const fn name(self) -> &'static str {
                match self { $( Self::$name => $text, )* }
            }
        }
    };
}

faults! {
    /// The server committed and fell before it answered.
    CrashBeforeAnswer = "crash_before_answer";
    /// The server was killed inside a transaction.
    KilledInTransaction = "killed_in_transaction";
    /// An answer got lost after what was asked had been done.
    AnswerDropped = "answer_dropped";
    /// A request got lost.
    RequestDropped = "request_dropped";
    /// A request came twice.
    RequestDoubled = "request_doubled";
    /// An answer came twice.
    AnswerDoubled = "answer_doubled";
    /// An answer came after a newer one.
    AnswerLate = "answer_late";
    /// Two tabs talked to the server at once, because the browser has no locks.
    TwoLeaders = "two_leaders";
    /// The leading tab was killed in the middle of something, and another took over.
    LeaderKilled = "leader_killed";
    /// A tab was killed between a write and hearing of it.
    KilledAfterWrite = "killed_after_write";
    /// Something was recorded with a clock off by a year.
    ClockOff = "clock_off";
    /// Something was recorded after the clock had jumped, with the offset of before.
    ClockJumped = "clock_jumped";
    /// No room for a page.
    QuotaInPage = "quota_in_page";
    /// The transaction of a page was aborted.
    AbortInPage = "abort_in_page";
    /// The connection was cut after the commit.
    CutAfterCommit = "cut_after_commit";
    /// Something was taken back just after it had been recorded.
    Undone = "undone";
    /// Relaxed writes of the last seconds were lost with the power.
    RelaxedLost = "relaxed_lost";
    /// A backup older than the clients was put back, with a new epoch.
    RestoredNewEpoch = "restored_new_epoch";
    /// The same without one.
    RestoredSameEpoch = "restored_same_epoch";
    /// A device lost everything.
    DeviceWiped = "device_wiped";
    /// Rights ended while something that needs them was under way.
    RightsRevoked = "rights_revoked";
    /// Another person signed in while work was pending.
    SharedPhone = "shared_phone";
    /// Two profiles used the same counter.
    ProfileCopied = "profile_copied";
    /// A client three releases old sent its version of a command.
    OldClient = "old_client";
    /// The server was rolled back and met a kind it did not know.
    RolledBack = "rolled_back";
    /// Something that can never be decided stood in a queue.
    Poison = "poison";
    /// The server answered 503.
    Unavailable = "unavailable";
}

/// How often each fired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counts([u64; Fault::ALL.len()]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; Fault::ALL.len()])
    }
}

impl Counts {
    /// It fired.
    pub fn fired(&mut self, fault: Fault) {
        self.0[fault as usize] += 1;
    }

    /// How often it fired.
    pub fn of(&self, fault: Fault) -> u64 {
        self.0[fault as usize]
    }

    /// Takes another run's.
    pub fn add(&mut self, other: &Self) {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum += more;
        }
    }

    /// Those that never fired.
    pub fn silent(&self) -> Vec<Fault> {
        Fault::ALL.iter().copied().filter(|fault| self.of(*fault) == 0).collect()
    }

    /// As a JSON object.
    pub fn json(&self) -> String {
        let mut text = String::new();
        for fault in Fault::ALL {
            let comma = if text.is_empty() { "" } else { "," };
            let _ = write!(text, "{comma}\"{}\":{}", fault.name(), self.of(*fault));
        }
        format!("{{{text}}}")
    }
}
