//! What is changed: files of good requests, and every act ever released.

use jiefang_domain::tree::Tree;
use std::{fs, path::Path};

/// The files of a folder in the order of their names.
fn files(dir: &str) -> Vec<String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(dir);
    let mut paths: Vec<_> = fs::read_dir(&dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap().trim_end().to_owned()).collect()
}

fn read(dir: &str) -> Vec<Tree> {
    let trees: Vec<Tree> = files(dir).iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    assert!(!trees.is_empty(), "{dir} is empty");
    trees
}

/// Every version of every act.
pub fn acts() -> Vec<Tree> {
    read("../domain/tests/golden")
}

/// Pushes of one client each.
pub fn pushes() -> Vec<Tree> {
    read("fuzz/corpus/push")
}

/// Pulls.
pub fn pulls() -> Vec<Tree> {
    read("fuzz/corpus/pull")
}

/// Pages that a server has given.
pub fn pages() -> Vec<Tree> {
    read("fuzz/corpus/page")
}
