//! The sync protocol, without I/O: what crosses the wire, what the server admits, and the device's own state.

mod admit;
mod base;
mod book;
mod clock;
pub mod device;
mod lease;
mod misses;
mod outbox;
mod restored;
#[cfg(test)]
mod tests;
mod undo;
mod wire;

pub use admit::{Admission, Earlier, admit};
pub use base::{Base, Layered};
pub use book::{Asked, Authored, Book, Told};
pub use clock::{CLOCK_APART_MS_MAX, ClockFlag, clock_flag};
pub use lease::{LEASE_MS, Lease};
pub use misses::{MISSES_MAX, Misses};
pub use outbox::{Before, Counter, Entry, EntryState, KEPT_MS, Outbox, Turn};
pub use restored::{REASON_CHARS_MAX, Restored, restored};
pub use undo::Pause;
pub use wire::{
    Answer, Answered, BUILD, Gone, OP_BYTES_MAX, OPS_MAX, Op, PUSH_BYTES_MAX, Page, Part, PullRequest, PushAnswer,
    PushRequest,
};
