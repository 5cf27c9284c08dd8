//! What a place was, and who looked after it when.

use crate::{
    text::grid as words,
    ui::{Node, Ui, dates, el, list::section, nothing, of, order::Items, query},
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
    identity::{Grant, Role},
};

/// What a place lies in below the community, by name.
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

fn line(title: String, sub: String) -> Node {
    let say = of("span", "say").put(el("b").put(title)).put(el("span").put(sub));
    el("li").put(of("div", "cell").put(say)).into()
}

/// The section; nothing where nothing is known of before.
pub fn section_of(ui: Ui, place: &Place) -> Node {
    let mut all = Items::new();
    query::each(ui, &mut |grant: &Grant| {
        if grant.place == place.id && grant.role == Role::Steward && grant.until_ms != 0 {
            let when = ui.fill(words::FROM_TO, &[&dates::day(ui, grant.from_ms), &dates::day(ui, grant.until_ms)]);
            let who = [ui.t(words::STEWARDS), "：", &query::person_name(ui, &grant.person)].concat();
            all.push(((-grant.until_ms, 0), line(who, when)));
        }
    });
    for (at, past) in (0..).zip(place.past.known().into_iter().flatten()) {
        let mut said = Vec::new();
        if past.name != place.name {
            said.push(ui.fill(words::WAS_CALLED, &[&past.name]));
        }
        if Some(&past.body) != place.body.known() && !past.body.is_empty() {
            said.push(ui.fill(words::WAS_BODY, &[&past.body]));
        }
        if past.path != place.path {
            said.push(ui.fill(words::WAS_IN, &[&lies_in(ui, &past.path)]));
        }
        if !said.is_empty() {
            let until = ui.fill(words::UNTIL, &[&dates::day(ui, past.until_ms)]);
            all.push(((-past.until_ms, at), line(said.join(" · "), until)));
        }
    }
    if all.is_empty() {
        return nothing();
    }
    let list = crate::ui::list::rows("list", all, crate::ui::list::SHOWN_MAX);
    section(ui.t(words::HISTORY), None).put(list).into()
}
