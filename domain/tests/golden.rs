//! Every version of every command ever released, one file each: they are read for ever, and written back to the very
//! same bytes, because the log holds their hashes.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

use jiefang_domain::command::Command;
use std::{collections::BTreeMap, fs, path::Path};

/// The files by their names, which are the kinds.
fn golden() -> BTreeMap<String, String> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let files = fs::read_dir(dir).unwrap().map(|entry| {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        (name.strip_suffix(".json").unwrap().to_owned(), fs::read_to_string(entry.path()).unwrap())
    });
    files.collect()
}

#[test]
fn every_kind_has_its_file_and_every_file_its_kind() {
    let files: Vec<String> = golden().into_keys().collect();
    let mut kinds = Command::KINDS.to_vec();
    kinds.sort_unstable();
    // A file too many is a version that was released and can no longer be read: those are accepted for ever.
    assert_eq!(files, kinds);
}

#[test]
fn each_is_read_and_written_back_to_the_very_same_bytes() {
    for (kind, text) in golden() {
        let text = text.trim_end();
        let command: Command = serde_json::from_str(text).unwrap_or_else(|error| panic!("{kind}: {error}"));
        assert_eq!(command.kind(), kind);
        assert_eq!(serde_json::to_string(&command).unwrap(), text, "{kind}");
    }
}

#[test]
fn a_kind_or_version_nobody_released_is_not_read_as_another() {
    for (kind, text) in golden() {
        let (name, version) = kind.split_once('@').unwrap();
        let later = format!("{name}@{}", version.parse::<u32>().unwrap() + 90);
        for unknown in [later.as_str(), name, "nothing.known@1", ""] {
            let changed = text.replacen(&format!("\"{kind}\""), &format!("\"{unknown}\""), 1);
            assert_ne!(changed, text);
            assert!(serde_json::from_str::<Command>(&changed).is_err(), "{changed}");
        }
    }
}

#[test]
fn a_version_does_not_take_the_fields_of_another() {
    let text = golden().remove("hazard.find@2").unwrap();
    assert!(text.contains("photos"));
    let old = text.replace("hazard.find@2", "hazard.find@1");
    assert!(serde_json::from_str::<Command>(&old).is_err(), "version 1 knows no photos");
}
