//! A worker adds, changes and closes places by hand. With network only, as everything at the desk.

use crate::{
    text::{Words, grid as words},
    ui::{
        Held, Node, Ui,
        act::{Form, call_error},
        button,
        confirm::{Work, confirm},
        el,
        form::{Choice, Field, check, choose, field},
        list::section,
        live,
        looked::Looked,
        nothing, of, query,
    },
};
use jiefang_domain::{
    Field as Told, Id,
    grid::{Place, PlaceKind},
    identity::STAFF,
    tree::{Tree, Wood},
};
use leptos::prelude::*;

const NAME: Field = Field::line("place-name", words::NAME);
const NEW_NAME: Field = Field::line("new-place", words::NAME);
const BODY: Field = Field::line("body", words::BODY);
const UNITS: Field = Field { kind: "number", ..Field::line("units", words::UNITS) };
const HOUSEHOLDS: Field = Field { kind: "number", ..Field::line("households", words::HOUSEHOLDS) };

/// Whether this person keeps the grid. Tracked.
pub fn may(ui: Ui) -> bool {
    query::i_am(ui, STAFF)
}

/// Does something at the desk of the current book.
pub fn send(
    ui: Ui,
    form: Form,
    kind: &'static str,
    fields: Vec<(&'static str, Tree)>,
    done: impl FnOnce(Ui) + 'static,
) {
    let book = untrack(|| ui.hood.book().get()).unwrap_or_else(Id::none);
    form.run(ui, async move {
        let refused = ui.hood.desk_act(book, kind, fields).await;
        match refused.map_err(|error| untrack(|| call_error(ui, error)))? {
            refused if refused.is_empty() => Ok(done),
            refused => Err(refused),
        }
    });
}

fn told(ui: Ui, words: Words) {
    ui.toasts.tell(untrack(|| ui.t(words).into()));
}

/// Places of a kind that stand, by name.
fn of_kind(ui: Ui, kind: PlaceKind) -> Vec<(Id, String)> {
    let mut all = Vec::new();
    query::each(ui, &mut |place: &Place| {
        if place.place_kind == kind && place.stands() {
            all.push((0, place.name.clone(), place.id.clone()));
        }
    });
    crate::ui::order::named(all)
}

/// The community and what it lies in, as every place of it ends.
fn above(ui: Ui) -> Vec<Id> {
    let book = untrack(|| ui.hood.book().get()).unwrap_or_else(Id::none);
    query::record::<Place>(ui, &book).map_or_else(|| vec![book], |(place, _)| place.path)
}

/// One place chosen among those of a kind, or none.
fn within(ui: Ui, form: Form, id: &'static str, kind: PlaceKind, at: Held<Option<Id>>) -> Node {
    live(move || {
        let (mut all, now) = (of_kind(ui, kind), at.get());
        all.insert(0, (Id::none(), "—".into()));
        let choice = |(id, name): &(Id, String)| Choice::new(name.clone(), now.clone().unwrap_or_else(Id::none) == *id);
        let choices = all.iter().map(choice).collect();
        choose(ui, form, id, words::kind(kind), choices, move |n| {
            at.set(all.get(n).map(|(id, _)| id.clone()).filter(|id| !id.is_none()));
        })
    })
}

fn number(typed: &Held<String>) -> Option<u32> {
    let typed = typed.now();
    let typed = typed.trim();
    if typed.is_empty() { Some(0) } else { typed.parse().ok() }
}

fn first_of(ui: Ui, place: &Place, kind: PlaceKind) -> Option<Id> {
    let of_kind = |id: &&Id| query::record::<Place>(ui, id).is_some_and(|(place, _)| place.place_kind == kind);
    place.path.iter().skip(1).find(of_kind).cloned()
}

fn change(ui: Ui, form: Form, place: &Place) -> Node {
    let text = |field: &Told<String>| Held::new(field.known().cloned().unwrap_or_default());
    let count = |field: &Told<u32>| {
        let count = field.known().filter(|count| **count > 0);
        Held::new(count.map_or_else(String::new, ToString::to_string))
    };
    let (name, body) = (Held::new(place.name.clone()), text(&place.body));
    let (units, households) = (count(&place.units), count(&place.households));
    let unmanaged = Held::new(place.unmanaged);
    let kind = place.place_kind;
    let estate = Held::new(first_of(ui, place, PlaceKind::Estate));
    let area = Held::new(first_of(ui, place, PlaceKind::Area));
    let old = place.clone();
    let save = move || {
        let typed = name.now().trim().to_owned();
        let counts = (number(&units), number(&households));
        let asked = [
            (typed.is_empty(), "place-name", words::NAME_MISSING),
            (counts.0.is_none(), "units", words::NUMBER_BAD),
            (counts.1.is_none(), "households", words::NUMBER_BAD),
        ];
        if form.lacks(ui, &asked) {
            return;
        }
        let lies_in: Vec<Id> = estate.now().into_iter().chain(area.now()).chain(untrack(|| above(ui))).collect();
        let moves = matches!(kind, PlaceKind::Estate | PlaceKind::Building) && old.path[1..] != lies_in;
        let fields = vec![
            ("place", old.id.tree()),
            ("name", typed.tree()),
            ("body", body.now().trim().to_owned().tree()),
            ("units", counts.0.unwrap_or_default().tree()),
            ("households", counts.1.unwrap_or_default().tree()),
            ("unmanaged", unmanaged.now().tree()),
            ("lies_in", if moves { lies_in.tree() } else { Tree::Null }),
        ];
        send(ui, form, "place.change@1", fields, |ui| told(ui, words::SAVED));
    };
    let sized = matches!(kind, PlaceKind::Building | PlaceKind::Estate);
    let form_ = Form::element(save)
        .put(field(ui, form, NAME, name))
        .put(field(ui, form, BODY, body))
        .put((kind == PlaceKind::Building).then(|| field(ui, form, UNITS, units)))
        .put(sized.then(|| field(ui, form, HOUSEHOLDS, households)))
        .put((kind == PlaceKind::Building).then(|| within(ui, form, "estate", PlaceKind::Estate, estate)))
        .put(sized.then(|| within(ui, form, "area", PlaceKind::Area, area)))
        .put((kind == PlaceKind::Estate).then(|| check(ui.t(words::UNMANAGED), unmanaged)))
        .put(form.submit(ui, "btn", words::SAVE));
    form_.into()
}

/// Changing a place, closing it, and opening it again.
pub fn section_of(ui: Ui, place: &Place) -> Node {
    let (form, open) = (Form::new(), Held::new(None::<usize>));
    let (id, name) = (place.id.clone(), place.name.clone());
    let community = matches!(place.place_kind, PlaceKind::Community | PlaceKind::Subdistrict | PlaceKind::Server);
    if community {
        return nothing();
    }
    if !place.stands() {
        let again = button("btn ghost", ui.t(words::REOPEN), move || {
            send(ui, form, "place.reopen@1", vec![("place", id.tree())], |ui| told(ui, words::REOPENED));
        });
        return section(ui.t(words::EDIT), None).put(form.summary(ui)).put(of("div", "btns").put(again)).into();
    }
    let ask =
        move |_| (words::CLOSE, [ui.fill(words::CLOSE_TITLE, &[&name]), ui.t(words::CLOSE_TEXT).into()].join(" "));
    let work = move |_| {
        let (id, book) = (id.clone(), untrack(|| ui.hood.book().get()).unwrap_or_else(Id::none));
        Box::pin(async move {
            let refused = ui.hood.desk_act(book, "place.close@1", vec![("place", id.tree())]).await?;
            if refused.is_empty() {
                told(ui, words::CLOSED_DONE);
            } else {
                form.tell(vec![("", refused)]);
            }
            Ok(())
        }) as Work
    };
    let close = button("btn danger", ui.t(words::CLOSE), move || open.set(Some(0)));
    let fold = of("details", "fold")
        .put(el("summary").say(ui, words::EDIT))
        .put(of("div", "stack").put(untrack(|| change(ui, form, place))).put(of("div", "btns").put(close)));
    let body: Node = vec![form.summary(ui), fold.into(), confirm(ui, open, ask, work, |_| {})].into();
    section(ui.t(words::EDIT), None).put(body).into()
}

/// What may be added inside a place of that kind.
const fn addable(kind: PlaceKind) -> &'static [PlaceKind] {
    match kind {
        PlaceKind::Community => &[PlaceKind::Estate, PlaceKind::Area],
        PlaceKind::Area => &[PlaceKind::Building, PlaceKind::Estate],
        PlaceKind::Estate => &[PlaceKind::Building],
        _ => &[],
    }
}

