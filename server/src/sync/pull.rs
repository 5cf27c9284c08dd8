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
    let marks = snapshot.marks(book).await?;
    let copy = Copy::of(request);
    let restart = !follows(&mut snapshot, store.epoch(), (&head, marks.floor), &scopes, request, &copy).await?;
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
        chain: copy.chain(chain.unwrap_or_default(), cut.is_some(), restart.then_some(head.head)),
        more: cut.is_some(),
        restart,
        parts: parts(rows.rows, &scopes, cursor, restart),
        cells: counted(cells.rows, cursor, restart),
        scopes,
        last_n: snapshot.last_n(book, &request.client_id, person).await?,
        now_ms,
        backed_up: marks.backed_up,
        dropped,
    })
}

/// The scopes a person may pull now.
async fn entitled(snapshot: &mut Snapshot, person: &Id, book: &Id) -> Result<Vec<Audience>, StoreError> {
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
    (head, floor): (&BookRow, u64),
    scopes: &[Audience],
    request: &PullRequest,
    copy: &Copy<'_>,
) -> Result<bool, StoreError> {
    if request.epoch != *epoch
        || request.cursor > head.head
        || (request.cursor > 0 && request.cursor.max(copy.began) < floor)
        || !scopes.iter().all(|scope| request.scopes.contains(scope))
    {
        return Ok(false);
    }
    Ok(snapshot.chain_at(&head.book, request.cursor).await?.as_deref() == Some(copy.chain))
}

/// What a device sends back of the page before: the chain at its cursor and, while its first copy is under way, the head
/// at which that copy began. What was buried before then it never got, so the floor does not concern it; without this a
/// first copy of several pages could never climb over the floor.
struct Copy<'a> {
    chain: &'a str,
    began: u64,
}

impl<'a> Copy<'a> {
    fn of(request: &'a PullRequest) -> Self {
        let began = request.chain.split_once('.').and_then(|(chain, began)| Some((chain, began.parse().ok()?)));
        let (chain, began) = began.unwrap_or((&request.chain, 0));
        Self { chain, began }
    }

    /// The same for the next page, where the copy is still under way.
    fn chain(&self, chain: String, more: bool, begins: Option<u64>) -> String {
        match begins.unwrap_or(self.began) {
            began if more && began > 0 => format!("{chain}.{began}"),
            _ => chain,
        }
    }
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
