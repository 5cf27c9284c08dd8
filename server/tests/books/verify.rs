//! `verify` says where.

use super::town::{Device, NOW, Town, applied, find, id, raise, raw};
use jiefang_domain::command::Command;
use jiefang_server::{
    photo::named,
    store::{
        StoreError,
        photo::{Photos, UploadKey},
    },
    verify::{Finding, verify, verify_against},
};

/// Stands for the bytes of a photo: `verify` asks only whether they are those that were taken.
const PHOTO: &[u8] = b"a photo";

async fn lived_in() -> Town {
    let town = Town::build().await;
    let photos = Photos::open(&town.store).await.unwrap();
    let key = UploadKey { book: id("c1"), person: id("steward"), id: named(PHOTO) };
    photos.keep(&key, PHOTO, NOW).await.unwrap();
    photos.close().await;
    let (mut steward, mut resident) = (Device::of("steward"), Device::of("resident"));
    applied(&town.act(&mut steward, "c1", &find("h1", "b1")).await);
    let mut second = find("h2", "b1");
    if let Command::FindHazard(find) = &mut second {
        find.photos = vec![named(PHOTO)];
    }
    applied(&town.act(&mut steward, "c1", &second).await);
    applied(&town.act(&mut resident, "c1", &raise("i1", "b1", "resident")).await);
    town
}

/// What is told after `change` was made to the file.
async fn after(change: &'static str) -> String {
    let town = lived_in().await;
    assert_eq!(verify(town.dir.path()).await.unwrap().count, 0);
    let mut file = raw(town.dir.path()).await;
    sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut file).await.unwrap();
    let changed = sqlx::query(change).execute(&mut file).await.unwrap();
    assert!(changed.rows_affected() > 0, "{change}");
    let report = verify(town.dir.path()).await.unwrap();
    assert!(!report.is_clean(), "{change}");
    report.to_string()
}

#[tokio::test]
async fn a_clean_folder_has_0_differences_and_says_what_was_looked_at() {
    let town = lived_in().await;
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
    assert!(report.to_string().starts_with("0 differences (3 books, "), "{report}");
    assert!(report.entries > 20 && report.rows > 50);
}

#[tokio::test]
async fn t14_one_changed_byte_of_any_column_of_the_log_is_found_at_its_row() {
    for change in [
        "UPDATE log SET person = 'stewarD' WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET at_ms = at_ms + 1 WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET offset_ms = 1 WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET op_id = NULL WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET kind = '' WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET code = 'not_yours' WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET body_size = 1 WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET body_hash = x'00' WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET commitment = zeroblob(32) WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET chain = zeroblob(32) WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
        "UPDATE log SET turn = turn + 100 WHERE book = 'c1' AND seq = (SELECT head - 1 FROM book WHERE book = 'c1')",
    ] {
        let town = lived_in().await;
        let row = town.head("c1").await - 1;
        drop(town);
        let told = after(change).await;
        assert!(told.contains(&format!("book c1, log {row}: the chain does not follow")), "{change}: {told}");
    }
}

#[tokio::test]
async fn a_changed_or_added_or_lost_body_is_found() {
    let told = after(
        "UPDATE log_body SET sealed = (SELECT o.sealed FROM log_body o WHERE o.book = 'c1' AND o.seq = 1)
        WHERE book = 'c1' AND seq = (SELECT max(seq) FROM log WHERE book = 'c1' AND kind LIKE 'hazard.find@%')",
    )
    .await;
    assert!(told.contains("body and commitment do not fit"), "{told}");
    assert!(told.contains("record hazard h2: "), "{told}");
    let told = after("INSERT INTO log_body VALUES ('c1', 9999, x'00')").await;
    assert!(told.contains("book c1, log_body 9999"), "{told}");
    let told = after("DELETE FROM log WHERE seq = (SELECT head FROM book WHERE book = 'c1') AND book = 'c1'").await;
    assert!(told.contains("book c1, book "), "{told}");
}

