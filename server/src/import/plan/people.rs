//! A steward or a resident a line.

use super::{
    Outcome,
    grid::{buildings, community_path, estates, stem},
    line::Work,
    whom::{Whom, find, household},
};
use crate::import::{
    heading::Field,
    value::{Fault, building, compared, day, door, folded, number, phone, skills, yes},
};
use jiefang_domain::{
    Day, Id,
    command::Command,
    grid::{self, ChangePlace, Place, PlaceKind},
    identity::{
        ChangePerson, DOOR_CHARS_MAX, EndGrant, EnterPerson, GiveGrant, Grant, NAME_CHARS_MAX, Person, ReturnPerson,
        Role, SKILL_CHARS_MAX, SKILLS_MAX,
    },
    timebank::{Card, OpenCard},
};
use std::slice;

const CARD_CHARS_MAX: usize = 40;

/// What a line says of somebody; what it leaves empty it does not say.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub name: String,
    pub phone: String,
    pub door: String,
    pub skills: Vec<String>,
    pub volunteer: Option<bool>,
    /// Where they live or whom they look after, as it is written: for the household.
    pub written: String,
}

/// The places a line can mean.
struct Where {
    /// All that fit.
    fit: Vec<Place>,
    /// Whether the line names a place at all.
    named: bool,
}

/// Plans the line of a steward.
pub(super) fn steward(work: &mut Work) {
    work.enter();
    let said = who(work, Role::Steward);
    let today = work.planner.today;
    let since = work.value(Field::Since, |text| day(text, today));
    let branch = work.cell(Field::Branch).to_owned();
    if branch.chars().count() > grid::NAME_CHARS_MAX {
        work.fault(Field::Branch, Fault::TooLong);
    }
    if !work.is_sound() {
        return;
    }
    let Some(there) = place(work) else { return };
    let place = match by_branch(work, there.fit, &branch).as_slice() {
        [place] => place.clone(),
        [] => return work.fault(Field::Building, Fault::Missing),
        _ => return work.fault(Field::Building, Fault::WhichBuilding),
    };
    if !branch.is_empty() && !is_of_branch(work, &place, &branch) {
        return;
    }
    let Some(person) = person(work, &said, slice::from_ref(&place.id), Role::Steward) else { return };
    // Who looks after what is said once; said again it is the same.
    work.says(&Id::join(&[person.as_str(), place.id.as_str()]));
    if work.community().held_as(&person, Role::Steward).iter().any(|grant| grant.place == place.id) {
        return;
    }
    same_name_there(work, &said, &person, &place);
    let since_ms = since.flatten().map_or(0, Day::start_ms);
    give(work, &person, Role::Steward, &place.id, since_ms, Field::Building);
}

/// Plans the line of a resident.
pub(super) fn resident(work: &mut Work) {
    work.enter();
    let said = who(work, Role::Resident);
    let card = work.value(Field::Card, card);
    if !work.is_sound() {
        return;
    }
    let Some(there) = place(work) else { return };
    let home = match there.fit.as_slice() {
        [place] => place.id.clone(),
        // Who it is stands there; where they live is not guessed.
        fit => {
            if there.named {
                not_sure(work, fit);
            }
            work.book()
        }
    };
    let homes: Vec<Id> = [home.clone()].into_iter().chain(there.fit.iter().map(|place| place.id.clone())).collect();
    let Some(person) = person(work, &said, &homes, Role::Resident) else { return };
    lives(work, &person, &home, &there.fit);
    if let Some(card) = card.flatten() {
        opened(work, &person, &card);
    }
}

fn who(work: &mut Work, role: Role) -> Said {
    let mut said = Said {
        name: work.name(Field::Name, NAME_CHARS_MAX).unwrap_or_default(),
        phone: work.value(Field::Phone, phone).unwrap_or_default(),
        ..Said::default()
    };
    if role == Role::Resident {
        said.door = door(work.cell(Field::Unit), work.cell(Field::Room));
        said.skills = skills(work.cell(Field::Skills));
        said.volunteer = work.value(Field::Volunteer, yes).flatten();
        if said.door.chars().count() > DOOR_CHARS_MAX {
            work.fault(Field::Room, Fault::TooLong);
        }
        if said.skills.len() > SKILLS_MAX || said.skills.iter().any(|skill| skill.chars().count() > SKILL_CHARS_MAX) {
            work.fault(Field::Skills, Fault::TooLong);
        }
    }
    said.written = format!("{}|{}", compared(work.cell(Field::Estate)), building(work.cell(Field::Building)));
    said
}

fn card(text: &str) -> Result<Option<Id>, Fault> {
    let text = folded(text).to_uppercase();
    if text.is_empty() {
        return Ok(None);
    }
    let fits = text.len() <= CARD_CHARS_MAX && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    Id::parse(&text).filter(|_| fits).map_or(Err(Fault::BadCard), |id| Ok(Some(id)))
}

