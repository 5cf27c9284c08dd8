//! What a wall reads off the public rows of a book. Pure.

use jiefang_domain::{
    Field, Id, Month, Row,
    grid::{Brand, Policy},
    indicator::{Indicator, Reported},
};
use std::collections::HashMap;

/// How many months the small history shows.
pub const HISTORY_MONTHS: usize = 6;

/// A figure as the public may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A count, or minutes.
    Value(i64),
    /// Made by too few people to be shown.
    Few,
}

/// The public rows of one community, ready to be looked up.
#[derive(Debug)]
pub struct Figures {
    /// The community's name.
    pub name: String,
    /// Names of the brands and other settings.
    pub policy: Policy,
    /// Figures somebody reported, in their order.
    pub reported: Vec<Reported>,
    /// Names of the places that reported figures speak of.
    pub places: HashMap<Id, String>,
    shown: HashMap<(Indicator, Month), Shown>,
}

impl Figures {
    /// Reads the rows of `community`'s book; `above` are places of the book above it.
    pub fn read(community: &Id, rows: Vec<Row>, above: Vec<Row>) -> Self {
        let mut read = Self {
            name: String::new(),
            policy: Policy::default(),
            reported: Vec::new(),
            places: HashMap::new(),
            shown: HashMap::new(),
        };
        for row in above.into_iter().chain(rows) {
            match row {
                Row::Place(place) => {
                    read.places.insert(place.id, place.name);
                }
                Row::Policy(policy) => read.policy = policy,
                Row::Reported(reported) => read.reported.push(reported),
                Row::Figure(figure) if figure.place == *community => {
                    let shown = match figure.value {
                        Field::Known(value) => Shown::Value(value),
                        Field::Hidden => Shown::Few,
                    };
                    read.shown.insert((figure.indicator, figure.month), shown);
                }
                _ => {}
            }
        }
        read.name = read.places.get(community).cloned().unwrap_or_default();
        read.reported.sort_by(|a, b| (a.position, &a.id).cmp(&(b.position, &b.id)));
        read
    }

    /// The figure of a month, or of all time. What has no row was never moved: it is 0.
    pub fn of(&self, indicator: Indicator, month: Month) -> Shown {
        self.shown.get(&(indicator, month)).copied().unwrap_or(Shown::Value(0))
    }

    /// The figures of the last months, the newest last.
    pub fn history(&self, indicator: Indicator, newest: Month) -> [(Month, Shown); HISTORY_MONTHS] {
        let mut month = newest;
        let mut history = [(newest, Shown::Value(0)); HISTORY_MONTHS];
        for slot in history.iter_mut().rev() {
            *slot = (month, self.of(indicator, month));
            month = Month(if month.0 % 100 == 1 { month.0 - 89 } else { month.0 - 1 });
        }
        history
    }

    /// The reported figures of a brand, those of one source and period together.
    pub fn reported(&self, brand: Brand) -> Vec<Vec<&Reported>> {
        let mut groups: Vec<Vec<&Reported>> = Vec::new();
        for reported in self.reported.iter().filter(|reported| reported.brand == brand) {
            let same = |group: &&mut Vec<&Reported>| {
                group.iter().all(|r| (&r.source, &r.period) == (&reported.source, &reported.period))
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(reported),
                None => groups.push(vec![reported]),
            }
        }
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiefang_domain::indicator::Figure;

    fn figure(indicator: Indicator, month: Month, value: Field<i64>) -> Row {
        let place = Id::join(&["c"]);
        let id = Figure::row_id(indicator, &place, month);
        Figure { id, indicator, place, month, value, people: Field::Hidden }.into()
    }

    #[test]
    fn a_hidden_figure_is_few_and_never_nothing() {
        let rows = vec![
            figure(Indicator::HoursBanked, Month(202_611), Field::Hidden),
            figure(Indicator::HazardsFound, Month(202_611), 3.into()),
        ];
        let figures = Figures::read(&Id::join(&["c"]), rows, Vec::new());
        assert_eq!(figures.of(Indicator::HoursBanked, Month(202_611)), Shown::Few);
        assert_eq!(figures.of(Indicator::HazardsFound, Month(202_611)), Shown::Value(3));
        assert_eq!(figures.of(Indicator::HazardsFound, Month(202_610)), Shown::Value(0));
    }

    #[test]
    fn the_history_walks_over_the_year() {
        let figures = Figures::read(&Id::join(&["c"]), Vec::new(), Vec::new());
        let months = figures.history(Indicator::HazardsFound, Month(202_602)).map(|(month, _)| month.0);
        assert_eq!(months, [202_509, 202_510, 202_511, 202_512, 202_601, 202_602]);
    }
}
