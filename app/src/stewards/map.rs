//! A yard as a map of its buildings: where something is open, and where a steward is missing.

use crate::{
    text::stewards as words,
    ui::{
        Node, Ui, el,
        list::{rows, section},
        of, query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
    identity::{Grant, Role},
    stewards::{Hazard, HazardState},
};

const SEES_ALL: &[Role] = &[Role::CommunityWorker, Role::BranchSecretary, Role::Mediator];
const LOOKS_AFTER: &[Role] = &[Role::Steward, Role::ResidentRepresentative, Role::PropertyManager];

/// Whether this person sees every hazard of the estate: a map with holes would say "fine" where it knows nothing.
fn sees(estate: &Place, grants: &[Grant]) -> bool {
    grants.iter().any(|grant| {
        SEES_ALL.contains(&grant.role) && estate.path.contains(&grant.place)
            || LOOKS_AFTER.contains(&grant.role) && grant.place == estate.id
    })
}

/// A building's open hazards, and whether one of them is overdue.
type Open = (Id, usize, bool);

fn open_hazards(ui: Ui) -> Vec<Open> {
    let mut all: Vec<Open> = Vec::new();
    query::each(ui, &mut |hazard: &Hazard| {
        if hazard.state == HazardState::Cleared {
            return;
        }
        let late = super::steps::overdue(ui, hazard);
        match all.iter_mut().find(|(place, ..)| *place == hazard.place) {
            Some((_, count, any_late)) => (*count, *any_late) = (*count + 1, *any_late || late),
            None => all.push((hazard.place.clone(), 1, late)),
        }
    });
    all
}

fn building(ui: Ui, place: &Place, open: &[Open], looked_after: &[Id]) -> Node {
    let (count, late) = open.iter().find(|(at, ..)| *at == place.id).map_or((0, false), |(_, n, late)| (*n, *late));
    let steward = place.path.iter().any(|above| looked_after.contains(above));
    let (class, says) = match (late, count, steward) {
        (true, ..) => ("bld hot", ui.t(words::BUILDING_OVERDUE).to_owned()),
        (false, 1.., _) => ("bld hot", ui.fill(words::BUILDING_COUNT, &[&count.to_string()])),
        (false, 0, false) => ("bld none", ui.t(words::BUILDING_NO_STEWARD).to_owned()),
        (false, 0, true) => ("bld", ui.t(words::BUILDING_FINE).to_owned()),
    };
    el("li").put(of("div", class).put(place.name.clone()).put(el("small").put(says))).into()
}

/// The number in a building's name: 2号楼 stands before 10号楼.
fn number(name: &str) -> i64 {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(i64::MAX)
}

/// One estate's map; nothing where no building of it is known.
fn yard(ui: Ui, estate: &Place, open: &[Open], looked_after: &[Id]) -> Option<Node> {
    let mut inside = Vec::new();
    query::each(ui, &mut |place: &Place| {
        if place.place_kind == PlaceKind::Building && place.path.contains(&estate.id) {
            inside.push(((number(&place.name), 0), building(ui, place, open, looked_after)));
        }
    });
    let tag = estate.unmanaged.then(|| of("span", "tag").say(ui, words::UNMANAGED));
    let head = of("div", "head").put(el("h3").put(estate.name.clone())).put(tag);
    let some = !inside.is_empty();
    some.then(|| of("div", "panel").put(head).put(rows("yard", inside, usize::MAX)).into())
}

/// Every estate this person sees whole; nothing where there is none.
pub fn yards(ui: Ui) -> Option<Node> {
    let grants = query::my_grants(ui);
    let open = open_hazards(ui);
    let mut looked_after: Vec<Id> = Vec::new();
    query::each(ui, &mut |place: &Place| {
        if place.stewards > 0 && matches!(place.place_kind, PlaceKind::Building | PlaceKind::Estate) {
            looked_after.push(place.id.clone());
        }
    });
    let mut yards: Vec<Node> = Vec::new();
    query::each(ui, &mut |estate: &Place| {
        if estate.place_kind == PlaceKind::Estate && sees(estate, &grants) {
            yards.extend(yard(ui, estate, &open, &looked_after));
        }
    });
    let some = !yards.is_empty();
    some.then(|| section(ui.t(words::MAP), None).put(of("div", "stack").all(yards)).into())
}
