//! Single-use links that let a person in.

use super::{
    JsonBody,
    me::Me,
    openapi::Envelope,
    session::{SignedInNow, remembered},
};
use crate::{
    app::App,
    door::{Entry, What},
    error::ApiError,
    identity::{Device, SignedIn, cookie, covers, offer, presented, use_up as use_link},
    visit::Visit,
};
use axum::{Json, extract::State, http::StatusCode};
use axum_extra::extract::CookieJar;
use jiefang_domain::{Id, Key, Millis, Row, grid::Place, identity::Actor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// For whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentFor {
    /// The book the person was entered in.
    #[schema(value_type = String)]
    book: Id,
    /// The person.
    #[schema(value_type = String)]
    person: Id,
}

/// A link, shown once.
#[derive(Serialize, ToSchema)]
pub struct EnrolmentMade {
    /// Its secret.
    token: String,
    /// Where the app takes it.
    path: String,
    /// Until when it lives.
    expires_at_ms: Millis,
}

/// What somebody uses a link with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentUse {
    /// The link's secret.
    token: String,
    /// The passphrase chosen.
    passphrase: String,
}

/// Makes a single-use link for a person of a book; an older one dies.
#[utoipa::path(post, path = "/api/enrolment", tag = "enrolment", request_body = EnrolmentFor, responses(
    (status = 201, body = EnrolmentMade),
    (status = 401, description = "`not_signed_in`", body = Envelope),
    (status = 403, description = "`not_yours`: the person holds a role that the maker could not give", body = Envelope),
    (status = 404, description = "`not_found`: no such person in a book of yours", body = Envelope),
))]
pub async fn make(
    State(app): State<App>,
    signed_in: SignedIn,
    visit: Visit,
    JsonBody(of): JsonBody<EnrolmentFor>,
) -> Result<(StatusCode, Json<EnrolmentMade>), ApiError> {
    let entry = Entry::new(What::EnrolmentMade, &visit, app.now_ms()).by(&signed_in.book, &signed_in.person.id);
    let entry = entry.within(&of.book).about(&of.person);
    let made = make_for(&app, signed_in, &of).await;
    app.door.note(match &made {
        Ok(_) => entry,
        Err(error) => entry.failed(*error),
    });
    Ok((StatusCode::CREATED, Json(made?)))
}

async fn make_for(app: &App, signed_in: SignedIn, of: &EnrolmentFor) -> Result<EnrolmentMade, ApiError> {
    let maker = signed_in.person.id;
    if !app.store.may_open(&maker, &of.book).await? {
        return Err(ApiError::NotFound);
    }
    let home = match app.store.record(&of.book, &Key::of::<Place>(&of.book)).await? {
        Some(Row::Place(place)) => place.path,
        _ => return Err(ApiError::NotFound),
    };
    let actor = Actor::person(maker.clone(), app.store.grants_of(&maker).await?);
    // Who may let in nobody there learns nothing of who is there.
    if !covers(&actor, &home, &[]) {
        return Err(ApiError::NotYours);
    }
    app.accounts.person(&of.book, &of.person).await?.ok_or(ApiError::NotFound)?;
    if !covers(&actor, &home, &app.store.grants_of(&of.person).await?) {
        return Err(ApiError::NotYours);
    }
    let made = offer(&app.accounts, (&of.book, &of.person), &maker, app.now_ms()).await?;
    let token = made.token.reveal().to_owned();
    let path = format!("/enrol/{token}");
    Ok(EnrolmentMade { token, path, expires_at_ms: made.expires_at_ms })
}

/// Uses a link: sets the passphrase, ends older sessions, signs in.
#[utoipa::path(post, path = "/api/enrolment/use", tag = "enrolment", request_body = EnrolmentUse, responses(
    (status = 200, body = Me),
    (status = 404, description = "`enrolment_unknown`, alike for used, expired and never made", body = Envelope),
    (status = 422, description = "`passphrase_too_short`, `passphrase_too_long`, `passphrase_one_kind`", body = Envelope),
))]
pub async fn use_up(
    State(app): State<App>,
    visit: Visit,
    jar: CookieJar,
    JsonBody(with): JsonBody<EnrolmentUse>,
) -> Result<SignedInNow, ApiError> {
    let entry = Entry::new(What::EnrolmentUsed, &visit, app.now_ms());
    let used = use_link(&app, &with.token, with.passphrase).await;
    let (token, book, person) = used.inspect_err(|error| app.door.note(entry.clone().failed(*error)))?;
    app.door.note(entry.by(&book, &person));
    // Whoever was signed in on this device before is no longer.
    if let Some(old) = presented(&jar) {
        app.accounts.end_session(&old.hash()).await?;
    }
    let me = Me::of_opened(&app, &book, &person).await?;
    let device = remembered(&app, Device::presented(&jar), &person);
    Ok((jar.add(cookie(&token)), device, Json(me)))
}
