//! People and places change at the desk: what belongs to an act the server puts to it.

use crate::{
    sync::push,
    world::{NOW, PASSPHRASE, Reply, World, get, id, post},
};
use axum::http::StatusCode;
use jiefang_domain::{
    Id, Key, Lang, Refusal, Row,
    identity::{Grant, Role},
};
use serde_json::{Value, json};

async fn act(world: &World, by: &str, op_id: &str, kind: &str, body: Value) -> String {
    act_in(world, "c", by, op_id, kind, body).await
}

async fn act_in(world: &World, book: &str, by: &str, op_id: &str, kind: &str, body: Value) -> String {
    let act = json!({ "op_id": op_id, "act": { "kind": kind, "body": body } });
    let reply: Reply = world.ask(post(&format!("/api/people/{book}"), &act).by(by)).await;
    match reply.status {
        StatusCode::OK => reply.json()["refused"].as_str().unwrap().to_owned(),
        _ => reply.code(),
    }
}

async fn roles(world: &World, by: &str, person: &str) -> Value {
    let found = world.ask(get(&format!("/api/people/c?find={person}")).by(by)).await.json();
    found["people"][0]["roles"].as_array().unwrap().iter().map(|held| held["role"].clone()).collect()
}

async fn clean(world: &World) {
    let report = jiefang_server::verify::verify(world.dir()).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
}

#[tokio::test]
async fn whoever_leaves_holds_nothing_and_is_signed_out_at_once() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let steward = world.enrol("c", "steward").await;
    // What the sender says of it does not count.
    let leave = json!({ "person": "steward", "why": "moved", "grants": [], "wards": [] });
    assert_eq!(act(&world, &worker, "o1", "person.leave@1", leave).await, "");
    assert_eq!(world.ask(get("/api/me").by(&steward)).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(world.sign_in("秦守仁", PASSPHRASE).await.code(), "stopped");
    assert_eq!(roles(&world, &worker, "steward").await, json!([]));
    let made = world.ask(post("/api/enrolment", &json!({ "book": "c", "person": "steward" })).by(&worker)).await;
    assert_eq!(made.code(), "not_found");
    let own = json!({ "person": "worker", "why": "moved", "grants": [], "wards": [] });
    assert_eq!(act(&world, &worker, "o2", "person.leave@1", own).await, "not_yours");
    assert_eq!(act(&world, &worker, "o3", "person.return@1", json!({ "person": "steward" })).await, "");
    assert_eq!(world.sign_in("秦守仁", PASSPHRASE).await.status, StatusCode::OK);
    clean(&world).await;
}

#[tokio::test]
async fn a_steward_is_replaced_and_two_entries_become_one() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let replace = json!({ "grant": "g~steward", "id": "g9", "person": "resident", "work": [] });
    assert_eq!(act(&world, &worker, "o1", "steward.replace@1", replace).await, "");
    assert_eq!(roles(&world, &worker, "steward").await, json!([]));
    assert!(roles(&world, &worker, "resident").await.as_array().unwrap().contains(&json!("steward")));
    let merge = json!({ "person": "resident", "into": "steward", "grants": [], "kept": [], "wards": [], "work": [] });
    assert_eq!(act(&world, &worker, "o2", "person.merge@1", merge).await, "");
    assert!(roles(&world, &worker, "steward").await.as_array().unwrap().contains(&json!("steward")));
    assert_eq!(roles(&world, &worker, "resident").await, json!([]));
    clean(&world).await;
}

#[tokio::test]
async fn a_worker_keeps_the_grid_by_hand() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let place = |place: &str, kind: &str, lies_in: &[&str]| {
        let (units, households) = (4, 64);
        json!({ "id": place, "kind": kind, "name": "新", "lies_in": lies_in, "unmanaged": false, "units": units,
            "households": households, "body": "第九党小组" })
    };
    assert_eq!(act(&world, &worker, "o1", "place.add@2", place("area9", "area", &["c", "d"])).await, "");
    assert_eq!(act(&world, &worker, "o2", "place.add@2", place("estate9", "estate", &["area9", "c", "d"])).await, "");
    assert_eq!(act(&world, &worker, "o3", "place.close@1", json!({ "place": "area9" })).await, "holds_places");
    let change = json!({ "place": "estate9", "name": "改名", "body": null, "units": null, "households": null,
        "unmanaged": true, "lies_in": null });
    assert_eq!(act(&world, &worker, "o4", "place.change@1", change).await, "");
    assert_eq!(act(&world, &worker, "o5", "place.close@1", json!({ "place": "estate9" })).await, "");
    assert_eq!(act(&world, &worker, "o6", "place.close@1", json!({ "place": "area9" })).await, "");
    clean(&world).await;
}

