//! One node of the grid: who looks after it, what is open there, what lies in it; for workers, changing it.

mod change;
mod look;
mod past;
mod sign;
mod within;

use crate::{
    people::desk::Desk,
    privacy,
    routes::{Route, Show},
    stewards,
    text::{grid as words, people, roles},
    ui::{
        Held, Node, Ui,
        confirm::confirm,
        list::{gone, tag},
        live,
        looked::Looked,
        of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Day, Id,
    grid::{Place, PlaceKind},
    identity::{Role, STAFF},
    tree::Wood,
};
use leptos::prelude::untrack;
use look::Ends;
use sign::Signs;

const BACK: Route = Route::Stewards(Show::All);

/// The place a page is about: the one named, or the whole community.
fn subject(ui: Ui, id: Option<&Id>) -> Option<Place> {
    let id = id.cloned().or_else(|| ui.hood.book().get())?;
    query::record::<Place>(ui, &id).map(|(place, _)| place)
}

fn sub(ui: Ui, place: &Place) -> String {
    let kind = ui.t(words::kind(place.place_kind));
    match query::shown(&place.body) {
        "" => kind.into(),
        body => [kind, " · ", body].concat(),
    }
}

/// Of one's own building the residents who agreed to be called. It stays while rows arrive: a number is looked at in it.
fn contacts(ui: Ui, id: Option<Id>) -> Node {
    let of = id.clone();
    let mine = Looked::new(move || of.as_ref().is_some_and(|id| query::looked_after(ui).contains(id)));
    live(move || mine.get().then(|| untrack(|| privacy::contacts(ui, id.clone()))))
}

/// Ending a stewardship, after one question.
fn ending(ui: Ui, desk: Desk, ends: Ends) -> Node {
    let named = move || ends.of.now().unwrap_or_else(|| (Id::none(), String::new()));
    let ask = move |_| {
        let role = ui.t(roles::role(Role::Steward));
        (people::END_TITLE, ui.fill(people::END_TEXT, &[&named().1, role]))
    };
    let work = move |_| desk.work(ui, "grant.end@1", vec![("grant", named().0.tree())], words::ENDED);
    confirm(ui, ends.open, ask, work, |_| {})
}

/// The screen.
pub fn page(ui: Ui, id: Option<&Id>) -> Page {
    let (desk, instead, ends, signs) = (Desk::new(), Held::new(None), Ends::new(), Signs::new());
    let staff = Looked::new(move || query::i_am(ui, STAFF));
    let [of_title, of_sub, of_body, of_desk, of_back, of_contacts] = [(); 6].map(|()| id.cloned());
    let title = move || {
        let place = subject(ui, of_title.as_ref());
        place.map_or_else(|| ui.t(words::TITLE).into(), |place| query::long_place_name(ui, &place.id))
    };
    let body = live(move || {
        let Some(place) = subject(ui, of_body.as_ref()) else { return gone(ui, &BACK) };
        let closed = (!place.stands()).then(|| of("p", "").put(tag("tag bad", ui.t(words::CLOSED_TAG))));
        let inner = (place.place_kind != PlaceKind::Building).then(|| look::inside(ui, &place));
        Node::Many(vec![
            closed.into(),
            look::stewards(ui, &place, instead, ends),
            stewards::yards(ui, Some(&place)).into(),
            look::open(ui, &place),
            look::about(ui, &place),
            inner.into(),
            past::past(ui, &place),
        ])
    });
    // Again when what is changed here is another: what was typed is saved then. Who looks after it is none of that.
    let changed = Looked::new(move || {
        let place = subject(ui, of_desk.as_ref()).filter(|_| staff.get())?;
        Some(Place { stewards: 0, stewards_since: Day(0), ..place })
    });
    let change = live(move || {
        let place = changed.get();
        place.map(|place| untrack(|| change::section(ui, (desk, signs), &place, instead)))
    });
    let above = of_back
        .and_then(|id| untrack(|| subject(ui, Some(&id))))
        .and_then(|place| place.path.get(1).cloned())
        .filter(|above| untrack(|| query::record::<Place>(ui, above)).is_some());
    Page::new(
        "page slim s",
        title,
        vec![signs.sheets(ui), body, contacts(ui, of_contacts), ending(ui, desk, ends), change],
    )
    .sub(move || subject(ui, of_sub.as_ref()).map_or_else(String::new, |place| sub(ui, &place)))
    .back(above.map_or(BACK, |above| Route::Grid(Some(above))))
}
