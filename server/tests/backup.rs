//! `jiefang backup` and `jiefang restore` from the command line.

#![expect(clippy::unwrap_used, reason = "a helper of tests may fail the test")]

mod command;

use command::{FIRST, done, refused};
use jiefang_domain::Id;
use jiefang_server::{
    identity::offer,
    key::KeyFile,
    store::{Logged, Store, StoreError, account::Accounts, session::Opening},
    verify::{VerifyReport, verify_with},
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};
use tempfile::TempDir;

fn jiefang(args: &[&str], data: &Path) -> Command {
    let mut command = command::jiefang(args, data);
    command.arg("--key").arg(key_of(data).path());
    command
}

/// All folders of a home are opened by one key.
fn key_of(dir: &Path) -> KeyFile {
    KeyFile::at(dir.with_file_name("data.key"))
}

async fn verify(dir: &Path) -> Result<VerifyReport, StoreError> {
    verify_with(dir, &key_of(dir), &[]).await
}

fn run(args: &[&str], data: &Path) -> Output {
    command::run(&mut jiefang(args, data), "")
}

fn restore(file: &Path, to: &Path) -> Output {
    run(&["restore", file.to_str().unwrap(), "--reason", "磁盘坏了"], to)
}

/// A folder somebody was entered into, and room beside it.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        done(&run(&FIRST, &home.data()));
        home
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn backup(&self, name: &str) -> PathBuf {
        let file = self.file(name);
        let said = done(&run(&["backup", file.to_str().unwrap()], &self.data()));
        assert!(said.contains("没有差异") && said.contains("0 differences"), "{said}");
        file
    }

    /// What lies beside the data.
    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

async fn look(file: &Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(file)).await.unwrap()
}

async fn one<T>(file: &Path, what: &'static str) -> T
where
    T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    sqlx::query_scalar(what).fetch_one(&mut look(file).await).await.unwrap()
}

/// The body of the newest entry in the log.
async fn told_last(dir: &Path) -> String {
    let (store, mut last) = (Store::read_only_with(dir, &key_of(dir)).await.unwrap(), String::new());
    let each = |logged: Logged| last = logged.body.unwrap().1;
    store.snapshot().await.unwrap().each_log(each).await.unwrap();
    last
}

async fn change(file: &Path, what: &'static str) {
    assert!(sqlx::query(what).execute(&mut look(file).await).await.unwrap().rows_affected() > 0, "{what}");
}

#[tokio::test]
async fn a_backup_is_verified_taken_down_and_overwrites_nothing() {
    let home = Home::new();
    let file = home.backup("one");
    assert_eq!(home.names(), ["data", "data.key", "one"], "nothing else is left");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o077, 0, "it is nobody else's to read");
    }
    let data = home.data().join("jiefang.db");
    let (head, backed_up) = ("SELECT head FROM book", "SELECT seq FROM backup");
    assert_eq!(one::<i64>(&data, head).await, one::<i64>(&data, backed_up).await);
    let before = fs::read(&file).unwrap();
    refused(&run(&["backup", file.to_str().unwrap()], &home.data()), "已经存在", "overwrites nothing");
    assert_eq!(fs::read(&file).unwrap(), before);
    // An interrupted backup left a part behind.
    fs::write(home.file("two.part"), "half a backup").unwrap();
    home.backup("two");
    assert_eq!(home.names(), ["data", "data.key", "one", "two"]);
    assert!(verify(&home.data()).await.unwrap().is_clean());
}

