//! A community with the people that the acts of the corpus name, over a real database.

use jiefang_domain::{
    Id, Lang, Millis,
    command::Command,
    grid::{AddPlace, PlaceKind},
    identity::{EnterPerson, GiveGrant, Role},
    sync::{Answer, PushRequest},
    timebank::OpenCard,
};
use jiefang_server::{
    app::App,
    assets::Dist,
    clock::Clock,
    store::Store,
    sync::{Push, SystemOp, Writer, WriterError},
    verify::verify,
};
use serde_json::value::RawValue;
use std::sync::{Arc, atomic::AtomicI64};
use tempfile::TempDir;

/// A Monday, 2026-11-23 10:00 in Shanghai: an hour after the acts of the corpus were done.
pub const NOW: Millis = 1_795_399_200_000;
/// When the town was entered.
const BEFORE: Millis = NOW - 86_400_000;

pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

/// The server's parts, with the town in them.
pub struct Town {
    pub app: App,
    dir: TempDir,
}

impl Town {
    pub async fn build() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        let ops = acts().into_iter().enumerate().map(|(n, (book, command))| SystemOp {
            book: id(book),
            op_id: id(&format!("town~{n}")),
            command,
            now_ms: BEFORE,
        });
        for answer in writer.submit_system_all(ops.collect()).await.unwrap() {
            assert!(matches!(answer, Answer::Applied { .. }), "{answer:?}");
        }
        let clock = Clock::Set(Arc::new(AtomicI64::new(NOW)));
        Self { app: App::new(store, writer, Dist::of([]), clock).await.unwrap(), dir }
    }

    pub async fn push(&self, person: Id, request: PushRequest<Box<RawValue>>) -> Result<Vec<Answer>, WriterError> {
        let push = Push { book: id("jinbu"), person, lang: Lang::Zh, request, received_at_ms: NOW };
        let answer = self.app.writer.push(push).await?;
        Ok(answer.answers.into_iter().map(|answered| answered.answer).collect())
    }

    /// Whatever was sent, everything says the same.
    pub async fn stands(&self) {
        let report = verify(self.dir.path()).await.unwrap();
        assert!(report.is_clean(), "{report}");
        self.app.writer.stop().await;
        self.app.photos.close().await;
        self.app.store.close().await;
    }
}

fn acts() -> Vec<(&'static str, Command)> {
    let place = |of: &str, kind, lies_in: &[&str]| {
        let lies_in = lies_in.iter().map(|place| id(place)).collect();
        Command::AddPlace(AddPlace {
            id: id(of),
            kind,
            name: of.into(),
            lies_in,
            unmanaged: false,
            units: 0,
            households: 0,
            body: String::new(),
        })
    };
    let mut acts = vec![
        ("dacheng", place("dacheng", PlaceKind::Subdistrict, &[])),
        ("jinbu", place("jinbu", PlaceKind::Community, &["dacheng"])),
        ("jinbu", place("area1", PlaceKind::Area, &["jinbu", "dacheng"])),
        ("jinbu", place("qinyuan", PlaceKind::Estate, &["jinbu", "dacheng"])),
        ("jinbu", place("b5", PlaceKind::Building, &["qinyuan", "area1", "jinbu", "dacheng"])),
    ];
    for (person, role, place) in [
        ("p1", Role::Steward, "b5"),
        ("p2", Role::Resident, "b5"),
        ("w1", Role::CommunityWorker, "jinbu"),
        ("s1", Role::BranchSecretary, "jinbu"),
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
        acts.push(("jinbu", Command::EnterPerson(enter)));
        let grant = GiveGrant { id: Id::join(&["g", person]), person: id(person), role, place: id(place), since_ms: 0 };
        acts.push(("jinbu", Command::GiveGrant(grant)));
    }
    for (number, person) in [("00041", "p1"), ("00042", "p2")] {
        acts.push(("jinbu", Command::OpenCard(OpenCard { number: id(number), person: id(person) })));
    }
    acts
}
