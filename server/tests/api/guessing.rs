//! QUALITY, "guessing" and "telling which phones exist".

use crate::world::{Ask, PASSPHRASE, Reply, World, id, post};
use axum::http::{StatusCode, header::SET_COOKIE};
use jiefang_server::{
    identity::{NAMES_FREE, TURN_MS},
    store::session::Opening,
};
use serde_json::json;

const OFFICE: &str = "192.0.2.1";

fn sign_in(name: &str, passphrase: &str, from: &str) -> Ask {
    post("/api/session", &json!({ "name": name, "passphrase": passphrase })).from(from, &[])
}

/// The cookie by which a browser is known again.
fn device_of(reply: &Reply) -> String {
    let cookies: Vec<&str> = reply.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
    let device = cookies.iter().find(|cookie| cookie.starts_with("jiefang_device=")).expect("a device cookie");
    assert!(device.contains("HttpOnly") && device.contains("SameSite=Lax") && !device.contains("worker"), "{device}");
    device.split(';').next().unwrap().to_owned()
}

/// How many of a thousand guesses were looked at.
async fn guesses(world: &World, of: impl Fn(usize) -> Ask) -> usize {
    let mut looked_at = 0;
    for n in 0..1_000 {
        let reply = world.ask(of(n)).await;
        match reply.code().as_str() {
            "sign_in_failed" => looked_at += 1,
            code => assert_eq!((reply.status, code), (StatusCode::TOO_MANY_REQUESTS, "slow_down")),
        }
    }
    looked_at
}

async fn with_people() -> (World, String) {
    let world = World::new().await;
    world.enrol("c", "worker").await;
    world.enrol("c", "steward").await;
    world.enrol("c", "resident").await;
    let known = device_of(&world.ask(sign_in("秦守仁", PASSPHRASE, OFFICE)).await);
    (world, known)
}

