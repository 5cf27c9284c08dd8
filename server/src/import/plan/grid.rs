//! A building a line, with the area and the estate it lies in.

use super::{Outcome, line::Work};
use crate::import::{
    books::Community,
    heading::Field,
    value::{Fault, building, compared, count, yes},
};
use jiefang_domain::{
    Id,
    command::Command,
    grid::{AddPlace, ChangePlace, HOUSEHOLDS_MAX, NAME_CHARS_MAX, Place, PlaceKind, ReopenPlace, UNITS_MAX},
};
use std::slice;

/// What a line says of a building.
struct Said {
    area: Option<String>,
    estate: String,
    building: String,
    units: Option<u32>,
    households: Option<u32>,
    unmanaged: Option<bool>,
}

fn read(work: &mut Work) -> Option<Said> {
    work.enter();
    let area = if work.cell(Field::Area).is_empty() { None } else { work.name(Field::Area, NAME_CHARS_MAX) };
    let estate = work.name(Field::Estate, NAME_CHARS_MAX);
    let building = work.name(Field::Building, NAME_CHARS_MAX).map(|name| building(&name));
    let units = work.value(Field::Units, |text| count(text, UNITS_MAX));
    let households = work.value(Field::Households, |text| count(text, HOUSEHOLDS_MAX));
    let unmanaged = work.value(Field::Unmanaged, yes);
    if !work.is_sound() {
        return None;
    }
    Some(Said {
        area,
        estate: estate?,
        building: building?,
        units: units?,
        households: households?,
        unmanaged: unmanaged?,
    })
}

/// Plans the line.
pub(super) fn line(work: &mut Work) {
    let Some(said) = read(work) else { return };
    let mut path = community_path(work.community());
    if let Some(area) = &said.area {
        let found = work.community().places(PlaceKind::Area, area).into_iter().next().cloned();
        let Some(area) = place(work, found, PlaceKind::Area, area, &path, Field::Area) else { return };
        path.insert(0, area);
    }
    let area = said.area.is_some().then(|| path[0].clone());
    let found = match estates(work.community(), &said.estate, area.as_ref()).as_slice() {
        [] => None,
        [estate] => Some((*estate).clone()),
        _ => return work.fault(Field::Estate, Fault::WhichBuilding),
    };
    let known = found.as_ref().map(|estate| estate.unmanaged);
    let Some(estate) = place(work, found, PlaceKind::Estate, &said.estate, &path, Field::Estate) else { return };
    if let Some(unmanaged) = said.unmanaged
        && !is_unmanaged(work, &estate, known, unmanaged)
    {
        return;
    }
    let there = buildings(work.community(), slice::from_ref(&estate), &said.building, area.as_ref());
    let found = there.into_iter().next();
    path.insert(0, estate);
    the_building(work, &said, found, &path);
}

/// The community's place and what it lies in.
pub(super) fn community_path(community: &Community) -> Vec<Id> {
    let home = community.book.as_ref().and_then(|book| community.get::<Place>(book));
    home.map_or_else(Vec::new, |place| place.path.clone())
}

/// The estates of a name. One of another area is another one: the same name over there is no proof that it is this yard.
pub(super) fn estates<'c>(community: &'c Community, name: &str, area: Option<&Id>) -> Vec<&'c Place> {
    let here = |estate: &&Place| {
        area.is_none_or(|area| {
            let lies = |place: &Place| place.path.contains(area);
            lies(estate) || community.within(&estate.id).any(lies)
        })
    };
    community.places(PlaceKind::Estate, name).into_iter().filter(here).collect()
}

/// The buildings of a name in one of these estates, and in an area where one is said.
pub(super) fn buildings(community: &Community, estates: &[Id], name: &str, area: Option<&Id>) -> Vec<Place> {
    let in_estate = |place: &Place| estates.iter().any(|estate| place.path.contains(estate));
    let in_area = |place: &Place| area.is_none_or(|area| place.path.contains(area));
    let there = community.places(PlaceKind::Building, name).into_iter();
    there.filter(|place| in_estate(place) && in_area(place)).cloned().collect()
}

/// The place as it stands, opened again or added.
fn place(
    work: &mut Work,
    found: Option<Place>,
    kind: PlaceKind,
    name: &str,
    lies_in: &[Id],
    field: Field,
) -> Option<Id> {
    let (id, command) = match found {
        Some(place) if place.stands() => return Some(place.id),
        Some(place) => (place.id.clone(), Command::ReopenPlace(ReopenPlace { place: place.id })),
        None => {
            let id = work.new_id();
            let (name, lies_in, body) = (name.to_owned(), lies_in.to_vec(), String::new());
            let add = AddPlace { id: id.clone(), kind, name, lies_in, unmanaged: false, units: 0, households: 0, body };
            (id, Command::AddPlace(add))
        }
    };
    work.came(Outcome::Add);
    work.act::<Place>(&id, command, field).then_some(id)
}

/// Whether an estate is unmanaged, as each of its lines says anew.
fn is_unmanaged(work: &mut Work, estate: &Id, known: Option<bool>, unmanaged: bool) -> bool {
    if let Some(earlier) = work.says_of(estate, Field::Unmanaged, if unmanaged { "1" } else { "0" }) {
        work.fault_after(Field::Unmanaged, Fault::Contradicts, earlier);
        return false;
    }
    if known.unwrap_or(false) == unmanaged {
        return true;
    }
    work.came(Outcome::Change);
    let change = ChangePlace { unmanaged: unmanaged.into(), ..ChangePlace::none(estate.clone()) };
    work.act::<Place>(estate, Command::ChangePlace(change), Field::Unmanaged)
}

fn the_building(work: &mut Work, said: &Said, found: Option<Place>, path: &[Id]) {
    let (units, households) = (said.units.unwrap_or(0), said.households.unwrap_or(0));
    let Some(place) = found else {
        let id = work.new_id();
        let (kind, name, lies_in, body) = (PlaceKind::Building, said.building.clone(), path.to_vec(), String::new());
        let add = AddPlace { id: id.clone(), kind, name, lies_in, unmanaged: false, units, households, body };
        work.came(Outcome::Add);
        work.says(&id);
        work.act::<Place>(&id, Command::AddPlace(add), Field::Building);
        return;
    };
    if !place.stands() {
        work.came(Outcome::Add);
        let reopen = Command::ReopenPlace(ReopenPlace { place: place.id.clone() });
        if !work.act::<Place>(&place.id, reopen, Field::Building) {
            return;
        }
    }
    let earlier = work.says(&place.id);
    let mut change = ChangePlace::none(place.id.clone());
    let mut differs = None;
    for (said, now, new, field) in [
        (said.units, &place.units, &mut change.units, Field::Units),
        (said.households, &place.households, &mut change.households, Field::Households),
    ] {
        if let Some(said) = said
            && now.known() != Some(&said)
        {
            *new = said.into();
            differs = Some(field);
        }
    }
    let Some(field) = differs else { return };
    if let Some(earlier) = earlier {
        return work.fault_after(field, Fault::Contradicts, earlier);
    }
    work.came(Outcome::Change);
    work.act::<Place>(&place.id, Command::ChangePlace(change), field);
}

/// What the name of an area and that of its branch have in common: 罗玉一片区, 罗玉一党支部.
pub(super) fn stem(name: &str) -> String {
    let name = compared(name);
    let ends = ["党总支", "党支部", "支部", "片区网格", "片区", "网格"];
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned()
}
