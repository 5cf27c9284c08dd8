//! Insider browsing (QUALITY, "Secure"): a number is masked until it is revealed, reveals need a reason, are logged and
//! listed to the person.

use crate::{
    sync::push,
    world::{NOW, Reply, World, get, post},
};
use axum::http::StatusCode;
use jiefang_domain::identity::Role;
use serde_json::{Value, json};

const MINUTE_MS: i64 = 60_000;

fn look(id: &str, person: &str) -> Value {
    json!({ "kind": "person.look@1", "body":
        { "id": id, "person": person, "fields": ["phone"], "reason": "visit", "note": "<img src=x onerror=alert(1)>" } })
}

/// The world with somebody who has a number, and a worker signed in.
async fn with_number() -> (World, String) {
    let world = World::new().await;
    world.person("c", "auntie", "石秀兰", "13800001234", Role::Resident, "estate").await;
    let worker = world.enrol("c", "worker").await;
    (world, worker)
}

async fn reveal(world: &World, session: &str, look: &str, person: &str) -> Reply {
    world.ask(post(&format!("/api/reveal/c/{person}"), &json!({ "look": look })).by(session)).await
}

async fn pulled(world: &World, session: &str) -> String {
    let pull = json!({ "epoch": "-", "client_id": "any", "scopes": [], "cursor": 0, "chain": "" });
    world.ask(post("/api/sync/c/pull", &pull).by(session)).await.text
}

#[tokio::test]
async fn insider_browsing_a_number_is_masked_until_a_look_with_its_reason_is_accepted() {
    let (world, worker) = with_number().await;
    let page = pulled(&world, &worker).await;
    assert!(page.contains("\"1234\"") && !page.contains("13800001234"), "{page}");
    assert_eq!(reveal(&world, &worker, "l1", "auntie").await.status, StatusCode::NOT_FOUND);
    let pushed = world.ask(post("/api/sync/c/push", &push("desk", 1, &[look("l1", "auntie")])).by(&worker)).await;
    assert!(pushed.text.contains("applied"), "{}", pushed.text);
    let shown = reveal(&world, &worker, "l1", "auntie").await;
    assert_eq!((shown.status, shown.json()), (StatusCode::OK, json!({ "phone": "13800001234" })));
    assert_eq!(shown.header("cache-control"), "no-store");
    assert!(!pulled(&world, &worker).await.contains("13800001234"));
}

#[tokio::test]
async fn insider_browsing_a_look_opens_to_its_author_alone_for_five_minutes_and_for_that_person() {
    let (world, worker) = with_number().await;
    world.person("c", "colleague", "孙丽", "", Role::CommunityWorker, "c").await;
    let colleague = world.enrol("c", "colleague").await;
    world.ask(post("/api/sync/c/push", &push("desk", 1, &[look("l1", "auntie")])).by(&worker)).await;
    for (session, look, person) in
        [(&colleague, "l1", "auntie"), (&worker, "l1", "worker"), (&worker, "l2", "auntie"), (&worker, "l1", "..")]
    {
        assert_eq!(reveal(&world, session, look, person).await.status, StatusCode::NOT_FOUND, "{look} {person}");
    }
    world.pass(5 * MINUTE_MS);
    assert_eq!(reveal(&world, &worker, "l1", "auntie").await.status, StatusCode::OK);
    world.pass(1);
    assert_eq!(reveal(&world, &worker, "l1", "auntie").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn insider_browsing_a_look_authored_long_ago_arrives_and_opens_nothing() {
    let (world, worker) = with_number().await;
    let mut late = push("desk", 1, &[look("l1", "auntie")]);
    late["ops"][0]["authored_at_ms"] = json!(NOW - 6 * MINUTE_MS);
    let pushed = world.ask(post("/api/sync/c/push", &late).by(&worker)).await;
    assert!(pushed.text.contains("applied"), "{}", pushed.text);
    assert_eq!(reveal(&world, &worker, "l1", "auntie").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn who_looked_at_my_data_is_listed_to_the_person_and_to_who_prints_it_and_to_nobody_else() {
    let (world, worker) = with_number().await;
    world.ask(post("/api/sync/c/push", &push("desk", 1, &[look("l1", "auntie")])).by(&worker)).await;
    let (auntie, steward) = (world.enrol("c", "auntie").await, world.enrol("c", "steward").await);
    let page = pulled(&world, &auntie).await;
    assert!(page.contains("\"look\":{\"id\":[\"l1\"]") && page.contains("赵敏"), "{page}");
    let list = async |session: &str| world.ask(get("/api/looks/c/auntie").by(session)).await;
    for session in [&auntie, &worker] {
        let list = list(session).await;
        let first = &list.json()[0];
        assert_eq!((first["by_name"].as_str(), first["reason"].as_str()), (Some("赵敏"), Some("visit")));
        assert_eq!((first["role"].as_str(), first["at_ms"].as_i64()), (Some("community_worker"), Some(NOW)));
    }
    assert_eq!(list(&steward).await.status, StatusCode::NOT_FOUND);
    let seen = pulled(&world, &steward).await;
    assert!(!seen.contains("onerror"), "a neighbour sees no look: {seen}");
}

#[tokio::test]
async fn who_looked_a_steward_who_never_had_consent_is_refused_and_sees_no_number() {
    let (world, _) = with_number().await;
    let steward = world.enrol("c", "steward").await;
    let pushed = world.ask(post("/api/sync/c/push", &push("phone", 1, &[look("l1", "auntie")])).by(&steward)).await;
    assert!(pushed.text.contains("not_possible"), "{}", pushed.text);
    assert!(!pulled(&world, &steward).await.contains("1234"));
    let auntie = world.enrol("c", "auntie").await;
    let give = json!({ "kind": "consent.give@1", "body":
        { "person": "auntie", "purpose": "contact", "how": "themself", "home": "g~auntie" } });
    let pushed = world.ask(post("/api/sync/c/push", &push("mine", 1, &[give])).by(&auntie)).await;
    assert!(pushed.text.contains("applied"), "{}", pushed.text);
    let page = pulled(&world, &steward).await;
    assert!(page.contains("13800001234") && page.contains("steward:estate"), "{page}");
}
