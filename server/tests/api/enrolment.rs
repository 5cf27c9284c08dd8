use crate::world::{PASSPHRASE, World, get, post};
use axum::http::StatusCode;
use insta::assert_json_snapshot;
use jiefang_domain::identity::Role;
use serde_json::{Value, json};

fn of(book: &str, person: &str) -> Value {
    json!({ "book": book, "person": person })
}

async fn used(world: &World, token: &Value, passphrase: &str) -> (StatusCode, String) {
    let reply = world.ask(post("/api/enrolment/use", &json!({ "token": token, "passphrase": passphrase }))).await;
    let code = if reply.status.is_success() { String::new() } else { reply.code() };
    (reply.status, code)
}

#[tokio::test]
async fn a_worker_makes_a_link_and_its_person_gets_in_once() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let made = world.ask(post("/api/enrolment", &of("c", "steward")).by(&worker)).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert_json_snapshot!("enrolment_made", made.tidy());
    let token = &made.json()["token"];
    assert_eq!(made.json()["path"], format!("/enrol/{}", token.as_str().unwrap()));
    let unknown = (StatusCode::NOT_FOUND, "enrolment_unknown".to_owned());
    assert_eq!(used(&world, token, "short").await.1, "passphrase_too_short");
    assert_eq!(used(&world, token, &"长".repeat(201)).await.1, "passphrase_too_long");
    assert_eq!(used(&world, token, PASSPHRASE).await.0, StatusCode::OK);
    assert_eq!(used(&world, token, PASSPHRASE).await, unknown);
    assert_eq!(used(&world, &json!("0".repeat(64)), PASSPHRASE).await, unknown);
    assert_eq!(used(&world, &json!("../../etc"), PASSPHRASE).await, unknown);
    assert_eq!(world.sign_in("秦守仁", PASSPHRASE).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_new_link_kills_the_older_and_time_kills_every_one() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let made =
        async || world.ask(post("/api/enrolment", &of("c", "steward")).by(&worker)).await.json()["token"].clone();
    let (first, second) = (made().await, made().await);
    assert_eq!(used(&world, &first, PASSPHRASE).await.1, "enrolment_unknown");
    world.pass(7 * 24 * 3_600_000 - 1);
    assert_eq!(used(&world, &second, "short").await.1, "passphrase_too_short", "it lives to its last moment");
    world.pass(1);
    assert_eq!(used(&world, &second, PASSPHRASE).await.1, "enrolment_unknown");
}

#[tokio::test]
async fn a_new_passphrase_ends_the_sessions_of_the_old_one() {
    let world = World::new().await;
    let lost_phone = world.enrol("c", "steward").await;
    world.enrol("c", "steward").await;
    assert_eq!(world.ask(get("/api/me").by(&lost_phone)).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn only_who_could_give_the_roles_lets_somebody_in() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let resident = world.enrol("c", "resident").await;
    let officer = world.enrol("d", "officer").await;
    let made = async |by: &str, book: &str, person: &str| {
        world.ask(post("/api/enrolment", &of(book, person)).by(by)).await.status
    };
    assert_eq!(made(&resident, "c", "steward").await, StatusCode::FORBIDDEN);
    assert_eq!(made(&worker, "c", "secretary").await, StatusCode::FORBIDDEN, "a role of trust");
    assert_eq!(made(&officer, "c", "secretary").await, StatusCode::CREATED);
    assert_eq!(made(&worker, "c", "nobody").await, StatusCode::NOT_FOUND);
    assert_eq!(made(&worker, "c", "x-steward").await, StatusCode::NOT_FOUND);
    assert_eq!(made(&worker, "x", "x-steward").await, StatusCode::NOT_FOUND, "another community");
    assert_eq!(made(&officer, "x", "x-steward").await, StatusCode::NOT_FOUND, "another subdistrict");
    assert_eq!(made(&worker, "d", "officer").await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn entering_anothers_id_into_ones_own_book_takes_nobody_over() {
    let world = World::new().await;
    let x_worker = world.enrol("x", "x-worker").await;
    // The steward of `c` has an account, the resident has none; the other community claims both.
    world.enrol("c", "steward").await;
    world.person("x", "steward", "秦守仁", "", Role::Resident, "x-estate").await;
    for (book, person) in [("x", "steward"), ("c", "steward")] {
        let made = world.ask(post("/api/enrolment", &of(book, person)).by(&x_worker)).await;
        assert!(!made.status.is_success(), "{book}/{person}: {}", made.text);
    }
}
