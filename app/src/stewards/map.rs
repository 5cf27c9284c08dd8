//! A yard as a map of its buildings: where something is open, and where a steward is missing.

use crate::{
    routes::Route,
    text::{Words, stewards as words},
    ui::{
        El, Node, Ui, el, link,
        list::{rows, section},
        of,
        order::{Items, items},
        p, query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
    identity::{Grant, Role},
    stewards::Hazard,
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

/// A building's open hazards, and how many of them are overdue.
type Open = (Id, usize, usize);

fn open_hazards(ui: Ui) -> Vec<Open> {
    let mut all: Vec<Open> = Vec::new();
    query::each(ui, &mut |hazard: &Hazard| {
        if !hazard.is_open() {
            return;
        }
        let late = usize::from(super::steps::overdue(ui, hazard));
        match all.iter_mut().find(|(place, ..)| *place == hazard.place) {
            Some((_, count, lates)) => (*count, *lates) = (*count + 1, *lates + late),
            None => all.push((hazard.place.clone(), 1, late)),
        }
    });
    all
}

/// Whether a steward of the building or of its estate looks after it.
fn is_looked_after(place: &Place, looked_after: &[Id]) -> bool {
    place.path.iter().any(|above| looked_after.contains(above))
}

/// A building: how much is open and overdue, and whether a steward is missing. Signs and words beside the colours.
fn building(ui: Ui, place: &Place, open: &[Open], looked_after: &[Id]) -> Node {
    let (count, late) = open.iter().find(|(at, ..)| *at == place.id).map_or((0, 0), |(_, n, late)| (*n, *late));
    let steward = is_looked_after(place, looked_after);
    let class = match (late, count, steward) {
        (1.., _, true) => "bld over",
        (1.., _, false) => "bld over none",
        (0, 1.., true) => "bld hot",
        (0, 1.., false) => "bld hot none",
        (0, 0, true) => "bld",
        (0, 0, false) => "bld none",
    };
    let line = |words: String| el("small").put(words);
    let lates = (late > 0).then(|| line(ui.fill(words::BUILDING_OVERDUE, &[&late.to_string()])));
    let others = (count > late).then(|| line(ui.fill(words::BUILDING_COUNT, &[&(count - late).to_string()])));
    let missing = (!steward).then(|| line(ui.t(words::BUILDING_NO_STEWARD).into()));
    let fine = (count == 0 && steward).then(|| line(ui.t(words::BUILDING_FINE).into()));
    let tile = link(class, &Route::Grid(Some(place.id.clone()))).put(place.name.clone());
    el("li").put(tile.put(lates).put(others).put(missing).put(fine)).into()
}

/// The number in a building's name: 2号楼 stands before 10号楼.
pub fn number(name: &str) -> i64 {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(i64::MAX)
}

/// One estate's map, as far as it lies in `within`; nothing where no building of it is known.
fn yard(ui: Ui, estate: &Place, within: &Id, open: &[Open], looked_after: &[Id]) -> Option<Node> {
    let (mut inside, mut missing) = (Vec::new(), 0_usize);
    query::each(ui, &mut |place: &Place| {
        let here = place.path.contains(&estate.id) && place.path.contains(within);
        if place.place_kind == PlaceKind::Building && here && place.stands() {
            missing += usize::from(!is_looked_after(place, looked_after));
            inside.push(((number(&place.name), 0), building(ui, place, open, looked_after)));
        }
    });
    let tag = estate.unmanaged.then(|| of("span", "tag").say(ui, words::UNMANAGED));
    let name = link("", &Route::Grid(Some(estate.id.clone()))).put(estate.name.clone());
    let head = of("div", "head").put(el("h3").put(name)).put(tag);
    let said = ui.fill(words::YARD_SAYS, &[&inside.len().to_string(), &missing.to_string()]);
    let some = !inside.is_empty();
    some.then(|| of("div", "panel").put(head).put(p("note", said)).put(rows("yard", inside, usize::MAX)).into())
}

/// What the signs mean.
fn legend(ui: Ui) -> El {
    let one = |(class, sign, words): (&'static str, &'static str, Words)| {
        el("li").put(of("span", class).attr("aria-hidden", "true").put(sign)).put(ui.t(words)).into()
    };
    let all = [
        ("bld", "✓", words::LEGEND_FINE),
        ("bld hot", "●", words::LEGEND_OPEN),
        ("bld over", "!", words::LEGEND_OVERDUE),
        ("bld none", "○", words::LEGEND_NO_STEWARD),
    ];
    of("ul", "legend").attr("aria-label", ui.t(words::LEGEND)).all(all.map(one))
}

/// Every estate this person sees whole, of a place or of all; nothing where there is none. Their own comes first.
pub fn yards(ui: Ui, within: Option<&Place>) -> Option<Node> {
    let grants = query::my_grants(ui);
    let open = open_hazards(ui);
    let mut looked_after: Vec<Id> = Vec::new();
    query::each(ui, &mut |place: &Place| {
        if place.stewards > 0 && place.place_kind.is_looked_after() {
            looked_after.push(place.id.clone());
        }
    });
    let mut yards = Items::new();
    query::each(ui, &mut |estate: &Place| {
        // An estate lies across areas: which of its buildings are asked for is looked at one by one.
        let asked = within.is_none_or(|place| place.place_kind == PlaceKind::Area || estate.path.contains(&place.id));
        if asked && estate.place_kind == PlaceKind::Estate && estate.stands() && sees(estate, &grants) {
            let within = within.map_or(&estate.id, |place| &place.id);
            let own = grants.iter().any(|grant| grant.path.contains(&estate.id));
            yards.extend(
                yard(ui, estate, within, &open, &looked_after)
                    .map(|yard| ((i64::from(!own), number(&estate.name)), yard)),
            );
        }
    });
    let more = within.is_none().then(|| (Route::Grid(None), ui.t(words::GRID).into()));
    let some = !yards.is_empty();
    let all = of("div", "stack").put(legend(ui)).all(items(yards, usize::MAX));
    some.then(|| section(ui.t(words::MAP), more).put(all).into())
}
