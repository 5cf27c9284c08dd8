//! What is kept on this device: how much is unsent, how old, and when the server last answered.

use super::{banners::age, entry};
use crate::{
    routes::Route,
    state::{Pending, secure_context},
    text::{photo, sync as words},
    ui::{
        Node, Ui, button, dates,
        dialog::sheet,
        el, link,
        list::{facts, tag},
        live, of, seal,
    },
};
use leptos::{prelude::*, task::spawn_local};

const SHOWN_MAX: usize = 20;

/// The sheet, where it is open.
pub fn panel(ui: Ui) -> Node {
    sheet(ui, ui.panel, move |_| (ui.t(words::PANEL), live(move || content(ui))))
}

/// How sync stands, as facts.
pub fn standing(ui: Ui) -> Node {
    let status = ui.hood.sync().get();
    let contact = match status.last_contact_ms {
        Some(at) => dates::moment_node(ui, at),
        None => ui.t(words::NEVER).into(),
    };
    let mut all: Vec<(&'static str, Node)> =
        vec![(ui.t(words::UNSENT), ui.fill(words::UNSENT_COUNT, &[&status.waiting.to_string()]).into())];
    if status.photos > 0 {
        all.push((ui.t(photo::UNSENT), status.photos.to_string().into()));
    }
    if let Some(at) = status.oldest_waiting_ms {
        let ago = tag(age(&status), dates::ago(ui, at));
        all.push((ui.t(words::OLDEST), vec![dates::moment_node(ui, at), " ".into(), ago.into()].into()));
    }
    all.push((ui.t(words::LAST_CONTACT), contact));
    all.push((ui.t(words::PERSISTED), promise(ui, status.persisted)));
    facts(all)
}

/// Whether the browser has promised to keep what is here; where it has not, it can be asked again.
fn promise(ui: Ui, persisted: Option<bool>) -> Node {
    let (says, ask) = match persisted {
        Some(true) => return ui.t(words::YES).into(),
        Some(false) => (words::NO, words::ASK_AGAIN),
        None => (words::NOT_KNOWN, words::ASK_NOW),
    };
    let asked = move || {
        spawn_local(async move {
            ui.hood.ask_to_persist_now().await;
            let kept = ui.hood.sync().with_untracked(|status| status.persisted == Some(true));
            ui.toasts.tell(untrack(|| ui.t(if kept { words::PROMISED } else { words::NOT_PROMISED }).into()));
        });
    };
    let ask = secure_context().then(|| button("link", ui.t(ask), asked));
    vec![el("p").say(ui, says).into(), ask.into()].into()
}

fn line(ui: Ui, pending: &Pending) -> Node {
    let (class, state) = entry::state(pending);
    let (seal_class, sign) = entry::seal(&pending.command);
    let say = of("span", "say")
        .put(el("b").put(entry::title(ui, &pending.command)))
        .put(el("span").put(dates::moment_node(ui, pending.authored_at_ms)));
    let end = of("span", "end").put(tag(class, ui.t(state)));
    el("li").put(of("div", "cell").put(seal(seal_class, sign)).put(say).put(end)).into()
}

fn content(ui: Ui) -> Node {
    let mut entries = ui.hood.pending();
    entries.reverse();
    let shown = entries.iter().take(SHOWN_MAX).map(|pending| line(ui, pending));
    let list = (!entries.is_empty())
        .then(|| el("section").put(el("h3").say(ui, words::ENTRIES)).put(of("ul", "list").all(shown)));
    let attention = ui.hood.sync().with(|status| status.attention);
    let close = move || ui.panel.set(None);
    let look = (attention > 0).then(|| {
        let words = [&ui.fill(words::ATTENTION, &[&attention.to_string()]), " · ", ui.t(words::LOOK)].concat();
        link("btn danger", &Route::Attention).put(words).click(close)
    });
    let again = button("btn ghost", ui.t(words::TRY_NOW), move || ui.hood.sync_now());
    vec![standing(ui), list.into(), of("div", "btns").put(look).put(again).into()].into()
}
