//! The packages of the browser side's build and of the browser tests, from their locks.

use super::{Component, Components, hex};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use std::{collections::BTreeMap, error::Error, fs, path::Path};

/// The locks, and whether what is not marked as a tool in them reaches a browser.
const LOCKS: &[(&str, bool)] = &[("app/build/package-lock.json", true), ("tests/browser/package-lock.json", false)];

#[derive(Deserialize)]
struct Lock {
    packages: BTreeMap<String, Package>,
}

#[derive(Deserialize)]
struct Package {
    /// Only where it stands under another's name.
    name: Option<String>,
    version: Option<String>,
    license: Option<String>,
    integrity: Option<String>,
    #[serde(default)]
    dev: bool,
}

pub(super) fn read(root: &Path) -> Result<Components, Box<dyn Error>> {
    let mut all = Components::new();
    for (lock, reaches) in LOCKS {
        let read: Lock = serde_json::from_str(&fs::read_to_string(root.join(lock))?)?;
        // The entry without a name is the lock's own project.
        for (place, package) in read.packages.into_iter().filter(|(place, _)| !place.is_empty()) {
            let called = place.rsplit("node_modules/").next().unwrap_or_default().to_owned();
            let name = package.name.unwrap_or(called);
            let version = package.version.ok_or_else(|| format!("{lock}: {name} has no version"))?;
            let hash = package.integrity.as_deref().and_then(|text| text.strip_prefix("sha512-"));
            let hash = hash.ok_or_else(|| format!("{lock}: {name} is not locked by its hash"))?;
            let component = Component {
                name: name.clone(),
                version: version.clone(),
                licence: package.license.unwrap_or_default(),
                source: None,
                hash: Some(("SHA-512", hex(&STANDARD.decode(hash)?))),
                delivered: *reaches && !package.dev,
                needs: Vec::new(),
            };
            let known = all.entry(format!("pkg:npm/{}@{version}", name.replace('@', "%40"))).or_insert(component);
            known.delivered |= *reaches && !package.dev;
        }
    }
    Ok(all)
}
