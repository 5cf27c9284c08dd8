//! What is masked of a person, after a look was accepted; and who looked.

use super::{JsonBody, openapi::Envelope, sync::open_book};
use crate::{app::App, error::ApiError, identity::SignedIn, store::Store};
use axum::{
    Json,
    extract::{Path, State},
};
use jiefang_domain::{
    Id, Key,
    grid::Place,
    identity::{Actor, Person},
    privacy::{Guardian, Look, PersonField, may_list},
    record::Record,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// By which look.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RevealBy {
    /// The look (`person.look@1`) that was accepted.
    #[schema(value_type = String)]
    look: Id,
}

/// The value, shown for a short while and kept nowhere.
#[derive(Serialize, ToSchema)]
pub struct Revealed {
    /// The phone number.
    phone: String,
}

pub(super) async fn record<R: Record + Clone>(store: &Store, book: &Id, id: &Id) -> Result<Option<R>, ApiError> {
    let row = store.record(book, &Key::of::<R>(id)).await?;
    Ok(row.and_then(|row| R::of(&row).cloned()))
}

/// The phone number of a person, to the author of a look at it that was accepted within the last five minutes.
#[utoipa::path(post, path = "/api/reveal/{book}/{person}", tag = "privacy", request_body = RevealBy,
    params(("book" = String, Path, description = "a community"), ("person" = String, Path, description = "the person")),
    responses(
        (status = 200, body = Revealed),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: no such look of yours lately, no such person, no number", body = Envelope),
    ))]
pub async fn reveal(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((book, person)): Path<(String, String)>,
    JsonBody(by): JsonBody<RevealBy>,
) -> Result<Json<Revealed>, ApiError> {
    let me = signed_in.person.id;
    let book = open_book(&app, &me, &book).await?;
    let person = Id::parse(&person).ok_or(ApiError::NotFound)?;
    let look: Look = record(&app.store, &book, &by.look).await?.ok_or(ApiError::NotFound)?;
    if !look.opens(&person, PersonField::Phone, &me, app.now_ms()) {
        return Err(ApiError::NotFound);
    }
    let person: Person = record(&app.store, &book, &person).await?.ok_or(ApiError::NotFound)?;
    let phone = person.phone.known().filter(|phone| !phone.is_empty()).cloned().ok_or(ApiError::NotFound)?;
    Ok(Json(Revealed { phone }))
}

/// Who looked at what is masked of a person, the newest first: for the person, for who acts for them, and for a worker who
/// prints it.
#[utoipa::path(get, path = "/api/looks/{book}/{person}", tag = "privacy",
    params(("book" = String, Path, description = "a community"), ("person" = String, Path, description = "the person")),
    responses(
        (status = 200, body = Vec<Object>, description = "rows `look` of the domain, at most 500"),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: nothing of yours in that book, or not yours to see", body = Envelope),
    ))]
pub async fn looks(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((book, person)): Path<(String, String)>,
) -> Result<Json<Vec<Look>>, ApiError> {
    let me = signed_in.person.id;
    let book = open_book(&app, &me, &book).await?;
    let person = Id::parse(&person).ok_or(ApiError::NotFound)?;
    let community: Place = record(&app.store, &book, &book).await?.ok_or(ApiError::NotFound)?;
    let guardian: Option<Guardian> = record(&app.store, &book, &Guardian::row_id(&person)).await?;
    let actor = Actor::person(me.clone(), app.store.grants_of(&me).await?);
    if !may_list(&person, guardian.as_ref(), &actor, &community.path) {
        return Err(ApiError::NotFound);
    }
    Ok(Json(app.store.looks_at(&book, &person).await?))
}
