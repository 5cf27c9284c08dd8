//! Pull: who sees what, how a copy follows, and when it starts anew.

use super::town::{Device, Town, after, applied, find, id, nothing, raise, seen};
use jiefang_domain::{
    Audience, Key, Row,
    command::Command,
    grid::PlaceKind,
    identity::{EndGrant, GiveGrant, Role},
    stewards::Hazard,
    sync::{Book, Counter, Gone, Turn},
    timebank::{Account, ConfirmHour, Hour},
};
use std::collections::BTreeSet;

fn scopes(texts: &[&str]) -> Vec<Audience> {
    let mut scopes: Vec<Audience> = texts.iter().map(|text| Audience::parse(text).unwrap()).collect();
    scopes.sort();
    scopes
}

#[tokio::test]
async fn s8_each_role_gets_its_scopes_and_nothing_else_leaves() {
    let town = Town::build().await;
    let mut steward = Device::of("steward");
    applied(&town.act(&mut steward, "c1", &find("h1", "b1")).await);
    for (person, expected) in [
        ("worker", vec!["public", "staff", "person:worker"]),
        ("steward", vec!["public", "place:b1", "steward:b1", "person:steward"]),
        ("resident", vec!["public", "person:resident"]),
        ("officer", vec!["public", "person:officer"]),
        ("worker2", vec!["public", "person:worker2"]),
    ] {
        let page = town.pull("c1", person, &nothing(person)).await;
        assert!(page.restart && !page.more);
        assert_eq!(page.scopes, scopes(&expected), "{person}");
        let sees = seen(&page).iter().any(|(_, row)| matches!(row, Row::Hazard(_)));
        assert_eq!(sees, ["worker", "steward"].contains(&person), "{person}");
        assert_eq!(!page.cells.0.is_empty(), person == "worker", "{person}");
    }
    let estate = town.pull("c2", "steward2", &nothing("steward2")).await;
    assert_eq!(
        estate.scopes,
        scopes(&["public", "place:b2", "place:e2", "steward:b2", "steward:e2", "person:steward2"])
    );
}

#[tokio::test]
async fn books_are_those_somebody_has_something_in() {
    let town = Town::build().await;
    let of = async |person: &str| -> Vec<String> {
        let books = town.store.books_of(&id(person)).await.unwrap();
        books.iter().map(|book| format!("{} {}", book.kind, book.id)).collect()
    };
    assert_eq!(of("resident").await, ["community c1"]);
    assert_eq!(of("officer").await, ["subdistrict d", "community c1", "community c2"]);
    assert!(of("nobody").await.is_empty());
    assert!(town.store.may_open(&id("officer"), &id("c2")).await.unwrap());
    assert!(!town.store.may_open(&id("worker"), &id("c2")).await.unwrap());
    assert!(!town.store.may_open(&id("worker"), &id("d")).await.unwrap());
}

#[tokio::test]
async fn what_follows_is_only_what_changed_and_carries_the_counter() {
    let town = Town::build().await;
    let (_, request) = town.all("c1", "steward").await;
    let quiet = town.pull("c1", "steward", &request).await;
    assert!(!quiet.restart && quiet.parts.is_empty() && quiet.cells.0.is_empty());
    assert_eq!((quiet.cursor, quiet.last_n), (quiet.head, 0));
    let mut phone = Device::of("steward");
    let seq = applied(&town.act(&mut phone, "c1", &find("h1", "b1")).await);
    let page = town.pull("c1", "steward", &request).await;
    assert_eq!((page.restart, page.cursor, page.last_n), (false, seq, 1));
    let hazards: BTreeSet<Audience> =
        seen(&page).into_iter().filter(|(_, row)| matches!(row, Row::Hazard(_))).map(|(scope, _)| scope).collect();
    assert_eq!(hazards, scopes(&["place:b1", "person:steward"]).into_iter().collect());
    let mut foreign = request.clone();
    foreign.client_id = id("phone~worker");
    assert_eq!(town.pull("c1", "steward", &foreign).await.last_n, 0);
}

