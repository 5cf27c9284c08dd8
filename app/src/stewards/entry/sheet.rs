//! The questions a step asks before it is taken.

use super::{
    super::spot::Spot,
    open::Opening,
    points::Points,
    steps::{Step, advance, elsewhere, move_to, other_kinds, takers},
};
use crate::{
    photo::Picked,
    routes::Route,
    text::{Words, entry as words, stewards},
    ui::{
        Held, Node, Ui,
        act::Form,
        el,
        form::{Choice, Field, check, choose, choose_one, field},
        live, nothing, of, p, query,
    },
};
use jiefang_domain::{
    Id, Key,
    command::Command,
    photo::PHOTOS_MAX,
    privacy::Given,
    stewards::{
        AdvanceEntry, AnswerEntry, BreachEntry, CorrectEntry, CountEntry, Entry, EntryCategory, EntryContent,
        EntryKind, EntryState, HandOver, Need, PartyAnswer, ReviewEntry, VoidEntry, Way,
    },
};
use leptos::prelude::*;

const NOTE: Field = Field { hint: None, ..Field::area("step-note", words::NOTE) };
const AGREEMENT: Field = Field::area("agreement", words::AGREEMENT);
const REPORT: Field = Field { hint: None, ..Field::line("report", words::REPORT) };

/// What is answered. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Answers {
    form: Form,
    /// The step that is asked about, and whether its sheet is open.
    step: Held<Option<Step>>,
    pub open: Held<Option<usize>>,
    note: Held<String>,
    agreement: Held<String>,
    report: Held<String>,
    told: Held<bool>,
    taker: Held<Option<Id>>,
    category: Held<Option<EntryCategory>>,
    kind: Held<Option<EntryKind>>,
    place: Held<Option<Id>>,
    spot: Spot,
    photos: Picked,
    pub opening: Opening,
    pub points: Points,
}