#[tokio::test]
async fn an_erased_body_breaks_no_chain() {
    let town = lived_in().await;
    let mut file = raw(town.dir.path()).await;
    sqlx::query("DELETE FROM log_body WHERE (book, seq) IN (SELECT book, seq FROM log WHERE kind LIKE 'issue.raise@%' AND code = '')").execute(&mut file).await.unwrap();
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
    assert_eq!(report.erased, 1);
}

#[tokio::test]
async fn a_changed_cell_is_found_with_what_it_should_be() {
    let told = after("UPDATE cell SET body = json_replace(body, '$.hazards_open[1]', 3) WHERE place = 'c1' AND body LIKE '%hazards_open%'").await;
    assert!(told.contains("book c1, cell hazards_open c1 "), "{told}");
    assert!(told.contains("is 3, should be 2"), "{told}");
    let told = after("DELETE FROM cell WHERE place = 'b1' AND body LIKE '%hazards_found%'").await;
    assert!(told.contains("book c1, cell hazards_found b1 "), "{told}");
    assert!(told.contains("is 0, should be 2"), "{told}");
    for change in [
        "UPDATE cell SET seq = seq + 1 WHERE place = 'c1' AND body LIKE '%hazards_open%'",
        "UPDATE cell SET span = span + 1 WHERE place = 'c1' AND body LIKE '%hazards_open%'",
        "UPDATE cell SET body = '{\"hazards_open\":[1]}' WHERE place = 'c1' AND body LIKE '%hazards_open%'",
    ] {
        let told = after(change).await;
        assert!(told.contains("book c1, cell c1 ") && told.contains("cannot be read"), "{change}: {told}");
    }
}

#[tokio::test]
async fn changed_rows_of_every_other_table_are_found() {
    for (change, said) in [
        ("UPDATE record SET body = replace(body, '纸箱', '纸盒') WHERE id = 'h1'", "record hazard h1"),
        ("UPDATE record SET seq = seq + 1 WHERE id = 'h1'", "record hazard h1: is not what"),
        ("UPDATE record SET body = '{' WHERE id = 'h1'", "record hazard h1: cannot be read"),
        ("DELETE FROM record WHERE id = 'h1'", "record hazard h1: is missing"),
        (
            "INSERT INTO record SELECT book, kind, 'h9', seq, replace(body, '\"h1\"', '\"h9\"'), '' FROM record WHERE id = 'h1'",
            "record hazard h9: should not be there",
        ),
        (
            "UPDATE projection SET body = (SELECT replace(body, '纸箱', '纸盒') FROM record WHERE id = 'h1')
                WHERE id = 'h1' AND audience = 'staff'",
            "projection staff hazard h1: is not what",
        ),
        (
            "UPDATE projection SET seq = seq + 1 WHERE id = 'h1' AND audience = 'staff'",
            "projection staff hazard h1: is missing",
        ),
        // Who changes the record next must know where each of its projections stands.
        ("UPDATE record SET apart = '[[\"staff\",9]]' WHERE id = 'h1'", "projection staff hazard h1: is missing"),
        (
            "INSERT INTO projection SELECT book, audience, kind, id, seq + 1, (SELECT body FROM record WHERE id = 'h1')
                FROM projection WHERE id = 'h1' AND audience = 'staff'",
            "projection staff hazard h1: should not be there",
        ),
        // An empty body says that nothing of the record is hidden; of a person something is.
        (
            "UPDATE projection SET body = '' WHERE kind = 'person' AND id = 'steward' AND audience = 'staff'",
            "projection staff person steward: is not what",
        ),
        (
            "UPDATE projection SET audience = 'public' WHERE id = 'h1' AND audience = 'staff'",
            "projection public hazard h1: should not be there",
        ),
        (
            "UPDATE projection SET body = NULL WHERE id = 'h1' AND audience = 'staff'",
            "projection staff hazard h1: is missing",
        ),
        ("UPDATE deadline SET due_at_ms = due_at_ms + 1", "deadline issue i1: is "),
        ("DELETE FROM deadline", "deadline issue i1: is missing"),
        ("UPDATE client SET last_n = 9 WHERE person = 'steward'", "client phone~steward: is 9, should be 2"),
        ("UPDATE book SET chain = zeroblob(32) WHERE book = 'c1'", "book c1, book "),
        ("UPDATE book SET head = head + 1 WHERE book = 'c1'", "book c1, book "),
        (
            "INSERT INTO projection VALUES ('c1', 'public', 'hazard', 'h9', 3, NULL)",
            "projection public hazard h9: should not be there",
        ),
        ("INSERT INTO floor VALUES ('c1', 9999)", "book c1, floor 9999: is 9999, should be"),
        ("INSERT INTO backup VALUES ('c1', 9999, 0)", "book c1, backup 9999: is 9999, should be"),
        ("DELETE FROM client WHERE person = 'steward'", "client phone~steward: is missing"),
    ] {
        let told = after(change).await;
        assert!(told.contains(said), "{change}: {told}");
    }
}

