//! What happened at the door, and who may look it up.

use crate::{
    sync::{find, push},
    world::{Ask, PASSPHRASE, World, get, id, post, send},
};
use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

/// The auditor beside the others.
async fn world() -> (World, String) {
    let world = World::new().await;
    world.administrators().await;
    let auditor = world.enrol("server", "audit").await;
    (world, auditor)
}

async fn entries(world: &World, auditor: &str, query: &str) -> Vec<Value> {
    world.app.door.written().await;
    let reply = world.ask(get(&format!("/api/audit?{query}")).by(auditor)).await;
    assert_eq!(reply.status, StatusCode::OK, "{query}: {}", reply.text);
    reply.json()["entries"].as_array().unwrap().clone()
}

fn told(entries: &[Value]) -> Vec<String> {
    let line = |e: &Value| {
        let text = |name: &str| e[name].as_str().unwrap().to_owned();
        format!("{} {} {} {} {}", text("what"), text("result"), text("name"), text("about_name"), text("book"))
    };
    entries.iter().map(line).collect()
}

fn ask(name: &str, passphrase: &str) -> Ask {
    post("/api/session", &json!({ "name": name, "passphrase": passphrase })).from("192.0.2.7", &[])
}

#[tokio::test]
async fn who_came_in_and_who_was_turned_away_stands_in_the_door_log() {
    let (world, auditor) = world().await;
    let worker = world.enrol("c", "worker").await;
    world.pass(1);
    world.ask(ask("赵敏", "my old passphrase")).await;
    world.ask(ask("my old passphrase", "赵敏")).await;
    world.ask(ask("赵敏", PASSPHRASE)).await;
    world.ask(post("/api/enrolment", &json!({ "book": "c", "person": "steward" })).by(&worker)).await;
    world.ask(post("/api/enrolment", &json!({ "book": "c", "person": "secretary" })).by(&worker)).await;
    world.ask(post("/api/enrolment/use", &json!({ "code": "AAAA-AAAA-AAAA-AAAA", "passphrase": PASSPHRASE }))).await;
    let pull = json!({ "epoch": "-", "client_id": "k", "scopes": [], "cursor": 0, "chain": "" });
    world.ask(post("/api/sync/c/pull", &pull).by(&worker)).await;
    world.ask(post("/api/sync/x/pull", &pull).by(&worker)).await;
    world.ask(post("/api/sync/nothing/pull", &pull).by(&worker)).await;
    world.ask(get("/api/audit").by(&worker)).await;
    world.ask(send(Method::DELETE, "/api/session").by(&worker)).await;
    world.app.door.written().await;
    let wanted = jiefang_server::store::door::Wanted {
        books: ["c", "x", "nothing"].map(id).into(),
        nobodys: true,
        since_ms: crate::world::NOW + 1,
        until_ms: i64::MAX,
        limit: 99,
        ..Default::default()
    };
    let found = world.app.store.audit(&world.app.door.log, &wanted).await.unwrap();
    let lines: Vec<String> =
        found.iter().rev().map(|e| format!("{} {} {} {} {}", e.what, e.result, e.person, e.about, e.book)).collect();
    insta::assert_snapshot!("door", lines.join("\n"));
    let text = format!("{found:?}");
    assert!(!text.contains("old passphrase") && !text.contains("赵敏") && !text.contains(PASSPHRASE), "{text}");
    assert_eq!(found.iter().filter(|e| e.from == "192.0.2.7").count(), 3);
    assert!(found.iter().all(|e| e.request.len() == 22), "{text}");
    let typed = entries(&world, &auditor, "who=my%20old%20passphrase").await;
    assert_eq!(told(&typed), ["sign_in sign_in_failed   -"], "found by who knows what was typed");
}

