//! Places in three levels of grid, with estates across, and a subdistrict's settings.

mod command;
mod decide;
mod policy;

pub use command::{AddPlace, SetPolicy};
pub use decide::{add_place, set_policy};
pub use policy::{Brand, Policy, policy};

use crate::tree::name;
use crate::{Audience, Day, Id, Millis, record::macros::record};

/// What kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum PlaceKind {
    Server,
    Subdistrict,
    Community,
    Area,
    Estate,
    Building,
}

name!(PlaceKind { Server = "server", Subdistrict = "subdistrict", Community = "community", Area = "area", Estate = "estate", Building = "building" });

record! {
    /// A node of the grid. An estate lies across: its buildings name it beside their area.
    Place {
        shown {
            /// What kind.
            place_kind: PlaceKind,
            /// Its name.
            name: String,
            /// Itself and what it lies in, smallest first, up to the subdistrict.
            path: Vec<Id>,
            /// An estate without property company, owners' body and guard (三无小区).
            unmanaged: bool,
            /// How many stewards look after it now.
            stewards: u32,
            /// Since which day the number of stewards is zero or not zero.
            stewards_since: Day,
            /// Since when it is known.
            from_ms: Millis,
        }
        hidden {}
    }
}

impl Place {
    /// The same place with one steward more or less.
    pub(crate) fn with_stewards(&self, change: i32, now: Millis) -> Self {
        let stewards = self.stewards.saturating_add_signed(change);
        let turned = (stewards == 0) != (self.stewards == 0);
        let stewards_since = if turned { Day::at(now) } else { self.stewards_since };
        Self { stewards, stewards_since, ..self.clone() }
    }

    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        vec![(Audience::Public, self.clone())]
    }
}
