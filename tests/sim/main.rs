//! A few hundred runs with a fresh seed each time, and the seeds that found something.

use jiefang_tests::sim;
use std::time::{SystemTime, UNIX_EPOCH};

/// Seeds that once broke a law, each named after what was wrong. A change of the simulator changes what a seed does; the
/// fresh runs meet what these no longer do.
const FOUND: &[(u64, &str)] = &[
    (1, "S10: an act was pushed under the name of whoever had signed in in another tab"),
    (2, "S4: a phone a year slow let go of an act with the page that showed it"),
    (3, "S12: a tab recorded after another it had not heard of, and left that entry behind"),
    (18, "S9: nobody sent what waited in a book that was no longer theirs"),
    (53, "S12: as 3, with a push that met a gap"),
    (61, "S8: the copy of a book that was no longer theirs could not be dropped, and nobody tried again"),
    (74, "S8: another tab's page brought back the rows of a book that was no longer theirs"),
    (130, "S4: a copied profile moved the counter on after a restore, and a lost act passed for known"),
    (150, "S8: the next start showed rows of a book that had just been taken away"),
    (198, "S9: the leading tab did not hear of what another recorded in such a book"),
    (223, "S8: the other tabs never heard that a book had been taken away"),
    (415, "S7: put back to before the newest head a copy under way had seen, its rows never came"),
    (652, "S1: signing out deleted what another tab had recorded that moment"),
    (701, "S12: a tab with older memory wrote over what another had made of an entry"),
    (735, "S8: a late page brought back the rows of a book that was no longer theirs"),
    (875, "S4: a device whose copy had gone did not know that the server was another"),
    (1098, "S4: as 875, where the other of a copied profile had moved the counter on"),
    (1334, "S12: what could not be read when another tab told of it was never read"),
    (20_267_597, "S12: the desk was opened anew while something was being recorded at the old one"),
];

#[test]
fn seeds_that_found_something_find_nothing_any_more() {
    for (seed, what) in FOUND {
        let run = sim::run(*seed, false);
        assert_eq!(run.broken, None, "seed {seed} ({what})");
    }
}

#[test]
fn one_seed_replays_one_run() {
    for seed in 0..20 {
        let (one, other) = (sim::run(seed, false), sim::run(seed, false));
        assert_eq!((one.ops, one.faults, one.digest), (other.ops, other.faults, other.digest), "seed {seed}");
    }
}

#[test]
fn a_few_hundred_runs_from_a_fresh_seed() {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let seed = u64::try_from(since.as_micros()).unwrap();
    println!("./x bench sim --seed {seed} --runs 400");
    let report = sim::runs(seed, 400, false);
    assert_eq!(report.failed, None);
    assert_eq!(report.faults.silent(), [], "faults that never fired from seed {seed}");
}