/// The buildings the line can mean, or the estates where it names none; none where a name means nothing here.
fn place(work: &mut Work) -> Option<Where> {
    let (area, estate, number) = [Field::Area, Field::Estate, Field::Building].map(|field| work.cell(field)).into();
    let community = work.community();
    let area = if area.is_empty() {
        None
    } else {
        let areas = community.places(PlaceKind::Area, area);
        let Some(area) = areas.iter().find(|area| area.stands()) else {
            work.fault(Field::Area, Fault::NoArea);
            return None;
        };
        Some(area.id.clone())
    };
    let standing = |place: &&Place| place.stands();
    if estate.is_empty() {
        if number.is_empty() {
            return Some(Where { fit: Vec::new(), named: false });
        }
        work.fault(Field::Estate, Fault::Missing);
        return None;
    }
    let estates: Vec<Place> = estates(community, estate, area.as_ref()).into_iter().filter(standing).cloned().collect();
    if estates.is_empty() {
        work.fault(Field::Estate, Fault::NoEstate);
        return None;
    }
    if number.is_empty() {
        return Some(Where { fit: estates, named: true });
    }
    let ids: Vec<Id> = estates.into_iter().map(|estate| estate.id).collect();
    let mut fit = buildings(community, &ids, number, area.as_ref());
    fit.retain(Place::stands);
    if fit.is_empty() {
        work.fault(Field::Building, Fault::NoBuilding);
        return None;
    }
    Some(Where { fit, named: true })
}

/// Of several buildings of one name, the one whose area has that branch: by what is known of it, or by its name.
fn by_branch(work: &Work, mut fit: Vec<Place>, branch: &str) -> Vec<Place> {
    if fit.len() > 1 && !branch.is_empty() {
        let known = |place: &Place| {
            area(work, place).is_some_and(|area| {
                area.body.known().is_some_and(|body| compared(body) == compared(branch))
                    || stem(&area.name) == stem(branch)
            })
        };
        fit.retain(known);
    }
    fit
}

fn area<'c>(work: &'c Work, place: &Place) -> Option<&'c Place> {
    let above = place.path.iter().filter_map(|id| work.community().get::<Place>(id));
    above.into_iter().find(|above| above.place_kind == PlaceKind::Area)
}

/// The branch that a line names is the Party body of the area.
fn is_of_branch(work: &mut Work, place: &Place, branch: &str) -> bool {
    let Some(area) = area(work, place).cloned() else { return true };
    if let Some(earlier) = work.says_of(&area.id, Field::Branch, branch) {
        work.fault_after(Field::Branch, Fault::Contradicts, earlier);
        return false;
    }
    if area.body.known().is_some_and(|body| body == branch) {
        return true;
    }
    work.came(Outcome::Change);
    let change = ChangePlace { body: branch.to_owned().into(), ..ChangePlace::none(area.id.clone()) };
    work.act::<Place>(&area.id, Command::ChangePlace(change), Field::Branch)
}

/// The person of the line, entered, back again, or with what changes.
fn person(work: &mut Work, said: &Said, homes: &[Id], role: Role) -> Option<Id> {
    let found = match find(work, said, homes, role) {
        Ok(found) => found,
        Err((field, fault, earlier)) => {
            work.fault_after(field, fault, earlier);
            return None;
        }
    };
    let household = household(work, said);
    let id = match found {
        Whom::Nobody => {
            let id = work.new_id();
            let household = household.unwrap_or_else(|| Id::join(&["hh", id.as_str()]));
            let enter = EnterPerson {
                id: id.clone(),
                name: said.name.clone(),
                phone: said.phone.clone(),
                household,
                invented: false,
                door: said.door.clone(),
                skills: said.skills.clone(),
                volunteer: said.volunteer.unwrap_or(false),
            };
            work.came(Outcome::Add);
            if role == Role::Resident {
                work.says(&id);
            }
            return work.act::<Person>(&id, Command::EnterPerson(enter), Field::Name).then_some(id);
        }
        Whom::Left(id) => {
            work.came(Outcome::Add);
            let back = ReturnPerson { person: id.clone() };
            if !work.act::<Person>(&id, Command::ReturnPerson(back), Field::Name) {
                return None;
            }
            id
        }
        Whom::Known(id) => id,
    };
    changed(work, said, &id, household, role).then_some(id)
}

