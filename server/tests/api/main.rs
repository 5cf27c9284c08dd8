//! Every route's good and bad answers, over the real router, store and writer in a folder of its own.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a helper of tests may fail the test")]

mod demo;
mod devices;
mod enrolment;
mod export;
mod limits;
mod matrix;
mod openapi;
mod people;
mod photo;
mod reveal;
mod screen;
mod session;
mod start;
mod sync;
mod world;
