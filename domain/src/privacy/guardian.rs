//! Rules on those who act for somebody without a phone.

use super::{Consent, EndGuardian, Guardian, Look, NameGuardian, Purpose, consent::TAKES_PAPER};
use crate::{
    Id, Key, Millis, Refusal, Row,
    grid::Place,
    identity::Person,
    rule::{Case, Changes, Guards, Seen, Tri, Verdict},
};
use std::collections::BTreeMap;

fn by_worker(case: &Case, guards: &mut Guards) {
    if let Some(community) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere) {
        guards.check(case.actor.holds(TAKES_PAPER, &community.path), Refusal::NotYours);
    }
}

/// Whether a row is one that who acts for `ward` is told of from `now` on: open work that concerns the ward.
pub fn tells_guardian(row: &Row, ward: &Id, now: Millis) -> bool {
    matches!(row, Row::Entry(entry) if entry.concerns(ward) == Tri::Yes && entry.may_be_answered(now))
}

/// The row as it tells `guardian`, who acts for `ward` from now on (`-`: nobody); nothing where it tells so already.
fn telling(row: &Row, ward: &Id, guardian: &Id) -> Option<Row> {
    match row {
        Row::Entry(entry) => entry.telling(ward, guardian).map(Row::from),
        Row::Look(look) if look.person == *ward && look.guardian != *guardian => {
            Some(Look { guardian: guardian.clone(), ..look.clone() }.into())
        }
        Row::Consent(consent) if consent.person == *ward && consent.guardian != *guardian => {
            Some(Consent { guardian: guardian.clone(), ..consent.clone() }.into())
        }
        _ => None,
    }
}

/// These rows, and what the ward has agreed to, as they tell from now on who acts for `ward`, beside what has changed of them
/// already.
pub(super) fn told(rows: &mut BTreeMap<Key, Row>, keys: &[Key], (ward, guardian): (&Id, &Id), case: &Case) {
    let consents = Purpose::ALL.iter().map(|purpose| Key::of::<Consent>(&Consent::row_id(ward, *purpose)));
    let consents: Vec<Key> = consents.collect();
    for key in keys.iter().chain(&consents) {
        let there = rows.get(key).or(case.view.row(key).known());
        if let Some(row) = there.and_then(|row| telling(row, ward, guardian)) {
            rows.insert(key.clone(), row);
        }
    }
}

/// A worker takes down who acts for somebody. They are told of what is open.
pub fn name_guardian(c: &NameGuardian, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    by_worker(case, &mut guards);
    let open = match case.get::<Guardian>(&Guardian::row_id(&c.person)) {
        Seen::Known(there) => (!there.lasts()).into(),
        Seen::Absent => Tri::Yes,
        Seen::Unknown => Tri::Unknown,
    };
    guards.check(open, Refusal::WrongState);
    guards.check(c.person != c.guardian, Refusal::SameTwice);
    guards.check(![&c.person, &c.guardian].contains(&&case.actor.person), Refusal::OwnEntry);
    guards.check(c.consent, Refusal::ConsentMissing);
    let of = |guards: &mut Guards, id: &Id| {
        let person = guards.need(case.get::<Person>(id), Refusal::NotFound);
        guards.check(person.is_none_or(|person| person.active), Refusal::NotFound);
        person.and_then(|person| person.name.known().cloned()).unwrap_or_default()
    };
    let (person_name, guardian_name) = (of(&mut guards, &c.person), of(&mut guards, &c.guardian));
    guards.verdict(|| {
        let row = Guardian {
            id: Guardian::row_id(&c.person),
            person: c.person.clone(),
            person_name,
            guardian: c.guardian.clone(),
            guardian_name,
            witness: case.actor.person.clone(),
            from_ms: case.now,
            until_ms: 0,
        };
        let mut open = BTreeMap::new();
        told(&mut open, &c.told, (&c.person, &c.guardian), case);
        let rows = [Row::from(row)].into_iter().chain(open.into_values());
        Changes { rows: rows.collect(), transfers: Vec::new() }
    })
}

/// A worker takes down that nobody acts for the person any more. Who did is told of nothing more, and keeps nothing.
pub fn end_guardian(c: &EndGuardian, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    by_worker(case, &mut guards);
    let row = guards.need(case.get::<Guardian>(&Guardian::row_id(&c.person)), Refusal::NotFound);
    guards.check(row.is_none_or(Guardian::lasts), Refusal::WrongState);
    guards.verdict(|| {
        let ended = row.map(|row| Row::from(Guardian { until_ms: case.now, ..row.clone() }));
        let mut gone = BTreeMap::new();
        told(&mut gone, &c.told, (&c.person, &Id::none()), case);
        let rows = ended.into_iter().chain(gone.into_values());
        Changes { rows: rows.collect(), transfers: Vec::new() }
    })
}
