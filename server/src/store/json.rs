//! Sets for the statements: one text of JSON arrays that `json_each` takes apart.

use super::StoreError;
use jiefang_domain::tree::{Tree, Wood};
use serde::Serialize;

/// One array of `rows`.
pub(super) fn set<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<String, StoreError> {
    let rows: Vec<T> = rows.into_iter().collect();
    text(&rows)
}

/// A value as it stands in a body column.
pub(super) fn text<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Database(error.into()))
}

/// A word of a list as it stands in a column of its own.
pub(super) fn name(word: &impl Wood) -> String {
    match word.tree() {
        Tree::Text(word) => word.into_owned(),
        _ => String::new(),
    }
}

/// Reads a body column; `what` names where it stands.
pub(super) fn read<T: serde::de::DeserializeOwned>(body: &str, what: impl Fn() -> String) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|error| StoreError::corrupt(format!("{}: {error}", what())))
}

/// Reads a column that holds one word of a list, as serde writes it.
pub(super) fn word<T: serde::de::DeserializeOwned>(text: &str, what: impl Fn() -> String) -> Result<T, StoreError> {
    serde_json::from_value(text.into()).map_err(|error| StoreError::corrupt(format!("{}: {error}", what())))
}

/// Reads an id column.
pub(super) fn id(text: &str) -> Result<jiefang_domain::Id, StoreError> {
    jiefang_domain::Id::parse(text).ok_or_else(|| StoreError::corrupt(format!("not an id: {text:?}")))
}

/// A number as `SQLite` keeps it.
pub(super) fn int(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A number as `SQLite` kept it; numbers of the tables are never negative.
pub(super) fn number(int: i64) -> u64 {
    u64::try_from(int).unwrap_or(0)
}
