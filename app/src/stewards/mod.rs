//! 党员楼长: recording a hazard in three taps, and what becomes of it.

mod at;
mod detail;
mod draft;
mod entry;
mod find;
mod list;
mod map;
mod new;
mod sheet;
mod spot;
mod steps;
mod way;

pub use detail::page as detail;
pub use entry::{detail as entry, new as entry_new, recorded};
pub use list::page as list;
pub use map::{number, yards};
pub use new::may_record;
pub use new::page as new;
pub use spot::in_words as spot;

use crate::ui::{
    Ui,
    order::{Items, Top},
};
use jiefang_domain::{Id, stewards::EntryKind};

/// What waits for this person, by when it is due.
pub fn waiting(ui: Ui, all: &mut Items) {
    steps::waiting(ui, all);
    entry::waiting(ui, all);
}

/// What is not done yet at a place and in what lies in it.
pub fn open_at(ui: Ui, place: &Id, all: &mut Top) {
    steps::open_at(ui, place, all);
    entry::open_at(ui, place, all);
}

/// The sign of a kind of entry.
pub const fn sign(kind: EntryKind) -> &'static str {
    entry::sign(kind)
}
