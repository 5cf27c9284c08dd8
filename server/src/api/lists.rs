//! Lists of a worker's own: uploaded, looked at, applied, taken back.

use super::{Asked, JsonBody, body::ListBody, openapi::Envelope};
use crate::{
    app::App,
    error::ApiError,
    identity::SignedIn,
    import::desk::{Draft, Phase, Shown},
};
use axum::{
    Json,
    extract::{FromRequestParts, Path, Query, State},
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use jiefang_domain::{Id, Lang, Millis, identity::STAFF};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// Most faults and remarks that are told at a time, each with all its lines; the file of bad lines has all.
const TOLD_MAX: usize = 100;
const CSV: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8");
const AS_FILE: HeaderValue = HeaderValue::from_static("attachment; filename=\"bad.csv\"");

/// What is uploaded, and where to.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Uploaded {
    /// The file's name.
    name: String,
    /// The draft it belongs to; a new one where it is left out.
    #[serde(default)]
    draft: String,
}

/// What to do with a draft or an import.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListsAct {
    /// `map`, `apply`, `stop` or `undo`.
    #[serde(rename = "do")]
    what: String,
    /// With `map`: what headings mean, by field.
    #[serde(default)]
    map: BTreeMap<String, String>,
}

/// A draft: what it would do, or did.
#[derive(Serialize, ToSchema)]
pub struct ListsDraft {
    #[schema(value_type = String)]
    id: Id,
    /// `planning`, `ready`, `applying`, `applied`, `undoing`, `undone`, `refused`, `stopped`, `failed`.
    phase: &'static str,
    /// Why it was refused, in words; empty otherwise.
    words: String,
    /// Lines that are looked at, and all of them.
    done: usize,
    total: usize,
    files: Vec<String>,
    /// What was said of headings.
    map: BTreeMap<String, String>,
    /// What it would do has changed since it was looked at: look again.
    moved: bool,
    add: usize,
    change: usize,
    same: usize,
    bad_lines: usize,
    /// What comes new: places, people, stewards, cards.
    #[schema(value_type = Object)]
    written: Value,
    /// At most 100 faults, as are notes: file, sheet, lines, how many these are, column, value, words.
    #[schema(value_type = Vec<Object>)]
    bad: Vec<Value>,
    /// How many faults there are.
    bad_all: usize,
    #[schema(value_type = Vec<Object>)]
    notes: Vec<Value>,
    notes_all: usize,
    /// The columns with the field each was taken for, or none.
    #[schema(value_type = Vec<Object>)]
    columns: Vec<Value>,
    /// Sheets that were not read.
    #[schema(value_type = Vec<Object>)]
    skipped: Vec<Value>,
    /// What was left when it was taken back, since it was changed meanwhile.
    left: Vec<String>,
    /// How many acts took it back.
    undone: usize,
}

/// Imports that were made.
#[derive(Serialize, ToSchema)]
pub struct ListsDone {
    imports: Vec<ListsImport>,
}

#[derive(Serialize, ToSchema)]
struct ListsImport {
    #[schema(value_type = String)]
    id: Id,
    at_ms: Millis,
    files: Vec<String>,
    /// Lines that added, changed, were so already, were left out.
    counts: [u64; 4],
    undone: bool,
    /// Whether it can be taken back: not for longer than 30 days.
    can_undo: bool,
}

fn told(draft: &Draft, lang: Lang) -> Json<ListsDraft> {
    let Shown { phase, lines: (done, total), files, said, report, moved } = draft.shown();
    let ((bad, bad_all), (notes, notes_all)) = (report.faults(lang, TOLD_MAX), report.remarks(lang, TOLD_MAX));
    let (mut left, mut undone) = (Vec::new(), 0);
    let mut words = String::new();
    let phase = match phase {
        Phase::Planning => "planning",
        Phase::Ready => "ready",
        Phase::Applying => "applying",
        Phase::Applied(_) => "applied",
        Phase::Undoing => "undoing",
        Phase::Undone(acts, kept) => {
            undone = acts;
            left.extend(kept.into_iter().map(|kept| kept.name));
            "undone"
        }
        Phase::Refused(refusal) => {
            refusal.words(lang).clone_into(&mut words);
            "refused"
        }
        Phase::Stopped => "stopped",
        Phase::Failed => "failed",
    };
    Json(ListsDraft {
        id: draft.id.clone(),
        phase,
        words,
        done,
        total,
        files,
        map: said,
        moved,
        add: report.add,
        change: report.change,
        same: report.same,
        bad_lines: report.bad_lines,
        written: report.written.json(),
        bad,
        bad_all,
        notes,
        notes_all,
        columns: report.columns_json(),
        skipped: report.skipped_json(),
        left,
        undone,
    })
}

/// Who may import. Asked before the body is read: eight megabytes are kept for nobody else.
#[derive(Debug)]
pub struct Importer(Id);

impl FromRequestParts<App> for Importer {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let person = SignedIn::from_request_parts(parts, app).await?.person.id;
        let held = app.store.grants_of(&person).await?;
        let may = held.iter().any(|grant| grant.until_ms == 0 && STAFF.contains(&grant.role));
        if may { Ok(Self(person)) } else { Err(ApiError::NotYours) }
    }
}

