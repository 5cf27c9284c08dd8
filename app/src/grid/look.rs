//! What a node shows to everybody who sees it.

use crate::{
    routes::Route,
    stewards as brand,
    text::grid as words,
    ui::{
        Held, Node, Ui, button, dates, el,
        list::{Row, facts, first_rows, row, rows, section},
        note, nothing, of,
        order::{Items, Top},
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
    identity::{Grant, Role, STAFF},
};

const OPEN_MAX: usize = 20;

fn held(ui: Ui, grant: &Grant) -> String {
    let from = dates::day(ui, grant.from_ms);
    if grant.until_ms == 0 {
        return ui.fill(words::SINCE, &[&from]);
    }
    ui.fill(words::FROM_TO, &[&from, &dates::day(ui, grant.until_ms)])
}

/// Which stewardship is asked about before it ends, with its holder's name.
#[derive(Clone, Copy)]
pub struct Ends {
    /// Whose.
    pub of: Held<Option<(Id, String)>>,
    /// Whether the question stands open.
    pub open: Held<Option<usize>>,
}

impl Ends {
    pub fn new() -> Self {
        Self { of: Held::new(None), open: Held::new(None) }
    }
}

fn line(ui: Ui, grant: &Grant, changes: Option<(Instead, Ends)>) -> Node {
    let say = of("span", "say").put(el("b").put(grant.name.clone())).put(el("span").put(held(ui, grant)));
    let replaced = (grant.id.clone(), grant.name.clone());
    let ended = replaced.clone();
    let end = changes.map(|(instead, ends)| {
        let end = button("btn ghost sm", ui.t(words::END), move || {
            ends.of.set(Some(ended.clone()));
            ends.open.set(Some(0));
        });
        let replace = button("btn ghost sm", ui.t(words::REPLACE), move || {
            instead.set(Some(replaced.clone()));
            crate::ui::act::focus("steward-form");
        });
        vec![replace.into(), end.into()]
    });
    el("li").put(of("div", "cell").put(say).put(of("span", "end").put(end.map(Node::Many)))).into()
}

/// Whose grant is to be taken over by somebody else, with their name; nobody's where one comes beside.
pub type Instead = Held<Option<(Id, String)>>;

/// Who looks after it, and who did.
pub fn stewards(ui: Ui, place: &Place, instead: Instead, ends: Ends) -> Node {
    if !place.place_kind.is_looked_after() {
        return nothing();
    }
    let staff = query::i_am(ui, STAFF);
    let (mut now, mut earlier, mut around) = (Items::new(), Items::new(), Items::new());
    query::each(ui, &mut |grant: &Grant| {
        if grant.role != Role::Steward {
            return;
        }
        let item = |changes: bool| ((grant.from_ms, 0), line(ui, grant, changes.then_some((instead, ends))));
        match (grant.place == place.id, grant.until_ms) {
            (true, 0) => now.push(item(staff)),
            (true, until_ms) => earlier.push(((-until_ms, 0), line(ui, grant, None))),
            (false, 0) if place.path.contains(&grant.place) => around.push(item(false)),
            (false, _) => {}
        }
    });
    let list = |title, all: Items| {
        let some = !all.is_empty();
        some.then(|| of("div", "stack").put(el("h3").say(ui, title)).put(rows("list", all, usize::MAX)))
    };
    let none = now.is_empty().then(|| note("note", ui, words::NO_STEWARD));
    let current = (!now.is_empty()).then(|| rows("list", now, usize::MAX));
    let all = of("div", "stack").put(none).put(current);
    section(ui.t(words::STEWARDS), None)
        .put(all.put(list(words::ABOVE, around)).put(list(words::EARLIER, earlier)))
        .into()
}

/// What is not done yet at it.
pub fn open(ui: Ui, place: &Place) -> Node {
    if place.place_kind == PlaceKind::Community {
        return nothing();
    }
    let mut all = Top::new(OPEN_MAX);
    brand::open_at(ui, &place.id, &mut all);
    let list: Node = if all.is_empty() { note("note", ui, words::OPEN_NONE).into() } else { first_rows("list", all) };
    section(ui.t(words::OPEN), None).put(list).into()
}

/// What is known of it.
pub fn about(ui: Ui, place: &Place) -> Node {
    let mut all: Vec<(&'static str, Node)> = Vec::new();
    let within = super::past::lies_in(ui, &place.path);
    if !within.is_empty() {
        all.push((ui.t(words::LIES_IN), within.into()));
    }
    if place.unmanaged {
        all.push((ui.t(words::MANAGED), ui.t(crate::text::stewards::UNMANAGED).into()));
    }
    match query::shown(&place.body) {
        "" => {}
        body => all.push((ui.t(words::BODY), body.to_owned().into())),
    }
    for (title, number) in [(words::UNITS, &place.units), (words::HOUSEHOLDS, &place.households)] {
        if let Some(number) = number.known().filter(|number| **number != 0) {
            all.push((ui.t(title), number.to_string().into()));
        }
    }
    let some = !all.is_empty();
    some.then(|| section(ui.t(words::ABOUT), None).put(facts(all))).into()
}

/// Areas, estates and buildings that lie directly in it.
pub fn inside(ui: Ui, place: &Place) -> Node {
    let mut all = Items::new();
    query::each(ui, &mut |other: &Place| {
        if other.path.get(1) != Some(&place.id) || !other.stands() {
            return;
        }
        let sub = match (query::shown(&other.body), other.unmanaged) {
            (body, true) => [body, " ", ui.t(crate::text::stewards::UNMANAGED)].concat(),
            (body, false) => body.into(),
        };
        let kind = ui.t(words::kind(other.place_kind));
        let line = Row {
            to: Route::Grid(Some(other.id.clone())),
            seal: ("seal s sm", "楼"),
            title: other.name.clone(),
            sub: [kind, if sub.trim().is_empty() { "" } else { " · " }, sub.trim()].concat(),
            waiting: false,
            end: (String::new(), false),
        };
        all.push(((other.place_kind as i64, brand::number(&other.name)), row(ui, line)));
    });
    let list: Node =
        if all.is_empty() { note("note", ui, words::INSIDE_NONE).into() } else { rows("list", all, usize::MAX) };
    section(ui.t(words::INSIDE), None).put(list).into()
}
