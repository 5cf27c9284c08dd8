//! Commands on places and settings.

use super::{PlaceKind, Policy};
use crate::Id;
use serde::{Deserialize, Serialize};

/// A place is added to the grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// The settings of a book are put down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetPolicy {
    /// The settings, whole.
    pub policy: Policy,
}