#[tokio::test]
async fn no_session_and_no_link_is_in_a_backup_nor_comes_back_to_life() {
    let home = Home::new();
    let store = Store::open(&home.data()).await.unwrap();
    let accounts = Accounts::open(&store).await.unwrap();
    let (book, lu) = (Id::parse("d~lu").unwrap(), Id::parse("lu").unwrap());
    offer(&accounts, (&book, &lu), &Id::none(), 1).await.unwrap();
    let secret = [0xa7; 32];
    let device = Id::parse("device").unwrap();
    let opening = Opening { secret: &secret, device: &device, kind: "" };
    accounts.open_session(opening, (&book, &lu), None, None, 4_000_000_000_000).await.unwrap();
    let link: Vec<u8> = one(&home.data().join("jiefang.db"), "SELECT token_hash FROM enrolment").await;
    accounts.close().await;
    store.close().await;
    drop(store);
    let file = home.backup("one");
    let bytes = fs::read(&file).unwrap();
    for hash in [&secret[..], &link] {
        assert!(!bytes.windows(32).any(|there| there == hash), "a hash lies in the file");
    }
    // A file that was copied by hand has them; a restore does not bring them back.
    let raw = home.file("raw");
    fs::copy(home.data().join("jiefang.db"), &raw).unwrap();
    let doors = "SELECT (SELECT count(*) FROM secret) + (SELECT count(*) FROM enrolment)";
    assert_eq!(one::<i64>(&raw, doors).await, 2);
    done(&restore(&raw, &home.data()));
    assert_eq!(one::<i64>(&home.data().join("jiefang.db"), doors).await, 0);
}

#[tokio::test]
async fn a_restore_into_an_empty_folder_has_a_new_epoch_and_says_so_in_every_log() {
    let home = Home::new();
    let file = home.backup("one");
    let (fresh, epoch) = (home.file("fresh"), "SELECT value FROM meta WHERE key = 'epoch'");
    let old_epoch: String = one(&file, epoch).await;
    let said = done(&restore(&file, &fresh));
    let mut names: Vec<_> = fs::read_dir(&fresh).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["jiefang.db", "jiefang.lock"]);
    let db = fresh.join("jiefang.db");
    let new_epoch: String = one(&db, epoch).await;
    assert!(new_epoch != old_epoch && said.contains(&new_epoch) && said.contains("每个账本的日志里都记了"), "{said}");
    let report = verify(&fresh).await.unwrap();
    assert!(report.is_clean(), "{report}");
    let untold = "SELECT count(*) FROM book b WHERE NOT EXISTS
        (SELECT 1 FROM log l WHERE l.book = b.book AND l.seq = b.head AND l.kind = 'book.restored@1' AND l.code = '')";
    assert_eq!(one::<i64>(&db, untold).await, 0);
    let body = told_last(&fresh).await;
    let head: i64 = one(&file, "SELECT head FROM book").await;
    assert!(
        body.contains(&format!("\"old_head\":{head},\"old_epoch\":\"{old_epoch}\",\"reason\":\"磁盘坏了\"")),
        "{body}"
    );
    // What stands in the file is backed up; the entry about the restore is not yet.
    assert_eq!(one::<i64>(&db, "SELECT seq FROM backup").await, head);
}

