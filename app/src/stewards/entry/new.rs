//! Recording an entry: choices before typing, kept at once; a resident asks for an errand.

use super::{
    super::at::At,
    may::{as_resident, places},
    steps::sign,
    way::point_name,
};
use crate::{
    photo::Picked,
    routes::{Route, Show},
    text::{Words, entry as words, stewards},
    ui::{
        Held, Node, Ui,
        act::{Form, saved_note},
        el,
        form::{Field, field},
        list::state,
        live,
        looked::Looked,
        nothing, of, p,
        page::Page,
        people::Picker,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id,
    calendar::DAY_MS,
    command::Command,
    grid::{Place, PlaceKind},
    privacy::Contact,
    stewards::{EntryCategory, EntryContent, EntryKind, Named, RecordEntry},
};
use leptos::prelude::*;

const NOTE: Field = Field { hint: None, ..Field::area("note", stewards::NOTE) };
const SIDES: [(Field, Words); 2] = [
    (Field::line("side-a", words::FIRST_SIDE), words::SIDE_A),
    (Field::line("side-b", words::SECOND_SIDE), words::SIDE_B),
];
const NAME: Field = Field::line("name", words::NAME_THEM);
const WHEN: [(i64, Words); 3] = [(0, words::NOW), (1, words::TOMORROW), (2, words::LATER)];

/// What is being written down. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Draft {
    kind: EntryKind,
    at: At,
    category: Pick<EntryCategory>,
    names: [Held<String>; 2],
    whom: Picker,
    /// Checkpoints that are left out.
    without: Held<Vec<Id>>,
    when: Pick<(i64, Words)>,
    note: Held<String>,
    photos: Picked,
}

/// Whom this device may know: the people of the community, or the contacts of one's building.
fn known(ui: Ui) -> Vec<(Id, String)> {
    let mut all = query::people(ui);
    query::each(ui, &mut |contact: &Contact| {
        if !contact.place.is_none() && !all.iter().any(|(person, _)| *person == contact.person) {
            all.push((contact.person.clone(), query::shown(&contact.name).to_owned()));
        }
    });
    let me = query::my_id(ui);
    all.retain(|(person, _)| *person != me);
    all
}

impl Draft {
    fn new(ui: Ui, kind: EntryKind) -> Self {
        let draft = Self {
            kind,
            at: At::new(move || places(ui, kind)),
            category: Pick::new(kind.categories()),
            names: [Held::new(String::new()), Held::new(String::new())],
            whom: Picker::new(),
            without: Held::new(Vec::new()),
            when: Pick::new(&WHEN),
            note: Held::new(String::new()),
            photos: Picked::new(),
        };
        draft.when.set(WHEN[0]);
        if let [only] = kind.categories() {
            draft.category.set(*only);
        }
        draft
    }

    /// Says again what was turned away.
    fn recall(self, ui: Ui) {
        let Some(Command::RecordEntry(old)) = ui.again.now().map(|old| old.command) else { return };
        self.at.set(old.place);
        self.category.set(old.content.category);
        self.note.set(old.content.note);
        for (name, party) in self.names.iter().zip(&old.content.parties) {
            name.set(party.name.clone());
        }
    }

    /// What a patrol of the place passes: the buildings of its yard.
    fn points(self, ui: Ui) -> Vec<Id> {
        let Some((place, _)) = self.at.get(ui).and_then(|at| query::record::<Place>(ui, &at)) else {
            return Vec::new();
        };
        let yard = if place.place_kind == PlaceKind::Estate { Some(&place.id) } else { place.path.get(1) };
        let mut all = Vec::new();
        query::each(ui, &mut |other: &Place| {
            if other.place_kind == PlaceKind::Building && yard.is_some_and(|yard| other.path.contains(yard)) {
                all.push((0, other.name.clone(), other.id.clone()));
            }
        });
        crate::ui::order::named(all).into_iter().map(|(id, _)| id).collect()
    }

    fn parties(self, ui: Ui) -> Vec<Named> {
        let called = |name: &Held<String>, instead: Words| match name.now().trim() {
            "" => untrack(|| ui.t(instead).to_owned()),
            name => name.to_owned(),
        };
        let nobody = |name| Named { person: Id::none(), name };
        if self.kind == EntryKind::Dispute {
            return SIDES.iter().zip(&self.names).map(|((_, side), name)| nobody(called(name, *side))).collect();
        }
        if self.kind == EntryKind::Errand && untrack(|| as_resident(ui)) {
            return vec![Named { person: untrack(|| query::my_id(ui)), name: String::new() }];
        }
        let typed = !self.names[0].now().trim().is_empty();
        match self.whom.chosen.now() {
            Some(person) => vec![Named { person, name: String::new() }],
            None if typed || self.kind.parties().0 > 0 => vec![nobody(called(&self.names[0], words::A_RESIDENT))],
            None => Vec::new(),
        }
    }

    fn content(self, ui: Ui, category: EntryCategory) -> EntryContent {
        let days = self.when.now().map_or(0, |(days, _)| days);
        let without = self.without.now();
        let mut checkpoints = if self.kind == EntryKind::Patrol { untrack(|| self.points(ui)) } else { Vec::new() };
        checkpoints.retain(|point| !without.contains(point));
        EntryContent {
            category,
            spot: String::new(),
            note: self.note.now(),
            happened_at_ms: ui.hood.now_ms() + days * DAY_MS,
            parties: self.parties(ui),
            checkpoints,
            photos: self.photos.now().iter().map(|(id, _)| id.clone()).collect(),
        }
    }

