//! Rules on those who act for somebody without a phone.

use super::{Consent, EndGuardian, Guardian, NameGuardian, Purpose, consent::TAKES_PAPER};
use crate::{
    Id, Refusal, Row,
    grid::Place,
    identity::Person,
    rule::{Case, Changes, Guards, Seen, Tri, Verdict},
};

fn by_worker(case: &Case, guards: &mut Guards) {
    if let Some(community) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere) {
        guards.check(case.actor.holds(TAKES_PAPER, &community.path), Refusal::NotYours);
    }
}

/// The person's consents as the guardian sees them from now on.
pub(super) fn consents(person: &Id, guardian: &Id, case: &Case) -> Vec<Row> {
    let of = |purpose: &Purpose| case.get::<Consent>(&Consent::row_id(person, *purpose)).known();
    let known: Vec<&Consent> = Purpose::ALL.iter().filter_map(of).collect();
    known.into_iter().map(|row| Consent { guardian: guardian.clone(), ..row.clone() }.into()).collect()
}

/// A worker takes down who acts for somebody.
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
        let mut changes = Changes::rows([row.into()]);
        changes.rows.extend(consents(&c.person, &c.guardian, case));
        changes
    })
}

/// A worker takes down that nobody acts for the person any more.
pub fn end_guardian(c: &EndGuardian, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    by_worker(case, &mut guards);
    let row = guards.need(case.get::<Guardian>(&Guardian::row_id(&c.person)), Refusal::NotFound);
    guards.check(row.is_none_or(Guardian::lasts), Refusal::WrongState);
    guards.verdict(|| {
        let ended = row.map(|row| Row::from(Guardian { until_ms: case.now, ..row.clone() }));
        let rows = ended.into_iter().chain(consents(&c.person, &Id::none(), case));
        Changes { rows: rows.collect(), transfers: Vec::new() }
    })
}
