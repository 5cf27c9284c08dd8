//! The session cookie, and the extractor that asks for it.

use super::Token;
use crate::{app::App, error::ApiError, store::account::SESSION_MS_MAX, visit::Visit};
use axum::{extract::FromRequestParts, http::request::Parts};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use jiefang_domain::{Id, identity::Person};

/// The cookie's name.
pub const SESSION_COOKIE: &str = "jiefang_session";

/// The person whose session the request carries. A handler that takes it answers 401 to anybody else.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The book the person was entered in.
    pub book: Id,
    /// The person.
    pub person: Person,
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let token = presented(&CookieJar::from_headers(&parts.headers)).ok_or(ApiError::NotSignedIn)?;
        let found = app.accounts.session(&token.hash(), app.now_ms()).await?;
        let (book, person) = found.ok_or(ApiError::NotSignedIn)?;
        if let Some(visit) = parts.extensions.get::<Visit>() {
            visit.is_by(app, &person.id)?;
        }
        Ok(Self { book, person })
    }
}

/// The session's secret, where the request carries one.
pub fn presented(jar: &CookieJar) -> Option<Token> {
    jar.get(SESSION_COOKIE).and_then(|cookie| Token::presented(cookie.value()))
}

/// The cookie that carries a session: unreadable for scripts, unsent by other sites' forms.
pub fn cookie(token: &Token) -> Cookie<'static> {
    Cookie::build((SESSION_COOKIE, token.reveal().to_owned()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .max_age(time::Duration::milliseconds(SESSION_MS_MAX))
        .build()
}

/// The cookie that takes a session away.
pub fn cleared() -> Cookie<'static> {
    let mut cookie = Cookie::build((SESSION_COOKIE, "")).http_only(true).same_site(SameSite::Lax).path("/").build();
    cookie.make_removal();
    cookie
}
