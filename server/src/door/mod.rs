//! The door log: sign-ins, links, refused access. It stands in no book, because nothing follows from it; it is written
//! aside, so that nobody waits for it.

mod entry;
mod task;

pub use entry::{Entry, What};

use crate::error::ApiError;
use crate::store::{Store, StoreError, door::DoorLog};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};
use task::Order;
use tokio::sync::{mpsc, oneshot};

/// Entries that may wait for the disk; more are counted, and the count is written.
pub const WAITING_MAX: usize = 4_096;

/// Where entries are handed in.
#[derive(Clone, Debug)]
pub struct Door {
    orders: mpsc::Sender<Order>,
    dropped: Arc<AtomicU64>,
    /// The table behind it.
    pub log: DoorLog,
}

impl Door {
    /// Opens the log beside a store.
    pub async fn open(store: &Store) -> Result<Self, StoreError> {
        let (orders, inbox) = mpsc::channel(WAITING_MAX);
        let (log, dropped) = (DoorLog::open(store).await?, Arc::new(AtomicU64::new(0)));
        tokio::spawn(task::write(log.clone(), inbox, Arc::clone(&dropped)));
        Ok(Self { orders, dropped, log })
    }

    /// Hands an entry in; it is on disk a moment later. Where too many wait it is lost, and counted.
    pub fn note(&self, entry: Entry) {
        if self.orders.try_send(Order::Write(Box::new(entry))).is_err() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Hands in what came of it, and passes it on.
    ///
    /// # Errors
    /// The error of `done`.
    pub fn told<T>(&self, entry: Entry, done: Result<T, ApiError>) -> Result<T, ApiError> {
        match &done {
            Ok(_) => self.note(entry),
            Err(error) => self.note(entry.failed(*error)),
        }
        done
    }

    /// Answers when what was handed in before is on disk.
    pub async fn written(&self) {
        let (done, settled) = oneshot::channel();
        if self.orders.send(Order::Settle(done)).await.is_ok() {
            drop(settled.await);
        }
    }

    /// Writes what waits, then closes.
    pub async fn close(&self) {
        self.written().await;
        self.log.close().await;
    }
}
