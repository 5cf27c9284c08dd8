//! 党员楼长: recording a hazard in three taps, and what becomes of it.

mod detail;
mod draft;
mod entry;
mod list;
mod new;
mod sheet;
mod steps;
mod way;

pub use detail::page as detail;
pub use entry::{detail as entry, new as entry_new, recorded};
pub use list::{open_at, page as list};
pub use new::may_record;
pub use new::page as new;
pub use steps::overdue;

use crate::ui::{Ui, order::Items};
use jiefang_domain::stewards::EntryKind;

/// What waits for this person, by when it is due.
pub fn waiting(ui: Ui, all: &mut Items) {
    steps::waiting(ui, all);
    entry::waiting(ui, all);
}

/// The sign of a kind of entry.
pub const fn sign(kind: EntryKind) -> &'static str {
    entry::sign(kind)
}
