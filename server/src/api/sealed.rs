//! What is sealed of an entry, after a look was accepted (docs/adr/0029).

use super::{JsonBody, openapi::Envelope, photo::jpeg, reveal::record, sync::open_book};
use crate::{app::App, error::ApiError, identity::SignedIn, sync::SystemOp};
use axum::{
    Json,
    extract::{Path, Query, State},
    response::Response,
};
use jiefang_domain::{
    Id,
    command::Command,
    identity::{Actor, Role, server},
    privacy::{Look, LookReason},
    stewards::{Entry, LookAtEntry},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// By which look.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenBy {
    /// The look (`entry.look@1`) that was accepted; of the audit role, which pushes to no community, the one to be made.
    #[schema(value_type = String)]
    look: Id,
    /// Of the audit role: why.
    #[schema(value_type = Option<String>)]
    reason: Option<LookReason>,
    /// Of the audit role: why, in words; needed where the reason is `other`.
    #[serde(default)]
    note: String,
}

/// A sealed entry whole, to the author of a look at it that was accepted within the last five minutes: who wrote it down or
/// has it now, a mediator of its place, the audit role.
#[utoipa::path(post, path = "/api/sealed/{book}/{id}", tag = "privacy", request_body = OpenBy,
    params(("book" = String, Path, description = "a community"), ("id" = String, Path, description = "the entry")),
    responses(
        (status = 200, body = Object, description = "a record `entry` of the domain"),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: no such look of yours lately, or no such entry", body = Envelope),
        (status = 507, description = "`disk_full`", body = Envelope),
    ))]
pub async fn open(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((book, id)): Path<(String, String)>,
    JsonBody(by): JsonBody<OpenBy>,
) -> Result<Json<Entry>, ApiError> {
    let me = signed_in.person.id;
    let id = Id::parse(&id).ok_or(ApiError::NotFound)?;
    let actor = actor(&app, &me).await?;
    let book = book_of(&app, &actor, &book).await?;
    if let Some(reason) = by.reason.filter(|_| audits(&actor)) {
        let look = LookAtEntry { id: by.look.clone(), entry: id.clone(), reason, note: by.note };
        let (op_id, command) = (by.look.clone(), Command::LookAtEntry(look));
        let op = SystemOp { book: book.clone(), op_id, command, now_ms: app.now_ms() };
        // Whether it was taken shows in that the look is there.
        record::<Entry>(&app.store, &book, &id).await?.ok_or(ApiError::NotFound)?;
        app.writer.submit_at_door(me, op).await?;
    }
    Ok(Json(opened(&app, &actor, &book, (&id, &by.look)).await?))
}

/// By which look a photo is shown.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ShownBy {
    /// The look that opened the entry.
    #[param(value_type = String)]
    look: Id,
}

/// A photo of a sealed entry, to whom a look opens the entry, as long as it does.
#[utoipa::path(get, path = "/api/sealed/{book}/{id}/{photo}", tag = "privacy",
    params(("book" = String, Path, description = "a community"), ("id" = String, Path, description = "the entry"),
        ("photo" = String, Path, description = "the photo"), ShownBy),
    responses(
        (status = 200, content_type = "image/jpeg", body = Vec<u8>),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: no such look of yours lately, no such entry, or none of its photos", body = Envelope),
    ))]
pub async fn photo(
    State(app): State<App>,
    signed_in: SignedIn,
    Path((book, id, photo)): Path<(String, String, String)>,
    Query(by): Query<ShownBy>,
) -> Result<Response, ApiError> {
    let (id, photo) = Id::parse(&id).zip(Id::parse(&photo)).ok_or(ApiError::NotFound)?;
    let actor = actor(&app, &signed_in.person.id).await?;
    let book = book_of(&app, &actor, &book).await?;
    let entry = opened(&app, &actor, &book, (&id, &by.look)).await?;
    let named = entry.photos.known().is_some_and(|photos| photos.contains(&photo));
    let bytes = if named { app.photos.whole(&book, &photo).await? } else { None };
    bytes.map(jpeg).ok_or(ApiError::NotFound)
}

async fn actor(app: &App, me: &Id) -> Result<Actor, ApiError> {
    Ok(Actor::person(me.clone(), app.store.grants_of(me).await?))
}

fn audits(actor: &Actor) -> bool {
    actor.holds(&[Role::AuditAdmin], &[server()])
}

/// A book that is open to them; to the audit role each is.
async fn book_of(app: &App, actor: &Actor, book: &str) -> Result<Id, ApiError> {
    if audits(actor) { Id::parse(book).ok_or(ApiError::NotFound) } else { open_book(app, &actor.person, book).await }
}

/// The entry whole, where the look opens it to them now.
async fn opened(app: &App, actor: &Actor, book: &Id, (id, look): (&Id, &Id)) -> Result<Entry, ApiError> {
    let look: Look = record(&app.store, book, look).await?.ok_or(ApiError::NotFound)?;
    let entry: Entry = record(&app.store, book, id).await?.ok_or(ApiError::NotFound)?;
    if entry.opens_to(&look, actor, app.now_ms()) { Ok(entry) } else { Err(ApiError::NotFound) }
}