#[tokio::test]
async fn who_holds_a_role_at_a_place_moves_with_it() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let area = json!({ "id": "area9", "kind": "area", "name": "新", "lies_in": ["c", "d"], "unmanaged": false, "units": 0,
        "households": 0, "body": "" });
    assert_eq!(act(&world, &worker, "o1", "place.add@2", area).await, "");
    let moves = json!({ "place": "estate", "name": null, "body": null, "units": null, "households": null,
        "unmanaged": null, "lies_in": ["area9", "c", "d"] });
    assert_eq!(act(&world, &worker, "o2", "place.change@1", moves).await, "");
    for person in ["steward", "resident"] {
        let key = Key::of::<Grant>(&Id::join(&["g", person]));
        let Some(Row::Grant(grant)) = world.app.store.record(&id("c"), &key).await.unwrap() else { panic!("{person}") };
        assert!(grant.path.contains(&id("area9")), "{grant:?}");
    }
    clean(&world).await;
}

#[tokio::test]
async fn a_device_cannot_say_itself_what_somebody_holds() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    for (client, kind, body) in [
        ("k1", "person.leave@1", json!({ "person": "steward", "why": "moved", "grants": [], "wards": [] })),
        ("k3", "guardian.end@1", json!({ "person": "resident" })),
        ("k2", "place.close@1", json!({ "place": "estate" })),
    ] {
        let act = json!({ "kind": kind, "body": body });
        let op = json!({ "op_id": client, "n": 1, "authored_at_ms": 1, "offset_ms": 0, "act": act });
        let push = json!({ "epoch": "-", "client_id": client, "person": "worker", "build": 1, "ops": [op] });
        let answer = world.ask(post("/api/sync/c/push", &push).by(&worker)).await;
        assert!(answer.text.contains("not_yours"), "{kind}: {}", answer.text);
    }
}

#[tokio::test]
async fn a_guardian_hears_of_what_is_open_and_no_former_one_does() {
    let world = World::new().await;
    world.person("c", "kin", "杨柳", "", Role::Resident, "estate").await;
    let (worker, steward) = (world.enrol("c", "worker").await, world.enrol("c", "steward").await);
    let kin = world.enrol("c", "kin").await;
    let content = json!({ "category": "other", "spot": "", "note": "代取降压药", "happened_at_ms": NOW - 60_000,
        "parties": [{ "person": "resident", "name": "" }], "checkpoints": [], "photos": [] });
    let entry = json!({ "id": "e1", "entry_kind": "errand", "place": "estate", "replaces": "-", "content": content });
    let act_of = json!({ "kind": "entry.record@1", "body": entry });
    let sent = world.ask(post("/api/sync/c/push", &push("k1", 1, &[act_of])).by(&steward)).await;
    assert!(sent.text.contains("applied"), "{}", sent.text);
    let hears = async |told: bool| {
        let text = pulled(&world, "c", &kin).await;
        assert_eq!(text.contains("代取降压药"), told, "{text}");
    };
    hears(false).await;
    let names = json!({ "person": "resident", "guardian": "kin", "consent": true });
    assert_eq!(act(&world, &steward, "o0", "guardian.name@1", names.clone()).await, "not_yours");
    assert_eq!(act(&world, &worker, "o1", "guardian.name@1", names).await, "");
    hears(true).await;
    assert_eq!(act(&world, &worker, "o2", "guardian.end@1", json!({ "person": "resident" })).await, "");
    hears(false).await;
    clean(&world).await;
}

async fn pulled(world: &World, book: &str, by: &str) -> String {
    let pull = json!({ "epoch": "-", "client_id": "any", "scopes": [], "cursor": 0, "chain": "" });
    world.ask(post(&format!("/api/sync/{book}/pull"), &pull).by(by)).await.text
}

#[tokio::test]
async fn the_subdistrict_alone_puts_settings_down_and_they_hold_in_each_of_its_communities() {
    let world = World::new().await;
    let (officer, worker) = (world.enrol("d", "officer").await, world.enrol("c", "worker").await);
    let foreign = world.enrol("x", "x-worker").await;
    let named = |name: &str, hazard_days: u32| {
        json!({ "policy": {
            "id": "policy", "council_name": "四方议事会", "timebank_name": name, "stewards_name": "党员楼长",
            "accept_days": 2, "agenda_days": 5, "notice_days": 3, "daily_cap_minutes": 480,
            "balance_cap_minutes": 90000, "calendar": { "off": [], "makeup": [], "years": [] },
            "stewards": { "hazard_days": hazard_days },
        } })
    };
    let set = named("互助时光", 5);
    for by in [&worker, &officer] {
        assert_eq!(act(&world, by, "o1", "policy.set@1", set.clone()).await, "not_yours", "not in a community alone");
    }
    for _ in 0..2 {
        assert_eq!(act_in(&world, "d", &officer, "o2", "policy.set@1", set.clone()).await, "", "sent again it is done");
    }
    let out = act_in(&world, "d", &officer, "o3", "policy.set@1", named("别的名字", 91)).await;
    assert_eq!(out, Refusal::OutOfRange.words(Lang::Zh));
    for (book, by, holds) in [("d", &officer, true), ("c", &worker, true), ("x", &foreign, false)] {
        let page = pulled(&world, book, by).await;
        assert_eq!(page.contains("互助时光"), holds, "{book}: {page}");
        assert!(!page.contains("别的名字"), "{book}: {page}");
    }
    clean(&world).await;
}
