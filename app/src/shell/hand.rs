//! An entry as a page for a worker: in plain words, to be shown, copied, or handed on.

use super::{attention::reason, entry};
use crate::{
    state::{Pending, secure_context},
    text::{slip, sync as words},
    ui::{Node, Ui, button, dates, el, list::facts, note, of, share},
};

/// Everything about it, one line each.
fn lines(ui: Ui, pending: &Pending) -> entry::Said {
    let name = ui.hood.me().with_untracked(|me| me.as_ref().map_or_else(String::new, |me| me.person.name.clone()));
    let mut all = vec![(ui.t(words::WHO), name), (ui.t(words::RECORDED_AT), dates::moment(ui, pending.authored_at_ms))];
    all.extend(entry::said(ui, &pending.command));
    all.extend(reason(pending).map(|(_, refusal, _)| (ui.t(words::WHY), refusal.words(ui.lang()).to_owned())));
    all
}

/// What the sheet shows.
pub fn hand(ui: Ui, pending: &Pending) -> Node {
    let title = entry::title(ui, &pending.command);
    let lines = lines(ui, pending);
    let line = |(label, text): &(&'static str, String)| ["\n", label, "：", text].concat();
    let text = [title.clone(), lines.iter().map(line).collect()].concat();
    let copied = text.clone();
    let copy = secure_context().then(|| {
        button("btn ghost", ui.t(words::COPY), move || {
            share::copy(&copied);
            ui.told(slip::COPIED);
        })
    });
    let hand_on = share::can_share().then(|| button("btn", ui.t(words::SHARE), move || share::share(&text)));
    let lines = lines.into_iter().map(|(label, text)| (label, text.into())).collect();
    let page = of("div", "panel stack").put(el("h3").put(title)).put(facts(lines));
    let buttons = of("div", "btns").put(hand_on).put(copy);
    vec![note("", ui, words::HAND_HOW).into(), page.into(), buttons.into()].into()
}
