//! What strangers may send, changed at random: pushes, acts of old versions, photos, pages. Each target runs for its part
//! of `JIEFANG_FUZZ_S` seconds (12) from a fresh seed; `JIEFANG_SEED` replays one case.
#![cfg(test)]

mod corpus;
mod lift;
mod mutate;
mod page;
mod photo;
mod push;
mod run;
mod town;
mod write;
