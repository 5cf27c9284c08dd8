//! `jiefang admin key` from the command line.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

fn run(args: &[&str], data: &Path, typed: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiefang"));
    command.args(args).arg("--data").arg(data).env_remove("JIEFANG_KEY");
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = piped.unwrap();
    // A command that asks for nothing may have ended already.
    drop(child.stdin.take().unwrap().write_all(typed.as_bytes()));
    child.wait_with_output().unwrap()
}

/// It did it; what it said.
fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// It failed, with one line in both languages that holds `zh` and `en`.
fn refused(output: &Output, zh: &str, en: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let line = said.lines().last().unwrap_or_default();
    assert!(line.contains(zh) && line.contains(en), "{said}");
}

/// The lines that are to be written down.
fn lines(said: &str) -> String {
    let lines: Vec<&str> = said.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(lines.len(), 4, "{said}");
    lines.join("\n")
}

const FIRST: [&str; 7] = ["enrol", "--person", "lu", "--name", "鲁明", "--subdistrict", "大城街道"];

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
