//! What the page of people holds while it is open.

use crate::{
    state::{DeskPerson, Enrolment, Living, People},
    text::Words,
    ui::{
        Held, Ui,
        act::{Form, call_error},
        confirm::Work,
    },
};
use jiefang_domain::{Id, tree::Tree};
use leptos::{prelude::*, task::spawn_local};

/// The page. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Desk {
    pub form: Form,
    /// What is looked for.
    pub find: Held<String>,
    /// Another book than the current one.
    pub elsewhere: Held<Option<Id>>,
    /// Who was found; nothing before the server has answered.
    pub found: Held<Option<People>>,
    pub living: Held<Vec<Living>>,
    /// Who is looked at.
    pub chosen: Held<Option<Id>>,
    /// The sheet that was just made.
    pub made: Held<Option<Enrolment>>,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            find: Held::new(String::new()),
            elsewhere: Held::new(None),
            found: Held::new(None),
            living: Held::new(Vec::new()),
            chosen: Held::new(None),
            made: Held::new(None),
        }
    }

    /// Whose people they are. Not tracked.
    pub fn book(self, ui: Ui) -> Id {
        let current = || untrack(|| ui.hood.book().get());
        self.elsewhere.now().or_else(current).unwrap_or_else(Id::none)
    }

    /// Who is looked at, as the server knows them. Tracked.
    pub fn person(self) -> Option<DeskPerson> {
        let chosen = self.chosen.get()?;
        self.found.with(|found| found.as_ref()?.people.iter().find(|person| person.id == chosen).cloned())
    }

    /// Asks the server who is there.
    pub fn look(self, ui: Ui) {
        let (book, chosen, find) = (self.book(ui), self.chosen.now(), self.find.now());
        // Somebody who was just entered need not be among the first.
        let find = chosen.map_or(find, |person| person.as_str().to_owned());
        spawn_local(async move {
            match ui.hood.people(book.clone(), find).await {
                Ok(people) => self.found.set(Some(people)),
                Err(error) => self.form.tell(vec![("", untrack(|| call_error(ui, error)))]),
            }
            if let Ok(living) = ui.hood.living_enrolments(book).await {
                self.living.set(living);
            }
        });
    }

    /// What a question before an act does where the answer is yes: the act; a refusal is told on the page behind it.
    pub fn work(self, ui: Ui, kind: &'static str, fields: Vec<(&'static str, Tree)>, done: Words) -> Work {
        let book = self.book(ui);
        Box::pin(async move {
            let refused = ui.hood.desk_act(book, kind, fields).await?;
            if refused.is_empty() {
                self.done(ui, done);
            } else {
                self.form.tell(vec![("", refused)]);
            }
            Ok(())
        })
    }

    /// Says that something was done, and looks again where somebody looks at people.
    pub fn done(self, ui: Ui, words: Words) {
        ui.told(words);
        self.look_again(ui);
    }

    fn look_again(self, ui: Ui) {
        if untrack(|| self.found.with(Option::is_some)) || self.chosen.now().is_some() {
            self.look(ui);
        }
    }

    /// Does something at the desk; `done` follows, and another look.
    pub fn act(self, ui: Ui, kind: &'static str, fields: Vec<(&'static str, Tree)>, done: impl FnOnce(Ui) + 'static) {
        let book = self.book(ui);
        self.form.run(ui, async move {
            let refused = ui.hood.desk_act(book, kind, fields).await;
            match refused.map_err(|error| untrack(|| call_error(ui, error)))? {
                refused if refused.is_empty() => Ok(move |ui: Ui| {
                    done(ui);
                    self.look_again(ui);
                }),
                refused => Err(refused),
            }
        });
    }
}

/// A text of an act.
pub fn text(text: impl Into<String>) -> Tree {
    Tree::Text(text.into().into())
}
