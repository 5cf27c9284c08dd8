//! Places in three levels of grid, with estates across, and a subdistrict's settings.

mod command;
mod decide;
mod limits;
mod place;
mod policy;
#[cfg(test)]
mod tests;

pub use command::{AddPlace, AddPlace1, ChangePlace, ClosePlace, ReopenPlace, SetPolicy};
pub use decide::{
    HOUSEHOLDS_MAX, NAME_CHARS_MAX, OFFICE, UNITS_MAX, add_place, add_place1, change_place, close_place, may_keep,
    reopen_place, set_policy,
};
pub use limits::{StewardLimits, know_limits, limits};
pub use place::{PastPlace, Place};
pub use policy::{BRAND_CHARS_MAX, Brand, Policy, policy};

use crate::tree::name;

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

impl PlaceKind {
    /// Whether stewards look after such places, patrol them and record what happens there: buildings and estates.
    pub const fn is_looked_after(self) -> bool {
        matches!(self, Self::Building | Self::Estate)
    }
}

name!(PlaceKind { Server = "server", Subdistrict = "subdistrict", Community = "community", Area = "area", Estate = "estate", Building = "building" });
