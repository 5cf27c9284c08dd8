//! What takes an act back, told before it is done.

use crate::import::books::Community;
use jiefang_domain::{
    Field, Id,
    command::Command,
    grid::{ChangePlace, ClosePlace, Place},
    identity::{ChangePerson, EndGrant, GiveGrant, Grant, LeavePerson, Left, Person},
};

/// What takes `command` back; none where nothing does: a card stays with whom it was opened for.
pub(super) fn of(command: &Command, before: &Community) -> Option<Command> {
    let close = |place: &Id| Command::ClosePlace(ClosePlace { place: place.clone() });
    let leave = |person: &Id| {
        // Whoever acts for somebody by now is left as changed since, and was told of something for nobody.
        let (person, grants, wards, told) = (person.clone(), Vec::new(), Vec::new(), Vec::new());
        Command::LeavePerson(LeavePerson { person, why: Left::Mistake, grants, wards, told })
    };
    match command {
        Command::AddPlace(add) => Some(close(&add.id)),
        Command::ReopenPlace(reopen) => Some(close(&reopen.place)),
        Command::ChangePlace(change) => before.get(&change.place).map(|place| place_back(change, place)),
        Command::EnterPerson(enter) => Some(leave(&enter.id)),
        Command::ReturnPerson(back) => Some(leave(&back.person)),
        Command::ChangePerson(change) => before.get(&change.person).map(|person| person_back(change, person)),
        Command::GiveGrant(give) => Some(Command::EndGrant(EndGrant { grant: give.id.clone() })),
        Command::EndGrant(end) => before.get::<Grant>(&end.grant).map(|grant| {
            let id = Id::join(&[grant.id.as_str(), "u"]);
            let (person, role, place) = (grant.person.clone(), grant.role, grant.place.clone());
            Command::GiveGrant(GiveGrant { id, person, role, place, since_ms: grant.from_ms })
        }),
        _ => None,
    }
}

/// What stood where something changes.
fn was<T: Clone>(change: &Field<T>, before: &Field<T>) -> Field<T> {
    if change.known().is_some() { before.clone() } else { Field::Hidden }
}

fn place_back(change: &ChangePlace, before: &Place) -> Command {
    Command::ChangePlace(ChangePlace {
        place: before.id.clone(),
        name: was(&change.name, &before.name.clone().into()),
        body: was(&change.body, &before.body),
        units: was(&change.units, &before.units),
        households: was(&change.households, &before.households),
        unmanaged: was(&change.unmanaged, &before.unmanaged.into()),
        lies_in: was(&change.lies_in, &before.path[1..].to_vec().into()),
        grants: Vec::new(),
    })
}

fn person_back(change: &ChangePerson, before: &Person) -> Command {
    Command::ChangePerson(ChangePerson {
        person: before.id.clone(),
        name: was(&change.name, &before.name),
        phone: was(&change.phone, &before.phone),
        household: was(&change.household, &before.household),
        door: was(&change.door, &before.door),
        skills: was(&change.skills, &before.skills),
        volunteer: was(&change.volunteer, &before.volunteer),
        grants: Vec::new(),
    })
}
