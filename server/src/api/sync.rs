//! Push and pull.

use super::{Asked, JsonBody, body::BODY_TIME_MAX, openapi::Envelope};
use crate::{
    app::App,
    error::ApiError,
    identity::SignedIn,
    sync::{self, Push},
};
use axum::{
    Json,
    body::Body,
    extract::{Path, State},
};
use futures_util::StreamExt;
use jiefang_domain::{
    Id, Refusal,
    sync::{PUSH_BYTES_MAX, Page, PullRequest, PushAnswer, PushRequest},
};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use tokio::time::timeout;

/// How much of an oversize body is still read, to note its hash and size.
const OVERSIZE_BYTES_MAX: usize = 32 * 1024 * 1024;

/// Takes operations of one client; answered after they are on disk.
///
/// Who lost every right in the book may still send what
/// was done before: it is held, or refused, in sight.
#[utoipa::path(post, path = "/api/sync/{book}/push", tag = "sync",
    params(("book" = String, Path, description = "a community, a subdistrict")),
    request_body(content = Object, description = "`PushRequest`: epoch, client_id, build, at most 100 ops; 256 KiB"),
    responses(
        (status = 200, body = Object, description = "`PushAnswer`: one answer each, in order"),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: nothing of yours in that book", body = Envelope),
        (status = 409, description = "`client_of_another`", body = Envelope),
        (status = 413, description = "`body_too_large`", body = Envelope),
        (status = 507, description = "`disk_full`", body = Envelope),
    ))]
pub async fn push(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    Asked(lang): Asked,
    body: Body,
) -> Result<Json<PushAnswer>, ApiError> {
    let person = signed_in.person.id;
    let book = Id::parse(&book).ok_or(ApiError::NotFound)?;
    if !app.store.may_push(&person, &book).await? {
        return Err(ApiError::NotFound);
    }
    let received = timeout(BODY_TIME_MAX, receive(body)).await.map_err(|_| ApiError::TooSlow)??;
    let unread = match received {
        Received::Whole(bytes) => match serde_json::from_slice::<PushRequest<Box<RawValue>>>(&bytes) {
            Ok(request) if request.well_formed() => {
                let push = Push { book, person, lang, request, received_at_ms: app.now_ms() };
                return Ok(Json(app.writer.push(push).await?));
            }
            _ => (ApiError::Malformed, Refusal::Malformed, Sha256::digest(&bytes).into(), bytes.len()),
        },
        Received::TooLarge { hash, size } => (ApiError::BodyTooLarge, Refusal::EntryTooLarge, hash, size),
    };
    let (error, refusal, hash, size) = unread;
    app.writer.refuse_body(book, person, refusal, hash, size as u64, app.now_ms()).await?;
    Err(error)
}

/// A page of what changed for the person in a book since a cursor.
#[utoipa::path(post, path = "/api/sync/{book}/pull", tag = "sync",
    params(("book" = String, Path, description = "a community, a subdistrict")),
    request_body(content = Object, description = "`PullRequest`: epoch, client_id, scopes, cursor, chain"),
    responses(
        (status = 200, body = Object, description = "`Page`: rows column by column, tombstones, cells, the next cursor"),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: nothing of yours in that book", body = Envelope),
    ))]
pub async fn pull(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    JsonBody(request): JsonBody<PullRequest>,
) -> Result<Json<Page>, ApiError> {
    let person = signed_in.person.id;
    let book = open_book(&app, &person, &book).await?;
    Ok(Json(sync::pull(&app.store, &book, &person, &request, app.now_ms()).await?))
}

/// The book, where the person has something in it. Whether it exists at all is not told.
pub(super) async fn open_book(app: &App, person: &Id, book: &str) -> Result<Id, ApiError> {
    let book = Id::parse(book).ok_or(ApiError::NotFound)?;
    if app.store.may_open(person, &book).await? { Ok(book) } else { Err(ApiError::NotFound) }
}

enum Received {
    Whole(Vec<u8>),
    TooLarge { hash: [u8; 32], size: usize },
}

/// Reads the body; what is too large is thrown away while it is hashed, so that the log can name it.
async fn receive(body: Body) -> Result<Received, ApiError> {
    let mut chunks = body.into_data_stream();
    let (mut kept, mut hash, mut size) = (Vec::new(), Sha256::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| ApiError::Malformed)?;
        size = size.saturating_add(chunk.len());
        hash.update(&chunk);
        if size <= PUSH_BYTES_MAX {
            kept.extend_from_slice(&chunk);
        } else {
            kept = Vec::new();
        }
        if size > OVERSIZE_BYTES_MAX {
            break;
        }
    }
    if size <= PUSH_BYTES_MAX {
        Ok(Received::Whole(kept))
    } else {
        Ok(Received::TooLarge { hash: hash.finalize().into(), size })
    }
}