fn add(ui: Ui, place: &Place) -> Node {
    let form = Form::new();
    let kinds = addable(place.place_kind);
    let (name, kind) = (Held::new(String::new()), Held::new(kinds.first().copied()));
    let lies_in = place.path.clone();
    let send_ = move || {
        let typed = name.now().trim().to_owned();
        let what = kind.now();
        let asked =
            [(what.is_none(), "kind", words::ADD_WHAT_MISSING), (typed.is_empty(), "new-place", words::NAME_MISSING)];
        if form.lacks(ui, &asked) {
            return;
        }
        let Some(what) = what else { return };
        let fields = vec![
            ("id", ui.hood.new_id().tree()),
            ("kind", what.tree()),
            ("name", typed.tree()),
            ("lies_in", lies_in.tree()),
            ("unmanaged", Tree::Bool(false)),
            ("units", Tree::Int(0)),
            ("households", Tree::Int(0)),
            ("body", String::new().tree()),
        ];
        send(ui, form, "place.add@2", fields, move |ui| {
            name.set(String::new());
            told(ui, words::ADDED);
        });
    };
    let which = live(move || {
        let now = kind.get();
        let choices = kinds.iter().map(|one| Choice::new(ui.t(words::kind(*one)), now == Some(*one))).collect();
        choose(ui, form, "kind", words::ADD_WHAT, choices, move |at| kind.set(kinds.get(at).copied()))
    });
    let fold = of("details", "fold").put(el("summary").say(ui, words::ADD)).put(
        Form::element(send_).put(form.summary(ui)).put(which).put(field(ui, form, NEW_NAME, name)).put(form.submit(
            ui,
            "btn",
            words::ADD_DO,
        )),
    );
    section(ui.t(words::ADD), None).put(fold).into()
}

/// Adding inside a place, or inside the community where none is named.
pub fn adding(ui: Ui, inside: Option<Id>) -> Node {
    let place = Looked::new(move || {
        let id = inside.clone().or_else(|| ui.hood.book().get()).unwrap_or_else(Id::none);
        let place = query::record::<Place>(ui, &id).map(|(place, _)| place);
        place.filter(|place| may(ui) && place.stands() && !addable(place.place_kind).is_empty())
    });
    live(move || place.get().map(|place| untrack(|| add(ui, &place))))
}
