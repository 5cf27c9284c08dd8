//! Records against the log.

use super::{Finding, VerifyReport, replay::Again};
use crate::store::{RecordRow, Snapshot, StoreError};
use jiefang_domain::{Id, Key, Kind, Row};
use std::collections::HashSet;

/// The text of a body as it is written.
pub fn text(row: &Row) -> String {
    // Rows are plain data: writing one as JSON cannot fail, and an empty text equals no stored body.
    serde_json::to_string(row).unwrap_or_default()
}

/// Projections that stand apart from their record, as the record has it: audience, kind, id and number.
pub type Apart = HashSet<([String; 3], u64)>;

/// Compares the records of a book with what its log makes; gives back those that can be read, and what they say of
/// projections that stand apart.
pub async fn check(
    snapshot: &mut Snapshot,
    book: &str,
    again: &Again,
    report: &mut VerifyReport,
) -> Result<(Vec<Row>, Apart), StoreError> {
    let mut rows = Vec::new();
    let mut noted = Apart::new();
    let mut seen = HashSet::new();
    snapshot
        .each_record(book, |stored| {
            report.rows += 1;
            let name = format!("{} {}", stored.kind, stored.id);
            match apart(&stored) {
                None => report.add(book, "record", name.clone(), Finding::Unreadable),
                Some(apart) => noted.extend(apart),
            }
            match read(&stored) {
                None => report.add(book, "record", name, Finding::Unreadable),
                Some((key, row)) => {
                    if let Some(finding) = against_log(&key, &row, &stored, again) {
                        report.add(book, "record", name, finding);
                    }
                    seen.insert(key);
                    rows.push(row);
                }
            }
        })
        .await?;
    for key in again.rows.keys().filter(|key| !again.erased && !seen.contains(*key)) {
        report.add(book, "record", format!("{} {}", key.kind.as_str(), key.id), Finding::Missing);
    }
    Ok((rows, noted))
}

fn apart(stored: &RecordRow) -> Option<Vec<([String; 3], u64)>> {
    if stored.apart.is_empty() {
        return Some(Vec::new());
    }
    let apart: Vec<(String, u64)> = serde_json::from_str(&stored.apart).ok()?;
    let names = |(audience, seq)| ([audience, stored.kind.clone(), stored.id.clone()], seq);
    Some(apart.into_iter().map(names).collect())
}

fn read(stored: &RecordRow) -> Option<(Key, Row)> {
    let key = Key { kind: Kind::parse(&stored.kind)?, id: Id::parse(&stored.id)? };
    let row: Row = serde_json::from_str(stored.body.as_ref()?).ok()?;
    (row.key() == key).then_some((key, row))
}

fn against_log(key: &Key, row: &Row, stored: &RecordRow, again: &Again) -> Option<Finding> {
    if again.erased {
        return None;
    }
    match again.rows.get(key) {
        None => Some(Finding::Extra),
        Some((seq, right)) if *seq != stored.seq || right != row => Some(Finding::Differs),
        Some((_, right)) => (Some(text(right)) != stored.body).then_some(Finding::Differs),
    }
}