#[tokio::test]
async fn a_restore_moves_the_old_database_aside_and_keeps_passphrases_that_are_newer() {
    let home = Home::new();
    let db = home.data().join("jiefang.db");
    change(&db, "INSERT INTO account VALUES ('lu', 'd~lu', 'old', 1, 1), ('gone', 'd~lu', 'same', 1, 9)").await;
    let file = home.backup("one");
    change(&db, "UPDATE account SET phc = 'new', enabled = 0, changed_at_ms = 2 WHERE person = 'lu'").await;
    // Another restore in between makes the replaced database longer than the backup.
    done(&restore(&file, &home.data()));
    let epoch: String = one(&db, "SELECT value FROM meta WHERE key = 'epoch'").await;
    let said = done(&restore(&file, &home.data()));
    assert!(said.contains("多 1 条") && said.contains("it had 1 log entries more"), "{said}");
    let account = "SELECT phc || enabled FROM account WHERE person = 'lu'";
    assert_eq!(one::<String>(&db, account).await, "new0");
    let body = told_last(&home.data()).await;
    let head: i64 = one(&file, "SELECT head FROM book").await;
    assert!(body.contains(&format!("\"old_head\":{},\"old_epoch\":\"{epoch}\"", head + 1)), "{body}");
    let aside: Vec<PathBuf> = fs::read_dir(home.data())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().contains("jiefang.replaced-"))
        .collect();
    assert_eq!(aside.len(), 2, "{aside:?}");
    for old in aside {
        assert_eq!(one::<String>(&old, account).await, "new0", "it is what it was");
    }
    assert!(verify(&home.data()).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_backup_from_before_another_key_is_restored_under_the_new_one() {
    let home = Home::new();
    let db = home.data().join("jiefang.db");
    change(&db, "INSERT INTO account VALUES ('lu', 'd~lu', 'old', 1, 1)").await;
    let file = home.backup("one");
    change(&db, "UPDATE account SET phc = 'new', changed_at_ms = 2 WHERE person = 'lu'").await;
    done(&run(&["admin", "key", "rotate"], &home.data()));
    let key = fs::read(home.file("data.key")).unwrap();
    let output = restore(&file, &home.data());
    done(&output);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("cannot be read"), "{said}");
    assert_eq!(one::<String>(&db, "SELECT phc FROM account WHERE person = 'lu'").await, "new");
    // The folder opens with its own key, not with the one of the backup alone.
    fs::remove_file(home.file("data.key.older-1")).unwrap();
    Store::open(&home.data()).await.unwrap().close().await;
    assert!(verify(&home.data()).await.unwrap().is_clean());
    assert_eq!(fs::read(home.file("data.key")).unwrap(), key);
}

