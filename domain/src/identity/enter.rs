//! Somebody becomes known.

use super::{Actor, EnterPerson, EnterPerson1, Left, NAME_CHARS_MAX, Person, STAFF, pinyin::sounds};
use crate::{
    Refusal,
    grid::{Place, PlaceKind},
    rule::{Case, Changes, Guards, Verdict, short},
};

/// Longest door, in characters.
pub const DOOR_CHARS_MAX: usize = 20;
/// Longest skill, in characters.
pub const SKILL_CHARS_MAX: usize = 20;
/// Most skills of a person.
pub const SKILLS_MAX: usize = 12;

/// The security administrator enters administrators, and people of a subdistrict, who become officers.
fn may_enter(case: &Case, home: &Place) -> bool {
    let office = matches!(home.place_kind, PlaceKind::Server | PlaceKind::Subdistrict);
    office && case.actor.is_security()
}

/// How long what is written of a person may be.
pub(super) fn written(name: &str, phone: &str, door: &str, skills: &[String], guards: &mut Guards) {
    guards.check(!name.trim().is_empty(), Refusal::TextMissing);
    let fits = short(name, NAME_CHARS_MAX) && phone.len() <= 20 && short(door, DOOR_CHARS_MAX);
    guards.check(fits && skills.iter().all(|skill| short(skill, SKILL_CHARS_MAX)), Refusal::TextTooLong);
    guards.check(skills.len() <= SKILLS_MAX, Refusal::OutOfRange);
}

/// A worker enters a person.
pub fn enter_person(c: &EnterPerson, case: &Case) -> Verdict {
    enter(c, sounds(&c.name), case)
}

/// As it was entered before names were read.
pub fn enter_person1(EnterPerson1(c): &EnterPerson1, case: &Case) -> Verdict {
    enter(c, String::new(), case)
}

fn enter(c: &EnterPerson, sounds: String, case: &Case) -> Verdict {
    let mut guards = Guards::new();
    guards.fresh(&case.get::<Person>(&c.id));
    guards.check(c.id != Actor::system().person && !c.id.is_none(), Refusal::IdTaken);
    if !case.actor.system
        && let Some(community) = guards.need(case.get::<Place>(case.book), Refusal::PlaceNotHere)
    {
        guards.check(case.actor.holds(STAFF, &community.path) || may_enter(case, community), Refusal::NotYours);
    }
    written(&c.name, &c.phone, &c.door, &c.skills, &mut guards);
    guards.verdict(|| {
        Changes::rows([Person {
            id: c.id.clone(),
            invented: c.invented,
            active: true,
            name: c.name.clone().into(),
            phone: c.phone.clone().into(),
            household: c.household.clone().into(),
            tails: Vec::new().into(),
            stops: crate::Field::default(),
            door: c.door.clone().into(),
            skills: c.skills.clone().into(),
            volunteer: c.volunteer.into(),
            left: Left::Here.into(),
            left_at_ms: 0.into(),
            same_as: Vec::new().into(),
            sounds: sounds.into(),
        }
        .into()])
    })
}
