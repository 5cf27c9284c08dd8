//! Who acts for somebody without a phone: taken down by a worker, on paper, and with network only: what the guardian is
//! told of, and is not told any more, is put together at the server's desk.

use crate::{
    people::desk::Desk,
    text::privacy as words,
    ui::{
        Held, Node, Ui, act::Form, button, el, form::check, list::section, live, note, nothing, of, p, people::Picker,
        query,
    },
};
use jiefang_domain::{Id, privacy::Guardian, tree::Wood};

/// Taking it down. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Naming {
    desk: Desk,
    who: Picker,
    paper: Held<bool>,
}

impl Naming {
    /// Nothing taken down.
    pub fn new() -> Self {
        Self { desk: Desk::new(), who: Picker::new(), paper: Held::new(false) }
    }

    fn send(self, ui: Ui, person: &Id) {
        let (guardian, paper) = (self.who.chosen.now(), self.paper.now());
        let lacks = [(guardian.is_none(), "guardian", words::GUARDIAN_MISSING), (!paper, "", words::PAPER_MISSING)];
        if self.desk.form.lacks(ui, &lacks) {
            return;
        }
        let guardian = guardian.unwrap_or_else(Id::none);
        let fields = vec![("person", person.tree()), ("guardian", guardian.tree()), ("consent", paper.tree())];
        self.desk.act(ui, "guardian.name@1", fields, move |ui| {
            self.who.chosen.set(None);
            self.paper.set(false);
            ui.told(words::GUARDIAN_NAMED);
        });
    }

    fn one(self, ui: Ui, row: &Guardian) -> Node {
        let person = row.person.clone();
        let end = button("btn ghost", ui.t(words::END_GUARDIAN), move || {
            let fields = vec![("person", person.tree())];
            self.desk.act(ui, "guardian.end@1", fields, |ui| ui.told(words::GUARDIAN_ENDED));
        });
        of("div", "stack").put(p("", row.guardian_name.clone())).put(end).into()
    }

    fn none(self, ui: Ui, person: &Id) -> Node {
        let person = person.clone();
        let form = Form::element(move || self.send(ui, &person))
            .put(self.who.fields(ui, self.desk.form, "guardian", words::GUARDIAN, query::people))
            .put(check(ui.t(words::BOTH_AGREE), self.paper))
            .put(self.desk.form.submit(ui, "btn ghost", words::NAME_GUARDIAN));
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
        let form = self.desk.form;
        section(ui.t(words::GUARDIAN), None).put(live(move || form.summary(ui))).put(body).into()
    }
}