#[tokio::test]
async fn a_restore_cut_off_between_its_renames_lets_no_server_begin_on_nothing() {
    let home = Home::new();
    let file = home.backup("one");
    let (data, db) = (home.data(), home.data().join("jiefang.db"));
    for traces in [
        &["jiefang.replaced-20261123T020000Z.db"][..],
        &["restoring"],
        &["jiefang.replaced-20261123T020000Z-2.db", "restoring"],
    ] {
        for trace in traces {
            let at = data.join(trace);
            if *trace == "restoring" { fs::create_dir(&at).unwrap() } else { fs::copy(&db, &at).map(drop).unwrap() }
        }
        for gone in ["jiefang.db", "jiefang.db-wal", "jiefang.db-shm"] {
            drop(fs::remove_file(data.join(gone)));
        }
        let entered = run(&FIRST, &data);
        refused(&entered, "恢复没有做完", "was cut off");
        let served = run(&["serve", "--port", "0"], &data);
        refused(&served, "再运行一次 jiefang restore", "run jiefang restore with the backup again");
        assert!(!db.exists(), "{traces:?}: nothing was begun");
        done(&restore(&file, &data));
        assert!(verify(&data).await.unwrap().is_clean() && !data.join("restoring").exists());
        Store::open_with(&data, &key_of(&data)).await.unwrap().close().await;
        for entry in fs::read_dir(&data).unwrap().map(|entry| entry.unwrap()) {
            if entry.file_name().to_string_lossy().contains("replaced") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    }
}

#[tokio::test]
async fn a_damaged_database_is_moved_aside_as_it_is() {
    let home = Home::new();
    let file = home.backup("one");
    fs::write(home.data().join("jiefang.db"), [b'x'; 8192]).unwrap();
    let output = restore(&file, &home.data());
    done(&output);
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot be read; it is moved aside as it is"));
    assert!(verify(&home.data()).await.unwrap().is_clean());
    let kept = fs::read_dir(home.data()).unwrap().map(|entry| fs::read(entry.unwrap().path()).unwrap());
    assert!(kept.into_iter().any(|kept| kept == [b'x'; 8192]), "byte for byte");
}

#[tokio::test]
async fn a_backup_that_differs_does_not_count_and_is_not_restored() {
    let home = Home::new();
    let good = home.backup("good");
    let bad = home.file("bad");
    fs::copy(&good, &bad).unwrap();
    change(&bad, "UPDATE record SET body = replace(body, '鲁明', '鲁某') WHERE kind = 'person'").await;
    refused(&restore(&bad, &home.data()), "处不一致，什么都没有改动", "differences; nothing was changed");
    assert!(verify(&home.data()).await.unwrap().is_clean());
    let db = home.data().join("jiefang.db");
    let backed_up: i64 = one(&db, "SELECT seq FROM backup").await;
    done(&restore(&good, &home.data()));
    assert!(one::<i64>(&db, "SELECT head FROM book").await > backed_up);
    change(&db, "UPDATE record SET seq = seq + 1 WHERE kind = 'person'").await;
    let output = run(&["backup", home.file("two").to_str().unwrap()], &home.data());
    refused(&output, "没有留下备份", "was not kept");
    assert_eq!(home.names(), ["bad", "data", "data.key", "good"]);
    assert_eq!(one::<i64>(&db, "SELECT seq FROM backup").await, backed_up, "it does not count");
}

#[test]
fn each_mistake_is_one_sentence_in_both_languages() {
    let home = Home::new();
    let (file, none) = (home.backup("one"), home.file("none"));
    let to = |name: &str| home.file(name).to_str().unwrap().to_owned();
    refused(&run(&["backup", &to("two")], &none), "里没有数据", "There is no data");
    refused(&run(&["backup", &to("one/two")], &home.data()), "不能写入", "cannot be written");
    refused(&run(&["backup", &to("none/two")], &home.data()), "不能写入", "cannot be written");
    refused(&restore(&none, &home.data()), "没有备份文件", "There is no backup");
    fs::write(home.file("text"), "这不是数据库".repeat(1_000)).unwrap();
    refused(&restore(&home.file("text"), &home.data()), "不是能用的备份", "is no usable backup");
    fs::write(home.file("empty"), "").unwrap();
    refused(&restore(&home.file("empty"), &home.data()), "不是能用的备份", "is no usable backup");
    refused(&restore(&file, home.0.path()), "里有别的东西", "holds other things");
    refused(&restore(&file, &home.file("one/data")), "不能写入", "cannot be written");
    let without = run(&["restore", file.to_str().unwrap(), "--reason", " "], &home.data());
    refused(&without, "写明为什么", "Say with --reason");
    assert!(!none.exists(), "looking creates nothing");
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_no_backup_and_no_half_restore() {
    let home = Home::new();
    let file = home.backup("one");
    let two = home.file("two");
    let output = command::small(&jiefang(&["backup", two.to_str().unwrap()], &home.data()), 40);
    refused(&output, "磁盘已满", "The disk is full");
    let before = fs::read(home.data().join("jiefang.db")).unwrap();
    let restoring = jiefang(&["restore", file.to_str().unwrap(), "--reason", "满了"], &home.data());
    refused(&command::small(&restoring, 40), "磁盘已满", "The disk is full");
    assert_eq!(fs::read(home.data().join("jiefang.db")).unwrap(), before);
    assert_eq!(home.names(), ["data", "data.key", "one"]);
    let left = fs::read_dir(home.data()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| name.starts_with("jiefang.")), "the workshop is gone");
}

#[cfg(unix)]
#[test]
fn a_folder_whose_server_runs_is_backed_up_and_not_restored() {
    use std::{
        io::{BufRead, BufReader},
        process::Stdio,
    };
    let home = Home::new();
    let mut serve = jiefang(&["serve", "--port", "0"], &home.data());
    let mut server = serve.stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let mut log = BufReader::new(server.stderr.take().unwrap()).lines().map_while(Result::ok);
    assert!(log.any(|line| line.contains("\"listening\"")));
    let file = home.backup("one");
    refused(&restore(&file, &home.data()), "正被另一个服务器使用", "uses the data folder");
    server.kill().unwrap();
    server.wait().unwrap();
    done(&restore(&file, &home.data()));
}
