//! The server of 街坊: the single writer, the pulls, the walls, and the browser side as files.
//!
//! The way of one request: [`router`] → [`boundary`] (request id, log, envelope, headers) → a handler in [`api`] or
//! [`screen`] → [`sync`] (push, pull) or a read of the [`store`]. A handler holds no rule; SQL stands in [`store`] alone.

pub mod admin;
pub mod api;
pub mod app;
pub mod assets;
pub mod backup;
pub mod boundary;
pub mod caller;
pub mod clock;
pub mod config;
pub mod demo;
pub mod door;
pub mod enrol;
pub mod erase;
pub mod error;
pub mod head;
pub mod identity;
pub mod import;
pub mod key;
pub mod listen;
pub mod official;
pub mod photo;
pub mod problem;
pub mod qr;
pub mod router;
pub mod screen;
pub mod serve;
pub mod shares;
pub mod store;
pub mod sync;
pub mod verify;
pub mod visit;
