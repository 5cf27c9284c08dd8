//! What is kept on this device: how much is unsent, how old, and when the server last answered.

use super::entry;
use crate::{
    routes::Route,
    state::Pending,
    text::{photo, sync as words},
    ui::{
        Node, Ui, button, dates,
        dialog::sheet,
        el, link,
        list::{facts, tag},
        live, of, seal,
    },
};

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
    let persisted = match status.persisted {
        Some(true) => words::YES,
        Some(false) => words::NO,
        None => words::NOT_KNOWN,
    };
    let mut all: Vec<(&'static str, Node)> =
        vec![(ui.t(words::UNSENT), ui.fill(words::UNSENT_COUNT, &[&status.waiting.to_string()]).into())];
    if status.photos > 0 {
        all.push((ui.t(photo::UNSENT), status.photos.to_string().into()));
    }
    if let Some(at) = status.oldest_waiting_ms {
        all.push((ui.t(words::OLDEST), dates::moment_node(ui, at)));
    }
    all.push((ui.t(words::LAST_CONTACT), contact));
    all.push((ui.t(words::PERSISTED), ui.t(persisted).into()));
    facts(all)
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
