//! Photos: begun, sent in pieces, shown.

use super::{body::PieceBody, openapi::Envelope, sync::open_book};
use crate::{app::App, error::ApiError, identity::SignedIn, photo, store::photo::UploadKey};
use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderValue, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use jiefang_domain::{Id, photo::names_a_photo};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

const JPEG: HeaderValue = HeaderValue::from_static("image/jpeg");

/// What is going to be sent.
#[derive(Deserialize, IntoParams)]
pub struct Announced {
    /// How many bytes the photo has; at most 204800.
    size: u64,
}

/// Where a piece begins.
#[derive(Deserialize, IntoParams)]
pub struct Start {
    /// The byte of the photo with which the piece begins.
    at: u64,
}

/// How far a photo has come.
#[derive(Serialize, ToSchema)]
pub struct Reached {
    /// So many bytes are here: the next piece begins there. Where it is all of them, the server has looked at the photo and
    /// keeps it: the device need not.
    reached: u64,
}

/// Begins a photo; asked again it tells how far the photo has come.
#[utoipa::path(post, path = "/api/photos/{book}/{id}", tag = "photos",
    params(
        ("book" = String, Path, description = "a community, a subdistrict"),
        ("id" = String, Path, description = "the photo: the SHA-256 of its bytes as base64url without padding"),
        Announced,
    ),
    responses(
        (status = 200, body = Reached),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: nothing of yours in that book, or no photo's id", body = Envelope),
        (status = 422, description = "`photo_too_large`; or the whole was looked at and not taken, as at a piece", body = Envelope),
        (status = 429, description = "`too_many_photos` on their way, or in no record", body = Envelope),
        (status = 507, description = "`disk_full`", body = Envelope),
    ))]
pub async fn begin(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(path): Path<(String, String)>,
    Query(announced): Query<Announced>,
) -> Result<Json<Reached>, ApiError> {
    let key = upload_key(&app, signed_in, &path).await?;
    Ok(Json(Reached { reached: photo::begin(&app, &key, announced.size).await? }))
}

/// Takes a piece: 32768 bytes, the last what is left. One that does not begin where the photo has come to is not taken;
/// the answer tells where to go on. With the last piece the server looks at the whole.
#[utoipa::path(put, path = "/api/photos/{book}/{id}", tag = "photos",
    params(("book" = String, Path, description = "a community, a subdistrict"), ("id" = String, Path, description = "the photo"), Start),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = Reached),
        (status = 400, description = "`malformed`: a piece of another length", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: nothing begun, or nothing of yours in that book", body = Envelope),
        (status = 413, description = "`body_too_large`", body = Envelope),
        (status = 409, description = "`photo_differs` from its id: deleted, to be sent once more", body = Envelope),
        (status = 422, description = "`photo_metadata`, `photo_too_large`, `no_photo`: not taken, and deleted", body = Envelope),
        (status = 507, description = "`disk_full`", body = Envelope),
    ))]
pub async fn piece(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(path): Path<(String, String)>,
    Query(start): Query<Start>,
    PieceBody(bytes): PieceBody,
) -> Result<Json<Reached>, ApiError> {
    let key = upload_key(&app, signed_in, &path).await?;
    Ok(Json(Reached { reached: photo::piece(&app, &key, start.at, &bytes).await? }))
}

/// A photo, for those who see a record that names it.
#[utoipa::path(get, path = "/api/photos/{book}/{id}", tag = "photos",
    params(("book" = String, Path, description = "a community, a subdistrict"), ("id" = String, Path, description = "the photo")),
    responses(
        (status = 200, content_type = "image/jpeg", body = Vec<u8>),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: none, or none for you", body = Envelope),
    ))]
pub async fn show(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(path): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let key = upload_key(&app, signed_in, &path).await?;
    photo::seen(&app, &key).await.map(jpeg)
}

/// An answer that is a photo.
pub(super) fn jpeg(bytes: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, JPEG)], bytes).into_response()
}

/// Whose photo in which book; nothing of theirs in the book, or no photo's id, is the same as no such photo.
async fn upload_key(app: &App, signed_in: SignedIn, (book, id): &(String, String)) -> Result<UploadKey, ApiError> {
    let person = signed_in.person.id;
    let book = open_book(app, &person, book).await?;
    let id = Id::parse(id).filter(names_a_photo).ok_or(ApiError::NotFound)?;
    Ok(UploadKey { book, person, id })
}
