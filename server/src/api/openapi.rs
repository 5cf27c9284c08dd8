//! The OpenAPI document, locked by a snapshot in the tests.

use axum::Json;
use serde::Serialize;
use std::sync::LazyLock;
use utoipa::{
    OpenApi, ToSchema,
    openapi::{Content, Ref, RefOr, ResponseBuilder},
};

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
        (name = "enrolment", description = "Single-use codes"),
        (name = "audit", description = "For the audit role"),
        (name = "start", description = "The first start of an empty server"),
        (name = "people", description = "The people of a book, for those who let people in"),
        (name = "demo", description = "Demonstration data only"),
        (name = "sync", description = "Push, pull, pokes"),
        (name = "privacy", description = "What is masked, and who looked"),
        (name = "screen", description = "Walls: pages without personal data"),
        (name = "photos", description = "Photos of records, in pieces"),
        (name = "signs", description = "What a patrol scans where it passes"),
    )
)]
pub struct Document;

/// This document.
#[utoipa::path(get, path = "/api/openapi.json", tag = "status", responses((status = 200, body = Object)))]
pub async fn document() -> Json<&'static utoipa::openapi::OpenApi> {
    static DOCUMENT: LazyLock<utoipa::openapi::OpenApi> = LazyLock::new(super::document);
    Json(&DOCUMENT)
}

/// What any route may answer by the way it is asked, so that no handler repeats it.
pub(super) fn usual(document: &mut utoipa::openapi::OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let with_path = path.contains('{') && path.starts_with("/api/");
        let verbs = [&mut item.get, &mut item.post, &mut item.put, &mut item.delete];
        for operation in verbs.into_iter().flatten() {
            let asked = operation.parameters.as_ref().is_some_and(|parameters| !parameters.is_empty());
            let body = operation.request_body.as_ref();
            let json = body.is_some_and(|body| body.content.contains_key("application/json"));
            let signed_in = operation.responses.responses.contains_key("401");
            let mut may = |when: bool, status: &str, what: &str| {
                if when {
                    let answers = &mut operation.responses.responses;
                    answers.entry(status.into()).or_insert_with(|| told(what));
                }
            };
            may(body.is_some() || with_path || (asked && path.starts_with("/api/")), "400", "`malformed`");
            may(body.is_some(), "408", "`too_slow`: the body took more than a minute");
            may(body.is_some(), "413", "`body_too_large`");
            may(json, "415", "`not_json`");
            may(signed_in, "503", "`busy`: too many requests of this person under way");
        }
    }
}

fn told(what: &str) -> RefOr<utoipa::openapi::Response> {
    let content = Content::new(Some(Ref::from_schema_name("Envelope")));
    ResponseBuilder::new().description(what).content("application/json", content).build().into()
}
