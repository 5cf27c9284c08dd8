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
    pub written: Written,
    pub bad: Vec<Fault>,
    pub bad_all: Millis,
    pub notes: Vec<Fault>,
    pub notes_all: Millis,
    pub columns: Vec<Column>,
    pub skipped: Vec<Skipped>,
    pub left: Vec<String>,
    pub undone: Millis,
}

/// What comes new, by what it is.
#[derive(Clone, Debug)]
pub struct Written {
    pub places: Millis,
    pub people: Millis,
    pub stewards: Millis,
    pub cards: Millis,
}

/// Cells of which the same is said.
#[derive(Clone, Debug)]
pub struct Fault {
    pub sheet: String,
    /// In words.
    pub lines: String,
    /// How many these are.
    pub count: Millis,
    pub column: String,
    pub value: String,
    pub words: String,
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

map!(Draft {
    id,
    phase,
    words,
    done,
    total,
    moved,
    add,
    change,
    same,
    bad_lines,
    written,
    bad,
    bad_all,
    notes,
    notes_all,
    columns,
    skipped,
    left,
    undone
});
map!(Written { places, people, stewards, cards });
map!(Fault { sheet, lines, count, column, value, words });
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

/// `GET /api/lists/{id}/bad.csv`
pub async fn bad_lines(id: &Id) -> Result<String, CallError> {
    // What marks a text as such to a spreadsheet is lost on the way.
    http::get(&[&address(id), "/bad.csv"].concat()).await.map(|text| ["\u{FEFF}", &text].concat())
}
