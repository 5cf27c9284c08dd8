//! Entries and hazards of stewards on the server: the clock, cells, erasure, and what stood there before.

use super::town::{Device, NOW, Town, applied, bodies, count, find, id, raw};
use jiefang_domain::{
    Id,
    calendar::{DAY_MS, HOUR_MS},
    command::Command,
    identity::{EnterPerson, GiveGrant, Role},
    privacy::{AnswerWish, AskWish, ErasePerson, Given, LookReason, WishWhat},
    stewards::{
        AdvanceEntry, AnswerEntry, CountEntry, Entry, EntryCategory, EntryContent, EntryKind, EntryState, Hazard,
        LookAtEntry, Named, PartyAnswer, RecordEntry, ReviewEntry, Rung,
    },
};
use jiefang_server::{erase, verify::verify};

const SECRET: &str = "秘密";

fn record(entry_kind: EntryKind, parties: &[&str]) -> Command {
    let named = |person: &&str| Named { person: id(person), name: String::new() };
    let content = EntryContent {
        category: EntryCategory::Other,
        spot: "2".into(),
        note: SECRET.into(),
        happened_at_ms: NOW - HOUR_MS,
        parties: parties.iter().map(named).collect(),
        checkpoints: Vec::new(),
        photos: Vec::new(),
    };
    Command::RecordEntry(RecordEntry { id: id("e1"), entry_kind, place: id("b1"), replaces: Id::none(), content })
}

fn step(to: EntryState, agreement: &str) -> Command {
    Command::AdvanceEntry(AdvanceEntry {
        entry: id("e1"),
        to,
        note: SECRET.into(),
        agreement: agreement.into(),
        report: String::new(),
        remedies_told: false,
        seen: Vec::new(),
        photos: Vec::new(),
    })
}

fn says(party: u32, answer: PartyAnswer) -> Command {
    let (how, note) = (Given::Themself, SECRET.into());
    Command::AnswerEntry(AnswerEntry { entry: id("e1"), party, answer, how, note })
}

