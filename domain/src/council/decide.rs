//! Rules on issues (DOMAIN, "Council"): Raised → Accepted or Declined → Agenda, and the clock.

use super::{AcceptIssue, DeclineIssue, EscalateIssue, Issue, IssueState, IssueStep, Level, PutOnAgenda, RaiseIssue};
use crate::{
    Day, Field, Id, Refusal,
    calendar::Deadline,
    grid::{Place, Policy, policy},
    identity::{Person, Role},
    rule::{Case, Changes, Guards, Tri, Verdict, short},
};

/// Longest title, in characters.
pub const TITLE_CHARS_MAX: usize = 60;
/// Longest text in somebody's own words, in characters.
pub const DETAIL_CHARS_MAX: usize = 2_000;
const RAISES: &[Role] = &[Role::Resident, Role::Steward, Role::CommunityWorker, Role::ResidentRepresentative];
const RAISES_FOR_OTHERS: &[Role] = &[Role::Steward, Role::CommunityWorker];
const WORKER: &[Role] = &[Role::CommunityWorker];
const BRANCH: &[Role] = &[Role::BranchSecretary];

fn stepped(issue: &Issue, case: &Case, note: &str) -> Field<Vec<IssueStep>> {
    let mut steps = issue.steps.known().cloned().unwrap_or_default();
    steps.push(IssueStep {
        state: issue.state,
        level: issue.level,
        by: case.actor.person.clone(),
        at_ms: case.now,
        note: note.into(),
    });
    steps.into()
}

fn within(case: &Case, days: impl Fn(&Policy) -> u32) -> Deadline {
    // Where this device does not hold the settings yet the act is Unsure, and the server's row replaces this one.
    let policy = policy(case).known().cloned().unwrap_or_default();
    policy.calendar.after(case.now, days(&policy))
}

/// A resident, steward or worker raises an issue.
pub fn raise(c: &RaiseIssue, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Issue>(&c.id));
    let place = guards.need(case.get::<Place>(&c.place), Refusal::PlaceNotHere);
    let own = c.raiser == case.actor.person;
    if let Some(place) = place {
        guards.check(case.actor.belongs(RAISES, &place.id, &place.path), Refusal::NotYours);
        let kind = place.place_kind.is_looked_after();
        guards.check(kind, Refusal::WrongPlace);
        guards.check(place.stood_at(case.now), Refusal::PlaceClosed);
        guards.check(own || case.actor.holds(RAISES_FOR_OTHERS, &place.path), Refusal::NotYours);
    }
    guards.check(own || c.consent, Refusal::ConsentMissing);
    if !own {
        let raiser = guards.need(case.get::<Person>(&c.raiser), Refusal::NotFound);
        guards.check(raiser.map_or(Tri::Yes, Person::is_somebody), Refusal::PersonGone);
    }
    guards.check(!c.title.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(&c.title, TITLE_CHARS_MAX) && short(&c.detail, DETAIL_CHARS_MAX), Refusal::TextTooLong);
    guards.check(if policy(case).known().is_some() { Tri::Yes } else { Tri::Unknown }, Refusal::NotPossible);
    guards.verdict(|| {
        let due = within(case, |policy| policy.accept_days);
        let mut issue = Issue {
            id: c.id.clone(),
            place: c.place.clone(),
            path: place.map_or_else(Vec::new, |place| place.path.clone()),
            category: c.category,
            title: c.title.trim().into(),
            state: IssueState::Raised,
            level: Level::Worker,
            raised_at_ms: case.now,
            due_at_ms: due.due_at_ms,
            due_provisional: due.provisional,
            answered_at_ms: 0,
            answer_due_at_ms: due.due_at_ms,
            meets_at_ms: 0,
            detail: c.detail.clone().into(),
            raiser: c.raiser.clone().into(),
            entered_by: case.actor.person.clone().into(),
            steps: Vec::new().into(),
            origin: Vec::new().into(),
        };
        issue.steps = stepped(&issue, case, "");
        Changes::rows([issue.into()])
    })
}

fn advance(
    id: &Id,
    case: &Case,
    guards: impl FnOnce(&mut Guards, &Issue),
    change: impl FnOnce(&mut Issue) -> String,
) -> Verdict {
    let mut all = Guards::new();
    let issue = all.need(case.get::<Issue>(id), Refusal::NotFound);
    if let Some(issue) = issue {
        guards(&mut all, issue);
    }
    all.verdict(|| {
        let Some(issue) = issue else { return Changes::default() };
        let mut after = issue.clone();
        let note = change(&mut after);
        after.steps = stepped(&after, case, &note);
        Changes::rows([after.into()])
    })
}

