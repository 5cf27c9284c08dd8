//! Sealed entries (DOMAIN, "Stewards"): read online after a look with its reason, by the author, the mediators of the place
//! and the audit role; and papers of an errand, which go when it ends.

use crate::{
    photo::{name, plain, reached, send_all, show},
    sync::push,
    world::{NOW, Reply, World, get, id, post},
};
use axum::http::StatusCode;
use jiefang_domain::{Id, identity::Role};
use jiefang_server::verify::verify;
use serde_json::{Value, json};
use std::{path::Path, process::Command};

const SECRET: &str = "楼上楼下吵了三年";
const MINUTE_MS: i64 = 60_000;

fn act(kind: &str, body: &Value) -> Value {
    json!({ "kind": kind, "body": body })
}

fn record(entry: &str, kind: &str, parties: &Value, photos: &[&Id]) -> Value {
    let content = json!({ "category": "other", "spot": "3", "note": SECRET, "happened_at_ms": NOW - 60_000,
        "parties": parties, "checkpoints": [], "photos": photos });
    let entry = json!({ "id": entry, "entry_kind": kind, "place": "estate", "replaces": "-", "content": content });
    act("entry.record@1", &entry)
}

fn advance(to: &str) -> Value {
    let step = json!({ "entry": "e1", "to": to, "note": "", "agreement": "", "report": "", "remedies_told": false,
        "seen": [], "photos": [] });
    act("entry.advance@1", &step)
}

fn look(look: &str) -> Value {
    act("entry.look@1", &json!({ "id": look, "entry": "e1", "reason": "dispute", "note": "" }))
}

async fn does(world: &World, session: &str, client: &str, acts: &[Value]) -> Reply {
    world.ask(post("/api/sync/c/push", &push(client, 1, acts)).by(session)).await
}

async fn done(world: &World, session: &str, client: &str, acts: &[Value]) {
    let reply = does(world, session, client, acts).await;
    assert_eq!(reply.text.matches("applied").count(), acts.len(), "{}", reply.text);
}

async fn open(world: &World, session: &str, look: &str, more: &Value) -> Reply {
    let mut body = json!({ "look": look });
    if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
        body.extend(more.clone());
    }
    world.ask(post("/api/sealed/c/e1", &body).by(session)).await
}

async fn pulled(world: &World, session: &str) -> String {
    let pull = json!({ "epoch": "-", "client_id": "any", "scopes": [], "cursor": 0, "chain": "" });
    world.ask(post("/api/sync/c/pull", &pull).by(session)).await.text
}

/// A dispute that a steward recorded, and a mediator.
async fn dispute() -> (World, String) {
    let world = World::new().await;
    world.person("c", "mediator", "白正", "", Role::Mediator, "c").await;
    let steward = world.enrol("c", "steward").await;
    let parties = json!([{ "person": "resident", "name": "" }, { "person": "-", "name": "张先生" }]);
    done(&world, &steward, "phone", &[record("e1", "dispute", &parties, &[])]).await;
    (world, steward)
}

