//! Acts that a desk does in more books than its own: the settings of a subdistrict are those of its communities (DOMAIN:
//! "held in the `policy` row of a subdistrict"). A book's rules read its own rows, so each holds a copy.

use crate::{app::App, error::ApiError, sync::SystemOp};
use jiefang_domain::{Id, Key, Row, command::Command, grid::Place, sync::Answer};

/// The other books in which an act takes effect.
async fn beside(app: &App, op: &SystemOp) -> Result<Vec<Id>, ApiError> {
    let mut all = Vec::new();
    if !matches!(op.command, Command::SetPolicy(_)) {
        return Ok(all);
    }
    for named in app.store.books_named().await?.into_iter().filter(|named| named.id != op.book) {
        if let Some(Row::Place(place)) = app.store.record(&named.id, &Key::of::<Place>(&named.id)).await?
            && place.path.contains(&op.book)
        {
            all.push(named.id);
        }
    }
    Ok(all)
}

/// Does the act of somebody at a desk wherever it takes effect, in all of these books or in none. The same act sent again
/// changes nothing.
///
/// # Errors
/// Where nothing was taken.
pub async fn everywhere(app: &App, by: Id, op: SystemOp) -> Result<Answer, ApiError> {
    let also = beside(app, &op).await?.into_iter().map(|book| {
        let op_id = Id::join(&[op.op_id.as_str(), book.as_str()]);
        SystemOp { book, op_id, ..op.clone() }
    });
    let mut ops = vec![op.clone()];
    ops.extend(also);
    if ops.len() > 1 {
        let mut answers = app.writer.submit_whole(Some(&by), ops).await?;
        // What its own book does not take is decided there alone, because what is refused stands in the log as well.
        if answers.len() > 1
            && let Some(answer) = answers.pop()
        {
            return Ok(answer);
        }
    }
    Ok(app.writer.submit_at_door(by, op).await?)
}
