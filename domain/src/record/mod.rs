//! What is kept: ids, records, their columns, and the audiences that see them.

mod audience;
pub mod coding;
mod columns;
mod field;
mod id;
pub(crate) mod macros;

pub use audience::Audience;
pub use columns::Columns;
pub use field::Field;
pub use id::{ID_BYTES_MAX, Id};

use crate::tree::{Tree, Wood, map};
use crate::{council, grid, identity, indicator, privacy, stewards, timebank};
use coding::{Coded, Near};

/// A kind of record, its fields and how two projections of it join.
pub trait Record: Sized {
    /// Which kind it is.
    const KIND: Kind;
    /// Its fields, in their order.
    const FIELDS: &'static [&'static str];
    /// Its id in its book.
    fn id(&self) -> &Id;
    /// The record in a row, where the row is of this kind.
    fn of(row: &Row) -> Option<&Self>;
    /// Takes from `other`, another projection of the same record, what is hidden here.
    fn fill(&mut self, other: &Self);
}

macros::rows! {
    Place = "place": grid::Place,
    Person = "person": identity::Person,
    Grant = "grant": identity::Grant,
    Policy = "policy": grid::Policy,
    Hazard = "hazard": stewards::Hazard,
    Issue = "issue": council::Issue,
    Card = "card": timebank::Card,
    Account = "account": timebank::Account,
    Hour = "hour": timebank::Hour,
    ServiceDay = "service_day": timebank::ServiceDay,
    ServiceMonth = "service_month": timebank::ServiceMonth,
    Figure = "figure": indicator::Figure,
    Reported = "reported": indicator::Reported,
    Look = "look": privacy::Look,
    Consent = "consent": privacy::Consent,
    Contact = "contact": privacy::Contact,
    Guardian = "guardian": privacy::Guardian,
    Wish = "wish": privacy::Wish,
    Entry = "entry": stewards::Entry,
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
