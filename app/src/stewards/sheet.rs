//! The questions a step asks before it is taken.

use super::{
    draft::{Draft, call_119, grade},
    steps::{Step, move_to, successors, takers},
};
use crate::{
    text::{Words, entry, stewards as words},
    ui::{
        Held, Node, Ui,
        act::{Form, may},
        form::{Field, check, choose_one, field},
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id, Key,
    command::Command,
    grid::PlaceKind,
    stewards::{
        AssignHazard, ClearHazard, ControlHazard, CorrectHazard, Grade, HandOver, Hazard, RecheckHazard, RectifyHazard,
        ReviewHazard, ReviewOutcome, VoidHazard,
    },
};
use leptos::prelude::*;

/// What is answered. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Answers {
    form: Form,
    draft: Draft,
    grade: Pick<Grade>,
    note: Held<String>,
    passed: Pick<bool>,
    called: Held<bool>,
    taker: Held<Option<Id>>,
    place: Held<Option<Id>>,
}

impl Answers {
    /// Nothing answered.
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            draft: Draft::new(),
            grade: Pick::new(Grade::ALL),
            note: Held::new(String::new()),
            passed: Pick::new(&[true, false]),
            called: Held::new(false),
            taker: Held::new(None),
            place: Held::new(None),
        }
    }

    /// Begins anew with what the record says.
    pub fn begin(self, hazard: &Hazard) {
        self.form.clear();
        self.draft.take(hazard);
        self.grade.set(hazard.grade);
        self.note.set(String::new());
        self.passed.clear();
        self.called.set(false);
        self.taker.set(None);
        self.place.set(Some(hazard.place.clone()));
    }

    /// What is missing, by field.
    fn missing(self, hazard: &Hazard, step: Step) -> Option<(&'static str, Words)> {
        let silent = self.note.now().trim().is_empty();
        match step {
            Step::Return | Step::Void if silent => Some(("reason", words::REASON_MISSING)),
            Step::Control if hazard.grade == Grade::Immediate && !self.called.now() => Some(("", words::CALL_119)),
            Step::Assign | Step::Hand if self.taker.now().is_none() => Some(("taker", entry::HAND_MISSING)),
            Step::Recheck => match self.passed.now() {
                None => Some(("result", words::RESULT_MISSING)),
                Some(false) if silent => Some(("seen", words::FAILED_NOTE_MISSING)),
                Some(_) => None,
            },
            _ => None,
        }
    }

    fn command(self, hazard: &Hazard, step: Step) -> Option<Command> {
        let id = hazard.id.clone();
        let note = self.note.now();
        let draft = self.draft;
        let review = |outcome| Command::ReviewHazard(ReviewHazard { hazard: id.clone(), outcome });
        Some(match step {
            Step::Review => review(ReviewOutcome::Reviewed { grade: self.grade.now().unwrap_or(hazard.grade) }),
            Step::Return => review(ReviewOutcome::Returned { reason: note }),
            Step::Correct => Command::CorrectHazard(CorrectHazard {
                hazard: id,
                spot: draft.spot.now(),
                category: draft.category.now().unwrap_or(hazard.category),
                grade: draft.grade.now().unwrap_or(hazard.grade),
                note: draft.note.now(),
            }),
            Step::Rectify => Command::RectifyHazard(RectifyHazard { hazard: id, note }),
            Step::Recheck => {
                let passed = self.passed.now().unwrap_or_default();
                Command::RecheckHazard(RecheckHazard { hazard: id, passed, note })
            }
            Step::Clear => Command::ClearHazard(ClearHazard { hazard: id }),
            Step::Control => Command::ControlHazard(ControlHazard { hazard: id, called: self.called.now(), note }),
            Step::Assign => Command::AssignHazard(AssignHazard { hazard: id, grant: self.taker.now()?, note }),
            Step::Hand => Command::HandOver(HandOver { of: Key::of::<Hazard>(&id), grant: self.taker.now()? }),
            Step::Move => move_to(hazard, self.place.now()?, draft.spot.now()),
            Step::Void => Command::VoidHazard(VoidHazard { hazard: id, reason: note }),
        })
    }

    /// Takes the step.
    pub fn send(self, ui: Ui, hazard: &Hazard, step: Step, open: Pick<Step>) {
        if let Some((id, words)) = self.missing(hazard, step) {
            return self.form.tell(vec![(id, untrack(|| ui.t(words).into()))]);
        }
        let what = untrack(|| ui.t(label(step)).to_owned());
        if let Some(command) = self.command(hazard, step) {
            self.form.act(ui, command, what, move |_| open.clear());
        }
    }

    fn questions(self, ui: Ui, hazard: &Hazard, step: Step) -> Node {
        let form = self.form;
        let note = |line: Field| field(ui, form, line, self.note);
        match step {
            Step::Review => grade(ui, form, self.grade),
            Step::Return => note(Field { hint: None, ..Field::area("reason", words::RETURN_REASON) }),
            Step::Correct => self.draft.fields(ui, form),
            Step::Rectify => note(Field::area("done", words::RECTIFY_NOTE)),
            Step::Recheck => vec![self.result(ui), note(Field::area("seen", words::RECHECK_NOTE))].into(),
            Step::Clear => crate::ui::nothing(),
            Step::Control => {
                let called = check(ui.t(words::CALLED_119), self.called);
                let danger = hazard.grade == Grade::Immediate;
                vec![danger.then(|| call_119(ui)).into(), called, note(Field::area("done", words::CONTROL_NOTE))].into()
            }
            Step::Assign => vec![
                choose_one(ui, form, "taker", entry::HAND_TO, takers(ui, hazard), self.taker),
                note(Field::area("todo", words::ASSIGN_NOTE)),
            ]
            .into(),
            Step::Hand => choose_one(ui, form, "taker", entry::HAND_TO, successors(ui, hazard), self.taker),
            Step::Move => {
                let places = query::places(ui, &[], PlaceKind::Building, &|place| {
                    may(ui, &move_to(hazard, place.clone(), String::new()))
                });
                let spot = self.draft.spot.field(ui, form);
                vec![choose_one(ui, form, "place", words::PLACE, places, self.place), spot].into()
            }
            Step::Void => note(Field { hint: None, ..Field::area("reason", entry::VOID_WHY) }),
        }
    }

    fn result(self, ui: Ui) -> Node {
        self.passed.chips(ui, self.form, "result", words::RESULT, |ui, passed| {
            ui.t(if passed { words::PASSED } else { words::FAILED }).into()
        })
    }

    /// The sheet's heading and form.
    pub fn sheet(self, ui: Ui, hazard: Hazard, step: Step, open: Pick<Step>) -> (&'static str, Node) {
        let subject = hazard.clone();
        let form = Form::element(move || self.send(ui, &hazard, step, open));
        let body = form.put(self.form.summary(ui)).put(self.questions(ui, &subject, step)).put(self.form.submit(
            ui,
            "btn s",
            words::SEND,
        ));
        (ui.t(label(step)), body.into())
    }

    /// What went wrong with a step that asks nothing.
    pub fn summary(self, ui: Ui) -> Node {
        self.form.summary(ui)
    }
}

/// What a step is called.
pub const fn label(step: Step) -> Words {
    match step {
        Step::Review => words::REVIEW_OK,
        Step::Return => words::RETURN,
        Step::Correct => words::CORRECT,
        Step::Rectify => words::RECTIFY,
        Step::Recheck => words::RECHECK,
        Step::Clear => words::CLEAR,
        Step::Control => words::CONTROL,
        Step::Assign => words::ASSIGN,
        Step::Hand => entry::HAND,
        Step::Move => words::MOVE,
        Step::Void => entry::VOID,
    }
}
