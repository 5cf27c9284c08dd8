//! Rules on places and settings.

use super::{
    AddPlace, AddPlace1, BRAND_CHARS_MAX, ChangePlace, ClosePlace, PastPlace, Place, PlaceKind, Policy, ReopenPlace,
    SetPolicy, StewardLimits,
};
use crate::{
    Day, Field, Id, Millis, Refusal, Row,
    identity::{Actor, Grant, Role, STAFF},
    rule::{Case, Changes, Guards, Tri, Verdict, short},
};

/// Who enters communities and puts settings down.
pub const OFFICE: &[Role] = &[Role::SubdistrictOfficer];
/// Longest name of a place, and of its Party body, in characters.
pub const NAME_CHARS_MAX: usize = 60;
/// Most units of a building.
pub const UNITS_MAX: u32 = 200;
/// Most households of a place.
pub const HOUSEHOLDS_MAX: u32 = 1_000_000;

/// Whether `actor` may add, change and close a place of this kind with this path.
pub fn may_keep(actor: &Actor, kind: PlaceKind, path: &[Id]) -> bool {
    let roles: &[Role] = match kind {
        // The place of the administrators comes with the first start.
        PlaceKind::Server => &[],
        PlaceKind::Subdistrict | PlaceKind::Community => OFFICE,
        PlaceKind::Area | PlaceKind::Estate | PlaceKind::Building => STAFF,
    };
    actor.system || actor.holds(roles, path)
}

/// The kinds of places that one of this kind may lie in below its community, smallest first.
const fn above(kind: PlaceKind) -> &'static [PlaceKind] {
    match kind {
        PlaceKind::Building => &[PlaceKind::Estate, PlaceKind::Area],
        PlaceKind::Estate => &[PlaceKind::Area],
        _ => &[],
    }
}

/// Each place between it and the community stands, is of a kind that may stand there, and comes once. An estate lies across
/// areas: that a building's area is its estate's is not asked.
fn lies(kind: PlaceKind, lies_in: &[Id], case: &Case, guards: &mut Guards) {
    guards.check(lies_in.len() <= 4, Refusal::OutOfRange);
    let mut left = above(kind);
    for place in lies_in.iter().take_while(|place| *place != case.book) {
        if let Some(place) = guards.need(case.get::<Place>(place), Refusal::PlaceNotHere) {
            guards.check(place.stands(), Refusal::PlaceClosed);
            let at = left.iter().position(|kind| *kind == place.place_kind);
            guards.check(at.is_some(), Refusal::WrongPlace);
            left = at.map_or(left, |at| &left[at + 1..]);
        }
    }
}

fn named(name: &str, body: &str, guards: &mut Guards) {
    guards.check(!name.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(name, NAME_CHARS_MAX) && short(body, NAME_CHARS_MAX), Refusal::TextTooLong);
}

fn sized(units: u32, households: u32, guards: &mut Guards) {
    guards.check(units <= UNITS_MAX && households <= HOUSEHOLDS_MAX, Refusal::OutOfRange);
}

/// The subdistrict adds a place; workers add areas, estates and buildings of their community.
pub fn add_place(c: &AddPlace, case: &Case) -> Verdict {
    add(c, case, |guards| lies(c.kind, &c.lies_in, case, guards))
}

/// As it was added before anybody asked in what a place may lie: it is there, and no more.
pub fn add_place1(AddPlace1(c): &AddPlace1, case: &Case) -> Verdict {
    add(c, case, |guards| {
        guards.check(c.lies_in.len() <= 4, Refusal::OutOfRange);
        for place in c.lies_in.iter().take_while(|place| *place != case.book) {
            guards.need(case.get::<Place>(place), Refusal::PlaceNotHere);
        }
    })
}

/// What of a path is the community and what lies above it.
fn up<'p>(path: &'p [Id], case: &Case) -> &'p [Id] {
    let below = path.iter().take_while(|id| *id != case.book).count();
    &path[below..]
}

fn add(c: &AddPlace, case: &Case, lies: impl FnOnce(&mut Guards)) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Place>(&c.id));
    let mut path = vec![c.id.clone()];
    path.extend(c.lies_in.iter().cloned());
    guards.check(may_keep(case.actor, c.kind, &path), Refusal::NotYours);
    guards.check(path.contains(case.book), Refusal::PlaceNotHere);
    named(&c.name, &c.body, &mut guards);
    sized(c.units, c.households, &mut guards);
    guards.check(!c.unmanaged || c.kind == PlaceKind::Estate, Refusal::WrongPlace);
    // The community itself lies in places of the subdistrict's book, which this book does not hold; what is in it lies
    // where it lies, and nowhere else.
    if c.id != *case.book {
        if let Some(home) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere) {
            guards.check(up(&path, case) == home.path, Refusal::PlaceNotHere);
        }
        lies(&mut guards);
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
            units: c.units.into(),
            households: c.households.into(),
            body: c.body.clone().into(),
            until_ms: 0.into(),
            past: Vec::new().into(),
        }
        .into()])
    })
}

