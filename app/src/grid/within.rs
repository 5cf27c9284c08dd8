//! In which estate and area a place lies, chosen among those of the community.

use crate::{
    text::grid as words,
    ui::{
        Held, Node, Ui,
        act::Form,
        form::{Choice, choose},
        live,
        order::named,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::{Place, PlaceKind},
};
use leptos::prelude::untrack;

/// What is chosen. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Within {
    kind: PlaceKind,
    estate: Held<Option<Id>>,
    area: Held<Option<Id>>,
}

fn first(ui: Ui, place: &Place, kind: PlaceKind) -> Held<Option<Id>> {
    let of_kind = |id: &&Id| query::record::<Place>(ui, id).is_some_and(|(place, _)| place.place_kind == kind);
    Held::new(place.path.iter().skip(1).find(of_kind).cloned())
}

/// The places of a kind that stand, and none of them.
fn all(ui: Ui, kind: PlaceKind) -> Vec<(Id, String)> {
    let mut all = vec![(0, ui.t(words::IN_NONE).to_owned(), Id::none())];
    query::each(ui, &mut |place: &Place| {
        if place.place_kind == kind && place.stands() {
            all.push((1, place.name.clone(), place.id.clone()));
        }
    });
    named(all)
}

fn one(ui: Ui, form: Form, id: &'static str, kind: PlaceKind, at: Held<Option<Id>>) -> Node {
    live(move || {
        let (all, now) = (all(ui, kind), at.get().unwrap_or_else(Id::none));
        let choices = all.iter().map(|(id, name)| Choice::new(name.clone(), *id == now)).collect();
        choose(ui, form, id, words::kind(kind), choices, move |n| {
            at.set(all.get(n).map(|(id, _)| id.clone()).filter(|id| !id.is_none()));
        })
    })
}

impl Within {
    /// As it is.
    pub fn of(ui: Ui, place: &Place) -> Self {
        let (estate, area) = (first(ui, place, PlaceKind::Estate), first(ui, place, PlaceKind::Area));
        Self { kind: place.place_kind, estate, area }
    }

    /// The fields: a building lies in an estate and an area, an estate in an area.
    pub fn fields(self, ui: Ui, form: Form) -> Node {
        let estate = || one(ui, form, "place-estate", PlaceKind::Estate, self.estate);
        let area = || one(ui, form, "place-area", PlaceKind::Area, self.area);
        match self.kind {
            PlaceKind::Building => vec![estate(), area()].into(),
            PlaceKind::Estate => area(),
            _ => crate::ui::nothing(),
        }
    }

    /// What it lies in as chosen; nothing where that is as it was.
    pub fn moved(self, ui: Ui, place: &Place) -> Option<Vec<Id>> {
        let book = untrack(|| ui.hood.book().get())?;
        let estate = self.estate.now().filter(|_| self.kind == PlaceKind::Building);
        let up = place.path.iter().skip_while(|id| **id != book).cloned();
        let lies_in: Vec<Id> = estate.into_iter().chain(self.area.now()).chain(up).collect();
        let moves = self.kind.is_looked_after();
        (moves && place.path.get(1..) != Some(&lies_in[..])).then_some(lies_in)
    }
}
