//! Rules on places and settings.

use super::{AddPlace, Place, PlaceKind, Policy, SetPolicy};
use crate::{
    Day, Refusal,
    identity::Role,
    rule::{Case, Changes, Guards, Verdict},
};

const OFFICE: &[Role] = &[Role::SubdistrictOfficer];
const NAME_CHARS_MAX: usize = 60;

/// The subdistrict adds a place; workers add areas, estates and buildings of their community.
pub fn add_place(c: &AddPlace, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Place>(&c.id));
    let roles: &[Role] = match c.kind {
        // The place of the administrators comes with the first start.
        PlaceKind::Server => &[],
        PlaceKind::Subdistrict | PlaceKind::Community => OFFICE,
        PlaceKind::Area | PlaceKind::Estate | PlaceKind::Building => &[Role::SubdistrictOfficer, Role::CommunityWorker],
    };
    let mut path = vec![c.id.clone()];
    path.extend(c.lies_in.iter().cloned());
    guards.check(case.actor.system || case.actor.holds(roles, &path), Refusal::NotYours);
    guards.check(path.contains(case.book), Refusal::PlaceNotHere);
    guards.check(!c.name.trim().is_empty(), Refusal::TextMissing);
    guards.check(c.name.chars().count() <= NAME_CHARS_MAX, Refusal::TextTooLong);
    guards.check(c.lies_in.len() <= 4, Refusal::OutOfRange);
    guards.check(!c.unmanaged || c.kind == PlaceKind::Estate, Refusal::WrongPlace);
    // The community itself lies in places of the subdistrict's book, which this book does not hold.
    if c.id != *case.book {
        for place in c.lies_in.iter().take_while(|place| *place != case.book) {
            guards.need(case.get::<Place>(place), Refusal::PlaceNotHere);
        }
    }
    guards.verdict(|| {
        Changes::rows([Place {
            id: c.id.clone(),
            place_kind: c.kind,
            name: c.name.clone(),
            path,
            unmanaged: c.unmanaged,
            stewards: 0,
            stewards_since: Day::at(case.now),
            from_ms: case.now,
        }
        .into()])
    })
}

/// The subdistrict puts down the settings.
pub fn set_policy(c: &SetPolicy, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    if !case.actor.system
        && let Some(place) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere)
    {
        guards.check(case.actor.holds(OFFICE, &place.path), Refusal::NotYours);
    }
    let p = &c.policy;
    guards.check(p.id == Policy::row_id(), Refusal::Malformed);
    let names = [&p.council_name, &p.timebank_name, &p.stewards_name];
    guards.check(names.iter().all(|n| (1..=20).contains(&n.chars().count())), Refusal::TextTooLong);
    let days = [p.accept_days, p.agenda_days, p.notice_days];
    guards.check(days.iter().all(|d| (1..=60).contains(d)), Refusal::OutOfRange);
    guards.check(
        (1..=24 * 60).contains(&p.daily_cap_minutes) && (1..=1_000_000).contains(&p.balance_cap_minutes),
        Refusal::OutOfRange,
    );
    guards.verdict(|| Changes::rows([p.clone().into()]))
}
