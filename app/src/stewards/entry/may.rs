//! What somebody records, and where, asked of the rulebook.

use crate::ui::{Ui, act::may, query};
use jiefang_domain::{
    Id,
    command::Command,
    grid::PlaceKind,
    identity::Role,
    stewards::{EntryCategory, EntryContent, EntryKind, Named, RecordEntry},
};

/// Whether this person asks for themself alone.
pub fn as_resident(ui: Ui) -> bool {
    !query::i_am(ui, &[Role::Steward, Role::CommunityWorker, Role::BranchSecretary])
}

fn sample(ui: Ui, kind: EntryKind, place: &Id) -> Command {
    let me = if kind == EntryKind::Errand && as_resident(ui) { query::my_id(ui) } else { Id::none() };
    let named = Named { person: me, name: "…".into() };
    Command::RecordEntry(RecordEntry {
        id: Id::join(&["sample"]),
        entry_kind: kind,
        place: place.clone(),
        replaces: Id::none(),
        content: EntryContent {
            category: EntryCategory::Other,
            spot: String::new(),
            note: String::new(),
            happened_at_ms: ui.hood.now_ms(),
            parties: vec![named; kind.parties().0],
            checkpoints: Vec::new(),
            photos: Vec::new(),
        },
    })
}

/// The buildings and estates where this person records it; their own first.
pub fn places(ui: Ui, kind: EntryKind) -> Vec<(Id, String)> {
    let own: Vec<Id> = query::my_grants(ui).into_iter().map(|grant| grant.place).collect();
    query::places(ui, &own, PlaceKind::Building, &|place| may(ui, &sample(ui, kind, place)))
}

/// The kinds this person records, in the order they are offered.
pub fn recorded(ui: Ui) -> Vec<EntryKind> {
    // What may be recorded somewhere may be recorded where a hazard may, and an errand at home.
    EntryKind::ALL.iter().copied().filter(|kind| query::i_am(ui, kind.recorders())).collect()
}