#[tokio::test]
async fn the_audit_role_searches_by_who_what_when_from_and_result_over_both_logs() {
    let (world, auditor) = world().await;
    let steward = world.enrol("c", "steward").await;
    let before = world.ask(post("/api/sync/c/push", &push("phone", 1, &[find("h1", "estate", "")])).by(&steward)).await;
    assert_eq!(before.status, StatusCode::OK);
    world.pass(60_000);
    world.ask(ask("秦守仁", PASSPHRASE)).await;
    let who = told(&entries(&world, &auditor, "who=%E7%A7%A6%E5%AE%88%E4%BB%81").await);
    let right = ["sign_in  秦守仁  c", "enrolment_used  秦守仁  c", "hazard.find@1  秦守仁  c"];
    assert_eq!(who, right, "by name");
    assert_eq!(told(&entries(&world, &auditor, "who=steward").await), right, "by id");
    for what in ["hazard.find", "hazard", "hazard.find@1"] {
        assert_eq!(told(&entries(&world, &auditor, &format!("what={what}")).await), right[2..], "{what}");
    }
    assert_eq!(told(&entries(&world, &auditor, "what=enrolment&who=steward").await), right[1..2]);
    assert_eq!(told(&entries(&world, &auditor, "from=192.0.2.7").await), right[..1]);
    assert_eq!(told(&entries(&world, &auditor, "from=phone").await), right[2..]);
    let since = format!("since_ms={}&who=steward", crate::world::NOW + 1);
    assert_eq!(told(&entries(&world, &auditor, &since).await), right[..1]);
    let until = format!("until_ms={}&who=steward", crate::world::NOW);
    assert_eq!(told(&entries(&world, &auditor, &until).await), right[1..]);
    assert_eq!(entries(&world, &auditor, "done=false&who=steward").await.len(), 0);
    world.ask(ask("秦守仁", "guess guess")).await;
    // Each look is an entry, this one included, with what was looked for.
    let looks = entries(&world, &auditor, "what=audit_search&who=audit").await;
    assert_eq!(looks.len(), 12, "{looks:?}");
    assert!(looks.iter().any(|look| look["detail"] == "{\"from\":\"192.0.2.7\"}"), "{looks:?}");
}

#[tokio::test]
async fn pages_hold_everything_once_and_end() {
    let (world, auditor) = world().await;
    let steward = world.enrol("c", "steward").await;
    let finds: Vec<_> = (1..20).map(|n| find(&format!("h{n}"), "estate", "")).collect();
    world.ask(post("/api/sync/c/push", &push("phone", 1, &finds)).by(&steward)).await;
    let whole: Vec<Value> = entries(&world, &auditor, "who=steward&limit=100").await;
    assert_eq!(whole.len(), 20);
    let (mut pages, mut before) = (Vec::new(), String::new());
    loop {
        let reply = world.ask(get(&format!("/api/audit?who=steward&limit=3{before}")).by(&auditor)).await.json();
        let page = reply["entries"].as_array().unwrap().clone();
        assert!(page.len() <= 3);
        pages.extend(page);
        let next = reply["next"].as_str().unwrap();
        if next.is_empty() {
            break;
        }
        before = format!("&before={next}");
    }
    assert_eq!(pages, whole);
    for bad in ["before=x", "before=1.2", "before=1.%20.3", "limit=x", "else=1", &format!("who={}", "x".repeat(101))] {
        let reply = world.ask(get(&format!("/api/audit?{bad}")).by(&auditor)).await;
        assert_eq!((reply.status, reply.code().as_str()), (StatusCode::BAD_REQUEST, "malformed"), "{bad}");
    }
}

#[tokio::test]
async fn an_auditor_sees_every_book_and_nobody_else_sees_anything() {
    let (world, auditor) = world().await;
    let books = |entries: &[Value]| {
        let mut books: Vec<String> = entries.iter().map(|e| e["book"].as_str().unwrap().to_owned()).collect();
        books.sort();
        books.dedup();
        books
    };
    assert_eq!(books(&entries(&world, &auditor, "").await), ["c", "d", "server", "x", "y"]);
    assert_eq!(books(&entries(&world, &auditor, "book=c").await), ["c"]);
    assert_eq!(world.ask(get("/api/audit?book=nothing").by(&auditor)).await.status, StatusCode::NOT_FOUND);
    let others = [("c", "worker"), ("c", "secretary"), ("d", "officer"), ("c", "resident")];
    for (book, person) in others.into_iter().chain([("server", "security"), ("server", "sysadmin")]) {
        let session = world.enrol(book, person).await;
        assert_eq!(world.ask(get("/api/audit").by(&session)).await.status, StatusCode::FORBIDDEN, "{person}");
    }
    assert_eq!(world.ask(get("/api/audit")).await.status, StatusCode::UNAUTHORIZED);
}

