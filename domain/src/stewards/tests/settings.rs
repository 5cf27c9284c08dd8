//! By when things are due is the deployment's to say (DOMAIN: "every number marked (setting)"; "Stewards", "Indicators").

use super::{found, recheck, rectify, review};
use crate::{
    Day, Id, Key, Refusal, Row,
    calendar::{DAY_MS, HOUR_MS},
    command::Command,
    grid::{Policy, SetPolicy, StewardLimits},
    identity::{Actor, Role},
    indicator::Indicator,
    rule::{Case, Seen, Verdict, View},
    stewards::{ClimbHazard, Entry, Grade, Hazard, Rung},
    testing::{BOOK, MONDAY_9_MS, Yard, grant, id},
};

fn set(limits: StewardLimits) -> Command {
    Command::SetPolicy(SetPolicy { policy: Policy { stewards: limits.into(), ..Policy::default() } })
}

fn settled(yard: &mut Yard, change: fn(&mut StewardLimits)) {
    let mut limits = StewardLimits::default();
    change(&mut limits);
    yard.clock(set(limits));
}

fn hazard(yard: &Yard) -> Hazard {
    yard.get("h1")
}

#[test]
fn days_and_hours_by_when_a_hazard_is_due_are_settings_and_what_was_graded_before_stays_so() {
    let mut yard = found();
    settled(&mut yard, |limits| (limits.hazard_days, limits.danger_hours) = (3, 2));
    let today = hazard(&yard).due_at_ms;
    yard.act("secretary", review(Grade::Today)).unwrap();
    assert_eq!(hazard(&yard).due_at_ms, today, "the end of the day is the end of the day");
    let found_at_ms = MONDAY_9_MS - HOUR_MS;
    for (grade, due_at_ms) in
        [(Grade::Ordinary, Day::at(found_at_ms).plus(3).end_ms()), (Grade::Immediate, found_at_ms + 2 * HOUR_MS)]
    {
        let mut yard = found();
        settled(&mut yard, |limits| (limits.hazard_days, limits.danger_hours) = (3, 2));
        yard.act("secretary", review(grade)).unwrap();
        assert_eq!(hazard(&yard).due_at_ms, due_at_ms, "{grade:?}");
        settled(&mut yard, |_| {});
        assert_eq!(hazard(&yard).due_at_ms, due_at_ms, "settings that change change nothing that was told");
    }
}

#[test]
fn how_long_an_overdue_one_waits_on_a_rung_is_a_setting() {
    let mut yard = Yard::new();
    settled(&mut yard, |limits| limits.climb_today_hours = 5);
    yard.act("steward", super::find("b5")).unwrap();
    let due = hazard(&yard).due_at_ms;
    yard.now = due;
    let climb = |due_at_ms| Command::ClimbHazard(ClimbHazard { hazard: id("h1"), due_at_ms });
    yard.clock(climb(due));
    assert_eq!((hazard(&yard).rung(), hazard(&yard).climbs_at_ms()), (Rung::Area, Some(due + 5 * HOUR_MS)));
    yard.now = due + 5 * HOUR_MS;
    yard.clock(climb(due + 5 * HOUR_MS));
    assert_eq!(hazard(&yard).rung(), Rung::General);
    yard.act("secretary", review(Grade::Ordinary)).unwrap();
    let on = hazard(&yard).climbs_at_ms();
    assert_eq!(on, Some(yard.now + 2 * DAY_MS), "graded anew it waits as that grade does");
    yard.act("steward", rectify()).unwrap();
    yard.act("secretary", recheck(true, "")).unwrap();
    assert_eq!(hazard(&yard).climbs_at_ms(), None);
}

