//! `jiefang admin key` from the command line.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

mod command;

use command::{FIRST, done, jiefang, refused};
use std::{collections::BTreeSet, fs, path::Path, process::Output};

fn run(args: &[&str], data: &Path, typed: &str) -> Output {
    command::run(&mut jiefang(args, data), typed)
}

/// What a folder holds beside its data.
fn names(home: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(home).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    entries.filter(|name| name != "data").collect()
}

/// The lines that are to be written down.
fn lines(said: &str) -> String {
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(lines.len(), 4, "{said}");
    lines.join("\n")
}

#[test]
fn a_key_is_made_lost_and_recovered_from_what_was_written_down() {
    let home = tempfile::tempdir().unwrap();
    let (data, key) = (home.path().join("data"), home.path().join("data.key"));
    let written = lines(&done(&run(&["admin", "key", "make"], &data, "")));
    refused(&run(&["admin", "key", "make"], &data, ""), "已经有密钥", "holds a key already");
    done(&run(&FIRST, &data, ""));
    let kept = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    for args in [&["verify"][..], &["head"], &["serve", "--port", "0"], &["admin", "key", "make"]] {
        refused(&run(args, &data, ""), "找不到密钥", "does not open without it");
        assert!(!key.exists(), "{args:?}: none is made in its place");
    }
    let slip = written.replacen(written.trim().chars().next().unwrap(), "x", 1);
    refused(&run(&["admin", "key", "recover"], &data, &slip), "第 1 行", "Line 1 is not");
    let other = home.path().join("other");
    let others = lines(&done(&run(&["admin", "key", "make"], &other, "")));
    refused(&run(&["admin", "key", "recover"], &data, &others), "不是这个数据库的密钥", "is not this database's key");
    done(&run(&["admin", "key", "recover"], &data, &written));
    assert_eq!(fs::read(&key).unwrap(), kept);
    assert!(done(&run(&["verify"], &data, "")).contains("0 differences"));
}

#[test]
fn another_key_opens_what_was_sealed_before_and_the_older_one_the_older_backups() {
    let home = tempfile::tempdir().unwrap();
    let [data, key, backup] = ["data", "data.key", "one"].map(|name| home.path().join(name));
    done(&run(&FIRST, &data, ""));
    let before = fs::read(&key).unwrap();
    done(&run(&["backup", backup.to_str().unwrap()], &data, ""));
    let written = lines(&done(&run(&["admin", "key", "rotate"], &data, "")));
    let older = home.path().join("data.key.older-1");
    assert_eq!(fs::read(&older).unwrap(), before);
    assert!(fs::read(&key).unwrap() != before && !home.path().join("data.key.new").exists());
    assert!(done(&run(&["verify"], &data, "")).contains("0 differences"));

    // Cut off between the database and the file: whoever opens it next ends it.
    fs::rename(&key, home.path().join("data.key.new")).unwrap();
    fs::rename(&older, &key).unwrap();
    assert!(done(&run(&["verify"], &data, "")).contains("0 differences"));
    assert!(fs::read(&key).unwrap() != before && older.exists());

    fs::remove_file(&key).unwrap();
    done(&run(&["admin", "key", "recover"], &data, &written));
    let back = ["restore", backup.to_str().unwrap(), "--reason", "磁盘坏了"];
    let fresh = home.path().join("fresh");
    fs::copy(&key, home.path().join("fresh.key")).unwrap();
    refused(&run(&back, &fresh, ""), "不是这个数据库的密钥", "is not this database's key");
    fs::copy(&older, home.path().join("fresh.key")).unwrap();
    done(&run(&back, &fresh, ""));
    assert!(done(&run(&["verify"], &fresh, "")).contains("0 differences"));
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_empty_key() {
    let home = tempfile::tempdir().unwrap();
    let data = home.path().join("data");
    let output = command::small(&jiefang(&["admin", "key", "make"], &data), 0);
    refused(&output, "不能读写", "cannot be read or written");
    assert_eq!(names(home.path()), BTreeSet::new());
}
