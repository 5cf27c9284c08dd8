//! Lists over HTTP: nothing before it is confirmed, each draft its own person's.

use crate::world::{Ask, Reply, World, get, id, post, send};
use axum::http::{Method, StatusCode};
use jiefang_domain::{Kind, identity::Role};
use jiefang_server::store::import::UNDO_MS;
use serde_json::{Value, json};
use std::time::Duration;

const LIST: &str = "姓名,手机号,社区,小区\n张三,13912345671,进步巷社区,秦苑小区\n李四,123,进步巷社区,秦苑小区\n";

fn upload(bytes: &str, into: &str) -> Ask {
    send(Method::POST, &format!("/api/lists?name=a.csv&draft={into}")).body(bytes.to_owned())
}

async fn do_it(world: &World, by: &str, draft: &str, body: Value) -> Reply {
    world.ask(post(&format!("/api/lists/{draft}"), &body).by(by)).await
}

/// What is told once nothing is under way any more.
async fn settled(world: &World, by: &str, draft: &str) -> Value {
    for _ in 0..500 {
        let told = world.ask(get(&format!("/api/lists/{draft}")).by(by)).await.json();
        if !matches!(told["phase"].as_str().unwrap(), "planning" | "applying" | "undoing") {
            return told;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it never ended");
}

/// The list is imported; its draft.
async fn applied(world: &World, by: &str) -> String {
    let draft = world.ask(upload(LIST, "").by(by)).await.json()["id"].as_str().unwrap().to_owned();
    settled(world, by, &draft).await;
    do_it(world, by, &draft, json!({ "do": "apply" })).await;
    assert_eq!(settled(world, by, &draft).await["phase"], "applied");
    draft
}

async fn people(world: &World) -> usize {
    world.app.store.records(&id("c"), Kind::Person).await.unwrap().len()
}

#[tokio::test]
async fn a_list_is_looked_at_confirmed_and_taken_back() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let before = people(&world).await;
    let begun = world.ask(upload(LIST, "").by(&worker)).await.json();
    let draft = begun["id"].as_str().unwrap();
    let told = settled(&world, &worker, draft).await;
    let counts = |told: &Value| ["add", "change", "same", "bad_lines"].map(|name| told[name].as_u64().unwrap());
    assert_eq!((&told["phase"], counts(&told)), (&json!("ready"), [1, 0, 0, 1]));
    let bad = &told["bad"][0];
    assert_eq!((&bad["sheet"], &bad["lines"], &bad["column"]), (&json!("a.csv"), &json!("3"), &json!("手机号")));
    assert_eq!(bad["words"], "电话位数不对：手机 11 位，座机带区号。");
    let file = world.ask(get(&format!("/api/lists/{draft}/bad.csv")).by(&worker)).await;
    assert!(file.text.starts_with("\u{FEFF}文件,") && file.header("content-disposition").contains("attachment"));
    assert_eq!(
        (people(&world).await, world.ask(get("/api/lists").by(&worker)).await.json()),
        (before, json!({ "imports": [] }))
    );

    assert_eq!(do_it(&world, &worker, draft, json!({ "do": "apply" })).await.status, StatusCode::OK);
    assert_eq!(settled(&world, &worker, draft).await["phase"], "applied");
    assert_eq!(people(&world).await, before + 1);
    assert_eq!(do_it(&world, &worker, draft, json!({ "do": "apply" })).await.code(), "busy", "once");
    let made = world.ask(get("/api/lists").by(&worker)).await.json();
    assert_eq!((&made["imports"][0]["id"], &made["imports"][0]["counts"]), (&json!(draft), &json!([1, 0, 0, 1])));

    do_it(&world, &worker, draft, json!({ "do": "undo" })).await;
    let told = settled(&world, &worker, draft).await;
    assert_eq!((&told["phase"], &told["left"]), (&json!("undone"), &json!([])));
    assert_eq!(do_it(&world, &worker, draft, json!({ "do": "undo" })).await.code(), "not_found");
}

#[tokio::test]
async fn after_thirty_days_an_import_cannot_be_taken_back() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let draft = applied(&world, &worker).await;
    world.pass(UNDO_MS);
    let worker = world.enrol("c", "worker").await;
    let can_undo =
        async |worker| world.ask(get("/api/lists").by(worker)).await.json()["imports"][0]["can_undo"].clone();
    assert_eq!(can_undo(&worker).await, true, "the last moment of them");
    world.pass(1);
    assert_eq!(can_undo(&worker).await, false);
    assert_eq!(do_it(&world, &worker, &draft, json!({ "do": "undo" })).await.code(), "not_found");
}

