//! QUALITY, "seeing another community's data" and "path tricks": every route × every role × a foreign place.
//!
//! The routes come from the router itself. One without a row here fails: add a line to [`rows`].

use crate::world::{Ask, Reply, World, get, id, post, send};
use axum::http::{Method, StatusCode};
use jiefang_domain::identity::{Role, STAFF};
use jiefang_server::api;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a route answers to somebody with nothing in community `c`.
enum Row {
    /// Nothing of anybody's is there: the same for all.
    Open,
    /// Statuses for nobody signed in, and for every role of another community.
    Closed(u16, u16),
    /// The same, but for one role: administrators are the whole server's (docs/adr/0023).
    But(u16, u16, Role, u16),
    /// The same, but for workers and officers, who do it in what is theirs.
    Staff(u16, u16, u16),
}

/// Method, path, what is answered, body.
fn rows() -> Vec<(&'static str, &'static str, Row, Value)> {
    let pull = json!({ "epoch": "-", "client_id": "k", "scopes": ["staff", "public"], "cursor": 0, "chain": "" });
    let push = crate::sync::push("k", 1, &[crate::sync::find("h1", "estate", "")]);
    let code = json!({ "code": "AAAA-AAAA-AAAA-AAAA", "passphrase": "long enough" });
    let stop = json!({ "kind": "person.stop@1", "body": { "person": "nobody", "reason": "r" } });
    let stop = json!({ "op_id": "o", "act": stop });
    let start = json!({ "code": "AAAA-AAAA-AAAA-AAAA", "subdistrict": "d", "communities": ["c"], "name": "n",
        "passphrase": "long enough", "system": "s", "audit": "a", "security": "e" });
    vec![
        ("get", "/health", Row::Open, Value::Null),
        ("get", "/ready", Row::Open, Value::Null),
        ("get", "/api/status", Row::Open, Value::Null),
        ("get", "/api/openapi.json", Row::Open, Value::Null),
        ("get", "/screen/wall.css", Row::Open, Value::Null),
        ("get", "/screen/wall.js", Row::Open, Value::Null),
        ("get", "/screen/{community}", Row::Open, Value::Null),
        ("get", "/screen/{community}/live", Row::Open, Value::Null),
        ("post", "/api/session", Row::Closed(401, 401), json!({ "name": "n", "passphrase": "p" })),
        ("delete", "/api/session", Row::Open, Value::Null),
        ("get", "/api/me", Row::Closed(401, 200), Value::Null),
        ("get", "/api/me/export", Row::Closed(401, 200), Value::Null),
        ("get", "/api/me/devices", Row::Closed(401, 200), Value::Null),
        ("delete", "/api/me/devices", Row::Closed(401, 204), Value::Null),
        ("delete", "/api/me/devices/{id}", Row::Closed(401, 404), Value::Null),
        ("post", "/api/start", Row::Closed(404, 404), start),
        ("post", "/api/start/look", Row::Closed(404, 404), json!({ "code": "AAAA-AAAA-AAAA-AAAA" })),
        ("get", "/api/people/{book}", Row::But(401, 404, Role::SecurityAdmin, 200), Value::Null),
        ("post", "/api/people/{book}", Row::But(401, 404, Role::SecurityAdmin, 403), stop),
        ("get", "/api/lists", Row::Closed(401, 200), Value::Null),
        ("post", "/api/lists", Row::Staff(401, 403, 200), json!({})),
        ("get", "/api/lists/{id}", Row::Closed(401, 404), Value::Null),
        ("post", "/api/lists/{id}", Row::Closed(401, 404), json!({ "do": "apply" })),
        ("get", "/api/lists/{id}/bad.csv", Row::Closed(401, 404), Value::Null),
        ("get", "/api/me/seal", Row::Closed(401, 200), Value::Null),
        ("get", "/api/audit", Row::But(401, 403, Role::AuditAdmin, 200), Value::Null),
        ("get", "/api/demo", Row::Open, Value::Null),
        ("post", "/api/demo/session", Row::Closed(404, 404), json!({ "person": "steward" })),
        (
            "post",
            "/api/enrolment",
            Row::But(401, 404, Role::SecurityAdmin, 403),
            json!({ "book": "c", "person": "steward" }),
        ),
        ("post", "/api/enrolment/use", Row::Closed(404, 404), code),
        ("get", "/api/enrolment", Row::But(401, 404, Role::SecurityAdmin, 200), Value::Null),
        ("delete", "/api/enrolment/{book}/{person}", Row::But(401, 404, Role::SecurityAdmin, 403), Value::Null),
        ("post", "/api/sync/{book}/push", Row::Closed(401, 404), push),
        ("post", "/api/sync/{book}/pull", Row::Closed(401, 404), pull),
        ("post", "/api/reveal/{book}/{person}", Row::Closed(401, 404), json!({ "look": "l1" })),
        ("post", "/api/sealed/{book}/{id}", Row::Closed(401, 404), json!({ "look": "l1", "reason": "check" })),
        ("get", "/api/sealed/{book}/{id}/{photo}", Row::Closed(401, 404), Value::Null),
        ("post", "/api/signs/{book}/{place}", Row::Closed(401, 404), Value::Null),
        ("get", "/api/looks/{book}/{person}", Row::Closed(401, 404), Value::Null),
        ("get", "/api/sync/live", Row::Closed(401, 200), Value::Null),
        ("post", "/api/photos/{book}/{id}", Row::Closed(401, 404), Value::Null),
        ("put", "/api/photos/{book}/{id}", Row::Closed(401, 404), json!({})),
        ("get", "/api/photos/{book}/{id}", Row::Closed(401, 404), Value::Null),
    ]
}

