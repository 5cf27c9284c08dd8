//! Hours and the ledger (DOMAIN, T1…T15; each test names its rule).

use super::{Account, Activity, CaptureHour, ConfirmHour, Hour, HourState, Phase, Recipient, RejectHour, apply};
use crate::{
    Id, Refusal,
    calendar::HOUR_MS,
    command::Command,
    grid::{Policy, SetPolicy},
    indicator::Indicator,
    testing::{MONDAY_9_MS, Yard, id},
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn capture(hour: &str, provider: &str, recipient: Recipient, started_at_ms: i64, minutes: i64) -> Command {
    Command::CaptureHour(CaptureHour {
        id: id(hour),
        provider: id(provider),
        recipient,
        place: id("qinyuan"),
        activity: Activity::Company,
        started_at_ms,
        minutes,
    })
}

fn visit(hour: &str, hours_ago: i64, minutes: i64) -> Command {
    capture(hour, "volunteer", Recipient::Card(id("00042")), MONDAY_9_MS - hours_ago * HOUR_MS, minutes)
}

fn confirm(hour: &str) -> Command {
    Command::ConfirmHour(ConfirmHour { hour: id(hour) })
}

fn reject(hour: &str, reason: &str) -> Command {
    Command::RejectHour(RejectHour { hour: id(hour), reason: reason.into() })
}

fn account(yard: &Yard, person: &str) -> Account {
    yard.get(Account::member_id(&id(person)).as_str())
}

/// T1 and T3 of a yard: debits equal credits, and the sums follow from the lines.
fn books_differ_by_0(yard: &Yard) {
    let mut rebuilt: BTreeMap<Id, Account> = BTreeMap::new();
    for transfer in &yard.transfers {
        for account in [&transfer.debit, &transfer.credit] {
            apply(transfer, rebuilt.entry(account.clone()).or_insert_with(|| Account::empty(account)));
        }
    }
    let sum = |of: fn(&Account) -> i64| rebuilt.values().map(of).sum::<i64>();
    assert_eq!(sum(|a| a.posted_debits_minutes), sum(|a| a.posted_credits_minutes), "T1 posted");
    assert_eq!(sum(|a| a.pending_debits_minutes), sum(|a| a.pending_credits_minutes), "T1 pending");
    for (id, account) in &rebuilt {
        assert_eq!(&yard.get::<Account>(id.as_str()), account, "T3");
    }
}

#[test]
fn an_hour_is_captured_confirmed_by_its_recipient_and_posted() {
    let mut yard = Yard::new();
    yard.act("volunteer", visit("v1", 3, 90)).unwrap();
    let waiting = account(&yard, "volunteer");
    assert_eq!((waiting.balance_minutes(), waiting.pending_credits_minutes), (0, 90), "T7: not spendable yet");
    yard.act("resident", confirm("v1")).unwrap();
    let posted = account(&yard, "volunteer");
    assert_eq!((posted.balance_minutes(), posted.pending_credits_minutes), (90, 0));
    assert_eq!(yard.total(Indicator::HoursBanked), 90);
    assert_eq!(yard.total(Indicator::ActiveVolunteers), 1);
    assert_eq!(yard.total(Indicator::HoursWaiting), 0);
    books_differ_by_0(&yard);
}

#[test]
fn a_worker_attests_what_was_done_for_the_whole_yard() {
    let mut yard = Yard::new();
    yard.act("volunteer", capture("v1", "volunteer", Recipient::Community, MONDAY_9_MS - HOUR_MS, 30)).unwrap();
    assert_eq!(yard.act("resident", confirm("v1")), Err(Refusal::NotYours));
    yard.act("worker", confirm("v1")).unwrap();
    assert_eq!(yard.get::<Hour>("v1").state, HourState::Posted);
}

#[test]
fn t6_an_announcement_is_resolved_at_most_once() {
    let mut yard = Yard::new();
    yard.act("volunteer", visit("v1", 3, 60)).unwrap();
    yard.act("worker", reject("v1", "没有来")).unwrap();
    for command in [confirm("v1"), reject("v1", "再一次")] {
        assert_eq!(yard.act("resident", command), Err(Refusal::WrongState));
    }
    assert_eq!(account(&yard, "volunteer").pending_credits_minutes, 0);
    let resolved: Vec<_> = yard.transfers.iter().filter(|t| t.phase != Phase::Pending).collect();
    assert_eq!(resolved.len(), 1);
    books_differ_by_0(&yard);
}

#[test]
fn t8_provider_and_confirmer_are_two_people_of_two_households() {
    let mut yard = Yard::new();
    yard.act("volunteer", visit("v1", 3, 60)).unwrap();
    assert_eq!(yard.act("volunteer", confirm("v1")), Err(Refusal::NotYours));
    let worker = |hour| capture(hour, "worker", Recipient::Community, MONDAY_9_MS - 2 * HOUR_MS, 60);
    yard.act("worker", worker("v2")).unwrap();
    assert_eq!(yard.act("worker", confirm("v2")), Err(Refusal::OwnEntry), "administrators included");
    let own = capture("v3", "volunteer", Recipient::Person(id("volunteer")), MONDAY_9_MS - HOUR_MS, 10);
    assert_eq!(yard.act("volunteer", own), Err(Refusal::SamePerson));
    let kin = capture("v4", "volunteer", Recipient::Person(id("kin")), MONDAY_9_MS - HOUR_MS, 10);
    assert_eq!(yard.act("volunteer", kin), Err(Refusal::SamePerson), "own household");
    let entered = capture("v5", "volunteer", Recipient::Community, MONDAY_9_MS - HOUR_MS, 10);
    yard.act("worker", entered).unwrap();
    assert_eq!(yard.act("worker", confirm("v5")), Err(Refusal::OwnEntry), "who entered it does not confirm it");
    yard.act("worker2", confirm("v5")).unwrap();
}

#[test]
fn t9_intervals_never_overlap_never_lie_in_the_future_and_respect_the_cap() {
    let mut yard = Yard::new();
    for (hour, hours_ago, minutes) in [("v1", 3, 60), ("v2", 3, 30), ("v3", 2, 60), ("v4", 24, 300), ("v5", 19, 300)] {
        yard.act("volunteer", visit(hour, hours_ago, minutes)).unwrap();
    }
    yard.act("resident", confirm("v1")).unwrap();
    assert_eq!(yard.act("resident", confirm("v2")), Err(Refusal::Overlap), "two phones, one visit");
    yard.act("resident", confirm("v3")).unwrap();
    yard.act("resident", confirm("v4")).unwrap();
    assert_eq!(yard.act("resident", confirm("v5")), Err(Refusal::DailyCap), "ten hours of one day");
    assert_eq!(yard.act("volunteer", visit("v6", 0, 1)), Err(Refusal::InFuture));
    assert_eq!(yard.act("volunteer", visit("v7", 10, 481)), Err(Refusal::OutOfRange));
    assert_eq!(yard.act("volunteer", visit("v8", 24 * 31, 60)), Err(Refusal::TooOld));
    for minutes in [0, -5, i64::MAX, i64::MIN] {
        assert!(yard.act("volunteer", visit("v9", 5, minutes)).is_err(), "{minutes}");
    }
    books_differ_by_0(&yard);
}

#[test]
fn t9_a_night_watch_counts_on_both_its_days() {
    let mut yard = Yard::new();
    let midnight = crate::Day::at(MONDAY_9_MS).start_ms();
    let night = capture("v1", "volunteer", Recipient::Community, midnight - HOUR_MS, 120);
    yard.act("volunteer", night).unwrap();
    yard.act("worker", confirm("v1")).unwrap();
    let again = capture("v2", "volunteer", Recipient::Community, midnight + HOUR_MS / 2, 30);
    yard.act("volunteer", again).unwrap();
    assert_eq!(yard.act("worker", confirm("v2")), Err(Refusal::Overlap));
}

#[test]
fn t10_what_goes_above_the_cap_goes_to_the_pool_in_the_same_group() {
    let mut yard = Yard::new();
    let policy = Policy { balance_cap_minutes: 100, ..Policy::default() };
    yard.clock(Command::SetPolicy(SetPolicy { policy }));
    for (hour, hours_ago) in [("v1", 6), ("v2", 4), ("v3", 2)] {
        yard.act("volunteer", visit(hour, hours_ago, 70)).unwrap();
        yard.act("resident", confirm(hour)).unwrap();
        assert!(account(&yard, "volunteer").balance_minutes() <= 100);
    }
    assert_eq!(yard.get::<Account>("pool").balance_minutes(), 110);
    books_differ_by_0(&yard);
}

#[test]
fn a_card_is_needed_and_the_recipients_card_has_to_exist() {
    let mut yard = Yard::new();
    let none = capture("v1", "kin", Recipient::Community, MONDAY_9_MS - HOUR_MS, 10);
    assert_eq!(yard.act("kin", none), Err(Refusal::NoCard));
    let wrong = capture("v1", "volunteer", Recipient::Card(id("99999")), MONDAY_9_MS - HOUR_MS, 10);
    assert_eq!(yard.act("volunteer", wrong), Err(Refusal::NoCard));
}

proptest! {
    /// T1, T3, T4, T10, T13: whatever is captured, confirmed or rejected in whatever order and however often, the books
    /// differ by 0, nobody falls below 0, and of each visit at most one line is posted.
    #[test]
    fn the_books_differ_by_0_after_any_order_of_acts(
        acts in prop::collection::vec((0..6_usize, 0..4_u8, 1..480_i64), 1..60)
    ) {
        let mut yard = Yard::new();
        let hours = ["v0", "v1", "v2", "v3", "v4", "v5"];
        for (which, what, minutes) in acts {
            let ago = 9 + 5 * i64::try_from(which).unwrap();
            let _: Result<_, _> = match what {
                0 => yard.act("volunteer", visit(hours[which], ago, minutes)),
                1 => yard.act("resident", confirm(hours[which])),
                2 => yard.act("worker", confirm(hours[which])),
                _ => yard.act("worker", reject(hours[which], "不对")),
            };
        }
        books_differ_by_0(&yard);
        prop_assert!(account(&yard, "volunteer").balance_minutes() >= 0);
        let posted: i64 = yard.transfers.iter().filter(|t| t.phase == Phase::Posted).map(|t| t.minutes).sum();
        prop_assert_eq!(yard.total(Indicator::HoursBanked), posted);
        // Cells from scratch are the cells kept step by step (idea 4).
        let mut scratch = BTreeMap::new();
        for c in yard.rows.values().flat_map(crate::Row::contributions) {
            *scratch.entry((c.indicator, c.place, c.day)).or_insert(0) += c.value;
        }
        yard.cells.retain(|_, value| *value != 0);
        scratch.retain(|_, value: &mut i64| *value != 0);
        prop_assert_eq!(scratch, yard.cells.clone());
    }

    /// T13: envelopes and approvals that do not conflict give the same balances in any order.
    #[test]
    fn t13_order_does_not_matter(order in Just((0..5_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let hours = ["v0", "v1", "v2", "v3", "v4"];
        let mut yard = Yard::new();
        for which in &order {
            let ago = 2 + 24 * i64::try_from(*which).unwrap();
            yard.act("volunteer", visit(hours[*which], ago, 60)).unwrap();
        }
        for which in order.iter().rev() {
            yard.act("resident", confirm(hours[*which])).unwrap();
        }
        prop_assert_eq!(account(&yard, "volunteer").balance_minutes(), 300);
        prop_assert_eq!(yard.total(Indicator::HoursBanked), 300);
    }
}

#[test]
fn small_counts_are_hidden_from_the_public_and_told_to_staff() {
    let mut yard = Yard::new();
    yard.act("volunteer", visit("v1", 3, 90)).unwrap();
    yard.act("resident", confirm("v1")).unwrap();
    let figure = crate::indicator::Figure::row_id(Indicator::HoursBanked, &id("jinbu"), crate::Month(202_611));
    let key = crate::Key::of::<crate::indicator::Figure>(&figure);
    let Some(crate::Row::Figure(public)) = yard.seen_by(&key, &crate::Audience::Public) else { panic!() };
    assert_eq!(public.value, crate::Field::Hidden, "one volunteer's minutes are that volunteer's");
    let Some(crate::Row::Figure(staff)) = yard.seen_by(&key, &crate::Audience::Staff) else { panic!() };
    assert_eq!(staff.value, crate::Field::Known(90));
}
