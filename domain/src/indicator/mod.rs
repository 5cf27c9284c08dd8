//! Indicators are contributions: a row says what it adds to which (indicator, place, day) cell.

mod cell;
mod figure;
mod reported;

pub use cell::{Cell, Cells, Contribution, deltas};
pub use figure::{Figure, live_figures};
pub use reported::{PublishReported, Reported, publish_reported};

use crate::tree::{Tree, Wood};

macro_rules! indicators {
    ($( $(#[$meta:meta])* $name:ident = $text:literal ),* $(,)?) => {
        /// What is counted. Rates are made of two of these, numerator and denominator.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Indicator {
            $( $(#[$meta])* $name, )*
        }

        impl Indicator {
            /// Every indicator.
            pub const ALL: &'static [Self] = &[$( Self::$name, )*];

            /// Its name on the wire and in the database.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $text, )* }
            }

            /// The indicator of that name.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $( $text => Some(Self::$name), )* _ => None }
            }
        }

        impl Wood for Indicator {
            fn tree(&self) -> Tree {
                Tree::word(self.as_str())
            }

            fn read(tree: Tree) -> Option<Self> {
                match tree {
                    Tree::Text(word) => Self::parse(&word),
                    _ => None,
                }
            }
        }

        crate::tree::by_tree!(Indicator);
    };
}

indicators! {
    /// Hazards found, on the day.
    HazardsFound = "hazards_found",
    /// Hazards open: +1 on the day found, −1 on the day cleared; the sum to a day is how many are open then.
    HazardsOpen = "hazards_open",
    /// Hazards whose recheck was due on the day: the denominator of "hazards cleared".
    HazardsDue = "hazards_due",
    /// Of those, rechecked by the due date: its numerator.
    HazardsClearedInTime = "hazards_cleared_in_time",
    /// Overdue and open: +1 from the day after the due date, −1 on the day rechecked.
    HazardsOverdue = "hazards_overdue",
    /// Cleared, on the day.
    HazardsCleared = "hazards_cleared",
    /// Mediations that ended, both sides having agreed to them, on the day. Of sealed records, as the next two.
    DisputesMediated = "disputes_mediated",
    /// Of those, thirty days after: the denominator of "disputes resolved".
    DisputesDue = "disputes_due",
    /// Agreed, and until then nobody had said that it was not kept: its numerator.
    DisputesResolved = "disputes_resolved",
    /// Errands ended, on the day: the denominator of "errands done".
    ErrandsEnded = "errands_ended",
    /// Of those, confirmed by the resident: its numerator.
    ErrandsDone = "errands_done",
    /// Thefts stopped, on the day. Published by closed year, for a whole subdistrict alone, as the next.
    TheftsStopped = "thefts_stopped",
    /// Fights stopped, on the day.
    FightsStopped = "fights_stopped",
    /// Issues raised, on the day.
    IssuesRaised = "issues_raised",
    /// Issues whose answer was due on the day: the denominator of 响应率.
    IssuesAnswerDue = "issues_answer_due",
    /// Of those, answered in time: its numerator.
    IssuesAnsweredInTime = "issues_answered_in_time",
    /// Issues accepted, on the day.
    IssuesAccepted = "issues_accepted",
    /// Issues on the agenda of a council that meets on the day.
    IssuesOnAgenda = "issues_on_agenda",
    /// Minutes banked (posted deposits), on the day they were served.
    HoursBanked = "hours_banked",
    /// People who banked in a month: +1 on the first of the month.
    ActiveVolunteers = "active_volunteers",
    /// People who ever banked: +1 on the first day.
    VolunteersEver = "volunteers_ever",
    /// Cards opened, on the day.
    CardsOpened = "cards_opened",
    /// Deposits waiting for confirmation: +1 on the day served, −1 on the day resolved.
    HoursWaiting = "hours_waiting",
    /// Unmanaged estates, from the day each is known.
    UnmanagedEstates = "unmanaged_estates",
    /// Of those, with a steward, from the day on.
    UnmanagedWithSteward = "unmanaged_with_steward",
}

impl Indicator {
    /// The short live list: what a wall may show at once because it concerns no person.
    pub const LIVE: &'static [Self] = &[
        Self::HazardsFound,
        Self::HazardsOpen,
        Self::HazardsCleared,
        Self::IssuesRaised,
        Self::IssuesAccepted,
        Self::IssuesOnAgenda,
        Self::HoursBanked,
        Self::UnmanagedEstates,
        Self::UnmanagedWithSteward,
    ];

    /// Who must be at least [`SMALL_COUNT_MIN`] for it to be shown: minutes by a few are those few.
    pub const fn people(self) -> Option<Self> {
        match self {
            Self::HoursBanked => Some(Self::ActiveVolunteers),
            _ => None,
        }
    }
}

/// Below this many people a public figure is hidden (DOMAIN, "Public rule").
pub const SMALL_COUNT_MIN: i64 = 5;
