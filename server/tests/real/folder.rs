//! A data folder with a yard in it, and what must hold of it whatever happened.

use crate::{device::Device, server::jiefang};
use jiefang_domain::{
    Id,
    command::Command,
    grid::{AddPlace, PlaceKind},
    identity::{EnterPerson, GiveGrant, Role},
    sync::Answer,
};
use jiefang_server::{
    store::Store,
    sync::{SystemOp, Writer},
    verify::verify,
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::path::Path;

pub fn id(text: &str) -> Id {
    Id::parse(text).unwrap()
}

pub fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap().block_on(future)
}

/// A community with one building and these stewards in it.
pub fn fill(dir: &Path, stewards: &[String]) {
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
        ("d", place("d", PlaceKind::Subdistrict, &[])),
        ("c1", place("c1", PlaceKind::Community, &["d"])),
        ("c1", place("e1", PlaceKind::Estate, &["c1", "d"])),
        ("c1", place("b1", PlaceKind::Building, &["e1", "c1", "d"])),
    ];
    for person in stewards {
        let (of, household) = (id(person), Id::join(&["hh", person]));
        let enter = EnterPerson {
            id: of.clone(),
            name: person.clone(),
            phone: String::new(),
            household,
            invented: true,
            door: String::new(),
            skills: Vec::new(),
            volunteer: false,
        };
        acts.push(("c1", Command::EnterPerson(enter)));
        let grant = Id::join(&["g", person]);
        acts.push((
            "c1",
            Command::GiveGrant(GiveGrant { id: grant, person: of, role: Role::Steward, place: id("b1"), since_ms: 0 }),
        ));
    }
    wait(async {
        let store = Store::open(dir).await.unwrap();
        let writer = Writer::start(&store).await.unwrap();
        let ops = acts.into_iter().enumerate().map(|(i, (book, command))| SystemOp {
            book: id(book),
            op_id: Id::join(&["fill", &i.to_string()]),
            command,
            now_ms: 1_795_000_000_000,
        });
        let answers = writer.submit_system_all(ops.collect()).await.unwrap();
        assert!(answers.iter().all(|answer| matches!(answer, Answer::Applied { .. })), "{answers:?}");
        writer.stop().await;
        store.close().await;
    });
}

/// A single-use code for somebody, from the command line.
pub fn link(dir: &Path, person: &str) -> String {
    let made = jiefang("enrol", dir).args(["--person", person]).output().unwrap();
    let said = crate::server::done(&made);
    said.trim().strip_prefix("/enrol/").unwrap().to_owned()
}

/// Looks into the file itself.
pub async fn file(dir: &Path) -> SqliteConnection {
    SqliteConnection::connect_with(&SqliteConnectOptions::new().filename(dir.join("jiefang.db"))).await.unwrap()
}

/// `verify` finds nothing; every operation a device was told to be saved, and has no need to send again, has had its effect
/// exactly once and stands where it was told (S2, S4).
pub fn check<'d>(dir: &Path, devices: impl IntoIterator<Item = &'d Device>) {
    wait(async {
        let report = verify(dir).await.unwrap();
        assert!(report.is_clean(), "{report}");
        let mut file = file(dir).await;
        let mut hazards = 0;
        for device in devices {
            for (op_id, seq) in device.saved() {
                let found: Vec<(i64, String)> = sqlx::query_as(
                    "SELECT seq, code FROM log WHERE book = 'c1' AND op_id = $1 AND EXISTS
                        (SELECT 1 FROM record r WHERE r.book = 'c1' AND r.kind = 'hazard' AND r.id = log.op_id)",
                )
                .bind(op_id)
                .fetch_all(&mut file)
                .await
                .unwrap();
                let right = vec![(i64::try_from(*seq).unwrap(), String::new())];
                assert_eq!(found, right, "{}: {op_id} was answered", device.person);
            }
            hazards += device.authored;
        }
        let counts: (i64, i64, i64) = sqlx::query_as(
            "SELECT (SELECT count(*) FROM record WHERE kind = 'hazard'),
            (SELECT coalesce(sum(n.value), 0) FROM cell CROSS JOIN json_each(cell.body, '$.hazards_found') n
                WHERE cell.place = 'c1' AND n.key % 3 = 1),
            (SELECT count(*) FROM log WHERE kind = 'hazard.find@1' AND code = '')",
        )
        .fetch_one(&mut file)
        .await
        .unwrap();
        assert!(counts.0 == counts.1 && counts.1 == counts.2, "{counts:?}");
        assert!(counts.0 <= i64::try_from(hazards).unwrap(), "{counts:?}, but {hazards} were authored");
        file.close().await.unwrap();
    });
}
