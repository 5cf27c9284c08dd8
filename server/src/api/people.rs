//! The people of a book at the desk: who they are, what they hold, and acts that are done with network only.

use super::{Asked, JsonBody, openapi::Envelope};
use crate::{
    app::App,
    error::ApiError,
    identity::{Desk, SignedIn, everywhere, whole},
    import::value::Fault,
    store::{BookInfo, Held, KnownPerson},
    sync::{SystemOp, reserved},
};
use axum::{
    Json,
    extract::{Path, Query, State},
};
use jiefang_domain::{
    Field, Id, Millis,
    command::Command,
    identity::{ChangePerson, EnterPerson1, Grant, Role, may_give, phone},
    sync::Answer,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// People shown at a time.
const SHOWN_MAX: u32 = 50;
/// Longest text looked for, in bytes.
const FIND_BYTES_MAX: usize = 240;
const ALL_ROLES: [Role; 12] = [
    Role::Resident,
    Role::Steward,
    Role::ResidentRepresentative,
    Role::PropertyManager,
    Role::Enterprise,
    Role::CommunityWorker,
    Role::BranchSecretary,
    Role::Mediator,
    Role::SubdistrictOfficer,
    Role::SystemAdmin,
    Role::AuditAdmin,
    Role::SecurityAdmin,
];

/// Whom to look for.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Find {
    /// A part of the name, or a person's id; everybody where it is empty.
    #[serde(default)]
    find: String,
}

/// The people of a book, at most 50.
#[derive(Serialize, ToSchema)]
#[expect(clippy::struct_field_names, reason = "`people` is what an answer about people holds")]
pub struct People {
    /// The roles that whoever asks may give in this book.
    #[schema(value_type = Vec<String>)]
    gives: Vec<Role>,
    people: Vec<DeskPerson>,
    /// Whether there are more than are told.
    more: bool,
    /// Every book there is, for the security administrator.
    books: Vec<DeskBook>,
}

#[derive(Serialize, ToSchema)]
struct DeskBook {
    #[schema(value_type = String)]
    id: Id,
    name: String,
    kind: String,
}

#[derive(Serialize, ToSchema)]
struct DeskPerson {
    #[schema(value_type = String)]
    id: Id,
    name: String,
    /// Whether they have a passphrase.
    has_account: bool,
    /// Until when their code lives; 0 where none does.
    code_until_ms: Millis,
    /// Since when they are stopped; 0 where they are not.
    stopped_from_ms: Millis,
    /// Why.
    stopped_for: String,
    /// Whether whoever asks may make a code for them.
    lets_in: bool,
    /// Whether whoever asks may stop and readmit them.
    stops: bool,
    /// What they hold in this book.
    roles: Vec<DeskRole>,
}

#[derive(Serialize, ToSchema)]
struct DeskRole {
    #[schema(value_type = String)]
    grant: Id,
    #[schema(value_type = String)]
    role: Role,
    place_name: String,
    from_ms: Millis,
    /// Whether whoever asks may end it.
    ends: bool,
}

/// An act at the desk.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeskAct {
    /// Its id: the same act sent again changes nothing.
    #[schema(value_type = String)]
    op_id: Id,
    /// The command: of people `person.enter@2`, `person.change@1`, `person.leave@1`, `person.return@1`, `person.merge@1`,
    /// `person.stop@1`, `person.readmit@1`; of roles `grant.give@2`, `grant.end@1`, `steward.replace@1`; of places
    /// `place.add@2`, `place.change@1`, `place.close@1`, `place.reopen@1`; of settings `policy.set@1`. What else belongs to
    /// it (what somebody holds, for whom they act, what they have in hand) the server puts to it.
    #[schema(value_type = Object)]
    act: Command,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
pub struct DeskAnswer {
    /// Why it was refused, in words; empty where it was done.
    refused: String,
}

/// People of a book, for those who let people in there. Phone numbers are not told.
#[utoipa::path(get, path = "/api/people/{book}", tag = "people",
    params(("book" = String, Path, description = "the book"), Find),
    responses(
        (status = 200, body = People),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 403, description = "`not_yours`", body = Envelope),
        (status = 404, description = "`not_found`: nothing of yours in that book", body = Envelope),
    ))]