#[test]
fn what_defaults_say_is_not_written_so_that_rows_and_settings_from_before_stand_as_they_were() {
    let mut yard = found();
    let text = |row: &Row| serde_json::to_string(row).unwrap();
    assert!(!text(&hazard(&yard).into()).contains("climb_waits"));
    assert!(!text(&Policy::default().into()).contains("stewards\""));
    settled(&mut yard, |limits| limits.breach_days = 14);
    let policy: Policy = yard.get("policy");
    let written = text(&policy.clone().into());
    assert!(written.contains(r#""stewards":{"breach_days":14}"#), "{written}");
    let read: Row = serde_json::from_str(&written).unwrap();
    assert_eq!(read, Row::from(policy));
    let odd = written.replace("breach_days", "breach_weeks");
    assert!(serde_json::from_str::<Row>(&odd).is_err(), "a typo is told, not swallowed");
}

#[test]
fn settings_out_of_their_bounds_are_refused() {
    let changes: [fn(&mut StewardLimits); 8] = [
        |limits| limits.hazard_days = 0,
        |limits| limits.hazard_days = 91,
        |limits| limits.danger_hours = 0,
        |limits| limits.climb_ordinary_hours = 721,
        |limits| limits.climb_today_hours = 0,
        |limits| limits.climb_danger_hours = 49,
        |limits| limits.breach_days = 0,
        |limits| limits.breach_days = 366,
    ];
    for (at, change) in changes.into_iter().enumerate() {
        let mut limits = StewardLimits::default();
        change(&mut limits);
        let answer = Yard::new().decide(&Actor::system(), &set(limits));
        assert_eq!(answer.map(drop), Err(Refusal::OutOfRange), "{at}");
    }
}

#[test]
fn an_agreement_counts_as_kept_after_as_many_days_as_the_settings_said_at_its_outcome() {
    let agreed = |days: u32| {
        let mut yard = crate::stewards::entry::tests::agreed_with(|yard| {
            yard.clock(set(StewardLimits { breach_days: days, ..StewardLimits::default() }));
        });
        crate::stewards::entry::tests::counted(&mut yard);
        yard
    };
    for days in [10, 30] {
        let mut yard = agreed(days);
        let outcome = Day::at(yard.get::<Entry>("e1").ended_at_ms);
        let on = (Indicator::DisputesResolved, id(BOOK), outcome.plus_days(days));
        assert_eq!(yard.cells.get(&on), Some(&1), "{days}");
        settled(&mut yard, |limits| limits.breach_days = 90);
        yard.now += i64::from(days) * DAY_MS;
        let breach = crate::stewards::BreachEntry { entry: id("e1"), note: "又吵".into() };
        assert_eq!(yard.act("left", Command::BreachEntry(breach)).map(drop), Err(Refusal::TooOld), "{days}");
    }
}

/// A device that does not hold the settings.
struct Without<'y>(&'y Yard);

impl View for Without<'_> {
    fn row(&self, key: &Key) -> Seen<&Row> {
        if *key == Key::of::<Policy>(&Policy::row_id()) { Seen::Unknown } else { self.0.row(key) }
    }
}

#[test]
fn where_the_settings_are_not_held_the_server_says_by_when_it_is_due() {
    let (yard, book) = (found(), id(BOOK));
    let unsure = |person: &str, command: &Command| {
        let (actor, view) = (yard.actor(person), Without(&yard));
        let case = Case { actor: &actor, now: yard.now, book: &book, view: &view };
        matches!(crate::decide::decide(command, &case), Verdict::Unsure(_))
    };
    let Command::FindHazard(mut again) = super::find("b5") else { unreachable!() };
    again.id = Id::join(&["h2"]);
    assert!(unsure("steward", &Command::FindHazard(again)));
    assert!(unsure("secretary", &review(Grade::Today)));
    assert!(!unsure("secretary", &super::send_back("写清楚")), "a return needs no limit");
    assert!(!unsure("steward", &rectify()));
}

#[test]
fn the_subdistrict_alone_puts_settings_down() {
    let mut yard = Yard::new();
    for person in ["steward", "resident", "secretary", "worker"] {
        let answer = yard.decide(&yard.actor(person), &set(StewardLimits::default()));
        assert_eq!(answer.map(drop), Err(Refusal::NotYours), "{person}");
    }
    let officer = Actor::person(id("officer"), vec![grant("officer", Role::SubdistrictOfficer, &["dacheng"])]);
    assert!(yard.decide(&officer, &set(StewardLimits::default())).is_ok());
    let foreign = Actor::person(id("officer"), vec![grant("officer", Role::SubdistrictOfficer, &["tianshuijun"])]);
    assert_eq!(yard.decide(&foreign, &set(StewardLimits::default())).map(drop), Err(Refusal::NotYours));
}
