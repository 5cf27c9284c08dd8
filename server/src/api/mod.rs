//! The HTTP handlers: parse, call, answer. None of them holds a rule.

mod body;
mod demo;
mod devices;
mod enrolment;
mod export;
mod health;
mod live;
mod me;
pub mod openapi;
mod people;
mod photo;
mod reveal;
mod seal;
mod session;
mod start;
mod sync;

pub use body::{Asked, JsonBody};

use crate::app::App;
use axum::{
    Router,
    routing::{delete, get, post},
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
        .route("/api/me/export", get(export::export))
        .route("/api/me/devices", get(devices::list).delete(devices::end_others))
        .route("/api/me/devices/{id}", delete(devices::end))
        .route("/api/people/{book}", get(people::people).post(people::act))
        .route("/api/start", post(start::found))
        .route("/api/start/look", post(start::look))
        .route("/api/me/seal", get(seal::seal))
        .route("/api/demo", get(demo::people))
        .route("/api/demo/session", post(demo::open_session))
        .route("/api/enrolment", get(enrolment::living).post(enrolment::make))
        .route("/api/enrolment/{book}/{person}", delete(enrolment::revoke))
        .route("/api/enrolment/use", post(enrolment::use_up))
        .route("/api/sync/{book}/push", post(sync::push))
        .route("/api/sync/{book}/pull", post(sync::pull))
        .route("/api/reveal/{book}/{person}", post(reveal::reveal))
        .route("/api/looks/{book}/{person}", get(reveal::looks))
        .route("/api/sync/live", get(live::live))
        .route("/api/photos/{book}/{id}", get(photo::show).post(photo::begin).put(photo::piece))
}
