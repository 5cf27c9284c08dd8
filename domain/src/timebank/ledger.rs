//! The ledger: append-only double entry in integer minutes. A state is a new line, never a changed one.

use super::Account;
use crate::tree::{map, name};
use crate::{
    Id, Millis,
    rule::{Seen, View, get},
};

/// What a transfer is (DOMAIN, "Transfers"). The others come with their commands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TransferKind {
    /// Issuance → provider.
    Deposit,
    /// Above the cap → pool, in the same group.
    Overflow,
}

name!(TransferKind { Deposit = "deposit", Overflow = "overflow" });

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    /// Announces minutes that wait for confirmation.
    Pending,
    /// Posts minutes: those of the line it resolves, or its own.
    Posted,
    /// Takes an announcement back.
    Voided,
}

name!(Phase { Pending = "pending", Posted = "posted", Voided = "voided" });

/// One line of the ledger. Debits one account and credits one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its id; the same act always makes the same one (T5).
    pub id: Id,
    /// What belongs together: all lines of one act.
    pub group: Id,
    /// What it is.
    pub kind: TransferKind,
    /// What it does.
    pub phase: Phase,
    /// The pending line it resolves; `-` where it resolves none. Each is resolved at most once (T6).
    pub resolves: Id,
    /// The account the minutes leave.
    pub debit: Id,
    /// The account they come to.
    pub credit: Id,
    /// How many, always positive.
    pub minutes: i64,
    /// When.
    pub at_ms: Millis,
}

map!(Transfer { id, group, kind, phase, resolves, debit, credit, minutes, at_ms });

/// Adds a line to the sums of an account, where it names it.
pub fn apply(transfer: &Transfer, account: &mut Account) {
    let resolves = !transfer.resolves.is_none();
    let (pending, posted) = match transfer.phase {
        Phase::Pending => (transfer.minutes, 0),
        Phase::Posted => (if resolves { -transfer.minutes } else { 0 }, transfer.minutes),
        Phase::Voided => (-transfer.minutes, 0),
    };
    if account.id == transfer.debit {
        account.pending_debits_minutes += pending;
        account.posted_debits_minutes += posted;
    }
    if account.id == transfer.credit {
        account.pending_credits_minutes += pending;
        account.posted_credits_minutes += posted;
    }
}

/// The accounts a group of transfers touches, as they stand afterwards. An account this device does not hold is left
/// out; the server holds them all.
pub fn touched(transfers: &[Transfer], view: &dyn View) -> Vec<Account> {
    let mut accounts: Vec<Account> = Vec::new();
    for id in transfers.iter().flat_map(|t| [&t.debit, &t.credit]) {
        if accounts.iter().any(|account| account.id == *id) {
            continue;
        }
        match get::<Account>(view, id) {
            Seen::Known(account) => accounts.push(account.clone()),
            Seen::Absent => accounts.push(Account::empty(id)),
            Seen::Unknown => {}
        }
    }
    for account in &mut accounts {
        for transfer in transfers {
            apply(transfer, account);
        }
    }
    accounts
}
