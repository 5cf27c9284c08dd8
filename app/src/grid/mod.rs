//! One node of the grid: who looks after it, what is open there, what lies in it; for workers, changing it.

mod change;
mod look;
mod past;
mod within;

use crate::{
    people::desk::Desk,
    privacy,
    routes::{Route, Show},
    stewards,
    text::grid as words,
    ui::{
        Held, Node, Ui,
        list::{gone, tag},
        live,
        looked::Looked,
        of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
    identity::{Role, STAFF},
};

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

/// Of one's own building the residents who agreed to be called.
fn contacts(ui: Ui, place: &Place) -> Node {
    let grants = query::my_grants(ui);
    let mine = grants.iter().any(|grant| grant.role == Role::Steward && grant.place == place.id);
    if mine { privacy::contacts(ui) } else { crate::ui::nothing() }
}

/// Whether the place has been closed.
fn is_closed(place: &Place) -> bool {
    place.until_ms.known().is_some_and(|until_ms| *until_ms != 0)
}

/// The screen.
pub fn page(ui: Ui, id: Option<&Id>) -> Page {
    let (desk, instead) = (Desk::new(), Held::new(None));
    let staff = Looked::new(move || query::i_am(ui, STAFF));
    let [of_title, of_sub, of_body, of_desk, of_back] = [(); 5].map(|()| id.cloned());
    let title = move || {
        let place = subject(ui, of_title.as_ref());
        place.map_or_else(|| ui.t(words::TITLE).into(), |place| query::long_place_name(ui, &place.id))
    };
    let body = live(move || {
        let Some(place) = subject(ui, of_body.as_ref()) else { return gone(ui, &BACK) };
        let closed = is_closed(&place).then(|| of("p", "").put(tag("tag bad", ui.t(words::CLOSED_TAG))));
        let map = stewards::yards(ui, Some(&place));
        Node::Many(vec![
            closed.into_node(),
            look::stewards(ui, desk, &place, instead),
            map.into_node(),
            look::open(ui, &place),
            look::about(ui, &place),
            if place.place_kind == PlaceKind::Building { Node::Many(Vec::new()) } else { look::inside(ui, &place) },
            contacts(ui, &place),
            past::past(ui, &place),
        ])
    });
    // Again when the place is another one: what was typed is saved then.
    let changed = Looked::new(move || subject(ui, of_desk.as_ref()).filter(|_| staff.get()));
    let change = live(move || {
        let place = changed.get();
        place.map(|place| leptos::prelude::untrack(|| change::section(ui, desk, &place, instead)))
    });
    let above = of_back
        .and_then(|id| leptos::prelude::untrack(|| subject(ui, Some(&id))))
        .and_then(|place| place.path.get(1).cloned())
        .filter(|above| leptos::prelude::untrack(|| query::record::<Place>(ui, above)).is_some());
    Page::new("page slim s", title, vec![body, change])
        .sub(move || subject(ui, of_sub.as_ref()).map_or_else(String::new, |place| sub(ui, &place)))
        .back(above.map_or(BACK, |above| Route::Grid(Some(above))))
}

trait IntoNode {
    fn into_node(self) -> Node;
}

impl<N: Into<Node>> IntoNode for Option<N> {
    fn into_node(self) -> Node {
        self.map_or_else(crate::ui::nothing, Into::into)
    }
}
