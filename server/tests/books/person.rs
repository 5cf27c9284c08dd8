//! What is kept of a person.

use super::town::{Device, NOW, Town, applied, bodies, id, raise, raw};
use jiefang_domain::{
    Id, Key, Kind,
    calendar::HOUR_MS,
    command::Command,
    council::DeclineIssue,
    identity::{EnterPerson, GiveGrant, MergePerson, Person, Role},
    privacy::{
        AnswerWish, AskWish, ERASED, ErasePerson, ForgetRows, Given, LookAtPerson, LookReason, PersonField, WishWhat,
    },
    timebank::{ConfirmHour, Hour, Recipient},
};
use jiefang_server::{erase, verify::verify};

fn enter(person: &str, phone: &str) -> Command {
    Command::EnterPerson(EnterPerson {
        id: id(person),
        name: person.into(),
        phone: phone.into(),
        household: id("hh"),
        invented: true,
        door: String::new(),
        skills: Vec::new(),
        volunteer: false,
    })
}

#[tokio::test]
async fn masked_fields_of_people_entered_before_get_their_last_four_digits() {
    let town = Town::build().await;
    for (person, phone) in [("new", "138 0000-1234"), ("short", "110"), ("none", "")] {
        town.system("c1", enter(person, phone)).await;
    }
    let mut file = raw(town.dir.path()).await;
    // As it stood before there were any.
    let before =
        "UPDATE projection SET body = json_remove(body, '$.person.tails') WHERE kind = 'person' AND audience = 'staff'";
    sqlx::query(before).execute(&mut file).await.unwrap();
    assert!(!verify(town.dir.path()).await.unwrap().is_clean());
    // Nothing was sealed then.
    let plain = "UPDATE record SET body = json_set(body, '$.person.phone', $1) WHERE kind = 'person' AND id = $2";
    let sealed: Vec<(String, String)> =
        sqlx::query_as("SELECT id, body FROM record WHERE kind = 'person'").fetch_all(&mut file).await.unwrap();
    for (person, phone) in [("new", "138 0000-1234"), ("short", "110")] {
        sqlx::query(plain).bind(phone).bind(person).execute(&mut file).await.unwrap();
    }
    let migration = include_str!("../../migrations/0026_looks.sql");
    let update = migration.split_once(";\n").unwrap().0;
    sqlx::query(update).execute(&mut file).await.unwrap();
    for (person, body) in sealed {
        let again =
            sqlx::query("UPDATE record SET body = $1 WHERE kind = 'person' AND id = $2").bind(body).bind(person);
        again.execute(&mut file).await.unwrap();
    }
    // What came to people later stands behind it.
    let later = "UPDATE projection SET body = json_set(json_remove(body, '$.person.sounds'), '$.person.sounds', body ->> '$.person.sounds')
        WHERE kind = 'person' AND audience = 'staff' AND body ->> '$.person.sounds' IS NOT NULL";
    sqlx::query(later).execute(&mut file).await.unwrap();
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

fn act_of(person: &str, text: &str) -> Command {
    Command::AskWish(AskWish {
        id: id("w1"),
        person: id(person),
        what: WishWhat::Erase,
        text: text.into(),
        how: Given::Themself,
    })
}

fn look(n: u32, person: &str) -> Command {
    Command::LookAtPerson(LookAtPerson {
        id: Id::join(&["l", &n.to_string()]),
        person: id(person),
        fields: vec![PersonField::Phone],
        reason: LookReason::Other,
        note: "秘密".into(),
    })
}

/// A town with a second worker, in which the resident has left something everywhere.
async fn lived_in() -> (Town, [Device; 4]) {
    let town = Town::build().await;
    town.system("c1", enter("second", "")).await;
    let grant = GiveGrant {
        id: id("g~second"),
        person: id("second"),
        role: Role::CommunityWorker,
        place: id("c1"),
        since_ms: 0,
    };
    town.system("c1", Command::GiveGrant(grant)).await;
    let [mut worker, mut resident, mut second, mut volunteer] =
        ["worker", "resident", "second", "volunteer"].map(Device::of);
    for n in 0..3 {
        applied(&town.act(&mut worker, "c1", &look(n, "resident")).await);
        let mut issue = raise(&format!("i{n}"), "b1", "resident");
        if let Command::RaiseIssue(issue) = &mut issue {
            (issue.title, issue.detail) = (format!("秘密{n}"), "秘密".into());
        }
        applied(&town.act(&mut resident, "c1", &issue).await);
    }
    let decline = DeclineIssue { issue: id("i1"), reason: "秘密".into() };
    applied(&town.act(&mut worker, "c1", &Command::DeclineIssue(decline)).await);
    applied(&town.act(&mut volunteer, "c1", &super::ledger::capture("o1", 60)).await);
    let confirm = Command::ConfirmHour(ConfirmHour { hour: id("o1") });
    applied(&town.act(&mut resident, "c1", &confirm).await);
    applied(&town.act(&mut resident, "c1", &act_of("resident", "秘密")).await);
    let agree =
        Command::AnswerWish(AnswerWish { wish: id("w1"), done: true, answer: "秘密".into(), grants: Vec::new() });
    applied(&town.act(&mut second, "c1", &agree).await);
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
    (town, [worker, resident, second, volunteer])
}

async fn texts(town: &Town, of: &'static str) -> String {
    if of == "log" {
        return bodies(town.dir.path()).await.join("\n");
    }
    let mut file = raw(town.dir.path()).await;
    let all: Vec<String> = sqlx::query_scalar(of).fetch_all(&mut file).await.unwrap();
    all.join("\n")
}

#[tokio::test]
async fn rights_of_the_person_erasure_leaves_no_word_and_verify_is_clean() {
    let (town, [mut worker, .., mut volunteer]) = lived_in().await;
    let (_, staff) = town.all("c1", "worker").await;
    applied(&town.act(&mut worker, "c1", &Command::ErasePerson(ErasePerson { wish: id("w1") })).await);
    assert_eq!(erase::all(&town.store, &town.writer, NOW).await.unwrap(), 1);
    assert_eq!(erase::all(&town.store, &town.writer, NOW).await.unwrap(), 0, "it is done");
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
    assert!(report.erased >= 8, "{report}");
    for of in ["SELECT body FROM record", "SELECT body FROM projection WHERE body IS NOT NULL", "log"] {
        let all = texts(&town, of).await;
        assert!(!all.contains("秘密") && !all.contains("\"text\":\"~"), "{of}");
        assert!(!all.contains("name\":\"resident\""), "{of}");
    }
    // Hours stay under the id, what was counted stays, and the ledger goes on.
    let hour: Hour = town.record("c1", "o1").await.unwrap();
    assert_eq!((hour.minutes, hour.recipient.known()), (60, Some(&id("resident"))));
    let mut next = super::ledger::capture("o2", 60);
    if let Command::CaptureHour(hour) = &mut next {
        (hour.recipient, hour.started_at_ms) = (Recipient::Community, hour.started_at_ms - 3 * HOUR_MS);
    }
    applied(&town.act(&mut volunteer, "c1", &next).await);
    let person: Person = town.record("c1", "resident").await.unwrap();
    assert_eq!((person.name.known().map(String::as_str), person.active), (Some(ERASED), false));
    // A device that held them gets them as they are now.
    let page = town.pull("c1", "worker", &staff).await;
    let shown = serde_json::to_string(&page.parts).unwrap();
    assert!(shown.contains(ERASED) && !shown.contains("秘密"), "{shown}");
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test]
async fn rights_of_the_person_with_them_goes_every_entry_that_was_merged_into_theirs() {
    let (town, [mut worker, ..]) = lived_in().await;
    let named = |person: &str| match enter(person, "13987654321") {
        Command::EnterPerson(enter) => Command::EnterPerson(EnterPerson { name: "秘密".into(), ..enter }),
        _ => unreachable!(),
    };
    // A second entry for the resident, and a third that had been merged into the second.
    town.system("c1", named("twin")).await;
    town.system("c1", named("third")).await;
    let home = GiveGrant { id: id("g3"), person: id("third"), role: Role::Resident, place: id("b1"), since_ms: 0 };
    town.system("c1", Command::GiveGrant(home)).await;
    for (n, person, into, held) in [(7, "third", "twin", "g3"), (8, "twin", "resident", "m~g3")] {
        applied(&town.act(&mut worker, "c1", &look(n, person)).await);
        let (person, into, grants, kept) = (id(person), id(into), vec![id(held)], Vec::new());
        let (wards, work, told) = (Vec::new(), Vec::new(), Vec::new());
        town.system("c1", Command::MergePerson(MergePerson { person, into, grants, kept, wards, work, told })).await;
    }
    applied(&town.act(&mut worker, "c1", &Command::ErasePerson(ErasePerson { wish: id("w1") })).await);
    assert_eq!(erase::all(&town.store, &town.writer, NOW).await.unwrap(), 1);
    for of in ["SELECT body FROM record", "SELECT body FROM projection WHERE body IS NOT NULL", "log"] {
        let all = texts(&town, of).await;
        assert!(!all.contains("秘密") && !all.contains("4321") && !all.contains("\"text\":\"~"), "{of}");
    }
    for person in ["third", "twin"] {
        let row: Person = town.record("c1", person).await.unwrap();
        assert_eq!(row.phone.known().map(String::as_str), Some(""));
    }
    assert_eq!(erase::all(&town.store, &town.writer, NOW).await.unwrap(), 0);
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test]
async fn rights_of_the_person_an_erasure_that_was_cut_off_goes_on() {
    let (town, [mut worker, ..]) = lived_in().await;
    applied(&town.act(&mut worker, "c1", &Command::ErasePerson(ErasePerson { wish: id("w1") })).await);
    // Some rows forgot, some bodies went, and the power with them.
    let rows = vec![Key { kind: Kind::Look, id: id("l~0") }, Key { kind: Kind::Issue, id: id("i0") }];
    town.system("c1", Command::ForgetRows(ForgetRows { wish: id("w1"), rows, also: Vec::new() })).await;
    town.store.erase((&id("c1"), &id("resident")), &["person.look@1"], &[id("resident")]).await.unwrap();
    assert_eq!(erase::all(&town.store, &town.writer, NOW).await.unwrap(), 1);
    assert!(!texts(&town, "log").await.contains("秘密"));
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test]
async fn rights_of_the_person_one_damaged_step_of_an_import_keeps_no_erasure_from_its_end() {
    let (town, [mut worker, ..]) = lived_in().await;
    let mut file = raw(town.dir.path()).await;
    for statement in [
        "INSERT INTO import VALUES ('i', 'system', 1, 'applied', '[]', '[0,0,0,0]', '{}')",
        "INSERT INTO import_step VALUES ('i', 0, 'c1', 'person', 'other', 'damaged')",
        "INSERT INTO import_step VALUES ('i', 1, 'c1', 'person', 'resident', 'damaged')",
        "INSERT INTO import_step VALUES ('i', 2, 'c2', 'person', 'other', 'damaged')",
    ] {
        sqlx::query(statement).execute(&mut file).await.unwrap();
    }
    applied(&town.act(&mut worker, "c1", &Command::ErasePerson(ErasePerson { wish: id("w1") })).await);
    assert_eq!(erase::all(&town.store, &town.writer, NOW).await.unwrap(), 1);
    assert_eq!(texts(&town, "SELECT book FROM import_step").await, "c2");
}

#[tokio::test]
async fn rights_of_the_person_who_gave_rights_is_erased_and_the_rights_still_verify() {
    let town = Town::build().await;
    let mut officer = Device::of("officer");
    for (book, person) in [("c1", "p9"), ("c2", "p9b")] {
        town.system(book, enter(person, "")).await;
        let (grant, place) = (Id::join(&["g", person]), id(book));
        let give = GiveGrant { id: grant, person: id(person), role: Role::CommunityWorker, place, since_ms: 0 };
        applied(&town.act(&mut officer, book, &Command::GiveGrant(give)).await);
    }
    let wish = AskWish {
        id: id("w1"),
        person: id("officer"),
        what: WishWhat::Erase,
        text: String::new(),
        how: Given::Themself,
    };
    applied(&town.act(&mut officer, "d", &Command::AskWish(wish)).await);
    // A subdistrict has no workers of its own: the test takes the two steps by the clock's hand.
    town.store.erase((&id("d"), &id("officer")), &["person.enter@1"], &[id("officer")]).await.unwrap();
    let mut file = raw(town.dir.path()).await;
    let bare =
        "UPDATE record SET body = json_set(body, '$.person.name', '（已删除）') WHERE book = 'd' AND id = 'officer'";
    sqlx::query(bare).execute(&mut file).await.unwrap();
    let report = verify(town.dir.path()).await.unwrap();
    let elsewhere: Vec<_> = report.differences.iter().filter(|found| found.book != "d").collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
}