impl Answers {
    /// Nothing answered.
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            step: Held::new(None),
            open: Held::new(None),
            note: Held::new(String::new()),
            agreement: Held::new(String::new()),
            report: Held::new(String::new()),
            told: Held::new(false),
            taker: Held::new(None),
            category: Held::new(None),
            kind: Held::new(None),
            place: Held::new(None),
            spot: Spot::new(),
            photos: Picked::new(),
            opening: Opening::new(),
            points: Points::new(),
        }
    }

    /// Begins a step: at once where it asks nothing.
    pub fn begin(self, ui: Ui, entry: &Entry, step: Step) {
        if step == Step::Again {
            return ui.go(&Route::EntryNew(entry.entry_kind, Some(entry.id.clone())));
        }
        self.form.clear();
        for text in [self.note, self.agreement, self.report] {
            text.set(String::new());
        }
        if step == Step::Correct {
            self.note.set(query::shown(&entry.note).into());
        }
        self.spot.say(query::shown(&entry.spot));
        self.photos.clear();
        self.told.set(false);
        // A patrol takes an hour, and its sheet is put away between two places.
        if self.step.now() != Some(step) {
            self.points.clear();
        }
        self.taker.set(None);
        self.category.set(entry.category.known().copied());
        self.kind.set(Some(entry.entry_kind));
        self.place.set(Some(entry.place.clone()));
        self.step.set(Some(step));
        if asks(step) { self.open.set(Some(0)) } else { self.send(ui, entry, step) }
    }

    fn going(self, ui: Ui, entry: &Entry, way: &Way) -> AdvanceEntry {
        AdvanceEntry {
            note: self.note.now(),
            agreement: if is_session(way) { self.agreement.now() } else { String::new() },
            report: self.report.now(),
            remedies_told: self.told.now(),
            seen: self.points.all(ui),
            photos: self.photos.now().into_iter().map(|(id, _)| id).collect(),
            ..advance(ui, entry, way)
        }
    }

    /// What is missing, by field.
    fn lacks(self, ui: Ui, step: Step) -> bool {
        let silent = self.note.now().trim().is_empty();
        let needs = |need| matches!(step, Step::On(way) if way.needs.contains(&need));
        let words_needed = needs(Need::Note)
            || matches!(step, Step::Return | Step::Void | Step::Breach | Step::Answer(_, PartyAnswer::Denies, _));
        let asked = [
            (silent && words_needed, "step-note", words::NOTE_MISSING),
            (needs(Need::Remedies) && !self.told.now(), "step-note", words::REMEDIES_MISSING),
            (needs(Need::Seen) && self.points.all(ui).is_empty(), "seen", words::SEEN_NONE),
            (step == Step::Hand && self.taker.now().is_none(), "taker", words::HAND_MISSING),
        ];
        if self.form.lacks(ui, &asked) {
            return true;
        }
        let Some(making) = self.photos.missing(ui) else { return false };
        self.form.tell(vec![making]);
        true
    }

    fn command(self, ui: Ui, entry: &Entry, step: Step) -> Option<Command> {
        let (id, note) = (entry.id.clone(), self.note.now());
        Some(match step {
            Step::On(way) => Command::AdvanceEntry(self.going(ui, entry, way)),
            Step::Answer(party, answer, how) => {
                Command::AnswerEntry(AnswerEntry { entry: id, party, answer, how, note })
            }
            Step::Correct => {
                let old = super::steps::content(entry);
                let category = self.category.now().unwrap_or(old.category);
                let content = EntryContent { category, note, spot: self.spot.now(), ..old };
                Command::CorrectEntry(CorrectEntry { entry: id, content })
            }
            Step::Review | Step::Return => {
                Command::ReviewEntry(ReviewEntry { entry: id, passed: step == Step::Review, reason: note })
            }
            Step::Count => Command::CountEntry(CountEntry { entry: id }),
            Step::Void => Command::VoidEntry(VoidEntry { entry: id, reason: note }),
            Step::Breach => Command::BreachEntry(BreachEntry { entry: id, note }),
            Step::Hand => Command::HandOver(HandOver { of: Key::of::<Entry>(&id), grant: self.taker.now()? }),
            Step::Move => move_to(entry, self.place.now()?, self.kind.now()?, note),
            Step::Open | Step::Again => return None,
        })
    }

    fn send(self, ui: Ui, entry: &Entry, step: Step) {
        if self.lacks(ui, step) {
            return;
        }
        let Some(command) = self.command(ui, entry, step) else { return };
        let what = untrack(|| label(ui, entry, step));
        self.form.act_with(ui, command, self.photos.now(), what, move |_| self.open.set(None));
    }

    fn questions(self, ui: Ui, entry: &Entry, step: Step) -> Node {
        let form = self.form;
        let line = Field { label: note_words(step), ..NOTE };
        let note_field = field(ui, form, line, self.note);
        match step {
            Step::On(way) => {
                let mut all = Vec::new();
                if way.needs.contains(&Need::Seen) {
                    all.push(self.points.field(ui, form, entry));
                }
                if way.needs.contains(&Need::Remedies) {
                    all.push(check(ui.t(words::REMEDIES), self.told));
                }
                if is_session(way) {
                    all.push(field(ui, form, AGREEMENT, self.agreement));
                }
                if way.to == EntryState::PoliceCalled {
                    all.push(super::new::call_110(ui));
                    all.push(field(ui, form, REPORT, self.report));
                }
                all.push(note_field);
                if shows_photos(way) && entry.photos.known().is_some_and(|there| there.len() < PHOTOS_MAX) {
                    all.push(self.photos.field(ui, form));
                }
                Node::Many(all)
            }
            Step::Hand => choose_one(ui, form, "taker", words::HAND_TO, takers(ui, entry), self.taker),
            Step::Correct => vec![self.categories(ui, entry.entry_kind), self.spot.field(ui, form), note_field].into(),
            Step::Move => vec![self.kinds(ui, entry), self.places(ui, entry), note_field].into(),
            _ => note_field,
        }
    }

    fn categories(self, ui: Ui, kind: EntryKind) -> Node {
        let all = kind.categories();
        if all.len() < 2 {
            return nothing();
        }
        let words = move |one: &EntryCategory| ui.t(words::category(*one)).to_owned();
        choose_of(ui, self.form, ("what", words::WHAT), all.to_vec(), words, self.category)
    }

    fn kinds(self, ui: Ui, entry: &Entry) -> Node {
        let mut all = other_kinds(ui, entry);
        if all.is_empty() {
            return nothing();
        }
        all.insert(0, entry.entry_kind);
        let words = move |one: &EntryKind| ui.t(stewards::kind(*one)).to_owned();
        let chips = choose_of(ui, self.form, ("kind", words::MOVE_KIND), all, words, self.kind);
        vec![chips, p("hint", ui.t(words::MOVE_TEXT)).into()].into()
    }

    fn places(self, ui: Ui, entry: &Entry) -> Node {
        let mut all = elsewhere(ui, entry);
        all.insert(0, (entry.place.clone(), query::long_place_name(ui, &entry.place)));
        choose_one(ui, self.form, "place", stewards::PLACE, all, self.place)
    }

    /// The sheet's heading and form.
    pub fn sheet(self, ui: Ui, entry: &Entry) -> (&'static str, Node) {
        let Some(step) = self.step.now() else { return ("", nothing()) };
        let title = step_words(entry, step);
        let title = match step {
            Step::Answer(..) => ui.t(words::PEOPLE),
            _ => ui.t(title),
        };
        if step == Step::Open {
            return (title, self.opening.questions(ui, entry.id.clone(), self.open));
        }
        let subject = entry.clone();
        let heading = matches!(step, Step::Answer(..)).then(|| of("p", "").put(el("b").put(label(ui, entry, step))));
        let body = Form::element(move || self.send(ui, &subject, step))
            .put(self.form.summary(ui))
            .put(heading)
            .put(self.questions(ui, entry, step))
            .put(self.form.submit(ui, "btn s", words::SEND));
        (title, body.into())
    }

    /// What went wrong with a step that asks nothing.
    pub fn summary(self, ui: Ui) -> Node {
        self.form.summary(ui)
    }
}

