//! Cells, and what a row adds to them.

use super::Indicator;
use crate::tree::{Branches, Tree, Wood};
use crate::{Day, Id, Row};
use std::{borrow::Cow, collections::BTreeMap};

/// What a row adds to one cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Contribution {
    /// What is counted.
    pub indicator: Indicator,
    /// At which place.
    pub place: Id,
    /// On which day.
    pub day: Day,
    /// How much: a count, or minutes.
    pub value: i64,
}

/// One cell: the sum of all contributions to it. Staff see cells; the public sees [`super::Figure`]s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is counted.
    pub indicator: Indicator,
    /// At which place.
    pub place: Id,
    /// On which day.
    pub day: Day,
    /// How much.
    pub value: i64,
}

/// Cells as they are written: by place and indicator, each day as its distance from the one before, then the value. Named
/// one by one they were a third of a first copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells(pub Vec<Cell>);

impl Wood for Cells {
    fn tree(&self) -> Tree {
        let mut places = Branches::new();
        for by_place in self.0.chunk_by(|a, b| a.place == b.place) {
            let mut indicators = Branches::new();
            for cells in by_place.chunk_by(|a, b| a.indicator == b.indicator) {
                let mut before = 0;
                let mut numbers = Vec::with_capacity(cells.len() * 2);
                for cell in cells {
                    numbers.push((i64::from(cell.day.0) - before).tree());
                    numbers.push(cell.value.tree());
                    before = i64::from(cell.day.0);
                }
                indicators.push((Cow::Borrowed(cells[0].indicator.as_str()), Tree::List(numbers)));
            }
            places.push((Cow::Owned(by_place[0].place.as_str().to_owned()), Tree::Map(indicators)));
        }
        Tree::Map(places)
    }

    fn read(tree: Tree) -> Option<Self> {
        let mut cells = Vec::new();
        for (place, indicators) in tree.branches()? {
            let place = Id::parse(&place)?;
            for (indicator, numbers) in indicators.branches()? {
                let indicator = Indicator::parse(&indicator)?;
                let Tree::List(numbers) = numbers else { return None };
                let mut day = 0_i64;
                for pair in numbers.chunks(2) {
                    let [Tree::Int(after), Tree::Int(value)] = pair else { return None };
                    day = day.checked_add(*after)?;
                    let day = Day(i32::try_from(day).ok()?);
                    cells.push(Cell { indicator, place: place.clone(), day, value: *value });
                }
            }
        }
        Some(Self(cells))
    }
}

crate::tree::by_tree!(Cells);

impl Contribution {
    /// The same contribution at each place of a path, so that a community's sum needs no walk down the grid.
    pub fn at_each(path: &[Id], told: &[(Indicator, Day, i64)]) -> Vec<Self> {
        path.iter()
            .flat_map(|place| {
                told.iter().map(|(indicator, day, value)| Self {
                    indicator: *indicator,
                    place: place.clone(),
                    day: *day,
                    value: *value,
                })
            })
            .collect()
    }
}

/// New minus old, cell by cell; what cancels out is not there.
pub fn deltas<'r>(changes: impl IntoIterator<Item = (Option<&'r Row>, Option<&'r Row>)>) -> Vec<Contribution> {
    let mut sums: BTreeMap<(Indicator, Id, Day), i64> = BTreeMap::new();
    for (old, new) in changes {
        for (row, sign) in [(old, -1), (new, 1)] {
            for c in row.into_iter().flat_map(Row::contributions) {
                *sums.entry((c.indicator, c.place, c.day)).or_default() += sign * c.value;
            }
        }
    }
    sums.into_iter()
        .filter(|(_, value)| *value != 0)
        .map(|((indicator, place, day), value)| Contribution { indicator, place, day, value })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::Cells;

    #[test]
    fn a_day_beyond_all_bounds_does_not_fit() {
        let cells = |days: &str| serde_json::from_str::<Cells>(&format!(r#"{{"b5":{{"issues_raised":[{days}]}}}}"#));
        assert_eq!(cells("20780,3,2,1").unwrap().0.len(), 2);
        for beyond in ["2147483648,1", "1,1,9223372036854775807,1", "-1,1,-9223372036854775808,1", "1"] {
            assert!(cells(beyond).is_err(), "{beyond}");
        }
    }
}
