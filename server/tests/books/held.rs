//! What comes too late for its right is held, what comes again under a new client counts once (S2, S3, S8, S9).

use super::town::{Device, NOW, Town, applied, count, find, id, nothing, refused};
use jiefang_domain::{
    Refusal,
    command::Command,
    identity::{EndGrant, GiveGrant, Role},
    stewards::Hazard,
    sync::Answer,
};
use jiefang_server::verify::verify;

const LATER_MS: i64 = 60_000;

fn duplicate(first: &Answer) -> Answer {
    Answer::Duplicate { first: Box::new(first.clone()) }
}

/// The same person on the same phone, after it took a new client.
fn renewed(phone: &Device, client: &str) -> Device {
    let mut device = Device::of(phone.person);
    device.client_id = id(client);
    device
}

#[tokio::test]
async fn s9_what_was_done_before_the_right_ended_is_held_and_the_queue_moves_on() {
    let town = Town::build().await;
    let (mut worker, mut phone) = (Device::of("worker"), Device::of("steward"));
    // Done a minute before the right ends, sent after it.
    let mut early = phone.op("c1", &find("h1", "b1"));
    early.authored_at_ms = NOW - LATER_MS;
    let elsewhere = phone.op("c1", &find("h2", "b2"));
    let late = phone.op("c1", &find("h3", "b1"));
    applied(&town.act(&mut worker, "c1", &Command::EndGrant(EndGrant { grant: id("g~steward") })).await);
    let ops = vec![early.clone(), elsewhere, late];
    let answers = town.push(&phone, "c1", ops).await;
    let held = Answer::Held { reason: Refusal::RightEnded };
    assert_eq!(answers[0], held);
    assert_eq!(refused(&answers[1]), "place_not_here");
    assert_eq!(refused(&answers[2]), "not_yours");
    assert_eq!(town.record::<Hazard>("c1", "h1").await, None);
    assert_eq!(town.push(&phone, "c1", vec![early.clone()]).await, [duplicate(&held)]);
    let mut other = early.clone();
    other.act = Device::of("steward").op("c1", &find("h9", "b1")).act;
    assert_eq!(town.push(&phone, "c1", vec![other]).await, [Answer::IdentityClash]);
    let kept = "SELECT count(*) FROM log WHERE code = 'right_ended' AND length(body_hash) = 32 AND body_size > 5
        AND NOT EXISTS (SELECT 1 FROM log_body b WHERE b.book = log.book AND b.seq = log.seq)";
    assert_eq!(count(town.dir.path(), kept).await, 1);
    assert_eq!(count(town.dir.path(), "SELECT last_n FROM client WHERE person = 'steward'").await, 3);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn s9_only_a_right_that_was_there_and_would_have_sufficed_holds_an_entry() {
    let town = Town::build().await;
    let mut worker = Device::of("worker");
    // A right that began after the act and is over again.
    let give = GiveGrant { id: id("g9"), person: id("resident"), role: Role::Steward, place: id("b1"), since_ms: 0 };
    let ops = vec![
        worker.op("c1", &Command::GiveGrant(give)),
        worker.op("c1", &Command::EndGrant(EndGrant { grant: id("g9") })),
        worker.op("c1", &Command::EndGrant(EndGrant { grant: id("g~steward") })),
    ];
    town.push(&worker, "c1", ops).await.iter().for_each(|answer| {
        applied(answer);
    });
    let mut resident = Device::of("resident");
    let mut early = resident.op("c1", &find("h1", "b1"));
    early.authored_at_ms = NOW - LATER_MS;
    assert_eq!(refused(&town.push(&resident, "c1", vec![early]).await[0]), "not_yours");
    // The right was there, and something else speaks against it as well.
    let mut steward = Device::of("steward");
    let mut far = find("h2", "b1");
    if let Command::FindHazard(hazard) = &mut far {
        hazard.note = "长".repeat(2_000);
    }
    let mut op = steward.op("c1", &far);
    op.authored_at_ms = NOW - LATER_MS;
    assert_eq!(refused(&town.push(&steward, "c1", vec![op]).await[0]), "not_yours");
}

#[tokio::test]
async fn s8_s9_who_lost_every_right_may_still_send_and_sees_nothing() {
    let town = Town::build().await;
    let (_, request) = town.all("c1", "steward").await;
    let open = async |book: &str| {
        let (person, book) = (id("steward"), id(book));
        (town.store.may_push(&person, &book).await.unwrap(), town.store.may_open(&person, &book).await.unwrap())
    };
    assert_eq!(open("c1").await, (true, true));
    let end = Command::EndGrant(EndGrant { grant: id("g~steward") });
    applied(&town.act(&mut Device::of("worker"), "c1", &end).await);
    assert_eq!(open("c1").await, (true, false));
    assert_eq!(open("c2").await, (false, false));
    assert_eq!(open("d").await, (false, false));
    // Even asked for past the door, nothing but what concerns the person leaves the server.
    let page = town.pull("c1", "steward", &request).await;
    assert!(page.scopes.iter().all(|scope| ["public", "person:steward"].contains(&scope.to_string().as_str())));
}

#[tokio::test]
async fn s2_s3_the_same_operations_under_a_new_client_count_once_and_its_counter_moves() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let ops: Vec<_> =
        ["b1", "b2", "b1"].iter().enumerate().map(|(i, b)| phone.op("c1", &find(&format!("h{i}"), b))).collect();
    let first = town.push(&phone, "c1", ops.clone()).await;
    let head = town.head("c1").await;
    let renewed = renewed(&phone, "new");
    let mut again = ops.clone();
    again.push(phone.op("c1", &find("h9", "b1")));
    let answers = town.push(&renewed, "c1", again.clone()).await;
    assert_eq!(answers[..3], first.iter().map(duplicate).collect::<Vec<_>>());
    assert_eq!(applied(&answers[3]), head + 4);
    // The answer was lost: the same once more changes nothing.
    let lost = town.push(&renewed, "c1", again).await;
    assert_eq!(lost[..3], answers[..3]);
    assert_eq!((&lost[3], town.head("c1").await), (&duplicate(&answers[3]), head + 4));
    let noted = "SELECT count(*) FROM log WHERE client_id = 'new' AND code = 'duplicate' AND op_id IS NULL
        AND length(body_hash) = 32 AND body_size > 5";
    assert_eq!(count(town.dir.path(), noted).await, 3);
    assert_eq!(count(town.dir.path(), "SELECT last_n FROM client WHERE client_id = 'new'").await, 4);
    assert_eq!(count(town.dir.path(), "SELECT count(*) FROM record WHERE kind = 'hazard'").await, 3);
    let mut request = nothing("steward");
    request.client_id = id("new");
    assert_eq!(town.pull("c1", "steward", &request).await.last_n, 4);
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test]
async fn s2_another_content_or_another_person_or_a_hole_is_no_repeat() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let op = phone.op("c1", &find("h1", "b1"));
    applied(&town.push(&phone, "c1", vec![op.clone()]).await[0]);
    let head = town.head("c1").await;
    let new = renewed(&phone, "new");
    let mut hole = op.clone();
    hole.n = 2;
    assert_eq!(town.push(&new, "c1", vec![hole.clone()]).await, [Answer::Gap { expected: 1 }]);
    assert_eq!(town.head("c1").await, head);
    // Where it would be the next it is turned away for good (S11): another client would not help.
    let mut changed = op.clone();
    changed.act = Device::of("steward").op("c1", &find("h2", "b1")).act;
    assert_eq!(refused(&town.push(&new, "c1", vec![changed.clone()]).await[0]), "identity_clash");
    assert_eq!(town.push(&new, "c1", vec![changed]).await, [Answer::IdentityClash]);
    // The same client under another counter was no renumbering: that takes a new client.
    assert_eq!(refused(&town.push(&phone, "c1", vec![hole]).await[0]), "identity_clash");
    let neighbour = Device::of("resident");
    assert_eq!(refused(&town.push(&neighbour, "c1", vec![op]).await[0]), "identity_clash");
    assert_eq!(town.head("c1").await, head + 3);
    assert_eq!(count(town.dir.path(), "SELECT count(*) FROM record WHERE kind = 'hazard'").await, 1);
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test]
async fn s2_two_renewed_clients_at_the_same_moment_have_one_effect() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let ops: Vec<_> = (0..20).map(|i| phone.op("c1", &find(&format!("h{i}"), "b1"))).collect();
    let (one, two) = (renewed(&phone, "one"), renewed(&phone, "two"));
    let (a, b, c) = tokio::join!(
        town.push(&phone, "c1", ops.clone()),
        town.push(&one, "c1", ops.clone()),
        town.push(&two, "c1", ops)
    );
    let effects = a.iter().chain(&b).chain(&c).filter(|answer| matches!(answer, Answer::Applied { .. })).count();
    assert_eq!(effects, 20);
    assert_eq!(count(town.dir.path(), "SELECT sum(last_n) FROM client WHERE person = 'steward'").await, 60);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn clocks_are_told_apart_in_the_report_and_are_no_difference() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let moments = [(NOW, 0), (NOW - 3_600_000, 0), (NOW - 9 * 60_000, 360_000 - 3_600_000), (NOW + 3_600_000, 0)];
    let ops: Vec<_> = moments
        .iter()
        .enumerate()
        .map(|(i, moment)| {
            let mut op = phone.op("c1", &find(&format!("h{i}"), "b1"));
            (op.authored_at_ms, op.offset_ms) = *moment;
            op
        })
        .collect();
    town.push(&phone, "c1", ops).await;
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
    assert_eq!((report.late, report.wrong_clocks), (1, 2));
    assert!(report.to_string().contains("1 late, 2 by a wrong clock"), "{report}");
}
