//! Whether somebody raises issues, and about where, asked of the rulebook.

use crate::ui::{Ui, act::may, query};
use jiefang_domain::{
    Id,
    command::Command,
    council::{IssueCategory, RaiseIssue},
    grid::PlaceKind,
};

/// An issue like those this person could raise.
pub(super) fn sample(ui: Ui, place: &Id, raiser: Option<Id>) -> Command {
    Command::RaiseIssue(RaiseIssue {
        id: Id::join(&["sample"]),
        place: place.clone(),
        category: IssueCategory::Other,
        title: "…".into(),
        detail: String::new(),
        raiser: raiser.unwrap_or_else(|| query::my_id(ui)),
        consent: true,
    })
}

/// The places this person raises issues about; their own and what those lie in first.
pub(super) fn places(ui: Ui) -> Vec<(Id, String)> {
    let own: Vec<Id> = query::my_grants(ui).into_iter().flat_map(|grant| grant.path).collect();
    query::places(ui, &own, PlaceKind::Estate, &|place| may(ui, &sample(ui, place, None)))
}

/// Whether this person raises issues at all.
pub fn may_raise(ui: Ui) -> bool {
    !places(ui).is_empty()
}
