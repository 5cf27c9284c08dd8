//! Hazards and entries: mine, my area's, overdue first; and finding one.

use super::{entry, find, map, new::may_record, steps};
use crate::{
    privacy,
    routes::{Route, Show},
    text::{grid as of_grid, shell, stewards as words},
    ui::{
        Held, Node, Ui,
        act::Form,
        dates,
        form::{Field, field},
        link,
        list::{Shown, beside, buttons, empty, filter, locked, row, section},
        live, nothing, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::Brand,
    stewards::{Entry, Hazard},
};

/// Behind all that is open.
const OVER: i64 = 9;
const FIND: Field = Field { kind: "search", hint: Some(words::FIND_HINT), ..Field::line("find", words::FIND) };

fn shown(ui: Ui, show: Show, area: &[Id], hazard: &Hazard) -> bool {
    match show {
        Show::All => true,
        Show::Mine => hazard.author.known() == Some(&query::my_id(ui)),
        Show::Waiting => hazard.is_open() && steps::waits(ui, hazard),
        Show::Area => area.iter().any(|place| hazard.path.contains(place)),
        Show::Overdue => steps::overdue(ui, hazard),
    }
}

/// Open ones by how they press, then the others, newest first.
fn list(ui: Ui, show: Show, typed: &str, most: Shown) -> Node {
    let (mut all, area) = (most.top(), query::my_area(ui));
    query::each(ui, &mut |hazard: &Hazard| {
        if shown(ui, show, &area, hazard) && find::finds_hazard(ui, typed, hazard) {
            let order = if hazard.is_open() { steps::pressing(ui, hazard) } else { (OVER, -hazard.found_at_ms) };
            all.offer(order, &mut || row(ui, steps::row(ui, hazard)));
        }
    });
    query::each(ui, &mut |one: &Entry| {
        if entry::shown(ui, show, &area, one) && find::finds_entry(ui, typed, one) {
            let order = if one.may_change() { entry::pressing(ui, one) } else { (OVER, -one.happened_at_ms) };
            all.offer(order, &mut || row(ui, entry::row(ui, one)));
        }
    });
    if !all.is_empty() {
        return most.rows(ui, all);
    }
    if !typed.is_empty() {
        return empty(ui, "空", words::FOUND_NONE, words::FOUND_NONE_TEXT);
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
    let (form, typed, most) = (Form::new(), Held::new(String::new()), Shown::new());
    let body = live(move || {
        let area = !query::my_area(ui).is_empty();
        let parts = [
            (true, Show::All, shell::ALL),
            (true, Show::Waiting, words::WAITING),
            (true, Show::Mine, words::MINE),
            (area, Show::Area, words::AREA),
            (true, Show::Overdue, words::OVERDUE),
        ];
        let parts = parts.into_iter().filter(|(offered, ..)| *offered);
        let parts = parts.map(|(_, part, label)| (Route::Stewards(part), label, part == show)).collect();
        let record = link("btn", &Route::StewardsNew).say(ui, words::NEW_SHORT);
        let record = may_record(ui).then(|| of("div", "btns").put(record));
        let list = live(move || list(ui, show, typed.get().trim(), most));
        let hazards =
            of("div", "stack").put(filter(ui, words::FILTER, parts)).put(field(ui, form, FIND, typed)).put(list);
        // A map with holes would say "fine" where it may not look.
        let yards = if show == Show::All && !locked(ui) { map::yards(ui, None) } else { None };
        let list = section(ui.t(words::LIST), None).put(hazards).put(dates::as_of(ui));
        vec![mine(ui), record.into(), beside(list.into(), yards)]
    });
    let contacts = if show == Show::All { privacy::contacts(ui, None) } else { nothing() };
    Page::new("page s", move || query::brand_name(ui, Brand::Stewards, false), vec![body, contacts])
        .sub(move || query::book_name(ui))
}
