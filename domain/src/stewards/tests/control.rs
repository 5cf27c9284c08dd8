//! Between grading and being put right: held off, given to somebody, void, moved, and climbing while overdue.

use super::{clear, find, found, recheck, rectify, review, send_back};
use crate::{
    Audience, Field, Key, Refusal, Row,
    calendar::{DAY_MS, HOUR_MS},
    command::Command,
    grid::StewardLimits,
    identity::{Actor, GiveGrant, Role},
    indicator::Indicator,
    rule::{Case, Verdict},
    stewards::{
        AssignHazard, ClimbHazard, ControlHazard, Grade, HandOver, Hazard, HazardState, MoveHazard, Review, Rung,
        VoidHazard,
    },
    testing::{BOOK, MONDAY_9_MS, Yard, id},
};

fn control(called: bool) -> Command {
    Command::ControlHazard(ControlHazard { hazard: id("h1"), called, note: "拉了警戒线".into() })
}

fn assign(grant: &str) -> Command {
    Command::AssignHazard(AssignHazard { hazard: id("h1"), grant: id(grant), note: String::new() })
}

fn void(reason: &str) -> Command {
    Command::VoidHazard(VoidHazard { hazard: id("h1"), reason: reason.into() })
}

fn moved(place: &str) -> Command {
    Command::MoveHazard(MoveHazard { hazard: id("h1"), place: id(place), spot: "2".into() })
}

fn climb(due_at_ms: i64) -> Command {
    Command::ClimbHazard(ClimbHazard { hazard: id("h1"), due_at_ms })
}

fn hazard(yard: &Yard) -> Hazard {
    yard.get("h1")
}

