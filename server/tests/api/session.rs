use crate::world::{PASSPHRASE, World, get, post, send, session_of};
use axum::http::{Method, StatusCode, header};
use insta::assert_json_snapshot;
use jiefang_domain::identity::Role;
use serde_json::json;

const DAY_MS: i64 = 24 * 3_600_000;

#[tokio::test]
async fn status_and_probes_answer_anybody() {
    let world = World::new().await;
    assert_json_snapshot!("status", world.ask(get("/api/status")).await.tidy());
    for probe in ["/health", "/ready"] {
        let reply = world.ask(get(probe)).await;
        assert_eq!((reply.status, reply.text.as_str()), (StatusCode::OK, "ok\n"), "{probe}");
    }
}

#[tokio::test]
async fn signing_in_by_name_and_by_phone_tells_who_one_is() {
    let world = World::new().await;
    world.enrol("c", "worker").await;
    let reply = world.sign_in("赵敏", PASSPHRASE).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    assert_json_snapshot!("me_worker", reply.tidy());
    let cookie = reply.header(header::SET_COOKIE);
    for part in ["jiefang_session=", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
        assert!(cookie.contains(part), "{part}: {cookie}");
    }
    let me = world.ask(get("/api/me").by(&session_of(&reply))).await;
    assert_eq!(me.json(), reply.json());
    assert_eq!(world.sign_in("13800000001", PASSPHRASE).await.status, StatusCode::OK);
}

#[tokio::test]
async fn people_of_one_name_each_get_in_with_their_own_passphrase() {
    let world = World::new().await;
    world.person("c", "namesake", "周桂芳", "", Role::Resident, "estate").await;
    world.enrol("c", "resident").await;
    world.enrol_with("c", "namesake", "another passphrase").await;
    for (passphrase, person) in [(PASSPHRASE, "resident"), ("another passphrase", "namesake")] {
        assert_eq!(world.sign_in("周桂芳", passphrase).await.json()["person"]["id"], person);
    }
}

#[tokio::test]
async fn unknown_and_wrong_get_the_very_same_answer() {
    let world = World::new().await;
    world.enrol("c", "worker").await;
    let wrong = world.sign_in("赵敏", "not the passphrase").await;
    let unknown = world.sign_in("没有这个人", PASSPHRASE).await;
    let not_enrolled = world.sign_in("何建国", PASSPHRASE).await;
    assert_json_snapshot!("sign_in_failed", wrong.tidy());
    for other in [&unknown, &not_enrolled] {
        assert_eq!((other.status, other.tidy()), (wrong.status, wrong.tidy()));
        assert_eq!(other.header(header::SET_COOKIE), "");
    }
    // The same for phone numbers: nobody learns which exist.
    let phone = world.sign_in("13800000001", "not the passphrase").await;
    let nobodys = world.sign_in("13899999999", "not the passphrase").await;
    assert_eq!((phone.status, phone.tidy()), (wrong.status, wrong.tidy()));
    assert_eq!((nobodys.status, nobodys.tidy()), (wrong.status, wrong.tidy()));
    let empty = world.sign_in("", "").await;
    assert_eq!(empty.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn guessing_slows_the_account_down_and_nobody_else() {
    let world = World::new().await;
    world.enrol("c", "worker").await;
    world.enrol("c", "steward").await;
    for name in ["赵敏", "没有这个人"] {
        for _ in 0..6 {
            assert_eq!(world.sign_in(name, "guess guess").await.code(), "sign_in_failed");
        }
        let slowed = world.sign_in(name, PASSPHRASE).await;
        assert_eq!((slowed.status, slowed.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "slow_down"), "{name}");
    }
    assert_eq!(world.sign_in("秦守仁", PASSPHRASE).await.status, StatusCode::OK);
    world.pass(1_001);
    assert_eq!(world.sign_in("赵敏", PASSPHRASE).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_when_it_is_ended_when_idle_and_when_old() {
    let world = World::new().await;
    let session = world.enrol("c", "worker").await;
    let me = async |session: &str| world.ask(get("/api/me").by(session)).await.status;
    assert_eq!(me(&session).await, StatusCode::OK);
    world.pass(6 * DAY_MS);
    assert_eq!(me(&session).await, StatusCode::OK);
    world.pass(6 * DAY_MS);
    assert_eq!(me(&session).await, StatusCode::OK, "it was used in between");
    world.pass(7 * DAY_MS + 1);
    assert_eq!(me(&session).await, StatusCode::UNAUTHORIZED, "idle");

    let session = session_of(&world.sign_in("赵敏", PASSPHRASE).await);
    for _ in 0..4 {
        world.pass(6 * DAY_MS);
        assert_eq!(me(&session).await, StatusCode::OK);
    }
    world.pass(6 * DAY_MS + 1);
    assert_eq!(me(&session).await, StatusCode::UNAUTHORIZED, "thirty days old");

    let session = session_of(&world.sign_in("赵敏", PASSPHRASE).await);
    let out = world.ask(send(Method::DELETE, "/api/session").by(&session)).await;
    assert_eq!((out.status, out.text.as_str()), (StatusCode::NO_CONTENT, ""));
    assert!(out.header(header::SET_COOKIE).contains("Max-Age=0"), "{}", out.header(header::SET_COOKIE));
    assert_eq!(me(&session).await, StatusCode::UNAUTHORIZED);
    assert_eq!(world.ask(send(Method::DELETE, "/api/session")).await.status, StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn signing_in_again_rotates_the_session() {
    let world = World::new().await;
    let old = world.enrol("c", "worker").await;
    let with = json!({ "name": "赵敏", "passphrase": PASSPHRASE });
    let reply = world.ask(post("/api/session", &with).by(&old)).await;
    assert_ne!(session_of(&reply), old);
    assert_eq!(world.ask(get("/api/me").by(&old)).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.ask(get("/api/me").by(&session_of(&reply))).await.status, StatusCode::OK);
}

#[tokio::test]
async fn words_come_in_the_asked_language() {
    let world = World::new().await;
    let zh = world.ask(get("/api/me")).await;
    let en = world.ask(get("/api/me").header("accept-language", "en-GB,en;q=0.9,zh;q=0.8")).await;
    assert_json_snapshot!("not_signed_in_zh", zh.tidy());
    assert_json_snapshot!("not_signed_in_en", en.tidy());
    assert_eq!(zh.header("x-request-id"), zh.json()["error"]["request_id"].as_str().unwrap());
    assert_eq!(zh.header("content-language"), "zh-Hans");
}

#[tokio::test]
async fn a_device_gets_its_persons_secret_as_long_as_somebody_is_signed_in_on_it() {
    let world = World::new().await;
    let (worker, again) = (world.enrol("c", "worker").await, world.sign_in("赵敏", PASSPHRASE).await);
    let secret = world.ask(get("/api/me/seal").by(&session_of(&again))).await;
    assert_eq!(secret.status, StatusCode::OK, "{}", secret.text);
    assert_eq!(secret.json()["secret"].as_str().map(str::len), Some(43), "32 bytes in base64");
    assert_eq!(secret.header(header::CACHE_CONTROL), "no-store");
    let steward = world.enrol("c", "steward").await;
    assert_ne!(world.ask(get("/api/me/seal").by(&steward)).await.text, secret.text, "nobody else's");
    world.ask(send(Method::DELETE, "/api/session").by(&worker)).await;
    for ended in [get("/api/me/seal").by(&worker), get("/api/me/seal")] {
        assert_eq!(world.ask(ended).await.code(), "not_signed_in");
    }
}
