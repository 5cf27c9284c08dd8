//! Two communities of one subdistrict, with one person of each role the tests need.

use jiefang_domain::{
    Audience, Id, Key, Lang, Millis, Row,
    calendar::{DAY_MS, HOUR_MS},
    command::Command,
    council::{IssueCategory, RaiseIssue},
    grid::{AddPlace, PlaceKind},
    identity::{EnterPerson, GiveGrant, Role},
    record::Record,
    stewards::{FindHazard, Grade, HazardCategory},
    sync::{Answer, BUILD, Op, Page, PullRequest, PushRequest},
    timebank::OpenCard,
};
use jiefang_server::{
    store::{Logged, Store},
    sync::{Push, Writer, WriterError, pull},
};
use serde_json::value::RawValue;
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    collections::HashMap,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};
use tempfile::TempDir;

/// Monday 2026-11-02, 09:00 in Shanghai.
pub const T0: Millis = 1_793_581_200_000;
/// When the tests go on.
pub const NOW: Millis = T0 + DAY_MS;

pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// The server's parts, with the town in them.
pub struct Town {
    pub dir: TempDir,
    pub store: Store,
    pub writer: Writer,
    ops: AtomicU64,
}

/// A device: one client of one person, with its counters.
pub struct Device {
    pub person: &'static str,
    pub client_id: Id,
    n: HashMap<&'static str, u64>,
}

impl Device {
    pub fn of(person: &'static str) -> Self {
        Self { person, client_id: Id::join(&["phone", person]), n: HashMap::new() }
    }

    pub fn op(&mut self, book: &'static str, command: &Command) -> Op<Box<RawValue>> {
        self.raw(book, &serde_json::to_string(command).unwrap())
    }

    pub fn raw(&mut self, book: &'static str, act: &str) -> Op<Box<RawValue>> {
        let n = self.n.entry(book).or_default();
        *n += 1;
        Op {
            op_id: Id::join(&["op", self.person, &n.to_string()]),
            n: *n,
            authored_at_ms: NOW,
            offset_ms: 0,
            act: RawValue::from_string(act.into()).unwrap(),
        }
    }

    pub fn request(&self, ops: Vec<Op<Box<RawValue>>>) -> PushRequest<Box<RawValue>> {
        PushRequest { epoch: Id::none(), client_id: self.client_id.clone(), person: Id::none(), build: BUILD, ops }
    }
}

pub fn place(of: &str, kind: PlaceKind, lies_in: &[&str]) -> Command {
    Command::AddPlace(AddPlace {
        id: id(of),
        kind,
        name: of.into(),
        lies_in: lies_in.iter().map(|p| id(p)).collect(),
        unmanaged: kind == PlaceKind::Estate,
        units: 0,
        households: 0,
        body: String::new(),
    })
}

pub fn find(hazard: &str, at: &str) -> Command {
    Command::FindHazard(FindHazard {
        id: id(hazard),
        place: id(at),
        spot: "2".into(),
        category: HazardCategory::Clutter,
        grade: Grade::Today,
        note: "纸箱堵了楼道".into(),
        found_at_ms: NOW - HOUR_MS,
        photos: Vec::new(),
    })
}

pub fn raise(issue: &str, at: &str, raiser: &str) -> Command {
    Command::RaiseIssue(RaiseIssue {
        id: id(issue),
        place: id(at),
        category: IssueCategory::Parking,
        title: "充电桩".into(),
        detail: String::new(),
        raiser: id(raiser),
        consent: true,
    })
}

