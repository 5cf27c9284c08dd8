use crate::world::{PASSPHRASE, World, get, id, post, send};
use axum::http::{Method, StatusCode};
use insta::assert_json_snapshot;
use jiefang_domain::{
    command::Command,
    identity::{EndGrant, GiveGrant, Role},
};
use serde_json::{Value, json};

fn of(book: &str, person: &str) -> Value {
    json!({ "book": book, "person": person })
}

async fn used(world: &World, code: &Value, passphrase: &str) -> (StatusCode, String) {
    let reply = world.ask(post("/api/enrolment/use", &json!({ "code": code, "passphrase": passphrase }))).await;
    let code = if reply.status.is_success() { String::new() } else { reply.code() };
    (reply.status, code)
}

async fn made(world: &World, by: &str, person: &str) -> Value {
    world.ask(post("/api/enrolment", &of("c", person)).by(by)).await.json()["code"].clone()
}

#[tokio::test]
async fn a_worker_makes_a_code_and_its_person_gets_in_once() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let ask = post("/api/enrolment", &of("c", "steward")).header("origin", "http://jiefang.example");
    let made = world.ask(ask.header("host", "jiefang.example").by(&worker)).await;
    assert_eq!(made.status, StatusCode::CREATED);
    assert!(made.json()["qr"]["size"].as_u64().is_some_and(|size| size > 20), "{}", made.text);
    let mut tidy = made.tidy();
    tidy["qr"] = json!("…");
    assert_json_snapshot!("enrolment_made", tidy);
    let code = &made.json()["code"];
    assert_eq!(made.json()["path"], format!("/enrol/{}", code.as_str().unwrap()));
    assert_eq!(used(&world, code, "short").await.1, "passphrase_too_short");
    assert_eq!(used(&world, code, &"长".repeat(201)).await.1, "passphrase_too_long");
    // Common to all, or one's own name, as it is written and as it sounds.
    for guessed in ["12345678", "秦守仁秦守仁秦守仁", "Qinshouren1"] {
        assert_eq!(used(&world, code, guessed).await.1, "passphrase_guessable", "{guessed}");
    }
    let typed = json!(code.as_str().unwrap().to_lowercase().replace('-', " "));
    assert_eq!(used(&world, &typed, PASSPHRASE).await.0, StatusCode::OK);
    assert_eq!(world.sign_in("秦守仁", PASSPHRASE).await.status, StatusCode::OK);
}

#[tokio::test]
async fn used_expired_revoked_and_never_made_get_the_very_same_answer() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let answer = async |code: &Value| {
        let reply = world.ask(post("/api/enrolment/use", &json!({ "code": code, "passphrase": PASSPHRASE }))).await;
        (reply.status, reply.tidy())
    };
    let never = answer(&json!("AAAA-AAAA-AAAA-AAAA")).await;
    assert_eq!((never.0, &never.1["error"]["code"]), (StatusCode::NOT_FOUND, &json!("enrolment_unknown")));
    assert_eq!(answer(&json!("../../etc")).await, never);
    let code = made(&world, &worker, "steward").await;
    assert_eq!(used(&world, &code, PASSPHRASE).await.0, StatusCode::OK);
    assert_eq!(answer(&code).await, never, "used");
    let code = made(&world, &worker, "steward").await;
    let taken = world.ask(send(Method::DELETE, "/api/enrolment/c/steward").by(&worker)).await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT, "{}", taken.text);
    assert_eq!(answer(&code).await, never, "revoked");
    let code = made(&world, &worker, "steward").await;
    world.pass(7 * 24 * 3_600_000);
    assert_eq!(answer(&code).await, never, "expired");
}

#[tokio::test]
async fn a_new_code_kills_the_older_and_time_kills_every_one() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let (first, second) = (made(&world, &worker, "steward").await, made(&world, &worker, "steward").await);
    assert_eq!(used(&world, &first, PASSPHRASE).await.1, "enrolment_unknown");
    world.pass(7 * 24 * 3_600_000 - 1);
    assert_eq!(used(&world, &second, "short").await.1, "passphrase_too_short", "it lives to its last moment");
    world.pass(1);
    assert_eq!(used(&world, &second, PASSPHRASE).await.1, "enrolment_unknown");
}

