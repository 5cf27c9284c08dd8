use crate::{
    sync::{find, push},
    world::{World, get, id, next_with, post},
};
use axum::http::StatusCode;
use jiefang_domain::{
    command::Command,
    grid::Brand,
    indicator::{PublishReported, Reported},
};

async fn with_reported(world: &World) {
    let reported = Reported {
        id: id("r1"),
        brand: Brand::Stewards,
        place: id("d"),
        label_zh: "开展代办事项".to_owned(),
        label_en: "Errands done".to_owned(),
        value: 60,
        over: true,
        source: "天水在线报道".to_owned(),
        period: "2019 年主题教育期间".to_owned(),
        position: 1,
    };
    world.system("c", "reported", Command::PublishReported(PublishReported { reported })).await;
}

/// The page, an element a line, without what differs from run to run.
fn steady(page: &str) -> String {
    let cut = |text: String, after: &str, until: &str| {
        let parts: Vec<&str> = text.split(after).collect();
        let rest = parts[1..].iter().map(|part| format!("{after}…{}", &part[part.find(until).unwrap()..]));
        format!("{}{}", parts[0], rest.collect::<String>())
    };
    let page = cut(cut(page.to_owned(), "?v=", "\""), "w-ledger\">", "<");
    page.replace("><", ">\n<")
}

#[tokio::test]
async fn the_wall_shows_counted_and_reported_figures_apart_and_nobodys_name() {
    let world = World::new().await;
    with_reported(&world).await;
    let steward = world.enrol("c", "steward").await;
    let pushed = push("phone", 1, &[find("h1", "estate", "王阿姨家门口")]);
    world.ask(post("/api/sync/c/push", &pushed).by(&steward)).await;
    let wall = world.ask(get("/screen/c")).await;
    assert_eq!(wall.status, StatusCode::OK);
    insta::assert_snapshot!("wall_zh", steady(&wall.text));
    insta::assert_snapshot!("wall_en", steady(&world.ask(get("/screen/c?lang=en")).await.text));
    for personal in ["秦守仁", "赵敏", "13800000001", "王阿姨", "steward\"", "style=", "onload"] {
        assert!(!wall.text.contains(personal), "{personal}");
    }
    assert!(wall.text.len() < 30 * 1024);
    assert!(!wall.header("content-security-policy").contains("wasm"));
}

#[tokio::test]
async fn no_such_wall_is_said_in_words() {
    let world = World::new().await;
    for path in ["/screen/nowhere", "/screen/d", "/screen/a.b"] {
        let reply = world.ask(get(path)).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
        assert!(reply.text.contains("没有这块屏"), "{path}: {}", reply.text);
    }
    assert!(world.ask(get("/screen/nowhere?lang=en")).await.text.contains("There is no such wall"));
    assert_eq!(world.ask(get("/screen/nowhere/live")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_change_reaches_every_wall_of_the_community() {
    let world = World::new().await;
    let steward = world.enrol("c", "steward").await;
    let open = async |lang: &str| {
        let response = world.response(get(&format!("/screen/c/live?lang={lang}"))).await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        response.into_body().into_data_stream()
    };
    let (mut zh, mut en) = (open("zh-Hans").await, open("en").await);
    assert!(next_with(&mut zh, "event: panel").await.contains(">0<small>处隐患"));
    assert!(next_with(&mut en, "event: panel").await.contains(">0<small>hazards this month"));
    let pushed = push("phone", 1, &[find("h1", "estate", "")]);
    world.ask(post("/api/sync/c/push", &pushed).by(&steward)).await;
    assert!(next_with(&mut zh, "event: panel").await.contains(">1<small>处隐患"));
    assert!(next_with(&mut en, "event: panel").await.contains(">1<small>hazards"));
}

#[tokio::test]
async fn old_data_shows_its_age() {
    let world = World::new().await;
    let class = async || {
        let text = world.ask(get("/screen/c")).await.text;
        text.split("class=\"wall ").nth(1).unwrap().split(' ').next().unwrap().to_owned()
    };
    assert_eq!(class().await, "fresh");
    for (minutes, aged) in [(6, "amber"), (25, "grey"), (24 * 60, "stale")] {
        world.pass(minutes * 60_000);
        assert_eq!(class().await, aged, "the room was not made again meanwhile");
    }
}

#[tokio::test]
async fn style_and_script_are_kept_for_ever_under_their_version() {
    let world = World::new().await;
    let page = world.ask(get("/screen/c")).await.text;
    for (start, kind) in [("/screen/wall.css?v=", "text/css"), ("/screen/wall.js?v=", "text/javascript")] {
        let path = page.split('"').find(|part| part.starts_with(start)).unwrap();
        let reply = world.ask(get(path)).await;
        assert!(reply.header("content-type").starts_with(kind));
        assert!(reply.header("cache-control").contains("immutable"));
    }
}
