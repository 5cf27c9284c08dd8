//! Looking at a number: why, and then for half a minute the number itself.

use crate::{
    state::Link,
    text::privacy as words,
    ui::{
        El, Held, Node, Ui,
        act::{Form, act_error, call_error},
        dialog::sheet,
        form::{Field, field},
        live, note, of,
        pick::Pick,
    },
};
use jiefang_domain::{
    Id,
    command::Command,
    privacy::{LookAtPerson, LookReason, PersonField},
};
use leptos::{leptos_dom::helpers::set_timeout, prelude::*};
use std::time::Duration;

const SHOWN_FOR: Duration = Duration::from_secs(30);

/// Whose number it is.
#[derive(Clone, Default)]
pub struct Subject {
    /// Who; nobody before the first.
    pub person: Option<Id>,
    /// The name.
    pub name: String,
    /// The number, where it lies on this device.
    pub number: Option<String>,
}

/// A look under way. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Looking {
    form: Form,
    open: Held<Option<usize>>,
    about: Held<Subject>,
    reason: Pick<LookReason>,
    note: Held<String>,
    shown: Held<Option<String>>,
}

/// The command with nothing written in it, to ask whether it may be given at all.
pub fn sample(person: &Id) -> Command {
    command(Id::join(&["sample"]), person, LookReason::Visit, String::new())
}

fn command(id: Id, person: &Id, reason: LookReason, note: String) -> Command {
    Command::LookAtPerson(LookAtPerson { id, person: person.clone(), fields: vec![PersonField::Phone], reason, note })
}

impl Looking {
    /// Nobody is looked at.
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            open: Held::new(None),
            about: Held::new(Subject::default()),
            reason: Pick::new(LookReason::ALL),
            note: Held::new(String::new()),
            shown: Held::new(None),
        }
    }

    /// Opens the sheet about somebody.
    pub fn begin(self, about: Subject) {
        self.form.clear();
        self.reason.clear();
        self.note.set(String::new());
        self.shown.set(None);
        self.about.set(about);
        self.open.set(Some(0));
    }

    fn show(self, number: String) {
        self.shown.set(Some(number));
        set_timeout(move || self.shown.set(None), SHOWN_FOR);
    }

    fn send(self, ui: Ui) {
        let about = self.about.now();
        let note = self.note.now();
        let wrong = match self.reason.now() {
            None => Some(("why", words::WHY_MISSING)),
            Some(LookReason::Other) if note.trim().is_empty() => Some(("why-note", words::WHY_NOTE_MISSING)),
            Some(_) => None,
        };
        if let Some((id, words)) = wrong {
            return self.form.tell(vec![(id, untrack(|| ui.t(words).into()))]);
        }
        let (Some(person), Some(reason)) = (about.person, self.reason.now()) else { return };
        let id = ui.hood.new_id();
        let look = command(id.clone(), &person, reason, note);
        if let Some(number) = about.number {
            let what = untrack(|| ui.fill(words::LOOKED, &[&about.name]));
            return self.form.act(ui, look, what, move |_| self.show(number));
        }
        self.form.run(ui, async move {
            let words = |words| untrack(|| ui.t(words).to_owned());
            if ui.hood.sync().with_untracked(|status| status.link == Link::Offline) {
                return Err(words(words::NEEDS_NETWORK));
            }
            let acted = ui.hood.act(look, Vec::new()).await;
            acted.map_err(|error| untrack(|| act_error(ui, error)))?;
            let number = ui.hood.reveal(&person, &id).await.map_err(|error| untrack(|| call_error(ui, error)))?;
            let number = number.ok_or_else(|| words(words::NOT_TAKEN))?;
            Ok(move |_: Ui| self.show(number))
        });
    }

    fn questions(self, ui: Ui) -> El {
        let line = Field { hint: None, ..Field::line("why-note", words::WHY_NOTE) };
        Form::element(move || self.send(ui))
            .put(self.form.summary(ui))
            .put(self.reason.chips(ui, self.form, "why", words::WHY, |ui, one| ui.t(words::reason(one)).into()))
            .put(field(ui, self.form, line, self.note))
            .put(note("note", ui, words::TOLD))
            .put(self.form.submit(ui, "btn", words::SHOW))
    }

    /// The sheet.
    pub fn sheet(self, ui: Ui) -> Node {
        let body = move || match self.shown.get() {
            Some(number) => number_shown(ui, &number),
            None => self.questions(ui),
        };
        sheet(ui, self.open, move |_| {
            (untrack(|| ui.t(words::SHOW)), of("div", "stack").put(name(self)).put(live(body)).into())
        })
    }
}

fn name(looking: Looking) -> El {
    crate::ui::p("", crate::ui::el("b").put(looking.about.now().name))
}

fn number_shown(ui: Ui, number: &str) -> El {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    of("div", "stack")
        .attr("role", "status")
        .put(of("a", "btn num").attr("href", ["tel:", &digits].concat()).put(ui.fill(words::CALL, &[number])))
        .put(note("note center", ui, words::SHOWN_FOR))
}
