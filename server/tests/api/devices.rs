use crate::world::{PASSPHRASE, World, get, post, send, session_of};
use axum::http::{Method, StatusCode, header};
use serde_json::{Value, json};

const HOUR_MS: i64 = 3_600_000;
const PHONE: &str = "Mozilla/5.0 (Linux; Android 10; K) Chrome/126.0.0.0 Mobile Safari/537.36";

/// Somebody signs in on one more device.
async fn another(world: &World, agent: &str) -> String {
    let with = json!({ "name": "秦守仁", "passphrase": PASSPHRASE });
    session_of(&world.ask(post("/api/session", &with).header("user-agent", agent)).await)
}

async fn listed(world: &World, session: &str) -> Vec<Value> {
    let reply = world.ask(get("/api/me/devices").by(session)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    reply.json()["devices"].as_array().unwrap().clone()
}

async fn status(world: &World, session: &str) -> StatusCode {
    world.ask(get("/api/me").by(session)).await.status
}

#[tokio::test]
async fn a_lost_phone_is_signed_out_from_another_device_at_once() {
    let world = World::new().await;
    let here = world.enrol("c", "steward").await;
    world.pass(1);
    let lost = another(&world, PHONE).await;
    let devices = listed(&world, &here).await;
    let seen: Vec<_> =
        devices.iter().map(|d| (d["kind"].as_str(), d["browser"].as_str(), d["here"].as_bool())).collect();
    assert_eq!(seen, [(Some("phone"), Some("Chrome"), Some(false)), (Some("other"), Some(""), Some(true))]);
    assert_eq!(status(&world, &lost).await, StatusCode::OK);
    let end = |id: &Value| send(Method::DELETE, &format!("/api/me/devices/{}", id.as_str().unwrap()));
    assert_eq!(world.ask(end(&devices[0]["id"]).by(&here)).await.status, StatusCode::NO_CONTENT);
    assert_eq!(status(&world, &lost).await, StatusCode::UNAUTHORIZED, "the very next request");
    assert_eq!(status(&world, &here).await, StatusCode::OK);
    assert_eq!(world.ask(end(&devices[0]["id"]).by(&here)).await.status, StatusCode::NOT_FOUND, "it is gone");
    let worker = world.enrol("c", "worker").await;
    assert_eq!(world.ask(end(&devices[1]["id"]).by(&worker)).await.status, StatusCode::NOT_FOUND, "not theirs");
    assert_eq!(status(&world, &here).await, StatusCode::OK);
}

#[tokio::test]
async fn all_others_go_at_once_and_nobody_elses() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let here = world.enrol("c", "steward").await;
    let others = [another(&world, PHONE).await, another(&world, "").await];
    let gone = world.ask(send(Method::DELETE, "/api/me/devices").by(&here)).await;
    assert_eq!(gone.status, StatusCode::NO_CONTENT);
    for other in &others {
        assert_eq!(status(&world, other).await, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(listed(&world, &here).await.len(), 1);
    assert_eq!(status(&world, &worker).await, StatusCode::OK);
}

#[tokio::test]
async fn stolen_session_the_secret_changes_after_hours_of_use_and_the_old_one_dies() {
    let world = World::new().await;
    let old = world.enrol("c", "steward").await;
    world.pass(12 * HOUR_MS - 1);
    assert_eq!(world.ask(get("/api/me").by(&old)).await.header(header::SET_COOKIE), "", "not yet");
    world.pass(1);
    let lost = session_of(&world.ask(get("/api/me").by(&old)).await);
    assert_ne!(lost, old);
    // The answer with the new secret was lost: the old one goes on, and soon another is offered.
    assert_eq!(world.ask(get("/api/me").by(&old)).await.header(header::SET_COOKIE), "", "one at a time");
    world.pass(5 * 60_000);
    let reply = world.ask(get("/api/me").by(&old)).await;
    let new = session_of(&reply);
    assert!(new != old && new != lost);
    for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(reply.header(header::SET_COOKIE).contains(part), "{part}");
    }
    assert_eq!(status(&world, &new).await, StatusCode::OK);
    assert_eq!(status(&world, &old).await, StatusCode::OK, "a request that was on its way");
    world.pass(60_000);
    assert_eq!(status(&world, &old).await, StatusCode::UNAUTHORIZED, "whoever copied it is out");
    assert_eq!(status(&world, &lost).await, StatusCode::UNAUTHORIZED);
    assert_eq!(status(&world, &new).await, StatusCode::OK);
    assert_eq!(listed(&world, &new).await.len(), 1, "one device all the while");
}

#[tokio::test]
async fn a_changed_secret_does_not_make_a_session_younger() {
    let world = World::new().await;
    let mut session = world.enrol("c", "steward").await;
    for _ in 0..4 {
        world.pass(6 * 24 * HOUR_MS);
        session = session_of(&world.ask(get("/api/me").by(&session)).await);
        assert_eq!(status(&world, &session).await, StatusCode::OK);
    }
    world.pass(6 * 24 * HOUR_MS + 1);
    assert_eq!(status(&world, &session).await, StatusCode::UNAUTHORIZED, "thirty days old");
}