/// One of these, each under its words.
fn choose_of<T: Copy + PartialEq + Send + Sync + 'static>(
    ui: Ui,
    form: Form,
    (id, label): (&'static str, Words),
    all: Vec<T>,
    words: impl Fn(&T) -> String + Send + Sync + 'static,
    at: Held<Option<T>>,
) -> Node {
    live(move || {
        let (chosen, all) = (at.get(), all.clone());
        let choices = all.iter().map(|one| Choice::new(words(one), chosen == Some(*one))).collect();
        choose(ui, form, id, label, choices, move |n| at.set(all.get(n).copied()))
    })
}

/// Whether it is a session of a mediation: what was agreed is put down there alone.
fn is_session(way: &Way) -> bool {
    way.kind == EntryKind::Dispute && way.to == EntryState::Mediating
}

/// Whether there may be something to be seen of it: what was handed back, visited, held, patrolled, signed.
const fn shows_photos(way: &Way) -> bool {
    use EntryState as S;
    matches!(
        (way.from, way.to),
        (S::Mediating, S::Mediating)
            | (_, S::HandedBack | S::Done | S::HandedOver | S::FollowUp | S::Held | S::Feedback)
    )
}

/// Whether there is anything to ask before it.
fn asks(step: Step) -> bool {
    match step {
        Step::On(way) => {
            !way.needs.is_empty()
                || shows_photos(way)
                || matches!(way.to, EntryState::Mediating | EntryState::PoliceCalled)
        }
        Step::Review | Step::Count => false,
        _ => true,
    }
}

/// What is asked to be written.
const fn note_words(step: Step) -> Words {
    match step {
        Step::Return => words::RETURN_WHY,
        Step::Void => words::VOID_WHY,
        Step::Breach => words::BREACH_WHAT,
        _ => words::NOTE,
    }
}

const fn step_words(entry: &Entry, step: Step) -> Words {
    match step {
        Step::On(way) => words::step(entry.entry_kind, way.from, way.to),
        Step::Answer(_, answer, _) => words::answer(entry.entry_kind, answer),
        Step::Correct => words::CORRECT,
        Step::Review => words::REVIEW_OK,
        Step::Return => words::RETURN,
        Step::Count => words::COUNT,
        Step::Void => words::VOID,
        Step::Breach => words::BREACH,
        Step::Hand => words::HAND,
        Step::Move => words::MOVE,
        Step::Open => words::OPEN,
        Step::Again => words::AGAIN,
    }
}

/// What a step is called.
pub fn label(ui: Ui, entry: &Entry, step: Step) -> String {
    let Step::Answer(party, _, how) = step else { return ui.t(step_words(entry, step)).into() };
    let said = entry.parties.known().and_then(|all| all.get(usize::try_from(party).ok()?));
    let name = said.map_or_else(String::new, |party| super::detail::called(ui, party));
    let words = ui.t(step_words(entry, step));
    if how == Given::Themself {
        return words.into();
    }
    let words = ui.fill(words::A_SAYS, &[&name, words]);
    if how == Given::Paper { [&words, ui.t(words::ON_PAPER)].concat() } else { words }
}
