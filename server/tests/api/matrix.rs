//! Every route, without a session and with that of another community. A route without a row here fails.

use crate::world::{Ask, World, get, post, send};
use axum::http::Method;
use jiefang_server::api::openapi::Document;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use utoipa::OpenApi;

/// Open to anybody, or the statuses for nobody signed in and for somebody of another community.
enum Row {
    Open,
    Closed(u16, u16),
}

fn rows() -> Vec<(&'static str, &'static str, Row, Value)> {
    let pull = json!({ "epoch": "-", "client_id": "k", "scopes": ["staff", "public"], "cursor": 0, "chain": "" });
    let push = crate::sync::push("k", 1, &[crate::sync::find("h1", "estate", "")]);
    let link = json!({ "token": "0".repeat(64), "passphrase": "long enough" });
    vec![
        ("get", "/health", Row::Open, Value::Null),
        ("get", "/ready", Row::Open, Value::Null),
        ("get", "/api/status", Row::Open, Value::Null),
        ("get", "/api/openapi.json", Row::Open, Value::Null),
        ("post", "/api/session", Row::Closed(401, 401), json!({ "name": "n", "passphrase": "p" })),
        ("delete", "/api/session", Row::Open, Value::Null),
        ("get", "/api/me", Row::Closed(401, 200), Value::Null),
        ("get", "/api/audit", Row::Closed(401, 403), Value::Null),
        ("get", "/api/demo", Row::Closed(404, 404), Value::Null),
        ("post", "/api/demo/session", Row::Closed(404, 404), json!({ "person": "steward" })),
        ("post", "/api/enrolment", Row::Closed(401, 404), json!({ "book": "c", "person": "steward" })),
        ("post", "/api/enrolment/use", Row::Closed(404, 404), link),
        ("post", "/api/sync/{book}/push", Row::Closed(401, 404), push),
        ("post", "/api/sync/{book}/pull", Row::Closed(401, 404), pull),
        ("get", "/api/sync/live", Row::Closed(401, 200), Value::Null),
        ("post", "/api/photos/{book}/{id}", Row::Closed(401, 404), Value::Null),
        ("put", "/api/photos/{book}/{id}", Row::Closed(401, 404), json!({})),
        ("get", "/api/photos/{book}/{id}", Row::Closed(401, 404), Value::Null),
    ]
}

fn ask(method: &str, path: &str, body: &Value) -> Ask {
    let mut path = path.replace("{book}", "c").replace("{id}", &"A".repeat(43));
    if path.starts_with("/api/photos/") {
        path += "?size=1&at=0";
    }
    match method {
        "get" => get(&path),
        "put" => send(Method::PUT, &path).body(body.to_string()),
        "delete" => send(Method::DELETE, &path),
        _ => post(&path, body),
    }
}

#[tokio::test]
async fn nobody_and_the_neighbour_community_get_nothing() {
    let world = World::new().await;
    let head = async || world.app.store.book(&crate::world::id("c")).await.unwrap().unwrap().head;
    let before = head().await;
    for (method, path, row, body) in rows() {
        let session = world.enrol("x", "x-worker").await;
        let nobody = world.response(ask(method, path, &body)).await.status();
        let neighbour = world.response(ask(method, path, &body).by(&session)).await.status();
        match row {
            Row::Open => assert!(nobody.is_success() && neighbour.is_success(), "{method} {path}"),
            Row::Closed(none, other) => {
                assert_eq!((nobody.as_u16(), neighbour.as_u16()), (none, other), "{method} {path}");
            }
        }
    }
    assert_eq!(head().await, before, "nothing was written");
}

#[test]
fn every_declared_route_has_its_row() {
    let document = serde_json::to_value(Document::openapi()).unwrap();
    let declared: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, verbs)| verbs.as_object().unwrap().keys().map(move |verb| (verb.clone(), path.clone())))
        .collect();
    let here = rows().iter().map(|(verb, path, ..)| ((*verb).to_owned(), (*path).to_owned())).collect();
    assert_eq!(declared, here);
}
