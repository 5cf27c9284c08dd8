//! Rows on the wire: kind by kind, and in each kind a field's values together (SYNC, "Columns").

use super::{
    Kind, Row,
    coding::{Coded, Near, Table, table_of},
};
use crate::tree::{Tree, Wood};
use std::borrow::Cow;

/// Rows of all kinds. In memory they are rows; columns are how they are written. A server that has them written already
/// makes columns of what is written, and no rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    rows: Vec<Row>,
    made: Vec<(Kind, Table)>,
}

impl Columns {
    /// Adds a row.
    pub fn push(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// The columns of a kind, for what is written already.
    pub fn of_kind(&mut self, kind: Kind) -> &mut Table {
        let at = self.made.iter().position(|(there, _)| *there == kind).unwrap_or_else(|| {
            self.made.push((kind, Table::default()));
            self.made.len() - 1
        });
        &mut self.made[at].1
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len() + self.made.iter().map(|(_, table)| table.len()).sum::<usize>()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows. Columns that were made of what is no row give none.
    pub fn into_rows(self) -> Vec<Row> {
        let Self { mut rows, made } = self;
        for (kind, table) in made {
            rows.extend(rows_of(kind, table.records()).unwrap_or_default());
        }
        rows
    }
}

fn rows_of(kind: Kind, columns: Tree) -> Option<Vec<Row>> {
    let (count, base, mut columns) = table_of(columns)?;
    // Fields of a later server are passed over.
    columns.retain(|(name, _)| kind.fields().contains(&&**name));
    Row::of_columns(kind, Coded::Fields(columns), count, Near::records(&base))
}

impl Wood for Columns {
    fn tree(&self) -> Tree {
        let columns = |kind: &Kind| {
            let mut rows = self.rows.iter().filter(|row| row.kind() == *kind).peekable();
            let made = self.made.iter().find(|(there, _)| there == kind).map(|(_, table)| table);
            let table = match (made, rows.peek()) {
                (None, None) => return None,
                (Some(table), None) => Cow::Borrowed(table),
                (made, Some(_)) => {
                    let mut table = made.cloned().unwrap_or_default();
                    rows.filter_map(|row| row.record().branches()).for_each(|record| table.push(record));
                    Cow::Owned(table)
                }
            };
            Some((Cow::Borrowed(kind.as_str()), table.records()))
        };
        Tree::Map(Kind::ALL.iter().filter_map(columns).collect())
    }

    fn read(tree: Tree) -> Option<Self> {
        let mut rows = Vec::new();
        for (kind, columns) in tree.branches()? {
            // A kind of a later server: this build has nothing to show of it.
            let Some(kind) = Kind::parse(&kind) else { continue };
            rows.append(&mut rows_of(kind, columns)?);
        }
        Some(Self { rows, made: Vec::new() })
    }
}

crate::tree::by_tree!(Columns);

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
