//! Commands on places and settings.

use super::{PlaceKind, Policy};
use crate::Id;
use crate::tree::map;

/// A place is added to the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddPlace {
    /// The place's id.
    pub id: Id,
    /// What kind.
    pub kind: PlaceKind,
    /// Its name.
    pub name: String,
    /// What it lies in, smallest first, up to the subdistrict.
    pub lies_in: Vec<Id>,
    /// Without property company, owners' body and guard.
    pub unmanaged: bool,
}

map!(AddPlace { id, kind, name, lies_in, unmanaged });

/// The settings of a book are put down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetPolicy {
    /// The settings, whole.
    pub policy: Policy,
}

map!(SetPolicy { policy });
