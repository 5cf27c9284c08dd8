use crate::world::{PASSPHRASE, World, get, post, session_of};
use axum::http::StatusCode;
use serde_json::{Value, json};

fn setup(code: &str) -> Value {
    json!({
        "code": code, "subdistrict": "大城街道", "communities": ["进步巷社区", " 光明巷社区 "],
        "name": "鲁明", "passphrase": PASSPHRASE, "system": "系一", "audit": "审二", "security": "安三",
    })
}

async fn code(world: &World) -> String {
    world.app.start.open(&world.app).await.unwrap().unwrap().reveal()
}

async fn books(world: &World) -> usize {
    world.app.store.books().await.unwrap().len()
}

#[tokio::test]
async fn the_first_start_sets_up_places_the_officer_and_three_administrators() {
    let world = World::empty().await;
    let code = code(&world).await;
    let typed = json!({ "code": code.to_lowercase() });
    assert_eq!(world.ask(post("/api/start/look", &typed)).await.status, StatusCode::NO_CONTENT);
    let reply = world.ask(post("/api/start", &setup(&code))).await;
    assert_eq!(reply.status, StatusCode::CREATED, "{}", reply.text);
    let officer = session_of(&reply);
    let me = world.ask(get("/api/me").by(&officer)).await.json();
    assert_eq!(me["grants"][0]["role"], "subdistrict_officer");
    let names: Vec<&str> = me["books"].as_array().unwrap().iter().map(|book| book["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 3);
    assert!(["大城街道", "进步巷社区", "光明巷社区"].iter().all(|name| names.contains(name)), "{names:?}");
    let mut roles = Vec::new();
    for made in reply.json()["codes"].as_array().unwrap() {
        let with = json!({ "code": made["enrolment"]["code"], "passphrase": PASSPHRASE });
        let entered = world.ask(post("/api/enrolment/use", &with)).await;
        assert_eq!(entered.status, StatusCode::OK, "{}", entered.text);
        assert_eq!(entered.json()["books"], json!([{ "id": "server", "name": "系统管理", "kind": "server" }]));
        assert_eq!(entered.json()["grants"][0]["role"], made["role"]);
        roles.push(made["role"].as_str().unwrap().to_owned());
    }
    assert_eq!(roles, ["system_admin", "audit_admin", "security_admin"]);
    // The officer signs in again with name and passphrase, and lets the first worker in.
    assert_eq!(world.sign_in("鲁明", PASSPHRASE).await.status, StatusCode::OK);
    assert!(jiefang_server::verify::verify(world.dir()).await.unwrap().is_clean());
}

#[tokio::test]
async fn the_link_works_once_and_a_new_one_kills_the_older() {
    let world = World::empty().await;
    let old = code(&world).await;
    let new = code(&world).await;
    for wrong in [old.as_str(), "AAAA-AAAA-AAAA-AAAA", ""] {
        assert_eq!(world.ask(post("/api/start", &setup(wrong))).await.code(), "start_unknown", "{wrong}");
        assert_eq!(world.ask(post("/api/start/look", &json!({ "code": wrong }))).await.code(), "start_unknown");
    }
    assert_eq!(world.ask(post("/api/start", &setup(&new))).await.status, StatusCode::CREATED);
    assert_eq!(world.ask(post("/api/start", &setup(&new))).await.code(), "start_unknown");
    assert!(world.app.start.open(&world.app).await.unwrap().is_none(), "never again");
    let other = World::new().await;
    assert!(other.app.start.open(&other.app).await.unwrap().is_none(), "nor where there is anything");
    assert_eq!(other.ask(post("/api/start", &setup(&new))).await.code(), "start_unknown");
}

#[tokio::test]
async fn nothing_is_written_where_anything_is_missing() {
    let world = World::empty().await;
    let code = code(&world).await;
    let with = |name: &str, value: Value| {
        let mut setup = setup(&code);
        setup[name] = value;
        setup
    };
    for (wrong, told) in [
        (with("subdistrict", json!(" ")), "start_incomplete"),
        (with("name", json!("")), "start_incomplete"),
        (with("security", json!("长".repeat(61))), "start_incomplete"),
        (with("communities", json!([])), "start_incomplete"),
        (with("communities", json!(["一", "一"])), "start_incomplete"),
        (with("communities", json!(["x".repeat(61)])), "start_incomplete"),
        (with("audit", json!("系一")), "duties_apart"),
        (with("security", json!(" 鲁明 ")), "duties_apart"),
        (with("passphrase", json!("short")), "passphrase_too_short"),
    ] {
        assert_eq!(world.ask(post("/api/start", &wrong)).await.code(), told, "{wrong}");
    }
    assert_eq!(books(&world).await, 0);
    assert_eq!(world.sign_in("鲁明", PASSPHRASE).await.code(), "sign_in_failed");
    assert_eq!(world.ask(post("/api/start", &setup(&code))).await.status, StatusCode::CREATED, "the code still works");
    assert_eq!(books(&world).await, 4);
}
