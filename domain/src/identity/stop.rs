//! Stopping somebody and letting them in again. It concerns the door alone: roles and what was recorded stay as they are.

use super::{Actor, Grant, Person, ReadmitPerson, STAFF, Stop, StopPerson, may_give};
use crate::{
    Field, Id, Refusal,
    grid::Place,
    rule::{Case, Changes, Guards, Verdict, short},
};

/// Longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 200;

/// Whether `actor` may stop and readmit people of the book whose place has the path `home`. Whom of them exactly hangs on
/// what they hold in every book, which only the server's door can look at (docs/adr/0023).
pub fn may_stop(actor: &Actor, home: &[Id]) -> bool {
    actor.system || actor.holds(STAFF, home) || actor.is_security()
}

/// Whether `actor` may stop and readmit this person, who holds `held` over all books and belongs to the place with the path
/// `home`: those whom they could let in, and everybody but themselves where it is the security administrator.
pub fn may_stop_whom(actor: &Actor, home: &[Id], person: &Id, held: &[Grant]) -> bool {
    *person != actor.person && (covers(actor, home, held) || actor.is_security())
}

/// Whether `actor` may let somebody in who holds `held` over all books and belongs to the place with the path `home`. Whoever
/// uses a code becomes that person, so its maker must be able to give each role the person holds.
pub fn covers(actor: &Actor, home: &[Id], held: &[Grant]) -> bool {
    let may = |grant: &Grant| may_give(actor, grant.role, &grant.path);
    // The security administrator lets in officers and administrators; residents belong to their community's workers.
    let office = home.len() == 1 && actor.is_security();
    (actor.holds(STAFF, home) || office) && held.iter().filter(|grant| grant.until_ms == 0).all(may)
}

/// Whom, why, and whether they have to be stopped already.
fn turn(case: &Case, id: &Id, reason: &str, stopped: bool, change: impl FnOnce(Vec<Stop>) -> Vec<Stop>) -> Verdict {
    let mut guards = Guards::new();
    let person = guards.need(case.get::<Person>(id), Refusal::NotFound);
    if let Some(home) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere) {
        guards.check(may_stop(case.actor, &home.path), Refusal::NotYours);
    }
    guards.check(*id != case.actor.person, Refusal::OwnEntry);
    guards.check(!reason.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(reason, REASON_CHARS_MAX), Refusal::TextTooLong);
    if let Some(person) = person {
        guards.check(person.is_stopped() == stopped, Refusal::WrongState);
    }
    guards.verdict(|| {
        let Some(person) = person else { return Changes::default() };
        let stops = change(person.stops.known().cloned().unwrap_or_default());
        Changes::rows([Person { stops: Field::Known(stops), ..person.clone() }.into()])
    })
}

/// Somebody does not get in any more, from the next request on.
pub fn stop_person(c: &StopPerson, case: &Case) -> Verdict {
    turn(case, &c.person, &c.reason, false, |mut stops| {
        stops.push(Stop {
            by: case.actor.person.clone(),
            reason: c.reason.clone(),
            from_ms: case.now,
            until_ms: 0,
            readmitted_by: Id::none(),
            readmitted_for: String::new(),
        });
        stops
    })
}

/// Somebody who was stopped gets in again.
pub fn readmit_person(c: &ReadmitPerson, case: &Case) -> Verdict {
    turn(case, &c.person, &c.reason, true, |mut stops| {
        if let Some(last) = stops.last_mut() {
            last.until_ms = case.now;
            last.readmitted_by = case.actor.person.clone();
            last.readmitted_for.clone_from(&c.reason);
        }
        stops
    })
}
