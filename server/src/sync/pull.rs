//! The pull: current rows after a cursor, in the scopes a person is entitled to, from one snapshot.

use crate::store::{BookRow, CellRow, ProjectionRow, Snapshot, Store, StoreError, Window};
use jiefang_domain::{
    Audience, Id, Millis,
    identity::{Grant, Role, scopes},
    indicator::Cell,
    sync::{Gone, Page, Part, PullRequest},
};
use std::collections::BTreeMap;

/// About so many rows a page, and so many cells.
const ROWS_MAX: usize = 2_000;
/// About so many bytes of rows a page.
const BYTES_MAX: usize = 512 * 1024;

/// Answers a pull. Whether there is such a book and the person may open it at all is the caller's to check.
///
/// # Errors
/// What the database says.
pub async fn pull(
    store: &Store,
    book: &Id,
    person: &Id,
    request: &PullRequest,
    now_ms: Millis,
) -> Result<Page, StoreError> {
    let mut snapshot = store.snapshot().await?;
    let head = snapshot.book(book).await?.ok_or_else(|| StoreError::corrupt(format!("there is no book {book}")))?;
    let scopes = entitled(&mut snapshot, person, book).await?;
    let restart = !follows(&mut snapshot, store.epoch(), &head, &scopes, request).await?;
    let after = if restart { 0 } else { request.cursor };
    let rows = snapshot.rows_after(book, &scopes, after, (ROWS_MAX, BYTES_MAX)).await?;
    let cells = if scopes.contains(&Audience::Staff) {
        snapshot.cells_after(book, after, ROWS_MAX).await?
    } else {
        Window { rows: Vec::new(), cut: None }
    };
    let dropped = request.drop.iter().filter(|scope| !scopes.contains(scope)).cloned().collect();
    let cut = [rows.cut, cells.cut].into_iter().flatten().min();
    let cursor = cut.unwrap_or(head.head);
    let chain = snapshot.chain_at(book, cursor).await?;
    Ok(Page {
        epoch: store.epoch().clone(),
        head: head.head,
        cursor,
        chain: chain.unwrap_or_default(),
        more: cut.is_some(),
        restart,
        parts: parts(rows.rows, &scopes, cursor, restart),
        cells: counted(cells.rows, cursor, restart),
        scopes,
        last_n: snapshot.last_n(book, &request.client_id, person).await?,
        now_ms,
        backed_up: 0,
        dropped,
    })
}

/// The scopes a person may pull now.
///
/// # Errors
/// What the database says.
pub async fn entitled(snapshot: &mut Snapshot, person: &Id, book: &Id) -> Result<Vec<Audience>, StoreError> {
    let grants: Vec<Grant> = snapshot.grants_of(person).await?;
    let looks_after = |grant: &&Grant| {
        matches!(grant.role, Role::Steward | Role::ResidentRepresentative | Role::PropertyManager)
            && grant.until_ms == 0
            && grant.path.contains(book)
    };
    let places: Vec<Id> = grants.iter().filter(looks_after).map(|grant| grant.place.clone()).collect();
    let within = snapshot.places_within(book, &places).await?;
    Ok(scopes(person, &grants, book, |place| within.get(place).cloned().unwrap_or_default()))
}

/// Whether what the device holds is what the server once sent, so that only the rest has to follow.
async fn follows(
    snapshot: &mut Snapshot,
    epoch: &Id,
    head: &BookRow,
    scopes: &[Audience],
    request: &PullRequest,
) -> Result<bool, StoreError> {
    if request.epoch != *epoch
        || request.cursor > head.head
        || !scopes.iter().all(|scope| request.scopes.contains(scope))
    {
        return Ok(false);
    }
    Ok(snapshot.chain_at(&head.book, request.cursor).await?.as_ref() == Some(&request.chain))
}

/// The rows up to the cursor, scope by scope; a copy that starts anew has nothing to bury.
fn parts(rows: Vec<ProjectionRow>, scopes: &[Audience], cursor: u64, restart: bool) -> Vec<Part> {
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| row.seq <= cursor) {
        let Some(scope) = scopes.iter().position(|scope| *scope == row.audience) else { continue };
        let part = || Part { scope, ..Part::default() };
        match row.row {
            Some(seen) => parts.entry(scope).or_insert_with(part).columns.push(seen),
            None if restart => {}
            None => {
                let gone = Gone { kind: row.key.kind, id: row.key.id };
                parts.entry(scope).or_insert_with(part).gone.push(gone);
            }
        }
    }
    parts.into_values().collect()
}

fn counted(cells: Vec<CellRow>, cursor: u64, restart: bool) -> Vec<Cell> {
    let cells = cells.into_iter().filter(|row| row.seq <= cursor).map(|row| row.cell);
    cells.filter(|cell| !restart || cell.value != 0).collect()
}
