//! Two communities of two subdistricts, a few people in each, and a browser to ask with.

use axum::{
    Router,
    body::{Body, Bytes},
    http::{Method, Request, StatusCode, header},
    response::Response,
};
use futures_util::StreamExt;
use jiefang_domain::{
    Id, Millis,
    command::Command,
    grid::{AddPlace, PlaceKind},
    identity::{EnterPerson, GiveGrant, Role},
    sync::Answer,
};
use jiefang_server::{
    app::App,
    assets::Dist,
    caller::Connection,
    clock::Clock,
    identity::{Settings, offer},
    router::router,
    store::Store,
    sync::Writer,
};
use serde_json::{Value, json};
use std::{
    borrow::Cow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tempfile::TempDir;
use tower::ServiceExt;

/// Monday 2026-11-23, 10:00 in Shanghai.
pub const NOW: Millis = 1_795_399_200_000;
pub const PASSPHRASE: &str = "correct horse battery";

pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

pub struct World {
    pub app: App,
    pub router: Router,
    pub clock: Arc<AtomicI64>,
    dir: TempDir,
}

/// An answer, read whole.
pub struct Reply {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body without what differs from run to run.
    pub fn tidy(&self) -> Value {
        let mut json = self.json();
        blank(&mut json);
        json
    }
}

fn blank(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match name.as_str() {
                    // An error's code is the same for ever, an enrolment's never.
                    "code" if field.as_str().is_some_and(|code| code.contains('-')) => *field = json!("…"),
                    "request_id" | "path" | "epoch" | "chain" if field.is_string() => *field = json!("…"),
                    _ => blank(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(blank),
        _ => {}
    }
}

/// One request, put together.
pub struct Ask {
    request: axum::http::request::Builder,
    body: Body,
}

pub fn get(path: &str) -> Ask {
    Ask { request: Request::builder().uri(path), body: Body::empty() }
}

pub fn send(method: Method, path: &str) -> Ask {
    Ask { request: Request::builder().method(method).uri(path), body: Body::empty() }
}

pub fn post(path: &str, body: &Value) -> Ask {
    let request = Request::builder().method(Method::POST).uri(path).header(header::CONTENT_TYPE, "application/json");
    Ask { request, body: Body::from(body.to_string()) }
}

impl Ask {
    pub fn header(self, name: impl AsRef<str>, value: &str) -> Self {
        Self { request: self.request.header(name.as_ref(), value), ..self }
    }

    pub fn by(self, session: &str) -> Self {
        self.header("cookie", session)
    }

    /// As if it came on a connection from there, past these proxies.
    pub fn from(self, address: &str, proxies: &[&str]) -> Self {
        let peer = address.parse().unwrap();
        let proxies = proxies.iter().map(|net| net.parse().unwrap()).collect();
        Self { request: self.request.extension(Connection { peer, tls: false, proxies }), ..self }
    }

    pub fn body(self, body: impl Into<Body>) -> Self {
        Self { body: body.into(), ..self }
    }
}

impl World {
    /// Communities `c` (in `d`) and `x` (in `y`).
    pub async fn new() -> Self {
        let world = Self::empty().await;
        for (book, above, prefix) in [("c", "d", ""), ("x", "y", "x-")] {
            world.place(above, PlaceKind::Subdistrict, "大城街道", &[], false).await;
            world.place_in(book, book, PlaceKind::Community, "进步巷社区", &[above], false).await;
            let estate = format!("{prefix}estate");
            world.place_in(book, &estate, PlaceKind::Estate, "秦苑小区", &[book, above], true).await;
            world.person(book, &format!("{prefix}worker"), "赵敏", "13800000001", Role::CommunityWorker, book).await;
            world.person(book, &format!("{prefix}steward"), "秦守仁", "", Role::Steward, &estate).await;
            world.person(book, &format!("{prefix}resident"), "周桂芳", "", Role::Resident, &estate).await;
            world.person(book, &format!("{prefix}secretary"), "何建国", "", Role::BranchSecretary, book).await;
            world.person(above, &format!("{prefix}officer"), "鲁明", "", Role::SubdistrictOfficer, above).await;
        }
        world
    }

    /// The server's own book with the three administrators.
    pub async fn administrators(&self) {
        self.place("server", PlaceKind::Server, "系统管理", &[], false).await;
        for (person, role) in
            [("sysadmin", Role::SystemAdmin), ("audit", Role::AuditAdmin), ("security", Role::SecurityAdmin)]
        {
            self.person("server", person, person, "", role, "server").await;
        }
    }

    /// No book, nobody.
    pub async fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(NOW));
        let app = Self::open(dir.path(), &clock).await;
        Self { router: router(app.clone()), app, clock, dir }
    }

    async fn open(dir: &Path, clock: &Arc<AtomicI64>) -> App {
        let store = Store::open(dir).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        let page = ("index.html".to_owned(), Cow::Borrowed(&b"<!doctype html><title>app</title>"[..]));
        App::new(store, writer, Dist::of([page]), Clock::Set(Arc::clone(clock))).await.unwrap()
    }

    /// Marks the folder as the demonstration's, and opens it again.
    pub async fn into_demo(self, people: &[&str]) -> Self {
        self.app.store.set_demo(people).await.unwrap();
        let app = App::new(
            self.app.store.clone(),
            self.app.writer.clone(),
            Dist::of([]),
            Clock::Set(Arc::clone(&self.clock)),
        );
        let app = app.await.unwrap();
        Self { router: router(app.clone()), app, ..self }
    }

    /// The same server with what a deployment decides.
    pub async fn with(self, settings: Settings) -> Self {
        let (store, writer) = (self.app.store.clone(), self.app.writer.clone());
        let app = App::with(store, writer, Dist::of([]), Clock::Set(Arc::clone(&self.clock)), settings).await.unwrap();
        Self { router: router(app.clone()), app, ..self }
    }

    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn pass(&self, ms: Millis) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
    }

    pub async fn system(&self, book: &str, what: &str, command: Command) {
        let at = self.clock.load(Ordering::Relaxed);
        let answer = self.app.writer.submit_system(id(book), Id::join(&["s", book, what]), command, at).await.unwrap();
        assert!(matches!(answer, Answer::Applied { .. }), "{what}: {answer:?}");
    }

    async fn place(&self, place: &str, kind: PlaceKind, name: &str, lies_in: &[&str], unmanaged: bool) {
        self.place_in(place, place, kind, name, lies_in, unmanaged).await;
    }

    async fn place_in(&self, book: &str, place: &str, kind: PlaceKind, name: &str, lies_in: &[&str], unmanaged: bool) {
        let lies_in = lies_in.iter().map(|place| id(place)).collect();
        let add = AddPlace {
            id: id(place),
            kind,
            name: name.to_owned(),
            lies_in,
            unmanaged,
            units: 0,
            households: 0,
            body: String::new(),
        };
        self.system(book, &format!("place-{place}"), Command::AddPlace(add)).await;
    }

    pub async fn person(&self, book: &str, person: &str, name: &str, phone: &str, role: Role, place: &str) {
        let enter = EnterPerson {
            id: id(person),
            name: name.to_owned(),
            phone: phone.to_owned(),
            household: Id::join(&["hh", person]),
            invented: true,
            door: String::new(),
            skills: Vec::new(),
            volunteer: false,
        };
        self.system(book, &format!("person-{person}"), Command::EnterPerson(enter)).await;
        let give = GiveGrant { id: Id::join(&["g", person]), person: id(person), role, place: id(place), since_ms: 0 };
        self.system(book, &format!("grant-{person}"), Command::GiveGrant(give)).await;
    }

    pub async fn response(&self, ask: Ask) -> Response {
        let request = ask.request.body(ask.body).unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub async fn ask(&self, ask: Ask) -> Reply {
        let (parts, body) = self.response(ask).await.into_parts();
        let bytes = axum::body::to_bytes(body, 4 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Reply { status: parts.status, headers: parts.headers, text }
    }

    /// A code for a person, used: the passphrase is set; the session's cookie.
    pub async fn enrol(&self, book: &str, person: &str) -> String {
        self.enrol_with(book, person, PASSPHRASE).await
    }

    /// The same with a passphrase of one's own.
    pub async fn enrol_with(&self, book: &str, person: &str, passphrase: &str) -> String {
        let now = self.clock.load(Ordering::Relaxed);
        let made = offer(&self.app.accounts, (&id(book), &id(person)), &Id::none(), now).await.unwrap();
        let with = json!({ "code": made.code.reveal(), "passphrase": passphrase });
        let reply = self.ask(post("/api/enrolment/use", &with)).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text);
        session_of(&reply)
    }

    pub async fn sign_in(&self, name: &str, passphrase: &str) -> Reply {
        self.ask(post("/api/session", &json!({ "name": name, "passphrase": passphrase }))).await
    }
}

/// The cookie that an answer set.
pub fn session_of(reply: &Reply) -> String {
    reply.header(header::SET_COOKIE).split(';').next().unwrap().to_owned()
}

/// The next text of a stream that holds `wanted`, waiting a while.
pub async fn next_with(
    stream: &mut (impl futures_util::Stream<Item = Result<Bytes, axum::Error>> + Unpin),
    wanted: &str,
) -> String {
    let found = async {
        loop {
            let chunk = stream.next().await.expect("the stream ended").unwrap();
            let text = String::from_utf8(chunk.to_vec()).unwrap();
            if text.contains(wanted) {
                return text;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), found).await.expect("nothing came")
}
