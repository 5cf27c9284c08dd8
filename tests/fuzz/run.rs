//! One target, run from seed to seed until its time is over.

use jiefang_tests::sim::Rng;
use std::{
    env,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Seeds that once found something, by target. A change of a target changes what a seed does; what each has found is
/// held by a test of its own where it was put right.
const FOUND: &[(&str, u64, &str)] = &[
    ("lift", 1_795_599_941_857_295, "a recipient of nothing was read as the community and written back otherwise"),
    ("page", 1_795_600_045_381_460, "the day of a cell overflowed"),
    ("photo_pieces", 1_795_599_989_798_059, "the end of a piece overflowed"),
    (
        "photo_pieces",
        1_795_599_984_384_656,
        "a piece of no bytes stood where the next had to, and every next one failed",
    ),
];

/// Seconds of all targets together, where nothing else is asked for.
const SECONDS: u64 = 12;

fn number(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Runs cases for `share` percent of the time. A case panics where it finds something.
pub fn fuzz(target: &str, share: u64, case: impl Fn(&mut Rng)) {
    if let Some(seed) = number("JIEFANG_SEED") {
        return case(&mut Rng::new(seed));
    }
    for (_, seed, what) in FOUND.iter().filter(|(name, ..)| *name == target) {
        println!("{target}: seed {seed}, {what}");
        case(&mut Rng::new(*seed));
    }
    let time = Duration::from_millis(number("JIEFANG_FUZZ_S").unwrap_or(SECONDS) * 10 * share);
    let (began, mut cases) = (Instant::now(), 0);
    let first = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros()).unwrap();
    println!("{target}: from seed {first}");
    while began.elapsed() < time {
        let seed = first + cases;
        if let Err(found) = catch_unwind(AssertUnwindSafe(|| case(&mut Rng::new(seed)))) {
            println!("JIEFANG_SEED={seed} cargo test -p jiefang-tests --test fuzz {target}");
            resume_unwind(found);
        }
        cases += 1;
    }
    println!("{target}: {cases} cases");
}