#[tokio::test]
async fn a_changed_photo_and_a_name_lost_or_added_are_found() {
    let photo = named(PHOTO);
    for (change, table, key, said) in [
        ("UPDATE photo SET bytes = CAST('a phoTo' AS BLOB)", "photo", "", "is not what it should be"),
        ("UPDATE photo SET id = replace(id, substr(id, 1, 1), '_')", "photo", "?", "is not what it should be"),
        ("DELETE FROM photo_named", "photo_named", " hazard h2", "is missing"),
        ("UPDATE photo_named SET id = 'h1'", "photo_named", " hazard h1", "should not be there"),
        (
            "INSERT INTO photo_named SELECT book, photo, kind, 'h9' FROM photo_named",
            "photo_named",
            " hazard h9",
            "should",
        ),
        ("INSERT INTO photo_named VALUES ('c9', 'x', 'hazard', 'h')", "photo_named", "?", "should not be there"),
    ] {
        let told = after(change).await;
        let place = if key == "?" { format!(", {table} ") } else { format!("book c1, {table} {photo}{key}: ") };
        assert!(told.contains(&place) && told.contains(said), "{change}: {told}");
    }
}

#[tokio::test]
async fn a_forged_transfer_is_found_even_where_the_triggers_were_dropped() {
    let town = lived_in().await;
    let mut volunteer = Device::of("volunteer");
    applied(&town.act(&mut volunteer, "c1", &super::ledger::capture("o1", 60)).await);
    let mut file = raw(town.dir.path()).await;
    sqlx::query("DROP TRIGGER transfer_never_changes").execute(&mut file).await.unwrap();
    sqlx::query("UPDATE transfer SET minutes = 600").execute(&mut file).await.unwrap();
    let report = verify(town.dir.path()).await.unwrap();
    let tables: Vec<(&str, &str)> = report.differences.iter().map(|d| (d.table, d.key.as_str())).collect();
    assert!(tables.contains(&("transfer", "o1~pending")), "{report}");
    assert!(tables.contains(&("record", "account m~volunteer")), "{report}");
    assert!(report.differences.iter().all(|d| d.finding == Finding::Differs));
}

#[tokio::test]
async fn no_folder_no_database_and_another_server_are_told_apart() {
    let town = lived_in().await;
    let missing = verify(&town.dir.path().join("nothing")).await;
    assert!(matches!(missing, Err(StoreError::Missing { .. })));
    let second = jiefang_server::store::Store::open(town.dir.path()).await;
    assert!(matches!(second, Err(StoreError::InUse { .. })));
    let file = town.dir.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    assert!(matches!(jiefang_server::store::Store::open(&file).await, Err(StoreError::Folder { .. })));
    let damaged = tempfile::tempdir().unwrap();
    std::fs::write(damaged.path().join("jiefang.db"), [b'x'; 8192]).unwrap();
    assert!(matches!(jiefang_server::store::Store::open(damaged.path()).await, Err(StoreError::Corrupt { .. })));
    assert!(matches!(verify(damaged.path()).await, Err(StoreError::Corrupt { .. })));
    assert_eq!(town.store.books_of(&id("nobody")).await.unwrap(), []);
}

