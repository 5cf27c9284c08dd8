//! The pull: current rows after a cursor, in the scopes a person is entitled to, from one snapshot.

use crate::store::{BookRow, CellRow, Look, ProjectionRow, Seen, Store, StoreError, Window, scan};
use jiefang_domain::{
    Audience, Id, Millis,
    identity::{Grant, Role, scopes},
    indicator::{Cell, Cells},
    sync::{Gone, Page, Part, PullRequest},
};
use std::collections::BTreeMap;

/// About so many rows a page.
const ROWS_MAX: usize = 5_000;
/// About so many bytes of rows a page: what a weak signal brings before it breaks, compressed.
const BYTES_MAX: usize = 2 * 1024 * 1024;
/// About so many cells a page; they are small.
const CELLS_MAX: usize = 20_000;

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
    page(&mut store.snapshot().await?, store.epoch(), (book, person), request, now_ms).await
}

/// The page that answers a person's pull of a book, from one look at the tables.
///
/// # Errors
/// What the database says.
pub async fn page(
    snapshot: &mut impl Look,
    epoch: &Id,
    (book, person): (&Id, &Id),
    request: &PullRequest,
    now_ms: Millis,
) -> Result<Page, StoreError> {
    let head = snapshot.book(book).await?.ok_or_else(|| StoreError::corrupt(format!("there is no book {book}")))?;
    let scopes = entitled(snapshot, person, book).await?;
    let marks = snapshot.marks(book).await?;
    let copy = Copy::of(request);
    let restart = !follows(snapshot, epoch, (&head, marks.floor), &scopes, request, &copy).await?;
    let after = if restart { 0 } else { request.cursor };
    let rows = snapshot.rows_after(book, &scopes, after, (ROWS_MAX, BYTES_MAX)).await?;
    let cells = if scopes.contains(&Audience::Staff) {
        snapshot.cells_after(book, after, CELLS_MAX).await?
    } else {
        Window { rows: Vec::new(), cut: None }
    };
    let dropped = request.drop.iter().filter(|scope| !scopes.contains(scope)).cloned().collect();
    let cut = [rows.cut, cells.cut].into_iter().flatten().min();
    let cursor = cut.unwrap_or(head.head);
    let mut chain = snapshot.chain_at(book, cursor).await?.unwrap_or_default();
    if cut.is_some() {
        let newest = snapshot.chain_at(book, head.head).await?.unwrap_or_default();
        chain = copy.chain(&chain, restart, (head.head, &newest));
    }
    Ok(Page {
        epoch: epoch.clone(),
        head: head.head,
        cursor,
        chain,
        more: cut.is_some(),
        restart,
        parts: parts(rows.rows, &scopes, cursor, restart)?,
        cells: counted(cells.rows, cursor, restart),
        scopes,
        last_n: snapshot.last_n(book, &request.client_id, person).await?,
        now_ms,
        backed_up: marks.backed_up,
        dropped,
    })
}

/// The scopes a person may pull now.
///
/// # Errors
/// What the database says.
pub async fn entitled(snapshot: &mut impl Look, person: &Id, book: &Id) -> Result<Vec<Audience>, StoreError> {
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
    snapshot: &mut impl Look,
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
    if let Some((newest, chain)) = copy.newest
        && snapshot.chain_at(&head.book, newest).await?.as_deref() != Some(chain)
    {
        return Ok(false);
    }
    Ok(snapshot.chain_at(&head.book, request.cursor).await?.as_deref() == Some(copy.chain))
}

/// What a device sends back of the page before: the chain at its cursor and, where more is to follow, two heads.
///
/// The head at which the copy began: what was buried before then it never got, so the floor does not concern it; without
/// this a first copy of several pages could never climb over the floor.
///
/// The head of the page before, with the chain there: that page left out what had changed by then, trusting that it comes
/// later. Where the server was put back to before that head, it comes no more, though the chain at the cursor is right.
struct Copy<'a> {
    chain: &'a str,
    began: u64,
    newest: Option<(u64, &'a str)>,
}

impl<'a> Copy<'a> {
    fn of(request: &'a PullRequest) -> Self {
        let mut parts = request.chain.split('.');
        let chain = parts.next().unwrap_or_default();
        let began = parts.next().and_then(|began| began.parse().ok()).unwrap_or(0);
        let newest = parts.next().and_then(|head| head.parse().ok()).zip(parts.next());
        Self { chain, began, newest }
    }

    /// The same for the next page, where more is to follow.
    fn chain(&self, chain: &str, restart: bool, (head, newest): (u64, &str)) -> String {
        let began = if restart { head } else { self.began };
        format!("{chain}.{began}.{head}.{newest}")
    }
}

/// The rows up to the cursor, scope by scope; a copy that starts anew has nothing to bury.
fn parts(rows: Vec<ProjectionRow>, scopes: &[Audience], cursor: u64, restart: bool) -> Result<Vec<Part>, StoreError> {
    let mut parts: BTreeMap<usize, Part> = BTreeMap::new();
    for row in rows.into_iter().filter(|row| row.seq <= cursor) {
        let Some(scope) = scopes.iter().position(|scope| *scope == row.audience) else { continue };
        let part = || Part { scope, ..Part::default() };
        match row.seen {
            Some(Seen::Row(seen)) => parts.entry(scope).or_insert_with(part).columns.push(*seen),
            Some(Seen::Text(body)) => {
                let columns = parts.entry(scope).or_insert_with(part).columns.of_kind(row.key.kind);
                scan(&body, columns).ok_or_else(|| StoreError::corrupt(format!("projection {:?}", row.key)))?;
            }
            None if restart => {}
            None => {
                let gone = Gone { kind: row.key.kind, id: row.key.id };
                parts.entry(scope).or_insert_with(part).gone.push(gone);
            }
        }
    }
    Ok(parts.into_values().collect())
}

fn counted(cells: Vec<CellRow>, cursor: u64, restart: bool) -> Cells {
    let cells = cells.into_iter().filter(|row| row.seq <= cursor).map(|row| row.cell);
    let mut cells: Vec<Cell> = cells.filter(|cell| !restart || cell.value != 0).collect();
    cells.sort_unstable_by(|a, b| (&a.place, a.indicator, a.day).cmp(&(&b.place, b.indicator, b.day)));
    Cells(cells)
}
