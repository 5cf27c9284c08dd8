use crate::world::{NOW, World, get, next_with, post, send};
use axum::http::{Method, StatusCode};
use futures_util::StreamExt;
use insta::assert_json_snapshot;
use jiefang_domain::sync::PUSH_BYTES_MAX;
use serde_json::{Value, json};

pub fn find(hazard: &str, place: &str, note: &str) -> Value {
    json!({ "kind": "hazard.find@1", "body": {
        "id": hazard, "place": place, "spot": "3", "category": "clutter", "grade": "ordinary", "note": note,
        "found_at_ms": NOW - 60_000,
    } })
}

pub fn push(client: &str, first_n: u64, acts: &[Value]) -> Value {
    let ops: Vec<Value> = (first_n..)
        .zip(acts)
        .map(|(n, act)| {
            json!({ "op_id": format!("{client}-{n}"), "n": n, "authored_at_ms": NOW, "offset_ms": 0, "act": act })
        })
        .collect();
    json!({ "epoch": "-", "client_id": client, "build": 1, "ops": ops })
}

fn pull(client: &str) -> Value {
    json!({ "epoch": "-", "client_id": client, "scopes": [], "cursor": 0, "chain": "" })
}

#[tokio::test]
async fn what_is_pushed_comes_back_by_pull_and_twice_counts_once() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let pushed = push("phone", 1, &[find("h1", "estate", "楼道里有旧沙发")]);
    let first = world.ask(post("/api/sync/c/push", &pushed).by(&steward)).await;
    assert_json_snapshot!("pushed", first.tidy());
    assert_json_snapshot!("pushed_again", world.ask(post("/api/sync/c/push", &pushed).by(&steward)).await.tidy());
    let page = world.ask(post("/api/sync/c/pull", &pull("phone")).by(&steward)).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_json_snapshot!("pulled", page.tidy());
    assert_eq!(page.header("cache-control"), "no-store");
}

#[tokio::test]
async fn pages_are_compressed_for_who_takes_it() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let page = post("/api/sync/c/pull", &pull("desk")).by(&worker).header("accept-encoding", "gzip, br");
    let page = world.ask(page).await;
    assert_eq!(page.header("content-encoding"), "br");
}

#[tokio::test]
async fn bad_entries_are_refused_one_by_one_and_the_queue_moves_on() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let mut future = find("h3", "estate", "");
    future["body"]["found_at_ms"] = json!(NOW + 3_600_000);
    let acts = [
        json!({ "kind": "hazard.find@1", "body": { "id": 7 } }),
        json!({ "kind": "nothing.known@9", "body": {} }),
        find("h1", "x-estate", ""),
        find("h2", "estate", &"长".repeat(1_001)),
        future,
        find("h4", "estate", &"a".repeat(40 * 1024)),
        find("h5", "estate", "这一条没有问题"),
    ];
    let reply = world.ask(post("/api/sync/c/push", &push("phone", 1, &acts)).by(&steward)).await;
    assert_json_snapshot!("refused_one_by_one", reply.tidy());
}

#[tokio::test]
async fn what_is_no_push_is_refused_and_an_oversize_one_is_noted() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let head = async || world.app.store.book(&crate::world::id("c")).await.unwrap().unwrap().head;
    let before = head().await;
    let nonsense = post("/api/sync/c/push", &json!({})).body("{not json").by(&steward);
    assert_eq!(world.ask(nonsense).await.code(), "malformed");
    let huge = push("phone", 1, &[find("h1", "estate", &"楼".repeat(10 * 1024 * 1024 / 3))]);
    let reply = world.ask(post("/api/sync/c/push", &huge).by(&steward)).await;
    assert_eq!(reply.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_json_snapshot!("body_too_large", reply.tidy());
    assert_eq!(head().await, before + 2, "both are noted");
    let size = huge.to_string().len();
    assert!(size > PUSH_BYTES_MAX);
    let mut snapshot = world.app.store.snapshot().await.unwrap();
    let noted = snapshot.chain_at(&crate::world::id("c"), before + 2).await.unwrap();
    assert!(noted.is_some_and(|chain| !chain.is_empty()));
    let fits = push("phone", 1, &[find("h1", "estate", "")]);
    let after = world.ask(post("/api/sync/c/push", &fits).by(&steward)).await;
    assert!(after.text.contains("applied"), "the queue moves on: {}", after.text);
}

