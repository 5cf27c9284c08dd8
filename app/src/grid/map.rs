//! Estates as maps of their buildings: where something is open, where something is overdue, and where a steward is missing.

use crate::{
    routes::Route,
    stewards,
    text::{Words, grid as words},
    ui::{
        Node, Ui, el, link,
        list::{empty, locked, rows, section},
        live, of, p,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
    identity::{Grant, Role},
    stewards::{Hazard, HazardState, Review},
};

const SEES_ALL: &[Role] = &[Role::CommunityWorker, Role::BranchSecretary, Role::Mediator];
const LOOKS_AFTER: &[Role] = &[Role::Steward, Role::ResidentRepresentative, Role::PropertyManager];

/// Whether this person sees every hazard of the place: a map with holes would say "fine" where it knows nothing.
pub fn sees(place: &Place, grants: &[Grant]) -> bool {
    grants.iter().any(|grant| {
        (SEES_ALL.contains(&grant.role) || LOOKS_AFTER.contains(&grant.role)) && place.path.contains(&grant.place)
    })
}

/// A building's open hazards, and how many of them are overdue.
type Open = (Id, usize, usize);

fn open_hazards(ui: Ui) -> Vec<Open> {
    let mut all: Vec<Open> = Vec::new();
    query::each(ui, &mut |hazard: &Hazard| {
        if hazard.state == HazardState::Cleared || hazard.review == Review::Void {
            return;
        }
        let late = usize::from(stewards::overdue(ui, hazard));
        match all.iter_mut().find(|(place, ..)| *place == hazard.place) {
            Some((_, count, lates)) => (*count, *lates) = (*count + 1, *lates + late),
            None => all.push((hazard.place.clone(), 1, late)),
        }
    });
    all
}

/// What a map is drawn from.
struct Drawn {
    open: Vec<Open>,
    looked_after: Vec<Id>,
    grants: Vec<Grant>,
}

impl Drawn {
    fn new(ui: Ui) -> Self {
        let mut looked_after: Vec<Id> = Vec::new();
        query::each(ui, &mut |place: &Place| {
            if place.stewards > 0 && matches!(place.place_kind, PlaceKind::Building | PlaceKind::Estate) {
                looked_after.push(place.id.clone());
            }
        });
        Self { open: open_hazards(ui), looked_after, grants: query::my_grants(ui) }
    }

    /// Whether a steward of the building or of its estate looks after it.
    fn looked_after(&self, place: &Place) -> bool {
        place.path.iter().any(|above| self.looked_after.contains(above))
    }
}

/// A building: its name, how much is open, and whether a steward is missing. Signs and words beside the colours.
fn building(ui: Ui, place: &Place, drawn: &Drawn) -> Node {
    let sees = sees(place, &drawn.grants);
    let found = drawn.open.iter().find(|(at, ..)| *at == place.id);
    let (count, late) = found.map_or((0, 0), |(_, count, late)| (*count, *late));
    let steward = drawn.looked_after(place);
    let class = match (late, count, steward) {
        (1.., _, true) => "bld late",
        (1.., _, false) => "bld late none",
        (0, 1.., true) => "bld hot",
        (0, 1.., false) => "bld hot none",
        (0, 0, true) => "bld",
        (0, 0, false) => "bld none",
    };
    let line = |words: String| Node::from(el("small").put(words));
    let mut says = Vec::new();
    if late > 0 {
        says.push(line(["! ", &ui.fill(words::LATE, &[&late.to_string()])].concat()));
    }
    if count > late {
        says.push(line(ui.fill(words::COUNT, &[&count.to_string()])));
    }
    if !steward {
        says.push(line(["○ ", ui.t(words::NO_STEWARD)].concat()));
    }
    if says.is_empty() && sees {
        says.push(line(ui.t(words::FINE).into()));
    }
    let tile = link(class, &Route::Place(place.id.clone())).put(place.name.clone()).all(says);
    el("li").put(tile).into()
}

/// The number in a building's name: 2号楼 stands before 10号楼.
fn number(name: &str) -> i64 {
    let digits: String = name.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(i64::MAX)
}

/// One estate's map; nothing where no building of it is known. `within` leaves out what lies in no such place.
fn yard(ui: Ui, estate: &Place, within: Option<&Id>, drawn: &Drawn) -> Option<Node> {
    let (mut inside, mut missing) = (Vec::new(), 0_usize);
    query::each(ui, &mut |place: &Place| {
        let here = place.place_kind == PlaceKind::Building && place.path.contains(&estate.id) && place.stands();
        if here && within.is_none_or(|within| place.path.contains(within)) {
            missing += usize::from(!drawn.looked_after(place));
            inside.push(((number(&place.name), 0), building(ui, place, drawn)));
        }
    });
    let tag = estate.unmanaged.then(|| of("span", "tag").say(ui, words::UNMANAGED));
    let name = el("h3").put(link("plain", &Route::Place(estate.id.clone())).put(estate.name.clone()));
    let about = ui.fill(words::SUMMARY, &[&inside.len().to_string(), &missing.to_string()]);
    let head = of("div", "head").put(name).put(tag);
    let some = !inside.is_empty();
    some.then(|| of("div", "panel").put(head).put(p("note", about)).put(rows("yard", inside, usize::MAX)).into())
}

/// What the signs mean.
fn legend(ui: Ui) -> Node {
    let one = |class: &'static str, sign: &'static str, words: Words| {
        el("li").put(of("span", class).attr("aria-hidden", "true").put(sign)).put(ui.t(words)).into()
    };
    of("ul", "legend")
        .attr("aria-label", ui.t(words::LEGEND))
        .all([
            one("bld", "", words::FINE),
            one("bld hot", "1", words::HAS_OPEN),
            one("bld late", "!", words::HAS_LATE),
            one("bld none", "○", words::NO_STEWARD),
        ])
        .into()
}

/// The maps of estates: those of which `shown` says so, with the buildings that lie in `within`.
pub fn maps(ui: Ui, within: Option<&Id>, shown: &dyn Fn(&Place, &[Grant]) -> bool) -> Option<Node> {
    let drawn = Drawn::new(ui);
    let mut yards = Vec::new();
    let mut names = Vec::new();
    query::each(ui, &mut |estate: &Place| {
        if estate.place_kind == PlaceKind::Estate && estate.stands() && shown(estate, &drawn.grants) {
            names.push((0, estate.name.clone(), estate.id.clone()));
        }
    });
    for (estate, _) in crate::ui::order::named(names) {
        let estate = query::record::<Place>(ui, &estate);
        yards.extend(estate.and_then(|(estate, _)| yard(ui, &estate, within, &drawn)));
    }
    let some = !yards.is_empty();
    some.then(|| of("div", "stack").put(legend(ui)).all(yards).into())
}

/// Every estate this person sees whole, on the stewards' page; nothing where there is none.
pub fn yards(ui: Ui) -> Option<Node> {
    let maps = maps(ui, None, &|estate, grants| sees(estate, grants))?;
    let more = Some((Route::Grid, ui.t(words::ALL).into()));
    Some(section(ui.t(words::MAP), more).put(maps).into())
}

/// The screen of the whole grid.
pub fn page(ui: Ui) -> Page {
    let body = live(move || {
        if locked(ui) {
            return empty(ui, "楼", words::TITLE, words::NO_PLACE);
        }
        let maps = maps(ui, None, &|_, _| true);
        let none = maps.is_none().then(|| empty(ui, "楼", words::TITLE, words::NO_PLACE));
        vec![section(ui.t(words::MAP), None).put(maps).put(none).into(), super::place::areas(ui)].into()
    });
    let adding = super::edit::adding(ui, None);
    Page::new("page s", move || ui.t(words::TITLE).into(), vec![body, adding])
        .sub(move || query::book_name(ui))
        .back(Route::Stewards(crate::routes::Show::All))
}
