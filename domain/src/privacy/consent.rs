//! Rules on consents: who may give one for whom, and what follows from it.

use super::{Consent, Contact, GiveConsent, Given, Guardian, Purpose, WithdrawConsent};
#[cfg(feature = "office")]
use crate::Key;
use crate::{
    Id, Refusal, Row,
    grid::Place,
    identity::{Grant, Person, Role},
    rule::{Case, Changes, Guards, Seen, Tri, Verdict},
};
#[cfg(feature = "office")]
use std::collections::BTreeMap;

/// Who takes down what somebody agreed to on paper.
pub(super) const TAKES_PAPER: &[Role] = &[Role::CommunityWorker];

/// Whether the actor may say it for the person in that way; gives the person's guardian, or `-`.
pub(super) fn standing(person: &Id, how: Given, case: &Case, guards: &mut Guards) -> Id {
    let own = *person == case.actor.person;
    let row = case.get::<Guardian>(&Guardian::row_id(person));
    let guardian = row.known().filter(|row| row.lasts()).map_or_else(Id::none, |row| row.guardian.clone());
    match how {
        Given::Themself => guards.check(own, Refusal::NotYours),
        Given::Guardian => {
            let known = !matches!(row, Seen::Unknown);
            let acts = if known { (guardian == case.actor.person).into() } else { Tri::Unknown };
            guards.check(acts, Refusal::NotYours);
        }
        // Nobody takes down their own.
        Given::Paper => {
            guards.check(!own, Refusal::OwnEntry);
            if let Some(community) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere) {
                guards.check(case.actor.holds(TAKES_PAPER, &community.path), Refusal::NotYours);
            }
        }
    }
    guardian
}

/// The contact that follows from a consent: name and number in the building that the grant names.
fn contact(c: &GiveConsent, person: Option<&Person>, case: &Case, guards: &mut Guards) -> Option<Contact> {
    let home = guards.need(case.get::<Grant>(&c.home), Refusal::NotFound)?;
    let lives = home.person == c.person && home.role == Role::Resident && home.until_ms == 0;
    guards.check(lives, Refusal::WrongPlace);
    let place = guards.need(case.get::<Place>(&home.place), Refusal::PlaceNotHere)?;
    guards.check(place.place_kind.is_looked_after(), Refusal::WrongPlace);
    let person = person?;
    guards.check(Tri::of(&person.phone, |phone| !phone.is_empty()), Refusal::NoPhone);
    Some(Contact {
        id: Contact::row_id(&c.person),
        person: c.person.clone(),
        place: place.id.clone(),
        path: place.path.clone(),
        name: person.name.clone(),
        phone: person.phone.clone(),
    })
}

/// Somebody agrees.
pub fn give_consent(c: &GiveConsent, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    let id = Consent::row_id(&c.person, c.purpose);
    let open = match case.get::<Consent>(&id) {
        Seen::Known(there) => (!there.holds()).into(),
        Seen::Absent => Tri::Yes,
        Seen::Unknown => Tri::Unknown,
    };
    guards.check(open, Refusal::WrongState);
    let guardian = standing(&c.person, c.how, case, &mut guards);
    let person = guards.need(case.get::<Person>(&c.person), Refusal::NotFound);
    guards.check(person.is_none_or(|person| person.active), Refusal::NotFound);
    let contact = match c.purpose {
        Purpose::Contact => contact(c, person, case, &mut guards),
        Purpose::Photo | Purpose::RaiseForMe | Purpose::Data => None,
    };
    guards.verdict(|| {
        let consent = Consent {
            id,
            person: c.person.clone(),
            purpose: c.purpose,
            how: c.how,
            by: case.actor.person.clone(),
            from_ms: case.now,
            until_ms: 0,
            guardian,
        };
        let mut changes = Changes::rows([consent.into()]);
        changes.rows.extend(contact.map(Row::from));
        changes
    })
}

/// What ends with a consent, and with the home it hung on.
fn ended(consent: &Consent, case: &Case) -> Vec<Row> {
    let mut rows = vec![Consent { until_ms: case.now, ..consent.clone() }.into()];
    if consent.purpose == Purpose::Contact {
        rows.push(Contact::closed(&consent.person).into());
    }
    rows
}

