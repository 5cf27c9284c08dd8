//! The server's side of the sync: the single writer and the pull.

mod chain;
mod decision;
mod effects;
mod group;
mod holders;
mod overlay;
mod pull;
mod state;
mod task;
mod writer;

pub use chain::{commitment, commitment_refused, link};
pub use decision::{Decided, Sheet, decide_act, moment};
pub use group::{Answers, Batch, Decisions, NotTaken, Outcome, decide, reserved};
pub use holders::Holders;
pub use overlay::Overlay;
pub use pull::{entitled, page, pull};
pub use state::{Arrived, Left, opens};
pub use writer::{Poke, Push, SystemOp, Writer, WriterError, system_batch};

/// The client and the person of what the clock does by itself; no device may call itself that.
pub const SYSTEM: &str = "system";
/// How the client of somebody begins who acts at the server's own door; no device may call itself that.
pub const DOOR: &str = "door";
