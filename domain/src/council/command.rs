//! Commands on issues.

use super::IssueCategory;
use crate::tree::map;
use crate::{Id, Millis};

/// Somebody raises an issue, for themselves or, with consent, for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RaiseIssue {
    /// The issue's id.
    pub id: Id,
    /// The estate or building it is about.
    pub place: Id,
    /// What it is about.
    pub category: IssueCategory,
    /// In one line.
    pub title: String,
    /// In the raiser's own words, or empty.
    pub detail: String,
    /// Whose issue it is: the actor, or the person it is raised for.
    pub raiser: Id,
    /// The person it is raised for agreed to it, and to being told.
    pub consent: bool,
}

map!(RaiseIssue { id, place, category, title, detail, raiser, consent });

/// A worker accepts an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptIssue {
    /// The issue.
    pub issue: Id,
    /// What it is about, as the worker sees it.
    pub category: IssueCategory,
}

map!(AcceptIssue { issue, category });

/// A worker declines an issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclineIssue {
    /// The issue.
    pub issue: Id,
    /// Why, for the raiser to read.
    pub reason: String,
}

map!(DeclineIssue { issue, reason });

/// The branch puts an accepted issue on a council's agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutOnAgenda {
    /// The issue.
    pub issue: Id,
    /// When the council meets.
    pub meets_at_ms: Millis,
    /// The topic and its papers.
    pub topic: String,
}

map!(PutOnAgenda { issue, meets_at_ms, topic });

/// The clock moves an issue up that nobody has taken within its limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EscalateIssue {
    /// The issue.
    pub issue: Id,
    /// The limit that passed.
    pub due_at_ms: Millis,
}

map!(EscalateIssue { issue, due_at_ms });
