//! The first start of an empty server.

use super::{JsonBody, enrolment::EnrolmentMade, me::Me, openapi::Envelope};
use crate::{
    app::App,
    door::{Entry, What},
    error::ApiError,
    identity::{Door, Setup},
};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use axum_extra::extract::CookieJar;
use jiefang_domain::identity::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The code that the server printed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StartLook {
    code: String,
}

/// How the server is to be set up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Start {
    /// The code that the server printed.
    code: String,
    /// The subdistrict's name.
    subdistrict: String,
    /// The names of its communities.
    communities: Vec<String>,
    /// The name of whoever sets it up; they become the subdistrict's officer.
    name: String,
    /// The passphrase they choose.
    passphrase: String,
    /// The name of the system administrator.
    system: String,
    /// The name of the audit administrator.
    audit: String,
    /// The name of the security administrator.
    security: String,
}

/// A server that is set up.
#[derive(Serialize, ToSchema)]
pub struct Started {
    me: Me,
    /// The administrators' codes, shown once.
    codes: Vec<StartCode>,
}

#[derive(Serialize, ToSchema)]
struct StartCode {
    #[schema(value_type = String)]
    role: Role,
    enrolment: EnrolmentMade,
}

/// Whether that is the code of the first start.
#[utoipa::path(post, path = "/api/start/look", tag = "start", request_body = StartLook, responses(
    (status = 204, description = "it is"),
    (status = 404, description = "`start_unknown`", body = Envelope),
    (status = 429, description = "`slow_down`", body = Envelope),
))]
pub async fn look(State(app): State<App>, JsonBody(with): JsonBody<StartLook>) -> Result<StatusCode, ApiError> {
    app.start.look(&app, &with.code).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sets the server up, all of it or nothing, once; whoever does is signed in as the subdistrict's officer.
#[utoipa::path(post, path = "/api/start", tag = "start", request_body = Start, responses(
    (status = 201, body = Started),
    (status = 404, description = "`start_unknown`", body = Envelope),
    (status = 409, description = "`duties_apart`: two of the four have one name", body = Envelope),
    (status = 422, description = "`start_incomplete`, `passphrase_too_short`, `passphrase_too_long`, `passphrase_one_kind`, `passphrase_guessable`", body = Envelope),
    (status = 429, description = "`slow_down`", body = Envelope),
))]
pub async fn found(
    State(app): State<App>,
    door: Door,
    headers: HeaderMap,
    JsonBody(start): JsonBody<Start>,
) -> Result<(StatusCode, CookieJar, Json<Started>), ApiError> {
    let setup = Setup {
        subdistrict: start.subdistrict,
        communities: start.communities,
        officer: start.name,
        passphrase: start.passphrase,
        admins: [start.system, start.audit, start.security],
    };
    let entry = Entry::new(What::FirstStart, door.visit(), app.now_ms());
    let founded = app.start.found(&app, &start.code, setup, &door).await;
    let founded = founded.inspect_err(|error| app.door.note(entry.clone().failed(*error)))?;
    app.door.note(entry.by(&founded.book, &founded.officer));
    let me = Me::of_opened(&app, &founded.book, &founded.officer).await?;
    let codes = founded.codes.into_iter();
    let codes = codes.map(|(role, made)| StartCode { role, enrolment: EnrolmentMade::of(made, &headers) }).collect();
    Ok((StatusCode::CREATED, door.entered(&founded.session), Json(Started { me, codes })))
}