async fn clean(town: &Town) {
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

/// A dispute that was agreed, reviewed and counted, and looked at by a mediator.
async fn agreed() -> Town {
    let town = Town::build().await;
    for (person, role) in [("mediator", Role::Mediator), ("second", Role::CommunityWorker)] {
        let (name, phone, household) = (person.into(), String::new(), id("hh"));
        let (door, skills) = (String::new(), Vec::new());
        let enter =
            EnterPerson { id: id(person), name, phone, household, invented: true, door, skills, volunteer: false };
        town.system("c1", Command::EnterPerson(enter)).await;
        let grant = Id::join(&["g", person]);
        let give = GiveGrant { id: grant, person: id(person), role, place: id("c1"), since_ms: 0 };
        town.system("c1", Command::GiveGrant(give)).await;
    }
    let [mut steward, mut left, mut right, mut branch, mut mediator] =
        ["steward", "resident", "volunteer", "branch", "mediator"].map(Device::of);
    applied(&town.act(&mut steward, "c1", &record(EntryKind::Dispute, &["resident", "volunteer"])).await);
    applied(&town.act(&mut left, "c1", &says(0, PartyAnswer::Consents)).await);
    applied(&town.act(&mut right, "c1", &says(1, PartyAnswer::Consents)).await);
    applied(&town.act(&mut steward, "c1", &step(EntryState::Mediating, "")).await);
    applied(&town.act(&mut steward, "c1", &step(EntryState::Mediating, SECRET)).await);
    applied(&town.act(&mut left, "c1", &says(0, PartyAnswer::Confirms)).await);
    applied(&town.act(&mut right, "c1", &says(1, PartyAnswer::Confirms)).await);
    let review = ReviewEntry { entry: id("e1"), passed: true, reason: String::new() };
    applied(&town.act(&mut branch, "c1", &Command::ReviewEntry(review)).await);
    applied(&town.act(&mut branch, "c1", &Command::CountEntry(CountEntry { entry: id("e1") })).await);
    let look = LookAtEntry { id: id("l1"), entry: id("e1"), reason: LookReason::Other, note: SECRET.into() };
    applied(&town.act(&mut mediator, "c1", &Command::LookAtEntry(look)).await);
    town
}

#[tokio::test]
async fn what_is_counted_of_sealed_records_stands_in_cells_of_staff_and_verifies() {
    let town = agreed().await;
    assert_eq!(count(town.dir.path(), "SELECT count(*) FROM cell WHERE body LIKE '%disputes_resolved%'").await, 5);
    let figures = "SELECT count(*) FROM record WHERE kind = 'figure' AND body LIKE '%disputes%'";
    assert_eq!(count(town.dir.path(), figures).await, 0, "and in no public figure");
    let (rows, _) = town.all("c1", "worker").await;
    let shown = serde_json::to_string(&rows.iter().map(|(_, row)| row).collect::<Vec<_>>()).unwrap();
    assert!(shown.contains("\"entry\"") && !shown.contains(SECRET), "{shown}");
    clean(&town).await;
}

#[tokio::test]
async fn rights_of_the_person_erasure_takes_what_entries_say_and_leaves_what_was_counted() {
    let town = agreed().await;
    let cells = "SELECT sum(length(body)) FROM cell";
    let before = count(town.dir.path(), cells).await;
    let [mut left, mut worker, mut second] = ["resident", "worker", "second"].map(Device::of);
    for _ in 0..2 {
        // The counter of that device goes on from what it has sent.
        left.op("c1", &says(0, PartyAnswer::Consents));
    }
    let (what, text, how) = (WishWhat::Erase, String::new(), Given::Themself);
    let wish = AskWish { id: id("w1"), person: id("resident"), what, text, how };
    applied(&town.act(&mut left, "c1", &Command::AskWish(wish)).await);
    let agree = AnswerWish { wish: id("w1"), done: true, answer: String::new(), grants: Vec::new() };
    applied(&town.act(&mut worker, "c1", &Command::AnswerWish(agree)).await);
    applied(&town.act(&mut second, "c1", &Command::ErasePerson(ErasePerson { wish: id("w1") })).await);
    assert_eq!(erase::all(&town.store, &town.writer, NOW).await.unwrap(), 1);
    let mut file = raw(town.dir.path()).await;
    for of in ["SELECT body FROM record", "SELECT body FROM projection WHERE body IS NOT NULL", "log"] {
        let all: Vec<String> = match of {
            "log" => bodies(town.dir.path()).await,
            _ => sqlx::query_scalar(of).fetch_all(&mut file).await.unwrap(),
        };
        let says: Vec<&String> = all.iter().filter(|body| body.contains(SECRET)).collect();
        // The other side was told of the look as well: that one is theirs.
        let others = says.iter().all(|body| body.contains("\"look\"") && body.contains("\"volunteer\""));
        assert!(others, "{of}: {says:?}");
    }
    let entry: Entry = town.record("c1", "e1").await.unwrap();
    let people: Vec<&str> = entry.parties.known().unwrap().iter().map(|party| party.person.as_str()).collect();
    assert_eq!(people, ["-", "volunteer"]);
    assert_eq!(count(town.dir.path(), cells).await, before);
    clean(&town).await;
}

#[tokio::test]
async fn a_hazard_that_is_overdue_climbs_to_the_subdistrict_and_every_tick_after_changes_nothing() {
    let town = Town::build().await;
    applied(&town.act(&mut Device::of("steward"), "c1", &find("h1", "b1")).await);
    let rung = async || town.record::<Hazard>("c1", "h1").await.unwrap().rung();
    let due = town.record::<Hazard>("c1", "h1").await.unwrap().due_at_ms;
    assert_eq!(town.writer.tick(due - 1).await.unwrap(), 0);
    for (n, to) in (0..).zip([Rung::Area, Rung::General, Rung::Subdistrict]) {
        let (one, two) = tokio::join!(town.writer.tick(due + n * DAY_MS), town.writer.tick(due + n * DAY_MS));
        assert_eq!((one.unwrap() + two.unwrap(), rung().await), (1, to));
    }
    assert_eq!(town.writer.tick(due + 60 * DAY_MS).await.unwrap(), 0);
    assert_eq!(count(town.dir.path(), "SELECT count(*) FROM deadline").await, 0);
    clean(&town).await;
}

#[tokio::test]
async fn hazards_that_stood_before_get_their_deadline() {
    let town = Town::build().await;
    let mut steward = Device::of("steward");
    for hazard in ["h1", "h2"] {
        applied(&town.act(&mut steward, "c1", &find(hazard, "b1")).await);
    }
    let mut file = raw(town.dir.path()).await;
    sqlx::query("DELETE FROM deadline").execute(&mut file).await.unwrap();
    assert!(!verify(town.dir.path()).await.unwrap().is_clean());
    let migration = include_str!("../../migrations/0030_climbs.sql");
    sqlx::query(migration.split_once(";\n").unwrap().0).execute(&mut file).await.unwrap();
    clean(&town).await;
}