/// DOMAIN's row: from, by which act, to, who may.
type Steps = (&'static [HazardState], Command, HazardState, &'static [&'static str]);

fn rows() -> Vec<Steps> {
    use HazardState as S;
    const OPEN: &[S] = &[S::Found, S::Graded, S::Controlled, S::Assigned];
    vec![
        (
            &[S::Found, S::Graded],
            control(true),
            S::Controlled,
            &["steward", "worker", "worker2", "secretary", "general", "property"],
        ),
        (OPEN, assign("g~property"), S::Assigned, &["worker", "worker2", "secretary", "general"]),
        (OPEN, rectify(), S::Rectified, &["steward", "worker", "worker2", "property"]),
        (&[S::Rectified], recheck(true, ""), S::Rechecked, &["steward", "secretary", "general", "worker2"]),
        (&[S::Rechecked], clear(), S::Cleared, &["general"]),
    ]
}

const EVERYBODY: &[&str] =
    &["steward", "steward4", "secretary", "general", "worker", "worker2", "resident", "property", "volunteer"];

#[test]
fn each_transition_of_the_hazards_row_is_open_to_its_roles_and_refused_in_words_to_every_other_role_and_state() {
    use HazardState as S;
    for state in [S::Found, S::Graded, S::Controlled, S::Assigned, S::Rectified, S::Rechecked, S::Cleared] {
        let mut yard = found();
        let review = if state == S::Rechecked { Review::Reviewed } else { Review::Submitted };
        let there = Hazard { state, review, rectifiers: vec![id("worker")].into(), ..hazard(&yard) };
        yard.rows.insert(Key::of::<Hazard>(&id("h1")), there.into());
        for (from, command, to, who) in rows() {
            for person in EVERYBODY {
                let may = from.contains(&state) && who.contains(person);
                let actor = yard.actor(person);
                let case = Case { actor: &actor, now: yard.now, book: &id(BOOK), view: &yard };
                match crate::decide::decide(&command, &case) {
                    Verdict::Allowed(changes) => {
                        assert!(may, "{person} {state:?} {command:?}");
                        assert!(matches!(&changes.rows[0], Row::Hazard(hazard) if hazard.state == to));
                    }
                    Verdict::Refused(refusal) => {
                        assert!(!may, "{person} {state:?} {command:?}: {refusal:?}");
                        assert!(!refusal.words(crate::Lang::Zh).is_empty());
                    }
                    Verdict::Unsure(_) => panic!("a yard knows everything"),
                }
            }
        }
    }
}

#[test]
fn of_immediate_danger_it_is_confirmed_that_119_was_called() {
    let mut yard = found();
    yard.act("secretary", review(Grade::Immediate)).unwrap();
    assert_eq!(yard.act("steward", control(false)), Err(Refusal::FireFirst));
    yard.act("steward", control(true)).unwrap();
    assert_eq!(hazard(&yard).called, Field::Known(vec![MONDAY_9_MS]));
    let mut yard = found();
    yard.act("steward", control(false)).unwrap();
    assert_eq!((hazard(&yard).state, hazard(&yard).called), (HazardState::Controlled, Field::Known(Vec::new())));
}

#[test]
fn who_it_is_given_to_has_it_and_history_says_who_had() {
    let mut yard = found();
    assert_eq!(yard.act("worker", assign("g~steward4")), Err(Refusal::WrongPlace), "of another building");
    assert_eq!(yard.act("worker", assign("g~resident")), Err(Refusal::WrongPlace));
    yard.act("worker", assign("g~property")).unwrap();
    assert_eq!(hazard(&yard).keeper(), Some(&id("property")));
    assert_eq!(hazard(&yard).steps.known().unwrap().last().unwrap().was, [id("steward")]);
    let key = Key::of::<Hazard>(&id("h1"));
    assert!(yard.seen_by(&key, &Audience::Person(id("property"))).is_some());
    let hand = HandOver { of: key, grant: id("g~steward") };
    assert_eq!(
        yard.act("steward", Command::HandOver(hand.clone())),
        Err(Refusal::NotYours),
        "who has it or the office"
    );
    yard.act("secretary", Command::HandOver(hand)).unwrap();
    assert_eq!(hazard(&yard).keeper(), Some(&id("steward")));
}

#[test]
fn what_is_void_counts_nowhere_and_goes_no_further() {
    let mut yard = found();
    assert_eq!(yard.act("general", void(" ")), Err(Refusal::TextMissing));
    for person in ["steward", "worker", "secretary"] {
        assert_eq!(yard.act(person, void("没有")), Err(Refusal::NotYours), "{person}");
    }
    yard.act("general", void("记重了")).unwrap();
    for indicator in [Indicator::HazardsFound, Indicator::HazardsOpen, Indicator::HazardsDue, Indicator::HazardsOverdue]
    {
        assert_eq!(yard.total(indicator), 0, "{indicator:?}");
    }
    for command in [control(true), assign("g~property"), rectify(), void("x"), moved("b4"), review(Grade::Today)] {
        let by = if command == review(Grade::Today) {
            "secretary"
        } else if command == void("x") {
            "general"
        } else {
            "worker"
        };
        assert_eq!(yard.act(by, &command), Err(Refusal::WrongState), "{command:?}");
    }
    assert_eq!(hazard(&yard).climbs_at_ms(), None);
    let mut yard = Yard::new();
    yard.act("general", find("b5")).unwrap();
    assert_eq!(yard.act("general", void("没有")), Err(Refusal::OwnEntry));
}

#[test]
fn who_has_a_hazard_to_put_right_does_not_void_it() {
    let mut yard = found();
    // Somebody of the general branch who looks after the building as well.
    let (role, place, since_ms) = (Role::Steward, id("b5"), 0);
    yard.clock(Command::GiveGrant(GiveGrant { id: id("gs"), person: id("general"), role, place, since_ms }));
    yard.act("worker2", assign("gs")).unwrap();
    assert_eq!(yard.act("general", void("不是隐患")), Err(Refusal::OwnWork));
    yard.act("worker2", assign("g~worker")).unwrap();
    yard.act("general", void("不是隐患")).unwrap();
}

#[test]
fn a_wrong_place_is_put_right_and_its_counts_go_with_it() {
    let mut yard = found();
    let at = |yard: &Yard, place: &str| {
        let cells = yard.cells.iter().filter(|((i, p, _), _)| *i == Indicator::HazardsFound && p.as_str() == place);
        cells.map(|(_, value)| value).sum::<i64>()
    };
    assert_eq!(yard.act("steward", moved("b4")), Err(Refusal::NotYours));
    assert_eq!(yard.act("worker", moved("area1")), Err(Refusal::WrongPlace));
    yard.act("worker", moved("b4")).unwrap();
    assert_eq!((at(&yard, "b5"), at(&yard, "b4"), at(&yard, BOOK)), (0, 1, 1));
    assert_eq!(hazard(&yard).steps.known().unwrap().last().unwrap().was, [id("b5")]);
}

#[test]
fn overdue_climbs_the_grid_by_the_clock_alone_and_twice_changes_nothing() {
    let mut yard = found();
    let due = hazard(&yard).due_at_ms;
    let key = Key::of::<Hazard>(&id("h1"));
    assert_eq!(yard.rows[&key].deadline().map(|(at_ms, ..)| at_ms), Some(due));
    assert_eq!(yard.decide(&Actor::system(), &climb(due)), Err(Refusal::NotDueYet));
    for (n, rung) in (0..).zip([Rung::Area, Rung::General, Rung::Subdistrict]) {
        let at_ms = due + n * DAY_MS;
        yard.now = at_ms;
        assert_eq!(yard.act("worker", climb(at_ms)), Err(Refusal::NotYours));
        yard.clock(climb(at_ms));
        assert_eq!(hazard(&yard).rung(), rung);
        assert_eq!(yard.decide(&Actor::system(), &climb(at_ms)), Err(Refusal::WrongState));
    }
    assert_eq!(yard.rows[&key].deadline(), None, "the subdistrict is the top");
}

#[test]
fn a_recheck_ends_the_climb_and_what_was_returned_climbs_all_the_same() {
    let mut yard = found();
    yard.act("secretary", send_back("写清楚")).unwrap();
    assert!(hazard(&yard).climbs_at_ms().is_some(), "danger does not wait for paper");
    let mut yard = found();
    yard.act("steward", rectify()).unwrap();
    yard.act("secretary", recheck(true, "")).unwrap();
    assert_eq!(hazard(&yard).climbs_at_ms(), None);
    assert_eq!(Grade::Immediate.climb_ms(&StewardLimits::default()), HOUR_MS, "hours for immediate danger");
}
