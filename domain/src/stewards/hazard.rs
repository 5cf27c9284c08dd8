//! A hazard (隐患), from the stairwell to its clearance.

use crate::tree::{map, name};
use crate::{
    Audience, Day, Field, Id, Millis,
    calendar::HOUR_MS,
    indicator::{Contribution, Indicator},
    record::macros::record,
};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HazardCategory {
    /// 楼道堆物
    Clutter,
    /// 电线私拉
    Wiring,
    /// 漏水
    Leak,
    /// 消防
    Fire,
    /// 门禁
    Door,
    /// 井盖
    Manhole,
    /// 其他
    Other,
}

name!(HazardCategory { Clutter = "clutter", Wiring = "wiring", Leak = "leak", Fire = "fire", Door = "door", Manhole = "manhole", Other = "other" });

impl HazardCategory {
    /// In the order they are offered.
    pub const ALL: &'static [Self] =
        &[Self::Clutter, Self::Wiring, Self::Leak, Self::Fire, Self::Door, Self::Manhole, Self::Other];
}

/// How urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// 一般: seven days.
    Ordinary,
    /// 今天要办: by the end of the day.
    Today,
    /// 马上有危险: four hours, and 119 first.
    Immediate,
}

name!(Grade { Ordinary = "ordinary", Today = "today", Immediate = "immediate" });

impl Grade {
    /// In the order they are offered.
    pub const ALL: &'static [Self] = &[Self::Ordinary, Self::Today, Self::Immediate];

    /// Until when it has to be rechecked, from when it was found.
    pub fn due_at_ms(self, found_at_ms: Millis) -> Millis {
        match self {
            Self::Ordinary => Day::at(found_at_ms).plus(7).end_ms(),
            Self::Today => Day::at(found_at_ms).end_ms(),
            Self::Immediate => found_at_ms + 4 * HOUR_MS,
        }
    }
}

/// The inner state (DOMAIN, "Stewards").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum HazardState {
    Found,
    Graded,
    Rectified,
    Rechecked,
    Cleared,
}

name!(HazardState { Found = "found", Graded = "graded", Rectified = "rectified", Rechecked = "rechecked", Cleared = "cleared" });

/// The common state: what the grid says of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum Review {
    Submitted,
    Reviewed,
    Returned,
    Counted,
}

name!(Review { Submitted = "submitted", Reviewed = "reviewed", Returned = "returned", Counted = "counted" });

/// One step of its way, as the record's history shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HazardStep {
    /// The state it led to.
    pub state: HazardState,
    /// What the grid said of it then.
    pub review: Review,
    /// Who did it.
    pub by: Id,
    /// When.
    pub at_ms: Millis,
    /// What was written, or empty.
    pub note: String,
}

map!(columns HazardStep { state, review, by, at_ms, note });

record! {
    /// A hazard found in a building or yard.
    Hazard by columns {
        shown {
            /// The building or estate.
            place: Id,
            /// `place` and what it lies in at the time, smallest first.
            path: Vec<Id>,
            /// What is wrong.
            category: HazardCategory,
            /// How urgent.
            grade: Grade,
            /// The inner state.
            state: HazardState,
            /// The common state.
            review: Review,
            /// When it was found.
            found_at_ms: Millis,
            /// By when it has to be rechecked, exclusive.
            due_at_ms: Millis,
            /// When it was rechecked; 0 before.
            rechecked_at_ms: Millis,
            /// When it was cleared; 0 before.
            cleared_at_ms: Millis,
        }
        hidden {
            /// Where in the place: a stairwell number or `yard`; empty where not said.
            spot: String,
            /// What the steward added, or empty.
            note: String,
            /// Who found it.
            author: Id,
            /// Who rectified it last; empty list before.
            rectifiers: Vec<Id>,
            /// Its way so far.
            steps: Vec<HazardStep>,
        }
        added {
            /// What it looks like.
            photos: Vec<Id>,
        }
    }
}

impl Hazard {
    /// Staff, the stewards of the place and its author see all of it. Nothing of a single hazard is public.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        let mut seen = vec![(Audience::Staff, self.clone()), (Audience::Place(self.place.clone()), self.clone())];
        if let Field::Known(author) = &self.author {
            seen.push((Audience::Person(author.clone()), self.clone()));
        }
        seen
    }

    /// Found and open are counted from the day it is found, overdue from the day after it is due, cleared on the day
    /// it was due (DOMAIN, "Indicators"). What was returned counts nowhere until it is corrected.
    pub(crate) fn contributions(&self) -> Vec<Contribution> {
        if self.review == Review::Returned {
            return Vec::new();
        }
        let found = Day::at(self.found_at_ms);
        // A limit that ends at midnight is due on the day before it.
        let due = Day::at(self.due_at_ms - 1);
        let mut told = vec![(Indicator::HazardsFound, found, 1), (Indicator::HazardsOpen, found, 1)];
        told.push((Indicator::HazardsDue, due, 1));
        if self.rechecked_at_ms != 0 && self.rechecked_at_ms < self.due_at_ms {
            told.push((Indicator::HazardsClearedInTime, due, 1));
        } else {
            told.push((Indicator::HazardsOverdue, due.plus(1), 1));
        }
        if self.rechecked_at_ms >= self.due_at_ms {
            told.push((Indicator::HazardsOverdue, Day::at(self.rechecked_at_ms).max(due.plus(1)), -1));
        }
        if self.cleared_at_ms != 0 {
            let cleared = Day::at(self.cleared_at_ms);
            told.push((Indicator::HazardsOpen, cleared, -1));
            told.push((Indicator::HazardsCleared, cleared, 1));
        }
        Contribution::at_each(&self.path, &told)
    }
}
