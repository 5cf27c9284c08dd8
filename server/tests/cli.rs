//! The binary's command line: what it says when something is wrong, and that it stops cleanly.

use jiefang_domain::{
    Id, Key, Row,
    command::Command as Act,
    grid::{Place, Policy, SetPolicy},
    identity::{Role, server},
    sync::Answer,
};
use jiefang_server::{
    store::{Store, StoreError},
    sync::Writer,
};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::TcpListener,
    path::Path,
    process::{Command, Output, Stdio},
};

fn jiefang(args: &[&str], data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiefang"));
    command.args(args).arg("--data").arg(data);
    command
}

/// It failed, with one line in both languages that holds `zh` and `en`.
fn refused(output: &Output, zh: &str, en: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    let line = said.lines().last().unwrap_or_default();
    assert!(line.contains(zh) && line.contains(en), "{said}");
}

#[test]
fn each_mistake_is_one_sentence_in_both_languages() {
    let dir = tempfile::tempdir().unwrap();
    let none = dir.path().join("none");
    let run = |args: &[&str], data: &Path| jiefang(args, data).output().unwrap();
    refused(&run(&["verify"], &none), "里没有数据", "There is no data");
    refused(&run(&["enrol", "--person", "p"], &none), "里没有数据", "There is no data");
    let first = ["enrol", "--person", "a b", "--name", "鲁明", "--subdistrict", "大城街道"];
    refused(&run(&first, &none), "不能作编号", "is no id");
    assert!(!none.exists(), "looking creates nothing");

    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    refused(&run(&["serve", "--port", "0"], &file.join("data")), "不能写入", "cannot be written");
    refused(&run(&["demo"], dir.path()), "已有数据", "already holds data");

    let tls = run(&["serve", "--port", "0", "--tls", "no.pem", "no.key"], &none);
    refused(&tls, "证书或私钥 no.pem 不能用", "The certificate or key no.pem is no good");
    let proxy = run(&["serve", "--trusted-proxy", "somewhere"], &none);
    assert!(String::from_utf8_lossy(&proxy.stderr).contains("an address or a range"), "{proxy:?}");

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    refused(&run(&["serve", "--port", &port], &none), &format!("端口 {port} 已被占用"), "is in use");
    assert!(!none.exists(), "a busy port leaves the folder alone");
}

#[test]
fn an_empty_folder_is_entered_with_a_link_from_the_command_line() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let first = ["enrol", "--person", "lu", "--name", "鲁明", "--subdistrict", "大城街道"];
    let made = jiefang(&first, &data).output().unwrap();
    let path = String::from_utf8(made.stdout).unwrap();
    assert!(made.status.success() && path.trim().len() == "/enrol/ABCD-EFGH-JKLM-NPQR".len(), "{path}");
    refused(&jiefang(&first, &data).output().unwrap(), "已有数据", "already holds data");
    for who in ["lu", "鲁明"] {
        let again = jiefang(&["enrol", "--person", who], &data).output().unwrap();
        assert!(again.status.success(), "{who}");
    }
    refused(&jiefang(&["enrol", "--person", "li"], &data).output().unwrap(), "没有编号或姓名为", "Nobody on record");
    let verified = jiefang(&["verify"], &data).output().unwrap();
    assert!(verified.status.success() && String::from_utf8_lossy(&verified.stdout).contains("0 differences"));
}

/// Everybody of the server's book and whether they were replaced: ended and stopped together.
async fn hold_security(data: &Path) -> Result<Vec<(String, bool)>, StoreError> {
    let store = Store::read_only(data).await?;
    let known = store.people_of(&server(), "", 0, 9).await?;
    let mut held = Vec::new();
    for person in known.into_iter().map(|known| known.person) {
        let grants = store.grants_of(&person.id).await?;
        assert_eq!(grants.len(), 1);
        assert_eq!(grants[0].role, Role::SecurityAdmin);
        assert_eq!(grants[0].until_ms != 0, person.is_stopped());
        held.push((grants[0].name.clone(), person.is_stopped()));
    }
    held.sort_by_key(|(name, stopped)| (name.clone(), !stopped));
    Ok(held)
}

#[test]
fn a_security_administrator_who_is_gone_is_replaced_by_whoever_has_the_machine() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let run = |args: &[&str]| jiefang(args, &data).output().unwrap();
    let security = |name: &str| run(&["admin", "security", "--name", name]);
    refused(&security("安三"), "里没有数据", "There is no data");
    assert!(!data.exists(), "a mistyped folder stays none");
    assert!(run(&["enrol", "--person", "lu", "--name", "鲁明", "--subdistrict", "大城街道"]).status.success());
    refused(&security("鲁明"), "各是不同的人", "different people");
    for name in ["安三", "安四"] {
        let made = security(name);
        let path = String::from_utf8_lossy(&made.stdout);
        assert!(made.status.success() && path.trim().len() == "/enrol/ABCD-EFGH-JKLM-NPQR".len(), "{made:?}");
    }
    refused(&security("安四"), "各是不同的人", "different people");
    assert!(security("安三").status.success(), "who was replaced holds it no longer");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert_eq!(
        runtime.block_on(hold_security(&data)).unwrap(),
        [("安三", true), ("安三", false), ("安四", true)].map(|(n, s)| (n.to_owned(), s))
    );
    let verified = run(&["verify"]);
    assert!(verified.status.success() && String::from_utf8_lossy(&verified.stdout).contains("0 differences"));
}

