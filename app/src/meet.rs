//! Where brands meet: what a steward recorded becomes a council issue with one tap, and both lead to each other.

use crate::{
    routes::Route,
    text::{Words, entry as words},
    ui::{
        Held, Node, Ui,
        act::{Form, may},
        button,
        dialog::sheet,
        form::{Field, check, field},
        link,
        list::buttons,
        note, nothing, query,
    },
};
use jiefang_domain::{
    Id, Key, Kind,
    command::Command,
    council::{IssueCategory, RaiseIssue},
    meet::RaiseFrom,
};
use leptos::prelude::*;

const TITLE: Field = Field::line("issue-title", words::ISSUE_TITLE);

/// What an issue is made of.
#[derive(Clone)]
pub struct About {
    /// The record.
    pub from: Key,
    /// Its place.
    pub place: Id,
    /// How the issue may begin to say it.
    pub title: String,
    /// Of a sealed record: how many sides have to agree.
    pub sides: Option<usize>,
}

/// An issue being made. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Raising {
    form: Form,
    open: Held<Option<usize>>,
    about: Held<Option<About>>,
    title: Held<String>,
    agreed: Held<bool>,
}

fn command(ui: Ui, id: Id, about: &About, title: String, agreed: bool) -> Command {
    let sides = about.sides.filter(|_| agreed).unwrap_or_default();
    Command::RaiseFrom(RaiseFrom {
        issue: RaiseIssue {
            id,
            place: about.place.clone(),
            category: IssueCategory::Other,
            title,
            detail: String::new(),
            raiser: query::my_id(ui),
            consent: false,
        },
        from: about.from.clone(),
        consents: (0..u32::try_from(sides).unwrap_or_default()).collect(),
    })
}

impl Raising {
    /// Nothing is raised.
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            open: Held::new(None),
            about: Held::new(None),
            title: Held::new(String::new()),
            agreed: Held::new(false),
        }
    }

    /// The button; nothing where it may not be raised.
    pub fn button(self, ui: Ui, about: About) -> Node {
        if !may(ui, &command(ui, Id::join(&["sample"]), &about, "…".into(), true)) {
            return nothing();
        }
        let begin = move || {
            self.form.clear();
            self.title.set(about.title.clone());
            self.agreed.set(false);
            self.about.set(Some(about.clone()));
            self.open.set(Some(0));
        };
        buttons(vec![button("btn ghost", ui.t(words::ISSUE), begin).into()])
    }

    fn send(self, ui: Ui) {
        let Some(about) = self.about.now() else { return };
        let lacks = [
            (self.title.now().trim().is_empty(), "issue-title", words::NOTE_MISSING),
            (about.sides.is_some() && !self.agreed.now(), "", words::ISSUE_CONSENT_MISSING),
        ];
        if self.form.lacks(ui, &lacks) {
            return;
        }
        let id = ui.hood.new_id();
        let raise = untrack(|| command(ui, id.clone(), &about, self.title.now(), self.agreed.now()));
        let what = untrack(|| ui.t(words::ISSUE).to_owned());
        self.form.act(ui, raise, what, move |ui| {
            self.open.set(None);
            ui.go(&Route::Issue(id));
        });
    }

    /// The sheet.
    pub fn sheet(self, ui: Ui) -> Node {
        sheet(ui, self.open, move |_| {
            let sealed = self.about.with(|about| about.as_ref().is_some_and(|about| about.sides.is_some()));
            let form = Form::element(move || self.send(ui))
                .put(self.form.summary(ui))
                .put(field(ui, self.form, TITLE, self.title))
                .put(sealed.then(|| note("note", ui, words::ISSUE_SEALED)))
                .put(sealed.then(|| check(ui.t(words::ISSUE_CONSENT), self.agreed)))
                .put(self.form.submit(ui, "btn c", words::SEND));
            (ui.t(words::ISSUE), form.into())
        })
    }
}

/// The way to a record of a steward or of the council; nothing to what is of neither.
pub fn link_to(ui: Ui, key: &Key, says: Words) -> Option<Node> {
    let route = match key.kind {
        Kind::Hazard => Route::Hazard(key.id.clone()),
        Kind::Entry => Route::Entry(key.id.clone()),
        Kind::Issue => Route::Issue(key.id.clone()),
        _ => return None,
    };
    Some(link("link", &route).say(ui, says).into())
}
