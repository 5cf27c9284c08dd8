//! Photos: begun, sent in pieces, shown.

use super::{JsonBody, body::PieceBody, openapi::Envelope, sync::open_book};
use crate::{
    app::App,
    error::ApiError,
    identity::SignedIn,
    photo::{self, Progress},
    store::photo::UploadKey,
};
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
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// The photo's id: the SHA-256 of its bytes as base64url without padding.
    id: String,
    /// How many bytes it has; at most 204800.
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
    /// So many bytes are here: the next piece begins there.
    reached: u64,
    /// The server has it whole and has looked at it: the device need not keep it any longer.
    complete: bool,
}

impl From<Progress> for Json<Reached> {
    fn from(Progress { reached, complete }: Progress) -> Self {
        Self(Reached { reached, complete })
    }
}

/// Begins a photo; asked again it tells how far the photo has come.
#[utoipa::path(post, path = "/api/photos/{book}", tag = "photos",
    params(("book" = String, Path, description = "a community, a subdistrict")),
    request_body = Announced,
    responses(
        (status = 200, body = Reached),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: nothing of yours in that book", body = Envelope),
        (status = 422, description = "`photo_too_large`; or the whole was looked at and not taken, as at a piece", body = Envelope),
        (status = 429, description = "`too_many_photos` on their way, or in no record", body = Envelope),
        (status = 507, description = "`disk_full`", body = Envelope),
    ))]
pub async fn begin(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    JsonBody(announced): JsonBody<Announced>,
) -> Result<Json<Reached>, ApiError> {
    let person = signed_in.person.id;
    let book = open_book(&app, &person, &book).await?;
    let id = photo_id(&announced.id).ok_or(ApiError::Malformed)?;
    Ok(photo::begin(&app, &UploadKey { book, person, id }, announced.size).await?.into())
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
        (status = 422, description = "`photo_metadata`, `photo_too_large`, `no_photo`, `photo_differs`: not taken, and deleted", body = Envelope),
        (status = 507, description = "`disk_full`", body = Envelope),
    ))]
pub async fn piece(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((book, id)): Path<(String, String)>,
    Query(start): Query<Start>,
    PieceBody(bytes): PieceBody,
) -> Result<Json<Reached>, ApiError> {
    let person = signed_in.person.id;
    let book = open_book(&app, &person, &book).await?;
    let id = photo_id(&id).ok_or(ApiError::NotFound)?;
    Ok(photo::piece(&app, &UploadKey { book, person, id }, start.at, &bytes).await?.into())
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
    Path((book, id)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    let person = signed_in.person.id;
    let book = open_book(&app, &person, &book).await?;
    let id = photo_id(&id).ok_or(ApiError::NotFound)?;
    let bytes = photo::seen(&app, &book, &person, &id).await?;
    Ok(([(CONTENT_TYPE, JPEG)], bytes).into_response())
}

fn photo_id(text: &str) -> Option<Id> {
    Id::parse(text).filter(names_a_photo)
}
