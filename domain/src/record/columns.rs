//! Rows on the wire: kind by kind, and in each kind a field's values together (SYNC, "Pull"): 40 % smaller than row by
//! row after brotli.

use super::{Kind, Row};
use crate::tree::{Branches, Tree, Wood, take};
use std::borrow::Cow;

/// Rows of all kinds. In memory they are rows; columns are how they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(Vec<Row>);

impl Columns {
    /// Adds a row.
    pub fn push(&mut self, row: Row) {
        self.0.push(row);
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The rows.
    pub fn into_rows(self) -> Vec<Row> {
        self.0
    }
}

impl Wood for Columns {
    fn tree(&self) -> Tree {
        let columns = |kind: &Kind| {
            let records: Vec<Tree> = self.0.iter().filter(|row| row.kind() == *kind).map(Row::record).collect();
            (!records.is_empty()).then(|| (Cow::Borrowed(kind.as_str()), turned(*kind, records)))
        };
        Tree::Map(Kind::ALL.iter().filter_map(columns).collect())
    }

    fn read(tree: Tree) -> Option<Self> {
        let mut rows = Vec::new();
        for (kind, columns) in tree.branches()? {
            // A kind of a later server: this build has nothing to show of it.
            let Some(kind) = Kind::parse(&kind) else { continue };
            for record in turned_back(kind, columns)? {
                rows.push(Row::of_kind(kind, Tree::Map(record))?);
            }
        }
        Some(Self(rows))
    }
}

crate::tree::by_tree!(Columns);

/// Records to columns.
fn turned(kind: Kind, records: Vec<Tree>) -> Tree {
    let fields = kind.fields();
    let mut columns: Vec<Vec<Tree>> = fields.iter().map(|_| Vec::with_capacity(records.len())).collect();
    let count = records.len();
    for (before, record) in records.into_iter().enumerate() {
        let mut columns = fields.iter().zip(&mut columns);
        for (name, value) in record.branches().unwrap_or_default() {
            // A field added later is not written where it is empty.
            let Some((_, column)) = columns.find(|(field, _)| **field == name) else { break };
            column.resize(before, Tree::List(Vec::new()));
            column.push(value);
        }
    }
    let named = fields.iter().zip(columns).filter(|(_, column)| !column.is_empty()).map(|(field, mut column)| {
        column.resize(count, Tree::List(Vec::new()));
        (Cow::Borrowed(*field), Tree::List(column))
    });
    Tree::Map(named.collect())
}

/// Columns to records; `None` where one is of another length, or misses what the record cannot do without. Fields of a later
/// server are passed over. A record's fields come last first, so that each is found where it is looked for.
fn turned_back(kind: Kind, columns: Tree) -> Option<Vec<Branches>> {
    let mut branches = columns.branches()?;
    let mut records: Option<Vec<Branches>> = None;
    for field in kind.fields().iter().rev() {
        let Some(column) = take(&mut branches, field) else { continue };
        let Tree::List(values) = column else { return None };
        let records = records
            .get_or_insert_with(|| (0..values.len()).map(|_| Branches::with_capacity(kind.fields().len())).collect());
        if records.len() != values.len() {
            return None;
        }
        for (record, value) in records.iter_mut().zip(values) {
            record.push((Cow::Borrowed(*field), value));
        }
    }
    records
}

#[cfg(test)]
mod tests {
    use super::Columns;

    const GOOD: &str = r#"{"card":{"id":["1","2"],"person":["a","b"],"path":[[],[]],"opened_at_ms":[1,2]}}"#;

    fn rows(text: &str) -> Option<usize> {
        serde_json::from_str::<Columns>(text).ok().map(|columns| columns.len())
    }

    #[test]
    fn columns_that_differ_in_length_or_lack_one_do_not_fit() {
        assert_eq!(rows(GOOD), Some(2));
        assert_eq!(rows(&GOOD.replace("[1,2]", "[1]")), None);
        assert_eq!(rows(&GOOD.replace(r#","opened_at_ms":[1,2]"#, "")), None);
    }

    #[test]
    fn kinds_and_fields_of_a_later_server_are_passed_over() {
        assert_eq!(rows(&GOOD.replace(r#""path""#, r#""more":[1,{"a":[]}],"path""#)), Some(2));
        let later = r#","later":{"id":["x"],"what":[{}]}}"#;
        assert_eq!(rows(&[&GOOD[..GOOD.len() - 1], later].concat()), Some(2));
    }

    #[test]
    fn a_field_added_later_is_a_column_only_where_some_record_says_something() {
        let hazard = |id: &str, photos: &str| {
            let text = format!(
                r#"{{"hazard":{{"id":"{id}","place":"b5","path":[],"category":"leak","grade":"today","state":"found",
                "review":"submitted","found_at_ms":1,"due_at_ms":2,"rechecked_at_ms":0,"cleared_at_ms":0,"spot":"","note":"",
                "author":"p","rectifiers":[],"steps":[]{photos}}}}}"#
            );
            serde_json::from_str::<crate::Row>(&text).unwrap()
        };
        let mut columns = Columns::default();
        columns.push(hazard("h1", ""));
        let before = serde_json::to_string(&columns).unwrap();
        assert!(!before.contains("photos"), "as it was written before there were photos: {before}");
        assert_eq!(serde_json::from_str::<Columns>(&before).unwrap(), columns);
        columns.push(hazard("h2", r#","photos":["x"]"#));
        columns.push(hazard("h3", r#","photos":null"#));
        columns.push(hazard("h4", ""));
        let text = serde_json::to_string(&columns).unwrap();
        assert!(text.contains(r#""photos":[[],["x"],null,[]]"#), "{text}");
        assert_eq!(serde_json::from_str::<Columns>(&text).unwrap(), columns);
    }
}