/// Somebody takes an agreement back; what followed from it ends at once.
pub fn withdraw_consent(c: &WithdrawConsent, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    standing(&c.person, c.how, case, &mut guards);
    let consent = guards.need(case.get::<Consent>(&Consent::row_id(&c.person, c.purpose)), Refusal::NotFound);
    guards.check(consent.is_none_or(Consent::holds), Refusal::WrongState);
    guards.verdict(|| Changes { rows: consent.map_or_else(Vec::new, |row| ended(row, case)), transfers: Vec::new() })
}

/// What ends where somebody does not live at a place any more: its steward need not know their number.
pub(crate) fn home_ended(grant: &Grant, case: &Case) -> Vec<Row> {
    if grant.role != Role::Resident {
        return Vec::new();
    }
    let contact = case.get::<Contact>(&Contact::row_id(&grant.person)).known();
    if contact.is_none_or(|contact| contact.place != grant.place) {
        return Vec::new();
    }
    let consent = case.get::<Consent>(&Consent::row_id(&grant.person, Purpose::Contact)).known();
    consent.filter(|consent| consent.holds()).map_or_else(Vec::new, |consent| ended(consent, case))
}

/// The contact that follows a person's name and number.
pub(crate) fn known_changed(person: &Person, case: &Case) -> Option<Row> {
    let contact = case.get::<Contact>(&Contact::row_id(&person.id)).known()?;
    (!contact.place.is_none()).then(|| {
        let (name, phone) = (person.name.clone(), person.phone.clone());
        Contact { name, phone, ..contact.clone() }.into()
    })
}

/// What ends where somebody is here no more: what they agreed to, who acted for them, for whom they acted, and what either
/// was told for it (`told`).
#[cfg(feature = "office")]
pub(crate) fn all_ended(person: &Id, wards: &[Id], told: &[Key], case: &Case) -> BTreeMap<Key, Row> {
    let consent = |purpose: &Purpose| case.get::<Consent>(&Consent::row_id(person, *purpose)).known();
    let held: Vec<&Consent> = Purpose::ALL.iter().filter_map(consent).filter(|consent| consent.holds()).collect();
    let mut rows: BTreeMap<Key, Row> =
        held.into_iter().flat_map(|consent| ended(consent, case)).map(|row| (row.key(), row)).collect();
    let acts = |row: &&Guardian| row.lasts() && [&row.person, &row.guardian].contains(&person);
    for ward in [person].into_iter().chain(wards) {
        if let Some(row) = case.get::<Guardian>(&Guardian::row_id(ward)).known().filter(acts) {
            let over = Row::from(Guardian { until_ms: case.now, ..row.clone() });
            rows.insert(over.key(), over);
            super::guardian::told(&mut rows, told, (ward, &Id::none()), case);
        }
    }
    rows
}

/// What the second of two entries agreed to, as agreed by the first, where that did not agree itself; its contact with it.
#[cfg(feature = "office")]
pub(crate) fn moved(second: &Person, first: &Person, case: &Case) -> Vec<Row> {
    let of = |person: &Id, purpose: Purpose| case.get::<Consent>(&Consent::row_id(person, purpose)).known();
    let mut rows = Vec::new();
    for purpose in Purpose::ALL.iter().copied() {
        let mine = of(&first.id, purpose).filter(|consent| consent.holds());
        let Some(theirs) = of(&second.id, purpose).filter(|theirs| theirs.holds() && mine.is_none()) else { continue };
        let guardian = case.get::<Guardian>(&Guardian::row_id(&first.id)).known().filter(|row| row.lasts());
        let guardian = guardian.map_or_else(Id::none, |row| row.guardian.clone());
        let by = if theirs.by == second.id { first.id.clone() } else { theirs.by.clone() };
        let (id, person) = (Consent::row_id(&first.id, purpose), first.id.clone());
        rows.push(Consent { id, person, by, guardian, ..theirs.clone() }.into());
        if purpose == Purpose::Contact
            && let Some(contact) = case.get::<Contact>(&Contact::row_id(&second.id)).known()
        {
            let (id, person) = (Contact::row_id(&first.id), first.id.clone());
            let (name, phone) = (first.name.clone(), first.phone.clone());
            rows.push(Contact { id, person, name, phone, ..contact.clone() }.into());
        }
    }
    rows
}