    fn send(self, ui: Ui, form: Form) {
        let place = untrack(|| self.at.get(ui));
        let lacks = [
            (place.is_none(), "place", stewards::PLACE_MISSING),
            (self.category.now().is_none(), "what", stewards::WHAT_MISSING),
        ];
        if form.lacks(ui, &lacks) {
            return;
        }
        if let Some(making) = self.photos.missing(ui) {
            return form.tell(vec![making]);
        }
        let (Some(place), Some(category)) = (place, self.category.now()) else { return };
        let command = Command::RecordEntry(RecordEntry {
            id: ui.hood.new_id(),
            entry_kind: self.kind,
            place,
            replaces: Id::none(),
            content: self.content(ui, category),
        });
        let what = untrack(|| ui.t(stewards::kind(self.kind)).to_owned());
        form.act_with(ui, command, self.photos.now(), what, |ui| ui.go(&Route::Stewards(Show::All)));
    }

    /// Whom it concerns, as far as the kind asks.
    fn people(self, ui: Ui, form: Form) -> Node {
        let sides = SIDES.into_iter().zip(self.names);
        match self.kind {
            EntryKind::Dispute => Node::Many(sides.map(|((line, _), name)| field(ui, form, line, name)).collect()),
            EntryKind::Errand if untrack(|| as_resident(ui)) => nothing(),
            EntryKind::Errand | EntryKind::Visit => {
                let legend = if self.kind == EntryKind::Errand { words::FOR_WHOM } else { words::WHOM };
                vec![self.whom.fields(ui, form, "whom", legend, known), field(ui, form, NAME, self.names[0])].into()
            }
            _ => nothing(),
        }
    }

    fn passes(self, ui: Ui) -> Node {
        live(move || {
            let box_of = |point: Id| {
                let without = self.without;
                let there = !without.with(|all| all.contains(&point));
                let name = point_name(ui, &point);
                let input = el("input").attr("type", "checkbox").flag("checked", there).on("change", move |event| {
                    let mut all = without.now();
                    all.retain(|other| *other != point);
                    if !event_target_checked(&event) {
                        all.push(point.clone());
                    }
                    without.set(all);
                });
                of("label", "check").put(input).put(el("span").put(name)).into()
            };
            let boxes = self.points(ui).into_iter().map(box_of);
            of("fieldset", "field").put(el("legend").say(ui, words::POINTS)).all(boxes)
        })
    }

    fn fields(self, ui: Ui, form: Form) -> Node {
        let kind = self.kind;
        let mut all = Vec::new();
        if matches!(kind, EntryKind::Theft | EntryKind::Fight) {
            all.push(live(move || call_110(ui)));
        }
        all.push(self.at.field(ui, form));
        if kind.categories().len() > 1 {
            let chips = self.category.chips(ui, form, "what", words::WHAT, |ui, one| ui.t(words::category(one)).into());
            all.push(chips);
        }
        if kind == EntryKind::Patrol {
            all.push(self.passes(ui));
        }
        if kind.is_planned() {
            all.push(self.when.chips(ui, form, "when", words::WHEN, |ui, (_, words)| ui.t(words).into()));
        }
        // Whose errand it is, is half of what it is; of the others three taps are enough.
        let (people, folded) = match kind {
            EntryKind::Errand => (self.people(ui, form), nothing()),
            _ => (nothing(), self.people(ui, form)),
        };
        all.push(people);
        let more = of("details", "fold")
            .flag("open", !self.note.now().is_empty())
            .put(live(move || el("summary").say(ui, stewards::NOTE_OPEN)))
            .put(of("div", "stack").put(folded).put(field(ui, form, NOTE, self.note)));
        all.push(more.into());
        if !matches!(kind, EntryKind::Visit) {
            all.push(self.photos.field(ui, form));
        }
        Node::Many(all)
    }
}

/// Call 110 first.
pub fn call_110(ui: Ui) -> Node {
    of("div", "notice bad")
        .attr("role", "alert")
        .put(p("", el("b").put(ui.t(words::CALL_110))).put(" ").put(ui.t(words::CALL_110_MORE)))
        .put(of("div", "acts").put(of("a", "btn danger sm").attr("href", "tel:110").put("110")))
        .into()
}

/// The screen.
pub fn page(ui: Ui, kind: EntryKind) -> Page {
    let draft = Draft::new(ui, kind);
    let form = Form::new();
    draft.recall(ui);
    let none = Looked::new(move || draft.at.is_nowhere());
    let body = live(move || {
        if none.get() {
            return state("", sign(kind), ui.t(words::NOT_YOURS_TITLE), ui.t(words::NOT_YOURS)).node();
        }
        Form::element(move || draft.send(ui, form))
            .put(form.summary(ui))
            .put(draft.fields(ui, form))
            .put(of("div", "push stack").put(form.submit(ui, "btn", stewards::RECORD)).put(saved_note(ui)))
            .into()
    });
    let here = move || draft.at.get(ui).map(|at| query::long_place_name(ui, &at));
    Page::new("page slim s", move || ui.t(stewards::kind(kind)).into(), body)
        .sub(move || here().unwrap_or_default())
        .back(Route::Home)
}
