//! The ledger as the database keeps it.

use super::town::{Device, NOW, Town, applied, count, id, raw, refused};
use jiefang_domain::{
    calendar::HOUR_MS,
    command::Command,
    timebank::{Account, Activity, CaptureHour, ConfirmHour, Recipient, RejectHour},
};
use jiefang_server::verify::verify;

pub fn capture(hour: &str, minutes: i64) -> Command {
    let started_at_ms = NOW - 8 * HOUR_MS;
    Command::CaptureHour(CaptureHour {
        id: id(hour),
        provider: id("volunteer"),
        recipient: Recipient::Person(id("resident")),
        place: id("e1"),
        activity: Activity::Cleaning,
        started_at_ms,
        minutes,
    })
}

async fn posted(town: &Town) {
    let (mut volunteer, mut resident) = (Device::of("volunteer"), Device::of("resident"));
    applied(&town.act(&mut volunteer, "c1", &capture("o1", 60)).await);
    applied(&town.act(&mut resident, "c1", &Command::ConfirmHour(ConfirmHour { hour: id("o1") })).await);
}

#[tokio::test]
async fn t2_the_database_itself_refuses_to_change_a_transfer() {
    let town = Town::build().await;
    posted(&town).await;
    let mut file = raw(town.dir.path()).await;
    for attack in [
        "UPDATE transfer SET minutes = 6000",
        "UPDATE transfer SET minutes = minutes WHERE id = 'o1~pending'",
        "DELETE FROM transfer",
        "INSERT OR REPLACE INTO transfer SELECT book, id, group_id, kind, phase, resolves, debit, credit, 6000, at_ms, seq
            FROM transfer WHERE id = 'o1~resolved'",
        "REPLACE INTO transfer SELECT book, 'other', group_id, kind, phase, resolves, debit, credit, 6000, at_ms, seq
            FROM transfer WHERE id = 'o1~resolved'",
        "INSERT INTO transfer SELECT book, id, group_id, kind, phase, resolves, debit, credit, minutes, at_ms, seq
            FROM transfer WHERE id = 'o1~pending' ON CONFLICT DO UPDATE SET minutes = 6000",
        "INSERT INTO transfer SELECT book, 'zero', group_id, kind, phase, '-', debit, credit, 0, at_ms, seq
            FROM transfer WHERE id = 'o1~pending'",
        "INSERT INTO transfer SELECT book, 'float', group_id, kind, phase, '-', debit, credit, 1.5, at_ms, seq
            FROM transfer WHERE id = 'o1~pending'",
        "INSERT INTO transfer SELECT book, 'self', group_id, kind, phase, '-', debit, debit, 1, at_ms, seq
            FROM transfer WHERE id = 'o1~pending'",
    ] {
        // With and without the setting the server runs under.
        for setting in ["PRAGMA recursive_triggers = OFF", "PRAGMA recursive_triggers = ON"] {
            sqlx::query(setting).execute(&mut file).await.unwrap();
            assert!(sqlx::query(attack).execute(&mut file).await.is_err(), "{setting}: {attack}");
        }
    }
    assert_eq!(count(town.dir.path(), "SELECT sum(minutes) FROM transfer").await, 120);
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
}

#[tokio::test]
async fn t6_an_hour_is_resolved_once_whoever_comes_first() {
    let town = Town::build().await;
    let (mut volunteer, mut resident, mut worker) =
        (Device::of("volunteer"), Device::of("resident"), Device::of("worker"));
    applied(&town.act(&mut volunteer, "c1", &capture("o1", 60)).await);
    let confirm = vec![resident.op("c1", &Command::ConfirmHour(ConfirmHour { hour: id("o1") }))];
    let reject = Command::RejectHour(RejectHour { hour: id("o1"), reason: "没有来".into() });
    let reject = vec![worker.op("c1", &reject)];
    let (a, b) = tokio::join!(town.push(&resident, "c1", confirm), town.push(&worker, "c1", reject));
    applied(&a[0]);
    assert_eq!(refused(&b[0]), "wrong_state");
    let account: Account = town.record("c1", "m~volunteer").await.unwrap();
    assert_eq!(account.balance_minutes(), 60);
    assert_eq!(count(town.dir.path(), "SELECT count(*) FROM transfer").await, 2);
}

#[tokio::test]
async fn t3_sums_rebuilt_from_the_lines_equal_the_stored_ones() {
    let town = Town::build().await;
    posted(&town).await;
    assert!(verify(town.dir.path()).await.unwrap().is_clean());
    let mut file = raw(town.dir.path()).await;
    let change =
        "UPDATE record SET body = replace(body, '\"posted_credits_minutes\":60', '\"posted_credits_minutes\":61')
        WHERE kind = 'account' AND id = 'm~volunteer'";
    sqlx::query(change).execute(&mut file).await.unwrap();
    let report = verify(town.dir.path()).await.unwrap();
    let told = report.to_string();
    assert!(told.contains("book c1, record account m~volunteer"), "{told}");
    assert!(told.contains("all posted: is 1, should be 0"), "{told}");
}
