//! What a group is about to change, held against S2, S3, S5 and S10.

use super::super::{server::tables::Memory, shared::Shared};
use jiefang_domain::{
    Id, Row,
    timebank::{Account, AccountKind, Phase},
};
use jiefang_server::{store::Writes, sync::SYSTEM};
use std::collections::BTreeMap;

/// Looks at a group before it is written.
pub fn commit(shared: &Shared, before: &Memory, writes: &Writes) {
    counters(shared, before, writes);
    names(shared, writes);
    ledger(shared, before, writes);
    let mut told = shared.told.borrow_mut();
    for row in writes.log.iter().filter(|row| row.client_id != SYSTEM) {
        if let Some(op) = row.op_id.as_deref().and_then(Id::parse) {
            shared.holds("undone", !told.undone.contains(&op), || format!("{op} was taken back, and is sent"));
            told.decided(&op, shared.now_ms.get());
        }
    }
}

/// S2 and S3: an operation once, a client's counter one by one, in the order of the log.
fn counters(shared: &Shared, before: &Memory, writes: &Writes) {
    let mut last: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for row in writes.log.iter().filter(|row| row.client_id != SYSTEM && !row.client_id.is_empty()) {
        let at = (row.book.as_str(), row.client_id.as_str());
        let known = || {
            let at = (Id::parse(&row.book).unwrap(), Id::parse(&row.client_id).unwrap());
            before.clients.get(&at).map_or(0, |client| client.last_n)
        };
        let last_n = last.get(&at).copied().unwrap_or_else(known);
        shared.holds("S3", row.n == last_n + 1, || format!("{} n {} after {last_n}", row.client_id, row.n));
        last.insert(at, row.n);
    }
    let mut seen: Vec<(&str, &str)> = Vec::new();
    for row in &writes.log {
        let Some(op) = row.op_id.as_deref() else { continue };
        let earlier = before.logged(&Id::parse(&row.book).unwrap(), &Id::parse(op).unwrap()).is_some();
        let at = (row.book.as_str(), op);
        shared.holds("S2", !earlier && !seen.contains(&at), || format!("{op} is decided twice"));
        seen.push(at);
    }
}

/// S10: an act stands under the name of whoever did it.
fn names(shared: &Shared, writes: &Writes) {
    let told = shared.told.borrow();
    for row in &writes.log {
        let act = row.op_id.as_deref().and_then(Id::parse).and_then(|op| told.acts.get(&op));
        let Some(act) = act else { continue };
        shared.holds("S10", act.person.as_str() == row.person, || {
            format!("{:?} of {} is logged as {}'s", row.op_id, act.person, row.person)
        });
        shared.holds("S10", act.book.as_str() == row.book, || format!("{:?} is in another book", row.op_id));
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sums {
    posted_debits: i64,
    posted_credits: i64,
    pending_debits: i64,
    pending_credits: i64,
}

/// S5: sums rebuilt from the lines, at every number; no member below zero; the stored ones are the same.
fn ledger(shared: &Shared, before: &Memory, writes: &Writes) {
    let mut sums: BTreeMap<(Id, Id), Sums> = BTreeMap::new();
    if writes.transfers.is_empty() {
        return;
    }
    let old = before.transfers.iter().map(|(book, seq, line)| (book, *seq, &**line));
    let new = writes.transfers.iter().map(|(book, seq, line)| (book, *seq, line));
    for (book, seq, line) in old.chain(new) {
        let resolves = i64::from(!line.resolves.is_none());
        let (pending, posted) = match line.phase {
            Phase::Pending => (line.minutes, 0),
            Phase::Posted => (-resolves * line.minutes, line.minutes),
            Phase::Voided => (-line.minutes, 0),
        };
        let debit = sums.entry((book.clone(), line.debit.clone())).or_default();
        debit.posted_debits += posted;
        debit.pending_debits += pending;
        let kind = Account::empty(&line.debit).account_kind;
        let below =
            kind != AccountKind::IssuanceService && debit.posted_debits + debit.pending_debits > debit.posted_credits;
        shared.holds("S5", !below, || format!("{} is overdrawn at {seq}", line.debit));
        let credit = sums.entry((book.clone(), line.credit.clone())).or_default();
        credit.posted_credits += posted;
        credit.pending_credits += pending;
    }
    let total = sums.values().fold((0, 0), |(posted, pending), sum| {
        (posted + sum.posted_debits - sum.posted_credits, pending + sum.pending_debits - sum.pending_credits)
    });
    shared.holds("S5", total == (0, 0), || format!("debits and credits differ by {total:?}"));
    for ((book, _), stored) in &writes.records {
        let Row::Account(account) = &*stored.row else { continue };
        let sum = sums.get(&(book.clone(), account.id.clone())).copied().unwrap_or_default();
        let stored = Sums {
            posted_debits: account.posted_debits_minutes,
            posted_credits: account.posted_credits_minutes,
            pending_debits: account.pending_debits_minutes,
            pending_credits: account.pending_credits_minutes,
        };
        shared.holds("S5", sum == stored, || format!("{}: stored {stored:?}, rebuilt {sum:?}", account.id));
    }
}
