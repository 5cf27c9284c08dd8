//! The HTTP handlers: parse, call, answer. None of them holds a rule.

mod audit;
mod body;
mod demo;
mod devices;
mod enrolment;
mod export;
mod health;
mod lists;
mod live;
mod me;
pub mod openapi;
mod people;
mod photo;
mod reveal;
mod seal;
mod sealed;
mod session;
mod sign;
mod start;
mod sync;

pub use body::{Asked, JsonBody};

use crate::{app::App, screen};
use openapi::Document;
use utoipa::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Every route there is, each with its line in the document: the router and the document are made of this one list, and
/// the matrix of the tests (`server/tests/api/matrix.rs`) has a row for each.
pub fn declared() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(health::status))
        .routes(routes!(openapi::document))
        .routes(routes!(session::open, session::end))
        .routes(routes!(me::me))
        .routes(routes!(export::export))
        .routes(routes!(devices::list, devices::end_others))
        .routes(routes!(devices::end))
        .routes(routes!(people::people, people::act))
        .routes(routes!(start::found))
        .routes(routes!(start::look))
        .routes(routes!(lists::made, lists::upload))
        .routes(routes!(lists::look, lists::act))
        .routes(routes!(lists::bad))
        .routes(routes!(seal::seal))
        .routes(routes!(audit::search))
        .routes(routes!(demo::people))
        .routes(routes!(demo::open_session))
        .routes(routes!(enrolment::living, enrolment::make))
        .routes(routes!(enrolment::revoke))
        .routes(routes!(enrolment::use_up))
        .routes(routes!(sync::push))
        .routes(routes!(sync::pull))
        .routes(routes!(reveal::reveal))
        .routes(routes!(reveal::looks))
        .routes(routes!(sealed::open))
        .routes(routes!(sealed::photo))
        .routes(routes!(sign::draw))
        .routes(routes!(live::live))
        .routes(routes!(photo::show, photo::begin, photo::piece))
        .routes(routes!(screen::style))
        .routes(routes!(screen::script))
        .routes(routes!(screen::wall))
        .routes(routes!(screen::live))
}

/// The document of them all.
pub fn document() -> utoipa::openapi::OpenApi {
    let mut document = declared().into_openapi();
    openapi::usual(&mut document);
    document
}

/// The method and path of each, as `get` and `/api/me`.
pub fn declared_routes() -> Vec<(String, String)> {
    let document = serde_json::to_value(declared().into_openapi()).unwrap_or_default();
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    let verbs = |(path, verbs): (String, serde_json::Value)| {
        let verbs = verbs.as_object().cloned().unwrap_or_default();
        verbs.into_iter().map(move |(verb, _)| (verb, path.clone()))
    };
    paths.into_iter().flat_map(verbs).collect()
}
