//! The questions a step asks before it is taken.

use super::{
    draft::{Draft, grade},
    steps::Step,
};
use crate::{
    text::{Words, stewards as words},
    ui::{
        Held, Node, Ui,
        act::Form,
        form::{Field, field},
        pick::Pick,
    },
};
use jiefang_domain::{
    command::Command,
    stewards::{ClearHazard, CorrectHazard, Grade, Hazard, RecheckHazard, RectifyHazard, ReviewHazard, ReviewOutcome},
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
        }
    }

    /// Begins anew with what the record says.
    pub fn begin(self, hazard: &Hazard) {
        self.form.clear();
        self.draft.take(hazard);
        self.grade.set(hazard.grade);
        self.note.set(String::new());
        self.passed.clear();
    }

    /// What is missing, by field.
    fn missing(self, step: Step) -> Option<(&'static str, Words)> {
        let silent = self.note.now().trim().is_empty();
        match step {
            Step::Return if silent => Some(("reason", words::REASON_MISSING)),
            Step::Recheck => match self.passed.now() {
                None => Some(("result", words::RESULT_MISSING)),
                Some(false) if silent => Some(("seen", words::FAILED_NOTE_MISSING)),
                Some(_) => None,
            },
            _ => None,
        }
    }

    fn command(self, hazard: &Hazard, step: Step) -> Command {
        let id = hazard.id.clone();
        let note = self.note.now();
        let draft = self.draft;
        let review = |outcome| Command::ReviewHazard(ReviewHazard { hazard: id.clone(), outcome });
        match step {
            Step::Review => review(ReviewOutcome::Reviewed { grade: self.grade.now().unwrap_or(hazard.grade) }),
            Step::Return => review(ReviewOutcome::Returned { reason: note }),
            Step::Correct => Command::CorrectHazard(CorrectHazard {
                hazard: id,
                spot: draft.spot.now().unwrap_or_default().into(),
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
        }
    }

    /// Takes the step.
    pub fn send(self, ui: Ui, hazard: &Hazard, step: Step, open: Pick<Step>) {
        if let Some((id, words)) = self.missing(step) {
            return self.form.tell(vec![(id, untrack(|| ui.t(words).into()))]);
        }
        let what = untrack(|| ui.t(label(step)).to_owned());
        self.form.act(ui, self.command(hazard, step), what, move |_| open.clear());
    }

    fn questions(self, ui: Ui, step: Step) -> Node {
        let form = self.form;
        let note = |line: Field| field(ui, form, line, self.note);
        match step {
            Step::Review => grade(ui, form, self.grade),
            Step::Return => note(Field { hint: None, ..Field::area("reason", words::RETURN_REASON) }),
            Step::Correct => self.draft.fields(ui, form),
            Step::Rectify => note(Field::area("done", words::RECTIFY_NOTE)),
            Step::Recheck => vec![self.result(ui), note(Field::area("seen", words::RECHECK_NOTE))].into(),
            Step::Clear => crate::ui::nothing(),
        }
    }

    fn result(self, ui: Ui) -> Node {
        self.passed.chips(ui, self.form, "result", words::RESULT, |ui, passed| {
            ui.t(if passed { words::PASSED } else { words::FAILED }).into()
        })
    }

    /// The sheet's heading and form.
    pub fn sheet(self, ui: Ui, hazard: Hazard, step: Step, open: Pick<Step>) -> (&'static str, Node) {
        let form = Form::element(move || self.send(ui, &hazard, step, open));
        let body = form.put(self.form.summary(ui)).put(self.questions(ui, step)).put(self.form.submit(
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
    }
}
