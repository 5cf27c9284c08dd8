//! Every route's good and bad answers, over the real router, store and writer in a folder of its own.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a helper of tests may fail the test")]

mod change;
mod demo;
mod devices;
mod door;
mod enrolment;
mod export;
mod guessing;
mod limits;
mod listen;
mod lists;
mod matrix;
mod openapi;
mod people;
mod photo;
mod policy;
mod reveal;
mod screen;
mod sealed;
mod session;
mod shares;
mod sign;
mod start;
mod sync;
mod world;
