//! What the product is built from: where it comes from, under which licence, and what is not let in (docs/SECURITY.md).

use serde_json::Value;
use spdx::{Expression, ParseMode};
use std::{collections::BTreeSet, fs, path::Path, process::Command};

/// Licences that a subdistrict may deliver: permissive ones, whose texts go with the binary.
const LICENCES: &[&str] =
    &["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT", "Unicode-3.0", "Zlib"];
/// Of tools that build or test and are never delivered; they may be under these as well.
const TOOLS: &[&str] = &["BlueOak-1.0.0", "CC-BY-4.0", "MPL-2.0"];
/// What must not come in through anybody: a second TLS beside rustls, and what would let the server call out.
const BANNED: &[&str] =
    &["openssl", "openssl-sys", "native-tls", "schannel", "security-framework", "ureq", "reqwest", "curl"];
const TARGETS: &[&str] = &["x86_64-unknown-linux-gnu", "wasm32-unknown-unknown"];

/// Whether one of what the licence offers is allowed.
fn fits(licence: &str, allowed: &[&[&str]]) -> bool {
    let read = Expression::parse_mode(licence, ParseMode::LAX);
    read.is_ok_and(|read| {
        read.evaluate(|asked| {
            let id = asked.license.id().map(|id| id.name);
            id.is_some_and(|id| allowed.iter().any(|list| list.contains(&id)))
        })
    })
}

/// A crate that is compiled for a target.
struct Crate {
    name: String,
    licence: String,
    source: Option<String>,
}

/// Every crate of a target; nothing where cargo does not tell them.
fn crates(target: &str) -> Option<Vec<Crate>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let asked = ["metadata", "--format-version", "1", "--locked", "--filter-platform", target];
    let told = Command::new(env!("CARGO")).args(asked).current_dir(root).output().ok()?;
    let told: Value = serde_json::from_slice(&told.stdout).ok()?;
    let nodes = told["resolve"]["nodes"].as_array()?;
    let used: BTreeSet<&str> = nodes.iter().filter_map(|node| node["id"].as_str()).collect();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let one = |package: &Value| {
        Some(Crate {
            name: text(&package["name"])?,
            licence: text(&package["license"]).unwrap_or_default(),
            source: text(&package["source"]),
        })
    };
    let packages = told["packages"].as_array()?.iter();
    packages.filter(|package| package["id"].as_str().is_some_and(|id| used.contains(id))).map(one).collect()
}

#[test]
fn every_crate_comes_from_the_registry_under_a_licence_that_may_be_delivered_and_none_is_banned() {
    for target in TARGETS {
        let crates = crates(target).unwrap();
        assert!(crates.len() > 50, "{target}: {}", crates.len());
        for Crate { name, licence, source } in &crates {
            assert!(
                source.as_ref().is_none_or(|source| source.starts_with("registry+")),
                "{name} comes from {source:?}"
            );
            assert!(fits(licence, &[LICENCES]), "{name} is under {licence:?}");
            assert!(!BANNED.contains(&name.as_str()), "{name} is banned");
        }
        let ours = |one: &&Crate| one.source.is_none() != one.name.starts_with("jiefang-");
        assert_eq!(crates.iter().filter(ours).count(), 0, "our own are paths, and nothing else is");
    }
}

#[test]
fn every_package_of_the_tools_is_locked_by_its_hash_under_a_known_licence() {
    for lock in ["app/build/package-lock.json", "tests/browser/package-lock.json"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(lock)).unwrap();
        let lock_file: Value = serde_json::from_str(&text).unwrap();
        let packages = lock_file["packages"].as_object().unwrap();
        assert!(packages.len() > 3);
        for (name, package) in packages.iter().filter(|(name, _)| !name.is_empty()) {
            let hash = package["integrity"].as_str().unwrap_or_default();
            assert!(hash.starts_with("sha512-"), "{lock}: {name} is not locked by its hash");
            let licence = package["license"].as_str().unwrap_or_default();
            assert!(fits(licence, &[LICENCES, TOOLS]), "{lock}: {name} is under {licence:?}");
        }
    }
}

#[test]
fn a_licence_is_read_as_what_it_offers() {
    for may in ["MIT", "GPL-3.0-only OR MIT", "(MIT OR Apache-2.0) AND Unicode-3.0", "MIT/Apache-2.0"] {
        assert!(fits(may, &[LICENCES]), "{may}");
    }
    for may_not in ["", "GPL-3.0-only", "MIT AND GPL-3.0-only", "Proprietary", "MPL-2.0"] {
        assert!(!fits(may_not, &[LICENCES]), "{may_not}");
    }
}