#[tokio::test]
async fn guessed_codes_are_slowed_down_and_a_whole_office_still_gets_in() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let codes = [made(&world, &worker, "steward").await, made(&world, &worker, "resident").await];
    let mut slowed = 0;
    for n in 0..1_000_u32 {
        let letter = |bits: u32| char::from(b'A' + u8::try_from((n >> bits) % 8).unwrap());
        let guess = format!("{}{}{}{}{}", letter(0), letter(3), letter(6), letter(9), "A".repeat(12));
        match used(&world, &json!(guess), PASSPHRASE).await.1.as_str() {
            "enrolment_unknown" => {}
            "slow_down" => slowed += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!(slowed, 1_000 - 60);
    for code in codes {
        assert_eq!(used(&world, &code, PASSPHRASE).await.0, StatusCode::OK);
    }
    world.pass(60_000);
    assert_eq!(used(&world, &json!("A".repeat(16)), PASSPHRASE).await.1, "enrolment_unknown");
}

#[tokio::test]
async fn a_maker_sees_the_living_codes_they_may_see_and_takes_one_back() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let officer = world.enrol("d", "officer").await;
    let steward = world.enrol("c", "steward").await;
    made(&world, &worker, "resident").await;
    made(&world, &officer, "secretary").await;
    let listed = async |by: &str| world.ask(get("/api/enrolment?book=c").by(by)).await;
    assert_json_snapshot!("enrolments_of_a_worker", listed(&worker).await.json());
    assert_eq!(listed(&officer).await.json()["enrolments"].as_array().map(Vec::len), Some(2));
    assert_eq!(listed(&steward).await.code(), "not_yours");
    let back = async |by: &str, path: &str| world.ask(send(Method::DELETE, path).by(by)).await.status;
    assert_eq!(back(&worker, "/api/enrolment/c/secretary").await, StatusCode::FORBIDDEN, "a role of trust");
    assert_eq!(back(&steward, "/api/enrolment/c/resident").await, StatusCode::FORBIDDEN);
    assert_eq!(back(&worker, "/api/enrolment/c/nobody").await, StatusCode::NOT_FOUND);
    assert_eq!(back(&worker, "/api/enrolment/c/resident").await, StatusCode::NO_CONTENT);
    assert_eq!(back(&worker, "/api/enrolment/c/resident").await, StatusCode::NO_CONTENT, "twice is once");
    assert_eq!(listed(&worker).await.json(), json!({ "enrolments": [] }));
    world.pass(7 * 24 * 3_600_000);
    let officer = world.enrol("d", "officer").await;
    assert_eq!(listed(&officer).await.json(), json!({ "enrolments": [] }), "the dead are not listed");
}

#[tokio::test]
async fn a_forgotten_passphrase_or_a_lost_phone_is_a_new_code_that_ends_the_old_sessions() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let lost_phone = world.enrol("c", "steward").await;
    let code = made(&world, &worker, "steward").await;
    assert_eq!(world.ask(get("/api/me").by(&lost_phone)).await.status, StatusCode::OK, "until the code is used");
    assert_eq!(used(&world, &code, "another passphrase").await.0, StatusCode::OK);
    assert_eq!(world.ask(get("/api/me").by(&lost_phone)).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.sign_in("秦守仁", PASSPHRASE).await.code(), "sign_in_failed");
    assert_eq!(world.sign_in("秦守仁", "another passphrase").await.status, StatusCode::OK);
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

#[tokio::test]
async fn who_became_something_higher_or_whose_code_was_made_by_nobody_any_more_is_not_let_in_by_the_old_code() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let code = made(&world, &worker, "resident").await;
    let give = |id_: &str, role, place: &str| GiveGrant {
        id: id(id_),
        person: id("resident"),
        role,
        place: id(place),
        since_ms: 1,
    };
    world.system("c", "up", Command::GiveGrant(give("g7", Role::ResidentRepresentative, "estate"))).await;
    assert_eq!(used(&world, &code, PASSPHRASE).await.1, "", "a worker gives that role, too");
    let code = made(&world, &worker, "resident").await;
    world.system("c", "higher", Command::GiveGrant(give("g8", Role::BranchSecretary, "c"))).await;
    assert_eq!(used(&world, &code, PASSPHRASE).await.1, "enrolment_unknown");
    let code = made(&world, &worker, "steward").await;
    world.system("c", "gone", Command::EndGrant(EndGrant { grant: id("g~worker") })).await;
    assert_eq!(used(&world, &code, PASSPHRASE).await.1, "enrolment_unknown");
}
