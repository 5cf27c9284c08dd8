//! The simulator: the real rules, the real device, the real group and pull, over a network, clocks and disks that fail.
//! One seed replays one run.

mod acts;
mod bench;
mod check;
mod device;
mod disk;
mod executor;
mod fault;
mod net;
mod old;
mod prng;
mod server;
mod shared;
mod told;
mod town;
mod wire;
mod world;

pub use bench::{Report, bench, runs};
pub use fault::{Counts, Fault};
pub use prng::Rng;

use world::World;

/// What became of one run.
#[derive(Clone, Debug)]
pub struct Run {
    /// Its seed.
    pub seed: u64,
    /// Acts recorded and operations decided.
    pub ops: u64,
    /// The faults that fired.
    pub faults: Counts,
    /// The heads and chains of the books at the end: two runs with the same are the same.
    pub digest: String,
    /// The law that was broken, and how.
    pub broken: Option<(&'static str, String)>,
}

/// Runs one seed. `trace` tells each step on stderr.
pub fn run(seed: u64, trace: bool) -> Run {
    let mut world = World::new(seed, trace);
    let steps = 150 + world.shared.rng.borrow_mut().below(500);
    for _ in 0..steps {
        if world.shared.broken.borrow().is_some() {
            break;
        }
        world.step();
    }
    world.come_to_rest();
    if world.shared.broken.borrow().is_none() {
        world.reopen();
    }
    let broken = world.shared.broken.borrow().clone().map(|broken| (broken.law, broken.words));
    let faults = world.shared.faults.borrow().clone();
    let books = world.server.tables.borrow().books.clone();
    let stood: Vec<String> =
        books.values().map(|book| format!("{} {} {:02x?}", book.book, book.head, book.chain)).collect();
    let digest = stood.join("; ");
    Run { seed, ops: world.shared.ops.get(), faults, digest, broken }
}
