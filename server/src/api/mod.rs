//! The HTTP handlers: parse, call, answer. None of them holds a rule.

mod audit;
mod body;
mod demo;
mod enrolment;
mod health;
mod live;
mod me;
pub mod openapi;
mod photo;
mod session;
mod sync;

pub use body::{Asked, JsonBody};

use crate::app::App;
use axum::{
    Router,
    routing::{get, post},
};

/// Every route under `/api`, and the two probes.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .route("/api/status", get(health::status))
        .route("/api/openapi.json", get(openapi::document))
        .route("/api/session", post(session::open).delete(session::end))
        .route("/api/me", get(me::me))
        .route("/api/audit", get(audit::search))
        .route("/api/demo", get(demo::people))
        .route("/api/demo/session", post(demo::open_session))
        .route("/api/enrolment", post(enrolment::make))
        .route("/api/enrolment/use", post(enrolment::use_up))
        .route("/api/sync/{book}/push", post(sync::push))
        .route("/api/sync/{book}/pull", post(sync::pull))
        .route("/api/sync/live", get(live::live))
        .route("/api/photos/{book}/{id}", get(photo::show).post(photo::begin).put(photo::piece))
}
