//! Where figures come from: staff read the cells, everybody else the public figures.

use super::months::last_day;
use crate::ui::Ui;
use jiefang_domain::{
    Audience, Day, Id, Month,
    indicator::{Figure, Indicator},
    record::Key,
};

/// A figure as this person may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    /// This many.
    Known(i64),
    /// Too few people made it for it to be shown.
    Few,
    /// Nobody publishes it.
    Unpublished,
}

impl Value {
    /// The number, where it is shown.
    pub fn known(self) -> Option<i64> {
        match self {
            Self::Known(value) => Some(value),
            Self::Few | Self::Unpublished => None,
        }
    }

    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Known(a), Self::Known(b)) => Self::Known(a + b),
            (Self::Unpublished, _) | (_, Self::Unpublished) => Self::Unpublished,
            _ => Self::Few,
        }
    }
}

/// Reads figures of the current book.
#[derive(Clone, Copy)]
pub struct Source {
    ui: Ui,
    /// Whether the cells are here.
    pub staff: bool,
}

impl Source {
    /// The source this person has.
    pub fn here(ui: Ui) -> Self {
        let staff = ui.hood.read(|book| !book.locked && book.scopes.contains(&Audience::Staff)).unwrap_or_default();
        Self { ui, staff }
    }

    fn cells(self, indicator: Indicator, from: Day, to: Day) -> Value {
        Value::Known(self.ui.hood.read(|book| book.sum(indicator, &book.id, from, to)).unwrap_or_default())
    }

    fn figure(self, indicator: Indicator, month: Month) -> Value {
        if !Indicator::LIVE.contains(&indicator) {
            return Value::Unpublished;
        }
        let looked = |place: &Id, row: Option<&jiefang_domain::Row>| match row {
            Some(jiefang_domain::Row::Figure(Figure { value, place: of, .. })) if of == place => {
                value.known().map_or(Value::Few, |value| Value::Known(*value))
            }
            _ => Value::Known(0),
        };
        let read = self
            .ui
            .hood
            .read(|book| looked(&book.id, book.row(&Key::of::<Figure>(&Figure::row_id(indicator, &book.id, month)))));
        read.unwrap_or(Value::Known(0))
    }

    /// What fell in these months, up to today where the days ahead say nothing yet.
    pub fn over(self, indicator: Indicator, months: &[Month]) -> Value {
        let (Some(first), Some(last)) = (months.first(), months.last()) else { return Value::Known(0) };
        if self.staff {
            let today = Day::at(self.ui.hood.now_ms());
            // A meeting is announced for a day to come; a limit that has not passed yet is nobody's breach.
            let ahead = indicator == Indicator::IssuesOnAgenda;
            let to = if ahead { last_day(*last) } else { last_day(*last).min(today) };
            return self.cells(indicator, first.first_day(), to);
        }
        months.iter().map(|month| self.figure(indicator, *month)).fold(Value::Known(0), Value::plus)
    }

    /// How it stands today: all that ever came and went.
    pub fn today(self, indicator: Indicator) -> Value {
        if self.staff {
            self.cells(indicator, Day(i32::MIN), Day::at(self.ui.hood.now_ms()))
        } else {
            self.figure(indicator, Month::ALL)
        }
    }
}
