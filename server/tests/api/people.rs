use crate::world::{PASSPHRASE, Reply, World, get, id, post, session_of};
use axum::http::StatusCode;
use insta::assert_json_snapshot;
use jiefang_domain::{
    command::Command,
    identity::{Role, StopPerson},
};
use serde_json::{Value, json};

async fn act(world: &World, by: &str, book: &str, op_id: &str, kind: &str, body: Value) -> Reply {
    let act = json!({ "op_id": op_id, "act": { "kind": kind, "body": body } });
    world.ask(post(&format!("/api/people/{book}"), &act).by(by)).await
}

/// Done, or the words of the refusal.
fn said(reply: &Reply) -> String {
    match reply.status {
        StatusCode::OK => reply.json()["refused"].as_str().unwrap().to_owned(),
        _ => reply.code(),
    }
}

async fn stop(world: &World, by: &str, book: &str, person: &str) -> String {
    let body = json!({ "person": person, "reason": "手机借给别人用" });
    said(&act(world, by, book, &format!("stop-{person}"), "person.stop@1", body).await)
}

async fn readmit(world: &World, by: &str, person: &str, op_id: &str) -> String {
    let body = json!({ "person": person, "reason": "说明白了" });
    said(&act(world, by, "c", op_id, "person.readmit@1", body).await)
}

/// A server's book with its three administrators, beside the two communities.
async fn administrated() -> World {
    let world = World::new().await;
    world.administrators().await;
    world
}

#[tokio::test]
async fn a_worker_sees_the_people_of_the_community_and_what_they_hold() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let all = world.ask(get("/api/people/c").by(&worker)).await;
    assert_json_snapshot!("people_of_a_community", all.json());
    assert!(!all.text.contains("13800000001"), "no phone");
    let found = world.ask(get("/api/people/c?find=%E5%AE%88%E4%BB%81").by(&worker)).await.json();
    assert_eq!((found["people"].as_array().unwrap().len(), &found["people"][0]["id"]), (1, &json!("steward")));
    assert_eq!(world.ask(get("/api/people/x").by(&worker)).await.code(), "not_found");
    assert_eq!(world.ask(get("/api/people/%2e%2e").by(&worker)).await.code(), "not_found");
    assert_eq!(
        world.ask(get(&format!("/api/people/c?find={}", "a".repeat(300))).by(&worker)).await.code(),
        "malformed"
    );
    let resident = world.enrol("c", "resident").await;
    assert_eq!(world.ask(get("/api/people/c").by(&resident)).await.code(), "not_yours");
}

#[tokio::test]
async fn a_worker_enters_somebody_gives_a_role_and_ends_it() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let enter = json!({ "id": "new", "name": "李桂兰", "phone": "", "household": "hh-new", "invented": false });
    assert_eq!(said(&act(&world, &worker, "c", "o1", "person.enter@1", enter.clone()).await), "");
    assert_eq!(said(&act(&world, &worker, "c", "o1", "person.enter@1", enter).await), "", "sent twice is done once");
    let give = |role: &str| json!({ "id": format!("g-{role}"), "person": "new", "role": role, "place": "estate" });
    assert_eq!(said(&act(&world, &worker, "c", "o2", "grant.give@1", give("steward")).await), "");
    let refused = said(&act(&world, &worker, "c", "o3", "grant.give@1", give("branch_secretary")).await);
    assert!(refused.contains("您的身份不能办这一步"), "{refused}");
    let found = world.ask(get("/api/people/c?find=new").by(&worker)).await.json();
    assert_eq!(found["people"][0]["roles"][0]["role"], "steward");
    assert_eq!(said(&act(&world, &worker, "c", "o4", "grant.end@1", json!({ "grant": "g-steward" })).await), "");
    let found = world.ask(get("/api/people/c?find=new").by(&worker)).await.json();
    assert_eq!(found["people"][0]["roles"], json!([]));
    assert_eq!(
        said(&act(&world, &worker, "x", "o5", "grant.end@1", json!({ "grant": "g-steward" })).await),
        "not_found"
    );
    let other = act(&world, &worker, "c", "o6", "hazard.clear@1", json!({ "hazard": "h" })).await;
    assert_eq!(other.code(), "malformed", "only acts of the desk");
    // The log names who did it.
    assert!(jiefang_server::verify::verify(world.dir()).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_number_is_kept_as_its_digits_however_it_is_typed_and_opens_the_door_however_it_is_typed() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let enter =
        |id: &str, phone: &str| json!({ "id": id, "name": id, "phone": phone, "household": "hh", "invented": false });
    let refused = said(&act(&world, &worker, "c", "o1", "person.enter@1", enter("new", "1391234567")).await);
    assert!(refused.starts_with("电话位数不对"), "{refused}");
    let typed = enter("new", "+86 139-1234 5678");
    assert_eq!(said(&act(&world, &worker, "c", "o2", "person.enter@1", typed).await), "");
    let give = json!({ "id": "g-new", "person": "new", "role": "resident", "place": "estate" });
    assert_eq!(said(&act(&world, &worker, "c", "o3", "grant.give@1", give).await), "");
    world.enrol("c", "new").await;
    for typed in ["13912345678", "139 1234 5678", "１３９－１２３４－５６７８"] {
        assert_eq!(world.sign_in(typed, PASSPHRASE).await.status, StatusCode::OK, "{typed}");
    }
}

