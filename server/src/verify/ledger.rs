//! The ledger: lines against the log, sums against lines (T1, T3), resolutions against announcements (T6).

use super::{Finding, VerifyReport, replay::Again};
use crate::store::{Snapshot, StoreError};
use jiefang_domain::{
    Id, Row,
    record::Record,
    timebank::{Account, Phase, Transfer, apply},
};
use std::collections::{BTreeMap, HashMap};

/// Checks the ledger of a book.
pub async fn check(
    snapshot: &mut Snapshot,
    book: &str,
    again: &Again,
    rows: &[Row],
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let lines = snapshot.transfers(book).await?;
    report.rows += u64::try_from(lines.len()).unwrap_or(u64::MAX);
    if !again.erased {
        against_log(book, &lines, again, report);
    }
    let pending: HashMap<&Id, &Transfer> =
        lines.iter().map(|(_, t)| t).filter(|t| t.phase == Phase::Pending).map(|t| (&t.id, t)).collect();
    for (_, line) in lines.iter().filter(|(_, line)| !line.resolves.is_none()) {
        let announced = pending.get(&line.resolves);
        let same =
            announced.is_some_and(|a| (&a.debit, &a.credit, a.minutes) == (&line.debit, &line.credit, line.minutes));
        if !same {
            report.add(book, "transfer", line.id.as_str(), Finding::Differs);
        }
    }
    sums(book, &lines, rows, report);
    Ok(())
}

fn against_log(book: &str, lines: &[(u64, Transfer)], again: &Again, report: &mut VerifyReport) {
    for (seq, line) in lines {
        match again.transfers.get(&line.id) {
            None => report.add(book, "transfer", line.id.as_str(), Finding::Extra),
            Some(right) if *right != (*seq, line.clone()) => {
                report.add(book, "transfer", line.id.as_str(), Finding::Differs);
            }
            Some(_) => {}
        }
    }
    if again.transfers.len() > lines.len() {
        let there: std::collections::HashSet<&Id> = lines.iter().map(|(_, line)| &line.id).collect();
        for id in again.transfers.keys().filter(|id| !there.contains(id)) {
            report.add(book, "transfer", id.as_str(), Finding::Missing);
        }
    }
}

/// T3: every account's four sums, rebuilt from the lines. T1: debits and credits are equal, posted and pending.
fn sums(book: &str, lines: &[(u64, Transfer)], rows: &[Row], report: &mut VerifyReport) {
    let mut right: BTreeMap<Id, Account> = BTreeMap::new();
    for (_, line) in lines {
        for id in [&line.debit, &line.credit] {
            apply(line, right.entry(id.clone()).or_insert_with(|| Account::empty(id)));
        }
    }
    let (mut posted, mut pending) = (0, 0);
    for account in rows.iter().filter_map(Account::of) {
        posted += account.posted_credits_minutes - account.posted_debits_minutes;
        pending += account.pending_credits_minutes - account.pending_debits_minutes;
        let right = right.remove(&account.id).unwrap_or_else(|| Account::empty(&account.id));
        if *account != right {
            report.add(book, "record", format!("account {}", account.id), Finding::Differs);
        }
    }
    for id in right.keys() {
        report.add(book, "record", format!("account {id}"), Finding::Missing);
    }
    for (found, key) in [(posted, "all posted"), (pending, "all pending")] {
        if found != 0 {
            report.add(book, "transfer", key, Finding::Value { found, right: 0 });
        }
    }
}
