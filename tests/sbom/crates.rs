//! The crates of both targets, as cargo resolves them, and their hashes from its lock.

use super::{Component, Components, TARGETS};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
    path::Path,
    process::Command,
};

#[derive(Deserialize)]
struct Lock {
    package: Vec<Locked>,
}

#[derive(Deserialize)]
struct Locked {
    name: String,
    version: String,
    checksum: Option<String>,
}

#[derive(Deserialize)]
struct Told {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Drawn>,
}

#[derive(Deserialize)]
struct Drawn {
    pkg: String,
    dep_kinds: Vec<Kind>,
}

#[derive(Deserialize)]
struct Kind {
    /// Nothing for what is compiled in; `dev` or `build` for the others.
    kind: Option<String>,
}

pub(super) fn read(root: &Path) -> Result<Components, Box<dyn Error>> {
    let lock: Lock = toml::from_str(&fs::read_to_string(root.join("Cargo.lock"))?)?;
    let hashes: BTreeMap<String, String> =
        lock.package.into_iter().filter_map(|one| Some((purl(&one.name, &one.version), one.checksum?))).collect();
    let mut all = Components::new();
    for (target, half) in TARGETS {
        let Told { packages, resolve } = told(root, target)?;
        let purls: BTreeMap<&str, String> =
            packages.iter().map(|one| (one.id.as_str(), purl(&one.name, &one.version))).collect();
        let nodes: BTreeMap<&str, &Node> = resolve.nodes.iter().map(|node| (node.id.as_str(), node)).collect();
        let inside = reached(&packages, &nodes, half);
        for one in &packages {
            let (Some(node), Some(purl)) = (nodes.get(one.id.as_str()), purls.get(one.id.as_str())) else { continue };
            let needs = node.deps.iter().filter_map(|drawn| purls.get(drawn.pkg.as_str()).cloned());
            let known = all.entry(purl.clone()).or_insert_with(|| Component {
                name: one.name.clone(),
                version: one.version.clone(),
                licence: one.license.clone().unwrap_or_default(),
                source: one.source.clone(),
                hash: hashes.get(purl).map(|hash| ("SHA-256", hash.clone())),
                delivered: false,
                needs: Vec::new(),
            });
            known.delivered |= inside.contains(one.id.as_str());
            known.needs.extend(needs);
            known.needs.sort();
            known.needs.dedup();
        }
    }
    Ok(all)
}

fn purl(name: &str, version: &str) -> String {
    // `+` would be read as a space.
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}

fn told(root: &Path, target: &str) -> Result<Told, Box<dyn Error>> {
    let asked = ["metadata", "--format-version", "1", "--locked", "--filter-platform", target];
    let told =
        Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into())).args(asked).current_dir(root).output()?;
    if !told.status.success() {
        return Err(String::from_utf8_lossy(&told.stderr).into());
    }
    Ok(serde_json::from_slice(&told.stdout)?)
}

/// What is compiled into the half, along what is neither for its tests nor for its build.
fn reached<'a>(packages: &'a [Package], nodes: &BTreeMap<&str, &'a Node>, half: &str) -> BTreeSet<&'a str> {
    let mut inside = BTreeSet::new();
    let mut ahead: Vec<&str> = packages.iter().filter(|one| one.name == half).map(|one| one.id.as_str()).collect();
    while let Some(id) = ahead.pop() {
        if inside.insert(id)
            && let Some(node) = nodes.get(id)
        {
            let compiled = |drawn: &&Drawn| drawn.dep_kinds.iter().any(|kind| kind.kind.is_none());
            ahead.extend(node.deps.iter().filter(compiled).map(|drawn| drawn.pkg.as_str()));
        }
    }
    inside
}
