//! Recording an entry: choices before typing, kept at once; a resident asks for an errand.

use super::{
    super::{
        at::{At, nowhere},
        spot::Spot,
    },
    may::places,
    steps::{correction, sign},
    way::point_name,
    whom::Whom,
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
        list::gone,
        live,
        looked::Looked,
        nothing, of, p,
        page::Page,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id,
    calendar::DAY_MS,
    command::Command,
    grid::{Place, PlaceKind},
    photo::PHOTOS_MAX,
    stewards::{Entry, EntryCategory, EntryContent, EntryKind, RecordEntry},
};
use leptos::prelude::*;

const NOTE: Field = Field { hint: None, ..Field::area("note", stewards::NOTE) };
const WHEN: [(i64, Words); 3] = [(0, words::NOW), (1, words::TOMORROW), (2, words::LATER)];

/// What is being written down. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Draft {
    kind: EntryKind,
    at: At,
    category: Pick<EntryCategory>,
    whom: Whom,
    /// Checkpoints that are left out.
    without: Held<Vec<Id>>,
    when: Pick<(i64, Words)>,
    note: Held<String>,
    spot: Spot,
    photos: Picked,
    /// What it is instead of: an act that was turned away, or a correction of what was reviewed.
    old: Held<Option<RecordEntry>>,
}

/// The act that was turned away.
fn before(ui: Ui, kind: EntryKind) -> Option<RecordEntry> {
    match ui.again.now()?.command {
        Command::RecordEntry(old) if old.entry_kind == kind => Some(old),
        _ => None,
    }
}

impl Draft {
    fn new(ui: Ui, kind: EntryKind) -> Self {
        let draft = Self {
            kind,
            at: At::new(move || places(ui, kind)),
            category: Pick::new(kind.categories()),
            whom: Whom::new(kind),
            without: Held::new(Vec::new()),
            when: Pick::new(&WHEN),
            note: Held::new(String::new()),
            spot: Spot::new(),
            photos: Picked::new(),
            old: Held::new(None),
        };
        draft.when.set(WHEN[0]);
        if let [only] = kind.categories() {
            draft.category.set(*only);
        }
        draft
    }

