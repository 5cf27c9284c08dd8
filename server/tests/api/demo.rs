use crate::world::{World, get, post, session_of};
use axum::http::StatusCode;
use insta::assert_json_snapshot;
use serde_json::json;

#[tokio::test]
async fn without_demonstration_data_there_is_no_such_door() {
    let world = World::new().await;
    assert_eq!(world.ask(get("/api/demo")).await.json(), json!({ "people": [] }));
    let reply = world.ask(post("/api/demo/session", &json!({ "person": "steward" }))).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::NOT_FOUND, "not_found"));
}

#[tokio::test]
async fn the_demonstration_offers_its_people_at_one_tap() {
    let world = World::new().await.into_demo(&["steward", "worker", "officer"]).await;
    let people = world.ask(get("/api/demo")).await;
    assert_json_snapshot!("demo_people", people.tidy());
    let reply = world.ask(post("/api/demo/session", &json!({ "person": "steward" }))).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    let me = world.ask(get("/api/me").by(&session_of(&reply))).await;
    assert_eq!((&me.json()["person"]["id"], &me.json()["demo"]), (&json!("steward"), &json!(true)));
    let nobody = world.ask(post("/api/demo/session", &json!({ "person": "nobody" }))).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}
