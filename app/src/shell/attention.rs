//! Entries that were refused or no longer hold: why, what was typed, and dropping one on purpose.

use super::entry;
use crate::{
    routes::Route,
    state::{Pending, PendingState},
    text::{shell, sync as words},
    ui::{
        Held, Node, Ui,
        act::{Form, storage_error},
        button, dates,
        dialog::sheet,
        el, link,
        list::{facts, state},
        live, note, of,
        page::Page,
    },
};
use jiefang_domain::{Id, Refusal};
use leptos::prelude::*;

/// Which entry: its book and its place in the outbox.
type Which = (Id, u64);

fn reason(pending: &Pending) -> Option<(crate::text::Words, Refusal, bool)> {
    match pending.state {
        PendingState::Refused(refusal) => Some((words::REFUSED, refusal, true)),
        PendingState::Held(refusal) => Some((words::HELD, refusal, true)),
        PendingState::NoLongerHolds(refusal) => Some((words::STUCK, refusal, false)),
        PendingState::Waiting | PendingState::Arrived => None,
    }
}

/// The question whether to discard, and which entry it is about.
#[derive(Clone, Copy)]
struct Asked {
    open: Held<Option<usize>>,
    which: Held<Option<Which>>,
}

fn item(ui: Ui, pending: &Pending, asked: Asked) -> Option<Node> {
    let (intro, refusal, discardable) = reason(pending)?;
    let title = el("h2").put(entry::title(ui, &pending.command));
    let typed = entry::typed(&pending.command).into_iter().map(|text| (ui.t(words::YOUR_WORDS), text.into()));
    let when = (ui.t(words::RECORDED_AT), dates::moment_node(ui, pending.authored_at_ms));
    let which = (pending.book.clone(), pending.serial);
    let ask = move || {
        asked.which.set(Some(which.clone()));
        asked.open.set(Some(0));
    };
    let discard = discardable.then(|| button("btn ghost", ui.t(words::DISCARD), ask));
    let record = entry::leads_to(&pending.command).map(|to| link("btn ghost", &to).say(ui, words::OPEN_RECORD));
    let item = of("section", "panel stack")
        .put(title)
        .put(of("div", "notice bad").put(note("", ui, intro).put(" ").put(el("b").put(refusal.words(ui.lang())))))
        .put(facts(std::iter::once(when).chain(typed).collect()))
        .put(of("div", "btns").put(record).put(discard));
    Some(item.into())
}

fn discard(ui: Ui, form: Form, asked: Asked) {
    let Some((book, serial)) = asked.which.now() else { return };
    form.run(ui, async move {
        ui.hood.discard(book, serial).await.map_err(|error| untrack(|| storage_error(ui, error).to_owned()))?;
        Ok(move |ui: Ui| {
            asked.open.set(None);
            ui.toasts.tell(untrack(|| ui.t(words::DISCARDED).into()));
        })
    });
}

/// The screen.
pub fn page(ui: Ui) -> Page {
    let asked = Asked { open: Held::new(None), which: Held::new(None) };
    let form = Form::new();
    let body = live(move || {
        let items: Vec<Node> = ui.hood.pending().iter().filter_map(|pending| item(ui, pending, asked)).collect();
        if items.is_empty() {
            state("", "好", ui.t(words::ATTENTION_EMPTY_TITLE), ui.t(words::ATTENTION_EMPTY)).into()
        } else {
            Node::Many(items)
        }
    });
    let sure = sheet(ui, asked.open, move |_| {
        let act = move || discard(ui, form, asked);
        let buttons = of("div", "btns").put(button("btn danger", ui.t(words::DISCARD_YES), act)).put(button(
            "btn ghost",
            ui.t(shell::CANCEL),
            move || asked.open.set(None),
        ));
        let body = vec![form.summary(ui), note("", ui, words::DISCARD_SURE).into(), buttons.into()];
        (ui.t(words::DISCARD), body.into())
    });
    Page::new("page slim", move || ui.t(words::ATTENTION_TITLE).into(), vec![body, sure]).back(Route::Me)
}
