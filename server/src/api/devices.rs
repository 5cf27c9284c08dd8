//! The devices a person is signed in on.

use super::openapi::Envelope;
use crate::{
    app::App,
    door::{Entry, What},
    error::ApiError,
    identity::SignedIn,
    visit::Visit,
};
use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use jiefang_domain::{Id, Millis};
use serde::Serialize;
use utoipa::ToSchema;

/// The devices a person is signed in on, the last used first.
#[derive(Serialize, ToSchema)]
pub struct Devices {
    devices: Vec<MyDevice>,
}

#[derive(Serialize, ToSchema)]
struct MyDevice {
    #[schema(value_type = String)]
    id: Id,
    /// `phone`, `tablet`, `computer`, `other`, or nothing where it is not known.
    kind: String,
    /// The browser's name, or nothing where it is not known.
    browser: String,
    first_seen_ms: Millis,
    /// To some minutes.
    last_seen_ms: Millis,
    /// Whether it is the one that asks.
    here: bool,
}

/// The devices the person is signed in on.
#[utoipa::path(get, path = "/api/me/devices", tag = "session", responses(
    (status = 200, body = Devices),
    (status = 401, description = "`not_signed_in`", body = Envelope),
))]
pub async fn list(State(app): State<App>, signed_in: SignedIn) -> Result<Json<Devices>, ApiError> {
    let devices = app.accounts.devices(&signed_in.person.id, app.now_ms()).await?.into_iter().map(|device| {
        let (kind, browser) = device.kind.split_once(' ').unwrap_or_default();
        MyDevice {
            here: device.id == signed_in.device,
            kind: kind.to_owned(),
            browser: browser.to_owned(),
            first_seen_ms: device.first_seen_ms,
            last_seen_ms: device.last_seen_ms,
            id: device.id,
        }
    });
    Ok(Json(Devices { devices: devices.collect() }))
}

/// Signs the person out on one device, effective on its next request. What waits there stays there for its owner.
#[utoipa::path(delete, path = "/api/me/devices/{id}", tag = "session",
    params(("id" = String, Path, description = "the device")),
    responses(
        (status = 204, description = "signed out there"),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`: no device of theirs", body = Envelope),
    ))]
pub async fn end(
    State(app): State<App>,
    signed_in: SignedIn,
    visit: Visit,
    Path(device): Path<String>,
) -> Result<StatusCode, ApiError> {
    let device = Id::parse(&device).ok_or(ApiError::NotFound)?;
    let ended = app.accounts.end_device(&signed_in.person.id, &device).await?;
    if ended {
        let entry = Entry::new(What::SessionEnded, &visit, app.now_ms());
        app.door.note(Entry { detail: device.to_string(), ..entry.by(&signed_in.book, &signed_in.person.id) });
    }
    if ended { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::NotFound) }
}

/// Signs the person out on every device but the one that asks.
#[utoipa::path(delete, path = "/api/me/devices", tag = "session", responses(
    (status = 204, description = "signed out on all others"),
    (status = 401, description = "`not_signed_in`", body = Envelope),
))]
pub async fn end_others(State(app): State<App>, signed_in: SignedIn, visit: Visit) -> Result<StatusCode, ApiError> {
    app.accounts.end_others(&signed_in.person.id, &signed_in.device).await?;
    let entry = Entry::new(What::SessionEnded, &visit, app.now_ms());
    app.door.note(entry.by(&signed_in.book, &signed_in.person.id));
    Ok(StatusCode::NO_CONTENT)
}