/// Every role there is, and where in the other community it is held.
const ROLES: [(Role, &str, &str); 13] = [
    (Role::Resident, "x", "x-estate"),
    (Role::Steward, "x", "x-estate"),
    (Role::CommunityWorker, "x", "x"),
    (Role::BranchSecretary, "x", "x"),
    (Role::ResidentRepresentative, "x", "x-estate"),
    (Role::PropertyManager, "x", "x-estate"),
    (Role::Enterprise, "x", "x"),
    (Role::SubdistrictOfficer, "y", "y"),
    (Role::Mediator, "x", "x"),
    (Role::SystemAdmin, "server", "server"),
    (Role::AuditAdmin, "server", "server"),
    (Role::SecurityAdmin, "server", "server"),
    (Role::Screen, "x", "x"),
];

fn filled(path: &str) -> String {
    let mut path = path
        .replace("{book}", "c")
        .replace("{community}", "c")
        .replace("{id}", &"A".repeat(43))
        .replace("{photo}", &"A".repeat(43))
        .replace("{place}", "estate")
        .replace("{person}", "steward");
    if path.starts_with("/api/photos/") {
        path += "?size=1&at=0";
    }
    if path.starts_with("/api/sealed/") {
        path += "?look=l1";
    }
    if path == "/api/lists" {
        path += "?name=a";
    }
    if path == "/api/enrolment" {
        path += "?book=c";
    }
    path
}

fn ask(method: &str, path: &str, body: &Value) -> Ask {
    match method {
        "get" => get(path),
        "put" => send(Method::PUT, path).body(body.to_string()),
        "delete" => send(Method::DELETE, path),
        _ => post(path, body),
    }
}

/// Somebody of each role, with a session.
async fn people(world: &World) -> Vec<(Role, String)> {
    let mut people = Vec::new();
    world.administrators().await;
    for (n, (role, book, place)) in ROLES.into_iter().enumerate() {
        let person = format!("other-{n}");
        world.person(book, &person, &format!("外人{n}"), "", role, place).await;
        people.push((role, world.enrol(book, &person).await));
    }
    people
}

async fn head(world: &World) -> u64 {
    world.app.store.book(&id("c")).await.unwrap().unwrap().head
}

#[tokio::test]
async fn the_matrix_every_role_of_another_community_gets_nothing() {
    let world = World::new().await;
    let people = people(&world).await;
    let before = head(&world).await;
    for (method, path, row, body) in rows() {
        let asked = || ask(method, &filled(path), &body);
        let nobody = world.response(asked()).await.status();
        for (role, session) in &people {
            // Signing out is tried with a session of its own.
            let asked = if path == "/api/session" && method == "delete" { asked() } else { asked().by(session) };
            let theirs = world.response(asked).await.status();
            let right = match &row {
                Row::Open => {
                    assert!(nobody.is_success() && theirs.is_success(), "{method} {path} {role:?}");
                    continue;
                }
                Row::But(none, _, but, other) if but == role => (*none, *other),
                Row::Staff(none, _, staff) if STAFF.contains(role) => (*none, *staff),
                Row::Closed(none, other) | Row::But(none, other, ..) | Row::Staff(none, other, _) => (*none, *other),
            };
            assert_eq!((nobody.as_u16(), theirs.as_u16()), right, "{method} {path} {role:?}");
            world.pass(61_000);
        }
    }
    assert_eq!(head(&world).await, before, "nothing was written");
}

