//! Commands on issues.

use super::IssueCategory;
use crate::{Id, Millis};
use serde::{Deserialize, Serialize};

/// Somebody raises an issue, for themselves or, with consent, for another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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

/// A worker accepts an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcceptIssue {
    /// The issue.
    pub issue: Id,
    /// What it is about, as the worker sees it.
    pub category: IssueCategory,
}

/// A worker declines an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeclineIssue {
    /// The issue.
    pub issue: Id,
    /// Why, for the raiser to read.
    pub reason: String,
}

/// The branch puts an accepted issue on a council's agenda.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PutOnAgenda {
    /// The issue.
    pub issue: Id,
    /// When the council meets.
    pub meets_at_ms: Millis,
    /// The topic and its papers.
    pub topic: String,
}

/// The clock moves an issue up that nobody has taken within its limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EscalateIssue {
    /// The issue.
    pub issue: Id,
    /// The limit that passed.
    pub due_at_ms: Millis,
}
