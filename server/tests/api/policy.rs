//! Where ASVS and the national grading disagree, a deployment chooses (docs/SECURITY.md).

use crate::world::{World, get, id, post};
use axum::http::StatusCode;
use jiefang_domain::{Id, calendar::DAY_MS};
use jiefang_server::identity::{Policy, Settings, offer};
use serde_json::json;

#[tokio::test]
async fn graded_passphrases_have_three_kinds_and_are_changed_after_ninety_days() {
    let world = World::new().await.with(Settings { passphrases: Policy::Graded, ..Settings::default() }).await;
    let made = offer(&world.app.accounts, (&id("c"), &id("worker")), &Id::none(), crate::world::NOW).await.unwrap();
    let with = |passphrase: &str| json!({ "code": made.code.reveal(), "passphrase": passphrase });
    let refused = world.ask(post("/api/enrolment/use", &with("correct horse battery"))).await;
    assert_eq!((refused.status.as_u16(), refused.code().as_str()), (422, "passphrase_one_kind"));
    let strong = "进步巷的第5栋，好";
    assert_eq!(world.ask(post("/api/enrolment/use", &with(strong))).await.status, StatusCode::OK, "the code lives on");
    world.pass(90 * DAY_MS - 1);
    assert_eq!(world.sign_in("赵敏", strong).await.status, StatusCode::OK);
    world.pass(1);
    assert_eq!(world.sign_in("赵敏", strong).await.code(), "passphrase_old");
    assert_eq!(world.sign_in("赵敏", "another").await.code(), "sign_in_failed", "told only to who knows it");
}

#[tokio::test]
async fn a_deployment_ends_idle_sessions_sooner() {
    let idle_ms = 30 * 60_000;
    let world = World::new().await.with(Settings { idle_ms, ..Settings::default() }).await;
    let session = world.enrol("c", "worker").await;
    let me = async || world.ask(get("/api/me").by(&session)).await.status;
    for _ in 0..3 {
        world.pass(idle_ms - 1);
        assert_eq!(me().await, StatusCode::OK);
    }
    world.pass(idle_ms + 1);
    assert_eq!(me().await, StatusCode::UNAUTHORIZED);
}
