//! Many runs, one line of figures.

use super::{Counts, run};
use std::time::Instant;

/// What many runs came to.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// How many.
    pub runs: u64,
    /// Acts recorded and operations decided.
    pub ops: u64,
    /// The faults that fired.
    pub faults: Counts,
    /// The first seed that failed, and how.
    pub failed: Option<(u64, String)>,
}

/// Runs `runs` seeds from `seed` on, until one fails, or all of them.
pub fn runs(seed: u64, runs: u64, all: bool) -> Report {
    let mut report = Report::default();
    for n in 0..runs {
        let seed = seed.wrapping_add(n);
        let outcome = std::panic::catch_unwind(|| run(seed, false));
        report.runs += 1;
        let failed = match outcome {
            Err(_) => Some("panicked".into()),
            Ok(run) => {
                report.ops += run.ops;
                report.faults.add(&run.faults);
                run.broken.map(|(law, words)| format!("{law}: {words}"))
            }
        };
        if let Some(words) = failed {
            eprintln!("seed {seed}: {words}");
            report.failed.get_or_insert((seed, words));
            if !all {
                break;
            }
        }
        if n % 1_000 == 999 {
            eprintln!("{} runs, {} operations", n + 1, report.ops);
        }
    }
    report
}

/// `--seed N --runs M [--all]`, or `--seed N --trace`; `false` where a run failed or a fault never fired.
pub fn bench(args: impl Iterator<Item = String>) -> bool {
    let args: Vec<String> = args.collect();
    let value = |name: &str| {
        let at = args.iter().position(|arg| arg == name)?;
        args.get(at + 1)?.parse::<u64>().ok()
    };
    let seed = value("--seed").unwrap_or(1);
    if args.iter().any(|arg| arg == "--trace") {
        let run = run(seed, true);
        eprintln!("{:?}", run.broken);
        return run.broken.is_none();
    }
    let begun = Instant::now();
    let all = args.iter().any(|arg| arg == "--all");
    let report = runs(seed, value("--runs").unwrap_or(10_000), all);
    let millis = begun.elapsed().as_millis();
    let failed_seed = report.failed.as_ref().map_or("null".to_owned(), |(seed, _)| seed.to_string());
    let silent = report.faults.silent();
    println!(
        "{{\"runs\":{},\"ops\":{},\"faults\":{},\"failed_seed\":{failed_seed},\"seconds\":{}.{:03}}}",
        report.runs,
        report.ops,
        report.faults.json(),
        millis / 1_000,
        millis % 1_000
    );
    if report.failed.is_none() && !silent.is_empty() {
        eprintln!("never fired: {silent:?}");
    }
    report.failed.is_none() && silent.is_empty()
}