#[tokio::test]
async fn a_disabled_person_fails_on_the_next_request_and_the_next_pull() {
    let world = World::new().await;
    let worker = world.enrol("c", "worker").await;
    let steward = world.enrol("c", "steward").await;
    let pull = json!({ "epoch": "-", "client_id": "k", "scopes": [], "cursor": 0, "chain": "" });
    let pulled = async |by: &str| world.ask(post("/api/sync/c/pull", &pull).by(by)).await.status;
    assert_eq!(pulled(&steward).await, StatusCode::OK);
    assert_eq!(stop(&world, &worker, "c", "steward").await, "");
    assert_eq!(pulled(&steward).await, StatusCode::UNAUTHORIZED);
    assert_eq!(world.ask(get("/api/me").by(&steward)).await.status, StatusCode::UNAUTHORIZED);
    let told = world.sign_in("秦守仁", PASSPHRASE).await;
    assert_eq!((told.status, told.code().as_str()), (StatusCode::FORBIDDEN, "stopped"));
    assert_eq!(
        world.sign_in("秦守仁", "not the passphrase").await.code(),
        "sign_in_failed",
        "nothing is told to a stranger"
    );
    let made = world.ask(post("/api/enrolment", &json!({ "book": "c", "person": "steward" })).by(&worker)).await;
    assert_eq!(made.code(), "stopped");
    let found = world.ask(get("/api/people/c?find=steward").by(&worker)).await.json();
    assert_eq!(found["people"][0]["stopped_for"], "手机借给别人用");
    assert_eq!(readmit(&world, &worker, "steward", "r1").await, "");
    assert_eq!(pulled(&steward).await, StatusCode::UNAUTHORIZED, "the sessions of before are gone");
    let again = world.sign_in("秦守仁", PASSPHRASE).await;
    assert_eq!(pulled(&session_of(&again)).await, StatusCode::OK);
    assert!(jiefang_server::verify::verify(world.dir()).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_stop_holds_by_itself_also_where_a_session_outlived_it() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let stop = StopPerson { person: id("steward"), reason: "冒名".to_owned() };
    world.system("c", "stop", Command::StopPerson(stop)).await;
    assert_eq!(world.ask(get("/api/me").by(&steward)).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nobody_stops_themselves_nor_whom_they_could_not_let_in() {
    let world = administrated().await;
    let worker = world.enrol("c", "worker").await;
    let officer = world.enrol("d", "officer").await;
    let security = world.enrol("server", "security").await;
    assert_eq!(stop(&world, &worker, "c", "worker").await, "not_yours");
    assert_eq!(stop(&world, &worker, "c", "secretary").await, "not_yours", "a role of trust");
    assert_eq!(stop(&world, &worker, "d", "officer").await, "not_found");
    assert_eq!(stop(&world, &officer, "x", "x-steward").await, "not_found");
    assert_eq!(stop(&world, &officer, "c", "secretary").await, "");
    assert_eq!(stop(&world, &security, "d", "officer").await, "");
    assert_eq!(world.ask(get("/api/me").by(&officer)).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(stop(&world, &security, "server", "security").await, "not_yours");
    assert_eq!(stop(&world, &security, "x", "x-steward").await, "", "in every book");
}

#[tokio::test]
async fn a_device_cannot_push_what_is_done_at_the_desk_alone() {
    let world = administrated().await;
    let worker = world.enrol("c", "worker").await;
    let acts = [
        ("person.stop@1", json!({ "person": "secretary", "reason": "试试" })),
        ("grant.give@1", json!({ "id": "g9", "person": "steward", "role": "subdistrict_officer", "place": "c" })),
        ("grant.give@1", json!({ "id": "g9", "person": "steward", "role": "security_admin", "place": "server" })),
    ];
    for (n, (kind, body)) in (1..).zip(acts) {
        let op = json!({ "op_id": format!("o{n}"), "n": n, "authored_at_ms": 1, "offset_ms": 0, "act": { "kind": kind, "body": body } });
        let push = json!({ "epoch": "-", "client_id": "k", "person": "-", "build": 1, "ops": [op] });
        let pushed = world.ask(post("/api/sync/c/push", &push).by(&worker)).await;
        assert_eq!(pushed.json()["answers"][0]["answer"]["refused"]["code"], "not_yours", "{}", pushed.text);
    }
    let mine = json!({ "epoch": "-", "client_id": "door~worker", "person": "-", "build": 1, "ops": [] });
    let pushed = world.ask(post("/api/sync/c/push", &mine).by(&worker)).await;
    assert!(!pushed.status.is_success(), "no device is the door: {}", pushed.text);
}

#[tokio::test]
async fn the_security_administrator_gives_officers_and_the_two_others_and_never_their_own() {
    let world = administrated().await;
    let security = world.enrol("server", "security").await;
    let enter =
        |id: &str| json!({ "id": id, "name": format!("新人{id}"), "phone": "", "household": "hh", "invented": false });
    for (book, id) in [("d", "new-officer"), ("server", "new-audit")] {
        let entered = act(&world, &security, book, &format!("e-{id}"), "person.enter@1", enter(id)).await;
        assert_eq!(said(&entered), "", "{id}");
    }
    let entered = act(&world, &security, "c", "e-c", "person.enter@1", enter("anybody")).await;
    assert!(said(&entered).contains("您的身份不能办这一步"), "residents are their community's");
    let give = async |book: &str, op: &str, person: &str, role: &str| {
        let body = json!({ "id": format!("g-{op}"), "person": person, "role": role, "place": book });
        said(&act(&world, &security, book, op, "grant.give@1", body).await)
    };
    assert_eq!(give("d", "g1", "new-officer", "subdistrict_officer").await, "");
    assert_eq!(give("server", "g2", "new-audit", "audit_admin").await, "");
    assert_eq!(give("server", "g3", "new-audit", "system_admin").await, "duties_apart");
    assert_eq!(give("server", "g4", "security", "audit_admin").await, "duties_apart");
    assert!(give("d", "g5", "officer", "community_worker").await.contains("您的身份"), "not theirs to give");
    let new = give("server", "g6", "sysadmin", "security_admin").await;
    assert_eq!(new, "duties_apart");
    let made = async |book: &str, person: &str| {
        world.ask(post("/api/enrolment", &json!({ "book": book, "person": person })).by(&security)).await.status
    };
    assert_eq!(made("d", "new-officer").await, StatusCode::CREATED);
    assert_eq!(made("server", "new-audit").await, StatusCode::CREATED);
    assert_eq!(made("server", "security").await, StatusCode::FORBIDDEN, "their own code comes from the machine");
    assert_eq!(made("c", "resident").await, StatusCode::FORBIDDEN, "nor becomes a resident by a code");
    let listed = world.ask(get("/api/people/server").by(&security)).await.json();
    assert_eq!(listed["gives"], json!(["system_admin", "audit_admin"]));
    assert_eq!(listed["books"].as_array().map(Vec::len), Some(5));
}

#[tokio::test]
async fn administrators_pull_the_servers_book_and_no_case_data() {
    let world = administrated().await;
    let pull = json!({ "epoch": "-", "client_id": "k", "scopes": [], "cursor": 0, "chain": "" });
    for admin in ["sysadmin", "audit", "security"] {
        let session = world.enrol("server", admin).await;
        let page = world.ask(post("/api/sync/server/pull", &pull).by(&session)).await.json();
        assert_eq!(page["scopes"], json!(["public", format!("person:{admin}")]), "{admin}");
        for book in ["c", "d", "x"] {
            let status = world.ask(post(&format!("/api/sync/{book}/pull"), &pull).by(&session)).await.status;
            assert_eq!(status, StatusCode::NOT_FOUND, "{admin} {book}");
        }
        if admin != "security" {
            for book in ["c", "d", "server"] {
                let status = world.ask(get(&format!("/api/people/{book}")).by(&session)).await.status;
                assert!(matches!(status.as_u16(), 403 | 404), "{admin} {book}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn a_person_with_grants_in_two_communities_opens_both() {
    let world = World::new().await;
    world.person("x", "both", "王敏", "", Role::Resident, "x-estate").await;
    let session = world.enrol("x", "both").await;
    let books = async || world.ask(get("/api/me").by(&session)).await.json()["books"].clone();
    assert_eq!(books().await.as_array().map(Vec::len), Some(1));
    world.person("c", "both", "王敏", "", Role::PropertyManager, "estate").await;
    assert_eq!(books().await.as_array().map(Vec::len), Some(2), "on the next request");
}

#[tokio::test]
async fn seeing_another_communitys_data_a_place_named_like_its_book_is_refused() {
    let world = World::new().await;
    let x_worker = world.enrol("x", "x-worker").await;
    let add =
        |id: &str| json!({ "id": id, "kind": "building", "name": "1号楼", "lies_in": ["x", "y"], "unmanaged": false });
    let push = async |n: u64, id: &str| {
        let act = json!({ "kind": "place.add@1", "body": add(id) });
        let op = json!({ "op_id": format!("p{n}"), "n": n, "authored_at_ms": 1, "offset_ms": 0, "act": act });
        let push = json!({ "epoch": "-", "client_id": "k", "person": "-", "build": 1, "ops": [op] });
        world.ask(post("/api/sync/x/push", &push).by(&x_worker)).await.json()["answers"][0]["answer"].clone()
    };
    assert!(push(1, "x-1").await["applied"].is_object());
    for (n, book) in [(2, "c"), (3, "d"), (4, "y")] {
        assert_eq!(push(n, book).await["refused"]["code"], "id_taken", "{book}");
    }
}

#[tokio::test]
async fn seeing_another_communitys_data_a_place_lies_where_its_community_lies_and_nowhere_else() {
    let world = World::new().await;
    let x_worker = world.enrol("x", "x-worker").await;
    let push = async |n: u64, kind: &str, lies_in: &[&str]| {
        let add =
            json!({ "id": "estate", "kind": "estate", "name": "秦苑小区", "lies_in": lies_in, "unmanaged": false });
        let mut act = json!({ "kind": kind, "body": add });
        if kind.ends_with('2') {
            for (field, value) in [("units", json!(0)), ("households", json!(0)), ("body", json!(""))] {
                act["body"][field] = value;
            }
        }
        let op = json!({ "op_id": format!("p{n}"), "n": n, "authored_at_ms": 1, "offset_ms": 0, "act": act });
        let push = json!({ "epoch": "-", "client_id": "k", "person": "-", "build": 1, "ops": [op] });
        world.ask(post("/api/sync/x/push", &push).by(&x_worker)).await.json()["answers"][0]["answer"].clone()
    };
    // An estate of c, said to lie in both communities: roles given there would have opened c.
    let elsewhere = [&["x", "c", "d"][..], &["x", "y", "c", "d"], &["x", "d"], &["x"]];
    for (n, lies_in) in (1..).zip(elsewhere) {
        for (n, kind) in [(n * 2 - 1, "place.add@1"), (n * 2, "place.add@2")] {
            let answer = push(n, kind, lies_in).await;
            let refused = answer["refused"]["code"].as_str();
            assert!(matches!(refused, Some("not_yours" | "place_not_here")), "{lies_in:?}: {answer}");
        }
    }
    // Of the same id in x it is another place: whoever looks after it there is nobody in c.
    assert!(push(9, "place.add@2", &["x", "y"]).await["applied"].is_object());
    world.person("x", "x-friend", "李强", "", Role::Steward, "estate").await;
    let friend = world.enrol("x", "x-friend").await;
    world.person("c", "x-friend", "李强", "", Role::Resident, "c").await;
    let desk = world.ask(get("/api/people/c").by(&friend)).await;
    assert_eq!(desk.code(), "not_yours");
}
