//! Writes the door log: what has come together, in one transaction.

use super::{Entry, What};
use crate::store::door::DoorLog;
use jiefang_domain::{Millis, calendar::MINUTE_MS};
use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep_until},
};

/// How long entries are gathered before they are written: what a power cut may take.
const GATHER: Duration = Duration::from_millis(250);
/// Entries of nobody known that one address may have a minute; the rest of the minute is one entry.
pub const NOBODYS_A_MINUTE_MAX: u64 = 60;

/// What the task is asked to do.
#[derive(Debug)]
pub enum Order {
    /// Write this.
    Write(Box<Entry>),
    /// Say when all before is written.
    Settle(oneshot::Sender<()>),
}

/// Runs until nobody can hand anything in any more.
pub async fn write(log: DoorLog, mut inbox: mpsc::Receiver<Order>, dropped: Arc<AtomicU64>) {
    let (mut crowd, mut waiting, mut open) = (Crowd::default(), Vec::new(), true);
    while open {
        let mut asked = Vec::new();
        open = gather(&mut inbox, &mut asked, |entry| crowd.pass(entry, &mut waiting)).await;
        if !open || !asked.is_empty() {
            crowd.tell(&mut waiting);
        }
        let lost = dropped.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::error!(lost, "door entries were lost: too many waited");
            waiting.push(Entry { times: lost, ..Entry::bare(What::Lost, crowd.newest_ms) });
        }
        put(&log, &mut waiting).await;
        for done in asked {
            // Who asked may have gone.
            let _ = done.send(());
        }
    }
}

/// Takes what comes until it is to be written; whether more may come.
async fn gather(
    inbox: &mut mpsc::Receiver<Order>,
    asked: &mut Vec<oneshot::Sender<()>>,
    mut each: impl FnMut(Entry),
) -> bool {
    let mut order = inbox.recv().await;
    let until = Instant::now() + GATHER;
    loop {
        match order {
            Some(Order::Write(entry)) => each(*entry),
            Some(Order::Settle(done)) => {
                asked.push(done);
                return true;
            }
            None => return false,
        }
        order = tokio::select! {
            order = inbox.recv() => order,
            () = sleep_until(until) => return true,
        };
    }
}

async fn put(log: &DoorLog, waiting: &mut Vec<Entry>) {
    match log.write(waiting).await {
        Ok(()) => waiting.clear(),
        Err(error) => {
            tracing::error!(%error, entries = waiting.len(), "the door log could not be written");
            // They go with the next, as far as memory may be used for it.
            waiting.truncate(super::WAITING_MAX);
        }
    }
}

/// Nobody fills the disk with tries: beyond so many a minute from an address they are counted together.
#[derive(Default)]
struct Crowd {
    newest_ms: Millis,
    addresses: HashMap<String, u64>,
}

impl Crowd {
    fn pass(&mut self, entry: Entry, out: &mut Vec<Entry>) {
        if entry.at_ms / MINUTE_MS != self.newest_ms / MINUTE_MS {
            self.tell(out);
            self.addresses.clear();
        }
        self.newest_ms = entry.at_ms;
        if entry.person.is_none() {
            let count = self.addresses.entry(entry.address.clone()).or_insert(0);
            *count += 1;
            if *count > NOBODYS_A_MINUTE_MAX {
                return;
            }
        }
        out.push(entry);
    }

    /// How many more there were.
    fn tell(&mut self, out: &mut Vec<Entry>) {
        for (address, count) in &mut self.addresses {
            let more = count.saturating_sub(NOBODYS_A_MINUTE_MAX);
            if more > 0 {
                *count = NOBODYS_A_MINUTE_MAX;
                let entry = Entry::bare(What::More, self.newest_ms);
                out.push(Entry { address: address.clone(), times: more, ..entry });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use jiefang_domain::Id;

    fn tried(address: &str, at_ms: Millis) -> Entry {
        Entry { address: address.into(), ..Entry::bare(What::SignIn, at_ms) }
    }

    #[test]
    fn a_flood_from_an_address_is_counted_and_a_persons_entries_are_all_there() {
        let (mut crowd, mut out) = (Crowd::default(), Vec::new());
        for _ in 0..100 {
            crowd.pass(tried("a", 1), &mut out);
            crowd.pass(Entry { person: Id::parse("p").unwrap(), ..tried("a", 1) }, &mut out);
        }
        crowd.pass(tried("b", 2), &mut out);
        crowd.pass(tried("a", MINUTE_MS), &mut out);
        let more: Vec<_> = out.iter().filter(|entry| entry.what == What::More).collect();
        assert_eq!((more.len(), more[0].times, more[0].address.as_str()), (1, 40, "a"));
        assert_eq!(out.len(), 60 + 100 + 1 + 1 + 1);
        crowd.tell(&mut out);
        assert_eq!(out.len(), 163, "told once");
    }

    #[tokio::test]
    async fn nothing_is_lost_silently() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let log = DoorLog::open(&store).await.unwrap();
        let (orders, inbox) = mpsc::channel(8);
        orders.try_send(Order::Write(Box::new(tried("a", 5)))).unwrap();
        drop(orders);
        write(log.clone(), inbox, Arc::new(AtomicU64::new(7))).await;
        let told = log.tail(10).await.unwrap();
        assert_eq!(told, [("lost".to_owned(), 7, 5), ("sign_in".to_owned(), 1, 5)]);
    }
}
