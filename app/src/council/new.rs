//! Raising an issue: where, what about, one line; for somebody else only with that person's consent.

use super::may::{may_raise, places, sample};
use crate::{
    routes::{Route, Show},
    text::council as words,
    ui::{
        Held, Node, Ui,
        act::{Form, may, saved_note},
        form::{Choice, Field, check, choose, field},
        list::state,
        live,
        looked::Looked,
        nothing, of,
        page::Page,
        people::Picker,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id,
    command::Command,
    council::{IssueCategory, RaiseIssue},
};
use leptos::prelude::*;

const LINE: Field = Field { hint: Some(words::LINE_HINT), ..Field::line("line", words::LINE) };
const DETAIL: Field = Field::area("detail", words::DETAIL);

/// What is being raised. A handle: copy it freely.
#[derive(Clone, Copy)]
struct Draft {
    place: Held<Option<Id>>,
    category: Pick<IssueCategory>,
    line: Held<String>,
    detail: Held<String>,
    for_other: Held<bool>,
    consent: Held<bool>,
    whom: Picker,
}

/// The people an issue may be raised for, where this person may raise for others at all.
fn others(ui: Ui) -> Vec<(Id, String)> {
    let me = query::my_id(ui);
    let mut people = query::people(ui);
    people.retain(|(person, _)| *person != me);
    let first = people.first().map(|(first, _)| first.clone());
    let allowed = |place: &(Id, String)| may(ui, &sample(ui, &place.0, first.clone()));
    if first.is_some() && places(ui).first().is_some_and(allowed) { people } else { Vec::new() }
}

impl Draft {
    fn new() -> Self {
        Self {
            place: Held::new(None),
            category: Pick::new(IssueCategory::ALL),
            line: Held::new(String::new()),
            detail: Held::new(String::new()),
            for_other: Held::new(false),
            consent: Held::new(false),
            whom: Picker::new(),
        }
    }

    /// Takes over the entry that is being corrected.
    fn recall(self, ui: Ui) {
        let Some(Command::RaiseIssue(old)) = ui.again.now().map(|old| old.command) else { return };
        let for_other = old.raiser != untrack(|| query::my_id(ui));
        self.place.set(Some(old.place));
        self.category.set(old.category);
        self.line.set(old.title);
        self.detail.set(old.detail);
        self.for_other.set(for_other);
        self.consent.set(old.consent);
        self.whom.chosen.set(for_other.then_some(old.raiser));
    }

    fn send(self, ui: Ui, form: Form) {
        let place = untrack(|| self.at(ui));
        let whom = self.whom.chosen.now();
        let for_other = self.for_other.now();
        let wrong: Vec<_> = [
            (place.is_none(), "place", words::PLACE_MISSING),
            (self.category.now().is_none(), "about", words::WHAT_MISSING),
            (self.line.now().trim().is_empty(), "line", words::LINE_MISSING),
            (for_other && whom.is_none(), "whom", words::WHOM_MISSING),
        ]
        .into_iter()
        .filter(|(missing, ..)| *missing)
        .map(|(_, id, words)| (id, untrack(|| ui.t(words).into())))
        .collect();
        let (Some(place), Some(category), true) = (place, self.category.now(), wrong.is_empty()) else {
            return form.tell(wrong);
        };
        let title = self.line.now();
        let raiser = whom.filter(|_| for_other).unwrap_or_else(|| untrack(|| query::my_id(ui)));
        let command = Command::RaiseIssue(RaiseIssue {
            id: ui.hood.new_id(),
            place,
            category,
            title: title.clone(),
            detail: self.detail.now(),
            raiser,
            consent: for_other && self.consent.now(),
        });
        form.act(ui, command, title, |ui| ui.go(&Route::Council(Show::All)));
    }

    fn about(self, ui: Ui, form: Form) -> Node {
        self.category.chips(ui, form, "about", words::WHAT, |ui, one| ui.t(words::category(one)).into())
    }

    fn for_other(self, ui: Ui, form: Form) -> Node {
        let any = Looked::new(move || !others(ui).is_empty());
        live(move || {
            if !any.get() {
                return nothing();
            }
            let whom = live(move || {
                self.for_other.get().then(|| {
                    let whom = self.whom.fields(ui, form, "whom", words::FOR_WHOM, others);
                    Node::Many(vec![whom, live(move || check(ui.t(words::CONSENT), self.consent))])
                })
            });
            vec![check(ui.t(words::FOR_OTHER), self.for_other), whom].into()
        })
    }

    /// Where it is: what was chosen, or the one place there is.
    fn at(self, ui: Ui) -> Option<Id> {
        self.place.get().or_else(|| match places(ui).as_slice() {
            [(only, _)] => Some(only.clone()),
            _ => None,
        })
    }

    fn where_to(self, ui: Ui, form: Form) -> Node {
        live(move || {
            let (all, chosen) = (places(ui), self.at(ui));
            let choices = all.iter().map(|(id, name)| Choice::new(name.clone(), chosen.as_ref() == Some(id)));
            let choices = choices.collect();
            let pick = move |i: usize| self.place.set(all.get(i).map(|(id, _)| id.clone()));
            choose(ui, form, "place", words::PLACE, choices, pick)
        })
    }
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let draft = Draft::new();
    let form = Form::new();
    draft.recall(ui);
    let none = Looked::new(move || !may_raise(ui));
    let body = live(move || {
        if none.get() {
            return state("", "议", ui.t(words::NOT_YOURS_TITLE), ui.t(words::NOT_YOURS)).node();
        }
        Form::element(move || draft.send(ui, form))
            .put(form.summary(ui))
            .put(draft.where_to(ui, form))
            .put(draft.about(ui, form))
            .put(field(ui, form, LINE, draft.line))
            .put(field(ui, form, DETAIL, draft.detail))
            .put(draft.for_other(ui, form))
            .put(of("div", "push stack").put(form.submit(ui, "btn", words::SEND)).put(saved_note(ui)))
            .into()
    });
    Page::new("page slim c", move || ui.t(words::NEW).into(), body)
        .sub(move || ui.t(words::NEW_SUB).into())
        .back(Route::Council(Show::All))
}
