//! What follows from records: projections, cells, deadlines.

use super::{
    Finding, VerifyReport,
    records::{Apart, text},
    replay::Again,
};
use crate::store::{Snapshot, StoreError, unpacked};
use jiefang_domain::{Audience, Key, Millis, Row};
use std::collections::{BTreeMap, HashMap};

/// Every audience has its projection, and nobody has one too many. What left an audience has its tombstone there, unless
/// it was buried so long ago that the floor has passed it.
pub async fn projections(
    snapshot: &mut Snapshot,
    book: &str,
    (rows, mut noted): (&[Row], Apart),
    (again, floor): (&Again, u64),
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    let mut right: HashMap<[String; 3], String> = HashMap::new();
    for row in rows {
        for (audience, seen) in row.projections() {
            right.insert([audience.to_string(), row.kind().as_str().into(), row.id().as_str().into()], text(&seen));
        }
    }
    let mut tombstones = Tombstones::of(again);
    snapshot
        .each_projection(book, |stored| {
            report.rows += 1;
            let name = format!("{} {} {}", stored.audience, stored.kind, stored.id);
            let key = [stored.audience, stored.kind, stored.id];
            let right = right.remove(&key);
            let place = (key, stored.seq);
            let said = noted.remove(&place);
            let (key, _) = place;
            let finding = match (&stored.body, right) {
                (None, None) => tombstones.found(&key, stored.seq),
                (Some(_), None) => Some(Finding::Extra),
                (None, Some(_)) => Some(Finding::Missing),
                (Some(body), Some(right)) if *body != right => Some(Finding::Differs),
                _ => None,
            };
            // Where the record is wrong about it, the next change would leave it where it is.
            let finding = finding.or((said == stored.apart.is_empty()).then_some(Finding::Differs));
            let Some(finding) = finding else { return };
            report.add(book, "projection", name, finding);
        })
        .await?;
    // A tombstone is gone once the floor has passed it, though the record still says where it was.
    for (name, _) in noted.into_iter().filter(|(_, seq)| *seq > floor) {
        report.add(book, "projection", name.join(" "), Finding::Missing);
    }
    for name in right.into_keys().chain(tombstones.missing(floor)) {
        report.add(book, "projection", name.join(" "), Finding::Missing);
    }
    Ok(())
}

/// The tombstones there should be, by audience, kind and id; none are known where a body was erased.
struct Tombstones(Option<HashMap<[String; 3], u64>>);

impl Tombstones {
    fn of(again: &Again) -> Self {
        let name = |(audience, key): &(Audience, Key)| {
            [audience.to_string(), key.kind.as_str().to_owned(), key.id.as_str().to_owned()]
        };
        let right = || again.gone.iter().map(|(gone, seq)| (name(gone), *seq)).collect();
        Self((!again.erased).then(right))
    }

    /// What is wrong with one that is there.
    fn found(&mut self, key: &[String; 3], seq: u64) -> Option<Finding> {
        match self.0.as_mut()?.remove(key) {
            None => Some(Finding::Extra),
            Some(right) => (right != seq).then_some(Finding::Differs),
        }
    }

    /// Those that are not there and may not be gone yet.
    fn missing(self, floor: u64) -> impl Iterator<Item = [String; 3]> {
        self.0.unwrap_or_default().into_iter().filter(move |(_, seq)| *seq > floor).map(|(key, _)| key)
    }
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
    for row in snapshot.cells(book).await? {
        report.rows += 1;
        let place = &row.0;
        let Some(cells) = unpacked(&row) else {
            report.add(book, "cell", format!("{place} {}", row.1), Finding::Unreadable);
            continue;
        };
        for (indicator, day, found) in cells {
            let right = right.remove(&(indicator.as_str().to_owned(), place.clone(), i64::from(day.0))).unwrap_or(0);
            if found != right {
                let key = format!("{} {place} {}", indicator.as_str(), day.0);
                report.add(book, "cell", key, Finding::Value { found, right });
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiefang_domain::{Id, Kind};

    #[test]
    fn a_tombstone_may_be_missing_at_or_below_the_floor_and_nowhere_else() {
        let key = |id: &str| ["public".to_owned(), "hazard".to_owned(), id.to_owned()];
        let gone = |id: &str| (Audience::Public, Key { kind: Kind::Hazard, id: Id::join(&[id]) });
        let mut again = Again::default();
        again.gone.extend([(gone("h1"), 4), (gone("h2"), 5), (gone("h3"), 6)]);
        let missing = |floor| -> Vec<[String; 3]> {
            let mut missing: Vec<_> = Tombstones::of(&again).missing(floor).collect();
            missing.sort();
            missing
        };
        assert_eq!(missing(0), [key("h1"), key("h2"), key("h3")]);
        assert_eq!(missing(5), [key("h3")]);
        let mut tombstones = Tombstones::of(&again);
        assert_eq!(tombstones.found(&key("h1"), 4), None);
        assert_eq!(tombstones.found(&key("h2"), 9), Some(Finding::Differs));
        assert_eq!(tombstones.found(&key("h9"), 4), Some(Finding::Extra));
        again.erased = true;
        assert_eq!(Tombstones::of(&again).found(&key("h9"), 4), None);
        assert_eq!(Tombstones::of(&again).missing(0).count(), 0);
    }
}
