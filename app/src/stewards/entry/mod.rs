//! What a steward records beside hazards: one form, one page, one list for all kinds.

mod detail;
mod may;
mod new;
mod open;
mod points;
mod sheet;
mod steps;
mod way;
mod whom;

pub use detail::page as detail;
pub use may::recorded;
pub use new::page as new;
pub use steps::{open_at, pressing, row, shown, sign, stands, title, waiting};
