//! What a worker changes at a node: at the desk, with a network.

use super::{look::Instead, sign::Signs, within::Within};
use crate::{
    people::desk::{Desk, text},
    text::{Words, grid as words, shell},
    ui::{
        Held, Node, Ui,
        act::Form,
        button,
        confirm::confirm,
        dates, el,
        form::{Field, check, field},
        live,
        looked::Looked,
        note, of, p,
        people::Picker,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Day, Id,
    grid::{Place, PlaceKind},
    identity::Role,
    tree::{Tree, Wood},
};
use leptos::prelude::*;

const NAME: Field = Field::line("place-name", words::NAME);
const NEW_NAME: Field = Field::line("new-place-name", words::NAME);
const BODY: Field = Field::line("place-body", words::BODY);
const UNITS: Field = Field { kind: "number", ..Field::line("place-units", words::UNITS) };
const FROM: Field = Field { kind: "date", ..Field::line("since", words::SINCE_WHEN) };
const HOUSEHOLDS: Field = Field { kind: "number", ..Field::line("place-households", words::HOUSEHOLDS) };

/// What can lie in it.
const fn inside(kind: PlaceKind) -> &'static [PlaceKind] {
    match kind {
        PlaceKind::Community => &[PlaceKind::Area, PlaceKind::Estate],
        PlaceKind::Area => &[PlaceKind::Estate, PlaceKind::Building],
        PlaceKind::Estate => &[PlaceKind::Building],
        PlaceKind::Server | PlaceKind::Subdistrict | PlaceKind::Building => &[],
    }
}

/// What is seldom wanted, behind its title.
pub fn fold(ui: Ui, title: Words, inner: Node) -> Node {
    of("details", "fold").put(live(move || el("summary").say(ui, title))).put(inner).into()
}

/// Adding a place in it.
fn add(ui: Ui, desk: Desk, place: &Place) -> Option<Node> {
    let kinds = inside(place.place_kind);
    if kinds.is_empty() {
        return None;
    }
    let (kind, name) = (Pick::new(kinds), Held::new(String::new()));
    if let [only] = kinds {
        kind.set(*only);
    }
    let lies_in = place.path.clone();
    let send = move || {
        let named = name.now().trim().to_owned();
        let lacks = [
            (kind.now().is_none(), "place-kind", words::ADD_KIND_MISSING),
            (named.is_empty(), "new-place-name", words::NAME_MISSING),
        ];
        let Some(what) = kind.now().filter(|_| !desk.form.lacks(ui, &lacks)) else { return };
        let fields = vec![
            ("id", ui.hood.new_id().tree()),
            ("kind", what.tree()),
            ("name", text(named)),
            ("lies_in", lies_in.tree()),
            ("unmanaged", Tree::Bool(false)),
            ("units", Tree::Int(0)),
            ("households", Tree::Int(0)),
            ("body", text("")),
        ];
        desk.act(ui, "place.add@2", fields, move |ui| {
            name.set(String::new());
            ui.told(words::ADDED);
        });
    };
    let form = Form::element(send)
        .put(kind.chips(ui, desk.form, "place-kind", words::ADD_KIND, |ui, one| ui.t(words::kind(one)).into()))
        .put(field(ui, desk.form, NEW_NAME, name))
        .put(desk.form.submit(ui, "btn ghost", words::ADD_DO));
    Some(fold(ui, words::ADD, form.into()))
}

/// Changing what is known of it.
fn change(ui: Ui, desk: Desk, place: &Place) -> Node {
    let shown = |number: Option<&u32>| number.filter(|number| **number != 0).map_or_else(String::new, u32::to_string);
    let (name, body) = (Held::new(place.name.clone()), Held::new(query::shown(&place.body).to_owned()));
    let (units, households) = (Held::new(shown(place.units.known())), Held::new(shown(place.households.known())));
    let (within, unmanaged, old) = (Within::of(ui, place), Held::new(place.unmanaged), place.clone());
    let id = place.id.clone();
    let send = move || {
        let number = |value: Held<String>| match value.now().trim() {
            "" => Some(0),
            digits => digits.parse::<u32>().ok(),
        };
        let lacks = [
            (name.now().trim().is_empty(), "place-name", words::NAME_MISSING),
            (number(units).is_none(), "place-units", words::NUMBER_BAD),
            (number(households).is_none(), "place-households", words::NUMBER_BAD),
        ];
        if desk.form.lacks(ui, &lacks) {
            return;
        }
        let fields = vec![
            ("place", id.tree()),
            ("name", text(name.now().trim())),
            ("body", text(body.now().trim())),
            ("units", number(units).unwrap_or_default().tree()),
            ("households", number(households).unwrap_or_default().tree()),
            ("unmanaged", Tree::Bool(unmanaged.now())),
            ("lies_in", within.moved(ui, &old).map_or(Tree::Null, |lies_in| lies_in.tree())),
        ];
        desk.act(ui, "place.change@1", fields, move |ui| ui.told(words::CHANGED));
    };
    let mut form = Form::element(send).put(field(ui, desk.form, NAME, name)).put(field(ui, desk.form, BODY, body));
    if place.place_kind == PlaceKind::Building {
        form = form.put(field(ui, desk.form, UNITS, units)).put(field(ui, desk.form, HOUSEHOLDS, households));
    }
    form = form.put(within.fields(ui, desk.form));
    if place.place_kind == PlaceKind::Estate {
        form = form.put(check(ui.t(crate::text::stewards::UNMANAGED), unmanaged));
    }
    let form = form.put(desk.form.submit(ui, "btn ghost", words::CHANGE_DO));
    fold(ui, words::CHANGE, of("div", "stack").put(form).put(closing(ui, desk, place)).into())
}

