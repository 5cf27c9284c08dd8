//! Cells, and what a row adds to them.

use super::Indicator;
use crate::record::coding::packed;
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

/// Cells as they are written: by place and indicator, each day as its distance from the one before, then the value; where
/// they are many and small, the first day, a digit for each distance, and one for each value. Named one by one they were a
/// third of a first copy (SYNC, "Columns").
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells(pub Vec<Cell>);

impl Wood for Cells {
    fn tree(&self) -> Tree {
        let mut places = Branches::new();
        for by_place in self.0.chunk_by(|a, b| a.place == b.place) {
            let mut indicators = Branches::new();
            for cells in by_place.chunk_by(|a, b| a.indicator == b.indicator) {
                let numbers = digits(cells).unwrap_or_else(|| numbers(cells));
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
                let mut put = |after: i64, value: i64| {
                    day = day.checked_add(after)?;
                    let day = Day(i32::try_from(day).ok()?);
                    cells.push(Cell { indicator, place: place.clone(), day, value });
                    Some(())
                };
                if let [Tree::Int(first), Tree::Text(after), Tree::Text(values)] = &numbers[..] {
                    (values.is_empty() || values.len() == after.len() + 1).then_some(())?;
                    let mut values = values.bytes().map(|value| packed::unpack(&[value]).map(above_one));
                    let mut value = || values.next().unwrap_or(Some(1));
                    put(*first, value()?)?;
                    for days in after.bytes() {
                        put(i64::try_from(packed::unpack(&[days])?).ok()?, value()?)?;
                    }
                    continue;
                }
                for pair in numbers.chunks(2) {
                    let [Tree::Int(after), Tree::Int(value)] = pair else { return None };
                    put(*after, *value)?;
                }
            }
        }
        Some(Self(cells))
    }
}

/// Each day's distance from the one before, and the value.
fn numbers(cells: &[Cell]) -> Vec<Tree> {
    let mut before = 0;
    let mut numbers = Vec::with_capacity(cells.len() * 2);
    for cell in cells {
        numbers.push((i64::from(cell.day.0) - before).tree());
        numbers.push(cell.value.tree());
        before = i64::from(cell.day.0);
    }
    numbers
}

/// The first day, and of each other its distance in a digit of 64; then what each value is above 1 in another, unless all
/// are 1. `None` where they are few, or one is too large for a digit.
fn digits(cells: &[Cell]) -> Option<Vec<Tree>> {
    let (first, rest) = cells.split_first().filter(|(_, rest)| rest.len() >= DIGITS_MIN)?;
    let digit = |number: i64, to: &mut String| {
        let number = u64::try_from(number).ok().filter(|number| *number < 64)?;
        packed::pack(number, 1, to);
        Some(())
    };
    let (mut days, mut values) = (String::with_capacity(rest.len()), String::with_capacity(cells.len()));
    for (before, cell) in cells.iter().zip(rest) {
        digit(i64::from(cell.day.0) - i64::from(before.day.0), &mut days)?;
    }
    for cell in cells {
        digit(cell.value.checked_sub(1)?, &mut values)?;
    }
    if cells.iter().all(|cell| cell.value == 1) {
        values.clear();
    }
    Some(vec![first.day.0.tree(), Tree::Text(days.into()), Tree::Text(values.into())])
}

fn above_one(value: u64) -> i64 {
    i64::try_from(value).map_or(i64::MAX, |value| value + 1)
}

/// Fewer cells than that, after the first, are written plainly.
const DIGITS_MIN: usize = 3;

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
    use super::{Cell, Cells};
    use crate::{Day, Id, indicator::Indicator};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cells_read_back(cells in prop::collection::vec((0_i32..90, -1_i64..70), 1..20), small in any::<bool>()) {
            let mut day = 20_000;
            let cells: Vec<Cell> = cells
                .into_iter()
                .map(|(after, value)| {
                    day += if small { after % 64 } else { after };
                    let value = if small { value.clamp(1, 64) } else { value };
                    Cell { indicator: Indicator::IssuesRaised, place: Id::join(&["b5"]), day: Day(day), value }
                })
                .collect();
            let text = serde_json::to_string(&Cells(cells.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cells>(&text).unwrap().0, cells);
        }
    }

    #[test]
    fn many_small_ones_are_a_digit_each() {
        let cells = |value| {
            (0..5).map(move |n| Cell {
                indicator: Indicator::IssuesRaised,
                place: Id::join(&["b5"]),
                day: Day(20_000 + n * 2),
                value,
            })
        };
        let text = |cells| serde_json::to_string(&Cells(cells)).unwrap();
        assert_eq!(text(cells(1).collect()), r#"{"b5":{"issues_raised":[20000,"CCCC",""]}}"#);
        assert_eq!(text(cells(3).collect()), r#"{"b5":{"issues_raised":[20000,"CCCC","CCCCC"]}}"#);
    }

    #[test]
    fn a_day_beyond_all_bounds_does_not_fit() {
        let cells = |days: &str| serde_json::from_str::<Cells>(&format!(r#"{{"b5":{{"issues_raised":[{days}]}}}}"#));
        assert_eq!(cells("20780,3,2,1").unwrap().0.len(), 2);
        for beyond in ["2147483648,1", "1,1,9223372036854775807,1", "-1,1,-9223372036854775808,1", "1"] {
            assert!(cells(beyond).is_err(), "{beyond}");
        }
    }
}
