//! One place: who looks after it, what is open, what lies in it, what it was.

use super::{edit, history, keep, map};
use crate::{
    privacy,
    routes::Route,
    stewards,
    text::{grid as words, stewards as of_stewards},
    ui::{
        Node, Ui, link,
        list::{SHOWN_MAX, facts, gone, locked, rows, section, tag},
        live,
        looked::Looked,
        note, nothing, of,
        order::Items,
        p,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
    identity::Role,
};

fn known(ui: Ui, place: &Place) -> Node {
    let mut all = vec![];
    let within = history::lies_in(ui, &place.path);
    if !within.is_empty() {
        all.push((ui.t(words::LIES_IN), p("", within).into()));
    }
    if let Some(body) = place.body.known().filter(|body| !body.is_empty()) {
        all.push((ui.t(words::BODY), p("", body.clone()).into()));
    }
    for (term, count) in [(words::UNITS, &place.units), (words::HOUSEHOLDS, &place.households)] {
        if let Some(count) = count.known().filter(|count| **count > 0) {
            all.push((ui.t(term), p("num", count.to_string()).into()));
        }
    }
    let unmanaged = place.unmanaged.then(|| tag("tag", ui.t(words::UNMANAGED)));
    let closed = (!place.stands()).then(|| tag("tag bad", ui.t(words::CLOSED)));
    let none = all.is_empty();
    let list = (!none).then(|| facts(all));
    let tags = (place.unmanaged || !place.stands()).then(|| of("p", "tags").put(unmanaged).put(closed));
    if none && tags.is_none() {
        return nothing();
    }
    section(ui.t(of_stewards::FACTS), None).put(of("div", "stack").put(tags).put(list)).into()
}

fn open(ui: Ui, place: &Place) -> Node {
    if !map::sees(place, &query::my_grants(ui)) || locked(ui) {
        return nothing();
    }
    let mut all = Items::new();
    stewards::open_at(ui, &place.id, &mut all);
    let none = all.is_empty().then(|| note("note", ui, words::NOTHING_OPEN));
    let list = (!all.is_empty()).then(|| rows("list", all, SHOWN_MAX));
    section(ui.t(words::OPEN), None).put(none).put(list).into()
}

fn inside(ui: Ui, place: &Place) -> Node {
    let maps = match place.place_kind {
        PlaceKind::Building => None,
        PlaceKind::Estate => map::maps(ui, None, &|estate, _| estate.id == place.id),
        _ => map::maps(ui, Some(&place.id), &|_, _| true),
    };
    maps.map_or_else(nothing, |maps| section(ui.t(words::MAP), None).put(maps).into())
}

/// The areas of the community, each leading to its page.
pub fn areas(ui: Ui) -> Node {
    let mut all = Vec::new();
    query::each(ui, &mut |place: &Place| {
        if place.place_kind == PlaceKind::Area && place.stands() {
            all.push((0, place.name.clone(), place.id.clone()));
        }
    });
    if all.is_empty() {
        return nothing();
    }
    let row = |(id, name): (Id, String)| {
        let body = query::record::<Place>(ui, &id).and_then(|(place, _)| place.body.known().cloned());
        let say = of("span", "say")
            .put(crate::ui::el("b").put(name))
            .put(crate::ui::el("span").put(body.unwrap_or_default()));
        crate::ui::el("li").put(link("cell", &Route::Place(id)).put(say)).into()
    };
    let list = of("ul", "list").all(crate::ui::order::named(all).into_iter().map(row));
    section(ui.t(words::AREA), None).put(list).into()
}

/// The screen.
pub fn page(ui: Ui, id: Id) -> Page {
    let (of_title, of_sub, of_edit) = (id.clone(), id.clone(), id.clone());
    let here = move || query::record::<Place>(ui, &id).map(|(place, _)| place);
    let shown = Looked::new(here);
    let keep = keep::Keep::new();
    let body = live(move || {
        let Some(place) = shown.get() else { return gone(ui, &Route::Grid) };
        let mine = query::my_grants(ui).iter().any(|grant| grant.role == Role::Steward && grant.place == place.id);
        let contacts = if mine { privacy::contacts(ui) } else { nothing() };
        let looks_after = matches!(place.place_kind, PlaceKind::Building | PlaceKind::Estate);
        let stewards = if looks_after { keep.section(ui, &place) } else { nothing() };
        vec![
            known(ui, &place),
            stewards,
            open(ui, &place),
            inside(ui, &place),
            contacts,
            history::section_of(ui, &place),
        ]
        .into()
    });
    let edits = live(move || {
        let place = shown.get();
        place.filter(|_| edit::may(ui)).map(|place| edit::section_of(ui, &place))
    });
    let adding = edit::adding(ui, Some(of_edit));
    let body = vec![keep.summary(ui), body, keep.question(ui), edits, adding];
    Page::new("page slim s", move || query::place_name(ui, &of_title), body)
        .sub(move || {
            let kind = query::record::<Place>(ui, &of_sub).map(|(place, _)| ui.t(words::kind(place.place_kind)));
            [kind.unwrap_or_default(), " · ", &query::book_name(ui)].concat()
        })
        .back(Route::Grid)
}
