//! Signs of places: what a patrol scans where it passes.

use super::{openapi::Envelope, sync::open_book};
use crate::{app::App, error::ApiError, identity::SignedIn, qr::Qr};
use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, header},
};
use jiefang_domain::{Id, Kind, grid::Place, record::Record};
use serde::Serialize;
use utoipa::ToSchema;

/// The signs of a place and of the buildings in it.
#[derive(Serialize, ToSchema)]
pub struct Signs {
    signs: Vec<Sign>,
}

#[derive(Serialize, ToSchema)]
struct Sign {
    /// The place; what is typed where nothing can be scanned.
    #[schema(value_type = String)]
    place: Id,
    /// The address of its page, as a QR code; none where the page that asks has no address of its own.
    qr: Option<Qr>,
}

/// Draws the signs of an estate and its buildings, or of one building, for the address under which they are asked for.
#[utoipa::path(post, path = "/api/signs/{book}/{place}", tag = "signs",
    params(("book" = String, Path, description = "a community"), ("place" = String, Path, description = "an estate or a building")),
    responses(
        (status = 200, body = Signs),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: nothing of yours in that book, or no such estate or building", body = Envelope),
    ))]
pub async fn draw(
    State(app): State<App>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Path((book, place)): Path<(String, String)>,
) -> Result<Json<Signs>, ApiError> {
    let book = open_book(&app, &signed_in.person.id, &book).await?;
    let place = Id::parse(&place).ok_or(ApiError::NotFound)?;
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
    let origin = origin.filter(|origin| origin.starts_with("http"));
    let rows = app.store.records(&book, Kind::Place).await?;
    let patrolled = |of: &&Place| of.place_kind.is_looked_after() && of.stands();
    let within = rows.iter().filter_map(Place::of).filter(patrolled).filter(|of| of.path.contains(&place));
    let sign = |of: &Place| {
        let address = origin.map(|origin| [origin, "/grid/", of.id.as_str()].concat());
        Sign { place: of.id.clone(), qr: address.and_then(|address| Qr::of(&address)) }
    };
    let signs: Vec<Sign> = within.map(sign).collect();
    // An area is none of them, and what lies in it is asked for by itself.
    if signs.iter().any(|sign| sign.place == place) { Ok(Json(Signs { signs })) } else { Err(ApiError::NotFound) }
}