/// Closing it, after one question. The community itself is closed by nobody here.
fn closing(ui: Ui, desk: Desk, place: &Place) -> Option<Node> {
    if place.place_kind <= PlaceKind::Community {
        return None;
    }
    let (id, name, open) = (place.id.clone(), place.name.clone(), Held::new(None::<usize>));
    let ask = move |_| (words::CLOSE, ui.fill(words::CLOSE_TEXT, &[&name]));
    let work = move |_| desk.work(ui, "place.close@1", vec![("place", id.tree())], words::CLOSED);
    let close = button("btn danger", live(move || ui.t(words::CLOSE)), move || open.set(Some(0)));
    Some(vec![of("div", "btns").put(close).into(), confirm(ui, open, ask, work, |_| {})].into())
}

/// A place that was closed by mistake stands again.
fn reopening(ui: Ui, desk: Desk, place: &Place) -> Node {
    let id = place.id.clone();
    let again = button("btn ghost", live(move || ui.t(words::REOPEN)), move || {
        desk.act(ui, "place.reopen@1", vec![("place", id.tree())], move |ui| ui.told(words::CHANGED));
    });
    of("div", "btns").put(again).into()
}

/// Somebody becomes its steward, beside the others or in the place of one of them.
fn steward(ui: Ui, desk: Desk, place: &Place, instead: Instead) -> Option<Node> {
    if !place.place_kind.is_looked_after() {
        return None;
    }
    let (whom, from, id) = (Picker::new(), Held::new(String::new()), place.id.clone());
    let send = move || {
        let typed = from.now();
        let since_ms = match typed.trim() {
            "" => Some(0),
            day => dates::read_day(day).map(Day::start_ms).filter(|day| *day <= untrack(|| ui.hood.now_ms())),
        };
        let lacks = [
            (whom.chosen.now().is_none(), "steward", words::WHO_MISSING),
            (since_ms.is_none(), "since", words::SINCE_BAD),
        ];
        if desk.form.lacks(ui, &lacks) {
            return;
        }
        let Some(person) = whom.chosen.now() else { return };
        let mut fields = vec![("id", ui.hood.new_id().tree()), ("person", person.tree())];
        let kind = if let Some((grant, _)) = instead.now() {
            fields.extend([("grant", grant.tree()), ("work", Tree::List(Vec::new()))]);
            "steward.replace@1"
        } else {
            let since_ms = since_ms.unwrap_or_default().tree();
            fields.extend([("role", Role::Steward.tree()), ("place", id.tree()), ("since_ms", since_ms)]);
            "grant.give@2"
        };
        desk.act(ui, kind, fields, move |ui| {
            whom.chosen.set(None::<Id>);
            from.set(String::new());
            instead.set(None);
            ui.told(words::MADE);
        });
    };
    let since = live(move || match instead.get() {
        None => field(ui, desk.form, FROM, from),
        Some((_, name)) => vec![
            p("", ui.fill(words::REPLACES, &[&name])).into(),
            button("btn ghost sm", ui.t(shell::CANCEL), move || instead.set(None)).into(),
        ]
        .into(),
    });
    let form = Form::element(send)
        .put(since)
        .put(whom.fields(ui, desk.form, "steward", words::WHO, query::people))
        .put(desk.form.submit(ui, "btn ghost", words::MADE_DO));
    // Opened by who is replaced; by hand otherwise.
    let shown = Looked::new(move || instead.with(Option::is_some));
    let fold = of("div", "").attr("id", "steward-form").attr("tabindex", "-1");
    let title = live(move || el("summary").say(ui, if shown.get() { words::REPLACE } else { words::MAKE_STEWARD }));
    let fold = fold.put(of("details", "fold").put(title).put(form).ready(move |details| {
        Effect::new(move || {
            if shown.get() {
                let _ = details.set_attribute("open", "");
            }
        });
    }));
    Some(fold.into())
}

/// All of it.
pub fn section(ui: Ui, (desk, signs): (Desk, Signs), place: &Place, instead: Instead) -> Node {
    if !place.stands() {
        return of("div", "stack").put(desk.form.summary(ui)).put(reopening(ui, desk, place)).into();
    }
    of("div", "stack")
        .put(desk.form.summary(ui))
        .put(steward(ui, desk, place, instead))
        .put(add(ui, desk, place))
        .put(change(ui, desk, place))
        .put(signs.section(ui, place))
        .put(live(move || note("note", ui, words::NEEDS_NETWORK)))
        .into()
}
