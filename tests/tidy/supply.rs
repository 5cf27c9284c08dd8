//! What the product is built from: where it comes from, under which licence, and what is not let in (docs/SECURITY.md).

use jiefang_tests::sbom::{self, Component, Components};
use spdx::{Expression, ParseMode};
use std::{collections::BTreeSet, fs, path::Path};

/// Licences that a subdistrict may deliver: permissive ones, whose texts go with the binary.
const LICENCES: &[&str] =
    &["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "MIT", "Unicode-3.0", "Zlib"];
/// Of tools that build or test and are never delivered; they may be under these as well.
const TOOLS: &[&str] = &["BlueOak-1.0.0", "CC-BY-4.0", "MPL-2.0"];
/// What must not come in through anybody: a second TLS beside rustls, and what would let the server call out.
const BANNED: &[&str] =
    &["openssl", "openssl-sys", "native-tls", "schannel", "security-framework", "ureq", "reqwest", "curl"];

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

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Those of one registry: `cargo` or `npm`.
fn of<'a>(all: &'a Components, registry: &str) -> Vec<&'a Component> {
    let begins = format!("pkg:{registry}/");
    all.iter().filter(|(purl, _)| purl.starts_with(&begins)).map(|(_, one)| one).collect()
}

fn is_ours(one: &Component) -> bool {
    one.name.starts_with("jiefang-")
}

#[test]
fn every_crate_comes_from_the_registry_under_a_licence_that_may_be_delivered_and_none_is_banned() {
    let all = sbom::components(&root()).unwrap();
    let crates = of(&all, "cargo");
    assert!(crates.len() > 150, "{}", crates.len());
    for one in crates {
        let Component { name, licence, source, hash, .. } = one;
        assert_eq!(source.is_none(), is_ours(one), "{name} comes from {source:?}");
        assert!(source.as_ref().is_none_or(|source| source.starts_with("registry+")), "{name} comes from {source:?}");
        assert_eq!(hash.is_none(), is_ours(one), "{name} is not locked by its hash");
        assert!(fits(licence, &[LICENCES]), "{name} is under {licence:?}");
        assert!(!BANNED.contains(&name.as_str()), "{name} is banned");
    }
}

#[test]
fn every_package_of_the_tools_is_locked_by_its_hash_under_a_known_licence() {
    let all = sbom::components(&root()).unwrap();
    let packages = of(&all, "npm");
    assert!(packages.len() > 150, "{}", packages.len());
    for Component { name, licence, hash, delivered, .. } in packages {
        assert!(hash.as_ref().is_some_and(|(alg, hex)| *alg == "SHA-512" && hex.len() == 128), "{name}: {hash:?}");
        let allowed: &[&[&str]] = if *delivered { &[LICENCES] } else { &[LICENCES, TOOLS] };
        assert!(fits(licence, allowed), "{name} is under {licence:?}");
    }
}

#[test]
fn supply_chain_the_list_of_what_is_inside_says_what_is_delivered_and_what_only_builds_or_tests() {
    let all = sbom::components(&root()).unwrap();
    let delivered = |name: &str| all.values().filter(|one| one.name == name).any(|one| one.delivered);
    for inside in ["jiefang-domain", "jiefang-server", "jiefang-app", "leptos", "axum", "sqlx", "rustls", "qr"] {
        assert!(delivered(inside), "{inside} is delivered");
    }
    for beside in ["jiefang-tests", "proptest", "insta", "cc", "esbuild", "workbox-build", "@playwright/test"] {
        assert!(all.values().any(|one| one.name == beside), "{beside} is not in the list");
        assert!(!delivered(beside), "{beside} is not delivered");
    }
}

#[test]
fn supply_chain_the_document_is_whole_and_the_same_twice() {
    let all = sbom::components(&root()).unwrap();
    let document = sbom::document(&all).unwrap();
    assert_eq!(document.to_string(), sbom::document(&sbom::components(&root()).unwrap()).unwrap().to_string());

    // Every hash of it is one of a lock's, and stands there beside its name.
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let listed = document["components"].as_array().unwrap();
    assert_eq!(listed.len(), all.len());
    for one in listed.iter().filter(|one| one["hashes"][0]["alg"] == "SHA-256") {
        let (name, version) = (one["name"].as_str().unwrap(), one["version"].as_str().unwrap());
        let hash = one["hashes"][0]["content"].as_str().unwrap();
        let begins = format!("name = \"{name}\"\nversion = \"{version}\"\nsource = ");
        let stands = lock.split("[[package]]\n").find(|package| package.starts_with(&begins));
        assert!(stands.is_some_and(|package| package.contains(hash)), "{name} {version}");
    }

    // What anything draws in is listed, and everything delivered is drawn in by something.
    let refs: BTreeSet<&str> = listed.iter().filter_map(|one| one["bom-ref"].as_str()).collect();
    let edges = document["dependencies"].as_array().unwrap();
    let drawn = edges.iter().flat_map(|edge| edge["dependsOn"].as_array().unwrap());
    let drawn: BTreeSet<&str> = drawn.filter_map(|drawn| drawn.as_str()).collect();
    assert_eq!(drawn.difference(&refs).count(), 0);
    let inside = listed.iter().filter(|one| one["scope"] == "required").filter_map(|one| one["bom-ref"].as_str());
    assert_eq!(inside.filter(|inside| !drawn.contains(inside)).collect::<Vec<_>>(), Vec::<&str>::new());
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
