//! Which person a line means.

use super::{line::Work, people::Said};
use crate::import::{
    heading::Field,
    value::{Fault, compared},
};
use jiefang_domain::{
    Id,
    identity::{Left, Person, Role},
};
use sha2::{Digest, Sha256};

/// Whom a line means.
pub(super) enum Whom {
    /// Nobody who is known.
    Nobody,
    /// Somebody who is here.
    Known(Id),
    /// Somebody whose entry was taken back.
    Left(Id),
}

type No = (Field, Fault, u32);

/// By the phone number; without one, or where nobody has it, by name and door; without a door by name and place.
pub(super) fn find(work: &Work, said: &Said, homes: &[Id], role: Role) -> Result<Whom, No> {
    let named = |person: &Person| person.name.known().is_some_and(|name| compared(name) == compared(&said.name));
    if !said.phone.is_empty() {
        let with: Vec<&Person> = work.community().with_phone(&said.phone);
        let (here, gone) = parted(&with);
        let same: Vec<&Person> = here.iter().copied().filter(|person| named(person)).collect();
        match (same.as_slice(), here.as_slice()) {
            ([one, ..], _) => return Ok(Whom::Known(one.id.clone())),
            // The number is somebody's of another name: two share it, or one of them is wrong, unless both live at one door.
            ([], [_, ..]) => {
                let earlier = here.iter().find_map(|one| work.planner.said.get(&(work.book(), one.id.clone())));
                if let Some((_, line)) = earlier {
                    return Err((Field::Phone, Fault::PhoneOfAnother, *line));
                }
                let at_home = |person: &&&Person| at_door(said, person) && at_home(work, said, (homes, role), person);
                let mut there = here.iter().filter(at_home);
                return match (there.next(), there.next()) {
                    (Some(one), None) => Ok(Whom::Known(one.id.clone())),
                    _ => Err((Field::Phone, Fault::PhoneKnown, 0)),
                };
            }
            ([], []) => {}
        }
        if let Some(back) = gone.into_iter().find(|person| named(person)) {
            return Ok(Whom::Left(back.id.clone()));
        }
    }
    by_door(work, said, homes, role)
}

/// Those who are here, and those whose entry was a mistake or was taken back.
fn parted<'p>(people: &[&'p Person]) -> (Vec<&'p Person>, Vec<&'p Person>) {
    let here = people.iter().copied().filter(|person| person.active).collect();
    let gone = |person: &&Person| !person.active && person.left.known() == Some(&Left::Mistake);
    (here, people.iter().copied().filter(gone).collect())
}

fn at_door(said: &Said, person: &Person) -> bool {
    !said.door.is_empty() && person.door.known() == Some(&said.door)
}

/// Another yard has the same unit and room. Whoever came back has no home yet, but has kept the household.
fn at_home(work: &Work, said: &Said, (homes, role): (&[Id], Role), person: &Person) -> bool {
    let held = work.community().held_as(&person.id, role);
    let household = household(work, said);
    let of_household = || household.is_some() && person.household.known() == household.as_ref();
    // Two buildings of one name in two areas: who is known to live in one does not live in the other.
    let elsewhere = || homes != [work.book()] && held.iter().any(|grant| grant.place != work.book());
    held.iter().any(|grant| homes.contains(&grant.place)) || of_household() && !elsewhere()
}

fn by_door(work: &Work, said: &Said, homes: &[Id], role: Role) -> Result<Whom, No> {
    let (here, gone) = parted(&work.community().called(&said.name));
    let at_door = |person: &Person| at_door(said, person);
    let at_home = |person: &Person| at_home(work, said, (homes, role), person);
    let free = |person: &&Person| {
        said.phone.is_empty() || role == Role::Resident || person.phone.known().is_none_or(String::is_empty)
    };
    let fits = |person: &&Person| {
        let by = if said.door.is_empty() {
            said.phone.is_empty() && at_home(person)
        } else {
            at_door(person) && at_home(person)
        };
        by && free(person)
    };
    let mut fit: Vec<&Person> = here.into_iter().filter(fits).collect();
    if fit.len() > 1 && said.door.is_empty() {
        // Of whom as little is known as is said.
        let bare = |field: &jiefang_domain::Field<String>| field.known().is_none_or(String::is_empty);
        fit.retain(|person| bare(&person.phone) && bare(&person.door));
        if fit.is_empty() {
            return Err((Field::Name, Fault::WhichPerson, 0));
        }
    }
    match fit.as_slice() {
        [] => {}
        [one] => return Ok(Whom::Known(one.id.clone())),
        _ => return Err((Field::Name, Fault::WhichPerson, 0)),
    }
    let back = gone.into_iter().find(|person| {
        let numbered = said.phone.is_empty() || person.phone.known().is_none_or(String::is_empty);
        numbered && (at_door(person) && at_home(person) || said.door.is_empty() && said.phone.is_empty())
    });
    Ok(back.map_or(Whom::Nobody, |person| Whom::Left(person.id.clone())))
}

/// Who live behind one door are one household; where no door is known, nobody but oneself.
pub(super) fn household(work: &Work, said: &Said) -> Option<Id> {
    if said.door.is_empty() || said.written.is_empty() {
        return None;
    }
    let hash = Sha256::digest(format!("{}|{}|{}", work.book(), said.written, said.door));
    Some(Id::join(&["hh", &hex::encode(&hash[..9])]))
}