impl Town {
    pub async fn build() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        let town = Self { dir, store, writer, ops: AtomicU64::new(0) };
        town.places().await;
        town.people().await;
        town
    }

    async fn places(&self) {
        self.system("d", place("d", PlaceKind::Subdistrict, &[])).await;
        for (c, a, e, b) in [("c1", "a1", "e1", "b1"), ("c2", "a2", "e2", "b2")] {
            self.system(c, place(c, PlaceKind::Community, &["d"])).await;
            self.system(c, place(a, PlaceKind::Area, &[c, "d"])).await;
            self.system(c, place(e, PlaceKind::Estate, &[c, "d"])).await;
            self.system(c, place(b, PlaceKind::Building, &[e, a, c, "d"])).await;
        }
    }

    async fn people(&self) {
        use Role::{BranchSecretary, CommunityWorker, Resident, Steward, SubdistrictOfficer};
        for (book, person, role, place) in [
            ("d", "officer", SubdistrictOfficer, "d"),
            ("c1", "worker", CommunityWorker, "c1"),
            ("c1", "branch", BranchSecretary, "c1"),
            ("c1", "steward", Steward, "b1"),
            ("c1", "resident", Resident, "b1"),
            ("c1", "volunteer", Resident, "b1"),
            ("c2", "worker2", CommunityWorker, "c2"),
            ("c2", "steward2", Steward, "e2"),
        ] {
            let enter = EnterPerson {
                id: id(person),
                name: person.into(),
                phone: String::new(),
                household: Id::join(&["hh", person]),
                invented: true,
                door: String::new(),
                skills: Vec::new(),
                volunteer: false,
            };
            self.system(book, Command::EnterPerson(enter)).await;
            let grant =
                GiveGrant { id: Id::join(&["g", person]), person: id(person), role, place: id(place), since_ms: 0 };
            self.system(book, Command::GiveGrant(grant)).await;
        }
        let card = OpenCard { number: id("card1"), person: id("volunteer") };
        self.system("c1", Command::OpenCard(card)).await;
    }

    pub async fn system(&self, book: &str, command: Command) -> u64 {
        let n = self.ops.fetch_add(1, Ordering::Relaxed);
        let op_id = Id::join(&["town", &n.to_string()]);
        match self.writer.submit_system(id(book), op_id, command, T0).await.unwrap() {
            Answer::Applied { seq } => seq,
            answer => panic!("{answer:?}"),
        }
    }

    pub async fn try_push(
        &self,
        device: &Device,
        book: &str,
        ops: Vec<Op<Box<RawValue>>>,
    ) -> Result<Vec<Answer>, WriterError> {
        let request = device.request(ops);
        let push = Push { book: id(book), person: id(device.person), lang: Lang::Zh, request, received_at_ms: NOW };
        let answer = self.writer.push(push).await?;
        Ok(answer.answers.into_iter().map(|answered| answered.answer).collect())
    }

    pub async fn push(&self, device: &Device, book: &str, ops: Vec<Op<Box<RawValue>>>) -> Vec<Answer> {
        self.try_push(device, book, ops).await.unwrap()
    }

    /// One act of a device, answered.
    pub async fn act(&self, device: &mut Device, book: &'static str, command: &Command) -> Answer {
        let op = device.op(book, command);
        self.push(device, book, vec![op]).await.remove(0)
    }

    pub async fn pull(&self, book: &str, person: &str, request: &PullRequest) -> Page {
        pull(&self.store, &id(book), &id(person), request, NOW).await.unwrap()
    }

    /// Everything a person sees of a book, page by page, from nothing.
    pub async fn all(&self, book: &str, person: &str) -> (Vec<(Audience, Row)>, PullRequest) {
        let mut request = nothing(person);
        let mut rows = Vec::new();
        loop {
            let page = self.pull(book, person, &request).await;
            request = after(&page, person);
            rows.extend(seen(&page));
            if !page.more {
                return (rows, request);
            }
        }
    }

    pub async fn record<R: Record + Clone>(&self, book: &str, of: &str) -> Option<R> {
        let row = self.store.record(&id(book), &Key::of::<R>(&id(of))).await.unwrap();
        row.as_ref().and_then(R::of).cloned()
    }

    pub async fn head(&self, book: &str) -> u64 {
        self.store.book(&id(book)).await.unwrap().unwrap().head
    }
}

/// A first pull.
pub fn nothing(person: &str) -> PullRequest {
    PullRequest {
        epoch: Id::none(),
        client_id: Id::join(&["phone", person]),
        scopes: Vec::new(),
        cursor: 0,
        chain: String::new(),
        drop: Vec::new(),
    }
}

/// The pull that follows on a page.
/// The bodies in the log, opened.
pub async fn bodies(dir: &Path) -> Vec<String> {
    let (store, mut bodies) = (Store::read_only(dir).await.unwrap(), Vec::new());
    let each = |logged: Logged| bodies.extend(logged.body.map(|(_, body)| body));
    store.snapshot().await.unwrap().each_log(each).await.unwrap();
    bodies
}

pub fn after(page: &Page, person: &str) -> PullRequest {
    PullRequest {
        epoch: page.epoch.clone(),
        client_id: Id::join(&["phone", person]),
        scopes: page.scopes.clone(),
        cursor: page.cursor,
        chain: page.chain.clone(),
        drop: Vec::new(),
    }
}

pub fn seen(page: &Page) -> Vec<(Audience, Row)> {
    let mut rows = Vec::new();
    for part in &page.parts {
        let scope = &page.scopes[part.scope];
        rows.extend(part.columns.clone().into_rows().into_iter().map(|row| (scope.clone(), row)));
    }
    rows
}

pub fn applied(answer: &Answer) -> u64 {
    match answer {
        Answer::Applied { seq } => *seq,
        answer => panic!("{answer:?}"),
    }
}

pub fn refused(answer: &Answer) -> &'static str {
    match answer {
        Answer::Refused { code, words } => {
            assert!(!words.is_empty());
            code.code()
        }
        answer => panic!("{answer:?}"),
    }
}

/// A connection that goes round every rule of the server, as somebody with the file in hand would.
pub async fn raw(dir: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(dir.join("jiefang.db"));
    SqliteConnection::connect_with(&options).await.unwrap()
}

pub async fn count(dir: &Path, what: &'static str) -> i64 {
    sqlx::query_scalar(what).fetch_one(&mut raw(dir).await).await.unwrap()
}
