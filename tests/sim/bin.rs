//! `./x bench sim --seed N --runs M`

fn main() {
    std::process::exit(i32::from(!jiefang_tests::sim::bench(std::env::args().skip(1))));
}