/// Uploads a file, at most 8 MB: xlsx, or text with separators. Nothing is written before it is applied.
#[utoipa::path(post, path = "/api/lists", tag = "lists", params(Uploaded),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses(
        (status = 200, body = ListsDraft),
        (status = 400, description = "`malformed`", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 403, description = "`not_yours`: not a worker's or an officer's", body = Envelope),
        (status = 404, description = "`not_found`: no such draft of yours", body = Envelope),
        (status = 413, description = "`body_too_large`", body = Envelope),
        (status = 422, description = "`no_list`, `list_empty`, `list_damaged`, `list_too_long`, `list_bomb`", body = Envelope),
        (status = 503, description = "`busy`", body = Envelope),
    ))]
pub async fn upload(
    State(app): State<App>,
    Importer(person): Importer,
    Query(Uploaded { name, draft }): Query<Uploaded>,
    Asked(lang): Asked,
    ListBody(bytes): ListBody,
) -> Result<Json<ListsDraft>, ApiError> {
    let into = if draft.is_empty() { None } else { Some(Id::parse(&draft).ok_or(ApiError::NotFound)?) };
    let name: String = name.chars().take(120).collect();
    let draft = app.drafts.take(&app, &person, into.as_ref(), name, bytes.to_vec()).await?;
    Ok(told(&draft, lang))
}

/// The imports that whoever asks has made.
#[utoipa::path(get, path = "/api/lists", tag = "lists",
    responses((status = 200, body = ListsDone), (status = 401, description = "`not_signed_in`", body = Envelope)))]
pub async fn made(State(app): State<App>, signed_in: SignedIn) -> Result<Json<ListsDone>, ApiError> {
    let imports = app.store.imports(Some(&signed_in.person.id)).await?.into_iter();
    let now = app.now_ms();
    let imports = imports.map(|import| ListsImport {
        can_undo: import.can_undo(now),
        id: import.id,
        at_ms: import.at_ms,
        files: import.files,
        counts: import.counts,
        undone: import.undone,
    });
    Ok(Json(ListsDone { imports: imports.collect() }))
}

/// How far a draft is, and what it would do.
#[utoipa::path(get, path = "/api/lists/{id}", tag = "lists", params(("id" = String, Path, description = "the draft")),
    responses(
        (status = 200, body = ListsDraft),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`", body = Envelope),
    ))]
pub async fn look(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Asked(lang): Asked,
) -> Result<Json<ListsDraft>, ApiError> {
    let id = Id::parse(&id).ok_or(ApiError::NotFound)?;
    Ok(told(&*app.drafts.get(&id, &signed_in.person.id, app.now_ms())?, lang))
}

/// Says what headings mean, applies, stops, or takes an import back; the answer is how far it is.
#[utoipa::path(post, path = "/api/lists/{id}", tag = "lists", request_body = ListsAct,
    params(("id" = String, Path, description = "the draft, or the import")),
    responses(
        (status = 200, body = ListsDraft),
        (status = 400, description = "`malformed`: no such act or field", body = Envelope),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`", body = Envelope),
        (status = 503, description = "`busy`: it is not where that can be done", body = Envelope),
    ))]
pub async fn act(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Asked(lang): Asked,
    JsonBody(ListsAct { what, map }): JsonBody<ListsAct>,
) -> Result<Json<ListsDraft>, ApiError> {
    let id = Id::parse(&id).ok_or(ApiError::NotFound)?;
    let person = signed_in.person.id;
    if what == "undo" {
        return Ok(told(&*app.drafts.undo(&app, &id, &person).await?, lang));
    }
    let draft = app.drafts.get(&id, &person, app.now_ms())?;
    match what.as_str() {
        "map" => draft.map(&app, map)?,
        "apply" => draft.apply(&app)?,
        "stop" => draft.stop(),
        _ => return Err(ApiError::Malformed),
    }
    Ok(told(&draft, lang))
}

/// The bad lines as a file.
#[utoipa::path(get, path = "/api/lists/{id}/bad.csv", tag = "lists", params(("id" = String, Path, description = "the draft")),
    responses(
        (status = 200, body = String, content_type = "text/csv"),
        (status = 401, description = "`not_signed_in`", body = Envelope),
        (status = 404, description = "`not_found`", body = Envelope),
    ))]
pub async fn bad(
    State(app): State<App>,
    signed_in: SignedIn,
    Path(id): Path<String>,
    Asked(lang): Asked,
) -> Result<Response, ApiError> {
    let id = Id::parse(&id).ok_or(ApiError::NotFound)?;
    let draft = app.drafts.get(&id, &signed_in.person.id, app.now_ms())?;
    let text = draft.shown().report.bad_csv(lang).map_err(|_| ApiError::Internal)?;
    Ok(([(header::CONTENT_TYPE, CSV), (header::CONTENT_DISPOSITION, AS_FILE)], text).into_response())
}
