//! What stands on the disk tells no number and no word of the log (docs/adr/0021).

use super::town::{Device, NOW, Town, applied, id};
use jiefang_domain::{
    Id,
    command::Command,
    identity::EnterPerson,
    privacy::{AskWish, Given, WishWhat},
};
use jiefang_server::{key::KeyFile, store::StoreError, verify::verify};
use std::{fs, path::Path};

const PHONE: &str = "13912345678";
const OTHER: &str = "13787654321";
const WORDS: &str = "三楼的灯坏了";

/// The files in a folder that hold one of these texts, in any encoding SQLite writes.
fn telling(dir: &Path, texts: &[&str]) -> Vec<String> {
    let mut telling = Vec::new();
    for entry in fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = fs::read(&entry).unwrap();
        for text in texts.iter().filter(|text| bytes.windows(text.len()).any(|window| window == text.as_bytes())) {
            telling.push(format!("{} tells {text}", entry.display()));
        }
    }
    telling
}

async fn town() -> Town {
    let town = Town::build().await;
    let enter = EnterPerson {
        id: id("neighbour"),
        name: "邻居".into(),
        phone: PHONE.into(),
        household: id("hh"),
        invented: true,
        door: String::new(),
        skills: Vec::new(),
        volunteer: false,
    };
    town.system("c1", Command::EnterPerson(enter)).await;
    let mut resident = Device::of("resident");
    for (wish, what, text) in [("w1", WishWhat::Phone, OTHER), ("w2", WishWhat::Other, WORDS)] {
        let (text, how) = (text.to_owned(), Given::Themself);
        let wish = AskWish { id: id(wish), person: id("resident"), what, text, how };
        applied(&town.act(&mut resident, "c1", &Command::AskWish(wish)).await);
    }
    town
}

#[tokio::test]
async fn encrypted_in_the_database_no_byte_of_it_or_of_a_backup_tells_a_number_or_a_word_of_the_log() {
    let town = town().await;
    let texts = [PHONE, OTHER, WORDS];
    let log = fs::metadata(town.dir.path().join("jiefang.db-wal")).unwrap().len();
    assert!(log > 0, "the write-ahead log is looked at too");
    assert_eq!(telling(town.dir.path(), &texts), Vec::<String>::new());
    let backup = tempfile::tempdir().unwrap();
    town.store.copy_into(&backup.path().join("copy")).await.unwrap();
    assert_eq!(telling(backup.path(), &texts), Vec::<String>::new());
    // What is not sealed is there to be found: the test looks where it should.
    assert!(!telling(backup.path(), &["邻居"]).is_empty());

    let called = town.store.people_called(PHONE).await.unwrap();
    let called: Vec<Id> = called.into_iter().map(|(_, person)| person.id).collect();
    assert_eq!(called, [id("neighbour")], "and is found by it all the same");
    assert!(town.store.people_called("13912345679").await.unwrap().is_empty());
    let log = town.store.export_log(&id("c1"), &id("resident")).await.unwrap();
    assert!(log.iter().any(|entry| entry.body.as_ref().is_some_and(|body| body.contains(WORDS))));
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
    assert!(town.store.due(NOW).await.is_ok());
}

#[tokio::test]
async fn encrypted_in_the_database_nothing_opens_without_the_key_or_with_another() {
    let town = town().await;
    town.writer.stop().await;
    town.store.close().await;
    let (dir, file) = (town.dir.path().to_owned(), KeyFile::beside(town.dir.path()));
    let key = file.read().unwrap().unwrap();
    fs::remove_file(file.path()).unwrap();
    let opened = verify(&dir).await;
    assert!(matches!(opened, Err(StoreError::NoKey { .. })), "{opened:?}");
    file.write(&[7; 32]).unwrap();
    let opened = verify(&dir).await;
    assert!(matches!(opened, Err(StoreError::WrongKey { .. })), "{opened:?}");
    fs::remove_file(file.path()).unwrap();
    file.write(&key).unwrap();
    assert!(verify(&dir).await.unwrap().is_clean());
}
