//! Lists that are imported: what the server says of them.

use super::{CallError, api::body, api::read, http};
use crate::json::{self, map};
use gloo_net::http::Method;
use jiefang_domain::{Id, Millis, tree::Tree};

/// What lists would do, or did (`GET /api/lists/{id}`).
#[derive(Clone, Debug)]
pub struct Draft {
    pub id: Id,
    pub phase: String,
    pub words: String,
    pub done: Millis,
    pub total: Millis,
    pub moved: bool,
    pub add: Millis,
    pub change: Millis,
    pub same: Millis,
    pub bad_lines: Millis,
    pub bad: Vec<BadCell>,
    pub notes: Vec<NoteCell>,
    pub columns: Vec<Column>,
    pub skipped: Vec<Skipped>,
    pub left: Vec<String>,
}

/// A cell for which its line is left out.
#[derive(Clone, Debug)]
pub struct BadCell {
    pub sheet: String,
    pub line: Millis,
    pub column: String,
    pub value: String,
    pub reason: String,
}

/// A cell to look at.
#[derive(Clone, Debug)]
pub struct NoteCell {
    pub sheet: String,
    pub line: Millis,
    pub column: String,
    pub value: String,
    pub note: String,
}

/// A column, with the field it was taken for, or none.
#[derive(Clone, Debug)]
pub struct Column {
    pub column: String,
    pub field: String,
}

/// A sheet that was not read.
#[derive(Clone, Debug)]
pub struct Skipped {
    pub sheet: String,
    pub why: String,
    pub headings: Vec<String>,
}

/// An import that was made (`GET /api/lists`).
#[derive(Clone, Debug)]
pub struct Import {
    pub id: Id,
    pub at_ms: Millis,
    pub files: Vec<String>,
    pub counts: Vec<Millis>,
    pub undone: bool,
    pub can_undo: bool,
}

map!(Draft { id, phase, words, done, total, moved, add, change, same, bad_lines, bad, notes, columns, skipped, left });
map!(BadCell { sheet, line, column, value, reason });
map!(NoteCell { sheet, line, column, value, note });
map!(Column { column, field });
map!(Skipped { sheet, why, headings });
map!(Import { id, at_ms, files, counts, undone, can_undo });

fn address(id: &Id) -> String {
    ["/api/lists/", id.as_str()].concat()
}

/// `POST /api/lists`: a file, into a draft or a new one.
pub async fn upload_list(name: &str, bytes: &[u8], draft: Option<&Id>) -> Result<Draft, CallError> {
    let name = String::from(js_sys::encode_uri_component(name));
    let path = ["/api/lists?name=", &name, "&draft=", draft.map_or("", Id::as_str)].concat();
    read(&http::send(Method::POST, &path, bytes).await?)
}

/// `GET /api/lists/{id}`
pub async fn look_list(id: &Id) -> Result<Draft, CallError> {
    read(&http::get(&address(id)).await?)
}

/// `POST /api/lists/{id}`: `map`, `apply`, `stop`, `undo`.
pub async fn act_list(id: &Id, what: &'static str, said: Vec<(String, &'static str)>) -> Result<Draft, CallError> {
    let said = said.into_iter().map(|(heading, field)| (heading.into(), Tree::word(field))).collect();
    let sent = body(vec![("do", Tree::word(what)), ("map", Tree::Map(said))]);
    read(&http::post(&address(id), json::text(&sent)).await?)
}

/// `GET /api/lists`
pub async fn imports() -> Result<Vec<Import>, CallError> {
    #[derive(Clone)]
    struct Imports {
        imports: Vec<Import>,
    }
    map!(Imports { imports });
    read::<Imports>(&http::get("/api/lists").await?).map(|all| all.imports)
}

/// Where the bad lines stand as a file.
pub fn bad_address(id: &Id) -> String {
    [&address(id), "/bad.csv"].concat()
}
