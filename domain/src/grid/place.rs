//! A node of the grid, and what it was before.

use super::PlaceKind;
use crate::{Audience, Day, Id, Millis, record::macros::record, tree::map};

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
        added {
            /// 单元数; 0 where not said.
            units: u32,
            /// 户数; 0 where not said.
            households: u32,
            /// Its Party body's name: a 党总支 of a community, a 党支部 of an area, a 党小组 of a building; or empty.
            body: String,
            /// When it was closed; 0 while it stands.
            until_ms: Millis,
            /// What it was before, oldest first.
            past: Vec<PastPlace>,
        }
    }
}

/// What a place was called, and where it lay, until something of it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastPlace {
    /// Until when.
    pub until_ms: Millis,
    /// Its name then.
    pub name: String,
    /// Its Party body then.
    pub body: String,
    /// Its path then.
    pub path: Vec<Id>,
}

map!(PastPlace { until_ms, name, body, path });

impl Place {
    /// Whether it stands.
    pub fn stands(&self) -> bool {
        self.until_ms.known().is_none_or(|until_ms| *until_ms == 0)
    }

    /// Whether it stood at that moment: what was written without signal before it was closed holds.
    pub fn stood_at(&self, at_ms: Millis) -> bool {
        self.until_ms.known().is_none_or(|until_ms| *until_ms == 0 || at_ms < *until_ms)
    }

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
