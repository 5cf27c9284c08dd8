//! The OpenAPI document, locked by a snapshot in the tests.

use axum::Json;
use serde::Serialize;
use std::sync::LazyLock;
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

/// The document without its routes: those come from the router ([`super::declared`]).
#[derive(Debug, OpenApi)]
#[openapi(
    info(
        title = "街坊 · Jiefang",
        description = "Commands up, rows down. Writes from another origin are refused; every error under /api comes in \
                       one envelope. The shapes of push and pull are those of domain/src/sync/wire.rs."
    ),
    tags(
        (name = "status", description = "Is it there"),
        (name = "session", description = "Signing in and out"),
        (name = "enrolment", description = "Single-use links"),
        (name = "audit", description = "For the audit role"),
        (name = "demo", description = "Demonstration data only"),
        (name = "sync", description = "Push, pull, pokes"),
        (name = "screen", description = "Walls: pages without personal data"),
        (name = "photos", description = "Photos of records, in pieces"),
    )
)]
pub struct Document;

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "status", responses((status = 200, body = Object)))]
pub async fn document() -> Json<&'static utoipa::openapi::OpenApi> {
    static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(|| super::declared().into_openapi());
    Json(&DOCUMENT)
}
