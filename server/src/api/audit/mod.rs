//! What the audit role looks through: the door's log and the books'.

mod group;
mod words;

use super::openapi::Envelope;
use crate::{
    app::App,
    door::{Entry, What},
    error::ApiError,
    identity::SignedIn,
    store::door::{Cursor, Found, Wanted},
    visit::Visit,
};
use axum::{
    Json,
    extract::{Query, State},
};
use group::Group;
use jiefang_domain::{
    Id, Millis,
    identity::{Grant, Role},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};
use words::{CodeWords, words_of};

/// Most entries of a page.
const LIMIT_MAX: u32 = 100;
/// Most characters of what is looked for.
const TEXT_CHARS_MAX: usize = 100;

/// What is looked for; what is left out is not asked.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// A person's id, name or phone, or what was typed as a name: by them or about them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    who: String,
    /// What kind of act.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    group: Option<Group>,
    /// `sign_in`, `refused`, `hazard.find`, …, or how it begins: `enrolment`, `hazard`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    what: String,
    /// An address, or a client.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    from: String,
    /// A book; all of them otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    book: String,
    /// Done, or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    done: Option<bool>,
    /// From this moment on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since_ms: Option<Millis>,
    /// Until this moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until_ms: Option<Millis>,
    /// Where the page before ended: its `next`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    /// How many, at most 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Entries, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditPage {
    entries: Vec<AuditEntry>,
    /// What the codes in them say.
    words: Vec<CodeWords>,
    /// Where to go on; empty at the end.
    next: String,
}

#[derive(Debug, Serialize, ToSchema)]
struct AuditEntry {
    at_ms: Millis,
    /// `sign_in`, `refused`, or the kind of a command.
    what: String,
    /// Empty where it was done, else a code.
    result: String,
    /// Who; `-` where nobody knows.
    person: String,
    /// Their name, where it is known.
    name: String,
    /// Whom it concerns; `-` where that is nobody else.
    about: String,
    /// Their name; several where it concerns several.
    about_name: String,
    book: String,
    /// What it is called, where it is a place.
    book_name: String,
    /// An address; of a command the client.
    from: String,
    /// The request's id in the server's log; `-` for a command.
    request: String,
    /// The number in the book's chained log; none for the door's.
    seq: Option<i64>,
    /// What was searched for, or why somebody looked: an object as JSON, or empty.
    detail: String,
    /// How many it stands for.
    times: i64,
}

