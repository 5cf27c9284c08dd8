//! What is sealed of an entry, after a look was accepted (docs/adr/0029).

use super::{JsonBody, openapi::Envelope, reveal::record, sync::open_book};
use crate::{app::App, error::ApiError, identity::SignedIn, sync::SystemOp};
use axum::{
    Json,
    extract::{Path, State},
};
use jiefang_domain::{
    Id,
    command::Command,
    identity::{Actor, Role, server},
    privacy::{Look, LookReason},
    stewards::{Entry, LookAtEntry},
};
use serde::Deserialize;
use utoipa::ToSchema;

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
    let actor = Actor::person(me.clone(), app.store.grants_of(&me).await?);
    let book = if actor.holds(&[Role::AuditAdmin], &[server()]) {
        let book = Id::parse(&book).ok_or(ApiError::NotFound)?;
        if let Some(reason) = by.reason {
            let look = LookAtEntry { id: by.look.clone(), entry: id.clone(), reason, note: by.note };
            let (op_id, command) = (by.look.clone(), Command::LookAtEntry(look));
            let op = SystemOp { book: book.clone(), op_id, command, now_ms: app.now_ms() };
            // Whether it was taken shows in that the look is there.
            record::<Entry>(&app.store, &book, &id).await?.ok_or(ApiError::NotFound)?;
            app.writer.submit_at_door(me, op).await?;
        }
        book
    } else {
        open_book(&app, &me, &book).await?
    };
    let look: Look = record(&app.store, &book, &by.look).await?.ok_or(ApiError::NotFound)?;
    let entry: Entry = record(&app.store, &book, &id).await?.ok_or(ApiError::NotFound)?;
    if !entry.opens_to(&look, &actor, app.now_ms()) {
        return Err(ApiError::NotFound);
    }
    Ok(Json(entry))
}
