//! A hazard (隐患), from the stairwell to its clearance.

use crate::tree::{map, name};
use crate::{
    Audience, Day, Field, Id, Millis,
    calendar::HOUR_MS,
    grid::StewardLimits,
    indicator::{Contribution, Indicator},
    record::macros::record,
    rule::Case,
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
    /// 一般: some days.
    Ordinary,
    /// 今天要办: by the end of the day.
    Today,
    /// 马上有危险: some hours, and 119 first.
    Immediate,
}

name!(Grade { Ordinary = "ordinary", Today = "today", Immediate = "immediate" });

impl Grade {
    /// In the order they are offered.
    pub const ALL: &'static [Self] = &[Self::Ordinary, Self::Today, Self::Immediate];

    /// Until when it has to be rechecked, from when it was found.
    pub fn due_at_ms(self, found_at_ms: Millis, limits: &StewardLimits) -> Millis {
        match self {
            Self::Ordinary => Day::at(found_at_ms).plus_days(limits.hazard_days).end_ms(),
            Self::Today => Day::at(found_at_ms).end_ms(),
            Self::Immediate => found_at_ms + Millis::from(limits.danger_hours) * HOUR_MS,
        }
    }

    /// How long an overdue one stays on a rung of the grid before it climbs on.
    pub fn climb_ms(self, limits: &StewardLimits) -> Millis {
        let hours = match self {
            Self::Ordinary => limits.climb_ordinary_hours,
            Self::Today => limits.climb_today_hours,
            Self::Immediate => limits.climb_danger_hours,
        };
        Millis::from(hours) * HOUR_MS
    }
}

/// The inner state (DOMAIN, "Stewards").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum HazardState {
    Found,
    Graded,
    Controlled,
    Assigned,
    Rectified,
    Rechecked,
    Cleared,
}

name!(HazardState { Found = "found", Graded = "graded", Controlled = "controlled", Assigned = "assigned", Rectified = "rectified", Rechecked = "rechecked", Cleared = "cleared" });

/// The common state: what the grid says of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are DOMAIN's")]
pub enum Review {
    Submitted,
    Reviewed,
    Returned,
    Counted,
    Void,
}

name!(Review { Submitted = "submitted", Reviewed = "reviewed", Returned = "returned", Counted = "counted", Void = "void" });

/// Whom an overdue hazard has climbed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    /// With who has it: it is not overdue.
    Keeper,
    /// The area branch.
    Area,
    /// The general branch.
    General,
    /// The subdistrict.
    Subdistrict,
}

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
    /// Where the step changed who has it, or its place: what stood there before.
    pub was: Vec<Id>,
}

map!(columns HazardStep { state, review, by, at_ms, note } or { was });

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
            /// Who has had it, the last one now; empty while it is with who found it.
            keepers: Vec<Id>,
            /// When it climbed, overdue: to the area branch, the general branch, the subdistrict.
            climbs: Vec<Millis>,
            /// How long it stays on a rung before it climbs on, where the settings said another time than DOMAIN's default
            /// when it was graded; empty otherwise.
            climb_waits: Vec<Millis>,
            /// Of immediate danger: when it was confirmed that 119 had been called.
            called: Vec<Millis>,
            /// The council issue that was made of it; empty where none was.
            issues: Vec<Id>,
        }
    }
}

impl Hazard {
    /// Whether it is neither back with its author nor void.
    pub const fn goes_on(&self) -> bool {
        !matches!(self.review, Review::Returned | Review::Void)
    }

    /// Whether it may still become another: neither cleared nor void.
    pub fn is_open(&self) -> bool {
        self.state != HazardState::Cleared && self.review != Review::Void
    }

    /// The same with one step more; `was` is what stood where the step changed who has it, or its place.
    pub(crate) fn stepped(mut self, case: &Case, note: &str, was: Vec<Id>) -> Self {
        let mut steps = self.steps.known().cloned().unwrap_or_default();
        steps.push(HazardStep {
            state: self.state,
            review: self.review,
            by: case.actor.person.clone(),
            at_ms: case.now,
            note: note.into(),
            was,
        });
        self.steps = steps.into();
        self
    }

    /// Graded so: by when it is due and how fast it climbs follows from that and the settings.
    pub(super) fn set_grade(&mut self, grade: Grade, limits: &StewardLimits) {
        self.grade = grade;
        self.due_at_ms = grade.due_at_ms(self.found_at_ms, limits);
        let wait = grade.climb_ms(limits);
        let told = wait != grade.climb_ms(&StewardLimits::default());
        self.climb_waits = told.then_some(wait).into_iter().collect::<Vec<_>>().into();
    }

    /// Who has it now; unknown where that is hidden.
    pub fn keeper(&self) -> Option<&Id> {
        self.keepers.known()?.last().or_else(|| self.author.known())
    }

    /// The same in other hands, in that state; its history says in whose it was.
    pub(super) fn handed(&self, to: &Id, state: HazardState, note: &str, case: &Case) -> Self {
        let mut keepers = self.keepers.known().cloned().unwrap_or_default();
        keepers.push(to.clone());
        let was = self.keeper().cloned().into_iter().collect();
        Self { keepers: keepers.into(), state, ..self.clone() }.stepped(case, note, was)
    }

    /// Whom it has climbed to.
    pub fn rung(&self) -> Rung {
        match self.climbs.known().map_or(0, Vec::len) {
            0 => Rung::Keeper,
            1 => Rung::Area,
            2 => Rung::General,
            _ => Rung::Subdistrict,
        }
    }

    /// When it climbs, or climbs on; nothing once it was rechecked, is void, or is with the subdistrict.
    pub fn climbs_at_ms(&self) -> Option<Millis> {
        let over = self.rechecked_at_ms != 0 || self.review == Review::Void || self.rung() == Rung::Subdistrict;
        let wait = self.climb_waits.known()?.last().copied();
        let wait = wait.unwrap_or_else(|| self.grade.climb_ms(&StewardLimits::default()));
        let last = self.climbs.known()?.last().map(|at_ms| at_ms + wait);
        (!over).then(|| last.unwrap_or(self.due_at_ms))
    }

    /// Staff, those who look after the place, its author and who has it now see all of it. Nothing of a single hazard is
    /// public.
    pub(crate) fn audiences(&self) -> Vec<(Audience, Self)> {
        let mut seen = vec![(Audience::Staff, self.clone()), (Audience::Place(self.place.clone()), self.clone())];
        if let Field::Known(author) = &self.author {
            seen.push((Audience::Person(author.clone()), self.clone()));
            let keeper = self.keeper().filter(|keeper| *keeper != author);
            seen.extend(keeper.map(|keeper| (Audience::Person(keeper.clone()), self.clone())));
        }
        seen
    }

    /// Found and open are counted from the day it is found, overdue from the day after it is due, cleared on the day
    /// it was due (DOMAIN, "Indicators"). What was returned counts nowhere until it is corrected, what is void never.
    pub(crate) fn contributions(&self) -> Vec<Contribution> {
        if matches!(self.review, Review::Returned | Review::Void) {
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
