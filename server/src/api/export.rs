//! All data about me, for me.

use super::openapi::Envelope;
use crate::{
    app::App,
    door::{Entry as Noted, What},
    error::ApiError,
    identity::SignedIn,
    store::EXPORT_MAX,
    visit::Visit,
};
use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header::CONTENT_DISPOSITION},
    response::{IntoResponse, Response},
};
use jiefang_domain::{Id, Millis};
use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use tokio::sync::Semaphore;

const AS_A_FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"jiefang-my-data.json\"");
/// It walks whole logs: one at a time.
static ONE: Semaphore = Semaphore::const_new(1);

#[derive(Serialize)]
struct Export {
    person: Id,
    made_at_ms: Millis,
    books: Vec<Book>,
}

#[derive(Serialize)]
struct Book {
    id: Id,
    /// Everything in the scope `person:…`, looks at the person among it.
    rows: Vec<Box<RawValue>>,
    /// Entries of the person's own, and entries of others that name the person, these without their bodies.
    log: Vec<Entry>,
    /// Whether there is more than is given out at a time.
    cut: bool,
}

#[derive(Serialize)]
struct Entry {
    seq: u64,
    at_ms: Millis,
    authored_at_ms: Millis,
    kind: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    refused: String,
    mine: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<Box<RawValue>>,
}

fn raw(text: String) -> Result<Box<RawValue>, ApiError> {
    RawValue::from_string(text).map_err(|error| {
        tracing::error!(%error, "a body is no JSON");
        ApiError::Internal
    })
}

async fn book(app: &App, book: Id, person: &Id) -> Result<Book, ApiError> {
    let rows = app.store.export_rows(&book, person).await?;
    let log = app.store.export_log(&book, person).await?;
    let cut = rows.len() == EXPORT_MAX || log.len() == EXPORT_MAX;
    let entries = log.into_iter().map(|entry| {
        Ok(Entry {
            seq: entry.seq,
            at_ms: entry.at_ms,
            authored_at_ms: entry.authored_at_ms,
            kind: entry.kind,
            refused: entry.code,
            mine: entry.mine,
            act: entry.body.map(raw).transpose()?,
        })
    });
    let log = entries.collect::<Result<_, ApiError>>()?;
    Ok(Book { id: book, rows: rows.into_iter().map(raw).collect::<Result<_, _>>()?, log, cut })
}

/// All data about the person signed in, as a file: every row in their own scope, and what the logs hold that they authored
/// or that names them.
#[utoipa::path(get, path = "/api/me/export", tag = "privacy", responses(
    (status = 200, body = Object, description = "person, books, each with rows and log"),
    (status = 401, description = "`not_signed_in`", body = Envelope),
    (status = 503, description = "`busy`: one is being made", body = Envelope),
))]
pub async fn export(State(app): State<App>, signed_in: SignedIn, visit: Visit) -> Result<Response, ApiError> {
    let noted = Noted::new(What::Export, &visit, app.now_ms()).by(&signed_in.book, &signed_in.person.id);
    app.door.told(noted, file(&app, signed_in).await)
}

async fn file(app: &App, signed_in: SignedIn) -> Result<Response, ApiError> {
    let _one = ONE.try_acquire().map_err(|_| ApiError::Busy)?;
    let person = signed_in.person.id;
    let mut ids: BTreeSet<Id> = app.store.person(&person).await?.into_iter().map(|(book, _)| book).collect();
    ids.extend(app.store.books_of(&person).await?.into_iter().map(|book| book.id));
    let mut books = Vec::new();
    for id in ids {
        books.push(book(app, id, &person).await?);
    }
    let export = Export { person, made_at_ms: app.now_ms(), books };
    Ok(([(CONTENT_DISPOSITION, AS_A_FILE)], Json(export)).into_response())
}
