//! `jiefang import`, the real binary over the demonstration data, with the subdistrict's two lists.

use serde_json::Value;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

fn list(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists").join(name)
}

fn jiefang(data: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jiefang")).args(args).arg("--data").arg(data).output().unwrap()
}

fn import(data: &Path, files: &[PathBuf], what: &str) -> Value {
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let done = jiefang(data, &[&["import"], &files[..], &[what]].concat());
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    serde_json::from_slice(&done.stdout).unwrap()
}

fn counts(report: &Value) -> [u64; 4] {
    ["add", "change", "same", "bad_lines"].map(|name| report[name].as_u64().unwrap())
}

fn demo() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    assert!(jiefang(dir.path(), &["demo"]).status.success());
    dir
}

/// 54 buildings, 54 lines of stewards and 360 residents. Of the stewards the line 51 says again what line 2 says; line 52
/// has a phone number of seven digits, line 53 an estate there is none of, line 54 the 30th of February. Line 55 has a
/// formula without a value in its remark and another number than the steward of that name in line 6: it is taken, and told.
#[test]
fn the_subdistricts_two_lists() {
    let dir = demo();
    let (roster, residents) = (list("roster.xlsx"), list("residents-gb18030.csv"));
    let preview = import(dir.path(), std::slice::from_ref(&roster), "--preview");
    assert_eq!(counts(&preview), [54 + 50 + 360, 0, 1, 3]);
    let bad: Vec<(&str, u64, &str, &str, &str)> = preview["bad"]
        .as_array()
        .unwrap()
        .iter()
        .map(|bad| {
            let text = |name: &str| bad[name].as_str().unwrap();
            assert!(text("reason").contains(" · "), "{bad}");
            (text("sheet"), bad["line"].as_u64().unwrap(), text("column"), text("value"), text("code"))
        })
        .collect();
    assert_eq!(
        bad,
        [
            ("楼长", 52, "手机号", "1380013", "bad_phone"),
            ("楼长", 53, "小区", "不存在小区", "no_estate"),
            ("楼长", 54, "任职日期", "2031-02-30", "no_such_day"),
        ]
    );
    let again = &preview["duplicates"][0];
    assert_eq!((&again["sheet"], &again["line"], &again["earlier_line"]), (&"楼长".into(), &51.into(), &2.into()));
    let same_name: Vec<&Value> =
        preview["notes"].as_array().unwrap().iter().filter(|note| note["code"] == "same_name").collect();
    assert_eq!((same_name.len(), &same_name[0]["line"]), (1, &55.into()));
    assert_eq!(preview["unrecognised"], serde_json::json!([]));
    // A preview wrote nothing: it says the same again.
    assert_eq!(import(dir.path(), std::slice::from_ref(&roster), "--preview"), preview);

    let applied = import(dir.path(), std::slice::from_ref(&roster), "--apply");
    assert_eq!((counts(&applied), &applied["applied"]), (counts(&preview), &true.into()));
    // The same 360 residents in another coding; and both lists again.
    assert_eq!(counts(&import(dir.path(), std::slice::from_ref(&residents), "--preview")), [0, 0, 360, 0]);
    assert_eq!(counts(&import(dir.path(), &[roster.clone(), residents], "--apply")), [0, 0, 54 + 51 + 360 + 360, 3]);

    let import_id = applied["import"].as_str().unwrap();
    let undone = jiefang(dir.path(), &["import", "--undo", import_id]);
    let undone: Value = serde_json::from_slice(&undone.stdout).unwrap();
    assert_eq!((&undone["undone"], &undone["left"]), (&import_id.into(), &serde_json::json!([])));
    assert!(!jiefang(dir.path(), &["import", "--undo", import_id]).status.success(), "only once");
    assert_eq!(counts(&import(dir.path(), &[roster], "--apply")), counts(&preview));
    let verified = jiefang(dir.path(), &["verify"]);
    assert!(String::from_utf8_lossy(&verified.stdout).contains("0 differences"), "{verified:?}");
}

#[test]
fn both_lists_together_name_the_residents_once() {
    let dir = demo();
    let preview = import(dir.path(), &[list("residents-gb18030.csv"), list("roster.xlsx")], "--preview");
    assert_eq!(counts(&preview), [464, 0, 361, 3]);
    assert_eq!(preview["duplicates"].as_array().unwrap().len(), 361);
}

#[test]
fn a_map_says_what_a_heading_means_and_each_mistake_is_a_sentence() {
    let dir = demo();
    let work = tempfile::tempdir().unwrap();
    let file = work.path().join("a.csv");
    std::fs::write(&file, "称呼,社区,打给\n张三,进步巷社区,13912345671\n").unwrap();
    let map = work.path().join("map.json");
    let (file_name, map_name) = (file.to_str().unwrap(), map.to_str().unwrap());
    let run = |args: &[&str]| jiefang(dir.path(), &[&["import", file_name], args].concat());
    let plain: Value = serde_json::from_slice(&run(&["--preview"]).stdout).unwrap();
    assert_eq!((counts(&plain), &plain["skipped"][0]["why"]), ([0; 4], &"no_heading".into()));
    std::fs::write(&map, r#"{"称呼":"name","打给":"手机号"}"#).unwrap();
    let mapped: Value = serde_json::from_slice(&run(&["--preview", "--map", map_name]).stdout).unwrap();
    assert_eq!(counts(&mapped), [1, 0, 0, 0]);

    let said = |done: Output| {
        assert!(!done.status.success() && done.stdout.is_empty());
        String::from_utf8_lossy(&done.stderr).into_owned()
    };
    std::fs::write(&map, r#"{"称呼":"nickname"}"#).unwrap();
    assert!(said(run(&["--preview", "--map", map_name])).contains("There is no field \"nickname\""));
    std::fs::write(&file, "").unwrap();
    assert!(said(run(&["--preview"])).contains("The file is empty"));
    std::fs::remove_file(&file).unwrap();
    assert!(said(run(&["--preview"])).contains("cannot be read"));
    let none = work.path().join("none");
    assert!(
        said(jiefang(&none, &["import", list("roster.xlsx").to_str().unwrap(), "--apply"]))
            .contains("There is no data")
    );
    assert!(!none.exists());
    assert!(said(run(&[])).contains("--preview"));
}
