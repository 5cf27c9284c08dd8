//! What a place lies in, and what it was before.

use crate::{
    text::grid as words,
    ui::{
        Node, Ui, dates, el,
        list::{rows, section},
        nothing, of,
        order::Items,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
};

/// The estate and the area of a path, by name.
pub fn lies_in(ui: Ui, path: &[Id]) -> String {
    let mut names = Vec::new();
    for above in path.iter().skip(1) {
        if let Some((above, _)) = query::record::<Place>(ui, above)
            && matches!(above.place_kind, PlaceKind::Estate | PlaceKind::Area)
        {
            names.push(above.name);
        }
    }
    names.join(" · ")
}

/// Names, Party bodies and where it lay, the newest change first; nothing where it never changed.
pub fn past(ui: Ui, place: &Place) -> Node {
    let mut all = Items::new();
    let before = place.past.known().into_iter().flatten();
    let (mut name, mut body, mut path) = (place.name.as_str(), query::shown(&place.body), &place.path);
    for was in before.rev() {
        let mut said = Vec::new();
        if was.name != name {
            said.push(ui.fill(words::WAS_CALLED, &[&was.name]));
        }
        if was.body != body && !was.body.is_empty() {
            said.push(ui.fill(words::WAS_BODY, &[&was.body]));
        }
        if was.path != *path {
            said.push(ui.fill(words::WAS_IN, &[&lies_in(ui, &was.path)]));
        }
        (name, body, path) = (&was.name, &was.body, &was.path);
        if !said.is_empty() {
            let until = ui.fill(words::UNTIL, &[&dates::day(ui, was.until_ms)]);
            let say = of("span", "say").put(el("b").put(said.join(" · "))).put(el("span").put(until));
            all.push(((-was.until_ms, 0), el("li").put(of("div", "cell").put(say)).into()));
        }
    }
    if all.is_empty() {
        return nothing();
    }
    section(ui.t(words::PAST), None).put(rows("list", all, usize::MAX)).into()
}
