//! What others ask before anything else.

use crate::{app::App, error::ApiError};
use axum::{Json, extract::State};
use jiefang_domain::{Millis, sync::BUILD};
use serde::Serialize;
use utoipa::ToSchema;

/// The server in three words.
#[derive(Debug, Serialize, ToSchema)]
pub struct Status {
    /// Whether the data is the demonstration's.
    demo: bool,
    /// The build of the protocol.
    build: u32,
    /// The server's clock.
    now_ms: Millis,
}

/// Whether the data is the demonstration's, the protocol's build, the server's clock.
#[utoipa::path(get, path = "/api/status", tag = "status", responses((status = 200, body = Status)))]
pub async fn status(State(app): State<App>) -> Json<Status> {
    Json(Status { demo: app.demo, build: BUILD, now_ms: app.now_ms() })
}

/// The process answers.
#[utoipa::path(get, path = "/health", tag = "status", responses((status = 200, body = String, content_type = "text/plain")))]
pub async fn health() -> &'static str {
    "ok\n"
}

/// The database answers and the writer is alive.
#[utoipa::path(get, path = "/ready", tag = "status", responses(
    (status = 200, body = String, content_type = "text/plain"),
    (status = 503, description = "not now"),
))]
pub async fn ready(State(app): State<App>) -> Result<&'static str, ApiError> {
    app.store.ping().await.map_err(|error| {
        tracing::error!(%error, "not ready");
        ApiError::Busy
    })?;
    if app.writer.is_alive() { Ok("ok\n") } else { Err(ApiError::Busy) }
}
