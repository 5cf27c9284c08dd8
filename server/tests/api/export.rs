//! Rights of the person: all data about me, for me.

use crate::{
    sync::{find, push},
    world::{World, get, id, post},
};
use axum::http::StatusCode;
use jiefang_domain::identity::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn rights_of_the_person_export_holds_my_rows_my_acts_and_who_looked_and_nobody_elses() {
    let world = World::new().await;
    world.person("c", "auntie", "石秀兰", "13800001234", Role::Resident, "estate").await;
    let (auntie, worker) = (world.enrol("c", "auntie").await, world.enrol("c", "worker").await);
    let steward = world.enrol("c", "steward").await;
    let look = json!({ "kind": "person.look@1", "body":
        { "id": "l1", "person": "auntie", "fields": ["phone"], "reason": "other", "note": "送药" } });
    world.ask(post("/api/sync/c/push", &push("desk", 1, &[look])).by(&worker)).await;
    world.ask(post("/api/sync/c/push", &push("phone", 1, &[find("h1", "estate", "与她无关")])).by(&steward)).await;
    let consent = json!({ "kind": "consent.give@1", "body":
        { "person": "auntie", "purpose": "data", "how": "themself", "home": "-" } });
    world.ask(post("/api/sync/c/push", &push("mine", 1, &[consent])).by(&auntie)).await;

    let reply = world.ask(get("/api/me/export").by(&auntie)).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"jiefang-my-data.json\"");
    assert_eq!(reply.header("cache-control"), "no-store");
    let export = reply.json();
    let book = &export["books"][0];
    assert_eq!(
        (export["person"].as_str(), book["id"].as_str(), book["cut"].as_bool()),
        (Some("auntie"), Some("c"), Some(false))
    );
    let kinds = |rows: &Value| -> Vec<String> {
        let all = rows.as_array().unwrap().iter().map(|row| row.as_object().unwrap().keys().next().unwrap().clone());
        all.collect()
    };
    assert_eq!(kinds(&book["rows"]), ["consent", "grant", "look", "person"]);
    assert!(book["rows"].to_string().contains("13800001234"));
    let log = book["log"].as_array().unwrap();
    let of = |kind: &str| log.iter().find(|entry| entry["kind"] == kind).unwrap_or_else(|| panic!("{kind}"));
    assert_eq!((of("consent.give@1")["mine"].as_bool(), of("consent.give@1")["act"].is_object()), (Some(true), true));
    assert_eq!((of("person.look@1")["mine"].as_bool(), of("person.look@1").get("act")), (Some(false), None));
    assert!(!reply.text.contains("与她无关") && !reply.text.contains("hazard"), "{}", reply.text);
}

#[tokio::test]
async fn rights_of_the_person_a_name_with_markup_stays_text_in_the_export() {
    let world = World::new().await;
    let name = "\"><img src=x onerror=alert(1)>";
    world.person("c", "marked", name, "", Role::Resident, "estate").await;
    let session = world.enrol("c", "marked").await;
    let reply = world.ask(get("/api/me/export").by(&session)).await;
    assert!(reply.header("content-type").starts_with("application/json"));
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
    let rows = reply.json()["books"][0]["rows"].clone();
    assert!(rows.as_array().unwrap().iter().any(|row| row["person"]["name"] == name), "{rows}");
}

#[tokio::test]
async fn bulk_export_of_ones_own_data_is_an_entry_of_the_door_log() {
    let world = World::new().await;
    world.person("c", "auntie", "石秀兰", "13800001234", Role::Resident, "estate").await;
    let auntie = world.enrol("c", "auntie").await;
    assert_eq!(world.ask(get("/api/me/export").by(&auntie)).await.status, StatusCode::OK);
    world.app.door.written().await;
    let wanted = jiefang_server::store::door::Wanted {
        books: vec![id("c")],
        what: "export".into(),
        until_ms: i64::MAX,
        limit: 9,
        ..Default::default()
    };
    let found = world.app.store.audit(&world.app.door.log, &wanted).await.unwrap();
    let told: Vec<_> = found.iter().map(|e| (e.person.as_str(), e.book.as_str(), e.result.as_str())).collect();
    assert_eq!(told, [("auntie", "c", "")]);
}

#[tokio::test]
async fn bulk_export_of_whom_somebody_entered_is_not_a_part_of_their_own_data() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let enter = json!({ "kind": "person.enter@2", "body": {
        "id": "p9", "name": "石秀兰", "phone": "13899990000", "household": "-", "invented": true, "door": "2-301",
        "skills": [], "volunteer": false } });
    let entered = world.ask(post("/api/people/c", &json!({ "op_id": "o1", "act": enter })).by(&worker)).await;
    assert_eq!(entered.json()["refused"], "", "{}", entered.text);
    // A number that was put right on paper is the person's, too.
    let wish = json!({ "kind": "wish.ask@1", "body":
        { "id": "w1", "person": "p9", "what": "phone", "text": "13899991111", "how": "paper" } });
    world.ask(post("/api/sync/c/push", &push("desk", 1, &[wish])).by(&worker)).await;
    world.ask(post("/api/sync/c/push", &push("desk", 2, &[find("h1", "estate", "楼道堆物")])).by(&worker)).await;
    let export = world.ask(get("/api/me/export").by(&worker)).await.json();
    let log = export["books"][0]["log"].to_string();
    assert!(log.contains("person.enter@2") && log.contains("wish.ask@1"), "that it was done is told: {log}");
    assert!(!log.contains("13899990000") && !log.contains("13899991111") && !log.contains("石秀兰"), "{log}");
    assert!(log.contains("楼道堆物"), "{log}");
}