/// The books with their kinds, and whether each community has the settings of the subdistrict it lies in.
async fn books(data: &Path) -> Result<Vec<(String, String, bool)>, StoreError> {
    let store = Store::read_only(data).await?;
    let mut all = Vec::new();
    for book in store.books_named().await?.into_iter().filter(|book| book.kind != "server") {
        let Some(Row::Place(place)) = store.record(&book.id, &Key::of::<Place>(&book.id)).await? else { continue };
        let mut settings = Vec::new();
        for above in &place.path {
            settings.push(store.record(above, &Key::of::<Policy>(&Policy::row_id())).await?);
        }
        let same = settings.iter().all(|there| there.is_some() && Some(there) == settings.first());
        all.push((book.kind, book.name, same));
    }
    all.sort();
    Ok(all)
}

/// The subdistrict calls its council something else; whether it does.
async fn rename_council(data: &Path) -> Result<bool, StoreError> {
    let store = Store::open(data).await?;
    let book = store.books_named().await?.remove(0).id;
    let policy = Policy { council_name: "院坝会".into(), ..Policy::default() };
    let command = Act::SetPolicy(SetPolicy { policy });
    let writer = Writer::start(&store).await?;
    let answer = writer.submit_system(book, Id::join(&["rename"]), command, 1).await;
    writer.stop().await;
    store.close().await;
    Ok(matches!(answer, Ok(Answer::Applied { .. })))
}

#[test]
fn another_community_and_another_subdistrict_are_added_by_whoever_has_the_machine() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let run = |args: &[&str]| jiefang(args, &data).output().unwrap();
    let place = |args: &[&str]| run(&[&["admin", "place", "--name"], args].concat());
    refused(&place(&["东街社区"]), "里没有数据", "There is no data");
    assert!(run(&["enrol", "--person", "lu", "--name", "鲁明", "--subdistrict", "大城街道"]).status.success());
    refused(&place(&["东街社区", "--in", "小城街道"]), "没有名称或编号", "no subdistrict of the name");
    refused(&place(&["大城街道"]), "已经有了", "is there already");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert!(runtime.block_on(rename_council(&data)).unwrap());
    for args in [&["东街社区", "--in", "大城街道"][..], &["小城街道"], &["东街社区", "--in", "小城街道"]]
    {
        let made = place(args);
        assert!(made.status.success() && String::from_utf8_lossy(&made.stdout).contains("/screen/"), "{made:?}");
    }
    refused(&place(&["东街社区", "--in", "大城街道"]), "已经有了", "is there already");
    assert!(!place(&[" ", "--in", "大城街道"]).status.success(), "without a name");
    let there = [
        ("community", "东街社区"),
        ("community", "东街社区"),
        ("subdistrict", "大城街道"),
        ("subdistrict", "小城街道"),
    ];
    let there = there.map(|(kind, name)| (kind.to_owned(), name.to_owned(), true));
    assert_eq!(runtime.block_on(books(&data)).unwrap(), there);
    let verified = run(&["verify"]);
    assert!(verified.status.success() && String::from_utf8_lossy(&verified.stdout).contains("0 differences"));
}

#[test]
fn an_empty_folder_prints_one_link_to_start_with_and_a_filled_one_none() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = None;
    for _ in 0..2 {
        let mut server = jiefang(&["serve", "--port", "0"], dir.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(server.stdout.take().unwrap()).lines();
        let link = said.find_map(|line| line.unwrap().split_once("/start/").map(|(_, code)| code.to_owned())).unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
        assert_eq!(link.len(), "ABCD-EFGH-JKLM-NPQR".len(), "{link}");
        assert_ne!(Some(&link), first.as_ref(), "a new link each time");
        first = Some(link);
    }
}

#[cfg(unix)]
#[test]
fn a_stop_is_clean_and_nobody_else_gets_the_folder_meanwhile() {
    for signal in ["-INT", "-TERM"] {
        let dir = tempfile::tempdir().unwrap();
        let mut server = jiefang(&["serve", "--port", "0"], dir.path())
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(server.stderr.take().unwrap()).lines();
        let listening = log.by_ref().find(|line| line.as_ref().is_ok_and(|line| line.contains("\"listening\"")));
        assert!(listening.is_some(), "it never listened");
        refused(
            &jiefang(&["serve", "--port", "0"], dir.path()).output().unwrap(),
            "正被另一个服务器使用",
            "uses the data folder",
        );
        assert!(jiefang(&["verify"], dir.path()).status().unwrap().success(), "verify reads beside it");
        let sent = Command::new("kill").args([signal, &server.id().to_string()]).status().unwrap();
        assert!(sent.success());
        assert_eq!(server.wait().unwrap().code(), Some(0), "{signal}");
        assert!(log.any(|line| line.is_ok_and(|line| line.contains("\"stopped\""))), "{signal}");
    }
}
