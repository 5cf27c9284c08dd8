//! The project's own files, as git would see them.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of the project.
pub struct Source {
    /// Its path from the project's root.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl Source {
    /// Its numbered lines without comments, and without the tests at its end.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        let told = |line: &&str| !line.trim_start().starts_with("//");
        (1..).zip(self.text[..end].lines()).filter(move |(_, line)| told(line))
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
    let skipped = ["target", "dist", "node_modules", ".git", "data", "test-results"];
    let Ok(entries) = fs::read_dir(dir) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if skipped.iter().any(|skip| name == *skip) {
            continue;
        }
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}

fn read(dir: &str, wanted: impl Fn(&str) -> bool) -> Vec<Source> {
    let root = root();
    let mut paths = Vec::new();
    walk(&root.join(dir), &mut paths);
    paths.sort();
    let named = paths.into_iter().map(|path| {
        let short = path.strip_prefix(&root).map_or_else(|_| path.clone(), Path::to_path_buf);
        (short.to_string_lossy().into_owned(), path)
    });
    named
        .filter(|(name, _)| wanted(name))
        .filter_map(|(path, file)| fs::read_to_string(file).ok().map(|text| Source { path, text }))
        .collect()
}

fn is_rust(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|extension| extension == "rs")
}

fn is_test(name: &str) -> bool {
    name.ends_with("/tests.rs") || name.ends_with("/testing.rs") || name.contains("/tests/")
}

/// Rust files under a folder, without the tests.
pub fn under(dir: &str) -> Vec<Source> {
    read(dir, |name| is_rust(name) && !is_test(name))
}

/// All Rust files of the four crates, tests included.
pub fn all() -> Vec<Source> {
    ["app/src", "domain/src", "server", "tests"].iter().flat_map(|dir| read(dir, is_rust)).collect()
}

/// Everything people read or run, lockfiles aside.
pub fn texts() -> Vec<Source> {
    let kinds = [".rs", ".toml", ".md", ".mjs", ".js", ".html", ".css", ".sh", ".json", ".sql", "/x", ".ci/run"];
    read("", |name| {
        let lock = name.ends_with("package-lock.json");
        !lock && (name == "x" || kinds.iter().any(|kind| name.ends_with(kind)))
    })
}

/// The names in a section of a crate's manifest.
pub fn manifest(of: &str, section: &str) -> Vec<String> {
    let text = fs::read_to_string(root().join(of).join("Cargo.toml")).unwrap_or_default();
    let after = text.split(section).nth(1).unwrap_or_default();
    after
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// What stands in one file.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_default()
}