#[tokio::test]
async fn a_copy_the_server_does_not_know_starts_anew() {
    let town = Town::build().await;
    let (_, good) = town.all("c1", "worker").await;
    let restart = async |change: &dyn Fn(&mut jiefang_domain::sync::PullRequest)| {
        let mut request = good.clone();
        change(&mut request);
        let page = town.pull("c1", "worker", &request).await;
        assert_eq!(page.restart, !seen(&page).is_empty());
        page.restart
    };
    assert!(!restart(&|_| {}).await);
    assert!(restart(&|r| r.epoch = id("other")).await);
    assert!(restart(&|r| r.cursor += 1).await);
    assert!(restart(&|r| r.chain = "00".repeat(32)).await);
    assert!(restart(&|r| r.scopes.retain(|s| *s != Audience::Staff)).await);
    assert!(!restart(&|r| r.scopes.push(Audience::Place(id("b1")))).await);
}

#[tokio::test]
async fn a_taken_right_leaves_the_scopes_and_a_given_one_starts_anew() {
    let town = Town::build().await;
    let (_, request) = town.all("c1", "steward").await;
    let mut worker = Device::of("worker");
    applied(&town.act(&mut worker, "c1", &Command::EndGrant(EndGrant { grant: id("g~steward") })).await);
    let page = town.pull("c1", "steward", &request).await;
    assert!(!page.restart);
    assert_eq!(page.scopes, scopes(&["public", "person:steward"]));
    let give =
        GiveGrant { id: id("g9"), person: id("steward"), role: Role::CommunityWorker, place: id("c1"), since_ms: 0 };
    town.system("c1", Command::GiveGrant(give)).await;
    let page = town.pull("c1", "steward", &after(&page, "steward")).await;
    assert!(page.restart && page.scopes.contains(&Audience::Staff));
}

#[tokio::test]
async fn s7_pages_are_bounded_never_split_a_number_and_miss_nothing() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    for batch in 0..100 {
        let ops = (0..100).map(|i| phone.op("c1", &find(&format!("h{batch}-{i}"), "b1"))).collect();
        town.push(&phone, "c1", ops).await;
    }
    let mut request = nothing("worker");
    let (mut pages, mut rows, mut last) = (0, Vec::new(), 0);
    loop {
        let page = town.pull("c1", "worker", &request).await;
        assert_eq!(page.restart, pages == 0);
        assert!(page.cursor > last || !page.more);
        let bytes = serde_json::to_vec(&page.parts).unwrap().len();
        assert!(bytes < 2_400 * 1024, "{bytes}");
        (pages, last) = (pages + 1, page.cursor);
        rows.extend(seen(&page));
        if pages == 2 {
            // Something changes while the first copy is under way.
            applied(&town.act(&mut phone, "c1", &find("late", "b1")).await);
        }
        request = after(&page, "worker");
        if !page.more {
            break;
        }
    }
    assert!(pages >= 3, "{pages}");
    let hazards: BTreeSet<Key> =
        rows.iter().filter(|(scope, _)| *scope == Audience::Staff).filter_map(|(_, row)| hazard(row)).collect();
    assert_eq!(hazards.len(), 10_001);
    assert_eq!(last, town.head("c1").await);
}

fn hazard(row: &Row) -> Option<Key> {
    matches!(row, Row::Hazard(_)).then(|| row.key())
}

#[tokio::test]
async fn a_device_that_applies_the_pages_sees_what_the_server_keeps() {
    let town = Town::build().await;
    let mut phone = Device::of("resident");
    applied(&town.act(&mut phone, "c1", &raise("i1", "b1", "resident")).await);
    let actor = jiefang_domain::identity::Actor::person(id("resident"), Vec::new());
    let mut book = Book::new(id("c1"), Counter::first(id("phone~resident")));
    let request = book.pull_request();
    let page = town.pull("c1", "resident", &request.request).await;
    assert!(book.follows(&request) && book.apply(page, Turn::default(), &actor));
    let row = book.row(&Key { kind: jiefang_domain::Kind::Issue, id: id("i1") }).cloned();
    assert_eq!(row.as_ref().map(Row::key), Some(Key { kind: jiefang_domain::Kind::Issue, id: id("i1") }));
    let page = town.pull("c1", "resident", &book.pull_request().request).await;
    assert!(!page.restart && page.parts.is_empty());
}

