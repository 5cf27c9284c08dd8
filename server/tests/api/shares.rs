//! What one person may hold at a time (docs/SECURITY.md, "Limits").

use crate::world::{World, get, id};
use axum::http::StatusCode;
use jiefang_server::{app::STREAMS_A_PERSON_MAX, visit::REQUESTS_A_PERSON_MAX};

#[tokio::test]
async fn a_person_has_so_many_streams_and_others_have_theirs() {
    let world = World::new().await;
    let (worker, steward) = (world.enrol("c", "worker").await, world.enrol("c", "steward").await);
    let listen = async |by: &str| world.response(get("/api/sync/live").by(by)).await;
    let mut held = Vec::new();
    for _ in 0..STREAMS_A_PERSON_MAX {
        held.push(listen(&worker).await);
        assert_eq!(held.last().unwrap().status(), StatusCode::OK);
    }
    assert_eq!(listen(&worker).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(listen(&steward).await.status(), StatusCode::OK);
    drop(held.pop());
    assert_eq!(listen(&worker).await.status(), StatusCode::OK, "one was given back");
}

#[tokio::test]
async fn a_person_has_so_many_requests_under_way_and_others_have_theirs() {
    let world = World::new().await;
    let (worker, steward) = (world.enrol("c", "worker").await, world.enrol("c", "steward").await);
    let held: Vec<_> = (0..REQUESTS_A_PERSON_MAX).map(|_| world.app.requests.take(&id("worker")).unwrap()).collect();
    let turned_away = world.ask(get("/api/me").by(&worker)).await;
    assert_eq!((turned_away.status, turned_away.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "busy"));
    assert_eq!(world.ask(get("/api/me").by(&steward)).await.status, StatusCode::OK);
    drop(held);
    assert_eq!(world.ask(get("/api/me").by(&worker)).await.status, StatusCode::OK);
    assert!(world.app.requests.take(&id("worker")).is_some(), "an answered request gives its place back");
}
