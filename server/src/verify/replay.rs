//! The log, decided again from scratch: the same rulebook, the logged moments, the grants as they stood then.

use super::{Finding, VerifyReport};
use crate::{
    store::{Logged, Snapshot, StoreError},
    sync::{Decided, Holders, Sheet, decide_act},
};
use jiefang_domain::{
    Audience, Id, Key, Row,
    rule::{Seen, View},
    settle::Settled,
    timebank::Transfer,
};
use std::collections::HashMap;

/// A book as its log makes it.
#[derive(Debug, Default)]
pub struct Again {
    /// Every record with the number of its last change.
    pub rows: HashMap<Key, (u64, Row)>,
    /// Every line of the ledger with the number of its act.
    pub transfers: HashMap<Id, (u64, Transfer)>,
    /// The rows that left an audience, with the number by which they did.
    pub gone: HashMap<(Audience, Key), u64>,
    /// A body was erased: the log alone no longer makes the book.
    pub erased: bool,
}

impl Again {
    /// Notes which audiences a row leaves, and which it comes back to.
    fn moved(&mut self, seq: u64, old: &Row, new: &Row) {
        let after = new.projections();
        for (audience, _) in old.projections() {
            if !after.iter().any(|(there, _)| *there == audience) {
                self.gone.insert((audience, new.key()), seq);
            }
        }
        if !self.gone.is_empty() {
            for (audience, _) in after {
                self.gone.remove(&(audience, new.key()));
            }
        }
    }
}

impl View for Again {
    fn row(&self, key: &Key) -> Seen<&Row> {
        self.rows.get(key).map_or(Seen::Absent, |(_, row)| Seen::Known(row))
    }
}

/// Decides every applied command again, over all books in the order in which the server decided.
pub async fn replay(snapshot: &mut Snapshot, report: &mut VerifyReport) -> Result<HashMap<String, Again>, StoreError> {
    let mut books: HashMap<String, Again> = HashMap::new();
    let mut holders = Holders::default();
    // Whose entry was erased stands there as somebody without a name: what others were given by them still holds.
    for (book, seq, row) in snapshot.erased_people().await? {
        books.entry(book).or_default().rows.insert(row.key(), (seq, row));
    }
    snapshot
        .each_log_by_turn(|logged| {
            let again = books.entry(logged.row.book.clone()).or_default();
            if let Err(finding) = step(&logged, again, &mut holders) {
                report.add(&logged.row.book, "log", logged.row.seq.to_string(), finding);
            }
        })
        .await?;
    Ok(books)
}

fn step(logged: &Logged, again: &mut Again, holders: &mut Holders) -> Result<(), Finding> {
    let row = &logged.row;
    if !row.code.is_empty() {
        return Ok(());
    }
    let Some((_, body)) = &logged.body else {
        again.erased = true;
        return Ok(());
    };
    let (book, person) = Id::parse(&row.book).zip(Id::parse(&row.person)).ok_or(Finding::Unreadable)?;
    let Sheet::Known(command) = Sheet::read(body) else { return Err(Finding::Unreadable) };
    if command.kind() != row.kind {
        return Err(Finding::Differs);
    }
    holders.enter(&person);
    let actor = holders.actor(&person, &row.client_id).ok_or(Finding::Unreadable)?;
    match decide_act(&command, actor, row.now_ms, &book, again) {
        Decided::Applied(settled) => {
            take(row.seq, *settled, &book, again, holders);
            Ok(())
        }
        // Where a body was erased, what built on it may not hold any more.
        Decided::Refused(_) | Decided::Unsure if again.erased => Ok(()),
        Decided::Refused(_) | Decided::Unsure => Err(Finding::DecidedOtherwise),
    }
}

fn take(seq: u64, settled: Settled, book: &Id, again: &mut Again, holders: &mut Holders) {
    for (old, row) in settled.rows {
        if let Some(old) = old {
            again.moved(seq, &old, &row);
        }
        if let Row::Grant(grant) = &row {
            holders.enter(&grant.person);
            holders.grant(book, grant);
        }
        again.rows.insert(row.key(), (seq, row));
    }
    let lines = settled.transfers.into_iter().map(|transfer| (transfer.id.clone(), (seq, transfer)));
    again.transfers.extend(lines);
}
