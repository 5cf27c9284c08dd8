//! Rules on people and grants.

use super::{ADMINS, Actor, EndGrant, GiveGrant, GiveGrant1, Grant, Left, Person, Role, STAFF, server};
use crate::{
    Id, Refusal,
    grid::Place,
    privacy,
    rule::{Case, Changes, Guards, Seen, Verdict},
};

/// Longest name, in characters; GB 18030-2022 knows names far beyond three.
pub const NAME_CHARS_MAX: usize = 60;
/// What a worker may give. Roles of trust come from the subdistrict.
const GIVEN_BY_WORKER: &[Role] =
    &[Role::Resident, Role::Steward, Role::ResidentRepresentative, Role::PropertyManager, Role::Enterprise];

/// Who looks after buildings and estates, and nothing larger: they see what is said there, and the numbers of who agreed.
pub const LOOKS_AFTER: &[Role] = &[Role::Steward, Role::PropertyManager];

/// Whether `actor` may give or end `role` at the place whose path this is. Officers and the two other administrators come
/// from the security administrator, the security administrator from whoever has the machine (docs/adr/0023).
pub fn may_give(actor: &Actor, role: Role, path: &[Id]) -> bool {
    if ADMINS.contains(&role) && path != [server()] {
        return false;
    }
    actor.system
        || match role {
            Role::SecurityAdmin => false,
            Role::SystemAdmin | Role::AuditAdmin => actor.is_security(),
            Role::SubdistrictOfficer => actor.is_security() && path != [server()],
            _ if GIVEN_BY_WORKER.contains(&role) => actor.holds(STAFF, path),
            _ => actor.holds(&[Role::SubdistrictOfficer], path),
        }
}

/// A worker gives a role; the place remembers that it has a steward.
pub fn give_grant(c: &GiveGrant, case: &Case) -> Verdict {
    give(c, |person| person.active, |place| !LOOKS_AFTER.contains(&c.role) || place.place_kind.is_looked_after(), case)
}

/// As it was given before anybody left: nobody asked whether the person is known any more.
pub fn give_grant1(GiveGrant1(c): &GiveGrant1, case: &Case) -> Verdict {
    give(c, |person| person.left.known().is_none_or(|left| *left == Left::Here), |_| true, case)
}

fn give(c: &GiveGrant, may: fn(&Person) -> bool, fits: impl Fn(&Place) -> bool, case: &Case) -> Verdict {
    let (actor, now) = (case.actor, case.now);
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Grant>(&c.id));
    let person = guards.need(case.get::<Person>(&c.person), Refusal::NotFound);
    let place = guards.need(case.get::<Place>(&c.place), Refusal::PlaceNotHere);
    guards.check(c.since_ms <= now, Refusal::InFuture);
    guards.check(person.is_none_or(may), Refusal::PersonGone);
    if let Some(place) = place {
        guards.check(place.stands(), Refusal::PlaceClosed);
        guards.check(fits(place), Refusal::WrongPlace);
        guards.check(may_give(actor, c.role, &place.path), Refusal::NotYours);
        guards.check(c.person != actor.person, Refusal::OwnEntry);
    }
    guards.verdict(|| {
        let (Some(person), Some(place)) = (person, place) else { return Changes::default() };
        let grant = Grant {
            id: c.id.clone(),
            person: c.person.clone(),
            name: person.name.known().cloned().unwrap_or_default(),
            role: c.role,
            place: c.place.clone(),
            path: place.path.clone(),
            from_ms: if c.since_ms == 0 { now } else { c.since_ms },
            until_ms: 0,
        };
        let mut changes = Changes::rows([grant.into()]);
        if c.role == Role::Steward {
            changes.rows.push(place.with_stewards(1, now).into());
        }
        changes
    })
}

/// A worker ends a role.
pub fn end_grant(c: &EndGrant, case: &Case) -> Verdict {
    let (actor, now) = (case.actor, case.now);
    let mut guards = Guards::new();
    let grant = guards.need(case.get::<Grant>(&c.grant), Refusal::NotFound);
    let place = grant.map_or(Seen::Unknown, |grant| case.get::<Place>(&grant.place));
    let place = grant.and_then(|_| guards.need(place, Refusal::PlaceNotHere));
    if let Some(grant) = grant {
        guards.check(grant.until_ms == 0, Refusal::WrongState);
        guards.check(may_give(actor, grant.role, &grant.path), Refusal::NotYours);
    }
    let home_ended = grant.map_or_else(Vec::new, |grant| privacy::home_ended(grant, case));
    guards.verdict(|| {
        let (Some(grant), Some(place)) = (grant, place) else { return Changes::default() };
        let mut changes = Changes::rows([Grant { until_ms: now, ..grant.clone() }.into()]);
        if grant.role == Role::Steward {
            changes.rows.push(place.with_stewards(-1, now).into());
        }
        changes.rows.extend(home_ended);
        changes
    })
}
