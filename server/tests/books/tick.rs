//! What the clock does by itself.

use super::town::{Device, NOW, Town, applied, count, id, raise};
use jiefang_domain::{
    calendar::DAY_MS,
    command::Command,
    council::{AcceptIssue, Issue, IssueCategory, Level},
};
use jiefang_server::verify::verify;

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