#[tokio::test]
async fn guessing_a_thousand_times_from_one_address_slows_the_account_and_neighbours_still_sign_in() {
    let (world, known) = with_people().await;
    let owner = device_of(&world.ask(sign_in("赵敏", PASSPHRASE, OFFICE)).await);
    assert_eq!(guesses(&world, |n| sign_in("赵敏", &format!("guess {n}"), OFFICE)).await, 6);
    assert_eq!(world.ask(sign_in("赵敏", PASSPHRASE, OFFICE)).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(world.ask(sign_in("赵敏", PASSPHRASE, OFFICE).by(&owner)).await.status, StatusCode::OK, "at her desk");
    assert_eq!(world.ask(sign_in("秦守仁", PASSPHRASE, OFFICE).by(&known)).await.status, StatusCode::OK);
    assert_eq!(world.ask(sign_in("周桂芳", PASSPHRASE, OFFICE)).await.status, StatusCode::OK, "on a new phone");
    // A known browser is slowed down, too, by its own misses.
    assert_eq!(guesses(&world, |n| sign_in("赵敏", &format!("guess {n}"), OFFICE).by(&owner)).await, 6);
}

#[tokio::test]
async fn guessing_a_thousand_times_from_many_addresses_slows_the_account_as_much() {
    let (world, known) = with_people().await;
    let from = |n: usize| format!("198.51.{}.{}", 100 + n / 250, n % 250);
    assert_eq!(guesses(&world, |n| sign_in("秦守仁", &format!("guess {n}"), &from(n))).await, 6);
    assert_eq!(world.ask(sign_in("秦守仁", PASSPHRASE, OFFICE).by(&known)).await.status, StatusCode::OK);
    assert_eq!(world.ask(sign_in("赵敏", PASSPHRASE, OFFICE)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_at_a_thousand_names_takes_turns_and_neighbours_still_sign_in() {
    let (world, known) = with_people().await;
    let looked_at = guesses(&world, |n| sign_in(&format!("居民{n}"), "guess guess", OFFICE)).await;
    assert_eq!(looked_at, NAMES_FREE + 2, "the clock stands still: one turn");
    assert_eq!(world.ask(sign_in("秦守仁", PASSPHRASE, OFFICE).by(&known)).await.status, StatusCode::OK);
    assert_eq!(world.ask(sign_in("赵敏", PASSPHRASE, "192.0.2.2")).await.status, StatusCode::OK, "elsewhere");
    world.pass(TURN_MS);
    assert_eq!(world.ask(sign_in("赵敏", PASSPHRASE, OFFICE)).await.status, StatusCode::OK, "on a new phone: a turn");
}

#[tokio::test]
async fn guessing_with_a_forged_x_forwarded_for_changes_nothing() {
    let (world, _) = with_people().await;
    let forged = |n: usize| {
        sign_in(&format!("居民{n}"), "guess guess", OFFICE).header("x-forwarded-for", &format!("10.1.0.{n}"))
    };
    assert_eq!(guesses(&world, forged).await, NAMES_FREE + 2);
    // What a trusted proxy adds stands at the end; the client wrote what stands before.
    let behind = |n: usize| {
        let through = format!("10.1.0.{n}, 192.0.2.9");
        sign_in(&format!("居民{n}"), "guess guess", OFFICE)
            .from("10.9.9.9", &["10.0.0.0/8"])
            .header("x-forwarded-for", &through)
    };
    assert_eq!(guesses(&world, behind).await, NAMES_FREE + 2);
}

#[tokio::test]
async fn telling_which_phones_exist_is_not_possible_by_status_body_or_work() {
    let (world, _) = with_people().await;
    // A family's phone, with two accounts.
    world.enrol("x", "x-worker").await;
    let mut answers = Vec::new();
    for name in ["13800000001", "13999999999", "秦守仁", "没有这个人", "", &"长".repeat(61)] {
        let before = world.app.passwords.hashes();
        let mut told = Vec::new();
        for _ in 0..8 {
            let reply = world.ask(sign_in(name, "guess guess", "203.0.113.5")).await;
            let mut headers: Vec<String> = reply.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            told.push((reply.status, reply.tidy().to_string(), headers));
        }
        answers.push((told, world.app.passwords.hashes() - before));
    }
    for answer in &answers {
        assert_eq!(*answer, answers[0]);
    }
    assert_eq!(answers[0].1, 12, "six tries of two hashes, then none");
}

#[tokio::test]
async fn guessing_at_a_namesake_is_not_forgiven_by_ones_own_sign_in() {
    let world = World::new().await;
    // Two of one name, as two places have them.
    world.enrol_with("c", "worker", "the first one's own").await;
    world.enrol_with("x", "x-worker", "the other one's own").await;
    let other = device_of(&world.ask(sign_in("赵敏", "the other one's own", OFFICE)).await);
    for n in 0..6 {
        // On a browser that knows the other, each guess followed by the other's own passphrase.
        let guess = world.ask(sign_in("赵敏", &format!("guess {n}"), OFFICE).by(&other)).await;
        assert_eq!(guess.code(), "sign_in_failed");
        let own = world.ask(sign_in("赵敏", "the other one's own", OFFICE).by(&other)).await;
        assert_eq!(own.status, StatusCode::OK, "{n}: {}", own.text);
    }
    let first = || sign_in("赵敏", "the first one's own", "192.0.2.77");
    assert_eq!(world.ask(first()).await.code(), "sign_in_failed", "it is not even tried");
    let own = world.ask(sign_in("赵敏", "the other one's own", OFFICE).by(&other)).await;
    assert_eq!(own.status, StatusCode::OK, "who guessed keeps nobody but the guessed one waiting");
    world.pass(2_000);
    assert_eq!(world.ask(first()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn guessing_at_the_same_moment_tries_no_more_than_guessing_one_after_the_other() {
    let (world, _) = with_people().await;
    let guess = |n: usize| world.ask(sign_in("赵敏", &format!("guess {n}"), &format!("192.0.2.{n}")));
    let replies = futures_util::future::join_all((1..40).map(guess)).await;
    assert_eq!(replies.iter().filter(|reply| reply.code() == "sign_in_failed").count(), 6);
}

#[tokio::test]
async fn guessing_an_old_passphrase_while_a_new_one_is_set_opens_nothing() {
    let (world, _) = with_people().await;
    let old = world.app.accounts.candidates("赵敏").await.unwrap().remove(0);
    world.enrol_with("c", "worker", "a new passphrase").await;
    // As a sign-in goes on that had looked before.
    let opening = Opening { secret: &[7; 32], device: &id("d9"), kind: "" };
    let opened = world.app.accounts.open_session(opening, (&old.book, &old.person), Some(&old.phc), None, 1).await;
    assert!(!opened.unwrap());
}