/// What the line says otherwise than it is known.
fn changed(work: &mut Work, said: &Said, id: &Id, household: Option<Id>, role: Role) -> bool {
    let earlier = if role == Role::Resident { work.says(id) } else { None };
    let Some(person) = work.community().get::<Person>(id).cloned() else { return true };
    let mut change = ChangePerson::none(id.clone());
    let mut differs = None;
    if person.name.known() != Some(&said.name) {
        (change.name, differs) = (said.name.clone().into(), Some(Field::Name));
        change.grants = work.community().held(id).iter().map(|grant| grant.id.clone()).collect();
    }
    if !said.phone.is_empty() && person.phone.known().is_none_or(|known| number(known) != said.phone) {
        (change.phone, differs) = (said.phone.clone().into(), Some(Field::Phone));
    }
    if !said.door.is_empty() && person.door.known() != Some(&said.door) {
        (change.door, differs) = (said.door.clone().into(), Some(Field::Room));
        change.household = household.map_or(jiefang_domain::Field::Hidden, jiefang_domain::Field::from);
    }
    if !said.skills.is_empty() && person.skills.known() != Some(&said.skills) {
        (change.skills, differs) = (said.skills.clone().into(), Some(Field::Skills));
    }
    if let Some(volunteer) = said.volunteer
        && person.volunteer.known() != Some(&volunteer)
    {
        (change.volunteer, differs) = (volunteer.into(), Some(Field::Volunteer));
    }
    let Some(field) = differs else { return true };
    if let Some(earlier) = earlier {
        work.fault_after(field, Fault::Contradicts, earlier);
        return false;
    }
    work.came(Outcome::Change);
    work.act::<Person>(id, Command::ChangePerson(change), field)
}

fn give(work: &mut Work, person: &Id, role: Role, place: &Id, since_ms: i64, field: Field) {
    let id = work.new_id();
    let give = GiveGrant { id: id.clone(), person: person.clone(), role, place: place.clone(), since_ms };
    work.came(Outcome::Add);
    work.act::<Grant>(&id, Command::GiveGrant(give), field);
}

/// Where somebody lives: one home in a community.
fn lives(work: &mut Work, person: &Id, home: &Id, fit: &[Place]) {
    let held: Vec<Grant> = work.community().held_as(person, Role::Resident).into_iter().cloned().collect();
    let community = work.book();
    let enough = |grant: &Grant| {
        grant.place == *home
            || *home == community && (fit.is_empty() || fit.iter().any(|place| place.id == grant.place))
    };
    if held.iter().any(enough) {
        return;
    }
    let was = !held.is_empty();
    for grant in held {
        let end = EndGrant { grant: grant.id.clone() };
        if !work.act::<Grant>(&grant.id, Command::EndGrant(end), Field::Building) {
            return;
        }
    }
    let id = work.new_id();
    let (person, place) = (person.clone(), home.clone());
    let give = GiveGrant { id: id.clone(), person, role: Role::Resident, place, since_ms: 0 };
    work.came(if was { Outcome::Change } else { Outcome::Add });
    work.act::<Grant>(&id, Command::GiveGrant(give), Field::Building);
}

/// A card of a number that nobody has, for somebody who has none.
fn opened(work: &mut Work, person: &Id, number: &Id) {
    let community = work.community();
    match (community.get::<Card>(number), community.card_of(person)) {
        (Some(card), _) if card.person == *person => return,
        (Some(_), _) => return work.fault(Field::Card, Fault::CardOfAnother),
        (None, Some(_)) => return work.fault(Field::Card, Fault::AnotherCard),
        (None, None) => {}
    }
    let path = community_path(community);
    let actor = &work.planner.books.actor;
    if !actor.system && !actor.holds(&[Role::CommunityWorker], &path) {
        let words = |lang| Fault::CardNotYours.words(lang).to_owned();
        let words = (words(jiefang_domain::Lang::Zh), words(jiefang_domain::Lang::En));
        return work.note(Field::Card, Fault::CardNotYours.code(), words);
    }
    work.came(Outcome::Add);
    let open = OpenCard { number: number.clone(), person: person.clone() };
    work.act::<Card>(number, Command::OpenCard(open), Field::Card);
}

/// Several buildings could be meant: the person is entered for the community.
fn not_sure(work: &mut Work, fit: &[Place]) {
    let areas: Vec<String> = fit.iter().filter_map(|place| area(work, place)).map(|area| area.name.clone()).collect();
    let words = (
        format!("{}都有这栋楼，先记在社区；加一列写明片区再导入，就会归到楼栋。", areas.join("、")),
        format!(
            "Several areas have this building ({}): entered for the community. Add a column with the area and import again.",
            areas.join(", ")
        ),
    );
    work.note(Field::Building, "which_building", words);
}

/// Another steward of that name looks after the place already: perhaps the same person with another number.
fn same_name_there(work: &mut Work, said: &Said, person: &Id, place: &Place) {
    let called = work.community().called(&said.name);
    let there = |other: &&&Person| {
        other.id != *person
            && work.community().held_as(&other.id, Role::Steward).iter().any(|grant| grant.place == place.id)
    };
    if called.iter().any(|other| there(&other)) {
        let words = (
            "这栋楼已有一位同名的楼长，电话不同。如果是同一个人，请改正名单，或导入后合并。".to_owned(),
            "A steward of this name looks after this building already, with another number. If it is one person, correct the list, or merge them afterwards.".to_owned(),
        );
        work.note(Field::Phone, "same_name", words);
    }
}
