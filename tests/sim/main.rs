//! A few hundred runs with a fresh seed each time, and the seeds that found something.

use jiefang_tests::sim;

#[test]
fn a_few_hundred_runs() {}
