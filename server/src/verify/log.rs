//! The log by itself: numbers, chain, commitments, heads and counters.

use super::{Finding, VerifyReport, head::Kept};
use crate::{
    store::{Logged, Snapshot, StoreError},
    sync::{commitment, commitment_refused, link, moment},
};
use jiefang_domain::sync::{ClockFlag, clock_flag};
use std::collections::BTreeMap;

/// Where a book's log stands while it is walked.
#[derive(Default)]
struct Head {
    seq: u64,
    turn: u64,
    chain: Vec<u8>,
}

#[derive(Default)]
struct Walk {
    heads: BTreeMap<String, Head>,
    counters: BTreeMap<(String, String), (String, u64)>,
}

/// Walks every log from its first row, past the heads that were kept.
pub async fn check(snapshot: &mut Snapshot, mut kept: Kept<'_>, report: &mut VerifyReport) -> Result<(), StoreError> {
    let mut walk = Walk::default();
    snapshot
        .each_log(|logged| {
            walk.step(&logged, report);
            kept.step(&logged.row, report);
        })
        .await?;
    kept.end(report);
    for (book, seq) in snapshot.bodies_alone().await? {
        report.add(&book, "log_body", seq.to_string(), Finding::BodyAlone);
    }
    for row in snapshot.books().await? {
        let book = row.book.as_str();
        let head = walk.heads.remove(book).unwrap_or_default();
        if (row.head, row.turn, &row.chain) != (head.seq, head.turn, &head.chain) {
            report.add(book, "book", row.head.to_string(), Finding::Differs);
        }
    }
    for book in walk.heads.keys() {
        report.add(book, "book", book, Finding::Missing);
    }
    for (book, client, row) in snapshot.clients().await? {
        let key = (book, client);
        match walk.counters.remove(&key) {
            None => report.add(&key.0, "client", &key.1, Finding::Extra),
            Some((person, _)) if person != row.person.as_str() => {
                report.add(&key.0, "client", &key.1, Finding::Differs);
            }
            Some((_, last_n)) if last_n != row.last_n => {
                let finding = Finding::Value { found: int(row.last_n), right: int(last_n) };
                report.add(&key.0, "client", &key.1, finding);
            }
            Some(_) => {}
        }
    }
    for (book, client) in walk.counters.keys() {
        report.add(book, "client", client, Finding::Missing);
    }
    Ok(())
}

/// What is taken down beside the books: no backup and no floor reaches beyond a head. Gives the floors.
pub async fn marks(snapshot: &mut Snapshot, report: &mut VerifyReport) -> Result<BTreeMap<String, u64>, StoreError> {
    let heads: BTreeMap<String, i64> =
        snapshot.books().await?.into_iter().map(|row| (row.book.as_str().into(), int(row.head))).collect();
    let mut floors = BTreeMap::new();
    for (table, book, found) in snapshot.all_marks().await? {
        let table = if table == "floor" { "floor" } else { "backup" };
        let right = heads.get(&book).copied().unwrap_or(0);
        if found > right {
            report.add(&book, table, found.to_string(), Finding::Value { found, right });
        }
        if table == "floor" {
            floors.insert(book, u64::try_from(found).unwrap_or(0));
        }
    }
    Ok(floors)
}

fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl Walk {
    fn step(&mut self, logged: &Logged, report: &mut VerifyReport) {
        let row = &logged.row;
        report.entries += 1;
        let mut add = |finding| report.add(&row.book, "log", row.seq.to_string(), finding);
        let head = self.heads.entry(row.book.clone()).or_default();
        if row.seq != head.seq + 1 || row.turn <= head.turn {
            add(Finding::NotNext);
        }
        if link(&head.chain, row) != row.chain {
            add(Finding::Chain);
        }
        // A broken link is told once: the next row is held against the chain as it stands here.
        *head = Head { seq: row.seq, turn: row.turn, chain: row.chain.clone() };
        if moment(row.authored_at_ms, row.offset_ms, row.at_ms) != row.now_ms {
            add(Finding::Moment);
        }
        if !committed(logged) {
            add(Finding::Commitment);
        }
        if !row.client_id.is_empty() {
            let counter = self.counters.entry((row.book.clone(), row.client_id.clone())).or_default();
            if row.n != counter.1 + 1 || (counter.1 > 0 && counter.0 != row.person) {
                add(Finding::NotNext);
            }
            *counter = (row.person.clone(), row.n);
        }
        if row.code.is_empty() && logged.body.is_none() {
            report.erased += 1;
        }
        match clock_flag(row.authored_at_ms, row.offset_ms, row.at_ms) {
            None => {}
            Some(ClockFlag::Late) => report.late += 1,
            Some(ClockFlag::WrongClock) => report.wrong_clocks += 1,
        }
    }
}

/// Whether the commitment is that of the body, or of hash and size; of an erased body nothing can be said.
fn committed(logged: &Logged) -> bool {
    let row = &logged.row;
    match (&logged.body, row.code.is_empty()) {
        (Some((salt, body)), true) => {
            let size = u64::try_from(body.len()).unwrap_or(u64::MAX);
            row.body_hash.is_empty() && row.body_size == size && row.commitment == commitment(salt, body)
        }
        (None, true) => row.body_hash.is_empty(),
        (_, false) => row.commitment == commitment_refused(&row.body_hash, row.body_size),
    }
}
