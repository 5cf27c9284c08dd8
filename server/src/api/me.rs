//! Who is signed in, and what lies open to them.

use crate::{
    app::App,
    error::ApiError,
    identity::{Door, SignedIn},
};
use axum::{Json, extract::State};
use axum_extra::extract::CookieJar;
use jiefang_domain::{
    Id, Millis,
    identity::{Grant, Person},
};
use serde::Serialize;
use utoipa::ToSchema;

/// The person signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    person: MyPerson,
    /// The grants held, as rows of the domain.
    #[schema(value_type = Vec<Object>)]
    grants: Vec<Grant>,
    books: Vec<MyBook>,
    /// Whether the data is the demonstration's.
    demo: bool,
    /// The server's clock.
    now_ms: Millis,
}

#[derive(Debug, Serialize, ToSchema)]
struct MyPerson {
    #[schema(value_type = String)]
    id: Id,
    name: String,
    /// Invented for the demonstration.
    invented: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct MyBook {
    #[schema(value_type = String)]
    id: Id,
    name: String,
    /// `community`, `subdistrict` or `server`.
    kind: String,
}

impl Me {
    /// All that `/api/me` tells of a person.
    pub async fn of(app: &App, person: Person) -> Result<Self, ApiError> {
        let grants = app.store.grants_of(&person.id).await?.into_iter().filter(|grant| grant.until_ms == 0).collect();
        let books = app.store.books_of(&person.id).await?;
        let books = books.into_iter().map(|book| MyBook { id: book.id, name: book.name, kind: book.kind });
        Ok(Self {
            grants,
            books: books.collect(),
            person: MyPerson {
                name: person.name.known().cloned().unwrap_or_default(),
                invented: person.invented,
                id: person.id,
            },
            demo: app.demo,
            now_ms: app.now_ms(),
        })
    }

    /// The same, read anew for a session that was just opened.
    pub async fn of_opened(app: &App, book: &Id, person: &Id) -> Result<Self, ApiError> {
        let person = app.accounts.person(book, person).await?.ok_or(ApiError::Internal)?;
        Self::of(app, person).await
    }
}

/// The person signed in, their grants and books.
#[utoipa::path(get, path = "/api/me", tag = "session", responses(
    (status = 200, body = Me),
    (status = 401, description = "`not_signed_in`", body = super::openapi::Envelope),
))]
pub async fn me(
    State(app): State<App>,
    signed_in: SignedIn,
    door: Door,
) -> Result<(Option<CookieJar>, Json<Me>), ApiError> {
    // The app asks this every few minutes: here the session's secret is changed from time to time.
    let renewed = signed_in.renewed(&app, door).await?;
    Ok((renewed, Json(Me::of(&app, signed_in.person).await?)))
}
