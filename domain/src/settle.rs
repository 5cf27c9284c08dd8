//! What follows from a command's changes: accounts, cells, figures, projections, deadlines. Pure, so that `verify` can
//! do it again and compare.

use crate::{
    Audience, Id, Row,
    indicator::{Contribution, Indicator, deltas, live_figures},
    rule::{Changes, Seen, View},
    timebank::{Transfer, touched},
};
#[cfg(feature = "office")]
use crate::{
    Millis,
    command::Command,
    council::{EscalateIssue, Issue},
    stewards::ClimbHazard,
};

/// All that one accepted command changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// Every row that changes, as it stood (where it did) and as it stands.
    pub rows: Vec<(Option<Row>, Row)>,
    /// Lines for the ledger.
    pub transfers: Vec<Transfer>,
    /// What is added to cells.
    pub cells: Vec<Contribution>,
}

/// Completes `changes` with accounts, cells and figures. Rows it needs are asked of `view`; the caller loads what was
/// missing and settles again, as with the rules.
pub fn settle(changes: Changes, book: &Id, view: &dyn View) -> Settled {
    let mut rows = changes.rows;
    rows.extend(touched(&changes.transfers, view).into_iter().map(Row::from));
    let old = |row: &Row| match view.row(&row.key()) {
        Seen::Known(old) => Some(old.clone()),
        Seen::Absent | Seen::Unknown => None,
    };
    let mut pairs: Vec<(Option<Row>, Row)> = rows.into_iter().map(|row| (old(&row), row)).collect();
    let cells = deltas(pairs.iter().map(|(old, new)| (old.as_ref(), Some(new))));
    let figures = live_figures(book, &cells, view).into_iter().map(Row::from);
    pairs.extend(figures.map(|row| (old(&row), row)));
    pairs.retain(|(old, new)| old.as_ref() != Some(new));
    Settled { rows: pairs, transfers: changes.transfers, cells }
}

impl Row {
    /// Who sees the record, and what of it: one projection an audience.
    pub fn projections(&self) -> Vec<(Audience, Row)> {
        fn rows<R: Into<Row>>(seen: Vec<(Audience, R)>) -> Vec<(Audience, Row)> {
            seen.into_iter().map(|(audience, record)| (audience, record.into())).collect()
        }
        match self {
            Self::Place(r) => rows(r.audiences()),
            Self::Person(r) => rows(r.audiences()),
            Self::Grant(r) => rows(r.audiences()),
            Self::Policy(r) => rows(r.audiences()),
            Self::Hazard(r) => rows(r.audiences()),
            Self::Issue(r) => rows(r.audiences()),
            Self::Card(r) => rows(r.audiences()),
            Self::Account(r) => rows(r.audiences()),
            Self::Hour(r) => rows(r.audiences()),
            Self::ServiceDay(r) => rows(r.audiences()),
            Self::ServiceMonth(r) => rows(r.audiences()),
            Self::Figure(r) => rows(r.audiences()),
            Self::Reported(r) => rows(r.audiences()),
            Self::Look(r) => rows(r.audiences()),
            Self::Consent(r) => rows(r.audiences()),
            Self::Contact(r) => rows(r.audiences()),
            Self::Guardian(r) => rows(r.audiences()),
            Self::Wish(r) => rows(r.audiences()),
            Self::Entry(r) => rows(r.audiences()),
        }
    }

    /// What the record adds to cells.
    pub fn contributions(&self) -> Vec<Contribution> {
        match self {
            Self::Hazard(r) => r.contributions(),
            Self::Entry(r) => r.contributions(),
            Self::Issue(r) => r.contributions(),
            Self::Card(r) => r.contributions(),
            Self::Hour(r) => r.contributions(),
            Self::ServiceMonth(r) => r.contributions(),
            Self::Place(r) if r.unmanaged => {
                let mut told = vec![(Indicator::UnmanagedEstates, crate::Day::at(r.from_ms), 1)];
                if r.stewards > 0 {
                    told.push((Indicator::UnmanagedWithSteward, r.stewards_since, 1));
                }
                if let Some(until_ms) = r.until_ms.known().filter(|until_ms| **until_ms != 0) {
                    told.push((Indicator::UnmanagedEstates, crate::Day::at(*until_ms), -1));
                }
                Contribution::at_each(&r.path, &told)
            }
            _ => Vec::new(),
        }
    }

    /// What the clock will do to the record by itself, and when. The operation's id follows from both, so that
    /// running the timer twice changes nothing.
    #[cfg(feature = "office")]
    pub fn deadline(&self) -> Option<(Millis, Id, Command)> {
        match self {
            Self::Issue(Issue { id, due_at_ms, .. }) if *due_at_ms != 0 => {
                let op_id = Id::join(&["escalate", id.as_str(), &due_at_ms.to_string()]);
                let command = Command::EscalateIssue(EscalateIssue { issue: id.clone(), due_at_ms: *due_at_ms });
                Some((*due_at_ms, op_id, command))
            }
            Self::Hazard(hazard) => {
                let due_at_ms = hazard.climbs_at_ms()?;
                let op_id = Id::join(&["climb", hazard.id.as_str(), &due_at_ms.to_string()]);
                Some((due_at_ms, op_id, Command::ClimbHazard(ClimbHazard { hazard: hazard.id.clone(), due_at_ms })))
            }
            _ => None,
        }
    }

    /// The photos that it names.
    pub fn photos(&self) -> &[Id] {
        match self {
            Self::Hazard(r) => r.photos.known().map_or(&[], Vec::as_slice),
            Self::Entry(r) => r.photos.known().map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }
}
