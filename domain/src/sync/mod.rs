//! The sync protocol, without I/O: what crosses the wire, what the server admits, and the device's own state.

mod admit;
mod base;
mod book;
pub mod device;
mod outbox;
#[cfg(test)]
mod tests;
mod wire;

pub use admit::{Admission, admit};
pub use base::{Base, Layered};
pub use book::{Asked, Authored, Book};
pub use outbox::{Counter, Entry, EntryState, KEPT_MS, Outbox, Turn};
pub use wire::{
    Answer, Answered, BUILD, Gone, OP_BYTES_MAX, OPS_MAX, Op, PUSH_BYTES_MAX, Page, Part, PullRequest, PushAnswer,
    PushRequest,
};
