//! The rulebook of 街坊: what the three brands know, decide and count.
//!
//! Pure on purpose: no clock, no randomness, no I/O, no floats, no JSON. `now` and ids come in as
//! arguments, so the phone, the server and the simulator run the very same functions.
//!
//! The way of one act: [`command::Command`] → [`decide::decide`] over a [`rule::View`] →
//! [`rule::Changes`] → [`settle::settle`] (accounts, figures, cells, projections).

#[cfg(feature = "office")]
pub mod act_words;
pub mod calendar;
pub mod command;
pub mod council;
pub mod decide;
pub mod grid;
pub mod identity;
pub mod indicator;
pub mod meet;
pub mod photo;
pub mod privacy;
pub mod record;
pub mod rule;
pub mod settle;
pub mod stewards;
pub mod sync;
#[cfg(test)]
mod testing;
pub mod timebank;
pub mod tree;

pub use calendar::{Day, Millis, Month};
pub use record::{Audience, Field, Id, Key, Kind, Row};
pub use rule::{Lang, Refusal};
