//! `jiefang admin place`: another community, or another subdistrict with its own, on a server that was set up before.

use crate::{
    clock::Clock,
    config::NewPlace,
    enrol::done,
    identity::{Acts, new_device},
    key,
    problem::Problem,
    store::{BookInfo, Store, StoreError, backup::database},
};
use jiefang_domain::{
    Id, Key, Row,
    grid::{Place, PlaceKind, Policy},
};
use serde_json::{Value, json};

/// Opens the book of a community in a subdistrict, with that subdistrict's settings, or of a subdistrict; whoever gives
/// roles there does the rest. The server has to be stopped first.
///
/// # Errors
/// There is no data yet, the server runs, the subdistrict is none, or there is such a place already.
pub async fn place(config: &NewPlace) -> Result<Value, Problem> {
    let data = &config.data;
    if !database(&data.dir).is_file() {
        return Err(StoreError::Missing { path: data.dir.clone() }.into());
    }
    let store = key::open(&data.dir, &data.key_file()).await?;
    let books = store.books_named().await?;
    if books.is_empty() {
        return Err(Problem::NobodyYet);
    }
    let name = config.name.trim();
    let (kind, above) = match &config.subdistrict {
        Some(subdistrict) => (PlaceKind::Community, Some(called(&books, subdistrict)?)),
        None => (PlaceKind::Subdistrict, None),
    };
    let lies_in: Vec<Id> = above.clone().into_iter().collect();
    if is_there(&store, &books, kind, name, above.as_ref()).await? {
        return Err(Problem::PlaceThere(name.to_owned()));
    }
    let policy = match &above {
        Some(above) => settings(&store, above).await?,
        None => None,
    };
    let id = new_device().map_err(|_| Problem::Machine("no id could be made".to_owned()))?;
    let mut acts = Acts::new("place", Clock::System.now_ms());
    acts.book(&id, kind, name, lies_in, policy);
    done(&store, acts).await?;
    store.close().await;
    Ok(json!({ "place": id.as_str(), "name": name, "screen": format!("/screen/{}", id.as_str()) }))
}

/// The subdistrict of that name or id.
fn called(books: &[BookInfo], text: &str) -> Result<Id, Problem> {
    let text = text.trim();
    let found = books.iter().find(|book| book.kind == "subdistrict" && (book.name == text || book.id.as_str() == text));
    found.map(|book| book.id.clone()).ok_or_else(|| Problem::NoSubdistrict(text.to_owned()))
}

/// Whether a place of that kind and name lies there.
async fn is_there(
    store: &Store,
    books: &[BookInfo],
    kind: PlaceKind,
    name: &str,
    above: Option<&Id>,
) -> Result<bool, Problem> {
    for book in books.iter().filter(|book| book.name == name) {
        if let Some(Row::Place(place)) = store.record(&book.id, &Key::of::<Place>(&book.id)).await?
            && place.place_kind == kind
            && above.is_none_or(|above| place.path.contains(above))
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The settings of a subdistrict: each of its communities holds a copy.
async fn settings(store: &Store, subdistrict: &Id) -> Result<Option<Policy>, Problem> {
    let row = store.record(subdistrict, &Key::of::<Policy>(&Policy::row_id())).await?;
    Ok(if let Some(Row::Policy(policy)) = row { Some(policy) } else { None })
}
