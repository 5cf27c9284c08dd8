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

/// Opens the folder as a server does.
fn served(data: &Path) -> String {
    let output = run(&FIRST, data, "");
    refused(&output, "已有数据", "already holds data");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_rotation_cut_off_anywhere_loses_no_key_and_looking_moves_none() {
    let home = tempfile::tempdir().unwrap();
    let (data, key, next) = (home.path().join("data"), home.path().join("data.key"), home.path().join("data.key.new"));
    let older = |n: u32| home.path().join(format!("data.key.older-{n}"));
    done(&run(&FIRST, &data, ""));
    let first = fs::read(&key).unwrap();
    done(&run(&["admin", "key", "rotate"], &data, ""));
    let second = fs::read(&key).unwrap();

    // Between the database and the files; between the files; and with both.
    for before in [Some(()), None] {
        fs::rename(&key, &next).unwrap();
        if before.is_some() {
            fs::copy(older(1), &key).unwrap();
        }
        let lie = names(home.path());
        for looking in ["verify", "head"] {
            done(&run(&[looking], &data, ""));
        }
        done(&run(&["backup", home.path().join("trial").to_str().unwrap()], &data, ""));
        fs::remove_file(home.path().join("trial")).unwrap();
        assert_eq!(names(home.path()), lie, "looking moves nothing");
        let said = served(&data);
        assert!(!said.contains("was made as"), "{said}");
        assert_eq!((fs::read(&key).unwrap(), next.exists()), (second.clone(), false));
        assert_eq!(fs::read(older(1)).unwrap(), first);
        assert!(!older(2).exists(), "what is kept already is not kept twice");
    }

    // What alone opens the data is not thrown away as what came to nothing.
    fs::rename(&key, &next).unwrap();
    done(&run(&["admin", "key", "rotate"], &data, ""));
    assert_eq!(fs::read(older(2)).unwrap(), second);
    assert!(done(&run(&["verify"], &data, "")).contains("0 differences"));

    // A file half written, and one that came to nothing: the one holds no key, the other is kept.
    fs::write(&next, "jiefang-key-1 07").unwrap();
    assert!(done(&run(&["verify"], &data, "")).contains("0 differences"));
    done(&run(&["admin", "key", "rotate"], &data, ""));
    fs::copy(older(1), &next).unwrap();
    done(&run(&["admin", "key", "rotate"], &data, ""));
    assert!(done(&run(&["verify"], &data, "")).contains("0 differences") && !next.exists());
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

#[test]
fn no_key_is_made_without_a_word_nor_where_there_is_nothing_nor_among_the_data() {
    let home = tempfile::tempdir().unwrap();
    let (data, typo, inside) = (home.path().join("data"), home.path().join("dada"), home.path().join("data/k"));
    refused(&run(&["admin", "key", "rotate"], &typo, ""), "里没有数据", "There is no data");
    assert!(names(home.path()).is_empty());
    let into = ["--key", inside.to_str().unwrap()];
    for args in [&["admin", "key", "make"][..], &["serve", "--port", "0"], &FIRST, &["demo"]] {
        let output = run(&[args, &into].concat(), &data, "");
        refused(&output, "不能放在数据目录里", "must not lie in the data folder");
        assert!(!inside.exists());
    }
    fs::write(home.path().join("data.key"), "jiefang-key-1 07").unwrap();
    refused(&run(&FIRST, &data, ""), "不是这个数据库的密钥", "is not this database's key");
    fs::remove_file(home.path().join("data.key")).unwrap();
    let output = run(&FIRST, &data, "");
    done(&output);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("data.key") && said.contains("was made as"), "{said}");
}