/// Cuts the last `k` entries of a book off, with all that followed from them, and chains what is left anew: what somebody does
/// who has the file and the program.
async fn cut_and_rechain(town: &Town, k: u64) {
    let mut file = raw(town.dir.path()).await;
    let kept = town.head("c1").await - k;
    let kept = i64::try_from(kept).unwrap();
    sqlx::query("PRAGMA foreign_keys = OFF").execute(&mut file).await.unwrap();
    for cut in ["DELETE FROM log_body WHERE book = 'c1' AND seq > $1", "DELETE FROM log WHERE book = 'c1' AND seq > $1"]
    {
        sqlx::query(cut).bind(kept).execute(&mut file).await.unwrap();
    }
    // An entry before the cut is another, and the chain follows from it.
    sqlx::query("UPDATE log SET at_ms = at_ms + 1, now_ms = now_ms + 1 WHERE book = 'c1' AND seq = $1 - 1")
        .bind(kept)
        .execute(&mut file)
        .await
        .unwrap();
    let mut chain = Vec::new();
    let mut logged = Vec::new();
    let mut snapshot = town.store.snapshot().await.unwrap();
    snapshot.each_log(|row| logged.push(row.row)).await.unwrap();
    drop(snapshot);
    for row in logged.iter().filter(|row| row.book == "c1") {
        chain = jiefang_server::sync::link(&chain, row);
        let seq = i64::try_from(row.seq).unwrap();
        let set = sqlx::query("UPDATE log SET chain = $1 WHERE book = 'c1' AND seq = $2").bind(&chain).bind(seq);
        set.execute(&mut file).await.unwrap();
    }
    let set = sqlx::query("UPDATE book SET head = $1, chain = $2 WHERE book = 'c1'").bind(kept).bind(&chain);
    set.execute(&mut file).await.unwrap();
}

#[tokio::test]
async fn rewritten_history_fits_in_itself_and_not_the_head_that_was_kept() {
    let town = lived_in().await;
    let dir = town.dir.path();
    let data = jiefang_server::config::Data { dir: dir.to_owned(), key: None };
    let printed = jiefang_server::head::heads(&data, NOW).await.unwrap();
    let file = dir.join("kept.txt");
    std::fs::write(&file, &printed).unwrap();
    let from_file = jiefang_server::head::kept(&[file.to_str().unwrap().to_owned()]).unwrap();
    assert_eq!(from_file.len(), 3, "{printed}");
    let clean = verify_against(dir, &from_file).await.unwrap();
    assert!(clean.is_clean() && clean.heads == 3, "{clean}");
    assert!(clean.to_string().contains("3 heads kept elsewhere"), "{clean}");

    let head = town.head("c1").await;
    let earlier = format!("c1:{}:{}", head - 3, chain_at(&town, head - 3).await);
    let as_on_the_wall = jiefang_server::head::kept(&[earlier[..earlier.len() - 52].to_owned()]).unwrap();
    assert!(verify_against(dir, &as_on_the_wall).await.unwrap().is_clean());
    cut_and_rechain(&town, 2).await;
    let alone = verify(dir).await.unwrap();
    assert!(!alone.differences.iter().any(|found| found.finding == Finding::Chain), "the log fits in itself: {alone}");
    let told = verify_against(dir, &from_file).await.unwrap().to_string();
    assert!(told.contains(&format!("book c1, log {head}: the log ends before the head kept elsewhere")), "{told}");
    let told = verify_against(dir, &as_on_the_wall).await.unwrap().to_string();
    assert!(told.contains(&format!("book c1, log {}: is not the head kept elsewhere", head - 3)), "{told}");
}

async fn chain_at(town: &Town, seq: u64) -> String {
    town.store.snapshot().await.unwrap().chain_at(&id("c1"), seq).await.unwrap().unwrap()
}
