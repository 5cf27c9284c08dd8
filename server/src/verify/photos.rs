//! Photos: each is what its id says, and the index of names is what the records name.

use super::{Finding, VerifyReport};
use crate::{
    photo::named,
    store::{Snapshot, StoreError},
};
use jiefang_domain::Row;
use std::collections::BTreeSet;

/// Checks the photos of a book. One that no record names may stand there: its act may be on its way. One that is named and
/// not there may be on its way too.
pub async fn check(
    snapshot: &mut Snapshot,
    book: &str,
    rows: &[Row],
    report: &mut VerifyReport,
) -> Result<(), StoreError> {
    snapshot
        .each_photo(book, |id, bytes| {
            report.rows += 1;
            if named(&bytes).as_str() != id {
                report.add(book, "photo", id, Finding::Differs);
            }
        })
        .await?;
    let names = |row: &Row| -> Vec<(String, String, String)> {
        let (kind, id) = (row.kind().as_str(), row.id().as_str().to_owned());
        row.photos().iter().map(move |photo| (photo.as_str().to_owned(), kind.to_owned(), id.clone())).collect()
    };
    let mut right: BTreeSet<(String, String, String)> = rows.iter().flat_map(names).collect();
    for name in snapshot.photo_names(book).await? {
        report.rows += 1;
        if !right.remove(&name) {
            let (photo, kind, id) = name;
            report.add(book, "photo_named", format!("{photo} {kind} {id}"), Finding::Extra);
        }
    }
    for (photo, kind, id) in right {
        report.add(book, "photo_named", format!("{photo} {kind} {id}"), Finding::Missing);
    }
    Ok(())
}
