//! Who acts for somebody without a phone: taken down by a worker, on paper.

use crate::{
    text::privacy as words,
    ui::{
        Held, Node, Ui,
        act::{Form, may},
        button, el,
        form::check,
        list::section,
        live, note, nothing, of, p,
        people::Picker,
        query,
    },
};
use jiefang_domain::{
    Id,
    command::Command,
    privacy::{EndGuardian, Guardian, NameGuardian},
};
use leptos::prelude::*;

/// Taking it down. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Naming {
    form: Form,
    who: Picker,
    paper: Held<bool>,
}

impl Naming {
    /// Nothing taken down.
    pub fn new() -> Self {
        Self { form: Form::new(), who: Picker::new(), paper: Held::new(false) }
    }

    fn send(self, ui: Ui, person: &Id) {
        let tell = |id, words| self.form.tell(vec![(id, untrack(|| ui.t(words).into()))]);
        let Some(guardian) = self.who.chosen.now() else { return tell("guardian", words::GUARDIAN_MISSING) };
        if !self.paper.now() {
            return tell("", words::PAPER_MISSING);
        }
        let command = Command::NameGuardian(NameGuardian { person: person.clone(), guardian, consent: true });
        let what = untrack(|| ui.t(words::GUARDIAN_NAMED).to_owned());
        self.form.act(ui, command, what, move |_| self.who.chosen.set(None));
    }

    fn one(self, ui: Ui, row: &Guardian) -> Node {
        let command = Command::EndGuardian(EndGuardian { person: row.person.clone() });
        let end = may(ui, &command).then(|| {
            button("btn ghost", ui.t(words::END_GUARDIAN), move || {
                let what = untrack(|| ui.t(words::GUARDIAN_ENDED).to_owned());
                self.form.act(ui, command.clone(), what, |_| {});
            })
        });
        of("div", "stack").put(p("", row.guardian_name.clone())).put(end).into()
    }

    fn none(self, ui: Ui, person: &Id) -> Node {
        let person = person.clone();
        let form = Form::element(move || self.send(ui, &person))
            .put(self.who.fields(ui, self.form, "guardian", words::GUARDIAN, query::people))
            .put(check(ui.t(words::BOTH_AGREE), self.paper))
            .put(self.form.submit(ui, "btn ghost", words::NAME_GUARDIAN));
        let fold = of("details", "fold").put(el("summary").say(ui, words::NAME_GUARDIAN)).put(form);
        of("div", "stack").put(note("note", ui, words::GUARDIAN_TEXT)).put(fold).into()
    }

    /// The section about a person; nothing for who may not take it down.
    pub fn section(self, ui: Ui, person: &Id) -> Node {
        if !query::i_am(ui, &[jiefang_domain::identity::Role::CommunityWorker]) || *person == query::my_id(ui) {
            return nothing();
        }
        let row = query::record::<Guardian>(ui, &Guardian::row_id(person)).map(|(row, _)| row);
        let body = match row.filter(Guardian::lasts) {
            Some(row) => self.one(ui, &row),
            None => self.none(ui, person),
        };
        let form = self.form;
        section(ui.t(words::GUARDIAN), None).put(live(move || form.summary(ui))).put(body).into()
    }
}
