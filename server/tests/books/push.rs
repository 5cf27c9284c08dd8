//! Push: counters, repeats, poison, and what stands in the tables afterwards.

use super::town::{Device, NOW, Town, applied, count, find, id, nothing, refused};
use jiefang_domain::{
    Id, Lang, Refusal,
    command::Command,
    identity::{EndGrant, GiveGrant, Role},
    stewards::{Hazard, HazardState, RectifyHazard},
    sync::{Answer, BUILD},
};
use jiefang_server::{
    store::Store,
    sync::{Poke, Push, Writer, WriterError},
    verify::verify,
};
use std::time::Duration;

#[tokio::test]
async fn a_hazard_is_applied_and_its_effect_is_everywhere_at_once() {
    let town = Town::build().await;
    let mut pokes = town.writer.pokes();
    let mut phone = Device::of("steward");
    let seq = applied(&town.act(&mut phone, "c1", &find("h1", "b1")).await);
    assert_eq!(town.record::<Hazard>("c1", "h1").await.unwrap().state, HazardState::Found);
    assert_eq!(pokes.recv().await.unwrap(), Poke { book: id("c1"), head: seq });
    let cells = "SELECT json_extract(body, '$.hazards_open[1]') FROM cell WHERE book = 'c1' AND place = 'd'";
    assert_eq!(count(town.dir.path(), cells).await, 1);
    let page = town.pull("c1", "worker", &nothing("worker")).await;
    assert_eq!(page.head, seq);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn s2_the_same_push_again_changes_nothing_and_gets_its_first_answer() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let ops = vec![phone.op("c1", &find("h1", "b1")), phone.op("c1", &find("h2", "b2"))];
    let first = town.push(&phone, "c1", ops.clone()).await;
    let head = town.head("c1").await;
    let again = town.push(&phone, "c1", ops).await;
    let expected: Vec<Answer> = first.into_iter().map(|a| Answer::Duplicate { first: Box::new(a) }).collect();
    assert_eq!(again, expected);
    assert!(matches!(&expected[1], Answer::Duplicate { first } if refused(first) == "place_not_here"));
    assert_eq!(town.head("c1").await, head);
}

#[tokio::test]
async fn two_pushes_of_the_same_at_the_same_moment_have_one_effect() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let ops: Vec<_> = (0..50).map(|i| phone.op("c1", &find(&format!("h{i}"), "b1"))).collect();
    let head = town.head("c1").await;
    let (a, b) = tokio::join!(town.push(&phone, "c1", ops.clone()), town.push(&phone, "c1", ops));
    let applied = a.iter().chain(&b).filter(|answer| matches!(answer, Answer::Applied { .. })).count();
    assert_eq!((applied, town.head("c1").await), (50, head + 50));
}

#[tokio::test]
async fn s3_a_hole_stops_the_queue_and_is_asked_for() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let missing = phone.op("c1", &find("h1", "b1"));
    let ops = vec![phone.op("c1", &find("h2", "b1")), phone.op("c1", &find("h3", "b1"))];
    assert_eq!(town.push(&phone, "c1", ops.clone()).await, [Answer::Gap { expected: 1 }]);
    applied(&town.push(&phone, "c1", vec![missing]).await[0]);
    assert_eq!(town.push(&phone, "c1", ops).await.iter().map(applied).count(), 2);
}