/// Looks at a number, as a worker's device sends it.
fn look_at(id: &str, person: &str, note: &str) -> Value {
    let body = json!({ "id": id, "person": person, "fields": ["phone"], "reason": "other", "note": note });
    json!({ "kind": "person.look@1", "body": body })
}

#[tokio::test]
async fn who_looked_at_whose_data_is_found_at_one_tap_in_words_and_by_either_name() {
    let (world, auditor) = world().await;
    let worker = world.enrol("c", "worker").await;
    let pushed = push("desk", 1, &[look_at("look", "resident", "送药"), find("h1", "estate", "")]);
    assert_eq!(world.ask(post("/api/sync/c/push", &pushed).by(&worker)).await.status, StatusCode::OK);
    let resident = world.app.store.person(&id("resident")).await.unwrap()[0].1.name.known().cloned().unwrap();
    let line = [format!("person.look@1  赵敏 {resident} c")];
    for query in ["group=looks", "group=looks&who=worker", "group=looks&who=resident"] {
        assert_eq!(told(&entries(&world, &auditor, query).await), line, "{query}");
    }
    assert_eq!(told(&entries(&world, &auditor, "group=looks&who=secretary").await), Vec::<String>::new());
    let reply = world.ask(get("/api/audit?group=looks").by(&auditor)).await.json();
    let entry = &reply["entries"][0];
    assert_eq!(
        (&entry["about"], &entry["detail"]),
        (&json!("resident"), &json!(r#"{"reason":"other","note":"送药"}"#))
    );
    let said = json!([{ "code": "person.look@1", "zh": "看号码", "en": "Looked at a number" }]);
    assert_eq!(reply["words"], said);
    assert_ne!(entry["book_name"], "");
}

#[tokio::test]
async fn each_kind_of_act_is_found_by_its_group_and_nothing_else_with_it() {
    let (world, auditor) = world().await;
    let worker = world.enrol("c", "worker").await;
    let steward = world.enrol("c", "steward").await;
    world.pass(1);
    world.ask(ask("赵敏", "guess guess")).await;
    world.ask(post("/api/enrolment", &json!({ "book": "c", "person": "secretary" })).by(&worker)).await;
    world.ask(get("/api/me/export").by(&worker)).await;
    world.ask(get("/api/audit").by(&worker)).await;
    world.ask(post("/api/sync/c/push", &push("desk", 1, &[look_at("l", "worker", "x")])).by(&steward)).await;
    world.ask(post("/api/sync/c/push", &push("phone", 1, &[find("h1", "estate", "")])).by(&worker)).await;
    let now = crate::world::NOW + 1;
    for (group, right) in [
        ("looks", vec!["person.look@1 not_possible"]),
        ("sign_ins", vec!["sign_in sign_in_failed"]),
        ("exports", vec!["export "]),
        ("refused", vec!["person.look@1 not_possible", "refused not_yours", "refused not_yours"]),
        ("acts", vec!["hazard.find@1 ", "person.look@1 not_possible"]),
    ] {
        let found = entries(&world, &auditor, &format!("group={group}&since_ms={now}")).await;
        let short = |e: &Value| format!("{} {}", e["what"].as_str().unwrap(), e["result"].as_str().unwrap());
        let mut found: Vec<String> = found.iter().map(short).collect();
        found.sort();
        assert_eq!(found, right, "{group}");
    }
    for (group, begins) in [("links", "enrolment"), ("rights", "grant."), ("searches", "audit_search")] {
        let found = entries(&world, &auditor, &format!("group={group}")).await;
        let right = |e: &Value| e["what"].as_str().unwrap().starts_with(begins);
        assert!(!found.is_empty() && found.iter().all(right), "{group}: {found:?}");
    }
    let reply = world.ask(get("/api/audit?group=everything").by(&auditor)).await;
    assert_eq!((reply.status, reply.code().as_str()), (StatusCode::BAD_REQUEST, "malformed"));
}
