//! The way of an issue to the agenda (DOMAIN, "Council").

use super::{
    AcceptIssue, DeclineIssue, EscalateIssue, Issue, IssueCategory, IssueState, Level, PutOnAgenda, RaiseIssue,
};
use crate::{
    Audience, Field, Key, Refusal, Row,
    calendar::DAY_MS,
    command::Command,
    identity::Actor,
    indicator::Indicator,
    testing::{MONDAY_9_MS, Yard, id},
};

fn raise(raiser: &str, consent: bool) -> Command {
    Command::RaiseIssue(RaiseIssue {
        id: id("i1"),
        place: id("qinyuan"),
        category: IssueCategory::Parking,
        title: "电动车充电难".into(),
        detail: "想装充电桩".into(),
        raiser: id(raiser),
        consent,
    })
}

fn accept() -> Command {
    Command::AcceptIssue(AcceptIssue { issue: id("i1"), category: IssueCategory::Parking })
}

fn decline(reason: &str) -> Command {
    Command::DeclineIssue(DeclineIssue { issue: id("i1"), reason: reason.into() })
}

fn agenda(days: i64) -> Command {
    let meets_at_ms = MONDAY_9_MS + days * DAY_MS;
    Command::PutOnAgenda(PutOnAgenda { issue: id("i1"), meets_at_ms, topic: "选址".into() })
}

fn raised() -> Yard {
    let mut yard = Yard::new();
    yard.act("resident", raise("resident", false)).unwrap();
    yard
}

fn escalate(yard: &Yard) -> Command {
    let due_at_ms = yard.get::<Issue>("i1").due_at_ms;
    Command::EscalateIssue(EscalateIssue { issue: id("i1"), due_at_ms })
}

#[test]
fn a_residents_issue_is_accepted_and_stands_on_the_agenda() {
    let mut yard = raised();
    yard.act("worker", accept()).unwrap();
    yard.act("secretary", agenda(3)).unwrap();
    let issue: Issue = yard.get("i1");
    assert_eq!(issue.state, IssueState::Agenda);
    for indicator in [Indicator::IssuesRaised, Indicator::IssuesAccepted, Indicator::IssuesAnsweredInTime] {
        assert_eq!(yard.total(indicator), 1, "{indicator:?}");
    }
}

#[test]
fn each_step_is_open_to_its_roles_and_to_no_other() {
    let everyone = ["steward", "secretary", "worker", "resident", "property", "volunteer"];
    for (command, allowed) in [(accept(), "worker"), (decline("不归社区管"), "worker")] {
        for person in everyone {
            let answer = raised().act(person, command.clone());
            assert_eq!(answer.is_ok(), person == allowed, "{person} {command:?}");
            assert!(answer.is_ok() || answer == Err(Refusal::NotYours));
        }
    }
    for person in everyone {
        let mut yard = raised();
        yard.act("worker", accept()).unwrap();
        assert_eq!(yard.act(person, agenda(4)).is_ok(), person == "secretary", "{person}");
    }
    for (person, may) in [("steward", true), ("worker", true), ("resident", true), ("property", false)] {
        assert_eq!(Yard::new().act(person, raise(person, false)).is_ok(), may, "{person}");
    }
}

#[test]
fn raising_for_someone_else_needs_their_consent_and_a_role_that_may() {
    assert_eq!(Yard::new().act("worker", raise("volunteer", false)), Err(Refusal::ConsentMissing));
    assert_eq!(Yard::new().act("resident", raise("volunteer", true)), Err(Refusal::NotYours));
    assert_eq!(Yard::new().act("worker", raise("nobody", true)), Err(Refusal::NotFound));
    let mut yard = Yard::new();
    yard.act("worker", raise("volunteer", true)).unwrap();
    assert_eq!(yard.act("worker", accept()), Err(Refusal::OwnEntry), "who entered it does not accept it");
    yard.act("worker2", accept()).unwrap();
}

#[test]
fn a_decline_needs_a_reason_and_ends_the_clock() {
    let mut yard = raised();
    assert_eq!(yard.act("worker", decline("  ")), Err(Refusal::TextMissing));
    yard.act("worker", decline("属于供电公司")).unwrap();
    assert_eq!(yard.rows[&Key::of::<Issue>(&id("i1"))].deadline(), None);
    assert_eq!(yard.total(Indicator::IssuesAccepted), 0);
    assert_eq!(yard.act("worker", accept()), Err(Refusal::WrongState));
}

#[test]
fn a_meeting_needs_three_days_notice() {
    let mut yard = raised();
    assert_eq!(yard.act("secretary", agenda(3)), Err(Refusal::WrongState));
    yard.act("worker", accept()).unwrap();
    assert_eq!(yard.act("secretary", agenda(2)), Err(Refusal::NoticeTooShort));
}

#[test]
fn what_nobody_takes_in_two_working_days_goes_up_and_the_clock_changes_nothing_twice() {
    let mut yard = raised();
    let command = escalate(&yard);
    assert_eq!(yard.decide(&Actor::system(), &command), Err(Refusal::NotDueYet));
    yard.now = yard.get::<Issue>("i1").due_at_ms;
    assert_eq!(crate::Day::at(yard.now - 1), crate::Day::at(MONDAY_9_MS).plus(2));
    assert_eq!(yard.act("secretary", command.clone()), Err(Refusal::NotYours));
    yard.clock(command.clone());
    assert_eq!(yard.get::<Issue>("i1").level, Level::Branch);
    assert_eq!(yard.decide(&Actor::system(), &command), Err(Refusal::WrongState));
    // The branch may answer now, and so may the worker still; the answer came too late to count.
    yard.act("secretary", accept()).unwrap();
    assert_eq!(yard.total(Indicator::IssuesAnsweredInTime), 0);
    assert_eq!(yard.total(Indicator::IssuesAnswerDue), 1);
}

#[test]
fn representatives_and_property_see_the_matter_not_the_raiser() {
    let yard = raised();
    let key = Key::of::<Issue>(&id("i1"));
    let Some(Row::Issue(seen)) = yard.seen_by(&key, &Audience::Place(id("qinyuan"))) else { panic!() };
    assert_eq!((seen.title.as_str(), seen.raiser, seen.detail), ("电动车充电难", Field::Hidden, Field::Hidden));
    assert_eq!(yard.seen_by(&key, &Audience::Public), None);
    assert!(yard.seen_by(&key, &Audience::Person(id("resident"))).is_some());
}
