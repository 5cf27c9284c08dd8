//! What opens the copy on a device, for whoever is signed in on it.

use super::openapi::Envelope;
use crate::{app::App, error::ApiError, identity::SignedIn};
use axum::{Json, extract::State};
use jiefang_domain::photo::to_base64;
use serde::Serialize;
use utoipa::ToSchema;

/// The person's secret for their devices.
#[derive(Serialize, ToSchema)]
pub struct Seal {
    /// 32 bytes in base64, without padding.
    secret: String,
}

/// The secret with which a device of this person has the keys of its copy again. It is the same for as long as the person
/// has an account; a device asks when somebody signs in on it, and keeps it no longer than that.
#[utoipa::path(get, path = "/api/me/seal", tag = "session", responses(
    (status = 200, body = Seal),
    (status = 401, description = "`not_signed_in`", body = Envelope),
))]
pub async fn seal(State(app): State<App>, signed_in: SignedIn) -> Result<Json<Seal>, ApiError> {
    let mut fresh = [0; 32];
    getrandom::fill(&mut fresh).map_err(|error| {
        tracing::error!(%error, "no randomness");
        ApiError::Internal
    })?;
    let secret = app.accounts.seal(&signed_in.person.id, fresh).await?;
    Ok(Json(Seal { secret: to_base64(&secret) }))
}
