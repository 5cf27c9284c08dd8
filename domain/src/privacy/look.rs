//! The rule on looking at what is masked (QUALITY, "insider browsing").

use super::{Contact, Guardian, Look, LookAtPerson, LookReason, PersonField, consent::TAKES_PAPER};
use crate::{
    Id, Millis, Refusal,
    calendar::MINUTE_MS,
    grid::Place,
    identity::{Actor, Grant, Person, Role},
    rule::{Case, Changes, Guards, Verdict, short},
};

/// For so long after a look the value is given out, to its author alone.
pub const REVEAL_MS: Millis = 5 * MINUTE_MS;
/// Longest reason in somebody's own words, in characters.
pub const LOOK_NOTE_CHARS_MAX: usize = 200;
/// Who may look at anybody of the community.
const LOOKS: &[Role] = &[Role::CommunityWorker, Role::Mediator];
/// Who may look at the contacts of a place.
const LOOKS_AT_CONTACTS: &[Role] = &[Role::Steward];

/// By which right somebody looks: a worker's over the community, or a steward's over a contact of the building.
fn right<'a>(c: &LookAtPerson, case: &Case<'a>, guards: &mut Guards) -> Option<&'a Grant> {
    let community = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere)?;
    if let Some(grant) = case.actor.grant_over(LOOKS, &community.path) {
        let person = guards.need(case.get::<Person>(&c.person), Refusal::NotFound)?;
        guards.check(person.active, Refusal::NotFound);
        return Some(grant);
    }
    let steward = case.actor.grants.iter().any(|grant| grant.until_ms == 0 && LOOKS_AT_CONTACTS.contains(&grant.role));
    guards.check(steward, Refusal::NotYours);
    if !steward {
        return None;
    }
    // Whether somebody of another building agreed to anything is not told.
    let contact = guards.need(case.get::<Contact>(&Contact::row_id(&c.person)), Refusal::NotPossible)?;
    // Where the building lies now: it may have moved since they agreed.
    let building = guards.need(case.get::<Place>(&contact.place), Refusal::NotPossible)?;
    let grant = case.actor.grant_over(LOOKS_AT_CONTACTS, &building.path);
    guards.check_hidden(grant.is_some());
    grant
}

/// Somebody looks at what is masked of a person.
pub fn look(c: &LookAtPerson, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Look>(&c.id));
    let grant = right(c, case, &mut guards);
    // What is one's own is not masked.
    guards.check(c.person != case.actor.person, Refusal::NotPossible);
    let once = c.fields.iter().enumerate().all(|(at, field)| !c.fields[..at].contains(field));
    // An entry is opened by a look at the entry.
    guards.check(!c.fields.is_empty() && once && !c.fields.contains(&PersonField::Entry), Refusal::Malformed);
    guards.check(c.reason != LookReason::Other || !c.note.trim().is_empty(), Refusal::TextMissing);
    guards.check(short(&c.note, LOOK_NOTE_CHARS_MAX), Refusal::TextTooLong);
    let guardian = case.get::<Guardian>(&Guardian::row_id(&c.person)).known().filter(|row| row.lasts());
    guards.verdict(|| {
        let (name, role) = grant.map_or_else(|| (String::new(), Role::Steward), |g| (g.name.clone(), g.role));
        Changes::rows([Look {
            id: c.id.clone(),
            person: c.person.clone(),
            by: case.actor.person.clone(),
            by_name: name,
            role,
            fields: c.fields.clone(),
            reason: c.reason,
            note: c.note.trim().into(),
            at_ms: case.now,
            guardian: guardian.map_or_else(Id::none, |row| row.guardian.clone()),
            of: Vec::new().into(),
        }
        .into()])
    })
}

/// Whether the actor may be given the list of looks at a person: it is the person's own, and of whoever acts for the
/// person; a worker prints it for somebody without a phone.
pub fn may_list(person: &Id, guardian: Option<&Guardian>, actor: &Actor, community: &[Id]) -> bool {
    let acts = guardian.is_some_and(|row| row.lasts() && row.guardian == actor.person);
    actor.person == *person || acts || actor.holds(TAKES_PAPER, community)
}
