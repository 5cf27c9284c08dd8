//! What is known of a person changes; they leave, and come back (DOMAIN, "People change").

use super::{
    ChangePerson, Grant, LeavePerson, Left, Person, ReturnPerson, Role, STAFF, enter::written, may_give, pinyin::sounds,
};
use crate::{
    Field, Id, Refusal, Row,
    grid::Place,
    privacy,
    rule::{Case, Changes, Guards, Verdict},
};
use std::collections::BTreeMap;

/// The person, where the actor keeps the people of this book and is not that person: nobody changes their own entry.
pub(super) fn kept<'c>(person: &Id, case: &Case<'c>, guards: &mut Guards) -> Option<&'c Person> {
    let found = guards.need(case.get::<Person>(person), Refusal::NotFound);
    if !case.actor.system
        && let Some(community) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere)
    {
        guards.check(case.actor.holds(STAFF, &community.path), Refusal::NotYours);
    }
    guards.check(*person != case.actor.person, Refusal::OwnEntry);
    found
}

/// The grants of those ids, each one that the person holds now.
pub(super) fn held<'c>(person: &Id, grants: &[Id], case: &Case<'c>, guards: &mut Guards) -> Vec<&'c Grant> {
    let mut all = Vec::new();
    for id in grants {
        if let Some(grant) = guards.need(case.get::<Grant>(id), Refusal::NotFound) {
            guards.check(grant.person == *person && grant.until_ms == 0, Refusal::WrongState);
            all.push(grant);
        }
    }
    all
}

/// A worker changes what is known of a person; what follows from it changes with it.
pub fn change_person(c: &ChangePerson, case: &Case) -> Verdict {
    fn set<T: Clone>(now: &mut Field<T>, new: &Field<T>) {
        if new.known().is_some() {
            now.clone_from(new);
        }
    }
    let mut guards = Guards::new();
    let person = kept(&c.person, case, &mut guards);
    guards.check(person.is_none_or(|person| person.active), Refusal::PersonGone);
    let mut after = person.cloned();
    let mut rows = Vec::new();
    if let Some(after) = &mut after {
        set(&mut after.name, &c.name);
        set(&mut after.phone, &c.phone);
        set(&mut after.household, &c.household);
        set(&mut after.door, &c.door);
        set(&mut after.skills, &c.skills);
        set(&mut after.volunteer, &c.volunteer);
        let text = |field: &Field<String>| field.known().cloned().unwrap_or_default();
        if let Some(name) = c.name.known() {
            after.sounds = sounds(name).into();
        }
        let skills = after.skills.known().map_or(&[][..], Vec::as_slice);
        written(&text(&after.name), &text(&after.phone), &text(&after.door), skills, &mut guards);
        guards.check(Some(&*after) != person, Refusal::NothingChanged);
        let renamed = |grant: &Grant| Row::from(Grant { name: text(&after.name), ..grant.clone() });
        rows.extend(held(&c.person, &c.grants, case, &mut guards).into_iter().map(renamed));
        rows.extend(privacy::known_changed(after, case));
        rows.push(after.clone().into());
    }
    guards.verdict(|| Changes { rows, transfers: Vec::new() })
}

/// What these grants leave behind where they end: the grants as ended, and the places without those stewards.
pub(super) fn ended(grants: &[&Grant], case: &Case, guards: &mut Guards) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    // Two at one place end as two.
    let mut places: BTreeMap<Id, Place> = BTreeMap::new();
    for grant in grants {
        rows.push(Grant { until_ms: case.now, ..(*grant).clone() }.into());
        if grant.role == Role::Steward
            && let Some(place) = guards.need(case.get::<Place>(&grant.place), Refusal::PlaceNotHere)
        {
            let before = places.get(&grant.place).unwrap_or(place);
            let after = before.with_stewards(-1, case.now);
            places.insert(grant.place.clone(), after);
        }
    }
    rows.extend(places.into_values().map(Row::from));
    rows
}

/// Somebody leaves: their roles, their agreements and their acting for others end, and they are not let in any more. What
/// they did stays under their id.
pub fn leave_person(c: &LeavePerson, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let person = kept(&c.person, case, &mut guards);
    guards.check(person.is_none_or(|person| person.active), Refusal::PersonGone);
    guards.check(matches!(c.why, Left::Moved | Left::Died | Left::Mistake), Refusal::Malformed);
    let grants = held(&c.person, &c.grants, case, &mut guards);
    for grant in &grants {
        guards.check(may_give(case.actor, grant.role, &grant.path), Refusal::NotYours);
    }
    let mut rows = ended(&grants, case, &mut guards);
    rows.extend(privacy::all_ended(&c.person, &c.wards, &c.told, case).into_values());
    guards.verdict(|| {
        let gone = |person: &Person| {
            let (left, left_at_ms) = (c.why.into(), case.now.into());
            Row::from(Person { active: false, left, left_at_ms, ..person.clone() })
        };
        rows.extend(person.map(gone));
        Changes { rows, transfers: Vec::new() }
    })
}

/// Somebody who left is back. Roles and agreements are given anew.
pub fn return_person(c: &ReturnPerson, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let person = kept(&c.person, case, &mut guards);
    // An erased person is gone, and an entry that was merged has its other.
    let back = |person: &Person| matches!(person.left.known(), Some(Left::Moved | Left::Died | Left::Mistake));
    guards.check(person.is_none_or(back), Refusal::WrongState);
    guards.verdict(|| {
        let here = |person: &Person| {
            Row::from(Person { active: true, left: Left::Here.into(), left_at_ms: 0.into(), ..person.clone() })
        };
        Changes { rows: person.map(here).into_iter().collect(), transfers: Vec::new() }
    })
}
