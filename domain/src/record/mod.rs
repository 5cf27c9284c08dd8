//! What is kept: ids, records, their columns, and the audiences that see them.

mod audience;
mod field;
mod id;
pub(crate) mod macros;

pub use audience::Audience;
pub use field::Field;
pub use id::{ID_BYTES_MAX, Id};

use crate::tree::{Tree, Wood, map};
use crate::{council, grid, identity, indicator, stewards, timebank};

/// A kind of record, its columns and how two projections of it join.
pub trait Record: Sized {
    /// The same, many at once.
    type Columns: Columnar<Self>;
    /// Which kind it is.
    const KIND: Kind;
    /// Its id in its book.
    fn id(&self) -> &Id;
    /// The record in a row, where the row is of this kind.
    fn of(row: &Row) -> Option<&Self>;
    /// Takes from `other`, another projection of the same record, what is hidden here.
    fn fill(&mut self, other: &Self);
}

/// Records of one kind, a field's values together: 40 % smaller than row by row after brotli.
pub trait Columnar<R> {
    /// How many records.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Adds one.
    fn push(&mut self, row: R);
    /// The records; `None` where columns differ in length.
    fn into_rows(self) -> Option<Vec<R>>;
}

macros::rows! {
    Place = "place" in place: grid::Place,
    Person = "person" in person: identity::Person,
    Grant = "grant" in grant: identity::Grant,
    Policy = "policy" in policy: grid::Policy,
    Hazard = "hazard" in hazard: stewards::Hazard,
    Issue = "issue" in issue: council::Issue,
    Card = "card" in card: timebank::Card,
    Account = "account" in account: timebank::Account,
    Hour = "hour" in hour: timebank::Hour,
    ServiceDay = "service_day" in service_day: timebank::ServiceDay,
    ServiceMonth = "service_month" in service_month: timebank::ServiceMonth,
    Figure = "figure" in figure: indicator::Figure,
    Reported = "reported" in reported: indicator::Reported,
}

/// Names a record of one book.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: Id,
}

map!(Key { kind, id });

impl Key {
    /// The key of a `R` with that id.
    pub fn of<R: Record>(id: &Id) -> Self {
        Self { kind: R::KIND, id: id.clone() }
    }
}

impl Row {
    /// The row's key.
    pub fn key(&self) -> Key {
        Key { kind: self.kind(), id: self.id().clone() }
    }
}
