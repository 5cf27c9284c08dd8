//! Whether the database says the same everywhere: log chain, commitments, records against the log, projections, cells
//! and deadlines against records, the ledger against its accounts, photos against their ids and names. It looks only,
//! also beside a running server.

mod derived;
pub mod head;
mod ledger;
mod log;
mod photos;
mod records;
mod replay;
mod report;

pub use report::{Difference, Finding, VerifyReport};

use crate::{
    key::KeyFile,
    store::{Store, StoreError},
};
use head::{Head, Kept};
use std::path::Path;

/// Looks through the whole data folder, in one snapshot.
///
/// # Errors
/// There is no database in the folder, or it cannot be read at all. What can be read and is wrong is a difference.
pub async fn verify(dir: &Path) -> Result<VerifyReport, StoreError> {
    verify_against(dir, &[]).await
}

/// The same, and whether the logs still hold the heads that were kept elsewhere.
///
/// # Errors
/// As for [`verify`].
pub async fn verify_against(dir: &Path, heads: &[Head]) -> Result<VerifyReport, StoreError> {
    verify_with(dir, &KeyFile::beside(dir), heads).await
}

/// The same with the key in another place.
///
/// # Errors
/// As for [`verify`].
pub async fn verify_with(dir: &Path, key: &KeyFile, heads: &[Head]) -> Result<VerifyReport, StoreError> {
    let store = Store::read_only_with(dir, key).await?;
    store.assert_current().await?;
    let mut snapshot = store.snapshot().await?;
    let mut report = VerifyReport::default();
    log::check(&mut snapshot, Kept::of(heads), &mut report).await?;
    let mut replayed = replay::replay(&mut snapshot, &mut report).await?;
    let floors = log::marks(&mut snapshot, &mut report).await?;
    for book in snapshot.books_named().await? {
        report.books += 1;
        let floor = floors.get(&book).copied().unwrap_or(0);
        let again = replayed.remove(&book).unwrap_or_default();
        let (rows, noted) = records::check(&mut snapshot, &book, &again, &mut report).await?;
        derived::projections(&mut snapshot, &book, (&rows, noted), (&again, floor), &mut report).await?;
        derived::cells(&mut snapshot, &book, &rows, &mut report).await?;
        derived::deadlines(&mut snapshot, &book, &rows, &mut report).await?;
        ledger::check(&mut snapshot, &book, &again, &rows, &mut report).await?;
        photos::check(&mut snapshot, &book, &rows, &mut report).await?;
    }
    drop(snapshot);
    store.close().await;
    Ok(report)
}