#[tokio::test]
async fn a_client_belongs_to_one_person() {
    let world = World::new().await;
    let (steward, worker) = (world.enrol("c", "steward").await, world.enrol("c", "worker").await);
    let one = push("phone", 1, &[find("h1", "estate", "")]);
    assert_eq!(world.ask(post("/api/sync/c/push", &one).by(&steward)).await.status, StatusCode::OK);
    let two = push("phone", 2, &[find("h2", "estate", "")]);
    let reply = world.ask(post("/api/sync/c/push", &two).by(&worker)).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::CONFLICT, "client_of_another"));
}

#[tokio::test]
async fn a_poke_comes_when_a_book_of_mine_moves_and_for_no_other() {
    let world = World::new().await;
    let (steward, x_steward) = (world.enrol("c", "steward").await, world.enrol("x", "x-steward").await);
    let response = world.response(get("/api/sync/live").by(&steward)).await;
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut stream = response.into_body().into_data_stream();
    let first = next_with(&mut stream, "event: poke").await;
    assert!(first.contains(r#""book":"c""#), "{first}");
    let elsewhere = push("x-phone", 1, &[find("h9", "x-estate", "")]);
    assert_eq!(world.ask(post("/api/sync/x/push", &elsewhere).by(&x_steward)).await.status, StatusCode::OK);
    let here = push("phone", 1, &[find("h1", "estate", "")]);
    assert_eq!(world.ask(post("/api/sync/c/push", &here).by(&steward)).await.status, StatusCode::OK);
    let next = next_with(&mut stream, "event:").await;
    assert!(next.contains(r#""book":"c""#), "{next}");
    world.app.stop_streams();
    let rest = tokio::time::timeout(std::time::Duration::from_secs(5), stream.collect::<Vec<_>>());
    assert!(rest.await.is_ok(), "the stream ends when the server stops");
}

#[tokio::test]
async fn a_device_that_was_signed_out_elsewhere_and_a_right_that_was_taken_hear_nothing_more() {
    use jiefang_domain::{command::Command, identity::EndGrant};
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let (lost, steward) = (world.enrol("c", "steward").await, world.enrol("c", "resident").await);
    let listen = async |by: &str| {
        let mut stream = world.response(get("/api/sync/live").by(by)).await.into_body().into_data_stream();
        next_with(&mut stream, "event: poke").await;
        stream
    };
    let (of_lost, of_former) = (listen(&lost).await, listen(&steward).await);
    assert_eq!(world.ask(send(Method::DELETE, "/api/session").by(&lost)).await.status, StatusCode::NO_CONTENT);
    let end = EndGrant { grant: crate::world::id("g~resident") };
    world.system("c", "end", Command::EndGrant(end)).await;
    let here = push("desk", 1, &[find("h1", "estate", "")]);
    assert_eq!(world.ask(post("/api/sync/c/push", &here).by(&worker)).await.status, StatusCode::OK);
    for stream in [of_lost, of_former] {
        let rest = tokio::time::timeout(std::time::Duration::from_secs(5), stream.collect::<Vec<_>>()).await;
        assert!(rest.unwrap().is_empty(), "it ended without a word");
    }
}

#[tokio::test]
async fn s8_s9_after_the_last_right_ended_pushes_are_held_in_sight_and_pulls_find_nothing() {
    use jiefang_domain::{command::Command, identity::EndGrant};
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let end = EndGrant { grant: crate::world::id("g~steward") };
    world.pass(60_000);
    world.system("c", "end", Command::EndGrant(end)).await;
    world.pass(60_000);
    let pushed = push("phone", 1, &[find("h1", "estate", "")]);
    let reply = world.ask(post("/api/sync/c/push", &pushed).by(&steward)).await;
    assert_eq!(reply.json()["answers"][0], json!({ "n": 1, "answer": { "held": { "reason": "right_ended" } } }));
    let page = world.ask(post("/api/sync/c/pull", &pull("phone")).by(&steward)).await;
    assert_eq!((page.status, page.code().as_str()), (StatusCode::NOT_FOUND, "not_found"));
    let elsewhere = world.ask(post("/api/sync/x/push", &pushed).by(&steward)).await;
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND);
}
