//! The one place the server asks for the time, and what tests put in its stead.

use jiefang_domain::Millis;
use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// Tells the time.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's.
    #[default]
    System,
    /// One that stands still until it is moved.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// Milliseconds since 1970-01-01T00:00Z.
    pub fn now_ms(&self) -> Millis {
        match self {
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)),
            Self::Set(at) => at.load(Ordering::Relaxed),
        }
    }
}
