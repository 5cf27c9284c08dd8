//! QUALITY, "Secure": forged hours. What a volunteer's own phone could send, over the real writer.

use super::{
    ledger::capture,
    town::{Device, NOW, Town, applied, id, refused},
};
use jiefang_domain::{
    Millis,
    calendar::{DAY_MS, HOUR_MS, MINUTE_MS},
    command::Command,
    sync::Answer,
    timebank::{Account, ConfirmHour},
};
use jiefang_server::verify::verify;

fn at(hour: &str, started_at_ms: Millis, minutes: i64) -> Command {
    match capture(hour, minutes) {
        Command::CaptureHour(hour) => {
            Command::CaptureHour(jiefang_domain::timebank::CaptureHour { started_at_ms, ..hour })
        }
        other => other,
    }
}

fn confirm(hour: &str) -> Command {
    Command::ConfirmHour(ConfirmHour { hour: id(hour) })
}

/// The two phones, and the one honest hour from one o'clock to two.
async fn honest() -> (Town, Device, Device) {
    let town = Town::build().await;
    let (mut volunteer, mut resident) = (Device::of("volunteer"), Device::of("resident"));
    applied(&town.act(&mut volunteer, "c1", &at("true", NOW - 8 * HOUR_MS, 60)).await);
    applied(&town.act(&mut resident, "c1", &confirm("true")).await);
    (town, volunteer, resident)
}

/// Nothing but the honest hour was posted, and everything agrees.
async fn nothing_gained(town: &Town, minutes: i64) {
    let account: Account = town.record("c1", Account::member_id(&id("volunteer")).as_str()).await.unwrap();
    assert_eq!(account.posted_credits_minutes, minutes);
    let report = verify(town.dir.path()).await.unwrap();
    assert!(report.is_clean(), "{report}");
}

#[tokio::test]
async fn forged_hours_confirmed_by_oneself_overlapping_too_many_or_to_come_are_refused() {
    let (town, mut volunteer, mut resident) = honest().await;
    applied(&town.act(&mut volunteer, "c1", &at("own", NOW - 2 * HOUR_MS, 60)).await);
    assert_eq!(refused(&town.act(&mut volunteer, "c1", &confirm("own")).await), "not_yours");
    for (hour, started_at_ms, minutes, code) in [
        ("day", NOW - 2 * DAY_MS, 25 * 60, "out_of_range"),
        ("none", NOW - 2 * DAY_MS, 0, "out_of_range"),
        ("less", NOW - 2 * DAY_MS, -60, "out_of_range"),
        ("most", NOW - 2 * DAY_MS, i64::MAX, "out_of_range"),
        ("later", NOW + HOUR_MS, 60, "in_future"),
        ("still", NOW - 30 * MINUTE_MS, 60, "in_future"),
        ("once", NOW - 31 * DAY_MS, 60, "too_old"),
    ] {
        let answer = town.act(&mut volunteer, "c1", &at(hour, started_at_ms, minutes)).await;
        assert_eq!(refused(&answer), code, "{hour}");
    }
    applied(&town.act(&mut volunteer, "c1", &at("twice", NOW - 8 * HOUR_MS + 30 * MINUTE_MS, 60)).await);
    assert_eq!(refused(&town.act(&mut resident, "c1", &confirm("twice")).await), "overlap");
    for (hour, hours_ago) in [("morning", 24), ("evening", 19)] {
        applied(&town.act(&mut volunteer, "c1", &at(hour, NOW - hours_ago * HOUR_MS, 300)).await);
    }
    applied(&town.act(&mut resident, "c1", &confirm("morning")).await);
    assert_eq!(refused(&town.act(&mut resident, "c1", &confirm("evening")).await), "daily_cap");
    nothing_gained(&town, 60 + 300).await;
}

#[tokio::test]
async fn forged_hours_sent_again_count_once() {
    let (town, mut volunteer, _) = honest().await;
    let op = volunteer.op("c1", &at("more", NOW - 4 * HOUR_MS, 60));
    applied(&town.push(&volunteer, "c1", vec![op.clone()]).await[0]);
    let again = town.push(&volunteer, "c1", vec![op.clone()]).await;
    assert!(matches!(again[0], Answer::Duplicate { .. }), "{again:?}");
    let mut other = volunteer.op("c1", &at("more", NOW - 4 * HOUR_MS, 240));
    other.op_id = op.op_id;
    assert_eq!(refused(&town.push(&volunteer, "c1", vec![other]).await[0]), "identity_clash");
    let answer = town.act(&mut volunteer, "c1", &at("more", NOW - 4 * HOUR_MS, 240)).await;
    assert_eq!(refused(&answer), "id_taken");
    // The same confirmation from a copied profile.
    let mut copied = Device::of("resident");
    copied.client_id = id("copied");
    let again = town.act(&mut copied, "c1", &confirm("true")).await;
    assert!(matches!(again, Answer::Duplicate { .. }), "{again:?}");
    nothing_gained(&town, 60).await;
}

#[tokio::test]
async fn forged_hours_on_a_clock_three_days_off_are_refused() {
    let (town, mut volunteer, _) = honest().await;
    for (hour, authored_at_ms, offset_ms, started_at_ms) in [
        // A clock set forward does not make tomorrow yesterday, whether the phone knows of it or not.
        ("forward", NOW + 3 * DAY_MS, 0, NOW + DAY_MS),
        ("corrected", NOW, 3 * DAY_MS, NOW + DAY_MS),
        // One set back lives in its own past: what was after it has not happened yet.
        ("back", NOW - 3 * DAY_MS, 0, NOW - DAY_MS),
        ("believed", NOW, -3 * DAY_MS, NOW - DAY_MS),
    ] {
        let mut op = volunteer.op("c1", &at(hour, started_at_ms, 60));
        (op.authored_at_ms, op.offset_ms) = (authored_at_ms, offset_ms);
        let answer = town.push(&volunteer, "c1", vec![op]).await.remove(0);
        assert_eq!(refused(&answer), "in_future", "{hour}");
    }
    nothing_gained(&town, 60).await;
}
