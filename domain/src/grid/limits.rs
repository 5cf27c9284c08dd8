//! How long things may take with the stewards, as the deployment has it (DOMAIN, "Stewards").

use super::policy;
use crate::{
    Refusal,
    rule::{Case, Guards, Tri},
    tree::{Branches, Tree, Wood, by_tree, take},
};
use std::borrow::Cow;

/// Settings of the stewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StewardLimits {
    /// Calendar days in which an ordinary hazard has to be rechecked.
    pub hazard_days: u32,
    /// Hours in which immediate danger has to be.
    pub danger_hours: u32,
    /// Hours an overdue ordinary hazard stays on a rung of the grid before it climbs on.
    pub climb_ordinary_hours: u32,
    /// The same of one that was to be done the same day.
    pub climb_today_hours: u32,
    /// The same of immediate danger.
    pub climb_danger_hours: u32,
    /// Days after its outcome from which an agreement counts as kept where nobody said otherwise.
    pub breach_days: u32,
}

/// What each is called, DOMAIN's default, and the most it may be.
const ALL: [(&str, u32, u32); 6] = [
    ("hazard_days", 7, 90),
    ("danger_hours", 4, 48),
    ("climb_ordinary_hours", 48, 24 * 30),
    ("climb_today_hours", 24, 24 * 30),
    ("climb_danger_hours", 1, 48),
    ("breach_days", 30, 365),
];

impl StewardLimits {
    /// The most each may be, in the order of [`Self::values`]; the least is 1.
    pub const MOST: [u32; 6] = [ALL[0].2, ALL[1].2, ALL[2].2, ALL[3].2, ALL[4].2, ALL[5].2];

    /// Each of them, as they stand above.
    pub const fn values(&self) -> [u32; 6] {
        [
            self.hazard_days,
            self.danger_hours,
            self.climb_ordinary_hours,
            self.climb_today_hours,
            self.climb_danger_hours,
            self.breach_days,
        ]
    }

    /// Of as many numbers, in the order of [`Self::values`].
    pub const fn of(values: [u32; 6]) -> Self {
        let [hazard_days, danger_hours, climb_ordinary_hours, climb_today_hours, climb_danger_hours, breach_days] =
            values;
        Self { hazard_days, danger_hours, climb_ordinary_hours, climb_today_hours, climb_danger_hours, breach_days }
    }

    /// Whether each is at least 1 and not beyond its bound.
    pub fn are_sound(&self) -> bool {
        self.values().iter().zip(Self::MOST).all(|(value, most)| (1..=most).contains(value))
    }
}

impl Default for StewardLimits {
    fn default() -> Self {
        Self::of(ALL.map(|(_, default, _)| default))
    }
}

/// What is DOMAIN's default is left out: settings from before there were these stand as they were written.
impl Wood for StewardLimits {
    fn tree(&self) -> Tree {
        let all = self.values().into_iter().zip(ALL).filter(|(value, (_, default, _))| value != default);
        Tree::Map(all.map(|(value, (name, ..))| (Cow::Borrowed(name), value.tree())).collect())
    }

    fn read(tree: Tree) -> Option<Self> {
        let mut branches: Branches = tree.branches()?;
        let mut values = ALL.map(|(_, default, _)| default);
        for (value, (name, ..)) in values.iter_mut().zip(ALL) {
            if let Some(tree) = take(&mut branches, name) {
                *value = Wood::read(tree)?;
            }
        }
        branches.is_empty().then(|| Self::of(values))
    }
}

by_tree!(StewardLimits);

/// The settings in force; DOMAIN's where this device does not hold them yet: [`know_limits`] says so.
pub fn limits(case: &Case) -> StewardLimits {
    policy(case).known().map_or_else(StewardLimits::default, super::Policy::limits)
}

/// Whether the settings are held here. Where they are not only the server can say by when something is due.
pub fn know_limits(guards: &mut Guards, case: &Case) {
    let known = if policy(case).known().is_some() { Tri::Yes } else { Tri::Unknown };
    guards.check(known, Refusal::NotPossible);
}
