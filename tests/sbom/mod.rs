//! What the product is made of: every crate and package with its version, hash, licence and what it draws in, as a
//! `CycloneDX` 1.5 document. Nothing in it tells when or where it was written: the same locks give the same bytes.

mod crates;
mod packages;

use serde_json::{Value, json};
use std::{collections::BTreeMap, error::Error, fmt::Write as _, path::Path};

/// What the product is delivered for, and the crate of ours that is built for it.
pub const TARGETS: &[(&str, &str)] =
    &[("x86_64-unknown-linux-gnu", "jiefang-server"), ("wasm32-unknown-unknown", "jiefang-app")];

/// One crate or package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Component {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its licence, an SPDX expression as its author wrote it; empty where there is none.
    pub licence: String,
    /// Where cargo takes it from; nothing for what is ours, nor for a package: its lock names no place.
    pub source: Option<String>,
    /// The algorithm, and the hash in hex, that the lock holds it to; nothing for what is ours.
    pub hash: Option<(&'static str, String)>,
    /// Whether it goes into what is delivered; what only builds or tests does not.
    pub delivered: bool,
    /// What it draws in, by package URL.
    pub needs: Vec<String>,
}

/// All of them, by package URL (<https://github.com/package-url/purl-spec>).
pub type Components = BTreeMap<String, Component>;

/// Reads the locks of the project in `root`. Needs cargo, and the sources it has fetched.
///
/// # Errors
/// Where a lock or what cargo tells cannot be read.
pub fn components(root: &Path) -> Result<Components, Box<dyn Error>> {
    let mut all = crates::read(root)?;
    all.extend(packages::read(root)?);
    Ok(all)
}

/// The document of these components, two spaces deep.
///
/// # Errors
/// Where a licence is no SPDX expression.
pub fn document(components: &Components) -> Result<Value, Box<dyn Error>> {
    let listed: Result<Vec<Value>, _> = components.iter().map(|(purl, one)| entry(purl, one)).collect();
    // The product draws in its two halves, and what a browser loads of packages.
    let halves = |name: &str| TARGETS.iter().any(|(_, half)| *half == name);
    let first =
        components.iter().filter(|(purl, one)| halves(&one.name) || (one.delivered && purl.starts_with("pkg:npm/")));
    let mut edges = vec![json!({"ref": "jiefang", "dependsOn": first.map(|(purl, _)| purl).collect::<Vec<_>>()})];
    edges.extend(components.iter().map(|(purl, one)| json!({"ref": purl, "dependsOn": one.needs})));
    let version = env!("CARGO_PKG_VERSION");
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "jiefang", "name": "jiefang", "version": version}},
        "components": listed?,
        "dependencies": edges,
    }))
}

fn entry(purl: &str, one: &Component) -> Result<Value, Box<dyn Error>> {
    // Some crates still write `MIT/Apache-2.0`.
    let canonical = spdx::Expression::canonicalize(&one.licence)?;
    let licence = canonical.as_deref().unwrap_or(&one.licence);
    let scope = if one.delivered { "required" } else { "excluded" };
    let mut entry = json!({
        "type": "library", "bom-ref": purl, "name": one.name, "version": one.version, "scope": scope,
        "licenses": [{"expression": licence}], "purl": purl,
    });
    if let Some((alg, content)) = &one.hash {
        entry["hashes"] = json!([{"alg": alg, "content": content}]);
    }
    Ok(entry)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
