//! The demonstration's own door: one person of each role, one tap, no passphrase. Nobody is offered, and nobody comes in,
//! unless the data folder was made by `jiefang demo`.

use super::{JsonBody, me::Me, openapi::Envelope};
use crate::{
    app::App,
    door::{Entry, What},
    error::ApiError,
    identity::{Door, enter},
};
use axum::{Json, extract::State};
use axum_extra::extract::CookieJar;
use jiefang_domain::{
    Id, Key, Row,
    grid::Place,
    identity::{Grant, Role},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who may be tried out.
#[derive(Debug, Serialize, ToSchema)]
pub struct DemoPeople {
    people: Vec<DemoPerson>,
}

#[derive(Debug, Serialize, ToSchema)]
struct DemoPerson {
    #[schema(value_type = String)]
    person: Id,
    name: String,
    #[schema(value_type = String)]
    role: Role,
    /// Where the role is held.
    place_name: String,
}

/// Whom to be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DemoAs {
    #[schema(value_type = String)]
    person: Id,
}

/// The people offered on the sign-in page, one of each role; nobody where the data is not the demonstration's.
#[utoipa::path(get, path = "/api/demo", tag = "demo", responses(
    (status = 200, body = DemoPeople),
))]
pub async fn people(State(app): State<App>) -> Result<Json<DemoPeople>, ApiError> {
    let mut people = Vec::new();
    let invented = if app.demo { app.store.demo_people().await? } else { Vec::new() };
    for person in invented {
        let grants = app.store.grants_of(&person).await?;
        if let Some(grant) = grants.into_iter().find(|grant| grant.until_ms == 0) {
            people.push(describe(&app, person, grant).await?);
        }
    }
    Ok(Json(DemoPeople { people }))
}

async fn describe(app: &App, person: Id, grant: Grant) -> Result<DemoPerson, ApiError> {
    let key = Key::of::<Place>(&grant.place);
    let mut place_name = String::new();
    // The place stands in one of the books it lies in.
    for book in &grant.path {
        if let Some(Row::Place(place)) = app.store.record(book, &key).await? {
            place_name = place.name;
        }
    }
    Ok(DemoPerson { person, name: grant.name, role: grant.role, place_name })
}

/// Signs in as one of the demonstration's invented people.
#[utoipa::path(post, path = "/api/demo/session", tag = "demo", request_body = DemoAs, responses(
    (status = 200, body = Me),
    (status = 403, description = "`stopped`", body = Envelope),
    (status = 404, description = "not the demonstration's data, or nobody invented for it", body = Envelope),
))]
pub async fn open_session(
    State(app): State<App>,
    door: Door,
    JsonBody(as_whom): JsonBody<DemoAs>,
) -> Result<(CookieJar, Json<Me>), ApiError> {
    only_demo(&app)?;
    let book = app.accounts.home(&as_whom.person).await?.ok_or(ApiError::NotFound)?;
    let person = app.accounts.person(&book, &as_whom.person).await?;
    let person = person.filter(|person| person.invented && person.active).ok_or(ApiError::NotFound)?;
    let entry = Entry::new(What::SignIn, door.visit(), app.now_ms());
    let token = enter(&app, (&book, &person.id), None, &door).await?;
    app.door.note(entry.by(&book, &person.id));
    Ok((door.entered(&token), Json(Me::of(&app, person).await?)))
}

fn only_demo(app: &App) -> Result<(), ApiError> {
    if app.demo { Ok(()) } else { Err(ApiError::NotFound) }
}
