//! 四方议事会: an issue on its way from complaint to agenda. Meeting, resolution and task come after it.

mod command;
mod decide;
mod issue;
#[cfg(test)]
mod tests;

pub use command::{AcceptIssue, DeclineIssue, EscalateIssue, PutOnAgenda, RaiseIssue};
pub use decide::{accept, decline, escalate, put_on_agenda, raise};
pub use issue::{Issue, IssueCategory, IssueState, IssueStep, Level};
