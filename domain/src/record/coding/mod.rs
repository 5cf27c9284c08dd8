//! How a column is written where it is long (docs/SYNC.md, "Columns"; docs/adr/0020).
//!
//! A column is a plain list of its values, or a map that says how they follow from less: one value for all, words and
//! which of them, numbers in digits of 64, moments by their distance from the record's own, lists as their lengths and
//! one column of all their items, structs as columns of their fields.

pub(crate) mod packed;
mod read;
mod table;
mod write;

use crate::calendar::{DAY_MS, SHANGHAI_OFFSET_MS as ZONE_MS};

pub use read::{Coded, Near};
pub(crate) use read::{column, ids, lists, numbers, plain, table_of};
pub use table::Table;
pub use write::Column;

/// In a kind's columns: names the column from which moments and ids are counted. No field is called so.
pub(crate) const FROM: &str = "~from";

/// A column of fewer values is written plainly: small pages are folded on the device, and there is nothing to win.
pub const ROWS_MIN: usize = 64;
/// Values that differ by more than so many milliseconds (24 days) are moments.
const MOMENTS_MS: i64 = 1 << 31;
/// An id of 16 bytes is 22 digits: the first 8 are the moment it was made.
const ID_DIGITS: usize = 22;
const TIME_DIGITS: usize = 8;

#[cfg(test)]
mod tests;
