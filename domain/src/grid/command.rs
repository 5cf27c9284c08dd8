//! Commands on places and settings.

use super::{PlaceKind, Policy};
use crate::tree::{Tree, Wood, map};
use crate::{Field, Id};

/// A place is added to the grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddPlace {
    /// The place's id.
    pub id: Id,
    /// What kind.
    pub kind: PlaceKind,
    /// Its name.
    pub name: String,
    /// What it lies in, smallest first, up to the subdistrict: a building names its estate, then its area, which need not
    /// be the estate's own.
    pub lies_in: Vec<Id>,
    /// Without property company, owners' body and guard.
    pub unmanaged: bool,
    /// 单元数; 0 where not said.
    pub units: u32,
    /// 户数; 0 where not said.
    pub households: u32,
    /// Its Party body's name, or empty.
    pub body: String,
}

map!(AddPlace { id, kind, name, lies_in, unmanaged, units, households, body });

impl AddPlace {
    /// A place of which nothing is known but where it lies and what it is called.
    pub fn named(id: Id, kind: PlaceKind, name: &str, lies_in: Vec<Id>) -> Self {
        let (name, body) = (name.to_owned(), String::new());
        Self { id, kind, name, lies_in, unmanaged: false, units: 0, households: 0, body }
    }
}

/// The same as it was before a place told its size and its Party body; the log holds the hash of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddPlace1(pub AddPlace);

/// The fields of version 1.
#[derive(Clone)]
struct Old {
    id: Id,
    kind: PlaceKind,
    name: String,
    lies_in: Vec<Id>,
    unmanaged: bool,
}

map!(Old { id, kind, name, lies_in, unmanaged });

impl Wood for AddPlace1 {
    fn tree(&self) -> Tree {
        let AddPlace { id, kind, name, lies_in, unmanaged, .. } = self.0.clone();
        Old { id, kind, name, lies_in, unmanaged }.tree()
    }

    fn read(tree: Tree) -> Option<Self> {
        let Old { id, kind, name, lies_in, unmanaged } = Old::read(tree)?;
        Some(Self(AddPlace { id, kind, name, lies_in, unmanaged, units: 0, households: 0, body: String::new() }))
    }
}

/// What is known of a place changes. What is `Hidden` (null) stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePlace {
    /// The place.
    pub place: Id,
    /// Its name.
    pub name: Field<String>,
    /// Its Party body's name.
    pub body: Field<String>,
    /// 单元数.
    pub units: Field<u32>,
    /// 户数.
    pub households: Field<u32>,
    /// Whether an estate has neither property company, owners' body nor guard.
    pub unmanaged: Field<bool>,
    /// What it lies in from now on, smallest first, up to the subdistrict: it moved into another area or estate.
    pub lies_in: Field<Vec<Id>>,
    /// Where it moves: the roles that somebody holds at it, as the desk sees them; they move with it.
    pub grants: Vec<Id>,
}

map!(ChangePlace { place, name, body, units, households, unmanaged, lies_in } or { grants });

impl ChangePlace {
    /// Nothing changes yet.
    pub fn none(place: Id) -> Self {
        let (units, households) = (Field::Hidden, Field::Hidden);
        let (name, body, unmanaged, lies_in) = (Field::Hidden, Field::Hidden, Field::Hidden, Field::Hidden);
        Self { place, name, body, units, households, unmanaged, lies_in, grants: Vec::new() }
    }
}

/// A place is no more: pulled down, merged into another, or entered by mistake. Its history stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosePlace {
    /// The place.
    pub place: Id,
}

map!(ClosePlace { place });

/// A place that was closed stands after all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReopenPlace {
    /// The place.
    pub place: Id,
}

map!(ReopenPlace { place });

/// The settings of a book are put down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetPolicy {
    /// The settings, whole.
    pub policy: Policy,
}

map!(SetPolicy { policy });
