//! Input that was made to hurt: nothing of it takes effect, and nothing of it stops the queue.

use super::town::{Device, NOW, Town, applied, count, find, id, nothing, place, raise, refused};
use jiefang_domain::{
    Id, Lang,
    command::Command,
    council::PutOnAgenda,
    grid::PlaceKind,
    identity::{EnterPerson, GiveGrant, Role},
    sync::Answer,
    timebank::OpenCard,
};
use jiefang_server::{sync::Push, verify::verify};

#[tokio::test]
async fn numbers_at_the_edge_are_refused_and_nothing_panics() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let act = |at: &str| {
        let rest = r#""spot":"","category":"leak","grade":"today","note":"""#;
        format!(r#"{{"kind":"hazard.find@1","body":{{"id":"h","place":"b1",{rest},"found_at_ms":{at}}}}}"#)
    };
    let codes = [
        ("9223372036854775807", "in_future"),
        ("-9223372036854775808", "too_old"),
        ("9223372036854775808", "malformed"),
        ("1e3", "malformed"),
        ("null", "malformed"),
    ];
    for (at, code) in codes {
        let op = phone.raw("c1", &act(at));
        assert_eq!(refused(&town.push(&phone, "c1", vec![op]).await[0]), code, "{at}");
    }
    let mut branch = Device::of("branch");
    for meets_at_ms in [i64::MAX, i64::MIN] {
        let agenda = PutOnAgenda { issue: id("i1"), meets_at_ms, topic: String::new() };
        refused(&town.act(&mut branch, "c1", &Command::PutOnAgenda(agenda)).await);
    }
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_clock_that_is_years_off_decides_for_no_later_than_receipt() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    for (authored_at_ms, offset_ms) in [(i64::MAX, i64::MAX), (i64::MIN, i64::MIN), (NOW + 400 * 86_400_000, 0)] {
        let mut op = phone.op("c1", &find("h1", "b2"));
        (op.authored_at_ms, op.offset_ms) = (authored_at_ms, offset_ms);
        refused(&town.push(&phone, "c1", vec![op]).await[0]);
    }
    let late = "SELECT count(*) FROM log WHERE now_ms > at_ms OR now_ms < 0";
    assert_eq!(count(town.dir.path(), late).await, 0);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn nobody_is_called_system_and_who_says_so_is_not_the_clock() {
    let town = Town::build().await;
    let (mut worker, mut forged) = (Device::of("worker"), Device::of("system"));
    let enter = EnterPerson {
        id: id("system"),
        name: "系统".into(),
        phone: String::new(),
        household: id("hh"),
        invented: true,
        door: String::new(),
        skills: Vec::new(),
        volunteer: false,
    };
    assert_eq!(refused(&town.act(&mut worker, "c1", &Command::EnterPerson(enter)).await), "id_taken");
    let give =
        GiveGrant { id: id("g9"), person: id("steward"), role: Role::SubdistrictOfficer, place: id("c1"), since_ms: 0 };
    let answer = town.act(&mut forged, "c1", &Command::GiveGrant(give)).await;
    assert_eq!(refused(&answer), "not_yours");
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn an_id_that_grows_too_long_when_composed_is_refused_not_stored() {
    let town = Town::build().await;
    let mut worker = Device::of("worker");
    let long = Id::parse(&"p".repeat(96)).unwrap();
    let enter = EnterPerson {
        id: long.clone(),
        name: "长".into(),
        phone: String::new(),
        household: id("hh"),
        invented: true,
        door: String::new(),
        skills: Vec::new(),
        volunteer: false,
    };
    applied(&town.act(&mut worker, "c1", &Command::EnterPerson(enter)).await);
    let card = OpenCard { number: id("card2"), person: long };
    assert_eq!(refused(&town.act(&mut worker, "c1", &Command::OpenCard(card)).await), "malformed");
    assert!(!town.all("c1", "worker").await.0.is_empty());
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn an_issue_whose_limit_could_not_be_named_is_refused_and_the_clock_goes_on() {
    let town = Town::build().await;
    let mut phone = Device::of("resident");
    let long = raise(&"i".repeat(96), "b1", "resident");
    assert_eq!(refused(&town.act(&mut phone, "c1", &long).await), "malformed");
    applied(&town.act(&mut phone, "c1", &raise("i1", "b1", "resident")).await);
    assert_eq!(town.writer.tick(NOW + 60 * 86_400_000).await.unwrap(), 1);
}

#[tokio::test]
async fn the_clock_opens_no_book_but_a_places_own() {
    let town = Town::build().await;
    let orphan = place("b9", PlaceKind::Building, &["c9"]);
    let answer = town.writer.submit_system(id("c9"), id("op9"), orphan, NOW).await.unwrap();
    assert_eq!(refused(&answer), "not_found");
    assert_eq!(town.store.book(&id("c9")).await.unwrap(), None);
}

#[tokio::test]
async fn another_communitys_place_and_person_are_out_of_reach() {
    let town = Town::build().await;
    let mut worker = Device::of("worker");
    assert_eq!(refused(&town.act(&mut worker, "c1", &find("h1", "b2")).await), "place_not_here");
    assert_eq!(refused(&town.act(&mut worker, "c2", &find("h1", "b2")).await), "not_yours");
    let foreign = place("c1", PlaceKind::Community, &["d"]);
    refused(&town.act(&mut worker, "c2", &foreign).await);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn quotes_and_nul_and_rare_characters_come_back_as_they_were_written() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let text = "'); DROP TABLE log;-- \" \\ \u{0} \u{202e} 𠮷·𬭩 </script>";
    let Command::FindHazard(mut hazard) = find("h1", "b1") else { unreachable!() };
    hazard.note = text.into();
    applied(&town.act(&mut phone, "c1", &Command::FindHazard(hazard)).await);
    let kept: jiefang_domain::stewards::Hazard = town.record("c1", "h1").await.unwrap();
    assert_eq!(kept.note.known().unwrap(), text);
    let page = town.pull("c1", "steward", &nothing("steward")).await;
    assert!(serde_json::to_string(&page).unwrap().contains("𠮷·𬭩"));
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn an_act_nested_too_deep_is_malformed() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let op = phone.raw("c1", &format!(r#"{{"body":{deep},"kind":"hazard.find@1"}}"#));
    assert_eq!(refused(&town.push(&phone, "c1", vec![op]).await[0]), "malformed");
}

#[tokio::test]
async fn words_come_in_the_language_asked_for() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let request = phone.request(vec![]);
    let op = phone.op("c1", &find("h1", "b2"));
    for (lang, words) in [(Lang::En, "That place"), (Lang::Zh, "这个地方")] {
        let mut request = request.clone();
        request.ops = vec![op.clone()];
        let push = Push { book: id("c1"), person: id("steward"), lang, request, received_at_ms: NOW };
        let answer = town.writer.push(push).await.unwrap().answers.remove(0).answer;
        let first = if let Answer::Duplicate { first } = answer { *first } else { answer };
        assert!(matches!(&first, Answer::Refused { words: told, .. } if told.starts_with(words)), "{first:?}");
    }
}
