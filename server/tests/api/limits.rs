use crate::world::{World, get, post, send};
use axum::http::{Method, StatusCode};
use insta::assert_json_snapshot;
use serde_json::json;

#[tokio::test]
async fn a_write_from_another_site_is_refused() {
    let world = World::new().await;
    let with = json!({ "name": "赵敏", "passphrase": "x" });
    let reply = world.ask(post("/api/session", &with).header("sec-fetch-site", "cross-site")).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert_json_snapshot!("cross_origin", reply.tidy());
    let other = post("/api/session", &with).header("origin", "https://evil.example").header("host", "jiefang.example");
    assert_eq!(world.ask(other).await.code(), "cross_origin");
    let own = post("/api/session", &with).header("origin", "https://jiefang.example").header("host", "jiefang.example");
    assert_eq!(world.ask(own).await.code(), "sign_in_failed");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_in_the_envelope() {
    let world = World::new().await;
    let codes = [
        (post("/api/session", &json!({ "name": "x" })), 400, "malformed"),
        (post("/api/session", &json!({ "name": "x", "passphrase": "y", "z": 1 })), 400, "malformed"),
        (post("/api/session", &json!(0)).body("{"), 400, "malformed"),
        (post("/api/session", &json!({ "name": "x".repeat(70_000), "passphrase": "y" })), 413, "body_too_large"),
        (send(Method::POST, "/api/session"), 415, "not_json"),
        (send(Method::PUT, "/api/session"), 405, "method_not_allowed"),
        (get("/api/nothing"), 404, "not_found"),
        (get("/api/"), 404, "not_found"),
        (send(Method::DELETE, "/api/sync/c/pull"), 405, "method_not_allowed"),
    ];
    for (n, (ask, status, code)) in codes.into_iter().enumerate() {
        let reply = world.ask(ask).await;
        assert_eq!((reply.status.as_u16(), reply.code().as_str()), (status, code), "case {n}: {}", reply.text);
    }
}

#[tokio::test]
async fn every_answer_has_the_headers() {
    let world = World::new().await;
    for path in ["/api/status", "/api/me", "/", "/council/anything", "/screen/c", "/screen/nowhere", "/health"] {
        let reply = world.ask(get(path)).await;
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("referrer-policy"), "same-origin", "{path}");
        let asks = reply.header("permissions-policy");
        let is_page = ["/", "/council/anything"].contains(&path) && reply.status.is_success();
        let camera = if is_page { "camera=(self), " } else { "camera=(), " };
        assert!(asks.starts_with(camera) && asks.contains("geolocation=()"), "{path}: {asks}");
        let policy = reply.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert_eq!(reply.header("x-request-id").len(), 22, "{path}");
    }
    let page = world.ask(get("/")).await;
    assert!(page.header("content-security-policy").contains("'wasm-unsafe-eval'"));
    let named = world.ask(get("/health").header("x-request-id", "forged")).await;
    assert_ne!(named.header("x-request-id"), "forged");
}