/// The place, which stands or does not, where the actor keeps such places.
fn kept<'c>(place: &Id, stands: bool, case: &Case<'c>, guards: &mut Guards) -> Option<&'c Place> {
    let place = guards.need(case.get::<Place>(place), Refusal::PlaceNotHere)?;
    guards.check(may_keep(case.actor, place.place_kind, &place.path), Refusal::NotYours);
    let refusal = if stands { Refusal::PlaceClosed } else { Refusal::WrongState };
    guards.check(place.stands() == stands, refusal);
    Some(place)
}

/// The roles held at a place that moves to `path`, with that path: who holds one belongs to what the place lies in.
fn moved(c: &ChangePlace, path: &[Id], case: &Case, guards: &mut Guards) -> Vec<Row> {
    let mut rows = Vec::new();
    for id in &c.grants {
        if let Some(grant) = guards.need(case.get::<Grant>(id), Refusal::NotFound) {
            guards.check(grant.place == c.place && grant.until_ms == 0, Refusal::WrongState);
            rows.push(Grant { path: path.to_vec(), ..grant.clone() }.into());
        }
    }
    rows
}

/// Whoever adds such places changes them; what it was stays as its history.
pub fn change_place(c: &ChangePlace, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let place = kept(&c.place, true, case, &mut guards);
    let mut after = place.cloned();
    let mut rows = Vec::new();
    if let (Some(place), Some(after)) = (place, &mut after) {
        after.name = c.name.known().unwrap_or(&place.name).clone();
        after.unmanaged = *c.unmanaged.known().unwrap_or(&place.unmanaged);
        for (new, now) in [(&c.units, &mut after.units), (&c.households, &mut after.households)] {
            *now = new.known().map_or_else(|| now.clone(), |new| (*new).into());
        }
        after.body = c.body.known().map_or_else(|| place.body.clone(), |body| body.clone().into());
        let told = |field: &Field<u32>| field.known().copied().unwrap_or_default();
        named(&after.name, after.body.known().map_or("", String::as_str), &mut guards);
        sized(told(&after.units), told(&after.households), &mut guards);
        guards.check(!after.unmanaged || after.place_kind == PlaceKind::Estate, Refusal::WrongPlace);
        if let Some(lies_in) = c.lies_in.known() {
            guards.check(c.place != *case.book, Refusal::WrongPlace);
            guards.check(up(lies_in, case) == up(&place.path, case), Refusal::PlaceNotHere);
            lies(place.place_kind, lies_in, case, &mut guards);
            after.path = [c.place.clone()].into_iter().chain(lies_in.iter().cloned()).collect();
            rows = moved(c, &after.path, case, &mut guards);
        }
        guards.check(after != place, Refusal::NothingChanged);
        if (&after.name, &after.body, &after.path) != (&place.name, &place.body, &place.path) {
            let mut past = place.past.known().cloned().unwrap_or_default();
            past.push(PastPlace {
                until_ms: case.now,
                name: place.name.clone(),
                body: place.body.known().cloned().unwrap_or_default(),
                path: place.path.clone(),
            });
            after.past = past.into();
        }
    }
    rows.extend(after.map(Row::from));
    guards.verdict(|| Changes { rows, transfers: Vec::new() })
}

/// A place is closed once nobody looks after it.
pub fn close_place(c: &ClosePlace, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let place = kept(&c.place, true, case, &mut guards);
    guards.check(place.is_none_or(|place| place.stewards == 0), Refusal::HasSteward);
    guards.check(c.place != *case.book, Refusal::WrongPlace);
    until(place, case.now, guards)
}

/// A place that was closed stands after all.
pub fn reopen_place(c: &ReopenPlace, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let place = kept(&c.place, false, case, &mut guards);
    if let Some(place) = place {
        lies(place.place_kind, &place.path[1..], case, &mut guards);
    }
    until(place, 0, guards)
}

fn until(place: Option<&Place>, until_ms: Millis, guards: Guards) -> Verdict {
    guards.verdict(|| {
        let after = place.map(|place| Row::from(Place { until_ms: until_ms.into(), ..place.clone() }));
        Changes { rows: after.into_iter().collect(), transfers: Vec::new() }
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
    guards.check(names.iter().all(|n| (1..=BRAND_CHARS_MAX).contains(&n.chars().count())), Refusal::TextTooLong);
    let days = [p.accept_days, p.agenda_days, p.notice_days];
    guards.check(days.iter().all(|d| (1..=60).contains(d)), Refusal::OutOfRange);
    guards.check(
        (1..=24 * 60).contains(&p.daily_cap_minutes) && (1..=1_000_000).contains(&p.balance_cap_minutes),
        Refusal::OutOfRange,
    );
    guards.check(Tri::of(&p.stewards, StewardLimits::are_sound), Refusal::OutOfRange);
    guards.verdict(|| Changes::rows([p.clone().into()]))
}
