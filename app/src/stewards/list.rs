//! Hazards, overdue first.

use super::{entry, map, new::may_record, steps};
use crate::{
    privacy,
    routes::{Route, Show},
    text::{grid as of_grid, shell, stewards as words},
    ui::{
        Node, Ui, dates, link,
        list::{SHOWN_MAX, beside, buttons, empty, filter, first_rows, locked, row, section},
        live, nothing, of,
        order::Top,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::Brand,
    stewards::{Entry, Hazard},
};

fn shown(ui: Ui, show: Show, hazard: &Hazard) -> bool {
    match show {
        Show::All => true,
        Show::Mine => hazard.author.known() == Some(&query::my_id(ui)),
        Show::Waiting => hazard.is_open() && steps::waits(ui, hazard),
        Show::Overdue => steps::overdue(ui, hazard),
    }
}

/// Open ones by when they are due, then the others, newest first.
fn list(ui: Ui, show: Show) -> Node {
    let mut all = Top::new(SHOWN_MAX);
    query::each(ui, &mut |hazard: &Hazard| {
        if shown(ui, show, hazard) {
            let order = if hazard.is_open() { (0, hazard.due_at_ms) } else { (1, -hazard.found_at_ms) };
            all.offer(order, &mut || row(ui, steps::row(ui, hazard)));
        }
    });
    query::each(ui, &mut |one: &Entry| {
        if entry::shown(ui, show, one) {
            let over = !one.may_change();
            let order = if over { (1, -one.happened_at_ms) } else { (0, one.happened_at_ms) };
            all.offer(order, &mut || row(ui, entry::row(ui, one)));
        }
    });
    if !all.is_empty() {
        return first_rows("list", all);
    }
    let text = if may_record(ui) { words::EMPTY } else { words::EMPTY_RESIDENT };
    empty(ui, "楼", words::EMPTY_TITLE, text)
}

/// A steward's own places, first.
fn mine(ui: Ui) -> Node {
    let own = query::looked_after(ui);
    let alone = own.len() == 1;
    let to = |place: Id| {
        let name = if alone { ui.t(of_grid::MY_BUILDING).to_owned() } else { query::long_place_name(ui, &place) };
        link("btn ghost", &Route::Grid(Some(place))).put(name).into()
    };
    buttons(own.into_iter().map(to).collect())
}

/// The screen.
pub fn page(ui: Ui, show: Show) -> Page {
    let body = live(move || {
        let parts = [
            (Show::All, shell::ALL),
            (Show::Waiting, words::WAITING),
            (Show::Mine, words::MINE),
            (Show::Overdue, words::OVERDUE),
        ]
        .map(|(part, label)| (Route::Stewards(part), label, part == show));
        let record = link("btn", &Route::StewardsNew).say(ui, words::NEW_SHORT);
        let record = may_record(ui).then(|| of("div", "btns").put(record));
        let hazards = of("div", "stack").put(filter(ui, words::FILTER, parts.into())).put(list(ui, show));
        // A map with holes would say "fine" where it may not look.
        let yards = if show == Show::All && !locked(ui) { map::yards(ui, None) } else { None };
        let list = section(ui.t(words::LIST), None).put(hazards).put(dates::as_of(ui));
        vec![mine(ui), record.into(), beside(list.into(), yards)]
    });
    let contacts = if show == Show::All { privacy::contacts(ui, None) } else { nothing() };
    Page::new("page s", move || query::brand_name(ui, Brand::Stewards, false), vec![body, contacts])
        .sub(move || query::book_name(ui))
}
