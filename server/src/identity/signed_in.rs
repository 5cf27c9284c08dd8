//! The extractor that asks for a session.

use super::{Door, Token};
use crate::{app::App, error::ApiError, store::session::SECRET_MS, visit::Visit};
use axum::{extract::FromRequestParts, http::request::Parts};
use axum_extra::extract::cookie::CookieJar;
use jiefang_domain::{Id, Millis, identity::Person};

/// The person whose session the request carries. A handler that takes it answers 401 to anybody else.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The book the person was entered in.
    pub book: Id,
    /// The person.
    pub person: Person,
    /// The session's id.
    pub device: Id,
    secret_made_at_ms: Millis,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Ok(door) = Door::from_request_parts(parts, app).await;
        let token = door.presented().ok_or(ApiError::NotSignedIn)?;
        let found = app.accounts.session(&token.hash(), app.now_ms()).await?.ok_or(ApiError::NotSignedIn)?;
        if let Some(visit) = parts.extensions.get::<Visit>() {
            visit.is_by(app, &found.person.id)?;
        }
        let (book, person, device) = (found.book, found.person, found.device);
        Ok(Self { book, person, device, secret_made_at_ms: found.secret_made_at_ms })
    }
}

impl SignedIn {
    /// The next secret of the session, where the one presented has served for some hours. The old one is good until the new
    /// one comes back: an answer that gets lost in a stairwell signs nobody out.
    ///
    /// # Errors
    /// What the database says.
    pub async fn renewed(&self, app: &App, door: Door) -> Result<Option<CookieJar>, ApiError> {
        let now = app.now_ms();
        if now - self.secret_made_at_ms < SECRET_MS {
            return Ok(None);
        }
        let token = Token::random()?;
        let put_down = app.accounts.offer_secret(&self.device, &token.hash(), now).await?;
        Ok(put_down.then(|| door.entered(&token)))
    }
}
