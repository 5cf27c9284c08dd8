//! Who looks after a place: appointed, replaced, ended. With network only: the server puts the open work to it.

use super::edit::{may, send};
use crate::{
    routes::Route,
    text::{grid as words, people as of_people},
    ui::{
        Held, Node, Ui,
        act::Form,
        button,
        confirm::{Work, confirm},
        dates, el,
        form::{Field, field},
        link,
        list::section,
        live, note, nothing, of,
        people::Picker,
        query,
    },
};
use jiefang_domain::{
    Id,
    grid::Place,
    identity::{Grant, Role},
    tree::{Tree, Wood},
};
use leptos::prelude::*;

const FROM: Field = Field { kind: "date", ..Field::line("from", words::FROM) };

/// The section's state. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Keep {
    form: Form,
    who: Picker,
    from: Held<String>,
    /// Whose place is taken; nobody's where another steward comes beside.
    instead: Held<Option<Id>>,
    /// The grants shown, for the question about one of them.
    shown: Held<Vec<Grant>>,
    ending: Held<Option<usize>>,
}

/// The stewards of a place now.
fn stewards(ui: Ui, place: &Id) -> Vec<Grant> {
    let mut all = Vec::new();
    query::each(ui, &mut |grant: &Grant| {
        if grant.place == *place && grant.role == Role::Steward && grant.until_ms == 0 {
            all.push(grant.clone());
        }
    });
    crate::ui::order::by_number(&mut all, |grant| (grant.from_ms, 0));
    all
}

impl Keep {
    /// Nothing typed.
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            who: Picker::new(),
            from: Held::new(String::new()),
            instead: Held::new(None),
            shown: Held::new(Vec::new()),
            ending: Held::new(None),
        }
    }

    /// What is wrong.
    pub fn summary(self, ui: Ui) -> Node {
        self.form.summary(ui)
    }

    /// The question before somebody's time ends.
    pub fn question(self, ui: Ui) -> Node {
        let grant = move |which: usize| untrack(|| self.shown.get().get(which).cloned());
        let ask = move |which| {
            let name = grant(which).map_or_else(String::new, |grant| grant.name);
            (of_people::END_TITLE, ui.fill(of_people::END_TEXT, &[&name, ui.t(words::STEWARDS)]))
        };
        let work = move |which| {
            let fields = grant(which).map(|grant| vec![("grant", grant.id.tree())]).unwrap_or_default();
            let book = untrack(|| ui.hood.book().get()).unwrap_or_else(Id::none);
            Box::pin(async move {
                let refused = ui.hood.desk_act(book, "grant.end@1", fields).await?;
                if !refused.is_empty() {
                    self.form.tell(vec![("", refused)]);
                }
                Ok(())
            }) as Work
        };
        confirm(ui, self.ending, ask, work, |_| {})
    }

    fn row(self, ui: Ui, (n, grant): (usize, &Grant), edits: bool) -> Node {
        let since = ui.fill(words::SINCE, &[&dates::day(ui, grant.from_ms)]);
        let name = query::person_name(ui, &grant.person);
        let name: Node = if edits {
            link("plain", &Route::Person(grant.person.clone())).put(name).into()
        } else {
            el("span").put(name).into()
        };
        let say = of("span", "say").put(el("b").put(name)).put(el("span").put(since));
        let id = grant.id.clone();
        let end = edits.then(|| {
            of("span", "end")
                .put(button("btn ghost sm", ui.t(words::REPLACE), move || self.instead.set(Some(id.clone()))))
                .put(button("btn ghost sm", ui.t(of_people::END), move || self.ending.set(Some(n))))
        });
        el("li").put(of("div", "cell").put(say).put(end)).into()
    }

    fn submit(self, ui: Ui, place: &Id) {
        let typed = self.from.now();
        let from = dates::read_day(typed.trim());
        let ahead = from.is_some_and(|day| day.start_ms() > untrack(|| ui.hood.now_ms()));
        let bad = ahead || (from.is_none() && !typed.trim().is_empty());
        let who = self.who.chosen.now();
        if self.form.lacks(ui, &[(who.is_none(), "who", words::WHO_MISSING), (bad, "from", words::FROM_BAD)]) {
            return;
        }
        let Some(who) = who else { return };
        let id = ("id", ui.hood.new_id().tree());
        let person = ("person", who.tree());
        let done = move |ui: Ui| {
            self.who.chosen.set(None);
            self.from.set(String::new());
            self.instead.set(None);
            ui.toasts.tell(untrack(|| ui.t(words::REPLACED).into()));
        };
        if let Some(grant) = self.instead.now() {
            let fields = vec![("grant", grant.tree()), id, person, ("work", Tree::List(Vec::new()))];
            return send(ui, self.form, "steward.replace@1", fields, done);
        }
        let since = from.map_or(0, jiefang_domain::Day::start_ms);
        let fields =
            vec![id, person, ("role", Role::Steward.tree()), ("place", place.tree()), ("since_ms", since.tree())];
        send(ui, self.form, "grant.give@2", fields, move |ui| {
            self.who.chosen.set(None);
            self.from.set(String::new());
            ui.toasts.tell(untrack(|| ui.t(of_people::GIVEN).into()));
        });
    }

    fn appoint(self, ui: Ui, place: Id) -> Node {
        let picked = self.who.fields(ui, self.form, "who", words::WHO, query::people);
        let title = live(move || {
            let instead = self.instead.get();
            let old = instead.and_then(|grant| self.shown.with(|all| all.iter().find(|one| one.id == grant).cloned()));
            let title = old.map(|old| ui.fill(words::REPLACE_TITLE, &[&old.name]));
            title
                .map(|title| el("h3").put(title))
                .map(|title| vec![title.into(), note("note", ui, words::REPLACE_TEXT).into()])
                .map_or_else(nothing, Node::Many)
        });
        let from = live(move || self.instead.get().is_none().then(|| field(ui, self.form, FROM, self.from)));
        let form =
            Form::element(move || self.submit(ui, &place)).put(title).put(picked).put(from).put(live(move || {
                let words = if self.instead.get().is_some() { words::REPLACE } else { words::GIVE };
                self.form.submit(ui, "btn", words)
            }));
        let fold = of("details", "fold").flag("open", self.instead.now().is_some());
        fold.put(el("summary").say(ui, words::GIVE)).put(form).into()
    }

    /// Who looks after the place, and for those who keep it how that changes.
    pub fn section(self, ui: Ui, place: &Place) -> Node {
        let (all, edits) = (stewards(ui, &place.id), may(ui) && place.stands());
        self.shown.set(all.clone());
        let rows = all.iter().enumerate().map(|one| self.row(ui, one, edits));
        let list = (!all.is_empty()).then(|| of("ul", "list").all(rows));
        let none = all.is_empty().then(|| {
            // Who looks after a place hangs in its stairwell; this device may hold the number alone.
            if place.stewards > 0 {
                nothing()
            } else {
                of("p", "tags").put(crate::ui::list::tag("tag bad", ui.t(words::NOBODY))).into()
            }
        });
        let form = edits.then(|| untrack(|| self.appoint(ui, place.id.clone())));
        section(ui.t(words::STEWARDS), None).put(of("div", "stack").put(none).put(list).put(form)).into()
    }
}
