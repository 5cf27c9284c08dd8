//! Tombstones live 180 days; a copy older than the floor starts anew.

use super::town::{Device, NOW, T0, Town, after, count, find, nothing, raw};
use jiefang_domain::sync::PullRequest;
use jiefang_server::{store::TOMBSTONE_MS, verify::verify};

/// Buries something that was public, at a number of the log.
async fn bury(town: &Town, what: &str, seq: u64) {
    let bury =
        "INSERT INTO projection (book, audience, kind, id, seq, body) VALUES ('c1', 'public', 'hazard', $1, $2, NULL)";
    let seq = i64::try_from(seq).unwrap();
    sqlx::query(bury).bind(what).bind(seq).execute(&mut raw(town.dir.path()).await).await.unwrap();
}

async fn floor(town: &Town) -> i64 {
    count(town.dir.path(), "SELECT coalesce(max(seq), 0) FROM floor WHERE book = 'c1'").await
}

/// A request that stands at `cursor`, with the right chain.
async fn at(town: &Town, cursor: u64) -> PullRequest {
    let chain = town.store.snapshot().await.unwrap().chain_at(&super::town::id("c1"), cursor).await.unwrap();
    PullRequest { cursor, chain: chain.unwrap(), ..town.all("c1", "worker").await.1 }
}

#[tokio::test]
async fn they_go_after_180_days_and_the_second_time_nothing_goes() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    super::town::applied(&town.act(&mut phone, "c1", &find("h1", "b1")).await);
    let head = town.head("c1").await;
    bury(&town, "old", 5).await;
    bury(&town, "older", 3).await;
    bury(&town, "new", head).await;
    assert_eq!(town.store.prune(T0 + TOMBSTONE_MS).await.unwrap(), 0);
    assert_eq!(town.store.prune(T0 + TOMBSTONE_MS + 1).await.unwrap(), 2);
    assert_eq!((town.store.prune(T0 + TOMBSTONE_MS + 1).await.unwrap(), floor(&town).await), (0, 5));
    let left = "SELECT count(*) FROM projection WHERE body IS NULL";
    assert_eq!(count(town.dir.path(), left).await, 1);
    // An unmoved clock, or one that went back, changes nothing either.
    assert_eq!((town.store.prune(0).await.unwrap(), floor(&town).await), (0, 5));
}

#[tokio::test]
async fn s7_a_cursor_below_the_floor_starts_anew_and_one_at_it_goes_on() {
    let town = Town::build().await;
    bury(&town, "old", 5).await;
    let restarts = async |cursor: u64| town.pull("c1", "worker", &at(&town, cursor).await).await.restart;
    assert!(!restarts(4).await);
    assert_eq!(town.store.prune(NOW + TOMBSTONE_MS).await.unwrap(), 1);
    assert!(restarts(1).await && restarts(4).await);
    assert!(!restarts(5).await && !restarts(6).await);
    // Who holds nothing misses nothing.
    assert!(!restarts(0).await);
}

#[tokio::test]
async fn s7_a_first_copy_of_several_pages_climbs_over_the_floor() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    for batch in 0..100 {
        let ops = (0..100).map(|i| phone.op("c1", &find(&format!("h{batch}-{i}"), "b1"))).collect();
        town.push(&phone, "c1", ops).await;
    }
    bury(&town, "old", town.head("c1").await - 1).await;
    assert_eq!(town.store.prune(NOW + TOMBSTONE_MS + 1).await.unwrap(), 1);
    let mut request = nothing("worker");
    let mut restarts = Vec::new();
    loop {
        let page = town.pull("c1", "worker", &request).await;
        restarts.push(page.restart);
        request = after(&page, "worker");
        if !page.more {
            break;
        }
        assert!(restarts.len() < 10, "the copy never ends: {restarts:?}");
    }
    assert!(restarts.len() > 2 && restarts[0] && !restarts[1..].contains(&true), "{restarts:?}");
    assert!(!request.chain.contains('.'), "a whole copy carries the chain alone: {}", request.chain);
    assert!(!town.pull("c1", "worker", &request).await.restart);
}

#[tokio::test]
async fn a_page_says_up_to_where_the_book_is_backed_up() {
    let town = Town::build().await;
    let backed_up = async || town.pull("c1", "worker", &nothing("worker")).await.backed_up;
    assert_eq!(backed_up().await, 0);
    let heads = town.store.heads().await.unwrap();
    let at = |seq: u64, chain: &str| vec![(super::town::id("c1"), seq, chain.to_owned())];
    let here = heads.iter().find(|(book, ..)| book.as_str() == "c1").unwrap();
    // Another chain is another book: a database that was put back meanwhile.
    town.store.set_backed_up(&at(here.1, &"00".repeat(32)), NOW).await.unwrap();
    town.store.set_backed_up(&at(here.1 + 1, &here.2), NOW).await.unwrap();
    assert_eq!(backed_up().await, 0);
    town.store.set_backed_up(&heads, NOW).await.unwrap();
    assert_eq!(backed_up().await, here.1);
    let earlier = town.store.snapshot().await.unwrap().chain_at(&super::town::id("c1"), 3).await.unwrap();
    town.store.set_backed_up(&at(3, &earlier.unwrap()), NOW + 1).await.unwrap();
    assert_eq!(backed_up().await, here.1, "an older backup takes nothing back");
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}
