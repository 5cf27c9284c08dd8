//! Sign-in and enrolment: thin calls and what they answer.

use super::{CallError, http};
use crate::json::{self, map};
use jiefang_domain::{
    Field, Id, Millis,
    identity::{Grant, Role},
    photo::from_base64,
    privacy::Look,
    stewards::Entry,
    tree::{Tree, Wood},
};

/// Who is signed in on this device (`GET /api/me`); kept on the device, so that it is known offline too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Me {
    /// The person.
    pub person: MePerson,
    /// The grants held, in every book.
    pub grants: Vec<Grant>,
    /// The books with something in them for this person.
    pub books: Vec<BookName>,
    /// Whether the server holds demonstration data.
    pub demo: bool,
    /// The server's clock when it answered.
    pub now_ms: Millis,
}

/// The person signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MePerson {
    /// The person's id.
    pub id: Id,
    /// The name as the person writes it.
    pub name: String,
    /// Invented for the demonstration.
    pub invented: bool,
}

/// A book and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookName {
    /// The book's id: a community's, a subdistrict's, or `server`.
    pub id: Id,
    /// What it is called.
    pub name: String,
    /// `community`, `subdistrict` or `server`.
    pub kind: String,
}

/// Somebody the demonstration offers at one tap (`GET /api/demo`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    /// The person's id.
    pub person: Id,
    /// The invented name.
    pub name: String,
    /// The role the tile stands for.
    pub role: Role,
    /// Where.
    pub place_name: String,
}

/// A single-use code with which a person sets a passphrase (`POST /api/enrolment`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// What the person is called.
    pub name: String,
    /// The code, in groups of four.
    pub code: String,
    /// The full address with the code in it, as a QR code; hidden where the server could not tell its address.
    pub qr: Field<Qr>,
    /// `/enrol/…`, to be put behind this server's address.
    pub path: String,
    /// Until when it works.
    pub expires_at_ms: Millis,
}

/// The sign of a place (`POST /api/signs/{book}/{place}`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign {
    /// The place; what is typed where nothing can be scanned.
    pub place: Id,
    /// The address of its page, as a QR code; hidden where the server could not tell its address.
    pub qr: Field<Qr>,
}

/// What an auditor found (`GET /api/audit`), newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// What the codes in them say.
    pub words: Vec<CodeWords>,
    /// Where to go on; empty at the end.
    pub next: String,
}

/// A code of the server in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeWords {
    /// The code.
    pub code: String,
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at_ms: Millis,
    /// What.
    pub what: String,
    /// Empty where it was done, else a code.
    pub result: String,
    /// Who; `-` where nobody knows.
    pub person: String,
    /// Their name, where it is known.
    pub name: String,
    /// Whom it concerns; `-` where that is nobody else.
    pub about: String,
    /// Their name.
    pub about_name: String,
    /// What the book is called, where it is a place.
    pub book_name: String,
    /// An address; of a command the client.
    pub from: String,
    /// The request; `-` for a command.
    pub request: String,
    /// What was searched for, or why somebody looked; an object as JSON, or empty.
    pub detail: String,
    /// How many it stands for.
    pub times: Millis,
}

map!(AuditPage { entries, words, next });
map!(CodeWords { code, zh, en });
map!(AuditEntry { at_ms, what, result, person, name, about, about_name, book_name, from, request, detail, times });
/// A QR code: modules a side, and the black ones as the path of an SVG.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qr {
    pub size: usize,
    pub path: String,
}

map!(Me { person, grants, books, demo, now_ms });
map!(MePerson { id, name, invented });
map!(BookName { id, name, kind });
map!(DemoPerson { person, name, role, place_name });
map!(Enrolment { name, code, qr, path, expires_at_ms });
map!(Qr { size, path });
map!(Sign { place, qr });

/// `GET /api/me`
pub async fn who_am_i() -> Result<Me, CallError> {
    read(&http::get("/api/me").await?)
}

/// `GET /api/me/seal`: the secret with which a device opens what it keeps of the person.
pub async fn seal() -> Result<Vec<u8>, CallError> {
    #[derive(Clone)]
    struct Seal {
        secret: String,
    }
    map!(Seal { secret });
    let seal: Seal = read(&http::get("/api/me/seal").await?)?;
    from_base64(&seal.secret).ok_or(CallError::Unreadable)
}

