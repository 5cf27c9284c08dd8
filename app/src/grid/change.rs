//! What a worker changes at a node: at the desk, with a network.

use crate::{
    people::desk::{Desk, text},
    text::{Words, grid as words},
    ui::{
        Held, Node, Ui,
        act::Form,
        button, el,
        form::{Field, field},
        live, note, of,
        people::Picker,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
    identity::Role,
    tree::{Tree, Wood},
};
use leptos::prelude::untrack;

const NAME: Field = Field::line("place-name", words::NAME);
const NEW_NAME: Field = Field::line("new-place-name", words::NAME);
const BODY: Field = Field::line("place-body", words::BODY);
const UNITS: Field = Field { kind: "number", ..Field::line("place-units", words::UNITS) };
const HOUSEHOLDS: Field = Field { kind: "number", ..Field::line("place-households", words::HOUSEHOLDS) };

fn told(ui: Ui, done: Words) {
    ui.toasts.tell(untrack(|| ui.t(done).into()));
}

/// What can lie in it.
const fn inside(kind: PlaceKind) -> &'static [PlaceKind] {
    match kind {
        PlaceKind::Community => &[PlaceKind::Area, PlaceKind::Estate],
        PlaceKind::Area => &[PlaceKind::Estate],
        PlaceKind::Estate => &[PlaceKind::Building],
        PlaceKind::Server | PlaceKind::Subdistrict | PlaceKind::Building => &[],
    }
}

fn fold(ui: Ui, title: Words, inner: Node) -> Node {
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
            told(ui, words::ADDED);
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
            ("unmanaged", Tree::Null),
            ("lies_in", Tree::Null),
        ];
        desk.act(ui, "place.change@1", fields, move |ui| told(ui, words::CHANGED));
    };
    let mut form = Form::element(send).put(field(ui, desk.form, NAME, name)).put(field(ui, desk.form, BODY, body));
    if place.place_kind == PlaceKind::Building {
        form = form.put(field(ui, desk.form, UNITS, units)).put(field(ui, desk.form, HOUSEHOLDS, households));
    }
    let closed = place.id.clone();
    let close = button("btn danger", live(move || ui.t(words::CLOSE)), move || {
        desk.act(ui, "place.close@1", vec![("place", closed.tree())], move |ui| told(ui, words::CLOSED));
    });
    let form = form.put(desk.form.submit(ui, "btn ghost", words::CHANGE_DO));
    fold(ui, words::CHANGE, of("div", "stack").put(form).put(of("div", "btns").put(close)).into())
}

/// Somebody becomes its steward.
fn steward(ui: Ui, desk: Desk, place: &Place) -> Option<Node> {
    if !matches!(place.place_kind, PlaceKind::Building | PlaceKind::Estate) {
        return None;
    }
    let whom = Picker::new();
    let id = place.id.clone();
    let send = move || {
        if desk.form.lacks(ui, &[(whom.chosen.now().is_none(), "steward", words::WHO_MISSING)]) {
            return;
        }
        let Some(person) = whom.chosen.now() else { return };
        let fields = vec![
            ("id", ui.hood.new_id().tree()),
            ("person", person.tree()),
            ("role", Role::Steward.tree()),
            ("place", id.tree()),
        ];
        desk.act(ui, "grant.give@1", fields, move |ui| {
            whom.chosen.set(None::<Id>);
            told(ui, words::MADE);
        });
    };
    let form = Form::element(send)
        .put(whom.fields(ui, desk.form, "steward", words::WHO, query::people))
        .put(desk.form.submit(ui, "btn ghost", words::MADE_DO));
    Some(fold(ui, words::MAKE_STEWARD, form.into()))
}

/// All of it.
pub fn section(ui: Ui, desk: Desk, place: &Place) -> Node {
    of("div", "stack")
        .put(desk.form.summary(ui))
        .put(steward(ui, desk, place))
        .put(add(ui, desk, place))
        .put(change(ui, desk, place))
        .put(live(move || note("note", ui, words::NEEDS_NETWORK)))
        .into()
}
