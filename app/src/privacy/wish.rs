//! Asking for a correction or to be erased, and all data about me as a file.

use crate::{
    sync,
    text::privacy as words,
    ui::{
        Held, Node, Ui,
        act::Form,
        button, dates, el, file,
        form::{Choice, Field, chips, field},
        list::{rows, section, tag},
        live, note, of,
        order::Items,
        pick::Pick,
        query,
    },
};
use jiefang_domain::{
    Id,
    command::Command,
    identity::phone,
    privacy::{AskWish, Given, Wish, WishState, WishWhat},
};
use leptos::prelude::*;

/// A wish being written. A handle: copy it freely.
#[derive(Clone, Copy)]
pub struct Wishing {
    form: Form,
    /// For whom of those who may be asked for.
    whom: Held<usize>,
    what: Pick<WishWhat>,
    text: Held<String>,
}

/// One wish as a line: what, what was written, what was answered, how far it is.
pub fn line(ui: Ui, wish: &Wish) -> Node {
    let (class, state) = match wish.state {
        WishState::Open => ("tag wait", words::WISH_OPEN),
        WishState::Agreed => ("tag wait", words::WISH_AGREED),
        WishState::Erasing => ("tag wait", words::WISH_ERASING),
        WishState::Done => ("tag ok", words::WISH_DONE),
        WishState::Declined => ("tag bad", words::WISH_DECLINED),
    };
    let said = |text: &str| (!text.is_empty()).then(|| el("span").put(text.to_owned()));
    let title = el("b").say(ui, words::wish(wish.what)).put(" ").put(tag(class, ui.t(state)));
    of("span", "say")
        .put(title)
        .put(said(&wish.text))
        .put(said(&wish.answer))
        .put(el("span").put(dates::day(ui, wish.asked_at_ms)))
        .into()
}

/// Whom is asked for: who, their name, and in which way.
pub type For = (Id, String, Given);

/// The wishes about these people, the newest first; who it is stands beside it where there are several.
fn asked(ui: Ui, people: &[For]) -> Items {
    let mut all = Items::new();
    query::each(ui, &mut |wish: &Wish| {
        if let Some((_, name, _)) = people.iter().find(|(person, ..)| wish.person == *person) {
            let name = (people.len() > 1).then(|| of("span", "end").put(name.clone()));
            let item = el("li").put(of("div", "cell").put(line(ui, wish)).put(name));
            all.push(((-wish.asked_at_ms, 0), item.into()));
        }
    });
    all
}

impl Wishing {
    /// Nothing written.
    pub fn new() -> Self {
        Self { form: Form::new(), whom: Held::new(0), what: Pick::new(WishWhat::ALL), text: Held::new(String::new()) }
    }

    fn send(self, ui: Ui, people: &[For], what: Option<WishWhat>) {
        let mut text = self.text.now();
        let number = phone(&text).filter(|digits| !digits.is_empty());
        let wrong = match what {
            None => Some(("wish", words::WISH_MISSING)),
            Some(WishWhat::Erase) => None,
            Some(_) if text.trim().is_empty() => Some(("wish-text", words::WISH_TEXT_MISSING)),
            Some(WishWhat::Phone) if number.is_none() => Some(("wish-text", words::PHONE_WRONG)),
            Some(_) => None,
        };
        if let Some((id, words)) = wrong {
            return self.form.tell(vec![(id, untrack(|| ui.t(words).into()))]);
        }
        if let (Some(WishWhat::Phone), Some(digits)) = (what, number) {
            text = digits;
        }
        let (Some(what), Some((person, _, how))) = (what, people.get(self.whom.now())) else { return };
        let command = Command::AskWish(AskWish { id: ui.hood.new_id(), person: person.clone(), what, text, how: *how });
        let told = untrack(|| ui.t(words::wish(what)).to_owned());
        self.form.act(ui, command, told, move |_| {
            self.what.clear();
            self.text.set(String::new());
        });
    }

    fn whose(self, ui: Ui, people: &[For]) -> Option<Node> {
        let names: Vec<String> = people.iter().map(|(_, name, _)| name.clone()).collect();
        (names.len() > 1).then(|| {
            live(move || {
                let chosen = self.whom.get();
                let choices = names.iter().enumerate().map(|(at, name)| Choice::new(name.clone(), at == chosen));
                chips(ui, self.form, "wish-whom", words::WISH_WHOM, choices.collect(), move |at| self.whom.set(at))
            })
        })
    }

    /// The form, folded, and what was asked so far, for these people; of who is gone nothing but to be erased is asked.
    pub fn section(self, ui: Ui, people: Vec<For>, gone: bool) -> Node {
        let what = move || if gone { Some(WishWhat::Erase) } else { self.what.get() };
        let all = asked(ui, &people);
        let list = (!all.is_empty()).then(|| rows("list", all, crate::ui::list::SHOWN_MAX));
        let whose: Node = self.whose(ui, &people).into();
        let line = Field { hint: None, ..Field::line("wish-text", words::WISH_TEXT) };
        let warned = live(move || {
            (what() == Some(WishWhat::Erase)).then(|| of("div", "notice bad").put(note("", ui, words::ERASE_TEXT)))
        });
        let kinds =
            || self.what.chips(ui, self.form, "wish", words::WISH_WHAT, |ui, one| ui.t(words::wish(one)).into());
        let kinds = if gone { el("b").say(ui, words::wish(WishWhat::Erase)).into() } else { kinds() };
        let form = Form::element(move || self.send(ui, &people, untrack(what)))
            .put(self.form.summary(ui))
            .put(whose)
            .put(kinds)
            .put(warned)
            .put(field(ui, self.form, line, self.text))
            .put(self.form.submit(ui, "btn ghost", words::WISH_SEND));
        let fold = of("details", "fold").put(el("summary").say(ui, words::WISH)).put(form);
        section(ui.t(words::WISHES), None).put(of("div", "stack").put(list).put(fold)).into()
    }
}

/// All data about me, as a file.
pub fn export(ui: Ui, form: Form) -> Node {
    let file = button("btn ghost", ui.t(words::EXPORT_DO), move || {
        file::fetched(ui, form, "jiefang-my-data.json", "application/json", sync::export());
    });
    let body = of("div", "stack")
        .put(live(move || form.summary(ui)))
        .put(note("note", ui, words::EXPORT_TEXT))
        .put(of("div", "btns").put(file));
    section(ui.t(words::EXPORT), None).put(body).into()
}
