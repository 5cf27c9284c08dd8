//! The OpenAPI document, locked by a snapshot in the tests.

use axum::Json;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

/// What every answer with a status of 400 or more under `/api` holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct Envelope {
    /// The error.
    pub error: EnvelopeError,
}

/// An error: a code for programs, words for people.
#[derive(Debug, Serialize, ToSchema)]
pub struct EnvelopeError {
    /// What went wrong, the same for ever, in `snake_case`.
    pub code: &'static str,
    /// What is wrong and what to do, in the language `Accept-Language` asks for.
    pub words: &'static str,
    /// Names the request in the server's log.
    pub request_id: String,
}

/// The document.
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "街坊 · Jiefang",
        description = "Commands up, rows down. Writes from another origin are refused; every error under /api comes in \
                       one envelope. The shapes of push and pull are those of domain/src/sync/wire.rs."
    ),
    paths(
        super::health::status,
        super::health::health,
        super::health::ready,
        super::session::open,
        super::session::end,
        super::me::me,
        super::audit::search,
        super::demo::people,
        super::demo::open_session,
        super::enrolment::make,
        super::enrolment::use_up,
        super::sync::push,
        super::sync::pull,
        super::live::live,
        super::photo::begin,
        super::photo::piece,
        super::photo::show,
        document,
    ),
    tags(
        (name = "status", description = "Is it there"),
        (name = "session", description = "Signing in and out"),
        (name = "enrolment", description = "Single-use links"),
        (name = "audit", description = "For the audit role"),
        (name = "demo", description = "Demonstration data only"),
        (name = "sync", description = "Push, pull, pokes"),
        (name = "photos", description = "Photos of records, in pieces"),
    )
)]
pub struct Document;

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "status", responses((status = 200, body = Object)))]
pub async fn document() -> Json<utoipa::openapi::OpenApi> {
    Json(Document::openapi())
}
