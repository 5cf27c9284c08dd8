//! What people asked of their data, for the workers who answer: one after the other, the oldest first.

use super::wish::line;
use crate::{
    text::privacy as words,
    ui::{
        Held, Node, Ui,
        act::{Form, may},
        button,
        dialog::sheet,
        el,
        form::{Field, field},
        list::{SHOWN_MAX, rows, section},
        live, note, of,
        order::Items,
        p,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id,
    command::Command,
    identity::Grant,
    privacy::{AnswerWish, ErasePerson, Wish, WishState, WishWhat},
};
use leptos::prelude::*;

/// An answer being given. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Answers {
    form: Form,
    open: Held<Option<usize>>,
    about: Held<Option<Id>>,
    done: Pick<bool>,
    text: Held<String>,
}

fn answered(wish: &Id, done: bool, answer: String, grants: Vec<Id>) -> Command {
    Command::AnswerWish(AnswerWish { wish: wish.clone(), done, answer, grants })
}

/// The roles on which a name that is put right is put right, too.
fn named_on(ui: Ui, wish: &Wish, done: bool) -> Vec<Id> {
    let mut all = Vec::new();
    if done && wish.what == WishWhat::Name {
        query::each(ui, &mut |grant: &Grant| {
            if grant.person == wish.person && grant.until_ms == 0 {
                all.push(grant.id.clone());
            }
        });
    }
    all
}

fn erased(wish: &Id) -> Command {
    Command::ErasePerson(ErasePerson { wish: wish.clone() })
}

/// What this person may do with it.
fn act(wish: &Wish) -> Command {
    match wish.state {
        WishState::Agreed => erased(&wish.id),
        _ => answered(&wish.id, true, "-".into(), Vec::new()),
    }
}

impl Answers {
    /// Nothing answered.
    pub fn new() -> Self {
        Self {
            form: Form::new(),
            open: Held::new(None),
            about: Held::new(None),
            done: Pick::new(&[true, false]),
            text: Held::new(String::new()),
        }
    }

    fn begin(self, wish: &Id) {
        self.form.clear();
        self.done.clear();
        self.text.set(String::new());
        self.about.set(Some(wish.clone()));
        self.open.set(Some(0));
    }

    fn send(self, ui: Ui, wish: &Wish) {
        let told = untrack(|| ui.t(words::wish(wish.what)).to_owned());
        let close = move |_: Ui| self.open.set(None);
        if wish.state == WishState::Agreed {
            return self.form.act(ui, erased(&wish.id), told, close);
        }
        let (done, text) = (self.done.now(), self.text.now());
        let needs_words = done == Some(false) || wish.what == WishWhat::Other;
        let wrong = match done {
            None => Some(("done", words::ANSWER_MISSING)),
            Some(_) if needs_words && text.trim().is_empty() => Some(("answer", words::ANSWER_TEXT_MISSING)),
            Some(_) => None,
        };
        if let Some((id, words)) = wrong {
            return self.form.tell(vec![(id, untrack(|| ui.t(words).into()))]);
        }
        let done = done.unwrap_or_default();
        let grants = untrack(|| named_on(ui, wish, done));
        self.form.act(ui, answered(&wish.id, done, text, grants), told, close);
    }

    fn questions(self, ui: Ui, wish: &Wish) -> Node {
        let erasure =
            (wish.what == WishWhat::Erase).then(|| of("div", "notice bad").put(note("", ui, words::ERASE_TEXT)));
        let of_send = wish.clone();
        let form = Form::element(move || self.send(ui, &of_send))
            .put(self.form.summary(ui))
            .put(p("", el("b").put(query::person_name(ui, &wish.person))))
            .put(line(ui, wish))
            .put(erasure);
        if wish.state == WishState::Agreed {
            return form.put(self.form.submit(ui, "btn danger", words::ERASE_DO)).into();
        }
        let text = Field { hint: None, ..Field::line("answer", words::ANSWER_TEXT) };
        form.put(self.done.chips(ui, self.form, "done", words::REPLY, |ui, done| {
            ui.t(if done { words::ANSWER_DONE } else { words::ANSWER_DECLINE }).into()
        }))
        .put(field(ui, self.form, text, self.text))
        .put(self.form.submit(ui, "btn", words::REPLY))
        .into()
    }

    fn row(self, ui: Ui, wish: &Wish) -> Node {
        let label = if wish.state == WishState::Agreed { words::ERASE_DO } else { words::REPLY };
        let (id, name) = (wish.id.clone(), query::person_name(ui, &wish.person));
        let open = may(ui, &act(wish)).then(|| {
            button("btn ghost sm", ui.t(label), move || self.begin(&id))
                .attr("aria-label", [ui.t(label), "：", &name].concat())
        });
        let say = of("span", "say").put(el("b").put(name)).put(line(ui, wish));
        el("li").put(of("div", "cell").put(say).put(open)).into()
    }

    /// What waits for an answer; nothing where nothing does.
    pub fn section(self, ui: Ui) -> Node {
        let list = live(move || {
            let mut all = Items::new();
            query::each(ui, &mut |wish: &Wish| {
                if matches!(wish.state, WishState::Open | WishState::Agreed) {
                    all.push(((wish.asked_at_ms, 0), self.row(ui, wish)));
                }
            });
            let some = !all.is_empty();
            some.then(|| section(ui.t(words::ASKED), None).put(rows("list", all, SHOWN_MAX)))
        });
        let sheet = sheet(ui, self.open, move |_| {
            let wish = untrack(|| self.about.now().and_then(|id| query::record::<Wish>(ui, &id)));
            let body = wish.map_or_else(crate::ui::nothing, |(wish, _)| self.questions(ui, &wish));
            (untrack(|| ui.t(words::REPLY)), body)
        });
        vec![list, sheet].into()
    }
}
