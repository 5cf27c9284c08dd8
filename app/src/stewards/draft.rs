//! What somebody says of a hazard, in choices; the same when recording and when correcting.

use super::spot::Spot;
use crate::{
    text::stewards as words,
    ui::{
        Held, Node, Ui,
        act::Form,
        el,
        form::{Field, field},
        live, of, p,
        pick::Pick,
        query,
    },
};
use jiefang_domain::stewards::{Grade, Hazard, HazardCategory};
use leptos::prelude::*;

const NOTE: Field = Field { hint: None, ..Field::area("note", words::NOTE) };

/// What is being said. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Draft {
    pub category: Pick<HazardCategory>,
    pub spot: Spot,
    pub grade: Pick<Grade>,
    pub note: Held<String>,
}

impl Draft {
    /// Nothing chosen. Urgency starts at "ordinary", so that three taps are enough; the branch grades again.
    pub fn new() -> Self {
        let draft = Self {
            category: Pick::new(HazardCategory::ALL),
            spot: Spot::new(),
            grade: Pick::new(Grade::ALL),
            note: Held::new(String::new()),
        };
        draft.grade.set(Grade::Ordinary);
        draft
    }

    /// Takes over what was said before.
    pub fn take(self, hazard: &Hazard) {
        self.say(hazard.category, query::shown(&hazard.spot), hazard.grade, query::shown(&hazard.note));
    }

    /// Says it for somebody who has said it before.
    pub fn say(self, category: HazardCategory, spot: &str, grade: Grade, note: &str) {
        self.category.set(category);
        self.spot.say(spot);
        self.grade.set(grade);
        self.note.set(note.to_owned());
    }

    /// The choices.
    pub fn fields(self, ui: Ui, form: Form) -> Node {
        let what = self.category.chips(ui, form, "what", words::WHAT, |ui, one| ui.t(words::category(one)).into());
        let spot = self.spot.field(ui, form);
        Node::Many(vec![what, spot, grade(ui, form, self.grade), self.note(ui, form)])
    }

    /// Folded away, so that the main button is in sight; open where something stands in it.
    fn note(self, ui: Ui, form: Form) -> Node {
        let written = !self.note.now().is_empty();
        of("details", "fold")
            .flag("open", written)
            .put(live(move || el("summary").say(ui, words::NOTE_OPEN)))
            .put(field(ui, form, NOTE, self.note))
            .into()
    }

    /// What has to be said and was not.
    pub fn missing(self, ui: Ui) -> Vec<(&'static str, String)> {
        let missing = self.category.now().is_none();
        missing.then(|| ("what", untrack(|| ui.t(words::WHAT_MISSING).into()))).into_iter().collect()
    }
}

/// How urgent; immediate danger says first what comes before any record.
pub fn grade(ui: Ui, form: Form, grade: Pick<Grade>) -> Node {
    let group = grade.chips(ui, form, "grade", words::GRADE, |ui, one| ui.t(words::grade(one)).into());
    vec![group, live(move || (grade.get() == Some(Grade::Immediate)).then(|| call_119(ui)))].into()
}

/// Call 119 first.
pub fn call_119(ui: Ui) -> Node {
    of("div", "notice bad")
        .attr("role", "alert")
        .put(p("", el("b").put(ui.t(words::CALL_119))).put(" ").put(ui.t(words::CALL_119_MORE)))
        .put(of("div", "acts").put(of("a", "btn danger sm").attr("href", "tel:119").put("119")))
        .into()
}
