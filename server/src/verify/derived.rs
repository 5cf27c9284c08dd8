//! What follows from records: projections, cells, deadlines.

use super::{Finding, VerifyReport, records::text};
use crate::store::{Snapshot, StoreError};
use jiefang_domain::{Millis, Row};
use std::collections::{BTreeMap, HashMap};

/// Every audience has its projection, and nobody has one too many.
pub async fn projections(
    snapshot: &mut Snapshot,
    book: &str,
    rows: &[Row],
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let mut right: HashMap<[String; 3], String> = HashMap::new();
    for row in rows {
        for (audience, seen) in row.projections() {
            right.insert([audience.to_string(), row.kind().as_str().into(), row.id().as_str().into()], text(&seen));
        }
    }
    snapshot
        .each_projection(book, |stored| {
            report.rows += 1;
            let name = format!("{} {} {}", stored.audience, stored.kind, stored.id);
            let finding = match (&stored.body, right.remove(&[stored.audience, stored.kind, stored.id])) {
                (Some(_), None) => Finding::Extra,
                (None, Some(_)) => Finding::Missing,
                (Some(body), Some(right)) if *body != right => Finding::Differs,
                _ => return,
            };
            report.add(book, "projection", name, finding);
        })
        .await?;
    for name in right.keys() {
        report.add(book, "projection", name.join(" "), Finding::Missing);
    }
    Ok(())
}

/// Every cell is the sum of what the records contribute to it.
pub async fn cells(
    snapshot: &mut Snapshot,
    book: &str,
    rows: &[Row],
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let mut right: BTreeMap<(String, String, i64), i64> = BTreeMap::new();
    for c in rows.iter().flat_map(Row::contributions) {
        let cell = (c.indicator.as_str().to_owned(), c.place.as_str().to_owned(), i64::from(c.day.0));
        *right.entry(cell).or_default() += c.value;
    }
    for (indicator, place, day, found) in snapshot.cells(book).await? {
        report.rows += 1;
        let key = format!("{indicator} {place} {day}");
        let right = right.remove(&(indicator, place, day)).unwrap_or(0);
        if found != right {
            report.add(book, "cell", key, Finding::Value { found, right });
        }
    }
    for ((indicator, place, day), right) in right.into_iter().filter(|(_, right)| *right != 0) {
        report.add(book, "cell", format!("{indicator} {place} {day}"), Finding::Value { found: 0, right });
    }
    Ok(())
}

/// Every clock that runs has its deadline.
pub async fn deadlines(
    snapshot: &mut Snapshot,
    book: &str,
    rows: &[Row],
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let due = |row: &Row| -> Option<((String, String), Millis)> {
        let (due_at_ms, ..) = row.deadline()?;
        Some(((row.kind().as_str().to_owned(), row.id().as_str().to_owned()), due_at_ms))
    };
    let mut right: BTreeMap<(String, String), Millis> = rows.iter().filter_map(due).collect();
    for stored in snapshot.deadlines(book).await? {
        report.rows += 1;
        let key = format!("{} {}", stored.kind, stored.id);
        match right.remove(&(stored.kind, stored.id)) {
            None => report.add(book, "deadline", key, Finding::Extra),
            Some(right) if right != stored.due_at_ms => {
                report.add(book, "deadline", key, Finding::Value { found: stored.due_at_ms, right });
            }
            Some(_) => {}
        }
    }
    for (kind, id) in right.keys() {
        report.add(book, "deadline", format!("{kind} {id}"), Finding::Missing);
    }
    Ok(())
}
