//! Recording a hazard: choices before typing, kept at once.

use super::{
    at::{At, nowhere},
    draft::Draft,
};
use crate::{
    photo::Picked,
    routes::{Route, Show},
    text::{council, stewards as words},
    ui::{
        Node, Ui,
        act::{Form, may, saved_note},
        link, live,
        looked::Looked,
        of,
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

/// The entry that is being corrected.
fn before(ui: Ui) -> Option<FindHazard> {
    match ui.again.now()?.command {
        Command::FindHazard1(FindHazard1(old)) | Command::FindHazard(old) => Some(old),
        _ => None,
    }
}

fn send(ui: Ui, form: Form, draft: Draft, at: At, photos: Picked) {
    let place = untrack(|| at.get(ui));
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
        spot: draft.spot.now(),
        category,
        grade: draft.grade.now().unwrap_or(Grade::Ordinary),
        note: draft.note.now(),
        found_at_ms: old.map_or(Millis::MAX, |old| old.found_at_ms).min(ui.hood.now_ms()),
        photos: named,
    });
    let what = untrack(|| ui.t(words::category(category)).to_owned());
    form.act_with(ui, command, photos, what, |ui| ui.go(&Route::Stewards(Show::All)));
}

fn refused(ui: Ui) -> Node {
    // Without buildings nothing is raised either.
    let raise = (!query::has_no_buildings(ui)).then(|| link("btn c", &Route::CouncilNew).say(ui, council::NEW));
    nowhere(ui, "楼", words::NOT_YOURS_TITLE, words::NOT_YOURS).put(raise).into()
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let draft = Draft::new();
    let form = Form::new();
    let at = At::new(move || places(ui));
    if let Some(old) = before(ui) {
        draft.say(old.category, &old.spot, old.grade, &old.note);
        at.set(old.place);
    }
    let photos = Picked::new();
    let none = Looked::new(move || at.is_nowhere());
    let body = live(move || {
        if none.get() {
            return refused(ui);
        }
        Form::element(move || send(ui, form, draft, at, photos))
            .put(form.summary(ui))
            .put(at.field(ui, form))
            .put(draft.fields(ui, form))
            .put(photos.field(ui, form))
            .put(of("div", "push stack").put(form.submit(ui, "btn", words::RECORD)).put(saved_note(ui)))
            .into()
    });
    let here = move || at.get(ui).map(|at| ui.fill(words::WHERE_NOW, &[&query::long_place_name(ui, &at)]));
    Page::new("page slim s", move || ui.t(words::NEW).into(), body)
        .sub(move || here().unwrap_or_default())
        .back(Route::Stewards(Show::All))
}