fn answers(guards: &mut Guards, issue: &Issue, case: &Case) {
    // Once it went up, whoever it went to may answer as well.
    let worker = case.actor.holds(WORKER, &issue.path);
    let branch = issue.level >= Level::Branch && case.actor.holds(BRANCH, &issue.path);
    guards.check(worker || branch, Refusal::NotYours);
    guards.check(issue.state == IssueState::Raised, Refusal::WrongState);
    let raiser = Tri::of(&issue.raiser, |p| *p != case.actor.person);
    let entered = Tri::of(&issue.entered_by, |p| *p != case.actor.person);
    guards.check(raiser.and(entered), Refusal::OwnEntry);
}

/// A worker accepts it; never who raised or entered it.
pub fn accept(c: &AcceptIssue, case: &Case) -> Verdict {
    advance(
        &c.issue,
        case,
        |guards, issue| answers(guards, issue, case),
        |issue| {
            let due = within(case, |policy| policy.agenda_days);
            issue.state = IssueState::Accepted;
            issue.level = Level::Branch;
            issue.category = c.category;
            issue.answered_at_ms = case.now;
            issue.due_at_ms = due.due_at_ms;
            issue.due_provisional = due.provisional;
            String::new()
        },
    )
}

/// A worker declines it, with a reason.
pub fn decline(c: &DeclineIssue, case: &Case) -> Verdict {
    let guards = |guards: &mut Guards, issue: &Issue| {
        answers(guards, issue, case);
        guards.check(!c.reason.trim().is_empty(), Refusal::TextMissing);
        guards.check(short(&c.reason, DETAIL_CHARS_MAX), Refusal::TextTooLong);
    };
    advance(&c.issue, case, guards, |issue| {
        issue.state = IssueState::Declined;
        issue.answered_at_ms = case.now;
        issue.due_at_ms = 0;
        issue.due_provisional = false;
        c.reason.clone()
    })
}

/// The branch puts it on an agenda, with notice.
pub fn put_on_agenda(c: &PutOnAgenda, case: &Case) -> Verdict {
    let guards = |guards: &mut Guards, issue: &Issue| {
        guards.check(case.actor.holds(BRANCH, &issue.path), Refusal::NotYours);
        guards.check(issue.state == IssueState::Accepted, Refusal::WrongState);
        let known = policy(case);
        let notice = Tri::of(&known, |policy| {
            let days = i32::try_from(policy.notice_days).unwrap_or(i32::MAX);
            Day::at(c.meets_at_ms) >= Day::at(case.now).plus(days)
        });
        guards.check(notice, Refusal::NoticeTooShort);
        guards.check(Day::at(c.meets_at_ms) <= Day::at(case.now).plus(366), Refusal::OutOfRange);
        guards.check(short(&c.topic, DETAIL_CHARS_MAX), Refusal::TextTooLong);
    };
    advance(&c.issue, case, guards, |issue| {
        issue.state = IssueState::Agenda;
        issue.meets_at_ms = c.meets_at_ms;
        issue.due_at_ms = 0;
        issue.due_provisional = false;
        c.topic.clone()
    })
}

/// The clock moves up what nobody has taken within its limit. Done twice it changes nothing: the second finds another
/// limit running, or none.
pub fn escalate(c: &EscalateIssue, case: &Case) -> Verdict {
    let guards = |guards: &mut Guards, issue: &Issue| {
        guards.check(case.actor.system, Refusal::NotYours);
        guards.check(issue.due_at_ms == c.due_at_ms && c.due_at_ms != 0, Refusal::WrongState);
        guards.check(case.now >= c.due_at_ms, Refusal::NotDueYet);
    };
    advance(&c.issue, case, guards, |issue| {
        issue.level = match issue.level {
            Level::Worker => Level::Branch,
            Level::Branch | Level::Subdistrict => Level::Subdistrict,
        };
        let due = within(case, |policy| policy.accept_days);
        let top = issue.level == Level::Subdistrict;
        issue.due_at_ms = if top { 0 } else { due.due_at_ms };
        issue.due_provisional = !top && due.provisional;
        String::new()
    })
}
