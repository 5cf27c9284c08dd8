//! Recording a hazard: choices before typing, kept at once.

use super::draft::Draft;
use crate::{
    photo::Picked,
    routes::{Route, Show},
    text::{council, stewards as words},
    ui::{
        Held, Node, Ui,
        act::{Form, may, saved_note},
        form::{Choice, choose},
        link,
        list::state,
        live,
        looked::Looked,
        nothing, of,
        page::Page,
        query,
    },
};
use jiefang_domain::{
    Id, Millis,
    command::Command,
    grid::PlaceKind,
    photo::PHOTOS_MAX,
    stewards::{FindHazard, FindHazard1, Grade, HazardCategory},
};
use leptos::prelude::*;

fn sample(ui: Ui, place: &Id) -> Command {
    Command::FindHazard(FindHazard {
        id: Id::join(&["sample"]),
        place: place.clone(),
        spot: String::new(),
        category: HazardCategory::Other,
        grade: Grade::Ordinary,
        note: String::new(),
        found_at_ms: ui.hood.now_ms(),
        photos: Vec::new(),
    })
}

/// The buildings and estates where this person records hazards; their own first.
fn places(ui: Ui) -> Vec<(Id, String)> {
    let own: Vec<Id> = query::my_grants(ui).into_iter().map(|grant| grant.place).collect();
    query::places(ui, &own, PlaceKind::Building, &|place| may(ui, &sample(ui, place)))
}

/// Whether this person records hazards at all.
pub fn may_record(ui: Ui) -> bool {
    !places(ui).is_empty()
}

/// Where it is: what was chosen, the one place there is, or the first of one's own.
fn at(ui: Ui, picked: Held<Option<Id>>) -> Option<Id> {
    picked.get().or_else(|| {
        let places = places(ui);
        let mine = query::my_grants(ui);
        let (first, _) = places.first()?;
        (places.len() == 1 || mine.iter().any(|grant| grant.place == *first)).then(|| first.clone())
    })
}

/// The entry that is being corrected.
fn before(ui: Ui) -> Option<FindHazard> {
    match ui.again.now()?.command {
        Command::FindHazard1(FindHazard1(old)) | Command::FindHazard(old) => Some(old),
        _ => None,
    }
}

fn send(ui: Ui, form: Form, draft: Draft, picked: Held<Option<Id>>, photos: Picked) {
    let place = untrack(|| at(ui, picked));
    let mut wrong = draft.missing(ui);
    wrong.extend(photos.missing(ui));
    if place.is_none() {
        wrong.insert(0, ("place", untrack(|| ui.t(words::PLACE_MISSING).into())));
    }
    let (Some(place), Some(category), true) = (place, draft.category.now(), wrong.is_empty()) else {
        return form.tell(wrong);
    };
    let photos = photos.now();
    let old = before(ui);
    // What is corrected keeps the photos it had; they are on this device or on their way already.
    let mut named = old.as_ref().map_or_else(Vec::new, |old| old.photos.clone());
    named.extend(photos.iter().map(|(id, _)| id.clone()));
    named.truncate(PHOTOS_MAX);
    let command = Command::FindHazard(FindHazard {
        id: ui.hood.new_id(),
        place,
        spot: draft.spot.now().unwrap_or_default().into(),
        category,
        grade: draft.grade.now().unwrap_or(Grade::Ordinary),
        note: draft.note.now(),
        found_at_ms: old.map_or(Millis::MAX, |old| old.found_at_ms).min(ui.hood.now_ms()),
        photos: named,
    });
    let what = untrack(|| ui.t(words::category(category)).to_owned());
    form.act_with(ui, command, photos, what, |ui| ui.go(&Route::Stewards(Show::All)));
}

/// Which building; nothing to choose where there is one.
fn where_to(ui: Ui, form: Form, picked: Held<Option<Id>>) -> Node {
    live(move || {
        let (all, chosen) = (places(ui), at(ui, picked));
        if all.len() < 2 {
            return nothing();
        }
        let choices = all.iter().map(|(id, name)| Choice::new(name.clone(), chosen.as_ref() == Some(id)));
        let choices = choices.collect();
        choose(ui, form, "place", words::PLACE, choices, move |i| picked.set(all.get(i).map(|(id, _)| id.clone())))
    })
}

fn refused(ui: Ui) -> Node {
    state("", "楼", ui.t(words::NOT_YOURS_TITLE), ui.t(words::NOT_YOURS))
        .put(link("btn c", &Route::CouncilNew).say(ui, council::NEW))
        .into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let draft = Draft::new();
    let form = Form::new();
    let picked = Held::new(None::<Id>);
    if let Some(old) = before(ui) {
        draft.say(old.category, &old.spot, old.grade, &old.note);
        picked.set(Some(old.place));
    }
    let photos = Picked::new();
    let none = Looked::new(move || !may_record(ui));
    let body = live(move || {
        if none.get() {
            return refused(ui);
        }
        Form::element(move || send(ui, form, draft, picked, photos))
            .put(form.summary(ui))
            .put(where_to(ui, form, picked))
            .put(draft.fields(ui, form))
            .put(photos.field(ui, form))
            .put(of("div", "push stack").put(form.submit(ui, "btn", words::RECORD)).put(saved_note(ui)))
            .into()
    });
    let here = move || at(ui, picked).map(|at| ui.fill(words::WHERE_NOW, &[&query::long_place_name(ui, &at)]));
    Page::new("page slim s", move || ui.t(words::NEW).into(), body)
        .sub(move || here().unwrap_or_default())
        .back(Route::Stewards(Show::All))
}
