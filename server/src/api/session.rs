//! Signing in and out.

use super::{JsonBody, me::Me, openapi::Envelope};
use crate::{
    app::App,
    error::ApiError,
    identity::{Door, sign_in},
};
use axum::{Json, extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use utoipa::ToSchema;

/// What somebody signs in with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Name or phone number.
    name: String,
    /// The passphrase.
    passphrase: String,
}

/// Signs in; the cookie `jiefang_session` carries the session from then on.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn, responses(
    (status = 200, body = Me),
    (status = 401, description = "`sign_in_failed`, alike for unknown and wrong", body = Envelope),
    (status = 403, description = "`stopped`: name and passphrase are right, but the person is not let in", body = Envelope),
    (status = 429, description = "`slow_down`: too many misses for this account", body = Envelope),
))]
pub async fn open(
    State(app): State<App>,
    door: Door,
    JsonBody(with): JsonBody<SignIn>,
) -> Result<(CookieJar, Json<Me>), ApiError> {
    let (token, book, person) = sign_in(&app, &with.name, &with.passphrase, &door).await?;
    let me = Me::of_opened(&app, &book, &person).await?;
    Ok((door.entered(&token), Json(me)))
}

/// Signs out. Signing out twice is no error.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204, description = "signed out")))]
pub async fn end(State(app): State<App>, door: Door) -> Result<(StatusCode, CookieJar), ApiError> {
    if let Some(token) = door.presented() {
        app.accounts.end_session(&token.hash()).await?;
    }
    Ok((StatusCode::NO_CONTENT, door.left()))
}