#[tokio::test]
async fn s11_poison_is_refused_logged_and_the_queue_moves_on() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let huge = format!(r#"{{"kind":"hazard.find@1","body":"{}"}}"#, "x".repeat(40_000));
    let ops = [
        phone.raw("c1", r#"{"kind":"hazard.find@1","body":{"id":"h h"}}"#),
        phone.raw("c1", r#"{"kind":"hazard.burn@1","body":{}}"#),
        phone.raw("c1", "[1,2,3]"),
        phone.raw("c1", &huge),
        phone.op("c1", &find("h1", "b2")),
        phone.op("c1", &find("h1", "b1")),
    ];
    let rows = "SELECT (SELECT count(*) FROM record) + (SELECT count(*) FROM cell) + (SELECT count(*) FROM log_body)";
    let before = count(town.dir.path(), rows).await;
    let answers = town.push(&phone, "c1", ops[..5].to_vec()).await;
    let codes: Vec<&str> = answers.iter().map(refused).collect();
    assert_eq!(codes, ["malformed", "unknown_kind", "malformed", "entry_too_large", "place_not_here"]);
    assert_eq!(count(town.dir.path(), rows).await, before);
    let kept = "SELECT count(*) FROM log WHERE code <> '' AND length(body_hash) = 32 AND body_size > 5";
    assert_eq!(count(town.dir.path(), kept).await, 5);
    applied(&town.push(&phone, "c1", ops[5..].to_vec()).await[0]);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_kind_of_a_later_build_is_to_be_tried_again() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let ops = vec![phone.raw("c1", r#"{"kind":"hazard.burn@1","body":{}}"#), phone.op("c1", &find("h1", "b1"))];
    let mut request = phone.request(ops);
    request.build = BUILD + 1;
    let push = Push { book: id("c1"), person: id("steward"), lang: Lang::En, request, received_at_ms: NOW };
    let answer = town.writer.push(push).await.unwrap();
    assert_eq!(answer.answers.len(), 1);
    assert_eq!(answer.answers[0].answer, Answer::Retry);
    assert_eq!(answer.epoch, *town.store.epoch());
}

#[tokio::test]
async fn s10_nothing_is_taken_from_a_client_of_somebody_else() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    applied(&town.act(&mut phone, "c1", &find("h1", "b1")).await);
    let mut other = Device::of("worker");
    other.client_id = phone.client_id.clone();
    let head = town.head("c1").await;
    let ops = vec![other.op("c1", &find("h2", "b1"))];
    assert!(matches!(town.try_push(&other, "c1", ops).await, Err(WriterError::ForeignClient)));
    other.client_id = id("system");
    let ops = vec![other.op("c1", &find("h2", "b1"))];
    assert!(matches!(town.try_push(&other, "c1", ops).await, Err(WriterError::ForeignClient)));
    assert_eq!(town.head("c1").await, head);
}

#[tokio::test]
async fn a_copied_profile_clashes_and_has_no_effect() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    applied(&town.act(&mut phone, "c1", &find("h1", "b1")).await);
    let mut copy = Device::of("steward");
    let mut op = copy.op("c1", &find("h2", "b1"));
    let follows = copy.op("c1", &find("h3", "b1"));
    assert_eq!(town.push(&copy, "c1", vec![op.clone(), follows.clone()]).await, [Answer::IdentityClash]);
    op.op_id = id("other");
    assert_eq!(town.push(&copy, "c1", vec![op, follows]).await, [Answer::IdentityClash]);
}

#[tokio::test]
async fn counters_out_of_order_and_books_that_are_not_there_are_no_push() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let mut ops = vec![phone.op("c1", &find("h1", "b1")), phone.op("c1", &find("h2", "b1"))];
    ops.reverse();
    assert!(matches!(town.try_push(&phone, "c1", ops).await, Err(WriterError::NotWellFormed)));
    let ops = vec![phone.op("c9", &find("h1", "b1"))];
    assert!(matches!(town.try_push(&phone, "c9", ops).await, Err(WriterError::NoSuchBook)));
}

#[tokio::test]
async fn a_body_too_large_to_read_leaves_its_code_hash_and_size() {
    let town = Town::build().await;
    let head = town.head("c1").await;
    let refuse = |book: Id| town.writer.refuse_body(book, id("steward"), Refusal::EntryTooLarge, [7; 32], 1 << 20, NOW);
    refuse(id("c1")).await.unwrap();
    assert!(matches!(refuse(id("c9")).await, Err(WriterError::NoSuchBook)));
    assert_eq!(town.head("c1").await, head + 1);
    let kept = "SELECT body_size FROM log WHERE book = 'c1' AND code = 'entry_too_large' AND op_id IS NULL";
    assert_eq!(count(town.dir.path(), kept).await, 1 << 20);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn rights_given_and_taken_in_one_group_count_from_the_next_operation_on() {
    let town = Town::build().await;
    let mut worker = Device::of("worker");
    let mut steward = Device::of("steward");
    let give = GiveGrant { id: id("g9"), person: id("resident"), role: Role::Steward, place: id("b1"), since_ms: 0 };
    let end = EndGrant { grant: id("g~steward") };
    let mut resident = Device::of("resident");
    let work = vec![worker.op("c1", &Command::GiveGrant(give)), worker.op("c1", &Command::EndGrant(end))];
    let (early, late) = (resident.op("c1", &find("h1", "b1")), resident.op("c1", &find("h2", "b1")));
    let too_late = steward.op("c1", &find("h3", "b1"));
    // The first polls go in order, so one queue keeps it; whether it is one group or four is the writer's affair.
    let (a, b, c, d) = tokio::join!(
        town.push(&resident, "c1", vec![early]),
        town.push(&worker, "c1", work),
        town.push(&resident, "c1", vec![late]),
        town.push(&steward, "c1", vec![too_late]),
    );
    assert_eq!(refused(&a[0]), "not_yours");
    assert_eq!(b.iter().map(applied).count(), 2);
    applied(&c[0]);
    assert_eq!(refused(&d[0]), "not_yours");
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn an_officer_of_the_subdistrict_acts_in_a_community_by_a_grant_of_another_book() {
    let town = Town::build().await;
    let mut officer = Device::of("officer");
    let give = GiveGrant { id: id("g9"), person: id("resident"), role: Role::Steward, place: id("b1"), since_ms: 0 };
    applied(&town.act(&mut officer, "c1", &Command::GiveGrant(give)).await);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_large_group_of_many_devices_is_written_whole() {
    let town = Town::build().await;
    let mut steward = Device::of("steward");
    let mut worker = Device::of("worker");
    let head = town.head("c1").await;
    let batches: Vec<Vec<_>> = (0..12)
        .map(|batch| (0..100).map(|i| steward.op("c1", &find(&format!("h{batch}-{i}"), "b1"))).collect())
        .collect();
    let pushes = batches.into_iter().map(|ops| town.push(&steward, "c1", ops));
    let answers: Vec<Answer> = futures_util::future::join_all(pushes).await.concat();
    assert_eq!(answers.iter().map(applied).count(), 1_200);
    let rectify =
        |i: usize| Command::RectifyHazard(RectifyHazard { hazard: id(&format!("h0-{i}")), note: String::new() });
    let ops = (0..100).map(|i| worker.op("c1", &rectify(i))).collect();
    town.push(&worker, "c1", ops).await.iter().for_each(|answer| {
        applied(answer);
    });
    assert_eq!(town.head("c1").await, head + 1_300);
    let cells = "SELECT json_extract(body, '$.hazards_found[1]') FROM cell WHERE book = 'c1' AND place = 'c1'";
    assert_eq!(count(town.dir.path(), cells).await, 1_200);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn what_was_not_committed_is_not_there_and_the_writer_stops_cleanly() {
    let town = Town::build().await;
    let mut phone = Device::of("steward");
    let op = phone.op("c1", &find("h1", "b1"));
    {
        // A transaction that is dropped before its commit, as a killed process would leave it.
        let _tx = town.store.begin().await.unwrap();
    }
    let head = town.head("c1").await;
    let (pushed, ()) = tokio::join!(town.push(&phone, "c1", vec![op.clone()]), town.writer.stop());
    applied(&pushed[0]);
    assert!(!town.writer.is_alive());
    assert!(matches!(town.try_push(&phone, "c1", vec![op.clone()]).await, Err(WriterError::Stopped)));
    // The folder is free once everything is dropped, and the next server finds what was answered.
    let Town { dir, store, writer, .. } = town;
    assert!(Store::open(dir.path()).await.is_err());
    store.close().await;
    drop((store, writer));
    tokio::time::sleep(Duration::from_millis(50)).await;
    let store = Store::open(dir.path()).await.unwrap();
    let writer = Writer::start(&store).await.unwrap();
    let request = phone.request(vec![op]);
    let push = Push { book: id("c1"), person: id("steward"), lang: Lang::Zh, request, received_at_ms: NOW };
    let again = writer.push(push).await.unwrap().answers.remove(0).answer;
    assert_eq!(again, Answer::Duplicate { first: Box::new(Answer::Applied { seq: head + 1 }) });
}
