//! Public figures: the live list, one row an indicator, community and month.

use super::{Contribution, Indicator, SMALL_COUNT_MIN};
use crate::{
    Audience, Field, Id, Month,
    record::macros::record,
    rule::{Seen, View, get},
};
use std::collections::BTreeMap;

record! {
    /// What a public page or a wall shows of one indicator of a community in one month, or in all time.
    Figure {
        shown {
            /// What is counted.
            indicator: Indicator,
            /// The community.
            place: Id,
            /// The month; 0 for all time.
            month: Month,
        }
        hidden {
            /// How much; hidden from the public where too few people made it.
            value: i64,
            /// How many people made it, where that matters; 0 elsewhere. Never public.
            people: i64,
        }
    }
}

impl Figure {
    /// The id of the figure of an indicator, community and month.
    pub fn row_id(indicator: Indicator, place: &Id, month: Month) -> Id {
        Id::join(&[indicator.as_str(), place.as_str(), &month.0.to_string()])
    }

    /// The public sees the value unless few people made it, and never how many made it.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        let few = self.indicator.people().is_some()
            && self.people.known().is_none_or(|people| *people < SMALL_COUNT_MIN)
            && self.value.known() != Some(&0);
        let value = if few { Field::Hidden } else { self.value.clone() };
        vec![(Audience::Public, Self { value, people: Field::Hidden, ..self.clone() }), (Audience::Staff, self.clone())]
    }
}

/// The figures of `book` that these cell changes move, as they stand afterwards.
pub fn live_figures(book: &Id, deltas: &[Contribution], view: &dyn View) -> Vec<Figure> {
    let mut moved: BTreeMap<(Indicator, Month), (i64, i64)> = BTreeMap::new();
    for delta in deltas.iter().filter(|delta| delta.place == *book) {
        let month = delta.day.month();
        if Indicator::LIVE.contains(&delta.indicator) {
            for month in [month, Month::ALL] {
                moved.entry((delta.indicator, month)).or_default().0 += delta.value;
            }
        }
        let counted = match delta.indicator {
            Indicator::ActiveVolunteers => Some(month),
            Indicator::VolunteersEver => Some(Month::ALL),
            _ => None,
        };
        if let Some(month) = counted {
            moved.entry((Indicator::HoursBanked, month)).or_default().1 += delta.value;
        }
    }
    moved
        .into_iter()
        .map(|((indicator, month), (value, people))| {
            let id = Figure::row_id(indicator, book, month);
            let (was, were) = match get::<Figure>(view, &id) {
                Seen::Known(f) => (f.value.known().copied().unwrap_or(0), f.people.known().copied().unwrap_or(0)),
                Seen::Absent | Seen::Unknown => (0, 0),
            };
            Figure {
                id,
                indicator,
                place: book.clone(),
                month,
                value: (was + value).into(),
                people: (were + people).into(),
            }
        })
        .collect()
}
