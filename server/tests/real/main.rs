//! The real binary on a real folder: killed, backed up, restored, under the load of devices that speak the protocol.
//! `JIEFANG_LOOP_S` says for how many seconds each loop goes on, `JIEFANG_SEED` repeats a run's choices,
//! `JIEFANG_TEST_BINARY` names another binary, such as the released one.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

mod chance;
mod crash;
mod device;
mod folder;
mod rewind;
mod server;
mod slow;
