//! Cells, and what a row adds to them.

use super::Indicator;
use crate::tree::map;
use crate::{Day, Id, Row};
use std::collections::BTreeMap;

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

map!(Cell { indicator, place, day, value });

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