/// `POST /api/session`
pub async fn sign_in(name: &str, passphrase: &str) -> Result<Me, CallError> {
    post("/api/session", &[("name", name), ("passphrase", passphrase)]).await
}

/// `DELETE /api/session`
pub async fn end_session() -> Result<(), CallError> {
    http::delete("/api/session").await.map(drop)
}

/// `POST /api/demo/session`
pub async fn sign_in_demo(person: &Id) -> Result<Me, CallError> {
    post("/api/demo/session", &[("person", person.as_str())]).await
}

/// `POST /api/enrolment/use`
pub async fn enrol(code: &str, passphrase: &str) -> Result<Me, CallError> {
    post("/api/enrolment/use", &[("code", code), ("passphrase", passphrase)]).await
}

/// `POST /api/reveal/{book}/{person}`: the number, by a look that was accepted just now.
pub async fn reveal(book: &Id, person: &Id, look: &Id) -> Result<String, CallError> {
    #[derive(Clone)]
    struct Revealed {
        phone: String,
    }
    map!(Revealed { phone });
    let path = ["/api/reveal/", book.as_str(), "/", person.as_str()].concat();
    post::<Revealed>(&path, &[("look", look.as_str())]).await.map(|revealed| revealed.phone)
}

/// `POST /api/sealed/{book}/{id}`: a sealed entry whole, by a look that was accepted just now.
pub async fn open_sealed(book: &Id, entry: &Id, look: &Id) -> Result<Entry, CallError> {
    post(&["/api/sealed/", book.as_str(), "/", entry.as_str()].concat(), &[("look", look.as_str())]).await
}

/// `POST /api/signs/{book}/{place}`: the signs of an estate and its buildings, or of one building.
pub async fn signs(book: &Id, place: &Id) -> Result<Vec<Sign>, CallError> {
    #[derive(Clone)]
    struct Signs {
        signs: Vec<Sign>,
    }
    map!(Signs { signs });
    let path = ["/api/signs/", book.as_str(), "/", place.as_str()].concat();
    post::<Signs>(&path, &[]).await.map(|drawn| drawn.signs)
}

/// `GET /api/looks/{book}/{person}`
pub async fn looks(book: &Id, person: &Id) -> Result<Vec<Look>, CallError> {
    read(&http::get(&["/api/looks/", book.as_str(), "/", person.as_str()].concat()).await?)
}

/// `GET /api/audit` with what is not left empty.
pub async fn audit(query: &[(&'static str, String)]) -> Result<AuditPage, CallError> {
    let mut path = String::from("/api/audit");
    let mut before = "?";
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        let value = String::from(js_sys::encode_uri_component(value));
        for part in [before, name, "=", &value] {
            path.push_str(part);
        }
        before = "&";
    }
    read(&http::get(&path).await?)
}

/// `GET /api/demo`; nobody where the server holds no demonstration data.
pub async fn demo_people() -> Result<Vec<DemoPerson>, CallError> {
    #[derive(Clone)]
    struct People {
        people: Vec<DemoPerson>,
    }
    map!(People { people });
    read::<People>(&http::get("/api/demo").await?).map(|people| people.people)
}

/// `GET /api/me/export`
pub async fn export() -> Result<String, CallError> {
    http::get("/api/me/export").await
}

/// A flat object of texts.
pub(super) async fn post<T: Wood>(path: &str, fields: &[(&'static str, &str)]) -> Result<T, CallError> {
    let fields = fields.iter().map(|(name, text)| (*name, Tree::Text((*text).to_owned().into())));
    read(&http::post(path, json::text(&body(fields.collect()))).await?)
}

/// An object.
pub(super) fn body(fields: Vec<(&'static str, Tree)>) -> Tree {
    Tree::Map(fields.into_iter().map(|(name, tree)| (name.into(), tree)).collect())
}

pub(super) fn read<T: Wood>(text: &str) -> Result<T, CallError> {
    json::read(text).ok_or(CallError::Unreadable)
}