pub async fn people(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    Query(Find { find }): Query<Find>,
) -> Result<Json<People>, ApiError> {
    let book = Id::parse(&book).ok_or(ApiError::NotFound)?;
    let desk = Desk::of(&app, &signed_in.person.id, &book).await?;
    let find = find.trim();
    if find.len() > FIND_BYTES_MAX {
        return Err(ApiError::Malformed);
    }
    let mut known = app.store.people_of(&book, find, app.now_ms(), SHOWN_MAX + 1).await?;
    let more = known.len() > usize::try_from(SHOWN_MAX).unwrap_or(usize::MAX);
    known.truncate(usize::try_from(SHOWN_MAX).unwrap_or(usize::MAX));
    let ids: Vec<Id> = known.iter().map(|known| known.person.id.clone()).collect();
    let mut held = app.store.held_by(&ids).await?;
    let people = known.into_iter().map(|known| {
        let held = held.remove(&known.person.id).unwrap_or_default();
        describe(&desk, known, held)
    });
    let gives = ALL_ROLES.into_iter().filter(|role| may_give(desk.actor(), *role, desk.home())).collect();
    let books = if desk.actor().is_security() { app.store.books_named().await? } else { Vec::new() };
    let books = books.into_iter().map(|BookInfo { id, name, kind }| DeskBook { id, name, kind }).collect();
    Ok(Json(People { gives, people: people.collect(), more, books }))
}

fn describe(desk: &Desk, known: KnownPerson, held: Vec<Held>) -> DeskPerson {
    let person = known.person;
    let grants: Vec<Grant> = held.iter().map(|held| held.grant.clone()).collect();
    let here = held.into_iter().filter(|held| held.book == *desk.book() && held.grant.until_ms == 0);
    let roles = here.map(|Held { grant, place_name, .. }| DeskRole {
        ends: may_give(desk.actor(), grant.role, &grant.path),
        grant: grant.id,
        role: grant.role,
        place_name,
        from_ms: grant.from_ms,
    });
    let (stopped_from_ms, stopped_for) = person.stop().map_or((0, String::new()), |s| (s.from_ms, s.reason.clone()));
    DeskPerson {
        lets_in: desk.covers_holder(&grants),
        stops: desk.may_stop(&person.id, &grants),
        roles: roles.collect(),
        name: person.name.known().cloned().unwrap_or_default(),
        has_account: known.has_account,
        code_until_ms: known.code_until_ms,
        stopped_from_ms,
        stopped_for,
        id: person.id,
    }
}

/// The same with a number as its digits, as an import writes it; `None` where it is none.
fn digits_only(mut act: Command) -> Option<Command> {
    match &mut act {
        Command::EnterPerson1(EnterPerson1(enter)) | Command::EnterPerson(enter) => enter.phone = phone(&enter.phone)?,
        Command::ChangePerson(ChangePerson { phone: Field::Known(number), .. }) => *number = phone(number)?,
        _ => {}
    }
    Some(act)
}

/// Does something at the desk: decided at once, answered after it is on disk.
#[utoipa::path(post, path = "/api/people/{book}", tag = "people", request_body = DeskAct,
    params(("book" = String, Path, description = "the book")),
    responses(
        (status = 200, body = DeskAnswer),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 403, description = "`not_yours`", body = Envelope),
        (status = 404, description = "`not_found`: nothing of yours in that book", body = Envelope),
        (status = 409, description = "`duties_apart`, `holds_places`", body = Envelope),
        (status = 507, description = "`disk_full`", body = Envelope),
    ))]
pub async fn act(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(book): Path<String>,
    Asked(lang): Asked,
    JsonBody(DeskAct { op_id, act }): JsonBody<DeskAct>,
) -> Result<Json<DeskAnswer>, ApiError> {
    let book = Id::parse(&book).ok_or(ApiError::NotFound)?;
    let by = signed_in.person.id;
    if reserved(&op_id) {
        return Err(ApiError::Malformed);
    }
    let desk = Desk::of(&app, &by, &book).await?;
    // What is looked up for an act, and what the act makes of it, is one: nobody else's comes between.
    let _one = app.desks.lock().await;
    desk.vouches(&app, &act).await?;
    let stopped = match &act {
        Command::StopPerson(stop) => Some(stop.person.clone()),
        Command::LeavePerson(leave) => Some(leave.person.clone()),
        Command::MergePerson(merge) => Some(merge.person.clone()),
        _ => None,
    };
    let Some(act) = digits_only(act) else {
        return Ok(Json(DeskAnswer { refused: Fault::BadPhone.words(lang).to_owned() }));
    };
    let act = whole(&app, &book, act).await?;
    let op = SystemOp { book: book.clone(), op_id, command: act, now_ms: app.now_ms() };
    let answer = match everywhere(&app, by, op).await? {
        Answer::Duplicate { first } => *first,
        answer => answer,
    };
    let refused = match answer {
        Answer::Applied { .. } => String::new(),
        Answer::Refused { code, .. } => code.words(lang).to_owned(),
        _ => return Err(ApiError::Internal),
    };
    if let (Some(person), true) = (stopped, refused.is_empty()) {
        app.accounts.shut_out(&book, &person).await?;
    }
    Ok(Json(DeskAnswer { refused }))
}