#[tokio::test]
async fn the_matrix_no_role_reaches_another_communitys_place_or_person_through_its_own_book() {
    let world = World::new().await;
    for (n, (role, session)) in people(&world).await.into_iter().enumerate() {
        let find = crate::sync::find(&format!("h{n}"), "estate", "");
        for book in ["x", "y"] {
            let push = crate::sync::push(&format!("k{n}"), 1, std::slice::from_ref(&find));
            let reply = world.ask(post(&format!("/api/sync/{book}/push"), &push).by(&session)).await;
            if reply.status == StatusCode::NOT_FOUND {
                continue;
            }
            let answer = reply.json()["answers"][0].to_string();
            assert!(answer.contains("refused") || answer.contains("held"), "{role:?} {book}: {}", reply.text);
        }
        for book in ["x", "y"] {
            let of = json!({ "book": book, "person": "steward" });
            let made = world.ask(post("/api/enrolment", &of).by(&session)).await;
            assert!(matches!(made.status.as_u16(), 403 | 404), "{role:?} {book}: {}", made.text);
        }
    }
    let key = jiefang_domain::Key::of::<jiefang_domain::stewards::Hazard>(&id("h1"));
    for book in ["c", "x", "y"] {
        assert!(world.app.store.record(&id(book), &key).await.unwrap().is_none(), "{book}");
    }
}

/// The same path written in other ways.
fn tricks(path: &str) -> Vec<String> {
    let (bare, query) = path.split_once('?').map_or((path, String::new()), |(bare, query)| (bare, format!("?{query}")));
    let mut all = vec![
        bare.replace('/', "//"),
        format!("/{bare}"),
        format!("{bare}/"),
        format!("{bare}//"),
        format!("{bare}/."),
        format!("{bare}/../{}", bare.rsplit('/').next().unwrap()),
        format!("/x/..{bare}"),
        format!("/screen/..{bare}"),
        format!("{bare};x"),
        format!("{bare}%00"),
        format!("{bare}%20"),
        format!("{bare}%2f"),
        bare.to_uppercase(),
        bare.replacen("/api", "/Api", 1),
        bare.replace("/c/", "/C/"),
        bare.replace("/c/", "/%63/"),
        bare.replace("/c/", "/x%2f..%2fc/"),
        bare.replace("/c/", "/x/../c/"),
        bare.replace("/c/", "/c%2f"),
        bare.replace("/c/", "//c/"),
        bare.replace("/c/", "/c;/"),
    ];
    // After its first character, so that it stays a path.
    all.push(format!("/{}", bare[1..].replace('/', "%2f")));
    all.push(format!("/{}", bare[1..].replace('/', "%2F")));
    all.push(format!("/{}", bare[1..].replace('/', "\\")));
    all.retain(|trick| trick != bare);
    all.into_iter().map(|trick| trick + &query).collect()
}

#[tokio::test]
async fn path_tricks_reach_nothing() {
    let world = World::new().await;
    let app_page = world.ask(get("/")).await.text;
    let worker = world.enrol("x", "x-worker").await;
    let before = head(&world).await;
    for (method, path, row, body) in rows() {
        if matches!(row, Row::Open) {
            continue;
        }
        for trick in tricks(&filled(path)) {
            let nothing = |reply: &Reply| !reply.status.is_success() || reply.text == app_page;
            if trick.parse::<axum::http::Uri>().is_err() {
                continue;
            }
            let nobody = world.ask(ask(method, &trick, &body)).await;
            assert!(nothing(&nobody), "{method} {trick}: {}", nobody.text);
            assert!(nobody.status.as_u16() < 500, "{method} {trick}: {}", nobody.text);
            if path.contains("{book}") {
                let foreign = world.ask(ask(method, &trick, &body).by(&worker)).await;
                assert!(nothing(&foreign), "{method} {trick}: {}", foreign.text);
            }
            world.pass(61_000);
        }
    }
    assert_eq!(head(&world).await, before, "nothing was written");
}

#[test]
fn every_route_has_its_row() {
    let declared: BTreeSet<(String, String)> = api::declared_routes().into_iter().collect();
    let here: BTreeSet<(String, String)> =
        rows().iter().map(|(verb, path, ..)| ((*verb).to_owned(), (*path).to_owned())).collect();
    assert_eq!(declared, here);
    let roles: BTreeSet<Role> = ROLES.iter().map(|(role, ..)| *role).collect();
    assert_eq!(roles.len(), ROLES.len());
}
