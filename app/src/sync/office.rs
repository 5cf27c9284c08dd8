//! What is done with network only: people and their roles, sheets, devices, the first start.

use super::{
    BookName, CallError, Enrolment, Me,
    api::{body, post, read},
    http,
};
use crate::json::{self, map};
use jiefang_domain::{
    Id, Millis,
    identity::Role,
    tree::{Tree, Wood},
};

/// A code that lives (`GET /api/enrolment`).
#[derive(Clone, Debug, PartialEq)]
pub struct Living {
    pub person: Id,
    pub name: String,
    pub made_by_name: String,
    pub expires_at_ms: Millis,
}

/// The people of a book (`GET /api/people/{book}`).
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_field_names, reason = "the names are those of the answer")]
pub struct People {
    /// The roles that may be given here.
    pub gives: Vec<Role>,
    pub people: Vec<DeskPerson>,
    /// Whether there are more.
    pub more: bool,
    /// Every book, for the security administrator.
    pub books: Vec<BookName>,
}

/// Somebody of them, and what may be done for them.
#[derive(Clone, Debug)]
pub struct DeskPerson {
    pub id: Id,
    pub name: String,
    pub has_account: bool,
    /// Until when their code lives; 0 where none does.
    pub code_until_ms: Millis,
    /// Since when they are stopped; 0 where they are not.
    pub stopped_from_ms: Millis,
    pub stopped_for: String,
    pub lets_in: bool,
    pub stops: bool,
    pub roles: Vec<DeskRole>,
}

/// What somebody holds.
#[derive(Clone, Debug)]
pub struct DeskRole {
    pub grant: Id,
    pub role: Role,
    pub place_name: String,
    pub from_ms: Millis,
    pub ends: bool,
}

/// A device signed in (`GET /api/me/devices`).
#[derive(Clone, Debug)]
pub struct SignedDevice {
    pub id: Id,
    pub kind: String,
    pub browser: String,
    pub first_seen_ms: Millis,
    pub last_seen_ms: Millis,
    pub here: bool,
}

/// A server that was set up (`POST /api/start`).
#[derive(Clone, Debug)]
pub struct Started {
    pub me: Me,
    pub codes: Vec<StartCode>,
}

/// The code of an administrator.
#[derive(Clone, Debug)]
pub struct StartCode {
    pub role: Role,
    pub enrolment: Enrolment,
}

#[derive(Clone)]
struct Enrolments {
    enrolments: Vec<Living>,
}

#[derive(Clone)]
struct Devices {
    devices: Vec<SignedDevice>,
}

#[derive(Clone)]
struct Answer {
    refused: String,
}

map!(Living { person, name, made_by_name, expires_at_ms });
map!(People { gives, people, more, books });
map!(DeskPerson { id, name, has_account, code_until_ms, stopped_from_ms, stopped_for, lets_in, stops, roles });
map!(DeskRole { grant, role, place_name, from_ms, ends });
map!(SignedDevice { id, kind, browser, first_seen_ms, last_seen_ms, here });
map!(Started { me, codes });
map!(StartCode { role, enrolment });
map!(Enrolments { enrolments });
map!(Devices { devices });
map!(Answer { refused });

/// `POST /api/enrolment`
pub async fn make_enrolment(book: &Id, person: &Id) -> Result<Enrolment, CallError> {
    post("/api/enrolment", &[("book", book.as_str()), ("person", person.as_str())]).await
}

/// `GET /api/enrolment`
pub async fn living_enrolments(book: &Id) -> Result<Vec<Living>, CallError> {
    let text = http::get(&["/api/enrolment?book=", book.as_str()].concat()).await?;
    read::<Enrolments>(&text).map(|all| all.enrolments)
}

/// `DELETE /api/enrolment/{book}/{person}`
pub async fn revoke_enrolment(book: &Id, person: &Id) -> Result<(), CallError> {
    http::delete(&["/api/enrolment/", book.as_str(), "/", person.as_str()].concat()).await.map(drop)
}

/// `GET /api/people/{book}`
pub async fn people(book: &Id, find: &str) -> Result<People, CallError> {
    let find = String::from(js_sys::encode_uri_component(find));
    read(&http::get(&["/api/people/", book.as_str(), "?find=", &find].concat()).await?)
}

/// `POST /api/people/{book}`: done, or the words of the refusal.
pub async fn desk_act(
    book: &Id,
    op_id: Id,
    kind: &'static str,
    fields: Vec<(&'static str, Tree)>,
) -> Result<String, CallError> {
    let act = body(vec![("kind", Tree::word(kind)), ("body", body(fields))]);
    let sent = body(vec![("op_id", op_id.tree()), ("act", act)]);
    let text = http::post(&["/api/people/", book.as_str()].concat(), json::text(&sent)).await?;
    read::<Answer>(&text).map(|answer| answer.refused)
}

/// `GET /api/me/devices`
pub async fn devices() -> Result<Vec<SignedDevice>, CallError> {
    read::<Devices>(&http::get("/api/me/devices").await?).map(|all| all.devices)
}

/// `DELETE /api/me/devices/{id}`; of all but this one where none is named.
pub async fn end_device(id: Option<&Id>) -> Result<(), CallError> {
    let path = id.map_or_else(|| "/api/me/devices".into(), |id| ["/api/me/devices/", id.as_str()].concat());
    http::delete(&path).await.map(drop)
}

/// `POST /api/start/look`
pub async fn look_start(code: &str) -> Result<(), CallError> {
    let sent = body(vec![("code", Tree::Text(code.to_owned().into()))]);
    http::post("/api/start/look", json::text(&sent)).await.map(drop)
}

/// `POST /api/start`
pub async fn start(communities: Vec<String>, texts: Vec<(&'static str, String)>) -> Result<Started, CallError> {
    let mut fields = vec![("communities", communities.tree())];
    fields.extend(texts.into_iter().map(|(name, text)| (name, Tree::Text(text.into()))));
    read(&http::post("/api/start", json::text(&body(fields))).await?)
}
