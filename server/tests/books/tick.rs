//! What the clock does by itself.

use super::town::{Device, NOW, Town, applied, count, id, raise};
use jiefang_domain::{
    Id,
    calendar::DAY_MS,
    command::Command,
    council::{AcceptIssue, Issue, IssueCategory, Level},
    sync::Op,
};
use jiefang_server::{sync::WriterError, verify::verify};

#[tokio::test]
async fn an_issue_that_nobody_takes_climbs_once_and_the_second_tick_changes_nothing() {
    let town = Town::build().await;
    let mut resident = Device::of("resident");
    applied(&town.act(&mut resident, "c1", &raise("i1", "b1", "resident")).await);
    let issue: Issue = town.record("c1", "i1").await.unwrap();
    assert_eq!(town.writer.tick(issue.due_at_ms - 1).await.unwrap(), 0);
    assert_eq!(town.writer.tick(issue.due_at_ms).await.unwrap(), 1);
    let head = town.head("c1").await;
    assert_eq!(town.writer.tick(issue.due_at_ms).await.unwrap(), 0);
    let (one, two) = tokio::join!(town.writer.tick(issue.due_at_ms + 1), town.writer.tick(issue.due_at_ms + 1));
    assert_eq!((one.unwrap(), two.unwrap(), town.head("c1").await), (0, 0, head));
    let climbed: Issue = town.record("c1", "i1").await.unwrap();
    assert_eq!(climbed.level, Level::Branch);
    // Two ticks at the same moment, and one long after the last limit.
    let far = NOW + 60 * DAY_MS;
    let (one, two) = tokio::join!(town.writer.tick(far), town.writer.tick(far));
    assert_eq!(one.unwrap() + two.unwrap(), 1);
    let top: Issue = town.record("c1", "i1").await.unwrap();
    assert_eq!((top.level, top.due_at_ms), (Level::Subdistrict, 0));
    assert_eq!(count(town.dir.path(), "SELECT count(*) FROM deadline").await, 0);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn a_limit_ends_where_the_step_is_done() {
    let town = Town::build().await;
    let (mut resident, mut worker) = (Device::of("resident"), Device::of("worker"));
    applied(&town.act(&mut resident, "c1", &raise("i1", "b1", "resident")).await);
    let raised: Issue = town.record("c1", "i1").await.unwrap();
    let accept = AcceptIssue { issue: id("i1"), category: IssueCategory::Parking };
    applied(&town.act(&mut worker, "c1", &Command::AcceptIssue(accept)).await);
    let accepted: Issue = town.record("c1", "i1").await.unwrap();
    assert!(accepted.due_at_ms > raised.due_at_ms);
    assert_eq!(town.writer.tick(raised.due_at_ms).await.unwrap(), 0);
    assert_eq!(count(town.dir.path(), "SELECT due_at_ms FROM deadline").await, accepted.due_at_ms);
}

#[tokio::test]
async fn nobody_takes_the_name_of_what_the_clock_will_do() {
    let town = Town::build().await;
    let mut resident = Device::of("resident");
    applied(&town.act(&mut resident, "c1", &raise("i1", "b1", "resident")).await);
    let issue: Issue = town.record("c1", "i1").await.unwrap();
    let due = issue.due_at_ms.to_string();
    // Whoever sees the issue can tell what its climbing would be called.
    let raw = resident.raw("c1", "{}");
    let named = Op { op_id: Id::join(&["escalate", "i1", &due]), ..raw };
    town.push(&resident, "c1", vec![named]).await;
    assert_eq!(town.writer.tick(issue.due_at_ms).await.unwrap(), 1, "it climbs all the same");
    for name in [&["system", "escalate", "i1", &due][..], &["system"], &["door", "x"]] {
        let raw = resident.raw("c1", "{}");
        let pushed = town.try_push(&resident, "c1", vec![Op { op_id: Id::join(name), ..raw }]).await;
        assert!(matches!(pushed, Err(WriterError::ForeignClient)), "{name:?}: {pushed:?}");
    }
}
