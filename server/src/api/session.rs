//! Signing in and out.

use super::{JsonBody, me::Me, openapi::Envelope};
use crate::{
    app::App,
    door::{Entry, What},
    error::ApiError,
    identity::{Door, sign_in},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderName, StatusCode, header::SET_COOKIE},
    response::AppendHeaders,
};
use axum_extra::extract::CookieJar;
use jiefang_domain::Id;
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

/// Who was let in, with the session's cookie and the device's.
pub(super) type SignedInNow = (CookieJar, AppendHeaders<[(HeaderName, String); 1]>, Json<Me>);

/// The cookie by which the browser is known again.
pub(super) fn remembered(app: &App, door: &Door, person: &Id) -> AppendHeaders<[(HeaderName, String); 1]> {
    AppendHeaders([(SET_COOKIE, door.device().clone().with(&app.door_key, person).to_string())])
}

/// Signs in; the cookie `jiefang_session` carries the session from then on.
#[utoipa::path(post, path = "/api/session", tag = "session", request_body = SignIn, responses(
    (status = 200, body = Me),
    (status = 401, description = "`sign_in_failed`, alike for unknown and wrong", body = Envelope),
    (status = 403, description = "name and passphrase are right, but `stopped`: the person is not let in; `passphrase_old`: another is asked for by now", body = Envelope),
    (status = 429, description = "`slow_down`: too many misses for this account, or from this address", body = Envelope),
    (status = 503, description = "`busy`: too many passphrases are being tried", body = Envelope),
))]
pub async fn open(
    State(app): State<App>,
    door: Door,
    JsonBody(with): JsonBody<SignIn>,
) -> Result<SignedInNow, ApiError> {
    let entry = Entry::new(What::SignIn, door.visit(), app.now_ms());
    let (token, book, person) = sign_in(&app, &with.name, &with.passphrase, &door).await.inspect_err(|error| {
        let typed = app.door_key.typed(with.name.trim()).to_vec();
        app.door.note(Entry { typed, ..entry.clone() }.failed(*error));
    })?;
    app.door.note(entry.by(&book, &person));
    let me = Me::of_opened(&app, &book, &person).await?;
    let device = remembered(&app, &door, &person);
    Ok((door.entered(&token), device, Json(me)))
}

/// Signs out. Signing out twice is no error.
#[utoipa::path(delete, path = "/api/session", tag = "session", responses((status = 204, description = "signed out")))]
pub async fn end(State(app): State<App>, door: Door) -> Result<(StatusCode, CookieJar), ApiError> {
    if let Some(token) = door.presented() {
        let session = app.accounts.session(&token.hash(), app.now_ms()).await?;
        app.accounts.end_session(&token.hash()).await?;
        if let Some(session) = session {
            let entry = Entry::new(What::SignOut, door.visit(), app.now_ms());
            app.door.note(entry.by(&session.book, &session.person.id));
        }
    }
    Ok((StatusCode::NO_CONTENT, door.left()))
}