#[tokio::test]
async fn a_row_that_leaves_an_audience_is_gone_there_and_enters_the_other() {
    use jiefang_server::store::{BookKind, BookRow, LogRow, Writes};
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    applied(&town.act(&mut phone, "c1", &find("h1", "b1")).await);
    let (_, request) = town.all("c1", "steward").await;
    // No command moves a hazard yet; the writer's own path is given a settled change that does.
    let old: Hazard = town.record("c1", "h1").await.unwrap();
    let new = Hazard { place: id("b9"), ..old.clone() };
    let old_row: Row = old.into();
    let head = town.store.book(&id("c1")).await.unwrap().unwrap();
    let seq = head.head + 1;
    let mut writes = Writes::default();
    let settled = jiefang_domain::settle::Settled {
        rows: vec![(Some(old_row.clone()), new.into())],
        ..jiefang_domain::settle::Settled::default()
    };
    let key = old_row.key();
    let asked: std::collections::BTreeSet<_> = [(id("c1"), key)].into();
    let found = town.store.look().await.unwrap().rows(&asked).await.unwrap();
    let mut overlay = jiefang_server::sync::Overlay::default();
    overlay.loaded(asked, found);
    writes.settled(&id("c1"), seq, settled, &mut overlay);
    writes.complete(&mut overlay);
    let turn = head.turn + 1_000;
    writes.log.push(LogRow { book: "c1".into(), seq, turn, ..LogRow::default() });
    writes.books.insert(id("c1"), BookRow { head: seq, turn, kind: BookKind::Community, ..head });
    let mut tx = town.store.begin().await.unwrap();
    tx.write(jiefang_server::store::Prepared::of(writes, town.store.keys()).unwrap()).await.unwrap();
    tx.commit().await.unwrap();
    let page = town.pull("c1", "steward", &request).await;
    assert!(!page.restart);
    let left: Vec<(&Audience, &Vec<Gone>)> =
        page.parts.iter().filter(|p| !p.gone.is_empty()).map(|p| (&page.scopes[p.scope], &p.gone)).collect();
    let gone = vec![Gone { kind: jiefang_domain::Kind::Hazard, id: id("h1") }];
    assert_eq!(left, [(&Audience::Place(id("b1")), &gone)]);
    assert!(seen(&page).iter().any(|(scope, _)| *scope == Audience::Person(id("steward"))));
    let fresh = town.pull("c1", "steward", &nothing("steward")).await;
    assert!(fresh.parts.iter().all(|part| part.gone.is_empty()));
}

#[tokio::test]
async fn public_rows_hold_nothing_but_public_projections() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    applied(&town.act(&mut phone, "c1", &find("h1", "b1")).await);
    let kinds = [jiefang_domain::Kind::Figure, jiefang_domain::Kind::Place, jiefang_domain::Kind::Hazard];
    let public = town.store.public_rows(&id("c1"), &kinds).await.unwrap().unwrap();
    assert!(public.rows.iter().any(|row| matches!(row, Row::Figure(_))));
    assert!(!public.rows.iter().any(|row| matches!(row, Row::Hazard(_))));
    assert_eq!((public.head, public.chain.len(), public.at_ms), (town.head("c1").await, 64, super::town::NOW));
    assert_eq!(town.store.public_rows(&id("c9"), &kinds).await.unwrap(), None);
}

#[tokio::test]
async fn a_new_building_of_an_estate_opens_to_its_steward() {
    let town = Town::build().await;
    let (_, request) = town.all("c2", "steward2").await;
    town.system("c2", super::town::place("b3", PlaceKind::Building, &["e2", "a2", "c2", "d"])).await;
    let page = town.pull("c2", "steward2", &request).await;
    assert!(page.restart && page.scopes.contains(&Audience::Place(id("b3"))));
}

#[tokio::test]
async fn an_hour_reaches_both_people_and_nobody_else() {
    let town = Town::build().await;
    let (mut volunteer, mut resident) = (Device::of("volunteer"), Device::of("resident"));
    applied(&town.act(&mut volunteer, "c1", &super::ledger::capture("o1", 60)).await);
    applied(&town.act(&mut resident, "c1", &Command::ConfirmHour(ConfirmHour { hour: id("o1") })).await);
    let sees = async |person: &str| town.all("c1", person).await.0.iter().any(|(_, row)| matches!(row, Row::Hour(_)));
    assert!(sees("volunteer").await && sees("resident").await && sees("worker").await);
    assert!(!sees("steward").await && !sees("officer").await);
    let hour: Hour = town.record("c1", "o1").await.unwrap();
    let account: Account = town.record("c1", "m~volunteer").await.unwrap();
    assert_eq!((hour.minutes, account.posted_credits_minutes, account.pending_credits_minutes), (60, 60, 0));
}