#[tokio::test]
async fn a_file_that_is_not_read_begins_nothing_and_of_many_drafts_the_oldest_makes_room() {
    let world = World::new().await;
    let mut drafts = Vec::new();
    for n in 0..9 {
        let (name, phone) = (format!("w{n}"), format!("1380000100{n}"));
        world.person("c", &name, &name, &phone, Role::CommunityWorker, "c").await;
        let by = world.enrol("c", &name).await;
        let begun = world.ask(upload(LIST, "").by(&by)).await;
        assert_eq!(begun.status, StatusCode::OK, "{n}: {}", begun.text);
        assert_eq!(world.ask(upload("", "").by(&by)).await.code(), "list_empty");
        drafts.push((begun.json()["id"].as_str().unwrap().to_owned(), by));
        world.pass(1);
    }
    for (n, (draft, by)) in drafts.iter().enumerate() {
        let looked = world.ask(get(&format!("/api/lists/{draft}")).by(by)).await;
        assert_eq!(looked.status == StatusCode::OK, n > 0, "{n}: {}", looked.text);
    }
}

#[tokio::test]
async fn a_heading_is_said_and_what_was_looked_at_is_what_is_done() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let list = "姓名,打给\n张三,13912345671\n";
    let draft = world.ask(upload(list, "").by(&worker)).await.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        settled(&world, &worker, &draft).await["columns"][1],
        json!({ "file": "a.csv", "sheet": "a.csv", "column": "打给", "field": "" })
    );
    assert_eq!(
        do_it(&world, &worker, &draft, json!({ "do": "map", "map": { "打给": "nothing" } })).await.code(),
        "malformed"
    );
    do_it(&world, &worker, &draft, json!({ "do": "map", "map": { "打给": "phone" } })).await;
    let told = settled(&world, &worker, &draft).await;
    assert_eq!((&told["columns"][1]["field"], &told["add"]), (&json!("phone"), &json!(1)));
    // Somebody enters the same person meanwhile: it is to be looked at once more.
    world.person("c", "zhang", "张三", "13912345671", Role::Resident, "c").await;
    do_it(&world, &worker, &draft, json!({ "do": "apply" })).await;
    let told = settled(&world, &worker, &draft).await;
    assert_eq!(
        (&told["phase"], &told["moved"], &told["add"], &told["same"]),
        (&json!("ready"), &json!(true), &json!(0), &json!(1))
    );
}

#[tokio::test]
async fn a_draft_is_its_persons_and_a_list_a_workers() {
    let world = World::new().await;
    let (worker, other) = (world.enrol("c", "worker").await, world.enrol("x", "x-worker").await);
    let draft = world.ask(upload(LIST, "").by(&worker)).await.json()["id"].as_str().unwrap().to_owned();
    settled(&world, &worker, &draft).await;
    for (asked, path) in [(true, ""), (true, "/bad.csv"), (false, "")] {
        let path = format!("/api/lists/{draft}{path}");
        let ask = if asked { get(&path) } else { post(&path, &json!({ "do": "apply" })) };
        assert_eq!(world.ask(ask.by(&other)).await.code(), "not_found");
    }
    assert_eq!(world.ask(upload(LIST, &draft).by(&other)).await.code(), "not_found");
    // The other worker's own upload of the same list: every line is of a community that is not theirs.
    let theirs = world.ask(upload(LIST, "").by(&other)).await.json()["id"].as_str().unwrap().to_owned();
    let told = settled(&world, &other, &theirs).await;
    assert_eq!((&told["add"], &told["bad_lines"]), (&json!(1), &json!(1)), "a community of the same name is theirs");
    for nobody in ["resident", "steward", "secretary"] {
        let session = world.enrol("c", nobody).await;
        assert_eq!(world.ask(upload(LIST, "").by(&session)).await.code(), "not_yours", "{nobody}");
    }
    for (bytes, code) in [("", "list_empty"), ("%PDF-1", "no_list"), ("PK\u{3}\u{4}x", "list_damaged")] {
        assert_eq!(world.ask(upload(bytes, "").by(&worker)).await.code(), code);
    }
    assert_eq!(world.ask(upload(&"x".repeat((8 << 20) + 1), "").by(&worker)).await.code(), "body_too_large");
}
