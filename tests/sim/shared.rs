//! What everything in a run shares: chance, the true time, what hangs, what was told, and the first law broken.

use super::{
    fault::{Counts, Fault},
    prng::Rng,
    told::Told,
};
use jiefang_domain::{Id, Millis};
use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
};

/// Whose future hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    Tab(u32),
    Server,
}

/// What it hangs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// A disk that has not begun.
    Disk,
    /// A disk that has written and not said so.
    Written,
}

/// A law that was broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// `S1` … `S12`.
    pub law: &'static str,
    /// How.
    pub words: String,
}

/// A run's common ground.
#[derive(Debug)]
pub struct Shared {
    pub rng: RefCell<Rng>,
    pub now_ms: Cell<Millis>,
    pub faults: RefCell<Counts>,
    pub told: RefCell<Told>,
    pub broken: RefCell<Option<Broken>>,
    /// Nothing goes wrong any more.
    pub calm: Cell<bool>,
    /// Acts recorded, operations decided.
    pub ops: Cell<u64>,
    /// The highest number of each book that a device was told stands in a backup.
    pub backed: RefCell<BTreeMap<Id, u64>>,
    pub trace: bool,
    next: Cell<u64>,
    hanging: RefCell<BTreeMap<u64, (Owner, On)>>,
}

impl Shared {
    pub fn new(seed: u64, now_ms: Millis, trace: bool) -> Rc<Self> {
        Rc::new(Self {
            rng: RefCell::new(Rng::new(seed)),
            now_ms: Cell::new(now_ms),
            faults: RefCell::default(),
            told: RefCell::default(),
            broken: RefCell::default(),
            calm: Cell::new(false),
            ops: Cell::new(0),
            backed: RefCell::default(),
            trace,
            next: Cell::new(1),
            hanging: RefCell::default(),
        })
    }

    pub fn number(&self) -> u64 {
        let number = self.next.get();
        self.next.set(number + 1);
        number
    }

    /// True once in `n` times, while things may go wrong.
    pub fn unlucky(&self, n: usize) -> bool {
        !self.calm.get() && self.rng.borrow_mut().once_in(n)
    }

    pub fn fired(&self, fault: Fault) {
        self.note(|| format!("fault {}", fault.name()));
        self.faults.borrow_mut().fired(fault);
    }

    /// A line of the trace.
    pub fn note(&self, words: impl FnOnce() -> String) {
        if self.trace {
            eprintln!("{} {}", self.now_ms.get(), words());
        }
    }

    /// A law is broken; the first one counts.
    pub fn broke(&self, law: &'static str, words: impl FnOnce() -> String) {
        let mut broken = self.broken.borrow_mut();
        if broken.is_none() {
            let words = words();
            self.note(|| format!("BROKEN {law}: {words}"));
            *broken = Some(Broken { law, words });
        }
    }

    pub fn holds(&self, law: &'static str, holds: bool, words: impl FnOnce() -> String) {
        if !holds {
            self.broke(law, words);
        }
    }

    /// A device is told up to where a book stands in a backup.
    pub fn backed_up(&self, book: &Id, seq: u64) {
        let mut backed = self.backed.borrow_mut();
        let known = backed.entry(book.clone()).or_default();
        *known = seq.max(*known);
    }

    /// Hangs until the scheduler lets it go.
    pub fn hang(self: &Rc<Self>, owner: Owner, on: On) -> Hang {
        let id = self.number();
        self.hanging.borrow_mut().insert(id, (owner, on));
        Hang { shared: self.clone(), id }
    }

    /// What hangs now.
    pub fn hanging(&self) -> Vec<(u64, Owner, On)> {
        self.hanging.borrow().iter().map(|(id, (owner, on))| (*id, *owner, *on)).collect()
    }

    pub fn let_go(&self, id: u64) {
        self.hanging.borrow_mut().remove(&id);
    }
}

/// A future that hangs until it is let go.
#[derive(Debug)]
pub struct Hang {
    shared: Rc<Shared>,
    id: u64,
}

impl Future for Hang {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if self.shared.hanging.borrow().contains_key(&self.id) { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl Drop for Hang {
    fn drop(&mut self) {
        self.shared.let_go(self.id);
    }
}