/// A page of the door's log and of the logs of the books, newest first. For the audit role alone; each look is an entry of
/// its own.
#[utoipa::path(get, path = "/api/audit", tag = "audit", params(Asked), responses(
    (status = 200, body = AuditPage),
    (status = 400, description = "`malformed`", body = Envelope),
    (status = 401, description = "`not_signed_in`", body = Envelope),
    (status = 403, description = "`not_yours`: no audit role", body = Envelope),
    (status = 404, description = "`not_found`: no such book", body = Envelope),
))]
pub async fn search(
    State(app): State<App>,
    signed_in: SignedIn,
    visit: Visit,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Json<AuditPage>, ApiError> {
    let Query(asked) = asked.map_err(|_| ApiError::Malformed)?;
    let books = audited(&app, &signed_in.person.id).await?.ok_or(ApiError::NotYours)?;
    let detail = serde_json::to_string(&asked).ok().filter(|text| text != "{}").unwrap_or_default();
    let noted = Entry::new(What::AuditSearch, &visit, app.now_ms()).by(&signed_in.book, &signed_in.person.id);
    app.door.note(Entry { detail, ..noted });
    // What has happened is there, this search included.
    app.door.written().await;
    let wanted = wanted(&app, books, asked).await?;
    let _alone = app.auditing.acquire().await.map_err(|_| ApiError::Busy)?;
    let found = app.store.audit(&app.door.log, &wanted).await?;
    let full = found.len() >= usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let next = found.last().filter(|_| full).map_or_else(String::new, |last| written(&last.cursor()));
    let words = words_of(found.iter().flat_map(|found| [found.what.as_str(), &found.result]));
    Ok(Json(AuditPage { entries: told(&app, found).await?, words, next }))
}

/// The books an auditor looks through: all there are, since the audit role is held over the whole server (docs/adr/0023).
/// None for anybody else.
async fn audited(app: &App, person: &Id) -> Result<Option<Vec<Id>>, ApiError> {
    let held = |grant: &Grant| grant.role == Role::AuditAdmin && grant.until_ms == 0;
    if !app.store.grants_of(person).await?.iter().any(held) {
        return Ok(None);
    }
    Ok(Some(app.store.books().await?.into_iter().map(|book| book.book).collect()))
}

async fn wanted(app: &App, mut books: Vec<Id>, asked: Asked) -> Result<Wanted, ApiError> {
    if !asked.book.is_empty() {
        books.retain(|book| book.as_str() == asked.book);
        if books.is_empty() {
            return Err(ApiError::NotFound);
        }
    }
    let texts = [&asked.who, &asked.what, &asked.from];
    if texts.iter().any(|text| text.chars().count() > TEXT_CHARS_MAX) {
        return Err(ApiError::Malformed);
    }
    let who = asked.who.trim();
    let (mut people, mut typed) = (None, String::new());
    if !who.is_empty() {
        let called = app.store.people_called(who).await?.into_iter().filter(|(book, _)| books.contains(book));
        people = Some(called.map(|(_, person)| person.id).chain(Id::parse(who)).collect());
        typed = hex::encode(app.door_key.typed(who));
    }
    let (of_door, of_books) = asked.group.map_or((None, None), Group::names);
    let failed = asked.group.is_some_and(Group::is_of_failed).then_some(false);
    Ok(Wanted {
        of_door,
        of_books,
        nobodys: asked.book.is_empty(),
        books,
        people,
        typed,
        what: asked.what.trim().to_owned(),
        from: asked.from.trim().to_owned(),
        done: failed.or(asked.done),
        since_ms: asked.since_ms.unwrap_or(0),
        until_ms: asked.until_ms.unwrap_or(Millis::MAX),
        before: asked.before.as_deref().map(read).transpose()?,
        limit: asked.limit.unwrap_or(LIMIT_MAX).clamp(1, LIMIT_MAX),
    })
}

/// `1795399200000.c.17`; the door's own without a book.
fn written(cursor: &Cursor) -> String {
    let book = cursor.book.as_ref().map_or("", Id::as_str);
    format!("{}.{book}.{}", cursor.at_ms, cursor.number)
}

fn read(text: &str) -> Result<Cursor, ApiError> {
    let parts: Vec<&str> = text.split('.').collect();
    let [at_ms, book, number] = parts[..] else { return Err(ApiError::Malformed) };
    let number_of = |text: &str| text.parse::<i64>().map_err(|_| ApiError::Malformed);
    let book = if book.is_empty() { None } else { Some(Id::parse(book).ok_or(ApiError::Malformed)?) };
    Ok(Cursor { at_ms: number_of(at_ms)?, book, number: number_of(number)? })
}

/// What people are called, each asked for once.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    async fn person(&mut self, app: &App, id: &str) -> Result<(), ApiError> {
        let Some(person) = Id::parse(id).filter(|person| !person.is_none() && !self.0.contains_key(id)) else {
            return Ok(());
        };
        let known = app.store.person(&person).await?;
        let name = known.into_iter().find_map(|(_, person)| person.name.known().cloned());
        self.0.insert(id.into(), name.unwrap_or_default());
        Ok(())
    }

    fn of(&self, id: &str) -> String {
        self.0.get(id).cloned().unwrap_or_default()
    }
}

/// The entries with the names of those they speak of.
async fn told(app: &App, found: Vec<Found>) -> Result<Vec<AuditEntry>, ApiError> {
    let books = app.store.books_named().await?;
    let book_name = |id: &str| books.iter().find(|book| book.id.as_str() == id).map(|book| book.name.clone());
    let mut people = Names::default();
    for found in &found {
        for id in [&found.person, &found.about].into_iter().chain(&found.others) {
            people.person(app, id).await?;
        }
    }
    let about_name = |found: &Found| {
        let all = [&found.about].into_iter().chain(&found.others).map(|id| people.of(id));
        all.filter(|name| !name.is_empty()).collect::<Vec<_>>().join("、")
    };
    let entry = |found: Found| AuditEntry {
        name: people.of(&found.person),
        about_name: about_name(&found),
        book_name: book_name(&found.book).unwrap_or_default(),
        at_ms: found.at_ms,
        what: found.what,
        result: found.result,
        person: found.person,
        about: found.about,
        book: found.book,
        from: found.from,
        request: found.request,
        seq: found.chained.then_some(found.number),
        detail: found.detail,
        times: found.times,
    };
    Ok(found.into_iter().map(entry).collect())
}