#[tokio::test]
async fn sealed_a_body_reaches_its_authors_device_and_a_mediator_after_a_look_with_its_reason() {
    let (world, steward) = dispute().await;
    assert!(pulled(&world, &steward).await.contains(SECRET));
    let mediator = world.enrol("c", "mediator").await;
    let shell = pulled(&world, &mediator).await;
    assert!(shell.contains("\"entry\":") && !shell.contains(SECRET) && !shell.contains("张先生"), "{shell}");
    assert_eq!(open(&world, &mediator, "l1", &Value::Null).await.status, StatusCode::NOT_FOUND, "no look yet");
    done(&world, &mediator, "desk", &[look("l1")]).await;
    let body = open(&world, &mediator, "l1", &Value::Null).await;
    assert_eq!((body.status, body.json()["note"].as_str()), (StatusCode::OK, Some(SECRET)));
    assert_eq!(body.header("cache-control"), "no-store");
    assert!(!pulled(&world, &mediator).await.contains(SECRET), "it is kept on no other device");
    // Whom it concerns sees who opened it.
    let resident = world.enrol("c", "resident").await;
    let page = pulled(&world, &resident).await;
    assert!(page.contains("白正") && page.contains("\"look\"") && !page.contains(SECRET), "{page}");
    world.pass(5 * MINUTE_MS + 1);
    assert_eq!(open(&world, &mediator, "l1", &Value::Null).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn sealed_nobody_else_opens_one_whatever_they_send() {
    let (world, _) = dispute().await;
    world.person("c", "delegate", "吴大明", "", Role::ResidentRepresentative, "estate").await;
    world.person("c", "property", "甘成", "", Role::PropertyManager, "estate").await;
    let mediator = world.enrol("c", "mediator").await;
    done(&world, &mediator, "desk", &[look("l1")]).await;
    for person in ["worker", "secretary", "resident", "delegate", "property"] {
        let session = world.enrol("c", person).await;
        let refused = does(&world, &session, person, &[look("l2")]).await;
        assert!(refused.text.contains("refused"), "{person}: {}", refused.text);
        for by in ["l1", "l2", "e1"] {
            let reason = json!({ "reason": "check" });
            assert_eq!(open(&world, &session, by, &reason).await.status, StatusCode::NOT_FOUND, "{person}");
        }
        assert!(!pulled(&world, &session).await.contains(SECRET), "{person}");
    }
    // What concerns no home of theirs is not even a shell to those who look after the place.
    for person in ["delegate", "property"] {
        let session = world.enrol("c", person).await;
        assert!(!pulled(&world, &session).await.contains("\"entry\":"), "{person}");
    }
}

#[tokio::test]
async fn sealed_the_audit_role_opens_one_with_a_reason_and_the_log_tells() {
    let (world, _) = dispute().await;
    world.administrators().await;
    let audit = world.enrol("server", "audit").await;
    assert_eq!(open(&world, &audit, "l9", &Value::Null).await.status, StatusCode::NOT_FOUND, "no reason, no look");
    let other = json!({ "reason": "other", "note": " " });
    assert_eq!(open(&world, &audit, "l9", &other).await.status, StatusCode::NOT_FOUND, "and it is written down");
    let body = open(&world, &audit, "l8", &json!({ "reason": "check", "note": "抽查" })).await;
    assert_eq!((body.status, body.json()["note"].as_str()), (StatusCode::OK, Some(SECRET)), "{}", body.text);
    let resident = world.enrol("c", "resident").await;
    let looks = world.ask(get("/api/looks/c/resident").by(&resident)).await;
    assert_eq!(looks.json()[0]["note"].as_str(), Some("抽查"));
    let sysadmin = world.enrol("server", "sysadmin").await;
    assert_eq!(open(&world, &sysadmin, "l8", &Value::Null).await.status, StatusCode::NOT_FOUND);
    let report = verify(world.dir()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

async fn photo_of(world: &World, session: &str, entry: &str, photo: &Id, look: &str) -> Reply {
    world.ask(get(&format!("/api/sealed/c/{entry}/{photo}?look={look}")).by(session)).await
}

#[tokio::test]
async fn sealed_photos_reach_whom_a_look_opens_the_entry_as_long_as_it_does_and_nobody_else() {
    let world = World::new().await;
    world.person("c", "mediator", "白正", "", Role::Mediator, "c").await;
    world.person("c", "delegate", "吴大明", "", Role::ResidentRepresentative, "estate").await;
    world.administrators().await;
    let (steward, mediator) = (world.enrol("c", "steward").await, world.enrol("c", "mediator").await);
    let audit = world.enrol("server", "audit").await;
    let (photo, other) = (paper(3), paper(5));
    let (named, foreign) = (name(&photo), name(&other));
    done(&world, &steward, "phone", &[record("e1", "theft", &json!([]), &[&named])]).await;
    done(&world, &steward, "phone-2", &[record("e2", "theft", &json!([]), &[&foreign])]).await;
    for (photo, named) in [(&photo, &named), (&other, &foreign)] {
        assert_eq!(send_all(&world, photo, named, &steward).await.json(), reached(photo.len()));
    }
    let missing = StatusCode::NOT_FOUND;
    assert_eq!(world.ask(show(&named, &steward)).await.status, StatusCode::OK, "the author's own device, as ever");
    assert_eq!(world.ask(show(&named, &mediator)).await.status, missing);
    assert_eq!(photo_of(&world, &mediator, "e1", &named, "l1").await.status, missing, "no look yet");

    done(&world, &mediator, "desk", &[look("l1")]).await;
    let ask = get(&format!("/api/sealed/c/e1/{named}?look=l1")).by(&mediator);
    let shown = world.response(ask).await;
    assert_eq!((shown.status(), shown.headers()["content-type"].as_bytes()), (StatusCode::OK, &b"image/jpeg"[..]));
    assert_eq!(shown.headers()["cache-control"], "no-store");
    assert_eq!(axum::body::to_bytes(shown.into_body(), 1 << 20).await.unwrap(), photo);
    assert_eq!(world.ask(show(&named, &mediator)).await.status, missing, "by that look and in no other way");
    assert_eq!(photo_of(&world, &mediator, "e1", &foreign, "l1").await.status, missing, "another entry's");
    assert_eq!(photo_of(&world, &mediator, "e2", &foreign, "l1").await.status, missing, "nor by this look");
    for person in ["worker", "secretary", "resident", "delegate"] {
        let session = world.enrol("c", person).await;
        assert_eq!(photo_of(&world, &session, "e1", &named, "l1").await.status, missing, "{person}");
        assert_eq!(world.ask(show(&named, &session)).await.status, missing, "{person}");
    }
    assert_eq!(photo_of(&world, &audit, "e1", &named, "l1").await.status, missing, "another's look");
    assert_eq!(open(&world, &audit, "l8", &json!({ "reason": "check" })).await.status, StatusCode::OK);
    assert_eq!(photo_of(&world, &audit, "e1", &named, "l8").await.status, StatusCode::OK);

    world.pass(5 * MINUTE_MS);
    assert_eq!(photo_of(&world, &mediator, "e1", &named, "l1").await.status, StatusCode::OK);
    world.pass(1);
    for (session, look) in [(&mediator, "l1"), (&audit, "l8")] {
        assert_eq!(photo_of(&world, session, "e1", &named, look).await.status, missing, "{look} is over");
    }
}

/// What a backup made now holds.
fn backup(world: &World, name: &str) -> Vec<u8> {
    let file = world.dir().parent().unwrap().join(format!("{}-{name}", world.dir().file_name().unwrap().display()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_jiefang"));
    let made = command.args(["backup".as_ref(), file.as_path(), "--data".as_ref(), world.dir()]).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let bytes = std::fs::read(&file).unwrap();
    std::fs::remove_file(Path::new(&file)).unwrap();
    bytes
}

fn holds(all: &[u8], photo: &[u8]) -> bool {
    // The middle of a page: a long value lies in pages that are not side by side.
    let part = &photo[photo.len() - 600..photo.len() - 100];
    all.windows(part.len()).any(|there| there == part)
}

/// A photo unlike every other.
fn paper(seed: u8) -> Vec<u8> {
    let mut photo = plain();
    let end = photo.len() - 2;
    for (n, byte) in photo[end - 1_000..end].iter_mut().enumerate() {
        *byte = u8::try_from((n * usize::from(seed) + n / 7) % 251).unwrap();
    }
    photo
}

#[tokio::test]
async fn papers_of_an_errand_are_deleted_on_confirmation_and_absent_from_every_later_backup() {
    let world = World::new().await;
    let [resident, steward, worker] =
        [world.enrol("c", "resident").await, world.enrol("c", "steward").await, world.enrol("c", "worker").await];
    let (photo, late) = (paper(3), paper(5));
    let (named, later) = (name(&photo), name(&late));
    let parties = json!([{ "person": "resident", "name": "" }]);
    done(&world, &resident, "r", &[record("e1", "errand", &parties, &[&named, &later])]).await;
    assert_eq!(send_all(&world, &photo, &named, &resident).await.json(), reached(photo.len()));
    done(&world, &steward, "s", &["accepted", "doing", "handed_back"].map(advance)).await;
    assert_eq!(world.ask(show(&named, &steward)).await.status, StatusCode::OK, "who does the errand needs it");
    assert_eq!(world.ask(show(&named, &worker)).await.status, StatusCode::NOT_FOUND, "colleagues do not");
    assert!(world.app.photos.is_whole(&id("c"), &named).await.unwrap());
    assert!(holds(&backup(&world, "before"), &photo), "the test sees what is there");
    // One of the two is still on its way when the errand is confirmed.
    let first = &late[..32_768];
    let begun = format!("/api/photos/c/{later}");
    world
        .ask(crate::world::send(axum::http::Method::POST, &format!("{begun}?size={}", late.len())).by(&resident))
        .await;
    let piece = crate::world::send(axum::http::Method::PUT, &format!("{begun}?at=0")).body(first.to_vec());
    world.ask(piece.by(&resident)).await;
    let confirm = json!({ "entry": "e1", "party": 0, "answer": "confirms", "how": "themself", "note": "" });
    done(&world, &resident, "r2", &[act("entry.answer@1", &confirm)]).await;
    for session in [&resident, &steward] {
        assert_eq!(world.ask(show(&named, session)).await.status, StatusCode::NOT_FOUND);
    }
    assert!(!world.app.photos.is_whole(&id("c"), &named).await.unwrap(), "it is deleted, not only out of sight");
    assert!(!holds(&backup(&world, "after"), &photo));
    let more =
        crate::world::send(axum::http::Method::PUT, &format!("{begun}?at=32768")).body(late[32_768..65_536].to_vec());
    assert_eq!(world.ask(more.by(&resident)).await.status, StatusCode::NOT_FOUND, "what was on its way went, too");
    // A phone that had not heard of it sends the other after all: it is shown to nobody and stands in no backup.
    send_all(&world, &late, &later, &resident).await;
    assert_eq!(world.ask(show(&later, &resident)).await.status, StatusCode::NOT_FOUND);
    let after = backup(&world, "late");
    assert!(!holds(&after, &late) && !holds(&after, &photo));
    let report = verify(world.dir()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}