    /// Says again what was said before.
    fn recall(self, ui: Ui, old: RecordEntry) {
        self.old.set(Some(old.clone()));
        self.at.set(old.place.clone());
        self.category.set(old.content.category);
        self.note.set(old.content.note);
        self.spot.say(&old.content.spot);
        let passed = old.content.checkpoints;
        self.without.set(untrack(|| self.points(ui)).into_iter().filter(|point| !passed.contains(point)).collect());
        self.whom.recall(old.content.parties);
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

    fn content(self, ui: Ui, category: EntryCategory) -> EntryContent {
        let days = self.when.now().map_or(0, |(days, _)| days);
        let without = self.without.now();
        let mut checkpoints = if self.kind == EntryKind::Patrol { untrack(|| self.points(ui)) } else { Vec::new() };
        checkpoints.retain(|point| !without.contains(point));
        // What is corrected keeps the photos it had, and when it was.
        let old = self.old.now().map(|old| old.content);
        if let Some(old) = old.as_ref().filter(|_| untrack(|| self.is_over(ui))) {
            checkpoints.clone_from(&old.checkpoints);
        }
        let mut photos = old.as_ref().map_or_else(Vec::new, |old| old.photos.clone());
        photos.extend(self.photos.now().iter().map(|(id, _)| id.clone()));
        photos.truncate(PHOTOS_MAX);
        let then = ui.hood.now_ms() + days * DAY_MS;
        EntryContent {
            category,
            spot: self.spot.now(),
            note: self.note.now(),
            happened_at_ms: old.filter(|_| days == 0).map_or(then, |old| old.happened_at_ms),
            parties: self.whom.parties(ui),
            checkpoints,
            photos,
        }
    }

    /// Whether it corrects what came to its outcome: what was done and when is not said anew. Tracked.
    fn is_over(self, ui: Ui) -> bool {
        let replaced = self.old.with(|old| old.as_ref().map(|old| old.replaces.clone()));
        let old = replaced.and_then(|id| query::record::<Entry>(ui, &id));
        old.is_some_and(|(old, _)| old.ended_at_ms != 0)
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
        let replaces = self.old.now().map_or_else(Id::none, |old| old.replaces);
        let id = ui.hood.new_id();
        let to = if replaces.is_none() { Route::Stewards(Show::All) } else { Route::Entry(id.clone()) };
        let content = self.content(ui, category);
        let command = Command::RecordEntry(RecordEntry { id, entry_kind: self.kind, place, replaces, content });
        let what = untrack(|| ui.t(stewards::kind(self.kind)).to_owned());
        form.act_with(ui, command, self.photos.now(), what, move |ui| ui.go(&to));
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
        let (kind, over) = (self.kind, untrack(|| self.is_over(ui)));
        let danger = matches!(kind, EntryKind::Theft | EntryKind::Fight);
        let mut all = Vec::new();
        if danger && !over {
            all.push(live(move || call_110(ui)));
        }
        all.push(self.at.field(ui, form));
        if kind.categories().len() > 1 {
            let chips = self.category.chips(ui, form, "what", words::WHAT, |ui, one| ui.t(words::category(one)).into());
            all.push(chips);
        }
        if kind == EntryKind::Patrol && !over {
            all.push(self.passes(ui));
        }
        if kind.is_planned() && !over {
            all.push(self.when.chips(ui, form, "when", words::WHEN, |ui, (_, words)| ui.t(words).into()));
        }
        // Whose errand it is, is half of what it is; of the others three taps are enough.
        let (people, folded) = match kind {
            EntryKind::Errand => (self.whom.fields(ui, form), nothing()),
            _ => (nothing(), self.whom.fields(ui, form)),
        };
        all.push(people);
        // Where it happened is half of what it is; where somebody was visited is said by the way.
        let (spot, by_the_way) = match kind {
            EntryKind::Patrol => (nothing(), nothing()),
            _ if danger || kind == EntryKind::Dispute => (self.spot.field(ui, form), nothing()),
            _ => (nothing(), self.spot.field(ui, form)),
        };
        all.push(spot);
        let more = of("details", "fold")
            .flag("open", !self.note.now().is_empty() || self.old.now().is_some())
            .put(live(move || el("summary").say(ui, stewards::NOTE_OPEN)))
            .put(of("div", "stack").put(folded).put(by_the_way).put(field(ui, form, NOTE, self.note)));
        all.push(more.into());
        // Papers of what has ended are gone, and no more are kept.
        if kind != EntryKind::Visit && !(over && kind == EntryKind::Errand) {
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

/// What would be recorded to correct it: nothing while that entry is not read back yet.
fn to_correct(ui: Ui, kind: EntryKind, of: &Id) -> Option<RecordEntry> {
    let entry = query::record::<Entry>(ui, of).map(|(entry, _)| entry).filter(|entry| entry.entry_kind == kind)?;
    Some(correction(&entry, Id::none()))
}

/// The screen; `old` is what is corrected after its review.
pub fn page(ui: Ui, kind: EntryKind, old: Option<Id>) -> Page {
    let draft = Draft::new(ui, kind);
    let form = Form::new();
    if let Some(act) = before(ui, kind) {
        draft.recall(ui, act);
    }
    let none = Looked::new(move || draft.at.is_nowhere());
    let (corrects, looked) = (old.is_some(), old.clone());
    let here = Looked::new(move || looked.as_ref().is_none_or(|of| to_correct(ui, kind, of).is_some()));
    let back = old.clone().map_or(Route::Home, Route::Entry);
    let gone_to = back.clone();
    let body = live(move || {
        if !here.get() {
            return gone(ui, &gone_to);
        }
        if let Some(said) =
            old.as_ref().filter(|_| draft.old.now().is_none()).and_then(|of| untrack(|| to_correct(ui, kind, of)))
        {
            draft.recall(ui, said);
        }
        if none.get() {
            return nowhere(ui, sign(kind), words::NOT_YOURS_TITLE, words::NOT_YOURS).node();
        }
        Form::element(move || draft.send(ui, form))
            .put(form.summary(ui))
            .put(draft.fields(ui, form))
            .put(of("div", "push stack").put(form.submit(ui, "btn", stewards::RECORD)).put(saved_note(ui)))
            .into()
    });
    let place = move || draft.at.get(ui).map(|at| query::long_place_name(ui, &at));
    let title = move || {
        let kind = ui.t(stewards::kind(kind));
        if corrects { [ui.t(words::AGAIN), " · ", kind].concat() } else { kind.into() }
    };
    Page::new("page slim s", title, body).sub(move || place().unwrap_or_default()).back(back)
}
