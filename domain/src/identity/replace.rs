//! A steward is replaced, and two entries for one person become one (DOMAIN, "People change").

use super::{
    Grant, Left, MergePerson, Person, ReplaceSteward, Role,
    change::{ended, held, kept},
    may_give,
};
use crate::{
    Field, Id, Key, Refusal, Row,
    grid::Place,
    privacy,
    rule::{Case, Changes, Guards, Verdict},
    stewards::taken_over,
};
use std::collections::BTreeMap;

/// The open work of `from` in other hands, beside what has changed of it already.
fn take_over(rows: &mut BTreeMap<Key, Row>, work: &[Key], (from, to): (&Id, &Id), case: &Case) {
    for key in work {
        let there = rows.get(key).or(case.view.row(key).known());
        if let Some(row) = there.and_then(|row| taken_over(row, from, to, case)) {
            rows.insert(key.clone(), row);
        }
    }
}

/// The open work of `from` in other hands. What the desk named and is no open work of theirs any more stays as it is.
fn handed(work: &[Key], (from, to): (&Id, &Id), case: &Case) -> Vec<Row> {
    let mut rows = BTreeMap::new();
    take_over(&mut rows, work, (from, to), case);
    rows.into_values().collect()
}

/// One steward of a place ends and another begins, with the open work of the place in their hands: no hour without a
/// steward in between, and the figures say so.
pub fn replace_steward(c: &ReplaceSteward, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Grant>(&c.id));
    let grant = guards.need(case.get::<Grant>(&c.grant), Refusal::NotFound);
    let person = guards.need(case.get::<Person>(&c.person), Refusal::NotFound);
    guards.check(person.is_none_or(|person| person.active), Refusal::PersonGone);
    let place = grant.and_then(|grant| guards.need(case.get::<Place>(&grant.place), Refusal::PlaceNotHere));
    if let Some(grant) = grant {
        guards.check(grant.role == Role::Steward && grant.until_ms == 0, Refusal::WrongState);
        guards.check(grant.person != c.person, Refusal::SameTwice);
        guards.check(may_give(case.actor, Role::Steward, &grant.path), Refusal::NotYours);
    }
    guards.check(c.person != case.actor.person, Refusal::OwnEntry);
    guards.verdict(|| {
        let (Some(grant), Some(person), Some(place)) = (grant, person, place) else { return Changes::default() };
        let after = Grant {
            id: c.id.clone(),
            person: c.person.clone(),
            name: person.name.known().cloned().unwrap_or_default(),
            role: Role::Steward,
            place: place.id.clone(),
            path: place.path.clone(),
            from_ms: case.now,
            until_ms: 0,
        };
        let mut changes = Changes::rows([Grant { until_ms: case.now, ..grant.clone() }.into(), after.into()]);
        changes.rows.extend(handed(&c.work, (&grant.person, &c.person), case));
        changes
    })
}

/// What the first entry gains: what it lacked, and what the second could do beside.
fn joined(first: &Person, second: &Person) -> Person {
    let or = |mine: &Field<String>, theirs: &Field<String>| {
        let mine = mine.known().filter(|text| !text.is_empty());
        mine.or(theirs.known()).cloned().map_or(Field::Hidden, Field::Known)
    };
    let mut skills = first.skills.known().cloned().unwrap_or_default();
    let more = second.skills.known().into_iter().flatten().filter(|skill| !skills.contains(skill)).cloned();
    let more: Vec<String> = more.take(super::enter::SKILLS_MAX.saturating_sub(skills.len())).collect();
    skills.extend(more);
    let volunteer = [first, second].iter().any(|person| person.volunteer.known() == Some(&true));
    Person {
        phone: or(&first.phone, &second.phone),
        door: or(&first.door, &second.door),
        skills: skills.into(),
        volunteer: volunteer.into(),
        ..first.clone()
    }
}

/// The second of two entries for one person becomes a pointer to the first. What it holds and has agreed to moves; what it
/// did, and its hours, stay under its own id. Both are of one household from now on, so that nobody serves themselves (T8).
pub fn merge_person(c: &MergePerson, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let second = kept(&c.person, case, &mut guards);
    let first = kept(&c.into, case, &mut guards);
    guards.check(c.person != c.into, Refusal::SameTwice);
    for person in [first, second].into_iter().flatten() {
        guards.check(person.active, Refusal::PersonGone);
    }
    let theirs = held(&c.person, &c.grants, case, &mut guards);
    let mine = held(&c.into, &c.kept, case, &mut guards);
    for grant in &theirs {
        guards.check(may_give(case.actor, grant.role, &grant.path), Refusal::NotYours);
    }
    let (twice, moves): (Vec<&Grant>, Vec<&Grant>) = theirs
        .into_iter()
        .partition(|grant| mine.iter().any(|mine| (mine.role, &mine.place) == (grant.role, &grant.place)));
    // A place counts a steward less only where both entries looked after it.
    let mut rows = ended(&twice, case, &mut guards);
    if let (Some(first), Some(second)) = (first, second) {
        let after = joined(first, second);
        let (id, name) = (&first.id, after.name.known().cloned().unwrap_or_default());
        for grant in &moves {
            let new = Id::parse(&["m~", grant.id.as_str()].concat());
            guards.check(new.is_some(), Refusal::NotPossible);
            guards.fresh(&new.as_ref().map_or(crate::rule::Seen::Absent, |new| case.get::<Grant>(new)));
            rows.push(Grant { until_ms: case.now, ..(*grant).clone() }.into());
            let given =
                |id_| Grant { id: id_, person: id.clone(), name: name.clone(), from_ms: case.now, ..(*grant).clone() };
            rows.extend(new.map(|new| Row::from(given(new))));
        }
        rows.extend(privacy::moved(second, &after, case));
        // An entry that a guardian was told of may be in hand, too.
        let mut over = privacy::all_ended(&second.id, &c.wards, &c.told, case);
        take_over(&mut over, &c.work, (&second.id, id), case);
        rows.extend(over.into_values());
        let gone = Person {
            active: false,
            household: first.household.clone(),
            left: Left::Merged.into(),
            left_at_ms: case.now.into(),
            same_as: vec![id.clone()].into(),
            ..second.clone()
        };
        rows.extend([Row::from(after), gone.into()]);
    }
    guards.verdict(|| Changes { rows, transfers: Vec::new() })
}
