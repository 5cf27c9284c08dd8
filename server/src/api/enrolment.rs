//! Single-use codes that let a person in.

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
    identity::{Desk, Door, Offered, SignedIn, use_up as use_code},
    qr::Qr,
    visit::Visit,
};
use axum::{
    Json,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
};
use jiefang_domain::{Id, Millis};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

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

/// Of which book.
#[derive(Debug, Deserialize, IntoParams)]
pub struct EnrolmentsOf {
    /// The book.
    #[param(value_type = String)]
    book: Id,
}

/// A code, shown once.
#[derive(Serialize, ToSchema)]
pub struct EnrolmentMade {
    /// What the person is called.
    name: String,
    /// The code, in groups of four; capitals, spaces and hyphens do not matter when it is typed.
    code: String,
    /// Where the app takes it.
    path: String,
    /// The full address with the code in it, as a QR code.
    qr: Option<Qr>,
    /// Until when it lives.
    expires_at_ms: Millis,
}

/// The codes that live.
#[derive(Serialize, ToSchema)]
pub struct Enrolments {
    enrolments: Vec<EnrolmentLiving>,
}

#[derive(Serialize, ToSchema)]
struct EnrolmentLiving {
    #[schema(value_type = String)]
    person: Id,
    name: String,
    /// What the maker is called; empty on the command line.
    made_by_name: String,
    made_at_ms: Millis,
    expires_at_ms: Millis,
}

/// What somebody uses a code with.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnrolmentUse {
    /// The code, as it was typed or opened.
    code: String,
    /// The passphrase chosen.
    passphrase: String,
}

/// Makes a single-use code for a person of a book; an older one dies.
#[utoipa::path(post, path = "/api/enrolment", tag = "enrolment", request_body = EnrolmentFor, responses(
    (status = 201, body = EnrolmentMade),
    (status = 401, description = "`not_signed_in`", body = Envelope),
    (status = 403, description = "`not_yours`: the person holds a role that the maker could not give; `stopped`", body = Envelope),
    (status = 404, description = "`not_found`: no such person in a book of yours", body = Envelope),
))]
pub async fn make(
    State(app): State<App>,
    signed_in: SignedIn,
    visit: Visit,
    headers: HeaderMap,
    JsonBody(of): JsonBody<EnrolmentFor>,
) -> Result<(StatusCode, Json<EnrolmentMade>), ApiError> {
    let entry = Entry::new(What::EnrolmentMade, &visit, app.now_ms()).by(&of.book, &signed_in.person.id);
    // Nobody is stopped between the look and the code.
    let _one = app.desks.lock().await;
    let made = async { Desk::of(&app, &signed_in.person.id, &of.book).await?.offer(&app, &of.person).await }.await;
    let made = app.door.told(entry.about(&of.person), made)?;
    Ok((StatusCode::CREATED, Json(EnrolmentMade::of(made, &headers))))
}

impl EnrolmentMade {
    /// What is told of a code that was made. The page that asks knows best under which address it was reached; what it
    /// says was checked against the host already, or the request would be another site's.
    pub(super) fn of(made: Offered, headers: &HeaderMap) -> Self {
        let code = made.code.reveal();
        let path = ["/enrol/", &code].concat();
        let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok());
        let qr = origin.filter(|origin| origin.starts_with("http"));
        let qr = qr.and_then(|origin| Qr::of(&[origin, &path].concat()));
        Self { name: made.name, code, path, qr, expires_at_ms: made.expires_at_ms }
    }
}

/// The living codes of those whom the person may let in: for whom, by whom, until when. The codes themselves are known
/// to nobody any more.
#[utoipa::path(get, path = "/api/enrolment", tag = "enrolment", params(EnrolmentsOf), responses(
    (status = 200, body = Enrolments),
    (status = 400, description = "`malformed`", body = Envelope),
    (status = 401, description = "`not_signed_in`", body = Envelope),
    (status = 403, description = "`not_yours`", body = Envelope),
    (status = 404, description = "`not_found`", body = Envelope),
))]
pub async fn living(
    State(app): State<App>,
    signed_in: SignedIn,
    Query(of): Query<EnrolmentsOf>,
) -> Result<Json<Enrolments>, ApiError> {
    let desk = Desk::of(&app, &signed_in.person.id, &of.book).await?;
    let enrolments = desk.living(&app).await?.into_iter().map(|living| EnrolmentLiving {
        person: living.person,
        name: living.name,
        made_by_name: living.made_by_name,
        made_at_ms: living.made_at_ms,
        expires_at_ms: living.expires_at_ms,
    });
    Ok(Json(Enrolments { enrolments: enrolments.collect() }))
}

/// Takes a person's code back. Where there is none, nothing happens.
#[utoipa::path(delete, path = "/api/enrolment/{book}/{person}", tag = "enrolment",
    params(("book" = String, Path, description = "the book"), ("person" = String, Path, description = "the person")),
    responses(
        (status = 204, description = "no code of theirs lives"),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 403, description = "`not_yours`", body = Envelope),
        (status = 404, description = "`not_found`", body = Envelope),
    ))]
pub async fn revoke(
    State(app): State<App>,
    signed_in: SignedIn,
    visit: Visit,
    Path((book, person)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let (book, person) = Id::parse(&book).zip(Id::parse(&person)).ok_or(ApiError::NotFound)?;
    let entry = Entry::new(What::EnrolmentRevoked, &visit, app.now_ms()).by(&book, &signed_in.person.id);
    let revoked = async { Desk::of(&app, &signed_in.person.id, &book).await?.revoke(&app, &person).await }.await;
    app.door.told(entry.about(&person), revoked)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Uses a code: sets the passphrase, ends older sessions, signs in.
#[utoipa::path(post, path = "/api/enrolment/use", tag = "enrolment", request_body = EnrolmentUse, responses(
    (status = 200, body = Me),
    (status = 404, description = "`enrolment_unknown`, alike for used, expired and never made", body = Envelope),
    (status = 422, description = "`passphrase_too_short`, `passphrase_too_long`, `passphrase_one_kind`, `passphrase_guessable`", body = Envelope),
    (status = 429, description = "`slow_down`: too many unknown codes; one that lives still opens", body = Envelope),
))]
pub async fn use_up(
    State(app): State<App>,
    door: Door,
    JsonBody(with): JsonBody<EnrolmentUse>,
) -> Result<SignedInNow, ApiError> {
    let entry = Entry::new(What::EnrolmentUsed, door.visit(), app.now_ms());
    let used = use_code(&app, &with.code, with.passphrase, &door).await;
    let (token, book, person) = used.inspect_err(|error| app.door.note(entry.clone().failed(*error)))?;
    app.door.note(entry.by(&book, &person));
    let me = Me::of_opened(&app, &book, &person).await?;
    let device = remembered(&app, &door, &person);
    Ok((door.entered(&token), device, Json(me)))
}
