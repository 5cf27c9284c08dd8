//! A yard as a map of its buildings: where something is open, and where a steward is missing.

use crate::{
    routes::Route,
    text::stewards as words,
    ui::{
        Node, Ui, el, link,
        list::{rows, section},
        of,
        order::{Items, items},
        query,
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
    let open = match (late, count) {
        (true, _) => ui.t(words::BUILDING_OVERDUE).to_owned(),
        (false, 1..) => ui.fill(words::BUILDING_COUNT, &[&count.to_string()]),
        (false, 0) if steward => ui.t(words::BUILDING_FINE).to_owned(),
        (false, 0) => String::new(),
    };
    let missing = (!steward).then(|| el("small").say(ui, words::BUILDING_NO_STEWARD));
    let class = match (count > 0, steward) {
        (true, true) => "bld hot",
        (true, false) => "bld hot none",
        (false, true) => "bld",
        (false, false) => "bld none",
    };
    let open = (!open.is_empty()).then(|| el("small").put(open));
    let tile = link(class, &Route::Grid(Some(place.id.clone()))).put(place.name.clone());
    el("li").put(tile.put(open).put(missing)).into()
}

/// The number in a building's name: 2号楼 stands before 10号楼.
pub fn number(name: &str) -> i64 {
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

/// Every estate this person sees whole, of a place or of all; nothing where there is none. Their own comes first.
pub fn yards(ui: Ui, within: Option<&Place>) -> Option<Node> {
    let grants = query::my_grants(ui);
    let open = open_hazards(ui);
    let mut looked_after: Vec<Id> = Vec::new();
    query::each(ui, &mut |place: &Place| {
        if place.stewards > 0 && matches!(place.place_kind, PlaceKind::Building | PlaceKind::Estate) {
            looked_after.push(place.id.clone());
        }
    });
    let mut yards = Items::new();
    query::each(ui, &mut |estate: &Place| {
        let asked = within.is_none_or(|place| estate.path.contains(&place.id));
        if asked && estate.place_kind == PlaceKind::Estate && sees(estate, &grants) {
            let own = grants.iter().any(|grant| grant.path.contains(&estate.id));
            yards.extend(
                yard(ui, estate, &open, &looked_after).map(|yard| ((i64::from(!own), number(&estate.name)), yard)),
            );
        }
    });
    let more = within.is_none().then(|| (Route::Grid(None), ui.t(words::GRID).into()));
    let some = !yards.is_empty();
    some.then(|| section(ui.t(words::MAP), more).put(of("div", "stack").all(items(yards, usize::MAX))).into())
}
